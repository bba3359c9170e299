"""Attacks on destruction by agreement: saying that others agreed, showing one member less, guessing what is gone."""

from __future__ import annotations

import hashlib
import hmac
import itertools
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from attacks.hostile import Hostile, recorded
from detente.bundle.export import seal_file
from detente.bundle.shapes import DAMAGE_CHECK
from detente.bundle.verify import verify_bundle
from detente.codec.cbor import NULL, decode, encode
from detente.codec.errors import Remote
from detente.codec.limits import MAX_BUNDLE
from detente.codec.shape import to_plain, unpack
from detente.kinds.consent import Coded as Answer
from detente.kinds.destroyed import Coded as Done
from detente.kinds.notice import System
from detente.line.content import read_kept, read_signed, salt, section_digest
from detente.line.destroyed import erase
from detente.line.judge import Carried, judge
from detente.line.shapes import Erased, Message, Open
from detente.line.shelf import MessageKept
from detente.node import audit
from detente.node.destroying import consent, proposals, propose
from detente.vocabulary import concept_areas
from support import Home, Node, exchange, notice_sections, notify

Opens = Callable[..., Node]


def kept_at(node: Node, what: bytes) -> Message | Erased:
    return read_kept(node.store.message(node.line().id, what) or b"")


@pytest.fixture
def gone(heron: Node, otter: Node) -> MessageKept:
    """A notice of heron whose system section, a yes or a no as it were, was destroyed by agreement of both."""
    line = heron.line()
    sections: Any = notice_sections() | {"system": System(weights="open")}
    kept = heron.say(line, heron.write(line, "notice", sections, 3))
    exchange(heron, otter)
    propose(heron, line, kept.what, ["system"], "en", None)
    exchange(heron, otter)
    consent(otter, otter.line(), proposals(otter, otter.line())[0], True)
    exchange(otter, heron)
    exchange(heron, otter)
    assert isinstance(kept_at(heron, kept.what), Erased) and isinstance(kept_at(otter, kept.what), Erased)
    return kept


def verdict(node: Node, message: Erased, kept: MessageKept) -> tuple[str, str | None]:
    judged = judge(node.line().trust, "heron", kept.said, Carried.of(message), False, concept_areas())
    return judged.verdict, judged.reason


def test_a_destroyed_section_of_few_possible_values_cannot_be_guessed_from_what_is_kept(
    heron: Node, otter: Node, gone: MessageKept
) -> None:
    """Its own salt and the secret that gives it are nowhere: every 32 bytes of both homes are tried as either."""
    content = read_signed(kept_at(heron, gone.what).signed)[0]
    values = [encode({"weights": word}) for word in ("open", "closed", "unknown")]
    committed = content.sections["system"]
    for node in (heron, otter):
        message = kept_at(node, gone.what)
        assert isinstance(message, Erased)
        known = [row.salt for row in message.open.values()] + [row.value for row in message.open.values()]
        for candidate, value in itertools.product([k for k in known if len(k) == 32], values):
            derived = (candidate, salt(candidate, "system"), hmac.digest(candidate, b"system", hashlib.sha256))
            assert all(section_digest(content.id, "system", one, value) != committed for one in derived)
        whole = b"".join(path.read_bytes() for path in sorted(node.home.path.glob("detente.db*")))
        assert encode({"weights": "open"}) not in whole


def test_who_lies_that_all_agreed_makes_nobody_take_a_message_with_less_in_it(
    heron: Node, otter: Node, gone: MessageKept
) -> None:
    left = kept_at(otter, gone.what)
    assert isinstance(left, Erased) and verdict(otter, left, gone) == ("accepted", None)
    [[proposal, answer]] = left.agreed
    content = read_signed(left.signed)[0]
    prose = left.open["prose"]
    less = {name: row for name, row in left.open.items() if name != "prose"}

    def bent(**other: Any) -> Erased:
        return Erased(**({"open": left.open, "agreed": left.agreed, "signed": left.signed} | other))

    other = Open(answer.shown.open["coded"].salt, encode({"consent": "declined"}))
    declined = type(answer)(type(answer.shown)(open={"coded": other}, signed=answer.shown.signed), answer.proof)
    elsewhere = type(answer)(answer.shown, proposal.proof)
    for name, lie in {
        "one more section left out than was agreed": bent(open=less),
        "the proposal alone": bent(agreed=[[proposal, proposal]]),
        "the answer for the proposal": bent(agreed=[[answer, proposal]]),
        "the answer twice": bent(agreed=[[proposal, answer, answer]]),
        "an answer with another word": bent(agreed=[[proposal, declined]]),
        "an answer under another's proof": bent(agreed=[[proposal, elsewhere]]),
        "agreed, and yet shown": bent(open=left.open | {"system": prose}),
    }.items():
        assert verdict(otter, lie, gone)[0] == "refused", name
    changed = bent(open=left.open | {"prose": Open(prose.salt, prose.value + b"\0")})
    assert verdict(otter, changed, gone) == ("refused", "not-readable")
    assert verdict(otter, bent(open=less), gone) == ("refused", "destruction-not-agreed")
    assert set(content.sections) - set(left.open) == {"system"}


