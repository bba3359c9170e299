"""Where cases are kept, which regimes count there, and how a person's times are read: what commands on cases share.

The book is `cases.db` in the home that --home or DETENTE_HOME names, or in a place of this user's own when there is none: nothing
need be founded. Regimes are those shipped and those in a folder `regimes` beside the book; one of the same id there takes the
place of the shipped one, so a law can be corrected the day it changes.
"""

from __future__ import annotations

import datetime
import os
import re
import sys
import zoneinfo
from importlib import resources
from pathlib import Path

from detente.cases.case import Case, instant, read_case
from detente.cases.clocks import Row, Told, clocks
from detente.cases.regime import Any_, Regime, read_regimes
from detente.codec.errors import Local
from detente.line.duty import Duty
from detente.node.roster import calendar_of, shipped
from detente.store.book import Book, Entry, Kept

FILE = "cases.db"
_AGO = re.compile(r"(\d{1,4})\s*(m|min|h|hours?|d|days?|分钟|小时|天)\s*(ago|前)?\Z")
_UNIT = {"m": 60, "min": 60, "分钟": 60, "h": 3600, "hour": 3600, "小时": 3600, "d": 86400, "day": 86400, "天": 86400}
_SPAN = re.compile(r"([+-])P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?\Z", re.ASCII)
_WALL = re.compile(r"(?:(\d{4}-\d{2}-\d{2}) )?(\d{1,2}:\d{2})(?::\d{2})?(?:\s+(\S+))?\Z")


def place(home: str | None, environment: dict[str, str] | None = None) -> Path:
    """The book's path: in the home, or where this system keeps a user's data."""
    names = dict(os.environ) if environment is None else environment
    if home:
        return Path(home) / FILE
    if sys.platform == "win32":
        root = Path(names.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Application Support"
    else:
        root = Path(names.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return root / "detente" / FILE


def regimes(beside: Path | None = None) -> tuple[dict[str, Any_], list[Local], set[str]]:
    """Regimes by id, mistakes in the files that are none, and the ids that come from beside the book."""
    folder = resources.files("detente.cases") / "regimes"
    files = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".yaml")}
    found, wrong = read_regimes(files)
    own: set[str] = set()
    if beside is not None and beside.is_dir():
        mine, mistakes = read_regimes({path.name: path.read_bytes() for path in sorted(beside.glob("*.yaml"))})
        found.update(mine)
        wrong += mistakes
        own = set(mine)
    return found, wrong, own


def regime_named(known: dict[str, Any_], name: str) -> Regime:
    """A regime with a form; a beginning will do if only one has it. `Local("regime-none")` otherwise."""
    wanted = name.strip().lower()
    fit = [r for r in known.values() if isinstance(r, Regime) and r.id.startswith(wanted)]
    exact = [r for r in fit if r.id == wanted]
    if len(exact or fit) != 1:
        raise Local("regime-none", name=name[:40], known=sorted(r.id for r in known.values() if isinstance(r, Regime)))
    return (exact or fit)[0]


def calendars() -> dict[str, Duty]:
    return {name: Duty(calendar_of(name)) for name in shipped()}


def told_of(entries: list[Entry]) -> list[Told]:
    """Reports made, as clocks want them."""
    rows = [entry.body for entry in entries if entry.kind == "told"]
    return [Told(row["regime"], row["clock"], instant(row["at"], "told")) for row in rows]


def case_of(kept: Kept) -> Case:
    return read_case(kept.body)


def rows_of(opened: Book, kept: Kept, laws: dict[str, Any_], at: datetime.datetime) -> list[Row]:
    """The clocks of a case at an instant, by what was told to whom."""
    return clocks(case_of(kept), laws, at, told_of(opened.entries(kept.id)), calendars())


def ms(when: datetime.datetime) -> int:
    return int(when.timestamp() * 1000)


def of_ms(at: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(at / 1000, datetime.UTC).replace(microsecond=0)


def typed(text: str, now: datetime.datetime, field: str) -> datetime.datetime:
    """An instant as a person types it: `now`, `2h ago`, `-PT2H`, `14:30`, `2026-11-02 09:00`, either with a zone behind
    (`America/Los_Angeles`, `+08:00`, `UTC`), or RFC 3339. Without a zone it is this machine's, which the caller shows.

    `Local("case-zone")` for a zone nobody knows, `Local("case-time-skipped")` for a local time that a change of clocks leaves
    out. Of a local time that stands twice, the earlier: a clock may then be early, never late.
    """
    value = text.strip()
    if value.lower() in ("now", "现在"):
        return now.replace(microsecond=0)
    if found := _AGO.match(value.lower()):
        return (now - datetime.timedelta(seconds=int(found[1]) * _UNIT[found[2].rstrip("s")])).replace(microsecond=0)
    if (found := _SPAN.match(value)) and any(found.groups()[1:]):
        days, hours, minutes = (int(part or 0) for part in found.groups()[1:])
        span = datetime.timedelta(days=days, hours=hours, minutes=minutes)
        return (now + (span if found[1] == "+" else -span)).replace(microsecond=0)
    if found := _WALL.match(value):
        return _wall(value, found, now, field)
    return instant(value, field)


def _wall(value: str, found: re.Match[str], now: datetime.datetime, field: str) -> datetime.datetime:
    zone = _zone(found[3], field)
    day = found[1] or now.astimezone(zone).date().isoformat()
    clock = found[2] if len(found[2]) == 5 else "0" + found[2]
    try:
        wall = datetime.datetime.fromisoformat(f"{day}T{clock}")
    except ValueError as error:
        raise Local("case-time", field=field, value=value[:40]) from error
    when = wall.astimezone() if zone is None else wall.replace(tzinfo=zone)
    back = when.astimezone(datetime.UTC).astimezone(when.tzinfo if zone is None else zone)
    if back.replace(tzinfo=None) != wall:
        raise Local("case-time-skipped", field=field, value=value[:40])
    offset = when.utcoffset() or datetime.timedelta()
    return wall.replace(tzinfo=datetime.timezone(offset))


def _zone(name: str | None, field: str) -> datetime.tzinfo | None:
    if name is None:
        return None
    if re.fullmatch(r"[+-]\d{2}:?\d{2}", name):
        sign = -1 if name[0] == "-" else 1
        hours, minutes = int(name[1:3]), int(name[-2:])
        if hours <= 15 and minutes < 60:
            return datetime.timezone(sign * datetime.timedelta(hours=hours, minutes=minutes))
    if name.upper() in ("UTC", "Z", "GMT"):
        return datetime.UTC
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Local("case-zone", field=field, zone=name[:40]) from error


def open_book(path: Path, now: object = None, create: bool = True) -> Book:
    from detente.node.node import clock

    return Book(path, clock, create)
