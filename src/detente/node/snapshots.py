"""What a backup takes of the SQLite files of a home: each as it stood at one instant, every page sound, while others write on.

detente.db      the record; if it cannot be read there is no backup
BESIDE          files of this side alone; one that cannot be read is left out, and the backup says so
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from detente.codec.errors import Damaged, Local
from detente.node.casebook import FILE as CASES
from detente.node.home import Home
from detente.node.homework import FILE as HOMEWORK
from detente.store.migrate import snapshot
from detente.store.officers import NAME as OFFICERS

DATABASE = "detente.db"
BESIDE = (OFFICERS, CASES, HOMEWORK)
_ENDS = {OFFICERS: ("session", "ended", "attempt")}  # what holds only while a node runs


def record(home: Home, part: Path) -> int:
    """A snapshot of the record at `part`; its form, 0 when there is none yet. `Damaged("store-missing")` if there was one."""
    if not home.database.exists():
        if any((home.path / "keys").glob("*.key")):
            raise Damaged("store-missing", path=str(home.database))
        return 0
    try:
        db = sqlite3.connect(f"{home.database.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            snapshot(db, part)
            [form] = db.execute("PRAGMA user_version").fetchone()
        finally:
            db.close()
        sound(part)
    except (OSError, sqlite3.OperationalError) as error:
        raise Local("backup-failed", why=str(error)) from error
    except sqlite3.Error as error:
        raise Damaged("store-damaged", why=str(error)) from error
    return int(form)


def beside(file: Path, part: Path) -> bool:
    """A snapshot of a file beside the record, without what ends with the node; False when it cannot be read.

    `Local("backup-failed")` when there is no room.
    """
    try:
        db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            snapshot(db, part)
        finally:
            db.close()
        sound(part)
        held = sqlite3.connect(part, isolation_level=None)
        try:
            tables = {name for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type='table'")}
            for table in _ENDS.get(file.name, ()):
                if table in tables:
                    held.execute(f"DELETE FROM {table}")
            held.execute("VACUUM")  # nor what was deleted
        finally:
            held.close()
    except OSError as error:
        raise Local("backup-failed", why=str(error)) from error
    except (sqlite3.Error, Damaged):
        part.unlink(missing_ok=True)
        return False
    return True


def sound(database: Path) -> None:
    """Every page is as SQLite left it. `Damaged("store-damaged")`: a backup of a broken record would be found out too late."""
    db = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        [said] = db.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise Damaged("store-damaged", why=str(error)) from error
    finally:
        db.close()
    if said != "ok":
        raise Damaged("store-damaged", why=str(said).splitlines()[0])
