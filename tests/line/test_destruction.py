"""Sections destroyed by agreement: only when every member has said so, on every node, for good; and the record still proves."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from detente.bundle.verify import verify_bundle
from detente.codec.errors import Local
from detente.kinds.consent import Coded as Answer
from detente.kinds.destruction import Coded
from detente.line.content import read_kept
from detente.line.machine import Line
from detente.line.shapes import Erased, Message
from detente.line.shelf import MessageKept, SectionsErased
from detente.line.working import WorkingKept
from detente.node import audit, destroying, proposed, records
from detente.node.destroying import Proposal, consent, proposals, propose
from detente.store.sqlite import Store
from support import LATER, Home, Node, acknowledge, count, exchange, notify, put_back, tables

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


def test_three_members_agree_in_any_order_and_all_of_them_erase(three_homes: dict[str, Home], opened: Open) -> None:
    nodes = {party: opened(home) for party, home in three_homes.items()}
    heron, otter, stork = nodes["heron"], nodes["otter"], nodes["stork"]
    kept = notify(heron, PLAIN)
    around(*nodes.values())
    propose(otter, otter.line(), kept.what, ["prose"], "en", None)
    around(*nodes.values())
    agree(stork)
    around(*nodes.values())
    assert all(isinstance(kept_at(node, kept.what), Message) for node in nodes.values()), "two of three are not all"
    agree(heron)
    around(*nodes.values())
    assert {party: isinstance(kept_at(node, kept.what), Erased) for party, node in nodes.items()} == dict.fromkeys(
        nodes, True
    )
    for node in nodes.values():
        audit.audit(node, node.line())
    assert len({kept_bytes(node, kept.what) for node in nodes.values()}) <= 3
    assert {tuple(sorted(kept_at(node, kept.what).values)) for node in nodes.values()} == {("coded", "times")}


def kept_bytes(node: Node, what: bytes) -> bytes:
    return node.store.message(node.line().id, what) or b""


def test_an_agreement_taken_back_in_time_ends_the_proposal(three_homes: dict[str, Home], opened: Open) -> None:
    nodes = {party: opened(home) for party, home in three_homes.items()}
    heron, otter, stork = nodes["heron"], nodes["otter"], nodes["stork"]
    kept = notify(heron, PLAIN)
    around(*nodes.values())
    propose(heron, heron.line(), kept.what, ["prose"], "en", None)
    around(*nodes.values())
    agree(otter)
    agree(otter, agreed=False)
    around(*nodes.values())
    with pytest.raises(Local, match="consent-declined-before"):
        agree(stork)
    # A member whose own software says it all the same has no effect: it had seen that somebody took it back.
    say_consent(stork, the_proposal(stork).what)
    around(*nodes.values())
    for node in nodes.values():
        assert isinstance(kept_at(node, kept.what), Message) and not the_proposal(node).stands.complete
        assert next(iter(the_proposal(node).stands.declined)).place.party == "otter"


def say_consent(node: Node, proposal: bytes) -> MessageKept:
    """A consent said without asking whether it makes sense."""
    return node.say(
        node.line(), node.write(node.line(), "consent", {"coded": Answer(consent="agreed")}, 0, re=[proposal])
    )


def test_an_agreement_taken_back_too_late_is_shown_as_crossed_on_every_side(
    three_homes: dict[str, Home], opened: Open
) -> None:
    nodes = {party: opened(home) for party, home in three_homes.items()}
    heron, otter, stork = nodes["heron"], nodes["otter"], nodes["stork"]
    kept = notify(heron, PLAIN)
    around(*nodes.values())
    propose(heron, heron.line(), kept.what, ["prose"], "en", None)
    around(*nodes.values())
    agree(otter)
    around(*nodes.values())
    agree(otter, agreed=False)  # not carried to anybody yet
    agree(stork)  # has not seen it
    around(*nodes.values())
    for node in nodes.values():
        assert isinstance(kept_at(node, kept.what), Erased), node.me
        [row] = proposed.listed(node, node.line())["proposals"]
        assert (row["state"], row["crossed"], row["waiting_for"]) == ("destroyed", ["otter"], [])
        audit.audit(node, node.line())


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_no_order_of_arrival_changes_how_a_proposal_stands(
    order: tuple[int, ...], three_homes: dict[str, Home], opened: Open
) -> None:
    """An agreement, its withdrawal and another's agreement reach heron by three ways, one after another."""
    nodes = {party: opened(home) for party, home in three_homes.items()}
    heron, otter, stork = nodes["heron"], nodes["otter"], nodes["stork"]
    kept = notify(heron, PLAIN)
    around(*nodes.values())
    propose(heron, heron.line(), kept.what, ["prose"], "en", None)
    around(*nodes.values())
    agree(otter)
    first = otter.outgoing(otter.line(), "heron")
    agree(otter, agreed=False)
    second = otter.outgoing(otter.line(), "heron")
    stork.take(otter.receive(stork.outgoing(stork.line(), "otter")))  # stork sees both, and agrees by other software
    exchange(otter, stork)
    say_consent(stork, the_proposal(stork).what)
    third = stork.outgoing(stork.line(), "heron")
    for which in order:
        heron.receive((first, second, third)[which])
        assert isinstance(kept_at(heron, kept.what), Message), (
            "what stork had seen may be a refusal: heron waits for it"
        )
    around(*nodes.values())
    assert all(isinstance(kept_at(node, kept.what), Message) for node in nodes.values())


