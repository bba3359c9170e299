"""Attacks on what a reader can take: more messages than the terms allow, dated otherwise, in new epochs, unreleased.

Excess is refused, its words are kept nowhere, one entry stands for a whole run of it, and what is within the terms is taken
as if nothing had been.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attacks.hostile import Hostile, refusal, reopened
from detente.bundle.verify import verify_bundle
from detente.codec.cbor import decode, encode
from detente.codec.errors import Local
from detente.codec.limits import AHEAD, BACK, MAX_MESSAGE
from detente.line.content import said_id
from detente.line.quota import HOUR, run_digest
from detente.line.shelf import Queued
from detente.locale.inbox import not_taken
from detente.node import audit, records
from detente.node.found import QUOTAS
from detente.node.node import Node
from detente.trust.decisions import accept_quotas
from detente.trust.statements import Field
from support import LATER, Home, count, exchange, notice_sections, notify, receipts_of, start, tables

Open = Callable[..., Node]
WITHIN_HOURS = QUOTAS["2"]


@pytest.fixture
def hostile(otter: Node) -> Hostile:
    return Hostile(otter, "heron")


def flood(
    hostile: Hostile, count: int, wanted: int = 2, entry: dict[str, Any] | None = None, **lies: Any
) -> list[bytes]:
    """`count` messages said; their names."""
    return [
        said_id(hostile.say(hostile.draft(f"EXAMPLE {n}", wanted=wanted, **lies), entry=entry)["signed"])
        for n in range(count)
    ]


def heard_of(heron: Node, party: str = "otter") -> dict[int, tuple[str, str | None]]:
    """Index in the author's log → verdict and reason, of everything heard after its first `keys`, excess too."""
    found = {r["i"]: (r["verdict"], r["reason"]) for r in heron.store.messages(heron.line().id) if r["party"] == party}
    found |= {r["i"]: ("refused", "over-quota") for r in heron.store.excess(heron.line().id) if r["party"] == party}
    return {index: found[index] for index in sorted(found) if index > 1}


def entries(node: Node, since: int = 0) -> list[dict[str, Any]]:
    log = node.line().own
    return [decode(bytes(data), MAX_MESSAGE)[1] for data in node.store.openings(log.key, since, log.size)]


def taken(heron: Node) -> int:
    return sum(verdict == ("accepted", None) for verdict in heard_of(heron).values())


def test_a_flood_of_one_class_is_refused_from_the_quota_on_in_one_entry(heron: Node, hostile: Hostile) -> None:
    """Floods: quotas per precedence and hour in the terms; excess is refused in one leaf per run."""
    names = flood(hostile, WITHIN_HOURS + 30)
    size = heron.line().own.size
    heron.receive(hostile.send())
    verdicts = list(heard_of(heron).values())
    assert verdicts == [("accepted", None)] * WITHIN_HOURS + [("refused", "over-quota")] * 30
    new = entries(heron, size)
    assert len(new) == WITHIN_HOURS + 1, "one leaf for the whole run"
    run = new[-1]
    first = hostile.base + WITHIN_HOURS
    assert (run["verdict"], run["reason"], run["what"]) == ("refused", "over-quota", names[WITHIN_HOURS])
    assert [run["from"][2], *run["run"][0]] == list(range(first, first + 30))
    reopened(heron)


