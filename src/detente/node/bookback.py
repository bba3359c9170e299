"""The book of cases alone in one encrypted file, for a desk without a home; in a home `detente backup` takes the book too.

    file    = "detente cases 1\\n" ‖ u16 length ‖ keystore ‖ stream       (crypto/keystore.py, crypto/stream.py)
    keystore = a fresh 32-byte key, under this backup's own code; stream = that key over the book as it stood at one instant

The same container as a home's backup (node/backup.py), with one file inside. Laws put right beside the book are not in it: they
are files of their own. A book is put back under another name and renamed into place, never over one that is there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from detente.codec.errors import Damaged, Local, Remote
from detente.codec.shape import B32, Shape, pack, unpack
from detente.crypto.keystore import lock, unlock
from detente.crypto.stream import open_pieces, seal_pieces
from detente.node.casebook import open_book
from detente.node.home import sync_directory
from detente.node.snapshots import beside, sound

MAGIC = b"detente cases 1\n"
MAX_KEYSTORE, READ = 4096, 256 * 1024


class _Key(Shape, frozen=True):
    key: B32


def sealed(book: Path, code: bytes) -> Iterator[bytes]:
    """The file, part by part. `Damaged("book-damaged")`: a book that cannot be read is not kept as if it were one."""
    open_book(book, create=False).close()  # is one, and is not half written
    part = book.with_name(f".{book.name}.backup-{os.urandom(8).hex()}.part")
    try:
        if not beside(book, part):
            raise Damaged("book-damaged", path=str(book), why=book.name)
        key = os.urandom(32)
        store = lock(pack(_Key(key=key)), code, os.urandom(16), os.urandom(12))
        head = MAGIC + len(store).to_bytes(2, "big") + store
        yield head
        yield from seal_pieces(key, head, _pieces(part))
    finally:
        part.unlink(missing_ok=True)


def _pieces(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while data := file.read(READ):
            yield data


def opened(file: IO[bytes], code: bytes) -> Iterator[bytes]:
    """The book's bytes. `Damaged("backup-unreadable")` for what is none, `Local("backup-wrong-code")`, and
    `Damaged("backup-damaged")` where it was altered or cut short, which may be found at its end only."""
    if file.read(len(MAGIC)) != MAGIC:
        raise Damaged("backup-unreadable")
    length = file.read(2)
    store = file.read(min(int.from_bytes(length, "big"), MAX_KEYSTORE))
    try:
        key = unpack(_Key, unlock(store, code), 64).key
    except Local as error:
        raise Local("backup-wrong-code") from error
    except (Damaged, Remote) as error:
        raise Damaged("backup-damaged") from error
    try:
        yield from open_pieces(key, MAGIC + length + store, file.read)
    except Damaged as error:
        raise Damaged("backup-damaged") from error


def check(path: Path, code: bytes) -> None:
    """Read it through to its end, as putting it back would."""
    with _file(path) as file:
        for _ in opened(file, code):
            pass


def restore(path: Path, book: Path, code: bytes) -> None:
    """The book at `book`, whole or not at all. `Local("book-exists")` over one that is there."""
    room_for(book)
    book.parent.mkdir(parents=True, exist_ok=True)
    making = book.with_name(f".{book.name}.restoring")
    with _file(path) as file:
        try:
            making.unlink(missing_ok=True)
            with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                for data in opened(file, code):
                    out.write(data)
                out.flush()
                os.fsync(out.fileno())
            sound(making)
            open_book(making, create=False).close()  # of this build, or made so; a newer one is refused
            room_for(book)
            os.rename(making, book)
            sync_directory(book.absolute().parent)
        except OSError as error:
            raise Local("file-unwritable", path=str(book), why=error.strerror) from error
        finally:
            for left in book.parent.glob(f"{making.name}*"):
                left.unlink(missing_ok=True)


def room_for(book: Path) -> None:
    if book.exists():
        raise Local("book-exists", path=str(book))


def _file(path: Path) -> IO[bytes]:
    try:
        return open(path, "rb")
    except FileNotFoundError as error:
        raise Local("file-missing", path=str(path)) from error
    except OSError as error:
        raise Damaged("file-unreadable", path=str(path), why=error.strerror) from error
