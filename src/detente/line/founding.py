"""Founding a line: terms drafted, signed by every member in any order, and each member's first part, in one file.

    founding = {v: 1, lines: {"live": founded-line, "exercise": founded-line}}
    founded-line = {terms: bstr .cbor COSE_Sign<terms>, fields: {+ name => field}, members: {* party => part}}
    part = {credential: bstr .cbor COSE_Sign<credential>, fields: {* name => field},
            items: [* item], mirror: mirror, head: checkpoint}

The file is passed round; merging two copies is order-free and keeps only signatures that verify. A part's items and mirror
are the paper form of an envelope: they go through the same `Line.receive`. Nothing counts until every member has signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.cose import parse
from detente.codec.errors import Damaged, Remote
from detente.codec.limits import MAX_CHECKPOINT, MAX_FOUNDING, MAX_MEMBERS, MAX_STATEMENT
from detente.codec.shape import Name, Party, Shape, unpack
from detente.line.shapes import Item, Mirror, Payload
from detente.trust.deadlines import accept_deadlines
from detente.trust.decisions import (
    LineTrust,
    accept_fields,
    accept_first_credential,
    accept_pair,
    accept_quotas,
    read_credential,
    read_terms,
)
from detente.trust.signing import merge_valid
from detente.trust.statements import Credential, Field, Terms, credential_digest, line_id, terms_digest

Statement = Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]
Fields = Annotated[dict[Name, Field], msgspec.Meta(max_length=32)]


class Part(Shape, frozen=True):
    """What a member adds when it signs: its credential, and its log so far, which announces its keys."""

    credential: Statement
    fields: Fields
    items: Annotated[list[Item], msgspec.Meta(max_length=4)]
    mirror: Mirror
    head: Annotated[bytes, msgspec.Meta(max_length=MAX_CHECKPOINT)]


class FoundedLine(Shape, frozen=True):
    terms: Statement
    fields: Fields
    members: Annotated[dict[Party, Part], msgspec.Meta(max_length=MAX_MEMBERS)]


class Founding(Shape, frozen=True):
    v: Literal[1]
    lines: Annotated[dict[Literal["live", "exercise"], FoundedLine], msgspec.Meta(min_length=2, max_length=2)]


def read_founding(data: bytes) -> Founding:
    """A founding file that could become a pair of lines: terms readable, contexts and pair right, fields committed to,
    quotas that every member counts alike, deadlines that due times can be computed from."""
    founding = unpack(Founding, data, MAX_FOUNDING)
    terms = {context: terms_of(line) for context, line in founding.lines.items()}
    live, exercise = terms["live"], terms["exercise"]
    if live.context != "live" or exercise.context != "exercise":
        raise Remote("founding-contexts")
    if live.pair != exercise.pair or set(live.parties) != set(exercise.parties):
        raise Remote("founding-not-a-pair")
    keys = [k.pub for t in (live, exercise) for p in t.parties.values() for k in p.roots]
    if len(set(keys)) != len(keys):
        raise Remote("key-in-both-contexts")
    for context, line in founding.lines.items():
        if set(line.fields) != set(terms[context].fields):
            raise Remote("field-not-committed")
        accept_fields(terms[context].fields, line.fields)
        accept_quotas(line.fields)
        accept_deadlines(line.fields)
        if set(line.members) - set(terms[context].parties):
            raise Remote("founding-member-unknown")
    return founding


def terms_of(line: FoundedLine) -> Terms:
    return read_terms(parse(line.terms).payload)


def merge_founding(copies: Iterable[Founding]) -> Founding:
    """Copies of one founding as one; `Remote("founding-differs")` when their terms are not the same bytes."""
    copies = list(copies)
    lines: dict[Any, FoundedLine] = {}
    for context in ("live", "exercise"):
        same = [c.lines[context] for c in copies]
        frames = [parse(line.terms) for line in same]
        if len({f.payload for f in frames}) != 1:
            raise Remote("founding-differs")
        terms = read_terms(frames[0].payload)
        roots = [k for p in terms.parties.values() for k in p.roots]
        merged = merge_valid("terms", line_id(frames[0].payload), frames, roots)
        members: dict[str, Part] = {}
        for line in same:
            for party, part in line.members.items():
                # Whoever passes the file on cannot put another part in a member's place.
                if party not in members or not _vouched(members[party], frames[0].payload, terms):
                    members[party] = part
        lines[context] = FoundedLine(terms=merged.encode(), fields=same[0].fields, members=members)
    return Founding(v=1, lines=lines)


def _vouched(part: Part, terms_payload: bytes, terms: Terms) -> bool:
    """Whether a part's credential is signed by its party's roots."""
    try:
        accept_first_credential(parse(part.credential), line_id(terms_payload), terms)
    except (Remote, Damaged):
        return False
    return True


def missing(founding: Founding) -> list[str]:
    """Members whose signatures, on either line, are not all there yet."""
    waiting: set[str] = set()
    for line in founding.lines.values():
        frame, terms = parse(line.terms), terms_of(line)
        roots = [k for p in terms.parties.values() for k in p.roots]
        signed = {s.kid for s in merge_valid("terms", line_id(frame.payload), [frame], roots).signatures}
        for party, member in terms.parties.items():
            if not {k.id for k in member.roots} <= signed or party not in line.members:
                waiting.add(party)
    return sorted(waiting)


def founded_trust(line: FoundedLine, now: int | None) -> LineTrust:
    """The trust of a line all of whose members have signed. Raises `Remote` naming what is missing or wrong."""
    frames = {party: parse(part.credential) for party, part in line.members.items()}
    trust = LineTrust.found(parse(line.terms), frames, now, line.fields)
    for party, part in line.members.items():
        accept_fields(trust.credentials[party].fields, part.fields)
    return trust


def check_pair(founding: Founding) -> None:
    """No key stands in both contexts, for any member."""
    for party in founding.lines["live"].members:
        pair = [read_credential(parse(line.members[party].credential).payload) for line in founding.lines.values()]
        accept_pair(pair[0], pair[1])


def forming_trust(terms_payload: bytes, credential: Credential, credential_payload: bytes) -> LineTrust:
    """What a member's own first entries are judged by, before the others have signed. Nothing is received under it."""
    return LineTrust(
        line_id(terms_payload),
        read_terms(terms_payload),
        terms_digest(terms_payload),
        {credential.party: credential},
        {credential.party: credential_digest(credential_payload)},
    )


def paper(line: bytes, party: str, to: str, part: Part) -> Payload:
    """A part as the payload it would have been in an envelope."""
    return Payload(
        line=line,
        author=party,
        to=to,
        nonce=bytes(32),
        items=part.items,
        mirror=part.mirror,
        have=[],
        cannot=[],
        head=part.head,
        pad=b"",
    )


def field_values(fields: Mapping[str, Field]) -> dict[str, bytes]:
    return {name: field.value for name, field in fields.items()}
