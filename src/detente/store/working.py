"""The table of working translations: written inside the store's transaction, read by message."""

from __future__ import annotations

import sqlite3
from typing import Any

from detente.line.working import WorkingKept

_COLUMNS = ("language", "text", "made_by", "checked_by", "at")


def keep(db: sqlite3.Connection, kept: WorkingKept) -> None:
    """Inside the store's transaction."""
    values = (kept.line, kept.what, kept.language, kept.text, kept.made_by, kept.checked_by, kept.at)
    db.execute("INSERT OR REPLACE INTO working VALUES (?, ?, ?, ?, ?, ?, ?)", values)


class WorkingReading:
    """Rows as plain data; part of `Reading`."""

    _db: sqlite3.Connection

    def working(self, line: bytes, what: bytes) -> list[dict[str, Any]]:
        """Translations of a message made here, one a language."""
        rows = self._db.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM working WHERE line=? AND what=? ORDER BY language", (line, what)
        )
        return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
