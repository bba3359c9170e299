"""Bundles: what is exported proves itself to anybody, shows no more than it was asked to, and cannot be bent."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from attacks.hostile import Hostile
from detente.bundle.export import seal_file
from detente.bundle.shapes import DAMAGE_CHECK, Bundle
from detente.bundle.verify import Report, verify_bundle
from detente.codec.cbor import decode, encode
from detente.codec.errors import Damaged, DetenteError, Remote
from detente.codec.limits import MAX_BUNDLE
from detente.codec.shape import pack, unpack
from detente.line.content import said_id
from detente.line.shapes import Content
from support import Home, Node, acknowledge, copy_homes, exchange, notify, start, verdicts

Open = Callable[..., Node]


@pytest.fixture(scope="module")
def record(two_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """heron and otter after a short conversation; tests here only read."""
    homes = copy_homes(two_founded, tmp_path_factory.mktemp("record") / "homes")
    nodes = {party: start(home, name="record") for party, home in homes.items()}
    heron, otter = nodes["heron"], nodes["otter"]
    first = notify(heron, "EXAMPLE 示例 — the first.")
    exchange(heron, otter)
    answer = acknowledge(otter, first)
    second = notify(otter, "EXAMPLE — the second.")
    exchange(otter, heron)
    exchange(heron, otter)
    exchange(otter, heron)
    yield nodes | {"first": first, "answer": answer, "second": second}
    for node in nodes.values():
        node.close()


@pytest.fixture(scope="module")
def whole(record: dict[str, Any]) -> bytes:
    data: bytes = record["heron"].export(record["heron"].line())
    return data


@pytest.fixture(scope="module")
def small(record: dict[str, Any]) -> bytes:
    """One message, its receipt, and what it takes to prove both."""
    data: bytes = record["heron"].export(record["heron"].line(), [record["first"].what])
    return data


def refused(data: bytes) -> str:
    with pytest.raises(Remote) as caught:
        verify_bundle(data)
    return caught.value.code


def bent(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The bundle with something changed inside, well encoded and with its damage check recomputed."""
    plain = decode(data[:-DAMAGE_CHECK], MAX_BUNDLE)
    change(plain)
    return seal_file(encode(plain))


# -- what a bundle shows --------------------------------------------------------------------------------------------


def test_the_whole_record_is_proven_in_the_same_order_from_each_side(record: dict[str, Any], whole: bytes) -> None:
    reports = [verify_bundle(whole), verify_bundle(record["otter"].export(record["otter"].line()))]
    orders = [[(m.spot, m.what) for m in report.messages] for report in reports]
    assert orders[0] == orders[1] and len(orders[0]) == 5
    assert [m.content.kind for m in reports[0].messages if m.content.kind != "keys"] == [
        "notice", "acknowledgement", "notice",
    ]  # fmt: skip
    assert reports[0].parties == reports[1].parties
    assert [party for party, _ in reports[0].parties] == ["heron", "otter"]


def test_one_message_is_proven_with_its_receipt_and_nothing_else_is_shown(record: dict[str, Any], small: bytes) -> None:
    report = verify_bundle(small)
    [message] = report.messages
    assert message.what == record["first"].what and report.receipted(message)
    assert message.sections["prose"].plain == "EXAMPLE 示例 — the first."
    assert b"the second" not in small and len(small) < 40_000


def test_a_message_without_a_receipt_is_shown_as_not_receipted(
    homes: dict[str, Home], opened: Open, record: dict[str, Any]
) -> None:
    heron = opened(homes["heron"])
    kept = notify(heron)
    report = verify_bundle(heron.export(heron.line(), [kept.what]))
    assert [report.receipted(m) for m in report.messages] == [False]


def test_an_absent_section_and_a_withheld_one_are_different_things(record: dict[str, Any]) -> None:
    line = record["heron"].line()
    data = record["heron"].export(line, [record["first"].what], withhold=["prose", "system"])
    [message] = verify_bundle(data).messages
    assert message.withheld == ["prose", "system"], "one the author filled and one it left empty: nobody can tell which"
    assert message.sections["measures"] is None, "left empty by its author, and proven so"
    assert "EXAMPLE" not in repr(message.sections)
    assert "示例 — the first".encode() not in data


def test_what_is_withheld_cannot_be_guessed_from_what_is_shown(record: dict[str, Any]) -> None:
    """Every section has its own salt; the message's secret is in no bundle."""
    heron = record["heron"]
    data = heron.export(heron.line(), withhold=["prose"])
    secrets = [decode(bytes(row["message"]), MAX_BUNDLE)["secret"] for row in heron.store.messages(heron.line().id)]
    assert secrets and not any(secret in data for secret in secrets)


