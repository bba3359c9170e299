"""What stands on screens and in the guides keeps to the glossary, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import support
from detente.cli.main import COMMANDS, root

ROOT = Path(__file__).resolve().parents[2]


def helps() -> dict[str, str]:
    """The help of every command and group, as it is printed."""
    found = {"": root().get_help(click.Context(root(), info_name="detente"))}
    groups = {whole.rpartition(".")[0] for whole in COMMANDS} - {""}
    for name in sorted({*COMMANDS, *groups}):
        command: click.Command | None = root()
        context = click.Context(root(), info_name="detente")
        for word in name.split("."):
            assert isinstance(command, click.Group)
            command = command.get_command(context, word)
            assert command is not None, name
            context = click.Context(command, info_name=word, parent=context)
        assert command is not None
        found[name] = command.get_help(context)
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_help_text_holds_a_word_that_is_never_used(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_LANG", language)
    shown = helps()
    assert len(shown) > len(COMMANDS)
    # The codes an option takes are names of the protocol, in brackets: `near-miss` is one, shown as 险情, close call.
    said = {name: re.sub(r"\[[a-z0-9|\s-]+\]", "", text) for name, text in shown.items()}
    assert not {name: words for name, text in said.items() if (words := support.never_words(text))}


@pytest.mark.parametrize("page", ["README.md", "docs/quickstart.md"])
def test_no_screen_in_the_guides_holds_a_word_that_is_never_used(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert blocks
    assert not [words for block in blocks if (words := support.never_words(block))]
