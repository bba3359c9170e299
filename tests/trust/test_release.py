"""Release: k of n officers, by keys the node holds or by tokens, and nobody else."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from attacks.hostile import Founders, key, line_of, refusal, signed
from detente.codec.cbor import encode, tagged_hash
from detente.codec.cose import ED25519, ESP256, Signature, Signed, assemble, to_sign
from detente.codec.shape import to_plain
from detente.crypto.suites import Signer
from detente.crypto.webauthn import RP_ID, Assertion, der_to_raw
from detente.trust.decisions import LineTrust, accept_fields
from detente.trust.statements import Field, field_digest

CONTENT = encode({"what": "EXAMPLE"})


class Token:
    """A software authenticator with one P-256 key."""

    def __init__(self, name: str) -> None:
        self.id = hashlib.sha256(name.encode()).digest()[:16]
        secret = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")
        self.private = ec.derive_private_key(secret, ec.SECP256R1())

    @property
    def key(self) -> dict[str, Any]:
        public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"id": self.id, "use": "officer", "alg": ESP256, "pub": public, "held": "token"}

    def release(self, payload: bytes, flags: int = 0x05, **lies: Any) -> Assertion:
        challenge = base64.urlsafe_b64encode(tagged_hash("content", payload)).rstrip(b"=").decode()
        honest = {"type": "webauthn.get", "challenge": challenge, "origin": f"https://{RP_ID}", "crossOrigin": False}
        client = json.dumps(honest | lies).encode()
        auth = hashlib.sha256(RP_ID.encode()).digest() + bytes([flags]) + bytes(4)
        der = self.private.sign(auth + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return Assertion(key=self.id, auth=auth, client=client, sig=der_to_raw(der))


OFFICERS = [key(f"officer {n}", "officer", ED25519, "node") for n in range(3)]
TOKEN = Token("a token")


@pytest.fixture(scope="module")
def trust() -> LineTrust:
    """otter: notices need two of three officers and a token, read-backs the token alone, the rest any one of them."""
    founders = Founders("heron", "otter")
    terms = founders.terms()
    line = line_of(terms)
    otter = founders.members["otter"]
    officers = [to_plain(k) for k, _ in OFFICERS]
    keys = [*(otter.key(n) for n in ("node", "log-ed", "log-ml")), *officers, TOKEN.key]
    ids = sorted([*(o["id"] for o in officers), TOKEN.id])
    bent = otter.credential(
        line,
        keys=sorted(keys, key=lambda k: k["id"]),
        release={
            "default": [1, *ids],
            "notice": [2, *ids],
            "read-back": [1, TOKEN.id],
            "withdraw": [4, *ids],
            "machine": [1, otter.key("node")["id"]],
        },
    )
    plain = {"heron": founders.members["heron"].credential(line), "otter": bent}
    frames = {party: signed("credential", line, c, founders.roots(party)) for party, c in plain.items()}
    return LineTrust.found(signed("terms", line, terms, founders.roots()), frames, None)


def sign(trust: LineTrust, *who: int, payload: bytes = CONTENT, tag: str = "content") -> Signed:
    chosen: dict[bytes, Signer] = {OFFICERS[n][0].id: OFFICERS[n][1] for n in who}
    return signed(tag, trust.line, payload, chosen)


def released(trust: LineTrust, kind: str, frame: Signed, *assertions: Assertion) -> None:
    trust.check_release("otter", kind, False, frame, list(assertions))


def refused(trust: LineTrust, kind: str, frame: Signed, *assertions: Assertion) -> None:
    assert refusal(lambda: released(trust, kind, frame, *assertions)) == "not-released"


@pytest.mark.parametrize("who", [*itertools.combinations(range(3), 2), (0, 1, 2)])
def test_any_two_of_the_named_officers_release_a_notice(trust: LineTrust, who: tuple[int, ...]) -> None:
    released(trust, "notice", sign(trust, *who))


@pytest.mark.parametrize("who", [(), (0,), (1,), (2,)])
def test_one_officer_does_not_release_for_two(trust: LineTrust, who: tuple[int, ...]) -> None:
    refused(trust, "notice", sign(trust, *who))


def test_an_officer_and_a_token_are_two(trust: LineTrust) -> None:
    released(trust, "notice", sign(trust, 0), TOKEN.release(CONTENT))


def test_a_token_alone_releases_what_asks_for_it_and_an_officer_does_not(trust: LineTrust) -> None:
    released(trust, "read-back", sign(trust), TOKEN.release(CONTENT))
    refused(trust, "read-back", sign(trust, 0))
    refused(trust, "read-back", sign(trust, 0), TOKEN.release(CONTENT))


def test_all_four_are_needed_where_all_four_are_asked_for(trust: LineTrust) -> None:
    released(trust, "withdraw", sign(trust, 0, 1, 2), TOKEN.release(CONTENT))
    refused(trust, "withdraw", sign(trust, 0, 1, 2))


def test_a_kind_without_a_rule_of_its_own_goes_by_the_default(trust: LineTrust) -> None:
    released(trust, "inquiry", sign(trust, 1))
    refused(trust, "inquiry", sign(trust))


def test_a_valid_release_with_one_bad_signature_more_is_none(trust: LineTrust) -> None:
    frame = sign(trust, 0, 1)
    third = OFFICERS[2][0].id
    bad = assemble(CONTENT, [*frame.signatures, Signature(ED25519, third, bytes(64))])
    refused(trust, "notice", bad)


def test_one_officer_does_not_count_twice(trust: LineTrust) -> None:
    one = sign(trust, 0).signatures[0]
    refused(trust, "notice", Signed(CONTENT, (one, one)))
    release = TOKEN.release(CONTENT)
    refused(trust, "notice", sign(trust), release, release)


def test_an_officer_of_another_member_is_a_stranger(trust: LineTrust) -> None:
    assert refusal(lambda: trust.check_release("heron", "notice", False, sign(trust, 0), [])) == "not-released"


def test_a_release_of_other_words_or_another_sort_is_none(trust: LineTrust) -> None:
    other = sign(trust, 0, 1, payload=encode({"what": "other"}))
    refused(trust, "notice", Signed(CONTENT, other.signatures))
    refused(trust, "notice", sign(trust, 0, 1, tag="credential"))
    refused(trust, "notice", sign(trust, 0), TOKEN.release(encode({"what": "other"})))


@pytest.mark.parametrize(
    ("flags", "lies"),
    [(0x01, {}), (0x04, {}), (0x05, {"type": "webauthn.create"}), (0x05, {"origin": "https://evil.example"}),
     (0x05, {"crossOrigin": True}), (0x45, {})],
    ids=["no person verified", "no person present", "a registration", "another site", "embedded", "attested"],
)  # fmt: skip
def test_a_token_that_was_asked_otherwise_releases_nothing(trust: LineTrust, flags: int, lies: dict[str, Any]) -> None:
    refused(trust, "read-back", sign(trust), TOKEN.release(CONTENT, flags, **lies))


def test_a_tokens_key_never_signs_as_cose_in_another_algorithm(trust: LineTrust) -> None:
    weak = OFFICERS[0][1]
    forged = Signature(ED25519, TOKEN.id, weak.sign(to_sign("content", trust.line, ED25519, TOKEN.id, CONTENT)))
    refused(trust, "read-back", assemble(CONTENT, [forged]))


def test_machine_kinds_are_the_nodes_alone(trust: LineTrust) -> None:
    assert refusal(lambda: trust.check_release("otter", "keys", True, sign(trust, 0, 1, 2), [])) == "not-released"


# -- fields --------------------------------------------------------------------------------------------------------


def test_a_field_is_shown_as_committed_or_withheld_and_never_otherwise() -> None:
    name, other = Field(bytes(32), encode("EXAMPLE")), Field(bytes([1]) * 32, encode("EXAMPLE"))
    committed = {"name": field_digest("name", name), "other": field_digest("other", other)}
    accept_fields(committed, {})
    accept_fields(committed, {"name": name})
    accept_fields(committed, {"name": name, "other": other})
    for shown in (
        {"name": other}, {"other": name}, {"third": name}, {"name": Field(bytes(32), encode("other"))},
        {"name": Field(bytes([2]) * 32, name.value)},
    ):  # fmt: skip
        assert refusal(accept_fields, committed, shown) == "field-not-committed"


def test_the_same_value_in_two_fields_commits_to_different_digests() -> None:
    field = Field(bytes(32), encode(1))
    assert field_digest("a", field) != field_digest("b", field)
