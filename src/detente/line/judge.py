"""The verdict on one message, by rules in a fixed order: the first that fails names the reason.

1. readable as content of version 1: else refused `content`
2. of this line, by this log's party, in this context, under these terms: else refused `wrong-line`, `wrong-author`,
   `wrong-context`, `wrong-terms` (a message carried over from another line; an exercise message shown as live)
3. the entry names the credential in force: else refused `wrong-credential` (old keys used after their end)
4. released as the author's credential asks: else refused `not-released` (a node, or one officer, speaking for an office)
5. sequenced once, not after `expires`: else refused `sequenced-twice`, `expired` (replay; an old message placed late)
6. kind, schema and vocabulary known here: else not understood `kind`, `vocabulary`
7. all sections of the kind committed to, all open: else refused `sections`, `not-readable` (one member shown another text)
8. values of the kind's shapes, within limits, concepts of that vocabulary, and the kind's own rule: else refused `body`,
   `too-large`, `concept-unknown`, or the rule's reason

Only `accepted` has effect on a view; every verdict is recorded and shown to both sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.codec.cose import Signed
from detente.codec.errors import Damaged, Remote
from detente.codec.limits import MAX_MESSAGE
from detente.crypto.webauthn import Assertion
from detente.kinds import TABLE
from detente.kinds.kind import Kind
from detente.line.content import open_sections, pack_message, read_signed
from detente.line.shapes import Content, Message, Said
from detente.trust.decisions import LineTrust

Outcome = Literal["accepted", "not-understood", "refused"]
ACCEPTED: Outcome = "accepted"
NOT_UNDERSTOOD: Outcome = "not-understood"
REFUSED: Outcome = "refused"


@dataclass(frozen=True)
class Verdict:
    """`content` and `sections` are there as far as they could be read. `readable`: possession can be shown."""

    verdict: Outcome
    reason: str | None = None
    why: str | None = None
    content: Content | None = None
    kind: Kind | None = None
    sections: Mapping[str, Any] = field(default_factory=dict)

    @property
    def readable(self) -> bool:
        return self.reason not in ("not-readable", "content", "sections")


@dataclass(frozen=True)
class Carried:
    """A message as it came: packed once, read once. `fault` says why its content cannot be read."""

    message: Message
    packed: bytes
    content: Content | None
    frame: Signed | None
    assertions: list[Assertion]
    fault: str | None

    @classmethod
    def of(cls, message: Message) -> Carried:
        packed = pack_message(message)
        try:
            content, frame, assertions = read_signed(message.signed)
        except (Remote, Damaged) as error:
            return cls(message, packed, None, None, [], error.code)
        return cls(message, packed, content, frame, assertions, None)

    @property
    def content_id(self) -> bytes:
        return b"" if self.content is None else self.content.id


Vocabularies = Mapping[bytes, Mapping[str, str]]  # digest of a known vocabulary → concept → its area


def judge(
    trust: LineTrust, author: str, said: Said, carried: Carried, repeated: bool, vocabularies: Vocabularies
) -> Verdict:
    """The verdict on a message that stands as `said` in `author`'s log. `repeated`: its content id stands there already."""
    if len(carried.packed) > MAX_MESSAGE:
        return Verdict(REFUSED, "too-large")
    content, frame, message = carried.content, carried.frame, carried.message
    if content is None or frame is None:
        return Verdict(REFUSED, "content", carried.fault)

    def refused(reason: str, why: str | None = None) -> Verdict:
        return Verdict(REFUSED, reason, why, content)

    if content.line != trust.line:
        return refused("wrong-line")
    if content.author != author:
        return refused("wrong-author")
    if content.context != trust.terms.context:
        return refused("wrong-context")
    if content.terms != trust.terms_digest:
        return refused("wrong-terms")
    if said.cred != trust.credential_digests[author]:
        return refused("wrong-credential")
    kind = TABLE.get((content.kind, content.schema))
    try:
        trust.check_release(author, content.kind, None if kind is None else kind.machine, frame, carried.assertions)
    except Remote as error:
        return refused("not-released", str(error.values.get("why")))
    if repeated:
        return refused("sequenced-twice")
    if said.at > content.expires:
        return refused("expired")
    if kind is None:
        return Verdict(NOT_UNDERSTOOD, "kind", None, content)
    if content.vocab not in vocabularies:
        return Verdict(NOT_UNDERSTOOD, "vocabulary", None, content)
    try:
        sections = open_sections(content, message.secret, message.values, kind)
    except Remote as error:
        return refused(error.code, str(error.values.get("why") or error.values.get("section")))
    areas = vocabularies[content.vocab]
    for concept, area in kind.concepts(sections):
        if concept not in areas or (area is not None and areas[concept] != area):
            return refused("concept-unknown", concept)
    broken = kind.rule(sections, list(content.re or []))
    if broken is not None:
        return refused(broken)
    return Verdict(ACCEPTED, None, None, content, kind, sections)
