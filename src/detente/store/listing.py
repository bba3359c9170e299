"""The list of a desk, kept: in which group a message stands, changed in the transaction that changes what it rests on.

A row rests on few others: the messages that name it, the follow-ups to those that are answers, and, where it opened a
matter, the notices, updates and closes of its author in that matter. So what one message changes is found by lookups and
costs the same in a long record, but for the length of its matter. The rule itself is `views/matters.py`'s.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from detente.kinds import LATEST
from detente.line.judge import ACCEPTED, Carried
from detente.line.shelf import Change, ExcessKept, MessageKept
from detente.views import matters
from detente.views.items import Upsert

Key = tuple[bytes, bytes]  # line, message
MACHINE = frozenset(kind.name for kind in LATEST.values() if kind.machine)
LISTED = ("party", "what", "grp", "word_due")
UNHELD = 2**62  # more than any log's number
CHUNK = 200  # names in one query: below what any SQLite takes
_PLACES = (
    "(SELECT line, party, epoch, i, what FROM message INDEXED BY message_what WHERE line=? AND what{0} "
    "UNION ALL SELECT line, party, epoch, i, what FROM excess INDEXED BY excess_what WHERE line=? AND what{0})"
)
_OF_MATTER = ("notice", "update", "close")  # what moves a matter (matters.state)


def touched(db: sqlite3.Connection, changes: Iterable[Change | Upsert]) -> set[Key]:
    """Whose rows the changes, applied by now, may alter."""
    found: set[Key] = set()
    for change in changes:
        if isinstance(change, ExcessKept):
            found.add((change.line, change.run[0].said.what))
        elif isinstance(change, MessageKept):
            found |= {(change.line, what) for what in _touched(db, change)}
    return found


def _touched(db: sqlite3.Connection, kept: MessageKept) -> set[bytes]:
    content = kept.judged.content
    if kept.judged.verdict != ACCEPTED or content is None:
        return {kept.what}
    found = {kept.what}
    for named in content.re or []:
        found.add(named)
        if content.kind == "follow-up":  # to an answer: what that answers may be awaited again
            found.update(_names(db, kept.line, named))
    if content.thread is None:
        return found | _within(db, kept.line, kept.what)  # what came before that which opens its matter
    if content.kind in _OF_MATTER:
        here = db.execute(
            f"SELECT 1 FROM {_PLACES.format('=?')} CROSS JOIN item USING (line, party, epoch, i, what) "
            "WHERE verdict='accepted' AND thread IS NULL",
            (kept.line, content.thread) * 2,
        ).fetchone()
        found |= {content.thread} if here else _within(db, kept.line, content.thread)
    return found


def _names(db: sqlite3.Connection, line: bytes, what: bytes) -> Sequence[bytes]:
    row = db.execute(
        "SELECT message FROM message INDEXED BY message_what WHERE line=? AND what=?", (line, what)
    ).fetchone()
    content = None if row is None else Carried.kept(bytes(row[0])).content
    return [] if content is None else content.re or []


def _within(db: sqlite3.Connection, line: bytes, thread: bytes) -> set[bytes]:
    rows = db.execute("SELECT what FROM item INDEXED BY item_thread WHERE line=? AND thread=?", (line, thread))
    return {bytes(what) for (what,) in rows}


def _ordered(row: dict[str, Any]) -> dict[str, Any]:
    """With its place among all its author has said; in a log that is not held, after those that are."""
    return {**row, "order": (UNHELD if row["num"] is None else row["num"], row["i"])}


class Lister:
    """Makes the rows of `listed` for one database."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._sides: dict[bytes, tuple[str | None, list[str]]] = {}

    def forget(self) -> None:
        self._sides.clear()

    def settle(self, changes: Iterable[Change | Upsert]) -> None:
        """In the transaction in which `changes` were applied, and after them."""
        for line, what in touched(self._db, changes):
            self.make(line, what)

    def all(self, line: bytes) -> None:
        """Every row of a line; `listed` has none of it."""
        for (what,) in self._db.execute("SELECT DISTINCT what FROM item WHERE line=?", (line,)).fetchall():
            self.make(line, bytes(what))

    def make(self, line: bytes, what: bytes) -> None:
        """The rows of one message, made anew: one for each author, at the last place where it stands."""
        run = self._db.execute
        for party in self._of(line)[1]:
            run("DELETE FROM listed WHERE line=? AND party=? AND what=?", (line, party, what))
        last = {
            row["party"]: row
            for row in self._rows(
                f"SELECT item.*, log.num FROM {_PLACES.format('=?')} CROSS JOIN item USING (line, party, epoch, i, what) "
                "LEFT JOIN log USING (line, party, epoch) ORDER BY heard_at, party, epoch, i",
                *(line, what) * 2,
            )
            if row["kind"] != "keys" and not (row["verdict"] == ACCEPTED and row["kind"] in MACHINE)
        }
        for party, item in last.items():
            made = self._made(line, item)
            if made is not None:
                group, waits, word_due = made
                at = (item["heard_at"], item["epoch"], item["i"])
                run(
                    "INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (line, party, what, group, waits, item["wanted"] or 0, word_due, *at),
                )

    def _made(self, line: bytes, item: dict[str, Any]) -> tuple[str, bool, int | None] | None:
        if item["verdict"] != ACCEPTED:
            return "not-taken", False, None
        if not matters.awaits(item["kind"]):
            return None
        me, members = self._of(line)
        stands = matters.stands(item, members, *self._naming(line, item["what"]))
        word_due = self._word_due(line, item)
        group = matters.group({**item, **stands, "ours": item["party"] == me, "word_due": word_due}, me or "")
        return group, me in stands["waiting_for"] and item["wanted"] is not None, word_due

    def _naming(self, line: bytes, what: bytes) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What names a message, and the follow-ups to those of it that are answers, each with its order."""
        named = self._ordered(
            "SELECT named.*, log.num FROM named LEFT JOIN log USING (line, party, epoch) WHERE line=? AND re=?",
            line,
            what,
        )
        followed = [
            row
            for answer in {one["what"] for one in named if one["kind"] == "answer"}
            for row in self._rows("SELECT * FROM named WHERE line=? AND re=? AND kind='follow-up'", line, answer)
        ]
        return named, followed

    def _word_due(self, line: bytes, item: dict[str, Any]) -> int | None:
        """The next word that its author promised in the matter, on what opened it; on each where that is not here."""
        thread = item["thread"]
        if thread is not None and thread != item["what"] and self._opens(line, thread):
            return None
        rows = self._ordered(
            "SELECT item.*, log.num FROM item INDEXED BY item_thread LEFT JOIN log USING (line, party, epoch) "
            "WHERE line=? AND thread=? AND party=? AND verdict='accepted' AND kind IN ('notice', 'update', 'close')",
            *(line, thread or item["what"], item["party"]),
        )
        own = [_ordered(item)] if thread is None else []
        due: int | None = matters.state([item["party"]], [*own, *rows])["next_by"].get(item["party"])
        return due

    def _opens(self, line: bytes, thread: bytes) -> bool:
        row = self._db.execute(
            f"SELECT 1 FROM {_PLACES.format('=?')} CROSS JOIN item USING (line, party, epoch, i, what) "
            "WHERE verdict='accepted' AND thread IS NULL",
            (line, thread) * 2,
        ).fetchone()
        return row is not None

    def _of(self, line: bytes) -> tuple[str | None, list[str]]:
        """Whose record this is, and the members of the line."""
        if line not in self._sides or self._sides[line][0] is None:
            me = self._db.execute("SELECT party FROM log WHERE line=? AND own=1 LIMIT 1", (line,)).fetchone()
            rows = self._db.execute("SELECT party FROM credential WHERE line=? ORDER BY party", (line,))
            self._sides[line] = (None if me is None else me[0], [row[0] for row in rows])
        return self._sides[line]

    def _ordered(self, sql: str, *values: object) -> list[dict[str, Any]]:
        return [_ordered(row) for row in self._rows(sql, *values)]

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


class ListReading:
    """What lists read. Rows as plain data."""

    _db: sqlite3.Connection

    def listed(self, line: bytes, groups: Sequence[str], newest: int | None = None) -> list[dict[str, Any]]:
        """`party`, `what`, `grp`, `word_due` of the rows in some groups, by time heard; or the `newest` so many of them."""
        found = []
        for group in groups:
            found += self._listed(
                "INDEXED BY listed_order WHERE line=? AND grp=? ORDER BY heard_at DESC, party DESC, epoch DESC, i DESC LIMIT ?",
                (line, group, -1 if newest is None else newest),
            )
        found.sort(key=lambda row: row[:4])
        return [dict(zip(LISTED, row[4:], strict=True)) for row in found[0 if newest is None else -newest :]]

    def waiting_here(self, line: bytes) -> list[dict[str, Any]]:
        """The rows that wait for a person of ours to acknowledge them."""
        found = self._listed(
            "INDEXED BY listed_waits WHERE line=? AND waits=1 ORDER BY heard_at, party, epoch, i", (line,)
        )
        return [dict(zip(LISTED, row[4:], strict=True)) for row in found]

    def _listed(self, where: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        names = ("heard_at", "party", "epoch", "i", *LISTED)
        return self._db.execute(f"SELECT {', '.join(names)} FROM listed {where}", tuple(values)).fetchall()

    def matters_of(self, line: bytes, threads: Sequence[bytes]) -> dict[bytes, dict[str, Any]]:
        """Of threads: `opener`, the (author, epoch, number) of what opened it as last heard, or None where it is not here or was
        not taken; `closed_by`, the members that have said a close in it."""
        found: dict[bytes, dict[str, Any]] = {thread: {"opener": None, "closed_by": set()} for thread in threads}
        for some in chunks(list(found)):
            marks = f" IN ({', '.join('?' * len(some))})"
            for what, party, epoch, n in self._db.execute(
                f"SELECT what, party, epoch, n FROM {_PLACES.format(marks)} CROSS JOIN item USING (line, party, epoch, i, what) "
                "WHERE verdict='accepted' AND thread IS NULL ORDER BY heard_at, party, epoch, i",
                (line, *some) * 2,
            ):
                found[what]["opener"] = (party, epoch, n)
            for thread, party in self._db.execute(
                f"SELECT thread, party FROM item INDEXED BY item_thread WHERE line=? AND thread{marks} "
                "AND verdict='accepted' AND kind='close'",
                (line, *some),
            ):
                found[thread]["closed_by"].add(party)
        return found


def chunks(whats: Sequence[bytes]) -> list[Sequence[bytes]]:
    return [whats[start : start + CHUNK] for start in range(0, len(whats), CHUNK)]


def places_of(number: int) -> str:
    """SQL for the places of so many messages by name; its values are (line, names…) twice."""
    return _PLACES.format(f" IN ({', '.join('?' * number)})")
