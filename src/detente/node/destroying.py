"""Destruction by agreement, as a node does it: proposals and how they stand, and erasing what every member agreed to destroy.

`settle` is the one place where anything is erased. It runs after whatever may have completed an agreement (our own word,
an envelope) and at every start, and does nothing a second time. Order, and what a stop between two steps means:

 1. erase    the messages in their destroyed form and our node's `destroyed`, in one transaction, durably. Stops before: the
             record is as it was, and the next start begins again. Stops after: it is done.
 2. scrub    the database file written anew and its write-ahead log emptied (Store.scrub). Stops before, or when a backup is
             being read: the erased bytes may still lie in the file; the next start does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_SECTION
from detente.codec.shape import Shape, pack, unpack
from detente.codec.text import clean_text
from detente.kinds import TABLE
from detente.kinds.consent import Coded as Answer
from detente.kinds.destroyed import Coded as Done
from detente.kinds.destruction import Coded
from detente.kinds.kind import Words
from detente.line.agreement import Standing, Word, held, standing
from detente.line.content import opened, read_kept, read_signed
from detente.line.destroyed import Group, erase, open_left
from detente.line.shapes import Content, Erased, Kept, Shown, Stated
from detente.line.shelf import Change, Counted, MessageKept, SectionsErased
from detente.proof.head import Place
from detente.trust.disclosure import destroyable, require_destroyable

if TYPE_CHECKING:
    from detente.line.machine import Line
    from detente.node.node import Node

PROPOSALS = ("destruction", "disclosure")
COMPLETING = ("destruction", "consent")  # kinds whose arrival can complete an agreement


@dataclass
class Proposal:
    """A proposal that needs every member, as it stands here. `done`: whose nodes say that they have carried it out, and when."""

    kind: str
    content: Content
    coded: Any
    words: list[Word] = field(default_factory=list)  # the proposal itself, at each of its places
    answers: list[Word] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    stands: Standing = field(default_factory=lambda: Standing({}, [], False, False))

    @property
    def what(self) -> bytes:
        return self.words[0].what

    @property
    def author(self) -> str:
        return self.content.author


def proposals(node: Node, line: Line) -> list[Proposal]:
    """Every proposal of a line that was accepted here, with how it stands, in order of author and place."""
    found: dict[bytes, Proposal] = {}
    others: list[tuple[dict[str, Any], Content, Any]] = []
    for row in node.store.proposals(line.id):
        content, coded = _read(node, line, row["what"])
        if row["kind"] not in PROPOSALS:
            others.append((row, content, coded))
        elif row["kind"] == "destruction" or coded.ground == "asked":
            proposal = found.setdefault(row["what"], Proposal(row["kind"], content, coded))
            proposal.words.append(_word(row, True))
    for row, content, coded in others:
        known = found.get((content.re or [b""])[0])
        if known is None:
            continue
        if row["kind"] == "consent":
            known.answers.append(_word(row, coded.consent == "agreed"))
        elif known.kind == "destruction":
            known.done.setdefault(row["party"], row["said_at"])
    if not found:
        return []
    witnesses = held(line.logs, node.store, node.me, line.looked, line.trust.logs_over())
    for proposal in found.values():
        first, *again = proposal.words
        proposal.stands = standing(line.trust.members, first, [*again, *proposal.answers], witnesses)
    return list(found.values())


def _read(node: Node, line: Line, what: bytes) -> tuple[Content, Any]:
    message = read_kept(node.store.message(line.id, what) or b"")
    content = read_signed(message.signed)[0]
    return content, _coded(message, content)


def _coded(message: Kept, content: Content) -> Any:
    return unpack(TABLE[(content.kind, content.schema)].sections["coded"], message.values["coded"], MAX_SECTION)


def _word(row: dict[str, Any], agreed: bool) -> Word:
    return Word(Place(row["party"], row["epoch"], row["i"]), row["what"], row["said_at"], agreed)


def propose(
    node: Node, line: Line, what: bytes, sections: Sequence[str], language: Literal["en", "zh"], reason: str | None
) -> MessageKept:
    """Propose that sections of the message `what` be destroyed; our own agreement to it.

    `Local`: `message-unknown`, `section-not-here`, `section-kept` (trust/disclosure.py), `destroyed-already`.
    """
    message, content = target(node, line, what)
    require_destroyable(content.kind, content.sections, sections)
    gone = set(content.sections) - set(message.open) if isinstance(message, Erased) else set()
    if set(sections) <= gone:
        raise Local("destroyed-already", name=", ".join(sorted(set(sections))))
    values: dict[str, Shape] = {"coded": Coded(sections=sorted(set(sections)))}
    if reason:
        values["prose"] = Words(language=language, plain=clean_text(reason))
    return node.say(line, node.write(line, "destruction", values, 1, re=[what], thread=content.thread or what))


def target(node: Node, line: Line, what: bytes) -> tuple[Kept, Content]:
    """The message a proposal is about, accepted here and of a kind known here. `Local("message-unknown")`."""
    rows = [row for row in node.store.items_of(line.id, what) if row["verdict"] == "accepted"]
    data = node.store.message(line.id, what) if rows else None
    if data is None:
        raise Local("message-unknown", name=what.hex()[:12])
    message = read_kept(data)
    return message, read_signed(message.signed)[0]


def consent(node: Node, line: Line, proposal: Proposal, agreed: bool) -> MessageKept:
    """Our office's answer to a proposal. `Local`: `consent-given` twice, `consent-too-late`, `consent-declined-before`,

    and whatever keeps a destruction from being carried out here: nobody agrees to what its own node could not do.
    """
    ours = [word.agreed for word in [*proposal.words, *proposal.answers] if word.place.party == node.me]
    if proposal.stands.complete:
        raise Local("consent-too-late")
    if agreed and proposal.stands.declined:
        raise Local("consent-declined-before")
    if agreed in ours:
        raise Local("consent-given")
    if agreed and proposal.kind == "destruction":
        _message, content = target(node, line, (proposal.content.re or [b""])[0])
        require_destroyable(content.kind, content.sections, proposal.coded.sections)
    sections: dict[str, Shape] = {"coded": Answer(consent="agreed" if agreed else "declined")}
    thread = proposal.content.thread or proposal.what
    return node.say(line, node.write(line, "consent", sections, 0, re=[proposal.what], thread=thread))


# -- carrying it out -----------------------------------------------------------------------------------------------


def settle(node: Node, line: Line) -> bool:
    """Erase what every member agreed to destroy; whether something agreed waits for what is not here yet."""
    erased: dict[bytes, Kept] = {}
    said: list[bytes] = []
    waits = False
    for proposal in proposals(node, line):
        if proposal.kind != "destruction" or not proposal.stands.complete:
            waits |= proposal.kind == "destruction" and proposal.stands.waiting
            continue
        what = (proposal.content.re or [b""])[0]
        data = node.store.message(line.id, what)
        group = _proof(node, line, proposal)
        if data is None or group is None:  # to come: whole, from somebody who has not erased it yet, or destroyed
            waits = True
            continue
        message = erased.get(what) or read_kept(data)
        after = _without(node, line, what, message, proposal, group)
        if after is None:
            continue
        if after is not message:
            erased[what] = after
        if node.me not in proposal.done:
            said.append(proposal.what)
    if erased or said:
        _carry_out(node, line, erased, said)
    return waits


def _without(node: Node, line: Line, what: bytes, message: Kept, proposal: Proposal, group: Group) -> Kept | None:
    """`message` as it is after the destruction; the same object when nothing is left to do, None when it cannot be done.

    Attacks stopped: a proposal that names what may never be destroyed, or a message that was not accepted.
    """
    named = set(proposal.coded.sections)
    try:
        _kept, content = target(node, line, what)
        kind = TABLE.get((content.kind, content.schema))
        if kind is None or named - set(destroyable(content.kind, kind.sections)):
            return None
        left = set(message.open) if isinstance(message, Erased) else set(content.sections)
        if not left & named:
            return message
        after = erase(message, content, named, group)
        open_left(line.trust, content, after, kind)  # what is kept must prove itself, or nothing is erased
    except (Local, Remote):
        node.commit([Counted("not-destroyed")])
        return None
    return after


def _proof(node: Node, line: Line, proposal: Proposal) -> Group | None:
    """Every member's word under a signed head: the proposal, then the consents in order of party."""
    author = proposal.author
    words = [proposal.stands.agreed[party] for party in [author, *(p for p in line.trust.members if p != author)]]
    found: list[Stated] = []
    for word in words:
        message = read_kept(node.store.message(line.id, word.what) or b"")
        proof = line.proof(word.place, word.what, node.checkpoint)
        coded = opened(message, "coded")
        if proof is None or coded is None:
            return None
        found.append(Stated(Shown(open={"coded": coded}, signed=message.signed), proof))
    return found


