"""What a file of words that comes in would change. It changes nothing itself: a vocabulary is what every member signed.

Judged whole: if one word is refused, nothing of the file is kept, and every reason is told. A word that is agreed changes by a
proposal on the line; a word in use is retired there too, with what takes its place. Other changes are kept as one's own reading.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Literal

from detente.words.scheme import Scheme, Word, texts

Kind = Literal["same", "beside", "changed", "new", "retired", "missing"]
MEANT = ("area", "en", "zh", "define_en", "define_zh")  # fields that say what a word means
GONE = ("retired", "withdrawn")
STANDING = ("status", "reason", "replaced_by")


@dataclass(frozen=True)
class Change:
    """`fields`: what differs, as (now, in the file). `refused`: the code of why it may not come in this way."""

    code: str
    kind: Kind
    fields: dict[str, tuple[str, str]]
    refused: str | None = None


def judge(
    base: Scheme, incoming: Scheme, agreed: Set[str] = frozenset(), in_use: Set[str] = frozenset()
) -> list[Change]:
    """Every word of either, by code. `agreed`: words that every member signed; `in_use`: words that messages or cases carry."""
    now = {word.code: word for word in base.words}
    then = {word.code: word for word in incoming.words}
    return [_change(code, now.get(code), then.get(code), agreed, in_use) for code in sorted({*now, *then})]


def not_taken(changes: list[Change]) -> list[Change]:
    return [change for change in changes if change.refused is not None]


def _change(code: str, now: Word | None, then: Word | None, agreed: Set[str], in_use: Set[str]) -> Change:
    if then is None:
        return Change(code, "missing", {})
    if now is None:
        return Change(code, "new", {name: ("", value) for name, value in texts(then).items() if value})
    old, new = texts(now), texts(then)
    fields = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    if then.status in GONE and now.status not in GONE:
        bound = "words-agreed" if code in agreed else None
        return Change(code, "retired", fields, "words-in-use" if code in in_use else bound)
    if any(name in fields for name in MEANT):
        return Change(code, "changed", fields, "words-agreed" if code in agreed else None)
    beside = now.sources != then.sources or now.matches != then.matches or fields
    return Change(code, "beside" if beside else "same", fields)
