"""Words of the glossary and of the vocabulary where they stand in prose, with what they mean in both languages.

A pure function over a text of either language, or of both mixed. At each place the longest word counts, and words do not
overlap. Chinese has no borders between words: a form stands wherever its characters do. English forms stand at the
borders of words, whatever the case, with the endings of nouns; forms that are verbs with those of verbs too. Two meanings
of one form are both given. What is found is a help to the reader and asserts nothing: the author may have meant the word
as anybody does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.locale.glossary import glossary
from detente.vocabulary import Vocabulary, current, vocabularies

_WORD = re.compile(r"[A-Za-z0-9]+(?:[-'’][A-Za-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True)
class Meaning:
    """What a word stands for. `source` is `word` (the glossary) or `concept` (the vocabulary), `id` its name there."""

    source: str
    id: str
    en: str
    zh: str
    define_en: str
    define_zh: str


@dataclass(frozen=True)
class Mark:
    """A word at [start, end) of a text, in Unicode code points, as the text spells it."""

    start: int
    end: int
    said: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True)
class _Form:
    meaning: Meaning
    words: tuple[frozenset[str], ...]  # English: of each of its words, what it may be a plural of
    verb: bool


class _Index:
    """The forms of one vocabulary and the glossary: English by first word, Chinese by first character."""

    def __init__(self, words: Vocabulary) -> None:
        self.english: dict[str, list[_Form]] = {}
        self.chinese: dict[str, dict[str, list[Meaning]]] = {}
        self.meanings: list[tuple[tuple[str, ...], Meaning]] = []
        for term in glossary().terms:
            meaning = Meaning("word", term.id, term.en[0], term.zh[0], term.define_en, term.define_zh)
            self.meanings.append(((term.id, *term.en, *term.zh), meaning))
            for form in term.in_prose:
                self._add(form, meaning, form in term.verbs_en)
        for code, row in words.concepts.items():
            meaning = Meaning("concept", code, row["en"], row["zh"], row["define_en"], row["define_zh"])
            forms = [form for label in (row["en"], row["zh"]) for form in _spellings(label)]
            self.meanings.append(((code, *forms), meaning))
            for form in forms:
                self._add(form, meaning, False)

    def _add(self, form: str, meaning: Meaning, verb: bool) -> None:
        if _HAN.search(form):
            same = self.chinese.setdefault(form[0], {}).setdefault(form, [])
            if meaning not in same:
                same.append(meaning)
            return
        words = tuple(_noun(word.casefold()) for word in _WORD.findall(form))
        for first in words[0]:
            self.english.setdefault(first, []).append(_Form(meaning, words, verb))


def _spellings(label: str) -> tuple[str, ...]:
    """A label, and the label without what explains it in brackets at its end: `安全（防范蓄意威胁）` is also said 安全.

    Where two labels share the bare word, as that one does, both meanings are given.
    """
    bare = re.sub(r"\s*[(（][^()（）]*[)）]\Z", "", label)
    return (label, bare) if bare and bare != label else (label,)


@cache
def _index(digest: bytes) -> _Index:
    return _Index(vocabularies()[digest])


def marks(text: str, words: Vocabulary | None = None) -> list[Mark]:
    """Every word of the glossary and of `words` (the newest vocabulary when None) in `text`, in order, none overlapping."""
    index = _index((words or current()).digest)
    found: dict[tuple[int, int], dict[Meaning, None]] = {}
    for start, end, meaning in (*_chinese(text, index), *_english(text, index)):
        found.setdefault((start, end), {})[meaning] = None
    chosen, last = [], 0
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if start >= last:
            chosen.append(Mark(start, end, text[start:end], tuple(found[start, end])))
            last = end
    return chosen


def _chinese(text: str, index: _Index) -> Iterator[tuple[int, int, Meaning]]:
    for start, character in enumerate(text):
        for form, meanings in index.chinese.get(character, {}).items():
            if text.startswith(form, start):
                yield from ((start, start + len(form), meaning) for meaning in meanings)


def _english(text: str, index: _Index) -> Iterator[tuple[int, int, Meaning]]:
    spelled = [(found.start(), found.end(), found[0].casefold()) for found in _WORD.finditer(text)]
    roots = [(_noun(word), _verb(word)) for _, _, word in spelled]
    for at, (start, _, _) in enumerate(spelled):
        for first in roots[at][0] | roots[at][1]:
            for form in index.english.get(first, ()):
                last = at + len(form.words) - 1
                if last >= len(spelled):
                    continue
                if all(
                    word & roots[at + i][0] or (form.verb and word & roots[at + i][1])
                    for i, word in enumerate(form.words)
                ) and _joined(text, spelled, at, last):
                    yield start, spelled[last][1], form.meaning


def _joined(text: str, spelled: list[tuple[int, int, str]], first: int, last: int) -> bool:
    """Between the words of one form stands white space, a comma, or a colon, and nothing that ends a sentence."""
    return all(
        re.fullmatch(r"[\s,:()]{1,3}", text[spelled[i][1] : spelled[i + 1][0]]) is not None for i in range(first, last)
    )


def _noun(word: str) -> frozenset[str]:
    """What a word may be a plural or possessive of, itself included."""
    word = re.sub(r"['’]s?\Z", "", word)
    roots = {word}
    if word.endswith("ies") and len(word) > 4:
        roots.add(word[:-3] + "y")
    if word.endswith("es") and len(word) > 3:
        roots.add(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        roots.add(word[:-1])
    return frozenset(roots)


def _verb(word: str) -> frozenset[str]:
    """What a word may be a form of, as a regular verb: notified, notifying, acknowledges, called."""
    roots = set(_noun(word))
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        roots |= {stem, stem + "e"}
        if stem[-1] == stem[-2]:
            roots.add(stem[:-1])
        if stem.endswith("i"):
            roots.add(stem[:-1] + "y")
    return frozenset(roots)


def look_up(word: str, words: Vocabulary | None = None) -> list[Meaning]:
    """What a word means here: by its id or a form of it in either language; if there is none, every one that holds it."""
    index = _index((words or current()).digest)
    folded = " ".join(word.casefold().split())
    roots = _verb(folded) if not _HAN.search(folded) else {folded}
    exact = [m for forms, m in index.meanings if roots & {form.casefold() for form in forms}]
    return exact or ([m for forms, m in index.meanings if any(folded in f.casefold() for f in forms)] if folded else [])


def plain(found: Iterable[Mark]) -> list[dict[str, Any]]:
    """Marks as JSON has them."""
    return [
        {"start": m.start, "end": m.end, "said": m.said, "meanings": [meaning_plain(meaning) for meaning in m.meanings]}
        for m in found
    ]


def meaning_plain(meaning: Meaning) -> dict[str, str]:
    """A meaning as JSON has it."""
    return {name: getattr(meaning, name) for name in ("source", "id", "en", "zh", "define_en", "define_zh")}


@dataclass(frozen=True)
class MarkedField:
    """One field of a message's prose, and the words found in it."""

    section: str
    field: str
    marks: tuple[Mark, ...]


def in_message(message: dict[str, Any]) -> list[MarkedField]:
    """Words in the prose of a message as the API gives it, by the vocabulary the message names. Coded values are left out."""
    from detente.locale.render import PROSE_SECTIONS, words_of

    words = words_of(message)
    found = []
    for section, fields in message["sections"].items():
        if section not in PROSE_SECTIONS or not isinstance(fields, dict):
            continue
        for name, value in fields.items():
            if name in words.codes or not isinstance(value, str):
                continue
            if hits := marks(value, words):
                found.append(MarkedField(section, name, tuple(hits)))
    return found