def test_nothing_a_flood_says_is_kept_and_the_list_shows_it_as_one_row(heron: Node, hostile: Hostile) -> None:
    """Floods: an excess costs the reader its entry in the author's log, which is mirrored anyway, and a place."""
    flood(hostile, WITHIN_HOURS)
    heron.receive(hostile.send())
    before = {name: len(rows) for name, rows in tables(heron).items()}
    hostile.items = []
    names = flood(hostile, 40)
    heron.receive(hostile.send())
    after = {name: len(rows) for name, rows in tables(heron).items()}
    assert after["message"] == before["message"] and after["spent"] == before["spent"]
    assert after["excess"] == before["excess"] + 40
    assert after["item"] == before["item"] + 1
    assert all(heron.store.message(heron.line().id, name) is None for name in names)
    [row] = [r for r in records.queue(heron, heron.line()) if r["reason"] == "over-quota"]
    assert (row["reference"], row["run"], row["verdict"]) == (f"otter-{WITHIN_HOURS + 2}", 40, "refused")
    shown = records.message(heron, heron.line(), records.find(heron, heron.line(), row["reference"]))
    assert shown["sections"] == {} and shown["run"] == 40
    view = tables(heron)["item"]
    assert audit.rebuild(heron, heron.line()) > WITHIN_HOURS
    assert tables(heron)["item"] == view, "folded again, the same list"
    reopened(heron)


def test_one_message_at_once_amid_a_flood_is_taken(heron: Node, hostile: Hostile) -> None:
    """Floods: one message of the top class an hour is always within quota."""
    flood(hostile, WITHIN_HOURS + 5)
    [urgent] = flood(hostile, 1, wanted=3)
    flood(hostile, 5)
    heron.receive(hostile.send())
    [row] = [r for r in heron.store.messages(heron.line().id) if r["what"] == urgent]
    assert row["verdict"] == "accepted"
    assert [e.get("verdict") for e in entries(heron)].count("refused") == 1, "and the flood around it is one run"
    reopened(heron)


def test_one_message_at_once_an_hour_is_taken_whatever_the_terms_say(heron: Node, hostile: Hostile) -> None:
    """Floods: whatever the terms say."""
    heron.line().trust.quotas = {3: 1, 2: 0, 1: 0, 0: 0}
    for hour in range(2):
        flood(hostile, 2, wanted=3, composed=LATER - hour * HOUR)
    flood(hostile, 1, wanted=2)
    heron.receive(hostile.send())
    over = ("refused", "over-quota")
    assert list(heard_of(heron).values()) == [("accepted", None), over, ("accepted", None), over, over]


def test_the_next_good_message_an_hour_later_is_taken(
    homes: dict[str, Home], heron: Node, hostile: Hostile, opened: Open
) -> None:
    """Floods: a quota is of an hour; who was refused then is not refused now."""
    flood(hostile, WITHIN_HOURS + 10)
    heron.receive(hostile.send())
    heron.close()
    later = opened(homes["heron"], at=LATER + HOUR)
    hostile.items = []
    flood(hostile, 1, composed=LATER + HOUR)
    later.receive(hostile.send())
    assert taken(later) == WITHIN_HOURS + 1
    reopened(later)


def test_a_flood_dated_ahead_gains_nothing(heron: Node, hostile: Hostile) -> None:
    """Floods: what is dated after the reader's clock counts now. `AHEAD` is what honest clocks may differ."""
    for hour in range(1, 4):
        flood(hostile, WITHIN_HOURS, composed=LATER + AHEAD + hour * HOUR, entry={"at": LATER + hour * HOUR})
    heron.receive(hostile.send())
    assert taken(heron) == WITHIN_HOURS
    reopened(heron)


def test_a_flood_dated_long_ago_fills_the_hours_of_a_week_and_no_more(heron: Node, hostile: Hostile) -> None:
    """Floods: what is dated before `BACK` counts as then, so that years nobody used are no quota."""
    heron.line().trust.quotas = {2: 2}
    for year in range(1, 5):
        flood(hostile, 2, composed=LATER - year * 52 * BACK)
    heron.receive(hostile.send())
    assert taken(heron) == 2
    audit.audit(heron, heron.line())


