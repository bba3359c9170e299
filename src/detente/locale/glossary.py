"""The product's own words, in both languages: `glossary.json`, one term a meaning.

A term has its forms (`en`, `zh`), a definition in each language, the words never used for it in each (`never_en`,
`never_zh`), notes on use, the forms that mean this in ordinary prose too (`in_prose`; "close" mostly does not), which
English forms are verbs, and how far its review has come: `proposed` until a native terminologist has passed both
languages, then `passed`. `screen_never_en` and `screen_never_zh` are all the never lists in one.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Annotated, Literal

import msgspec

Line = Annotated[str, msgspec.Meta(min_length=1)]
Forms = Annotated[tuple[Line, ...], msgspec.Meta(min_length=1)]


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One meaning, see the module."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,64}\Z")]
    en: Forms
    zh: Forms
    define_en: Line
    define_zh: Line
    never_en: tuple[Line, ...]
    never_zh: tuple[Line, ...]
    note_en: str
    note_zh: str
    in_prose: tuple[Line, ...]
    verbs_en: tuple[Line, ...]
    review: Literal["proposed", "passed"]


class Glossary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every term, in the order in which a terminologist reads them."""

    terms: tuple[Term, ...]
    screen_never_en: tuple[Line, ...]
    screen_never_zh: tuple[Line, ...]


@cache
def glossary() -> Glossary:
    """As the file has it; a file of another shape is a defect and raises."""
    data = json.loads((resources.files("detente.locale") / "glossary.json").read_text("utf-8"))
    return msgspec.convert(data, Glossary)
