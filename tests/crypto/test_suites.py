"""Signatures by algorithm number, against pure-Python oracles, and the table of suites."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from dilithium_py.ml_dsa import ML_DSA_44 as PURE_44
from dilithium_py.ml_dsa import ML_DSA_65 as PURE_65
from dilithium_py.ml_dsa import ML_DSA_87 as PURE_87
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.cose import ED25519, ESP256, ML_DSA_44, ML_DSA_65, ML_DSA_87
from detente.codec.errors import Local, Remote
from detente.crypto.suites import (
    ALGORITHMS,
    DETENTE_1,
    P256_ORDER,
    SIM_0,
    SUITES,
    Signer,
    check_public,
    require_real,
    signer,
    verify,
)

SEED = hashlib.sha256(b"a seed").digest()
SOFTWARE = [ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87]
TOKEN = ec.derive_private_key(int.from_bytes(SEED, "big"), ec.SECP256R1())
TOKEN_PUBLIC = TOKEN.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def token_sign(data: bytes, low: bool = True) -> bytes:
    r, s = decode_dss_signature(TOKEN.sign(data, ec.ECDSA(SHA256())))
    s = min(s, P256_ORDER - s) if low else max(s, P256_ORDER - s)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def refused(alg: int, pub: bytes) -> str:
    with pytest.raises(Remote) as caught:
        check_public(alg, pub)
    return caught.value.code


@pytest.mark.parametrize("alg", SOFTWARE)
def test_what_a_signer_signs_verifies_and_nothing_else_does(alg: int) -> None:
    key = signer(alg, SEED)
    assert key.alg == alg
    assert len(key.public) == ALGORITHMS[alg].public_size
    check_public(alg, key.public)
    signature = key.sign(b"words")
    assert len(signature) == ALGORITHMS[alg].signature_size
    assert verify(alg, key.public, b"words", signature)
    assert not verify(alg, key.public, b"word", signature)
    assert not verify(alg, signer(alg, bytes(32)).public, b"words", signature)
    for other in ALGORITHMS:
        assert other == alg or not verify(other, key.public, b"words", signature)


@pytest.mark.parametrize("alg", [*SOFTWARE, ESP256])
def test_a_signature_with_any_byte_changed_is_refused(alg: int) -> None:
    if alg == ESP256:
        public, signature = TOKEN_PUBLIC, token_sign(b"words")
    else:
        public, signature = signer(alg, SEED).public, signer(alg, SEED).sign(b"words")
    step = max(1, len(signature) // 100)
    for at in range(0, len(signature), step):
        changed = bytearray(signature)
        changed[at] ^= 1 << at % 8
        assert not verify(alg, public, b"words", bytes(changed))
    assert not verify(alg, public, b"words", signature[:-1])
    assert not verify(alg, public, b"words", signature + b"\0")


@pytest.mark.parametrize(("alg", "pure"), [(ML_DSA_44, PURE_44), (ML_DSA_65, PURE_65), (ML_DSA_87, PURE_87)])
def test_ml_dsa_agrees_with_a_pure_python_oracle_in_both_directions(alg: int, pure: Any) -> None:
    key = signer(alg, SEED)
    public, secret = pure.key_derive(SEED)  # FIPS 204 algorithm 6
    assert public == key.public
    assert pure.verify(public, b"words", key.sign(b"words"))
    theirs = pure.sign(secret, b"words")
    assert verify(alg, public, b"words", theirs)
    with_context = pure.sign(secret, b"words", ctx=b"c")
    assert not verify(alg, public, b"words", with_context)


def test_an_esp256_signature_of_a_token_verifies() -> None:
    check_public(ESP256, TOKEN_PUBLIC)
    assert verify(ESP256, TOKEN_PUBLIC, b"words", token_sign(b"words"))
    assert not verify(ESP256, TOKEN_PUBLIC, b"word", token_sign(b"words"))


def test_an_esp256_signature_with_high_s_is_refused() -> None:
    assert not verify(ESP256, TOKEN_PUBLIC, b"words", token_sign(b"words", low=False))


@pytest.mark.parametrize("r", [0, 1, P256_ORDER, 2**256 - 1])
@pytest.mark.parametrize("s", [0, 1, P256_ORDER // 2 + 1, P256_ORDER, 2**256 - 1])
def test_an_esp256_signature_with_special_values_is_refused(r: int, s: int) -> None:
    assert not verify(ESP256, TOKEN_PUBLIC, b"words", r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def test_an_esp256_key_has_one_form_and_lies_on_the_curve() -> None:
    compressed = TOKEN.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    assert refused(ESP256, compressed) == "key-size"
    hybrid = bytes([6 + (TOKEN_PUBLIC[-1] & 1)]) + TOKEN_PUBLIC[1:]
    assert refused(ESP256, hybrid) == "key-not-canonical"
    off = TOKEN_PUBLIC[:-1] + bytes([TOKEN_PUBLIC[-1] ^ 1])
    assert refused(ESP256, off) == "key-not-on-curve"
    assert not verify(ESP256, off, b"words", token_sign(b"words"))
    assert refused(ESP256, b"\x04" + bytes(64)) == "key-not-on-curve"


@pytest.mark.parametrize("alg", [0, -7, -8, -47, -51, 1, 2**40])
def test_an_algorithm_outside_the_table_is_refused_by_name(alg: int) -> None:
    assert refused(alg, bytes(32)) == "key-algorithm"
    assert not verify(alg, bytes(32), b"words", bytes(64))
    with pytest.raises(Local, match="signer-algorithm"):
        signer(alg, SEED)


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_key_of_another_size_is_refused_by_name(alg: int) -> None:
    size = ALGORITHMS[alg].public_size
    for other in (0, 1, size - 1, size + 1):
        assert refused(alg, bytes(other)) == "key-size"
        assert not verify(alg, bytes(other), b"words", bytes(ALGORITHMS[alg].signature_size))


def test_esp256_has_no_software_signer() -> None:
    with pytest.raises(Local, match="signer-algorithm"):
        signer(ESP256, SEED)


@pytest.mark.parametrize("alg", SOFTWARE)
@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_seed_of_another_size_is_refused(alg: int, size: int) -> None:
    with pytest.raises(Local, match="seed-size"):
        signer(alg, bytes(size))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(ALGORITHMS)),
    st.binary(min_size=1, max_size=64),
    st.binary(min_size=1, max_size=64),
)
def test_verify_never_raises(alg: int, key: bytes, signature: bytes) -> None:
    row = ALGORITHMS[alg]
    pub = (key * row.public_size)[: row.public_size]
    sig = (signature * row.signature_size)[: row.signature_size]
    assert verify(alg, pub, b"words", sig) is False
    assert verify(alg, key, b"words", signature) is False


def test_a_signer_never_shows_its_seed() -> None:
    shown = repr(signer(ED25519, SEED))
    assert SEED.hex() not in shown and repr(SEED) not in shown
    assert len(shown) < 100


def test_a_token_outside_this_process_can_stand_where_a_software_signer_stands() -> None:
    @dataclass(frozen=True)
    class Outside:
        alg: int
        public: bytes

        def sign(self, data: bytes) -> bytes:
            return token_sign(data)

    outside: Signer = Outside(ESP256, TOKEN_PUBLIC)
    assert verify(outside.alg, outside.public, b"words", outside.sign(b"words"))


def test_a_real_node_takes_the_real_suite() -> None:
    assert require_real(DETENTE_1).name == "detente-1"


def test_a_real_node_refuses_the_simulated_stand_in_by_name() -> None:
    with pytest.raises(Remote) as caught:
        require_real(SIM_0)
    assert caught.value.code == "suite-not-real"
    assert caught.value.values["name"] == "sim-0"


def test_a_reserved_suite_protects_nothing_yet() -> None:
    for number, suite in SUITES.items():
        if not suite.real:
            with pytest.raises(Remote, match="suite-not-real"):
                require_real(number)


@pytest.mark.parametrize("number", [-1, 4, 2**40])
def test_an_unknown_suite_is_refused(number: int) -> None:
    with pytest.raises(Remote, match="suite-unknown"):
        require_real(number)
