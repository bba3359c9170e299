"""A second person's release holds for whoever says something past the compose page: by command, or with one press."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from desk.conftest import at_once
from desk.pages import Served, desk_of
from detente.cli.main import root
from detente.codec.errors import Local
from detente.node import records
from detente.node.home import Home
from detente.node.node import Node, clock
from detente.store.officers import NAME, RELEASE_TWO, Officers
from support import acknowledge, exchange, notify

NOTICE = Path(__file__).resolve().parents[2] / "examples" / "notices" / "a-agent.en.json"
Run = Callable[..., Any]


@pytest.fixture
def run(homes: dict[str, Home]) -> Run:
    """A command on otter's home: its JSON. What is refused raises its code."""

    def command(*words: str) -> Any:
        done = CliRunner().invoke(root(), ["--home", str(homes["otter"].path), *words, "--json"])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return command


def kept(homes: dict[str, Home], function: Callable[..., Any], *values: Any) -> Any:
    officers = Officers(homes["otter"].path / NAME, clock)
    try:
        return function(officers, *values)
    finally:
        officers.close()


def test_a_command_cannot_say_alone_what_a_second_person_releases(run: Run, homes: dict[str, Home]) -> None:
    run("desk", "release", "--two", "notice")
    for words in (["notify", str(NOTICE)], ["notify", str(NOTICE), "--break-glass"]):  # it is not wanted at once
        with pytest.raises(Local, match="release-second-desk"):
            run(*words)
    assert run("inbox")["items"] == []
    assert run("contact", "--area", "A", "-m", "EXAMPLE 示例 — a word.")["kind"] == "informal-contact"  # not named
    run("desk", "release", "--one")
    assert run("notify", str(NOTICE))["kind"] == "notice"
    assert kept(homes, Officers.log, 9)[-1]["act"] == "release-set"  # nothing was marked


def test_what_is_wanted_at_once_is_said_alone_by_command_and_marked_on_the_desk(
    run: Run, homes: dict[str, Home], tmp_path: Path
) -> None:
    run("desk", "release", "--two", "notice", "--two", "question")
    urgent = str(at_once(tmp_path))
    with pytest.raises(Local, match="release-second-desk"):
        run("notify", urgent)
    said = run("notify", urgent, "--break-glass")
    with pytest.raises(Local, match="release-second-desk"):
        run("ask", said["reference"], "--about", "facts", "-m", "EXAMPLE 示例 — is it so?")
    marked = [(row["officer"], row["act"], row["about"]) for row in kept(homes, Officers.log, 2)]
    assert marked == [("command", "break-glass", said["reference"]), ("command", "said-notice", said["reference"])]
    [note] = kept(homes, lambda officers: officers.db.execute("SELECT officer, text, hex(thread) FROM note").fetchall())
    what = run("show", said["reference"])["what"]
    assert note[0] == "command" and "command alone (break-glass)" in note[1] and note[2].lower() == what


def test_a_file_of_officers_that_cannot_be_read_keeps_no_command_from_speaking(
    run: Run, homes: dict[str, Home]
) -> None:
    run("desk", "release", "--two", "notice")
    (homes["otter"].path / NAME).write_bytes(b"not a database" * 400)
    assert run("notify", str(NOTICE))["kind"] == "notice"


@pytest.fixture
def desk(otter: Node) -> Iterator[Served]:
    with desk_of(otter) as served:
        yield served


def test_no_press_of_the_desk_passes_the_rule_by_but_an_acknowledgement(heron: Node, otter: Node, desk: Served) -> None:
    opened = notify(heron)
    exchange(heron, otter)
    reference = records.row(otter, otter.line(), "heron", opened.what)["reference"]
    acknowledge(otter, opened)
    desk.kept(Officers.set, RELEASE_TWO, "holding-reply,acknowledgement")
    assert not desk.kept(Officers.second, "acknowledgement")
    page = desk.client().post(f"/follow/{reference}", {"do": "hold", "hours": "4"})
    assert page.status == 409 and "another officer than its writer releases this kind" in page.text
    assert not [row for row in records.queue(otter, otter.line()) if row["kind"] == "holding-reply"]
