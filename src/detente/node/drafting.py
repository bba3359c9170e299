"""What a person can set in a message of a kind, read off its shapes: so a command, a form and what is sent cannot differ.

A draft is what `detente.node.compose.sections_of` takes: section → field → value, with `wanted` beside.
"""

from __future__ import annotations

from typing import Any

import msgspec

from detente.kinds import LATEST

# What is sent when a field is needed and nobody says it: the choice that claims least.
DEFAULTS: dict[str, dict[str, str]] = {
    "notice": {
        "status": "suspected",
        "severity": "0",
        "admission": "none",
        "attribution": "not-asserted",
        "handling": "parties-only",
    },
    "advance-notice": {"public": "unknown", "handling": "parties-only"},
    "informal-contact": {"handling": "parties-only"},
    "inquiry": {"seen": "not-stated", "handling": "parties-only"},
    "decline": {"reason": "not-stated"},
    "question": {"about": "facts"},
    "correction": {"extent": "part", "correcting": "mistake"},
    "service": {"plan": "maintenance", "pauses": "machine"},
    "suspend": {"begins": "+PT1M"},
}
SECTIONS = ("coded", "times", "prose")


def fields(kind: str) -> list[tuple[str, str, msgspec.inspect.Type, bool]]:
    """(section, field as encoded, type, whether it is needed) of what a command can set."""
    found = []
    for section in SECTIONS:
        shape = LATEST[kind].sections.get(section)
        if shape is None:
            continue
        about = msgspec.inspect.type_info(shape)
        assert isinstance(about, msgspec.inspect.StructType)
        found += [(section, f.encode_name, bare(f.type), f.required) for f in about.fields]
    return [row for row in found if row[1] not in ("language", "plain")]


def bare(of: msgspec.inspect.Type) -> msgspec.inspect.Type:
    """The type itself of one that may be absent."""
    if isinstance(of, msgspec.inspect.UnionType):
        return next(one for one in of.types if not isinstance(one, msgspec.inspect.NoneType))
    return of


def fixed(of: msgspec.inspect.Type) -> Any:
    """The one value a field can have."""
    return of.values[0] if isinstance(of, msgspec.inspect.LiteralType) and len(of.values) == 1 else None


def draft_of(kind: str, author: str, words: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """The draft that options make: sections with something in them, and what can only have one value."""
    draft: dict[str, Any] = {}
    for section, name, of, needed in fields(kind):
        value = given.get(name)
        if isinstance(value, tuple):
            value = list(value) or None
        if value is None and needed:
            value = fixed(of)
        if value is not None:
            draft.setdefault(section, {})[name] = value
    if words is not None:
        draft["prose"] = {"language": author, "plain": words} | draft.get("prose", {})
    return draft
