"""What counts against the quotas of a line's terms, in which hour, and how excess is refused: in runs, one entry each.

A message counts in the hour in which it was composed, which its officers signed, so that it counts in the same hour
wherever it stands: a new epoch that says messages again spends nothing. A time no honest author needs gains nothing:
ahead of the reader's clock it counts as `AHEAD` before it, long ago as `BACK` before it. So nobody says more than a quota
an hour for long, and never more at one moment than a week of them.

What the rules before would refuse anyway counts together, each place once, in the hour in which it is heard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from detente.codec.cbor import tagged_hash
from detente.codec.limits import AHEAD, BACK, MAX_RUN
from detente.line.shapes import Content, Heard, Run, Said
from detente.proof.head import Place

HOUR = 3_600_000  # ms
OVER_QUOTA = "over-quota"
REFUSED_ANYWAY = 4  # the class, beside the four of `wanted`, of what an earlier rule refuses


@dataclass(frozen=True)
class Spent:
    """That a message counts: in which class, in which hour (hours since 1970)."""

    wanted: int
    hour: int


def counting_hour(content: Content | None, wanted: int, now: int) -> int:
    """The hour in which a message counts that is heard at `now` (ms UTC, the reader's clock)."""
    if content is None or wanted == REFUSED_ANYWAY:
        return now // HOUR
    return min(max(content.composed, now - BACK), now + AHEAD) // HOUR


class Spending(Protocol):
    def spent(self, line: bytes, party: str, wanted: int, hour: int) -> int:
        """How many messages of `party` count in a class and hour."""


@dataclass
class Tally:
    """What is spent, as kept, and what is added to it while one payload is heard."""

    shelf: Spending
    line: bytes
    added: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    kept: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def of(self, party: str, content: Content | None, now: int) -> Callable[[int], int]:
        """For a message of `party` heard at `now`: class → how many count in its hour already."""

        def used(wanted: int) -> int:
            key = (party, wanted, counting_hour(content, wanted, now))
            if key not in self.kept:
                self.kept[key] = self.shelf.spent(self.line, *key)
            return self.kept[key] + self.added[key]

        return used

    def add(self, party: str, spent: Spent) -> None:
        self.added[(party, spent.wanted, spent.hour)] += 1


@dataclass(frozen=True)
class Excess:
    """A message over quota: where it stands and what it is called. What it says is kept nowhere."""

    place: Place
    said: Said
    secret: bytes | None
    spent: Spent | None  # None when it was refused before, in a log of ours that is closed


def runs(excess: Iterable[Excess]) -> list[list[Excess]]:
    """Excess by log, in order of place, at most `MAX_RUN` together: what one entry refuses.

    Two messages at one place, of two histories, never stand in one run.
    """
    found: list[list[Excess]] = []
    for one in sorted(excess, key=lambda e: (e.place.party, e.place.epoch, e.place.index, e.said.what)):
        last = found[-1][-1].place if found else one.place
        log, index = (last.party, last.epoch), last.index
        if found and log == (one.place.party, one.place.epoch) and index < one.place.index and len(found[-1]) < MAX_RUN:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def run_digest(names: Sequence[bytes]) -> bytes:
    return tagged_hash("run", list(names))


def refusal(run: Sequence[Excess], i: int, at: int, has: bytes | None) -> Heard:
    """The one entry that refuses a run. A run of one needs no more than its name."""
    also, names = [one.place.index for one in run[1:]], [one.said.what for one in run]
    return Heard(
        i=i,
        at=at,
        place=run[0].place,
        what=names[0],
        verdict="refused",
        reason=OVER_QUOTA,
        has=has,
        run=Run(also, run_digest(names)) if also else None,
    )


def places_of(heard: Heard) -> list[int]:
    """The indices, in the log that `heard` names, of all messages it is a verdict on."""
    return [heard.place.index, *(heard.run.also if heard.run is not None else ())]


def covered(heard: Heard, names_at: Callable[[int], Sequence[bytes]]) -> list[tuple[int, bytes]]:
    """(index, name) of every message that `heard` is a receipt for; none when it is not what stands there.

    `names_at` gives the name of what was said at an index of the log that `heard` names: none when that is not known, and
    the first of two where it showed two histories.
    """
    found: list[tuple[int, bytes]] = []
    for index in places_of(heard):
        names = names_at(index)
        if not names or (not found and heard.what not in names):
            return []
        found.append((index, names[0] if found else heard.what))
    if heard.run is not None and run_digest([name for _, name in found]) != heard.run.names:
        return []
    return found
