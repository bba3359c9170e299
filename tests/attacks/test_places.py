"""Attacks on places: authorship, receipts, heads, mirrors, forks. What is not shown to stand in its author's log is not
heard; what is, is kept whatever it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attacks.hostile import Hostile, dropped, goes_on, log_sizes, recorded, refusal, reopened
from detente.codec.cbor import decode
from detente.codec.cose import ML_DSA_44
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import to_plain
from detente.line.content import read_message, said_id
from detente.node import records
from detente.node.node import Node
from detente.proof.head import Head
from support import Home, count, exchange, fold, notify, receipts, receipts_of, tables, verdicts

Open = Callable[..., Node]


@pytest.fixture
def hostile(otter: Node) -> Hostile:
    return Hostile(otter, "heron")


def not_heard(heron: Node, hostile: Hostile, **lies: Any) -> None:
    """The item is counted and not heard; the rest of the envelope counts."""
    before, mirror = len(heron.store.messages(hostile.line.id)), heron.line().own.size
    heron.receive(hostile.send(**lies))
    assert count(heron, "item-not-included") == 1
    assert len(heron.store.messages(hostile.line.id)) == before
    assert heron.line().own.size == mirror, "no receipt for what authenticates nothing"
    reopened(heron)


# -- Authorship ----------------------------------------------------------------------------------------------------


def test_a_message_that_stands_in_no_log_is_not_heard(heron: Node, hostile: Hostile) -> None:
    """Authorship: only with inclusion, as said, in its author's log."""
    message = hostile.message()
    hostile.said(message)
    other = hostile.message()
    not_heard(heron, hostile, items=[hostile.item(other, hostile.base)])
    goes_on(heron, hostile)


def test_a_message_with_one_signature_taken_away_is_another_message(heron: Node, hostile: Hostile) -> None:
    """Authorship: inclusion is over the whole COSE object."""
    hostile.say()
    message = hostile.items[-1][0]
    stripped = message | {"signed": [hostile.message(hostile.draft(), uses=())["signed"][0], []]}
    not_heard(heron, hostile, items=[hostile.item(stripped, hostile.base)])
    goes_on(heron, hostile)


def test_an_item_whose_path_is_of_another_index_is_not_heard(heron: Node, hostile: Hostile) -> None:
    """Receipt, Authorship: the entry names its own index, and the path must be that index's."""
    hostile.say()
    hostile.say()
    (first, i), (_, j) = hostile.items
    size = len(hostile.openings)
    not_heard(heron, hostile, items=[[first, hostile.openings[i], hostile.tree().path(j, size)]])
    goes_on(heron, hostile)


def test_an_item_under_an_older_head_than_it_is_shown_with_is_not_heard(heron: Node, hostile: Hostile) -> None:
    """Authorship: under *this* head. A path to another root proves nothing."""
    hostile.say()
    hostile.say()
    message, i = hostile.items[0]
    not_heard(heron, hostile, items=[[message, hostile.openings[i], hostile.tree().path(i, hostile.base + 1)]])
    goes_on(heron, hostile)


def test_an_item_beyond_its_head_is_not_heard(heron: Node, hostile: Hostile) -> None:
    """Authorship: an entry beyond the head's size is under no head."""
    hostile.say()
    items = [hostile.item(*hostile.items[0])]
    not_heard(
        heron, hostile, items=items, head=hostile.checkpoint(hostile.base), mirror=[0, hostile.openings[: hostile.base]]
    )
    goes_on(heron, hostile)


def test_a_heard_entry_is_no_authorship(heron: Node, hostile: Hostile) -> None:
    """Authorship: inclusion in the receiver's log alone would let the receiver forge."""
    message = hostile.message()
    index = hostile.place(
        {
            "role": "heard",
            "i": hostile.base,
            "at": hostile.openings[-1][1]["at"],
            "from": ["heron", heron.line().own.epoch, 1],
            "what": said_id(message["signed"]),
            "verdict": "accepted",
        }
    )
    not_heard(heron, hostile, items=[hostile.item(message, index)])
    assert count(heron, "receipt-for-nothing-said") == 1
    goes_on(heron, hostile)


