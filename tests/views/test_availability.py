"""What became of tests, by hand-written expectation and by an independent count."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detente.views.availability import DAY, HOUR, Pause, Trial, days, not_back, outcome, paused, pauses

MINUTE = 60_000
WINDOW = 15 * MINUTE
MIDNIGHT = 20_720 * DAY


def trial(hour: float, back: float | None = None) -> Trial:
    at = MIDNIGHT + int(hour * HOUR)
    return Trial(at.to_bytes(8, "big"), at, None if back is None else MIDNIGHT + int(back * HOUR))


def pause(begins: float, ends: float, what: str = "machine") -> Pause:
    return Pause("otter", MIDNIGHT + int(begins * HOUR), MIDNIGHT + int(ends * HOUR), what)


def test_a_day_reads_as_what_came_of_each_hour() -> None:
    tests = [trial(h + 0.1, h + 0.11) for h in range(6)]
    tests += [trial(6.1, 7.0), trial(7.1), trial(8.1), trial(11.1)]
    now = MIDNIGHT + int(11.2 * HOUR)
    [day] = days(tests, WINDOW, [pause(8, 9), pause(9, 10)], now, 1, MIDNIGHT)
    assert day.hours == ["answered"] * 6 + ["late", "not-back", "service", "service", "not-tested", "waiting"]
    assert day.tests == {"answered": 6, "late": 1, "not-back": 1, "service": 1, "waiting": 1, "not-tested": 1}


def test_the_window_ends_at_its_last_millisecond() -> None:
    at = MIDNIGHT
    came = {
        back: outcome(Trial(b"", at, back), WINDOW, [], at + DAY)
        for back in (at, at + WINDOW, at + WINDOW + 1, at + DAY)
    }
    assert list(came.values()) == ["answered", "answered", "late", "late"]
    assert outcome(Trial(b"", at), WINDOW, [], at + WINDOW) == "waiting"
    assert outcome(Trial(b"", at), WINDOW, [], at + WINDOW + 1) == "not-back"


def test_hours_before_the_line_are_no_hours_without_a_test() -> None:
    [day] = days([trial(5.5, 5.6)], WINDOW, [], MIDNIGHT + 7 * HOUR, 1, MIDNIGHT + 5 * HOUR + MINUTE)
    assert day.hours == ["no-line"] * 5 + ["answered", "not-tested", "not-tested"]
    assert day.tests["not-tested"] == 2


def test_a_pause_of_the_desk_excuses_no_machine_and_the_other_way() -> None:
    gone = trial(3)
    assert outcome(gone, WINDOW, [pause(2, 4, "desk")], MIDNIGHT + DAY) == "not-back"
    assert outcome(gone, WINDOW, [pause(2, 4, "machine")], MIDNIGHT + DAY, "desk") == "not-back"
    assert outcome(gone, WINDOW, [pause(2, 4, "both")], MIDNIGHT + DAY) == "service"
    assert outcome(gone, WINDOW, [pause(2, 4, "both")], MIDNIGHT + DAY, "desk") == "service"


@given(st.lists(st.tuples(st.integers(0, 3 * DAY), st.none() | st.integers(0, DAY)), max_size=60))
def test_every_test_is_counted_once_whatever_its_hour(rows: list[tuple[int, int | None]]) -> None:
    now = MIDNIGHT + 3 * DAY - 1
    tests = [
        Trial(b"%d" % n, MIDNIGHT + at, None if took is None else MIDNIGHT + at + took)
        for n, (at, took) in enumerate(rows)
    ]
    tests = [t for t in tests if t.at <= now]
    found = days(tests, WINDOW, [], now, 3, MIDNIGHT)
    counted: dict[str, int] = {}
    for day in found:
        assert len(day.hours) == 24
        for state, count in day.tests.items():
            counted[state] = counted.get(state, 0) + count
    by_hand = {
        "answered": sum(t.back is not None and t.back - t.at <= WINDOW for t in tests),
        "late": sum(t.back is not None and t.back - t.at > WINDOW for t in tests),
        "waiting": sum(t.back is None and now - t.at <= WINDOW for t in tests),
        "not-back": sum(t.back is None and now - t.at > WINDOW for t in tests),
        "not-tested": 72 - len({t.at // HOUR for t in tests}),
    }
    assert {k: v for k, v in counted.items() if v} == {k: v for k, v in by_hand.items() if v}


# -- what is amiss -------------------------------------------------------------------------------------------------


def test_an_alarm_begins_the_moment_the_window_is_over_and_ends_with_the_first_reply() -> None:
    gone = trial(3)
    over = gone.at + WINDOW
    assert not_back([trial(2, 2.01), gone], WINDOW, [], over) is None
    alarm = not_back([trial(2, 2.01), gone], WINDOW, [], over + 1)
    assert alarm is not None and (alarm.since, alarm.tests) == (gone.at, 1)
    three = not_back([trial(2, 2.01), gone, trial(4), trial(5)], WINDOW, [], MIDNIGHT + 6 * HOUR)
    assert three is not None and (three.since, three.tests, three.last.at) == (gone.at, 3, trial(5).at)
    back = [trial(2, 2.01), gone, trial(4), trial(5, 5.9)]
    assert not_back(back, WINDOW, [], MIDNIGHT + 6 * HOUR) is None, "late, and yet back: the line is good"


def test_a_planned_pause_raises_no_alarm_and_one_that_is_over_does_not_hide_the_next() -> None:
    down = [trial(1, 1.01), trial(2), trial(3)]
    assert not_back(down, WINDOW, [pause(1.5, 3.9)], MIDNIGHT + 5 * HOUR) is None
    after = not_back([*down, trial(4)], WINDOW, [pause(1.5, 3.9)], MIDNIGHT + 5 * HOUR)
    assert after is not None and (after.since, after.tests) == (trial(4).at, 1)


# -- planned pauses ------------------------------------------------------------------------------------------------


def said(
    what: str, plan: str, at: float, times: tuple[float, float] | None = None, re: str | None = None
) -> dict[str, Any]:
    begins, ends = (None, None) if times is None else (MIDNIGHT + int(t * HOUR) for t in times)
    return {
        "what": what,
        "party": "otter",
        "plan": plan,
        "pauses": "machine",
        "at": MIDNIGHT + int(at * HOUR),
        "begins": begins,
        "ends": ends,
        "re": re,
    }


def spans(*rows: dict[str, Any]) -> list[tuple[float, float]]:
    return [((p.begins - MIDNIGHT) / HOUR, (p.ends - MIDNIGHT) / HOUR) for p in pauses(rows)]


def test_a_pause_counts_from_when_it_was_said_and_never_before() -> None:
    assert spans(said("a", "maintenance", 1, (2, 4))) == [(2, 4)]
    assert spans(said("a", "maintenance", 3, (2, 4))) == [(3, 4)]
    assert spans(said("a", "maintenance", 5, (2, 4))) == [], "nobody plans what has happened"


def test_a_pause_is_moved_cancelled_or_over() -> None:
    first = said("a", "maintenance", 1, (2, 4))
    assert spans(first, said("b", "moved", 1.5, (6, 7), "a")) == [(6, 7)]
    assert spans(first, said("b", "cancelled", 1.5, None, "a")) == []
    assert spans(first, said("b", "restored", 3, None, "a")) == [(2, 3)]
    assert spans(first, said("b", "restored", 9, None, "a")) == [(2, 4)]
    assert spans(first, said("b", "moved", 3, (8, 9), "a")) == [(2, 3), (8, 9)]


def test_what_names_no_pause_in_place_changes_nothing() -> None:
    first = said("a", "maintenance", 1, (2, 4))
    assert spans(first, said("b", "cancelled", 1.5, None, "elsewhere")) == [(2, 4)]
    assert spans(first, said("b", "moved", 1.5, (6, 7), "a"), said("c", "cancelled", 1.6, None, "a")) == [(6, 7)]
    assert spans(said("b", "moved", 1.5, (6, 7), "elsewhere")) == []


def test_a_moment_is_in_a_pause_from_its_first_millisecond_to_before_its_end() -> None:
    planned = [pause(2, 4)]
    for at, inside in ((2, True), (3.9, True), (4, False), (1.9, False)):
        moment = MIDNIGHT + int(at * HOUR)
        assert paused(planned, moment, moment) is inside
