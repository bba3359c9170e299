"""Every sentence of commands and screens is in both languages, with the same values and no word that may not be shown."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import catalogue_tool
import pytest

import support
from detente.cli.guide import SECTIONS
from detente.locale import LANGUAGES, sentence, text

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# Chinese entries of punctuation, values and names alone.
WITHOUT_HAN = {
    "list.colon",
    "form.change",
    "list.comma",
    "case.clock.because",
    "due.local",
    "availability.day",
    "test.side",
    "list.separator",
    "render.headline",
    "inbox.where",
}


ENGLISH, CHINESE = (
    {key: said for key, said in catalogue_tool.entries(language).items() if not key.startswith("error.")}
    for language in LANGUAGES
)


def catalogue() -> dict[str, dict[str, str]]:
    """Key → language → sentence, of everything but the errors, which have a test of their own."""
    return {key: {"en": said, "zh": CHINESE[key]} for key, said in ENGLISH.items()}


def sentences() -> Iterator[tuple[str, str, str]]:
    for key, row in catalogue().items():
        for language, said in row.items():
            yield key, language, said


def fields(said: str) -> list[str]:
    """Names of the values a sentence shows, in order of name."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(said) if name is not None)


def test_both_files_are_in_order_and_hold_the_same_keys() -> None:
    assert catalogue_tool.disorder() == []
    assert len(ENGLISH) > 150


def test_what_the_software_reads_is_what_the_files_say() -> None:
    for language in LANGUAGES:
        for key, said in catalogue_tool.entries(language).items():
            assert sentence(key, language) == said, (key, language)
    assert sentence("no.such-entry", "en") is None
    with pytest.raises(KeyError):
        text("no.such-entry", "zh")


def test_every_entry_is_named_somewhere_in_the_software() -> None:
    package = Path(__file__).resolve().parents[2] / "src" / "detente"
    files = [path for path in sorted(package.rglob("*")) if path.suffix in (".py", ".html")]
    code = "\n".join(path.read_text("utf-8") for path in files)
    literals = set(re.findall(r"""["']([a-z0-9_.-]+)["']""", code))
    # f"cli.{name}", "terms." + name: a key may be put together from a beginning that stands in the code.
    begins = set(re.findall(r"""["']([a-z0-9_.-]+[.-])[{"']""", code))
    unused = [key for key in ENGLISH if key not in literals and not key.startswith(tuple(begins))]
    assert unused == []


def test_chinese_is_chinese_and_english_is_english() -> None:
    without = {key for key, language, said in sentences() if language == "zh" and not HAN.search(said)}
    assert without == WITHOUT_HAN
    assert {key for key, language, said in sentences() if language == "en" and HAN.search(said)} == set()


def test_both_languages_show_the_same_values() -> None:
    for key, row in catalogue().items():
        assert fields(row["en"]) == fields(row["zh"]), key
        assert all(re.fullmatch("[a-z_]+", name) for name in fields(row["en"])), key


def test_no_text_holds_a_word_of_the_never_lists() -> None:
    # A value's name is not shown.
    shown = ((f"{key}/{language}", re.sub(r"\{[a-z_]+\}", "", said)) for key, language, said in sentences())
    assert not {where: words for where, said in shown if (words := support.never_words(said))}


def test_every_text_can_be_shown_on_a_chinese_terminal() -> None:
    for key, language, said in sentences():
        assert said.strip(), key
        assert unicodedata.is_normalized("NFC", said), (key, language)
        said.encode("gbk")


def test_every_sentence_is_whole_with_its_values() -> None:
    for key, row in catalogue().items():
        values = {name: "heron" for name in fields(row["en"])}
        for language in LANGUAGES:
            shown = text(key, language, **values)
            assert not re.search(r"[{}]", shown), (key, language)
            assert not values or "heron" in shown


def test_every_help_text_is_a_whole_sentence() -> None:
    """`cli.ask.meant` and headings apart: those are words in front of a list or beside an option."""
    apart = {"cli.commands", "cli.usage", "cli.error", "cli.ask.meant", *(f"cli.section.{name}" for name in SECTIONS)}
    for key, row in catalogue().items():
        if key.startswith("cli.") and key not in apart:
            assert row["en"][0].isupper() and row["en"][-1] in ".?", key
            assert row["zh"][-1] in "。？", key
