"""Due times: what the code finds by pieces of days, found again by going from minute to minute through a calendar made up.

A walk knows nothing of pieces: it asks of every minute what the local clock says and whether the office is open then
(spec/protocol.md section 27). Calendars are small and full of edges: changes of offset inside hours, spans that end at
midnight, holidays at the ends of what is covered, extra working days, hours on call.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from detente.codec.errors import Local
from detente.codec.shape import pack, read
from detente.kinds.roster import Calendar, rule
from detente.line.duty import Duty, duty_of

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
FIRST = 20_700  # 2026-09-04, a day around which things happen
EPOCH = datetime.datetime(1970, 1, 1)
CALENDARS, QUESTIONS = 2, 2  # in one world
MOST = 7  # days of a walk
YEARS = 3653  # days after which there is no answer


def _date(day: int) -> str:
    return _of_day(day)[0]


def a_week(chance: Random, most: int) -> list[list[list[int]]]:
    found = []
    for _ in range(7):
        edges = sorted(chance.sample([0, 1, 1439, 1440, *range(0, 1441, 30)], 2 * chance.randint(0, most)))
        found.append([[a, b] for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b])
    return [[span for i, span in enumerate(day) if i == 0 or day[i - 1][1] < span[0]] for day in found]


def a_calendar(chance: Random) -> dict[str, Any]:
    """A calendar that the roster's rule takes."""
    last = FIRST + chance.randint(0, 12)
    marks, holidays, working = list(range(FIRST, last + 1)), [], []
    while marks:
        day = marks.pop(0)
        match chance.randrange(6):
            case 0:
                until = min(last, day + chance.randint(0, 2))
                holidays.append({"from": _date(day), "until": _date(until)})
                marks = [mark for mark in marks if mark > until]
            case 1:
                working.append({"on": _date(day), "like": chance.randint(1, 7)})
    offset = chance.choice([-720, -300, 0, 480, 330])
    changes: list[list[int]] = []
    for at in sorted(chance.sample(range(0, 12 * 48), chance.randint(0, 2))):
        then = (changes[-1][1] if changes else offset) + chance.choice([-60, 60, 30, 720])
        if abs(then) <= 1080:
            changes.append([FIRST * DAY + at * HOUR // 2 + chance.choice([0, 0, 90_001]), then])
    week = a_week(chance, 3)
    week[chance.randrange(7)] = [[540, 1020]]
    found = {
        "label": {"en": "EXAMPLE Time", "zh": "示例时间"},
        "offset": offset,
        "changes": changes,
        "week": week,
        "holidays": holidays,
        "working": working,
        "covers_from": _date(FIRST),
        "covers_until": _date(last),
    }
    return found | ({"on_call": a_week(chance, 2)} if chance.random() < 0.5 else {})


# -- the walk ---------------------------------------------------------------------------------------------------------


@cache
def _of_day(day: int) -> tuple[str, int]:
    date = (EPOCH + datetime.timedelta(days=day)).date()
    return date.isoformat(), date.weekday()


def clock(plain: dict[str, Any], at: int) -> tuple[str, int, int]:
    """Date, day of the week (0 Monday) and minute of the day on the wall."""
    offset = plain["offset"]
    for since, minutes in plain["changes"]:
        offset = minutes if since <= at else offset
    day, rest = divmod(at + offset * MINUTE, DAY)
    return (*_of_day(day), rest // MINUTE)


def covered(plain: dict[str, Any], date: str) -> bool:
    return bool(plain["covers_from"] <= date <= plain["covers_until"])


def is_open(plain: dict[str, Any], at: int, over: str) -> bool:
    date, weekday, minute = clock(plain, at)
    spans = plain["week"][weekday]
    if covered(plain, date):
        if any(one["from"] <= date <= one["until"] for one in plain["holidays"]):
            spans = []
        for one in plain["working"]:
            spans = plain["week"][one["like"] - 1] if one["on"] == date else spans
    called = plain["on_call"][weekday] if over == "duty-and-on-call" and "on_call" in plain else []
    return any(start <= minute < until for start, until in [*spans, *called])


def walk(plain: dict[str, Any], at: int) -> Iterator[tuple[int, int]]:
    """(from, to) of stretches in which nothing changes, for some days."""
    until = at + MOST * DAY
    while at < until:
        stop = min([at // MINUTE * MINUTE + MINUTE, *(since for since, _ in plain["changes"] if since > at)])
        yield at, stop
        at = stop


def basis(plain: dict[str, Any], dates: set[str]) -> str:
    return "calendar" if all(covered(plain, date) for date in dates) else "plain-weeks"


Answers = dict[str, Any]


def walked(plain: dict[str, Any], at: int, span: int, over: str) -> Answers:
    """What one walk of some days finds: None for what it does not reach."""
    found: Answers = {"open": is_open(plain, at, over), "opens": None, "closes": None, "add": None, "between": 0}
    dates, left, was = set[str](), span, False
    if span == 0:
        found["add"] = (at, basis(plain, {clock(plain, at)[0]}))
    for start, stop in walk(plain, at):
        dates.add(clock(plain, start)[0])
        now = is_open(plain, start, over)
        if now and found["opens"] is None:
            found["opens"] = (start, basis(plain, dates))
        if was and not now and found["closes"] is None:
            found["closes"] = start
        was = was or now
        if now and found["add"] is None:
            if stop - start >= left:
                found["add"] = (start + left, basis(plain, dates))
            left -= stop - start
        found["between"] += stop - start if now else 0
        found["end"] = stop
    return found


def wrong(seed: int) -> list[str]:
    """Where the code and the walk differ, on calendars drawn from a seed."""
    chance = Random(f"detente/duty/{seed}")
    found = [*_edges(chance)]
    for _ in range(CALENDARS):
        plain = a_calendar(chance)
        calendar = read(Calendar, plain)
        if rule({"calendar": calendar}, []) is not None:
            continue
        duty = duty_of(pack(calendar))
        for _ in range(QUESTIONS):
            found += _compared(plain, duty, chance)
    return found


def _compared(plain: dict[str, Any], duty: Duty, chance: Random) -> list[str]:
    at = FIRST * DAY + chance.randint(-2 * DAY, 13 * DAY)
    at = at // MINUTE * MINUTE if chance.random() < 0.5 else at
    at = chance.choice([at, at, *(since for since, _ in plain["changes"])])
    span = chance.choice([0, 1, chance.randint(1, 30) * HOUR, chance.randint(1, 3 * DAY)])
    over: Any = chance.choice(["duty", "duty-and-on-call"])
    told = walked(plain, at, span, over)
    opens, add = duty.opens(at, over), duty.add(at, span, over)
    answers: Answers = {"open": duty.is_open(at, over), "between": duty.between(at, told["end"], over)}
    expected: Answers = {name: told[name] for name in answers}
    if told["opens"] is not None:
        answers["opens"], expected["opens"] = (opens.at, opens.basis), told["opens"]
    if told["closes"] is not None:
        answers["closes"], expected["closes"] = duty.closes(told["opens"][0], over).at, told["closes"]
        dates = {clock(plain, t)[0] for t in range(told["opens"][0], told["closes"], MINUTE)}
        answers["closes on"] = duty.closes(told["opens"][0], over).basis
        expected["closes on"] = basis(plain, dates)
    if told["add"] is not None:
        answers["add"], expected["add"] = (add.at, add.basis), told["add"]
        answers["spent"], expected["spent"] = duty.between(at, told["add"][0], over), span
    return [
        f"{name} is {answers[name]}, walked {expected[name]}" for name in answers if answers[name] != expected[name]
    ]


def _edges(chance: Random) -> Iterator[str]:
    """Where there is no walking to: every hour, no end, ten years, spans nobody may agree on."""
    at, span = FIRST * DAY + chance.randint(0, DAY), chance.randint(0, 10**9)
    plain = a_calendar(chance) | {"changes": [], "offset": 0, "holidays": [], "working": []}
    plain = {name: value for name, value in plain.items() if name != "on_call"}
    always = Duty(read(Calendar, plain))
    minute = Duty(read(Calendar, plain | {"week": [[[0, 1]]] * 7}))
    never = Duty(read(Calendar, plain | {"week": [[[0, 1440]]] * 7}))
    holidays = [{"from": _date(FIRST), "until": _date(FIRST + YEARS - 1)}]
    ends = {"covers_until": _date(FIRST + YEARS - 1), "holidays": holidays}
    asleep = Duty(read(Calendar, plain | ends | {"week": [[[0, 1]]] * 7}))
    start = FIRST * DAY
    for name, got, right in (
        ("open always", always.is_open(at, "always"), True),
        ("opens always", always.opens(at, "always"), (at, "always")),
        ("closes always", always.closes(at, "always"), (None, "beyond")),
        ("adds always", always.add(at, span, "always"), (at + span, "always")),
        ("between always", always.between(at, at + span, "always"), span),
        ("between always, back", always.between(at + 1, at, "always"), 0),
        ("between, back", minute.between(at + 1, at), 0),
        ("never closes", never.closes(at), (None, "beyond")),
        ("ten years", minute.add(start, YEARS * MINUTE), (start + (YEARS - 1) * DAY + MINUTE, "plain-weeks")),
        ("ten years and a moment", minute.add(start, YEARS * MINUTE + 1), (None, "beyond")),
        ("closed for ten years", asleep.opens(start), (None, "beyond")),
        ("closed for ten years but one day", asleep.opens(start + DAY), (start + YEARS * DAY, "plain-weeks")),
        ("a year", minute.add(start, 366 * DAY), (None, "beyond")),
        ("more than a year", _refused(minute, start, 366 * DAY + 1), True),
        ("less than nothing", _refused(minute, start, -1), True),
    ):
        answer = got if isinstance(got, bool | int) else (got.at, got.basis)
        if answer != right:
            yield f"{name}: {answer} instead of {right}"


def _refused(duty: Duty, at: int, span: int) -> bool:
    try:
        duty.add(at, span)
    except Local as error:
        return error.code == "duty-span"
    return False
