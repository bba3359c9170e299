"""A notice by answering eight questions, at a real terminal."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest

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
