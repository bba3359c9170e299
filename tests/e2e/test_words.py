"""Two served nodes, two languages: an author's translation, a reader's own, and the question whether it was meant."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

DRAFT = {
    "coded": {"area": "A", "counted": "not-counted", "handling": "parties-only"},
    "prose": {"language": "en", "plain": "EXAMPLE 示例 — An incident, not notified as one."},
    "courtesy": {"language": "zh", "plain": "示例：一起事件，未作为情况通报。", "by": "person"},
}
DRAFTER = """
import json, sys
given = json.load(sys.stdin)
sys.stdout.buffer.write(f"示例：机器草稿（{given['from']}→{given['to']}），一起事件。".encode())
"""


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


@pytest.mark.slow
def test_a_reading_made_here_is_confirmed_by_the_author_and_is_never_on_the_record(
    offices: tuple[Any, Any], tmp_path: Any
) -> None:
    heron, otter = offices
    settings = json.loads((otter.home.path / "home.json").read_text("utf-8"))
    settings["translate"] = [sys.executable, "-c", DRAFTER]
    (otter.home.path / "home.json").write_text(json.dumps(settings), "utf-8")
    heron.serve()
    otter.serve()
    said = heron.json("contact", "-f", "-", stdin=json.dumps(DRAFT).encode())
    name = said["reference"]
    shown = otter.run("show", name, "--words", lang="zh")
    for words in (
        "礼节性译文（人工翻译），以原文为准",
        DRAFT["courtesy"]["plain"],
        "An event with an AI system",
        "情况通报：",
    ):
        assert words in shown, words

    otter.run("translate", name)
    shown = otter.run("show", name, lang="en")
    assert "by a machine, not checked by anybody" in shown and "示例：机器草稿（en→zh），一起事件。" in shown
    asked = otter.json("ask", name, "--meant")
    assert asked["sections"]["prose"]["reading"] == "示例：机器草稿（en→zh），一起事件。"
    assert "机器翻译，未经审核" in asked["sections"]["prose"]["plain"]
    wait_for(lambda: any(said["kind"] == "question" for said in heron.json("matter", name)["messages"]))
    heron.run("answer", asked["reference"], "--answer", "full", "-m", "EXAMPLE 示例 — Yes, that was meant.")
    wait_for(lambda: any(said["kind"] == "answer" for said in otter.json("matter", name)["messages"]))

    otter.run(
        "translate",
        name,
        "--text",
        "-",
        "--by",
        "person",
        "--checked-by",
        "译审处",
        stdin="示例：仅此处可见。".encode(),
    )
    for office in offices:
        office.run("record", "export", "-o", str(tmp_path / office.party))
        assert "仅此处可见".encode() not in (tmp_path / office.party).read_bytes()
        assert office.json("verify", str(tmp_path / office.party))["verdict"] == "proven"
    assert heron.json("show", name)["working"] == []
