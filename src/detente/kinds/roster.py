"""Roster: a party's offices, how each is reached by function, and the party's duty calendar. Offices, never persons.

The calendar holds all that is needed to say whether the office is open at an instant, without any other source:

- *offset*, minutes east of UTC at the beginning, and *changes* of it, each from an instant (ms UTC) on;
- *week*, seven lists of spans of local minutes, Monday first; the same hours apply to every ordinary day of that name;
- *holidays*, from one local date to another, both included; *working*, dates on which the hours of another day of the week
  apply (`like`, 1 Monday to 7 Sunday), as where a holiday is paid for with a Saturday;
- *on_call*, hours beyond duty in which somebody can be called; they hold on holidays too;
- *covers_from*, *covers_until*: the first and the last local date for which holidays and extra working days are known.

What it leads to is `detente.line.duty`; the words of the rule stand in spec/protocol.md section 27.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Millis, Row, Shape
from detente.kinds.kind import Kind, Short

EPOCH = datetime.date(1970, 1, 1).toordinal()
DAY_MINUTES = 1440
MOST_COVERED = 3653  # days: ten years
Date = Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z")]
Minute = Annotated[int, msgspec.Meta(ge=0, le=DAY_MINUTES)]
Offset = Annotated[int, msgspec.Meta(ge=-1080, le=1080)]  # minutes east of UTC, within 18 hours


class Names(Shape, frozen=True):
    en: Short
    zh: Short


class Reach(Shape, frozen=True):
    """One way to reach an office by function, and in which hours it is answered."""

    way: Literal["telephone", "fax", "mail", "radio", "video", "other"]
    at: Short
    hours: Literal["duty", "on-call", "always"]


class Office(Shape, frozen=True):
    names: Names
    reach: Annotated[list[Reach], msgspec.Meta(max_length=8)]


class Offices(Shape, frozen=True):
    offices: Annotated[list[Office], msgspec.Meta(min_length=1, max_length=16)]


class Hours(Row, frozen=True):
    """Open from one minute of the local day until another, the second not included."""

    start: Minute
    end: Minute


class Change(Row, frozen=True):
    """From `at` (ms UTC) on, the offset is another."""

    at: Millis
    offset: Offset


class Holiday(Shape, frozen=True):
    start: Date = msgspec.field(name="from")
    until: Date
    names: Names | None = None


class Working(Shape, frozen=True):
    on: Date
    like: Annotated[int, msgspec.Meta(ge=1, le=7)]


DayHours = Annotated[list[Hours], msgspec.Meta(max_length=8)]
Week = Annotated[list[DayHours], msgspec.Meta(min_length=7, max_length=7)]


class Calendar(Shape, frozen=True):
    label: Names  # of the local time, as on screen: "Eastern Time"
    offset: Offset
    changes: Annotated[list[Change], msgspec.Meta(max_length=64)]
    week: Week
    holidays: Annotated[list[Holiday], msgspec.Meta(max_length=128)]
    working: Annotated[list[Working], msgspec.Meta(max_length=64)]
    covers_from: Date
    covers_until: Date
    on_call: Week | None = None


def day_number(text: str) -> int | None:
    """Days since 1970-01-01; None for what is no date, or one before."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        return None
    try:
        number = datetime.date.fromisoformat(text).toordinal() - EPOCH
    except ValueError:
        return None
    return number if number >= 0 else None


def _hours_sound(week: Sequence[Sequence[Hours]]) -> bool:
    """Each span has a length; spans of a day are in order and neither overlap nor touch, so that hours have one spelling."""
    return all(
        all(span.start < span.end for span in day) and all(a.end < b.start for a, b in pairwise(day)) for day in week
    )


def _offsets_sound(calendar: Calendar) -> bool:
    """Changes are in order, and each changes something."""
    offsets = [calendar.offset, *(change.offset for change in calendar.changes)]
    return all(a.at < b.at for a, b in pairwise(calendar.changes)) and all(a != b for a, b in pairwise(offsets))


def _days_sound(calendar: Calendar, first: int, last: int) -> bool:
    """Dates are dates, within what is covered, in order, none twice; none is both a holiday and an extra working day."""
    closed: list[int] = []
    for holiday in calendar.holidays:
        start, until = day_number(holiday.start), day_number(holiday.until)
        if start is None or until is None or not first <= start <= until <= last:
            return False
        closed += [start, until]
    worked = [day_number(working.on) for working in calendar.working]
    known = [number for number in worked if number is not None and first <= number <= last]
    apart = all(a < b for a, b in pairwise(known)) and all(
        a < b for a, b in zip(closed[1::2], closed[2::2], strict=False)
    )
    spans = list(zip(closed[::2], closed[1::2], strict=True))
    return apart and len(known) == len(worked) and not any(a <= day <= b for day in known for a, b in spans)


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    return calendar_fault(sections["calendar"])


def calendar_fault(calendar: Calendar) -> str | None:
    """The first rule of section 27 that a calendar breaks, or None."""
    if not any(calendar.week) or not _hours_sound(calendar.week) or not _hours_sound(calendar.on_call or []):
        return "roster-hours"
    if not _offsets_sound(calendar):
        return "roster-offsets"
    first, last = day_number(calendar.covers_from), day_number(calendar.covers_until)
    if first is None or last is None or not first <= last < first + MOST_COVERED:
        return "roster-covers"
    if not _days_sound(calendar, first, last):
        return "roster-days"
    return None


ROSTER = Kind(
    name="roster",
    schema=1,
    sections={"offices": Offices, "calendar": Calendar},
    required=frozenset({"offices", "calendar"}),
    rule=rule,
    names="none",
)
