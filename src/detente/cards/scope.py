"""One side's draft of the scope: which areas are in, out or undecided, with what is left out in both languages; and two drafts.

Homework, as answers to cards are: it proposes nothing. A sheet has one encoding (cards/sheet.py says why).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from detente.codec.shape import Party, Shape
from detente.codec.sheets import read_as, written

MOST = 32 * 1024  # bytes of a whole sheet
AREAS = ("A", "B", "C", "M")
STANDS = ("in", "out", "undecided")
Stand = Literal["in", "out", "undecided"]
Area = Annotated[str, msgspec.Meta(pattern=r"^[ABCM]\Z")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]


class Exclusion(Shape, frozen=True):
    """What is left out of an area, in both languages: neither is a translation of the other."""

    en: Text
    zh: Text


class Draft(Shape, frozen=True):
    """Of one area. `note`: why, in one's own words."""

    stand: Stand
    exclusions: list[Exclusion] = msgspec.field(default_factory=list)
    note: Text | None = None


class Sheet(Shape, frozen=True):
    v: Literal[1]
    sheet: Literal["scope"]
    party: Party
    language: Literal["en", "zh"]
    areas: dict[Area, Draft]


def sheet_of(party: str, language: Literal["en", "zh"], areas: dict[str, Draft]) -> Sheet:
    return Sheet(v=1, sheet="scope", party=party, language=language, areas=areas)


def sheet_bytes(sheet: Sheet) -> bytes:
    """The one encoding of a sheet. `Remote("sheet-too-large")`, and `text-…` for a text that may not be signed."""
    return written(sheet, MOST, "sheet-too-large")


def read_sheet(data: bytes) -> Sheet:
    """Inverse of `sheet_bytes`."""
    return read_as(Sheet, data, MOST)


Standing = Literal["differ", "one-side", "same", "neither"]
ORDER: tuple[Standing, ...] = ("differ", "one-side", "same", "neither")


@dataclass(frozen=True)
class Compared:
    """One area: both drafts (None: nothing was said)."""

    area: str
    first: Draft | None
    second: Draft | None
    standing: Standing


def compare(first: Sheet, second: Sheet) -> list[Compared]:
    """Every area, differences first. Exchanging the sheets exchanges the columns."""
    one, other = first.areas, second.areas
    found = [
        Compared(area, one.get(area), other.get(area), _standing(one.get(area), other.get(area))) for area in AREAS
    ]
    return sorted(found, key=lambda row: (ORDER.index(row.standing), row.area))


def _standing(one: Draft | None, other: Draft | None) -> Standing:
    if one is None or other is None:
        return "neither" if one is other else "one-side"
    return "same" if (one.stand, one.exclusions) == (other.stand, other.exclusions) else "differ"
