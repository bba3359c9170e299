"""COSE_Sign frames (RFC 9052 section 4.1): tag 98, unprotected maps empty, nothing optional.

    COSE_Sign = #6.98([h'', {}, payload: bstr, [+ [protected: bstr .cbor {1: alg, 4: kid}, {}, signature: bstr]]])

Signatures stand in ascending order of kid, each kid once, so a set of signatures has one encoding.
What is signed is Sig_structure with `external_aad` = detCBOR([tag, line]): a signature over terms can never be
taken for one over content, nor cross from one line to another. Which signatures are *required* is never read
from the object: see `detente.trust`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.codec.cbor import COSE_SIGN, decode, encode, string
from detente.codec.errors import Remote
from detente.codec.limits import MAX_STATEMENT

# COSE algorithm numbers: RFC 9864 (Ed25519, ESP256) and RFC 9964 (ML-DSA).
ED25519 = -19
ESP256 = -9
ML_DSA_44 = -48
ML_DSA_65 = -49
ML_DSA_87 = -50
MAX_SIGNATURES = 64


@dataclass(frozen=True)
class Signature:
    """One signer's part: COSE algorithm number, 16-byte key id, raw signature."""

    alg: int
    kid: bytes
    value: bytes


@dataclass(frozen=True)
class Signed:
    """A COSE_Sign object: the signed bytes and the signatures in ascending order of kid."""

    payload: bytes
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        rows = [[_protected(s.alg, s.kid), {}, s.value] for s in self.signatures]
        return encode([b"", {}, self.payload, rows], COSE_SIGN)


# The same few keys sign everything on the same few lines: what only they decide is encoded and read once.
@lru_cache(1024)
def _protected(alg: int, kid: bytes) -> bytes:
    return encode({1: alg, 4: kid})


@lru_cache(1024)
def _read_protected(protected: bytes) -> tuple[int, bytes]:
    match decode(protected, 64):
        case {1: int() as alg, 4: bytes() as kid, **rest} if not rest and len(kid) == 16 and type(alg) is int:
            return alg, kid
    raise Remote("cose-header")


@lru_cache(1024)
def _external_aad(tag: str, line: bytes) -> bytes:
    return encode([tag, line])


def to_sign(tag: str, line: bytes, alg: int, kid: bytes, payload: bytes) -> bytes:
    """Sig_structure (RFC 9052 section 4.4) for one signer, the bytes that are signed.

    `line` is the 32-byte line id; for founding terms it is the digest of those terms.
    """
    return _before_payload(tag, line, alg, kid) + string(payload)


@lru_cache(1024)
def _before_payload(tag: str, line: bytes, alg: int, kid: bytes) -> bytes:
    """What the bytes that are signed begin with: all but the payload, which stands last."""
    return encode(["Signature", b"", _protected(alg, kid), _external_aad(tag, line), b""])[:-1]


def assemble(payload: bytes, signatures: Iterable[Signature]) -> Signed:
    """A frame with its signatures in order; the same kid twice is refused."""
    ordered = tuple(sorted(signatures, key=lambda s: s.kid))
    if len({s.kid for s in ordered}) != len(ordered):
        raise Remote("cose-repeated-key")
    return Signed(payload, ordered)


def merge(frames: Sequence[Signed]) -> Signed:
    """Frames over the same payload as one. Two different signatures by one key keep the smaller, so merging is order-free."""
    if not frames or len({f.payload for f in frames}) != 1:
        raise Remote("cose-merge")
    best: dict[bytes, Signature] = {}
    for frame in frames:
        for signature in frame.signatures:
            held = best.get(signature.kid)
            if held is None or (signature.alg, signature.value) < (held.alg, held.value):
                best[signature.kid] = signature
    return assemble(frames[0].payload, best.values())


def parse(data: bytes, limit: int = MAX_STATEMENT) -> Signed:
    """Bytes of a COSE_Sign object as a frame; everything the format does not need is refused."""
    match decode(data, limit, COSE_SIGN):
        case [b"", {} as unprotected, bytes() as payload, [*rows]] if not unprotected:
            pass
        case _:
            raise Remote("cose-shape")
    if len(rows) > MAX_SIGNATURES:
        raise Remote("cose-shape")
    signatures: list[Signature] = []
    for row in rows:
        match row:
            case [bytes() as protected, {} as unprotected, bytes() as signature] if not unprotected:
                pass
            case _:
                raise Remote("cose-shape")
        signatures.append(Signature(*_read_protected(protected), signature))
    kids = [s.kid for s in signatures]
    if any(a >= b for a, b in itertools.pairwise(kids)):
        raise Remote("cose-order")
    return Signed(payload, tuple(signatures))
