"""What became of tests: a fold over the record, for one tester and one member. Pure, and the same on both sides.

Every time compared with another is of one log, the tester's: when it said the test, and when it heard the reply. Machine and
person are never mixed: a test between nodes says nothing of persons, and a person's nothing of the network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

HOUR, DAY = 3_600_000, 86_400_000  # ms
Outcome = Literal["answered", "late", "not-back", "service", "waiting", "not-tested", "no-line"]
# Of several tests in one hour the first of these names the hour.
ORDER: tuple[Outcome, ...] = ("not-back", "late", "waiting", "answered", "service", "not-tested", "no-line")


@dataclass(frozen=True)
class Trial:
    """One test. `back`: ms at which the tester heard the reply; `stored`: by the other's claim, when its node had the test."""

    what: bytes
    at: int
    back: int | None = None
    stored: int | None = None


@dataclass(frozen=True)
class Pause:
    """A planned pause: [begins, ends) in ms UTC, never from before it was said."""

    party: str
    begins: int
    ends: int
    pauses: str

    def of(self, who: Literal["machine", "desk"]) -> bool:
        return self.pauses in (who, "both")


def pauses(rows: Iterable[dict[str, Any]]) -> list[Pause]:
    """Planned pauses as they were in the end. `rows`: service messages of one party, in the order of its log.

    A `moved`, `cancelled` or `restored` that names none of them, or one moved before, changes nothing.
    """
    held: dict[bytes, Pause] = {}
    ended: list[Pause] = []
    for row in rows:
        at = row["at"]
        before = None if row["plan"] == "maintenance" else held.pop(row["re"], None)
        if row["plan"] != "maintenance" and before is None:
            continue
        if before is not None and before.begins < at:  # what had begun was a pause until now
            ended.append(Pause(before.party, before.begins, min(before.ends, at), before.pauses))
        if row["begins"] is not None and row["ends"] > at:
            held[row["what"]] = Pause(row["party"], max(row["begins"], at), row["ends"], row["pauses"])
    return sorted([*held.values(), *ended], key=lambda pause: (pause.begins, pause.ends))


def paused(planned: Iterable[Pause], start: int, stop: int, who: Literal["machine", "desk"] = "machine") -> bool:
    """Whether a planned pause of `who` touches the time from `start` until `stop` (both included)."""
    return any(pause.of(who) and pause.begins <= stop and start < pause.ends for pause in planned)


def outcome(
    test: Trial, window: int, planned: Sequence[Pause], now: int, who: Literal["machine", "desk"] = "machine"
) -> Outcome:
    """What became of one test that had `window` ms to come back."""
    if test.back is not None:
        return "answered" if test.back <= test.at + window else "late"
    if paused(planned, test.at, test.at + window, who):
        return "service"
    return "waiting" if now <= test.at + window else "not-back"


@dataclass(frozen=True)
class Day:
    """One day (UTC): its hours that have begun, and how many tests came to what."""

    begins: int
    hours: list[Outcome]
    tests: dict[str, int] = field(default_factory=dict)


def days(tests: Sequence[Trial], window: int, planned: Sequence[Pause], now: int, count: int, begun: int) -> list[Day]:
    """The last `count` days up to `now`, the oldest first; hours before the line had `begun` are not counted as not tested."""
    by_hour: dict[int, list[Outcome]] = {}
    for test in tests:
        by_hour.setdefault(test.at // HOUR, []).append(outcome(test, window, planned, now))
    found = []
    for day in range(now // DAY - count + 1, now // DAY + 1):
        hours: list[Outcome] = []
        tally: Counter[str] = Counter()
        for hour in range(day * 24, min(day * 24 + 24, now // HOUR + 1)):
            came = by_hour.get(hour, [])
            tally.update(came)
            if not came and paused(planned, hour * HOUR, hour * HOUR + HOUR - 1):
                came = ["service"]
            elif not came and hour < begun // HOUR:
                came = ["no-line"]
            hours.append(min(came, key=ORDER.index, default="not-tested"))
        tally["not-tested"] = hours.count("not-tested")  # hours, not tests
        found.append(Day(day * DAY, hours, dict(tally)))
    return found


@dataclass(frozen=True)
class NotBack:
    """Tests in a row that did not come back, the line not having been good since. `stored`: the newest was receipted."""

    since: int
    tests: int
    last: Trial


def not_back(tests: Sequence[Trial], window: int, planned: Sequence[Pause], now: int) -> NotBack | None:
    """What is amiss now: tests whose time is over, said after the last reply that was heard."""
    good = max((test.back for test in tests if test.back is not None), default=-1)
    run = [t for t in tests if t.at > good and outcome(t, window, planned, now) == "not-back"]
    return NotBack(run[0].at, len(run), run[-1]) if run else None
