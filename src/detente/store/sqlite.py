"""The store on SQLite (WAL, synchronous FULL): what `commit` returned from is on the disk.

One connection, used by one thread. `commit` is the only write path: all of a list of changes, or none. The own checkpoint
body is replaced by compare-and-swap on the size it follows, so two writers can never both continue a log.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from detente.codec.errors import Local
from detente.codec.shape import pack
from detente.line.judge import REFUSED, Outcome
from detente.line.log import LogKey
from detente.line.quota import OVER_QUOTA, REFUSED_ANYWAY
from detente.line.shelf import (
    Appended,
    BodyKept,
    Change,
    Counted,
    CredentialKept,
    Differ,
    ExcessKept,
    GivenTo,
    HeadKept,
    HeardAgain,
    LineKept,
    LogKept,
    MessageKept,
    PeerHas,
    Queued,
    ReceiptKept,
    Requeued,
    SectionsErased,
    SuccessionKept,
    Unqueued,
)
from detente.line.witness import Cosigned, WitnessGone, WitnessKept, WitnessTried
from detente.line.working import WorkingKept
from detente.proof.head import Place
from detente.store import desk, folding, witnesses, working
from detente.store.connection import connect
from detente.store.listing import Lister
from detente.store.migrate import bring_up
from detente.store.reading import NAMED, Reading, spot
from detente.store.stamp import Stamp
from detente.store.succession import succession_row
from detente.store.testing import ReadingTests
from detente.views.items import Upsert, step_excess


class Store(Reading, ReadingTests):
    """See the module. `path` may be ":memory:" for tests of the pure parts. `create` lets a new database be made.

    Raises `Damaged("store-…")` for what is no record this build can read, `Local("migrate-…")` when it could not be brought
    to this build's form: the old form stands then.
    """

    def __init__(self, path: Path | str, create: bool = True, scripts: Traversable | None = None) -> None:
        self._db = connect(path, create)
        try:
            self.found = bring_up(self._db, None if path == ":memory:" else Path(path), create, scripts)
            self._db.execute("PRAGMA cache_size=-8192")
            self._path = None if path == ":memory:" else Path(path)
        except BaseException:
            self._db.close()
            raise
        self._nums: dict[LogKey, int] = {}
        self._lister = Lister(self._db)
        self.stamp = Stamp()

    def close(self) -> None:
        self._db.close()

    # -- writing -------------------------------------------------------------------------------------------------

    def commit(self, changes: Iterable[Change | Upsert]) -> None:
        """All of `changes`, durably, or none (`Local("store-…")`)."""
        changes = list(changes)
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for change in changes:
                self._apply(change)
            self._lister.settle(changes)
            self._db.execute("COMMIT")
            self.stamp.after(changes)
        except BaseException as error:
            self._roll_back()
            if isinstance(error, sqlite3.Error):
                self._write_over()
                raise Local("store-failed", why=str(error)) from error
            raise

    def scrub(self) -> bool:
        """Write the file anew without what was erased, and empty the write-ahead log; whether all of it is done.

        `secure_delete` overwrites what is deleted, but not the copies that a balanced page may have left between its cells:
        only writing the file anew does. Until it is done, `erasure.scrubbed` is 0 and the next start tries again. It is not
        done while somebody else reads (a backup being made), or without room on the disk.
        """
        [due] = self._db.execute("SELECT count(*) FROM erasure WHERE scrubbed=0").fetchone()
        if not due:
            return True
        try:
            if self._path is not None:  # the new file is made beside the old one, not where others may look
                self._db.execute(
                    f"PRAGMA temp_store_directory='{str(self._path.parent).replace(chr(39), 2 * chr(39))}'"
                )
            self._db.execute("VACUUM")
            [busy, *_] = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                return False
            self._db.execute("UPDATE erasure SET scrubbed=1 WHERE scrubbed=0")
        except sqlite3.Error:
            return False
        return True

    def _write_over(self) -> None:
        """What failed at its last step may stand whole in the write-ahead log: a kill would bring it back, though whoever
        asked was told no. The next transaction lies over it; this is one that changes nothing."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            [form] = self._db.execute("PRAGMA user_version").fetchone()
            self._db.execute(f"PRAGMA user_version={form}")
            self._db.execute("COMMIT")
        except sqlite3.Error:  # the disk still does not do as asked: the next commit that it takes lies over it
            self._roll_back()

    def _roll_back(self) -> None:
        self._nums.clear()
        self._lister.forget()
        if self._db.in_transaction:
            with contextlib.suppress(sqlite3.Error):  # what it cannot undo now, SQLite undoes when it is opened again
                self._db.execute("ROLLBACK")

    def _apply(self, change: Change | Upsert) -> None:
        run = self._db.execute
        match change:
            case Appended():
                places = zip(
                    itertools.repeat(self._num(change.log, add=True)),
                    itertools.count(change.start),
                    change.openings,
                    change.leaves,
                    strict=False,
                )
                self._db.executemany("INSERT INTO leaf VALUES (?, ?, ?, ?)", places)
            case LogKept():
                run(
                    "UPDATE log SET size=?, said=?, at=?, named=? WHERE num=?",
                    (change.size, change.said, change.at, change.named, self._num(change.log, add=True)),
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
            case ExcessKept():
                self._keep_excess(change)
            case HeardAgain():
                place = change.place
                for table in ("message", "excess"):
                    run(
                        f"UPDATE {table} SET heard_in=? WHERE line=? AND party=? AND epoch=? AND i=? AND what=?",
                        (change.heard_in, change.line, place.party, place.epoch, place.index, change.what),
                    )
            case SectionsErased():
                run("UPDATE message SET message=? WHERE line=? AND what=?", (change.message, change.line, change.what))
                run("INSERT OR REPLACE INTO erasure VALUES (?, ?, ?, 0)", (change.line, change.what, change.at))
                run("DELETE FROM working WHERE line=? AND what=?", (change.line, change.what))  # made here of its words
            case Queued():
                place = change.place
                run(
                    "INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, ?)",
                    (change.line, change.peer, place.party, place.epoch, place.index),
                )
            case Unqueued():
                run(
                    "DELETE FROM outbox WHERE line=? AND peer=? AND party=? AND epoch=? AND i=coalesce(?, i)",
                    (change.line, change.peer, change.party, change.epoch, change.index),
                )
            case Requeued():
                run(
                    "INSERT OR IGNORE INTO outbox SELECT r.line, r.peer, l.party, r.epoch, r.i FROM receipt r "
                    "JOIN log l ON l.line=r.line AND l.epoch=r.epoch AND l.own=1 WHERE r.line=?3 AND r.peer=?4 "
                    "AND CASE WHEN ?2 IS NULL THEN r.place_epoch<>?1 ELSE r.place_epoch=?1 AND r.place_i>=?2 END",
                    (change.epoch, change.index, change.line, change.peer),
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
                    "INSERT OR IGNORE INTO differ VALUES (?, ?, ?, ?, ?, ?)",
                    (change.line, change.party, change.ours, change.theirs, change.there, change.at),
                )
            case LineKept():
                run(
                    "INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?, ?)",
                    (change.line, change.context, change.terms, change.fields, change.founded),
                )
            case CredentialKept():
                self._lister.forget()
                run(
                    "INSERT OR REPLACE INTO credential VALUES (?, ?, ?, ?)",
                    (change.line, change.party, change.frame, change.fields),
                )
            case SuccessionKept():
                run("INSERT OR REPLACE INTO credential VALUES (?, ?, ?, ?)", succession_row(change))
            case GivenTo():
                at = (change.way, change.host, change.at)
                rows = [(change.line, what, change.peer, *at) for what in change.whats]
                self._db.executemany("INSERT OR IGNORE INTO carriage VALUES (?, ?, ?, ?, ?, ?)", rows)
            case Counted():
                run(
                    "INSERT INTO counter VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1",
                    (change.name,),
                )
            case WorkingKept():
                working.keep(self._db, change)
            case WitnessKept() | WitnessGone() | WitnessTried() | Cosigned():
                witnesses.keep(self._db, change)
            case Upsert():
                names = ", ".join(f'"{name}"' for name in change.row)
                marks = ", ".join("?" * len(change.row))
                run(
                    f"INSERT OR REPLACE INTO {change.view} ({names}) VALUES ({marks})",
                    tuple(change.row.values()),
                )
            case _:
                desk.apply(self._db, change)

    def _keep_message(self, kept: MessageKept) -> None:
        place = kept.place
        self._db.execute(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                kept.proof,
            ),
        )
        if kept.spent is not None:
            name = kept.what if kept.spent.wanted != REFUSED_ANYWAY else spot(place, kept.what)
            self._db.execute(
                "INSERT OR IGNORE INTO spent VALUES (?, ?, ?, ?, ?)",
                (kept.line, place.party, kept.spent.wanted, kept.spent.hour, name),
            )
        for row in folding.step(kept):
            self._apply(row)

    def _keep_excess(self, kept: ExcessKept) -> None:
        first = kept.run[0].place.index
        for one in kept.run:
            at, spent = one.place, one.spent
            if spent is not None:
                self._db.execute(
                    "INSERT INTO excess VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(kept.line, at.party, at.epoch, at.index, one.said.n, one.said.what, first),
                        *(spent.wanted, spent.hour, one.said.at, kept.heard_at, kept.heard_in),
                    ),
                )
        self._apply(step_excess(kept))

    def _keep_receipt(self, receipt: ReceiptKept) -> None:
        """What the first receipt says stays; where it stands moves on to the epoch in which it was given again.

        An epoch of theirs opened before that, and seen late, then takes nothing from it.
        """
        of, at = receipt.of, receipt.place
        self._db.execute(
            "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (line, peer, epoch, i) DO UPDATE "
            "SET place_epoch=excluded.place_epoch, place_i=excluded.place_i WHERE place_epoch<>excluded.place_epoch",
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
            "DELETE FROM outbox WHERE line=? AND peer=? AND party=? AND epoch=? AND i=?",
            (receipt.line, receipt.peer, of.party, of.epoch, of.index),
        )

    def refold(self, line: bytes, messages: Iterable[MessageKept]) -> int:
        """The views of a line, emptied and folded again from its messages, all of it or nothing; how many messages."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            count = folding.refold(self._db, line, messages, self._apply)
            self._lister.all(line)
            self._db.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        return count

    def _num(self, key: LogKey, add: bool = False) -> int:
        """The number of a log in the tables; -1 for one not kept yet, unless it is to be added."""
        num = self._nums.get(key)
        if num is None:
            row = self._db.execute("SELECT num FROM log WHERE line=? AND party=? AND epoch=?", key).fetchone()
            if row is None:
                if not add:
                    return -1
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
        row = self._db.execute(f"SELECT message {NAMED}", (line, what)).fetchone()
        return None if row is None else bytes(row[0])

    def content_places(self, line: bytes, party: str, content_id: bytes) -> Sequence[tuple[Place, bytes]]:
        rows = self._db.execute(
            "SELECT epoch, i, what FROM message WHERE line=? AND party=? AND content_id=?",
            (line, party, content_id),
        )
        return [(Place(party, epoch, i), what) for epoch, i, what in rows]

    def is_heard(self, line: bytes, place: Place, what: bytes) -> bool:
        return what in self.kept((line, place.party, place.epoch), place.index, place.index + 1).get(place.index, ())

    def heard_elsewhere(
        self, line: bytes, place: Place, what: bytes, epoch: bytes
    ) -> tuple[Outcome, str | None] | None:
        at = (line, place.party, place.epoch, place.index, what, epoch)
        row = self._db.execute(
            "SELECT verdict, reason FROM message WHERE line=? AND party=? AND epoch=? AND i=? AND what=? AND heard_in<>? "
            "UNION ALL SELECT ?, ? FROM excess WHERE line=? AND party=? AND epoch=? AND i=? AND what=? AND heard_in<>?",
            (*at, REFUSED, OVER_QUOTA, *at),
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

    def owed_elsewhere(self, line: bytes, peer: str, limit: int) -> Sequence[tuple[Place, bytes]]:
        rows = self._db.execute(
            "SELECT o.party, o.epoch, o.i, m.message FROM outbox o "
            "JOIN message m ON m.line=o.line AND m.party=o.party AND m.epoch=o.epoch AND m.i=o.i "
            "WHERE o.line=? AND o.peer=? AND o.epoch<>"
            "(SELECT epoch FROM log WHERE line=? AND own=1 ORDER BY num DESC LIMIT 1) "
            "ORDER BY o.party, o.epoch, o.i LIMIT ?",
            (line, peer, line, limit),
        )
        return [(Place(party, epoch, i), message) for party, epoch, i, message in rows]

    def apart(self, line: bytes, party: str) -> Sequence[tuple[Place, bytes]]:
        rows = self._db.execute(
            "SELECT epoch, i, what FROM message INDEXED BY message_apart WHERE line=? AND party=? AND proof IS NOT NULL",
            (line, party),
        )
        return [(Place(party, epoch, i), what) for epoch, i, what in rows]

    def proof(self, line: bytes, place: Place, what: bytes) -> bytes | None:
        row = self._db.execute(
            "SELECT proof FROM message WHERE line=? AND party=? AND epoch=? AND i=? AND what=?",
            (line, place.party, place.epoch, place.index, what),
        ).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])

    def waiting(self, line: bytes, peer: str) -> int:
        row = self._db.execute("SELECT count(*) FROM outbox WHERE line=? AND peer=?", (line, peer)).fetchone()
        return int(row[0])

    def kept(self, log: LogKey, start: int, stop: int) -> Mapping[int, Sequence[bytes]]:
        found: dict[int, list[bytes]] = {}
        for i, what in self._db.execute(
            "SELECT i, what FROM message WHERE line=? AND party=? AND epoch=? AND i>=? AND i<? "
            "UNION ALL SELECT i, what FROM excess WHERE line=? AND party=? AND epoch=? AND i>=? AND i<?",
            (*log, start, stop, *log, start, stop),
        ):
            found.setdefault(i, []).append(what)
        return found

    def spent(self, line: bytes, party: str, wanted: int, hour: int) -> int:
        row = self._db.execute(
            "SELECT count(*) FROM spent WHERE line=? AND party=? AND wanted=? AND hour=?", (line, party, wanted, hour)
        ).fetchone()
        return int(row[0])

    def checkpoint(self, log: LogKey) -> bytes | None:
        row = self._db.execute("SELECT checkpoint FROM log WHERE num=?", (self._num(log),)).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])
