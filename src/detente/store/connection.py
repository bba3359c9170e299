"""One SQLite connection whose errors of reading are typed.

A page that cannot be read may be met at any read, long after the start: in a command, in the task that carries envelopes,
while a list is gone through. Each becomes `Damaged` here, once, so that nobody above has to know SQLite's own errors:

    Damaged("store-damaged")   the file is not a database, or one of its pages is not what it should be
    Damaged("store-unread")    the system does not give the file: permissions, a disk that answers with an error

What goes wrong later for want of room or of an answer from the disk stays SQLite's own error: in a commit it becomes
`Local("store-failed")`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from detente.codec.errors import Damaged

_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_TEXT = "Could not decode to UTF-8"  # Python's own error, without SQLite's code


def named(error: sqlite3.Error) -> Exception:
    """The typed error for a record that is broken, or the same error when it is about something else."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in _BROKEN or (code == 0 and str(error).startswith(_TEXT)):
        return Damaged("store-damaged", why=str(error))
    return error


class _Cursor(sqlite3.Cursor):
    def execute(self, *args: Any) -> _Cursor:
        try:
            super().execute(*args)
        except sqlite3.Error as error:
            raise named(error) from error
        return self

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlite3.Error as error:
            raise named(error) from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.Error as error:
            raise named(error) from error

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.Error as error:
            raise named(error) from error


class _Connection(sqlite3.Connection):
    def cursor(self, factory: type[sqlite3.Cursor] = _Cursor) -> Any:  # type: ignore[override]
        return super().cursor(factory)

    def execute(self, *args: Any) -> Any:
        return self.cursor().execute(*args)


def connect(path: Path | str, create: bool = True) -> sqlite3.Connection:
    """The database at `path`, by one statement a transaction until somebody says BEGIN. `Damaged("store-…")` otherwise.

    Without `create`, one that is not there or has nothing in it is `Damaged("store-missing")`: a record that was lost must
    not be taken for one that never was.
    """
    if not create and not (Path(path).exists() and Path(path).stat().st_size):
        raise Damaged("store-missing", path=str(path))
    try:
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=_Connection)
    except sqlite3.Error as error:
        raise Damaged("store-unread", why=str(error)) from error
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA foreign_keys=ON")
        db.execute("PRAGMA secure_delete=ON")  # what is destroyed by agreement is overwritten, not only forgotten
        # SQLite opens for reading only, without a word, what it cannot open for both: a first write shows it, and is undone.
        db.execute("BEGIN IMMEDIATE")
        [form] = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version={form}")
        db.execute("ROLLBACK")
    except BaseException as error:
        db.close()
        if isinstance(error, sqlite3.Error):
            raise Damaged("store-unread", why=str(error)) from error
        raise
    return db