def test_an_own_message_sent_back_is_not_heard_again(heron: Node, otter: Node, hostile: Hostile) -> None:
    """Authorship: nobody hears itself; a reflected message adds nothing."""
    kept = notify(heron)
    own, at = heron.line().own, kept.place.index
    proof = {
        "opening": decode(bytes(heron.store.openings(own.key, at, at + 1)[0]), MAX_MESSAGE),
        "size": own.size,
        "path": own.tree.path(at, own.size),
        "head": heron.checkpoint(own, own.size),
    }
    before = tables(heron)["message"]
    heron.receive(hostile.send(items=[[decode(kept.message, MAX_MESSAGE), proof["opening"], proof]]))
    assert tables(heron)["message"] == before
    goes_on(heron, hostile)


# -- entries that break their own log's rules ------------------------------------------------------------------------

ENTRIES: dict[str, tuple[dict[str, Any], str]] = {
    "index of another entry": ({"i": 1}, "entry-index"),
    "index of a later entry": ({"i": 7}, "entry-index"),
    "index beyond any log": ({"i": 2**40 + 1}, "entry-shape"),
    "negative index": ({"i": -1}, "entry-shape"),
    "number skipped": ({"n": 9}, "entry-number"),
    "number repeated": ({"n": 1}, "entry-number"),
    "time going back": ({"at": 1}, "entry-time-went-back"),
    "an unknown role": ({"role": "overheard"}, "entry-shape"),
    "another field": ({"note": "x"}, "entry-shape"),
    "seen of no head": ({"seen": [["heron", bytes(16), 0, bytes(32)]]}, "entry-shape"),
    "seen of seventeen": ({"seen": [["heron", bytes([i]) * 16, 1, bytes(32)] for i in range(17)]}, "entry-shape"),
}


@pytest.mark.parametrize("attack", ENTRIES)
def test_an_entry_that_breaks_its_logs_rules_is_kept_counted_and_blocks_nothing(
    heron: Node, hostile: Hostile, attack: str
) -> None:
    """Decision 4, Mirror: a leaf its author signed is kept whatever it says; it has no effect as an entry."""
    lies, reason = ENTRIES[attack]
    message = hostile.message()
    hostile.said(message, **lies)
    hostile.items = []
    heron.receive(hostile.send())
    assert count(heron, f"irregular-{reason}") == 1
    mirror = heron.line().logs[("otter", hostile.epoch)]
    assert mirror.size == hostile.base + 1 and mirror.tree.root() == hostile.tree().root(), "the leaf is kept"
    shown = lies.get("n", 2) if reason in ("entry-number", "entry-time-went-back") else 1
    for more in (1, 2):  # the number after the last one shown, which is due whatever it was
        hostile.items = []
        hostile.said(hostile.message(), n=shown + more)
        recorded(heron, hostile, "accepted", None)
    assert count(heron, f"irregular-{reason}") == 1
    assert sum(value for name, value in heron.store.counters().items() if name.startswith("irregular-")) == 1
    reopened(heron)


def test_a_second_epoch_entry_inside_an_epoch_is_kept_without_effect(heron: Node, hostile: Hostile) -> None:
    """Restore: an epoch begins once, at index 0."""
    index = hostile.place({"role": "epoch", "i": hostile.base, "at": 2**50, "reason": "again", "reported": []})
    heron.receive(hostile.send())
    assert index == hostile.base and count(heron, "irregular-entry-shape") == 1
    goes_on(heron, hostile)


