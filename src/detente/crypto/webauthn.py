"""One WebAuthn assertion as a release signature: an officer's token signs the digest of a message's content.

Web Authentication Level 2 section 7.2, as far as somebody who was not in the ceremony can follow it:

- steps 11 to 13: `type` is "webauthn.get", `challenge` is the content digest in base64url without padding,
  `origin` is the neutral desk's. Stricter than that section: `crossOrigin` is absent or false, and no key
  stands twice.
- step 15: rpIdHash is SHA-256 of `RP_ID`. Every desk uses this one name, which can never be registered
  (RFC 6761 section 6.4), so an assertion says nothing about the party's network and no web site can ask a
  token for one.
- steps 16 and 17: user present *and* user verified.
- steps 19 and 20: the signature over auth || SHA-256(client).

Not checked: the signature counter (step 21), which is between a token and its own desk and which synchronised
passkeys leave at zero. Extension outputs, if a token adds any, are under the signature and mean nothing here.

Algorithms: authenticators say -7 and -8; in a credential the same keys stand as ESP256 (-9) and Ed25519
(-19). An authenticator's ECDSA signature is DER with either s: the desk converts it with `der_to_raw` before
it is put into the structure, so a signature has one form.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from typing import Annotated, Any, NoReturn

import msgspec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from detente.codec.cose import ED25519, ESP256
from detente.codec.errors import Local, Remote
from detente.codec.shape import B16, Shape
from detente.crypto.suites import P256_ORDER, verify

RP_ID = "desk.detente.invalid"
RP_ID_HASH = hashlib.sha256(RP_ID.encode("ascii")).digest()
_ORIGIN = re.compile(r"https://desk\.detente\.invalid(:[1-9][0-9]{0,4})?", re.ASCII)

MIN_AUTH, MAX_AUTH = 37, 1024  # section 6.1: rpIdHash (32), flags (1), signCount (4), then extension outputs
MAX_CLIENT = 2048
MAX_NESTED = 16  # objects and arrays in each other in the client data
SIGNATURE_SIZE = 64

USER_PRESENT = 0x01
USER_VERIFIED = 0x04
ATTESTED = 0x40
EXTENSIONS = 0x80


class Assertion(Shape, frozen=True, kw_only=True):
    """What the token and the browser gave, byte for byte, except that an ECDSA signature is r || s."""

    key: B16
    auth: Annotated[bytes, msgspec.Meta(min_length=MIN_AUTH, max_length=MAX_AUTH)]
    client: Annotated[bytes, msgspec.Meta(min_length=1, max_length=MAX_CLIENT)]
    sig: Annotated[bytes, msgspec.Meta(min_length=SIGNATURE_SIZE, max_length=SIGNATURE_SIZE)]


def der_to_raw(der: bytes) -> bytes:
    """r || s with the low s, from the DER signature of an authenticator (section 6.5.6).

    Raises `Local("webauthn-signature-form")`: the token is this side's own.
    """
    try:
        r, s = decode_dss_signature(der)
    except ValueError as error:
        raise Local("webauthn-signature-form") from error
    if not (0 < r < P256_ORDER and 0 < s < P256_ORDER):
        raise Local("webauthn-signature-form")
    return r.to_bytes(32, "big") + min(s, P256_ORDER - s).to_bytes(32, "big")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Parsers disagree about which of two equal keys counts; the same bytes must not say two things.
    if len({key for key, _ in pairs}) != len(pairs):
        raise Remote("webauthn-client-repeated-key")
    return dict(pairs)


def _no_constant(_name: str) -> NoReturn:
    raise Remote("webauthn-client-unreadable")  # NaN and Infinity are not JSON (RFC 8259 section 6)


def _client_data(client: bytes) -> dict[str, Any]:
    # RecursionError: brackets nested two thousand deep fit the bound.
    try:
        text = client.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Remote("webauthn-client-unreadable") from error
    if not isinstance(value, dict) or not _shallow(value, MAX_NESTED):
        raise Remote("webauthn-client-unreadable")
    return value


def _shallow(value: object, depth: int) -> bool:
    """Whether at most `depth` objects and arrays stand in each other: how many a parser can follow differs between them."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inside is None or (depth > 0 and all(_shallow(one, depth - 1) for one in inside))


def _check_client(client: bytes, challenge: bytes) -> None:
    data = _client_data(client)
    if data.get("type") != "webauthn.get":
        raise Remote("webauthn-type")
    said = data.get("challenge")
    due = base64.urlsafe_b64encode(challenge).rstrip(b"=")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode("utf-8", "replace"), due):
        raise Remote("webauthn-challenge")
    origin = data.get("origin")
    if not isinstance(origin, str) or not _ORIGIN.fullmatch(origin):
        raise Remote("webauthn-origin")
    if data.get("crossOrigin", False) is not False:
        raise Remote("webauthn-cross-origin")


def _check_auth(auth: bytes) -> None:
    if auth[:32] != RP_ID_HASH:
        raise Remote("webauthn-rp")
    flags = auth[32]
    if not flags & USER_PRESENT:
        raise Remote("webauthn-user-absent")
    if not flags & USER_VERIFIED:
        raise Remote("webauthn-user-not-verified")
    # Attested credential data belongs to a registration; whatever follows the counter must be announced.
    if flags & ATTESTED or bool(flags & EXTENSIONS) != (len(auth) > MIN_AUTH):
        raise Remote("webauthn-auth-form")


def verify_assertion(assertion: Assertion, alg: int, pub: bytes, challenge: bytes) -> None:
    """Refuse an assertion that is not a release of the content with digest `challenge` by the token key
    `pub`.

    `alg` and `pub` come from the credential, by `assertion.key`. Raises `Remote`: `webauthn-algorithm`,
    `webauthn-size`, `webauthn-client-unreadable`, `webauthn-client-repeated-key`, `webauthn-type`,
    `webauthn-challenge`, `webauthn-origin`, `webauthn-cross-origin`, `webauthn-rp`, `webauthn-user-absent`,
    `webauthn-user-not-verified`, `webauthn-auth-form`, `webauthn-signature`.
    """
    if alg not in (ESP256, ED25519):
        raise Remote("webauthn-algorithm", alg=alg)
    sizes = MIN_AUTH <= len(assertion.auth) <= MAX_AUTH and 0 < len(assertion.client) <= MAX_CLIENT
    if not sizes or len(challenge) != 32:
        raise Remote("webauthn-size")
    _check_client(assertion.client, challenge)
    _check_auth(assertion.auth)
    signed = assertion.auth + hashlib.sha256(assertion.client).digest()
    if not verify(alg, pub, signed, assertion.sig):
        raise Remote("webauthn-signature")
