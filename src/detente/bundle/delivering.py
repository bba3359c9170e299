"""Choosing what a delivery record shows: no more entries than it takes to say what can be said. Pure.

Of each member but the author: from the receipt to the acknowledgement, where one was given in time; else every entry from
before the message was written to the first one dated after T, to a late acknowledgement, or to the end of what is held. Of
the author: the entries that say the message, those that bound the times of what is shown, and explanations. Contents stay
closed: of other messages only what their authors signed is shown, which names sections and opens none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.bundle.delivery import CALENDAR
from detente.bundle.deliveryshapes import Apart, By, Carried, Delivery, Heads, Part, Range, ShownRow
from detente.bundle.export import LogSource
from detente.bundle.order import LogName, Spot
from detente.bundle.ranges import entry_at
from detente.bundle.trusting import counting, naming
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import unpack
from detente.line.content import opened, read_kept, read_signed
from detente.line.shapes import Content, Entry, Erased, Heard, Message, Open, Opened, Said
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening
from detente.trust.statements import Field
from detente.trust.succession import Succession

Kept = Callable[[bytes], bytes | None]  # said id → packed message, accepted here; None when there is none


@dataclass(frozen=True)
class Held:
    """A log as it is held: openings and typed entries by index, None for what says nothing at its place."""

    source: LogSource
    openings: Sequence[Opening]
    entries: Sequence[Entry | None]

    @property
    def epoch(self) -> bytes:
        return self.source.log.epoch

    @classmethod
    def of(cls, source: LogSource) -> Held:
        openings = [unpack(Opening, data, MAX_MESSAGE) for data in source.openings[: source.size]]
        return cls(source, openings, [entry_at(opening, index) for index, opening in enumerate(openings)])


@dataclass
class Choice:
    """Of one log: a range, and entries apart from it."""

    start: int = 0
    stop: int = 0
    apart: set[int] = field(default_factory=set)

    def cover(self, start: int, stop: int) -> None:
        self.start = min(self.start, start) if self.stop else start
        self.stop = max(self.stop, stop)


@dataclass
class Composing:
    """What one record is made of. `logs` of every member; `kept` looks up messages that were accepted.

    Of the logs `distrusted`, entries that do not count say nothing (`every` still has them).
    """

    what: bytes
    message: Message | Erased
    content: Content
    logs: Mapping[tuple[str, bytes], Held]  # in the order in which they were opened, as far as known
    kept: Kept
    answers: frozenset[bytes] = frozenset()  # said ids of accepted acknowledgements of it
    explained: frozenset[bytes] = frozenset()  # said ids of accepted explanations that name it
    withhold: frozenset[str] = frozenset()
    distrusted: frozenset[LogName] = frozenset()
    calendars: set[bytes] = field(default_factory=set)  # said ids of rosters by whose calendar a due time was counted
    choices: dict[tuple[str, bytes], Choice] = field(default_factory=dict)
    naming: set[Spot] = field(default_factory=set)  # shown for what they name alone, and closed

    def __post_init__(self) -> None:
        self.every: dict[Spot, Entry] = {
            (*log, index): entry
            for log, held in self.logs.items()
            for index, entry in enumerate(held.entries)
            if entry is not None
        }
        if self.distrusted:
            counts = counting(self.every, self.distrusted)
            self.logs = {
                log: replace(held, entries=[counts.get((*log, index)) for index in range(len(held.entries))])
                for log, held in self.logs.items()
            }
        self.said: dict[Place, Said] = {
            Place(party, epoch, index): entry
            for (party, epoch), held in self.logs.items()
            if party == self.content.author
            for index, entry in enumerate(held.entries)
            if isinstance(entry, Said) and entry.what == self.what
        }

    def receipt(self, party: str) -> Heard | None:
        """The earliest receipt of a member for the message, as held."""
        found = [entry for _held, _index, entry in self._heard(party)]
        return min(found, key=lambda entry: entry.at) if found else None

    def answered(self, party: str) -> bool:
        """Whether an acknowledgement of it by a member is held."""
        entries = [entry for held in self._logs(party) for entry in held.entries]
        return any(isinstance(entry, Said) and entry.what in self.answers for entry in entries)

    def choose(self, party: str, by: int) -> None:
        """What to show of one member for the time `by`."""
        logs = self._logs(party)
        heard = self._heard(party)
        answers = [
            (held, index, entry)
            for held in logs
            for index, entry in enumerate(held.entries)
            if isinstance(entry, Said) and entry.what in self.answers
        ]
        answer = min(answers, key=lambda row: row[2].at) if answers else None
        if answer is not None:
            held, index, _entry = answer
            before = [at for of, at, _ in heard if of is held and at < index]
            start = before[0] if before else index
            if all(entry is None or entry.at <= by for entry in held.entries[start : index + 1]):
                self._cover(held, start, index + 1)
                if not before and heard:
                    self._cover(heard[0][0], heard[0][1], heard[0][1] + 1)
                self._bound(party, held, index)
                return
        self._all_by(party, logs, heard, by, answer)

    def _all_by(
        self,
        party: str,
        logs: list[Held],
        heard: list[tuple[Held, int, Heard]],
        by: int,
        answer: tuple[Held, int, Said] | None,
    ) -> None:
        """Every entry from before the message was written to the first one dated after `by`, or the late answer."""
        starts: list[tuple[int, int]] = []  # (which log, index): the last entry dated before it, and whatever bounds it
        for number, held in enumerate(logs):
            earlier = [i for i, e in enumerate(held.entries) if e is not None and e.at <= self.content.composed]
            if earlier:
                starts = [(number, earlier[-1])]
        starts = starts or [(0, 0)]
        starts += [(logs.index(held), index) for held, index, _ in heard]
        starts += [
            (number, min(head.size, held.source.size - 1))
            for said in self.said.values()
            for head in said.seen
            for number, held in enumerate(logs)
            if (head.party, head.epoch) == (party, held.epoch)
        ]
        first, start = min(starts)
        while start > 0 and logs[first].entries[start] is None:
            start -= 1  # what says nothing is no beginning
        first, start = self._told_of(party, logs, (first, start))
        last: tuple[Held, int] | None = None
        for number, held in enumerate(logs[first:], first):
            begin = start if number == first else 0
            end = held.source.size
            after = [i for i, e in enumerate(held.entries) if i >= begin and e is not None and e.at > by]
            if after:
                end = after[0] + 1
            if answer is not None and answer[0] is held:
                end = max(end, answer[1] + 1)
            done = bool(after) and (answer is None or logs.index(answer[0]) <= number)
            if after and not done:
                end = held.source.size
            self._cover(held, begin, end)
            last = (held, end - 1)
            if done:
                break
        if answer is not None:
            self._bound(party, answer[0], answer[1])
        elif last is not None:
            self._bound(party, *last)

    def _told_of(self, party: str, logs: list[Held], start: tuple[int, int]) -> tuple[int, int]:
        """From where on a reader sees that what the author named of earlier logs of this member came before what is shown:
        from the entry that says what its log follows, or from the beginning of all."""
        number, _index = start
        named = {head.epoch for head in self._named(party)}
        before = {held.epoch for held in logs[:number]} & named
        if not before:
            return start
        opened = logs[number].entries[0] if logs[number].entries else None
        follows = opened.follows if isinstance(opened, Opened) else None
        told = (
            {head.epoch for head in [*opened.reported, *([follows] if follows else [])]}
            if isinstance(opened, Opened)
            else set()
        )
        return (number, 0) if before <= told else (0, 0)

    def _named(self, party: str) -> list[Head]:
        """Every head of a member that the author's entries name."""
        own = [held for (who, _), held in self.logs.items() if who == self.content.author]
        said = [entry for held in own for entry in held.entries if isinstance(entry, Said)]
        return [head for entry in said for head in entry.seen if head.party == party]

    def _heard(self, party: str) -> list[tuple[Held, int, Heard]]:
        return [
            (held, index, entry)
            for held in self._logs(party)
            for index, entry in enumerate(held.entries)
            if isinstance(entry, Heard) and entry.what == self.what and entry.place in self.said
        ]

    def _logs(self, party: str) -> list[Held]:
        """The logs of a member, each behind the one it follows, and else as they came to be known."""
        held = [one for (who, _), one in self.logs.items() if who == party]
        ordered: list[Held] = []
        while held:
            known = {one.epoch for one in held}
            ready = [one for one in held if _follows(one) not in known - {one.epoch}] or held
            ordered.append(ready[0])
            held.remove(ready[0])
        return ordered

    def _cover(self, held: Held, start: int, stop: int) -> None:
        self.choices.setdefault((held.source.log.party, held.epoch), Choice()).cover(start, stop)

    def _bound(self, party: str, held: Held, index: int) -> None:
        """The author's entries that first named an entry of a member, and last named its log without it."""
        with_it: list[tuple[int, tuple[str, bytes], int]] = []
        without: list[tuple[int, tuple[str, bytes], int]] = []
        for log, own in self.logs.items():
            for i, said in enumerate(own.entries if log[0] == self.content.author else ()):
                for head in said.seen if isinstance(said, Said) else ():
                    if said is not None and (head.party, head.epoch) == (party, held.epoch):
                        (with_it if head.size > index else without).append((said.at, log, i))
        for _at, log, i in [*sorted(with_it)[:1], *sorted(without)[-1:]]:
            self.choices.setdefault(log, Choice()).apart.add(i)

    def beside(self) -> None:
        """Every accepted explanation that names the message, and the calendars used, in whichever log they stand."""
        for log, held in self.logs.items():
            for index, entry in enumerate(held.entries):
                if isinstance(entry, Said) and entry.what in self.explained | self.calendars:
                    self.choices.setdefault(log, Choice()).apart.add(index)

    def parts(self) -> list[Part]:
        """The parts in order of party and epoch."""
        for place in self.said:
            self.choices.setdefault((place.party, place.epoch), Choice()).apart.add(place.index)
        shown = {
            (*log, index)
            for log, choice in self.choices.items()
            for index in {*range(choice.start, choice.stop), *choice.apart}
            if self.logs[log].entries[index] is not None
        }
        for party, epoch, index in naming(self.every, self.distrusted, shown):
            choice = self.choices.setdefault((party, epoch), Choice())
            if not choice.start <= index < choice.stop and index not in choice.apart:
                choice.apart.add(index)
                self.naming.add((party, epoch, index))
        return [self._part(self.logs[log], self.choices[log]) for log in sorted(self.choices)]

    def _part(self, held: Held, choice: Choice) -> Part:
        tree, size = held.source.log.tree, held.source.size
        shown = None
        if choice.stop:
            rows = [self._row(held, index) for index in range(choice.start, choice.stop)]
            shown = Range(choice.start, rows, tree.around(choice.start, choice.stop, size))
        apart = [
            Apart(self._row(held, index), tree.path(index, size))
            for index in sorted(choice.apart)
            if not choice.start <= index < choice.stop
        ]
        return Part(head=held.source.checkpoint, range=shown, apart=apart or None)

    def _row(self, held: Held, index: int) -> ShownRow:
        opening, entry = held.openings[index], held.entries[index]
        own = held.source.log.party == self.content.author
        if (
            (held.source.log.party, held.epoch, index) in self.naming
            or not isinstance(entry, Said)
            or (own and entry.what != self.what and entry.what not in self.explained)
        ):
            return ShownRow(entry=opening)
        packed = self.kept(entry.what)
        if packed is None:
            return ShownRow(entry=opening)
        message = read_kept(packed)
        if entry.what == self.what or entry.what in self.explained:
            return ShownRow(entry=opening, signed=message.signed, open=_opened(message, self.withhold))
        if entry.what in self.calendars:
            others = frozenset(read_signed(message.signed)[0].sections) - {CALENDAR}
            return ShownRow(entry=opening, signed=message.signed, open=_opened(message, others))
        if entry.what in self.answers:
            return ShownRow(entry=opening, signed=message.signed, open=_opened(message, frozenset()))
        return ShownRow(entry=opening, signed=message.signed)


