"""The messages of a dialogue as they are folded, and the texts among them. Pure: whoever holds the same cut reads the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.codec.cbor import tagged_hash
from detente.codec.shape import to_plain
from detente.line.motions import Motions, Standing, Text, Voice
from detente.line.trail import Cut, Trail
from detente.proof.head import Place

KINDS = ("proposal", "stance", "progress", "deposit", "opening", "roster")
SPOKEN = ("coded", "prose", "courtesy")


@dataclass(frozen=True)
class Move:
    """One accepted message at one place. `at`: its entry's time (ms UTC, its author's clock); `values`: sections as carried."""

    place: Place
    at: int
    what: bytes
    kind: str
    re: tuple[bytes, ...]
    sections: Mapping[str, Any]
    values: Mapping[str, bytes]

    @property
    def party(self) -> str:
        return self.place.party


@dataclass(frozen=True)
class Table:
    """What one cut holds: the moves that count as said, at all their places, in their author's order; how the texts stand."""

    line: bytes
    members: tuple[str, ...]
    cut: Cut
    moves: Sequence[Move]
    motions: Motions
    trail: Trail
    absent: int
    first: frozenset[Place]  # where each was said first: again in a later log it is the same message

    @classmethod
    def of(
        cls,
        line: bytes,
        members: Iterable[str],
        cut: Cut,
        moves: Iterable[Move],
        trail: Trail,
        absent: Mapping[tuple[str, bytes], list[int]],
    ) -> Table:
        """A move counts as said, whatever a receipt says of it: no member undoes what another said."""
        taken = [
            move
            for move in sorted(moves, key=lambda move: trail.order(move.place))
            if trail.said(move.place) == move.what
        ]
        names = tuple(sorted(members))
        places: dict[bytes, tuple[Place, ...]] = {}
        for move in taken:
            places[move.what] = (*places.get(move.what, ()), move.place)
        first = {what: trail.first(found) for what, found in places.items()}
        texts = [_text(rows[0], first[rows[0].what]) for rows in _by_name(taken, "proposal")]
        stances = [
            Voice(move.place, move.what, move.re[0], move.sections["coded"].stance)
            for move in taken
            if move.kind == "stance" and move.place in first[move.what]
        ]
        motions = Motions.of(names, texts, stances, trail, places, absent)
        said_first = frozenset(place for found in first.values() for place in found)
        return cls(line, names, cut, taken, motions, trail, sum(map(len, absent.values())), said_first)

    def proposals(self, *subjects: str) -> list[Move]:
        """Each text about one of `subjects`, where it was said first, by time, author and place."""
        first = {text.places[0] for text in self.motions.texts.values() if text.about[0] in subjects}
        found = [move for move in self.by("proposal") if move.place in first]
        return sorted(found, key=lambda move: (move.at, move.party, move.place.index, move.what))

    def standing(self, move: Move) -> Standing:
        return self.motions.standing(move.what)

    def by(self, kind: str) -> list[Move]:
        """Each where it was said first, of each author in its own order."""
        return [move for move in self.moves if move.kind == kind and move.place in self.first]

    def had_seen(self, move: Move, other: Move) -> bool:
        """Whether the author of a move had seen another when it said its own, wherever that one stands."""
        return self.motions.covers(self.trail.seen[move.place], other.what)

    def stood_at(self, standing: Standing) -> int:
        """When it was agreed: the time of the last word that counts, by its author's clock."""
        times = {move.place: move.at for move in self.moves}
        return max((times[voice.place] for voice in standing.words.values()), default=0)

    def row(self, move: Move) -> dict[str, Any]:
        """One text, as it stands: who said what of it last, and what it says."""
        standing, coded = self.standing(move), move.sections["coded"]
        said = {name: to_plain(value) for name, value in move.sections.items() if name not in SPOKEN}
        return {
            "what": move.what,
            "author": move.party,
            "at": move.at,
            "subject": coded.subject,
            "name": coded.name,
            "form": coded.form,
            "state": standing.state,
            "said": {party: voice.stance for party, voice in sorted(standing.last.items())},
            "waits": [p for p in self.members if p not in standing.last] if standing.state in OPEN else [],
            "confirm": [p for p, v in sorted(standing.last.items()) if v.stance == "ad-referendum"]
            if standing.state in OPEN
            else [],
            "crosses": sorted(standing.crosses),
            **said,
        }


OPEN = ("open", "ad-referendum")


def status(table: Table, rows: list[Move], now: Move | None) -> str:
    """How one subject stands: what stands comes first, then what is under way, then what came of it."""
    if now is not None:
        return {"text": "agreed", "differ": "differ", "retire": "retired"}[now.sections["coded"].form]
    standings = [table.standing(move) for move in rows]
    states = {standing.state for standing in standings}
    for state in ("receipts", "waiting"):
        if state in states:
            return state
    under_way = [standing for standing in standings if standing.state in OPEN]
    if any(standing.state == "ad-referendum" for standing in under_way):
        return "ad-referendum"
    if under_way:
        kept = any(voice.stance == "reserved" for standing in under_way for voice in standing.last.values())
        return "reserved" if kept else "proposed"
    return "crossed" if "crossed" in states else "declined"


def _by_name(moves: Iterable[Move], kind: str) -> list[list[Move]]:
    """A message said again in a later log stands at several places and is one."""
    found: dict[bytes, list[Move]] = {}
    for move in moves:
        if move.kind == kind:
            found.setdefault(move.what, []).append(move)
    return list(found.values())


def _text(move: Move, places: tuple[Place, ...]) -> Text:
    coded = move.sections["coded"]
    return Text(move.what, move.party, (coded.subject, coded.name), frozenset(move.re), places)


def deposit_digest(line: bytes, exchange: bytes, author: str, nonce: bytes, answers: bytes) -> bytes:
    """What a deposit holds: nobody else can open it, and nobody can guess short answers from it. `answers`: as carried."""
    return tagged_hash("deposit", line, exchange, author, nonce, answers)
