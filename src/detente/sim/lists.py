"""What a desk lists, made anew from the whole record without the store's own list: what that must equal.

Straight over every message, with no lookups and nothing kept (compare `store/listing.py`).
"""

from __future__ import annotations

from typing import Any

from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.node import dealings, records
from detente.node.node import Node
from detente.views import matters

Shown = dict[tuple[str, bytes], tuple[str, int | None, str, bool]]


def straight(node: Node, line: Line) -> Shown:
    """(author, message) → its group, the next word due on it, its matter's reference, and whether that is closed."""
    rows = [dealings.ordered(line, row) for row in records.rows(node, line, node.store.items(line.id))]
    threads: dict[bytes, list[dict[str, Any]]] = {}
    for row in rows:
        if row["verdict"] == ACCEPTED:  # a matter may stand under what a node said by itself: a close that names a test
            threads.setdefault(row["thread"] or row["what"], []).append(row)
    queued = {(row["party"], row["what"]) for row in records.queue(node, line)}
    found: Shown = {}
    for row in rows:
        taken = row["verdict"] == ACCEPTED
        if (row["party"], row["what"]) not in queued or (taken and not matters.awaits(row["kind"])):
            continue
        within = threads.get(row["thread"] or row["what"], [])
        stands = matters.state(line.trust.members, within)
        first = next((one for one in within if one["what"] == row["thread"]), row)
        due = stands["next_by"].get(row["party"]) if taken and row["what"] == first["what"] else None
        group = matters.group({**row, "word_due": due}, node.me)
        found[(row["party"], row["what"])] = (group, due, first["reference"], stands["closed"])
    return found


def kept(node: Node, line: Line) -> Shown:
    """The same from the list that is kept."""
    return {
        (row["party"], row["what"]): (
            row["group"],
            row["word_due"],
            row["matter"]["reference"],
            row["matter"]["closed"],
        )
        for row in dealings.desk(node, line, everything=True)
    }
