"""The desk's own tables: what was displayed, who was called up, what was handed over. Of this side alone."""

from __future__ import annotations

import sqlite3
from typing import Any

from detente.codec.errors import Local
from detente.line.desk import CallBegun, CallEnded, DeskChange, HandoverShown, HandoverTaken, Shown


def apply(db: sqlite3.Connection, change: DeskChange) -> None:
    """One change, inside the store's transaction."""
    match change:
        case Shown():
            db.execute(
                "INSERT OR IGNORE INTO shown VALUES (?, ?, ?, ?)", (change.line, change.what, change.at, change.by)
            )
        case CallBegun():
            db.execute(
                "INSERT OR REPLACE INTO called VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
                (change.line, change.what, change.step, change.who, change.way, change.tries, change.begun),
            )
        case CallEnded():
            db.execute(
                "UPDATE called SET ended=?, outcome=? WHERE line=? AND what=? AND step=?",
                (change.ended, change.outcome, change.line, change.what, change.step),
            )
        case HandoverShown():
            db.execute(
                "INSERT OR REPLACE INTO handover_shown VALUES (?, ?, ?, ?)",
                (change.line, change.at, change.digest, change.report),
            )
        case HandoverTaken():
            done = db.execute(
                "INSERT OR IGNORE INTO handover VALUES (?, ?, ?, ?, ?)",
                (change.line, change.n, change.at, change.frame, change.report),
            )
            if done.rowcount != 1:
                raise Local("store-second-writer")
            db.execute("DELETE FROM handover_shown WHERE line=?", (change.line,))


class DeskReading:
    """Rows as plain data; part of `Reading`."""

    _db: sqlite3.Connection

    def first_shown(self, line: bytes, what: bytes) -> dict[str, Any] | None:
        """{at, by} of the first time a message was displayed here."""
        return self._one("SELECT at, by FROM shown WHERE line=? AND what=?", line, what)

    def called(self, line: bytes, since: int = 0) -> list[dict[str, Any]]:
        """Every call whose last try began since a time, by when that was."""
        cursor = self._db.execute(
            "SELECT * FROM called WHERE line=? AND begun>=? ORDER BY begun, what, step", (line, since)
        )
        return self._named(cursor)

    def handover_shown(self, line: bytes) -> dict[str, Any] | None:
        return self._one("SELECT at, digest, report FROM handover_shown WHERE line=?", line)

    def handovers(self, line: bytes, newest: int = -1) -> list[dict[str, Any]]:
        """Every takeover, or the newest so many, the newest first; without what was shown."""
        return self._named(
            self._db.execute("SELECT n, at, frame FROM handover WHERE line=? ORDER BY n DESC LIMIT ?", (line, newest))
        )

    def handover(self, line: bytes, n: int) -> dict[str, Any] | None:
        """One takeover with what was shown."""
        return self._one("SELECT n, at, frame, report FROM handover WHERE line=? AND n=?", line, n)

    def _one(self, sql: str, *values: object) -> dict[str, Any] | None:
        found = self._named(self._db.execute(sql, values))
        return found[0] if found else None

    @staticmethod
    def _named(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
