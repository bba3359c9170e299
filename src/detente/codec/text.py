"""Strict text forms: which strings may be signed, and base32/base64/hex with one spelling only.

Attack stopped: two texts that look alike, or one text that a terminal or page draws in another order
than its bytes (Unicode TR 36 and 39; CVE-2021-42574).
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata

from detente.codec.errors import Remote
from detente.codec.limits import MAX_TEXT

# Bidirectional controls, zero-width characters, joiners, fillers, tags, line and paragraph separators, BOM.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# C0 and C1 controls except tab and newline: a terminal obeys some of them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_EITHER = re.compile(f"{_CONTROL.pattern}|{_INVISIBLE.pattern}")  # one walk over a text that has nothing of either


def check_text(value: str) -> str:
    """Return `value` when it may stand in a signed structure, else raise `Remote`.

    Codes: `text-too-long`, `text-control`, `text-invisible`, `text-not-nfc`, `text-surrogate`.
    """
    if value.isascii():
        if len(value) > MAX_TEXT:
            raise Remote("text-too-long", limit=MAX_TEXT)
        if _CONTROL.search(value):
            raise Remote("text-control")
        return value
    try:
        size = len(value.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise Remote("text-surrogate") from error
    if size > MAX_TEXT:
        raise Remote("text-too-long", limit=MAX_TEXT)
    if _EITHER.search(value):
        raise Remote("text-control" if _CONTROL.search(value) else "text-invisible")
    if not unicodedata.is_normalized("NFC", value):
        raise Remote("text-not-nfc")
    return value


def clean_text(value: str) -> str:
    """NFC and universal newlines for what a person types; what `check_text` refuses is still refused."""
    return check_text(unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")))


def base32(data: bytes) -> str:
    """Lower-case base32 without padding (RFC 4648 section 6): 32 bytes give 52 characters."""
    return base64.b32encode(data).decode("ascii").rstrip("=").lower()


def from_base32(text: str) -> bytes:
    """Inverse of `base32`; any other spelling of the same bytes is refused."""
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError) as error:
        raise Remote("base32-spelling") from error
    if base32(data) != text:
        raise Remote("base32-spelling")
    return data


def base64_text(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Inverse of `base64_text`: decoded, re-encoded and compared, so trailing bits cannot carry a second spelling."""
    try:
        data = binascii.a2b_base64(text.encode("ascii"))  # lenient, but the comparison below is not
    except (binascii.Error, ValueError) as error:
        raise Remote("base64-spelling") from error
    if base64_text(data) != text:
        raise Remote("base64-spelling")
    return data


def from_decimal(text: str, limit: int) -> int:
    """An unsigned decimal with no sign, space, underscore or leading zero, at most `limit`."""
    if not re.fullmatch("0|[1-9][0-9]{0,15}", text, re.ASCII):
        raise Remote("decimal-spelling")
    value = int(text)
    if value > limit:
        raise Remote("decimal-too-large", limit=limit)
    return value


def from_hex(text: str, size: int) -> bytes:
    """Lower-case hexadecimal of exactly `size` bytes."""
    if not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text, re.ASCII):
        raise Remote("hex-spelling", size=size)
    return bytes.fromhex(text)
