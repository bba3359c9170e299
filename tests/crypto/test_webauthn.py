"""Assertions of a software authenticator: the honest one counts, every bent one is refused by name."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from detente.codec.cose import ED25519, ESP256, ML_DSA_44
from detente.codec.errors import Local, Remote
from detente.codec.shape import pack, unpack
from detente.crypto.suites import P256_ORDER, signer
from detente.crypto.webauthn import MAX_CLIENT, RP_ID, Assertion, der_to_raw, verify_assertion

CHALLENGE = hashlib.sha256(b"content").digest()
KEY_ID = bytes(16)
SEED = hashlib.sha256(b"a token").digest()


class Token:
    """An authenticator in memory. `make` bends any part of the ceremony."""

    def __init__(self, alg: int) -> None:
        self.alg = alg
        self.p256 = ec.derive_private_key(int.from_bytes(SEED, "big"), ec.SECP256R1())
        self.edwards = signer(ED25519, SEED)

    @property
    def public(self) -> bytes:
        if self.alg == ED25519:
            return self.edwards.public
        return self.p256.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def der(self, data: bytes) -> bytes:
        return self.p256.sign(data, ec.ECDSA(SHA256()))

    def sign(self, data: bytes) -> bytes:
        return self.edwards.sign(data) if self.alg == ED25519 else der_to_raw(self.der(data))

    def make(
        self,
        client: bytes | None = None,
        rp: str = RP_ID,
        flags: int = 0x05,
        more: bytes = b"",
        **fields: Any,
    ) -> Assertion:
        if client is None:
            client = client_data(**fields)
        auth = hashlib.sha256(rp.encode()).digest() + bytes([flags]) + bytes(4) + more
        return Assertion(key=KEY_ID, auth=auth, client=client, sig=self.sign(auth + hashlib.sha256(client).digest()))


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def client_data(**fields: Any) -> bytes:
    honest = {
        "type": "webauthn.get",
        "challenge": base64url(CHALLENGE),
        "origin": "https://desk.detente.invalid:8443",
        "crossOrigin": False,
    }
    return json.dumps({k: v for k, v in (honest | fields).items() if v is not ...}).encode()


@pytest.fixture(params=[ESP256, ED25519], ids=["ESP256", "Ed25519"])
def token(request: pytest.FixtureRequest) -> Token:
    return Token(request.param)


def refused(token: Token, assertion: Assertion, challenge: bytes = CHALLENGE) -> str:
    with pytest.raises(Remote) as caught:
        verify_assertion(assertion, token.alg, token.public, challenge)
    return caught.value.code


def accepted(token: Token, assertion: Assertion) -> None:
    verify_assertion(assertion, token.alg, token.public, CHALLENGE)


def test_an_honest_assertion_counts(token: Token) -> None:
    accepted(token, token.make())


def test_an_assertion_survives_its_encoding(token: Token) -> None:
    assertion = token.make()
    assert unpack(Assertion, pack(assertion), 8192) == assertion


def test_a_browser_may_leave_out_cross_origin_and_add_keys(token: Token) -> None:
    accepted(token, token.make(crossOrigin=...))
    accepted(token, token.make(other_keys_can_be_added_here="do not compare clientDataJSON against a template"))
    accepted(token, token.make(origin="https://desk.detente.invalid"))


def test_a_token_may_add_extension_outputs_and_backup_flags(token: Token) -> None:
    accepted(token, token.make(flags=0x85, more=b"\xa1\x61\x61\xf5"))
    accepted(token, token.make(flags=0x1D))


def test_a_release_of_other_content_is_refused(token: Token) -> None:
    assert refused(token, token.make(), hashlib.sha256(b"other").digest()) == "webauthn-challenge"


@pytest.mark.parametrize(
    "said",
    [
        base64url(CHALLENGE) + "=",
        base64.b64encode(CHALLENGE).decode(),
        base64url(CHALLENGE)[:-1],
        CHALLENGE.hex(),
        "",
        "\ud800",
        "ａ",
        None,
        1,
        [base64url(CHALLENGE)],
        ...,
    ],
)
def test_a_challenge_in_another_spelling_is_refused(token: Token, said: object) -> None:
    assert refused(token, token.make(challenge=said)) == "webauthn-challenge"


@pytest.mark.parametrize("kind", ["webauthn.create", "payment.get", "", None, ...])
def test_another_ceremony_is_refused(token: Token, kind: object) -> None:
    assert refused(token, token.make(type=kind)) == "webauthn-type"


@pytest.mark.parametrize(
    "origin",
    [
        "http://desk.detente.invalid",
        "https://desk.detente.invalid.example",
        "https://evil.desk.detente.invalid",
        "https://desk.detente.invalid:0",
        "https://desk.detente.invalid/",
        "https://desk.detente.invalid\n",
        "https://desk-detente.invalid",
        "",
        None,
        ...,
    ],
)
def test_another_origin_is_refused(token: Token, origin: object) -> None:
    assert refused(token, token.make(origin=origin)) == "webauthn-origin"


@pytest.mark.parametrize("value", [True, None, 0, 1, "false", []])
def test_a_cross_origin_frame_is_refused(token: Token, value: object) -> None:
    assert refused(token, token.make(crossOrigin=value)) == "webauthn-cross-origin"


def test_a_repeated_key_in_client_data_is_refused(token: Token) -> None:
    twice = client_data()[:-1] + b', "challenge": "' + base64url(bytes(32)).encode() + b'"}'
    assert refused(token, token.make(client=twice)) == "webauthn-client-repeated-key"
    nested = client_data()[:-1] + b', "x": {"y": 1, "y": 2}}'
    assert refused(token, token.make(client=nested)) == "webauthn-client-repeated-key"
    escaped = client_data()[:-1] + b', "\\u0074ype": "webauthn.get"}'
    assert refused(token, token.make(client=escaped)) == "webauthn-client-repeated-key"


@pytest.mark.parametrize(
    "client",
    [
        b"{",
        b"[]",
        b'"webauthn.get"',
        b"null",
        b"\xff{}",
        b"\xef\xbb\xbf" + client_data(),
        client_data() + b"x",
        client_data()[:-1] + b', "x": NaN}',
        client_data().decode().encode("utf-16"),
        b"[" * MAX_CLIENT,
        b'{"x":' * 400,
    ],
)
def test_client_data_that_is_not_one_json_object_is_refused(token: Token, client: bytes) -> None:
    assert refused(token, token.make(client=client)) == "webauthn-client-unreadable"


def test_an_assertion_for_another_relying_party_is_refused(token: Token) -> None:
    assert refused(token, token.make(rp="bank.example")) == "webauthn-rp"


def test_a_token_that_verified_no_person_is_refused(token: Token) -> None:
    assert refused(token, token.make(flags=0x01)) == "webauthn-user-not-verified"


def test_a_token_that_nobody_touched_is_refused(token: Token) -> None:
    assert refused(token, token.make(flags=0x04)) == "webauthn-user-absent"


def test_a_registration_is_not_a_release(token: Token) -> None:
    assert refused(token, token.make(flags=0x45, more=bytes(60))) == "webauthn-auth-form"


def test_unannounced_bytes_after_the_counter_are_refused(token: Token) -> None:
    assert refused(token, token.make(more=b"\xa0")) == "webauthn-auth-form"
    assert refused(token, token.make(flags=0x85)) == "webauthn-auth-form"


def test_sizes_are_bounded(token: Token) -> None:
    honest = token.make()
    for auth, client in ((honest.auth[:36], honest.client), (bytes(1025), honest.client), (honest.auth, b"")):
        bent = Assertion(key=KEY_ID, auth=auth, client=client, sig=honest.sig)
        assert refused(token, bent) == "webauthn-size"
        with pytest.raises(Remote, match="shape"):
            unpack(Assertion, pack(bent), 8192)
    assert refused(token, token.make(client=client_data() + b" " * MAX_CLIENT)) == "webauthn-size"
    assert refused(token, honest, CHALLENGE + b"\0") == "webauthn-size"


def test_any_byte_changed_is_refused(token: Token) -> None:
    honest = token.make()
    for name in ("auth", "client", "sig"):
        value: bytes = getattr(honest, name)
        for at in range(len(value)):
            changed = value[:at] + bytes([value[at] ^ 1 << at % 8]) + value[at + 1 :]
            parts = {"auth": honest.auth, "client": honest.client, "sig": honest.sig} | {name: changed}
            assert refused(token, Assertion(key=KEY_ID, **parts)).startswith("webauthn-")


def test_another_token_is_refused(token: Token) -> None:
    other = Token(token.alg)
    other.edwards = signer(ED25519, bytes(32))
    other.p256 = ec.derive_private_key(5, ec.SECP256R1())
    with pytest.raises(Remote, match="webauthn-signature"):
        verify_assertion(token.make(), token.alg, other.public, CHALLENGE)


def test_an_algorithm_no_token_speaks_is_refused(token: Token) -> None:
    with pytest.raises(Remote, match="webauthn-algorithm"):
        verify_assertion(token.make(), ML_DSA_44, bytes(1312), CHALLENGE)


def test_the_other_algorithm_s_signature_is_refused() -> None:
    assertion = Token(ED25519).make()
    with pytest.raises(Remote, match="webauthn-signature"):
        verify_assertion(assertion, ESP256, Token(ESP256).public, CHALLENGE)


def test_a_high_s_is_refused_so_a_signature_has_one_form() -> None:
    token = Token(ESP256)
    honest = token.make()
    s = P256_ORDER - int.from_bytes(honest.sig[32:], "big")
    high = Assertion(key=KEY_ID, auth=honest.auth, client=honest.client, sig=honest.sig[:32] + s.to_bytes(32, "big"))
    assert refused(token, high) == "webauthn-signature"


def test_both_der_forms_of_a_signature_become_the_same_raw_form() -> None:
    der = Token(ESP256).der(b"data")
    r, s = decode_dss_signature(der)
    raw = der_to_raw(der)
    assert raw == der_to_raw(encode_dss_signature(r, P256_ORDER - s))
    assert len(raw) == 64 and int.from_bytes(raw[32:], "big") <= P256_ORDER // 2


@pytest.mark.parametrize(
    "der",
    [
        b"",
        b"\x30\x00",
        bytes(64),
        encode_dss_signature(0, 1),
        encode_dss_signature(1, 0),
        encode_dss_signature(P256_ORDER, 1),
        encode_dss_signature(1, P256_ORDER),
        encode_dss_signature(1, 1) + b"\0",
        encode_dss_signature(2**300, 1),
    ],
)
def test_a_signature_that_is_no_der_signature_is_refused_here(der: bytes) -> None:
    with pytest.raises(Local, match="webauthn-signature-form"):
        der_to_raw(der)
