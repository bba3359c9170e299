"""The store on SQLite (WAL, synchronous FULL): what `commit` returned from is on the disk.

One connection, used by one thread. `commit` is the only write path: all of a list of changes, or none. The own checkpoint
body is replaced by compare-and-swap on the size it follows, so two writers can never both continue a log.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from detente.codec.errors import Damaged, Local
from detente.codec.shape import pack
from detente.line.judge import Outcome
from detente.line.log import Log, LogKey
from detente.line.shelf import (
    Appended,
    BodyKept,
    Change,
    Counted,
    CredentialKept,
    Differ,
    HeadKept,
    HeardAgain,
    LineKept,
    LogKept,
    MessageKept,
    PeerHas,
    Queued,
    ReceiptKept,
    Requeued,
)
from detente.proof.head import Head, Place
from detente.views.items import Upsert, step

VERSION = 1
VIEWS = ("item", "answer")


class Store:
    """See the module. `path` may be ":memory:" for tests of the pure parts."""

    def __init__(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("PRAGMA foreign_keys=ON")
        self._db.execute("PRAGMA cache_size=-8192")
        self._nums: dict[LogKey, int] = {}
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        # SQLite opens for reading only, without a word, what it cannot open for both: a first write shows it, and is undone.
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute(f"PRAGMA user_version={version}")
        self._db.execute("ROLLBACK")
        if version == 0:
            sql = (resources.files("detente.store") / "schema.sql").read_text("utf-8")
            self._db.executescript(f"BEGIN;{sql};PRAGMA user_version={VERSION};COMMIT;")
        elif version != VERSION:
            raise Damaged("store-version", found=version, known=VERSION)

    def close(self) -> None:
        self._db.close()

    # -- writing -------------------------------------------------------------------------------------------------

    def commit(self, changes: Iterable[Change | Upsert]) -> None:
        """All of `changes`, durably, or none (`Local("store-…")`)."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for change in changes:
                self._apply(change)
            self._db.execute("COMMIT")
        except BaseException as error:
            self._roll_back()
            if isinstance(error, sqlite3.Error):
                self._write_over()
                raise Local("store-failed", why=str(error)) from error
            raise

    def _write_over(self) -> None:
        """What failed at its last step may stand whole in the write-ahead log: a kill would bring it back, though whoever
        asked was told no. The next transaction lies over it; this is one that changes nothing."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(f"PRAGMA user_version={VERSION}")
            self._db.execute("COMMIT")
        except sqlite3.Error:  # the disk still does not do as asked: the next commit that it takes lies over it
            self._roll_back()

    def _roll_back(self) -> None:
        self._nums.clear()
        if self._db.in_transaction:
            with contextlib.suppress(sqlite3.Error):  # what it cannot undo now, SQLite undoes when it is opened again
                self._db.execute("ROLLBACK")

    def _apply(self, change: Change | Upsert) -> None:
        run = self._db.execute
        match change:
            case Appended():
                places = zip(
                    itertools.repeat(self._num(change.log)),
                    itertools.count(change.start),
                    change.openings,
                    change.leaves,
                    strict=False,
                )
                self._db.executemany("INSERT INTO leaf VALUES (?, ?, ?, ?)", places)
            case LogKept():
                run(
                    "UPDATE log SET size=?, said=?, at=?, named=? WHERE num=?",
                    (change.size, change.said, change.at, change.named, self._num(change.log)),
                )
            case BodyKept():
                done = run(
                    "UPDATE log SET body=?, body_size=?, own=1 WHERE num=? AND body_size=?",
                    (change.body, change.size, self._num(change.log), change.previous),
                )
                if done.rowcount != 1:
                    raise Local("store-second-writer")
            case HeadKept():
                run("UPDATE log SET checkpoint=? WHERE num=?", (change.checkpoint, self._num(change.log)))
            case MessageKept():
                self._keep_message(change)
            case HeardAgain():
                place = change.place
                run(
                    "UPDATE message SET heard_in=? WHERE line=? AND party=? AND epoch=? AND i=?",
                    (change.heard_in, change.line, place.party, place.epoch, place.index),
                )
            case Queued():
                place = change.place
                run(
                    "INSERT INTO outbox VALUES (?, ?, ?, ?)",
                    (change.line, change.peer, place.epoch, place.index),
                )
            case Requeued():
                run(
                    "INSERT OR IGNORE INTO outbox SELECT line, peer, epoch, i FROM receipt "
                    "WHERE line=? AND peer=? AND place_epoch=? AND place_i>=?",
                    (change.line, change.peer, change.epoch, change.index),
                )
            case ReceiptKept():
                self._keep_receipt(change)
            case PeerHas():
                head = change.head
                run(
                    "INSERT OR REPLACE INTO peer VALUES (?, ?, ?, ?, ?)",
                    (change.line, change.peer, head.epoch, head.size, head.root),
                )
            case Differ():
                run(
                    "INSERT OR IGNORE INTO differ VALUES (?, ?, ?, ?)",
                    (change.line, change.party, change.ours, change.theirs),
                )
            case LineKept():
                run(
                    "INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?, ?)",
                    (change.line, change.context, change.terms, change.fields, change.founded),
                )
            case CredentialKept():
                run(
                    "INSERT OR REPLACE INTO credential VALUES (?, ?, ?, ?)",
                    (change.line, change.party, change.frame, change.fields),
                )
            case Counted():
                run(
                    "INSERT INTO counter VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1",
                    (change.name,),
                )
            case Upsert():
                names = ", ".join(change.row)
                marks = ", ".join("?" * len(change.row))
                run(
                    f"INSERT OR REPLACE INTO {change.view} ({names}) VALUES ({marks})",
                    tuple(change.row.values()),
                )

    def _keep_message(self, kept: MessageKept) -> None:
        place = kept.place
        self._db.execute(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                kept.line,
                place.party,
                place.epoch,
                place.index,
                kept.what,
                kept.content_id,
                pack(kept.said),
                kept.message,
                kept.judged.verdict,
                kept.judged.reason,
                kept.heard_at,
                kept.heard_in,
            ),
        )
        for row in step(kept):
            self._apply(row)

    def _keep_receipt(self, receipt: ReceiptKept) -> None:
        of, at = receipt.of, receipt.place
        self._db.execute(
            "INSERT OR IGNORE INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                receipt.line,
                receipt.peer,
                of.epoch,
                of.index,
                receipt.what,
                receipt.verdict,
                receipt.reason,
                receipt.at,
                at.epoch,
                at.index,
                receipt.possession,
            ),
        )
        self._db.execute(
            "DELETE FROM outbox WHERE line=? AND peer=? AND epoch=? AND i=?",
            (receipt.line, receipt.peer, of.epoch, of.index),
        )

    def _num(self, key: LogKey) -> int:
        num = self._nums.get(key)
        if num is None:
            row = self._db.execute("SELECT num FROM log WHERE line=? AND party=? AND epoch=?", key).fetchone()
            if row is None:
                done = self._db.execute(
                    "INSERT INTO log (line, party, epoch, own, size, said, at, named) VALUES (?,?,?,0,0,0,0,0)",
                    key,
                )
                row = (done.lastrowid,)
            num = self._nums[key] = int(row[0])
        return num

    # -- the shelf -----------------------------------------------------------------------------------------------

    def openings(self, log: LogKey, start: int, stop: int) -> Sequence[bytes]:
        rows = self._db.execute(
            "SELECT opening FROM leaf WHERE log=? AND i>=? AND i<? ORDER BY i", (self._num(log), start, stop)
        )
        return [row[0] for row in rows]

    def message(self, line: bytes, what: bytes) -> bytes | None:
        row = self._db.execute("SELECT message FROM message WHERE line=? AND what=?", (line, what)).fetchone()
        return None if row is None else bytes(row[0])

    def content_places(self, line: bytes, party: str, content_id: bytes) -> Sequence[Place]:
        rows = self._db.execute(
            "SELECT epoch, i FROM message WHERE line=? AND party=? AND content_id=?",
            (line, party, content_id),
        )
        return [Place(party, epoch, i) for epoch, i in rows]

    def is_heard(self, line: bytes, place: Place) -> bool:
        row = self._db.execute(
            "SELECT 1 FROM message WHERE line=? AND party=? AND epoch=? AND i=?",
            (line, place.party, place.epoch, place.index),
        ).fetchone()
        return row is not None

    def heard_elsewhere(self, line: bytes, place: Place, epoch: bytes) -> tuple[Outcome, str | None] | None:
        row = self._db.execute(
            "SELECT verdict, reason FROM message WHERE line=? AND party=? AND epoch=? AND i=? AND heard_in<>?",
            (line, place.party, place.epoch, place.index, epoch),
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def unreceipted(self, line: bytes, peer: str, limit: int) -> Sequence[tuple[int, bytes]]:
        rows = self._db.execute(
            "SELECT o.i, m.message FROM outbox o JOIN log l ON l.line=o.line AND l.epoch=o.epoch AND l.own=1 "
            "JOIN message m ON m.line=o.line AND m.party=l.party AND m.epoch=o.epoch AND m.i=o.i "
            "WHERE o.line=? AND o.peer=? AND l.num=(SELECT max(num) FROM log WHERE line=o.line AND own=1) "
            "ORDER BY o.i LIMIT ?",
            (line, peer, limit),
        )
        return [(i, message) for i, message in rows]

    def waiting(self, line: bytes, peer: str) -> int:
        row = self._db.execute(
            "SELECT count(*) FROM outbox WHERE line=? AND peer=? AND epoch="
            "(SELECT epoch FROM log WHERE line=? AND own=1 ORDER BY num DESC LIMIT 1)",
            (line, peer, line),
        ).fetchone()
        return int(row[0])

    def place_of(self, log: LogKey, index: int) -> bytes | None:
        row = self._db.execute(
            "SELECT what FROM message WHERE line=? AND party=? AND epoch=? AND i=?", (*log, index)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def checkpoint(self, log: LogKey) -> bytes | None:
        row = self._db.execute("SELECT checkpoint FROM log WHERE num=?", (self._num(log),)).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])

    # -- loading and reading -------------------------------------------------------------------------------------

    def lines(self) -> list[dict[str, Any]]:
        return self._rows("SELECT id, context, terms, fields, founded FROM line ORDER BY founded, id")

    def credentials(self, line: bytes) -> list[dict[str, Any]]:
        return self._rows("SELECT party, frame, fields FROM credential WHERE line=? ORDER BY party", line)

    def logs(self, line: bytes) -> list[tuple[Log, int, bool]]:
        """Every log of a line as (log, size last named, own), own epochs in the order they were opened."""
        found = []
        rows = self._db.execute(
            "SELECT num, party, epoch, said, at, named, own FROM log WHERE line=? ORDER BY num", (line,)
        ).fetchall()
        for num, party, epoch, said, at, named, own in rows:
            log = Log(line, party, epoch, said=said, at=at)
            log.tree.extend(row[0] for row in self._db.execute("SELECT leaf FROM leaf WHERE log=? ORDER BY i", (num,)))
            found.append((log, named, bool(own)))
        return found

    def peers(self, line: bytes, me: str) -> dict[str, Head]:
        rows = self._db.execute("SELECT peer, epoch, size, root FROM peer WHERE line=?", (line,))
        return {peer: Head(me, epoch, size, root) for peer, epoch, size, root in rows}

    def messages(self, line: bytes) -> list[dict[str, Any]]:
        """Every message with its place and verdict, by author, epoch and index."""
        return self._rows(
            "SELECT party, epoch, i, what, said, message, verdict, reason, heard_at, heard_in FROM message WHERE line=? "
            "ORDER BY party, epoch, i",
            line,
        )

    def items(self, line: bytes) -> list[dict[str, Any]]:
        """The view of messages, by time heard; `answers` lists who has acknowledged, `receipts` whose node has it."""
        rows = self._rows("SELECT * FROM item WHERE line=? ORDER BY heard_at, party, epoch, i", line)
        answers = self._rows("SELECT re, party, what, at FROM answer WHERE line=?", line)
        receipts = self._rows("SELECT what, peer, verdict, reason, at, possession FROM receipt WHERE line=?", line)
        answered: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
        receipted: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
        for answer in answers:
            answered[answer["re"]].append(answer)
        for receipt in receipts:
            receipted[receipt["what"]].append(receipt)
        for row in rows:
            row["answers"], row["receipts"] = answered[row["what"]], receipted[row["what"]]
        return rows

    def receipted_by(self, line: bytes, place: Place) -> list[str]:
        """Whose receipts we hold for our message at `place`."""
        rows = self._db.execute(
            "SELECT peer FROM receipt WHERE line=? AND epoch=? AND i=?", (line, place.epoch, place.index)
        )
        return [row[0] for row in rows]

    def counters(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT name, value FROM counter ORDER BY name").fetchall())

    def differences(self, line: bytes) -> list[dict[str, Any]]:
        return self._rows("SELECT party, ours, theirs FROM differ WHERE line=?", line)

    def refold(self, line: bytes, messages: Iterable[MessageKept]) -> None:
        """The views of a line, emptied and folded again from its messages: all of it or nothing."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for view in VIEWS:
                self._db.execute(f"DELETE FROM {view} WHERE line=?", (line,))
            for kept in messages:
                for row in step(kept):
                    self._apply(row)
            self._db.execute("COMMIT")
        except BaseException as error:
            self._roll_back()
            if isinstance(error, sqlite3.Error):
                raise Local("store-failed", why=str(error)) from error
            raise

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
