"""What a page of the desk shows of the record, read for that page alone: a list a group at a time, a matter, one message.

Read-only, plain data. Beside what `node/dealings.py` gives, each row has `coded` and `plain`: what a list says of a message in
one line needs the message itself.
"""

from __future__ import annotations

from typing import Any

from detente.line.machine import Line
from detente.node import alive, dealings, differing, records
from detente.node.node import Node

PAGE = 30  # rows of a list


def with_words(node: Node, line: Line, row: dict[str, Any]) -> dict[str, Any]:
    """The row with its message's `sections` and `content`."""
    return records.message(node, line, row)


def lists(node: Node, line: Line) -> dict[str, list[dict[str, Any]]]:
    """Group → rows, by what is wanted first and due first; of what is over, the newest first."""
    found: dict[str, list[dict[str, Any]]] = {"needs-us": [], "waiting": [], "closed": [], "not-taken": []}
    for row in dealings.desk(node, line):
        found[row["group"]].append(with_words(node, line, row))
    for group, rows in found.items():
        rows.sort(key=lambda row: urgency(row, group))
    return found


def urgency(row: dict[str, Any], group: str) -> tuple[int, int, int]:
    """What is wanted at once first, and of that what is due first; of what is over, the newest first."""
    if group in ("closed", "not-taken"):
        return (0, 0, -row["heard_at"])
    dues = [due["at"] for due in row["dues"] if due["at"] is not None]
    return (-(row["wanted"] or 0), min(dues, default=row["heard_at"]), row["heard_at"])


def matter(node: Node, line: Line, name: str) -> dict[str, Any]:
    """The matter in which a message stands, by any name of it. `Local("message-unknown")`."""
    row = records.find(node, line, name)
    return dealings.matter(node, line, row["thread"] or row["what"])


def amiss(node: Node, line: Line) -> dict[str, Any]:
    """What is amiss with the line and what a person may do for it; members whose records differ."""
    now = node.now()
    return {
        "alarms": alive.alarms(node, line, now),
        "reminders": alive.reminders(node, line, now),
        "differ": sorted({one.party for one in differing.differences(node, line) if one.settled is None}),
    }
