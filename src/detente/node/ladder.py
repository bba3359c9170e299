"""The call-up ladder of one side: who is called, by what way, when a message waits for us and nobody acknowledges it.

`ladder.toml` in the home, written by a person:

    [[step]]
    id = "duty"                        # never reused for another step: what was called is remembered by it
    who = "duty officer"               # an office or a function; it stays on this machine
    after = "PT0M"                     # unacknowledged for so long
    wanted = ["at-once", "within-hours"]
    command = ["./page", "duty"]       # or webhook = "https://…" with secret = "pager", or apprise = "pager"
    hours = {days = ["mon", "tue", "wed", "thu", "fri"], from = "08:00", to = "18:00", zone = "+08:00"}

`calls_due` decides and does nothing: pure, from the ladder, what waits, what was called and the time. A step outside its hours
waits until they begin. What if …
- **the node stops during a call?** The try was recorded before it began and has no end: it is made again, under the same
  reference, since a call too many is better than none; a call whose end is recorded is never made again.
- **a call fails?** It is tried again after one minute and after two more, then stays as failed; the steps after it do not wait.
- **the message is acknowledged?** It no longer waits: nothing is due.
- **the clock goes back?** What was called stays called; what waits, waits until the clock is there again.
"""

from __future__ import annotations

import datetime
import os
import re
import tomllib
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.codec.errors import Damaged, Local
from detente.node.ways import Way, read_way

NAME = "ladder.toml"
WANTED = {"for-information": 0, "within-a-working-day": 1, "within-hours": 2, "at-once": 3}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = 60_000  # ms
TRIES = 3
MAX_STEPS = 32
MAX_FILE = 64 * 1024
_ID = re.compile(r"[a-z0-9-]{1,32}\Z", re.ASCII)
_SPAN = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?)?\Z", re.ASCII)
_UNITS = (86_400_000, 3_600_000, MINUTE, 1000)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z|24:00\Z", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):([0-5]\d)\Z", re.ASCII)


@dataclass(frozen=True)
class Hours:
    """Days (0 Monday) and minutes of the day in a zone. `start` above `stop` runs over midnight and belongs to its first day."""

    days: frozenset[int] = frozenset(range(7))
    start: int = 0
    stop: int = 24 * 60
    zone: str = "+00:00"

    def holds(self, now: int) -> bool:
        """Whether a time (ms UTC) is in them."""
        there = datetime.datetime.fromtimestamp(now / 1000, _zone(self.zone))
        minute, day = there.hour * 60 + there.minute, there.weekday()
        if self.start < self.stop:
            return day in self.days and self.start <= minute < self.stop
        return (day in self.days and minute >= self.start) or ((day - 1) % 7 in self.days and minute < self.stop)


@dataclass(frozen=True)
class Step:
    id: str
    who: str
    after: int  # ms
    way: Way
    wanted: frozenset[int] = frozenset({2, 3})
    hours: Hours | None = None

    def open(self, now: int) -> bool:
        return self.hours is None or self.hours.holds(now)


@dataclass(frozen=True)
class Ladder:
    steps: Sequence[Step] = field(default_factory=tuple)


@dataclass(frozen=True)
class Waiting:
    """A message that waits for us: its name, how urgent it is, when it was stored here (ms UTC)."""

    what: bytes
    wanted: int
    since: int


@dataclass(frozen=True)
class Call:
    """What is to be done now."""

    what: bytes
    step: Step
    tries: int  # this one included


def calls_due(
    ladder: Ladder, waiting: Iterable[Waiting], called: Mapping[tuple[bytes, str], Mapping[str, Any]], now: int
) -> list[Call]:
    """The calls to make at `now`, the most urgent and longest waiting first.

    `called` has for (message, step) {tries, begun, ended, outcome}. A try without an end is one that a stop cut: whoever asks
    while a call is still under way leaves that one out.
    """
    found = []
    for item in sorted(waiting, key=lambda one: (-one.wanted, one.since, one.what)):
        for step in ladder.steps:
            if item.wanted not in step.wanted or now - item.since < step.after or not step.open(now):
                continue
            before = called.get((item.what, step.id))
            if before is None:
                found.append(Call(item.what, step, 1))
            elif before["ended"] is None:
                found.append(Call(item.what, step, before["tries"]))
            elif before["outcome"] != "done" and before["tries"] < TRIES and now >= _again(before):
                found.append(Call(item.what, step, before["tries"] + 1))
    return found


def _again(before: Mapping[str, Any]) -> int:
    """When a call that failed is tried again (ms UTC)."""
    return int(before["ended"]) + MINUTE * int(before["tries"])


