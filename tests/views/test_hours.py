"""Meetings against duty calendars: open all the while, or not, or not known."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from detente.kinds.roster import Calendar
from detente.line.duty import Duty
from detente.views.hours import hours

EVERY = [[[540, 1020]]] * 5 + [[], []]  # 9:00 to 17:00, Monday to Friday


def duty(**other: object) -> Duty:
    plain = {
        "label": {"en": "EXAMPLE", "zh": "示例"},
        "offset": 480,
        "changes": [],
        "week": EVERY,
        "holidays": [],
        "working": [],
        "covers_from": "2026-01-01",
        "covers_until": "2026-12-31",
        **other,
    }
    return Duty(msgspec.convert(plain, Calendar))


def at(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("2026-11-03T01:00+00:00", "2026-11-03T09:00+00:00", "duty"),  # the whole of the office's day, to the minute
        ("2026-11-03T00:59+00:00", "2026-11-03T02:00+00:00", "outside"),
        ("2026-11-03T08:00+00:00", "2026-11-03T09:01+00:00", "outside"),
        ("2026-11-07T02:00+00:00", "2026-11-07T03:00+00:00", "outside"),  # a Saturday
        ("2027-01-04T02:00+00:00", "2027-01-04T03:00+00:00", "not-covered"),
    ],
)
def test_a_meeting_is_within_duty_hours_when_the_office_is_open_from_its_beginning_to_its_end(
    begins: str, ends: str, said: str
) -> None:
    assert hours(duty(), at(begins), at(ends)) == said


def test_a_holiday_is_outside_and_an_exchanged_saturday_is_within() -> None:
    closed = duty(holidays=[{"from": "2026-11-03", "until": "2026-11-03"}])
    assert hours(closed, at("2026-11-03T02:00+00:00"), at("2026-11-03T03:00+00:00")) == "outside"
    worked = duty(working=[{"on": "2026-11-07", "like": 1}])
    assert hours(worked, at("2026-11-07T02:00+00:00"), at("2026-11-07T03:00+00:00")) == "duty"