def test_an_epoch_that_does_not_begin_with_its_opening_is_kept_without_effect(heron: Node, hostile: Hostile) -> None:
    """Restore: the first entry of every epoch says why it was opened."""
    hostile.epoch, hostile.openings = bytes(16), []
    hostile.say(entry={"n": 1})
    hostile.items = []
    heron.receive(hostile.send())
    assert count(heron, "irregular-entry-index") == 1
    assert heron.line().logs[("otter", bytes(16))].size == 1
    hostile.say()
    heron.receive(hostile.send())
    assert verdicts(heron, "otter")[-1:] == [("accepted", None)] or fold(heron)[-1]["verdict"] == "accepted"
    reopened(heron)


# -- heads ---------------------------------------------------------------------------------------------------------


def lines_of(checkpoint: bytes) -> list[bytes]:
    return checkpoint.split(b"\n")


def heads(hostile: Hostile, heron: Node) -> dict[str, tuple[bytes, set[str]]]:
    """Bent heads of the hostile member's whole log, with the codes that may name them."""
    good = hostile.checkpoint()
    _, ml = hostile.keys["log"][1], hostile.node.keyring.signer(hostile.line.id, "log", ML_DSA_44)[1]
    stranger_ed = hostile.keys["node"][1]
    other = hostile.checkpoint(root=hostile.tree().root(2))
    body, ed_line, ml_line = lines_of(good)[:4], lines_of(good)[4], lines_of(good)[5]
    forged_ml = hostile.checkpoint(signed_root=bytes(32))

    def note(*rows: bytes) -> bytes:
        return b"\n".join([*body, *rows, b""])

    origin, size = hostile.origin, b"\n%d\n" % len(hostile.openings)
    return {
        "the post-quantum half missing": (note(ed_line), {"head-lines"}),
        "the Ed25519 half missing": (note(ml_line), {"head-lines"}),
        "the post-quantum half of other bytes": (note(ed_line, lines_of(forged_ml)[5]), {"head-signature"}),
        "the Ed25519 half of other bytes": (note(lines_of(forged_ml)[4], ml_line), {"head-signature"}),
        "signed by the node key": (hostile.checkpoint(keys=(stranger_ed, ml)), {"head-key"}),
        "halves in another order": (note(ml_line, ed_line), {"head-key"}),
        "one half twice": (note(ed_line, ed_line), {"head-key"}),
        "a third line": (note(ed_line, ml_line, ed_line), {"head-lines"}),
        "an extension line": (good.replace(b"\n\n", b"\nextension\n\n"), {"head-body"}),
        "another root over the same signatures": (
            note(ed_line, ml_line).replace(lines_of(good)[2], lines_of(other)[2]),
            {"head-signature"},
        ),
        "another size over the same signatures": (good.replace(size, b"\n9\n", 1), {"head-signature"}),
        "a size with a leading zero": (good.replace(size, b"\n0" + size[1:], 1), {"head-size"}),
        "of size zero": (good.replace(size, b"\n0\n", 1), {"head-size"}),
        "of another line": (
            hostile.checkpoint(origin=origin.replace(origin.split("/")[1], "a" * 52)),
            {"head-of-another-line", "head-origin"},
        ),
        "of somebody unknown": (hostile.checkpoint(origin=origin.replace("/otter/", "/stoat/")), {"head-not-a-member"}),
        "in the victim's name": (hostile.checkpoint(origin=origin.replace("/otter/", "/heron/")), {"head-key"}),
        "the victim's own": (heron.checkpoint(heron.line().own, 2), {"head-of-another-member"}),
        "nothing": (b"", {"note-form"}),
        "not text": (b"\xff" + good, {"note-not-utf8"}),
        "CR LF": (good.replace(b"\n", b"\r\n"), {"note-form", "note-control"}),
        "trailing newline": (good + b"\n", {"note-form", "note-control"}),
    }


