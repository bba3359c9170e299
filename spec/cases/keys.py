"""Public keys and signatures: Ed25519 with every small-order and torsioned case, ML-DSA, ESP256, sealing keys, suites."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from oracle import ED, ESP256, ML44, ML87, P256_ORDER, Key, fresh, sealing_public

from cases import Vector, bad, good

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int]  # affine, by the addition law of RFC 8032 section 5.1: slow and short


def add(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P,
    )


def multiply(n: int, point: Point) -> Point:
    result = (0, 1)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def from_y(y: int, sign: int) -> Point | None:
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    square = u * pow(v, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return (x if x & 1 == sign else -x % P, y)


def point_bytes(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def read_point(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    point = from_y(number & (1 << 255) - 1, number >> 255)
    assert point is not None
    return point


BASE = from_y(4 * pow(5, -1, P) % P, 0) or (0, 0)


def torsion() -> list[Point]:
    """The eight points whose order divides 8, as multiples of one of order 8."""
    for y in range(2, 100):
        found = from_y(y, 0)
        if found is not None:
            eighth = multiply(L, found)
            if multiply(4, eighth) != (0, 1):
                return [multiply(n, eighth) for n in range(8)]
    raise AssertionError


TORSION = torsion()
ORDERS = [1, 8, 4, 8, 2, 8, 4, 8]
HONEST = Key("ed25519 honest", "node")
MESSAGE = "EXAMPLE 示例".encode()


def scalar_and_prefix() -> tuple[int, bytes]:
    wide = hashlib.sha512(HONEST.seed).digest()
    low = int.from_bytes(wide[:32], "little")
    return low & (1 << 254) - 8 | 1 << 254, wide[32:]


def challenge(r: bytes, public: bytes, message: bytes) -> int:
    return int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L


def cases() -> Iterator[Vector]:
    yield from edwards_keys()
    yield from edwards_signatures()
    yield from others()


def edwards_keys() -> Iterator[Vector]:
    check = "key.check"
    yield good("ed25519_key_honest", "An honest public key.", check, alg=ED, public=HONEST.public)
    for n, point in enumerate(TORSION):
        name = "ed25519_key_identity_refused" if n == 0 else f"ed25519_key_small_order_{ORDERS[n]}_multiple_{n}_refused"
        what = (
            "The identity: (R = identity, S = 0) would verify for every message."
            if n == 0
            else (f"A point of order {ORDERS[n]}: {n} times the first point of order 8.")
        )
        yield bad(name, what, check, "key-small-order", alg=ED, public=point_bytes(point))
    honest = read_point(HONEST.public)
    for n, point in list(enumerate(TORSION))[1:]:
        yield bad(
            f"ed25519_key_torsioned_{n}_refused",
            f"An honest key plus a point of order {ORDERS[n]}: libraries disagree on its signatures.",
            check,
            "key-torsioned",
            alg=ED,
            public=point_bytes(add(honest, point)),
        )
    top = 1 << 255
    spellings = [
        ("ed25519_key_y_is_p_refused", "y = p: a second spelling of y = 0.", P),
        ("ed25519_key_y_is_p_signed_refused", "y = p with the sign bit.", P | top),
        ("ed25519_key_identity_as_p_plus_1_refused", "y = p + 1: a second spelling of the identity.", P + 1),
        ("ed25519_key_identity_as_p_plus_1_signed_refused", "y = p + 1 with the sign bit.", P + 1 | top),
        ("ed25519_key_y_all_ones_refused", "y = 2^255 - 1.", top - 1),
        ("ed25519_key_y_all_ones_signed_refused", "All 256 bits set.", top - 1 | top),
        ("ed25519_key_identity_signed_refused", "The identity with the sign bit: x = 0 has no sign.", 1 | top),
        ("ed25519_key_order_2_signed_refused", "The point of order 2 with the sign bit.", P - 1 | top),
    ]
    for name, what, number in spellings:
        yield bad(name, what, check, "key-not-canonical", alg=ED, public=number.to_bytes(32, "little"))
    off = next(y for y in range(2, 100) if from_y(y, 0) is None)
    yield bad(
        "ed25519_key_not_on_curve_refused",
        "A y without an x.",
        check,
        "key-not-on-curve",
        alg=ED,
        public=off.to_bytes(32, "little"),
    )
    yield bad("ed25519_key_31_bytes_refused", "A byte short.", check, "key-size", alg=ED, public=HONEST.public[:31])


def edwards_signatures() -> Iterator[Vector]:
    verify = "signature.verify"
    known = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
            "24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a"
            "eeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed2"
            "8dc027beceea1ec40a",
        ),
    ]
    for n, (public, data, value) in enumerate(known, 1):
        yield good(
            f"ed25519_rfc8032_test_{n}",
            f"RFC 8032 section 7.1, test {n}.",
            verify,
            True,
            alg=ED,
            public=bytes.fromhex(public),
            data=bytes.fromhex(data),
            signature=bytes.fromhex(value),
        )
    secret, prefix = scalar_and_prefix()
    nonce = int.from_bytes(hashlib.sha512(prefix + MESSAGE).digest(), "little") % L
    honest_r = multiply(nonce, BASE)
    r = point_bytes(honest_r)
    s = (nonce + challenge(r, HONEST.public, MESSAGE) * secret) % L
    honest = r + s.to_bytes(32, "little")
    assert honest == HONEST.sign(MESSAGE)
    yield good(
        "ed25519_signature_honest",
        "An honest signature.",
        verify,
        True,
        alg=ED,
        public=HONEST.public,
        data=MESSAGE,
        signature=honest,
    )
    yield good(
        "ed25519_s_plus_l_refused",
        "S + L instead of S: a second form of one signature.",
        verify,
        False,
        alg=ED,
        public=HONEST.public,
        data=MESSAGE,
        signature=r + (s + L).to_bytes(32, "little"),
    )
    yield good(
        "ed25519_s_high_bits_refused",
        "S with its top bit set.",
        verify,
        False,
        alg=ED,
        public=HONEST.public,
        data=MESSAGE,
        signature=r + (s | 1 << 255).to_bytes(32, "little"),
    )
    for n, point in list(enumerate(TORSION))[1:]:
        bent = point_bytes(add(honest_r, point))
        # The equation multiplied by 8 holds for this signature; the one without the cofactor does not.
        value = (nonce + challenge(bent, HONEST.public, MESSAGE) * secret) % L
        yield good(
            f"ed25519_torsioned_signature_{n}_refused",
            f"R plus a point of order {ORDERS[n]}: true with the cofactor, false without.",
            verify,
            False,
            alg=ED,
            public=HONEST.public,
            data=MESSAGE,
            signature=bent + value.to_bytes(32, "little"),
        )
    for n, point in enumerate(TORSION):
        small = point_bytes(point)
        value = challenge(small, HONEST.public, MESSAGE) * secret % L
        holds = n == 0
        yield good(
            f"ed25519_r_of_small_order_{n}_{'holds' if holds else 'refused'}",
            "R is the identity, made by the holder of the key: the equation without the cofactor holds."
            if holds
            else f"R is a point of order {ORDERS[n]}: true with the cofactor, false without.",
            verify,
            holds,
            alg=ED,
            public=HONEST.public,
            data=MESSAGE,
            signature=small + value.to_bytes(32, "little"),
        )
    value = challenge((P + 1).to_bytes(32, "little"), HONEST.public, MESSAGE) * secret % L
    yield good(
        "ed25519_r_not_canonical_refused",
        "R spelled y = p + 1: the bytes differ from those computed.",
        verify,
        False,
        alg=ED,
        public=HONEST.public,
        data=MESSAGE,
        signature=(P + 1).to_bytes(32, "little") + value.to_bytes(32, "little"),
    )
    for n, point in enumerate(TORSION):
        data = next(
            m.to_bytes(2, "big")
            for m in range(10_000)
            if challenge(point_bytes((0, 1)), point_bytes(point), m.to_bytes(2, "big")) % ORDERS[n] == 0
        )
        yield good(
            f"ed25519_small_order_key_{n}_signs_anything_refused",
            f"A key of order {ORDERS[n]} and R = identity, S = 0, over data for which the plain equation holds: "
            "verifying still refuses the key.",
            verify,
            False,
            alg=ED,
            public=point_bytes(point),
            data=data,
            signature=point_bytes((0, 1)) + bytes(32),
        )
    honest_point = read_point(HONEST.public)
    for n, point in list(enumerate(TORSION))[1:]:
        key = point_bytes(add(honest_point, point))
        data, value = next(
            (m.to_bytes(2, "big"), (nonce + k * secret) % L)
            for m in range(10_000)
            if (k := challenge(r, key, m.to_bytes(2, "big"))) % 8 == 0
        )
        yield good(
            f"ed25519_torsioned_key_{n}_signature_refused",
            f"A key with a part of order {ORDERS[n]}, over data for which both equations hold: verifying still refuses it.",
            verify,
            False,
            alg=ED,
            public=key,
            data=data,
            signature=r + value.to_bytes(32, "little"),
        )


def others() -> Iterator[Vector]:
    for alg, name in ((ML44, "ml_dsa_44"), (ML87, "ml_dsa_87")):
        key = Key(f"vector {name}", "root", alg)
        value = key.sign(MESSAGE)
        yield good(
            f"{name}_signature",
            "A signature made by another implementation, deterministically, with the empty context.",
            "signature.verify",
            True,
            alg=alg,
            public=key.public,
            data=MESSAGE,
            signature=value,
        )
        yield good(
            f"{name}_other_data_refused",
            "The same signature over other data.",
            "signature.verify",
            False,
            alg=alg,
            public=key.public,
            data=MESSAGE + b".",
            signature=value,
        )
        yield bad(
            f"{name}_key_short_refused",
            "A public key a byte short.",
            "key.check",
            "key-size",
            alg=alg,
            public=key.public[:-1],
        )
    seeded = Key("vector ml_dsa_44", "root", ML44)
    yield good(
        "ml_dsa_44_from_seed",
        "The key pair of a 32-byte seed.",
        "key.from_seed",
        seeded.public.hex(),
        alg=ML44,
        seed=seeded.seed,
    )
    token = Key("vector token", "officer", ESP256)
    value = token.sign(MESSAGE)
    high = value[:32] + (P256_ORDER - int.from_bytes(value[32:], "big")).to_bytes(32, "big")
    yield good(
        "esp256_signature",
        "r || s with the low s.",
        "signature.verify",
        True,
        alg=ESP256,
        public=token.public,
        data=MESSAGE,
        signature=value,
    )
    yield good(
        "esp256_high_s_refused",
        "The same signature with n - s: a second form.",
        "signature.verify",
        False,
        alg=ESP256,
        public=token.public,
        data=MESSAGE,
        signature=high,
    )
    yield good(
        "esp256_zero_refused",
        "r = s = 0.",
        "signature.verify",
        False,
        alg=ESP256,
        public=token.public,
        data=MESSAGE,
        signature=bytes(64),
    )
    yield bad(
        "esp256_key_off_curve_refused",
        "A point that is not on P-256.",
        "key.check",
        "key-not-on-curve",
        alg=ESP256,
        public=b"\x04" + bytes(63) + b"\x01",
    )
    yield bad(
        "esp256_key_compressed_refused",
        "The compressed form.",
        "key.check",
        "key-size",
        alg=ESP256,
        public=bytes([2 + (token.public[-1] & 1)]) + token.public[1:33],
    )
    yield bad(
        "esp256_key_hybrid_form_refused",
        "The hybrid form of SEC 1, first byte 6 or 7.",
        "key.check",
        "key-not-canonical",
        alg=ESP256,
        public=bytes([6 + (token.public[-1] & 1)]) + token.public[1:],
    )
    for alg in (-8, -7, 0):
        yield bad(
            f"key_algorithm_{'minus_' if alg else ''}{abs(alg)}_refused",
            "An algorithm that is not in the table.",
            "key.check",
            "key-algorithm",
            alg=alg,
            public=HONEST.public,
        )
    yield from sealing_keys()
    yield good("suite_1", "The suite that is real.", "suite.require", suite=1)
    for number, code in ((0, "suite-not-real"), (2, "suite-not-real"), (3, "suite-not-real"), (4, "suite-unknown")):
        yield bad(
            f"suite_{number}_refused",
            "A number that protects nothing, or none at all.",
            "suite.require",
            code,
            suite=number,
        )


def sealing_keys() -> Iterator[Vector]:
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public = sealing_public(seed)
    # draft-connolly-cfrg-xwing-kem-10, appendix C, first vector.
    assert hashlib.sha256(public).hexdigest() == "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb"
    yield good(
        "xwing_seed_to_public_key",
        "The first vector of the X-Wing draft: seed to public key.",
        "sealing.public",
        public.hex(),
        seed=seed,
    )
    mine = fresh("sealing vector")
    yield good("xwing_seed_to_public_key_2", "Another seed.", "sealing.public", sealing_public(mine).hex(), seed=mine)
    yield good("sealing_key_honest", "A key that can be sealed to.", "sealing.check", public=public)
    yield bad("sealing_key_short_refused", "A byte short.", "sealing.check", "key-size", public=public[:-1])
    yield bad(
        "sealing_key_x25519_zero_refused",
        "The X25519 half of small order.",
        "sealing.check",
        "key-small-order",
        public=public[:1184] + bytes(32),
    )
    yield bad(
        "sealing_key_x25519_one_refused",
        "Another point of small order.",
        "sealing.check",
        "key-small-order",
        public=public[:1184] + (1).to_bytes(32, "little"),
    )
    yield bad(
        "sealing_key_x25519_not_reduced_refused",
        "u = p: a second spelling, which the combiner would hash otherwise.",
        "sealing.check",
        "key-not-canonical",
        public=public[:1184] + P.to_bytes(32, "little"),
    )
    yield bad(
        "sealing_key_x25519_high_bit_refused",
        "The top bit set, which X25519 ignores and the combiner does not.",
        "sealing.check",
        "key-not-canonical",
        public=public[:-1] + bytes([public[-1] | 0x80]),
    )
    yield bad(
        "sealing_key_ml_kem_not_reduced_refused",
        "A coefficient that is not below q.",
        "sealing.check",
        "key-not-canonical",
        public=b"\xff\xff\xff" + public[3:],
    )
