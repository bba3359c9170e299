"""What every member had seen at each of its words, read off all logs once, up to a cut. Pure.

`line/agreement.py` asks the same of one word at a time; a dialogue asks it of hundreds, so each log is walked once and what had
been seen is kept at the places that matter. A cut is how far each log is looked at, (party, epoch) → entries: two members that
look at the same cut read the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from detente.line.agreement import Seen
from detente.line.over import Over
from detente.line.quota import covered
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.proof.head import Head, Place

Name = tuple[str, bytes]  # party, epoch
Cut = Mapping[Name, int]
Entries = Mapping[Name, Sequence[Entry | None]]  # every log up to the cut
Held = Callable[[Head], bool]  # whether what is here of a log, within the cut, has this head


@dataclass
class Sight(Seen):
    """Beside what had been seen, `accepted`: the names of what a log, with those it follows, holds a receipt of as accepted."""

    accepted: set[bytes] = field(default_factory=set)

    def add(self, other: Seen) -> None:
        super().add(other)
        if isinstance(other, Sight):
            self.accepted |= other.accepted


@dataclass
class Trail:
    """`seen` at the places asked for; `ends`: what each log had seen at its end.

    Where an earlier log of its author, which a log follows, is not here as far, less is known than was seen (`missing`).
    Of a log in `over` there is no more than is here (detente.line.over), whatever the one after it says.
    """

    entries: Entries
    places: frozenset[Place]
    held: Held
    over: Over = field(default_factory=dict)
    seen: dict[Place, Sight] = field(default_factory=dict)
    ends: dict[Name, Sight] = field(default_factory=dict)
    _named: dict[bytes, list[Place]] = field(default_factory=dict)  # where each message asked for stands
    _stops: dict[Name, set[int]] = field(default_factory=dict)
    _at: dict[tuple[str, bytes, int], Sight] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Entries, places: Iterable[Place], held: Held, over: Over | None = None) -> Trail:
        trail = cls(entries, frozenset(places), held, over or {})
        for place in trail.places:
            trail._stops.setdefault((place.party, place.epoch), set()).add(place.index + 1)
            if (what := trail.said(place)) is not None:
                trail._named.setdefault(what, []).append(place)
        for name in entries:
            after = trail._follows(name)
            if after is not None:
                trail._stops.setdefault(after[0], set()).add(after[1])
        done: set[Name] = set()
        for name in sorted(entries):
            trail._walk(name, done)
        for place in trail.places:
            trail.seen[place] = trail._at.get((place.party, place.epoch, place.index + 1), Sight())
        return trail

    def first(self, places: Iterable[Place]) -> tuple[Place, ...]:
        """Of the places of one message those before which no other stands in its author's logs: it was said there first."""
        known = tuple(places)
        return tuple(p for p in known if not any(q != p and self.after(p, q) for q in known))

    def after(self, place: Place, other: Place) -> bool:
        """Whether `place` stands after another of its author's, in one log or in those that it says it follows."""
        return place != other and other.index < self.seen[place].own.get((other.party, other.epoch), 0)

    def order(self, place: Place) -> tuple[str, int, bytes, int]:
        """What an author's places are sorted by: as its logs say; where none says which came first, the shorter log."""
        return place.party, sum(self.seen[place].own.values()), place.epoch, place.index

    def missing(self, place: Place, since: Iterable[Place]) -> bool:
        """Whether a log that the author of `place` had seen is not here up to the head it had seen.

        Not asked of what had been seen already at every place in `since`: what is in there was said before.
        """
        before = [self._before(one) for one in since]

        def new(name: Name, size: int) -> bool:
            return not all(size <= one.get(name, 0) for one in before)

        seen = self.seen[place]
        gaps = [after for name in seen.own if (after := self._gap(name)) is not None]
        return any(new(name, head.size) and not self.held(head) for name, head in seen.heads.items()) or any(
            new(*after) for after in gaps
        )

    def _gap(self, name: Name) -> tuple[Name, int] | None:
        """What a log follows and is not here so far."""
        after = self._follows(name)
        if after is None or after[0] in self.over:
            return None
        first = self.entries[name][0]
        return (
            after if isinstance(first, Opened) and first.follows is not None and not self.held(first.follows) else None
        )

    def _before(self, place: Place) -> dict[Name, int]:
        """How much of each log had been said before a place: what had been seen there, and what those logs come after."""
        seen = self.seen[place]
        found = {name: head.size for name, head in seen.heads.items()} | seen.own
        todo = list(found)
        while todo:
            name = todo.pop()
            first = self.entries[name][0] if self.entries.get(name) else None
            if not isinstance(first, Opened):
                continue
            for head in [*first.reported, *([first.follows] if first.follows is not None else [])]:
                before = (head.party, head.epoch)
                if head.party == name[0] and found.get(before, 0) < head.size:
                    found[before] = head.size
                    todo.append(before)
        return found

    def said(self, place: Place) -> bytes | None:
        """The name of what an author's log says at a place, within the cut."""
        log = self.entries.get((place.party, place.epoch), ())
        entry = log[place.index] if place.index < len(log) else None
        return entry.what if isinstance(entry, Said) else None

    def _follows(self, name: Name) -> tuple[Name, int] | None:
        first = self.entries[name][0] if self.entries[name] else None
        if not isinstance(first, Opened) or first.follows is None or first.follows.party != name[0]:
            return None
        before, size = (name[0], first.follows.epoch), first.follows.size
        size = min(size, len(self.entries.get(before, ()))) if before in self.over else size
        return before, size

    def _walk(self, name: Name, done: set[Name]) -> None:
        if name in done:
            return
        done.add(name)
        before, seen = self._follows(name), Sight()
        if before is not None and before[0] in self.over and before[1] == 0:
            # Nothing in it counts: what came before it is in the logs under the keys before.
            for one in self.over.get(before[0], ()):
                if one in self.entries:
                    self._walk(one, done)
                    seen.add(self.ends[one])
        elif before is not None:
            if before[0] in self.entries:
                self._walk(before[0], done)
            found = self._at.get((*before[0], before[1]))
            if found is not None and self._gap(name) is None:
                seen = _copied(found)
        stops, log = self._stops.get(name, set()), self.entries[name]
        for index, entry in enumerate(log):
            if isinstance(entry, Said):
                for head in entry.seen:
                    if head.party != name[0]:  # what it says of its own logs orders nothing
                        seen.name(head)
            elif isinstance(entry, Heard) and entry.place.party != name[0]:
                self._heard(seen, entry)
            if index + 1 in stops:
                self._at[(*name, index + 1)] = _copied(seen, name, index + 1)
        self.ends[name] = _copied(seen, name, len(log))

    def _heard(self, seen: Sight, entry: Heard) -> None:
        if entry.verdict == "accepted":
            seen.accepted.add(entry.what)
        seen.heard.update(self._named.get(entry.what, ()))  # wherever it was heard
        for index, _what in (
            covered(entry, lambda i: self._names(entry.place, i)) if entry.run else [(entry.place.index, b"")]
        ):
            place = Place(entry.place.party, entry.place.epoch, index)
            if place in self.places:
                seen.heard.add(place)

    def _names(self, place: Place, index: int) -> list[bytes]:
        what = self.said(Place(place.party, place.epoch, index))
        return [] if what is None else [what]


def _copied(seen: Sight, name: Name | None = None, stop: int = 0) -> Sight:
    own = dict(seen.own) if name is None else {**seen.own, name: stop}
    return Sight(dict(seen.heads), own, set(seen.heard), set(seen.accepted))