HEADS = [
    "the post-quantum half missing", "the Ed25519 half missing", "the post-quantum half of other bytes",
    "the Ed25519 half of other bytes", "signed by the node key", "halves in another order", "one half twice",
    "a third line", "an extension line", "another root over the same signatures",
    "another size over the same signatures", "a size with a leading zero", "of size zero", "of another line",
    "of somebody unknown", "in the victim's name", "the victim's own", "nothing", "not text", "CR LF",
    "trailing newline",
]  # fmt: skip


def test_every_bent_head_is_dropped_and_the_next_good_one_counts(heron: Node, hostile: Hostile) -> None:
    """Decision 5, Keys, Encoding: a head counts with both signatures, of the author's own log, in one spelling."""
    hostile.say()
    bent = heads(hostile, heron)
    assert list(bent) == HEADS
    for name, (head, codes) in bent.items():
        try:
            dropped(heron, hostile.send(head=head), *codes)
        except AssertionError as error:
            raise AssertionError(name) from error
    recorded(heron, hostile, "accepted", None)
    goes_on(heron, hostile)


# -- Mirror, Restore and fork ----------------------------------------------------------------------------------------


def test_a_mirror_with_a_gap_is_left_aside_and_its_message_still_heard(heron: Node, hostile: Hostile) -> None:
    """Mirror: contiguous ranges after what the peer has. Numbers show gaps; they never delay."""
    hostile.say()
    hostile.say()
    before = log_sizes(heron)[("otter", hostile.epoch)]
    after = hostile.base + 1
    heron.receive(hostile.send(items=[hostile.item(*hostile.items[1])], mirror=[after, hostile.openings[after:]]))
    assert log_sizes(heron)[("otter", hostile.epoch)] == before
    assert verdicts(heron, "otter") == [("accepted", None)]
    heron.receive(hostile.send())
    assert log_sizes(heron)[("otter", hostile.epoch)] == hostile.base + 2
    assert verdicts(heron, "otter") == [("accepted", None)] * 2
    goes_on(heron, hostile)


def test_a_mirror_reordered_is_not_taken(heron: Node, hostile: Hostile) -> None:
    """Mirror: the head is recomputed from the openings; another order is another tree, and evidence of nothing."""
    hostile.say()
    hostile.say()
    a, b = hostile.openings[hostile.base :]
    mirror = [0, [*hostile.openings[: hostile.base], b, a]]
    dropped(heron, hostile.send(mirror=mirror), "mirror-root")
    assert not heron.store.differences(heron.line().id), "that shows nothing about the record"
    goes_on(heron, hostile)


def test_a_mirror_with_one_changed_blind_is_not_taken(heron: Node, hostile: Hostile) -> None:
    """Mirror: what is opened is what was signed."""
    hostile.say()
    mirror = [0, [*hostile.openings[:-1], [bytes(32), hostile.openings[-1][1]]]]
    dropped(heron, hostile.send(mirror=mirror, items=[]), "mirror-root")
    goes_on(heron, hostile)


def test_a_mirror_longer_than_its_head_is_left_aside(heron: Node, hostile: Hostile) -> None:
    """Mirror: an opening beyond the head is under no signature."""
    hostile.say()
    hostile.say()
    before = log_sizes(heron)
    heron.receive(hostile.send(head=hostile.checkpoint(hostile.base + 1), items=[]))
    assert log_sizes(heron) == before
    goes_on(heron, hostile)


def test_a_new_epoch_whose_mirror_is_not_its_head_is_dropped(heron: Node, hostile: Hostile) -> None:
    """Mirror: nothing is known of that log yet, so nothing differs; it simply does not authenticate."""
    hostile.epoch, hostile.openings = b"\x01" * 16, []
    hostile.place({"role": "epoch", "i": 0, "at": 1, "reason": "lost-entries", "reported": []})
    dropped(heron, hostile.send(mirror=[0, [[bytes(32), hostile.openings[0][1]]]]), "mirror-root")
    heron.receive(hostile.send())
    assert log_sizes(heron)[("otter", hostile.epoch)] == 1
    goes_on(heron, hostile)


