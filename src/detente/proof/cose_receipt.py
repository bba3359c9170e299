"""RFC 9942 receipts: that a leaf stands in a log, or that a log continues an earlier head of itself, as COSE_Sign1.

    receipt   = 18([protected, {396: {-1: [inclusion]} / {-2: [consistency]}}, nil, signature])
    protected = detCBOR({1: alg, 4: kid, 15: {1: origin}, 395: 1})          ; 395: RFC9162_SHA256; 15: CWT claims (RFC 9597)
    inclusion   = detCBOR([tree size, leaf index, [* hash]])
    consistency = detCBOR([older size, newer size, [* hash]])
    signed    = detCBOR(["Signature1", protected, h'', root])               ; RFC 9052 section 4.4

The payload is the root, always detached: a verifier computes it from the leaf, or checks the consistency path against the
root it is given. The origin stands in the protected header, since nothing else in a receipt says of which log it is.

An export only. Nothing in Detente reads one: it needs one algorithm where a head needs two, and no head of the protocol
looks like what is signed here (that begins with the text of an origin, or with a label; this with a CBOR array).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detente.codec.cbor import encode

ALG, KID, CLAIMS, ISSUER = 1, 4, 15, 1
VDS, RFC9162_SHA256 = 395, 1
SIGN1_OF_FOUR = b"\xd2\x84"  # tag 18, an array of four
# {396: {-1: [proof]}} and with -2, up to the proof: no map of the protocol has such keys, so its encoder knows none.
INCLUSION = bytes.fromhex("a1 19018c a1 20 81")
CONSISTENCY = bytes.fromhex("a1 19018c a1 21 81")
Sign = Callable[[bytes], bytes]


def inclusion(
    origin: str, alg: int, kid: bytes, size: int, index: int, path: Sequence[bytes], root: bytes, sign: Sign
) -> bytes:
    """The receipt of inclusion: the leaf at `index` of the log at `size`, whose root is `root`."""
    return _receipt(origin, alg, kid, INCLUSION, [size, index, list(path)], root, sign)


def consistency(
    origin: str, alg: int, kid: bytes, old: int, new: int, path: Sequence[bytes], root: bytes, sign: Sign
) -> bytes:
    """The receipt of consistency: the log at `new`, whose root is `root`, begins with the log at `old`."""
    return _receipt(origin, alg, kid, CONSISTENCY, [old, new, list(path)], root, sign)


def _receipt(origin: str, alg: int, kid: bytes, kind: bytes, proof: list[object], root: bytes, sign: Sign) -> bytes:
    protected = encode({ALG: alg, KID: kid, CLAIMS: {ISSUER: origin}, VDS: RFC9162_SHA256})
    signature = sign(encode(["Signature1", protected, b"", root]))
    return SIGN1_OF_FOUR + encode(protected) + kind + encode(encode(proof)) + encode(None) + encode(signature)
