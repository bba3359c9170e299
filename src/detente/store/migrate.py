"""From the form a database has to the form this build knows, one numbered script after another.

`schema.sql` is form 1; `0002_….sql` and its successors each turn one form into the next. `user_version` says which have run.
Adding one is adding a file: nothing else lists them. A script holds no BEGIN and no COMMIT.

Order, and what a stop between two steps means:

 1. copy     the whole database beside itself, `detente.db.v1.20261125T101500Z.copy`, durably and under its name only when
             whole. Stops here: nothing was changed; the next start makes another copy.
 2. script   each in one transaction together with its `user_version`, synced to disk. Stops inside: SQLite rolls back, the
             database has the old form, whole; the next start runs it again. Stops between two scripts: the database has a
             form in between, which is whole too, and goes on from there.

The copies are never deleted by this program: whoever is satisfied with the new form deletes them. They hold the record, so
they are readable by the owner only.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from detente.codec.errors import Damaged, Local

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql\Z", re.ASCII)
SCRIPTS: Traversable = resources.files("detente.store")


def scripts(folder: Traversable) -> list[str]:
    """SQL by form: the first makes form 1 from nothing, the n-th form n from form n − 1."""
    numbered = sorted((int(found[1]), entry.name) for entry in folder.iterdir() if (found := _NAME.match(entry.name)))
    if [number for number, _ in numbered] != list(range(2, len(numbered) + 2)):
        raise RuntimeError(f"migrations are numbered from 0002, once each and without gaps, not {numbered}")
    files = [folder / "schema.sql", *(folder / name for _, name in numbered)]
    return [file.read_text("utf-8") for file in files]


def bring_up(db: sqlite3.Connection, path: Path | None, create: bool, folder: Traversable | None = None) -> int:
    """The database in the newest form; the form it was found in (0 when it was new). `path` None is one in memory.

    Raises `Damaged("store-version")` for a form from a newer build, which is left as it is; `Damaged("store-missing")` for
    an empty one without `create`; `Local("migrate-copy-failed")` and `Local("migrate-failed")`, after which the old form
    stands.
    """
    steps = scripts(SCRIPTS if folder is None else folder)
    [found] = db.execute("PRAGMA user_version").fetchone()
    if found > len(steps):
        raise Damaged("store-version", found=found, known=len(steps))
    if found == 0:
        if not create:
            raise Damaged("store-missing", path=str(path))
        _run(db, "".join(steps), len(steps))
    elif found < len(steps):
        copy = None if path is None else copy_beside(db, path, found)
        for form in range(found + 1, len(steps) + 1):
            try:
                _run(db, steps[form - 1], form)
            except sqlite3.Error as error:
                raise Local("migrate-failed", found=form - 1, known=form, copy=copy, why=str(error)) from error
    return int(found)


def _run(db: sqlite3.Connection, sql: str, form: int) -> None:
    try:
        db.executescript(f"BEGIN IMMEDIATE;{sql};PRAGMA user_version={form};COMMIT;")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def copy_beside(db: sqlite3.Connection, path: Path, form: int) -> str:
    """A copy of the whole database beside it; its name. `Local("migrate-copy-failed")` when there is no room for one."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    copy = path.with_name(f"{path.name}.v{form}.{stamp}.copy")
    part = path.with_name(f"{path.name}.part")
    try:
        snapshot(db, part)
        os.replace(part, copy)
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise Local("migrate-copy-failed", path=str(copy), why=str(error)) from error
    return copy.name


def snapshot(db: sqlite3.Connection, to: Path) -> None:
    """The database as it stands at one instant, as one file, durably, for its owner only. Others may go on writing."""
    to.unlink(missing_ok=True)
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    made = sqlite3.connect(to, isolation_level=None)
    try:
        db.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")  # one file: what reads it needs nothing beside it
    finally:
        made.close()
    with open(to, "rb+") as file:
        os.fsync(file.fileno())