def test_two_heads_of_one_size_are_kept_as_evidence_and_the_line_goes_on(heron: Node, hostile: Hostile) -> None:
    """Restore and fork: kept as evidence; nothing of the second history is taken; the first goes on, marked."""
    fork = hostile.other_history()
    hostile.say()
    recorded(heron, hostile, "accepted", None)
    fork.say(fork.draft("EXAMPLE — the opposite."))
    own, messages = heron.line().own.size, len(heron.store.messages(heron.line().id))
    heron.receive(fork.send())
    [evidence] = heron.store.differences(heron.line().id)
    assert evidence["party"] == "otter"
    ours, theirs = (heron.line().trust.check_head(bytes(evidence[side])) for side in ("ours", "theirs"))
    assert (ours.party, ours.epoch, ours.size) == (theirs.party, theirs.epoch, theirs.size)
    assert ours.root != theirs.root, "two valid heads of one size: nobody else could have signed both"
    assert heron.line().own.size == own, "nothing of the second is heard"
    assert len(heron.store.messages(heron.line().id)) == messages
    heron.receive(fork.send())
    assert len(heron.store.differences(heron.line().id)) == 1, "the same evidence is kept once"
    goes_on(heron, hostile)


def test_a_second_history_that_is_longer_is_still_a_fork(heron: Node, hostile: Hostile) -> None:
    """Restore and fork: being longer does not make a history the right one."""
    fork = hostile.other_history()
    hostile.say()
    recorded(heron, hostile, "accepted", None)
    fork.say()
    fork.say()
    heron.receive(fork.send(mirror=[1, fork.openings[1:]]))
    assert len(heron.store.differences(heron.line().id)) == 1
    assert log_sizes(heron)[("otter", hostile.epoch)] == hostile.base + 1
    assert verdicts(heron, "otter") == [("accepted", None)]
    goes_on(heron, hostile)


def test_a_second_history_shown_across_a_gap_is_found_when_the_gap_closes(heron: Node, hostile: Hostile) -> None:
    """Restore and fork: a message heard on its own path must stand in the mirror when the mirror comes."""
    fork = hostile.other_history()
    fork.say(fork.draft("EXAMPLE — one text."))
    heron.receive(fork.send(mirror=[hostile.base + 1, []]))
    hostile.say(hostile.draft("EXAMPLE — another text."))
    heron.receive(hostile.send())
    assert heron.store.differences(heron.line().id)


def test_a_claim_to_hold_more_of_our_log_costs_one_epoch_and_no_message(trio: tuple[Node, Hostile, Hostile]) -> None:
    """Restore: if others hold more, the epoch is closed at once. A false claim must cost no message, and not repeat."""
    heron, hostile, stork = trio
    kept = notify(heron)
    epoch = heron.line().own.epoch
    lie = to_plain(Head("heron", epoch, 40, bytes(32)))
    for _ in range(3):
        hostile.say()
        heron.receive(hostile.send(have=[lie]))
    own = [key for key in log_sizes(heron) if key[0] == "heron"]
    assert len(own) == 2 and heron.line().own.epoch != epoch
    opened = decode(bytes(heron.store.openings(heron.line().own.key, 0, 1)[0]), MAX_MESSAGE)[1]
    assert opened["follows"][1] == epoch and opened["reported"] == [lie]
    exchange(heron, stork.node)
    exchange(heron, stork.node)
    assert verdicts(stork.node, "heron") == [("accepted", None)]
    assert receipts(heron.line(), kept.what) == ["stork"]
    assert len(heron.store.unreceipted(heron.line().id, "otter", 9)) == 1, "still kept for the member that lied"
    reopened(heron)


