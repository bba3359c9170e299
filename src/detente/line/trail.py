"""What every member had seen at each of its words, read off all logs once, up to a cut. Pure.

`line/agreement.py` asks the same of one word at a time; a dialogue asks it of hundreds, so each log is walked once and what had
been seen is kept at the places that matter. A cut is how far each log is looked at, (party, epoch) → entries: two members that
look at the same cut read the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from detente.line.agreement import Seen
from detente.line.over import Over
from detente.line.quota import covered
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.proof.head import Place

Name = tuple[str, bytes]  # party, epoch
Cut = Mapping[Name, int]
Entries = Mapping[Name, Sequence[Entry | None]]  # every log up to the cut


@dataclass
class Trail:
    """`seen` at the places asked for; `ends`: what each log had seen at its end; `refused`: places a member did not take.

    `whole` is false of a log whose author's earlier one, which it follows, is not here as far: then less is known than was seen.
    Of a log in `over` there is no more than is here (detente.line.over), whatever the one after it says.
    """

    entries: Entries
    places: frozenset[Place]
    over: Over = field(default_factory=dict)
    seen: dict[Place, Seen] = field(default_factory=dict)
    ends: dict[Name, Seen] = field(default_factory=dict)
    refused: set[Place] = field(default_factory=set)
    broken: set[Name] = field(default_factory=set)
    _stops: dict[Name, set[int]] = field(default_factory=dict)
    _at: dict[tuple[str, bytes, int], Seen] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Entries, places: Iterable[Place], over: Over | None = None) -> Trail:
        trail = cls(entries, frozenset(places), over or {})
        for place in trail.places:
            trail._stops.setdefault((place.party, place.epoch), set()).add(place.index + 1)
        for name in entries:
            after = trail._follows(name)
            if after is not None:
                trail._stops.setdefault(after[0], set()).add(after[1])
        done: set[Name] = set()
        for name in sorted(entries):
            trail._walk(name, done)
        for place in trail.places:
            trail.seen[place] = trail._at.get((place.party, place.epoch, place.index + 1), Seen())
        return trail

    def whole(self, place: Place) -> bool:
        return (place.party, place.epoch) not in self.broken

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
        before, seen = self._follows(name), Seen()
        if (
            before is not None and before[1] == 0
        ):  # nothing in it counts: what came before it is in the logs under keys before
            for one in self.over.get(before[0], ()):
                if one in self.entries:
                    self._walk(one, done)
                    seen.add(self.ends[one])
        elif before is not None:
            if before[0] in self.entries:
                self._walk(before[0], done)
            found = self._at.get((*before[0], before[1]))
            if found is None or before[0] in self.broken:
                self.broken.add(name)
            seen = _copied(found) if found is not None else seen
        stops, log = self._stops.get(name, set()), self.entries[name]
        for index, entry in enumerate(log):
            if isinstance(entry, Said):
                for head in entry.seen:
                    seen.name(head)
            elif isinstance(entry, Heard):
                self._heard(seen, entry)
            if index + 1 in stops:
                self._at[(*name, index + 1)] = _copied(seen, name, index + 1)
        self.ends[name] = _copied(seen, name, len(log))

    def _heard(self, seen: Seen, entry: Heard) -> None:
        for index, _what in (
            covered(entry, lambda i: self._names(entry.place, i)) if entry.run else [(entry.place.index, b"")]
        ):
            place = Place(entry.place.party, entry.place.epoch, index)
            if place in self.places:
                seen.heard.add(place)
                if entry.run or (entry.verdict != "accepted" and self.said(place) == entry.what):
                    self.refused.add(place)

    def _names(self, place: Place, index: int) -> list[bytes]:
        what = self.said(Place(place.party, place.epoch, index))
        return [] if what is None else [what]


def _copied(seen: Seen, name: Name | None = None, stop: int = 0) -> Seen:
    own = dict(seen.own) if name is None else {**seen.own, name: stop}
    return Seen(dict(seen.heads), own, set(seen.heard))
