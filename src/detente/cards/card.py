"""A threshold card: one fictional case in both languages, and how a side may answer it.

A file is YAML, one card, named after its id. `inspired_by` names public events with their sources; what a card tells did not
happen. The format, field by field: docs/words.md.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec

from detente.codec.cbor import tagged_hash
from detente.codec.errors import Local, Remote
from detente.codec.text import check_text
from detente.codec.yamldata import Yaml
from detente.vocabulary import current

MOST = 64_000  # bytes of one file
MOST_TEXT = 4_000  # characters of one text of a card
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
Area = Literal["A", "B", "C", "M"]
Grade = Literal["read", "excerpt", "secondary", "recalled"]
# Would you tell them? In order: the further apart two answers stand, the more there is to talk about.
TELL = ("no", "if-asked", "informally", "notice")
UNDECIDED = "undecided"
# How soon, counted from when a person has confirmed it.
SOON = ("within-15d", "within-72h", "within-24h", "within-4h", "within-1h")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Both(_Data, frozen=True):
    """The same said in both languages."""

    en: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_TEXT)]
    zh: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_TEXT)]


class Event(_Data, frozen=True):
    """A public event a card is inspired by: what was reported, where, when; `checked_on` and how well it was looked at."""

    what: Both
    source: str
    date: str
    grade: Grade
    checked_on: datetime.date
    url: str = ""


class Card(_Data, frozen=True):
    """One case. `classes`: words of the vocabulary that come to mind first; any other may be answered."""

    v: Literal[1]
    id: Id
    area: Area
    title: Both
    case: Both
    known: tuple[Both, ...]  # what the side that notices it knows by then
    classes: tuple[str, ...]
    inspired_by: tuple[Event, ...] = ()
    asks: Both | None = None  # what makes this one hard to place

    def digest(self) -> bytes:
        """Of every word of it: two sides that answer the same digest answered the same case."""
        return tagged_hash("card", msgspec.to_builtins(self, builtin_types=(bytes,), str_keys=True))


def read_card(data: bytes, name: str) -> Card:
    """A card of a file's bytes. `Local("card-bad", file, line, why)` for the first mistake in it."""
    file = Yaml(data, name, "card-bad", MOST)
    card = file.read(Card)
    for path, why in _faults(card):
        raise file.bad(path, why)
    if card.id != name.removesuffix(".yaml"):
        raise file.bad(["id"], f"the file is not called {card.id}.yaml")
    return card


def _faults(card: Card) -> Iterator[tuple[list[str], str]]:
    if not card.known:
        yield ["known"], "nothing is known"
    for at, code in enumerate(card.classes):
        if code not in current().concepts:
            yield ["classes", str(at)], f"no word of the vocabulary is called {code}"
    for path, both in _texts(card):
        for language, words in (("en", both.en), ("zh", both.zh)):
            try:
                check_text(words)
            except Remote as error:
                yield [*path, language], error.code
            if (_HAN.search(words) is not None) != (language == "zh"):
                yield [*path, language], "the languages are mixed up"
    if not (card.title.en.startswith("EXAMPLE ") and card.title.zh.startswith("示例 ")):
        yield ["title"], "a case that did not happen begins with EXAMPLE and 示例 in its title"


def _texts(card: Card) -> Iterator[tuple[list[str], Both]]:
    yield ["title"], card.title
    yield ["case"], card.case
    for at, known in enumerate(card.known):
        yield ["known", str(at)], known
    if card.asks is not None:
        yield ["asks"], card.asks
    for at, event in enumerate(card.inspired_by):
        yield ["inspired_by", str(at), "what"], event.what


def read_cards(files: Mapping[str, bytes]) -> tuple[dict[str, Card], list[Local]]:
    """Every card by id, and what is wrong with the files that are none; those affect no other."""
    found: dict[str, Card] = {}
    wrong: list[Local] = []
    for name in sorted(files):
        try:
            card = read_card(files[name], name)
        except Local as error:
            wrong.append(error)
        else:
            found[card.id] = card
    return found, wrong
