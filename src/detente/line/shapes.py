"""The structures of a line, as spec/detente.cddl has them. Times are ms UTC, digests 32 bytes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from detente.codec.cbor import NULL
from detente.codec.limits import MAX_CHECKPOINT, MAX_ITEMS, MAX_MEMBERS, MAX_MIRROR, MAX_REPORTED, MAX_RUN, MAX_SECTION
from detente.codec.shape import B16, B32, Digest, Index, Millis, Name, Party, Row, Shape, Uint
from detente.crypto.seal import LayerRef
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening, Proof
from detente.trust.succession import MAX_SUCCESSIONS, Succession

Wanted = Annotated[int, msgspec.Meta(ge=0, le=3)]  # for information, within a working day, within hours, at once


class Content(Shape, frozen=True):
    """What is said. No number and no head: only the sequencer knows those."""

    v: Literal[1]
    line: Digest
    context: Literal["live", "exercise"]
    terms: Digest
    author: Party = msgspec.field(name="from")
    kind: Name
    schema: Uint
    vocab: Digest
    wanted: Wanted
    id: B32
    composed: Millis
    expires: Millis
    sections: Annotated[dict[Name, Digest], msgspec.Meta(min_length=1, max_length=32)]
    thread: Digest | None = None
    re: Annotated[list[Digest], msgspec.Meta(min_length=1, max_length=64)] | None = None


class Said(Shape, frozen=True, tag_field="role", tag="said"):
    i: Index
    n: Index
    at: Millis
    what: Digest
    cred: Digest
    seen: Annotated[list[Head], msgspec.Meta(max_length=MAX_MEMBERS)]


class Run(Row, frozen=True):
    """The further messages that one refusal stands for: where they stand in that log, ascending, and all the names.

    `names` = H("run", names), the first one's among them, in order of place.
    """

    also: Annotated[list[Index], msgspec.Meta(min_length=1, max_length=MAX_RUN - 1)]
    names: Digest


class Heard(Shape, frozen=True, tag_field="role", tag="heard"):
    """A receipt, once proven under a head: `verdict` on the message `what` that stands at `place`.

    With `run` (only for what is over quota) it is the receipt of those messages too.
    """

    i: Index
    at: Millis
    place: Place = msgspec.field(name="from")
    what: Digest
    verdict: Literal["accepted", "not-understood", "refused"]
    reason: Name | None = None
    has: B32 | None = None
    run: Run | None = None


class Opened(Shape, frozen=True, tag_field="role", tag="epoch"):
    i: Annotated[int, msgspec.Meta(ge=0, le=0)]
    at: Millis
    reason: Name
    reported: Annotated[list[Head], msgspec.Meta(max_length=MAX_REPORTED)]
    follows: Head | None = None


Entry = Said | Heard | Opened


class Message(Shape, frozen=True):
    """To members: `signed` and `values` as carried bytes, so nothing is ever re-encoded before it is hashed.

    Here and in `Payload` the fields stand in the order of their encoding, so that what is large need not be sorted.
    """

    secret: B32
    signed: Annotated[list[Any], msgspec.Meta(min_length=2, max_length=2)]
    values: dict[Name, Annotated[bytes, msgspec.Meta(max_length=MAX_SECTION)]]


class Open(Row, frozen=True):
    """A section shown by itself: its own salt, and its value."""

    salt: B32
    value: Annotated[bytes, msgspec.Meta(max_length=MAX_SECTION)]


class Shown(Shape, frozen=True):
    """To outsiders: sections not in `open` are withheld."""

    open: Annotated[dict[Name, Open], msgspec.Meta(max_length=32)]
    signed: Annotated[list[Any], msgspec.Meta(min_length=2, max_length=2)]


class Stated(Row, frozen=True):
    """A message shown, with the proof of where its author's log says it."""

    shown: Shown
    proof: Proof


class Erased(Shape, frozen=True):
    """A message of which sections were destroyed by agreement: no secret, and of each section left its own salt.

    `agreed`: for each destruction the proposal, then every other member's consent in order of party (line/destroyed.py).
    """

    open: Annotated[dict[Name, Open], msgspec.Meta(max_length=32)]
    agreed: Annotated[
        list[Annotated[list[Stated], msgspec.Meta(min_length=2, max_length=MAX_MEMBERS)]],
        msgspec.Meta(min_length=1, max_length=32),
    ]
    signed: Annotated[list[Any], msgspec.Meta(min_length=2, max_length=2)]

    @property
    def values(self) -> dict[str, bytes]:
        """Of the sections left, those its author did not leave empty."""
        return {name: shown.value for name, shown in self.open.items() if shown.value != NULL}


Kept = Message | Erased


class Item(Row, frozen=True):
    """One message with its place: `proof` is a path under the payload's head, or a whole proof when forwarded.

    `message` is what stands there, read one by one: one that has not the shape of a message spoils none beside it.
    """

    message: Any
    opening: Opening
    proof: Annotated[list[Digest], msgspec.Meta(max_length=48)] | Proof


class Mirror(Row, frozen=True):
    start: Index
    openings: Annotated[list[Opening], msgspec.Meta(max_length=MAX_MIRROR)]


class Cannot(Row, frozen=True):
    """An envelope, by its `commit`, that could not be opened, and why."""

    commit: Digest
    why: Name


class Payload(Shape, frozen=True):
    """The inside of an envelope."""

    to: Party
    pad: bytes
    author: Party = msgspec.field(name="from")
    have: Annotated[list[Head], msgspec.Meta(max_length=MAX_MEMBERS * 4)]
    head: Annotated[bytes, msgspec.Meta(max_length=MAX_CHECKPOINT)]
    line: Digest
    items: Annotated[list[Item], msgspec.Meta(max_length=MAX_ITEMS)]
    nonce: B32
    cannot: Annotated[list[Cannot], msgspec.Meta(max_length=64)]
    mirror: Mirror
    credentials: Annotated[list[Succession], msgspec.Meta(min_length=1, max_length=MAX_SUCCESSIONS)] | None = None


class Outer(Shape, frozen=True):
    """All that a relay sees. Whole, it is part of the `info` the sealing binds."""

    v: Literal[1]
    suite: Uint
    mailbox: B16
    key: B16
    layers: Annotated[list[LayerRef], msgspec.Meta(max_length=8)]
    commit: Digest
