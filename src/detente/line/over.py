"""What counts of logs whose keys an emergency ended: the entries that another member's entry names. Pure.

Attack stopped: entries written with stolen keys and dated back. What the others had named before stays proven, and nothing is
waited for that nobody has: the epoch after may say that the old log had more (spec section 4).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.line.quota import places_of
from detente.line.shapes import Entry, Heard, Opened

LogName = tuple[str, bytes]  # party, epoch
Over = Mapping[LogName, Sequence[LogName]]  # a log that is over, and its party's logs under the keys before
Entries = Mapping[LogName, Sequence[Entry | None]]


def names(entry: Entry) -> Iterator[tuple[LogName, int]]:
    """The logs that an entry names, each with how much of it."""
    if isinstance(entry, Heard):
        yield (entry.place.party, entry.place.epoch), max(places_of(entry)) + 1
        return
    heads = [*entry.reported, *([entry.follows] if entry.follows else [])] if isinstance(entry, Opened) else entry.seen
    for head in heads:
        yield (head.party, head.epoch), head.size


@dataclass(frozen=True)
class Naming:
    """That the entry of `log` at `index` names `size` entries of another member's log `of`."""

    log: LogName
    index: int
    of: LogName
    size: int


def namings(entries: Iterable[tuple[LogName, int, Entry]], over: Collection[LogName]) -> Iterator[Naming]:
    """What entries (their log, index) say of other members' logs in `over`."""
    for log, index, entry in entries:
        for of, size in names(entry):
            if of in over and of[0] != log[0]:
                yield Naming(log, index, of, size)


def sizes(found: Iterable[Naming], over: Collection[LogName]) -> dict[LogName, int]:
    """How much of each log in `over` counts: what entries name that count themselves.

    Two members that declared their keys stolen name each other: such entries hold each other up, so all are taken for counting
    first, and what nobody names is left out until nothing more is.
    """
    rows = list(found)
    now: dict[LogName, int] = {}
    while True:
        then, now = now, dict.fromkeys(over, 0)
        for row in rows:
            if row.index < then.get(row.log, row.index + 1):
                now[row.of] = max(now[row.of], row.size)
        if now == then:
            return now


def counting(entries: Entries, over: Collection[LogName]) -> Entries:
    """The logs, and of those in `over` as much as counts."""
    if not over:
        return entries
    every = ((log, i, entry) for log, rows in entries.items() for i, entry in enumerate(rows) if entry is not None)
    upto = sizes(namings(every, over), over)
    return {log: rows[: upto[log]] if log in over else rows for log, rows in entries.items()}
