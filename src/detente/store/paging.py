"""What one page of a desk reads: so many rows of lists, or one matter, each at a fixed number of queries.

Beside `reading.py`, which gives whole lists: here nothing is read that the page does not show. Rows as plain data, in the shape
`node/records.py` takes, with the message itself (`message`, bytes or None) beside.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from detente.store.listing import LISTED, places_of

OVER = ("closed", "not-taken")
MOST_WANTED = 3  # at once
_PLACE = ("heard_at", "party", "epoch", "i")
_THREAD = (
    "SELECT line, party, epoch, i, what FROM item INDEXED BY item_thread WHERE line=? AND thread=? UNION "
    "SELECT line, party, epoch, i, what FROM message INDEXED BY message_what WHERE line=? AND what=?"
)

Row = dict[str, Any]


class PageReading:
    """Part of `Reading`."""

    _db: sqlite3.Connection

    def heads(self, line: bytes, groups: dict[str, int]) -> dict[str, list[Row]]:
        """Group → its first so many listed rows: by what is wanted, then by when it was heard; of what is over the newest.
        One query."""
        names, parts, values = (*LISTED, "wanted", "heard_at", "epoch", "i"), [], list[object]()
        for group, count in groups.items():
            order = (
                "heard_at DESC, party DESC, epoch DESC, i DESC"
                if group in OVER
                else "wanted DESC, heard_at, party, epoch, i"
            )
            index = "listed_order" if group in OVER else "listed_wanted"
            parts.append(
                f"SELECT * FROM (SELECT {', '.join(names)} FROM listed INDEXED BY {index} WHERE line=? AND grp=? "
                f"ORDER BY {order} LIMIT ?)"
            )
            values += [line, group, count]
        found: dict[str, list[Row]] = {group: [] for group in groups}
        for row in self._db.execute(" UNION ALL ".join(parts), values):
            found[row[LISTED.index("grp")]].append(dict(zip(names, row, strict=True)))
        return found

    def over(self, line: bytes, group: str, count: int, before: tuple[int, str, bytes, int] | None) -> list[Row]:
        """Listed rows of what is over, the newest first, from before a place on; with the place of each. One query."""
        names = (*LISTED, *_PLACE[0:1], *_PLACE[2:])
        start = "" if before is None else " AND (heard_at, party, epoch, i) < (?, ?, ?, ?)"
        rows = self._db.execute(
            f"SELECT {', '.join(names)} FROM listed INDEXED BY listed_order WHERE line=? AND grp=?{start} "
            "ORDER BY heard_at DESC, party DESC, epoch DESC, i DESC LIMIT ?",
            (line, group, *(before or ()), count),
        )
        return [dict(zip(names, row, strict=True)) for row in rows]

    def open(self, line: bytes, group: str, count: int, after: tuple[int, int, str, bytes, int] | None) -> list[Row]:
        """Listed rows of what is open, in the order of `heads`, from after a place (what is wanted, and as for `over`) on; with
        the place of each. One query."""
        names = (*LISTED, "wanted", *_PLACE[0:1], *_PLACE[2:])
        parts, values = [], list[object]()
        wanted = MOST_WANTED if after is None else after[0]
        for each in range(wanted, -1, -1):
            from_here = after is not None and each == wanted
            start = " AND (heard_at, party, epoch, i) > (?, ?, ?, ?)" if from_here else ""
            parts.append(
                f"SELECT * FROM (SELECT {', '.join(names)} FROM listed INDEXED BY listed_wanted WHERE line=? AND grp=? "
                f"AND wanted=?{start} ORDER BY heard_at, party, epoch, i LIMIT ?)"
            )
            values += [line, group, each, *(after[1:] if after is not None and from_here else ()), count]
        rows = self._db.execute(f"SELECT * FROM ({' UNION ALL '.join(parts)}) LIMIT ?", (*values, count))
        return [dict(zip(names, row, strict=True)) for row in rows]

    def whole_rows(self, line: bytes, whats: Sequence[bytes]) -> list[Row]:
        """Rows of some messages with all that stands beside them, by time heard. Three queries."""
        if not whats:
            return []
        return self._whole(places_of(len(whats)), (line, *whats) * 2)

    def whole_thread(self, line: bytes, thread: bytes, most: int) -> list[Row]:
        """Rows of a matter: what opened it, and the newest of what was said in it, `most` together; with `shown`, when each was
        first displayed here. Three queries."""
        limited = (
            f"(SELECT t.* FROM ({_THREAD}) t CROSS JOIN item USING (line, party, epoch, i, what) "
            "ORDER BY t.what<>?, item.heard_at DESC, t.party DESC, t.epoch DESC, t.i DESC LIMIT ?)"
        )
        return self._whole(limited, (line, thread, line, thread, thread, most))

    def _whole(self, places: str, values: tuple[object, ...]) -> list[Row]:
        rows = self._named_rows(
            "SELECT item.*, CASE WHEN item.reason='over-quota' THEN (SELECT count(*) FROM excess e WHERE e.line=item.line "
            "AND e.party=item.party AND e.epoch=item.epoch AND e.i>=item.i AND e.first=item.i) ELSE 0 END AS run, "
            "m.message AS message, s.at AS shown_at, s.by AS shown_by "
            f"FROM {places} CROSS JOIN item USING (line, party, epoch, i, what) "
            "LEFT JOIN message m USING (line, party, epoch, i, what) LEFT JOIN shown s USING (line, what) "
            "ORDER BY item.heard_at, item.party, item.epoch, item.i",
            values,
        )
        naming: dict[bytes, list[Row]] = defaultdict(list)
        following: dict[bytes, list[Row]] = defaultdict(list)
        hops = self._named_rows(
            f"WITH of AS (SELECT DISTINCT line, what FROM {places}) "
            "SELECT 0 AS hop, n.* FROM of JOIN named n ON n.line=of.line AND n.re=of.what UNION "
            "SELECT 1 AS hop, f.* FROM of JOIN named n ON n.line=of.line AND n.re=of.what AND n.kind='answer' "
            "JOIN named f ON f.line=n.line AND f.re=n.what WHERE f.kind='follow-up' ORDER BY at, what, epoch, i",
            values,
        )
        for row in hops:
            (following if row.pop("hop") else naming)[row["re"]].append(row)
        receipted: dict[bytes, list[Row]] = defaultdict(list)
        for receipt in self._named_rows(
            f"SELECT r.what, r.peer, r.verdict, r.reason, r.at, r.possession FROM {places} "
            "CROSS JOIN receipt r INDEXED BY receipt_place USING (line, epoch, i)",
            values,
        ):
            receipted[receipt["what"]].append(receipt)
        for row in rows:
            at, by = row.pop("shown_at"), row.pop("shown_by")
            row["shown"] = None if at is None else {"at": at, "by": by}
            row["named"], row["receipts"] = naming[row["what"]], receipted[row["what"]]
            row["followed"] = [f for one in row["named"] for f in following[one["what"]]]
        return rows

    def threads(self, line: bytes, threads: Sequence[bytes]) -> dict[bytes, Row]:
        """Of threads: `opener` and `closed_by` as `matters_of` gives them, and `first`, the place of what opened it whatever came
        of it. One query."""
        found: dict[bytes, Row] = {thread: {"opener": None, "closed_by": set(), "first": None} for thread in threads}
        if not found:
            return found
        marks = ", ".join("?" * len(found))
        rows = self._db.execute(
            f"SELECT 0, what AS thread, item.party, item.epoch, item.n, item.verdict='accepted' AND item.thread IS NULL, "
            f"heard_at, i FROM {places_of(len(found))} CROSS JOIN item USING (line, party, epoch, i, what) UNION ALL "
            f"SELECT 1, thread, party, NULL, NULL, NULL, NULL, NULL FROM item INDEXED BY item_thread WHERE line=? AND "
            f"thread IN ({marks}) AND verdict='accepted' AND kind='close' ORDER BY 1, 7, 3, 4, 8",
            (line, *found, line, *found, line, *found),
        )
        for closes, thread, party, epoch, n, opens, _heard, _i in rows:
            if closes:
                found[thread]["closed_by"].add(party)
                continue
            found[thread]["first"] = (party, epoch, n)
            if opens:
                found[thread]["opener"] = (party, epoch, n)
        return found

    def numbered_at(self, line: bytes, party: str, n: int) -> list[tuple[bytes, bytes, bytes | None]]:
        """(epoch, name, thread) of message `n` of a party: one in each of its epochs. One query."""
        rows = self._db.execute(
            "SELECT epoch, what, thread FROM item INDEXED BY item_number WHERE line=? AND party=? AND n=?",
            (line, party, n),
        )
        return list(rows)

    def workings(self, line: bytes, whats: Sequence[bytes]) -> dict[bytes, list[Row]]:
        """Translations made here, of some messages. One query."""
        found: dict[bytes, list[Row]] = defaultdict(list)
        marks = ", ".join("?" * len(whats))
        for row in self._named_rows(
            f"SELECT what, language, text, made_by, checked_by, at FROM working WHERE line=? AND what IN ({marks}) "
            "ORDER BY language",
            (line, *whats),
        ):
            found[row.pop("what")].append(row)
        return found

    def _named_rows(self, sql: str, values: tuple[object, ...]) -> list[Row]:
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