@pytest.mark.parametrize("where", ["have", "seen"])
def test_a_head_of_ours_that_is_not_ours_closes_the_epoch(heron: Node, hostile: Hostile, where: str) -> None:
    """Restore and fork: a head of ours of a size we hold, with another root, means that we are the copy."""
    epoch = heron.line().own.epoch
    lie = to_plain(Head("heron", epoch, 2, bytes(32)))
    if where == "have":
        heron.receive(hostile.send(have=[lie]))
    else:
        hostile.say(entry={"seen": [lie]})
        heron.receive(hostile.send())
    assert heron.line().own.epoch != epoch
    goes_on(heron, hostile)


def test_a_head_of_an_epoch_we_never_had_closes_the_epoch_once(heron: Node, hostile: Hostile) -> None:
    """Restore: a backup older than an epoch learns of it from others."""
    lie = to_plain(Head("heron", b"\x07" * 16, 2, bytes(32)))
    for _ in range(3):
        hostile.say()
        heron.receive(hostile.send(have=[lie]))
    assert len([key for key in log_sizes(heron) if key[0] == "heron"]) == 2


def test_have_of_other_parties_and_nonsense_changes_nothing(heron: Node, hostile: Hostile) -> None:
    """Mirror: `have` speaks of our log only."""
    heron.receive(hostile.send())
    before = tables(heron)
    heron.receive(hostile.send(have=[["otter", hostile.epoch, 99, bytes(32)], ["stoat", bytes(16), 1, bytes(32)]]))
    assert tables(heron) == before


# -- Receipt -------------------------------------------------------------------------------------------------------


def test_an_honest_receipt_shows_possession(heron: Node, hostile: Hostile) -> None:
    """The ground the attacks on receipts stand on."""
    kept = notify(heron)
    hostile.heard(kept, read_message(kept.message).secret)
    heron.receive(hostile.send())
    [row] = receipts_of(heron, kept.what)
    assert (row["what"], row["verdict"], row["possession"]) == (kept.what, "accepted", 1)


@pytest.mark.parametrize("secret", [None, bytes(32)], ids=["nothing shown", "a guess"])
def test_a_receipt_for_what_it_does_not_hold_is_shown_without_possession(
    heron: Node, hostile: Hostile, secret: bytes | None
) -> None:
    """Receipt: `has` proves possession; a receipt without it says so and no more."""
    kept = notify(heron)
    hostile.heard(kept, secret)
    heron.receive(hostile.send())
    [row] = receipts_of(heron, kept.what)
    assert (row["what"], row["possession"]) == (kept.what, 0)
    goes_on(heron, hostile)


def test_possession_shown_by_one_member_is_not_anothers(heron: Node, hostile: Hostile) -> None:
    """Receipt: the HMAC is over the receiver's name, so it cannot be copied from another member's log."""
    from detente.line.content import possession

    kept = notify(heron)
    hostile.heard(kept, None, has=possession(read_message(kept.message).secret, "stork"))
    heron.receive(hostile.send())
    [row] = receipts_of(heron, kept.what)
    assert row["possession"] == 0


RECEIPTS: dict[str, Callable[[Node], dict[str, Any]]] = {
    "of another message": lambda n: {"what": bytes(32)},
    "of an entry that says nothing": lambda n: {"from": ["heron", n.line().own.epoch, 0]},
    "of an entry not written yet": lambda n: {"from": ["heron", n.line().own.epoch, 9]},
    "of an epoch that never was": lambda n: {"from": ["heron", bytes(16), 2]},
}


@pytest.mark.parametrize("attack", RECEIPTS)
def test_a_receipt_that_fits_no_message_is_counted_and_takes_nothing_off_the_queue(
    heron: Node, otter: Node, hostile: Hostile, attack: str
) -> None:
    """Receipt: it names what and where; both must be what was said."""
    kept = notify(heron)
    hostile.heard(kept, read_message(kept.message).secret, **RECEIPTS[attack](heron))
    heron.receive(hostile.send())
    assert count(heron, "receipt-for-nothing-said") == 1
    assert receipts(heron.line(), kept.what) == []
    assert len(heron.store.unreceipted(heron.line().id, "otter", 9)) == 1
    goes_on(heron, hostile)


