"""Calling up, over a real record: what was called is kept, a stop loses nothing, and none of it reaches the line."""

from __future__ import annotations

import asyncio
import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.api.calling import Calling
from detente.node.calling import CallUp, calls
from detente.node.home import Home
from detente.node.ladder import read_ladder
from detente.node.node import Node
from support import LATER, acknowledge, copy_homes, exchange, notify, start

LADDER = """
[[step]]
id = "duty"
who = "duty officer"
after = "PT0M"
command = ["./page"]

[[step]]
id = "deputy"
who = "deputy head"
after = "PT30M"
command = ["./page"]
"""
PROGRAM = "import json, sys\nopen('calls', 'a').write(json.dumps(json.load(sys.stdin)) + '\\n')\n"
MINUTE = 60_000


def equip(home: Home, program: str = PROGRAM) -> None:
    """A ladder of two steps, and the program that both run."""
    path = home.path / "ladder.toml"
    path.write_text(LADDER, "utf-8")
    path.chmod(0o600)
    page = home.path / "page"
    page.write_text(f"#!{sys.executable}\n{program}", "utf-8")
    page.chmod(page.stat().st_mode | stat.S_IXUSR)


def paged(home: Home) -> list[dict[str, Any]]:
    path = home.path / "calls"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


async def run(function: Callable[..., Any], *values: Any) -> Any:
    return function(*values)


def look(node: Node, times: int = 1) -> Calling:
    async def scene() -> Calling:
        made = Calling(node, run)
        for _ in range(times):
            await made.once()
            await made.settled()
        return made

    return asyncio.run(scene())


@pytest.fixture
def waiting(homes: dict[str, Home], opened: Callable[..., Node]) -> tuple[Home, Node, Node]:
    """otter's home, heron's node and otter's, an at-once notice of heron stored at otter."""
    equip(homes["otter"])
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    notify(heron)
    exchange(heron, otter)
    return homes["otter"], heron, otter


def test_a_message_that_waits_for_us_is_called_once_with_facts_and_no_prose(waiting: tuple[Home, Node, Node]) -> None:
    home, _, otter = waiting
    look(otter, times=3)
    [facts] = paged(home)
    assert facts["reference"] and facts["number"] == "heron-2" and facts["kind"] == "notice" and facts["wanted"] == 3
    assert (
        facts["context"] == "live" and facts["mark"] == "" and facts["line"] == {"en": "Example line", "zh": "示例通道"}
    )
    assert "statement" not in json.dumps(facts)
    [row] = calls(otter, otter.line())
    assert (row["step"], row["who"], row["outcome"], row["reference"]) == ("duty", "duty officer", "done", "heron-2")


def test_what_was_called_is_known_after_a_restart_and_the_next_step_comes(
    waiting: tuple[Home, Node, Node], opened: Callable[..., Node]
) -> None:
    home, _, otter = waiting
    look(otter)
    otter.close()
    again = opened(home, at=LATER + 31 * MINUTE)
    look(again, times=2)
    assert [facts["step"] for facts in paged(home)] == ["duty", "deputy"]
    again.close()
    look(opened(home, at=LATER + 600 * MINUTE), times=2)
    assert len(paged(home)) == 2


def test_a_call_cut_by_a_stop_is_made_again_under_the_same_reference(
    waiting: tuple[Home, Node, Node], opened: Callable[..., Node]
) -> None:
    home, _, otter = waiting
    up, ladder = CallUp(otter), read_ladder(home.path)
    assert ladder is not None
    [due] = up.due(ladder)
    up.begin(due)  # and the machine stops here
    otter.close()
    again = opened(home, at=LATER + MINUTE)
    [row] = again.store.called(again.line().id)
    assert row["ended"] is None
    look(again, times=2)
    [facts] = paged(home)
    assert facts["call"] == due.facts["call"]
    [row] = again.store.called(again.line().id)
    assert row["outcome"] == "done"


def test_nobody_is_called_for_what_is_acknowledged_or_our_own(homes: dict[str, Home], heron: Node, otter: Node) -> None:
    home = homes["otter"]
    equip(home)
    theirs = notify(heron)
    exchange(heron, otter)
    acknowledge(otter, theirs)
    notify(otter)
    look(otter, times=2)
    assert paged(home) == []


def test_a_call_that_fails_is_shown_with_its_reason(waiting: tuple[Home, Node, Node]) -> None:
    home, _, otter = waiting
    equip(home, "raise SystemExit(1)\n")
    made = look(otter)
    assert made.state["failed"]["why"] == "hook-failed" and made.state["steps"] == 2
    [row] = otter.store.called(otter.line().id)
    assert (row["outcome"], row["tries"]) == ("hook-failed", 1)


def test_a_ladder_that_cannot_be_read_calls_nobody_and_says_so_until_it_is_put_right(
    waiting: tuple[Home, Node, Node],
) -> None:
    home, _, otter = waiting
    (home.path / "ladder.toml").write_text("[[step]", "utf-8")
    made = look(otter)
    assert made.state["why"] == "ladder-unreadable" and paged(home) == []
    equip(home)
    assert look(otter).state["why"] is None and len(paged(home)) == 1


def test_an_exercise_marks_every_call(homes: dict[str, Home], two_founded: Path, tmp_path: Path) -> None:
    copy_homes(two_founded, tmp_path / "whole", whole=True)
    drills = {party: Home.open(tmp_path / "whole" / f"{party}-exercise") for party in ("heron", "otter")}
    equip(drills["otter"])
    heron, otter = start(drills["heron"]), start(drills["otter"])
    try:
        notify(heron)
        exchange(heron, otter)
        look(otter)
        [facts] = paged(drills["otter"])
        assert (facts["context"], facts["mark"]) == ("exercise", "EXERCISE 演练")
    finally:
        heron.close()
        otter.close()


def test_a_look_while_nothing_moves_reads_no_list(
    waiting: tuple[Home, Node, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _, otter = waiting
    up, ladder = CallUp(otter), read_ladder(home.path)
    assert ladder is not None and len(up.due(ladder)) == 1
    monkeypatch.setattr("detente.node.records.rows", lambda *_: pytest.fail("the record stood still"))
    assert len(up.due(ladder)) == 1
