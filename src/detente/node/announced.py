"""What members have announced of themselves on a line: categories they have suspended, and that they leave it.

Either binds its author alone. What others say all the same is taken, shown and awaited as ever (views/matters.py): nobody can
oblige the other side, and nothing vanishes from a list.
"""

from __future__ import annotations

from typing import Any

from detente.codec.errors import Local
from detente.line.machine import Line
from detente.node import records
from detente.node.node import Node
from detente.views import matters


def announced(node: Node, line: Line) -> dict[str, list[dict[str, Any]]]:
    """`suspended` and `withdrawn`, as below: what a status shows of every member."""
    return {"suspended": suspended(node, line), "withdrawn": withdrawn(node, line)}


def suspended(node: Node, line: Line, party: str | None = None) -> list[dict[str, Any]]:
    """Suspensions in force now, of every member or of one: who, since when, until when (ms UTC or None), which categories."""
    now = node.now()
    rows = []
    for item in records.of_kind(node, line, "suspend"):
        times, coded = item["sections"]["times"], item["sections"]["coded"]
        over = any(one["kind"] == "resume" and one["party"] == item["party"] for one in item["named"])
        rows.append(
            {
                "party": item["party"],
                "reference": item["reference"],
                "what": item["what"],
                "begins": times["begins"],
                "ends": times.get("ends"),
                "categories": coded["categories"],
                "over": over,
            }
        )
    inside = matters.suspended(rows, [row["what"] for row in rows if row["over"]], now)
    return [dict(row) for row in inside if party is None or row["party"] == party]


def withdrawn(node: Node, line: Line) -> list[dict[str, Any]]:
    """Members that leave the line: `party`, `reference` of the message that says so, `begins` (ms UTC) and whether that is past
    (`gone`). Of several the one that begins first counts."""
    now = node.now()
    found: dict[str, dict[str, Any]] = {}
    for item in records.of_kind(node, line, "withdraw"):
        begins = item["sections"]["times"]["begins"]
        row = {"party": item["party"], "reference": item["reference"], "begins": begins, "gone": begins <= now}
        if item["party"] not in found or begins < found[item["party"]]["begins"]:
            found[item["party"]] = row
    return sorted(found.values(), key=lambda row: (row["begins"], row["party"]))


def gone(node: Node, line: Line) -> set[str]:
    """The members whose withdrawal has begun."""
    return {row["party"] for row in withdrawn(node, line) if row["gone"]}


def allowed(node: Node, line: Line, kind: str, category: str | None = None) -> None:
    """Whether a person of ours may say a message of a kind now. `Local("withdrawn-by-us")`, `Local("suspended-by-us")`."""
    if node.me in gone(node, line):
        raise Local("withdrawn-by-us", kind=kind)
    if (category or kind) in {name for held in suspended(node, line, node.me) for name in held["categories"]}:
        raise Local("suspended-by-us", kind=kind)
