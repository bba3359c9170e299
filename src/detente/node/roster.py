"""Rosters as people write them: shipped calendars, and the JSON form of offices and a duty calendar.

In the JSON form hours are `"09:00-17:00"` by the day's name, offsets `"+08:00"`, instants RFC 3339. A day left out is closed.
`calendar` may be the name of a shipped one. Faults are `Local("draft-…")`, `Local("calendar-unknown")`, or the code of the
roster's own rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from detente.codec.errors import Local
from detente.codec.shape import Shape
from detente.kinds.roster import Calendar, Offices, rule
from detente.node.compose import moment
from detente.node.proofreading import cleaned

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_OFFSET = re.compile(r"([+-])([01]\d):([0-5]\d)", re.ASCII)


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Name → a shipped calendar: names, what it is, its sources with the dates they were checked on, and the calendar."""
    folder = resources.files("detente.node") / "calendars"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return {file.name.removesuffix(".json"): json.loads(file.read_text("utf-8")) for file in files}


def calendar_of(name: str) -> Calendar:
    """A shipped calendar. `Local("calendar-unknown")` lists the names there are."""
    if name not in shipped():
        raise Local("calendar-unknown", name=name, known=", ".join(shipped()))
    return read_calendar(shipped()[name]["calendar"])


def read_calendar(draft: object) -> Calendar:
    """A calendar from its JSON form, or a shipped one from its name."""
    if isinstance(draft, str):
        return calendar_of(draft)
    if not isinstance(draft, Mapping):
        raise Local("draft-field", section="calendar", why="expected an object or a name")
    plain = dict(draft)
    plain["offset"] = _offset(plain.get("offset"))
    changes = plain.get("changes", [])
    if not isinstance(changes, list) or not all(isinstance(change, Mapping) for change in changes):
        raise Local("draft-field", section="calendar", why="changes: list expected")
    plain["changes"] = [[moment(c.get("at"), 0, "changes.at"), _offset(c.get("offset"))] for c in changes]
    for name in ("week", "on_call"):
        if name in plain:
            plain[name] = _week(plain[name], name)
    for name in ("holidays", "working"):
        plain.setdefault(name, [])
    if isinstance(plain["working"], list):
        plain["working"] = [_like(row) for row in plain["working"]]
    calendar: Calendar = _read(plain, Calendar, "calendar")
    code = rule({"calendar": calendar}, [])
    if code is not None:
        raise Local("would-be-refused", reason=code, why=None, when=None)
    return calendar


def roster_sections(draft: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Shape]:
    """The sections of a roster; without offices, one with our own names (in the home's settings) and no way to reach it."""
    unknown = sorted(set(draft) - {"offices", "calendar", "example"})
    if unknown:
        raise Local("draft-unknown", field=", ".join(unknown))
    if "calendar" not in draft:
        raise Local("draft-missing", field="calendar")
    offices = draft.get("offices", [{"names": dict(names), "reach": []}])
    return {"offices": _read({"offices": offices}, Offices, "offices"), "calendar": read_calendar(draft["calendar"])}


def _read(plain: object, shape: type[Any], section: str) -> Any:
    try:
        return msgspec.convert(cleaned(plain, section), shape, strict=True)
    except msgspec.ValidationError as error:
        raise Local("draft-field", section=section, why=str(error)) from error


def _week(draft: object, name: str) -> list[list[list[int]]]:
    if not isinstance(draft, Mapping) or set(draft) - set(DAYS):
        raise Local("draft-field", section="calendar", why=f"{name}: days by name expected")
    return [[_hours(span, name) for span in draft.get(day, [])] for day in DAYS]


def _hours(text: object, name: str) -> list[int]:
    found = _HOURS.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Local("draft-field", section="calendar", why=f"{name}: {str(text)[:40]}")
    a, b, c, d = (int(part) for part in found.groups())
    return [a * 60 + b, c * 60 + d]


def _offset(text: object) -> int:
    """Minutes east of UTC."""
    found = _OFFSET.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Local("draft-field", section="calendar", why=f"offset: {str(text)[:40]}")
    minutes = int(found[2]) * 60 + int(found[3])
    return minutes if found[1] == "+" else -minutes


def _like(row: object) -> object:
    if isinstance(row, Mapping) and row.get("like") in DAYS:
        return {**row, "like": DAYS.index(row["like"]) + 1}
    return row