def test_keys_between_members_never_leave_in_a_bundle(record: dict[str, Any], whole: bytes) -> None:
    report = verify_bundle(whole)
    keys = [m for m in report.messages if m.content.kind == "keys"]
    assert len(keys) == 2 and all(m.withheld == ["keys"] and not m.sections for m in keys)
    for (_line, _party), routes in record["heron"].routes.items():
        assert not any(mailbox in whole for mailbox in routes.announced.mailboxes.values())


def test_a_bundle_of_nothing_known_shows_nothing(record: dict[str, Any]) -> None:
    with pytest.raises(DetenteError):
        verify_bundle(record["heron"].export(record["heron"].line(), [bytes(32)]))


def test_whatever_parses_encodes_to_the_same_bytes(whole: bytes, small: bytes) -> None:
    for data in (whole, small):
        bundle = unpack(Bundle, data[:-DAMAGE_CHECK], MAX_BUNDLE)
        assert seal_file(pack(bundle)) == data


# -- damage --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", [0, 1, 31, 32, 33, 1000, -33, -1])
def test_a_bundle_cut_short_is_damaged(whole: bytes, left: int) -> None:
    with pytest.raises(Damaged, match="damaged"):
        verify_bundle(whole[:left])


def test_a_flipped_bit_is_damage_and_a_trailing_byte_too(small: bytes) -> None:
    for wrong in (
        small + b"\0",
        b"\0" + small,
        small[:100] + bytes([small[100] ^ 1]) + small[101:],
        small[:-1] + bytes([small[-1] ^ 1]),
    ):
        with pytest.raises(Damaged, match="damaged"):
            verify_bundle(wrong)


def test_bytes_after_the_bundle_are_refused_behind_a_good_damage_check(small: bytes) -> None:
    assert refused(seal_file(small[:-DAMAGE_CHECK] + b"\0")) != "damaged"
    assert refused(seal_file(small[:-DAMAGE_CHECK] + small[:-DAMAGE_CHECK])) != "damaged"


