"""A message before it is signed, and its signature: apart, so that what a second person is shown is exactly what will be signed.

    unsigned = detCBOR({v: 1, content: bytes, secret: 32 bytes, values: {section: bytes}})

`content` is what the office signs, byte for byte; it commits to each section's value. A draft kept like this may wait for its
release for as long as it is valid (`EXPIRES`); nothing of it has left, and nothing of it is on the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from detente.codec.cbor import tagged_hash
from detente.codec.errors import Local
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import B32, Shape, pack, to_plain, unpack
from detente.kinds import LATEST, TABLE
from detente.line.content import commit, open_sections, pack_sections, signed_object
from detente.line.shapes import Content, Message
from detente.trust.signing import sign

if TYPE_CHECKING:
    from detente.line.machine import Line
    from detente.node.node import Node

DAY = 86_400_000
EXPIRES = {0: 30 * DAY, 1: 14 * DAY, 2: 7 * DAY, 3: 7 * DAY}  # how long a message may wait to be placed


class Unsigned(Shape, frozen=True):
    """See the module."""

    v: Literal[1]
    content: bytes
    secret: B32
    values: dict[str, bytes]


def unsigned(
    node: Node,
    line: Line,
    kind_name: str,
    sections: Mapping[str, Shape],
    wanted: int,
    re: list[bytes] | None = None,
    thread: bytes | None = None,
) -> Unsigned:
    """A message composed now; not signed, not recorded."""
    from detente.node.versioning import writes  # it looks at what was written

    kind = LATEST[kind_name]
    now = node.now()
    placed = max(now, line.own.at)  # a clock put right does not make what is said now end before it is placed
    content_id, secret = node.random(32), node.random(32)
    values = pack_sections(kind, sections)
    content = Content(
        v=1,
        line=line.id,
        context=line.trust.terms.context,
        terms=line.trust.terms_digest,
        author=node.me,
        kind=kind.name,
        schema=kind.schema,
        vocab=writes(node, line).digest,
        wanted=wanted,
        id=content_id,
        composed=now,
        expires=placed + EXPIRES[wanted],
        sections=commit(content_id, secret, kind, values),
        thread=thread,
        re=re,
    )
    return Unsigned(v=1, content=pack(content), secret=secret, values=dict(values))


def signed(node: Node, line: Line, message: Unsigned) -> Message:
    """Signed by the office; what a machine says of itself, by the node."""
    content = unpack(Content, message.content, MAX_MESSAGE)
    kid, signer = node.keyring.signer(line.id, "node" if LATEST[content.kind].machine else "officer")
    frame = sign("content", line.id, message.content, {kid: signer})
    return Message(signed=signed_object(frame, []), secret=message.secret, values=message.values)


def kept(message: Unsigned) -> bytes:
    return pack(message)


def read(line: Line, data: bytes) -> Unsigned:
    """What was kept for release. `Local("draft-other-line")` when it was written for another line or under other terms."""
    message = unpack(Unsigned, data, MAX_MESSAGE)
    content = unpack(Content, message.content, MAX_MESSAGE)
    if content.line != line.id or content.terms != line.trust.terms_digest:
        raise Local("draft-other-line")
    return message


def digest(message: Unsigned) -> bytes:
    """Of exactly the bytes to be signed."""
    return tagged_hash("content-to-sign", message.content)


def shown(message: Unsigned) -> dict[str, Any]:
    """What it says, read back from the bytes: `kind`, `vocab`, `wanted`, `re`, `thread`, `composed`, `expires`, `sections`,
    `digest`."""
    content = unpack(Content, message.content, MAX_MESSAGE)
    kind = TABLE[(content.kind, content.schema)]
    values = open_sections(content, message.secret, message.values, kind)
    names = ("kind", "vocab", "wanted", "re", "thread", "composed", "expires")
    return {
        **{name: getattr(content, name) for name in names},
        "sections": {name: to_plain(value) for name, value in values.items()},
        "digest": digest(message),
    }
