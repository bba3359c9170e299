"""Due times of real nodes over announced calendars: the same on both sides, after a restart and after a rebuild."""

from __future__ import annotations

import copy
import datetime
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from detente.bundle.delivery import seal_delivery, verify_delivery
from detente.codec.cbor import decode, encode
from detente.codec.cose import parse
from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_BUNDLE
from detente.codec.shape import pack, read, to_plain, unpack
from detente.kinds import holding_reply, question
from detente.kinds.roster import Calendar
from detente.line import machine
from detente.line.founding import Founding, read_founding
from detente.line.log import Log, read_entry
from detente.locale.due import stored, waiting
from detente.locale.render import delivery, render
from detente.node import audit, backup, delivering, found, records
from detente.node.due import Dues
from detente.node.home import Home
from detente.node.node import Node
from detente.node.roster import calendar_of, read_calendar, roster_sections, shipped
from detente.trust.signing import sign
from detente.trust.statements import Field
from support import Clock, Hand, Seeded, acknowledge, copy_homes, count, exchange, found_line, introduce, notify

HOUR, DAY = 3_600_000, 86_400_000
NAMES = {"en": "EXAMPLE office", "zh": "示例办公室"}


def ms(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


FRIDAY = ms(
    "2026-09-25T16:00:00-04:00"
)  # a working Friday in the west; the Mid-Autumn holiday in Beijing, and Saturday 04:00
WEDNESDAY = ms("2026-09-30T15:00:00+08:00")


@pytest.fixture(scope="module")
def office_founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """heron and otter, whose terms count duty hours."""
    root = tmp_path_factory.mktemp("office")
    found_line(root / "homes", ["heron", "otter"], Seeded("office"), Clock(), profile="office")
    return root / "homes"


Pair = tuple[Node, Node, Hand]


@pytest.fixture
def pair(office_founded: Path, tmp_path: Path) -> Iterator[Pair]:
    homes, clock = copy_homes(office_founded, tmp_path / "homes"), Hand(FRIDAY)
    nodes = [Node(homes[party], now=clock, random=Seeded(f"due/{party}")) for party in ("heron", "otter")]
    exchange(*nodes)
    yield nodes[0], nodes[1], clock
    for node in nodes:
        node.close()


def announce(node: Node, calendar: object) -> bytes:
    line = node.line()
    sections = roster_sections({"calendar": calendar}, NAMES)
    return node.say(line, node.write(line, "roster", sections, 0)).what


def due_of(node: Node, what: bytes) -> dict[str, Any]:
    row = next(r for r in records.queue(node, node.line()) if r["what"] == what)
    found: dict[str, Any] = row["due"]
    return found


FACTS = ("party", "since", "within", "over", "at", "basis", "roster")


def facts(due: dict[str, Any]) -> dict[str, Any]:
    """What every member must agree on: not whose it is, nor whether an office is open now."""
    return {name: due[name] for name in FACTS}


def test_without_a_calendar_no_time_is_made_up(pair: Pair) -> None:
    heron, otter, clock = pair
    kept = notify(heron)
    exchange(heron, otter)
    due = due_of(heron, kept.what)
    assert (due["at"], due["basis"], due["within"]) == (None, "no-calendar", 4 * HOUR)
    assert facts(due) == facts(due_of(otter, kept.what))
    for language, words in (("en", "no announced"), ("zh", "尚未告知")):
        assert words.replace("no announced", "calendar is not announced") in waiting(due, clock.at, language)


def test_an_acknowledgement_is_due_by_the_readers_own_calendar_on_both_sides(pair: Pair) -> None:
    heron, otter, _clock = pair
    announce(otter, "mainland-china")
    announce(heron, "us-federal")
    exchange(otter, heron)
    exchange(heron, otter)
    kept = notify(heron)
    exchange(heron, otter)
    due = due_of(heron, kept.what)
    # Saturday in Beijing and a festival until Sunday: the first duty hour is on Monday at nine.
    assert due["at"] == ms("2026-09-28T13:00:00+08:00") and due["basis"] == "calendar"
    assert facts(due) == facts(due_of(otter, kept.what))
    for node, offsets in ((heron, [-240, 480]), (otter, [480, -240])):
        assert [clock["offset"] for clock in due_of(node, kept.what)["clocks"]] == offsets, "ours, then theirs"
    back = notify(otter)
    exchange(otter, heron)
    assert (
        due_of(otter, back.what)["at"] == ms("2026-09-28T12:00:00-04:00") + due_of(otter, back.what)["since"] - FRIDAY
    )


def test_the_desk_says_when_their_office_opens_then_that_the_agreed_time_has_passed(pair: Pair) -> None:
    heron, otter, clock = pair
    announce(otter, "mainland-china")
    exchange(otter, heron)
    kept = notify(heron)
    exchange(heron, otter)
    clock.at = ms("2026-09-28T03:00:00+08:00")
    said = waiting(due_of(heron, kept.what), clock.at, "en")
    assert "acknowledgement by 2026-09-28 05:00:00 UTC (9 h 59 min left)" in said
    assert "Beijing Time 2026-09-28 13:00" in said and "their office opens in 5 h 59 min" in said
    chinese = waiting(due_of(otter, kept.what), clock.at, "zh")
    assert "我方办公室 5 小时 59 分钟后开始办公" in chinese and "北京时间" in chinese
    clock.at = ms("2026-09-28T14:00:00+08:00")
    assert "agreed time 2026-09-28 05:00:00 UTC has passed (1 h ago)" in waiting(
        due_of(heron, kept.what), clock.at, "en"
    )
    assert "约定时间 2026-09-28 05:00:00 UTC 已过" in waiting(due_of(heron, kept.what), clock.at, "zh")
    acknowledge(otter, kept)
    exchange(otter, heron)
    assert due_of(heron, kept.what) is None


def test_what_is_announced_later_moves_nothing_that_is_due(pair: Pair) -> None:
    heron, otter, clock = pair
    first = announce(otter, "mainland-china")
    exchange(otter, heron)
    clock.at = WEDNESDAY - 2 * DAY
    kept = notify(heron)
    exchange(heron, otter)
    before = facts(due_of(heron, kept.what))
    holiday = shipped()["mainland-china"]["calendar"] | {
        "holidays": [{"from": "2026-09-01", "until": "2026-10-31"}],
        "working": [],
    }
    second = announce(otter, holiday)
    exchange(otter, heron)
    assert before["roster"] == first and facts(due_of(heron, kept.what)) == before == facts(due_of(otter, kept.what))
    later = notify(heron)
    exchange(heron, otter)
    for node in (heron, otter):
        due = due_of(node, later.what)
        assert due["roster"] == second and due["at"] is not None and due["at"] > ms("2026-11-01T00:00:00+08:00")
    assert Dues(heron, heron.line()).current("otter").what == second  # type: ignore[union-attr]


def test_a_roster_dated_back_moves_nothing_that_is_due(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """otter puts an entry in its log that bears a time before the receipt: it stands after it all the same."""
    heron, otter, clock = pair
    first = announce(otter, "all-hours")
    exchange(otter, heron)
    kept = notify(heron)
    exchange(heron, otter)
    before = facts(due_of(heron, kept.what))
    clock.at += HOUR
    with monkeypatch.context() as patched:
        patched.setattr(machine, "next_time", lambda _log, _now: before["since"] - 1)
        patched.setattr(
            Log, "check", lambda log, opening, _i: (setattr(log, "said", log.said + 1), read_entry(opening))[::-1]
        )
        dated_back = announce(otter, "mainland-china")
    exchange(otter, heron)
    assert count(heron, "irregular-entry-time-went-back") == 1
    assert Dues(heron, heron.line()).current("otter").what == dated_back  # type: ignore[union-attr]
    assert facts(due_of(heron, kept.what)) == before and before["roster"] == first
    clock.at = ms("2026-09-28T14:00:00+08:00")
    notify(otter, "EXAMPLE, of something else")
    exchange(otter, heron)
    row = records.row(heron, heron.line(), "heron", kept.what)
    [member] = verify_delivery(delivering.delivery(heron, heron.line(), row)).members
    assert (member.basis, member.finding.by) == ("calendar", before["at"])
    # A record that counts by the calendar dated back proves nothing.
    monkeypatch.setattr(Dues, "in_force", lambda dues, *_: dues.current("otter"))
    with pytest.raises(Remote, match="delivery-due"):
        verify_delivery(delivering.delivery(heron, heron.line(), row))


def test_within_one_millisecond_the_order_of_the_log_decides(pair: Pair) -> None:
    heron, otter, clock = pair
    one, two = notify(heron, "EXAMPLE one"), heron.outgoing(heron.line(), "otter")
    stopped = clock.at = FRIDAY + HOUR
    still: Any = lambda: stopped  # noqa: E731
    otter.now = still
    roster = announce(otter, "all-hours")
    answer = otter.receive(two)
    heron.take(answer)
    late = announce(otter, "mainland-china")
    exchange(otter, heron)
    for node in (heron, otter):
        due = due_of(node, one.what)
        assert due["since"] == stopped and due["roster"] == roster != late
        assert due["at"] == stopped + 4 * HOUR


def test_a_restart_and_a_rebuild_give_the_same_due_times(pair: Pair) -> None:
    heron, otter, _clock = pair
    announce(otter, "example-lakeside")
    exchange(otter, heron)
    kept = [notify(heron, f"EXAMPLE {n}", wanted) for n, wanted in enumerate((1, 2, 3))]
    exchange(heron, otter)
    for node in (heron, otter):
        before = [facts(due_of(node, k.what)) for k in kept]
        assert len({due["at"] for due in before}) > 1
        records_rebuilt = audit.rebuild(node, node.line())
        assert records_rebuilt >= 5
        assert [facts(due_of(node, k.what)) for k in kept] == before
        node._load()
        assert [facts(due_of(node, k.what)) for k in kept] == before


def test_a_home_made_again_from_a_backup_computes_the_same_due_times(pair: Pair, tmp_path: Path) -> None:
    """heron's home is lost: its messages and both calendars come back, some from the backup and some from otter."""
    heron, otter, clock = pair
    announce(heron, "example-harbour")
    first = announce(otter, "example-lakeside")
    exchange(otter, heron)
    kept = notify(heron, "EXAMPLE in the backup")
    exchange(heron, otter)
    code, home = bytes(20), heron.home
    (tmp_path / "backup").write_bytes(b"".join(backup.sealed(home, code, now=clock)))
    announce(otter, "mainland-china")  # said after the backup: it comes back from otter
    exchange(otter, heron)
    before = facts(due_of(heron, kept.what))
    assert before["roster"] == first
    heron.close()
    shutil.rmtree(home.path)
    backup.restore(tmp_path / "backup", home.path, code)
    again = Home.open(home.path)
    backup.begin(again, now=clock, random=Seeded("begin"))
    with closing(Node(again, now=clock, random=Seeded("again"))) as restored:
        for _ in range(3):
            exchange(restored, otter)
            exchange(otter, restored)
        assert facts(due_of(restored, kept.what)) == before == facts(due_of(otter, kept.what))
        current = [Dues(node, node.line()).current("otter") for node in (restored, otter)]
        assert current[0] is not None and current[1] is not None and current[0].what == current[1].what != first
        later = notify(restored, "EXAMPLE after it")
        exchange(restored, otter)
        due = facts(due_of(restored, later.what))
        assert due == facts(due_of(otter, later.what)) and due["roster"] == current[1].what


def test_each_reader_has_its_own_due_time_and_the_earliest_is_the_rows(tmp_path: Path) -> None:
    found_line(tmp_path / "homes", ["heron", "otter", "stork"], Seeded("three"), Clock(), profile="office")
    clock = Hand(FRIDAY)
    with ExitStack() as stack:
        nodes = {
            home.settings.party: stack.enter_context(closing(Node(home, now=clock, random=Seeded(f"three/{party}"))))
            for party, home in copy_homes(tmp_path / "homes", tmp_path / "copies").items()
        }
        heron, otter, stork = nodes.values()
        announce(otter, "mainland-china")
        announce(stork, "us-federal")
        for node in (otter, stork):
            exchange(node, heron)
        kept = notify(heron)
        for node in (otter, stork):
            exchange(heron, node)
        row = records.row(heron, heron.line(), "heron", kept.what)
        assert [due["party"] for due in row["dues"]] == ["otter", "stork"]
        assert row["dues"][0]["at"] == ms("2026-09-28T13:00:00+08:00")
        assert row["dues"][1]["at"] > ms("2026-09-28T12:00:00-04:00")
        assert row["due"] == row["dues"][0], "Monday noon in the east comes first"
        assert facts(due_of(stork, kept.what)) == facts(row["dues"][1])
        assert facts(due_of(otter, kept.what)) == facts(row["dues"][0])
        acknowledge(otter, kept)
        exchange(otter, heron)
        assert due_of(heron, kept.what)["party"] == "stork"


def test_a_roster_that_its_author_lost_is_in_force_no_more(pair: Pair) -> None:
    """otter's disk is put back to before its roster: its new epoch leaves it out, and both sides compute without it."""
    heron, otter, _clock = pair
    announce(otter, "all-hours")
    exchange(otter, heron)
    early = notify(heron, "EXAMPLE early")
    exchange(heron, otter)
    assert due_of(heron, early.what)["basis"] == "calendar"
    # Its next epoch says that it follows the log as it was before the roster.
    line = otter.line()
    log = line.own
    rosters = Dues(otter, line).rosters["otter"]
    head = log.head(rosters[0].place.index)
    original = log.head
    log.head = lambda size=None: head if size is None else original(size)  # type: ignore[method-assign]
    changes = line.open_epoch(otter.random(16), otter.now(), otter.blind, "restored")
    del log.head
    otter.commit(changes)
    exchange(otter, heron)
    assert Dues(heron, heron.line()).rosters == {} == Dues(otter, otter.line()).rosters
    again = announce(otter, "mainland-china")
    exchange(otter, heron)
    for node in (heron, otter):
        assert [row.what for row in Dues(node, node.line()).rosters["otter"]] == [again]


def test_a_receipt_that_the_record_bounds_widely_is_shown_as_disputed(pair: Pair) -> None:
    heron, otter, clock = pair
    notify(heron)
    exchange(heron, otter)
    row = records.find(heron, heron.line(), "heron-2")
    [bounds] = records.message(heron, heron.line(), row)["stored"]
    assert bounds["not_after"] is None and not bounds["disputed"], (
        "nothing said since: nothing bounds it, nothing is claimed"
    )
    notify(heron, "EXAMPLE soon after")
    exchange(heron, otter)
    for node in (heron, otter):
        [bounds] = records.message(node, node.line(), records.find(node, node.line(), "heron-2"))["stored"]
        assert bounds["not_before"] <= bounds["stated"] <= bounds["not_after"] and not bounds["disputed"]
    quiet = notify(heron, "EXAMPLE over a weekend")
    exchange(heron, otter)
    clock.at += 60 * HOUR
    notify(heron, "EXAMPLE on Monday")
    exchange(heron, otter)
    for node in (heron, otter):
        message = records.message(node, node.line(), records.find(node, node.line(), quiet.what.hex()[:12]))
        [bounds] = message["stored"]
        assert bounds["disputed"] and bounds["not_after"] - bounds["not_before"] > 59 * HOUR
        for language, words in (("en", "disputed time"), ("zh", "时间存在出入")):
            assert any(words in value for _, value in delivery(message, {}, clock.at, language).rows)
            assert words in (stored(bounds, language) or "")


def test_a_receivers_clock_that_is_wrong_is_shown_and_moves_only_its_own_word(pair: Pair) -> None:
    heron, otter, clock = pair
    announce(otter, "all-hours")
    exchange(otter, heron)
    kept = notify(heron)
    real, otter.now = otter.now, lambda: clock.at + 30 * HOUR  # type: ignore[method-assign]
    exchange(heron, otter)
    otter.now = real  # type: ignore[method-assign]
    notify(heron, "EXAMPLE right after")
    exchange(heron, otter)
    row = records.find(heron, heron.line(), kept.what.hex()[:12])
    [bounds] = records.message(heron, heron.line(), row)["stored"]
    assert bounds["disputed"] and bounds["stated"] > bounds["not_after"] + 29 * HOUR
    assert row["due"]["at"] == bounds["stated"] + 4 * HOUR


def test_an_answer_and_a_holding_reply_are_due_by_the_same_calendar(pair: Pair) -> None:
    heron, otter, clock = pair
    announce(otter, "mainland-china")
    exchange(otter, heron)
    line = heron.line()
    sections = {"coded": question.Coded(about="facts"), "prose": question.Text(language="en", plain="EXAMPLE?")}
    kept = heron.say(line, heron.write(line, "question", sections, 1))
    exchange(heron, otter)
    for node in (heron, otter):
        row = records.row(node, node.line(), "heron", kept.what)
        [asked] = row["asked"]
        assert asked["party"] == "otter"
        assert asked["holding"]["at"] == ms("2026-09-28T17:00:00+08:00"), "eight duty hours: Monday"
        # Forty duty hours: Monday to Wednesday, then a week of holidays, then Thursday and Friday.
        assert asked["answer"]["at"] == ms("2026-10-09T17:00:00+08:00")
        message = records.message(node, node.line(), row)
        for language, words in (("en", ("holding reply by", "answer by")), ("zh", ("前先行答复", "前答复"))):
            shown = str(delivery(message, {}, clock.at, language).rows)
            assert all(word in shown for word in words), shown
    clock.at = ms("2026-09-28T10:00:00+08:00")
    promised = holding_reply.HOLDING_REPLY.sections["times"](next_word_by=clock.at + DAY)
    theirs = otter.line()
    otter.say(theirs, otter.write(theirs, "holding-reply", {"times": promised}, 0, re=[kept.what], thread=kept.what))
    exchange(otter, heron)
    [asked] = records.row(heron, line, "heron", kept.what)["asked"]
    assert asked["holding"] is None and asked["answer"]["at"] == ms("2026-10-09T17:00:00+08:00")


def test_a_receipt_is_due_whatever_the_hour(pair: Pair) -> None:
    heron, _otter, _clock = pair
    kept = notify(heron)
    [row] = [r for r in records.queue(heron, heron.line()) if r["what"] == kept.what]
    assert row["due"] is None and row["receipt_due"] == row["said_at"] + 60_000
    said = waiting(None, row["said_at"], "en", row["receipt_due"])
    assert "no receipt yet" in said and "1 min left" in said
    assert "已过" in waiting(None, row["said_at"] + HOUR, "zh", row["receipt_due"])


def test_a_roster_is_shown_in_both_languages_from_the_same_bytes(pair: Pair) -> None:
    heron, otter, _clock = pair
    what = announce(otter, "mainland-china")
    exchange(otter, heron)
    row = records.row(heron, heron.line(), "otter", what)
    message = records.message(heron, heron.line(), row)
    for language, words in (
        (
            "en",
            [
                "Beijing Time UTC+08:00",
                "Monday – Friday 09:00–17:00",
                "2026-10-01 – 2026-10-07 National Day",
                "EXAMPLE office",
            ],
        ),
        (
            "zh",
            [
                "北京时间 UTC+08:00",
                "星期一 – 星期五 09:00–17:00",
                "2026-10-01 – 2026-10-07 国庆节",
                "示例办公室",
            ],
        ),
    ):
        shown = "\n".join(f"{label}: {value}" for part in render(message, {}, language) for label, value in part.rows)
        for word in words:
            assert word in shown, (word, shown)


# --- bad input --------------------------------------------------------------------------------------------------------

SHIPPED = shipped()["mainland-china"]["calendar"]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"calendar": "no-such-place"}, "calendar-unknown"),
        ({"calendar": 7}, "draft-field"),
        ({}, "draft-missing"),
        ({"calendar": "all-hours", "people": ["somebody"]}, "draft-unknown"),
        ({"calendar": SHIPPED | {"offset": "+8"}}, "draft-field"),
        ({"calendar": SHIPPED | {"offset": "+19:00"}}, "draft-field"),
        ({"calendar": SHIPPED | {"week": {"funday": ["09:00-17:00"]}}}, "draft-field"),
        ({"calendar": SHIPPED | {"week": {"monday": ["9-17"]}}}, "draft-field"),
        ({"calendar": SHIPPED | {"week": {"monday": "09:00-17:00"}}}, "draft-field"),
        ({"calendar": SHIPPED | {"week": {"monday": ["09:00-24:30"]}}}, "draft-field"),
        ({"calendar": SHIPPED | {"changes": [{"at": "soon", "offset": "+09:00"}]}}, "time-unreadable"),
        ({"calendar": SHIPPED | {"changes": "none"}}, "draft-field"),
        ({"calendar": SHIPPED | {"holidays": "many"}}, "draft-field"),
        ({"calendar": SHIPPED | {"working": [{"on": "2026-10-10", "like": "funday"}]}}, "draft-field"),
        ({"calendar": SHIPPED | {"working": [{"on": "2026-10-03", "like": "monday"}]}}, "would-be-refused"),
        ({"calendar": SHIPPED | {"week": {"monday": ["09:00-12:00", "11:00-17:00"]}}}, "would-be-refused"),
        ({"calendar": "all-hours", "offices": []}, "draft-field"),
        ({"calendar": "all-hours", "offices": [{"names": {"en": "x"}, "reach": []}]}, "draft-field"),
    ],
)
def test_a_roster_that_cannot_be_read_is_refused_by_name_and_nothing_is_said(draft: dict[str, Any], code: str) -> None:
    with pytest.raises(Local) as caught:
        roster_sections(draft, NAMES)
    assert caught.value.code == code


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_calendar_says_what_it_is_and_where_it_is_from(name: str) -> None:
    row = shipped()[name]
    assert set(row) == {"names", "about", "sources", "calendar"}
    for words in (row["names"], row["about"]):
        assert set(words) == {"en", "zh"}
    for source in row["sources"]:
        assert set(source) == {"title", "checked_on", "how"} and datetime.date.fromisoformat(source["checked_on"])
    calendar = calendar_of(name)
    assert read(Calendar, to_plain(calendar)) == calendar == read_calendar(name) == read_calendar(row["calendar"])
    example = name.startswith("example-")
    assert example == ("EXAMPLE" in row["names"]["en"]) == ("示例" in row["names"]["zh"])
    for label in (calendar.label.en, calendar.label.zh):
        assert "/" not in label, "a city's zone id"


