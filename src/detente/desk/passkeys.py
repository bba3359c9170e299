"""Passkeys (WebAuthn): what an officer's device signs in place of a password. The library checks; here is what it is asked.

A challenge is drawn here, counts once and for two minutes, and lives in memory alone. The device verifies its holder itself (a
PIN, a finger); the desk learns that it did and never how. Nothing is asked of the device's maker.
"""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from detente.codec.errors import Local
from detente.desk import signing
from detente.store.officers import Officers

SECONDS, MOST = 120.0, 256  # a challenge counts; so many wait at once
MOST_CREDENTIAL = 16 * 1024  # characters of JSON


class Passkeys:
    """Of one desk, reached by `origins`; the first one's name is the one that passkeys are bound to."""

    def __init__(self, origins: tuple[str, ...], name: str) -> None:
        self.origins, self.name = origins, name
        self.host = urlsplit(origins[0]).hostname or ""
        self._drawn: dict[bytes, tuple[str, float]] = {}

    def _draw(self, challenge: bytes, whose: str) -> None:
        now = time.monotonic()
        self._drawn = {key: held for key, held in self._drawn.items() if held[1] > now}
        while len(self._drawn) >= MOST:
            del self._drawn[next(iter(self._drawn))]
        self._drawn[challenge] = (whose, now + SECONDS)

    def _take(self, credential: dict[str, Any], whose: str) -> bytes:
        """The challenge that a device answers to, once. `Local("passkey-refused")`."""
        try:
            said = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
            challenge = base64url_to_bytes(said["challenge"])
        except (KeyError, TypeError, ValueError) as error:
            raise Local("passkey-refused") from error
        held = self._drawn.pop(challenge, None)
        if held is None or held[0] != whose or held[1] <= time.monotonic():
            raise Local("passkey-refused")
        return challenge

    def registration(self, officer: str, held: list[bytes]) -> str:
        """Options for `navigator.credentials.create`, as JSON."""
        options = webauthn.generate_registration_options(
            rp_id=self.host,
            rp_name=self.name,
            user_name=officer,
            user_id=hashlib.sha256(f"{self.name}/{officer}".encode()).digest(),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=id) for id in held],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
        )
        self._draw(options.challenge, officer)
        return options_to_json(options)

    def registered(self, officer: str, text: str) -> tuple[bytes, bytes, int]:
        """Id, public key and counter of a new passkey. `Local("passkey-refused")`."""
        credential = _read(text)
        try:
            found = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=self._take(credential, officer),
                expected_rp_id=self.host,
                expected_origin=list(self.origins),
                require_user_verification=True,
            )
        except WebAuthnException as error:
            raise Local("passkey-refused") from error
        return found.credential_id, found.credential_public_key, found.sign_count

    def authentication(self) -> str:
        """Options for `navigator.credentials.get`, as JSON; the device says whose passkey it is."""
        options = webauthn.generate_authentication_options(
            rp_id=self.host, user_verification=UserVerificationRequirement.REQUIRED
        )
        self._draw(options.challenge, "")
        return options_to_json(options)

    def sign_in(self, officers: Officers, text: str) -> signing.Begun:
        """A session for the officer whose passkey it is. `Local("passkey-refused")`."""
        credential = _read(text)
        challenge = self._take(credential, "")
        try:
            held = officers.passkey(base64url_to_bytes(str(credential.get("rawId", ""))))
            officer = None if held is None else officers.officer(held["officer"])
            if held is None or officer is None or officer.closed is not None:
                raise Local("passkey-refused")
            found = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=list(self.origins),
                credential_public_key=held["key"],
                credential_current_sign_count=held["count"],
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as error:
            raise Local("passkey-refused") from error
        officers.passkey_used(held["id"], found.new_sign_count)
        return signing.begin(officers, officer, "passkey")


def _read(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text) if len(text) <= MOST_CREDENTIAL else None
    except ValueError as error:
        raise Local("passkey-refused") from error
    if not isinstance(value, dict):
        raise Local("passkey-refused")
    return value
