"""What a record shows of one message and one other member: a small closed set of states, decided from opened entries.

Each state with when alone it is said, and what that stops:

acknowledged    an acknowledgement that names exactly this message, released and placed as its author's credential asks,
                stands in that member's log. Stops: one of something else, or by nobody, that counts.
none-by         *every* entry of their log is shown, from one that cannot come after the message was written to one dated by
                them after T, and none is an acknowledgement of it. Stops: one entry left out; a range that begins behind an
                acknowledgement, or ends before T.
no-word-after   the same, to the end of the log as held, and nothing in it is dated after T. Stops: an acknowledgement hidden
                by holding back the end of a log: then this is all that is said.
not-opened      as none-by, but messages of entries by T are not shown here, or stand under keys declared stolen and are named by
                nobody. Stops: a claim about what nobody has read; an answer made into none by leaving out who names it.
not-held        anything else. Stops: a claim about entries that are not shown: an epoch missing between two, a head older
                than one that was named.
not-sent        no receipt is shown, and the author's own node states that it gave the message to no route. Stops: calling a
                message sent because it was written.

No state says that somebody has or has not read anything, nor that something did not arrive: no log can show that. T and the
times of entries are what their authors wrote; `Named` bounds them by the entries of the message's author that name the log.

*From one that cannot come after the message was written*: the first entry of a log that follows no other, or one dated by them
no later than the message was composed; and in any case not behind a head of that log which the message's own entry names.
*By T* goes by place: what stands behind an entry dated after T is after T, whatever time it bears.
Several epochs count as one log when each follows the one before, and the earlier is shown to its end as the later names it.
Rules of a log that an entry breaks (detente.line.log) take its effect on the order of times, not what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from detente.line.shapes import Entry, Heard, Opened, Said
from detente.proof.head import Head, Place


class State(StrEnum):
    ACKNOWLEDGED = "acknowledged"
    NONE_BY = "none-by"
    NO_WORD_AFTER = "no-word-after"
    NOT_OPENED = "not-opened"
    NOT_HELD = "not-held"
    NOT_SENT = "not-sent"


Meaning = Literal["acknowledges", "names", "other", "not-shown"]


@dataclass(frozen=True)
class Row:
    """One leaf. `entry` None: it says nothing at its place. `meaning` of a *said* entry, by its message; of one that proves
    nothing, because it stands under keys that are over and is named by nobody, *not-shown*."""

    entry: Entry | None
    meaning: Meaning = "other"
    kind: str | None = None


@dataclass(frozen=True)
class Stretch:
    """Every leaf of one log from `start` on, as many as there are rows; `head` is the log's, as shown."""

    head: Head
    start: int
    rows: Sequence[Row]

    @property
    def stop(self) -> int:
        return self.start + len(self.rows)

    def place(self, index: int) -> Place:
        return Place(self.head.party, self.head.epoch, index)

    @property
    def opened(self) -> Opened | None:
        """The first entry of the epoch, where the stretch begins with it."""
        entry = self.rows[0].entry if self.start == 0 and self.rows else None
        return entry if isinstance(entry, Opened) else None

    def entries(self) -> Iterator[tuple[int, Entry]]:
        for index, row in enumerate(self.rows, self.start):
            if row.entry is not None:
                yield index, row.entry


@dataclass(frozen=True)
class About:
    """The message: its name, when it was composed (ms UTC, its author's claim), and the entries that say it."""

    what: bytes
    composed: int
    said: dict[Place, Said]
    named: Sequence[Head] = ()  # heads of others' logs in any entry of the author's that is shown


@dataclass(frozen=True)
class Point:
    """An entry of theirs with the time it bears (ms UTC)."""

    place: Place
    at: int


@dataclass(frozen=True)
class Finding:
    """What is shown of one member by `by`. `first` and `last`: the entries between which all are shown.

    `late`: acknowledged, but behind an entry dated after `by` or with a time after it. `none_before`: and none stands before.
    """

    state: State
    by: int
    heard: tuple[Place, Heard] | None = None
    acknowledged: Point | None = None
    late: bool = False
    none_before: bool = False
    first: Point | None = None
    last: Point | None = None
    not_shown: int = 0
    names: list[tuple[Point, str]] = field(default_factory=list)  # their other messages that name this one, by kind


def decide(about: About, stretches: Sequence[Stretch], by: int, not_sent: bool = False) -> Finding:
    """The state of one member, from the stretches of its logs that are shown."""
    heard = [
        (stretch.place(index), entry)
        for stretch in stretches
        for index, entry in stretch.entries()
        if isinstance(entry, Heard) and entry.what == about.what and entry.place in about.said
    ]
    receipt = min(heard, key=lambda row: (row[1].at, row[0].epoch, row[0].index)) if heard else None
    names = [
        (Point(stretch.place(index), row.entry.at), row.kind or "")
        for stretch in stretches
        for index, row in enumerate(stretch.rows, stretch.start)
        if row.entry is not None and row.meaning == "names"
    ]
    names.sort(key=lambda row: (row[0].at, row[0].place.epoch, row[0].place.index))
    seen = _look(about, stretches, by)
    found = _acknowledgements(stretches, by)
    if found:
        point, late = min(found, key=lambda row: (row[1], row[0].at, row[0].place.epoch, row[0].place.index))
        none_before = late and seen.state == State.NONE_BY
        return Finding(
            State.ACKNOWLEDGED, by, receipt, point, late, none_before, seen.first, seen.last, seen.not_shown, names
        )
    if not_sent and receipt is None:
        return Finding(State.NOT_SENT, by, names=names)
    return Finding(seen.state, by, receipt, first=seen.first, last=seen.last, not_shown=seen.not_shown, names=names)