def test_a_flood_in_new_epochs_has_the_same_quota(heron: Node, hostile: Hostile) -> None:
    """Floods, Restore: a new log is not a new quota, whatever time its first entry says."""
    for n in range(3):
        if n:
            hostile.epoch, hostile.openings, hostile.items = bytes([n]) * 16, [], []
            hostile.place({"role": "epoch", "i": 0, "at": n, "reason": "lost-entries", "reported": []})
        flood(hostile, WITHIN_HOURS, entry={"at": LATER + n})
        heron.receive(hostile.send())
    assert [r["verdict"] for r in heron.store.messages(heron.line().id) if r["party"] == "otter"].count("accepted") == (
        WITHIN_HOURS + 1
    )
    assert len(heron.store.excess(heron.line().id)) == 2 * WITHIN_HOURS
    reopened(heron)


def test_a_flood_of_what_is_refused_anyway_has_a_quota_too(heron: Node, hostile: Hostile) -> None:
    """Floods: who holds a node and no officer's key says only what is not released; that must not fill a disk either."""
    heron.line().trust.quotas = {0: 3, 1: 3, 2: 3, 3: 1}
    for n in range(6):
        hostile.say(hostile.draft(f"EXAMPLE {n}"), uses=("node",))
    hostile.say(frame=b"")
    heron.receive(hostile.send())
    found = list(heard_of(heron).values())
    assert found == [("refused", "not-released")] * 3 + [("refused", "over-quota")] * 4
    hostile.items = []
    flood(hostile, 1, wanted=3)
    heron.receive(hostile.send())
    assert list(heard_of(heron).values())[-1] == ("accepted", None), "and it takes nothing from what is released"
    audit.audit(heron, heron.line())


def test_one_message_placed_again_and_again_has_a_quota_too(heron: Node, hostile: Hostile) -> None:
    """Floods: each place counts, though the name is one."""
    heron.line().trust.quotas = {0: 3, 1: 9}
    message = hostile.message()
    for _ in range(8):
        hostile.said(message)
    heron.receive(hostile.send())
    found = [reason for _, reason in heard_of(heron).values()]
    assert found == [None] + ["sequenced-twice"] * 3 + ["over-quota"] * 4
    audit.audit(heron, heron.line())


def test_a_flood_sent_again_is_recognised_and_adds_nothing(heron: Node, hostile: Hostile) -> None:
    """Floods: an excess has been heard once it is refused; sending it again makes no second entry."""
    flood(hostile, WITHIN_HOURS + 10)
    heron.receive(hostile.send())
    before = tables(heron)
    heron.receive(hostile.send())
    assert tables(heron) == before


def test_what_is_said_again_in_a_new_epoch_counts_once(
    homes: dict[str, Home], heron: Node, opened: Open, otter: Node
) -> None:
    """Floods, Restore: a restored home that says its messages again is not refused for it, here or there."""
    line = heron.line()
    for n in range(WITHIN_HOURS):
        notify(heron, f"EXAMPLE {n}", wanted=2)
    otter.receive(heron.outgoing(line, "otter"))  # the answer is lost
    heron.commit(line.open_epoch(b"\x05" * 16, heron.now(), heron.blind, "lost-entries"))
    assert len(heron.store.unreceipted(line.id, "otter", 99)) == WITHIN_HOURS
    for _ in range(3):
        exchange(heron, otter)
    assert not heron.store.unreceipted(line.id, "otter", 99)
    rows = [r for r in otter.store.messages(line.id) if r["party"] == "heron"]
    assert {r["verdict"] for r in rows} == {"accepted"}
    with pytest.raises(Local, match="would-be-refused"):
        notify(heron, "EXAMPLE one more", wanted=2)
    reopened(heron)
    reopened(otter)


