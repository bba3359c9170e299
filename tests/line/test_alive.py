"""When a test of the line is due, on virtual clocks over weeks: evenly, asleep, started again, put forward and back."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.line.alive import DAY, HOUR, affordable, cadence, choose, due, next_due, offset, turn

START = 1_790_000_000_000
MINUTE = 60_000


@dataclass
class Sim:
    """A node that looks every half minute: its wall clock, a count nobody sets, and what it said."""

    interval: int = HOUR
    at: int = 17 * MINUTE
    wall: int = START
    count: int = 0
    last: int = START
    mark: int | None = None
    said: list[tuple[int, int]] = field(default_factory=list)  # (wall, count)

    def look(self) -> bool:
        since = None if self.mark is None else self.count - self.mark
        if not due(self.wall, self.last, since, self.interval, self.at):
            return False
        self.last, self.mark = self.wall, self.count
        self.said.append((self.wall, self.count))
        return True

    def run(self, span: int, step: int = 30_000) -> None:
        for _ in range(span // step):
            self.wall += step
            self.count += step
            self.look()

    def asleep(self, span: int) -> None:
        self.wall += span
        self.count += span

    def started_again(self) -> None:
        self.mark = None


def gaps(sim: Sim) -> list[int]:
    return [b[1] - a[1] for a, b in zip(sim.said, sim.said[1:], strict=False)]


def test_four_weeks_of_an_even_clock_have_a_test_an_hour_at_the_same_minute() -> None:
    sim = Sim()
    sim.run(28 * DAY)
    assert abs(len(sim.said) - 28 * 24) <= 1
    assert {wall % HOUR for wall, _ in sim.said[1:]} == {17 * MINUTE + (-(17 * MINUTE - START)) % 30_000}
    assert all(HOUR - MINUTE <= gap <= HOUR + MINUTE for gap in gaps(sim)[1:])


@pytest.mark.parametrize("span", [HOUR + 1, 5 * HOUR, 3 * DAY, 40 * DAY])
def test_a_machine_that_slept_says_one_test_and_no_burst(span: int) -> None:
    sim = Sim()
    sim.run(DAY)
    before = len(sim.said)
    sim.asleep(span)
    sim.run(MINUTE)
    assert len(sim.said) - before == 1
    sim.run(DAY)
    assert 23 <= len(sim.said) - before <= 25 and min(gaps(sim)) >= HOUR // 2


def test_a_node_that_is_started_again_and_again_says_no_more_tests_than_one_that_runs() -> None:
    sim = Sim()
    for _ in range(2 * 24 * 12):
        sim.started_again()
        sim.run(5 * MINUTE)
    assert 46 <= len(sim.said) <= 49 and min(gaps(sim)) >= HOUR // 2


@pytest.mark.parametrize(
    "step", [-40 * DAY, -3 * HOUR, -50 * MINUTE, -90_000, 90_000, 50 * MINUTE, 3 * HOUR, 400 * DAY]
)
def test_a_clock_that_is_set_costs_at_most_one_test_and_delays_none_by_more_than_an_interval(step: int) -> None:
    sim = Sim()
    sim.run(DAY + 23 * MINUTE)
    sim.wall += step
    before = len(sim.said)
    sim.run(DAY)
    assert 23 <= len(sim.said) - before <= 26
    assert min(gaps(sim)) >= HOUR // 2 and max(gaps(sim)) <= 2 * HOUR + MINUTE


def test_a_clock_that_goes_back_and_forth_makes_no_burst() -> None:
    chance = random.Random(7)
    sim = Sim()
    for _ in range(7 * 24 * 60):
        sim.wall += chance.choice([-2 * HOUR, 2 * HOUR, 0])
        sim.run(MINUTE)
    assert min(gaps(sim)) >= HOUR // 2


@given(
    interval=st.integers(1000, 31 * DAY),
    last=st.integers(START, START + DAY),
    ahead=st.integers(0, 40 * DAY),
    at=st.integers(0, 31 * DAY),
    since=st.none() | st.integers(0, 40 * DAY),
)
def test_the_next_time_is_the_first_at_which_one_is_due(
    interval: int, last: int, ahead: int, at: int, since: int | None
) -> None:
    at, now = at % interval, last + ahead
    found = next_due(now, last, since, interval, at)
    assert found is not None and now <= found
    if since is None:
        assert found <= max(now, last + interval + interval // 2)

    def is_due(when: int) -> bool:
        return due(when, last, None if since is None else since + when - now, interval, at)

    assert is_due(found)
    assert found == now or not is_due(found - 1)
    assert not any(
        is_due(now + (found - now) * part // 8) for part in range(8) if now + (found - now) * part // 8 < found
    )


def test_a_setting_of_nought_says_no_tests() -> None:
    assert not due(START + DAY, START, None, 0, 0) and next_due(START, START, None, 0, 0) is None


@given(st.binary(min_size=16, max_size=16), st.integers(1000, 31 * DAY))
def test_the_minute_follows_from_the_log_and_lies_in_the_interval(epoch: bytes, interval: int) -> None:
    assert 0 <= offset(epoch, interval) < interval and offset(epoch, interval) == offset(epoch, interval)


def test_half_of_an_hours_quota_is_left_to_people() -> None:
    assert affordable(None, 10**6)
    assert [affordable(200, used) for used in (0, 99, 100, 199)] == [True, True, False, False]
    assert not affordable(1, 0) and not affordable(0, 0)


# -- pace ------------------------------------------------------------------------------------------------------


def test_terms_say_the_pace_and_a_setting_only_this_nodes_own() -> None:
    terms = {"tests": {"machine": 2 * HOUR, "person": 7 * DAY}}
    agreed = cadence(terms)
    assert (agreed.machine, agreed.window, agreed.own) == (2 * HOUR, HOUR // 2, False)
    slower = cadence(terms, {"machine": 6 * HOUR})
    assert (slower.machine, slower.own) == (6 * HOUR, True)
    assert slower.window == agreed.window, "both sides count alike, whatever one has set"


def test_terms_made_before_tests_were_agreed_are_said_to_be_silent_about_them() -> None:
    pace = cadence({"receipt": 60_000})
    assert pace.agreed is None and pace.own and (pace.machine, pace.person) == (HOUR, 7 * DAY)
    for odd in ("hourly", {"machine": HOUR}, None, []):
        assert cadence({"tests": odd}).agreed is None


def test_no_setting_makes_tests_faster_than_one_a_second() -> None:
    assert cadence({}, {"machine": 1}).machine == 1000 and cadence({}, {"machine": 0}).machine == 0


# -- whose turn ------------------------------------------------------------------------------------------------

LINE = bytes(range(32))
ROOTS = {"heron": b"\x01" * 32, "otter": b"\x02" * 32, "stork": b"\x03" * 32}


def test_turns_alternate_from_the_record_alone() -> None:
    last: dict[str, int | None] = {"heron": None, "otter": None}
    said = []
    for week in range(6):
        said.append(turn(LINE, last, ROOTS))
        last[said[-1]] = START + week * 7 * DAY
    assert said[0] != said[1] and said == said[:2] * 3


def test_a_test_out_of_turn_does_not_take_the_others_turn() -> None:
    last = {"heron": START + 5, "otter": START}
    assert turn(LINE, last, ROOTS) == "otter"
    assert turn(LINE, last | {"heron": START + 9}, ROOTS) == "otter"


@given(st.binary(min_size=32, max_size=32), st.sampled_from([None, 5]), st.sampled_from([None, 5]))
def test_exchanging_the_parties_exchanges_whose_turn_it_is(line: bytes, a: int | None, b: int | None) -> None:
    swapped = {"heron": "otter", "otter": "heron"}
    one = turn(line, {"heron": a, "otter": b}, {"heron": ROOTS["heron"], "otter": ROOTS["otter"]})
    other = turn(line, {"otter": a, "heron": b}, {"otter": ROOTS["heron"], "heron": ROOTS["otter"]})
    assert swapped[one] == other


def test_three_members_come_round() -> None:
    last: dict[str, int | None] = dict.fromkeys(ROOTS)
    said = []
    for week in range(6):
        said.append(turn(LINE, last, ROOTS))
        last[said[-1]] = week
    assert sorted(said[:3]) == sorted(ROOTS) and said[:3] == said[3:]


def test_texts_are_used_one_after_another_and_then_the_one_used_longest_ago() -> None:
    pool, used = ["a", "b", "c"], ["not in the pool any more"]
    for expected in "abcabca":
        assert choose(pool, used) == expected
        used.append(expected)
    assert choose(["a", "b", "c", "new"], used) == "new"
