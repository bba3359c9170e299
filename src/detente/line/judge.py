"""The verdict on one message, by rules in a fixed order: the first that fails names the reason.

1. within its size, of a message's shape, readable as content of version 1: else refused `too-large`, `message-form`, `content`
2. of this line, by this log's party, in this context, under these terms: else refused `wrong-line`, `wrong-author`,
   `wrong-context`, `wrong-terms` (a message carried over from another line; an exercise message shown as live)
3. the entry names the credential in force: else refused `wrong-credential` (old keys used after their end)
4. released as the author's credential asks: else refused `not-released` (a node, or one officer, speaking for an office)
5. sequenced once, not after `expires`: else refused `sequenced-twice`, `expired` (replay; an old message placed late)
6. within the quota of its hour: else refused `over-quota` (a flood); what rules 1 to 5 refuse has a quota too
7. kind, schema and vocabulary known here: else not understood `kind`, `vocabulary`
8. all sections of the kind committed to, all open: else refused `sections`, `not-readable` (one member shown another text)
   of one whose sections were destroyed: those left open, and every member's agreement to the others (line/destroyed.py),
   else refused `destruction-not-agreed`
9. values of the kind's shapes, concepts of that vocabulary, and the kind's own rule: else refused `body`,
   `concept-unknown`, or the rule's reason

Only `accepted` has effect on a view; every verdict is recorded and shown to both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.codec.cbor import decode, encode
from detente.codec.cose import Signed
from detente.codec.errors import Damaged, Remote
from detente.codec.limits import MAX_ENVELOPE, MAX_MESSAGE
from detente.crypto.webauthn import Assertion
from detente.kinds import TABLE
from detente.kinds.kind import Kind
from detente.line.content import kept_of, open_sections, pack_message, read_signed
from detente.line.destroyed import open_left
from detente.line.quota import REFUSED_ANYWAY
from detente.line.shapes import Content, Erased, Kept, Said
from detente.trust.decisions import LineTrust

Outcome = Literal["accepted", "not-understood", "refused"]
ACCEPTED: Outcome = "accepted"
NOT_UNDERSTOOD: Outcome = "not-understood"
REFUSED: Outcome = "refused"


@dataclass(frozen=True)
class Verdict:
    """`content` and `sections` are there as far as they could be read. `wanted` is the class that it counts in.

    `readable`: possession can be shown.
    """

    verdict: Outcome
    reason: str | None = None
    why: str | None = None
    content: Content | None = None
    kind: Kind | None = None
    sections: Mapping[str, Any] = field(default_factory=dict)
    wanted: int = REFUSED_ANYWAY

    @property
    def readable(self) -> bool:
        return self.reason not in ("not-readable", "content", "sections", "message-form")


@dataclass(frozen=True)
class Carried:
    """A message as it came: packed once, read once. `fault` says why it, or its content, cannot be read."""

    message: Kept | None
    packed: bytes
    content: Content | None
    frame: Signed | None
    assertions: list[Assertion]
    fault: str | None

    @classmethod
    def of(cls, message: Kept) -> Carried:
        return cls._read(message, pack_message(message))

    @classmethod
    def came(cls, plain: Any) -> Carried:
        """What an item carries as its message, which may be anything."""
        packed = encode(plain)
        try:
            return cls._read(kept_of(plain), packed)
        except Remote as error:
            return cls(None, packed, None, None, [], error.code)

    @classmethod
    def kept(cls, packed: bytes) -> Carried:
        """As it is kept."""
        return cls.came(decode(packed, MAX_ENVELOPE))

    @classmethod
    def _read(cls, message: Kept, packed: bytes) -> Carried:
        try:
            content, frame, assertions = read_signed(message.signed)
        except (Remote, Damaged) as error:
            return cls(message, packed, None, None, [], error.code)
        return cls(message, packed, content, frame, assertions, None)

    @property
    def content_id(self) -> bytes:
        return b"" if self.content is None else self.content.id


Used = Callable[[int], int]  # class → how many messages count in this message's hour already
Vocabularies = Mapping[bytes, Mapping[str, str]]  # digest of a known vocabulary → concept → its area


def judge(
    trust: LineTrust,
    author: str,
    said: Said,
    carried: Carried,
    repeated: bool,
    vocabularies: Vocabularies,
    used: Used | None = None,
    epoch: bytes | None = None,
) -> Verdict:
    """The verdict on a message that stands as `said` in `author`'s log. `repeated`: its content id stands there already.

    `epoch` is that log's: it stands under one credential of its author (None: the newest).

    `used` None when it counts nowhere: it is a message already heard, said again in a new epoch.
    """
    before = _placed(trust, author, said, carried, repeated, epoch)
    content = carried.content
    wanted = REFUSED_ANYWAY if before is not None or content is None else content.wanted
    quota = trust.quotas.get(0 if wanted == REFUSED_ANYWAY else wanted)
    if used is not None and quota is not None and used(wanted) >= quota:
        return Verdict(REFUSED, "over-quota", None, content, wanted=wanted)
    if before is not None or content is None or carried.message is None:
        return before or Verdict(REFUSED, "content", carried.fault)
    return _understood(trust, content, carried.message, vocabularies)


def _placed(
    trust: LineTrust, author: str, said: Said, carried: Carried, repeated: bool, epoch: bytes | None
) -> Verdict | None:
    """Rules 1 to 5: whether it is one of this author's messages at all, released and placed as it must be."""
    if len(carried.packed) > (2 * MAX_MESSAGE if isinstance(carried.message, Erased) else MAX_MESSAGE):
        return Verdict(REFUSED, "too-large")
    if carried.message is None:
        return Verdict(REFUSED, "message-form", carried.fault)
    content, frame = carried.content, carried.frame
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
    if said.cred != trust.credential_at(author, epoch)[0]:
        return refused("wrong-credential")
    kind = TABLE.get((content.kind, content.schema))
    try:
        trust.check_release(
            author, content.kind, None if kind is None else kind.machine, frame, carried.assertions, epoch
        )
    except Remote as error:
        return refused("not-released", str(error.values.get("why")))
    if repeated:
        return refused("sequenced-twice")
    if said.at > content.expires:
        return refused("expired")
    return None


def _understood(trust: LineTrust, content: Content, message: Kept, vocabularies: Vocabularies) -> Verdict:
    """Rules 7 to 9: whether this node knows what it is, and it says what its kind says."""
    wanted = content.wanted

    def refused(reason: str, why: str | None = None) -> Verdict:
        return Verdict(REFUSED, reason, why, content, wanted=wanted)

    kind = TABLE.get((content.kind, content.schema))
    if kind is None:
        return Verdict(NOT_UNDERSTOOD, "kind", None, content, wanted=wanted)
    if content.vocab not in vocabularies:
        return Verdict(NOT_UNDERSTOOD, "vocabulary", None, content, wanted=wanted)
    try:
        if isinstance(message, Erased):
            sections = open_left(trust, content, message, kind)
        else:
            sections = open_sections(content, message.secret, message.values, kind)
    except Remote as error:
        return refused(error.code, str(error.values.get("why") or error.values.get("section")))
    areas = vocabularies[content.vocab]
    for concept, area in kind.concepts(sections):
        if concept not in areas or (area is not None and areas[concept] != area):
            return refused("concept-unknown", concept)
    if not isinstance(
        message, Erased
    ):  # else the kind's own rules were kept before all members agreed to destroy part of it
        named = list(content.re or [])
        broken = kind.rule(sections, named) or kind.common(sections, named, content.thread)
        if broken is not None:
            return refused(broken)
    return Verdict(ACCEPTED, None, None, content, kind, sections, wanted)
