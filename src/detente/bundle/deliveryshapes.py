"""The shapes of a delivery record, as `detente.bundle.delivery` reads it and `detente.bundle.delivering` chooses it.

delivery = {v: 1, line, writer: party, made: ms, terms, fields, credentials, message: digest, by: {+ party => [ms, basis]},
            logs: [+ part], ? carried: {+ party => [* carried]}, ? differ: {+ party => [* checkpoint]}, ? successions}
part     = {head: checkpoint, ? range: [start, [+ row], outside: [* digest]], ? apart: [+ [row, path]]}
row      = {entry: opening, ? signed: signed, ? open: {* name => [salt, value]}}
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from detente.bundle.shapes import Successions
from detente.codec.limits import MAX_CHECKPOINT, MAX_MEMBERS, MAX_STATEMENT
from detente.codec.shape import Digest, Index, Millis, Name, Party, Row, Shape
from detente.line.shapes import Open
from detente.proof.receipt import Opening, Path
from detente.trust.statements import Field

MOST_AROUND = 96  # subtrees beside a range: at most two a level
Basis = Literal["due", "calendar", "asked"]
Checkpoint = Annotated[bytes, msgspec.Meta(max_length=MAX_CHECKPOINT)]


class ShownRow(Shape, frozen=True):
    entry: Opening
    signed: Annotated[list[Any], msgspec.Meta(min_length=2, max_length=2)] | None = None
    open: Annotated[dict[Name, Open], msgspec.Meta(max_length=32)] | None = None


class Range(Row, frozen=True):
    start: Index
    rows: Annotated[list[ShownRow], msgspec.Meta(min_length=1)]
    outside: Annotated[list[Digest], msgspec.Meta(max_length=MOST_AROUND)]


class Apart(Row, frozen=True):
    row: ShownRow
    path: Path


class Part(Shape, frozen=True):
    head: Checkpoint
    range: Range | None = None
    apart: Annotated[list[Apart], msgspec.Meta(min_length=1)] | None = None


class By(Row, frozen=True):
    """The time asked about (ms UTC) and whence: due by the terms, the same over a duty calendar shown, or asked for."""

    at: Millis
    basis: Basis


Host = Annotated[str, msgspec.Meta(pattern="^[a-z0-9.:-]{1,253}\\Z")]


class Carried(Shape, frozen=True):
    """That the author's node gave the message to a route, and when first (ms UTC by its clock); `to`: the host, if any."""

    way: Name
    first: Millis
    to: Host | None = None


Ways = Annotated[list[Carried], msgspec.Meta(max_length=64)]
Heads = Annotated[list[Checkpoint], msgspec.Meta(max_length=2)]  # none: the writer says so, and cannot show it


class Delivery(Shape, frozen=True):
    v: Literal[1]
    line: Digest
    writer: Party
    made: Millis
    terms: Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]
    fields: Annotated[dict[Name, Field], msgspec.Meta(max_length=32)]
    credentials: Annotated[
        list[Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]],
        msgspec.Meta(min_length=1, max_length=MAX_MEMBERS),
    ]
    message: Digest
    by: Annotated[dict[Party, By], msgspec.Meta(min_length=1, max_length=MAX_MEMBERS)]
    logs: Annotated[list[Part], msgspec.Meta(min_length=1, max_length=4096)]
    carried: Annotated[dict[Party, Ways], msgspec.Meta(min_length=1)] | None = None
    differ: Annotated[dict[Party, Heads], msgspec.Meta(min_length=1)] | None = None
    successions: Successions | None = None
