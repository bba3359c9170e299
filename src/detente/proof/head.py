"""Heads of logs, and the checkpoint a party signs over its own: a C2SP note with exactly two signatures.

    detente.v1/LINE/PARTY/EPOCH           the origin: one log per party, per line, per epoch
    SIZE                                  c2sp.org/tlog-checkpoint, never an extension line
    base64(ROOT)

    — ORIGIN base64(key id || Ed25519)                       type 0x01, c2sp.org/signed-note
    — ORIGIN base64(key id || u64 zero || ML-DSA-44)         type 0x06, c2sp.org/tlog-cosignature

Both lines carry the origin as their name, since a log signs for itself. The time in the second is always
zero, which C2SP lets stand for no statement about time (times are in entries), so that a stored body signed
again says the same. This module says which bytes are signed; it verifies no signature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import msgspec

from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_LOG
from detente.codec.shape import B16, Digest, Index, Party, Row
from detente.codec.text import base32, base64_text, from_base32, from_base64, from_decimal
from detente.proof import note

ED25519_TYPE = 0x01
ML_DSA_44_TYPE = 0x06
ED25519_PUBLIC = 32
ED25519_SIGNATURE = 64
ML_DSA_44_PUBLIC = 1312
ML_DSA_44_SIGNATURE = 2420
_LABEL = b"subtree/v1\n\x00"
_NO_TIME = bytes(8)
_ORIGIN = re.compile(r"detente\.v1/([a-z2-7]{52})/([a-z0-9-]{1,32})/([0-9a-f]{32})", re.ASCII)

# Of a log anyone speaks of: an epoch always has its first entry.
Size = Annotated[int, msgspec.Meta(ge=1, le=MAX_LOG)]


class Head(Row, frozen=True):
    """Where a log stood: head = [party, epoch, size, root]."""

    party: Party
    epoch: B16
    size: Size
    root: Digest


class Place(Row, frozen=True):
    """One entry of one log: place = [party, epoch, index]."""

    party: Party
    epoch: B16
    index: Index


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A parsed checkpoint. It proves nothing until *both* signatures verify under the log's own keys."""

    origin: str
    size: int
    root: bytes
    ed25519: bytes
    ml_dsa_44: bytes

    def head(self) -> Head:
        _line, party, epoch = parse_origin(self.origin)
        return Head(party, epoch, self.size, self.root)


@lru_cache(4096)
def origin(line: bytes, party: str, epoch: bytes) -> str:
    """The name of one log: `line` is the 32-byte line id, `epoch` the epoch's 16 random bytes."""
    text = f"detente.v1/{base32(line)}/{party}/{epoch.hex()}"
    if not _ORIGIN.fullmatch(text):
        raise Local("head-origin")
    return text


@lru_cache(4096)
def parse_origin(text: str) -> tuple[bytes, str, bytes]:
    """Line id, party and epoch. One log has one origin: any other spelling is `Remote("head-origin")`."""
    found = _ORIGIN.fullmatch(text)
    if not found:
        raise Remote("head-origin")
    try:
        line = from_base32(found[1])
    except Remote as error:
        raise Remote("head-origin") from error
    return line, found[2], bytes.fromhex(found[3])


def body(origin: str, size: int, root: bytes) -> str:
    """The text of a checkpoint: three lines. What `parse_checkpoint` would refuse is not written."""
    parse_origin(origin)
    _local(0 < size <= MAX_LOG, "head-size")
    _local(len(root) == 32, "head-root")
    return f"{origin}\n{size}\n{base64_text(root)}\n"


def ed25519_message(body: str) -> bytes:
    """What the Ed25519 key signs: the note text (c2sp.org/signed-note)."""
    return body.encode()


