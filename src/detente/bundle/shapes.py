"""A bundle: part of a record, for people outside the line, checkable years later without Detente.

    file   = detCBOR(bundle) || SHA-256(all before)                      ; the damage check proves nothing
    bundle = {v: 1, line: digest, terms: bstr .cbor COSE_Sign<terms>, fields: {* name => field},
              credentials: [+ bstr .cbor COSE_Sign<credential>], logs: [+ log], messages: [* shown]}
    log    = {head: checkpoint, all: [+ opening]} / {head: checkpoint, some: [+ [opening, path]]}
    shown  = {signed: signed, open: {* name => [salt: b32, value: bstr]}}

Credentials in order of party, logs in order of (party, epoch), openings in order of index, messages in record order, so a
record has one encoding. Sections not in `open` are withheld; one opened to null was left empty by its author.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from detente.codec.limits import MAX_CHECKPOINT, MAX_MEMBERS, MAX_STATEMENT
from detente.codec.shape import Digest, Name, Row, Shape
from detente.line.shapes import Shown
from detente.proof.receipt import Opening, Path
from detente.trust.statements import Field
from detente.trust.succession import MAX_SUCCESSIONS, Succession

DAMAGE_CHECK = 32  # bytes


Successions = Annotated[list[Succession], msgspec.Meta(min_length=1, max_length=MAX_MEMBERS * MAX_SUCCESSIONS)]


class OpenedAt(Row, frozen=True):
    opening: Opening
    path: Path


class LogPart(Shape, frozen=True):
    head: Annotated[bytes, msgspec.Meta(max_length=MAX_CHECKPOINT)]
    all: Annotated[list[Opening], msgspec.Meta(min_length=1)] | None = None
    some: Annotated[list[OpenedAt], msgspec.Meta(min_length=1)] | None = None


class Bundle(Shape, frozen=True):
    v: Literal[1]
    line: Digest
    terms: Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]
    fields: Annotated[dict[Name, Field], msgspec.Meta(max_length=32)]
    credentials: Annotated[
        list[Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]],
        msgspec.Meta(min_length=1, max_length=MAX_MEMBERS),
    ]
    logs: Annotated[list[LogPart], msgspec.Meta(min_length=1, max_length=4096)]
    messages: list[Shown]
    successions: Successions | None = None
