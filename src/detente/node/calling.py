"""Who is to be called up for what waits for us, from the record, and what was done about it.

The ladder itself is `node/ladder.py`, the ways `node/ways.py`; the task that makes the calls is `api/calling.py`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from detente.line.desk import CallBegun, CallEnded
from detente.line.machine import Line
from detente.node import records
from detente.node.ladder import Call, Ladder, Step, Waiting, calls_due
from detente.node.node import Node
from detente.node.ways import MARKS, TEST

Key = tuple[bytes, bytes, str]  # line, message, step


@dataclass(frozen=True)
class Due:
    """A call to make, with the facts it is made with."""

    line: bytes
    call: Call
    facts: dict[str, Any]

    @property
    def key(self) -> Key:
        return self.line, self.call.what, self.call.step.id


def waits(node: Node, row: dict[str, Any]) -> bool:
    """Whether a message of the queue waits for a person of ours to acknowledge it."""
    return node.me in row["waiting_for"] and row["wanted"] is not None


class CallUp:
    """What waits and what was called, kept between looks: a look costs nothing while the record stands still."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._rows: dict[bytes, tuple[tuple[bytes, int], dict[bytes, dict[str, Any]]]] = {}
        self._called: dict[bytes, dict[tuple[bytes, str], dict[str, Any]]] = {}

    def waiting(self, line: Line) -> dict[bytes, dict[str, Any]]:
        """Queue rows that wait for us, by name. Whatever is said or heard makes our own log longer."""
        at = (line.own.epoch, line.own.size)
        held = self._rows.get(line.id)
        if held is None or held[0] != at:
            listed = self.node.store.waiting_here(line.id)
            items = self.node.store.items_among(line.id, [row["what"] for row in listed])
            rows = {row["what"]: row for row in records.rows(self.node, line, items) if waits(self.node, row)}
            held = self._rows[line.id] = (at, rows)
        return held[1]

    def called(self, line: Line) -> dict[tuple[bytes, str], dict[str, Any]]:
        if line.id not in self._called:
            self._called[line.id] = {(row["what"], row["step"]): row for row in self.node.store.called(line.id)}
        return self._called[line.id]

    def due(self, ladder: Ladder) -> list[Due]:
        """Every call to make now, over all lines."""
        now, found = self.node.now(), []
        for key in self.node.founded:
            line = self.node.lines[key]
            rows = self.waiting(line)
            items = [Waiting(what, row["wanted"], row["heard_at"]) for what, row in rows.items()]
            for call in calls_due(ladder, items, self.called(line), now):
                found.append(Due(key, call, facts(self.node, line, rows[call.what], call.step, call.tries)))
        return found

    def begin(self, due: Due) -> None:
        """Kept before the call is made."""
        call = due.call
        now = self.node.now()
        self.node.commit(
            [CallBegun(due.line, call.what, call.step.id, call.step.who, call.step.way.kind, call.tries, now)]
        )
        self._called.pop(due.line, None)

    def end(self, due: Due, outcome: str | None) -> None:
        """Kept when it is over: `None` is done."""
        now = self.node.now()
        self.node.commit([CallEnded(due.line, due.call.what, due.call.step.id, now, outcome or "done")])
        self._called.pop(due.line, None)


def facts(node: Node, line: Line, row: dict[str, Any], step: Step, tries: int) -> dict[str, Any]:
    """What a way is told: enough to fetch a person, and no word of the message."""
    context = line.trust.terms.context
    return {
        "v": 1,
        "call": hashlib.sha256(line.id + row["what"] + step.id.encode()).hexdigest()[:32],
        "reference": row["spoken"],
        "number": row["reference"],
        "kind": row["kind"],
        "area": row["area"],
        "wanted": row["wanted"],
        "line": records.terms_fields(node, line)["name"],
        "context": context,
        "mark": MARKS[context],
        "step": step.id,
        "since": row["heard_at"],
        "try": tries,
    }


def test_facts(home_context: str, step: Step, at: int) -> dict[str, Any]:
    """What a way is told when a person tries the ladder: of no message at all."""
    mark = " ".join(part for part in (MARKS[home_context], TEST) if part)
    named: dict[str, Any] = {
        "reference": "TEST",
        "number": "",
        "kind": "ladder-test",
        "area": None,
        "wanted": 0,
        "line": {},
    }
    call = hashlib.sha256(f"test/{step.id}/{at}".encode()).hexdigest()[:32]
    return {
        "v": 1,
        "call": call,
        **named,
        "context": home_context,
        "mark": mark,
        "step": step.id,
        "since": at,
        "try": 1,
    }


def calls(node: Node, line: Line) -> list[dict[str, Any]]:
    """The record of calls, the newest first, with what each was about; `ended` None is under way, or was cut."""
    rows = node.store.called(line.id)
    for row in rows:
        items = node.store.items_of(line.id, row["what"])
        of = items[-1] if items else None
        row["reference"] = records.reference(line, of["party"], of["epoch"], of["n"]) if of else row["what"].hex()[:12]
    return rows[::-1]
