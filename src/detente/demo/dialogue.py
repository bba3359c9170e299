"""`make dialogue`: the example dialogue, said again by two real nodes.

    build/dialogue/a, build/dialogue/b            the two live homes (and a-exercise, b-exercise)
    build/dialogue/sheet.html, words.svg, meetings.ics      what a secretariat would circulate

What both compute is compared at the end; a difference is an error (exit 1).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from detente.cli.calendars import written
from detente.codec.shape import readable
from detente.demo.replay import Replay, read
from detente.locale import dialogue_sheet, text
from detente.locale.dialogue import page
from detente.node.dialogue import held, shown

ROOT = Path("build/dialogue")
SCRIPT = Path("examples/dialogue/dialogue.yaml")
MARKS = ("EXAMPLE 示例",)


def main() -> int:
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir(parents=True)
    replay = Replay(read(SCRIPT), ROOT, ("a", "b"))
    try:
        for step in replay.run():
            print(f"{step['at']}  {step['by']:6s} {_what(step)}{'  …' if step.get('meanwhile') else ''}")
        states = {party: shown(node, node.line()) for party, node in replay.nodes.items()}
        cuts = {party: held(node.line()) for party, node in replay.nodes.items()}
    finally:
        replay.close()
    first, second = (readable(states[party]) for party in states)
    same = len(set(map(str, cuts.values()))) == 1 and first["digest"] == second["digest"]
    (ROOT / "sheet.html").write_text(dialogue_sheet.sheet(first, MARKS), "utf-8")
    (ROOT / "words.svg").write_text(dialogue_sheet.chart(first["over_time"]), "utf-8")
    (ROOT / "meetings.ics").write_bytes(written(first["meetings"], first["line"], replay.clock))
    for language in ("en", "zh"):
        print(f"\n{text('dialogue.title', language)} · {' '.join(MARKS)}")
        for part in page(first, language):
            print(f"\n{part.title}")
            for label, value in part.rows:
                print(f"  {label}: {value}" if label else f"      {value}")
    print(f"\n{replay.count} messages; {'one state on both sides' if same else 'TWO STATES'}: {first['digest']}")
    return 0 if same else 1


def _what(step: dict[str, object]) -> str:
    kept = ("at", "by", "as", "meanwhile", "counters")
    name = next(key for key in step if key not in kept)
    return f"{name} {step.get('as', '')}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
