"""The option parser speaks Chinese to a Chinese reader, and every option says what it is for in both languages."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import catalogue_tool
import click
import polib
import pytest

from detente.cli.main import COMMANDS, root
from detente.cli.verbs import VERBS
from detente.node.drafting import fields

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
VALUE = re.compile(r"\{(\w+)(?:!r)?\}")
# What click says to whoever writes a program, on systems and in cases that do not occur here.
NEVER_SAID = {
    "%(prog)s, version %(version)s",
    "Argument {name!r} takes {nargs} values.",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Choice({choices})",
    "Confirm the action without prompting.",
    "Could not determine name for option with declarations {decls!r}",
    "Couldn't detect Bash version, shell completion is not supported.",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Name '{name}' defined twice",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead?"
    " Did you mean to pass '--{name}'?",
    "Press any key to continue...",
    "Shell completion is not supported for Bash versions older than 4.4.",
    "Unknown color {colour!r}",
    "Windows error: {error}",
    "d",
    "deprecated",
    "{editor}: Editing failed",
    "{editor}: Editing failed: {e}",
    "{value!r} is not a valid UUID.",
}


def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(catalogue_tool.parser_source())))


def said_by_click() -> set[str]:
    """Every literal that the installed click gives to gettext, by its singular."""
    found = set()
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_message_of_the_installed_click_is_in_chinese_or_never_said_here() -> None:
    """A new release of click with other words fails here, and not before a person."""
    ours = {entry.msgid for entry in entries()}
    assert said_by_click() - ours - NEVER_SAID == set()
    assert ours - said_by_click() <= {"required"}, "no message that click no longer has"


def test_the_chinese_shows_the_same_values() -> None:
    for entry in entries():
        for said in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            english = set(VALUE.findall(entry.msgid)) | set(VALUE.findall(entry.msgid_plural or ""))
            chinese = set(VALUE.findall(said))
            assert chinese <= english, entry.msgid
            assert entry.msgid_plural or chinese == english, entry.msgid
            assert HAN.search(said) and ("\n" in entry.msgid) == ("\n" in said), entry.msgid
            said.encode("gbk")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_option_says_what_it_is_for_in_the_readers_language(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_LANG", language)
    bad = []
    for name in COMMANDS:
        command: click.Command | None = root()
        context = click.Context(root())
        for word in name.split("."):
            assert isinstance(command, click.Group)
            command = command.get_command(context, word)
            assert command is not None
            context = click.Context(command, parent=context)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option) and "--help" not in option.opts:
                said = option.help or ""
                if not said or bool(HAN.search(said)) != (language == "zh"):
                    bad.append(f"{name} {option.opts[-1]}: {said!r}")
        assert not [o for o in command.params if isinstance(o, click.Option) and "--help" in o.opts], name
    assert not bad, "scripts/catalogue.py add option.COMMAND.NAME or option.NAME (the parameter's name) for each"


def detente(*words: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "detente.cli", *words],
        env={**{k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "LANGUAGE")}, **environment},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("nosuch",),
        ("show", "--nosuch"),
        ("ask", "--about", "x"),
        ("notify", "--wait", "long"),
        ("show", "a", "b"),
    ],
)
def test_a_mistake_at_the_keyboard_is_told_in_the_readers_language(words: tuple[str, ...]) -> None:
    status, told = detente(*words, DETENTE_LANG="zh")
    assert status == 64 and "错误：" in told and "用法" in told
    assert not re.search(r"\b(Error|Usage|Try|Missing|Invalid|such|Got)\b", told), told
    status, told = detente(*words, DETENTE_LANG="en")
    assert status == 64 and "Error: " in told and not HAN.search(told)


def test_the_language_asked_for_on_the_command_line_counts_from_the_first_word() -> None:
    for words in (("--lang", "zh", "show"), ("--lang=zh", "show"), ("show", "--lang", "zh")):
        assert "错误：" in detente(*words, LANG="en_GB.UTF-8")[1]
    status, told = detente("show", "--lang", "zh", "--help", LANG="C.UTF-8")
    assert status == 0 and "选项" in told and "显示本说明后退出" in told and "Options" not in told


def test_no_general_sentence_of_an_option_takes_the_place_of_a_label_of_the_vocabulary() -> None:
    general = {key.split(".")[1] for key in catalogue_tool.entries("en") if re.fullmatch(r"option\.[a-z_]+", key)}
    of_kinds = {name for kind in VERBS.values() for _, name, _, _ in fields(kind)}
    assert len(general) > 15 and general & of_kinds == set()
