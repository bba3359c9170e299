"""A notice by answering eight questions, at a real terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from pathlib import Path

import click
import pytest

from detente.cli.choosing import Among
from detente.node import records
from detente.node.home import Home
from support import count, start

ANSWERS = [
    "A",
    "unexpected-model-behaviour",
    "no",
    "unknown",
    "no",
    "information",
    "EXAMPLE - a plain statement.",
    "-PT1H",
    "+PT6H",
    "2",
]


def at_terminal(home: Path, answers: list[str], last: str) -> tuple[int, str]:
    """Exit code and everything shown of `detente notify`, when each prompt is answered in turn."""
    child, terminal = pty.fork()
    if child == 0:
        environment = {**os.environ, "DETENTE_HOME": str(home), "DETENTE_LANG": "en", "TERM": "dumb"}
        os.execve(sys.executable, [sys.executable, "-m", "detente.cli", "notify"], environment)
    shown, waiting, end = "", [*answers, last], time.monotonic() + 120
    seen = 0
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data.decode("utf-8", "replace")
        elif waiting and len(shown) > seen and shown.rstrip().endswith((":", "]")):
            seen = len(shown)
            os.write(terminal, waiting.pop(0).encode() + b"\n")
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown


@pytest.mark.parametrize(("last", "code", "recorded"), [("y", 0, 1), ("n", 1, 0)])
def test_eight_answers_make_a_notice_and_no_makes_nothing(
    homes: dict[str, Home], last: str, code: int, recorded: int
) -> None:
    home = homes["heron"]
    found, shown = at_terminal(home.path, ANSWERS, last)
    assert found == code, shown
    assert "This goes to: otter" in shown
    assert "Unexpected" in shown and "模型行为偏离预期" in shown, "both readings are shown before release"
    node = start(home)
    try:
        notices = [i for i in node.store.items(node.line().id) if i["kind"] == "notice"]
        assert len(notices) == recorded
        assert count(node, "clock-ahead") == 0
    finally:
        node.close()


# The fewest keys for a notice, by number, by first letter and by what is offered; docs/how-it-works.md has the sums.
FEWEST = ["A", "1", "n", "u", "n", "", "EXAMPLE", "", "", ""]
ACKNOWLEDGEMENT = "detente ack otter-2"


def test_what_a_notice_and_an_acknowledgement_take_is_what_the_page_says(homes: dict[str, Home]) -> None:
    home = homes["heron"]
    found, shown = at_terminal(home.path, FEWEST, "y")
    assert found == 0, shown
    node = start(home)
    try:
        line = node.line()
        [row] = [row for row in records.queue(node, line) if row["kind"] == "notice"]
        said = records.message(node, line, row)
    finally:
        node.close()
    fields = sum(len(section) for section in said["sections"].values()) + 1  # and how urgent it is
    assert said["sections"]["coded"]["class"] == "unexpected-model-behaviour"
    assert said["sections"]["coded"]["touches"] == "unknown"
    words = len("EXAMPLE")
    table = {
        "notice": (len(FEWEST), sum(len(answer) + 1 for answer in [*FEWEST, "y"]) - words, fields),
        "acknowledgement": (0, len(ACKNOWLEDGEMENT) + 1, 1),
    }
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-it-works.md").read_text("utf-8")
    told = {
        name: tuple(int(n) for n in row)
        for name, *row in re.findall(r"^\| (notice|acknowledgement) \| (\d+) \| (\d+) \| (\d+) \|", page, re.M)
    }
    assert told == table


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1", "yes"),
        ("y", "yes"),
        ("YES", "yes"),
        ("un", "unknown"),
        ("2", "no"),
        ("", None),
        ("0", None),
        ("9", None),
        ("x", None),
    ],
)
def test_a_choice_is_taken_by_number_or_by_how_it_begins_and_never_guessed(typed: str, code: str | None) -> None:
    choice = Among(["yes", "no", "unknown"], numbered=True)
    if code is None:
        with pytest.raises(click.BadParameter):
            choice.convert(typed, None, None)
    else:
        assert choice.convert(typed, None, None) == code
    with pytest.raises(click.BadParameter):
        Among(["unknown", "unknowable"]).convert("unk", None, None)
