"""Signing in: passwords (Argon2id), sessions that end, and a pause after passwords that were wrong.

A session ends twelve hours after it began (a shift) and an hour after the last press of a person; what a page fetches by
itself is no press. After five wrong passwords for one name within a quarter of an hour each further try waits, longer each
time and at most a minute: whoever guesses gets nowhere, and nobody can keep an officer from the desk for long by guessing.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from detente.codec.errors import Local
from detente.store.officers import ROLES, Officer, Officers, Session

MINUTE = 60_000
SHIFT, IDLE = 12 * 60 * MINUTE, 60 * MINUTE  # ms
WINDOW, FREE, MOST_PAUSE = 15 * MINUTE, 5, MINUTE
MIN_PASSWORD, MAX_PASSWORD = 12, 512  # characters
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,31}\Z", re.ASCII)
_hasher = PasswordHasher()  # Argon2id with the parameters of RFC 9106's second recommendation
_nobody = _hasher.hash(secrets.token_hex(16))  # checked for a name that is not there, so that it takes as long


class Begun(NamedTuple):
    """A session just begun: what the browser is given, and the officer."""

    token: str
    officer: Officer


def checked_name(name: str, role: str) -> str:
    """`Local("officer-name")`, `Local("officer-role")`."""
    if not _NAME.match(name):
        raise Local("officer-name", name=name[:40])
    if role not in ROLES:
        raise Local("officer-role", role=role[:40])
    return name


def hashed(password: str) -> str:
    """`Local("password-short")` below twelve characters; no other rule: a sentence is better than a rule."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise Local("password-short", least=MIN_PASSWORD)
    return _hasher.hash(password)


def pause(wrong: list[int], now: int) -> int:
    """Milliseconds to wait still, after passwords that were wrong at these times (the newest last)."""
    if len(wrong) < FREE:
        return 0
    wait = min(MOST_PAUSE, 2000 << min(len(wrong) - FREE, 10))
    return max(0, wrong[-1] + wait - now)


def sign_in(officers: Officers, name: str, password: str) -> Begun:
    """`Local("sign-in-wrong")` for a name or a password, never saying which; `Local("sign-in-pause")` with seconds to wait."""
    now = officers.now()
    wait = pause(officers.attempts(name, now - WINDOW), now)
    if wait:
        raise Local("sign-in-pause", seconds=-(-wait // 1000))
    try:
        officer = officers.officer(name)
        known = officer.closed is None
    except Local:
        officer, known = None, False
    try:
        _hasher.verify(officer.password if officer is not None and known else _nobody, password[:MAX_PASSWORD])
    except (VerifyMismatchError, InvalidHashError):
        known = False
    if officer is None or not known:
        officers.attempted(name[:64])
        officers.did(name[:64], "sign-in-wrong")
        raise Local("sign-in-wrong")
    if _hasher.check_needs_rehash(officer.password):
        officers.rehash(name, _hasher.hash(password))
    return begin(officers, officer, "password")


def begin(officers: Officers, officer: Officer, how: str) -> Begun:
    token = secrets.token_urlsafe(32)
    officers.forgiven(officer.name)
    officers.begin(digest(token), officer, secrets.token_urlsafe(24))
    officers.did(officer.name, "signed-in", how)
    return Begun(token, officer)


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def session(officers: Officers, token: str | None, press: bool) -> Session | None:
    """The session of a browser, or None where there is none or it has ended. `press`: a person asks, not a page by itself."""
    found = officers.session(digest(token)) if token else None
    if found is None:
        return None
    now = officers.now()
    if now - found.began >= SHIFT or now - found.used >= IDLE:
        officers.end_by_itself(found)
        officers.did(found.officer, "session-ended")
        return None
    if press and now - found.used >= MINUTE:  # not a write for each press
        officers.pressed(found.token)
    return found


def cookie_name(home: str) -> str:
    """Of this home alone: a browser gives cookies of one host to every port of it, and live is not exercise."""
    return "desk-" + hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