def test_a_receipt_whose_own_index_is_forged_is_no_receipt(heron: Node, hostile: Hostile) -> None:
    """Receipt: the entry holds its own index, because a Merkle walk alone fits many."""
    kept = notify(heron)
    hostile.heard(kept, read_message(kept.message).secret, i=7)
    heron.receive(hostile.send())
    assert count(heron, "irregular-entry-index") == 1
    assert receipts(heron.line(), kept.what) == []
    goes_on(heron, hostile)


def test_a_second_receipt_does_not_replace_the_first(heron: Node, hostile: Hostile) -> None:
    """Receipt: what a member's log said first stands; it cannot be unsaid."""
    kept = notify(heron)
    secret = read_message(kept.message).secret
    hostile.heard(kept, secret)
    hostile.heard(kept, secret, verdict="refused", reason="not-released")
    heron.receive(hostile.send())
    [row] = receipts_of(heron, kept.what)
    assert row["verdict"] == "accepted"


def test_a_refusal_is_a_receipt_and_shown_with_its_reason(heron: Node, hostile: Hostile) -> None:
    """Decision 4: both sides see that it was refused and why; nothing is sent again."""
    kept = notify(heron)
    hostile.heard(kept, read_message(kept.message).secret, verdict="refused", reason="not-released")
    heron.receive(hostile.send())
    [row] = receipts_of(heron, kept.what)
    assert (row["verdict"], row["reason"]) == ("refused", "not-released")
    assert not heron.store.unreceipted(heron.line().id, "otter", 9)


# -- three members -------------------------------------------------------------------------------------------------


@pytest.fixture
def trio(three_homes: dict[str, Home], opened: Open) -> tuple[Node, Hostile, Hostile]:
    """heron, and two members of its line that may agree on anything."""
    nodes = {party: opened(home) for party, home in three_homes.items()}
    return nodes["heron"], Hostile(nodes["otter"], "heron"), Hostile(nodes["stork"], "heron")


def test_a_forwarded_message_needs_its_authors_proof(trio: tuple[Node, Hostile, Hostile]) -> None:
    """Authorship: a third member forwards with the author's own proof, or not at all."""
    heron, otter, stork = trio
    message = stork.say()
    index = stork.items[-1][1]
    heron.receive(otter.send(items=[[message, stork.openings[index], stork.proof(index)]]))
    assert verdicts(heron, "stork") == [("accepted", None)]


FORWARDS: dict[str, Callable[[Hostile, Hostile, list[Any]], list[Any]]] = {
    "under the forwarder's head": lambda o, s, item: [item[0], item[1], item[2]["path"]],
    "with a head the forwarder signed": lambda o, s, item: [
        item[0],
        item[1],
        item[2] | {"head": o.checkpoint(len(s.openings), root=s.tree().root(), origin=s.origin)},
    ],
    "with another size": lambda o, s, item: [item[0], item[1], item[2] | {"size": len(s.openings) + 1}],
    "with another opening in the proof": lambda o, s, item: [item[0], item[1], item[2] | {"opening": s.openings[0]}],
    "with another entry's path": lambda o, s, item: [
        item[0],
        item[1],
        item[2] | {"path": s.tree().path(1, len(s.openings))},
    ],
    "with other words": lambda o, s, item: [s.message(), item[1], item[2]],
}


@pytest.mark.parametrize("attack", FORWARDS)
def test_a_message_put_in_a_third_members_mouth_is_not_heard(trio: tuple[Node, Hostile, Hostile], attack: str) -> None:
    """Authorship: nobody but the author places what the author said."""
    heron, otter, stork = trio
    message = stork.say()
    index = stork.items[-1][1]
    item = [message, stork.openings[index], stork.proof(index)]
    not_heard(heron, otter, items=[FORWARDS[attack](otter, stork, item)])
    assert verdicts(heron, "stork") == []
    goes_on(heron, otter)