def flip(data: bytes, bit: int) -> str | None:
    """The code a bundle with this bit flipped behind a recomputed check is refused with; None if it is believed."""
    body = bytearray(data[:-DAMAGE_CHECK])
    body[bit // 8] ^= 1 << bit % 8
    try:
        verify_bundle(bytes(body) + hashlib.sha256(body).digest())
    except Remote as error:
        return error.code
    except Damaged as error:
        return f"Damaged {error.code}"
    return None


def check_bits(data: bytes, bits: list[int]) -> list[tuple[int, str | None]]:
    return [(bit, code) for bit in bits if (code := flip(data, bit)) is None or "amaged" in code]


def test_every_sampled_flipped_bit_is_refused_behind_a_recomputed_damage_check(small: bytes) -> None:
    bits = (len(small) - DAMAGE_CHECK) * 8
    sample = sorted(random.Random(1).sample(range(bits), 3200))
    assert check_bits(small, sample) == []


_data = b""


def _part(bits: list[int]) -> list[tuple[int, str | None]]:
    return check_bits(_data, bits)


@pytest.mark.slow
def test_a_flipped_bit_in_every_byte_is_refused_behind_a_recomputed_damage_check(small: bytes) -> None:
    """One bit of each byte, another one from byte to byte. All bits would take a quarter of an hour."""
    global _data
    _data = small
    bits = [8 * at + (at * 5 + 1) % 8 for at in range(len(small) - DAMAGE_CHECK)]
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        parts = pool.map(_part, [bits[at : at + 500] for at in range(0, len(bits), 500)])
    assert [wrong for part in parts for wrong in part] == []


# -- bent bundles ----------------------------------------------------------------------------------------------------


def swap_first(rows: list[Any]) -> None:
    rows[0], rows[1] = rows[1], rows[0]


BENT: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "messages in another order": (lambda b: swap_first(b["messages"]), "bundle-order"),
    "a message left out": (lambda b: b["messages"].pop(2), ""),
    "a message twice": (lambda b: b["messages"].append(b["messages"][-1]), "bundle-order"),
    "logs in another order": (lambda b: swap_first(b["logs"]), "bundle-order"),
    "a log twice": (lambda b: b["logs"].append(b["logs"][-1]), "bundle-order"),
    "a log left out": (lambda b: b["logs"].pop(0), "bundle-message-not-said"),
    "credentials in another order": (lambda b: swap_first(b["credentials"]), "bundle-order"),
    "a credential left out": (lambda b: b["credentials"].pop(), "founding-member-missing"),
    "a credential twice": (lambda b: b["credentials"].append(b["credentials"][-1]), "bundle-order"),
    "another line": (lambda b: b.update(line=bytes(32)), "bundle-line"),
    "another version": (lambda b: b.update(v=2), "shape"),
    "another field": (lambda b: b.update(note="x"), "shape"),
    "a field nobody committed to": (lambda b: b["fields"].update(extra=[bytes(32), b"\xf6"]), "field-not-committed"),
    "a field with another value": (
        lambda b: b["fields"].update(nature=[bytes(32), encode("a right")]),
        "field-not-committed",
    ),
    "one head for the other log": (lambda b: b["logs"][0].update(head=b["logs"][1]["head"]), "bundle-order bundle-log-root"),
    "an opening left out": (lambda b: b["logs"][0]["all"].pop(), "bundle-log-length"),
    "openings in another order": (lambda b: swap_first(b["logs"][0]["all"]), "bundle-entry bundle-log-root"),
    "both forms of a log": (lambda b: b["logs"][0].update(some=[[b["logs"][0]["all"][0], []]]), "bundle-log-form"),
    "neither form of a log": (lambda b: b["logs"][0].pop("all"), "bundle-log-form"),
    "no logs": (lambda b: b.update(logs=[]), "shape"),
    "a section that was never committed to": (
        lambda b: opened(b)["open"].update(annex=[bytes(32), b"\xf6"]),
        "section-not-committed",
    ),
    "another salt": (
        lambda b: opened(b)["open"].update(prose=[bytes(32), opened(b)["open"]["prose"][1]]),
        "section-not-committed",
    ),
    "another value": (
        lambda b: opened(b)["open"].update(prose=[opened(b)["open"]["prose"][0], b"\xf6"]),
        "section-not-committed",
    ),
    "one section's opening under another's name": (
        lambda b: opened(b)["open"].update(system=opened(b)["open"]["measures"]),
        "section-not-committed",
    ),
    "another message's signatures": (
        lambda b: opened(b)["signed"].__setitem__(0, b["messages"][0]["signed"][0]),
        "",
    ),
    "an assertion added": (lambda b: opened(b)["signed"].__setitem__(1, [{}]), ""),
    "a signature of the terms taken away": (lambda b: b.update(terms=_less(b["terms"])), "signature-missing"),
    "a signature of a credential taken away": (
        lambda b: b["credentials"].__setitem__(0, _less(b["credentials"][0])),
        "signature-missing",
    ),
}  # fmt: skip


def opened(bundle: dict[str, Any]) -> dict[str, Any]:
    """The first notice in a plain bundle."""
    found: dict[str, Any] = next(m for m in bundle["messages"] if m["open"])
    return found


def _less(frame: bytes) -> bytes:
    from detente.codec.cose import Signed, parse

    parsed = parse(frame)
    return Signed(parsed.payload, parsed.signatures[1:]).encode()


@pytest.mark.parametrize("attack", BENT)
def test_a_bundle_that_is_bent_is_refused_with_its_reason(whole: bytes, attack: str) -> None:
    change, codes = BENT[attack]
    data = bent(whole, change)
    if attack == "a message left out":
        assert len(verify_bundle(data).messages) == 4, "showing less is the exporter's right; it proves what it shows"
        return
    code = refused(data)
    assert code != "damaged" and (not codes or code in codes.split()), code


def test_a_message_shown_as_live_though_an_exercise_is_refused(record: dict[str, Any], whole: bytes) -> None:
    """The context stands in signed content: changing it is changing the message."""
    plain = decode(whole[:-DAMAGE_CHECK], MAX_BUNDLE)
    from detente.codec.cose import Signed, parse

    frame = parse(opened(plain)["signed"][0])
    content = decode(frame.payload, MAX_BUNDLE) | {"context": "exercise"}
    unpack(Content, encode(content), MAX_BUNDLE)
    opened(plain)["signed"][0] = Signed(encode(content), frame.signatures).encode()
    assert refused(seal_file(encode(plain))) == "bundle-message-not-said"


# -- what a hostile member can do to an honest one's bundle ----------------------------------------------------------


