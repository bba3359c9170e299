"""Duty time by walking from minute to minute, asking of each whether the office is open: slow, plain, and no other code's.

Calendars are the plain value of a roster's section `calendar` (protocol.md section 27).
"""

from __future__ import annotations

import datetime
from typing import Any

EPOCH = datetime.datetime(1970, 1, 1)
MOST_DAYS = 3653


def local(calendar: dict[str, Any], at: int) -> datetime.datetime:
    """The local wall clock at an instant."""
    offset = calendar["offset"]
    for since, minutes in calendar["changes"]:
        if since <= at:
            offset = minutes
    return EPOCH + datetime.timedelta(milliseconds=at, minutes=offset)


def covered(calendar: dict[str, Any], date: str) -> bool:
    return bool(calendar["covers_from"] <= date <= calendar["covers_until"])


def is_open(calendar: dict[str, Any], at: int, over: str) -> bool:
    if over == "always":
        return True
    clock = local(calendar, at)
    date, minute = clock.date().isoformat(), clock.hour * 60 + clock.minute
    hours = calendar["week"][clock.weekday()]
    if covered(calendar, date):
        if any(holiday["from"] <= date <= holiday["until"] for holiday in calendar["holidays"]):
            hours = []
        for working in calendar["working"]:
            if working["on"] == date:
                hours = calendar["week"][working["like"] - 1]
    spans = list(hours)
    if over == "duty-and-on-call":
        spans += calendar.get("on_call", [[]] * 7)[clock.weekday()]
    return any(start <= minute < until for start, until in spans)


def steps(calendar: dict[str, Any], at: int) -> Any:
    """(from, to) of stretches in which nothing changes: to the next minute, or to a change of offset before it."""
    while True:
        stop = (at // 60_000 + 1) * 60_000
        stop = min([stop, *(since for since, _ in calendar["changes"] if at < since < stop)])
        yield at, stop
        at = stop


def add(calendar: dict[str, Any], at: int, span: int, over: str) -> tuple[int, str]:
    """When `span` ms of duty time are over, and what that rests on. For spans that do end."""
    if over == "always":
        return at + span, "always"
    dates = {local(calendar, at).date().isoformat()}
    if span > 0:
        for start, stop in steps(calendar, at):
            dates.add(local(calendar, start).date().isoformat())
            if is_open(calendar, start, over):
                if stop - start >= span:
                    at = start + span
                    break
                span -= stop - start
    return at, "calendar" if all(covered(calendar, date) for date in dates) else "plain-weeks"


def opens(calendar: dict[str, Any], at: int, over: str) -> tuple[int, str]:
    if over == "always":
        return at, "always"
    dates = set()
    for start, _stop in steps(calendar, at):
        dates.add(local(calendar, start).date().isoformat())
        if is_open(calendar, start, over):
            return start, "calendar" if all(covered(calendar, date) for date in dates) else "plain-weeks"
    raise AssertionError
