"""What is read of tests, replies and planned pauses. Every query goes by an index: a record of years holds tens of thousands."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from typing import Any

_SINCE = "FROM tested INDEXED BY tested_at WHERE line=? AND kind=? AND party=? AND at>=?"


class ReadingTests:
    """Rows as plain data: the columns of `tested`."""

    _db: sqlite3.Connection

    def tests_since(self, line: bytes, kind: str, party: str, since: int) -> list[dict[str, Any]]:
        """Tests of one kind that `party` said at `since` (ms UTC) or later, in order, each with `receipts` and `replies`.

        A receipt has `peer`, `at`, `verdict`; we hold those for our own messages only. A reply is a row with `receipts`.
        """
        values = (line, kind, party, since)
        tests = self._tested(f"SELECT * {_SINCE} ORDER BY at, epoch, i", *values)
        replies = self._tested(
            f"SELECT r.* FROM (SELECT DISTINCT line, what AS re {_SINCE}) "
            "CROSS JOIN tested r INDEXED BY tested_re USING (line, re) ORDER BY r.at, r.party, r.epoch, r.i",
            *values,
        )
        self._with_receipts(f"SELECT line, epoch, i {_SINCE}", values, tests)
        self._with_receipts(
            f"SELECT r.line, r.epoch, r.i FROM (SELECT DISTINCT line, what AS re {_SINCE}) "
            "CROSS JOIN tested r INDEXED BY tested_re USING (line, re)",
            values,
            replies,
        )
        by_test = defaultdict(list)
        for reply in replies:
            by_test[reply["re"]].append(reply)
        for test in tests:
            test["replies"] = by_test[test["what"]]
        return tests

    def last_test(self, line: bytes, kind: str, party: str) -> dict[str, Any] | None:
        """The test (or reply, or pause) of one kind that stands last in a party's log."""
        found = self._tested(
            "SELECT * FROM tested INDEXED BY tested_at WHERE line=? AND kind=? AND party=? ORDER BY at DESC, i DESC LIMIT 1",
            line,
            kind,
            party,
        )
        return found[0] if found else None

    def replies_to(self, line: bytes, what: bytes) -> list[dict[str, Any]]:
        return self._tested("SELECT * FROM tested INDEXED BY tested_re WHERE line=? AND re=? ORDER BY at", line, what)

    def tested(self, line: bytes, what: bytes, kinds: Collection[str]) -> dict[str, Any] | None:
        """The row of one message by its name."""
        places = "SELECT line, party, epoch, i, what FROM message INDEXED BY message_what WHERE line=? AND what=?"
        found = self._tested(
            f"SELECT t.* FROM ({places}) CROSS JOIN tested t USING (line, party, epoch, i, what)", line, what
        )
        return next((row for row in found if row["kind"] in kinds), None)

    def _with_receipts(self, which: str, values: tuple[object, ...], rows: list[dict[str, Any]]) -> None:
        receipts = defaultdict(list)
        cursor = self._db.execute(
            f"SELECT what, peer, at, verdict FROM ({which}) CROSS JOIN receipt INDEXED BY receipt_place USING (line, epoch, i)",
            values,
        )
        for what, peer, at, verdict in cursor:
            receipts[bytes(what)].append({"peer": peer, "at": at, "verdict": verdict})
        for row in rows:
            row["receipts"] = receipts[row["what"]]

    def _tested(self, sql: str, *values: object) -> list[dict[str, Any]]:
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