def test_only_the_very_proposal_answered_is_agreed_to(heron: Node, otter: Node, told: MessageKept) -> None:
    propose(heron, heron.line(), told.what, ["prose"], "en", None)
    around(heron, otter)
    line = otter.line()
    for digest in (told.what, bytes(32)):
        say_consent(otter, digest)
    propose(otter, line, told.what, ["measures"], "en", None)  # another of theirs is no answer to ours
    around(heron, otter)
    for node in (heron, otter):
        assert isinstance(kept_at(node, told.what), Message)
        assert [p.stands.complete for p in proposals(node, node.line())] == [False, False]
        audit.audit(node, node.line())


def test_a_proposal_about_what_is_not_here_or_never_destroyed_destroys_nothing(
    heron: Node, otter: Node, told: MessageKept
) -> None:
    line = heron.line()
    for sections, code in (("coded", "section-kept"), ("times", "section-kept"), ("colour", "section-not-here")):
        with pytest.raises(Local, match=code):
            propose(heron, line, told.what, ["prose", sections], "en", None)
    with pytest.raises(Local, match="message-unknown"):
        propose(heron, line, bytes(32), ["prose"], "en", None)
    keys = next(row["what"] for row in heron.store.messages(line.id) if row["party"] == "heron")
    with pytest.raises(Local, match="section-kept"):
        propose(heron, line, keys, ["keys"], "en", None)
    for what, sections in ((told.what, ["coded", "prose"]), (bytes(32), ["prose"]), (keys, ["keys"])):
        said = heron.say(line, heron.write(line, "destruction", {"coded": Coded(sections=sections)}, 1, re=[what]))
        around(heron, otter)
        say_consent(otter, said.what)
        around(heron, otter)
    for node in (heron, otter):
        assert isinstance(kept_at(node, told.what), Message) and isinstance(kept_at(node, keys), Message)
        states = {row["state"] for row in proposed.listed(node, node.line())["proposals"]}
        assert states == {"not-possible", "agreed"}
        audit.audit(node, node.line())


def test_a_second_destruction_takes_more_of_the_same_message(heron: Node, otter: Node, told: MessageKept) -> None:
    for section in ("prose", "measures"):
        propose(heron, heron.line(), told.what, [section], "en", None)
        around(heron, otter)
        consent(otter, otter.line(), proposals(otter, otter.line())[-1], True)
        around(heron, otter)
    for node in (heron, otter):
        left = kept_at(node, told.what)
        assert isinstance(left, Erased) and not {"prose", "measures"} & set(left.open) and len(left.agreed) == 2
        audit.audit(node, node.line())
    with pytest.raises(Local, match="destroyed-already"):
        propose(heron, heron.line(), told.what, ["prose"], "en", None)


def test_a_working_translation_of_what_was_destroyed_goes_with_it(
    heron: Node, otter: Node, homes: dict[str, Home], told: MessageKept
) -> None:
    words = "示例——只有三个人知道。"
    otter.commit([WorkingKept(otter.line().id, told.what, "zh", words, "person", None, LATER)])
    assert words.encode() in on_disk(homes["otter"])
    propose(heron, heron.line(), told.what, ["prose"], "en", None)
    around(heron, otter)
    assert [row["waiting_for"] for row in records.queue(otter, otter.line()) if row["kind"] == "destruction"] == [
        ["otter"]
    ]
    agree(otter)
    assert [row["waiting_for"] for row in records.queue(otter, otter.line()) if row["kind"] == "destruction"] == [[]]
    around(heron, otter)
    assert not tables(otter)["working"] and words.encode() not in on_disk(homes["otter"])


# -- stops and losses ----------------------------------------------------------------------------------------------


