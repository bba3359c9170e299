"""Sections destroyed by agreement: only when every member has said so, on every node, for good; and the record still proves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from detente.bundle.verify import verify_bundle
from detente.line.content import read_kept
from detente.line.shapes import Erased, Message
from detente.line.shelf import MessageKept
from detente.node import audit, records
from detente.node.destroying import Proposal, consent, proposals, propose
from support import Home, Node, acknowledge, exchange, notify, tables

Open = Callable[..., Node]
PLAIN = "EXAMPLE 示例 — only three people knew this."


def around(*nodes: Node) -> None:
    """Envelopes between all, until nobody owes anybody anything."""
    for _ in range(4):
        for a, b in permutations(nodes, 2):
            exchange(a, b)


def kept_at(node: Node, what: bytes) -> Message | Erased:
    return read_kept(node.store.message(node.line().id, what) or b"")


def the_proposal(node: Node) -> Proposal:
    [found] = proposals(node, node.line())
    return found


def agree(node: Node, agreed: bool = True) -> MessageKept:
    return consent(node, node.line(), the_proposal(node), agreed)


def on_disk(home: Home) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.path.glob("detente.db*")))


@pytest.fixture
def told(heron: Node, otter: Node) -> MessageKept:
    """A notice of heron, acknowledged by otter."""
    kept = notify(heron, PLAIN)
    exchange(heron, otter)
    acknowledge(otter, kept)
    around(heron, otter)
    return kept


def test_what_all_members_agree_to_destroy_is_gone_on_every_node_and_the_record_still_verifies(
    heron: Node, otter: Node, homes: dict[str, Home], told: MessageKept
) -> None:
    whole = kept_at(heron, told.what)
    assert isinstance(whole, Message)
    prose = whole.values["prose"]
    propose(heron, heron.line(), told.what, ["prose"], "en", "It named a person.")
    around(heron, otter)
    assert isinstance(kept_at(heron, told.what), Message) and isinstance(kept_at(otter, told.what), Message)
    agree(otter)
    around(heron, otter)
    for node in (heron, otter):
        left = kept_at(node, told.what)
        assert isinstance(left, Erased) and "prose" not in left.open and "coded" in left.open
        found = on_disk(node.home)
        assert whole.secret not in found and prose not in found and PLAIN.encode() not in found
        audited = audit.audit(node, node.line())
        assert audited["messages"] > 5
        before = tables(node)
        audit.rebuild(node, node.line())
        assert tables(node) == before
        shown = records.message(node, node.line(), records.find(node, node.line(), "heron-2"))
        assert list(shown["destroyed"]) == ["prose"] and "prose" not in shown["sections"]
    assert tables(heron)["erasure"] and set(the_proposal(heron).done) == {"heron", "otter"}


def test_a_bundle_of_it_says_when_it_was_destroyed_and_proves_itself(
    heron: Node, otter: Node, told: MessageKept
) -> None:
    propose(heron, heron.line(), told.what, ["prose"], "en", None)
    around(heron, otter)
    answer = agree(otter)
    around(heron, otter)
    report = verify_bundle(heron.export(heron.line()))
    [message] = [m for m in report.messages if m.what == told.what]
    assert message.destroyed == {"prose": answer.said.at} and message.withheld == []
    assert report.receipted(message)
