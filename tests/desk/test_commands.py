"""Who may sign in is said by command, by whoever may read the home; a password is never an argument."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from desk.conftest import PASSWORD
from detente.cli.main import root
from detente.codec.errors import Local
from detente.node.home import Home

Run = Callable[..., Any]


@pytest.fixture
def run(homes: dict[str, Home]) -> Run:
    """A command on otter's home: its JSON. What is refused raises its code."""

    def command(*words: str, given: str = "") -> Any:
        done = CliRunner().invoke(root(), ["--home", str(homes["otter"].path), *words, "--json"], input=given)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return command


def test_officers_are_added_listed_given_new_passwords_and_closed(run: Run, homes: dict[str, Home]) -> None:
    run("desk", "officer", "add", "duty-1", given=f"{PASSWORD}\n")
    run("desk", "officer", "add", "chief", "--role", "administrator", "--language", "zh", given=f"{PASSWORD}\n")
    rows = run("desk", "officer", "list")["officers"]
    assert [(row["name"], row["role"], row["language"], row["closed"]) for row in rows] == [
        ("duty-1", "officer", "en", None),
        ("chief", "administrator", "zh", None),
    ]
    run("desk", "officer", "password", "duty-1", given="another sentence of words\n")
    run("desk", "officer", "close", "duty-1")
    assert run("desk", "officer", "list")["officers"][0]["closed"] is not None
    acts = [(row["act"], row["about"]) for row in run("desk", "log")["log"]]
    assert acts[:2] == [("officer-closed", "duty-1"), ("password-changed", "duty-1")]
    file = homes["otter"].path / "officers.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("words", "given", "code"),
    [
        (("add", "Jane Doe"), f"{PASSWORD}\n", "officer-name"),
        (("add", "duty-1"), "short\n", "password-short"),
        (("add", "duty-1"), "", "password-short"),
        (("close", "nobody-1"), "", "officer-unknown"),
    ],
)
def test_what_is_no_name_no_password_or_nobody_is_refused(
    run: Run, words: tuple[str, ...], given: str, code: str
) -> None:
    with pytest.raises(Local, match=code):
        run("desk", "officer", *words, given=given)
    assert run("desk", "officer", "list")["officers"] == []


def test_the_log_says_how_long_it_is_kept_and_whether_it_is_held(run: Run) -> None:
    said = run("desk", "log", "--keep-days", "30", "--hold", "on")
    assert (said["days"], said["held"]) == (30, True)
    assert run("desk", "log", "--hold", "off")["held"] is False
    with pytest.raises(Local, match="ceiling-text"):
        run("desk", "ceiling", "--en", "two\nlines", "--zh", "示例")