def test_a_message_copied_into_another_members_log_is_refused(trio: tuple[Node, Hostile, Hostile]) -> None:
    """Authorship: said in its author's log. Placing another's words in one's own makes them nobody's."""
    heron, otter, stork = trio
    otter.said(stork.message())
    recorded(heron, otter, "refused", "wrong-author")
    goes_on(heron, otter)


def test_a_forwarded_head_that_contradicts_the_mirror_is_a_fork(trio: tuple[Node, Hostile, Hostile]) -> None:
    """Restore and fork: found at the first exchange with anyone who saw the other history."""
    heron, otter, stork = trio
    fork = stork.other_history()
    stork.say()
    recorded(heron, stork, "accepted", None)
    message = fork.say(fork.draft("EXAMPLE — the opposite."))
    fork.say()
    own = heron.line().own.size
    heron.receive(otter.send(items=[[message, fork.openings[fork.base], fork.proof(fork.base, fork.base + 1)]]))
    [evidence] = heron.store.differences(heron.line().id)
    assert evidence["party"] == "stork"
    assert heron.line().own.size == own + 1 and verdicts(heron, "stork") == [("accepted", None)] * 2, (
        "its author said it"
    )
    before = tables(heron)
    heron.receive(otter.send(items=[[message, fork.openings[fork.base], fork.proof(fork.base, fork.base + 1)]]))
    assert tables(heron) == before, "once"
    goes_on(heron, otter)
    goes_on(heron, stork)


def test_a_third_members_other_history_shows_in_what_a_peer_has_seen(trio: tuple[Node, Hostile, Hostile]) -> None:
    """Restore and fork: found at the first exchange with anyone who saw the other history."""
    heron, otter, stork = trio
    fork = stork.other_history()
    stork.say()
    recorded(heron, stork, "accepted", None)
    fork.say()
    otter.say(entry={"seen": [["stork", fork.epoch, fork.base + 1, fork.tree().root()]]})
    heron.receive(otter.send(have=[["stork", fork.epoch, fork.base + 1, fork.tree().root()]]))
    assert count(heron, "seen-heads-differ") == 1
    assert not heron.store.differences(heron.line().id), "what one member says of another is no evidence against it"


def test_a_receipt_by_one_member_is_not_the_others(trio: tuple[Node, Hostile, Hostile]) -> None:
    """n parties: receipts stand per member; one does not speak for another."""
    heron, otter, _ = trio
    kept = notify(heron)
    otter.heard(kept, read_message(kept.message).secret)
    heron.receive(otter.send())
    assert receipts(heron.line(), kept.what) == ["otter"]
    assert not heron.store.unreceipted(heron.line().id, "otter", 9)
    assert len(heron.store.unreceipted(heron.line().id, "stork", 9)) == 1


def test_an_acknowledgement_is_its_authors_alone(trio: tuple[Node, Hostile, Hostile]) -> None:
    """n parties: reached by every member's explicit message about the same digest."""
    heron, otter, _ = trio
    kept = notify(heron)
    otter.say(otter.acknowledgement([kept.what]))
    heron.receive(otter.send())
    [row] = [r for r in records.queue(heron, heron.line()) if r["what"] == kept.what]
    assert [a["party"] for a in row["answers"]] == ["otter"] and row["waiting_for"] == ["stork"]


def test_what_is_asked_for_wrongly_is_a_typed_error(heron: Node) -> None:
    """Local mistakes are `Local`, by code, and change nothing."""
    before = tables(heron)
    assert refusal(heron.line, bytes(32)) == "line-unknown"
    assert refusal(heron.outgoing, heron.line(), "stoat") == "route-unknown"
    assert tables(heron) == before
