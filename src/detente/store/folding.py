"""Views as tables: which there are, what one message changes in each, and how all are made again from the messages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from detente.line.judge import REFUSED
from detente.line.quota import OVER_QUOTA
from detente.line.shelf import MessageKept
from detente.views import items, tests
from detente.views.items import Upsert

VIEWS = ("item", "named", "tested", "listed")  # `listed` rests on the others (listing.py)


def step(kept: MessageKept) -> list[Upsert]:
    """The row changes of one message in every view that needs the message alone."""
    return [*items.step(kept), *tests.step(kept)]


def refold(
    db: sqlite3.Connection, line: bytes, messages: Iterable[MessageKept], apply: Callable[[Upsert], None]
) -> int:
    """The views of a line, emptied and folded again, in a transaction of the caller; how many messages."""
    for view in VIEWS:
        db.execute(f"DELETE FROM {view} WHERE line=?", (line,))
    count = 0
    for kept in messages:
        count += 1
        for row in step(kept):
            apply(row)
    db.execute(
        "INSERT INTO item (line, what, party, epoch, i, n, said_at, heard_at, verdict, reason) "
        "SELECT line, what, party, epoch, i, n, said_at, heard_at, ?, ? FROM excess WHERE line=? AND first=i",
        (REFUSED, OVER_QUOTA, line),
    )
    db.execute("DELETE FROM stale WHERE line=?", (line,))
    return count
