"""The list of checks that are taken away (docs/bindings.md) is of the sources as they are, and a sample of it is run again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from faults.binding_checks import CHECKS
from faults.bindings import PAGE, SOURCE, NotFound, without

ROOT = Path(__file__).resolve().parents[2]
BINDINGS = {
    "message", "field", "leaf", "index", "size", "head", "origin", "epoch", "key", "use of key", "terms", "line", "context",
    "time",
}  # fmt: skip


def test_every_check_of_the_list_stands_once_in_the_sources() -> None:
    for check in CHECKS:
        for file, function, find, put in check.edits:
            text = (SOURCE / "detente" / file).read_text("utf-8")
            assert without(text, function, find, put) != without(text, function, find, find), check.test


def test_a_check_that_is_not_there_is_not_taken_away() -> None:
    with pytest.raises(NotFound):
        without("def f(a):\n    return a\n", "f", "a == 1", "False")
    with pytest.raises(NotFound):
        without("def f(a):\n    return a == 1 or a == 1\n", "f", "a == 1", "False")
    assert (
        without("def f(a):\n    g(a)\n    return a == 1\n", "f", "g(a)", "pass")
        == "def f(a):\n    pass\n    return a == 1\n"
    )


def test_every_binding_has_a_check_that_was_taken_away_and_noticed() -> None:
    assert {check.binding for check in CHECKS} >= BINDINGS
    page = PAGE.read_text("utf-8")
    assert all(f"`{check.test}`" in page for check in CHECKS), "`make bindings` writes the page"
    assert page.rstrip().endswith(f"{len(CHECKS)} checks, each taken away by itself: {len(CHECKS)} noticed, 0 not.")


@pytest.mark.slow
def test_a_sample_of_checks_taken_away_is_noticed() -> None:
    command = [sys.executable, "-m", "faults.bindings", "--sample", "8", "--jobs", "2"]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("8 checks taken away, 8 noticed, 0 not")
