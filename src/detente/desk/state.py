"""What stands on every page of the desk: which line, live or exercise, whose clock says what, and whether the line is well.

Runs on the node's thread. What costs queries is read when the record moves on, and twice a minute, by the task that watches it.
"""

from __future__ import annotations

from typing import Any

from detente.line.machine import Line
from detente.node import alive, records
from detente.node.announced import announced
from detente.node.calling import CallUp
from detente.node.due import Dues
from detente.node.node import Node
from detente.node.pages import amiss
from detente.node.ways import MARKS

AT_ONCE = 3


class State:
    """Of one node."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._waits = CallUp(node)
        self._kept: dict[bytes, dict[str, Any]] = {}

    def at_once(self) -> list[tuple[bytes, dict[str, Any]]]:
        """(line, queue row) of what is wanted at once and waits for us, on any line, the first heard first."""
        found = [
            (key, row)
            for key in self.node.founded
            for row in self._waits.waiting(self.node.lines[key]).values()
            if row["wanted"] == AT_ONCE
        ]
        return sorted(found, key=lambda one: (one[1]["heard_at"], one[1]["what"]))

    def look(self) -> None:
        """What stands on every page, read anew: by the task that watches the record, so that no page has to."""
        now = self.node.now()
        for key in self.node.founded:
            self._kept[key] = _line(self.node, self.node.lines[key], now)

    def strip(self, line: bytes | None) -> dict[str, Any]:
        """Of one line; of the home alone where none is chosen. As it was at the last look, at most half a minute ago."""
        settings, now = self.node.home.settings, self.node.now()
        if any(key not in self._kept for key in self.node.founded):
            self.look()
        found: dict[str, Any] = {
            "party": self.node.me,
            "context": settings.context,
            "mark": MARKS[settings.context],
            "now": now,
            "lines": [{"id": key.hex(), "name": self._kept[key]["name"]} for key in self.node.founded],
            "waiting": [
                {"line": key.hex(), "reference": row["reference"], "spoken": row["spoken"]}
                for key, row in self.at_once()
            ],
        }
        empty: dict[str, Any] = {"line": None, "name": settings.names, "names": {}, "clocks": [], "offices": []}
        return found | (empty | {"health": None} if line is None else self._kept[line])


def _line(node: Node, line: Line, now: int) -> dict[str, Any]:
    terms, dues = records.terms_fields(node, line), Dues(node, line)
    return {
        "line": line.id.hex(),
        "name": terms["name"],
        "names": terms.get("members", {}),
        "clocks": dues.clocks(now, *line.trust.members),
        "offices": [{"party": p, "ours": p == node.me, "office": dues.office(p)} for p in line.trust.members],
        "health": alive.health(node, line, now),
        "announced": announced(node, line),
        "amiss": amiss(node, line, now),
    }