def _acknowledgements(stretches: Sequence[Stretch], by: int) -> list[tuple[Point, bool]]:
    """Every acknowledgement with whether it is late."""
    found = []
    for stretch in stretches:
        passed = False
        for index, row in enumerate(stretch.rows, stretch.start):
            if row.entry is None:
                continue
            passed = passed or row.entry.at > by
            if row.meaning == "acknowledges":
                found.append((Point(stretch.place(index), row.entry.at), passed))
    return found


@dataclass(frozen=True)
class _Seen:
    state: State
    first: Point | None = None
    last: Point | None = None
    not_shown: int = 0


_NOT_HELD = _Seen(State.NOT_HELD)


def _look(about: About, stretches: Sequence[Stretch], by: int) -> _Seen:
    """What all the entries by `by` show together, when all of them are here."""
    chain = _chain(stretches)
    if not chain or not _begins_before(about, chain[0]):
        return _NOT_HELD
    first: Point | None = None
    last: Point | None = None
    not_shown = 0
    for stretch in chain:
        for index, row in enumerate(stretch.rows, stretch.start):
            if row.entry is None:
                not_shown += row.meaning == "not-shown"
                continue
            last = Point(stretch.place(index), row.entry.at)
            first = first or last
            if row.entry.at > by:
                return _Seen(State.NOT_OPENED if not_shown else State.NONE_BY, first, last, not_shown)
            not_shown += row.meaning == "not-shown"
    if chain[-1].stop != chain[-1].head.size or not _up_to_date(about, chain):
        return _NOT_HELD
    return _Seen(State.NO_WORD_AFTER, first, last, not_shown)


def _chain(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches as one log, epoch after epoch; none when they are not one."""
    if len(stretches) <= 1:
        return list(stretches)
    before: dict[bytes, Stretch] = {}
    for stretch in stretches:
        opened = stretch.opened
        follows = None if opened is None else opened.follows
        if follows is not None:
            if follows.epoch in before:
                return []  # two that follow one: a fork
            before[follows.epoch] = stretch
    after = {stretch.head.epoch for stretch in before.values()}
    starts = [
        stretch for stretch in stretches if stretch.head.epoch not in after or not _follows_any(stretch, stretches)
    ]
    if len(starts) != 1:
        return []
    chain = starts
    while len(chain) < len(stretches):
        earlier = chain[-1]
        later = before.get(earlier.head.epoch)
        if later is None or later in chain or not _joins(earlier, later):
            return []
        chain.append(later)
    return chain


def _follows_any(stretch: Stretch, stretches: Sequence[Stretch]) -> bool:
    opened = stretch.opened
    shown = {other.head.epoch for other in stretches}
    return opened is not None and opened.follows is not None and opened.follows.epoch in shown


def _joins(earlier: Stretch, later: Stretch) -> bool:
    """Whether `earlier` is shown to its end, as far as `later` says that anybody holds it."""
    opened = later.opened
    if opened is None or opened.follows is None or opened.follows.epoch != earlier.head.epoch:
        return False
    sizes = [head.size for head in [opened.follows, *opened.reported] if head.epoch == earlier.head.epoch]
    if opened.follows.size == earlier.head.size and opened.follows.root != earlier.head.root:
        return False
    return earlier.stop == earlier.head.size and earlier.head.size >= max(sizes)


def _begins_before(about: About, stretch: Stretch) -> bool:
    """Whether nothing before the stretch can be an answer to the message."""
    party, epoch = stretch.head.party, stretch.head.epoch
    for said in about.said.values():
        if any((head.party, head.epoch) == (party, epoch) and stretch.start > head.size for head in said.seen):
            return False
    opened = stretch.opened
    if opened is not None and opened.follows is None and not opened.reported:
        return True
    entry = stretch.rows[0].entry if stretch.rows else None
    return entry is not None and entry.at <= about.composed


def _up_to_date(about: About, chain: Sequence[Stretch]) -> bool:
    """Whether no entry of the message's author names more of their log than is shown here."""
    party = chain[0].head.party
    sizes = {stretch.head.epoch: stretch.head.size for stretch in chain}
    for stretch in chain:
        opened = stretch.opened
        if opened is not None:
            for head in [*opened.reported, *([opened.follows] if opened.follows else [])]:
                sizes.setdefault(head.epoch, head.size)
    return all(head.size <= sizes.get(head.epoch, 0) for head in about.named if head.party == party)


@dataclass(frozen=True)
class Named:
    """When the message's author first named an entry of theirs (`after`), and last named their log without it (`before`).

    Times of the author's own entries, ms UTC; None where no entry shown says it.
    """

    before: int | None
    after: int | None


def named(place: Place, entries: Sequence[Said]) -> Named:
    """How entries of the message's author bound the time of an entry of theirs."""
    with_it: list[int] = []
    without: list[int] = []
    for said in entries:
        for head in said.seen:
            if (head.party, head.epoch) == (place.party, place.epoch):
                (with_it if head.size > place.index else without).append(said.at)
    return Named(max(without, default=None), min(with_it, default=None))
