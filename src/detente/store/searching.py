"""Looking back through a record: messages of a member from the newest on, so many at a time, whatever the record's length."""

from __future__ import annotations

import sqlite3


class SearchReading:
    """Part of `Reading`."""

    _db: sqlite3.Connection

    def back_from(
        self, line: bytes, party: str, before: tuple[int, bytes] | None, most: int
    ) -> list[tuple[int, bytes, bytes]]:
        """(number, epoch, name) of a member's messages, the newest first, from before a place on. One query."""
        start = "" if before is None else " AND (n, epoch) < (?, ?)"
        rows = self._db.execute(
            f"SELECT n, epoch, what FROM item INDEXED BY item_number WHERE line=? AND party=? AND n IS NOT NULL{start} "
            "ORDER BY n DESC, epoch DESC LIMIT ?",
            (line, party, *(before or ()), most),
        )
        return list(rows)
