"""The state tables of the specification: each row is shown by a test, its words are the code's, and the drawings are theirs."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import get_args

import pytest

from detente.cli.records import BEGUN_AGAIN
from detente.kinds import LATEST
from detente.line.delivery import State
from detente.line.judge import Outcome
from detente.line.machine import SUCCEEDS
from detente.trust.succession import Case

ROOT = Path(__file__).resolve().parents[2]
tool = sys.modules["state_diagrams_tool"]
PAGE = (ROOT / "spec" / "protocol.md").read_text("utf-8")
MACHINES = {machine.number: machine for machine in tool.machines(PAGE)}
PROMISES = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def test_(\w+)", path.read_text("utf-8"), re.M)
}


def cells(number: str, column: str) -> list[str]:
    return [getattr(row, column) for row in MACHINES[number].rows]


@pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.number)
def test_every_row_is_shown_by_a_test_and_every_state_is_reached(machine: object) -> None:
    rows = machine.rows  # type: ignore[attr-defined]
    assert len(rows) > 3
    assert {row.shown_by for row in rows} <= PROMISES
    reached = {"●"}
    for _ in rows:
        reached |= {row.then for row in rows if row.state in reached}
    assert {row.state for row in rows} <= reached, "a state nothing leads to"
    assert len({(row.state, row.when) for row in rows}) == len(rows), "one thing that happens, with two ends"


def test_the_ends_of_a_message_are_the_verdicts() -> None:
    ends = {row.then for row in MACHINES["30.2"].rows}
    assert ends == {*get_args(Outcome), "unheard"}


def test_a_log_is_begun_for_the_reasons_the_code_has() -> None:
    named = set(re.findall(r"`([a-z-]+)`", " ".join(cells("30.3", "what"))))
    assert named - {"reported"} == {"founded", *BEGUN_AGAIN, *SUCCEEDS}


def test_the_cases_of_a_succession_are_those_of_the_code() -> None:
    named = set(re.findall(r"`([a-z-]+)`: the next", " ".join(cells("30.7", "when"))))
    assert named == set(get_args(Case))


def test_what_a_delivery_record_says_is_one_of_the_states_of_the_code() -> None:
    assert {row.then for row in MACHINES["30.11"].rows} == {state.value for state in State}


def test_what_needs_every_member_are_the_kinds_that_a_consent_answers() -> None:
    named = set(re.findall(r"`([a-z-]+)`", MACHINES["30.8"].rows[0].when))
    assert named == {"destruction", "disclosure"} <= set(LATEST)


def test_the_drawings_are_those_of_the_tables() -> None:
    assert tool.main(["--check"]) == 0


def test_a_table_that_changes_makes_another_drawing() -> None:
    other = tool.machines(PAGE.replace("| ● | it is not | unsaid |", "| ● | it is not | kept |"))
    assert tool.draw(other[0]) != tool.draw(MACHINES["30.1"])
