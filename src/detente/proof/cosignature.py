"""Cosignatures by witnesses (c2sp.org/tlog-cosignature), and what a witness is asked (c2sp.org/tlog-witness). Verifies nothing.

    request  = "old " SIZE "\\n" *(base64(hash) "\\n") "\\n" CHECKPOINT            to add-checkpoint
    answer   = 1*("— NAME base64(key id || u64 time || signature)\\n")
    Ed25519 signs   "cosignature/v1\\ntime " TIME "\\n" BODY                        type 0x04
    ML-DSA-44 signs "subtree/v1\\n\\0" NAME TIME ORIGIN 0 SIZE ROOT                 type 0x06

A cosignature is extra: no rule of the protocol asks for one, and nothing is refused for want of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_INT
from detente.codec.text import base64_text, from_base64, from_decimal
from detente.proof import note
from detente.proof.head import ED25519_PUBLIC, ED25519_SIGNATURE, ML_DSA_44_PUBLIC, ML_DSA_44_SIGNATURE, ML_DSA_44_TYPE
from detente.proof.tree import MAX_PATH

ED25519_V1 = 0x04
SIZES = {ED25519_V1: (ED25519_PUBLIC, ED25519_SIGNATURE), ML_DSA_44_TYPE: (ML_DSA_44_PUBLIC, ML_DSA_44_SIGNATURE)}
_LABEL = b"subtree/v1\n\x00"
MAX_ANSWER = 8192  # bytes


@dataclass(frozen=True)
class WitnessKey:
    """One key of a witness, as its operator gives it out (a verifier key of c2sp.org/signed-note)."""

    name: str
    key_id: bytes
    kind: int  # 0x04 or 0x06
    public: bytes


@dataclass(frozen=True)
class Cosignature:
    """One signature line that claims to be by a known key. `time`: seconds since 1970 UTC. It proves nothing until verified."""

    key: WitnessKey
    time: int
    signature: bytes
    line: note.Line


def read_vkey(text: str) -> WitnessKey:
    """`Local("witness-vkey")` for anything but NAME+hex(key id)+base64(type || key) of type 0x04 or 0x06."""
    name, _, rest = text.strip().partition("+")
    hexed, _, carried = rest.partition("+")
    try:
        data = from_base64(carried)
        kind, public = data[0], data[1:]
        key_id = bytes.fromhex(hexed)
        fits = len(public) == SIZES[kind][0] and key_id == note.key_id(name, kind, public) and hexed == key_id.hex()
        # The name must be one that a signature line may bear, short enough for one byte of length.
        note.render("x\n", [note.Line(name, key_id, bytes(1))])
        if not fits or len(name.encode()) > 255:
            raise Local("witness-vkey")
    except (Remote, ValueError, KeyError, IndexError) as error:
        raise Local("witness-vkey") from error
    return WitnessKey(name, key_id, kind, public)


def request(old: int, path: Sequence[bytes], checkpoint: bytes) -> bytes:
    """The body of add-checkpoint. `path` leads from the head at `old`, and is empty when `old` is 0."""
    if len(path) > MAX_PATH or (old == 0 and path):
        raise Local("proof-range", index=old, size=len(path))
    return "".join([f"old {old}\n", *(f"{base64_text(item)}\n" for item in path), "\n"]).encode() + checkpoint


def read_size(data: bytes) -> int:
    """The size in a witness's 409. `Remote("witness-answer")` for anything else."""
    if not data.endswith(b"\n") or len(data) > 20:
        raise Remote("witness-answer")
    try:
        return from_decimal(data[:-1].decode("ascii"), MAX_INT)
    except (Remote, UnicodeDecodeError) as error:
        raise Remote("witness-answer") from error


def read_answer(data: bytes, keys: Sequence[WitnessKey]) -> list[Cosignature]:
    """The signature lines of an answer by keys that are known, in order; others are ignored, as C2SP has it.

    `Remote("witness-answer")` when it is no list of signature lines, or a known key's is not of its length.
    """
    if len(data) > MAX_ANSWER:
        raise Remote("witness-answer")
    try:
        _, lines = note.parse(b"x\n\n" + data, MAX_ANSWER + 3)
    except Remote as error:
        raise Remote("witness-answer") from error
    found = []
    for line in lines:
        for key in keys:
            if (line.name, line.key_id) != (key.name, key.key_id):
                continue
            if len(line.signature) != 8 + SIZES[key.kind][1]:
                raise Remote("witness-answer")
            time = int.from_bytes(line.signature[:8], "big")
            if time > MAX_INT:
                raise Remote("witness-answer")
            found.append(Cosignature(key, time, line.signature[8:], line))
    return found


def signed_by(key: WitnessKey, time: int, body: str, origin: str, size: int, root: bytes) -> bytes:
    """The bytes that a cosignature at `time` is over."""
    if key.kind == ED25519_V1:
        return f"cosignature/v1\ntime {time}\n{body}".encode()
    name, of = key.name.encode(), origin.encode()
    numbers = (0).to_bytes(8, "big") + size.to_bytes(8, "big")
    return _LABEL + bytes([len(name)]) + name + time.to_bytes(8, "big") + bytes([len(of)]) + of + numbers + root


def joined(checkpoint: bytes, lines: Sequence[note.Line]) -> bytes:
    """A checkpoint with more signature lines: what is published. What travels on a line never has them."""
    return (
        checkpoint + "".join(f"\u2014 {one.name} {base64_text(one.key_id + one.signature)}\n" for one in lines).encode()
    )
