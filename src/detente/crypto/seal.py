"""Sealing an envelope: HPKE base mode (RFC 9180) with X-Wing, HKDF-SHA256 and AES-256-GCM; layers under it.

KEM 0x647A is X-Wing (draft-connolly-cfrg-xwing-kem): ML-KEM-768 and X25519, safe while either holds.

    private key = 32-byte seed; SHAKE256(seed) = ML-KEM seed d || z (64) || X25519 scalar (32)   (section 5.2)
    public key  = ML-KEM encapsulation key (1184) || X25519 public key (32) = 1216 bytes
    sealed      = enc (ML-KEM ciphertext 1088 || X25519 ephemeral 32 = 1120 bytes) || AES-256-GCM ciphertext

`cryptography` gives the hybrid key no serialiser and HPKE no AAD: the first is done here, and the whole outer
header goes into `info`, so an envelope moved to another line, mailbox or party does not open.

A *layer* is a second, independent lock under HPKE whose secret came by another way (a courier). Its key is
used once, because the salt is fresh, and so its nonce is zero. The layer starts with a commitment to its key:
AES-GCM alone can be made to open under two keys to two texts (Grubbs, Lu, Ristenpart, CRYPTO 2017; Albertini
and others, USENIX Security 2022), and one text must not read differently to two members.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from detente.codec.cbor import encode
from detente.codec.errors import Local, Remote
from detente.codec.shape import B16, B32, Row, Uint

PUBLIC_SIZE = 1216
ENC_SIZE = 1120
TAG_SIZE = 16
SEED_SIZE = 32
LAYER_OVERHEAD = 32 + TAG_SIZE

_ML_KEM_PUBLIC = 1184
_CURVE25519_P = 2**255 - 19
_HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_ZERO_NONCE = bytes(12)


# --- HPKE -----------------------------------------------------------------------------------------


def _parts(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != SEED_SIZE:
        raise Local("seed-size", size=len(seed), expected=SEED_SIZE)
    expanded = hashlib.shake_256(seed).digest(96)
    lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    return lattice, X25519PrivateKey.from_private_bytes(expanded[64:])


@lru_cache(maxsize=64)
def _private(seed: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(*_parts(seed))


@lru_cache(maxsize=256)
def _public(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_SIZE:
        raise Remote("key-size", size=len(public), expected=PUBLIC_SIZE)
    lattice, curve = public[:_ML_KEM_PUBLIC], public[_ML_KEM_PUBLIC:]
    # The combiner hashes these 32 bytes: a second spelling of the same point would seal what nobody can open.
    if int.from_bytes(curve, "little") >= _CURVE25519_P:
        raise Remote("key-not-canonical")
    try:
        x25519 = X25519PublicKey.from_public_bytes(curve)
        # A small-order point gives the zero secret with every scalar (RFC 7748 section 6.1): one is enough.
        X25519PrivateKey.from_private_bytes(bytes(32)).exchange(x25519)
    except ValueError as error:
        raise Remote("key-small-order") from error
    try:
        return MLKEM768X25519PublicKey(MLKEM768PublicKey.from_public_bytes(lattice), x25519)
    except ValueError as error:  # FIPS 203 section 7.2: a coefficient is not below q
        raise Remote("key-not-canonical") from error


class Kem(Protocol):
    """How this process seals: the seam for the simulated world's stand-in, and for a suite to come."""

    def public(self, seed: bytes) -> bytes: ...

    def check(self, public: bytes) -> None: ...

    def seal(self, public: bytes, info: bytes, plaintext: bytes) -> bytes: ...

    def open(self, seed: bytes, info: bytes, sealed: bytes) -> bytes: ...


class XWing:
    """Suite 1: HPKE base mode with X-Wing."""

    def public(self, seed: bytes) -> bytes:
        lattice, curve = _parts(seed)
        return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()

    def check(self, public: bytes) -> None:
        _public(public)

    def seal(self, public: bytes, info: bytes, plaintext: bytes) -> bytes:
        return _HPKE.encrypt(plaintext, _public(public), info=info)

    def open(self, seed: bytes, info: bytes, sealed: bytes) -> bytes:
        try:
            return _HPKE.decrypt(sealed, _private(seed), info=info)
        except (InvalidTag, ValueError) as error:
            raise Remote("sealed-unopenable") from error


_in_use: list[Kem] = [XWing()]


def use_kem(kem: Kem) -> Kem:
    """Seal and open by `kem` in this whole process; gives back the one before. A real node starts on XWing only."""
    before, _in_use[0] = _in_use[0], kem
    return before


def forget_private_keys() -> None:
    """Drop the parsed private keys kept for speed. Call it whenever a sealing key is destroyed."""
    _private.cache_clear()


