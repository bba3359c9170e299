"""One side's readings of words: what it means where the scheme says something else, and two sides' side by side.

A sheet of readings has one encoding, as a sheet of answers has (cards/sheet.py); it changes no word of any vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from detente.codec.errors import Remote
from detente.codec.shape import B32, Party, Shape
from detente.codec.sheets import read_as, written

MOST = 256 * 1024  # bytes of a whole sheet
MOST_WORDS = 500
Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=64)]
Said = Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]
Position = Literal["ours", "differs"]  # it says what we mean; ours differs
TEXTS = ("en", "zh", "define_en", "define_zh", "note")


class Reading(Shape, frozen=True):
    """Of one word. What is absent is as the scheme has it; `language`: of the note."""

    position: Position
    language: Literal["en", "zh"]
    en: Said | None = None
    zh: Said | None = None
    define_en: Said | None = None
    define_zh: Said | None = None
    note: Said | None = None


class Sheet(Shape, frozen=True):
    """Readings by word. `vocabulary`: digest of the version they are readings of; words it has not are proposals of one's own."""

    v: Literal[1]
    sheet: Literal["words"]
    party: Party
    vocabulary: B32
    readings: dict[Code, Reading]


def sheet_of(party: str, vocabulary: bytes, readings: dict[str, Reading]) -> Sheet:
    return Sheet(v=1, sheet="words", party=party, vocabulary=vocabulary, readings=readings)


def sheet_bytes(sheet: Sheet) -> bytes:
    """The one encoding of a sheet. `Remote("sheet-too-large")`, and `text-…` for a text that may not be signed."""
    return written(sheet, MOST, "sheet-too-large", _check)


def read_sheet(data: bytes) -> Sheet:
    """Inverse of `sheet_bytes`."""
    return read_as(Sheet, data, MOST, _check)


def _check(sheet: Sheet) -> None:
    if len(sheet.readings) > MOST_WORDS:
        raise Remote("sheet-too-large", size=len(sheet.readings), limit=MOST_WORDS)


Standing = Literal["differ", "one-side", "same", "neither"]
ORDER: tuple[Standing, ...] = ("differ", "one-side", "same", "neither")


@dataclass(frozen=True)
class Compared:
    """One word: what the scheme says (None: it has no such word) and both readings (None: nothing was said)."""

    code: str
    scheme: Mapping[str, str] | None
    first: Reading | None
    second: Reading | None
    standing: Standing


def compare(first: Sheet, second: Sheet, concepts: Mapping[str, Mapping[str, str]]) -> list[Compared]:
    """Every word that either side spoke of: where they differ, where one spoke, where they say the same; then by code."""
    found = []
    for code in sorted({*first.readings, *second.readings}):
        one, other = first.readings.get(code), second.readings.get(code)
        found.append(Compared(code, concepts.get(code), one, other, _standing(one, other)))
    return sorted(found, key=lambda row: (ORDER.index(row.standing), row.code))


def _standing(one: Reading | None, other: Reading | None) -> Standing:
    if one is None or other is None:
        return "neither" if one is other else "one-side"
    return "same" if _meant(one) == _meant(other) else "differ"


def _meant(reading: Reading) -> tuple[str | None, ...]:
    """What is meant. A side that finds the word its own means what the scheme says, whatever it notes beside it; of one that
    reads it otherwise the note may be all that says how."""
    if reading.position == "ours":
        return ("ours",)
    return ("differs", *(getattr(reading, name) for name in TEXTS))
