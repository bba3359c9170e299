"""Homework: what one party keeps for itself before any line is there, in one SQLite file. Nothing typed is ever lost.

Every write adds a row. Two people may have it open: a write names the row it began from, and one that was overtaken is refused
with both, so that neither is lost unseen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from detente.codec.errors import Damaged, Local
from detente.store.beside import Beside, plain_json
from detente.store.book import Overtaken


@dataclass(frozen=True)
class Kept:
    """One row. `entry` is its number in the file, `body` what was written."""

    entry: int
    subject: str
    name: str
    at: int
    who: str
    body: dict[str, Any]


class Homework(Beside):
    """Open one with a path; `now` gives ms UTC."""

    scripts, probe = resources.files("detente.store") / "homework", "kept"

    def missing(self) -> Exception:
        return Local("homework-missing", path=str(self.path))

    def busy(self) -> Exception:
        return Local("homework-busy", path=str(self.path))

    def damaged(self, why: object) -> Exception:
        return Damaged("homework-damaged", path=str(self.path), why=why)

    def keep(self, subject: str, name: str, body: dict[str, Any], who: str, began: int | None = None) -> int:
        """A new row, which counts from now on; its number. `began`: the row that was looked at (0: there was none).

        `Overtaken("homework-overtaken")` when another row of that name came since.
        """
        with self._write():
            newest = self.newest(subject, name)
            if began is not None and began != (newest.entry if newest else 0):
                found = newest.body if newest else {}
                raise Overtaken("homework-overtaken", found, body, name=name)
            return self._add(subject, name, body, who)

    def keep_all(self, rows: list[tuple[str, str, dict[str, Any]]], who: str) -> None:
        """All of them or none."""
        with self._write():
            for subject, name, body in rows:
                self._add(subject, name, body, who)

    def _add(self, subject: str, name: str, body: dict[str, Any], who: str) -> int:
        made = self.db.execute(
            "INSERT INTO kept (subject, name, at, who, body) VALUES (?, ?, ?, ?, ?)",
            (subject, name, self.now(), who, plain_json(body)),
        )
        return int(made.lastrowid or 0)

    def newest(self, subject: str, name: str) -> Kept | None:
        rows = self.history(subject, name)
        return rows[-1] if rows else None

    def counting(self, subject: str) -> dict[str, Kept]:
        """By name, what counts now; names whose last row is empty are left out."""
        found = {row.name: row for row in self._rows("WHERE subject = ? ORDER BY entry", (subject,))}
        return {name: row for name, row in found.items() if row.body}

    def history(self, subject: str, name: str) -> list[Kept]:
        return self._rows("WHERE subject = ? AND name = ? ORDER BY entry", (subject, name))

    def _rows(self, where: str, values: tuple[object, ...]) -> list[Kept]:
        rows = self.db.execute(f"SELECT entry, subject, name, at, who, body FROM kept {where}", values).fetchall()
        return [Kept(row[0], row[1], row[2], row[3], row[4], json.loads(row[5])) for row in rows]
