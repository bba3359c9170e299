"""Duty time: whether an office is open at an instant, when it opens next, when a span of duty time is over. Pure.

All of it follows from one definition (spec/protocol.md section 27). At an instant t, local time is t plus the offset in
force at t; its date names the hours, and the office is open when its minute is within one of them. Duty time between two
instants is how long the office is open between them, and a span that begins at t is over at the first instant by which
that much has passed. So an hour that a change of offset skips is no duty time, and one that it repeats is twice.

A calendar knows holidays and extra working days from one date to another. Where an answer needs a day outside, that day counts
as an ordinary day of its week, and the answer says so: its basis is `plain-weeks`. Nothing is ever taken for granted in silence:
with no calendar the basis is `no-calendar` and there is no time; a span that ten years of days do not fill is `beyond`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from detente.codec.errors import Local
from detente.codec.limits import MAX_SECTION
from detente.codec.shape import unpack
from detente.kinds.roster import Calendar, Hours, day_number

MINUTE = 60_000
DAY = 86_400_000
MOST_SPAN = 366 * DAY  # the longest span anyone may agree on
MOST_DAYS = 3653  # looked at before giving up: ten years

Over = Literal["always", "duty", "duty-and-on-call"]
Basis = Literal["always", "calendar", "plain-weeks", "no-calendar", "beyond"]


@dataclass(frozen=True)
class Reached:
    """An instant (ms UTC), or None where there is none, and what it rests on."""

    at: int | None
    basis: Basis


NO_CALENDAR = Reached(None, "no-calendar")


@dataclass(frozen=True)
class _Open:
    """Open from `start` until `end`, on local day `day`."""

    day: int
    start: int
    end: int


class Duty:
    """A calendar that has passed the roster's rule, ready to be asked. Instants are ms UTC."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._changes = [change.at for change in calendar.changes]
        self._offsets = [MINUTE * o for o in (calendar.offset, *(change.offset for change in calendar.changes))]
        self._closed = [(_day(holiday.start), _day(holiday.until)) for holiday in calendar.holidays]
        self._from = [start for start, _ in self._closed]
        self._working = {_day(working.on): working.like for working in calendar.working}
        self._covers = (_day(calendar.covers_from), _day(calendar.covers_until))

    def offset(self, at: int) -> int:
        """ms east of UTC at an instant."""
        return self._offsets[bisect_right(self._changes, at)]

    def hours(self, day: int, over: Over) -> Sequence[Hours]:
        """Open minutes of a local day (days since 1970), in order and apart."""
        weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
        if self.known(day):
            if day in self._working:
                hours: Sequence[Hours] = self.calendar.week[self._working[day] - 1]
            else:
                hours = () if self._holiday(day) else self.calendar.week[weekday]
        else:
            hours = self.calendar.week[weekday]
        if over == "duty-and-on-call" and self.calendar.on_call is not None:
            return _joined([*hours, *self.calendar.on_call[weekday]])
        return hours

    def known(self, day: int) -> bool:
        """Whether holidays and extra working days of this local day are known."""
        return self._covers[0] <= day <= self._covers[1]

    def _holiday(self, day: int) -> bool:
        found = bisect_right(self._from, day)
        return found > 0 and day <= self._closed[found - 1][1]

    # -- what is asked ---------------------------------------------------------------------------------------------

    def is_open(self, at: int, over: Over = "duty") -> bool:
        if over == "always":
            return True
        local = at + self.offset(at)
        minute = local % DAY // MINUTE
        return any(span.start <= minute < span.end for span in self.hours(local // DAY, over))

    def opens(self, at: int, over: Over = "duty") -> Reached:
        """When it is open next: `at` itself when it is open then."""
        if over == "always":
            return Reached(at, "always")
        for piece in self._pieces(at, over):
            return Reached(piece.start, self._basis(at, piece.start, piece.day))
        return Reached(None, "beyond")

    def closes(self, at: int, over: Over = "duty") -> Reached:
        """When it closes next, counted from an instant at which it is open; `beyond` where it stays open."""
        end, basis_day = at, self._local_day(at)
        if over != "always":
            for piece in self._pieces(at, over):
                if piece.start > end:
                    return Reached(end, self._basis(at, end, basis_day))
                end, basis_day = piece.end, piece.day
        return Reached(None, "beyond")

    def add(self, at: int, span: int, over: Over = "duty") -> Reached:
        """The first instant by which `span` ms of duty time have passed since `at`. `Local("duty-span")` otherwise."""
        if not 0 <= span <= MOST_SPAN:
            raise Local("duty-span", span=span)
        if over == "always":
            return Reached(at + span, "always")
        if span == 0:
            return Reached(at, self._basis(at, at, self._local_day(at)))
        left = span
        for piece in self._pieces(at, over):
            length = piece.end - piece.start
            if length >= left:
                return Reached(piece.start + left, self._basis(at, piece.start + left, piece.day))
            left -= length
        return Reached(None, "beyond")

    def between(self, start: int, end: int, over: Over = "duty") -> int:
        """Duty time in ms between two instants, at most ten years of it."""
        if over == "always":
            return max(0, end - start)
        total = 0
        for piece in self._pieces(start, over):
            if piece.start >= end:
                break
            total += min(piece.end, end) - piece.start
        return total

    # -- how it is found -------------------------------------------------------------------------------------------

    def _local_day(self, at: int) -> int:
        return (at + self.offset(at)) // DAY

    def _basis(self, start: int, end: int, last: int) -> Basis:
        """`calendar` when every local day from `start` on is known. Days only go on, but for changes of offset in between."""
        inside = self._changes[bisect_right(self._changes, start) : bisect_left(self._changes, end)]
        days = [
            self._local_day(start),
            last,
            *(day for at in inside for day in (self._local_day(at - 1), self._local_day(at))),
        ]
        return "calendar" if all(map(self.known, days)) else "plain-weeks"

    def _pieces(self, at: int, over: Over) -> Iterator[_Open]:
        """When it is open from `at` on, in order, day by day, between changes of offset; at most `MOST_DAYS` days."""
        looked = 0
        first = bisect_right(self._changes, at)
        for number, offset in enumerate(self._offsets[first:], first):
            start = max(at, self._changes[number - 1]) if number else at
            until = self._changes[number] if number < len(self._changes) else None
            day = (start + offset) // DAY
            while until is None or day * DAY - offset < until:
                if looked >= MOST_DAYS:
                    return
                looked += 1
                for span in self.hours(day, over):
                    begins = max(start, day * DAY + span.start * MINUTE - offset)
                    ends = day * DAY + span.end * MINUTE - offset
                    ends = ends if until is None else min(ends, until)
                    if begins < ends:
                        yield _Open(day, begins, ends)
                day += 1


def _day(text: str) -> int:
    number = day_number(text)
    assert number is not None, "a calendar that its rule has not seen"
    return number


def _joined(hours: Sequence[Hours]) -> list[Hours]:
    """The same minutes, in order, where spans overlap or touch as one."""
    found: list[Hours] = []
    for span in sorted(hours, key=lambda h: (h.start, h.end)):
        if found and span.start <= found[-1].end:
            found[-1] = Hours(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


@lru_cache(maxsize=64)
def duty_of(packed: bytes) -> Duty:
    """The calendar of an accepted roster, by its section's bytes."""
    return Duty(unpack(Calendar, packed, MAX_SECTION))