def test_an_author_cannot_show_one_member_less_by_calling_it_destroyed(
    heron: Node, otter: Node, gone: MessageKept
) -> None:
    """Agreement to destroy part of one message says nothing of another."""
    left = kept_at(otter, gone.what)
    assert isinstance(left, Erased)
    hostile = Hostile(heron, "otter")
    draft = hostile.draft()
    whole = hostile.message(draft)
    content, _frame, _tokens = read_signed(whole["signed"])
    message = unpack(Message, encode(whole), 2**20)
    lie = erase(message, content, {"system"}, left.agreed[0])
    hostile.said(to_plain(lie))
    recorded(otter, hostile, "refused", "destruction-not-agreed")
    audit.audit(otter, otter.line())


def test_a_member_that_says_the_others_agreed_destroys_nothing_anywhere_else(
    three_homes: dict[str, Home], opened: Opens
) -> None:
    """Stork's software erases at once and says so; heron and otter keep what they did not all agree to destroy."""
    nodes = {party: opened(home) for party, home in three_homes.items()}
    heron, otter, stork = nodes["heron"], nodes["otter"], nodes["stork"]
    kept = notify(heron)
    for _ in range(3):
        for a, b in permutations(nodes.values(), 2):
            exchange(a, b)
    said = propose(stork, stork.line(), kept.what, ["prose"], "en", None)
    for _ in range(2):
        stork.say(
            stork.line(), stork.write(stork.line(), "destroyed", {"coded": Done(state="destroyed")}, 0, re=[said.what])
        )
    for _ in range(3):
        for a, b in permutations(nodes.values(), 2):
            exchange(a, b)
    for node in (heron, otter):
        assert isinstance(kept_at(node, kept.what), Message)
        [proposal] = proposals(node, node.line())
        assert not proposal.stands.complete and set(proposal.done) == {"stork"}


# -- in a bundle -----------------------------------------------------------------------------------------------------


def bundle(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    plain = decode(data[:-DAMAGE_CHECK], MAX_BUNDLE)
    change(plain)
    return seal_file(encode(plain))


def kinds(plain: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {read_signed(row["signed"])[0].kind: row for row in plain["messages"]}


def test_a_destroyed_section_is_only_withheld_where_the_bundle_does_not_show_that_all_agreed(
    heron: Node, otter: Node, gone: MessageKept
) -> None:
    data = heron.export(heron.line())
    [message] = [m for m in verify_bundle(data).messages if m.what == gone.what]
    assert set(message.destroyed) == {"system"} and message.withheld == []

    def forget(plain: dict[str, Any]) -> None:
        plain["messages"] = [row for row in plain["messages"] if read_signed(row["signed"])[0].kind != "consent"]

    [message] = [m for m in verify_bundle(bundle(data, forget)).messages if m.what == gone.what]
    assert message.destroyed == {} and message.withheld == ["system"]

    def close(plain: dict[str, Any]) -> None:
        kinds(plain)["consent"]["open"] = {}

    [message] = [m for m in verify_bundle(bundle(data, close)).messages if m.what == gone.what]
    assert message.destroyed == {} and message.withheld == ["system"]


def test_no_value_can_be_put_where_a_section_was_destroyed(heron: Node, gone: MessageKept) -> None:
    data = heron.export(heron.line())
    for value in (NULL, encode({"weights": "open"}), encode({"weights": "closed"})):

        def put(plain: dict[str, Any], value: bytes = value) -> None:
            kinds(plain)["notice"]["open"]["system"] = [bytes(32), value]

        with pytest.raises(Remote, match="section-not-committed"):
            verify_bundle(bundle(data, put))


def test_a_copy_kept_in_spite_of_the_agreement_proves_itself_and_is_shown_as_that(
    heron: Node, otter: Node, homes: dict[str, Home]
) -> None:
    kept = notify(heron)
    exchange(heron, otter)
    whole = kept_at(otter, kept.what)
    assert isinstance(whole, Message)
    propose(heron, heron.line(), kept.what, ["prose"], "en", None)
    exchange(heron, otter)
    consent(otter, otter.line(), proposals(otter, otter.line())[0], True)
    exchange(otter, heron)
    exchange(heron, otter)

    def put(plain: dict[str, Any]) -> None:
        kinds(plain)["notice"]["open"]["prose"] = [salt(whole.secret, "prose"), whole.values["prose"]]

    [message] = [m for m in verify_bundle(bundle(otter.export(otter.line()), put)).messages if m.what == kept.what]
    assert set(message.destroyed) == {"prose"} and "prose" in message.sections


def test_a_consent_given_after_a_refusal_was_seen_destroys_nothing_in_a_bundle(
    heron: Node, otter: Node, gone: MessageKept
) -> None:
    """What was agreed before and taken back too late is agreed all the same; the bundle says what the record says."""
    again = propose(heron, heron.line(), gone.what, ["prose"], "en", None)
    exchange(heron, otter)
    line = heron.line()
    [proposal] = [p for p in proposals(heron, line) if p.what == again.what]
    consent(heron, line, proposal, False)
    exchange(heron, otter)
    answer = otter.write(otter.line(), "consent", {"coded": Answer(consent="agreed")}, 0, re=[again.what])
    otter.say(otter.line(), answer)
    exchange(otter, heron)
    for node in (heron, otter):
        [message] = [m for m in verify_bundle(node.export(node.line())).messages if m.what == gone.what]
        assert set(message.destroyed) == {"system"} and "prose" in message.sections
        audit.audit(node, node.line())
