"""Two sheets side by side: what differs first, the furthest apart at the top. Exchanging the sheets exchanges the columns.

Nothing here says that one answer is better than another; a distance only orders the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.cards.card import SOON, TELL, UNDECIDED, Card
from detente.cards.sheet import Answer, Sheet
from detente.vocabulary import current

Standing = Literal["differ", "same", "one-side", "neither", "other-card"]
ORDER: tuple[Standing, ...] = ("differ", "other-card", "one-side", "same", "neither")
FIELDS = ("tell", "class", "soon")


@dataclass(frozen=True)
class Compared:
    """One card: both answers (None: not answered), and of each question how far apart they stand (0: the same)."""

    card: Card
    first: Answer | None
    second: Answer | None
    standing: Standing
    apart: dict[str, int]


def compare(first: Sheet, second: Sheet, cards: Mapping[str, Card]) -> list[Compared]:
    """Every card that is here or that either sheet answers and is here; the order is the page's."""
    found = [
        compared(card, first.answers.get(id), second.answers.get(id), place)
        for place, (id, card) in enumerate(cards.items())
    ]
    return [row for row, _ in sorted(found, key=lambda pair: _key(*pair))]


def not_here(sheets: Sequence[Sheet], cards: Mapping[str, Card]) -> list[str]:
    """Cards that are answered and that this side has not."""
    return sorted({id for sheet in sheets for id in sheet.answers} - set(cards))


def _key(row: Compared, place: int) -> tuple[int, int, int]:
    far = 0
    for field, weight in (("tell", 100), ("soon", 10), ("class", 1)):
        far += weight * row.apart.get(field, 0)
    return (ORDER.index(row.standing), -far, place)


def compared(card: Card, first: Answer | None, second: Answer | None, place: int = 0) -> tuple[Compared, int]:
    if first is None or second is None:
        standing: Standing = "neither" if first is second else "one-side"
        return Compared(card, first, second, standing, {}), place
    if first.card != second.card or first.card != card.digest():
        return Compared(card, first, second, "other-card", {}), place
    apart = {
        "tell": _tell(first.tell, second.tell),
        "class": _class(first.class_, second.class_),
        "soon": _steps(SOON, first.soon, second.soon),
    }
    return Compared(card, first, second, "differ" if any(apart.values()) else "same", apart), place


def _tell(one: str, other: str) -> int:
    """Undecided stands one step from everything else: there is something to talk about, and not more."""
    if one == other:
        return 0
    if UNDECIDED in (one, other):
        return 1
    return abs(TELL.index(one) - TELL.index(other))


def _steps(scale: Sequence[str], one: str | None, other: str | None) -> int:
    """Steps of the scale between them; no answer stands one step from any."""
    if one == other:
        return 0
    if one is None or other is None:
        return 1
    return abs(scale.index(one) - scale.index(other))


def _class(one: str | None, other: str | None) -> int:
    """0 the same word, 1 a word and a broader one or none, 2 of one area, 3 of two."""
    if one == other:
        return 0
    if one is None or other is None:
        return 1
    words = current()
    known = words.concepts
    if one not in known or other not in known:
        return 3
    if other in broader(one) or one in broader(other):
        return 1
    return 2 if known[one]["area"] == known[other]["area"] else 3


def broader(code: str) -> list[str]:
    """The words above a word, the nearest first."""
    found: list[str] = []
    above = current().broader.get(code)
    while above is not None and above not in found:
        found.append(above)
        above = current().broader.get(above)
    return found