@pytest.mark.parametrize(
    "lies", [{"at": 1}, {"n": 9}, {"i": 1}, {"role": "overheard"}], ids=["time", "number", "index", "role"]
)
def test_one_bad_entry_in_a_members_log_does_not_take_the_proof_from_the_others(
    heron: Node, otter: Node, lies: dict[str, Any]
) -> None:
    """Decision 4: one bad entry never blocks the next; not in the record that is shown to others either."""
    mine = notify(heron)
    hostile = Hostile(otter, "heron")
    good = hostile.say()
    message = hostile.message()
    hostile.said(message, **lies)
    hostile.items.pop()
    heron.receive(hostile.send())
    assert verdicts(heron, "otter") == [("accepted", None)]
    report = verify_bundle(heron.export(heron.line()))
    assert mine.what in [m.what for m in report.messages]
    assert [m.content.author for m in report.messages].count("otter") == 2, good


@pytest.mark.parametrize("lies", [{"at": 1}, {"n": 9}], ids=["time", "number"])
def test_an_accepted_message_of_an_irregular_entry_is_proven_too(
    heron: Node, otter: Node, lies: dict[str, Any]
) -> None:
    """A message is proven by its place; numbers show gaps, they never delay."""
    hostile = Hostile(otter, "heron")
    hostile.say(entry=lies)
    heron.receive(hostile.send())
    assert verdicts(heron, "otter") == [("accepted", None)]
    whole_report: Report = verify_bundle(heron.export(heron.line()))
    [row] = [r for r in heron.store.messages(heron.line().id) if r["i"] == hostile.base and r["party"] == "otter"]
    assert row["what"] in [m.what for m in whole_report.messages]
    assert [m.what for m in verify_bundle(heron.export(heron.line(), [row["what"]])).messages] == [row["what"]]


def proven(node: Node) -> list[bytes]:
    return [m.what for m in verify_bundle(node.export(node.line())).messages]


def test_a_message_its_author_placed_twice_is_shown_once(heron: Node, otter: Node) -> None:
    """Decision 1: sequenced once; the second place is refused, and takes no proof from the record."""
    hostile = Hostile(otter, "heron")
    message = hostile.say()
    hostile.said(message)
    heron.receive(hostile.send())
    assert verdicts(heron, "otter") == [("accepted", None), ("refused", "sequenced-twice")]
    assert proven(heron).count(said_id(message["signed"])) == 1
    only = verify_bundle(heron.export(heron.line(), [said_id(message["signed"])]))
    assert [m.spot[2] for m in only.messages] == [hostile.base]


@pytest.mark.parametrize("index", [1, 2**30])
def test_an_entry_that_lies_about_its_index_does_not_stop_an_export(heron: Node, otter: Node, index: int) -> None:
    """Receipt: the entry holds its own index; one that lies proves nothing and stops nothing."""
    hostile = Hostile(otter, "heron")
    kept = notify(heron)
    hostile.heard(kept, None, i=index)
    heron.receive(hostile.send())
    [message] = verify_bundle(heron.export(heron.line(), [kept.what])).messages
    assert message.what == kept.what and not message.receipts


def test_a_receipt_that_misnames_its_message_does_not_take_the_proof_from_the_record(heron: Node, otter: Node) -> None:
    """Decision 4: one bad entry never blocks the next. It is counted when it is heard, and is a receipt of nothing."""
    hostile = Hostile(otter, "heron")
    kept = notify(heron)
    hostile.heard(kept, None, what=bytes(32))
    heron.receive(hostile.send())
    assert kept.what in proven(heron)


def test_a_claim_to_have_seen_what_we_have_not_written_leaves_the_order_sound(heron: Node, otter: Node) -> None:
    """n parties: it closes our epoch, so nothing of ours ever stands where it claims."""
    hostile = Hostile(otter, "heron")
    own = heron.line().own
    hostile.say(entry={"seen": [["heron", own.epoch, own.size + 2, bytes(32)]]})
    heron.receive(hostile.send())
    kept = notify(heron)
    assert kept.what in proven(heron)


def test_a_member_whose_logs_claim_to_have_seen_each_other_does_not_take_the_order_from_the_record(
    heron: Node, otter: Node
) -> None:
    """n parties: the order follows `seen`; a false one must not make the whole record impossible to show."""
    hostile = Hostile(otter, "heron")
    first, second = hostile.epoch, b"\x02" * 16
    hostile.say(entry={"seen": [["otter", second, 9, bytes(32)]]})
    heron.receive(hostile.send())
    hostile.epoch, hostile.openings, hostile.items = second, [], []
    hostile.place({"role": "epoch", "i": 0, "at": 1, "reason": "again", "reported": []})
    hostile.say(entry={"n": 1, "seen": [["otter", first, 99, bytes(32)]]})
    heron.receive(hostile.send())
    kept = notify(heron)
    assert kept.what in proven(heron)
