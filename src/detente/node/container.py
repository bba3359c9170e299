"""What backups are kept in: one file, opened by a recovery code, sealed piece by piece.

    file     = magic ‖ u16 length ‖ keystore ‖ stream       (crypto/keystore.py, crypto/stream.py)
    keystore = a fresh 32-byte key, under this file's own code; stream = that key over the content

`magic` says what is inside, and is bound to every piece. Whoever reads has read it already, and decides what another one means.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from detente.codec.errors import Damaged, Local, Remote
from detente.codec.shape import B32, Shape, pack, unpack
from detente.crypto.keystore import lock, unlock
from detente.crypto.stream import open_pieces, seal_pieces

MAX_KEYSTORE = 4096  # bytes


class _Key(Shape, frozen=True):
    key: B32


def sealed(
    magic: bytes, code: bytes, content: Iterable[bytes], random: Callable[[int], bytes] = os.urandom
) -> Iterator[bytes]:
    """The file, part by part; `content` in parts of any sizes."""
    key = random(32)
    store = lock(pack(_Key(key=key)), code, random(16), random(12))
    head = magic + len(store).to_bytes(2, "big") + store
    yield head
    yield from seal_pieces(key, head, content)


def opened(magic: bytes, file: IO[bytes], code: bytes) -> Iterator[bytes]:
    """The content, from behind the magic on; whether it is whole is known only when the iterator has ended.

    Raises `Local("backup-wrong-code")` at once, and `Damaged("backup-damaged")` where it was altered or cut short.
    """
    length = file.read(2)
    store = file.read(min(int.from_bytes(length, "big"), MAX_KEYSTORE))
    try:
        key = unpack(_Key, unlock(store, code), 64).key
    except Local as error:
        raise Local("backup-wrong-code") from error
    except (Damaged, Remote) as error:
        raise Damaged("backup-damaged") from error
    return _pieces(key, magic + length + store, file)


def _pieces(key: bytes, head: bytes, file: IO[bytes]) -> Iterator[bytes]:
    try:
        yield from open_pieces(key, head, lambda size: _full(file, size))
    except Damaged as error:
        raise Damaged("backup-damaged") from error


def _full(file: IO[bytes], size: int) -> bytes:
    """So many bytes, fewer only at the end."""
    parts = []
    while size:
        data = file.read(size)
        if not data:
            break
        parts.append(data)
        size -= len(data)
    return b"".join(parts)


def file_of(path: Path) -> IO[bytes]:
    """`Local("file-missing")`, `Damaged("file-unreadable")`."""
    try:
        return open(path, "rb")
    except FileNotFoundError as error:
        raise Local("file-missing", path=str(path)) from error
    except OSError as error:
        raise Damaged("file-unreadable", path=str(path), why=error.strerror) from error
