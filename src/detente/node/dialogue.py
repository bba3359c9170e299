"""What a node holds of a dialogue, at a cut, as the views fold it (views/dialogue.py). Read-only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from detente.codec.errors import Local
from detente.kinds import TABLE
from detente.line.content import read_kept, read_signed, typed_sections
from detente.line.machine import Line
from detente.line.over import Entries, counting
from detente.line.quota import OVER_QUOTA
from detente.line.shapes import Said
from detente.line.state import read_carried
from detente.line.trail import Cut, Trail
from detente.node import records
from detente.node.node import Node
from detente.proof.head import Head, Place
from detente.views.dialogue import state
from detente.views.hours import against
from detente.views.moves import KINDS, Move, Table

# Why a node may not take what another takes: by what it heard before and when, by what it was given, by the words it knows. By
# every other rule all who hold the message come to one verdict (spec/protocol.md section 16).
OURS_ALONE = frozenset(
    {
        "destruction-not-agreed",
        "kind",
        "message-form",
        "not-readable",
        OVER_QUOTA,
        "sequenced-twice",
        "too-large",
        "vocabulary",
    }
)


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
    over = _over(line, cut)
    counted = counting(entries, over)
    moves = [move for move in _moves(node, line) if _within(move.place, counted)]

    def has(head: Head) -> bool:
        name = (head.party, head.epoch)
        return head.size <= cut.get(name, 0) and line.logs[name].tree.root(head.size) == head.root

    trail = Trail.of(counted, [move.place for move in moves], has, over)
    absent = _absent(node, line, trail)
    return Table.of(line.id, line.trust.members, cut, moves, trail, absent)


def shown(node: Node, line: Line, cut: Cut | None = None) -> dict[str, Any]:
    """The state at a cut; how each message of it is called here: `names`, said id → reference; and `hours`: meetings ahead
    against the calendars that parties announced."""
    known = table(node, line, cut)
    found = state(known)
    return {
        **found,
        "hours": against(known, found["meetings"]),
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


def _within(place: Place, entries: Entries) -> bool:
    return place.index < len(entries.get((place.party, place.epoch), ()))


def _over(line: Line, cut: Cut) -> dict[tuple[str, bytes], list[tuple[str, bytes]]]:
    """The logs whose keys an emergency ended, where the cut has one of the same party under other keys: who has the cut knows."""
    under = line.trust.under
    return {
        log: before
        for log, before in line.trust.logs_over().items()
        if any(size and name[0] == log[0] and under.get(name) != under[log] for name, size in cut.items())
    }


def _absent(node: Node, line: Line, trail: Trail) -> Mapping[tuple[str, bytes], list[int]]:
    """Where logs say something that is not here, or that this node alone may not have taken: another may have it."""
    apart = {place for place, reason in node.store.untaken(line.id) if reason in OURS_ALONE}
    found: dict[tuple[str, bytes], list[int]] = {}
    for name, log in trail.entries.items():
        kept = node.store.kept((line.id, *name), 0, len(log))
        for index, entry in enumerate(log):
            if isinstance(entry, Said) and (entry.what not in kept.get(index, ()) or Place(*name, index) in apart):
                found.setdefault(name, []).append(index)
    return found