def sealing_public(seed: bytes) -> bytes:
    """The 1216-byte X-Wing public key of a 32-byte seed."""
    return _in_use[0].public(seed)


def check_sealing_public(public: bytes) -> None:
    """Refuse a sealing key that cannot be sealed to, when it is announced rather than when it is needed.

    Raises `Remote`: `key-size`, `key-not-canonical`, `key-small-order`.
    """
    _in_use[0].check(public)


def seal(public: bytes, info: bytes, plaintext: bytes) -> bytes:
    """enc || ct: `plaintext` to the holder of `public`, bound to `info`; 1136 bytes longer than `plaintext`.

    The library draws the ephemeral keys itself. Raises `Remote` as `check_sealing_public`.
    """
    return _in_use[0].seal(public, info, plaintext)


def open_sealed(seed: bytes, info: bytes, sealed: bytes) -> bytes:
    """Inverse of `seal`. `Remote("sealed-unopenable")`: another key, another `info` or a changed byte."""
    if len(sealed) < ENC_SIZE + TAG_SIZE:
        raise Remote("sealed-unopenable")
    return _in_use[0].open(seed, info, sealed)


# --- layers ---------------------------------------------------------------------------------------


class LayerRef(Row, frozen=True):
    """One layer as the outer header names it: which layer of the terms, which secret, which fresh salt."""

    layer: Uint
    key: B16
    salt: B32


def layer_key(
    secret: bytes, salt: bytes, layer: int, from_party: str, to_party: str, outer_plain: object
) -> tuple[bytes, bytes]:
    """(key, commitment), 32 bytes each, for one layer of one envelope.

    HKDF-SHA256 (RFC 5869) over the layer's secret with the layer's salt;
    info = detCBOR(["detente/1/layer", layer, from, to, outer]), `outer_plain` being the outer header as it is
    encoded.
    """
    if len(secret) != 32 or len(salt) != 32:
        raise Local("layer-secret-size")
    info = encode(["detente/1/layer", layer, from_party, to_party, outer_plain])
    derived = HKDF(algorithm=SHA256(), length=64, salt=salt, info=info).derive(secret)
    return derived[:32], derived[32:]


def add_layer(plaintext: bytes, key: bytes, commitment: bytes) -> bytes:
    """commitment || AES-256-GCM(key, nonce = 0, plaintext, aad = commitment): 48 bytes longer."""
    return commitment + AESGCM(key).encrypt(_ZERO_NONCE, plaintext, commitment)


def remove_layer(layered: bytes, key: bytes, commitment: bytes) -> bytes:
    """Inverse of `add_layer`. `Remote`: `layer-wrong-key`, before anything is decrypted; `layer-damaged`."""
    if not hmac.compare_digest(layered[:32], commitment):
        raise Remote("layer-wrong-key")
    try:
        return AESGCM(key).decrypt(_ZERO_NONCE, layered[32:], commitment)
    except (InvalidTag, ValueError) as error:
        raise Remote("layer-damaged") from error


def _distinct(layers: Sequence[LayerRef]) -> None:
    # The same salt twice could mean the same key twice, and the nonce is always zero.
    if len({ref.salt for ref in layers}) != len(layers):
        raise Remote("layer-salt-repeated")


def apply_layers(
    plaintext: bytes,
    layers: Sequence[LayerRef],
    secrets: Mapping[bytes, bytes],
    from_party: str,
    to_party: str,
    outer_plain: object,
) -> bytes:
    """`plaintext` under every layer, the first listed innermost. `secrets` maps key ids to 32-byte secrets.

    A missing secret is `Local("layer-key-missing")`: a sender without the key never silently drops the layer.
    """
    _distinct(layers)
    for ref in layers:
        if ref.key not in secrets:
            raise Local("layer-key-missing", layer=ref.layer, key=ref.key.hex())
        keys = layer_key(secrets[ref.key], ref.salt, ref.layer, from_party, to_party, outer_plain)
        plaintext = add_layer(plaintext, *keys)
    return plaintext


def remove_layers(
    layered: bytes,
    layers: Sequence[LayerRef],
    secrets: Mapping[bytes, bytes],
    from_party: str,
    to_party: str,
    outer_plain: object,
) -> bytes:
    """Inverse of `apply_layers`, the last listed first. A secret not held is `Remote("layer-key-unknown")`.

    Whether the list holds every layer the terms require is the caller's rule, not read from the envelope.
    """
    _distinct(layers)
    for ref in reversed(layers):
        if ref.key not in secrets:
            raise Remote("layer-key-unknown", layer=ref.layer, key=ref.key.hex())
        keys = layer_key(secrets[ref.key], ref.salt, ref.layer, from_party, to_party, outer_plain)
        layered = remove_layer(layered, *keys)
    return layered
