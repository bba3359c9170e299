"""Call words: the same on both sides, other ones for every day, direction, row, line and context."""

from __future__ import annotations

import itertools
from collections import Counter

from detente.line.callwords import DAY, GRACE, Announcement, call, day_of, days_shown, latest, root, sheet

LINE, OTHER = bytes(32), b"\x01" * 32
SECRETS = {"heron": b"h" * 32, "otter": b"o" * 32}
TODAY = 20_782


def test_both_sides_compute_the_same_in_whatever_order_they_hold_the_secrets() -> None:
    turned = dict(reversed(SECRETS.items()))
    assert root(LINE, SECRETS) == root(LINE, turned)
    assert root(LINE, SECRETS) != root(LINE, {"heron": SECRETS["otter"], "otter": SECRETS["heron"]})


def test_no_two_calls_share_their_words() -> None:
    found = Counter(
        tuple(c.challenge + c.reply)
        for line in (LINE, OTHER)
        for context in ("live", "exercise")
        for day in range(TODAY, TODAY + 200)
        for caller, callee in itertools.permutations(SECRETS)
        for row in (1, 2, 3)
        for c in (call(root(line, SECRETS), line, context, day, caller, callee, row),)
    )
    assert len(found) == 2 * 2 * 200 * 2 * 3
    assert all(0 <= number < 2048 for words in found for number in words)
    assert len({number for words in found for number in words}) == 2048, "every word of the list is used"


def test_one_changed_bit_of_either_secret_changes_words_and_sheet() -> None:
    key = root(LINE, SECRETS)
    for party in SECRETS:
        other = root(LINE, SECRETS | {party: b"\x00" + SECRETS[party][1:]})
        assert sheet(other, LINE) != sheet(key, LINE)
        assert call(other, LINE, "live", TODAY, "heron", "otter", 1) != call(
            key, LINE, "live", TODAY, "heron", "otter", 1
        )


def test_words_change_at_midnight_utc_and_yesterdays_are_shown_for_an_hour() -> None:
    midnight = TODAY * DAY
    assert days_shown(midnight - 1) == [TODAY - 1]
    assert days_shown(midnight) == days_shown(midnight + GRACE - 1) == [TODAY, TODAY - 1]
    assert days_shown(midnight + GRACE) == [TODAY]
    assert day_of(midnight) == TODAY


def test_what_is_heard_during_a_day_changes_nothing_before_its_end() -> None:
    first = Announcement(TODAY * DAY - 1, b"a" * 32, b"1" * 32)
    second = Announcement(TODAY * DAY, b"b" * 32, b"2" * 32)
    assert latest([first, second], TODAY) == first
    assert latest([second, first], TODAY + 1) == second
    assert latest([second], TODAY) is None
