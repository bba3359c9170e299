"""When a proposal stands agreed by every member, whatever the order in which its answers arrive. Pure.

A proposal (`destruction`, `disclosure`) is its author's own agreement; each other member answers with a `consent`. It stands
agreed when every member has said so in its own log, and none of those words was given by a member that had seen somebody
decline before: taken back is an agreement in time for whoever has not answered yet, too late for an answer that crossed it
on the way. (So an offer ends when its end reaches the other before that one's acceptance has left: CISG, article 16.)

What a member had seen is what its log says up to its word: the heads in `seen`, and what it had heard; through the epochs
that it says it follows. All of that is fixed once the word stands, so members that hold the same logs say the same, and what
is agreed once stays so. Under keys that an emergency ended, an agreement counts when another member's entry names it, and of
that log nothing more is waited for (detente.line.over). Where a part of it is not here yet, a member waits (`waiting`):
something in it may be a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from detente.line.log import Log, LogKey
from detente.line.over import LogName, Over, named_sizes
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.line.state import read_carried
from detente.proof.head import Head, Place

Logs = Mapping[tuple[str, bytes], Log]
NOTHING: Over = {}
History = Callable[[str, bytes, int], Iterable[Entry | None] | None]
# (party, epoch, stop) → that log's entries before `stop`, as far as they can be read; None when it is not held that far.


class Held(Protocol):
    """Of the shelf, what is asked here."""

    def openings(self, log: LogKey, start: int, stop: int) -> Sequence[bytes]: ...

    def kept(self, log: LogKey, start: int, stop: int) -> Mapping[int, Sequence[bytes]]: ...


@dataclass(frozen=True)
class Word:
    """One accepted message about a proposal: the proposal itself, or a consent to it."""

    place: Place
    what: bytes
    at: int
    agreed: bool


@dataclass(frozen=True)
class Standing:
    """`agreed` by party, of the words that count; `declined` those that decline; `complete`: it stands agreed.

    `waiting`: every member has agreed, and what one of them had seen is not all here yet.
    """

    agreed: Mapping[str, Word]
    declined: Sequence[Word]
    complete: bool
    waiting: bool

    @property
    def at(self) -> int | None:
        """When it was agreed: the time of the last word to it, by its author's clock."""
        return max(word.at for word in self.agreed.values()) if self.complete else None


@dataclass
class Search:
    """How far a log was looked through for what is said after it first speaks of a proposal, and is not here."""

    stop: int = 0
    speaks: bool = False
    absent: list[tuple[int, bytes]] = field(default_factory=list)  # (index, said id)


@dataclass
class Looked:
    """What was read of logs already. They only grow, so it stays true for as long as the logs it was read of are held."""

    logs: dict[tuple[LogKey, bytes], Search] = field(default_factory=dict)  # by the proposal's said id
    seen: dict[Place, Seen] = field(default_factory=dict)  # by where a word stands
    over: Over = field(default_factory=dict)  # logs whose keys an emergency ended,
    named: dict[LogName, int] = field(default_factory=dict)  # how much of each others' entries name,
    upto: dict[LogName, int] = field(default_factory=dict)  # and how far logs were read for that

    def sizes(self, logs: Logs, shelf: Held, over: Over) -> dict[LogName, int]:
        """How much of each of the logs `over` counts."""
        if self.over != over:
            self.over, self.named, self.upto = over, dict.fromkeys(over, 0), {}
        for name, log in logs.items() if over else ():
            read = _entries(log, self.upto.get(name, 0), log.size, shelf)
            for of, size in named_sizes(((name[0], entry) for entry in read if entry is not None), over).items():
                self.named[of] = max(size, self.named[of])
            self.upto[name] = log.size
        return self.named


@dataclass(frozen=True)
class Witnesses:
    """What can be read of the members' logs. `hidden`: whether an author had seen, of the proposal, what cannot be read."""

    history: History
    hidden: Callable[[Seen, Word], bool]
    counts: Callable[[Place], bool] = lambda _place: True
    instead: Callable[[str, bytes], list[tuple[bytes, int]]] = lambda _party, _epoch: []
    # Of a log of which nothing counts, and so not what it follows: the logs before it, (epoch, size).
    seen: dict[Place, Seen] = field(default_factory=dict)

    def seen_by(self, word: Word) -> Seen | None:
        """What the author of a word had seen; None while its log is not held so far. Fixed once the word stands."""
        found = self.seen.get(word.place)
        if found is None and (found := Seen.of(word, self.history, self.instead)) is not None:
            self.seen[word.place] = found
        return found


