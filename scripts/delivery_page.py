#!/usr/bin/env python3
"""`docs/delivery-record.md`: what delivery records say, from two real nodes in a scratch folder. `--check` only compares.

Exit codes: 0 done or equal, 1 the page is another.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from detente.bundle.delivery import verify_delivery  # noqa: E402
from detente.bundle.telling import told  # noqa: E402
from detente.codec.shape import readable  # noqa: E402
from detente.locale.delivery import parts, sentence, written  # noqa: E402
from detente.node import delivering, records  # noqa: E402
from detente.node.node import Node  # noqa: E402
from detente.node.say import say  # noqa: E402
from support import LATER, Clock, Seeded, acknowledge, found_line, notify, start, turn  # noqa: E402

PAGE = ROOT / "docs" / "delivery-record.md"
HOUR = 3_600_000
HEAD = """# The delivery record

*Made by `scripts/delivery_page.py` from two real nodes; a test compares. Change that script, not this page.*

`detente delivery show heron-2` says what the record shows of how a message was delivered to each other member; `detente
delivery export heron-2 -o FILE` writes it as a file that anybody can verify (`detente verify FILE`), years later and
without either office. Both sides are told the same, in the same words: whoever writes the record, only names and times
differ. Structures and rules: `spec/protocol.md` section 20.

- **What it can say.** *Stored there* and *acknowledged*, with their own times; *no acknowledgement in its log by T*, only
  with every entry of their log from before the message was written to one dated by them after T; *no word of any kind from
  its machine after T is held here*, when their log as held ends before T; *not sent*, on the word of the author's own node;
  and otherwise that their record of that time is not held here.
- **What it never says.** Anything about persons, or that something did not arrive. No log shows that.
- **T** is the time agreed in the terms, counted from their receipt (over the duty calendar they announced, which is then
  shown), or the time asked for with `--at TIME`. Before that time has come, it is now.
- **What it discloses.** Of other messages in that stretch: that there is one, and what its author signed: kind, class,
  times and the names of its sections, not what they say. Of the message itself, all but what `--withhold` names.
- **Routes** are what the author's node gave the message to, as it states itself. Nobody else can know.
- **An explanation** (`detente explain heron-2`) by either side stands beside it, and changes nothing in it.
- **Times** are what each author's entries bear. The other's log bounds them: an entry that names theirs was written after
  it.

What a record cannot show: whatever its writer does not hold or does not show. Where a member keeps two histories of its
log, that is said, with the two heads that show it.

Everything below is invented: **EXAMPLE 示例**. heron writes to otter.
"""


def shown(node: Node, what: bytes, at: int | None = None) -> dict[str, Any]:
    """What the file says that is made now, verified as anybody would."""
    [row] = [row for row in records.queue(node, node.line()) if row["what"] == what]
    plain: Any = readable(told(verify_delivery(delivering.delivery(node, node.line(), row, at))))
    return dict(plain)


def stories(heron: Node, otter: Node) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(English title, Chinese title, what is shown), one after another in one record."""
    turn(heron, otter)
    kept = notify(heron)
    yield "Not sent yet", "尚未发送", shown(heron, kept.what)
    turn(heron, otter)
    yield (
        "Stored there; nothing more is held",
        "已存入对方记录，此后未存有其信息",
        shown(heron, kept.what, LATER + HOUR),
    )
    heron.now, otter.now = Clock(LATER + HOUR), Clock(LATER + HOUR)
    notify(otter, "EXAMPLE 示例 — of something else.")
    turn(otter, heron)
    yield "No acknowledgement by the agreed time", "至约定时间无确认收悉信息", shown(heron, kept.what)
    yield "The same, as the other side is shown it", "同一内容，对方所见", shown(otter, kept.what)
    heron.now, otter.now = Clock(LATER + 2 * HOUR), Clock(LATER + 2 * HOUR)
    acknowledge(otter, kept)
    draft = {
        "coded": {"explains": ["duty-hours"]},
        "prose": {"language": "en", "plain": "EXAMPLE 示例 — The office opened at 18:00 UTC."},
    }
    say(otter, otter.line(), "explanation", draft, records.row(otter, otter.line(), "heron", kept.what)["reference"])
    turn(otter, heron)
    notify(heron, "EXAMPLE 示例 — an entry that names otter's log as it is now.")
    yield "Acknowledged afterwards, and explained", "其后确认收悉并作出说明", shown(heron, kept.what)
    second = notify(heron, "EXAMPLE 示例 — a second notice.")
    turn(heron, otter)
    acknowledge(otter, second)
    turn(otter, heron)
    yield "Acknowledged in time", "按时确认收悉", shown(heron, second.what)


def lines(plain: dict[str, Any], lang: str) -> Iterator[str]:
    yield sentence(plain, lang)
    for part in parts(plain, lang):
        yield ""
        yield part.title
        yield from (f"  {label}: {value}" for label, value in part.rows)
    yield ""
    yield written(plain, lang)


def page() -> str:
    out = [HEAD]
    with tempfile.TemporaryDirectory() as scratch:
        homes = found_line(Path(scratch), ["heron", "otter"], Seeded("delivery page"), Clock())
        nodes = {party: start(home, name="delivery page") for party, home in homes.items()}
        try:
            for english, chinese, plain in stories(nodes["heron"], nodes["otter"]):
                out.append(f"## {english} · {chinese}\n")
                for lang in ("en", "zh"):
                    out += ["```", *lines(plain, lang), "```", ""]
        finally:
            for node in nodes.values():
                node.close()
    return "\n".join(out).rstrip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    made = page()
    if parser.parse_args().check:
        return int(PAGE.read_text("utf-8") != made)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
