"""The officers of a desk: one SQLite file of its own (`officers.db` in the home), apart from the record of any line.

The record holds offices and never persons; who pressed what, on which shift, stays here, and nothing of it is ever sent.
Every write is durable when it returns. A browser's session is known by the SHA-256 of what the browser holds. Passwords
come here hashed already. Times are ms UTC.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib import resources
from typing import Any

from detente.codec.errors import Damaged, Local
from detente.store.beside import Beside
from detente.store.drafts import DraftKeeping

NAME = "officers.db"
DAY = 86_400_000
KEPT_DAYS = 400  # of the log, unless set otherwise or held
ROLES = ("officer", "administrator")
RELEASE_TWO = "release-two"  # the setting that names, with commas, the kinds that a second person releases
ALONE = frozenset({"acknowledgement", "test-person", "test-person-reply"})  # never of those: they imply no position


@dataclass(frozen=True)
class Officer:
    """One who may sign in. `closed`: since when no longer (ms UTC)."""

    name: str
    role: str
    language: str
    password: str
    added: int
    closed: int | None


@dataclass(frozen=True)
class Session:
    """A browser that was signed in. `sound`: when its sound was heard in a test, or None."""

    token: bytes
    officer: str
    role: str
    csrf: str
    language: str
    began: int
    used: int
    sound: int | None


class Officers(Beside, DraftKeeping):
    """Open one with the file's path; `now` gives ms UTC. For one thread at a time."""

    scripts, probe = resources.files("detente.store") / "officers", "officer"

    def missing(self) -> Exception:
        return self.damaged("store-missing")

    def busy(self) -> Exception:
        return Local("officers-busy", path=str(self.path))

    def damaged(self, why: object) -> Exception:
        return Damaged("officers-damaged", path=str(self.path), why=why)

    # -- who may sign in ---------------------------------------------------------------------------------------------

    def add(self, name: str, role: str, language: str, password: str) -> None:
        """`Local("officer-known")` when there is one of that name, also one that was closed: its name stands in the log."""
        try:
            self._run(
                "INSERT INTO officer (name, role, language, password, added) VALUES (?, ?, ?, ?, ?)",
                *(name, role, language, password, self.now()),
            )
        except sqlite3.IntegrityError as error:
            raise Local("officer-known", name=name) from error

    def officer(self, name: str) -> Officer:
        """`Local("officer-unknown")`."""
        row = self._one("SELECT name, role, language, password, added, closed FROM officer WHERE name=?", name)
        if row is None:
            raise Local("officer-unknown", name=name)
        return Officer(**row)

    def officers(self) -> list[Officer]:
        rows = self._rows("SELECT name, role, language, password, added, closed FROM officer ORDER BY added, name")
        return [Officer(**row) for row in rows]

    def password(self, name: str, hashed: str) -> None:
        """A new password; whoever is signed in by the old one is not any more."""
        self.officer(name)
        self._run("UPDATE officer SET password=? WHERE name=?", hashed, name)
        self._run("DELETE FROM session WHERE officer=?", name)

    def rehash(self, name: str, hashed: str) -> None:
        """The same password under newer parameters."""
        self._run("UPDATE officer SET password=? WHERE name=?", hashed, name)

    def close_officer(self, name: str) -> None:
        self.officer(name)
        self._run("UPDATE officer SET closed=coalesce(closed, ?) WHERE name=?", self.now(), name)
        self._run("DELETE FROM session WHERE officer=?", name)

    # -- passkeys ----------------------------------------------------------------------------------------------------

    def keep_passkey(self, id: bytes, officer: str, key: bytes, count: int, label: str) -> None:
        self._run("INSERT INTO passkey VALUES (?, ?, ?, ?, ?, ?, NULL)", id, officer, key, count, label, self.now())

    def passkey(self, id: bytes) -> dict[str, Any] | None:
        return self._one("SELECT * FROM passkey WHERE id=?", id)

    def passkeys(self, officer: str) -> list[dict[str, Any]]:
        return self._rows("SELECT * FROM passkey WHERE officer=? ORDER BY added, id", officer)

    def passkey_used(self, id: bytes, count: int) -> None:
        self._run("UPDATE passkey SET count=?, used=? WHERE id=?", count, self.now(), id)

    def drop_passkey(self, id: bytes, officer: str) -> None:
        self._run("DELETE FROM passkey WHERE id=? AND officer=?", id, officer)

    # -- sessions ----------------------------------------------------------------------------------------------------

    def begin(self, token: bytes, officer: Officer, csrf: str) -> None:
        now = self.now()
        self._run(
            "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, NULL)",
            *(token, officer.name, csrf, officer.language, now, now),
        )

    def session(self, token: bytes) -> Session | None:
        """None for one that is not there, or whose officer was closed."""
        row = self._one(
            "SELECT s.token, s.officer, o.role, s.csrf, s.language, s.began, s.used, s.sound FROM session s "
            "JOIN officer o ON o.name=s.officer WHERE s.token=? AND o.closed IS NULL",
            token,
        )
        return None if row is None else Session(**row)

    def pressed(self, token: bytes) -> None:
        self._run("UPDATE session SET used=? WHERE token=?", self.now(), token)

    def heard(self, token: bytes, heard: bool) -> None:
        """The sound was heard in a test, or was not."""
        self._run("UPDATE session SET sound=? WHERE token=?", self.now() if heard else None, token)

    def speaks(self, token: bytes, officer: str, language: str) -> None:
        """The language of this session, and of the officer's next."""
        self._run("UPDATE session SET language=? WHERE token=?", language, token)
        self._run("UPDATE officer SET language=? WHERE name=?", language, officer)

    def end(self, token: bytes) -> None:
        self._run("DELETE FROM session WHERE token=?", token)

    def end_by_itself(self, session: Session) -> None:
        """The session ended while its browser may hold a form that is filled in: that may still be kept as a draft."""
        self._run(
            "INSERT OR REPLACE INTO ended VALUES (?, ?, ?, ?)",
            *(session.token, session.officer, session.csrf, self.now()),
        )
        self.end(session.token)

    # -- passwords that were wrong -------------------------------------------------------------------------------------

    def attempts(self, name: str, since: int) -> list[int]:
        """When a password for a name was wrong, since a time; the newest last. For every name together with ''."""
        if name:
            rows = self.db.execute("SELECT at FROM attempt WHERE name=? AND at>=? ORDER BY at", (name, since))
        else:
            rows = self.db.execute("SELECT at FROM attempt WHERE at>=? ORDER BY at", (since,))
        return [row[0] for row in rows.fetchall()]

    def attempted(self, name: str) -> None:
        self._run("INSERT INTO attempt VALUES (?, ?)", name, self.now())

    def forgiven(self, name: str) -> None:
        self._run("DELETE FROM attempt WHERE name=?", name)

    # -- what was done -----------------------------------------------------------------------------------------------

    def did(self, officer: str, act: str, about: str = "") -> None:
        self._run("INSERT INTO log (at, officer, act, about) VALUES (?, ?, ?, ?)", self.now(), officer, act, about)

    def log(self, newest: int, before: int | None = None) -> list[dict[str, Any]]:
        """The newest entries first; before the number `before`."""
        return self._rows(
            "SELECT n, at, officer, act, about FROM log WHERE n<? ORDER BY n DESC LIMIT ?",
            *(2**62 if before is None else before, newest),
        )

    def tidy(self, ended: int) -> int:
        """Take away sessions begun before `ended`, wrong passwords of yesterday, and, unless the log is held, its old entries;
        how many of those."""
        now = self.now()
        self._run("DELETE FROM session WHERE began<?", ended)
        self._run("DELETE FROM attempt WHERE at<?", now - DAY)
        self._run("DELETE FROM ended WHERE at<?", now - DAY)
        self.tidy_drafts()
        if self.setting("log-held"):
            return 0
        days = int(self.setting("log-days") or KEPT_DAYS)
        return int(self._run("DELETE FROM log WHERE at<?", now - days * DAY))

    def note(self, line: bytes, thread: bytes, kind: str, officer: str, text: str) -> None:
        self._run(
            "INSERT INTO note (line, thread, kind, at, officer, text) VALUES (?, ?, ?, ?, ?, ?)",
            *(line, thread, kind, self.now(), officer, text),
        )

    def notes(self, line: bytes, thread: bytes) -> list[dict[str, Any]]:
        return self._rows(
            "SELECT n, kind, at, officer, text FROM note WHERE line=? AND thread=? ORDER BY n", line, thread
        )

    def second(self, kind: str) -> bool:
        """Whether another officer than its writer releases a kind here."""
        return kind not in ALONE and kind in self.setting(RELEASE_TWO).split(",")

    def setting(self, name: str) -> str:
        """Empty where it was not set."""
        row = self._one("SELECT value FROM setting WHERE name=?", name)
        return "" if row is None else str(row["value"])

    def set(self, name: str, value: str) -> None:
        self._run("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def _run(self, sql: str, *values: object) -> int:
        try:
            return int(self.db.execute(sql, values).rowcount)
        except sqlite3.OperationalError as error:
            raise Local("store-failed", why=str(error)) from error

    def _one(self, sql: str, *values: object) -> dict[str, Any] | None:
        found = self._rows(sql, *values)
        return found[0] if found else None

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
