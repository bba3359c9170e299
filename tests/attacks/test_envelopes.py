"""Attacks on envelopes: moved, swapped, stripped, resized, replayed, malformed. All of them leave a counter and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attacks.hostile import Hostile, dropped, goes_on, log_sizes, recorded, refusal
from detente.codec.cbor import decode, encode
from detente.codec.errors import Remote
from detente.codec.limits import MAX_ENVELOPE, SIZE_CLASSES
from detente.crypto.seal import LayerRef
from detente.line.envelope import Address, close, open_envelope, read_outer
from detente.line.shapes import Mirror, Payload
from detente.node.node import Node
from support import Home, count, exchange, notify, receipts, tables, verdicts

Open = Callable[..., Node]
SECRET = {bytes(16): bytes(range(32))}


@pytest.fixture
def hostile(otter: Node) -> Hostile:
    return Hostile(otter, "heron")


def falls(heron: Node, hostile: Hostile, envelope: bytes, *codes: str) -> None:
    dropped(heron, envelope, *codes)
    goes_on(heron, hostile)


# -- Sealing -------------------------------------------------------------------------------------------------------


def test_an_envelope_to_an_unknown_mailbox_is_dropped_before_any_secret_is_used(heron: Node, hostile: Hostile) -> None:
    """Floods, Sealing: the mailbox is the write capability; without it nothing is decapsulated, however well sealed."""
    falls(heron, hostile, hostile.seal(outer=hostile.outer(mailbox=bytes(16))), "mailbox-unknown")


def test_an_envelope_sent_back_to_its_sender_is_dropped(heron: Node, hostile: Hostile) -> None:
    """Sealing: mailboxes have one direction."""
    falls(heron, hostile, heron.outgoing(heron.line(), "otter"), "mailbox-unknown")


def test_an_envelope_in_another_members_mailbox_does_not_open(three_homes: dict[str, Home], opened: Open) -> None:
    """Sealing: line, from and to follow from the mailbox and are bound by the seal."""
    nodes = {party: opened(home) for party, home in three_homes.items()}
    heron, hostile = nodes["heron"], Hostile(nodes["otter"], "heron")
    storks = nodes["stork"].routes[(heron.line().id, "heron")].announced.mailboxes["stork"]
    hostile.say()
    dropped(heron, hostile.seal(outer=hostile.outer(mailbox=storks)), "sealed-unopenable")
    goes_on(heron, hostile)


INSIDE: dict[str, dict[str, Any]] = {
    "another line": {"line": bytes(32)},
    "another sender": {"from": "stork"},
    "the receiver as sender": {"from": "heron"},
    "another receiver": {"to": "otter"},
}


@pytest.mark.parametrize("attack", INSIDE)
def test_an_envelope_that_says_something_else_inside_is_dropped(heron: Node, hostile: Hostile, attack: str) -> None:
    """Sealing: after opening, line, from and to inside must equal those of the mailbox."""
    hostile.say()
    dropped(heron, hostile.send(**INSIDE[attack]), "envelope-misdirected")
    recorded(heron, hostile, "accepted", None)


OUTER: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "another commitment": ({"commit": b"\x01" * 32}, ("sealed-unopenable",)),
    "another suite": ({"suite": 2}, ("sealed-unopenable",)),
    "another version": ({"v": 2}, ("shape",)),
    "a layer that is not there": ({"layers": [[1, bytes(16), bytes(32)]]}, ("layer-missing",)),
    "another field": ({"from": "otter"}, ("shape",)),
    "a key id of another length": ({"key": bytes(15)}, ("shape",)),
    "nine layers": ({"layers": [[1, bytes(16), bytes([n]) * 32] for n in range(9)]}, ("shape",)),
}


@pytest.mark.parametrize("attack", OUTER)
def test_an_envelope_whose_outer_header_was_swapped_is_dropped(heron: Node, hostile: Hostile, attack: str) -> None:
    """Sealing: `info` is the whole outer header."""
    hostile.say()
    lies, codes = OUTER[attack]
    envelope = hostile.seal()
    outer, sealed = decode(envelope, MAX_ENVELOPE)
    grown = encode([outer | lies, sealed])
    if len(grown) not in SIZE_CLASSES:  # keep the size: the attack is on the header
        shorter = len(grown) - len(envelope)
        grown = encode([outer | lies, sealed[:-shorter] if shorter > 0 else sealed + bytes(-shorter)])
    dropped(heron, grown, *codes)
    recorded(heron, hostile, "accepted", None)


def test_two_envelopes_halves_do_not_fit_each_other(heron: Node, hostile: Hostile) -> None:
    """Sealing: a header belongs to one sealed text."""
    a = decode(hostile.seal(outer=hostile.outer(commit=b"\x01" * 32)), MAX_ENVELOPE)
    b = decode(hostile.seal(outer=hostile.outer(commit=b"\x02" * 32)), MAX_ENVELOPE)
    falls(heron, hostile, encode([a[0], b[1]]), "sealed-unopenable")


def test_an_envelope_to_a_key_that_is_gone_is_named_back_by_its_commitment(heron: Node, hostile: Hostile) -> None:
    """Sealing: named back, so that the sender seals again; nothing is recorded."""
    before = tables(heron)
    answer = heron.receive(hostile.seal(outer=hostile.outer(key=bytes(16), commit=b"\x05" * 32)))
    assert tables(heron) == before
    result = hostile.node.take(answer)
    assert [c.name for c in result.changes if hasattr(c, "name")] == ["could-not-open"]
    goes_on(heron, hostile)


def test_every_flipped_byte_of_an_envelope_is_refused(heron: Node, hostile: Hostile) -> None:
    """Sealing: nothing on the way can change an envelope. Every byte of the header, and a sample of the rest."""
    envelope = hostile.send()
    before, sizes = tables(heron), log_sizes(heron)
    for at in [*range(120), *range(120, len(envelope), 997)]:
        flipped = bytearray(envelope)
        flipped[at] ^= 1 << at % 8
        try:
            heron.receive(bytes(flipped))
        except Remote:
            continue
        except Exception as error:
            if getattr(error, "code", "") == "cbor-unreadable":
                continue
            raise AssertionError(at) from error
        # The key id: named back as gone, which is what an honest sender needs.
        assert decode(bytes(flipped), MAX_ENVELOPE)[0]["key"] != hostile.outer()["key"]
    assert tables(heron) == before and log_sizes(heron) == sizes
    goes_on(heron, hostile)


def bare(size: int = 0) -> Payload:
    return Payload(
        line=bytes(32), author="otter", to="heron", nonce=bytes(32), items=[], mirror=Mirror(0, []), have=[], cannot=[],
        head=bytes(size), pad=b"",
    )  # fmt: skip


def address(heron: Node, hostile: Hostile) -> tuple[Address, bytes]:
    routes = hostile.node.routes[(hostile.line.id, "heron")].announced
    key = routes.sealing[0]
    seed = heron.keyring.sealing[key.id].seed
    return Address(bytes(32), "otter", "heron", bytes(16), key.id, key.pub, 1), seed


def test_an_envelope_with_a_layer_stripped_is_refused(heron: Node, hostile: Hostile) -> None:
    """Sealing: layers are listed in the terms; one with fewer is refused, so nobody in between takes one off."""
    to, seed = address(heron, hostile)
    layers = [LayerRef(7, bytes(16), bytes(32))]
    whole = close(bare(), to, [], layers, SECRET)
    assert open_envelope(*read_outer(whole), seed, bytes(32), "otter", "heron", [7], SECRET).to == "heron"
    for layers_sent in ([], [LayerRef(8, bytes(16), bytes(32))], [*layers, LayerRef(7, bytes(16), bytes([1]) * 32)]):
        outer, sealed = read_outer(close(bare(), to, [], layers_sent, SECRET))
        with pytest.raises(Remote, match="layer-missing"):
            open_envelope(outer, sealed, seed, bytes(32), "otter", "heron", [7], SECRET)


def test_a_sender_without_the_layers_key_does_not_drop_it(heron: Node, hostile: Hostile) -> None:
    """Sealing: a sender without the key does not silently drop it."""
    to, _ = address(heron, hostile)
    assert refusal(close, bare(), to, [], [LayerRef(7, bytes(16), bytes(32))], {}) == "layer-key-missing"


def test_a_layer_that_the_terms_do_not_have_is_refused(heron: Node, hostile: Hostile) -> None:
    """Sealing: exactly the layers of the terms."""
    layers = [LayerRef(7, bytes(16), bytes(32))]
    plain = hostile.outer(layers=[[7, bytes(16), bytes(32)]])
    falls(heron, hostile, hostile.seal(outer=plain, layers=layers, secrets=SECRET), "layer-missing")


# -- Padding and timing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 100, 32 * 1024 - 1, 32 * 1024 + 1, 64 * 1024, MAX_ENVELOPE + 1])
def test_an_envelope_of_no_size_class_is_dropped(heron: Node, hostile: Hostile, size: int) -> None:
    """Padding: four sizes; anything else is not looked at."""
    dropped(heron, bytes(size), "envelope-size")


def test_an_honest_envelope_cut_short_or_grown_is_dropped(heron: Node, hostile: Hostile) -> None:
    """Padding: the class is part of the form."""
    envelope = hostile.send()
    for wrong in (envelope[:-1], envelope + b"\0", hostile.seal(size=40_000)):
        dropped(heron, wrong, "envelope-size")
    goes_on(heron, hostile)


def test_padding_that_is_not_zero_is_dropped(heron: Node, hostile: Hostile) -> None:
    """Padding, Encoding: padding carries nothing; there is one way to pad."""
    hostile.say()
    dropped(heron, hostile.seal(pad=1), "envelope-padding")
    recorded(heron, hostile, "accepted", None)


def test_a_receipt_and_a_page_of_prose_have_one_size(heron: Node, otter: Node) -> None:
    """Padding: a bare receipt and a page of prose share a class; a longer one goes to the next."""
    bare_receipt = heron.outgoing(heron.line(), "otter")
    notify(heron, "EXAMPLE " * 400)
    page = heron.outgoing(heron.line(), "otter")
    assert len(bare_receipt) == len(page) == SIZE_CLASSES[0]
    notify(heron, "EXAMPLE " * 4000)
    assert len(heron.outgoing(heron.line(), "otter")) == SIZE_CLASSES[1]


# -- inside --------------------------------------------------------------------------------------------------------

PAYLOADS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "another field": ({"note": "x"}, ("shape",)),
    "no items": ({"items": None}, ("shape",)),
    "items as a map": ({"items": {}}, ("shape",)),
    "an item of four": ({"items": [[{}, [], [], []]]}, ("shape",)),
    "a short nonce": ({"nonce": bytes(31)}, ("shape",)),
    "a negative mirror start": ({"mirror": [-1, []]}, ("shape",)),
    "a mirror start beyond any log": ({"mirror": [2**41, []]}, ("shape",)),
    "an opening with a short blind": ({"mirror": [0, [[bytes(31), {}]]]}, ("shape",)),
    "an opening of three": ({"mirror": [0, [[bytes(32), {}, 0]]]}, ("shape",)),
    "too many heads": ({"have": [["heron", bytes(16), 1, bytes(32)]] * 65}, ("shape",)),
    "a head of size zero": ({"have": [["heron", bytes(16), 0, bytes(32)]]}, ("shape",)),
    "too many that cannot be opened": ({"cannot": [[bytes(32), "key-gone"]] * 65}, ("shape",)),
    "a reason in prose": ({"cannot": [[bytes(32), "Key gone!"]]}, ("shape",)),
    "too large a head": ({"head": b"x" * 8193}, ("shape",)),
    "a party in capitals": ({"from": "OTTER"}, ("shape",)),
    "an explicit null": ({"pad": b"", "items": [], "cannot": False}, ("shape",)),
}


@pytest.mark.parametrize("attack", PAYLOADS)
def test_a_payload_that_is_not_strictly_one_is_dropped(heron: Node, hostile: Hostile, attack: str) -> None:
    """Encoding: parse strictly, bound everything. Nothing is half taken."""
    hostile.say()
    lies, codes = PAYLOADS[attack]
    dropped(heron, hostile.send(**lies), *codes)
    recorded(heron, hostile, "accepted", None)


def filled(hostile: Hostile, head: bytes) -> bytes:
    """`head`, then bytes up to what the smallest class holds."""
    empty = len(hostile.seal(b"")) if False else 32 * 1024 - 1305
    return head + bytes(empty - len(head))


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "trailing byte": lambda data: data[:-1] + b"\x00" if False else data + b"\x00",
    "cut short": lambda data: data[:-1],
    "map with a longer head": lambda data: b"\xb8\x0a" + data[1:],
    "indefinite map": lambda data: b"\xbf" + data[1:] + b"\xff",
    "tag 98 around it": lambda data: b"\xd8\x62" + data,
    "self-described": lambda data: b"\xd9\xd9\xf7" + data,
    "deep nesting": lambda data: b"\x81" * len(data),
    "a float": lambda data: b"\xf9\x3c\x00" + data[3:],
    "a huge length": lambda data: b"\x5b" + b"\xff" * 8 + data[9:],
    "a huge array": lambda data: b"\x9b" + b"\x00\x00\x00\x01" + b"\x00" * 4 + data[9:],
}


@pytest.mark.parametrize("attack", SPELLINGS)
def test_a_payload_in_another_spelling_is_dropped(heron: Node, hostile: Hostile, attack: str) -> None:
    """Encoding: one encoding; no tags inside; depth and lengths bounded."""
    payload = hostile.payload()
    outer = hostile.outer()
    for padding in range(29_000, 32_768):
        data = SPELLINGS[attack](encode(payload | {"pad": bytes(padding - len(encode(payload)))}))
        if len(data) == 32_768 - (len(encode([outer, b""])) + 2) - 1120 - 16:
            break
    else:
        raise AssertionError("no such size")
    dropped(heron, hostile.seal(data, outer=outer), "payload-unreadable", "cbor-not-canonical", "cbor-tag", "shape",
            "cbor-depth", "cbor-type", "cbor-unreadable")  # fmt: skip
    goes_on(heron, hostile)


def test_an_envelope_that_is_no_pair_is_dropped(heron: Node, hostile: Hostile) -> None:
    """Encoding: an envelope is a header and sealed bytes, and nothing more."""
    outer, sealed = decode(hostile.send(), MAX_ENVELOPE)
    for wrong in ([outer, sealed[:-1], None], [[], sealed], {"outer": outer}, [sealed, outer]):
        data = encode(wrong)
        data = data + bytes(max(0, SIZE_CLASSES[0] - len(data)))
        code = refusal(heron.receive, data[: SIZE_CLASSES[0]])
        assert code in ("shape", "cbor-unreadable", "cbor-not-canonical"), code
    goes_on(heron, hostile)


# -- replay --------------------------------------------------------------------------------------------------------


def test_an_envelope_sent_again_adds_nothing_and_gets_the_same_receipt(heron: Node, hostile: Hostile) -> None:
    """Receipt: at least once on the wire, exactly once in the record."""
    hostile.say()
    envelope = hostile.send()
    heron.receive(envelope)
    before = tables(heron)
    for _ in range(3):
        heron.receive(envelope)
    assert tables(heron) == before
    goes_on(heron, hostile)


def test_an_old_envelope_replayed_later_takes_nothing_back(heron: Node, otter: Node) -> None:
    """Mirror: what is already held is recognised by place; an old `have` does not count against a newer one."""
    old = otter.outgoing(otter.line(), "heron")
    first, second = notify(otter), notify(otter)
    exchange(otter, heron)
    third = notify(heron)
    exchange(heron, otter)
    before, has = tables(heron), heron.line().peer_has["otter"]
    heron.receive(old)
    assert tables(heron) == before and heron.line().peer_has["otter"] == has
    assert receipts(otter.line(), first.what) == receipts(otter.line(), second.what) == ["heron"]
    assert receipts(heron.line(), third.what) == ["otter"]


def test_what_cannot_be_read_is_counted_by_name_and_kept_with_the_next_commit(heron: Node, hostile: Hostile) -> None:
    """Decision 4: only what does not authenticate leaves no trace but a counter."""
    for _ in range(3):
        assert refusal(heron.receive, bytes(7)) == "envelope-size"
    assert count(heron, "envelope-size") == 3
    goes_on(heron, hostile)
    assert heron.store.counters()["envelope-size"] == 3
    assert verdicts(heron, "otter") == [("accepted", None)]


# -- kinds that a node acts on ---------------------------------------------------------------------------------------


def keys_message(hostile: Hostile, **lies: Any) -> None:
    """An announcement of keys, honest but for `lies`, signed by the node as it must be."""
    routes = {
        "sealing": [{"id": b"\x09" * 16, "suite": 1, "pub": bytes(1216), "from": 0, "until": 2**50}],
        "mailboxes": {"heron": b"\x0a" * 16},
        "routes": [],
    }
    hostile.say(hostile.of_kind("keys", {"keys": encode(routes | lies)}), uses=("node",))


@pytest.mark.parametrize("pub", [bytes(1216), bytes(1184) + (1).to_bytes(32, "little"), bytes(7), b"\xff" * 1216])
def test_a_sealing_key_nobody_can_seal_to_is_refused_when_it_is_announced(
    heron: Node, hostile: Hostile, pub: bytes
) -> None:
    """Keys: a public key is checked when it is accepted, not when it is needed. Small order, not canonical, wrong size."""
    keys_message(hostile, sealing=[{"id": b"\x09" * 16, "suite": 1, "pub": pub, "from": 0, "until": 2**50}])
    recorded(heron, hostile, "refused", "keys-sealing")
    assert heron.outgoing(heron.line(), "otter"), "the key before it is still in use"
    goes_on(heron, hostile)


def test_an_announcement_without_a_mailbox_for_us_breaks_nothing(heron: Node, hostile: Hostile) -> None:
    """Sealing: the mailbox is what the recipient gives; whoever takes it away hears no more, and stops nobody."""
    from detente.crypto.seal import sealing_public

    sealing = [{"id": b"\x09" * 16, "suite": 1, "pub": sealing_public(bytes(32)), "from": 0, "until": 2**50}]
    keys_message(hostile, sealing=sealing, mailboxes={"stork": b"\x0a" * 16})
    recorded(heron, hostile, "accepted", None)


def test_one_mailbox_for_two_members_is_refused(heron: Node, hostile: Hostile) -> None:
    """Sealing: one sender, one line, one mailbox."""
    keys_message(hostile, mailboxes={"heron": b"\x0a" * 16, "stork": b"\x0a" * 16})
    recorded(heron, hostile, "refused", "keys-mailbox-shared")
    goes_on(heron, hostile)
