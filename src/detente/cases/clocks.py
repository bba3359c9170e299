"""Which clocks run for a case at an instant, until when, by which sentence of law, and what would start the others.

The rule, in one place:

 1. A regime whose `scope` is false does not apply; what is not known counts as true there, and the row says what it assumes;
    for a law of one trade (`assume: false`) it waits instead.
 2. Its `when`, and a clock's own, must be true: not known or false, the clock waits, and the row says what would start it.
 3. It starts at the earliest known of its times, or of its `fallback` where none is known. A clock that runs takes the place of
    those it names (`instead_of`).
 4. An event that starts its clock before the law counts is not under it.
 5. Days are 24 hours each, from that instant: never later than a law that lets the last day run to its end.

A row says `running`, `passed`, `told`, `waiting`, `not-applicable`, `not-in-force` or `no-clock`.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from detente.cases.case import Case, time_of
from detente.cases.conditions import Condition, holds, open_leaves, would_start
from detente.cases.regime import Any_, Clock, Regime, Rule, Within
from detente.line.duty import DAY, Duty

_MINUTE = datetime.timedelta(minutes=1)
UTC = datetime.UTC


@dataclass(frozen=True)
class Told:
    """A report made: of which regime and clock, and when."""

    regime: str
    clock: str
    at: datetime.datetime


@dataclass(frozen=True)
class Row:
    """One clock of one regime at one instant; `clock` None when the regime as a whole does not run. `both` texts: {en, zh}."""

    regime: Regime
    clock: Clock | None
    status: str
    start: str = ""  # which time started it
    start_at: datetime.datetime | None = None
    due: datetime.datetime | None = None
    told_at: datetime.datetime | None = None
    why: list[dict[str, str]] = field(default_factory=list)  # what keeps it from running, or would start it
    assumes: list[dict[str, str]] = field(default_factory=list)
    lacks: tuple[str, ...] = ()  # times that would start it and are not known
    instead: str = ""  # the clock that counts instead of this one

    @property
    def addressee(self) -> dict[str, str]:
        return (self.clock and self.clock.addressee) or self.regime.addressee


LIVE = ("running", "passed", "told")


def clocks(
    case: Case,
    regimes: Mapping[str, Any_],
    at: datetime.datetime,
    told: Sequence[Told] = (),
    calendars: Mapping[str, Duty] | None = None,
) -> list[Row]:
    """Every clock of every regime, those that run first, by when they are due."""
    rows = [
        row
        for regime in regimes.values()
        if isinstance(regime, Regime)
        for row in _of_regime(
            case, regime, at, [t for t in told if t.regime == regime.id and t.at <= at], calendars or {}
        )
    ]
    order = {name: n for n, name in enumerate(("passed", "running", "told", "waiting", "no-clock", "not-in-force"))}
    late = datetime.datetime.max.replace(tzinfo=UTC)
    return sorted(rows, key=lambda r: (max(order.get(r.status, 9), 1), r.due or late, r.regime.id))


def _says(condition: Condition, case: Case, wanted: bool | None) -> list[dict[str, str]]:
    return [leaf.say for leaf in open_leaves(condition, case, wanted) if leaf.say is not None]


def _starting(condition: Condition, case: Case) -> list[dict[str, str]]:
    """Each sentence once: several fields may say the same."""
    said = [leaf.say for leaf in would_start(condition, case) if leaf.say is not None]
    return [say for n, say in enumerate(said) if say not in said[:n]]


def _of_regime(
    case: Case, regime: Regime, at: datetime.datetime, told: Sequence[Told], calendars: Mapping[str, Duty]
) -> list[Row]:
    out = [
        say for condition in regime.scope if holds(condition, case) is False for say in _says(condition, case, False)
    ]
    if any(holds(condition, case) is False for condition in regime.scope):
        return [Row(regime, None, "not-applicable", why=out)]
    assumes = [say for c in regime.scope if holds(c, case) is None for say in _says(c, case, None)]
    if assumes and not regime.assume:
        return [Row(regime, None, "waiting", why=assumes)]
    if regime.kind == "none":
        return [Row(regime, None, "no-clock", assumes=assumes)]
    if regime.status.kind in ("proposed", "pre-empted"):
        return [Row(regime, None, "not-in-force", why=[regime.status.say], assumes=assumes)]
    if regime.when is not None and holds(regime.when, case) is not True:
        return [Row(regime, None, "waiting", why=_starting(regime.when, case), assumes=assumes)]
    rows = [_of_clock(case, regime, clock, at, told, calendars, assumes) for clock in regime.clocks]
    replaced = {name: row.clock.id for row in rows if row.clock and row.status in LIVE for name in row.clock.instead_of}
    kept = []
    for row in rows:
        by = replaced.get(row.clock.id) if row.clock else None
        if by is not None and row.status in ("running", "passed", "waiting"):
            continue
        kept.append(row)
    return kept


def _of_clock(
    case: Case,
    regime: Regime,
    clock: Clock,
    at: datetime.datetime,
    told: Sequence[Told],
    calendars: Mapping[str, Duty],
    assumes: list[dict[str, str]],
) -> Row:
    if clock.when is not None and holds(clock.when, case) is not True:
        return Row(regime, clock, "waiting", why=_starting(clock.when, case), assumes=assumes)
    start, start_at = _start(case, clock.start, told, clock.repeats)
    if start_at is None:
        start, start_at = _start(case, clock.fallback, told, False)
    resolved = time_of(case, "resolved")
    if clock.repeats and resolved is not None:
        start_at = None
    if start_at is None:
        return Row(regime, clock, "waiting", assumes=assumes, lacks=() if clock.repeats and resolved else clock.start)
    due = add(start_at, clock.within, calendars)
    if clock.also_within is not None:
        _, other = _start(case, clock.also_from, told, False)
        second = None if other is None else add(other, clock.also_within, calendars)
        if second is not None and (due is None or start_at <= second < due):
            due = second
    made = [t.at for t in told if t.clock == clock.id and (not clock.repeats or t.at > start_at)]
    begins = regime.status.begins
    if begins is not None and start_at < datetime.datetime.combine(begins, datetime.time(), start_at.tzinfo):
        return Row(regime, clock, "not-in-force", start, start_at, due, why=[regime.status.say], assumes=assumes)
    if made:
        return Row(regime, clock, "told", start, start_at, due, told_at=min(made), assumes=assumes)
    if due is None:
        return Row(regime, clock, "waiting", start, start_at, assumes=assumes)
    return Row(regime, clock, "passed" if due <= at else "running", start, start_at, due, assumes=assumes)


def _start(case: Case, names: Sequence[str], told: Sequence[Told], last: bool) -> tuple[str, datetime.datetime | None]:
    """The earliest known of these times and its name; of reports, the last one where the clock repeats."""
    known: list[tuple[datetime.datetime, str]] = []
    for name in names:
        if name.startswith("told."):
            made = [t.at for t in told if t.clock == name.removeprefix("told.")]
            when = (max if last else min)(made) if made else None
        else:
            when = time_of(case, name)
        if when is not None:
            known.append((when, name))
    if not known:
        return "", None
    when, name = (max if last else min)(known, key=lambda pair: pair[0])
    return name, when


def add(start: datetime.datetime, within: Within, calendars: Mapping[str, Duty]) -> datetime.datetime | None:
    """When a span that begins at `start` is over; None for working days of a calendar that is not here."""
    if within.months is not None:
        month = start.year * 12 + start.month - 1 + within.months
        year, number = divmod(month, 12)
        day = min(start.day, calendar.monthrange(year, number + 1)[1])
        return start.replace(year=year, month=number + 1, day=day)
    if within.working_days is not None:
        duty = calendars.get(within.calendar or "")
        return None if duty is None else _working(start, within.working_days, duty)
    minutes = (within.minutes or 0) + 60 * (within.hours or 0) + 1440 * ((within.days or 0) + 7 * (within.weeks or 0))
    return start + minutes * _MINUTE


def _working(start: datetime.datetime, days: int, duty: Duty) -> datetime.datetime | None:
    """The same time of day, on that office's clocks, on the n-th working day after the local day of `start`."""
    at = int(start.timestamp() * 1000)
    local = at + duty.offset(at)
    day, left = local // DAY, days
    while left:
        day += 1
        left -= bool(duty.hours(day, "duty"))
        if day - local // DAY > 3653:
            return None
    wall = day * DAY + local % DAY
    # The instant whose local time is `wall`; of two, the earlier; of none (a skipped hour), the one the old offset gives.
    found = wall - duty.offset(wall - duty.offset(wall))
    return datetime.datetime.fromtimestamp(found / 1000, UTC)


def rules(case: Case, regimes: Mapping[str, Any_]) -> list[tuple[Rule, list[dict[str, str]]]]:
    """What may not be sent, as far as it may concern this case, each with what it assumes."""
    found = []
    for rule in regimes.values():
        if isinstance(rule, Rule) and all(holds(condition, case) is not False for condition in rule.scope):
            found.append((rule, [say for c in rule.scope if holds(c, case) is None for say in _says(c, case, None)]))
    return found
