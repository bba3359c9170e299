"""Private keys at rest, and the recovery code that is printed and locked away.

    keystore = {v: 1, kdf: "scrypt", n, r, p, salt: b16, nonce: b12, box: bstr}      canonical CBOR
    box      = AES-256-GCM(scrypt(code, salt, n, r, p), nonce, secret, aad = the same map without box)

scrypt is RFC 7914. The cost stands in the file, so it is bounded before it is paid: a crafted file could else
ask for all memory. A changed byte inside the box cannot be told from a wrong code; the error for both is the
same. A code may not lean on trailing zero bytes: scrypt begins with HMAC, which pads its key with them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from detente.codec.cbor import encode
from detente.codec.errors import Damaged, Local, Remote
from detente.codec.shape import B16, Shape, Uint, pack, to_plain, unpack

MAX_KEYSTORE = 1024 * 1024
MIN_COST, DEFAULT_COST, MAX_COST = 2**10, 2**15, 2**18  # scrypt n: 1, 32 and 256 MiB of memory
BLOCK = 8  # scrypt r
LANES = 1  # scrypt p

ENTROPY_SIZE = 20
_GROUP = 5
_CHECK = 3  # characters of checksum: 15 bits


class Keystore(Shape, frozen=True, kw_only=True):
    """The file as it is read. `box` is the only field that the code protects from being read."""

    v: Literal[1]
    kdf: Literal["scrypt"]
    n: Uint
    r: Uint
    p: Uint
    salt: B16
    nonce: bytes
    box: bytes


def _affordable(n: int, r: int, p: int) -> bool:
    return MIN_COST <= n <= MAX_COST and n & (n - 1) == 0 and r == BLOCK and p == LANES


def _key(code: bytes, salt: bytes, n: int) -> bytes:
    memory = 128 * BLOCK * (n + LANES + 2) + 64 * 1024  # RFC 7914 section 2, and a little for the library
    return hashlib.scrypt(code, salt=salt, n=n, r=BLOCK, p=LANES, maxmem=memory, dklen=32)


def _header(store: Keystore) -> bytes:
    plain = to_plain(store)
    del plain["box"]
    return encode(plain)


def lock(secret: bytes, code: bytes, salt: bytes, nonce: bytes, cost: int = DEFAULT_COST) -> bytes:
    """`secret` as a keystore file that `code` opens. `salt` (16) and `nonce` (12) are fresh and random.

    Raises `Local("keystore-parameters")` for sizes or a cost that `unlock` would refuse: nobody is locked
    out.
    """
    if not _affordable(cost, BLOCK, LANES) or len(salt) != 16 or len(nonce) != 12 or not code:
        raise Local("keystore-parameters")
    if len(secret) > MAX_KEYSTORE - 1024:
        raise Local("keystore-parameters")
    head = Keystore(v=1, kdf="scrypt", n=cost, r=BLOCK, p=LANES, salt=salt, nonce=nonce, box=b"")
    box = AESGCM(_key(code, salt, cost)).encrypt(nonce, secret, _header(head))
    return pack(Keystore(v=1, kdf="scrypt", n=cost, r=BLOCK, p=LANES, salt=salt, nonce=nonce, box=box))


def unlock(data: bytes, code: bytes) -> bytes:
    """The secret. Raises `Damaged("keystore-unreadable")` or `Local("keystore-wrong-code")`."""
    try:
        store = unpack(Keystore, data, MAX_KEYSTORE)
    except (Remote, Damaged) as error:
        raise Damaged("keystore-unreadable") from error
    if not _affordable(store.n, store.r, store.p) or len(store.nonce) != 12 or len(store.box) < 16:
        raise Damaged("keystore-unreadable")
    try:
        return AESGCM(_key(code, store.salt, store.n)).decrypt(store.nonce, store.box, _header(store))
    except InvalidTag as error:
        raise Local("keystore-wrong-code") from error


# --- recovery code --------------------------------------------------------------------------------


def _checksum(entropy: bytes) -> str:
    digest = hashlib.sha256(b"detente/1/recovery-code" + entropy).digest()
    return base64.b32encode(digest[:5]).decode("ascii")[:_CHECK]


def recovery_code(entropy: bytes) -> str:
    """20 bytes as seven groups of five base32 characters (RFC 4648 section 6); the last three are a checksum.

    A mistyped code passes once in 32768. The alphabet has no 0, 1, 8 or 9.
    """
    if len(entropy) != ENTROPY_SIZE:
        raise Local("recovery-entropy-size", size=len(entropy), expected=ENTROPY_SIZE)
    text = base64.b32encode(entropy).decode("ascii") + _checksum(entropy)
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


# Digits that are not in the alphabet and are what a person writes for a letter that is.
_LOOKALIKE = str.maketrans("018", "OIB")


def parse_recovery_code(text: str) -> bytes:
    """The 20 bytes of a code typed by a person: any case, spacing, dashes, and full-width letters.

    Raises `Local("recovery-code-mistyped")`; nothing is guessed beyond that.
    """
    folded = unicodedata.normalize("NFKC", text[:256]).upper()
    kept = "".join(c for c in folded if not c.isspace() and c != "\u2212" and unicodedata.category(c) != "Pd")
    kept = kept.translate(_LOOKALIKE)
    if len(kept) != 32 + _CHECK or not kept.isascii():
        raise Local("recovery-code-mistyped")
    try:
        entropy = base64.b32decode(kept[:32])
    except ValueError as error:
        raise Local("recovery-code-mistyped") from error
    if not hmac.compare_digest(_checksum(entropy), kept[32:]):
        raise Local("recovery-code-mistyped")
    return entropy