def _carry_out(node: Node, line: Line, erased: dict[bytes, Kept], said: Sequence[bytes]) -> None:
    now = node.now()
    changes: list[Change] = [SectionsErased(line.id, what, pack(message), now) for what, message in erased.items()]
    done = [node.write(line, "destroyed", {"coded": Done(state="destroyed")}, 0, re=[what]) for what in said]
    more: list[Change] = []
    try:
        with node.whole():
            _kept, more = node.held(line).say_many(done, node.now(), node.blind) if done else ([], [])
    except Local:  # over quota: it is erased all the same, and said later
        more = [Counted("not-said-destroyed")]
    if changes or more:
        node.commit([*changes, *more])
    if erased:
        node.store.scrub()


def after(node: Node, line: bytes, kept: Iterable[MessageKept]) -> None:
    """Carry out what these messages, just recorded, may have completed; or what waited for something that may be here now."""
    if line in node.unsettled or any(k.judged.kind is not None and k.judged.kind.name in COMPLETING for k in kept):
        _settle(node, line)


def at_start(node: Node) -> None:
    """Finish what a stop has cut short."""
    node.store.scrub()
    for line in node.founded:
        _settle(node, line)


def _settle(node: Node, line: bytes) -> None:
    node.unsettled.discard(line)
    if settle(node, node.lines[line]):
        node.unsettled.add(line)
