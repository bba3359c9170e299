"""A matter as a desk sees it: its messages as stored here, what each does to the others, and where it stands. Read-only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.node import records
from detente.node.node import Node
from detente.proof.head import Place
from detente.views import matters

OPENERS = (
    "notice",
    "advance-notice",
    "informal-contact",
    "inquiry",
    "question",
    "confirm-request",
    "assistance-request",
)


def matter(node: Node, line: Line, thread: bytes) -> dict[str, Any]:
    """The matter of a thread (a said id). `opened` is None when what opened it is not here: the matter is *unanchored*."""
    items = records.rows(node, line, node.store.items_in(line.id, thread))
    first = next((row for row in items if row["what"] == thread), None)
    within = [ordered(line, row) for row in items if row["verdict"] == ACCEPTED]
    return {
        "thread": thread,
        "reference": None if first is None else first["reference"],
        "opened": None if first is None else {name: first[name] for name in ("party", "kind", "said_at", "area")},
        "messages": [{**records.message(node, line, row), **placed(node, line, row, items)} for row in items],
        **matters.state(line.trust.members, within),
    }


CLOSED_SHOWN = 30  # rows of what is over, unless all are asked for


def desk(node: Node, line: Line, everything: bool = False) -> list[dict[str, Any]]:
    """The queue as a desk reads it: rows with `group`, `matter` (its reference and whether it is closed) and `word_due` (when its
    author promised the next word in the matter, on the row that opened it). Replies stand on the row they reply to."""
    rows = [ordered(line, row) for row in records.queue(node, line)]
    threads: dict[bytes, list[dict[str, Any]]] = {}
    for row in rows:
        if row["verdict"] == ACCEPTED:
            threads.setdefault(row["thread"] or row["what"], []).append(row)
    found = []
    for row in rows:
        within = threads.get(row["thread"] or row["what"], [])
        stands = matters.state(line.trust.members, within)
        first = next((one for one in within if one["what"] == row["thread"]), row)
        row["matter"] = {"reference": first["reference"], "closed": stands["closed"]}
        row["word_due"] = stands["next_by"].get(row["party"]) if row["what"] == first["what"] else None
        if row["verdict"] != ACCEPTED or matters.awaits(row["kind"]):
            row["group"] = matters.group(row, node.me)
            found.append({name: value for name, value in row.items() if name != "order"})
    if everything:
        return found
    over = [row["group"] in ("closed", "not-taken") for row in found]
    left_out = max(0, sum(over) - CLOSED_SHOWN)
    return [row for n, row in enumerate(found) if not over[n] or sum(over[: n + 1]) > left_out]


def ordered(line: Line, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "order": (records.ordinal(line, row["party"], row["epoch"]), row["i"])}


def placed(node: Node, line: Line, row: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """`effect`: why it has none (views/matters.py), or None. `crossed`: members whose close its author had
    not seen when it said it, and who had not seen it."""
    if row["verdict"] != ACCEPTED:
        return {"effect": None, "crossed": []}
    targets = list(_targets(node, line, row))
    effects = [matters.effect(row["kind"], row["party"], author, kind) for author, kind in targets]
    effect = effects[0] if effects else None
    if row["thread"] is not None and effect is None and not any(one["what"] == row["thread"] for one in items):
        effect = "unanchored"
    closes = [one for one in items if one["kind"] == "close" and one["party"] != row["party"]]
    crossed = [] if row["kind"] not in OPENERS else [c["party"] for c in closes if concurrent(node, line, row, c)]
    return {"effect": effect, "crossed": sorted(set(crossed))}


def _targets(node: Node, line: Line, row: dict[str, Any]) -> Iterator[tuple[str | None, str | None]]:
    for named in records.names(node, line, row["what"]):
        found = [item for item in node.store.items_of(line.id, named) if item["verdict"] == ACCEPTED]
        yield (found[0]["party"], found[0]["kind"]) if found else (None, None)


def concurrent(node: Node, line: Line, one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Neither author had seen the other's message when it said its own (`seen` of the entries; no clock)."""

    def knew(by: dict[str, Any], of: dict[str, Any]) -> bool:
        place = Place(by["party"], by["epoch"], by["i"])
        return node.store.seen_by(line.id, place, of["party"], of["epoch"]) > int(of["i"])

    return not knew(one, other) and not knew(other, one)
