"""Where the two languages part: facts about each word with their source, never a view of which language is right."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from detente.codec.yamldata import Yaml
from detente.vocabulary import current
from detente.words.mapping import Both

KINDS = (
    "one-form-several-meanings",
    "one-word-for-two",
    "sets-overlap",
    "short-form-avoided",
    "asserts-more-in-one",
    "wider-in-one",
    "no-settled-term",
    "legal-terms-differ",
    "several-standards",
)
Kind = Literal[
    "one-form-several-meanings",
    "one-word-for-two",
    "sets-overlap",
    "short-form-avoided",
    "asserts-more-in-one",
    "wider-in-one",
    "no-settled-term",
    "legal-terms-differ",
    "several-standards",
]


class Divergence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`forms`: the strings to look out for in a text."""

    word: str
    kind: Kind
    forms: tuple[str, ...]
    say: Both
    source: str


class _Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]
    rows: tuple[Divergence, ...]


@cache
def register() -> dict[str, Divergence]:
    """By word, in the order of the register."""
    name = "divergences.yaml"
    file = Yaml((resources.files("detente.vocabulary") / name).read_bytes(), name, "mapping-bad", 200_000)
    found: dict[str, Divergence] = {}
    for at, row in enumerate(file.read(_Register).rows):
        if row.word not in current().concepts or row.word in found:
            raise file.bad(["rows", str(at), "word"], f"{row.word} is no word of the vocabulary, or stands twice")
        found[row.word] = row
    return found
