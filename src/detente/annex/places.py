"""A field of a form: its code, both labels, and boxes to tick, places for digits or lines, whatever its shape asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from detente.annex.forms import SUPPORT, Form, Place
from detente.documents import Blank, Both, Field, Parts, Pattern, Tick, Ticks, Written
from detente.documents.model import Value
from detente.kinds import LATEST
from detente.kinds.kind import Code
from detente.locale import text
from detente.locale.render import CODES, PROSE_SECTIONS
from detente.locale.times import utc
from detente.vocabulary import Vocabulary, current

DIGITS = "____-___-___ ___:___ UTC"  # room for 2026-10-01 08:00
TABLES = {"class": "T2", "also": "T2"}  # fields whose code is written in, and the table it is found in
Filled = Mapping[str, Mapping[str, Any]]  # section → field → value, as a message carries them; times are ms UTC


def both(key: str, **values: object) -> Both:
    """A sentence of the catalogue in both languages."""
    return Both(text(key, "en", **values), text(key, "zh", **values))


def word(table: Mapping[str, Mapping[str, Any]], code: str) -> Both:
    row = table[code]
    return Both(str(row["en"]), str(row["zh"]))


@cache
def shapes(form: Form) -> dict[str, dict[str, list[Any]]]:
    """section → field → the types that the form's kinds give it. Supporting items stand for one another: `support`."""
    found: dict[str, dict[str, list[Any]]] = {}
    for name in form.kinds:
        for section, shape in LATEST[name].sections.items():
            section = "support" if section in SUPPORT else section
            about = inspect.type_info(shape)
            assert isinstance(about, inspect.StructType)
            for one in about.fields:
                types = found.setdefault(section, {}).setdefault(one.encode_name, [])
                if one.type not in types:
                    types.append(one.type)
    return found


def placed(form: Form) -> list[str]:
    """Every `section.field` that has a place, in the order printed."""
    return [path for row in form.rows for place in row for path in (place.parts or (place.path,)) if path]


def wanting(form: Form) -> set[str]:
    """Fields of the form's kinds without a place, and places without a field."""
    have = {f"{section}.{field}" for section, fields in shapes(form).items() for field in fields}
    return have ^ set(placed(form))


def _bare(of: Any) -> Any:
    """The type without None."""
    if isinstance(of, inspect.UnionType):
        return next(one for one in of.types if not isinstance(one, inspect.NoneType))
    return of


def choices(types: list[Any]) -> list[str]:
    """The codes a field may hold, if they are few and named in its shape: strings as in a draft."""
    found: list[str] = []
    for of in map(_bare, types):
        of = _bare(of.item_type) if isinstance(of, inspect.ListType) else of
        if isinstance(of, inspect.LiteralType):
            found += [str(one) for one in of.values if str(one) not in found]
        elif isinstance(of, inspect.IntType) and of.ge == 0 and of.le is not None and of.le < 10:
            found += [str(number) for number in range(of.le + 1)]
    return found


def label(field: str, words: Vocabulary) -> Both:
    return word(words.fields, field)


def field_of(form: Form, place: Place, filled: Filled | None) -> Field:
    """The field at a place. `filled`: what a message says; None for a blank form."""
    if place.parts and not place.path.strip():
        return _beside(form, place, filled)
    if place.parts:
        return _shared(form, place, filled)
    section, _, name = place.path.partition(".")
    value = value_of(form, section, name, filled)
    code = place.path if section == "courtesy" else name
    title = label(name, current())
    if name in TABLES and isinstance(value, Blank):
        value = Pattern(f"→ {TABLES[name]}")
    return Field(title, code, value, place.span, place.below, place.lines, place.grow)


def _beside(form: Form, place: Place, filled: Filled | None) -> Field:
    """Fields of the coded part that share a cell."""
    parts = [field_of(form, Place(path), filled) for path in place.parts]
    return Field(Both("", ""), value=Parts(tuple(parts)), span=place.span, lines=0)


def _shared(form: Form, place: Place, filled: Filled | None) -> Field:
    section = place.path
    title = "harm_section" if section == "harm" else section
    parts: list[Field] = []
    sections = [one for one in SUPPORT if filled and filled.get(one)] or [section]
    for one in sections if section == "support" else [section]:
        for path in place.parts:
            name = path.partition(".")[2]
            value = value_of(form, section, name, None if filled is None else {section: filled.get(one, {})})
            if one != sections[0] and isinstance(value, Blank):
                continue
            parts.append(Field(label(name, current()), name, value))
    numbered = "support-1 … support-4" if section == "support" else section
    return Field(
        word(current().fields, title), numbered, Parts(tuple(parts)), place.span, lines=place.lines, grow=place.grow
    )


def value_of(form: Form, section: str, name: str, filled: Filled | None) -> Value:
    types = shapes(form)[section][name]
    said = None if filled is None else filled.get(section, {}).get(name)
    if name == "area":
        return Ticks(tuple(Tick(Both(one, one), one, said == one) for one in choices(types)))
    codes = choices(types)
    if codes:
        table = current().codes["language" if name == "of" else CODES.get(name, name)]
        codes = [one for one in table if one in codes]  # in the order of the vocabulary
        ticked = [str(one) for one in said] if isinstance(said, list | tuple) else [str(said)]
        always = len(codes) == 1 and len(form.kinds) == 1  # a form that says only this says it in print
        return Ticks(
            tuple(Tick(word(table, one), one, always or (said is not None and one in ticked)) for one in codes)
        )
    if section == "times":
        return (
            Pattern(DIGITS)
            if said is None
            else Written(utc(said, "en").replace(":00 UTC", " UTC").replace(" ", "\u00a0"))
        )
    if said is None:
        return Blank()
    return Written(spelled(said), _language(section, filled))


def _language(section: str, filled: Filled | None) -> Any:
    """In whose words a text of this section is written; None where it is no text."""
    if filled is None or section not in PROSE_SECTIONS:
        return None
    source = "courtesy" if section == "courtesy" else "prose"
    return filled.get(source, {}).get("language")


def spelled(said: Any) -> str:
    """A code with its labels, several of them, a number, a digest."""
    words = current()
    if isinstance(said, list | tuple):
        return "; ".join(spelled(one) for one in said)
    if isinstance(said, bytes):
        return said.hex()
    if isinstance(said, str) and said in words.concepts and msgspec.convert(said, Code):
        named = word(words.concepts, said)
        return f"{said}  {named.en}  {named.zh}"
    return str(said)
