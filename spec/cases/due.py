"""Rosters with every rule of theirs broken, and due times over calendars: found by walking from minute to minute."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import walk
from oracle import cbor, fresh
from world import LIVE

from cases import Vector, bad, good
from cases.messages import judged

HOUR, MINUTE = 3_600_000, 60_000
WORKDAYS = [[[540, 1020]]] * 5 + [[], []]
NAMES = {"en": "EXAMPLE", "zh": "示例"}

PLAIN: dict[str, Any] = {  # nine to five, a day of holidays, an extra Saturday, one change of offset
    "label": {"en": "EXAMPLE Time", "zh": "示例时间"},
    "offset": 480,
    "changes": [],
    "week": WORKDAYS,
    "holidays": [{"from": "2026-10-01", "until": "2026-10-07", "names": NAMES}],
    "working": [{"on": "2026-10-10", "like": 1}],
    "covers_from": "2026-01-01",
    "covers_until": "2026-12-31",
}


def at(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


CHANGES = [[at("2026-03-08T07:00:00+00:00"), -240], [at("2026-11-01T06:00:00+00:00"), -300]]
WEST = PLAIN | {
    "offset": -300,
    "changes": CHANGES,
    "holidays": [],
    "working": [],
    "label": {"en": "EXAMPLE Time W", "zh": "示例时间西"},
}
NIGHT = WEST | {"week": [[[60, 180]]] * 7}
CALL = PLAIN | {"on_call": [[[360, 540], [1000, 1320]]] * 7}
OFFICES = {
    "offices": [
        {
            "names": {"en": "EXAMPLE duty office", "zh": "示例值班室"},
            "reach": [{"way": "telephone", "at": "EXAMPLE 0000", "hours": "on-call"}],
        }
    ]
}


def roster(label: str, calendar: dict[str, Any], offices: dict[str, Any] = OFFICES, **names: Any) -> dict[str, Any]:
    return LIVE.message("heron", "roster", {"offices": offices, "calendar": calendar}, f"roster {label}", **names)


def cases() -> Iterator[Vector]:
    yield judged("roster_valid", "An office and its duty calendar.", roster("plain", PLAIN), "accepted")
    yield judged(
        "roster_on_call_valid", "With on-call hours that meet the duty hours.", roster("call", CALL), "accepted"
    )
    yield judged("roster_changes_valid", "With changes of offset.", roster("west", WEST), "accepted")
    yield from refused()
    yield from spans()
    yield from deadlines()


def refused() -> Iterator[Vector]:
    one = PLAIN["holidays"][0]
    rows: list[tuple[str, str, dict[str, Any], str]] = [
        ("hours_overlap", "Hours that overlap.", {"week": [[[540, 720], [700, 800]], *[[]] * 6]}, "roster-hours"),
        (
            "hours_touch",
            "Hours that touch.",
            {"week": [[[540, 720], [720, 800]], *[[]] * 6]},
            "roster-hours",
        ),
        ("hours_none", "Never open.", {"week": [[]] * 7}, "roster-hours"),
        ("hours_backwards", "Hours that end before they begin.", {"week": [[[800, 540]], *[[]] * 6]}, "roster-hours"),
        ("on_call_overlap", "On-call hours that overlap.", {"on_call": [[[0, 9], [8, 10]], *[[]] * 6]}, "roster-hours"),
        ("changes_order", "Changes in another order.", {"changes": [*reversed(CHANGES)]}, "roster-offsets"),
        ("change_of_nothing", "A change that changes nothing.", {"changes": [[CHANGES[0][0], 480]]}, "roster-offsets"),
        ("covers_backwards", "Covered until before it begins.", {"covers_until": "2025-12-31"}, "roster-covers"),
        ("covers_no_date", "Covered until no date.", {"covers_until": "2026-02-30"}, "roster-covers"),
        ("covers_too_long", "Covered for more than ten years.", {"covers_until": "2036-01-02"}, "roster-covers"),
        ("holiday_no_date", "A holiday on no date.", {"holidays": [one | {"until": "2026-10-32"}]}, "roster-days"),
        ("holiday_outside", "A holiday that is not covered.", {"covers_from": "2026-10-02"}, "roster-days"),
        (
            "holidays_overlap",
            "Holidays that overlap.",
            {"holidays": [one, one | {"from": "2026-10-07"}]},
            "roster-days",
        ),
        (
            "holiday_worked",
            "A holiday that is worked too.",
            {"working": [{"on": "2026-10-03", "like": 6}]},
            "roster-days",
        ),
        ("working_twice", "An extra working day twice.", {"working": PLAIN["working"] * 2}, "roster-days"),
        (
            "two_faults",
            "Two faults: the first names the reason.",
            {"week": [[]] * 7, "covers_until": "2025-12-31"},
            "roster-hours",
        ),
        ("six_days", "A week of six days.", {"week": [[]] * 6}, "body"),
        ("offset_19_hours", "An offset of nineteen hours.", {"offset": 1140}, "body"),
        ("minute_1441", "A minute after the day's last.", {"week": [[[540, 1441]], *[[]] * 6]}, "body"),
        ("zone_named", "A zone by its name: nobody knows the member.", {"zone": "EXAMPLE/Place"}, "body"),
    ]
    for name, what, change, reason in rows:
        yield judged(f"roster_{name}_refused", what, roster(name, PLAIN | change), "refused", reason)
    yield judged("roster_no_office_refused", "No office.", roster("none", PLAIN, {"offices": []}), "refused", "body")
    yield judged(
        "roster_of_a_message_refused",
        "It names a message.",
        roster("names", PLAIN, re=[fresh("another message")]),
        "refused",
        "names-no-message",
    )


def spans() -> Iterator[Vector]:
    rows: list[tuple[str, str, dict[str, Any], str, int, str]] = [
        ("within_a_day", "Within one day.", PLAIN, "2026-09-28T10:00:00+08:00", 4 * HOUR, "duty"),
        (
            "ends_at_closing",
            "Over at closing time.",
            PLAIN,
            "2026-09-28T13:00:00+08:00",
            4 * HOUR,
            "duty",
        ),
        ("over_a_night", "Over a night.", PLAIN, "2026-09-28T15:00:00+08:00", 4 * HOUR, "duty"),
        ("over_a_holiday", "Over a week of holidays.", PLAIN, "2026-09-30T16:00:00+08:00", 4 * HOUR, "duty"),
        ("on_a_working_saturday", "On an extra working day.", PLAIN, "2026-10-09T16:00:00+08:00", 4 * HOUR, "duty"),
        ("heard_at_night", "Heard while it is closed.", PLAIN, "2026-09-28T03:00:00+08:00", 30 * MINUTE, "duty"),
        ("nothing_while_closed", "A span of nothing is over at once.", PLAIN, "2026-10-04T03:00:00+08:00", 0, "duty"),
        ("one_millisecond", "A millisecond after opening.", PLAIN, "2026-10-04T03:00:00+08:00", 1, "duty"),
        (
            "into_days_not_known",
            "Into days not known.",
            PLAIN,
            "2026-12-31T15:00:00+08:00",
            4 * HOUR,
            "duty",
        ),
        (
            "up_to_days_not_known",
            "Up to those days and no further.",
            PLAIN,
            "2026-12-31T15:00:00+08:00",
            2 * HOUR,
            "duty",
        ),
        (
            "over_a_change_back",
            "Over the night in which clocks go back.",
            WEST,
            "2026-10-30T16:00:00-04:00",
            4 * HOUR,
            "duty",
        ),
        (
            "hour_skipped",
            "In the night whose second hour is skipped.",
            NIGHT,
            "2026-03-08T00:00:00-05:00",
            90 * MINUTE,
            "duty",
        ),
        (
            "hour_repeated",
            "In the night whose hour comes twice.",
            NIGHT,
            "2026-11-01T00:00:00-04:00",
            150 * MINUTE,
            "duty",
        ),
        ("on_call", "On call on a holiday's evening.", CALL, "2026-10-02T16:00:00+08:00", 3 * HOUR, "duty-and-on-call"),
        (
            "on_call_none",
            "With no on-call hours.",
            PLAIN,
            "2026-09-28T16:00:00+08:00",
            2 * HOUR,
            "duty-and-on-call",
        ),
        ("always", "Every hour counts.", PLAIN, "2026-10-02T16:00:00+08:00", 30 * MINUTE, "always"),
    ]
    for name, what, calendar, start, span, over in rows:
        when, basis = walk.add(calendar, at(start), span, over)
        yield good(
            f"due_{name}",
            what,
            "duty.add",
            {"at": when, "basis": basis},
            calendar=cbor(calendar),
            at=at(start),
            span=span,
            over=over,
        )
    rare = WEST | {"week": [[[540, 541]], *[[]] * 6]}
    given: dict[str, Any] = {"calendar": cbor(rare), "at": at("2026-01-01T00:00:00+00:00"), "over": "duty"}
    yield good(
        "due_beyond",
        "More than ten years.",
        "duty.add",
        {"at": None, "basis": "beyond"},
        span=24 * HOUR,
        **given,
    )
    for name, what, start in (
        ("opens_now", "Open already.", "2026-09-28T10:00:00+08:00"),
        ("opens_after_holidays", "After a week of holidays.", "2026-09-30T17:00:00+08:00"),
        ("opens_not_known", "Next year, of which no holidays are known.", "2026-12-31T17:00:00+08:00"),
    ):
        when, basis = walk.opens(PLAIN, at(start), "duty")
        yield good(
            f"due_{name}",
            what,
            "duty.opens",
            {"at": when, "basis": basis},
            calendar=cbor(PLAIN),
            at=at(start),
            over="duty",
        )


def deadlines() -> Iterator[Vector]:
    field: dict[str, Any] = {
        "profile": "office",
        "over": "duty",
        "receipt": MINUTE,
        "acknowledge": {"3": 4 * HOUR, "2": 8 * HOUR, "1": 8 * HOUR, "0": None},
        "holding": 8 * HOUR,
        "answer": 40 * HOUR,
    }
    yield good(
        "terms_deadlines", "Deadlines over duty hours.", "terms.deadlines", ["office", "duty"], value=cbor(field)
    )
    three = {wanted: span for wanted, span in field["acknowledge"].items() if wanted != "0"}
    for name, what, change in (
        ("negative", "A span below nothing.", {"answer": -1}),
        ("over_a_year", "A span beyond a year.", {"holding": 366 * 24 * HOUR + 1}),
        ("over_unknown", "Counted over hours nobody knows.", {"over": "office"}),
        ("class_missing", "A class with no word on it: null must be said.", {"acknowledge": three}),
        ("class_unknown", "A fifth class.", {"acknowledge": field["acknowledge"] | {"4": HOUR}}),
        ("extra_member", "A member nobody knows.", {"reply": HOUR}),
    ):
        yield bad(f"terms_deadlines_{name}_refused", what, "terms.deadlines", "shape", value=cbor(field | change))
