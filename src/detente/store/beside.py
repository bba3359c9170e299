"""A SQLite file of one party alone, beside any record of a line: opened whole or refused, every write durable when it returns.

A half-written last transaction is undone by SQLite when the file is opened; a file that is none, or has a broken page, is
refused whole and left as it is. What each kind of file raises is its own (`missing`, `busy`, `damaged`).
"""

from __future__ import annotations

import json
import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from detente.codec.errors import Damaged
from detente.store.connection import connect
from detente.store.migrate import bring_up

BUSY = 5000  # ms another writer is waited for


def plain_json(value: Any) -> str:
    """One spelling of a value, in Unicode."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Beside(ABC):
    """Open one with a path; `now` gives ms UTC. `scripts`: its form, in SQL; `probe`: a table that every form has."""

    scripts: Traversable
    probe: str

    def __init__(self, path: Path, now: Callable[[], int], create: bool = True) -> None:
        self.path, self.now = path, now
        if create:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(OSError):  # new: its owner's alone; one that is there keeps what it was given
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            self.db = connect(path, create=create)
        except Damaged as error:
            raise self._plain(error) from error
        try:
            self.db.execute(f"PRAGMA busy_timeout={BUSY}")
            [[found]] = self.db.execute("PRAGMA quick_check(1)").fetchall()
            if found != "ok":
                raise Damaged("store-damaged", why=found)
            bring_up(self.db, path, create=True, folder=self.scripts)
            self.db.execute(f"SELECT count(*) FROM {self.probe}").fetchone()
        except sqlite3.OperationalError as error:
            self.close()
            raise self._plain(error) from error
        except Damaged as error:
            self.close()
            raise self._plain(error) from error

    @abstractmethod
    def missing(self) -> Exception: ...

    @abstractmethod
    def busy(self) -> Exception: ...

    @abstractmethod
    def damaged(self, why: object) -> Exception: ...

    def _plain(self, error: Exception) -> Exception:
        if isinstance(error, Damaged) and error.code == "store-version":
            return error
        if isinstance(error, Damaged) and error.code == "store-missing":
            return self.missing()
        why = error.values.get("why") if isinstance(error, Damaged) else str(error)
        if "locked" in str(why):
            return self.busy()
        return self.damaged(why)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def _write(self) -> Iterator[None]:
        try:
            self.db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise self._plain(error) from error
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise
