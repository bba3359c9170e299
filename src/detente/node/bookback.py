"""The book of cases alone in one encrypted file, for a desk without a home; in a home `detente backup` takes the book too.

    file    = "detente cases 1\\n" and what a container is (node/container.py) over the book as it stood at one instant

Laws put right beside the book are not in it: they are files of their own. A book is put back under another name and renamed into
place, never over one that is there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from detente.codec.errors import Damaged, Local
from detente.node import container
from detente.node.casebook import open_book
from detente.node.home import sync_directory
from detente.node.snapshots import beside, sound

MAGIC = b"detente cases 1\n"
READ = 256 * 1024  # bytes


def sealed(book: Path, code: bytes) -> Iterator[bytes]:
    """The file, part by part. `Damaged("book-damaged")`: a book that cannot be read is not kept as if it were one."""
    open_book(book, create=False).close()  # is one, and is not half written
    part = book.with_name(f".{book.name}.backup-{os.urandom(8).hex()}.part")
    try:
        if not beside(book, part):
            raise Damaged("book-damaged", path=str(book), why=book.name)
        yield from container.sealed(MAGIC, code, _pieces(part))
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
    yield from container.opened(MAGIC, file, code)


def check(path: Path, code: bytes) -> None:
    """Read it through to its end, as putting it back would."""
    with container.file_of(path) as file:
        for _ in opened(file, code):
            pass


def restore(path: Path, book: Path, code: bytes) -> None:
    """The book at `book`, whole or not at all. `Local("book-exists")` over one that is there."""
    room_for(book)
    book.parent.mkdir(parents=True, exist_ok=True)
    making = book.with_name(f".{book.name}.restoring")
    with container.file_of(path) as file:
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
