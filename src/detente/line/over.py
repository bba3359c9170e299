"""What counts of logs whose keys an emergency ended: the entries that another member's entry names. Pure.

Attack stopped: entries written with stolen keys and dated back. What the others had named before stays proven, and nothing is
waited for that nobody has: the epoch after may say that the old log had more (spec section 4).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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


def named_sizes(entries: Iterable[tuple[str, Entry]], over: Collection[LogName]) -> dict[LogName, int]:
    """How much of each log in `over` entries (author, entry) of other members name."""
    found = dict.fromkeys(over, 0)
    for author, entry in entries:
        for log, size in names(entry):
            if log in found and log[0] != author:
                found[log] = max(found[log], size)
    return found


def counting(entries: Entries, over: Collection[LogName]) -> Entries:
    """The logs, and of those in `over` as much as counts."""
    if not over:
        return entries
    every = ((log[0], entry) for log, rows in entries.items() for entry in rows if entry is not None)
    upto = named_sizes(every, over)
    return {log: rows[: upto[log]] if log in over else rows for log, rows in entries.items()}
