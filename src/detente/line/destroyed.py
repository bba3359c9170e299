"""A message of which sections were destroyed by agreement, and the proof that they were. Pure.

    destroyed = {signed, open: {name: [salt, value]}, agreed: [+ [proposal, + consent]]}    ; each [shown, proof]

The values named and the message's secret are gone; every other section keeps its own salt, or a short value could be
guessed from the secret. What is left still opens what its author committed to. `agreed` shows, under signed heads, every
member's word to the same proposal: so a member that never had the message, or lost it, takes it in this form from nobody
who merely says that it was agreed, its author least of all. Attack stopped: one member shown less than the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.codec.errors import Damaged, Remote
from detente.codec.limits import MAX_SECTION
from detente.codec.shape import unpack
from detente.kinds import TABLE
from detente.kinds.kind import Kind
from detente.line.content import opened, read_signed, said_id, section_digest, typed_sections
from detente.line.log import Log, read_entry
from detente.line.shapes import Content, Erased, Kept, Open, Said, Shown, Stated
from detente.proof.tree import verify_inclusion
from detente.trust.decisions import LineTrust
from detente.trust.disclosure import destroyable

Group = Sequence[Stated]  # the proposal, then every other member's consent in order of party


def erase(message: Kept, content: Content, named: set[str], agreed: Group) -> Erased:
    """`message` without the sections `named`, whichever form it had."""
    before = list(message.agreed) if isinstance(message, Erased) else []
    left = {name: row for name in content.sections if name not in named and (row := opened(message, name)) is not None}
    return Erased(open=left, agreed=[*before, list(agreed)], signed=message.signed)


def open_left(trust: LineTrust, content: Content, message: Erased, kind: Kind) -> dict[str, Any]:
    """The typed values that are left. Raises as `content.open_sections`, and `Remote("destruction-not-agreed")`."""
    if set(content.sections) != set(kind.sections):
        raise Remote("sections", kind=kind.name)
    for name, row in message.open.items():
        committed = content.sections.get(name)
        if committed is None or section_digest(content.id, name, row.salt, row.value) != committed:
            raise Remote("not-readable", section=name)
    gone = set(content.sections) - set(message.open)
    named: set[str] = set()
    for group in message.agreed:
        named |= set(_agreed(trust, said_id(message.signed), kind, group))
    if gone != named:
        raise Remote("destruction-not-agreed")
    return typed_sections(message.values, kind, kind.required - gone)


def destroyed_at(message: Erased) -> dict[str, int]:
    """When the destruction of each section was agreed: the time (ms UTC) of the last word to it, by its author's clock."""
    found: dict[str, int] = {}
    for group in message.agreed:
        at = max(int(stated.proof.opening.entry["at"]) for stated in group)
        for name in _coded(group[0].shown).sections:
            found[name] = min(at, found.get(name, at))
    return found


def _agreed(trust: LineTrust, what: bytes, kind: Kind, group: Group) -> list[str]:
    """The sections that all members agreed to destroy of the message `what`, or `Remote("destruction-not-agreed")`."""
    try:
        proposal, coded = _stated(trust, group[0])
        if (proposal.kind, proposal.re) != ("destruction", [what]):
            raise Remote("destruction-not-agreed")
        name = said_id(group[0].shown.signed)
        authors = []
        for stated in group[1:]:
            consent, answer = _stated(trust, stated)
            if (consent.kind, consent.re) != ("consent", [name]) or answer.consent != "agreed":
                raise Remote("destruction-not-agreed")
            authors.append(consent.author)
    except (Remote, Damaged) as error:
        raise Remote("destruction-not-agreed") from error
    if authors != [party for party in trust.members if party != proposal.author]:
        raise Remote("destruction-not-agreed")
    if set(coded.sections) - set(destroyable(kind.name, kind.sections)):
        raise Remote("destruction-not-agreed")
    return list(coded.sections)


def _stated(trust: LineTrust, stated: Stated) -> tuple[Content, Any]:
    """What a member said, proven as a bundle proves it: in its log, released, on this line; and its coded section."""
    content, frame, assertions = read_signed(stated.shown.signed)
    head, proof = trust.check_head(stated.proof.head), stated.proof
    entry = read_entry(proof.opening)
    if head.party != content.author or head.size != proof.size or not isinstance(entry, Said):
        raise Remote("destruction-not-agreed")
    verify_inclusion(
        Log(trust.line, head.party, head.epoch).leaf(proof.opening), entry.i, head.size, proof.path, head.root
    )
    if entry.what != said_id(stated.shown.signed) or (entry.cred != trust.credential_at(content.author, head.epoch)[0]):
        raise Remote("destruction-not-agreed")
    if (content.line, content.context, content.terms) != (trust.line, trust.terms.context, trust.terms_digest):
        raise Remote("destruction-not-agreed")
    if entry.at > content.expires:
        raise Remote("destruction-not-agreed")
    kind = TABLE.get((content.kind, content.schema))
    if kind is None or set(kind.sections) != set(content.sections):
        raise Remote("destruction-not-agreed")
    trust.check_release(content.author, content.kind, kind.machine, frame, assertions, head.epoch)
    _check_open(content, stated.shown.open)
    coded = _coded(stated.shown)
    broken = kind.rule({"coded": coded}, list(content.re or []))
    if broken is not None:
        raise Remote("destruction-not-agreed")
    return content, coded


def _check_open(content: Content, shown: Mapping[str, Open]) -> None:
    """Of a word only what is coded is shown: its reason is no part of the proof."""
    if set(shown) != {"coded"}:
        raise Remote("destruction-not-agreed")
    row = shown["coded"]
    if section_digest(content.id, "coded", row.salt, row.value) != content.sections.get("coded"):
        raise Remote("destruction-not-agreed")


def _coded(shown: Shown) -> Any:
    content = read_signed(shown.signed)[0]
    return unpack(TABLE[(content.kind, content.schema)].sections["coded"], shown.open["coded"].value, MAX_SECTION)
