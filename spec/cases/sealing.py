"""Envelopes, padding, layers; record order and bundles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from oracle import NULL, add_layer, cbor, checkpoint, fresh, layer_keys, root, seal, sealing_public, tagged
from world import (
    LAYER,
    LIVE,
    SECRET,
    SECTIONS,
    START,
    Log,
    notice_values,
    opened,
    party,
    said_id,
    shared,
    sized_payload,
    with_check,
)

from cases import Edited, Vector, bad, damaged, difference, good, xor

IBIS = party("ibis")
ADDRESS = {"seed": IBIS.sealing_seed, "line": LIVE.line, "from": "heron", "to": "ibis", "layers": [], "secrets": {}}
LAYER_2 = [8, fresh("second key id", 16), fresh("second salt")]
CHANCE = fresh("chance of one envelope", 64)


def cases() -> Iterator[Vector]:
    yield from sealed()
    yield from envelopes()
    yield from layers()
    yield from order()
    yield from bundles()


def sealed() -> Iterator[Vector]:
    seed, info, text = fresh("a sealing seed"), b"EXAMPLE info", "EXAMPLE 示例".encode()
    data = seal(sealing_public(seed), info, text, fresh("chance", 64))
    yield good(
        "hpke_open",
        "HPKE base mode with X-Wing, HKDF-SHA256 and AES-256-GCM.",
        "sealing.open",
        text.hex(),
        seed=seed,
        info=info,
        sealed=data,
    )
    code = "sealed-unopenable"
    for name, what, other in (
        ("hpke_other_info_refused", "Another info.", {"info": b"EXAMPLE inf0"}),
        ("hpke_other_key_refused", "Another key.", {"seed": fresh("another seed")}),
        ("hpke_kem_bent_refused", "A bit of the ML-KEM ciphertext.", {"sealed": bytes([data[0] ^ 1]) + data[1:]}),
        (
            "hpke_x25519_bent_refused",
            "A bit of the ephemeral key.",
            {"sealed": data[:1088] + bytes([data[1088] ^ 1]) + data[1089:]},
        ),
        ("hpke_text_bent_refused", "A bit of the ciphertext.", {"sealed": data[:-1] + bytes([data[-1] ^ 1])}),
        ("hpke_short_refused", "Shorter than its key material.", {"sealed": data[:1135]}),
    ):
        yield bad(name, what, "sealing.open", code, **{"seed": seed, "info": info, "sealed": data} | other)


def envelopes() -> Iterator[Vector]:
    plain = LIVE.payload()
    outer = LIVE.outer(plain)
    whole = shared()["envelope"]
    pad = 32768 - len(LIVE.envelope(pad=b"")) - 2  # the pad's own length takes two bytes more
    filled = cbor(plain | {"pad": bytes(pad)})
    ok = {"outer": cbor(outer).hex(), "payload-sha256": digest(filled), "size": 32768}
    yield good(
        "envelope_opens",
        "An envelope of the smallest class, with one notice.",
        "envelope.open",
        ok,
        envelope=whole,
        **ADDRESS,
    )
    yield good(
        "envelope_commit",
        'H("envelope", nonce, leaves).',
        "envelope.commit",
        outer["commit"].hex(),
        nonce=plain["nonce"],
        leaves=[LIVE.logs["heron"].leaves[3]],
    )
    code = "sealed-unopenable"
    for name, what, other in (
        ("envelope_other_to_refused", "Opened as if it were to another.", {"to": "heron"}),
        ("envelope_other_from_refused", "Opened as if it were from another.", {"from": "stork"}),
        ("envelope_other_line_refused", "Opened on another line.", {"line": bytes(32)}),
        ("envelope_other_key_refused", "Opened with another key.", {"seed": bytes(32)}),
    ):
        yield bad(name, what, "envelope.open", code, envelope=whole, **ADDRESS | other)
    for name, what, field in (
        ("envelope_mailbox_bent_refused", "A bit of the mailbox in the header.", "mailbox"),
        ("envelope_commit_bent_refused", "A bit of the commitment in the header.", "commit"),
    ):
        at = whole.index(outer[field])
        yield bad(name, what, "envelope.open", code, envelope=xor("envelope", whole, at), **ADDRESS)
    yield bad(
        "envelope_last_bit_refused",
        "The last bit of the ciphertext.",
        "envelope.open",
        code,
        envelope=xor("envelope", whole, len(whole) - 1),
        **ADDRESS,
    )

    def made(payload: dict[str, Any], **other: Any) -> bytes:
        return LIVE.envelope(payload, **other)

    yield bad(
        "envelope_size_refused",
        "A size that is no class.",
        "envelope.open",
        "envelope-size",
        envelope=cbor([outer, b""]),
        **ADDRESS,
    )
    yield bad(
        "envelope_misdirected_refused",
        "Sealed for ibis, and inside to heron.",
        "envelope.open",
        "envelope-misdirected",
        envelope=made(plain | {"to": "heron"}, bound=(LIVE.line, "heron", "ibis")),
        **ADDRESS,
    )
    yield bad(
        "envelope_padding_refused",
        "Padding that carries something.",
        "envelope.open",
        "envelope-padding",
        envelope=made(plain, pad=bytes(pad - 1) + b"\x01"),
        **ADDRESS,
    )
    yield bad(
        "envelope_payload_not_cbor_refused",
        "Sealed, and not CBOR inside.",
        "envelope.open",
        "payload-unreadable",
        envelope=raw(outer, b"\xff"),
        **ADDRESS,
    )
    for name, what, other in (
        ("payload_extra_member_refused", "A member nobody knows.", {"x": 1}),
        ("payload_cannot_row_refused", "A row of `cannot` without its reason.", {"cannot": [[bytes(32)]]}),
        (
            "payload_have_size_zero_refused",
            "A head of an empty log.",
            {"have": [["ibis", fresh("e", 16), 0, bytes(32)]]},
        ),
        ("payload_mirror_three_refused", "A mirror with a third member.", {"mirror": [0, [], 0]}),
        ("payload_item_of_two_refused", "An item without its proof.", {"items": [[LIVE.notice, [bytes(32), {}]]]}),
        ("payload_pad_missing_refused", "No padding at all, not even empty.", {"pad": None}),
    ):
        bent = {key: value for key, value in (sized_payload() | other).items() if value is not None}
        data = difference("payload-to-size", cbor(sized_payload()), cbor(bent))
        yield bad(name, what, "payload.read", "shape", payload=data)
    odd = {"signed": [b"", [], 0], "values": {"Prose": NULL}}
    yield good(
        "payload_message_malformed_read",
        "An item whose message has not a message's form: it is read, and judged by itself.",
        "payload.read",
        payload=cbor(sized_payload() | {"items": [[odd, [bytes(32), {}], []]]}),
    )
    yield good(
        "payload_read",
        "A payload of one opening, its commitment over no leaf.",
        "payload.read",
        payload=cbor(sized_payload()),
    )
    bare = cbor([outer | {"x": 1}, b""])
    filling = 32768 - len(bare) - 2
    long = Edited(
        bare.hex(), ((len(bare) - 1, 1, b"\x59" + filling.to_bytes(2, "big"), 1), (len(bare), 0, b"\0", filling))
    )
    yield bad(
        "envelope_outer_extra_member_refused",
        "A member more in the header.",
        "envelope.open",
        "shape",
        envelope=long,
        **ADDRESS,
    )
    yield from classes()


def classes() -> Iterator[Vector]:
    """Room is what a payload without padding leaves of a class. A pad of n bytes needs n + 0, 1, 2 or 4 bytes more than a
    pad of none, so that some rooms cannot be filled."""
    bare = sized_payload()
    outer = LIVE.outer(bare)
    data = cbor(bare)
    at = data.index(b"\xa1\x61x\x40") + 3
    empty = len(LIVE.envelope(bare, outer=outer, pad=b""))
    for room, size in ((23, 0), (24, 1), (25, 0), (256, 0), (257, 1), (258, 0)):
        count = 32768 - empty - room - 2  # 2 more for the length of this filling
        filling = Edited(
            "payload-to-size", ((at, 1, b"\x59" + count.to_bytes(2, "big"), 1), (at + 1, 0, b"\x00", count))
        )
        what = "filled exactly" if size == 0 else "cannot be filled exactly: the next class"
        yield good(
            f"envelope_class_room_{room}",
            f"{room} bytes of room in the smallest class: {what}.",
            "envelope.class",
            [32768, 131072][size],
            payload=filling,
            mailbox=outer["mailbox"],
            key=outer["key"],
            public=sealing_public(IBIS.sealing_seed),
        )
    yield good(
        "envelope_class_smallest",
        "A payload of nothing but its head takes the smallest class.",
        "envelope.class",
        32768,
        payload=data,
        mailbox=outer["mailbox"],
        key=outer["key"],
        public=sealing_public(IBIS.sealing_seed),
    )
    for room, size in ((65537, 1), (65538, 2), (65539, 2), (65540, 1)):
        count = 131072 - empty - room - 4  # as above, and 2 more for the length of the sealed part
        filling = Edited("payload-to-size", ((at, 1, head_of(count), 1), (at + 1, 0, b"\x00", count)))
        what = "filled exactly" if size == 1 else "cannot be filled exactly: the next class"
        yield good(
            f"envelope_class_room_{room}",
            f"{room} bytes of room in the second class: {what}.",
            "envelope.class",
            [32768, 131072, 524288][size],
            payload=filling,
            mailbox=outer["mailbox"],
            key=outer["key"],
            public=sealing_public(IBIS.sealing_seed),
        )


def head_of(count: int) -> bytes:
    return cbor(bytes(count))[:-count]


def raw(outer: dict[str, Any], text: bytes) -> bytes:
    """An envelope of the smallest class around bytes that are no payload."""
    info = cbor(["detente/1/seal", outer, LIVE.line, "heron", "ibis"])
    length = 32768 - len(cbor(outer)) - 1 - 3 - 1136
    return cbor([outer, seal(sealing_public(IBIS.sealing_seed), info, text + bytes(length - len(text)), CHANCE)])


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def layers() -> Iterator[Vector]:
    plain = LIVE.payload()
    outer = LIVE.outer(plain, [LAYER])
    key, commitment = layer_keys(SECRET, LAYER[2], LAYER[0], "heron", "ibis", outer)
    given = {"secret": SECRET, "salt": LAYER[2], "layer": LAYER[0], "from": "heron", "to": "ibis", "outer": cbor(outer)}
    yield good(
        "layer_key_derivation",
        "HKDF-SHA256 to key and commitment.",
        "layer.keys",
        [key.hex(), commitment.hex()],
        **given,
    )
    back = layer_keys(SECRET, LAYER[2], LAYER[0], "ibis", "heron", outer)
    yield good(
        "layer_key_other_direction",
        "The other direction has other keys.",
        "layer.keys",
        [part.hex() for part in back],
        **given | {"from": "ibis", "to": "heron"},
    )
    text = "EXAMPLE 示例".encode()
    layered = add_layer(text, key, commitment)
    yield good(
        "layer_opens",
        "commitment || AES-256-GCM with a nonce of zero.",
        "layer.remove",
        text.hex(),
        layered=layered,
        key=key,
        commitment=commitment,
    )
    yield bad(
        "layer_other_commitment_refused",
        "Another key's commitment: refused before anything is decrypted.",
        "layer.remove",
        "layer-wrong-key",
        layered=layered,
        key=key,
        commitment=bytes(32),
    )
    yield bad(
        "layer_bent_refused",
        "A bit of the ciphertext.",
        "layer.remove",
        "layer-damaged",
        layered=layered[:-1] + bytes([layered[-1] ^ 1]),
        key=key,
        commitment=commitment,
    )
    held = {LAYER[1].hex(): SECRET, LAYER_2[1].hex(): SECRET}
    one = LIVE.envelope(plain, outer=outer, secrets=[SECRET])
    pad = 32768 - len(LIVE.envelope(plain, outer=outer, secrets=[SECRET], pad=b"")) - 2
    ok = {"outer": cbor(outer).hex(), "payload-sha256": digest(cbor(plain | {"pad": bytes(pad)})), "size": 32768}
    yield good(
        "envelope_one_layer_opens",
        "An envelope under one layer.",
        "envelope.open",
        ok,
        envelope=one,
        **ADDRESS | {"layers": [7], "secrets": held},
    )
    name = "envelope-one-layer"
    assert shared()[name] == one
    for suffix, what, code, other in (
        ("layer_missing_refused", "The terms ask for two.", "layer-missing", {"layers": [7, 8], "secrets": held}),
        ("layer_unasked_refused", "The terms ask for none.", "layer-missing", {"layers": [], "secrets": held}),
        ("layer_other_number_refused", "The terms ask for another.", "layer-missing", {"layers": [8], "secrets": held}),
        (
            "layer_key_unknown_refused",
            "A courier key that is not there.",
            "layer-key-unknown",
            {"layers": [7], "secrets": {}},
        ),
        (
            "layer_secret_other_refused",
            "Another courier secret.",
            "layer-wrong-key",
            {"layers": [7], "secrets": {LAYER[1].hex(): bytes(32)}},
        ),
    ):
        yield bad(f"envelope_{suffix}", what, "envelope.open", code, envelope=one, **ADDRESS | other)
    twice = [LAYER, LAYER_2]
    outer = LIVE.outer(plain, twice)
    inner = add_layer(text, *layer_keys(SECRET, LAYER[2], 7, "heron", "ibis", outer))
    both = add_layer(inner, *layer_keys(SECRET, LAYER_2[2], 8, "heron", "ibis", outer))
    given = {"layered": both, "layers": twice, "secrets": held, "from": "heron", "to": "ibis", "outer": cbor(outer)}
    yield good("layers_two_open", "Two layers, the first listed innermost.", "layers.remove", text.hex(), **given)
    yield bad(
        "layers_other_order_refused",
        "The same layers listed the other way.",
        "layers.remove",
        "layer-wrong-key",
        **given | {"layers": twice[::-1]},
    )
    yield bad(
        "layers_salt_repeated_refused",
        "Two layers with one salt.",
        "layers.remove",
        "layer-salt-repeated",
        **given | {"layers": [LAYER, [8, LAYER_2[1], LAYER[2]]]},
    )


# --- record order -------------------------------------------------------------------------------------


def order() -> Iterator[Vector]:
    epochs = {name: fresh(f"order {name}", 16) for name in ("a", "b", "c")}

    def entry(index: int, seen: list[tuple[str, int]] | None = None) -> bytes:
        heads = [[name, epochs[name], size, bytes(32)] for name, size in seen or []]
        plain = {"role": "said", "i": index, "n": 1, "at": START, "what": fresh("w"), "cred": fresh("c"), "seen": heads}
        return cbor(plain)

    def case(name: str, what: str, rows: list[tuple[str, int, list[tuple[str, int]]]], expected: list[int]) -> Vector:
        spots = [[party, epochs[party].hex(), index] for party, index, _ in rows]
        entries = [[party, epochs[party], index, entry(index, seen)] for party, index, seen in rows]
        return good(name, what, "order.record", [spots[n] for n in expected], entries=entries)

    yield case(
        "order_by_author_when_unseen",
        "Nothing was seen: by author, epoch, index.",
        [("b", 1, []), ("a", 5, []), ("a", 1, [])],
        [2, 1, 0],
    )
    yield case(
        "order_seen_comes_first",
        "What an author had seen comes before, whatever its author's name.",
        [("a", 1, [("b", 2)]), ("b", 1, [])],
        [1, 0],
    )
    yield case(
        "order_seen_size_is_exclusive",
        "A head of size 1 has only entry 0: entry 1 was not seen.",
        [("a", 1, [("b", 1)]), ("b", 1, [])],
        [0, 1],
    )
    yield case(
        "order_through_a_third",
        "What was seen of those who had seen.",
        [("a", 1, [("b", 3)]), ("b", 2, [("c", 9)]), ("c", 8, [])],
        [2, 1, 0],
    )
    yield case(
        "order_crossed",
        "Two that had not seen each other: by author.",
        [("a", 1, []), ("b", 1, []), ("a", 2, [("b", 2)]), ("b", 2, [("a", 2)])],
        [0, 1, 2, 3],
    )
    rings: list[tuple[str, str, list[tuple[str, int, list[tuple[str, int]]]], list[int], list[int]]] = [
        (
            "order_circular_two",
            "Two that claim to have seen each other first: the smaller gives way.",
            [("b", 1, [("a", 2)]), ("a", 1, [("b", 2)])],
            [1, 0],
            [1],
        ),
        (
            "order_circular_spares_who_only_saw_it",
            "One that truly saw a ring of two others comes after it, though its author is the smallest.",
            [("a", 1, [("b", 2)]), ("b", 1, [("c", 2)]), ("c", 1, [("b", 2)])],
            [1, 0, 2],
            [1],
        ),
        (
            "order_circular_keeps_other_claims",
            "Who gives way in one ring still comes after what else it saw.",
            [("a", 1, [("b", 2), ("c", 2)]), ("b", 1, [("a", 2)]), ("c", 1, [])],
            [2, 0, 1],
            [0],
        ),
        (
            "order_circular_three",
            "A ring of three, claimed of entries that stand further on in each log.",
            [
                ("a", 1, [("b", 9)]),
                ("b", 1, [("c", 9)]),
                ("b", 2, []),
                ("c", 1, [("a", 9)]),
                ("a", 3, []),
                ("c", 2, []),
            ],
            [0, 4, 3, 5, 1, 2],
            [0],
        ),
        (
            "order_circular_twice",
            "A ring behind another.",
            [("a", 1, [("b", 2)]), ("b", 1, [("a", 2)]), ("a", 2, [("b", 3)]), ("b", 2, [("a", 3)])],
            [0, 1, 2, 3],
            [0, 2],
        ),
    ]
    for name, what, entered, expected, circular in rings:
        yield case(name, what, entered, expected)
        spots = [[party, epochs[party].hex(), index] for party, index, _ in entered]
        entries = [[party, epochs[party], index, entry(index, seen)] for party, index, seen in entered]
        marked = [spots[n] for n in circular]
        yield good(name + "_marked", what + " Which are shown so.", "order.circular", marked, entries=entries)


# --- bundles ------------------------------------------------------------------------------------------


def refused_runs(
    verify: str, base: dict[str, Any], parties: list[list[str]], edited: Callable[[dict[str, Any]], Edited | bytes]
) -> Iterator[Vector]:
    """Heron says three more notices, and ibis refuses all three in one entry."""
    heron, ibis = (LIVE.logs[name] for name in ("heron", "ibis"))
    said = Log(LIVE.line, "heron", heron.epoch, list(heron.openings))
    flood = [LIVE.message("heron", "notice", notice_values(), f"flood {n}") for n in range(3)]
    for n, message in enumerate(flood):
        LIVE.say(said, message, START + 6000 + n, [])
    first, names = flood[0], [said_id(message) for message in flood]
    shown = {"signed": first["signed"], "open": {}}
    row = {
        "id": names[0].hex(),
        "kind": "notice",
        "author": "heron",
        "withheld": sorted(SECTIONS["notice"]),
    }

    def heads(*logs: Log) -> list[bytes]:
        return [checkpoint(log.origin, len(log.openings), root(log.leaves), *party(log.party).log_keys) for log in logs]

    def case(
        name: str, what: str, of: list[bytes], receipted: bool, kept: tuple[int, ...] = (), whole: bool = True
    ) -> Vector:
        hears = Log(LIVE.line, "ibis", ibis.epoch, list(ibis.openings))
        run = [[6, 7], tagged("run", of)]
        LIVE.hear(hears, said, 5, first, START + 7000, verdict="refused", reason="over-quota", run=run)
        parts = []
        for log, head, some in zip((said, hears), heads(said, hears), (kept, (5,)), strict=True):
            part = {"all": log.openings} if whole else {"some": [[log.openings[i], log.path(i)] for i in some]}
            parts.append({"head": head} | part)
        ok = {"parties": parties, "messages": [row | {"receipted": receipted}]}
        return good(name, what, verify, ok, bundle=edited(base | {"logs": parts, "messages": [shown]}))

    yield case("bundle_run_is_a_receipt_of_each", "One refusal of three messages is a receipt of each.", names, True)
    yield case(
        "bundle_run_in_part", "The same in part: every message of the run is shown.", names, True, (5, 6, 7), False
    )
    yield case("bundle_run_with_one_missing_is_none", "One of the run is not shown.", names, False, (5, 6), False)
    yield case("bundle_run_of_other_names_is_none", "The names are not those said there.", names[::-1], False)


def false_claims(
    verify: str, base: dict[str, Any], parties: list[list[str]], edited: Callable[[dict[str, Any]], Edited | bytes]
) -> Iterator[Vector]:
    """Ibis says something and claims to have seen what heron says only afterwards, having seen it."""
    heron, ibis = (LIVE.logs[name] for name in ("heron", "ibis"))
    lies = Log(LIVE.line, "ibis", ibis.epoch, list(ibis.openings))
    first = LIVE.message("ibis", "acknowledgement", {"coded": {"received": "received"}}, "false", re=[fresh("re")])
    LIVE.say(lies, first, START + 6000, [["heron", heron.epoch, 6, bytes(32)]])
    then = Log(LIVE.line, "heron", heron.epoch, list(heron.openings))
    second = LIVE.message("heron", "notice", notice_values(), "truly after")
    LIVE.say(then, second, START + 7000, [lies.head()])
    logs = (then, lies)
    heads = [checkpoint(log.origin, len(log.openings), root(log.leaves), *party(log.party).log_keys) for log in logs]

    def shown(message: dict[str, Any]) -> dict[str, Any]:
        return {"signed": message["signed"], "open": {}}

    def row(message: dict[str, Any], author: str, kind: str) -> dict[str, Any]:
        said = {"id": said_id(message).hex(), "kind": kind, "author": author, "withheld": sorted(SECTIONS[kind])}
        return said | {"receipted": False}

    rows = [row(first, "ibis", "acknowledgement"), row(second, "heron", "notice")]
    messages = [shown(first), shown(second)]
    whole = [{"head": head, "all": log.openings} for log, head in zip(logs, heads, strict=True)]
    part = [{"head": head, "some": [[log.openings[5], log.path(5)]]} for log, head in zip(logs, heads, strict=True)]
    name = "bundle_seen_of_no_history_orders_nothing"
    what = "Whole logs: a head named with another root than the log's. What was truly seen orders."
    yield good(
        name,
        what,
        verify,
        {"parties": parties, "messages": rows},
        bundle=edited(base | {"logs": whole, "messages": messages}),
    )
    name = "bundle_claims_that_come_round"
    what = "The same in part, where nobody can tell: the smaller place gives way."
    yield good(
        name,
        what,
        verify,
        {"parties": parties, "messages": rows[::-1]},
        bundle=edited(base | {"logs": part, "messages": messages[::-1]}),
    )
    name = "bundle_claims_that_come_round_in_another_order_refused"
    yield bad(
        name,
        "And in no other order.",
        verify,
        "bundle-order",
        bundle=edited(base | {"logs": part, "messages": messages}),
    )


def bundles() -> Iterator[Vector]:
    whole = shared()["bundle"]
    messages = [LIVE.keys_message("heron"), LIVE.keys_message("ibis"), LIVE.notice, LIVE.acknowledgement]
    kinds = [("keys", "heron"), ("keys", "ibis"), ("notice", "heron"), ("acknowledgement", "ibis")]
    parties = [[p.name, tagged("roots", p.root_set()["roots"]).hex()] for p in LIVE.parties]
    rows = [
        {
            "id": tagged("said", cbor(m["signed"])).hex(),
            "kind": k,
            "author": a,
            "withheld": ["keys"] if k == "keys" else [],
            "receipted": True,
        }
        for m, (k, a) in zip(messages, kinds, strict=True)
    ]
    verify = "bundle.verify"
    yield good(
        "bundle_valid", "A whole record of four messages.", verify, {"parties": parties, "messages": rows}, bundle=whole
    )
    withheld = LIVE.bundle(["prose", "times"])
    less = [*rows[:2], rows[2] | {"withheld": ["prose", "times"]}, rows[3]]

    def edited(plain: dict[str, Any]) -> Edited | bytes:
        return difference("bundle", whole, with_check(cbor(plain)), recheck=True)

    yield good(
        "bundle_sections_withheld",
        "Two sections withheld.",
        verify,
        {"parties": parties, "messages": less},
        bundle=edited(withheld),
    )
    base = LIVE.bundle()
    heron, ibis = (LIVE.logs[name] for name in ("heron", "ibis"))

    def some(log: Log, *indices: int) -> dict[str, Any]:
        return {"head": LIVE.checkpoint(log.party), "some": [[log.openings[n], log.path(n)] for n in indices]}

    part = base | {"logs": [some(heron, 3), some(ibis, 3)], "messages": base["messages"][2:3]}
    yield good(
        "bundle_part_of_a_record",
        "One message and its receipt, each with its path.",
        verify,
        {"parties": parties, "messages": rows[2:3]},
        bundle=edited(part),
    )
    alone = base | {"logs": [some(heron, 3)], "messages": base["messages"][2:3]}
    yield good(
        "bundle_without_receipt",
        "One message alone: proven, not receipted.",
        verify,
        {"parties": parties, "messages": [rows[2] | {"receipted": False}]},
        bundle=edited(alone),
    )
    yield damaged(
        "bundle_damaged",
        "One bit changed, the damage check left as it was.",
        verify,
        "damaged",
        bundle=xor("bundle", whole, len(whole) // 2),
    )
    yield damaged(
        "bundle_cut_short_damaged",
        "The last byte lost.",
        verify,
        "damaged",
        bundle=Edited("bundle", ((len(whole) - 1, 1, b"", 1),)),
    )
    yield bad(
        "bundle_not_cbor_refused",
        "A right damage check over nothing readable.",
        verify,
        "cbor-unreadable",
        bundle=with_check(b"\xff"),
    )
    notice_frame = LIVE.notice["signed"][0]
    yield from refused_runs(verify, base, parties, edited)
    yield from false_claims(verify, base, parties, edited)
    spots: list[tuple[str, str, str, int]] = [
        ("bundle_flipped_line_refused", "A bit of the line id.", "bundle-line", whole.index(b"dline\x58\x20") + 8),
        (
            "bundle_flipped_terms_signature_refused",
            "A bit of a root's signature.",
            "signature-invalid",
            whole.index(LIVE.terms) + len(LIVE.terms) - 1,
        ),
        (
            "bundle_flipped_credential_signature_refused",
            "A bit of a root's signature over a credential.",
            "signature-invalid",
            whole.index(LIVE.credential("heron")) + len(LIVE.credential("heron")) - 1,
        ),
        (
            "bundle_flipped_signature_refused",
            "A bit of an officer's signature: another message than the one said.",
            "bundle-message-not-said",
            whole.index(notice_frame) + len(notice_frame) - 1,
        ),
        ("bundle_flipped_blind_refused", "A bit of a blind.", "bundle-log-root", whole.index(heron.openings[3][0])),
        (
            "bundle_flipped_entry_time_refused",
            "A bit of a time in an entry.",
            "bundle-log-root",
            whole.index(cbor(START + 2000), whole.index(heron.openings[3][0])) + 8,
        ),
        (
            "bundle_flipped_section_refused",
            "A bit of a section's value.",
            "section-not-committed",
            whole.index(LIVE.notice["values"]["prose"]) + len(LIVE.notice["values"]["prose"]) - 1,
        ),
        (
            "bundle_flipped_section_salt_refused",
            "A bit of a section's salt.",
            "section-not-committed",
            whole.index(opened(LIVE.notice, "prose")[0]),
        ),
        (
            "bundle_flipped_field_salt_refused",
            "A bit of a field's salt.",
            "field-not-committed",
            whole.index(LIVE.fields["name"][0]),
        ),
    ]
    for name, what, code, at in spots:
        yield bad(name, what, verify, code, bundle=xor("bundle", whole, at, recheck=True))
    logs, shown = base["logs"], base["messages"]
    null = {"prose": [opened(LIVE.notice, "prose")[0], NULL]}
    shorter = LIVE.checkpoint("heron", 4)
    later = LIVE.checkpoint("heron")
    rows2: list[tuple[str, str, str, dict[str, Any]]] = [
        (
            "bundle_credential_missing_refused",
            "One member's credential left out.",
            "founding-member-missing",
            {"credentials": base["credentials"][:1]},
        ),
        (
            "bundle_credentials_order_refused",
            "Credentials in the other order.",
            "bundle-order",
            {"credentials": base["credentials"][::-1]},
        ),
        ("bundle_logs_order_refused", "Logs in the other order.", "bundle-order", {"logs": logs[::-1]}),
        ("bundle_log_twice_refused", "One log twice.", "bundle-order", {"logs": [logs[0], *logs]}),
        ("bundle_messages_order_refused", "Messages in another order.", "bundle-order", {"messages": shown[::-1]}),
        ("bundle_message_twice_refused", "One message twice.", "bundle-order", {"messages": [*shown, shown[-1]]}),
        (
            "bundle_message_not_said_refused",
            "A message no log has.",
            "bundle-message-not-said",
            {"messages": [{"signed": LIVE.keys_message("heron", routes=[])["signed"], "open": {}}]},
        ),
        (
            "bundle_log_entry_left_out_refused",
            "A whole log with an entry left out.",
            "bundle-log-length",
            {"logs": [logs[0] | {"all": logs[0]["all"][:-1]}, logs[1]]},
        ),
        (
            "bundle_log_under_an_older_head_refused",
            "More entries than the head covers.",
            "bundle-log-length",
            {"logs": [logs[0] | {"head": shorter}, logs[1]]},
        ),
        (
            "bundle_log_both_forms_refused",
            "A log in both forms.",
            "bundle-log-form",
            {"logs": [logs[0] | some(heron, 3), logs[1]]},
        ),
        ("bundle_log_neither_form_refused", "A head alone.", "bundle-log-form", {"logs": [{"head": later}, logs[1]]}),
        (
            "bundle_path_of_another_entry_refused",
            "The path of the entry beside it.",
            "proof-not-included",
            {"logs": [{"head": later, "some": [[heron.openings[3], heron.path(2)]]}], "messages": []},
        ),
        (
            "bundle_openings_order_refused",
            "Openings in the other order.",
            "bundle-order",
            {"logs": [some(heron, 3, 1)], "messages": []},
        ),
        (
            "bundle_section_null_for_text_refused",
            "A text shown as left empty.",
            "section-not-committed",
            {"messages": [*shown[:2], shown[2] | {"open": shown[2]["open"] | null}, shown[3]]},
        ),
        (
            "bundle_section_uncommitted_refused",
            "A section the content does not have.",
            "section-not-committed",
            {"messages": [*shown[:2], shown[2] | {"open": shown[2]["open"] | {"colour": [bytes(32), NULL]}}, shown[3]]},
        ),
        ("bundle_extra_member_refused", "A member nobody knows.", "shape", {"x": 1}),
        ("bundle_version_2_refused", "Another version.", "shape", {"v": 2}),
        (
            "bundle_head_mldsa_missing_refused",
            "A head with its Ed25519 signature alone.",
            "head-lines",
            {"logs": [logs[0] | {"head": later[: later.rindex("\u2014".encode())]}, logs[1]]},
        ),
    ]
    for name, what, code, other in rows2:
        yield bad(name, what, verify, code, bundle=edited(base | other))
    for name, what, bad_entry in (
        (
            "bundle_bad_entry_never_takes_from_the_others",
            "A leaf that is no entry, under its author's head.",
            {"role": "shouted"},
        ),
        (
            "bundle_entry_of_another_index_proves_nothing",
            "A receipt that names an index where it does not stand.",
            dict(ibis.openings[3][1]),
        ),
    ):
        odd = Log(LIVE.line, "ibis", ibis.epoch, [*ibis.openings, [fresh("odd"), bad_entry]])
        head = checkpoint(odd.origin, 6, root(odd.leaves), *party("ibis").log_keys)
        yield good(
            name,
            what,
            verify,
            {"parties": parties, "messages": rows},
            bundle=edited(base | {"logs": [logs[0], {"head": head, "all": odd.openings}]}),
        )
    without = Log(LIVE.line, "ibis", ibis.epoch, [*ibis.openings[:3], [fresh("odd"), ibis.openings[3][1] | {"i": 4}]])
    head = checkpoint(without.origin, 4, root(without.leaves), *party("ibis").log_keys)
    yield good(
        "bundle_receipt_at_another_index_is_none",
        "The only receipt names another index: not receipted.",
        verify,
        {"parties": parties, "messages": [rows[0], rows[2] | {"receipted": False}]},
        bundle=edited(
            base | {"logs": [logs[0], {"head": head, "all": without.openings}], "messages": [shown[0], shown[2]]}
        ),
    )
    odd = Log(LIVE.line, "ibis", ibis.epoch, [*ibis.openings, [fresh("odd"), {"role": "shouted"}]])
    head = checkpoint(odd.origin, 6, root(odd.leaves), *party("ibis").log_keys)
    yield bad(
        "bundle_leaf_that_is_no_entry_refused",
        "A leaf without an entry's shape, shown with its path.",
        verify,
        "shape",
        bundle=edited(base | {"logs": [{"head": head, "some": [[odd.openings[5], odd.path(5)]]}], "messages": []}),
    )
    receipt_plain = dict(ibis.openings[3][1])
    lying = Log(LIVE.line, "ibis", ibis.epoch, [*ibis.openings[:3]])
    del receipt_plain["i"]
    lying.add(**receipt_plain | {"what": bytes(32)})
    ed, ml = party("ibis").log_keys
    head = checkpoint(lying.origin, 4, root(lying.leaves), ed, ml)
    yield good(
        "bundle_receipt_of_another_message_is_none",
        "A receipt at the message's place that names another message: it takes nothing from the rest, and receipts nothing.",
        verify,
        {"parties": parties, "messages": [rows[0] | {"receipted": False}, rows[2] | {"receipted": False}]},
        bundle=edited(
            base
            | {
                "logs": [logs[0], {"head": head, "some": [[lying.openings[3], lying.path(3)]]}],
                "messages": [shown[0], shown[2]],
            }
        ),
    )
