"""Ed25519 keys and signatures: RFC 8032, and every way a key or a signature can be almost right."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.cose import ED25519
from detente.codec.errors import Remote
from detente.crypto import ed25519 as curve
from detente.crypto.suites import check_public, signer, verify

SEED = bytes(range(32))
SIGNER = signer(ED25519, SEED)

# RFC 8032 section 7.1: seed, public key, message, signature of tests 1 to 3.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


def torsion() -> list[curve.Point]:
    """The eight points whose order divides 8: multiples of [L]P for the first P where that has order 8."""
    for y in range(2, 1000):
        try:
            point = curve.multiply(curve.L, curve.decode(y.to_bytes(32, "little")))
        except Remote:
            continue
        if not curve.is_identity(curve.multiply(4, point)):
            return [curve.multiply(n, point) for n in range(8)]
    raise AssertionError("no point of order 8")


TORSION = torsion()
SMALL_ORDER = {curve.encode(point) for point in TORSION}


def raw(y: int, sign: int) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


# The same points spelled with y + p, or with a sign for x = 0.
SMALL_ORDER_RESPELLED = {
    raw(1, 1),
    raw(curve.P - 1, 1),
    raw(curve.P, 0),
    raw(curve.P, 1),
    raw(curve.P + 1, 0),
    raw(curve.P + 1, 1),
}


def refused(pub: bytes) -> str:
    with pytest.raises(Remote) as caught:
        check_public(ED25519, pub)
    return caught.value.code


def scalar(seed: bytes) -> int:
    """RFC 8032 section 5.1.5."""
    a = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    return (a & ((1 << 254) - 8)) | (1 << 254)


def signed_with(r_bytes: bytes, r: int, message: bytes) -> bytes:
    """What a holder of the seed makes who writes R as he likes."""
    k = int.from_bytes(hashlib.sha512(r_bytes + SIGNER.public + message).digest(), "little")
    return r_bytes + ((r + k * scalar(SEED)) % curve.L).to_bytes(32, "little")


def both(pub: bytes, message: bytes, signature: bytes) -> bool:
    """The verdict of the library, which must be that of the reference."""
    fast, slow = verify(ED25519, pub, message, signature), curve.verify_reference(pub, message, signature)
    assert fast is slow
    return fast


@pytest.mark.parametrize(("seed", "pub", "message", "signature"), RFC_8032)
def test_the_vectors_of_rfc_8032_hold(seed: str, pub: str, message: str, signature: str) -> None:
    key = signer(ED25519, bytes.fromhex(seed))
    assert key.public.hex() == pub
    assert key.sign(bytes.fromhex(message)).hex() == signature
    assert both(key.public, bytes.fromhex(message), bytes.fromhex(signature))
    check_public(ED25519, key.public)


def test_there_are_eight_points_of_small_order_and_fourteen_spellings() -> None:
    assert len(SMALL_ORDER) == 8
    assert len(SMALL_ORDER | SMALL_ORDER_RESPELLED) == 14


@pytest.mark.parametrize("pub", sorted(SMALL_ORDER))
def test_a_key_of_small_order_is_refused_by_name(pub: bytes) -> None:
    assert refused(pub) == "key-small-order"


@pytest.mark.parametrize("pub", sorted(SMALL_ORDER_RESPELLED))
def test_a_small_order_point_in_another_spelling_is_refused(pub: bytes) -> None:
    assert refused(pub) == "key-not-canonical"


def test_the_identity_as_key_verifies_anything_in_the_library_and_nothing_here() -> None:
    identity = raw(1, 0)
    forged = identity + bytes(32)
    for message in (b"we accept", b"we refuse"):
        Ed25519PublicKey.from_public_bytes(identity).verify(forged, message)  # no exception: this is the attack
        assert not verify(ED25519, identity, message, forged)
    assert refused(identity) == "key-small-order"


def test_a_respelled_identity_fools_the_library_and_nothing_here() -> None:
    respelled = raw(curve.P + 1, 0)
    forged = raw(1, 0) + bytes(32)
    Ed25519PublicKey.from_public_bytes(respelled).verify(forged, b"we accept")
    assert not verify(ED25519, respelled, b"we accept", forged)


@pytest.mark.parametrize("n", range(1, 8))
def test_a_torsioned_key_is_refused_by_name(n: int) -> None:
    mixed = curve.encode(curve.add(curve.decode(SIGNER.public), TORSION[n]))
    assert refused(mixed) == "key-torsioned"
    assert not verify(ED25519, mixed, b"m", SIGNER.sign(b"m"))


@pytest.mark.parametrize("above", range(2, 19))
@pytest.mark.parametrize("sign", [0, 1])
def test_a_y_not_below_p_is_refused(above: int, sign: int) -> None:
    assert refused(raw(curve.P + above, sign)) == "key-not-canonical"


def verdict(pub: bytes) -> str:
    try:
        curve.check_public_key(pub)
    except Remote as error:
        return error.code
    return "accepted"


def test_a_y_that_is_not_on_the_curve_is_refused() -> None:
    # About half of all y have no x; of the rest seven in eight are torsioned.
    verdicts = [verdict(raw(y, 0)) for y in range(2, 40)]
    assert set(verdicts) == {"key-not-on-curve", "key-torsioned", "accepted"}
    assert 10 < verdicts.count("key-not-on-curve") < 30


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    assert refused(bytes(size)) == "key-size"
    with pytest.raises(Remote, match="key-size"):
        curve.check_public_key(bytes(size))


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_every_honest_key_is_accepted(seed: bytes) -> None:
    check_public(ED25519, signer(ED25519, seed).public)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 511))
def test_library_and_reference_agree_on_valid_and_flipped_signatures(message: bytes, bit: int) -> None:
    signature = SIGNER.sign(message)
    assert both(SIGNER.public, message, signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not both(SIGNER.public, message, bytes(flipped))
    assert not both(SIGNER.public, message + b"\0", signature)


@pytest.mark.parametrize("n", range(8))
def test_a_torsioned_r_is_refused_though_the_cofactored_equation_holds(n: int) -> None:
    r = 123456789
    point = curve.add(curve.multiply(r, curve.BASE), TORSION[n])
    signature = signed_with(curve.encode(point), r, b"m")
    k = int.from_bytes(hashlib.sha512(signature[:32] + SIGNER.public + b"m").digest(), "little") % curve.L
    left = curve.multiply(8 * int.from_bytes(signature[32:], "little"), curve.BASE)
    right = curve.multiply(8, curve.add(point, curve.multiply(k, curve.decode(SIGNER.public))))
    assert curve.same(left, right)
    assert both(SIGNER.public, b"m", signature) is (n == 0)


@pytest.mark.parametrize("respelled", sorted({raw(curve.P + 1, 0), raw(1, 1), raw(curve.P + 1, 1)}))
def test_an_r_in_another_spelling_is_refused(respelled: bytes) -> None:
    assert both(SIGNER.public, b"m", signed_with(raw(1, 0), 0, b"m"))
    assert not both(SIGNER.public, b"m", signed_with(respelled, 0, b"m"))


@pytest.mark.parametrize("times", [1, 2, 3, 4, 7, 8, 15])
def test_s_plus_a_multiple_of_l_is_refused(times: int) -> None:
    signature = SIGNER.sign(b"m")
    s = int.from_bytes(signature[32:], "little") + times * curve.L
    if s < 1 << 256:
        assert not both(SIGNER.public, b"m", signature[:32] + s.to_bytes(32, "little"))


# Wycheproof ed25519_test, group "special values for r and s": this key, the message 3f.
WYCHEPROOF_KEY = bytes.fromhex("7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa")


@pytest.mark.parametrize("r", [0, 1, curve.L, curve.P])
@pytest.mark.parametrize("s", [0, 1, curve.L - 1, curve.L, curve.P])
def test_wycheproof_special_values_for_r_and_s_are_refused(r: int, s: int) -> None:
    assert not both(WYCHEPROOF_KEY, b"\x3f", r.to_bytes(32, "little") + s.to_bytes(32, "little"))


def test_wycheproof_truncated_and_garnished_signatures_are_refused() -> None:
    signature = bytes.fromhex(
        "7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0"
        "7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d"
    )
    assert both(WYCHEPROOF_KEY, b"Test", signature)
    for other in (b"", signature[:-1], signature[1:], signature + b"\0", b"\0" + signature, signature * 2):
        assert not both(WYCHEPROOF_KEY, b"Test", other)


def test_the_arithmetic_keeps_the_group_laws() -> None:
    a, b = curve.multiply(7, curve.BASE), curve.multiply(11, curve.BASE)
    assert curve.same(curve.add(a, b), curve.multiply(18, curve.BASE))
    assert curve.same(curve.double(a), curve.add(a, a))
    assert curve.is_identity(curve.multiply(curve.L, curve.BASE))
    assert curve.same(curve.multiply(0, a), curve.IDENTITY)
    assert curve.decode(curve.encode(a))[:2] == curve.decode(curve.encode(curve.add(a, curve.IDENTITY)))[:2]
