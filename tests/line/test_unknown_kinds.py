"""What a newer node says to an older one is recorded as not understood, whoever signed it; the next message is taken."""

from __future__ import annotations

import pytest

from detente.codec.shape import pack
from detente.kinds.acknowledgement import Coded
from detente.kinds.kind import Kind
from detente.line.content import commit, pack_sections, signed_object
from detente.line.shapes import Content, Message
from detente.node.node import DAY, Node
from detente.trust.signing import sign
from detente.vocabulary import current
from support import exchange, notify, verdicts

LATER_KIND = Kind("line-weather", 7, {"coded": Coded}, frozenset({"coded"}))


def newer(node: Node, use: str) -> Message:
    """A message of a kind this version does not have, signed by the office or by the node."""
    line, now = node.line(), node.now()
    content_id, secret = node.random(32), node.random(32)
    values = pack_sections(LATER_KIND, {"coded": Coded(received="received")})
    content = Content(
        v=1,
        line=line.id,
        context="live",
        terms=line.trust.terms_digest,
        author=node.me,
        kind=LATER_KIND.name,
        schema=LATER_KIND.schema,
        vocab=current().digest,
        wanted=0,
        id=content_id,
        composed=now,
        expires=now + DAY,
        sections=commit(content_id, secret, LATER_KIND, values),
    )
    kid, signer = node.keyring.signer(line.id, use)
    frame = sign("content", line.id, pack(content), {kid: signer})
    return Message(signed=signed_object(frame, []), secret=secret, values=values)


@pytest.mark.parametrize("use", ["node", "officer"])
def test_a_kind_not_known_here_is_not_understood_and_blocks_nothing(
    heron: Node, otter: Node, use: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = newer(heron, use)
    with monkeypatch.context() as newer_version:  # heron's version knows the kind, otter's does not
        newer_version.setitem(
            __import__("detente.kinds", fromlist=["TABLE"]).TABLE,
            (LATER_KIND.name, 7),
            Kind(LATER_KIND.name, 7, LATER_KIND.sections, LATER_KIND.required, machine=use == "node"),
        )
        heron.say(heron.line(), message)
    notify(heron)
    exchange(heron, otter)
    assert verdicts(otter, "heron") == [("not-understood", "kind"), ("accepted", None)]


def test_a_kind_not_known_here_and_signed_by_nobody_is_refused(heron: Node, otter: Node) -> None:
    line = heron.line()
    message = newer(heron, "node")
    stranger = newer(otter, "node")  # otter's keys under heron's name
    wrong = Message(signed=stranger.signed, secret=stranger.secret, values=stranger.values)
    for candidate, reason in ((message, "kind"), (wrong, "wrong-author")):
        with pytest.raises(Exception, match="would-be-refused") as refused:
            line.say(candidate, heron.now(), heron.blind)
        assert refused.value.values["reason"] == reason  # type: ignore[attr-defined]
