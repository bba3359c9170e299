"""Opening: the nonce and the answers of one's own deposit, said once every member has deposited.

Whoever opens last has read the others and can always walk away; that it has not opened shows (docs/dialogue.md).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from detente.codec.shape import B32, Party, Shape
from detente.kinds.kind import Kind, Language

CardName = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*\\Z", max_length=40)]
CardCode = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*\\Z", max_length=64)]
Note = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Coded(Shape, frozen=True):
    nonce: B32


class Answer(Shape, frozen=True):
    """To one card, named by the digest of the case that was answered. `soon`: after a person has confirmed it.

    `what`: as which word of the vocabulary that the sheet names.
    """

    card: B32
    tell: Literal["no", "if-asked", "informally", "notice", "undecided"]
    what: CardCode | None = msgspec.field(default=None, name="class")
    soon: Literal["within-15d", "within-72h", "within-24h", "within-4h", "within-1h"] | None = None
    note: Note | None = None


class Answers(Shape, frozen=True):
    """A whole sheet, as it was deposited. `language`: of its notes. `vocabulary`: digest of the version its words are from."""

    v: Literal[1]
    sheet: Literal["cards"]
    party: Party
    language: Language
    vocabulary: B32
    answers: Annotated[dict[CardName, Answer], msgspec.Meta(min_length=1, max_length=64)]


OPENING = Kind(
    name="opening",
    schema=1,
    sections={"coded": Coded, "answers": Answers},
    required=frozenset({"coded", "answers"}),
    names="one",
)
