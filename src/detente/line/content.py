"""What is said: composing content, committing to its sections, naming the message by the whole signed object.

    section digest = H("section", content id, name, HMAC-SHA-256(secret, name), value bytes)
    said id        = H("said", detCBOR(signed)), over the whole object with its signatures
    possession     = HMAC-SHA-256(secret, detCBOR(["heard", receiver]))

Every section of the kind is committed to, absent ones to CBOR null, so what was left out cannot be told from what is
withheld, and nothing can be added later.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from detente.codec.cbor import NULL, decode, encode, string, tagged_hash
from detente.codec.cose import Signed, parse
from detente.codec.errors import Damaged, Remote
from detente.codec.limits import MAX_ENVELOPE, MAX_MESSAGE, MAX_SECTION
from detente.codec.shape import Shape, pack, read, to_plain, unpack
from detente.crypto.webauthn import Assertion
from detente.kinds.kind import Kind
from detente.line.shapes import Content, Erased, Kept, Message, Open


def salt(secret: bytes, name: str) -> bytes:
    """The salt of one section: 32 bytes, known to whoever knows the message's secret."""
    return hmac.digest(secret, name.encode("utf-8"), hashlib.sha256)


def section_digest(content_id: bytes, name: str, section_salt: bytes, value: bytes) -> bytes:
    """H("section", content id, name, salt, value); what is hashed is put together here, since there are many in a message."""
    before = _before_section(name)
    return hashlib.sha256(
        b"".join((before[0], string(content_id), before[1], string(section_salt), string(value)))
    ).digest()


@lru_cache(256)
def _before_section(name: str) -> tuple[bytes, bytes]:
    """The head of an array of five with the tag, and the name."""
    return b"\x85" + encode("detente/1/section"), encode(name)


def commit(content_id: bytes, secret: bytes, kind: Kind, values: Mapping[str, bytes]) -> dict[str, bytes]:
    """The digests of all sections of `kind`; a section not in `values` commits to CBOR null."""
    return {
        name: section_digest(content_id, name, salt(secret, name), values.get(name, NULL)) for name in kind.sections
    }


def pack_sections(kind: Kind, sections: Mapping[str, Shape]) -> dict[str, bytes]:
    """Values as encoded bytes; a name the kind does not have, or a missing required one, is a caller's error."""
    if set(sections) - set(kind.sections) or kind.required - set(sections):
        raise Remote("sections", kind=kind.name)
    packed = {name: pack(value) for name, value in sections.items()}
    for name, value in packed.items():
        if len(value) > MAX_SECTION:
            raise Remote("too-large", size=len(value), limit=MAX_SECTION, section=name)
    return packed


def said_id(signed: Any) -> bytes:
    """The message's name: over the whole object, so another set of signatures is another message."""
    return tagged_hash("said", encode(signed))


def name_of(carried: Any) -> bytes | None:
    """The name of what an item carries as its message, whatever else it is; None when it has none."""
    return said_id(carried["signed"]) if isinstance(carried, dict) and "signed" in carried else None


def secret_of(carried: Any) -> bytes | None:
    """The secret of what an item carries as its message, or None."""
    secret = carried.get("secret") if isinstance(carried, dict) else None
    return secret if isinstance(secret, bytes) and len(secret) == 32 else None


def signed_object(frame: Signed, assertions: list[Assertion]) -> list[Any]:
    return [frame.encode(), [to_plain(a) for a in assertions]]


def read_signed(signed: list[Any]) -> tuple[Content, Signed, list[Assertion]]:
    """The content and who signed it."""
    match signed:
        case [bytes() as carried, [*rows]] if len(rows) <= 16:
            pass
        case _:
            raise Remote("shape", what="signed")
    frame = parse(carried, MAX_MESSAGE)
    assertions = [read(Assertion, row) for row in rows]
    if [a.key for a in assertions] != sorted({a.key for a in assertions}):
        raise Remote("shape", what="signed")
    return unpack(Content, frame.payload, MAX_MESSAGE), frame, assertions


def open_sections(content: Content, secret: bytes, values: Mapping[str, bytes], kind: Kind) -> dict[str, Any]:
    """The typed values of a message whose commitments all open.

    Raises `Remote("sections")` when the content does not commit to exactly the kind's sections,
    `Remote("not-readable")` when a value is not the one committed to, `Remote("body", …)` when a value has not the
    kind's shape, or a required one is absent.
    """
    if set(content.sections) != set(kind.sections):
        raise Remote("sections", kind=kind.name)
    check_commitments(content, secret, values)
    return typed_sections(values, kind, kind.required)


def typed_sections(values: Mapping[str, bytes], kind: Kind, required: frozenset[str]) -> dict[str, Any]:
    """Values as the kind's shapes. `Remote("body", …)` for one that has another, or a required one that is absent."""
    opened: dict[str, Any] = {}
    for name, shape in kind.sections.items():
        if name not in values:
            if name in required:
                raise Remote("body", section=name)
            continue
        try:
            opened[name] = unpack(shape, values[name], MAX_SECTION)
        except (Remote, Damaged) as error:
            raise Remote("body", section=name, why=error.code) from error
    return opened


def check_commitments(content: Content, secret: bytes, values: Mapping[str, bytes]) -> None:
    """Every section opens, or the message is not readable. A value of null is spelled by leaving it out."""
    if set(values) - set(content.sections):
        raise Remote("not-readable", why="section-unknown")
    for name, digest in content.sections.items():
        value = values.get(name, NULL)
        if name in values and value == NULL:
            raise Remote("not-readable", section=name)
        if section_digest(content.id, name, salt(secret, name), value) != digest:
            raise Remote("not-readable", section=name)


def possession(secret: bytes, receiver: str) -> bytes:
    """What a receiver puts in `has`: nobody can compute it who has not opened the envelope."""
    return hmac.digest(secret, encode(["heard", receiver]), hashlib.sha256)


def pack_message(message: Kept) -> bytes:
    return pack(message)


def read_message(data: bytes) -> Message:
    """A whole message as kept. One refused as too large is kept too, so only its envelope bounds it."""
    return unpack(Message, data, MAX_ENVELOPE)


def kept_of(plain: Any) -> Kept:
    """A decoded value as a message in one of its two forms: whole, or with sections destroyed by agreement."""
    return read(Erased, plain) if isinstance(plain, dict) and "agreed" in plain else read(Message, plain)


def read_kept(data: bytes) -> Kept:
    """As `read_message`, in whichever form it is kept."""
    return kept_of(decode(data, MAX_ENVELOPE))


def opened(message: Kept, name: str) -> Open | None:
    """One section with its own salt; None for one that was destroyed."""
    if isinstance(message, Erased):
        return message.open.get(name)
    return Open(salt(message.secret, name), message.values.get(name, NULL))


def has_it(message: Kept, receiver: str, has: bytes | None) -> bool:
    """Whether `has` shows possession. Of a message whose secret was destroyed nobody can tell any more."""
    return isinstance(message, Message) and has == possession(message.secret, receiver)
