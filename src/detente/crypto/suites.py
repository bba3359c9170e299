"""Signatures by COSE algorithm number, and the table of suites.

`Signer` is the seam for an outside signer (a PKCS#11 token, a smart card, another process): whatever has
`alg`, `public` and `sign` may stand where `signer(alg, seed)` stands. Nothing above this room sees a private
key.

Ed25519: RFC 8032, the private key is the seed. ML-DSA: FIPS 204, key pair from the seed xi (algorithm 6),
empty context string, hedged signing, so two signatures over the same bytes differ. ESP256: ECDSA on P-256
with SHA-256 (RFC 9864), which only tokens sign with and which is only verified here.

Keys are checked with `check_public` when a credential is accepted. `verify` checks them again the first time
it meets them, because a caller that forgot would hand every message to the identity point (see `ed25519`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA44PrivateKey,
    MLDSA44PublicKey,
    MLDSA65PrivateKey,
    MLDSA65PublicKey,
    MLDSA87PrivateKey,
    MLDSA87PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from detente.codec.cose import ED25519, ESP256, ML_DSA_44, ML_DSA_65, ML_DSA_87
from detente.codec.errors import Local, Remote
from detente.crypto.ed25519 import check_public_key

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SEED_SIZE = 32


class Signer(Protocol):
    """A private key that can be used and not read."""

    @property
    def alg(self) -> int: ...

    @property
    def public(self) -> bytes: ...

    def sign(self, data: bytes) -> bytes: ...


class _Private(Protocol):
    def sign(self, data: bytes, /) -> bytes: ...


class _Public(Protocol):
    def verify(self, signature: bytes, data: bytes, /) -> None: ...


@dataclass(frozen=True)
class _Esp256:
    """A P-256 public key whose signatures are r || s with r, s in range and s in the lower half."""

    key: EllipticCurvePublicKey

    def verify(self, signature: bytes, data: bytes, /) -> None:
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        # (r, n - s) verifies wherever (r, s) does: else anyone could give a signature a second form.
        if not (0 < r < P256_ORDER and 0 < s <= P256_ORDER // 2):
            raise InvalidSignature
        self.key.verify(encode_dss_signature(r, s), data, ECDSA(SHA256()))


def _load_ed25519(pub: bytes) -> _Public:
    check_public_key(pub)
    return Ed25519PublicKey.from_public_bytes(pub)


def _load_esp256(pub: bytes) -> _Public:
    if pub[0] != 4:  # SEC 1 section 2.3.3: uncompressed only, so that a key has one form
        raise Remote("key-not-canonical")
    return _Esp256(EllipticCurvePublicKey.from_encoded_point(SECP256R1(), pub))


def _seeded_ed25519(seed: bytes) -> tuple[_Private, bytes]:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key, key.public_key().public_bytes_raw()


def _seeded_ml_dsa(
    kind: type[MLDSA44PrivateKey] | type[MLDSA65PrivateKey] | type[MLDSA87PrivateKey],
) -> Callable[[bytes], tuple[_Private, bytes]]:
    def seeded(seed: bytes) -> tuple[_Private, bytes]:
        key = kind.from_seed_bytes(seed)
        return key, key.public_key().public_bytes_raw()

    return seeded


class Algorithm(NamedTuple):
    """One row of the closed table: sizes in bytes; how a public key is read and a private one grown."""

    name: str
    public_size: int
    signature_size: int
    load: Callable[[bytes], _Public]
    seeded: Callable[[bytes], tuple[_Private, bytes]] | None


ALGORITHMS: dict[int, Algorithm] = {
    ED25519: Algorithm("Ed25519", 32, 64, _load_ed25519, _seeded_ed25519),
    ESP256: Algorithm("ESP256", 65, 64, _load_esp256, None),
    ML_DSA_44: Algorithm(
        "ML-DSA-44", 1312, 2420, MLDSA44PublicKey.from_public_bytes, _seeded_ml_dsa(MLDSA44PrivateKey)
    ),
    ML_DSA_65: Algorithm(
        "ML-DSA-65", 1952, 3309, MLDSA65PublicKey.from_public_bytes, _seeded_ml_dsa(MLDSA65PrivateKey)
    ),
    ML_DSA_87: Algorithm(
        "ML-DSA-87", 2592, 4627, MLDSA87PublicKey.from_public_bytes, _seeded_ml_dsa(MLDSA87PrivateKey)
    ),
}


@dataclass(frozen=True)
class _Software:
    """A key in this process's memory, never shown and never compared by its secret."""

    alg: int
    public: bytes = field(repr=False)
    _key: _Private = field(repr=False, compare=False)

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


