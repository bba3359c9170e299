"""One side's answers to cards, and the bytes of them: what is kept to oneself, then deposited, then opened.

    answers = {"a-copies": Answer(card=card.digest(), tell="notice", class_="autonomous-replication", soon="within-24h")}
    data = sheet_bytes(sheet_of("heron", "en", current().digest, answers))
    sheet = read_sheet(data)      # the same sheet; whatever reads gives back the bytes it came from

One sheet has one encoding (deterministic CBOR), at most `MOST` bytes, so it fits in one message. Whoever deposits it adds the
nonce: twelve answers of five kinds could be guessed from a digest without one.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from detente.codec.errors import Remote
from detente.codec.shape import B32, Party, Shape
from detente.codec.sheets import read_as, written

MOST = 96 * 1024  # bytes of a whole sheet: below what one section of a message holds
MOST_CARDS = 64
MOST_NOTE = 2_000  # characters
CardId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=64)]
Note = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_NOTE)]
Tell = Literal["no", "if-asked", "informally", "notice", "undecided"]
Soon = Literal["within-15d", "within-72h", "within-24h", "within-4h", "within-1h"]


class Answer(Shape, frozen=True):
    """To one card. `card`: digest of the case that was answered; absent: not answered yet.

    `tell`: would you tell them? `class_`: as which word of the vocabulary? `soon`: how soon after a person has confirmed it?
    """

    card: B32
    tell: Tell
    class_: Code | None = msgspec.field(default=None, name="class")
    soon: Soon | None = None
    note: Note | None = None


class Sheet(Shape, frozen=True):
    """Answers by card. `language`: what the notes are written in. `vocabulary`: digest of the version `class` is taken from."""

    v: Literal[1]
    sheet: Literal["cards"]
    party: Party
    language: Literal["en", "zh"]
    vocabulary: B32
    answers: dict[CardId, Answer]


def sheet_of(party: str, language: Literal["en", "zh"], vocabulary: bytes, answers: dict[str, Answer]) -> Sheet:
    return Sheet(v=1, sheet="cards", party=party, language=language, vocabulary=vocabulary, answers=answers)


def sheet_bytes(sheet: Sheet) -> bytes:
    """The one encoding of a sheet. `Remote("sheet-too-large")`, and `text-…` for a note that may not be signed."""
    return written(sheet, MOST, "sheet-too-large", _check)


def read_sheet(data: bytes) -> Sheet:
    """Inverse of `sheet_bytes`. `Damaged("cbor-unreadable")`, `Remote`: `cbor-…`, `shape`, `too-large`, `sheet-…`, `text-…`."""
    return read_as(Sheet, data, MOST, _check)


def _check(sheet: Sheet) -> None:
    if len(sheet.answers) > MOST_CARDS:
        raise Remote("sheet-too-large", size=len(sheet.answers), limit=MOST_CARDS)
    for answer in sheet.answers.values():
        if answer.note is not None and not answer.note.strip():
            raise Remote("shape", what="Answer", where="an empty note")
