"""What a node holds of a dialogue, at a cut, as the views fold it (views/dialogue.py). Read-only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from detente.codec.errors import Local
from detente.kinds import TABLE
from detente.line.content import read_kept, read_signed, typed_sections
from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.line.shapes import Said
from detente.line.state import read_carried
from detente.line.trail import Cut, Trail
from detente.node import records
from detente.node.node import Node
from detente.proof.head import Head, Place
from detente.views.dialogue import state
from detente.views.moves import KINDS, Move, Table


def held(line: Line) -> dict[tuple[str, bytes], int]:
    """The cut that is here: every log as far as it is held."""
    return {name: log.size for name, log in sorted(line.logs.items())}


def table(node: Node, line: Line, cut: Cut | None = None) -> Table:
    """What is here at a cut; without one, all that is here. `Local("cut-not-held")` for one that reaches further."""
    here = held(line)
    cut = here if cut is None else dict(cut)
    if any(size > here.get(name, 0) for name, size in cut.items()):
        raise Local("cut-not-held")
    entries = {
        name: [read_carried(carried) for carried in node.store.openings((line.id, *name), 0, size)]
        for name, size in sorted(cut.items())
    }
    moves = [move for move in _moves(node, line) if _within(move.place, cut)]
    not_taken = _not_taken(node, line) if cut != here else set()

    def has(head: Head) -> bool:
        name = (head.party, head.epoch)
        return head.size <= cut.get(name, 0) and line.logs[name].tree.root(head.size) == head.root

    trail = Trail.of(entries, {*(move.place for move in moves), *not_taken}, has)
    absent = _absent(node, line, trail, not_taken)
    return Table.of(line.id, line.trust.members, cut, moves, trail, absent)


def shown(node: Node, line: Line, cut: Cut | None = None) -> dict[str, Any]:
    """The state at a cut, and how each message of it is called here: `names`, said id → reference."""
    found = state(table(node, line, cut))
    return {
        **found,
        "names": names(node, line),
        "me": node.me,
        "line": line.id,
        "context": line.trust.terms.context,
    }


def names(node: Node, line: Line) -> dict[str, str]:
    """Said id in hexadecimal → reference, of the messages of a dialogue."""
    rows = node.store.accepted(line.id, KINDS)
    return {row["what"].hex(): records.reference(line, row["party"], row["epoch"], row["n"]) for row in rows}


def _moves(node: Node, line: Line) -> Iterator[Move]:
    for row in node.store.accepted(line.id, KINDS):
        named, sections, values = _read(bytes(row["message"]))
        place = Place(row["party"], row["epoch"], row["i"])
        yield Move(place, row["said_at"], row["what"], row["kind"], named, sections, values)


@lru_cache(maxsize=4096)
def _read(data: bytes) -> tuple[tuple[bytes, ...], Mapping[str, Any], Mapping[str, bytes]]:
    """What a kept message names and says. It never changes but when sections are destroyed, which gives other bytes."""
    message = read_kept(data)
    content = read_signed(message.signed)[0]
    shape = TABLE[(content.kind, content.schema)]
    return tuple(content.re or []), typed_sections(message.values, shape, frozenset()), dict(message.values)


def _within(place: Place, cut: Cut) -> bool:
    return place.index < cut.get((place.party, place.epoch), 0)


def _not_taken(node: Node, line: Line) -> set[Place]:
    """Places of what this node did not take: at a cut before it said so, others cannot know it, and it may not either."""
    rows = [row for row in node.store.messages(line.id) if row["verdict"] != ACCEPTED]
    return {Place(row["party"], row["epoch"], row["i"]) for row in [*rows, *node.store.excess(line.id)]}


def _absent(node: Node, line: Line, trail: Trail, not_taken: set[Place]) -> Mapping[tuple[str, bytes], list[int]]:
    """Where others' logs say something that is not here, or that is not taken here and nobody within the cut says so."""
    found: dict[tuple[str, bytes], list[int]] = {}
    for name, log in trail.entries.items():
        kept = node.store.kept((line.id, *name), 0, len(log))
        for index, entry in enumerate(log):
            if not isinstance(entry, Said):
                continue
            place = Place(*name, index)
            if entry.what not in kept.get(index, ()) or (place in not_taken and place not in trail.refused):
                found.setdefault(name, []).append(index)
    return found
