"""A roster as people read it: offices with their functions, and the duty calendar in words."""

from __future__ import annotations

from typing import Any

from detente.locale import text
from detente.locale.due import minutes, offset
from detente.locale.times import utc
from detente.vocabulary import Vocabulary

Rows = list[tuple[str, str]]


def _name(names: dict[str, str], language: str) -> str:
    return names.get(language) or names["en"]


def offices(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    """Each office, and one row for each way to reach it."""
    rows: Rows = []
    for office in value["offices"]:
        rows.append((words.field("office", language), _name(office["names"], language)))
        for reach in office["reach"]:
            hours = words.code("hours", reach["hours"], language)
            rows.append(
                (words.code("way", reach["way"], language), text("roster.reach", language, at=reach["at"], hours=hours))
            )
    return rows


def calendar(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    """Local time and its changes, hours of the week, holidays, extra working days, and how far those are known."""
    rows = [(words.field("label", language), f"{_name(value['label'], language)} {offset(value['offset'])}")]
    for at, then in value["changes"]:
        changed = text("roster.change", language, at=utc(at, language), offset=offset(then))
        rows.append((words.field("changes", language), changed))
    for name in ("week", "on_call"):
        if name in value:
            rows += [(words.field(name, language), row) for row in _week(value[name], words, language)]
    for holiday in value["holidays"]:
        dates = holiday["from"] if holiday["from"] == holiday["until"] else f"{holiday['from']} – {holiday['until']}"
        named = _name(holiday["names"], language) if "names" in holiday else ""
        rows.append((words.field("holidays", language), f"{dates} {named}".rstrip()))
    for working in value["working"]:
        like = words.code("like", working["like"], language)
        rows.append((words.field("working", language), text("roster.like", language, on=working["on"], like=like)))
    covers = text("roster.covers", language, first=value["covers_from"], last=value["covers_until"])
    rows.append((words.field("covers", language), covers))
    return rows


def _week(week: list[list[list[int]]], words: Vocabulary, language: str) -> list[str]:
    """Days of the same hours that follow one another, as one row: `Monday – Friday 09:00–17:00`."""
    rows, first = [], 0
    for day in range(1, 8):
        if day < 7 and week[day] == week[first]:
            continue
        if week[first]:
            names = [words.code("like", number + 1, language) for number in dict.fromkeys([first, day - 1])]
            spans = ", ".join(f"{minutes(start)}–{minutes(end)}" for start, end in week[first])
            rows.append(f"{' – '.join(names)} {spans}")
        first = day
    return rows
