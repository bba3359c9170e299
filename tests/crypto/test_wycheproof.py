"""Cases of Project Wycheproof through this project's own layers. Every difference stands in `DIFFERENCES` with its reason.

The cases and their licence: tests/vectors/wycheproof. Signatures go through `suites.check_public` and `suites.verify`, as every
signature here does; X25519 and ML-KEM-768 only ever occur together, as X-Wing, so a key is judged by
`seal.check_sealing_public` with a sound other half, and what is computed with a private one in the way `seal` makes its own.
"""

from __future__ import annotations

import json
import lzma
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from detente.codec.cose import ED25519, ML_DSA_44, ML_DSA_87
from detente.codec.errors import Remote
from detente.crypto import seal, suites

CASES = Path(__file__).resolve().parents[1] / "vectors" / "wycheproof" / "cases.json.xz"
Case = dict[str, Any]

SIGNATURES = {"ed25519_test": ED25519, "mldsa_44_verify_test": ML_DSA_44, "mldsa_87_verify_test": ML_DSA_87}
NUMBERS = {
    "ed25519_test": 151, "mldsa_44_verify_test": 180, "mldsa_87_verify_test": 241, "x25519_test": 518,
    "mlkem_768_test": 193, "mlkem_768_encaps_test": 265,
}  # fmt: skip

# (file, what decides, result there) → (cases refused here, why).
DIFFERENCES: dict[tuple[str, str, str], tuple[int, str]] = {
    (file, "context", "valid"): (
        2,
        "signed with a context string: Detente signs with the empty one only, so such a signature is none of its own",
    )
    for file in ("mldsa_44_verify_test", "mldsa_87_verify_test")
} | {
    ("x25519_test", "small order", "acceptable"): (
        31,
        "a point that gives the zero secret with every scalar: refused when a key is announced",
    ),
    ("x25519_test", "not canonical", "acceptable"): (
        13,
        "a second spelling of a point: refused, since the combiner hashes the 32 bytes as they stand",
    ),
}


@cache
def files() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lzma.decompress(CASES.read_bytes()))
    return found


def cases(file: str) -> Iterator[tuple[Case, Case]]:
    for group in files()[file]["testGroups"]:
        for case in group["tests"]:
            yield group, case


def test_every_case_is_there() -> None:
    assert {name: sum(1 for _ in cases(name)) for name in files()} == NUMBERS
    assert {name: files()[name]["numberOfTests"] for name in files()} == NUMBERS


@pytest.mark.parametrize("file", SIGNATURES)
def test_signatures_are_judged_as_the_cases_say(file: str) -> None:
    alg, differ = SIGNATURES[file], Counter[tuple[str, str, str]]()
    for group, case in cases(file):
        key, signature = bytes.fromhex(group["publicKey"]), bytes.fromhex(case["sig"])
        try:
            suites.check_public(alg, key)
            sound = True
        except Remote:
            sound = False
        found = suites.verify(alg, key, bytes.fromhex(case["msg"]), signature)
        assert sound or not found, "a key that no credential may hold verifies nothing"
        if found != (case["result"] == "valid"):
            assert not found, f"{file} {case['tcId']}: accepted, and the case says {case['result']}"
            differ[(file, "context" if case.get("ctx") else f"case {case['tcId']}", case["result"])] += 1
    expected = {name: count for name, (count, _why) in DIFFERENCES.items() if name[0] == file}
    assert differ == expected


def _curve_verdict(public: bytes, lattice: bytes) -> str:
    try:
        seal.check_sealing_public(lattice + public)
    except Remote as error:
        return error.code
    return "accepted"


def test_x25519_public_keys_are_accepted_unless_of_small_order_or_spelled_twice() -> None:
    lattice = seal.sealing_public(bytes(32))[:1184]
    found = Counter[tuple[bool, bool, str]]()
    for _group, case in cases("x25519_test"):
        flags = set(case["flags"])
        verdict = _curve_verdict(bytes.fromhex(case["public"]), lattice)
        found[("LowOrderPublic" in flags, "NonCanonicalPublic" in flags, verdict)] += 1
        if verdict != "accepted":
            assert case["result"] == "acceptable", "nothing that a case calls valid is refused"
    assert found == X25519
    refused = Counter[str]()
    for (small, _, verdict), count in found.items():
        refused["small order" if small else "not canonical"] += count * (verdict != "accepted")
    assert refused == {what: count for (file, what, _), (count, _why) in DIFFERENCES.items() if file == "x25519_test"}


# (small order, not canonical, verdict) → cases. The twist's points are accepted: X25519 is safe on both curves (RFC 7748 section
# 7), and X-Wing hashes the point itself. Ten of small order have bit 255 set, which RFC 7748 masks: here a second spelling.
X25519: dict[tuple[bool, bool, str], int] = {
    (False, False, "accepted"): 474,
    (False, True, "key-not-canonical"): 13,
    (True, False, "key-not-canonical"): 10,
    (True, False, "key-small-order"): 15,
    (True, True, "key-not-canonical"): 6,
}


def test_x25519_secrets_are_those_of_the_cases() -> None:
    wrong = []
    for _group, case in cases("x25519_test"):
        private = X25519PrivateKey.from_private_bytes(bytes.fromhex(case["private"]))
        try:
            shared = private.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(case["public"])))
        except ValueError:  # the zero secret, which is refused
            shared = bytes(32)
        if shared.hex() != case["shared"]:
            wrong.append(case["tcId"])
    assert wrong == []


def test_ml_kem_public_keys_are_accepted_just_when_the_cases_say() -> None:
    curve = seal.sealing_public(bytes(32))[1184:]
    differ = []
    for _group, case in cases("mlkem_768_encaps_test"):
        verdict = _curve_verdict(curve, bytes.fromhex(case["ek"]))
        if (verdict == "accepted") != (case["result"] == "valid"):
            differ.append((case["tcId"], verdict, case["result"]))
    assert differ == []


def test_ml_kem_secrets_are_those_of_the_cases() -> None:
    differ = []
    for _group, case in cases("mlkem_768_test"):
        try:
            secret = MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(case["seed"])).decapsulate(
                bytes.fromhex(case["c"])
            )
        except ValueError:
            secret = b""
        held = secret != b"" and secret.hex() == case["K"]
        if held != (case["result"] == "valid"):
            differ.append((case["tcId"], case["result"]))
    assert differ == []
