"""A vocabulary as plain values, in one order: what is written for other tools, and read back, exactly.

Everything is text and tuples, so two schemes are the same when they compare equal; `ordered` gives the one order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from detente.vocabulary import Vocabulary
from detente.words.mapping import List, Relation

Status = Literal[
    "",
    "proposed",
    "bracketed",
    "agreed-ad-referendum",
    "agreed",
    "agreed-to-differ",
    "reserved",
    "withdrawn",
    "retired",
]
STATUSES: tuple[str, ...] = (
    "proposed",
    "bracketed",
    "agreed-ad-referendum",
    "agreed",
    "agreed-to-differ",
    "reserved",
    "withdrawn",
    "retired",
)


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    en: str
    zh: str


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a short name in a word's `sources` stands for."""

    code: str
    name: str


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another list, at one version; how well it was looked at (`grade`) and when."""

    id: str
    name_en: str
    name_zh: str
    publisher: str
    version: str
    date: str
    url: str
    grade: str
    checked_on: str


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word and an entry of another list: see words/mapping.py."""

    target: str
    relation: Relation
    code: str
    label: str
    section: str
    url: str
    why_en: str
    why_zh: str


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One concept. `asserts`: what both labels say and leave unsaid about intent, fault, actor and legality, as reviewed.

    `reason`, `replaced_by`: of a retired word. Empty text: nothing is said.
    """

    code: str
    area: str
    en: str
    zh: str
    define_en: str
    define_zh: str
    asserts: str = ""
    note_en: str = ""
    note_zh: str = ""
    evidence: str = ""
    broader: str = ""
    status: Status = ""
    reason: str = ""
    replaced_by: str = ""
    sources: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version. `digest`: hexadecimal, of the vocabulary that messages name."""

    name: str
    version: str
    digest: str
    areas: tuple[Area, ...]
    sources: tuple[Source, ...]
    targets: tuple[Target, ...]
    words: tuple[Word, ...]


def ordered(scheme: Scheme) -> Scheme:
    """The one order of a scheme's parts: by their codes."""
    words = [
        msgspec.structs.replace(
            word,
            sources=tuple(sorted(word.sources)),
            matches=tuple(sorted(word.matches, key=lambda m: (m.target, m.code))),
        )
        for word in scheme.words
    ]
    return msgspec.structs.replace(
        scheme,
        areas=tuple(sorted(scheme.areas, key=lambda one: one.code)),
        sources=tuple(sorted(scheme.sources, key=lambda one: one.code)),
        targets=tuple(sorted(scheme.targets, key=lambda one: one.id)),
        words=tuple(sorted(words, key=lambda one: one.code)),
    )


def scheme_of(
    vocabulary: Vocabulary, lists: Mapping[str, List] | None = None, statuses: Mapping[str, Status] | None = None
) -> Scheme:
    """A vocabulary, with mappings and with what the parties have agreed of each word, where that is known."""
    lists, statuses = lists or {}, statuses or {}
    words = [
        Word(
            code,
            row["area"],
            row["en"],
            row["zh"],
            row["define_en"],
            row["define_zh"],
            row["same"],
            row["note_en"],
            row["note_zh"],
            row["zh_evidence"],
            vocabulary.broader.get(code, ""),
            statuses.get(code, ""),
            sources=tuple(row["sources"]),
            matches=tuple(_matches(code, lists.values())),
        )
        for code, row in vocabulary.concepts.items()
    ]
    return ordered(
        Scheme(
            "detente",
            str(vocabulary.version),
            vocabulary.digest.hex(),
            tuple(Area(code, row["en"], row["zh"]) for code, row in vocabulary.areas.items()),
            tuple(Source(code, name) for code, name in vocabulary.sources.items()),
            tuple(_target(one) for one in lists.values()),
            tuple(words),
        )
    )


def _target(one: List) -> Target:
    return Target(
        one.id,
        one.name.en,
        one.name.zh,
        one.publisher,
        one.version,
        one.date,
        one.url,
        one.grade,
        one.checked_on.isoformat(),
    )


def _matches(code: str, lists: Iterable[List]) -> Iterable[Match]:
    for one in lists:
        for row in one.rows:
            if row.word == code:
                yield Match(one.id, row.relation, row.code, row.label, row.section, row.url, row.why.en, row.why.zh)


def texts(word: Word) -> dict[str, str]:
    """What a word says, field by field: all that an import may want to change."""
    plain: dict[str, Any] = msgspec.structs.asdict(word)
    return {name: value for name, value in plain.items() if isinstance(value, str) and name != "code"}
