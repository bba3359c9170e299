"""Options in the reader's language: what each is for, and what the option parser itself says.

What an option is for stands in the catalogue as `option.COMMAND.NAME`, or `option.NAME` where it means the same everywhere.
click asks the standard library's gettext for its own messages; for a Chinese reader it is shown where they are
(`locale/click-zh.po`). Its English is its own, so an English reader costs nothing.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Sequence

import click

from detente import locale
from detente.cli.console import language


def speak(arguments: Sequence[str]) -> None:
    """Before anything is parsed, so that a mistake in the first word is already told in the right language."""
    for at, word in enumerate(arguments):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang":
            value = arguments[at + 1] if at + 1 < len(arguments) else None
        if value in locale.LANGUAGES:
            os.environ["DETENTE_LANG"] = value
        if word == "--":
            break
    if language() == "zh":
        os.environ["LANGUAGE"] = "zh"  # where gettext looks first
        gettext.bindtextdomain("click", str(locale.__path__[0]))
        gettext.textdomain("click")


def explain(name: str, command: click.Command, reader: str) -> None:
    """Give options their sentences, in one language. Those read off the vocabulary have its labels already."""
    for option in command.params:
        if isinstance(option, click.Option) and option.name is not None:
            keys = (f"option.{name}.{option.name}", f"option.{option.name}")
            option.help = next((said for key in keys if (said := locale.sentence(key, reader))), option.help)
