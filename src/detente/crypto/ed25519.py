"""Ed25519 public keys looked at closely, and a slow verifier to hold the fast one to (RFC 8032 section 5.1).

`cryptography` accepts every encoding that decodes to some point. Eight points have an order that divides 8;
with the identity as public key the signature (R = identity, S = 0) verifies for *every* message, so a key of
that kind signs whatever anyone likes. A key with a small-order part added (torsioned) verifies or not
depending on which of the two equations RFC 8032 section 5.1.7 leaves open a library picked. Both are refused
here, once, when a credential is accepted; after that every library that checks S < L gives the same answer.

Integers of Python, extended coordinates (RFC 8032 section 5.1.4). Nothing here touches a secret, so nothing
needs to run in constant time.
"""

from __future__ import annotations

import hashlib

from detente.codec.errors import Remote

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493  # order of the base point
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, x*y = T/Z

IDENTITY: Point = (0, 1, 1, 0)


def add(a: Point, b: Point) -> Point:
    """Sum of two points; the formula is complete on this curve, so doubling and the identity need no case."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    g = 2 * D * t1 * t2 % P
    h = 2 * z1 * z2 % P
    s, t, u, v = f - e, h - g, h + g, f + e
    return s * t % P, u * v % P, t * u % P, s * v % P


def double(a: Point) -> Point:
    """a + a, by the shorter formula of RFC 8032 section 5.1.4."""
    x, y, z, _ = a
    xx, yy = x * x % P, y * y % P
    h = xx + yy
    e = h - (x + y) * (x + y) % P
    g = xx - yy
    f = 2 * z * z + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    """[scalar]point for scalar >= 0."""
    result = IDENTITY
    for bit in bin(scalar)[2:]:
        result = double(result)
        if bit == "1":
            result = add(result, point)
    return result


def is_identity(point: Point) -> bool:
    x, y, z, _ = point
    return x % P == 0 and (y - z) % P == 0


def same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def encode(point: Point) -> bytes:
    """32 bytes: y with the low bit of x on top (RFC 8032 section 5.1.2)."""
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def decode(data: bytes) -> Point:
    """RFC 8032 section 5.1.3. Raises `Remote`: `key-size`, `key-not-canonical`, `key-not-on-curve`."""
    if len(data) != 32:
        raise Remote("key-size", size=len(data), expected=32)
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        raise Remote("key-not-canonical")
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == P - u and u:
        x = x * SQRT_MINUS_ONE % P
    if (v * x * x - u) % P:
        raise Remote("key-not-on-curve")
    if x == 0 and sign:
        raise Remote("key-not-canonical")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def check_public_key(pub: bytes) -> None:
    """Refuse a public key that is anything but the one encoding of a point of order L.

    Raises `Remote`: `key-size`, `key-not-canonical`, `key-not-on-curve`, `key-small-order`, `key-torsioned`.
    """
    point = decode(pub)
    if is_identity(double(double(double(point)))):
        raise Remote("key-small-order")
    if not is_identity(multiply(L, point)):
        raise Remote("key-torsioned")


def verify_reference(pub: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 section 5.1.7 without cofactor: S < L and the bytes of R equal those of [S]B - [k]A.

    Comparing bytes refuses every second spelling of R. k is reduced modulo L, as every deployed library does;
    for a key that passes `check_public_key` that changes nothing. Slow: an oracle, never on the path of a
    message.
    """
    if len(signature) != 64:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    try:
        x, y, z, t = decode(pub)
    except Remote:
        return False
    k = int.from_bytes(hashlib.sha512(r + pub + message).digest(), "little") % L
    return encode(add(multiply(s, BASE), multiply(k, (-x % P, y, z, -t % P)))) == r
