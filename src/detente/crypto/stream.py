"""A long secret under one key, piece by piece, so that neither side holds it whole.

    stream = piece*            each AES-256-GCM(key, nonce, up to 256 KiB, aad = head)
    nonce  = u88 number ‖ u8   the last byte is 1 for the last piece and 0 before it

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance, CRYPTO 2015). Attacks stopped: pieces left out, repeated or exchanged (the number is in the nonce); the end
cut off (only the last piece has the mark, and it is never empty but alone); pieces of another file (the key is one file's
alone, and `head` is bound to each). What comes out of `open_pieces` is authentic up to there; whether it is whole is known
only when the iterator has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from detente.codec.errors import Damaged

PIECE = 256 * 1024
TAG = 16


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def seal_pieces(key: bytes, head: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """`parts`, of any sizes, sealed. `key` (32 bytes) is used for this one stream and no other."""
    cipher, number, waiting = AESGCM(key), 0, bytearray()
    for part in parts:
        waiting += part
        while len(waiting) > PIECE:
            yield cipher.encrypt(_nonce(number, False), bytes(waiting[:PIECE]), head)
            del waiting[:PIECE]
            number += 1
    yield cipher.encrypt(_nonce(number, True), bytes(waiting), head)


def open_pieces(key: bytes, head: bytes, take: Callable[[int], bytes]) -> Iterator[bytes]:
    """What was sealed, piece by piece; `take(n)` gives the next n bytes, fewer only at the end.

    Raises `Damaged("stream-damaged")` at the first piece that is not the one sealed there, and when the end is missing.
    """
    cipher, number = AESGCM(key), 0
    held = take(PIECE + TAG)
    while True:
        following = take(PIECE + TAG) if len(held) == PIECE + TAG else b""
        last = not following
        try:
            piece = cipher.decrypt(_nonce(number, last), held, head)
        except (InvalidTag, ValueError) as error:
            raise Damaged("stream-damaged") from error
        if last and number and not piece:
            raise Damaged("stream-damaged")
        yield piece
        if last:
            return
        held, number = following, number + 1
