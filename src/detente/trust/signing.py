"""Putting signatures on statements, and checking a required set of them. No policy here: the set is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.codec.cose import Signature, Signed, assemble, merge, to_sign
from detente.codec.errors import Remote
from detente.crypto.suites import Signer, verify
from detente.trust.statements import Key


def sign(tag: str, line: bytes, payload: bytes, signers: Mapping[bytes, Signer]) -> Signed:
    """`payload` signed by every signer; the mapping is from key id."""
    return assemble(
        payload,
        [Signature(s.alg, kid, s.sign(to_sign(tag, line, s.alg, kid, payload))) for kid, s in signers.items()],
    )


def is_valid(tag: str, line: bytes, payload: bytes, signature: Signature, key: Key) -> bool:
    """One signature against one key. The algorithm must be the key's: it is never taken from the object."""
    return signature.alg == key.alg and verify(
        key.alg, key.pub, to_sign(tag, line, key.alg, key.id, payload), signature.value
    )


def valid_only(tag: str, line: bytes, frame: Signed, keys: Iterable[Key]) -> Signed:
    """The frame with only those signatures that verify under one of `keys`: what may be merged into a file passed around."""
    by_id = {key.id: key for key in keys}
    good = [s for s in frame.signatures if s.kid in by_id and is_valid(tag, line, frame.payload, s, by_id[s.kid])]
    return assemble(frame.payload, good)


def merge_valid(tag: str, line: bytes, frames: Iterable[Signed], keys: Iterable[Key]) -> Signed:
    """Frames over the same payload as one, only with signatures that verify."""
    keys = list(keys)
    return merge([valid_only(tag, line, frame, keys) for frame in frames])


def require_exactly(tag: str, line: bytes, frame: Signed, keys: Iterable[Key]) -> None:
    """Every key of the required set has signed, validly, and nobody else.

    Raises `Remote("signature-missing"|"signature-unknown-key"|"signature-invalid")`.
    Attack stopped: an object that brings its own signers, or drops the half that resists a quantum computer.
    """
    by_id = {key.id: key for key in keys}
    signed = {s.kid: s for s in frame.signatures}
    if set(signed) - set(by_id):
        raise Remote("signature-unknown-key")
    for kid, key in by_id.items():
        if kid not in signed:
            raise Remote("signature-missing", key=kid.hex())
        if not is_valid(tag, line, frame.payload, signed[kid], key):
            raise Remote("signature-invalid", key=kid.hex())