def test_a_node_stopped_before_it_erased_finishes_at_its_next_start(
    heron: Node, homes: dict[str, Home], otter: Node, told: MessageKept, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(heron, heron.line(), told.what, ["prose"], "en", None)
    around(heron, otter)
    whole = kept_at(otter, told.what)
    assert isinstance(whole, Message)
    monkeypatch.setattr(destroying, "settle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        agree(otter)
    monkeypatch.undo()
    otter.close()
    assert whole.values["prose"] in on_disk(homes["otter"]), "it was stopped before"
    otter = opened(homes["otter"], at=LATER + 10**6)
    assert isinstance(kept_at(otter, told.what), Erased)
    assert whole.values["prose"] not in on_disk(homes["otter"])
    around(heron, otter)
    assert isinstance(kept_at(heron, told.what), Erased) and set(the_proposal(heron).done) == {"heron", "otter"}


def test_a_commit_that_fails_erases_nothing_and_is_done_again(
    heron: Node, otter: Node, told: MessageKept, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(heron, heron.line(), told.what, ["prose"], "en", None)
    around(heron, otter)
    apply = Store._apply

    def failing(store: Store, change: Any) -> None:
        apply(store, change)
        if isinstance(change, SectionsErased):
            raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Store, "_apply", failing)
    with pytest.raises(Local, match="store-failed"):
        agree(otter)
    monkeypatch.undo()
    assert isinstance(kept_at(otter, told.what), Message) and the_proposal(otter).stands.complete
    destroying.at_start(otter)
    assert isinstance(kept_at(otter, told.what), Erased)
    audit.audit(otter, otter.line())


def test_what_a_reader_keeps_from_being_scrubbed_is_scrubbed_later(
    heron: Node, otter: Node, homes: dict[str, Home], told: MessageKept
) -> None:
    whole = kept_at(otter, told.what)
    assert isinstance(whole, Message)
    propose(heron, heron.line(), told.what, ["prose"], "en", None)
    around(heron, otter)
    with closing(sqlite3.connect(homes["otter"].database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM message").fetchone()
        agree(otter)
        around(heron, otter)
        assert isinstance(kept_at(otter, told.what), Erased)
        assert proposed.listed(otter, otter.line())["scrubbed"] is False
        reader.execute("ROLLBACK")
    destroying.at_start(otter)
    assert proposed.listed(otter, otter.line())["scrubbed"] is True
    assert whole.values["prose"] not in on_disk(homes["otter"]) and whole.secret not in on_disk(homes["otter"])


def test_a_member_that_lost_the_message_gets_it_destroyed_and_takes_the_proof(
    three_homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    nodes = {party: opened(home) for party, home in three_homes.items()}
    heron, otter, stork = nodes["heron"], nodes["otter"], nodes["stork"]
    around(*nodes.values())
    stork.close()
    shutil.copytree(three_homes["stork"].path, tmp_path / "before")
    stork = opened(three_homes["stork"], at=LATER + 10**5)
    kept = notify(heron, PLAIN)
    around(heron, otter, stork)
    propose(heron, heron.line(), kept.what, ["prose"], "en", None)
    around(heron, otter, stork)
    agree(otter)
    agree(stork)
    around(heron, otter, stork)
    assert isinstance(kept_at(stork, kept.what), Erased)
    stork.close()
    put_back(three_homes["stork"], tmp_path / "before")
    stork = opened(three_homes["stork"], at=LATER + 2 * 10**6)
    around(heron, otter, stork)
    around(heron, otter, stork)
    left = kept_at(stork, kept.what)
    assert isinstance(left, Erased) and "prose" not in left.open
    [row] = [r for r in stork.store.messages(stork.line().id) if r["what"] == kept.what]
    assert row["verdict"] == "accepted"
    for node in (heron, otter, stork):
        audit.audit(node, node.line())
    shown = records.message(stork, stork.line(), records.row(stork, stork.line(), "heron", kept.what))
    assert list(shown["destroyed"]) == ["prose"]


def test_a_node_restored_to_before_its_answer_is_asked_for_it_again_and_erases_again(
    heron: Node, otter: Node, homes: dict[str, Home], told: MessageKept, opened: Open, tmp_path: Path
) -> None:
    propose(heron, heron.line(), told.what, ["prose"], "en", None)
    otter.close()
    shutil.copytree(homes["otter"].path, tmp_path / "before")
    otter = opened(homes["otter"], at=LATER + 10**5)
    around(heron, otter)
    agree(otter)
    around(heron, otter)
    otter.close()
    put_back(homes["otter"], tmp_path / "before")
    otter = opened(homes["otter"], at=LATER + 2 * 10**6)
    assert isinstance(kept_at(otter, told.what), Message), "the copy holds it still"
    around(heron, otter)
    [row] = proposed.listed(otter, otter.line())["proposals"]
    assert (row["state"], row["waiting_for"]) == ("open", ["otter"])
    agree(otter)
    around(heron, otter)
    for node in (heron, otter):
        assert isinstance(kept_at(node, told.what), Erased)
        audit.audit(node, node.line())


def test_over_quota_a_node_erases_all_the_same_and_says_so_later(
    heron: Node, otter: Node, told: MessageKept, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(heron, heron.line(), told.what, ["prose"], "en", None)
    around(heron, otter)

    def refuses(self: Any, messages: Any, *rest: Any) -> Any:
        raise Local("would-be-refused", reason="over-quota")

    say_many = Line.say_many
    agreed = agree  # said before the quota is spent
    with monkeypatch.context() as spent:
        spent.setattr(
            Line,
            "say_many",
            lambda self, messages, *rest: (
                refuses(self, messages) if b"destroyed" in messages[0].signed[0] else say_many(self, messages, *rest)
            ),
        )
        agreed(otter)
        assert isinstance(kept_at(otter, told.what), Erased) and count(otter, "not-said-destroyed") == 1
    destroying.at_start(otter)
    assert "otter" in the_proposal(otter).done