def would_call(ladder: Ladder, wanted: int, since: int, within: int = 7 * 24 * 60 * MINUTE) -> list[tuple[int, Step]]:
    """When each step would be called for a message stored at `since` that nobody acknowledges: (ms UTC, step), in order.

    Looked for minute by minute, within a week; a step whose hours do not come in that time is left out.
    """
    found = []
    for step in ladder.steps:
        if wanted not in step.wanted:
            continue
        at = since + step.after
        while at <= since + step.after + within and not step.open(at):
            at += MINUTE - at % MINUTE
        if step.open(at):
            found.append((at, step))
    return sorted(found, key=lambda row: (row[0], ladder.steps.index(row[1])))


# -- the file ------------------------------------------------------------------------------------------------------


def read_ladder(home: Path) -> Ladder | None:
    """The home's ladder; None when there is none. `Local("ladder-…")` names the step and field that is wrong.

    Refused when others may write it: it says which programs are run.
    """
    path = home / NAME
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_FILE + 1)
            mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Damaged("file-unreadable", path=str(path), why=error.strerror) from error
    if os.name == "posix" and mode & 0o022:
        raise Local("ladder-not-ours", path=str(path))
    return parse_ladder(data)


def parse_ladder(data: bytes) -> Ladder:
    """A ladder from its file."""
    if len(data) > MAX_FILE:
        raise Local("ladder-unreadable", why="too large")
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Local("ladder-unreadable", why=str(error)) from error
    rows = table.get("step")
    if set(table) != {"step"} or not isinstance(rows, list) or not 1 <= len(rows) <= MAX_STEPS:
        raise Local("ladder-unreadable", why="[[step]]")
    steps = [_step(row, number) for number, row in enumerate(rows, 1)]
    ids = [step.id for step in steps]
    for number, name in enumerate(ids, 1):
        if name in ids[: number - 1]:
            raise Local("ladder-field", step=number, field="id")
    return Ladder(tuple(steps))


def _step(row: Any, number: int) -> Step:
    if not isinstance(row, dict):
        raise Local("ladder-unreadable", why="[[step]]")
    names = set(row) - {"id", "who", "after", "wanted", "hours"}
    who, name = row.get("who"), row.get("id")
    if not isinstance(name, str) or not _ID.match(name):
        raise Local("ladder-field", step=number, field="id")
    if not isinstance(who, str) or not 1 <= len(who) <= 120 or not who.isprintable():
        raise Local("ladder-field", step=number, field="who")
    wanted = row.get("wanted", ["within-hours", "at-once"])
    if not isinstance(wanted, list) or not wanted or any(one not in WANTED for one in wanted):
        raise Local("ladder-field", step=number, field="wanted")
    return Step(
        name,
        who,
        _span(row.get("after"), number),
        read_way({key: row[key] for key in names}, number),
        frozenset(WANTED[one] for one in wanted),
        None if "hours" not in row else _hours(row["hours"], number),
    )


def _span(text: Any, number: int) -> int:
    found = _SPAN.match(text) if isinstance(text, str) else None
    if found is None or not any(found.groups()):
        raise Local("ladder-field", step=number, field="after")
    return sum(int(part) * unit for part, unit in zip(found.groups(), _UNITS, strict=True) if part)


def _hours(row: Any, number: int) -> Hours:
    if not isinstance(row, dict) or set(row) - {"days", "from", "to", "zone"}:
        raise Local("ladder-field", step=number, field="hours")
    days, zone = row.get("days", list(DAYS)), row.get("zone", "+00:00")
    if not isinstance(days, list) or not days or any(day not in DAYS for day in days):
        raise Local("ladder-field", step=number, field="hours.days")
    start, stop = _minute(row.get("from", "00:00"), number, "from"), _minute(row.get("to", "24:00"), number, "to")
    if start == stop:
        raise Local("ladder-field", step=number, field="hours.to")
    try:
        _zone(zone)
    except (ValueError, TypeError, OSError) as error:
        raise Local("ladder-field", step=number, field="hours.zone") from error
    return Hours(frozenset(DAYS.index(day) for day in days), start, stop, zone)


def _minute(text: Any, number: int, name: str) -> int:
    found = _TIME.match(text) if isinstance(text, str) else None
    if found is None:
        raise Local("ladder-field", step=number, field=f"hours.{name}")
    return 24 * 60 if text == "24:00" else int(found[1]) * 60 + int(found[2])


def zone_offset(name: str, now: int) -> str:
    """`UTC+08:00`: how a zone is shown, as it is at a time; never by the name of a city."""
    span = datetime.datetime.fromtimestamp(now / 1000, _zone(name)).utcoffset() or datetime.timedelta()
    minutes = round(span.total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _zone(name: str) -> datetime.tzinfo:
    """`+08:00`, or a name of the system's time zone database. `ValueError` (and, from zoneinfo, its subclasses) otherwise."""
    offset = _OFFSET.match(name)
    if offset:
        span = datetime.timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return datetime.timezone(span if offset[1] == "+" else -span)
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError as error:
        raise ValueError(name) from error
