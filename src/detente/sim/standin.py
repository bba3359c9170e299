"""Suite `sim-0`: signatures and seals that cost almost nothing and protect nothing, with the sizes of the real ones.

A signature is a keyed hash under the *public* key, so anybody can forge it; the simulated hostile member just does not
forge other members' (what that would break is cryptography, not the protocol). A changed bit anywhere still fails, as with
real ones. A process that installs this can open no home (`Node.__init__` asks for the real suite).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from hashlib import blake2b, shake_256

from cryptography.exceptions import InvalidSignature

from detente.codec.cose import ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87
from detente.codec.errors import Remote
from detente.crypto import seal, suites
from detente.sim import known


@functools.lru_cache(4096)
def _stretched(tag: bytes, data: bytes, size: int) -> bytes:
    return shake_256(tag + data).digest(size)


@dataclass(frozen=True)
class _Key:
    """Signs and verifies under one public key; `size` is a signature's."""

    public: bytes
    size: int

    def sign(self, data: bytes, /) -> bytes:
        short = blake2b(data, key=self.public[:32]).digest()
        return short + bytes(self.size - len(short))

    def verify(self, signature: bytes, data: bytes, /) -> None:
        if signature != self.sign(data):
            raise InvalidSignature


def _row(alg: int) -> suites.Algorithm:
    real = suites.ALGORITHMS[alg]

    def seeded(seed: bytes) -> tuple[_Key, bytes]:
        public = b"sim" + _stretched(b"public", bytes([alg & 255]) + seed, real.public_size - 3)
        return _Key(public, real.signature_size), public

    def load(public: bytes) -> _Key:
        if not public.startswith(b"sim"):
            raise Remote("key-not-canonical")
        return _Key(public, real.signature_size)

    return suites.Algorithm(real.name, real.public_size, real.signature_size, load, seeded)


class _Seal:
    """`enc` names the public key and covers `info` and the plaintext, which stands readable behind it."""

    def public(self, seed: bytes) -> bytes:
        return b"sim" + _stretched(b"sealing", seed, seal.PUBLIC_SIZE - 3)

    def check(self, public: bytes) -> None:
        if len(public) != seal.PUBLIC_SIZE:
            raise Remote("key-size", size=len(public), expected=seal.PUBLIC_SIZE)
        if not public.startswith(b"sim"):
            raise Remote("key-not-canonical")

    def _tag(self, public: bytes, info: bytes, plaintext: bytes) -> bytes:
        over = blake2b(info, key=public[:32]).digest()
        return blake2b(plaintext, key=over, digest_size=seal.TAG_SIZE).digest()

    def seal(self, public: bytes, info: bytes, plaintext: bytes) -> bytes:
        self.check(public)
        return public[: seal.ENC_SIZE] + plaintext + self._tag(public, info, plaintext)

    def open(self, seed: bytes, info: bytes, sealed: bytes) -> bytes:
        public, plaintext = self.public(seed), sealed[seal.ENC_SIZE : -seal.TAG_SIZE]
        if sealed != public[: seal.ENC_SIZE] + plaintext + self._tag(public, info, plaintext):
            raise Remote("sealed-unopenable")
        return plaintext


@functools.cache
def install() -> None:
    """From here on this process signs, verifies, seals and opens by `sim-0`, and by nothing else."""
    rows = {alg: _row(alg) for alg in (ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87)}
    named = {
        suites.SIM_0: suites.SUITES[suites.SIM_0]._replace(real=True),
        suites.DETENTE_1: suites.SUITES[suites.DETENTE_1]._replace(real=False),
    }
    suites.use_algorithms(rows, named)
    seal.use_kem(_Seal())
    known.install()