@pytest.mark.parametrize(
    "change",
    [{"over": "weekdays"}, {"answer": -1}, {"holding": 2**40}, {"acknowledge": {"3": 1}}, {"reply": 1}],
)
def test_terms_with_deadlines_nobody_can_compute_are_not_read(
    change: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Seeded("terms")
    homes = [introduce(tmp_path / party, party, "en", random)[0] for party in ("heron", "otter")]
    found.accept(homes[0], found.own_introduction(homes[1]))
    draft: Callable[[], Founding] = lambda: found.draft(homes[0], ["otter"], "office", NAMES, FRIDAY, random)  # noqa: E731
    assert read_founding(pack(draft()))
    profile = found.profiles()
    monkeypatch.setattr(found, "profiles", lambda: {**profile, "office": profile["office"] | change})
    with pytest.raises(Remote, match="shape"):
        read_founding(pack(draft()))


@pytest.mark.parametrize("name", sorted(found.published_profiles()))
def test_a_published_profile_is_readable_by_people_and_by_terms(name: str) -> None:
    from detente.trust.deadlines import accept_deadlines

    row = found.published_profiles()[name]
    assert set(row) == {"names", "about", "deadlines"} and all(set(row[t]) == {"en", "zh"} for t in ("names", "about"))
    value = encode({"profile": name, **row["deadlines"]})
    read_back = accept_deadlines({"deadlines": unpack(Field, pack(Field(bytes(32), value)), 2**16)})
    assert (
        read_back is not None
        and read_back.over == {"watch": "always", "on-call": "duty-and-on-call", "office": "duty"}[name]
    )
    assert accept_deadlines({}) is None


def test_a_time_nobody_can_show_is_shown_as_a_number() -> None:
    """Anyone may sign an entry of the year 287396."""
    from detente.locale.times import local, utc

    assert str(2**53 - 1) in utc(2**53 - 1, "en") and str(2**53 - 1) in local(2**53 - 1, 480)


def test_a_delivery_record_shows_the_calendar_by_which_its_time_was_counted(pair: Pair) -> None:
    heron, otter, clock = pair
    announce(otter, "mainland-china")
    exchange(otter, heron)
    kept = notify(heron)
    exchange(heron, otter)
    due = due_of(heron, kept.what)
    clock.at = due["at"] + HOUR
    notify(otter, "EXAMPLE, of something else")
    exchange(otter, heron)
    files = {}
    for node in (heron, otter):
        [row] = [row for row in records.queue(node, node.line()) if row["what"] == kept.what]
        files[node.me] = delivering.delivery(node, node.line(), row)
        [member] = verify_delivery(files[node.me]).members
        assert (member.basis, member.finding.by, str(member.finding.state)) == ("calendar", due["at"], "none-by")
    magic, carried = decode(files["heron"][:-32], MAX_BUNDLE)
    plain = decode(parse(carried, MAX_BUNDLE).payload, MAX_BUNDLE)

    def again(change: Callable[[dict[str, Any]], Any]) -> str:
        bent = copy.deepcopy(plain)
        change(bent)
        kid, signer = heron.keyring.signer(heron.line().id, "node")
        try:
            verify_delivery(seal_delivery(sign("delivery", heron.line().id, encode(bent), {kid: signer}).encode()))
        except Remote as error:
            return error.code
        return "taken"

    def calendars(bent: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            row
            for part in bent["logs"]
            for row in [*part.get("range", [0, [], []])[1], *(one for one, _path in part.get("apart", []))]
            if set(row.get("open", ())) == {"calendar"}
        ]

    assert magic == "detente/1/delivery" and len(calendars(plain)) == 1
    assert again(lambda bent: None) == "taken"
    assert again(lambda bent: bent["by"].update(otter=[due["at"] + 1, "calendar"])) == "delivery-due"
    assert again(lambda bent: bent["by"].update(otter=[due["since"] + 4 * HOUR, "due"])) == "delivery-due"
    assert again(lambda bent: calendars(bent)[0].pop("open")) == "delivery-due", "a calendar that is not shown"
