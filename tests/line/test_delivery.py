"""The state of one member follows from the entries shown, and no choice of what to show makes it say too much."""

from __future__ import annotations

import random
from typing import Any

import pytest

from detente.line.delivery import About, Finding, Named, Row, State, Stretch, decide, named
from detente.line.shapes import Heard, Opened, Said
from detente.proof.head import Head, Place

WHAT, OTHER = b"m" * 32, b"o" * 32
HERON, OTTER, OLDER = b"h" * 16, b"t" * 16, b"u" * 16
PLACE = Place("heron", HERON, 5)
T = 1000


def said(i: int, at: int, meaning: Any = "other", seen: list[Head] | None = None) -> Row:
    return Row(Said(i=i, n=1, at=at, what=OTHER, cred=OTHER, seen=seen or []), meaning, "acknowledgement")


def heard(i: int, at: int, what: bytes = WHAT) -> Row:
    return Row(Heard(i=i, at=at, place=PLACE, what=what, verdict="accepted", has=OTHER))


def opened(at: int, follows: Head | None = None, reported: list[Head] | None = None) -> Row:
    return Row(Opened(i=0, at=at, reason="founded", reported=reported or [], follows=follows))


def head(size: int, epoch: bytes = OTTER, root: bytes = OTHER) -> Head:
    return Head("otter", epoch, size, root)


def stretch(*rows: Row, start: int = 0, size: int | None = None, epoch: bytes = OTTER) -> Stretch:
    return Stretch(head(start + len(rows) if size is None else size, epoch), start, rows)


def about(composed: int = 100, seen: list[Head] | None = None, named_heads: list[Head] | None = None) -> About:
    entry = Said(i=5, n=2, at=composed + 1, what=WHAT, cred=OTHER, seen=seen or [])
    return About(WHAT, composed, {PLACE: entry}, [*(seen or []), *(named_heads or [])])


def state(*stretches: Stretch, by: int = T, **options: Any) -> Finding:
    return decide(about(**options), stretches, by)


LOG = (opened(10), said(1, 50), heard(2, 110), said(3, 500), said(4, 1001))


def test_no_acknowledgement_is_said_of_every_entry_from_before_it_was_written_to_one_after_the_time() -> None:
    found = state(stretch(*LOG))
    assert found.state == State.NONE_BY and found.heard is not None and found.heard[0].index == 2
    assert (found.first and found.first.place.index, found.last and found.last.place.index) == (0, 4)
    assert state(stretch(*LOG[1:], start=1)).state == State.NONE_BY, "entry 1 is dated before the message was composed"


def test_a_range_that_may_begin_behind_an_acknowledgement_says_nothing() -> None:
    for start in (2, 3, 4):
        assert state(stretch(*LOG[start:], start=start)).state == State.NOT_HELD


def test_a_range_that_begins_behind_a_head_the_author_had_not_seen_says_nothing() -> None:
    rows = LOG[1:]
    assert state(stretch(*rows, start=1), seen=[head(1)]).state == State.NONE_BY
    assert state(stretch(said(2, 60), *LOG[3:], start=2), seen=[head(1)]).state == State.NOT_HELD


def test_a_log_that_ends_before_the_time_says_only_that_there_is_no_word_after_it() -> None:
    assert state(stretch(*LOG[:4])).state == State.NO_WORD_AFTER
    assert state(stretch(*LOG[:4], said(4, T))).state == State.NO_WORD_AFTER, "at the time itself is not after it"
    assert state(stretch(*LOG[:4], size=9)).state == State.NOT_HELD, "the head says there is more"
    assert state(stretch(*LOG[:4]), named_heads=[head(9)]).state == State.NOT_HELD, "the author has named more of it"
    assert state(stretch(*LOG[:4]), named_heads=[head(1, OLDER)]).state == State.NOT_HELD, "or another epoch"


def test_nothing_shown_is_not_held_unless_the_author_states_that_it_was_not_sent() -> None:
    assert state().state == State.NOT_HELD
    assert decide(about(), [], T, not_sent=True).state == State.NOT_SENT
    assert decide(about(), [stretch(*LOG)], T, not_sent=True).state == State.NONE_BY, "what was receipted was sent"


def test_an_acknowledgement_counts_by_its_place_and_not_by_the_time_it_bears() -> None:
    good = state(stretch(*LOG[:3], said(3, 900, "acknowledges"), said(4, 1001)))
    assert (good.state, good.late) == (State.ACKNOWLEDGED, False)
    late = state(stretch(*LOG, said(5, 1002, "acknowledges")))
    assert (late.state, late.late, late.none_before) == (State.ACKNOWLEDGED, True, True)
    backdated = state(stretch(*LOG, said(5, 900, "acknowledges")))
    assert (backdated.state, backdated.late) == (State.ACKNOWLEDGED, True), "it stands behind an entry dated after T"
    at_it = state(stretch(*LOG[:3], said(3, T, "acknowledges")))
    assert not at_it.late, "at the time itself is by the time"


def test_a_late_acknowledgement_alone_does_not_say_that_none_stood_before() -> None:
    alone = state(stretch(said(7, 1500, "acknowledges"), start=7, size=9))
    assert (alone.state, alone.late, alone.none_before) == (State.ACKNOWLEDGED, True, False)