def test_who_was_cut_off_for_a_day_is_heard_in_full(
    heron: Node, homes: dict[str, Home], otter: Node, opened: Open
) -> None:
    """Floods: what was written over a day counts over that day, though it comes at once."""
    line = heron.line()
    exchange(heron, otter)
    heron.close()
    for hour in range(3):
        node = start(homes["heron"], at=LATER + hour * HOUR, name="cut off")
        for n in range(WITHIN_HOURS):
            notify(node, f"EXAMPLE {hour} {n}", wanted=2)
        node.close()
    otter.close()
    heron, otter = opened(homes["heron"], at=LATER + 24 * HOUR), opened(homes["otter"], at=LATER + 24 * HOUR)
    exchange(heron, otter)
    assert taken_from(otter, "heron") == 3 * WITHIN_HOURS
    assert not otter.store.excess(line.id)


def taken_from(node: Node, party: str) -> int:
    rows = [r for r in node.store.items(node.line().id) if r["party"] == party and r["kind"] == "notice"]
    return sum(r["verdict"] == "accepted" for r in rows)


def test_an_author_is_told_before_anything_is_recorded_and_when_it_may_write_again(heron: Node) -> None:
    """Floods: an honest author is never refused by the other side; it is told here, in time."""
    for n in range(QUOTAS["3"]):
        notify(heron, f"EXAMPLE {n}")
    line = heron.line()
    before = tables(heron)
    message = heron.write(line, "notice", notice_sections(), 3)
    with pytest.raises(Local) as caught:
        heron.say(line, message)
    assert caught.value.code == "would-be-refused"
    assert caught.value.values["reason"] == "over-quota"
    assert caught.value.values["when"] == LATER + HOUR
    assert tables(heron) == before
    notify(heron, "EXAMPLE — another class is free.", wanted=2)


def test_every_message_of_a_refused_run_is_receipted_on_both_sides(heron: Node, otter: Node) -> None:
    """Floods, Receipt: one entry is the receipt of each: nothing of a run is sent for ever, and both sides see it."""
    otter.line().trust.quotas = {2: 3}  # as if its clock, or its terms, were otherwise
    kept = [notify(heron, f"EXAMPLE {n}", wanted=2) for n in range(8)]
    exchange(heron, otter)
    assert not heron.store.unreceipted(heron.line().id, "otter", 99)
    shown = [[(r["verdict"], r["reason"]) for r in receipts_of(heron, k.what)] for k in kept]
    assert shown == [[("accepted", None)]] * 3 + [[("refused", "over-quota")]] * 5
    assert [e["verdict"] for e in entries(otter) if e["role"] == "heard"].count("refused") == 1
    report = verify_bundle(heron.export(heron.line()))
    assert all(report.receipted(m) for m in report.messages if m.what in {k.what for k in kept})
    alone = verify_bundle(heron.export(heron.line(), [kept[5].what]))
    assert [m.what for m in alone.messages] == [kept[5].what] and alone.receipted(alone.messages[0])


def test_a_refused_run_in_a_closed_log_is_given_again_when_asked_for(heron: Node, otter: Node) -> None:
    """Floods, Restore: the receipt of an excess is lost with a log like any other, and given again like any other."""
    otter.line().trust.quotas = {2: 3}
    for n in range(8):
        notify(heron, f"EXAMPLE {n}", wanted=2)
    otter.receive(heron.outgoing(heron.line(), "otter"))  # the answer is lost
    otter.commit(otter.line().open_epoch(b"\x05" * 16, otter.now(), otter.blind, "lost-entries"))
    exchange(heron, otter)
    exchange(heron, otter)
    assert not heron.store.unreceipted(heron.line().id, "otter", 99)
    heard = [e for e in entries(otter) if e["role"] == "heard"]
    assert sum("run" in e for e in heard) == 1
    assert len(otter.store.excess(otter.line().id)) == 5
    audit.audit(otter, otter.line())


RUNS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "of a message too many": lambda run: run | {"run": [[*run["run"][0], 99], run["run"][1]]},
    "of a message too few": lambda run: run | {"run": [run["run"][0][:-1], run["run"][1]]},
    "of other names": lambda run: run | {"run": [run["run"][0], bytes(32)]},
    "of the first twice": lambda run: run | {"run": [[run["from"][2], *run["run"][0]], run["run"][1]]},
    "not in order": lambda run: run | {"run": [run["run"][0][::-1], run["run"][1]]},
    "of what it accepted": lambda run: {k: v for k, v in run.items() if k != "reason"} | {"verdict": "accepted"},
    "for another reason": lambda run: run | {"reason": "expired"},
}


