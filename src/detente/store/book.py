"""The book of cases: one SQLite file of its own, apart from any record of a line. Every write is durable when it returns.

A half-written last transaction is undone by SQLite when the file is opened; a file that is none, or has a broken page, is
refused whole with `Damaged("book-damaged")` and left as it is. Two people may have it open: an edit names the version it began
from, and one that was overtaken is refused with `Overtaken`, which holds both.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from detente.codec.errors import Damaged, DetenteError, Local
from detente.store.beside import Beside, plain_json

SCRIPTS = resources.files("detente.store") / "book"


class Overtaken(DetenteError):
    """Somebody else changed the case since. `theirs` is the newest body, `ours` what was to be written."""

    def __init__(self, code: str, theirs: dict[str, Any], ours: dict[str, Any], **values: object) -> None:
        super().__init__(code, **values)
        self.theirs, self.ours = theirs, ours


@dataclass(frozen=True)
class Kept:
    """A case as it stands: its newest body and when it was opened and closed (ms UTC)."""

    id: str
    opened: int
    version: int
    closed: int | None
    closing: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One row of what was done: `kind` is a word of `entries.kind`."""

    entry: int
    kind: str
    at: int
    who: str
    body: dict[str, Any]


class Book(Beside):
    """Open one with a path; `now` gives ms UTC."""

    scripts, probe = SCRIPTS, "entries"

    def missing(self) -> Exception:
        return Local("book-missing", path=str(self.path))

    def busy(self) -> Exception:
        return Local("book-busy", path=str(self.path))

    def damaged(self, why: object) -> Exception:
        return Damaged("book-damaged", path=str(self.path), why=why)

    # -- a case being typed ------------------------------------------------------------------------------------------

    def draft(self) -> tuple[int, int, dict[str, Any]] | None:
        """The newest draft: its number, when it was begun, its answers."""
        row = self.db.execute("SELECT draft, began, answers FROM drafts ORDER BY draft DESC LIMIT 1").fetchone()
        return None if row is None else (row[0], row[1], json.loads(row[2]))

    def keep_draft(self, draft: int | None, answers: dict[str, Any]) -> int:
        with self._write():
            now = self.now()
            if draft is None:
                made = self.db.execute(
                    "INSERT INTO drafts (began, at, answers) VALUES (?, ?, ?)", (now, now, plain_json(answers))
                )
                return int(made.lastrowid or 0)
            self.db.execute("UPDATE drafts SET at = ?, answers = ? WHERE draft = ?", (now, plain_json(answers), draft))
            return draft

    def drop_draft(self, draft: int) -> None:
        with self._write():
            self.db.execute("DELETE FROM drafts WHERE draft = ?", (draft,))

    # -- cases -------------------------------------------------------------------------------------------------------

    def open(self, body: dict[str, Any], who: str, draft: int | None = None) -> str:
        """A new case, out of a draft if there was one; its id, `C2026-1`: year and number in this book."""
        with self._write():
            now = self.now()
            year = datetime.datetime.fromtimestamp(now / 1000, datetime.UTC).year
            [count] = self.db.execute("SELECT count(*) FROM cases WHERE id LIKE ?", (f"C{year}-%",)).fetchone()
            id = f"C{year}-{count + 1}"
            self.db.execute("INSERT INTO cases (id, opened, version) VALUES (?, ?, 1)", (id, now))
            self.db.execute("INSERT INTO versions VALUES (?, 1, ?, ?, ?)", (id, now, who, plain_json(body)))
            if draft is not None:
                self.db.execute("DELETE FROM drafts WHERE draft = ?", (draft,))
            return id

    def get(self, id: str) -> Kept:
        """`Local("case-none")` when this book has none of that id; a beginning or a number alone will do if only one fits."""
        ids = [row[0] for row in self.db.execute("SELECT id FROM cases ORDER BY opened, id").fetchall()]
        wanted = id.strip().upper()
        fit = [one for one in ids if one == wanted] or [one for one in ids if one.partition("-")[2] == wanted]
        if len(fit) != 1:
            raise Local("case-none", id=id[:40], known=ids[-5:])
        row = self.db.execute(
            "SELECT c.id, opened, c.version, closed, closing, body FROM cases c"
            " JOIN versions v ON v.id = c.id AND v.version = c.version WHERE c.id = ?",
            (fit[0],),
        ).fetchone()
        return Kept(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]))

    def all(self) -> list[Kept]:
        ids = [row[0] for row in self.db.execute("SELECT id FROM cases ORDER BY opened DESC, rowid DESC").fetchall()]
        return [self.get(id) for id in ids]

    def versions(self, id: str) -> list[Entry]:
        rows = self.db.execute("SELECT version, at, who, body FROM versions WHERE id = ? ORDER BY version", (id,))
        return [Entry(row[0], "version", row[1], row[2], json.loads(row[3])) for row in rows.fetchall()]

    def edit(self, id: str, began: int, body: dict[str, Any], who: str) -> int:
        """The next version, made from version `began`; `Overtaken` when that is no longer the newest."""
        with self._write():
            kept = self.get(id)
            if kept.version != began:
                raise Overtaken("case-overtaken", kept.body, body, id=id, began=began, newest=kept.version)
            self.db.execute(
                "INSERT INTO versions VALUES (?, ?, ?, ?, ?)", (id, began + 1, self.now(), who, plain_json(body))
            )
            self.db.execute("UPDATE cases SET version = ? WHERE id = ?", (began + 1, id))
            return began + 1

    def finish(self, id: str, closing: str) -> None:
        with self._write():
            if self.get(id).closed is not None:
                raise Local("case-closed", id=id)
            self.db.execute("UPDATE cases SET closed = ?, closing = ? WHERE id = ?", (self.now(), closing, id))

    # -- what was done -----------------------------------------------------------------------------------------------

    def enter(self, id: str, kind: str, body: dict[str, Any], who: str) -> int:
        with self._write():
            made = self.db.execute(
                "INSERT INTO entries (id, kind, at, who, body) VALUES (?, ?, ?, ?, ?)",
                (id, kind, self.now(), who, plain_json(body)),
            )
            return int(made.lastrowid or 0)

    def entries(self, id: str, kind: str | None = None) -> list[Entry]:
        rows = self.db.execute(
            "SELECT entry, kind, at, who, body FROM entries WHERE id = ? AND (? IS NULL OR kind = ?) ORDER BY entry",
            (id, kind, kind),
        )
        return [Entry(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows.fetchall()]
