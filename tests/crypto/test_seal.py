"""What `seal` writes opens for an implementation that shares no code with it, and for nothing else."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from kyber_py.ml_kem import ML_KEM_768

from detente.codec.errors import Local, Remote
from detente.crypto import seal as room
from detente.crypto.seal import check_sealing_public, forget_private_keys, open_sealed, seal, sealing_public

SEED = hashlib.sha256(b"a sealing key").digest()
PUBLIC = sealing_public(SEED)
INFO = b"outer header, line, from, to"
TEXT = b"a page of prose " * 8

# draft-connolly-cfrg-xwing-kem-10 appendix C: seed, eseed, shared secret; SHA-256 of public key, ciphertext.
XWING = [
    (
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
        "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
        "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
        "2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb",
        "17cd532d657e44c897ca6583e548a5424fc70bf54f99515a4d2bcf99e3469f33",
    ),
    (
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
        "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d",
        "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
        "c42ba5f8430d7d2c83739338203819f090e8303ce9c8b02107c272bfa5376916",
        "1661ea86d608a1924ba30840cb0a65f13ae051e3aec9cf0f064efc0bc92f2154",
    ),
    (
        "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
        "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
        "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b",
        "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f",
        "6b080d6b84f095342092fa7a22423e58bd681397ad0ef00eac92bd254db4fa95",
        "d3ca5578500344b5896cffc4fd740c9311946b82951df155e6fd86a7966b43c6",
    ),
]


# --- X-Wing and HPKE once more, in pure Python but for X25519 and AES-GCM -------------------------


def expand(seed: bytes) -> tuple[bytes, bytes, X25519PrivateKey]:
    """X-Wing section 5.2: ML-KEM public and private key, X25519 private key."""
    wide = hashlib.shake_256(seed).digest(96)
    ek, dk = ML_KEM_768.key_derive(wide[:64])
    return ek, dk, X25519PrivateKey.from_private_bytes(wide[64:])


def combine(ss_m: bytes, ss_x: bytes, ct_x: bytes, pk_x: bytes) -> bytes:
    """X-Wing section 5.3."""
    return hashlib.sha3_256(ss_m + ss_x + ct_x + pk_x + bytes.fromhex("5c2e2f2f5e5c")).digest()


def encapsulate(public: bytes, eseed: bytes) -> tuple[bytes, bytes]:
    """X-Wing section 5.4.1: shared secret, ciphertext."""
    ephemeral, pk_x = X25519PrivateKey.from_private_bytes(eseed[32:]), public[1184:]
    ct_x = ephemeral.public_key().public_bytes_raw()
    ss_m, ct_m = ML_KEM_768._encaps_internal(public[:1184], eseed[:32])
    return combine(ss_m, ephemeral.exchange(X25519PublicKey.from_public_bytes(pk_x)), ct_x, pk_x), ct_m + ct_x


def decapsulate(seed: bytes, enc: bytes) -> bytes:
    """X-Wing section 5.5."""
    _, dk, scalar = expand(seed)
    ss_x = scalar.exchange(X25519PublicKey.from_public_bytes(enc[1088:]))
    return combine(ML_KEM_768.decaps(dk, enc[:1088]), ss_x, enc[1088:], scalar.public_key().public_bytes_raw())


def aead(shared: bytes, info: bytes, kem_id: int = 0x647A) -> tuple[AESGCM, bytes]:
    """RFC 9180 section 5.1: the cipher and its first nonce, base mode, HKDF-SHA256 (1), AES-256-GCM (2)."""
    suite = b"HPKE" + kem_id.to_bytes(2, "big") + b"\x00\x01" + b"\x00\x02"

    def extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
        return hmac.digest(salt, b"HPKE-v1" + suite + label + ikm, "sha256")

    def expand_label(prk: bytes, label: bytes, context: bytes, size: int) -> bytes:
        data = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.digest(prk, data + b"\x01", "sha256")[:size]  # one block of HKDF-Expand is enough

    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    return AESGCM(expand_label(secret, b"key", context, 32)), expand_label(secret, b"base_nonce", context, 12)


# --- promises -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "eseed", "shared", "public_hash", "cipher_hash"), XWING)
def test_the_vectors_of_the_xwing_draft_hold(
    seed: str, eseed: str, shared: str, public_hash: str, cipher_hash: str
) -> None:
    public = sealing_public(bytes.fromhex(seed))
    assert hashlib.sha256(public).hexdigest() == public_hash
    check_sealing_public(public)
    secret, enc = encapsulate(public, bytes.fromhex(eseed))
    assert secret.hex() == shared
    assert hashlib.sha256(enc).hexdigest() == cipher_hash
    assert decapsulate(bytes.fromhex(seed), enc).hex() == shared
    cipher, nonce = aead(secret, INFO)
    assert open_sealed(bytes.fromhex(seed), INFO, enc + cipher.encrypt(nonce, TEXT, b"")) == TEXT


def test_our_public_key_is_that_of_a_pure_python_ml_kem() -> None:
    ek, _, scalar = expand(SEED)
    assert ek + scalar.public_key().public_bytes_raw() == PUBLIC
    assert len(PUBLIC) == room.PUBLIC_SIZE == 1216


@pytest.mark.parametrize("text", [b"", b"x", TEXT, bytes(40_000)])
def test_an_independent_implementation_opens_what_seal_writes(text: bytes) -> None:
    sealed = seal(PUBLIC, INFO, text)
    assert len(sealed) == room.ENC_SIZE + len(text) + room.TAG_SIZE
    cipher, nonce = aead(decapsulate(SEED, sealed[:1120]), INFO)
    assert cipher.decrypt(nonce, sealed[1120:], b"") == text
    assert open_sealed(SEED, INFO, sealed) == text


@pytest.mark.parametrize("kem_id", [0x0020, 0x0041, 0x0042, 0x11EC])
def test_the_kem_id_is_bound_into_the_key(kem_id: int) -> None:
    shared, enc = encapsulate(PUBLIC, bytes(range(64)))
    cipher, nonce = aead(shared, INFO, kem_id)
    with pytest.raises(Remote, match="sealed-unopenable"):
        open_sealed(SEED, INFO, enc + cipher.encrypt(nonce, TEXT, b""))


def test_an_envelope_with_any_byte_changed_does_not_open() -> None:
    sealed = seal(PUBLIC, INFO, b"short")
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1 << at % 8
        with pytest.raises(Remote, match="sealed-unopenable"):
            open_sealed(SEED, INFO, bytes(changed))


def test_even_the_bit_that_x25519_ignores_is_bound() -> None:
    sealed = bytearray(seal(PUBLIC, INFO, b"short"))
    sealed[1119] ^= 0x80
    with pytest.raises(Remote, match="sealed-unopenable"):
        open_sealed(SEED, INFO, bytes(sealed))


def test_an_envelope_under_another_header_does_not_open() -> None:
    sealed = seal(PUBLIC, INFO, TEXT)
    for at in range(len(INFO)):
        other = bytearray(INFO)
        other[at] ^= 1 << at % 8
        with pytest.raises(Remote, match="sealed-unopenable"):
            open_sealed(SEED, bytes(other), sealed)
    for wrong in (b"", INFO + b"\0", INFO[:-1]):
        with pytest.raises(Remote, match="sealed-unopenable"):
            open_sealed(SEED, wrong, sealed)


def test_an_envelope_cut_short_or_lengthened_does_not_open() -> None:
    sealed = seal(PUBLIC, INFO, TEXT)
    for other in (
        b"",
        sealed[:1119],
        sealed[:1120],
        sealed[:1135],
        sealed[:1136],
        sealed[:-1],
        sealed + b"\0",
    ):
        with pytest.raises(Remote, match="sealed-unopenable"):
            open_sealed(SEED, INFO, other)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Remote, match="sealed-unopenable"):
        open_sealed(bytes(32), INFO, seal(PUBLIC, INFO, TEXT))


def test_the_same_text_is_never_sealed_twice_alike() -> None:
    assert seal(PUBLIC, INFO, TEXT)[:1120] != seal(PUBLIC, INFO, TEXT)[:1120]


def test_a_small_order_ephemeral_does_not_open() -> None:
    sealed = seal(PUBLIC, INFO, TEXT)
    for point in (bytes(32), b"\1" + bytes(31)):
        with pytest.raises(Remote, match="sealed-unopenable"):
            open_sealed(SEED, INFO, sealed[:1088] + point + sealed[1120:])


@pytest.mark.parametrize("u", [0, 1, 2**255 - 20])
def test_a_sealing_key_whose_curve_half_is_no_secret_is_refused_when_announced(u: int) -> None:
    with pytest.raises(Remote, match="key-small-order"):
        check_sealing_public(PUBLIC[:1184] + u.to_bytes(32, "little"))


@pytest.mark.parametrize("u", [2**255 - 19, 2**255 - 18, 2**255 + 9, 2**256 - 1])
def test_a_sealing_key_whose_curve_half_is_respelled_is_refused_when_announced(u: int) -> None:
    with pytest.raises(Remote, match="key-not-canonical"):
        check_sealing_public(PUBLIC[:1184] + u.to_bytes(32, "little"))


def test_a_sealing_key_whose_lattice_half_is_not_reduced_is_refused_when_announced() -> None:
    with pytest.raises(Remote, match="key-not-canonical"):
        check_sealing_public(b"\xff" * 3 + PUBLIC[3:])


@pytest.mark.parametrize("size", [0, 32, 1184, 1215, 1217])
def test_a_sealing_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(Remote, match="key-size"):
        seal(bytes(size), INFO, TEXT)


@pytest.mark.parametrize("size", [0, 31, 33, 96])
def test_a_sealing_seed_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(Local, match="seed-size"):
        sealing_public(bytes(size))
    with pytest.raises(Local, match="seed-size"):
        open_sealed(bytes(size), INFO, bytes(2000))


def test_a_destroyed_sealing_key_is_not_kept_for_speed() -> None:
    open_sealed(SEED, INFO, seal(PUBLIC, INFO, TEXT))
    assert room._private.cache_info().currsize > 0
    forget_private_keys()
    assert room._private.cache_info().currsize == 0
    assert open_sealed(SEED, INFO, seal(PUBLIC, INFO, TEXT)) == TEXT