@pytest.mark.parametrize("attack", RUNS)
def test_a_run_that_fits_no_messages_is_a_receipt_of_nothing(
    heron: Node, otter: Node, hostile: Hostile, attack: str
) -> None:
    """Floods, Receipt: a run names every message it refuses; nobody refuses by the number what it never had."""
    kept = [notify(heron, f"EXAMPLE {n}", wanted=2) for n in range(3)]
    honest = {
        "role": "heard",
        "i": hostile.base,
        "at": LATER + 1000,
        "from": ["heron", kept[0].place.epoch, kept[0].place.index],
        "what": kept[0].what,
        "verdict": "refused",
        "reason": "over-quota",
        "run": [[k.place.index for k in kept[1:]], run_digest([k.what for k in kept])],
    }
    hostile.place(RUNS[attack](honest))
    heron.receive(hostile.send())
    assert len(heron.store.unreceipted(heron.line().id, "otter", 9)) == 3
    hostile.place(honest | {"i": hostile.base + 1})
    heron.receive(hostile.send())
    assert not heron.store.unreceipted(heron.line().id, "otter", 9), "the honest one is the receipt of all three"


def test_terms_whose_quotas_nobody_can_count_by_are_not_signed(hostile: Hostile) -> None:
    """Floods, Terms: two sides that counted otherwise would refuse each other's messages."""

    def quotas(value: Any) -> dict[int, int]:
        return accept_quotas({"quotas": Field(bytes(32), encode(value))})

    assert quotas({"3": 0, "2": 5}) == {3: 1, 2: 5}
    for bad in ({"4": 1}, {"3": -1}, {"3": "1"}, {"3": True}, [1], {"all": 1}):
        assert refusal(quotas, bad) == "shape"


@pytest.mark.parametrize(("language", "words"), [("en", "40 messages"), ("zh", "40 条")])
def test_the_list_says_how_many_a_row_stands_for(heron: Node, hostile: Hostile, language: str, words: str) -> None:
    """Floods: excess is still shown, to people, as what it is."""
    flood(hostile, WITHIN_HOURS + 40)
    heron.receive(hostile.send())
    [row] = [r for r in records.queue(heron, heron.line()) if r["reason"] == "over-quota"]
    assert words in not_taken(row, language)
    assert heron.store.message(heron.line().id, row["what"]) is None


def test_runs_over_one_another_do_not_multiply(heron: Node, otter: Node, hostile: Hostile) -> None:
    """Floods, Receipt: a log full of refusals of the same messages costs one receipt for each message."""
    kept = [notify(heron, f"EXAMPLE {n}", wanted=2) for n in range(10)]
    for skipped in (0, 0, 1, 0):
        some = kept[skipped:]
        hostile.heard(
            some[0],
            None,
            verdict="refused",
            reason="over-quota",
            run=[[k.place.index for k in some[1:]], run_digest([k.what for k in some])],
        )
    result = heron.take(hostile.send())
    names = {k.what for k in kept}
    assert [r.what in names for r in result.receipts].count(True) == 10
    report = verify_bundle(heron.export(heron.line()))
    assert [len(m.receipts) for m in report.messages if m.what in names] == [1] * 10