def ml_dsa_44_message(origin: str, size: int, root: bytes) -> bytes:
    """What the ML-DSA-44 key signs: `cosigned_message` (c2sp.org/tlog-cosignature).

    label[12], cosigner_name<1..2^8-1> = origin, timestamp u64 = 0, log_origin<1..2^8-1> = origin,
    start u64 = 0, end u64 = size, hash[32] = root.
    """
    body(origin, size, root)  # the same things are signable in both forms
    name = origin.encode()
    opaque = bytes([len(name)]) + name
    return _LABEL + opaque + _NO_TIME + opaque + (0).to_bytes(8, "big") + size.to_bytes(8, "big") + root


def encode_checkpoint(
    origin: str, size: int, root: bytes, ed_public: bytes, ed_sig: bytes, ml_public: bytes, ml_sig: bytes
) -> bytes:
    """The checkpoint's bytes: the body and exactly two lines, Ed25519 first."""
    ed_id, ml_id = _key_ids(origin, ed_public, ml_public)
    _local(len(ed_sig) == ED25519_SIGNATURE and len(ml_sig) == ML_DSA_44_SIGNATURE, "head-signature-size")
    lines = (note.Line(origin, ed_id, ed_sig), note.Line(origin, ml_id, _NO_TIME + ml_sig))
    return note.render(body(origin, size, root), lines)


def parse_checkpoint(data: bytes, ed_public: bytes, ml_public: bytes) -> Checkpoint:
    """The checkpoint in `data`, said to be signed by these two keys of the log. It encodes to the same bytes.

    Raises `Remote`: as `note.parse`; `head-body`, `head-origin`, `head-size`, `head-root`; `head-lines` (not
    exactly two under the log's own name), `head-key` (other keys, or another order), `head-signature` (not of
    the exact length), `head-time` (not zero).
    """
    text, lines = note.parse(data)
    origin, size, root = parse_body(text)
    if len(lines) != 2 or any(line.name != origin for line in lines):
        raise Remote("head-lines")
    ed, ml = lines
    if (ed.key_id, ml.key_id) != _key_ids(origin, ed_public, ml_public):
        raise Remote("head-key")
    if len(ed.signature) != ED25519_SIGNATURE or len(ml.signature) != len(_NO_TIME) + ML_DSA_44_SIGNATURE:
        raise Remote("head-signature")
    if not ml.signature.startswith(_NO_TIME):
        raise Remote("head-time")
    return Checkpoint(origin, size, root, ed.signature, ml.signature[len(_NO_TIME) :])


def peek_origin(data: bytes) -> str:
    """The origin a checkpoint claims, to know whose keys to ask for. Trusts nothing and proves nothing."""
    text, _lines = note.parse(data)
    claimed, _size, _root = parse_body(text)
    return claimed


def parse_body(text: str) -> tuple[str, int, bytes]:
    """Origin, size and root of the text of a checkpoint. `Remote("head-body")`, `head-origin`, `head-size`, `head-root`."""
    match text.split("\n"):
        case [origin, size_text, root_text, ""]:
            pass
        case _:  # a line too few, or an extension line, which ML-DSA-44 would not cover
            raise Remote("head-body")
    parse_origin(origin)
    try:
        size = from_decimal(size_text, MAX_LOG)
    except Remote as error:
        raise Remote("head-size") from error
    if size == 0:  # an epoch always has its first entry
        raise Remote("head-size")
    try:
        root = from_base64(root_text)
    except Remote as error:
        raise Remote("head-root") from error
    if len(root) != 32:
        raise Remote("head-root")
    return origin, size, root


def _key_ids(origin: str, ed_public: bytes, ml_public: bytes) -> tuple[bytes, bytes]:
    _local(len(ed_public) == ED25519_PUBLIC and len(ml_public) == ML_DSA_44_PUBLIC, "head-key-size")
    return note.key_id(origin, ED25519_TYPE, ed_public), note.key_id(origin, ML_DSA_44_TYPE, ml_public)


def _local(holds: bool, code: str) -> None:
    if not holds:
        raise Local(code)
