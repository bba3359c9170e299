"""The record's order: the same from whatever side, whatever is claimed; nobody's claims make a record impossible to show."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from attacks.hostile import Hostile
from detente.bundle.order import Order, Spot, record_order, untrue_of
from detente.bundle.verify import verify_bundle
from detente.line.shapes import Said
from detente.proof.head import Head
from detente.proof.tree import Tree
from support import Home, Node, notify

EPOCH = bytes(16)


def said(index: int, seen: list[tuple[str, int]]) -> Said:
    heads = [Head(party, EPOCH, size, bytes(32)) for party, size in seen]
    return Said(i=index, n=1, at=0, what=bytes(32), cred=bytes(32), seen=heads)


def drawn(chance: random.Random, honest: bool) -> dict[Spot, Said]:
    """Up to five members that speak in turn; the honest have seen only what was there."""
    sizes = dict.fromkeys("abcde"[: chance.randint(2, 5)], 0)
    entries: dict[Spot, Said] = {}
    for _ in range(chance.randint(4, 20)):
        party = chance.choice(sorted(sizes))
        most = 25 if not honest else None
        seen = [
            (other, chance.randint(1, most or size))
            for other, size in sizes.items()
            if other != party and (size or not honest) and chance.random() < 0.6
        ]
        entries[(party, EPOCH, sizes[party])] = said(sizes[party], seen)
        sizes[party] += 1
    return entries


def kept(order: Order, entries: dict[Spot, Said]) -> bool:
    """Whether everything stands after what its author claims to have seen."""
    at = {spot: n for n, spot in enumerate(order.spots)}
    return all(
        at[earlier] < at[spot]
        for spot, entry in entries.items()
        for head in entry.seen
        for earlier in entries
        if earlier[0] == head.party and earlier[2] < head.size
    )


@pytest.mark.parametrize("seed", range(40))
def test_what_was_truly_seen_comes_before_and_nothing_gives_way(seed: int) -> None:
    entries = drawn(random.Random(seed), honest=True)
    order = record_order(entries)
    assert not order.circular and kept(order, entries)
    assert sorted(order.spots) == sorted(entries)


def test_whatever_is_claimed_every_message_stands_once_in_one_order() -> None:
    rings = 0
    for seed in range(200):
        entries = drawn(random.Random(seed), honest=False)
        order = record_order(entries)
        rings += bool(order.circular)
        assert sorted(order.spots) == sorted(entries)
        for party in {spot[0] for spot in entries}:
            own = [spot for spot in order.spots if spot[0] == party]
            assert own == sorted(own), "no log is turned round"
        assert kept(order, entries) == (not order.circular), "a place gives way only where it must"
        shuffled = list(entries.items())
        random.Random(seed).shuffle(shuffled)
        assert record_order(dict(shuffled)) == order
    assert rings > 50, "the claims drawn here do come round"


def test_a_long_record_of_rings_is_ordered_in_reasonable_time() -> None:
    entries: dict[Spot, Said] = {}
    for n in range(20_000):
        entries[("a", EPOCH, n)] = said(n, [("b", n + 1)])
        entries[("b", EPOCH, n)] = said(n, [("a", n + 1)])
    order = record_order(entries)
    assert len(order.spots) == 40_000 and len(order.circular) == 20_000
    assert order.spots[:4] == [("a", EPOCH, 0), ("b", EPOCH, 0), ("a", EPOCH, 1), ("b", EPOCH, 1)]


def test_two_members_that_claim_to_have_seen_each_other_first_do_not_take_the_proof_from_the_record(
    three_homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    """n parties: together they can claim a ring of sizes nobody has been shown; the record is shown all the same."""
    nodes: dict[str, Node] = {party: opened(home) for party, home in three_homes.items()}
    heron = nodes["heron"]
    otter, stork = Hostile(nodes["otter"], "heron"), Hostile(nodes["stork"], "heron")
    otter.say(entry={"seen": [["stork", stork.epoch, 900, bytes(32)]]})
    stork.say(entry={"seen": [["otter", otter.epoch, 900, bytes(32)]]})
    for hostile in (otter, stork):
        heron.receive(hostile.send())
    mine = notify(heron)
    report = verify_bundle(heron.export(heron.line()))
    assert mine.what in {m.what for m in report.messages}
    assert [(m.spot[0], m.circular) for m in report.messages if m.spot[2] >= 2] == [
        ("otter", True),
        ("stork", False),
        ("heron", False),
    ]


def test_a_claim_to_have_seen_a_history_that_never_was_orders_nothing(
    three_homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    """n parties: a head of a size there is now, with another root, is seen through when the log is shown whole."""
    nodes: dict[str, Node] = {party: opened(home) for party, home in three_homes.items()}
    heron = nodes["heron"]
    otter, stork = Hostile(nodes["otter"], "heron"), Hostile(nodes["stork"], "heron")
    otter.say(entry={"seen": [["stork", stork.epoch, stork.base + 1, bytes(32)]]})
    stork.say(entry={"seen": [["otter", otter.epoch, otter.base + 1, otter.tree().root()]]})
    for hostile in (otter, stork):
        heron.receive(hostile.send())
    report = verify_bundle(heron.export(heron.line()))
    assert [(m.spot[0], m.circular) for m in report.messages if m.spot[2] >= 2] == [("otter", False), ("stork", False)]
    part = verify_bundle(heron.export(heron.line(), [m.what for m in report.messages]))
    assert [(m.spot[0], m.circular) for m in part.messages if m.spot[2] >= 2] == [("otter", True), ("stork", False)]


def test_a_head_beyond_what_is_shown_is_not_called_untrue_by_whoever_holds_more() -> None:
    """So that the writer of a bundle and its reader order it alike."""
    tree = Tree([bytes([n]) * 32 for n in range(9)])
    claims = [Head("otter", EPOCH, size, bytes(32)) for size in (4, 5, 9, 10)]
    assert [untrue_of({("otter", EPOCH): (tree, 4)})(head) for head in claims] == [True, False, False, False]
    assert [untrue_of({("otter", EPOCH): (tree, 9)})(head) for head in claims] == [True, True, True, False]
