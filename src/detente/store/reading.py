"""What a node and its lists read from the store, beside the line's own shelf. Nothing here writes.

Where a query looks something up by a second index, the index is named (`INDEXED BY`), and where one table says what is
looked up in another, it comes first (`CROSS JOIN` keeps the order): without statistics SQLite would rather walk a whole line
by its primary key, and a lookup a message would cost as much as the record is long.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from detente.codec.limits import MAX_STATEMENT
from detente.codec.shape import pack, unpack
from detente.line.log import Log
from detente.line.shapes import Said
from detente.line.shelf import SuccessionKept
from detente.proof.head import Head, Place
from detente.store.desk import DeskReading
from detente.store.listing import ListReading, chunks, places_of
from detente.store.paging import PageReading
from detente.store.searching import SearchReading
from detente.store.succession import read_succession_row
from detente.store.witnesses import WitnessReading
from detente.store.working import WorkingReading

NAMED = "FROM message INDEXED BY message_what WHERE line=? AND what=?"
MESSAGE = "party, epoch, i, what, said, message, verdict, reason, heard_at, heard_in"


def spot(place: Place, what: bytes) -> bytes:
    """What a message counts under that must not count by its name alone: where it stands, and its name."""
    return pack([place.epoch, place.index, what])


class Reading(DeskReading, WorkingReading, ListReading, PageReading, SearchReading, WitnessReading):
    """Rows as plain data."""

    _db: sqlite3.Connection

    def lines(self) -> list[dict[str, Any]]:
        return self._rows("SELECT id, context, terms, fields, founded FROM line ORDER BY founded, id")

    def credentials(self, line: bytes) -> list[dict[str, Any]]:
        """Each member's first."""
        return [row for row in self._credential_rows(line) if "/" not in row["party"]]

    def successions(self, line: bytes) -> list[SuccessionKept]:
        """Those that came after the first, in order of party and number."""
        return sorted(
            (read_succession_row(line, row) for row in self._credential_rows(line) if "/" in row["party"]),
            key=lambda kept: (kept.party, kept.seq),
        )

    def _credential_rows(self, line: bytes) -> list[dict[str, Any]]:
        return self._rows("SELECT party, frame, fields FROM credential WHERE line=? ORDER BY party", line)

    def logs(self, line: bytes) -> list[tuple[Log, int, bool]]:
        """Every log of a line as (log, size last named, own), own epochs in the order they were opened."""
        found = []
        rows = self._db.execute(
            "SELECT num, party, epoch, said, at, named, own FROM log WHERE line=? ORDER BY num", (line,)
        ).fetchall()
        for num, party, epoch, said, at, named, own in rows:
            log = Log(line, party, epoch, said=said, at=at)
            leaves = self._db.execute("SELECT leaf FROM leaf WHERE log=? ORDER BY i", (num,))
            while some := list(
                itertools.islice(leaves, 4096)
            ):  # not all at once: a long log would leave its size behind in memory
                log.tree.extend(row[0] for row in some)
            found.append((log, named, bool(own)))
        return found

    def peers(self, line: bytes, me: str) -> dict[str, Head]:
        rows = self._db.execute("SELECT peer, epoch, size, root FROM peer WHERE line=?", (line,))
        return {peer: Head(me, epoch, size, root) for peer, epoch, size, root in rows}

    def messages(self, line: bytes) -> list[dict[str, Any]]:
        """Every message with its place and verdict, by author, epoch and index."""
        return self._rows(f"SELECT {MESSAGE} FROM message WHERE line=? ORDER BY party, epoch, i, what", line)

    def untaken(self, line: bytes) -> list[tuple[Place, str | None]]:
        """Where messages stand that this node did not take, and why; those over quota, of which it keeps nothing else, too."""
        rows = self._db.execute(
            "SELECT party, epoch, i, reason FROM message WHERE line=? AND verdict!='accepted' "
            "UNION ALL SELECT party, epoch, i, 'over-quota' FROM excess WHERE line=?",
            (line, line),
        )
        return [(Place(party, epoch, i), reason) for party, epoch, i, reason in rows]

    def message_at(self, line: bytes, place: Place, what: bytes) -> dict[str, Any] | None:
        """One message at one place, as in `messages`."""
        at = (line, place.party, place.epoch, place.index, what)
        found = self._rows(
            f"SELECT {MESSAGE} FROM message WHERE line=? AND party=? AND epoch=? AND i=? AND what=?", *at
        )
        return found[0] if found else None

    def places(self, line: bytes) -> list[tuple[Place, bytes]]:
        """Where messages stand, and their said ids."""
        rows = self._db.execute("SELECT party, epoch, i, what FROM message WHERE line=?", (line,))
        return [(Place(party, epoch, i), what) for party, epoch, i, what in rows]

    def items(self, line: bytes, without: Sequence[str] = ()) -> list[dict[str, Any]]:
        """The view of messages, by time heard; `named` lists what names it, `followed` the follow-ups to those of them that are
        answers, `receipts` whose node has it.

        `without` leaves out what was accepted of some kinds, in the query: of years of hourly tests nothing is read.
        """
        marks = ", ".join("?" * len(without))
        left_out = f" AND NOT (verdict='accepted' AND kind IN ({marks}))" if without else ""
        return self._items(f"item WHERE line=?{left_out}", line, *without)

    def items_of(self, line: bytes, what: bytes) -> list[dict[str, Any]]:
        """Of one message: a row for each place where it stands."""
        over = "SELECT line, party, epoch, i, what FROM excess INDEXED BY excess_what WHERE line=? AND what=?"
        places = f"SELECT line, party, epoch, i, what {NAMED} UNION ALL {over}"
        values = (line, what, line, what)
        return self._items(f"({places}) CROSS JOIN item USING (line, party, epoch, i, what)", *values)

    def items_among(self, line: bytes, whats: Sequence[bytes]) -> list[dict[str, Any]]:
        """Of some messages, by name: a row for each place where one stands, by time heard."""
        found = []
        for some in chunks(whats):
            which = f"{places_of(len(some))} CROSS JOIN item USING (line, party, epoch, i, what)"
            found += self._items(which, *(line, *some) * 2)
        return sorted(found, key=lambda row: (row["heard_at"], row["party"], row["epoch"], row["i"]))

    def items_numbered(self, line: bytes, party: str, n: int) -> list[dict[str, Any]]:
        """Message `n` of a party: one in each of its epochs."""
        return self._items("item INDEXED BY item_number WHERE line=? AND party=? AND n=?", line, party, n)

    def items_in(self, line: bytes, thread: bytes) -> list[dict[str, Any]]:
        """The messages of a thread: those that name it, and the one it is."""
        named = "SELECT line, party, epoch, i, what FROM item INDEXED BY item_thread WHERE line=? AND thread=?"
        first = f"SELECT line, party, epoch, i, what {NAMED}"
        values = (line, thread, line, thread)
        return self._items(f"({named} UNION {first}) CROSS JOIN item USING (line, party, epoch, i, what)", *values)

    def newest_said(self, line: bytes, party: str) -> list[tuple[int, int]]:
        """(said, heard), ms UTC each by its own clock, of what was heard of a party last; nothing where nothing was."""
        found = []
        for (epoch,) in self._db.execute("SELECT epoch FROM log WHERE line=? AND party=?", (line, party)).fetchall():
            found += self._db.execute(
                "SELECT said_at, heard_at FROM item WHERE line=? AND party=? AND epoch=? ORDER BY i DESC LIMIT 1",
                (line, party, epoch),
            ).fetchall()
        return sorted(found, key=lambda times: times[1])[-1:]

    def newest_receipts(self, line: bytes, peer: str) -> list[tuple[int, int]]:
        """(receipted by its clock, said by ours), ms UTC, of the messages of ours that a peer has, the last few of each epoch."""
        found: list[tuple[int, int]] = []
        own = self._db.execute("SELECT party, epoch FROM log WHERE line=? AND own=1", (line,)).fetchall()
        for party, epoch in own:
            found += self._db.execute(
                "SELECT r.at, item.said_at FROM (SELECT line, epoch, i, what, at FROM receipt WHERE line=?1 AND peer=?2 AND "
                "epoch=?3 ORDER BY i DESC LIMIT 8) r CROSS JOIN item WHERE item.line=?1 AND item.party=?4 AND item.epoch=?3 "
                "AND item.i=r.i AND item.what=r.what",
                (line, peer, epoch, party),
            ).fetchall()
        return found

    def stale(self) -> list[bytes]:
        """Lines whose views have yet to be folded again after the database took a new form."""
        return [row[0] for row in self._db.execute("SELECT line FROM stale ORDER BY line")]

    def seen_by(self, line: bytes, place: Place, of: str, epoch: bytes) -> int:
        """How many entries of a log of `of` the author of what stands at `place` said, by then, it had seen."""
        rows = self._db.execute(
            "SELECT said FROM message WHERE line=? AND party=? AND epoch=? AND i<=? ORDER BY i DESC",
            (line, place.party, place.epoch, place.index),
        )
        for (said,) in rows:  # what it has seen only grows: the nearest entry that names the log says how far
            for head in unpack(Said, said, MAX_STATEMENT).seen:
                if (head.party, head.epoch) == (of, epoch):
                    return head.size
        return 0

    def numbered(self, line: bytes, what: bytes) -> list[tuple[str, bytes, int]]:
        """(author, epoch, number) of every place of one message, the last heard last."""
        rows = self._db.execute(
            f"SELECT party, epoch, n FROM (SELECT line, party, epoch, i, what {NAMED}) "
            "CROSS JOIN item USING (line, party, epoch, i, what) ORDER BY heard_at, party, epoch, i",
            (line, what),
        )
        return [(party, epoch, n) for party, epoch, n in rows]

    def items_of_kind(self, line: bytes, kind: str) -> list[dict[str, Any]]:
        return self._items("item INDEXED BY item_kind WHERE line=? AND kind=?", line, kind)

    def named_like(self, line: bytes, start: bytes, stop: bytes) -> list[bytes]:
        """The said ids from `start` to `stop`, both included."""
        rows = self._db.execute(
            "SELECT DISTINCT what FROM message INDEXED BY message_what WHERE line=? AND what>=? AND what<=?",
            (line, start, stop),
        )
        return [row[0] for row in rows]

    def _items(self, which: str, *values: object) -> list[dict[str, Any]]:
        """Rows of the view, `which` saying of which table and how, with what stands beside each in other tables.

        `run` is how many messages a row stands for that is over quota, else 0.
        """
        rows = self._rows(
            f"SELECT *, CASE WHEN reason='over-quota' THEN (SELECT count(*) FROM excess e WHERE e.line=item.line AND "
            "e.party=item.party AND e.epoch=item.epoch AND e.i>=item.i AND e.first=item.i) ELSE 0 END AS run "
            f"FROM {which} ORDER BY heard_at, party, epoch, i",
            *values,
        )
        named = self._rows(
            f"SELECT named.* FROM (SELECT DISTINCT line, what AS re FROM {which}) "
            "CROSS JOIN named USING (line, re) ORDER BY at, what, epoch, i",
            *values,
        )
        followed = self._rows(
            "SELECT DISTINCT f.* FROM (SELECT DISTINCT n.line AS line, n.what AS re FROM "
            f"(SELECT DISTINCT line, what AS re FROM {which}) CROSS JOIN named n USING (line, re) WHERE n.kind='answer') "
            "CROSS JOIN named f USING (line, re) WHERE f.kind='follow-up'",
            *values,
        )
        receipts = self._rows(
            f"SELECT what, peer, verdict, reason, at, possession FROM (SELECT line, epoch, i FROM {which}) "
            "CROSS JOIN receipt INDEXED BY receipt_place USING (line, epoch, i)",
            *values,
        )
        naming: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
        following: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
        receipted: dict[bytes, list[dict[str, Any]]] = defaultdict(list)
        for row in named:
            naming[row["re"]].append(row)
        for row in followed:
            following[row["re"]].append(row)
        for receipt in receipts:
            receipted[receipt["what"]].append(receipt)
        for row in rows:
            row["named"], row["receipts"] = naming[row["what"]], receipted[row["what"]]
            row["followed"] = [f for one in row["named"] for f in following[one["what"]]]
        return rows

    def excess(self, line: bytes) -> list[dict[str, Any]]:
        """Every message over quota, by author, epoch and index."""
        return self._rows("SELECT * FROM excess WHERE line=? ORDER BY party, epoch, i, what", line)

    def spendings(self, line: bytes) -> dict[tuple[str, bytes], tuple[int, int]]:
        """(author, message) → class and hour it counts in; what earlier rules refuse by its `spot`."""
        rows = self._db.execute("SELECT party, name, wanted, hour FROM spent WHERE line=?", (line,))
        return {(party, name): (wanted, hour) for party, name, wanted, hour in rows}

    def receipted_by(self, line: bytes, what: bytes) -> list[str]:
        """Whose receipts we hold for our message, wherever it stands."""
        rows = self._db.execute(
            f"SELECT DISTINCT peer FROM (SELECT line, epoch, i {NAMED}) "
            "CROSS JOIN receipt INDEXED BY receipt_place USING (line, epoch, i)",
            (line, what),
        )
        return [row[0] for row in rows]

    def proposals(self, line: bytes) -> list[dict[str, Any]]:
        """Accepted proposals, the answers to them and what nodes say of having carried them out, with the place of each."""
        return self._rows(
            "SELECT what, party, epoch, i, n, kind, said_at FROM item INDEXED BY item_kind WHERE line=? AND "
            "kind IN ('consent', 'destroyed', 'destruction', 'disclosure') AND verdict='accepted' "
            "ORDER BY party, epoch, i",
            line,
        )

    def accepted(self, line: bytes, kinds: Sequence[str]) -> list[dict[str, Any]]:
        """Where accepted messages of some kinds stand, and their carried form: read for folds that look at all of them."""
        return self._rows(
            "SELECT i.what, i.party, i.epoch, i.i, i.n, i.kind, i.said_at, m.message FROM item i INDEXED BY item_kind "
            "JOIN message m USING (line, party, epoch, i, what) "
            f"WHERE i.line=? AND i.kind IN ({', '.join('?' * len(kinds))}) AND i.verdict='accepted' "
            "ORDER BY i.party, i.epoch, i.i",
            line,
            *kinds,
        )

    def erasures(self, line: bytes) -> dict[bytes, tuple[int, bool]]:
        """Of which messages sections were destroyed here: when (ms UTC), and whether the file was written anew since."""
        rows = self._db.execute("SELECT what, at, scrubbed FROM erasure WHERE line=?", (line,))
        return {what: (at, bool(scrubbed)) for what, at, scrubbed in rows}

    def scrubbed(self) -> bool:
        """Whether the file was written anew since anything was last destroyed in it."""
        [due] = self._db.execute("SELECT count(*) FROM erasure WHERE scrubbed=0").fetchone()
        return not due

    def carriage(self, line: bytes, what: bytes) -> list[dict[str, Any]]:
        """To which routes our message was given, by peer: `way`, `host` (empty where there is none), `first` in ms UTC."""
        return self._rows(
            "SELECT peer, way, host, first FROM carriage WHERE line=? AND what=? ORDER BY peer, first, way, host",
            line,
            what,
        )

    def carried(self, line: bytes, peer: str, way: str, host: str, whats: Sequence[bytes]) -> set[bytes]:
        """Which of our messages are kept as given to a route already."""
        found: set[bytes] = set()
        for start in range(0, len(whats), 500):  # as many as any SQLite takes at once
            some = whats[start : start + 500]
            rows = self._db.execute(
                "SELECT what FROM carriage WHERE line=? AND peer=? AND way=? AND host=? "
                f"AND what IN ({','.join('?' * len(some))})",
                (line, peer, way, host, *some),
            )
            found |= {bytes(row[0]) for row in rows}
        return found

    def receipt_places(self, line: bytes, epoch: bytes, i: int) -> dict[str, Place]:
        """Where each peer's log holds its receipt for our message at a place of an own epoch."""
        rows = self._db.execute(
            "SELECT peer, place_epoch, place_i FROM receipt INDEXED BY receipt_place WHERE line=? AND epoch=? AND i=?",
            (line, epoch, i),
        )
        return {peer: Place(peer, place_epoch, place_i) for peer, place_epoch, place_i in rows}

    def counters(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT name, value FROM counter ORDER BY name").fetchall())

    def differences(self, line: bytes) -> list[dict[str, Any]]:
        return self._rows(
            "SELECT party, ours, theirs, there, at FROM differ WHERE line=? ORDER BY at, party, theirs", line
        )

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