def test_messages_that_are_not_shown_are_counted_and_nothing_is_said_of_them() -> None:
    found = state(stretch(*LOG[:3], said(3, 500, "not-shown"), said(4, 1001)))
    assert (found.state, found.not_shown) == (State.NOT_OPENED, 1)
    after = state(stretch(*LOG, said(5, 1002, "not-shown")))
    assert (after.state, after.not_shown) == (State.NONE_BY, 0), "what stands after the time is not asked about"
    tail = state(stretch(*LOG[:3], said(3, 500, "not-shown")))
    assert (tail.state, tail.not_shown) == (State.NO_WORD_AFTER, 1)


def test_an_entry_that_says_nothing_at_its_place_takes_nothing_from_the_others() -> None:
    assert state(stretch(*LOG[:3], Row(None), said(4, 1001))).state == State.NONE_BY
    assert state(stretch(*LOG[:3], Row(None))).state == State.NO_WORD_AFTER


def test_a_receipt_is_only_one_that_names_this_message_at_its_place() -> None:
    assert state(stretch(opened(10), heard(1, 110, OTHER), said(2, 1001))).heard is None
    elsewhere = Heard(i=1, at=110, place=Place("heron", HERON, 6), what=WHAT, verdict="accepted", has=OTHER)
    assert state(stretch(opened(10), Row(elsewhere), said(2, 1001))).heard is None


EARLIER = stretch(opened(10), said(1, 50), heard(2, 110), size=3, epoch=OLDER)


def later(follows: Head | None, reported: list[Head] | None = None) -> Stretch:
    return stretch(opened(300, follows, reported), said(1, 1001))


def test_two_epochs_are_one_log_when_the_second_follows_the_whole_of_the_first() -> None:
    good = later(head(3, OLDER))
    assert state(EARLIER, good).state == State.NONE_BY
    assert state(good, EARLIER).state == State.NONE_BY, "in whatever order they are shown"
    assert state(EARLIER, later(head(2, OLDER))).state == State.NONE_BY, "what they lost is shown too"
    for bad in (
        later(None),
        later(head(4, OLDER)),
        later(head(3, OLDER), [head(5, OLDER)]),
        later(head(3, b"x" * 16)),
        later(head(3, OLDER, root=WHAT)),
        Stretch(good.head, 1, good.rows[1:]),
    ):
        assert state(EARLIER, bad).state == State.NOT_HELD
    assert state(stretch(opened(10), said(1, 50), size=3, epoch=OLDER), good).state == State.NOT_HELD, "cut short"


def test_a_later_epoch_alone_says_nothing_of_the_time_before_it() -> None:
    assert state(later(head(3, OLDER))).state == State.NOT_HELD
    assert state(later(None, [head(3, OLDER)])).state == State.NOT_HELD
    assert state(later(head(3, OLDER)), composed=400).state == State.NONE_BY, "it was open when the message was written"


def test_two_epochs_that_follow_one_are_no_log() -> None:
    assert state(EARLIER, later(head(3, OLDER)), Stretch(head(2, b"v" * 16), 0, later(head(3, OLDER)).rows)).state == (
        State.NOT_HELD
    )


def test_times_are_bounded_by_the_entries_of_the_author_that_name_the_log() -> None:
    def entry(at: int, size: int) -> Said:
        return Said(i=9, n=9, at=at, what=OTHER, cred=OTHER, seen=[head(size)])

    entries = [entry(100, 2), entry(200, 4), entry(300, 5), entry(400, 9)]
    assert named(Place("otter", OTTER, 4), entries) == Named(200, 300)
    assert named(Place("otter", OTTER, 20), entries) == Named(400, None)
    assert named(Place("otter", OLDER, 0), entries) == Named(None, None)


@pytest.mark.parametrize("seed", range(60))
def test_no_choice_of_what_to_show_hides_an_acknowledgement_that_stands_by_the_time(seed: int) -> None:
    """Whatever range of a true log is shown, under its head or an older one: never *none by T* where one stands by T, never
    an acknowledgement where none stands."""
    chance = random.Random(seed)
    size = chance.randint(4, 12)
    composed = chance.randint(0, 600)
    times = sorted(chance.randint(0, 1600) for _ in range(size))
    rows = [opened(times[0])]
    answered = None
    for i in range(1, size):
        if answered is None and times[i] > composed and chance.random() < 0.3:
            answered = i
            rows.append(said(i, times[i], "acknowledges"))
        else:
            rows.append(said(i, times[i]))
    by_time = answered is not None and times[answered] <= T
    for start in range(size):
        for stop in range(start + 1, size + 1):
            for shown_size in range(stop, size + 1):
                found = state(stretch(*rows[start:stop], start=start, size=shown_size), composed=composed)
                inside = answered is not None and start <= answered < stop
                assert (found.state == State.ACKNOWLEDGED) == inside
                if by_time and not inside:
                    assert found.state in (State.NOT_HELD, State.NO_WORD_AFTER)
                if by_time and found.state == State.NO_WORD_AFTER:
                    assert stop == shown_size < size, "only by showing the log as it was before"
                if found.none_before:
                    assert not by_time
