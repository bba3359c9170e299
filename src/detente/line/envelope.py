"""Envelopes: a payload padded to a size class, its layers, sealed to one key, behind an outer header.

    envelope = [outer, sealed]; info = detCBOR(["detente/1/seal", outer, line, from, to])

The relay sees only `outer`. `line`, `from` and `to` follow from the mailbox and must equal those inside.
A payload is padded with zero bytes so that the whole envelope has one of four sizes: a bare receipt and a page of
prose are the same to whoever watches. A length that canonical CBOR cannot hit exactly goes to the next class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.codec.cbor import decode, encode, tagged_hash
from detente.codec.errors import Damaged, Local, Remote
from detente.codec.limits import MAX_ENVELOPE, SIZE_CLASSES
from detente.codec.shape import read, to_plain, unpack
from detente.crypto.seal import (
    ENC_SIZE,
    LAYER_OVERHEAD,
    TAG_SIZE,
    LayerRef,
    apply_layers,
    open_sealed,
    remove_layers,
    seal,
)
from detente.line.shapes import Outer, Payload


@dataclass(frozen=True)
class Address:
    """Where an envelope goes: the mailbox and sealing key `to` announced for `sender` on `line`."""

    line: bytes
    sender: str
    to: str
    mailbox: bytes
    key: bytes  # id of the sealing key
    public: bytes
    suite: int


def commitment(nonce: bytes, leaves: Sequence[bytes]) -> bytes:
    """The header's `commit`: lets the sender show later which leaves an envelope carried."""
    return tagged_hash("envelope", nonce, list(leaves))


def _info(outer: Outer, line: bytes, sender: str, to: str) -> bytes:
    return encode(["detente/1/seal", to_plain(outer), line, sender, to])


def _padded(payload: Payload, overhead: int) -> bytes:
    """The payload, encoded, so that its envelope has exactly a class size.

    `Local("envelope-too-large")` when none is large enough.
    """
    bare = encode(to_plain(payload) | {"pad": b""})
    # Keys stand in order, so the pad stands after `to` and nothing else: only its own string has to be put in.
    before = 1 + len(encode("to")) + len(encode(payload.to)) + len(encode("pad"))
    for size in SIZE_CLASSES:
        room = size - overhead - (2 if size < 65536 else 4) - len(bare)  # the rest of the sealed string's length header
        for head in (0, 1, 2, 4):  # extra bytes of the pad's own length header, RFC 8949 section 3
            length = room - head
            if length >= 0 and _header(length) == head:
                return bare[:before] + encode(bytes(length)) + bare[before + 1 :]
    raise Local("envelope-too-large", size=len(bare), limit=MAX_ENVELOPE)


def _header(length: int) -> int:
    return 0 if length < 24 else 1 if length < 256 else 2 if length < 65536 else 4


def close(
    payload: Payload,
    address: Address,
    leaves: Sequence[bytes],
    layers: Sequence[LayerRef] = (),
    layer_secrets: Mapping[bytes, bytes] | None = None,
) -> bytes:
    """The sealed envelope. `layers` are those the terms require, innermost first, each with a fresh salt."""
    outer = Outer(
        v=1,
        suite=address.suite,
        mailbox=address.mailbox,
        key=address.key,
        layers=list(layers),
        commit=commitment(payload.nonce, leaves),
    )
    plain = to_plain(outer)
    overhead = len(encode([plain, b""])) + ENC_SIZE + TAG_SIZE + LAYER_OVERHEAD * len(layers)
    layered = apply_layers(_padded(payload, overhead), layers, layer_secrets or {}, address.sender, address.to, plain)
    return encode([plain, seal(address.public, _info(outer, address.line, address.sender, address.to), layered)])


def read_outer(envelope: bytes) -> tuple[Outer, bytes]:
    """The outer header and the sealed bytes, before any secret is touched."""
    if len(envelope) not in SIZE_CLASSES:
        raise Remote("envelope-size", size=len(envelope))
    match decode(envelope, MAX_ENVELOPE):
        case [{} as outer, bytes() as sealed]:
            return read(Outer, outer), sealed
    raise Remote("shape", what="envelope")


def open_envelope(
    outer: Outer,
    sealed: bytes,
    seed: bytes,
    line: bytes,
    sender: str,
    to: str,
    required_layers: Sequence[int] = (),
    layer_secrets: Mapping[bytes, bytes] | None = None,
) -> Payload:
    """The payload, when it opens under this key and is of this line, from this sender, to this party.

    `required_layers` come from the terms: an envelope with fewer is refused (`layer-missing`), so nobody in between
    strips one. Raises `Remote("sealed-unopenable"|"layer-…"|"envelope-misdirected")`.
    """
    if [use.layer for use in outer.layers] != list(required_layers):
        raise Remote("layer-missing")
    plaintext = open_sealed(seed, _info(outer, line, sender, to), sealed)
    plaintext = remove_layers(plaintext, outer.layers, layer_secrets or {}, sender, to, to_plain(outer))
    try:
        payload = unpack(Payload, plaintext, MAX_ENVELOPE)
    except Damaged as error:
        raise Remote("payload-unreadable") from error
    if (payload.line, payload.author, payload.to) != (line, sender, to):
        raise Remote("envelope-misdirected")
    if payload.pad != bytes(len(payload.pad)):
        raise Remote("envelope-padding")
    return payload
