"""Drafts of a desk, kept in the officers' file: what is typed is durable before anything else is done with it.

A draft is the desk's, not one officer's: whoever comes next may go on with it. Two who write at once lose nothing: what was
written over an older version becomes a draft of its own.
"""

from __future__ import annotations

import json
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.codec.errors import Local

KEPT = 30 * 86_400_000  # ms that what was said or thrown away is still listed, without its words
MOST = 500  # drafts that are open
MOST_FIELDS = 1024 * 1024  # characters
_COLUMNS = "id, line, kind, about, officer, began, changed, version, fields, ready, asked, remark, said, dropped"


@dataclass(frozen=True)
class Draft:
    """See `0002_drafts.sql`."""

    id: str
    line: bytes
    kind: str
    about: str
    officer: str
    began: int
    changed: int
    version: int
    fields: dict[str, list[str]]
    ready: bytes | None
    asked: int | None
    remark: str
    said: str
    dropped: int | None

    @property
    def open(self) -> bool:
        return not self.said and self.dropped is None


def new_id() -> str:
    return secrets.token_hex(16)


class DraftKeeping(ABC):
    """What `Officers` does with drafts."""

    now: Callable[[], int]

    @abstractmethod
    def _run(self, sql: str, *values: object) -> int: ...

    @abstractmethod
    def _one(self, sql: str, *values: object) -> dict[str, Any] | None: ...

    @abstractmethod
    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]: ...

    def draft(self, id: str) -> Draft | None:
        row = self._one(f"SELECT {_COLUMNS} FROM draft WHERE id=?", id)
        return None if row is None else _draft(row)

    def drafts(self, line: bytes, most: int = -1, after: int = 0) -> list[Draft]:
        """Those that are open, the newest first: all, or so many after the first `after`."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM draft WHERE line=? AND said='' AND dropped IS NULL "
            "ORDER BY changed DESC, id LIMIT ? OFFSET ?",
            *(line, most, after),
        )
        return [_draft(row) for row in rows]

    def drafts_open(self, line: bytes) -> int:
        """How many there are."""
        row = self._one("SELECT count(*) AS count FROM draft WHERE line=? AND said='' AND dropped IS NULL", line)
        return 0 if row is None else int(row["count"])

    def keep_draft(
        self,
        id: str,
        version: int,
        line: bytes,
        kind: str,
        about: str,
        officer: str,
        fields: Mapping[str, Sequence[str]],
    ) -> Draft:
        """The form as it is typed now. `version`: the one it began from (0 for a new one); see the module for what overtakes."""
        text = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=False)
        if len(text) > MOST_FIELDS:
            raise Local("draft-too-long", limit=MOST_FIELDS)
        held, now = self.draft(id), self.now()
        if held is not None and held.open and held.version == version:
            if dict(held.fields) != json.loads(text):
                self._run(
                    "UPDATE draft SET fields=?, officer=?, changed=?, version=version+1, ready=NULL, asked=NULL WHERE id=?",
                    *(text, officer, now, id),
                )
            return self._there(id)
        if held is not None:
            if held.open and dict(held.fields) == json.loads(text):
                return held
            id = new_id()
        found = self._one("SELECT count(*) AS count FROM draft WHERE said='' AND dropped IS NULL")
        if found is not None and found["count"] >= MOST:
            raise Local("drafts-many", limit=MOST)
        self._run(
            "INSERT INTO draft (id, line, kind, about, officer, began, changed, version, fields) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
            *(id, line, kind, about, officer, now, now, text),
        )
        return self._there(id)

    def ready(self, id: str, version: int, data: bytes) -> None:
        """What would be signed, of this version of the form."""
        self._run("UPDATE draft SET ready=?, remark='' WHERE id=? AND version=?", data, id, version)

    def ask_release(self, id: str) -> None:
        self._run("UPDATE draft SET asked=? WHERE id=? AND ready IS NOT NULL", self.now(), id)

    def send_back(self, id: str, remark: str) -> None:
        self._run("UPDATE draft SET asked=NULL, ready=NULL, remark=? WHERE id=?", remark, id)

    def said(self, id: str, reference: str) -> None:
        """It is on the record: what was typed is not needed here any more."""
        self._run("UPDATE draft SET said=?, changed=?, fields='{}', ready=NULL WHERE id=?", reference, self.now(), id)

    def drop(self, id: str) -> None:
        self._run("UPDATE draft SET dropped=?, fields='{}', ready=NULL WHERE id=? AND said=''", self.now(), id)

    def ended_by_itself(self, token: bytes) -> tuple[str, str] | None:
        """(officer, csrf) of a session that ended by itself within the last day."""
        row = self._one("SELECT officer, csrf FROM ended WHERE token=? AND at>=?", token, self.now() - 86_400_000)
        return None if row is None else (row["officer"], row["csrf"])

    def tidy_drafts(self) -> None:
        self._run("DELETE FROM draft WHERE (said<>'' OR dropped IS NOT NULL) AND changed<?", self.now() - KEPT)

    def _there(self, id: str) -> Draft:
        found = self.draft(id)
        if found is None:
            raise Local("draft-unknown-here")
        return found


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(**{**row, "fields": json.loads(row["fields"])})
