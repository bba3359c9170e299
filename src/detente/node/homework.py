"""Where homework is kept, which cards count there: what commands on words, cards and scope share.

`homework.db` is in the home that --home or DETENTE_HOME names, or in a place of this user's own when there is none: nothing
need be founded. Cards are those shipped and those in a folder `cards` beside it; one of the same id there takes the place of
the shipped one.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from detente.cards.card import Card, read_cards
from detente.codec.errors import Local
from detente.node.casebook import place as book_place
from detente.store.homework import Homework
from detente.words.mapping import List, read_lists

FILE = "homework.db"
AREAS = ("A", "B", "C", "M")


def place(home: str | None) -> Path:
    return book_place(home).with_name(FILE)


def open_homework(path: Path, create: bool = True) -> Homework:
    from detente.node.node import clock

    return Homework(path, clock, create)


def cards(beside: Path | None = None) -> tuple[dict[str, Card], list[Local]]:
    """Cards by id, in the order of areas, and the mistakes in the files that are none."""
    folder = resources.files("detente.cards") / "set"
    found, wrong = read_cards({e.name: e.read_bytes() for e in folder.iterdir() if e.name.endswith(".yaml")})
    if beside is not None and beside.is_dir():
        own, mistakes = read_cards({path.name: path.read_bytes() for path in sorted(beside.glob("*.yaml"))})
        found.update(own)
        wrong += mistakes
    ordered = sorted(found.values(), key=lambda card: (AREAS.index(card.area), card.id))
    return {card.id: card for card in ordered}, wrong


def lists(beside: Path | None = None) -> tuple[dict[str, List], list[Local]]:
    """Mappings by the list they are to: those shipped and those in a folder `mappings` beside the homework."""
    folder = resources.files("detente.vocabulary") / "mappings"
    found, wrong = read_lists({e.name: e.read_bytes() for e in folder.iterdir() if e.name.endswith(".yaml")})
    if beside is not None and beside.is_dir():
        own, mistakes = read_lists({path.name: path.read_bytes() for path in sorted(beside.glob("*.yaml"))})
        found.update(own)
        wrong += mistakes
    return found, wrong
