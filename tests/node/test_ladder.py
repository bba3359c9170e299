"""The call-up ladder decides who is called, when, and never twice: played on a clock of its own."""

from __future__ import annotations

import datetime
import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from detente.codec.errors import Local
from detente.node.ladder import (
    MINUTE,
    TRIES,
    Hours,
    Ladder,
    Waiting,
    calls_due,
    parse_ladder,
    read_ladder,
    would_call,
    zone_offset,
)

HOUR = 60 * MINUTE
MONDAY = int(datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC).timestamp() * 1000)  # 00:00 UTC, a Monday

NIGHT = b"""
[[step]]
id = "desk"
who = "desk"
after = "PT0M"
wanted = ["for-information", "within-a-working-day", "within-hours", "at-once"]
hours = {days = ["mon", "tue", "wed", "thu", "fri"], from = "08:00", to = "18:00", zone = "+08:00"}
command = ["./page"]

[[step]]
id = "duty"
who = "duty officer"
after = "PT10M"
command = ["./page"]

[[step]]
id = "deputy"
who = "deputy head"
after = "PT30M"
wanted = ["at-once"]
command = ["./page"]
"""
Called = dict[tuple[bytes, str], dict[str, Any]]


def play(
    ladder: Ladder,
    waiting: dict[bytes, Waiting],
    until: int,
    start: int,
    acknowledged: dict[bytes, int] | None = None,
    fails: int = 0,
    stops: frozenset[int] = frozenset(),
) -> list[tuple[int, str, bytes, int]]:
    """Every minute from `start`: (minutes since then, step, message, try) of each call begun. The first `fails` tries of each
    step fail. At the minutes in `stops` the node is killed while the calls begun there are under way."""
    called: Called = {}
    made = []
    for minute in range((until - start) // MINUTE):
        now = start + minute * MINUTE
        items = [w for w in waiting.values() if w.since <= now and now < (acknowledged or {}).get(w.what, until)]
        for call in calls_due(ladder, items, called, now):
            made.append((minute, call.step.id, call.what, call.tries))
            row = {"tries": call.tries, "begun": now, "ended": now, "outcome": "done"}
            if call.tries <= fails:
                row["outcome"] = "hook-failed"
            if minute in stops:
                row |= {"ended": None, "outcome": None}
            called[(call.what, call.step.id)] = row
    return made


def night(**options: Any) -> list[tuple[int, str, bytes, int]]:
    """From Monday 18:00 in the office's zone (10:00 UTC) until 09:00 the next morning, an at-once message 20 minutes in."""
    start = MONDAY + 10 * HOUR
    waiting = {b"m": Waiting(b"m", 3, start + 20 * MINUTE)}
    return play(parse_ladder(NIGHT), waiting, start + 15 * HOUR, start, **options)


def test_a_whole_night_calls_each_step_once_and_the_desk_when_it_opens() -> None:
    assert night() == [(30, "duty", b"m", 1), (50, "deputy", b"m", 1), (14 * 60, "desk", b"m", 1)]


def test_it_stops_when_somebody_acknowledges() -> None:
    acknowledged = {b"m": MONDAY + 10 * HOUR + 45 * MINUTE}
    assert night(acknowledged=acknowledged) == [(30, "duty", b"m", 1)]


def test_a_call_that_a_stop_cut_is_made_again_and_one_that_ended_is_not() -> None:
    made = night(stops=frozenset({30}))
    assert made == [(30, "duty", b"m", 1), (31, "duty", b"m", 1), (50, "deputy", b"m", 1), (14 * 60, "desk", b"m", 1)]


def test_wherever_the_node_stops_in_the_night_nothing_is_skipped_or_made_again() -> None:
    whole = {(step, what) for _, step, what, _ in night()}
    for minute in (*range(0, 15 * 60, 97), 29, 30, 31, 49, 50, 51, 839, 840, 841):
        made = [(step, what) for at, step, what, _ in night(stops=frozenset({minute})) if at != minute]
        assert set(made) == whole and len(made) == len(set(made)), minute


def test_a_node_that_was_down_all_night_calls_in_the_morning_what_is_still_due() -> None:
    ladder, since = parse_ladder(NIGHT), MONDAY + 10 * HOUR
    found = calls_due(ladder, [Waiting(b"m", 3, since)], {}, since + 15 * HOUR)
    assert [call.step.id for call in found] == ["desk", "duty", "deputy"]


def test_a_call_that_fails_is_tried_three_times_and_holds_up_no_other_step() -> None:
    made = night(fails=9)
    assert [(minute, n) for minute, step, _, n in made if step == "duty"] == [(30, 1), (31, 2), (33, 3)]
    assert (50, "deputy", b"m", 1) in made
    assert max(n for *_, n in made) == TRIES
    assert [n for _, step, _, n in night(fails=1) if step == "duty"] == [1, 2]


def test_only_the_urgent_is_called_at_night() -> None:
    ladder, since = parse_ladder(NIGHT), MONDAY + 12 * HOUR
    calm = play(ladder, {b"i": Waiting(b"i", 0, since)}, since + 24 * HOUR, since)
    assert calm == [(12 * 60, "desk", b"i", 1)], "for information waits for the morning, and for the desk alone"


def test_the_most_urgent_and_longest_waiting_comes_first() -> None:
    ladder, now = parse_ladder(NIGHT), MONDAY + 12 * HOUR
    items = [Waiting(b"a", 2, now - HOUR), Waiting(b"b", 3, now - HOUR), Waiting(b"c", 3, now - 2 * HOUR)]
    for order in itertools.permutations(items):
        found = [(call.what, call.step.id) for call in calls_due(ladder, order, {}, now)]
        assert found == [(b"c", "duty"), (b"c", "deputy"), (b"b", "duty"), (b"b", "deputy"), (b"a", "duty")]


def test_many_nights_with_chance_agree_with_a_plain_account() -> None:
    """What is due by then is called, once, at the first minute its step is due and open; counted another way."""
    ladder, chance = parse_ladder(NIGHT), random.Random(7)
    for _ in range(15):
        start = MONDAY + chance.randrange(7 * 24) * HOUR
        end = start + 30 * HOUR
        waiting, acknowledged = {}, {}
        for number in range(chance.randrange(1, 5)):
            what = bytes([number])
            waiting[what] = Waiting(what, chance.randrange(4), start + chance.randrange(900) * MINUTE)
            acknowledged[what] = waiting[what].since + chance.randrange(1500) * MINUTE
        expected = set()
        for item in waiting.values():
            for at, step in would_call(ladder, item.wanted, item.since):
                if at < min(end, acknowledged[item.what]):
                    expected.add(((at - start) // MINUTE, step.id, item.what, 1))
        assert set(play(ladder, waiting, end, start, acknowledged)) == expected


def test_who_would_be_called_now_follows_the_hours_of_each() -> None:
    ladder = parse_ladder(NIGHT)
    evening = MONDAY + 10 * HOUR
    found = [((at - evening) // MINUTE, step.id) for at, step in would_call(ladder, 3, evening)]
    assert found == [(10, "duty"), (30, "deputy"), (14 * 60, "desk")]
    friday = MONDAY + 4 * 24 * HOUR + 10 * HOUR
    [(at, step)] = would_call(ladder, 0, friday)
    assert (step.id, at) == ("desk", MONDAY + 7 * 24 * HOUR), "Monday at 08:00 there"


def test_hours_over_midnight_belong_to_the_day_they_begin() -> None:
    watch = Hours(days=frozenset({4}), start=22 * 60, stop=6 * 60)  # Friday night
    friday = MONDAY + 4 * 24 * HOUR
    assert [watch.holds(friday + hour * HOUR) for hour in (5, 21, 22, 23, 24, 29, 30)] == [
        False, False, True, True, True, True, False,
    ]  # fmt: skip
    assert not watch.holds(friday - 24 * HOUR + 23 * HOUR)


def test_a_zone_that_changes_its_clock_is_followed_and_no_city_is_shown() -> None:
    office = Hours(start=9 * 60, stop=17 * 60, zone="America/New_York")
    summer, winter = (int(datetime.datetime(2026, m, 6, 13, tzinfo=datetime.UTC).timestamp() * 1000) for m in (7, 12))
    assert office.holds(summer) and not office.holds(winter)
    assert (zone_offset(office.zone, summer), zone_offset(office.zone, winter)) == ("UTC-04:00", "UTC-05:00")


BAD = [
    ("", "ladder-unreadable"),
    ("x = 1", "ladder-unreadable"),
    ("[[step]]\nid = 'UPPER'", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = ''", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = \"x\\u202e\"", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\ncommand = ['y']", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT'\ncommand = ['y']", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = '-PT1M'\ncommand = ['y']", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'", "ladder-way"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\ncommand = 'rm -rf x'", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\ncommand = ['y']\nwebhook = 'https://x.invalid'", "ladder-way"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\ncommand = ['y']\nextra = 1", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\nwebhook = 'https://x.invalid'", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\nsecret = 's'\nwebhook = 'http://x.invalid'", "ladder-address"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\nsecret = 's'\nwebhook = 'https://u:p@x.invalid'", "ladder-address"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\nsecret = '../s'\nwebhook = 'https://x.invalid'", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\nwanted = ['soon']\ncommand = ['y']", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\nhours = {from = '25:00'}\ncommand = ['y']", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\nhours = {zone = 'Nowhere/Nothing'}\ncommand = ['y']", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\nhours = {zone = '../../etc/passwd'}\ncommand = ['y']", "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\ncommand = ['y']\n" * 2, "ladder-field"),
    ("[[step]]\nid = 'a'\nwho = 'x'\nafter = 'PT1M'\ncommand = ['y']\n" * 40, "ladder-unreadable"),
    ("#" * 70_000, "ladder-unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), BAD)
def test_a_ladder_that_is_wrong_says_where(text: str, code: str) -> None:
    with pytest.raises(Local) as caught:
        parse_ladder(text.encode())
    assert caught.value.code == code


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Local) as caught:
        parse_ladder(b"\xff\xfe")
    assert caught.value.code == "ladder-unreadable"


def test_a_ladder_others_may_write_is_not_used(tmp_path: Path) -> None:
    assert read_ladder(tmp_path) is None
    path = tmp_path / "ladder.toml"
    path.write_bytes(NIGHT)
    path.chmod(0o600)
    found = read_ladder(tmp_path)
    assert found is not None and [step.id for step in found.steps] == ["desk", "duty", "deputy"]
    path.chmod(0o620)
    with pytest.raises(Local) as caught:
        read_ladder(tmp_path)
    assert caught.value.code == "ladder-not-ours"