def _opened(message: Message | Erased, hidden: frozenset[str]) -> dict[str, Open]:
    """The sections that are not hidden, and were not destroyed by agreement."""
    content = read_signed(message.signed)[0]
    rows = {name: opened(message, name) for name in content.sections if name not in hidden}
    return {name: row for name, row in rows.items() if row is not None}


def _follows(held: Held) -> bytes | None:
    first = held.entries[0] if held.entries else None
    return first.follows.epoch if isinstance(first, Opened) and first.follows is not None else None


def compose(
    line: bytes,
    writer: str,
    made: int,
    terms: bytes,
    fields: Mapping[str, Field],
    credentials: Mapping[str, bytes],
    composing: Composing,
    by: Mapping[str, By],
    carried: Mapping[str, list[Carried]] | None = None,
    differ: Mapping[str, Heads] | None = None,
    leave_out: Iterable[str] = (),
    successions: Sequence[Succession] = (),
) -> Delivery:
    """The record, to be signed by the writer's node. Of the members in `leave_out` no entry is shown: it was not sent to them."""
    for party in sorted(set(by) - set(leave_out)):
        composing.choose(party, by[party].at)
    composing.beside()
    return Delivery(
        v=1,
        line=line,
        writer=writer,
        made=made,
        terms=terms,
        fields=dict(fields),
        credentials=[credentials[party] for party in sorted(credentials)],
        message=composing.what,
        by=dict(by),
        logs=composing.parts(),
        carried=dict(carried) if carried else None,
        differ=dict(differ) if differ else None,
        successions=list(successions) or None,
    )
