"""Meetings as iCalendar (RFC 5545), out and in: `detente meeting calendar -o FILE`, `detente meeting propose NAME --ics FILE`."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any

from detente.cli.common import read_file
from detente.codec.errors import Local
from detente.node.zones import exact, zone

MOST = 1024 * 1024  # bytes of a calendar file
STATUS = {"agreed": "CONFIRMED", "held": "CONFIRMED", "called-off": "CANCELLED"}


def _library() -> Any:
    try:
        import icalendar
    except ImportError as error:
        raise Local("extra-missing", extra="documents", package="icalendar") from error
    return icalendar


def written(rows: Iterable[dict[str, Any]], line: str, now: int) -> bytes:
    """One event a meeting, both languages in its title; `uid` stays the same whenever it is written."""
    ical = _library()
    calendar = ical.Calendar()
    calendar.add("prodid", "-//Detente//meetings//EN")
    calendar.add("version", "2.0")
    for row in rows:
        event = ical.Event()
        digest = hashlib.sha256(f"{line}/{row['name']}".encode()).hexdigest()[:32]
        event.add("uid", f"{digest}@detente.invalid")
        event.add("dtstamp", _utc(now))
        event.add("dtstart", _utc(row["at"]))
        event.add("dtend", _utc(row["ends"]))
        event.add("summary", f"{row['group']} {row['name']} · {row['chair']}")
        agenda = "\n".join(f"{one['en']} · {one['zh']}" for one in row["agenda"])
        if agenda:
            event.add("description", agenda)
        if row["place"] is not None:
            event.add("location", f"{row['place']['en']} · {row['place']['zh']}")
        event.add("status", STATUS.get(row["state"], "TENTATIVE"))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _utc(ms: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(ms // 1000, datetime.UTC)


def times_of(path: str) -> tuple[int, int]:
    """When the one meeting in a calendar file begins and ends. `Local`: `ical-unreadable`, `ical-events`, `zone-unknown`,
    `time-skipped`; what else the file says is not taken."""
    ical = _library()
    data = read_file(path, MOST)
    try:
        calendars = ical.Calendar.from_ical(data, multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise Local("ical-unreadable", path=path, why=str(error)[:120]) from error
    if len(events) != 1 or "RRULE" in events[0] or "RDATE" in events[0]:
        raise Local("ical-events", path=path, number=len(events))
    [event] = events
    defined = {str(part.get("TZID")) for one in calendars for part in one.walk("VTIMEZONE")}
    begins = _moment(event, "DTSTART", path, defined)
    if "DTEND" in event:
        return begins, _moment(event, "DTEND", path, defined)
    span = event.get("DURATION")
    length = span.dt if span is not None and isinstance(span.dt, datetime.timedelta) else None
    if length is None:
        raise Local("ical-unreadable", path=path, why="DTEND")
    return begins, begins + int(length.total_seconds() * 1000)


def _moment(event: Any, name: str, path: str, defined: set[str]) -> int:
    field = event.get(name)
    value = getattr(field, "dt", None)
    if not isinstance(value, datetime.datetime):  # a whole day is no time of a meeting
        raise Local("ical-unreadable", path=path, why=name)
    named = field.params.get("TZID")
    if named is None:
        if value.tzinfo is None:
            raise Local("zone-unknown", zone=None)
        return int(value.timestamp() * 1000)
    if str(named) in defined and value.tzinfo is not None:
        return exact(value, str(named))
    return exact(value.replace(tzinfo=zone(str(named))), str(named))
