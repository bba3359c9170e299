"""The tables of witnesses: written inside the store's transaction, read by line."""

from __future__ import annotations

import sqlite3
from typing import Any

from detente.line.witness import Cosigned, WitnessChange, WitnessGone, WitnessKept, WitnessTried

_WITNESS = ("line", "name", "url", "vkeys", "added", "tried", "good", "why")
_COSIGNED = ("name", "epoch", "size", "at", "checkpoint", "lines")


def keep(db: sqlite3.Connection, change: WitnessChange) -> None:
    match change:
        case WitnessKept():
            values = (change.line, change.name, change.url, change.vkeys, change.added)
            db.execute("INSERT OR REPLACE INTO witness VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)", values)
        case WitnessGone():
            db.execute("DELETE FROM witness WHERE line=? AND name=?", (change.line, change.name))
        case WitnessTried():
            db.execute(
                "UPDATE witness SET tried=?, why=?, good=CASE WHEN ? IS NULL THEN ? ELSE good END WHERE line=? AND name=?",
                (change.at, change.why, change.why, change.at, change.line, change.name),
            )
        case Cosigned():
            db.execute(
                "INSERT INTO cosigned VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (line, name, epoch) DO UPDATE SET"
                " size=excluded.size, at=excluded.at, checkpoint=excluded.checkpoint, lines=excluded.lines"
                " WHERE excluded.size >= size",
                (change.line, change.name, change.epoch, change.size, change.at, change.checkpoint, change.lines),
            )


class WitnessReading:
    """Rows as plain data; part of `Reading`."""

    _db: sqlite3.Connection

    def witnesses(self, line: bytes) -> list[dict[str, Any]]:
        rows = self._db.execute(f"SELECT {', '.join(_WITNESS)} FROM witness WHERE line=? ORDER BY name", (line,))
        return [dict(zip(_WITNESS, row, strict=True)) for row in rows]

    def cosigned(self, line: bytes, epoch: bytes) -> list[dict[str, Any]]:
        """What each witness has last signed of an own log, the largest first."""
        rows = self._db.execute(
            f"SELECT {', '.join(_COSIGNED)} FROM cosigned WHERE line=? AND epoch=? ORDER BY size DESC, name",
            (line, epoch),
        )
        return [dict(zip(_COSIGNED, row, strict=True)) for row in rows]
