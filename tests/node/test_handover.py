"""Handover by exception: only exceptions are shown, what is signed is what was shown, and a bent takeover is noticed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from detente.codec.cbor import decode, encode
from detente.codec.cose import parse
from detente.codec.errors import Local, Remote
from detente.codec.shape import pack, unpack
from detente.line.desk import HandoverTaken
from detente.node import alive, handover, records
from detente.node.node import DAY, Node
from detente.node.say import say
from detente.trust.signing import sign
from node.test_pages import both, conversed, prose
from support import LATER, acknowledge, counted, exchange, notify


def code(function: Callable[..., Any], *values: Any) -> str | None:
    try:
        function(*values)
    except (Local, Remote) as error:
        return error.code
    return None


@pytest.fixture
def desk(heron: Node, otter: Node) -> Node:
    """otter, with a notice of heron's that waits for it."""
    notify(heron)
    exchange(heron, otter)
    return otter


def test_a_quiet_line_hands_over_nothing(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    shown = handover.prepare(otter, otter.line())
    assert [shown[part] for part in ("needs_us", "past", "held", "called")] == [[], [], [], []]


def test_exceptions_are_what_needs_us_and_what_was_promised(desk: Node) -> None:
    shown = handover.prepare(desk, desk.line())
    [needs], [held] = shown["needs_us"], shown["held"]
    assert needs["number"] == "heron-2" and needs["reference"] == desk_spoken(desk) and needs["due"] is not None
    assert needs["wants"] == ["acknowledgement"] and needs["passed"] is False
    assert held["from"] == "heron" and held["by"] > 0 and held["number"] == "heron-2"
    assert shown["head"][2] == desk.line().own.size


def desk_spoken(node: Node) -> str:
    from detente.node import records

    return str(records.find(node, node.line(), "heron-2")["spoken"])


def test_a_takeover_signs_what_was_shown_and_proves(desk: Node) -> None:
    line = desk.line()
    shown = handover.prepare(desk, line)
    done = handover.take(desk, line, "night desk 夜班", shown["code"])
    statement = done["statement"]
    assert statement["desk"] == "night desk 夜班" and statement["shown"] == shown["digest"] and statement["n"] == 1
    assert done["report"] == {name: value for name, value in shown.items() if name not in ("digest", "code")}
    assert handover.verify(desk, line, 1)["verdict"] == "proven"
    second = handover.prepare(desk, line)
    assert handover.take(desk, line, "day desk", second["code"])["statement"]["prev"] is not None
    assert handover.verify(desk, line, 2)["desk"] == "day desk"
    assert [row["n"] for row in handover.listed(desk, line)] == [2, 1]


def test_what_was_not_shown_cannot_be_taken_over(desk: Node) -> None:
    line = desk.line()
    assert code(handover.take, desk, line, "night desk") == "handover-not-shown"
    handover.take(desk, line, "night desk", handover.prepare(desk, line)["code"])
    assert code(handover.take, desk, line, "night desk") == "handover-not-shown", "shown once, taken over once"
    handover.prepare(desk, line)
    assert code(handover.take, desk, line, "night desk", "00000000") == "handover-moved-on"
    for name in ("", " ", "x" * 65, "two\nlines"):
        assert code(handover.take, desk, line, name) == "handover-desk"
    assert len(handover.listed(desk, line)) == 1


def test_a_takeover_is_refused_when_the_record_moved_on(heron: Node, desk: Node) -> None:
    line = desk.line()
    first = handover.prepare(desk, line)
    notify(heron)
    exchange(heron, desk)
    assert code(handover.take, desk, line, "night desk", first["code"]) == "handover-moved-on"
    handover.take(desk, desk.line(), "night desk", handover.prepare(desk, desk.line())["code"])


def test_a_takeover_is_refused_when_a_time_has_passed_since(desk: Node) -> None:
    line = desk.line()
    shown = handover.prepare(desk, line)
    due = shown["needs_us"][0]["due"]
    assert shown["past"] == []
    desk.now = lambda: due + 1
    assert code(handover.take, desk, line, "night desk", shown["code"]) == "handover-moved-on"
    assert [row["passed"] for row in handover.prepare(desk, line)["needs_us"]] == [True]


def test_nothing_of_a_handover_is_on_the_line(heron: Node, desk: Node) -> None:
    line = desk.line()
    before = (line.own.size, desk.store.waiting(line.id, "heron"))
    handover.take(desk, line, "night desk", handover.prepare(desk, line)["code"])
    assert (desk.line().own.size, desk.store.waiting(line.id, "heron")) == before


def newest(node: Node) -> dict[str, Any]:
    [last] = node.store.handovers(node.line().id, 1)
    found = node.store.handover(node.line().id, last["n"])
    assert found is not None
    return found


def bend(node: Node, **changes: Any) -> None:
    """Write a takeover again with something changed, as somebody with the disk in hand could."""
    row = newest(node)
    with sqlite3.connect(node.home.database) as db:
        db.execute("DELETE FROM handover WHERE n=?", (row["n"],))
    db.close()
    values = row | changes
    node.commit([HandoverTaken(node.line().id, values["n"], values["at"], values["frame"], values["report"])])


def signed_again(node: Node, frame: bytes, use: str = "officer", **changes: Any) -> bytes:
    statement = msgspec.structs.replace(unpack(handover.Statement, parse(frame).payload, 10**6), **changes)
    kid, signer = node.keyring.signer(node.line().id, use)
    return sign(handover.TAG, node.line().id, pack(statement), {kid: signer}).encode()


def test_a_takeover_that_was_bent_is_noticed(desk: Node) -> None:
    line = desk.line()
    handover.take(desk, line, "night desk", handover.prepare(desk, line)["code"])
    handover.take(desk, line, "day desk", handover.prepare(desk, line)["code"])
    row = newest(desk)
    frame, report = row["frame"], row["report"]
    told = decode(report, 10**6)
    told["needs_us"] = []
    head = desk.line().own.head()
    cases = [
        ({"report": encode(told)}, "handover-report"),
        ({"frame": frame[:-1] + bytes([frame[-1] ^ 1])}, "handover-signature"),
        ({"frame": b"nothing"}, "handover-signature"),
        ({"frame": signed_again(desk, frame, "node")}, "handover-signature"),
        ({"frame": signed_again(desk, frame, line=bytes(32))}, "handover-signature"),
        ({"frame": signed_again(desk, frame, n=1)}, "handover-signature"),
        ({"frame": signed_again(desk, frame, head=msgspec.structs.replace(head, root=bytes(32)))}, "handover-head"),
        ({"frame": signed_again(desk, frame, head=msgspec.structs.replace(head, size=head.size + 9))}, "handover-head"),
        ({"frame": signed_again(desk, frame, prev=bytes(32))}, "handover-chain"),
    ]
    for changes, expect in cases:
        bend(desk, **{"frame": frame, "report": report} | changes)
        assert code(handover.verify, desk, desk.line(), 2) == expect, changes
    bend(desk, frame=frame, report=report)
    assert handover.verify(desk, desk.line(), 2)["verdict"] == "proven"
    assert code(handover.verify, desk, desk.line(), 3) == "handover-unknown"


def test_what_is_acknowledged_is_no_exception_and_a_message_without_a_receipt_is(heron: Node, otter: Node) -> None:
    kept = notify(heron)
    assert [row["code"] for row in handover.report(heron, heron.line())["trouble"]] == ["not-receipted"]
    exchange(heron, otter)
    acknowledge(otter, kept)
    exchange(otter, heron)
    for node in (heron, otter):
        shown = handover.report(node, node.line())
        assert (shown["needs_us"], shown["past"], shown["trouble"]) == ([], [], [])


def test_what_waits_for_others_past_its_time_is_an_exception_and_what_has_time_is_not(heron: Node, otter: Node) -> None:
    notify(heron)
    exchange(heron, otter)
    assert handover.report(heron, heron.line())["past"] == []
    heron.now = lambda: LATER + 40 * 60_000
    [past] = handover.report(heron, heron.line())["past"]
    assert past["waiting_for"] == ["otter"] and past["number"] == "heron-2"
    assert handover.report(heron, heron.line())["needs_us"] == [], "it is theirs to acknowledge"


def test_an_office_that_cannot_be_reached_is_an_exception_and_more_of_the_same_is_no_change(desk: Node) -> None:
    line = desk.line()
    failing = [{"peer": "heron", "failing_since": LATER, "why": "timeout"}]
    shown = handover.prepare(desk, line, failing)
    assert {"code": "route", "party": "heron", "count": LATER} in shown["trouble"]
    handover.take(desk, line, "night desk", shown["code"], [failing[0] | {"why": "unreachable"}])
    shown = handover.prepare(desk, line, failing)
    assert code(handover.take, desk, line, "night desk", shown["code"], []) == "handover-moved-on", "it came back"


def test_a_test_that_did_not_come_back_stands_in_the_handover(heron: Node) -> None:
    """Handover by exception: what keeps the line from working, said whatever else is quiet."""
    what = alive.say_test(heron, heron.line())
    said = records.row(heron, heron.line(), heron.me, what)["said_at"]
    heron.now = lambda: said + DAY // 2
    trouble = handover.report(heron, heron.line())["trouble"]
    assert {"code": "test-not-back", "party": "otter", "count": said} in trouble


def test_what_is_open_says_the_same_as_the_whole_record(heron: Node, otter: Node) -> None:
    conversed(heron, otter)
    notify(heron)
    both(heron, otter)
    for node in (heron, otter):
        for now in (node.now(), node.now() + 30 * DAY):
            node.now = lambda now=now: now
            line = node.line()
            few, whole = handover._open(node, line), handover._whole(node, line)
            assert few[1] == whole[1] and few[1]
            shown = [
                [row["what"] for row in rows if handover._wants(node, row) or handover._dues(row)]
                for rows in (few[0], whole[0])
            ]
            assert shown[0] == shown[1] and shown[0]


def test_what_is_closed_is_not_read(heron: Node, otter: Node) -> None:
    both(heron, otter)
    line = heron.line()
    read = []
    for _ in range(2):
        for _ in range(20):  # for information: nobody owes anything
            coded = {"area": "A", "handling": "parties-only", "counted": "not-counted"}
            say(heron, line, "informal-contact", {"coded": coded, "prose": prose()}, None)
        both(heron, otter)
        with counted(heron) as count:
            handover.report(heron, line)
        read.append((count.queries, count.rows))
    assert read[0] == read[1]
