"""Duty time is what walking from minute to minute finds, for any calendar; and what real calendars of real zones say."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.errors import Local
from detente.codec.shape import pack, read, to_plain
from detente.kinds.roster import Calendar, rule
from detente.line.duty import DAY, MOST_SPAN, Duty, duty_of
from detente.node.roster import calendar_of, shipped

sys.path.append(str(Path(__file__).resolve().parents[2] / "spec"))
import walk

HOUR, MINUTE = 3_600_000, 60_000
OVERS = ("duty", "duty-and-on-call")


def ms(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


def date(day: int) -> str:
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()


AUTUMN = ms("2026-09-01T00:00:00+00:00") // DAY


@st.composite
def weeks(draw: Any, most: int = 3) -> list[list[list[int]]]:
    """Hours of seven days, in order and apart."""
    found = []
    for _ in range(7):
        edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=2 * most)))
        edges = edges[: len(edges) // 2 * 2]
        found.append([list(pair) for pair in zip(edges[::2], edges[1::2], strict=True)])
    return found


@st.composite
def calendars(draw: Any) -> dict[str, Any]:
    """Any calendar that its rule takes, with things happening in September and October 2026."""
    week = draw(weeks().filter(lambda w: sum(b - a for day in w for a, b in day) > 240))
    first = AUTUMN + draw(st.integers(-5, 10))
    last = first + draw(st.integers(0, 60))
    marks = sorted(draw(st.sets(st.integers(first, last), max_size=8)))
    holidays, working = [], []
    while marks:
        day = marks.pop(0)
        if draw(st.booleans()):
            until = draw(st.integers(day, (marks[0] - 1) if marks else last))
            holidays.append({"from": date(day), "until": date(until)})
        else:
            working.append({"on": date(day), "like": draw(st.integers(1, 7))})
    changes, offset = [], draw(st.integers(-1080, 1080))
    for at in sorted(draw(st.sets(st.integers(AUTUMN * DAY, (AUTUMN + 50) * DAY), max_size=3))):
        then = draw(st.integers(-1080, 1080) | st.integers(offset - 60, offset + 60).filter(lambda o: abs(o) <= 1080))
        before = changes[-1][1] if changes else offset
        if then != before:
            changes.append([at, then])
    found = {
        "label": {"en": "EXAMPLE Time", "zh": "示例时间"},
        "offset": offset,
        "changes": changes,
        "week": week,
        "holidays": holidays,
        "working": working,
        "covers_from": date(first),
        "covers_until": date(last),
    }
    return found | ({"on_call": draw(weeks(2))} if draw(st.booleans()) else {})


INSTANTS = st.integers((AUTUMN - 10) * DAY, (AUTUMN + 60) * DAY)
SPANS = st.integers(0, 40 * HOUR) | st.integers(0, 400).map(lambda n: n * MINUTE) | st.sampled_from([0, 1, 8 * HOUR])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(calendars(), INSTANTS, SPANS, st.sampled_from(OVERS))
def test_a_span_of_duty_time_is_over_when_walking_through_it_is(plain: Any, at: int, span: int, over: Any) -> None:
    calendar = read(Calendar, plain)
    assert rule({"calendar": calendar}, []) is None
    duty = Duty(calendar)
    reached = duty.add(at, span, over)
    assert (reached.at, reached.basis) == walk.add(plain, at, span, over)
    assert reached.at is not None and duty.between(at, reached.at, over) == span
    if span:
        assert duty.between(at, reached.at - 1, over) == span - 1, "the first such instant, not a later one"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(calendars(), INSTANTS, st.sampled_from(OVERS))
def test_open_closed_and_next_opening_are_those_that_walking_finds(plain: Any, at: int, over: Any) -> None:
    duty = Duty(read(Calendar, plain))
    assert duty.is_open(at, over) == walk.is_open(plain, at, over)
    opening = duty.opens(at, over)
    assert (opening.at, opening.basis) == walk.opens(plain, at, over)
    assert opening.at is not None and duty.is_open(opening.at, over)
    closing = duty.closes(opening.at, over).at
    if closing is None:
        assert all(duty.is_open(opening.at + n * 97 * MINUTE, over) for n in range(200))
    else:
        assert not duty.is_open(closing, over) and duty.is_open(closing - 1, over)
        assert duty.between(opening.at, closing, over) == closing - opening.at


@settings(max_examples=100, deadline=None, derandomize=True)
@given(calendars(), INSTANTS, SPANS, SPANS, st.sampled_from(OVERS))
def test_a_span_in_two_parts_is_the_whole_span(plain: Any, at: int, one: int, two: int, over: Any) -> None:
    duty = Duty(read(Calendar, plain))
    middle = duty.add(at, one, over).at
    assert middle is not None
    assert duty.add(middle, two, over).at == duty.add(at, one + two, over).at


@settings(max_examples=100, deadline=None, derandomize=True)
@given(calendars(), INSTANTS, SPANS)
def test_on_call_hours_never_make_a_due_time_later(plain: Any, at: int, span: int) -> None:
    duty = Duty(read(Calendar, plain))
    longer, shorter = duty.add(at, span, "duty").at, duty.add(at, span, "duty-and-on-call").at
    assert longer is not None and shorter is not None and shorter <= longer


# --- real zones, real holidays ------------------------------------------------------------------------------------------

ZONES = {"mainland-china": "Asia/Shanghai", "us-federal": "America/New_York", "all-hours": "UTC"}


@pytest.mark.parametrize("name", sorted(ZONES))
def test_a_shipped_calendar_keeps_the_clock_of_its_place(name: str) -> None:
    """Hour by hour over three years, against the public time zone database; tests alone read it, a record never needs it."""
    try:
        zone = ZoneInfo(ZONES[name])
    except KeyError:
        pytest.skip(f"no time zone database here with {ZONES[name]}")
    duty = Duty(calendar_of(name))
    for at in range(ms("2026-01-01T00:00:00+00:00"), ms("2028-12-31T00:00:00+00:00"), HOUR):
        theirs = datetime.datetime.fromtimestamp(at / 1000, zone).utcoffset()
        assert theirs is not None and duty.offset(at) == theirs.total_seconds() * 1000, at


def federal_holidays(year: int) -> list[datetime.date]:
    """The days kept under 5 U.S.C. 6103, by its own rules: an nth Monday, or a date moved off the weekend."""

    def nth(month: int, weekday: int, n: int) -> datetime.date:
        days = [
            datetime.date(year, month, d) for d in range(1, 29) if datetime.date(year, month, d).weekday() == weekday
        ]
        return days[n - 1]

    def kept(month: int, day: int) -> datetime.date:
        found = datetime.date(year, month, day)
        return found + datetime.timedelta(days={5: -1, 6: 1}.get(found.weekday(), 0))

    last_of_may = max(d for d in (datetime.date(year, 5, n) for n in range(25, 32)) if d.weekday() == 0)
    fixed = [kept(1, 1), kept(6, 19), kept(7, 4), kept(11, 11), kept(12, 25)]
    return [*fixed, nth(1, 0, 3), nth(2, 0, 3), last_of_may, nth(9, 0, 1), nth(10, 0, 2), nth(11, 3, 4)]


def test_federal_holidays_are_those_of_the_law() -> None:
    calendar = calendar_of("us-federal")
    assert all(holiday.start == holiday.until for holiday in calendar.holidays)
    found = [datetime.date.fromisoformat(holiday.start) for holiday in calendar.holidays]
    expected = [day for year in (2026, 2027, 2028) for day in federal_holidays(year) if day.year < 2028]
    assert found == sorted(expected)
    assert datetime.date(2026, 7, 3) in found and datetime.date(2027, 12, 31) in found


def test_the_mainland_calendar_has_as_many_days_off_as_the_notice_counts() -> None:
    calendar = calendar_of("mainland-china")
    days = {
        holiday.names.en if holiday.names else "": 1
        + (datetime.date.fromisoformat(holiday.until) - datetime.date.fromisoformat(holiday.start)).days
        for holiday in calendar.holidays
    }
    assert list(days.values()) == [3, 9, 3, 5, 3, 3, 7]
    working = [datetime.date.fromisoformat(w.on) for w in calendar.working]
    assert [day.weekday() for day in working] == [6, 5, 5, 5, 6, 5], "Saturdays and Sundays, as the notice says"


def test_a_swapped_working_day_is_a_working_day_and_a_holiday_is_none() -> None:
    duty = Duty(calendar_of("mainland-china"))
    assert duty.is_open(ms("2026-02-14T10:00:00+08:00")) and not duty.is_open(ms("2026-02-21T10:00:00+08:00"))
    assert not duty.is_open(ms("2026-02-16T10:00:00+08:00")) and duty.is_open(ms("2026-02-24T10:00:00+08:00"))
    friday = ms("2026-09-30T16:00:00+08:00")  # a Wednesday, an hour before the week of holidays
    assert duty.add(friday, 4 * HOUR).at == ms("2026-10-08T12:00:00+08:00")
    assert duty.add(ms("2026-10-09T16:00:00+08:00"), 4 * HOUR).at == ms("2026-10-10T12:00:00+08:00"), (
        "a Saturday at work"
    )


def test_four_duty_hours_over_a_long_weekend_with_the_clocks_put_back() -> None:
    duty = Duty(calendar_of("us-federal"))
    eve = ms("2026-10-30T15:00:00-04:00")
    assert duty.add(eve, 4 * HOUR).at == ms("2026-11-02T11:00:00-05:00")
    assert duty.opens(ms("2026-11-26T12:00:00-05:00")).at == ms("2026-11-27T09:00:00-05:00")


def test_an_hour_that_the_clocks_skip_is_no_duty_time_and_one_repeated_is_twice() -> None:
    base = to_plain(calendar_of("us-federal")) | {"week": [[[0, 1440]]] * 7, "holidays": []}
    night = to_plain(calendar_of("us-federal")) | {"week": [[[60, 180]]] * 7, "holidays": []}
    for plain, spring, autumn in ((base, 23, 25), (night, 1, 3)):
        duty = Duty(read(Calendar, plain))
        one = duty.between(ms("2026-03-08T00:00:00-05:00"), ms("2026-03-09T00:00:00-04:00"))
        two = duty.between(ms("2026-11-01T00:00:00-04:00"), ms("2026-11-02T00:00:00-05:00"))
        assert (one, two) == (spring * HOUR, autumn * HOUR)


# --- what is not known is said ------------------------------------------------------------------------------------------


def test_after_the_days_it_covers_plain_weeks_count_and_the_answer_says_so() -> None:
    duty = Duty(calendar_of("mainland-china"))
    inside = duty.add(ms("2026-12-30T10:00:00+08:00"), 4 * HOUR)
    assert (inside.at, inside.basis) == (ms("2026-12-30T14:00:00+08:00"), "calendar")
    over_the_edge = duty.add(ms("2026-12-31T15:00:00+08:00"), 4 * HOUR)
    assert (over_the_edge.at, over_the_edge.basis) == (ms("2027-01-01T11:00:00+08:00"), "plain-weeks")
    exactly = duty.add(ms("2026-12-31T15:00:00+08:00"), 2 * HOUR)
    assert (exactly.at, exactly.basis) == (ms("2026-12-31T17:00:00+08:00"), "calendar"), (
        "nothing of the next day was used"
    )
    assert duty.opens(ms("2025-12-29T10:00:00+08:00")).basis == "plain-weeks", "before what it covers, too"


def test_spans_are_bounded_on_both_sides() -> None:
    duty = Duty(calendar_of("mainland-china"))
    for span in (-1, MOST_SPAN + 1, 2**53 - 1):
        for over in ("always", "duty"):
            with pytest.raises(Local, match="duty-span"):
                duty.add(0, span, over)
    assert duty.add(0, 0) == duty.add(0, 0) and duty.add(0, 0).at == 0


def test_a_span_that_ten_years_do_not_fill_has_no_time() -> None:
    plain = to_plain(calendar_of("us-federal")) | {"week": [[[540, 541]], *[[]] * 6]}
    duty = Duty(read(Calendar, plain))
    reached = duty.add(ms("2026-01-01T00:00:00+00:00"), MOST_SPAN)
    assert (reached.at, reached.basis) == (None, "beyond")
    assert duty.closes(ms("2026-01-05T09:00:30-05:00")).at == ms("2026-01-05T09:01:00-05:00")


@pytest.mark.parametrize("name", sorted(shipped()))
def test_any_instant_can_be_asked_about(name: str) -> None:
    duty = duty_of(pack(calendar_of(name)))
    for at in (0, 1, 2**53 - 1):
        assert duty.opens(at).at is not None and duty.add(at, HOUR).at is not None
    assert duty.closes(ms("2026-11-25T12:00:00+00:00")).at is not None or name == "all-hours"


# --- calendars that are refused -----------------------------------------------------------------------------------------

BENT = {
    "hours that overlap": ({"week": [[[540, 720], [700, 1020]], *[[]] * 6]}, "roster-hours"),
    "hours that touch": ({"week": [[[540, 720], [720, 1020]], *[[]] * 6]}, "roster-hours"),
    "hours out of order": ({"week": [[[780, 1020], [540, 720]], *[[]] * 6]}, "roster-hours"),
    "hours of no length": ({"week": [[[540, 540]], *[[]] * 6]}, "roster-hours"),
    "hours that end before they begin": ({"week": [[[1020, 540]], *[[]] * 6]}, "roster-hours"),
    "never open": ({"week": [[]] * 7}, "roster-hours"),
    "on-call hours that overlap": ({"on_call": [[[0, 60], [30, 90]], *[[]] * 6]}, "roster-hours"),
    "changes out of order": ({"changes": [[2 * DAY, 60], [DAY, 0]]}, "roster-offsets"),
    "a change twice": ({"changes": [[DAY, 60], [DAY, 0]]}, "roster-offsets"),
    "a change of nothing": ({"changes": [[DAY, 480]]}, "roster-offsets"),
    "covers nothing": ({"covers_until": "2025-12-31"}, "roster-covers"),
    "covers no date": ({"covers_until": "2026-02-30"}, "roster-covers"),
    "covers too much": ({"covers_until": "2046-01-01"}, "roster-covers"),
    "before 1970": ({"covers_from": "1969-12-31"}, "roster-covers"),
    "a holiday of no date": ({"holidays": [{"from": "2026-13-01", "until": "2026-13-02"}]}, "roster-days"),
    "a holiday backwards": ({"holidays": [{"from": "2026-05-02", "until": "2026-05-01"}]}, "roster-days"),
    "a holiday beyond what is covered": ({"holidays": [{"from": "2027-05-01", "until": "2027-05-01"}]}, "roster-days"),
    "holidays out of order": (
        {"holidays": [{"from": "2026-05-01", "until": "2026-05-01"}, {"from": "2026-04-01", "until": "2026-04-01"}]},
        "roster-days",
    ),
    "holidays that overlap": (
        {"holidays": [{"from": "2026-05-01", "until": "2026-05-03"}, {"from": "2026-05-03", "until": "2026-05-04"}]},
        "roster-days",
    ),
    "a working day twice": (
        {"working": [{"on": "2026-05-09", "like": 1}, {"on": "2026-05-09", "like": 2}]},
        "roster-days",
    ),
    "a working day beyond what is covered": ({"working": [{"on": "2027-01-02", "like": 1}]}, "roster-days"),
    "a holiday that is an extra working day": ({"working": [{"on": "2026-05-03", "like": 1}]}, "roster-days"),
}


@pytest.mark.parametrize("what", sorted(BENT))
def test_a_calendar_with_a_fault_in_it_is_refused_by_name(what: str) -> None:
    change, code = BENT[what]
    calendar = read(Calendar, to_plain(calendar_of("mainland-china")) | change)
    assert rule({"calendar": calendar}, []) == code


def test_a_gap_between_holidays_known_and_the_days_asked_about_is_decided_and_said() -> None:
    """A new calendar that begins in March leaves January and February as plain weeks, and no answer over them hides it."""
    plain = to_plain(calendar_of("mainland-china"))
    later = plain | {"covers_from": "2026-03-01", "holidays": plain["holidays"][2:], "working": plain["working"][3:]}
    duty = Duty(read(Calendar, later))
    festival = duty.add(ms("2026-02-16T09:00:00+08:00"), HOUR)
    assert (festival.at, festival.basis) == (ms("2026-02-16T10:00:00+08:00"), "plain-weeks")
    assert duty.add(ms("2026-03-02T09:00:00+08:00"), HOUR).basis == "calendar"


def test_a_change_of_offset_at_the_very_end_of_a_span_adds_no_day_to_what_it_rests_on() -> None:
    midnight = ms("2026-10-01T00:00:00+00:00")
    plain = to_plain(calendar_of("all-hours")) | {"changes": [[midnight, 60]], "covers_until": "2026-09-30"}
    duty = Duty(read(Calendar, plain))
    for span, basis in ((HOUR, "calendar"), (HOUR + 1, "plain-weeks")):
        reached = duty.add(midnight - HOUR, span)
        assert (
            (reached.at, reached.basis)
            == (midnight - HOUR + span, basis)
            == walk.add(plain, midnight - HOUR, span, "duty")
        )
