"""Meetings against the duty calendars that parties announced: what time it is for each, and whether its office is open. Pure.

It stands beside the state and not in it: a calendar may come after a meeting was agreed, and changes nothing of that.
"""

from __future__ import annotations

from typing import Any, Literal

from detente.kinds.roster import calendar_fault
from detente.line.duty import MINUTE, Duty
from detente.views.moves import Table

Hours = Literal["duty", "outside", "not-covered"]


def duties(table: Table) -> dict[str, Duty]:
    """The calendar in force of each party that has one: its last roster's, within the cut."""
    found: dict[str, Duty] = {}
    for move in table.by("roster"):
        calendar = move.sections.get("calendar")
        found.pop(move.party, None)
        if calendar is not None and calendar_fault(calendar) is None:
            found[move.party] = Duty(calendar)
    return found


def against(table: Table, meetings: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """By meeting that is ahead, and party with a calendar: `offset` (minutes east of UTC) when it begins, and `hours`: whether
    the office is open all the while. *Not covered*: the calendar does not know that day's holidays."""
    known = duties(table)
    ahead = [row for row in meetings if row["state"] not in ("held", "called-off", "declined")]
    return {
        row["name"]: {p: _party(duty, row["at"], row["ends"]) for p, duty in sorted(known.items())} for row in ahead
    }


def _party(duty: Duty, begins: int, ends: int) -> dict[str, Any]:
    return {"offset": duty.offset(begins) // MINUTE, "hours": hours(duty, begins, ends)}


def hours(duty: Duty, begins: int, ends: int) -> Hours:
    """Whether an office is open from `begins` until `ends` (ms UTC)."""
    days = {(at + duty.offset(at)) // 86_400_000 for at in (begins, ends - 1)}
    if not all(duty.known(day) for day in days):
        return "not-covered"
    if not duty.is_open(begins):
        return "outside"
    closes = duty.closes(begins).at
    return "duty" if closes is None or closes >= ends else "outside"