def test_a_flood_in_two_histories_is_refused_in_both(heron: Node, hostile: Hostile) -> None:
    """Floods, Restore and fork: two messages over quota at one place are two, and neither stops what comes with it."""
    flood(hostile, WITHIN_HOURS)
    fork = hostile.other_history()
    flood(hostile, 3)
    heron.receive(hostile.send())
    flood(fork, 3)
    proofs = [[m, fork.openings[i], fork.proof(i)] for m, i in fork.items if i >= fork.base + WITHIN_HOURS]
    heron.receive(hostile.send(items=proofs))
    over = heron.store.excess(heron.line().id)
    assert [r["i"] for r in over] == sorted([hostile.base + WITHIN_HOURS + n for n in range(3)] * 2)
    assert len({r["what"] for r in over}) == 6
    assert heron.store.differences(heron.line().id)
    before = tables(heron)
    heron.receive(hostile.send(items=proofs))
    assert tables(heron) == before
    reopened(heron)


def test_a_run_to_the_end_of_all_logs_looks_nothing_up(
    heron: Node, hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Floods, Receipt: what a run names is looked up place by place, and once a payload; not all that lies between."""
    kept = [notify(heron, f"EXAMPLE {n}", wanted=2) for n in range(4)]
    for _ in range(20):
        hostile.heard(
            kept[0], None, verdict="refused", reason="over-quota", run=[[kept[1].place.index, 2**40], bytes(32)]
        )
    asked: list[tuple[int, int]] = []
    lookup = heron.store.kept

    def kept_of(log: Any, start: int, stop: int) -> Any:
        asked.append((start, stop))
        return lookup(log, start, stop)

    monkeypatch.setattr(heron.store, "kept", kept_of)
    heron.take(hostile.send())
    own = [(start, stop) for start, stop in asked if start in (kept[0].place.index, kept[1].place.index, 2**40)]
    assert own == [(index, index + 1) for index in (kept[0].place.index, kept[1].place.index, 2**40)]
    assert count(heron, "receipt-for-nothing-said") == 20


def test_a_run_refused_by_one_member_ends_what_another_owed_it_in_the_authors_stead(
    three_homes: dict[str, Home], opened: Open
) -> None:
    """Floods, n parties: one entry is a verdict on each of its messages, for whoever else would send them too."""
    nodes = {party: opened(home) for party, home in three_homes.items()}
    heron, otter, stork = nodes["heron"], nodes["otter"], nodes["stork"]
    stork.line().trust.quotas = {2: 3}
    kept = [notify(otter, f"EXAMPLE {n}", wanted=2) for n in range(8)]
    exchange(otter, heron)
    heron.commit([Queued(heron.line().id, "stork", k.place) for k in kept])
    before = heron.store.waiting(heron.line().id, "stork")
    exchange(otter, stork)
    assert len(stork.store.excess(stork.line().id)) == 5
    exchange(stork, heron)
    assert before - heron.store.waiting(heron.line().id, "stork") == 8
    assert {k.place for k in kept} <= {place for place, _ in heron.line()._heard_by("stork", {})}


def test_epochs_without_end_take_nobodys_word_and_shut_nobody_out(heron: Node, otter: Node, hostile: Hostile) -> None:
    """Floods: a member that opens more epochs than one entry or one envelope can name leaves the other able to speak."""
    for number in range(80):
        hostile.epoch, hostile.openings, hostile.items = hostile.random(16), [], []
        hostile.place({"role": "epoch", "i": 0, "at": LATER, "reason": "lost-entries", "reported": []})
        hostile.say(hostile.draft(f"EXAMPLE {number}", composed=LATER - number * HOUR))
        heron.receive(hostile.send())
    for _ in range(6):  # the first names as many as one entry takes, those after it the rest
        kept = notify(heron, wanted=2)
        assert 0 < len(kept.said.seen) <= 16
    assert notify(heron, wanted=2).said.seen == []
    line = heron.line()
    assert all(line.named[key] == log.size for key, log in line.logs.items() if key[0] == "otter" and log.size)
    for _ in range(3):  # otter's honest half never said any of this: it begins anew, and is asked again
        exchange(heron, otter)
    assert len(receipts_of(heron, kept.what)) == 1, "what it sends can be read, and is receipted"
    reopened(heron)
