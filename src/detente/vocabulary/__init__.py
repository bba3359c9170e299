"""Words two parties may both sign: concepts and coded values with a label and a definition in each language.

A message names its vocabulary by digest, so each side reads its own wording of the same code, and a changed word
is another vocabulary. Data: `scheme-1.json`. Nothing of the readouts' lexicon is ever loaded here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any, Literal

from detente.codec.cbor import tagged_hash
from detente.codec.errors import Local

FILES = ("scheme-1.json",)


@dataclass(frozen=True)
class Vocabulary:
    """One version: `digest` covers every label and definition of it."""

    digest: bytes
    version: int
    concepts: dict[str, dict[str, Any]]
    areas: dict[str, dict[str, Any]]
    fields: dict[str, dict[str, Any]]
    codes: dict[str, dict[str, dict[str, Any]]]
    broader: dict[str, str]  # of a concept, the one above it
    sources: dict[str, str]  # what the short names in a concept's `sources` stand for
    data: Mapping[str, Any] = field(repr=False, compare=False, hash=False)  # what `digest` is of

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Vocabulary:
        return cls(
            tagged_hash("vocabulary", data),
            data["version"],
            _by_id(data["concepts"]),
            _by_id(data["areas"]),
            _by_id(data["fields"]),
            {name: _by_id(rows) for name, rows in data["codes"].items()},
            data["broader"],
            data["sources"],
            data,
        )

    @property
    def concept_areas(self) -> dict[str, str]:
        return {code: row["area"] for code, row in self.concepts.items()}

    def concept(self, code: str, language: str) -> str:
        """The label of a concept; `Local("word-unknown")` if this version has none."""
        return _label(self.concepts, code, language)

    def code(self, field: str, code: object, language: str) -> str:
        return _label(self.codes.get(field, {}), str(code), language)

    def field(self, name: str, language: str) -> str:
        return _label(self.fields, name, language)

    def area(self, code: str, language: str) -> str:
        return _label(self.areas, code, language)


def _label(table: dict[str, dict[str, Any]], code: str, language: str) -> str:
    row = table.get(code)
    if row is None:
        raise Local("word-unknown", word=code)
    return str(row["zh" if language == "zh" else "en"])


def _by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}


@cache
def vocabularies() -> dict[bytes, Vocabulary]:
    """Every version this build brings along, by digest. What members of a line agreed on is that line's (node/versions.py)."""
    read = [json.loads((resources.files("detente.vocabulary") / name).read_text("utf-8")) for name in FILES]
    return {one.digest: one for one in map(Vocabulary.of, read)}


@cache
def concept_areas() -> dict[bytes, dict[str, str]]:
    """For every version of this build, by digest, the area of each concept."""
    return {digest: one.concept_areas for digest, one in vocabularies().items()}


@dataclass(frozen=True)
class Change:
    """What members agreed of one word: its label or its definition in both languages, or that it is used no more."""

    concept: str
    part: Literal["label", "definition"]
    text: tuple[str, str] | None  # (English, Chinese); None: retired


def revised(base: Vocabulary, changes: Iterable[Change]) -> Vocabulary:
    """The version that follows `base`: the same words, as changed. It is the same for whoever applies the same changes.

    A retired label takes its word out; messages in earlier versions keep it. `Local("version-word")` for a word that `base`
    has not, `Local("version-twice")` for two changes of one part of it.
    """
    made = {code: dict(row) for code, row in base.concepts.items()}
    gone, done = set[str](), set[tuple[str, str]]()
    for change in changes:
        if change.concept not in made:
            raise Local("version-word", word=change.concept)
        if (change.concept, change.part) in done:
            raise Local("version-twice", word=change.concept)
        done.add((change.concept, change.part))
        if change.text is None:
            gone.add(change.concept)
            continue
        names = ("en", "zh") if change.part == "label" else ("define_en", "define_zh")
        made[change.concept].update(zip(names, change.text, strict=True))
    concepts = [row for code, row in made.items() if code not in gone]
    broader = {code: above for code, above in base.broader.items() if code not in gone and above not in gone}
    return Vocabulary.of({**base.data, "version": base.version + 1, "concepts": concepts, "broader": broader})


class _Itself(dict[str, dict[str, Any]]):
    """A table in which every code is its own label."""

    def get(self, code: str, default: Any = None) -> Any:
        return {"en": code, "zh": code}


def bare(digest: bytes) -> Vocabulary:
    """A version that is not here: its words and codes stand for themselves, under the names that fields have in this build."""
    now = current()
    codes: dict[str, dict[str, dict[str, Any]]] = {name: _Itself() for name in now.codes}
    return replace(now, digest=digest, version=0, concepts=_Itself(), areas=_Itself(), codes=codes)


def overlaid(base: Vocabulary, number: int, digest: bytes, rows: Mapping[str, Mapping[str, str] | None]) -> Vocabulary:
    """A version told as what differs from `base`: of each word that does its four texts, or None where it is not in it."""
    concepts = {
        code: {**row, **(rows.get(code) or {})} for code, row in base.concepts.items() if rows.get(code, {}) is not None
    }
    return replace(base, digest=digest, version=number, concepts=concepts)


TEXTS = ("en", "zh", "define_en", "define_zh")


def differing(base: Vocabulary, other: Vocabulary) -> dict[str, dict[str, str] | None]:
    """`other` as what differs from `base` (`overlaid`)."""
    found: dict[str, dict[str, str] | None] = {}
    for code, row in base.concepts.items():
        there = other.concepts.get(code)
        if there is None:
            found[code] = None
        elif any(row.get(name) != there.get(name) for name in TEXTS):
            found[code] = {name: there[name] for name in TEXTS if name in there}
    return found


def current() -> Vocabulary:
    """The version new messages are written in."""
    return list(vocabularies().values())[-1]