def held(logs: Logs, shelf: Held, me: str, looked: Looked | None = None, over: Over = NOTHING) -> Witnesses:
    """What a member holds; `over`: logs whose keys an emergency ended. `looked` remembers what was read of these logs before."""
    known = Looked() if looked is None else looked
    ends = known.sizes(logs, shelf, over)

    def instead(party: str, epoch: bytes) -> list[tuple[bytes, int]]:
        return [(one, logs[(party, one)].size) for _party, one in over.get((party, epoch), ()) if (party, one) in logs]

    def history(party: str, epoch: bytes, stop: int) -> Iterable[Entry | None] | None:
        log = logs.get((party, epoch))
        stop = stop if party == me else min(stop, ends.get((party, epoch), stop))
        if stop == 0:
            return []
        return None if log is None or log.size < stop else _entries(log, 0, stop, shelf)

    def hidden(seen: Seen, proposal: Word) -> bool:
        return any(_hides(head, proposal, logs, shelf, known) for head in seen.heads.values() if head.party != me)

    def counts(place: Place) -> bool:
        return place.index < ends.get((place.party, place.epoch), place.index + 1)

    return Witnesses(history, hidden, counts, instead, known.seen if not over else {})


def standing(members: Collection[str], proposal: Word, answers: Iterable[Word], witnesses: Witnesses) -> Standing:
    """How a proposal stands by the words held. See the module."""
    words = sorted({proposal, *answers}, key=lambda word: (word.place.party, word.place.epoch, word.place.index))
    declined = [word for word in words if not word.agreed]
    said = {word.place.party for word in words if word.agreed}
    counted: dict[str, Word] = {}
    unsure: set[str] = set()
    for word in words:
        party = word.place.party
        if not word.agreed or party in counted or party not in members or not witnesses.counts(word.place):
            continue
        if not declined and not said >= set(members):  # nothing can come of it yet: the logs need not be walked
            counted[party] = word
            continue
        seen = witnesses.seen_by(word)
        if seen is None or witnesses.hidden(seen, proposal):
            unsure.add(party)
        if seen is None or not any(seen.covers(other.place) for other in declined):
            counted[party] = word
    all_agreed = set(counted) == set(members)
    waiting = all_agreed and bool(unsure)
    return Standing(counted, declined, all_agreed and not waiting, waiting)


@dataclass
class Seen:
    """What a member's log says it had seen before a word: of each log the largest head named, and messages heard."""

    heads: dict[tuple[str, bytes], Head] = field(default_factory=dict)
    own: dict[tuple[str, bytes], int] = field(default_factory=dict)
    heard: set[Place] = field(default_factory=set)

    @classmethod
    def of(cls, word: Word, history: History, instead: Callable[[str, bytes], list[tuple[bytes, int]]]) -> Seen | None:
        """None when a log of its author is not held as far as the word stands."""
        seen, party = cls(), word.place.party
        ahead = [(word.place.epoch, word.place.index + 1)]
        while ahead:
            epoch, stop = ahead.pop()
            if (party, epoch) in seen.own:
                continue
            entries = history(party, epoch, stop)
            if entries is None:
                return None
            seen.own[(party, epoch)] = stop
            begun = False
            for entry in entries:
                begun = True
                if isinstance(entry, Said):
                    for head in entry.seen:
                        seen.name(head)
                elif isinstance(entry, Heard):
                    seen.heard.add(entry.place)
                elif isinstance(entry, Opened) and entry.follows is not None and entry.follows.party == party:
                    ahead.append((entry.follows.epoch, entry.follows.size))
            if not begun:
                ahead += instead(party, epoch)
        return seen

    def name(self, head: Head) -> None:
        held = self.heads.get((head.party, head.epoch))
        if held is None or held.size < head.size:
            self.heads[(head.party, head.epoch)] = head

    def add(self, other: Seen) -> None:
        """What another log of the same author says too."""
        for head in other.heads.values():
            self.name(head)
        for log, stop in other.own.items():
            self.own[log] = max(stop, self.own.get(log, 0))
        self.heard |= other.heard

    def covers(self, place: Place) -> bool:
        key = (place.party, place.epoch)
        head = self.heads.get(key)
        return (
            place in self.heard or place.index < self.own.get(key, 0) or (head is not None and place.index < head.size)
        )


def _hides(head: Head, proposal: Word, logs: Logs, shelf: Held, looked: Looked) -> bool:
    """Whether somebody who had seen this head had seen something that is not here and might decline the proposal.

    Looked at is only what was said after that log first speaks of the proposal: what came before cannot be about it, and a
    message that nobody will ever send again must not hold everything up. What was looked through is not read again: this is
    asked at every exchange while a proposal waits, and a record may be long.
    """
    log = logs.get((head.party, head.epoch))
    if log is None or log.size < head.size or log.tree.root(head.size) != head.root:
        return True
    search = looked.logs.setdefault((log.key, proposal.what), Search())
    if search.stop < head.size:
        kept = shelf.kept(log.key, search.stop, head.size)
        for index, entry in enumerate(_entries(log, search.stop, head.size, shelf), search.stop):
            if search.speaks and isinstance(entry, Said) and entry.what not in kept.get(index, ()):
                search.absent.append((index, entry.what))
            if isinstance(entry, Said | Heard) and entry.what == proposal.what:
                search.speaks = True
        search.stop = head.size
    search.absent = [(i, what) for i, what in search.absent if what not in shelf.kept(log.key, i, i + 1).get(i, ())]
    return any(index < head.size for index, _ in search.absent)


def _entries(log: Log, start: int, stop: int, shelf: Held) -> Iterable[Entry | None]:
    for carried in shelf.openings(log.key, start, stop):
        yield read_carried(carried)
