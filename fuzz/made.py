"""Inputs made for a branch that no test vector takes and no change is likely to hit: by target, each with what it is."""

from __future__ import annotations

import base64
from typing import Any

from detente.codec.cbor import decode, encode
from detente.codec.errors import DetenteError
from detente.codec.limits import MAX_MESSAGE, MAX_TEXT
from detente.codec.text import base64_text
from detente.proof import note
from fuzz import seeds


def of(target: str) -> list[bytes]:
    found = _MADE.get(target)
    return [] if found is None else found()


def _texts() -> list[bytes]:
    """Too long by one byte, in one-byte and in two-byte characters."""
    return [b"a" * (MAX_TEXT + 1), "é".encode() * (MAX_TEXT // 2 + 1)]


def _shapes() -> list[bytes]:
    """An optional member spelled out as null."""
    plain: dict[str, Any] = decode(seeds.raw(seeds.vectors()["content.digest"][0]["content"]), MAX_MESSAGE)
    return [encode(plain | {"thread": None})]


def _messages() -> list[bytes]:
    """Assertions that stand twice, and in another order."""
    whole = next(one for one in seeds.of("message.judge", "message") if len(one) < 20_000 and _is_message(one))
    plain: dict[str, Any] = decode(whole, MAX_MESSAGE)
    rows = [{"key": bytes([n]) * 16, "auth": bytes(37), "client": b"{}", "sig": bytes(64)} for n in (1, 2)]
    orders = ([rows[0], rows[0]], [rows[1], rows[0]])
    return [encode(plain | {"signed": [plain["signed"][0], order]}) for order in orders]


def _is_message(data: bytes) -> bool:
    try:
        plain = decode(data, MAX_MESSAGE)
    except DetenteError:
        return False
    return isinstance(plain, dict) and {"signed", "secret", "values"} == set(plain)


def _tokens() -> list[bytes]:
    """One bound of each size overstepped, and what is not JSON though many parsers read it."""
    row = seeds.vectors()["webauthn.verify"][0]
    plain = {name: seeds.raw(row[name]) for name in ("key", "auth", "client", "sig")}
    clients = (b"[1]", b'{"type":NaN}', b'{"type":Infinity}', b"[" * 2000)
    return [encode(plain | {"auth": bytes(36)}), *(encode(plain | {"client": client}) for client in clients)]


def _payloads() -> list[bytes]:
    return [b"", b"\x1c", b"\xff"]


def _heads() -> list[bytes]:
    """A head whose ML-DSA half alone is wrong; and the heads of a bundle with a succession."""
    found = [one for one in map(_half, seeds.of("head.check", "checkpoint")) if one]
    plain: dict[str, Any] = decode(seeds.raw("@bundle-succeeded")[:-32], 2**24)
    return [*found, *(log["head"] for log in plain["logs"])]


def _half(checkpoint: bytes) -> bytes | None:
    try:
        _text, lines = note.parse(checkpoint)
    except DetenteError:
        return None
    last = checkpoint.rstrip(b"\n").rpartition(b" ")
    value = bytearray(base64.b64decode(last[2]))
    value[-1] ^= 1
    return last[0] + b" " + base64_text(bytes(value)).encode() + b"\n" if len(lines) == 2 else None


def _receipts() -> list[bytes]:
    """The last place of an odd log, whose path is shorter; a path too short and one too long."""
    whole: dict[str, Any] = decode(seeds.of("receipt.check", "proof")[0], MAX_MESSAGE)
    blind, entry = whole["opening"]
    found = [whole | {"opening": [blind, entry | {"i": whole["size"] - 1}], "path": path} for path in ([], [bytes(32)])]
    return [encode(one) for one in [*found, whole | {"path": whole["path"][:-1]}]]


_MADE = {
    "texts": _texts,
    "shapes": _shapes,
    "message": _messages,
    "token": _tokens,
    "payload": _payloads,
    "heads": _heads,
    "receipt": _receipts,
}
