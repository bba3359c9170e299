"""Every sentence of commands and screens is in both languages, with the same values and no word that may not be shown."""

from __future__ import annotations

import json
import re
import string
import unicodedata
from collections.abc import Iterator
from importlib import resources

import pytest

from detente.locale import LANGUAGES, catalogue, text

GLOSSARY = json.loads((resources.files("detente.locale") / "glossary.json").read_text("utf-8"))
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# Chinese entries of punctuation, values and names alone.
WITHOUT_HAN = {"list.separator", "render.headline", "inbox.where"}


def sentences() -> Iterator[tuple[str, str, str]]:
    for key, row in catalogue().items():
        for language, sentence in row.items():
            yield key, language, sentence


def fields(sentence: str) -> list[str]:
    """Names of the values a sentence shows, in order of name."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def test_every_entry_has_both_languages_and_no_other() -> None:
    for key, row in catalogue().items():
        assert re.fullmatch(r"[a-z0-9_.-]+", key), key
        assert tuple(row) == LANGUAGES, key


def test_chinese_is_chinese_and_english_is_english() -> None:
    without = {key for key, language, sentence in sentences() if language == "zh" and not HAN.search(sentence)}
    assert without == WITHOUT_HAN
    assert {key for key, language, sentence in sentences() if language == "en" and HAN.search(sentence)} == set()


def test_both_languages_show_the_same_values() -> None:
    for key, row in catalogue().items():
        assert fields(row["en"]) == fields(row["zh"]), key
        assert all(re.fullmatch("[a-z_]+", name) for name in fields(row["en"])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_word_of_the_never_lists(language: str) -> None:
    bad = []
    for key, of, sentence in sentences():
        if of != language:
            continue
        sentence = re.sub(r"\{[a-z_]+\}", "", sentence)  # a value's name is not shown
        if language == "zh":
            bad += [f"{key}: {word}" for word in GLOSSARY["screen_never_zh"] if word in sentence]
        for word in GLOSSARY["screen_never_en"]:
            if re.search(rf"\b{re.escape(word)}(s|es|d|ed|er|ers|ing|ry)?\b", sentence, re.IGNORECASE):
                bad.append(f"{key}: {word}")
    assert not bad


def test_every_text_can_be_shown_on_a_chinese_terminal() -> None:
    for key, language, sentence in sentences():
        assert sentence.strip(), key
        assert unicodedata.is_normalized("NFC", sentence), (key, language)
        sentence.encode("gbk")


def test_every_sentence_is_whole_with_its_values() -> None:
    for key, row in catalogue().items():
        values = {name: "heron" for name in fields(row["en"])}
        for language in LANGUAGES:
            shown = text(key, language, **values)
            assert not re.search(r"[{}]", shown), (key, language)
            assert not values or "heron" in shown
