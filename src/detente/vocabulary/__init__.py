"""Words two parties may both sign: concepts and coded values with a label and a definition in each language.

A message names its vocabulary by digest, so each side reads its own wording of the same code, and a changed word
is another vocabulary. Data: `scheme-1.json`. Nothing of the readouts' lexicon is ever loaded here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

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
    """Every version this node knows, by digest."""
    known = {}
    for name in FILES:
        data = json.loads((resources.files("detente.vocabulary") / name).read_text("utf-8"))
        digest = tagged_hash("vocabulary", data)
        known[digest] = Vocabulary(
            digest,
            data["version"],
            _by_id(data["concepts"]),
            _by_id(data["areas"]),
            _by_id(data["fields"]),
            {field: _by_id(rows) for field, rows in data["codes"].items()},
            data["broader"],
            data["sources"],
        )
    return known


@cache
def concept_areas() -> dict[bytes, dict[str, str]]:
    """For every known version, by digest, the area of each concept."""
    return {d: {code: row["area"] for code, row in v.concepts.items()} for d, v in vocabularies().items()}


def current() -> Vocabulary:
    """The version new messages are written in."""
    return list(vocabularies().values())[-1]
