"""Logs written by hand, entry by entry, and what a reader who holds some of them at a cut computes of the texts in them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Literal

from detente.kinds.proposal import Both, Coded
from detente.kinds.stance import Coded as Stance
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.line.trail import Trail
from detente.proof.head import Head, Place
from detente.views.moves import Move, Table

Verdict = Literal["accepted", "not-understood", "refused"]


def name(word: str) -> bytes:
    return sha256(word.encode()).digest()


class Logs:
    """Every member's logs; `party` goes on in its last one. Names are words, so that a test reads as what was said."""

    def __init__(self, *members: str) -> None:
        self.members = members
        self.entries: dict[tuple[str, bytes], list[Entry]] = {}
        self.now: dict[str, bytes] = {}
        self.moves: list[Move] = []
        for party in members:
            self.opens(party)

    def opens(self, party: str, follows: Head | None = None, reported: tuple[Head, ...] = ()) -> None:
        """A new log, in bytewise falling order: so that the order of bytes is never that of what was said."""
        epoch = bytes([255 - sum(key[0] == party for key in self.entries)]) * 16
        self.now[party] = epoch
        entry = Opened(i=0, at=0, reason="founded", follows=follows, reported=list(reported))
        self.entries[(party, epoch)] = [entry]

    def log(self, party: str) -> list[Entry]:
        return self.entries[(party, self.now[party])]

    def head(self, party: str, size: int | None = None) -> Head:
        size = len(self.log(party)) if size is None else size
        return Head(party, self.now[party], size, _root((party, self.now[party]), size))

    def says(
        self, party: str, word: str, move: tuple[str, tuple[str, ...], Mapping[str, Any]], *seen: str | Head
    ) -> Place:
        kind, re, sections = move
        log = self.log(party)
        heads = [one if isinstance(one, Head) else self.head(one) for one in seen]
        place = Place(party, self.now[party], len(log))
        log.append(Said(i=len(log), n=1, at=len(log), what=name(word), cred=bytes(32), seen=heads))
        self.moves.append(Move(place, len(log), name(word), kind, tuple(map(name, re)), sections, {}))
        return place

    def proposes(self, party: str, word: str, *seen: str | Head, re: tuple[str, ...] = ()) -> Place:
        text = Both(en=f"EXAMPLE {word}", zh="示例")
        return self.says(
            party, word, ("proposal", re, {"coded": Coded("label", "one", "text"), "wording": text}), *seen
        )

    def answers(self, party: str, word: str, of: str, stance: Any, *seen: str | Head) -> Place:
        return self.says(party, word, ("stance", (of,), {"coded": Stance(stance=stance)}), *seen)

    def hears(self, party: str, word: str, verdict: Verdict = "accepted") -> None:
        log = self.log(party)
        for move in [move for move in self.moves if move.what == name(word) and move.party != party][:1]:
            log.append(Heard(i=len(log), at=0, place=move.place, what=move.what, verdict=verdict))

    def all_hear(self, *words: str) -> None:
        for party in self.members:
            for word in words:
                self.hears(party, word)

    def table(self, cut: Mapping[tuple[str, bytes], int] | None = None) -> Table:
        cut = {key: len(log) for key, log in self.entries.items()} if cut is None else cut
        entries = {key: self.entries[key][:size] for key, size in cut.items()}
        moves = [move for move in self.moves if move.place.index < cut.get((move.party, move.place.epoch), 0)]

        def held(head: Head) -> bool:
            key = (head.party, head.epoch)
            return head.size <= cut.get(key, 0) and head.root == _root(key, head.size)

        trail = Trail.of(entries, [move.place for move in moves], held)
        return Table.of(bytes(32), self.members, cut, moves, trail, {})

    def state(self, word: str, cut: Mapping[tuple[str, bytes], int] | None = None) -> str:
        return self.table(cut).motions.standing(name(word)).state


def _root(key: tuple[str, bytes], size: int) -> bytes:
    return name(f"{key[0]} {key[1].hex()} {size}")