def signer(alg: int, seed: bytes) -> Signer:
    """A software signer grown from a 32-byte seed.

    Raises `Local`: `signer-algorithm` (unknown, or ESP256, which lives in tokens), `seed-size`.
    """
    row = ALGORITHMS.get(alg)
    if row is None or row.seeded is None:
        raise Local("signer-algorithm", alg=alg)
    if len(seed) != SEED_SIZE:
        raise Local("seed-size", size=len(seed), expected=SEED_SIZE)
    key, public = row.seeded(seed)
    return _Software(alg, public, key)


def _parse(alg: int, pub: bytes) -> _Public:
    row = ALGORITHMS.get(alg)
    if row is None:
        raise Remote("key-algorithm", alg=alg)
    if len(pub) != row.public_size:
        raise Remote("key-size", size=len(pub), expected=row.public_size)
    try:
        return row.load(pub)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Remote("key-not-on-curve" if alg == ESP256 else "key-unusable") from error


# The same few keys verify everything. A refused key is remembered as None: its check is not paid for twice.
# An expanded ML-DSA-87 key is some 60 KB, so a full cache stays in the tens of megabytes.
@lru_cache(maxsize=512)
def _cached(alg: int, pub: bytes) -> _Public | None:
    try:
        return _parse(alg, pub)
    except Remote:
        return None


def check_public(alg: int, pub: bytes) -> None:
    """Refuse a public key that may not stand in a credential.

    Raises `Remote`: `key-algorithm`, `key-size`, `key-not-canonical`, `key-not-on-curve`, `key-small-order`,
    `key-torsioned`, `key-unusable`.
    """
    if _cached(alg, pub) is None:
        _parse(alg, pub)  # says why


def verify(alg: int, pub: bytes, data: bytes, sig: bytes) -> bool:
    """Whether `sig` is the signature of `data` by `pub`. Malformed is False, never an exception."""
    row = ALGORITHMS.get(alg)
    if row is None or len(pub) != row.public_size or len(sig) != row.signature_size:
        return False
    key = _cached(alg, pub)
    if key is None:
        return False
    try:
        key.verify(sig, data)
    except (InvalidSignature, ValueError):
        return False
    return True


class Suite(NamedTuple):
    """A numbered set of algorithms. `real` is False for what is reserved or a stand-in."""

    name: str
    what: str
    real: bool


SIM_0 = 0
DETENTE_1 = 1

SUITES: dict[int, Suite] = {
    SIM_0: Suite("sim-0", "the simulated world's stand-in: protects nothing", False),
    DETENTE_1: Suite(
        "detente-1",
        "heads Ed25519 + ML-DSA-44; roots Ed25519 + ML-DSA-87; sealing X-Wing, HKDF-SHA256, AES-256-GCM",
        True,
    ),
    2: Suite("detente-sm", "reserved: SM2, SM3, SM4", False),
    3: Suite("detente-384", "reserved: SHA-384, heads Ed25519 + ML-DSA-87", False),
}


def use_algorithms(rows: Mapping[int, Algorithm], suites: Mapping[int, Suite]) -> None:
    """Sign and verify by these rows in this whole process, and call these suites real: for the simulated world.

    A process runs real suites or stand-ins, never both: a node asks `require_real` for its own suite when it starts, and
    for those of every line's terms.
    """
    ALGORITHMS.update(rows)
    SUITES.update(suites)
    _cached.cache_clear()


def require_real(suite: int) -> Suite:
    """The suite, if it may protect a live line.

    Raises `Remote`: `suite-not-real` for a number that stands in the table without protecting anything yet
    (it is named in the error), `suite-unknown` for any other.
    """
    row = SUITES.get(suite)
    if row is None:
        raise Remote("suite-unknown", suite=suite)
    if not row.real:
        raise Remote("suite-not-real", suite=suite, name=row.name)
    return row
