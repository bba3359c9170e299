"""Availability as people read it: a chart of hours, and under it words that say the same.

Marks differ in shape, never in colour alone. A terminal that does not speak Unicode gets ASCII. Persons stand apart.
"""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from detente.locale import text
from detente.locale.render import Names, party_name
from detente.locale.times import span, utc

STATES = ("answered", "late", "not-back", "service", "waiting", "not-tested", "no-line")
UNICODE = dict(zip(STATES, "█▄×═…·-", strict=True))
ASCII = dict(zip(STATES, "#+x=?.-", strict=True))
_RULER = "00    06    12    18    "


def lines(found: dict[str, Any], names: Names, language: str, encoding: str) -> list[str]:
    """What `GET /v1/availability` gives, as lines for a terminal of this encoding."""
    marks = UNICODE if encoding.lower().replace("-", "").startswith("utf") else ASCII
    shown = [
        text("availability.title", language, to=utc(found["to"], language), window=span(found["window"], language))
    ]
    shown.append("  " + "  ".join(f"{marks[state]} {_state(state, language)}" for state in STATES))
    for member in found["members"]:
        party = party_name(member["party"], names, language)
        for way in ("ours", "theirs"):
            shown += ["", text(f"availability.{way}", language, party=party)]
            shown += _chart(member["machine"][way], marks)
            shown += _words(member["machine"][way], language)
        shown += ["", text("availability.persons", language, party=party)]
        shown += ["  " + _person(row, language) for row in member["persons"]]
        if not member["persons"]:
            shown.append("  " + text("availability.none", language))
    return shown


def _state(state: str, language: str) -> str:
    return text(f"availability.state.{state}", language)


def _chart(days: list[dict[str, Any]], marks: dict[str, str]) -> list[str]:
    rows = [" " * 14 + _RULER.rstrip() + "  UTC"]
    for day in days:
        rows.append(f"  {_date(day)}  " + "".join(marks[hour] for hour in day["hours"]))
    return rows


def _words(days: list[dict[str, Any]], language: str) -> list[str]:
    """The same, hour by hour: runs of hours that came to the same; and how many tests came to what."""
    said = []
    for day in days:
        runs, hour = [], 0
        for state, group in itertools.groupby(day["hours"]):
            count = len(list(group))
            runs.append(
                text(
                    "availability.run",
                    language,
                    state=_state(state, language),
                    first=f"{hour:02}",
                    stop=f"{hour + count:02}",
                )
            )
            hour += count
        said.append(
            "  " + text("availability.day", language, date=_date(day), runs=text("list.separator", language).join(runs))
        )
    total = {state: sum(day["tests"].get(state, 0) for day in days) for state in STATES}
    values = {state.replace("-", "_"): count for state, count in total.items() if state != "no-line"}
    said.append("  " + text("availability.total", language, **values))
    return said


def _person(row: dict[str, Any], language: str) -> str:
    at = utc(row["at"], language)
    if row["back"] is not None:
        took = span(row["back"] - row["at"], language)
        return text("availability.translated", language, name=row["name"], at=at, to=row["to"], span=took)
    key = {"waiting": "open", "service": "paused"}.get(row["outcome"], "not-translated")
    return text(f"availability.{key}", language, name=row["name"], at=at, to=row["to"])


def _date(day: dict[str, Any]) -> str:
    return datetime.datetime.fromtimestamp(day["begins"] / 1000, datetime.UTC).strftime("%Y-%m-%d")


def sides(found: dict[str, Any], language: str) -> list[str]:
    """A text and its translations, one beneath the other under the name of each: side by side on any width of screen."""
    shown = [text("test.side", language, name=found["name"], party=found["by"], at=utc(found["at"], language))]
    shown.append("  " + found["text"])
    for reply in found["replies"]:
        shown.append(text("test.side", language, name=reply["name"], party=reply["by"], at=utc(reply["at"], language)))
        shown.append("  " + reply["text"])
    if not found["replies"]:
        shown.append("  " + text("test.no-translation", language))
    return shown


def alarm(row: dict[str, Any], language: str) -> str:
    """One row of `GET /v1/alarms` (what is amiss) as a sentence."""
    since, due = utc(row["since"], language), utc(row["due"], language)
    return text(f"alarm.{row['code']}", language, party=row["party"], name=row["name"], since=since, due=due)


def reminder(row: dict[str, Any], language: str) -> str:
    """One row of what a person may do for the line."""
    since = utc(row["since"], language)
    if row["name"] is None:
        return text(f"reminder.{row['code']}", language, since=since)
    return text(f"reminder.{row['code']}", language, since=since, party=row["party"], name=row["name"])


def health(tests: dict[str, Any], names: Names, language: str) -> list[str]:
    """For `line status`: the pace, the last good test with each member, what is amiss, whose turn a person's test is."""
    pace = tests["cadence"]
    interval = span(pace["machine"], language) if pace["machine"] else None
    if interval is None:
        shown = [text("status.tests-none", language)]
    elif not pace["own"]:
        shown = [text("status.tests-agreed", language, interval=interval)]
    elif pace["agreed"] is None:
        shown = [text("status.tests-not-agreed", language, interval=interval)]
    else:
        agreed = span(pace["agreed"]["machine"], language)
        shown = [text("status.tests-own", language, interval=interval, agreed=agreed)]
    for member in tests["members"]:
        party = party_name(member["party"], names, language)
        if member["last_said"] is None:
            shown.append(text("status.test-none", language, party=party))
        else:
            good, said = utc(member["last_good"], language), utc(member["last_said"], language)
            state = _state(member["state"], language)
            shown.append(text("status.test", language, party=party, good=good, said=said, state=state))
    shown += [alarm(row, language) for row in tests["alarms"]]
    if tests["person"]["due"] is not None:
        party = party_name(tests["person"]["party"], names, language)
        shown.append(text("status.test-person", language, party=party, due=utc(tests["person"]["due"], language)))
    for pause in tests["pauses"]:
        begins, ends = utc(pause["begins"], language), utc(pause["ends"], language)
        what = text(f"status.pause.{pause['pauses']}", language)
        shown.append(text("status.pause", language, party=pause["party"], what=what, begins=begins, ends=ends))
    return shown
