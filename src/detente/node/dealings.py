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
OPEN, OVER = ("needs-us", "waiting"), ("closed", "not-taken")


def desk(node: Node, line: Line, everything: bool = False) -> list[dict[str, Any]]:
    """The queue as a desk reads it: rows with `group`, `matter` (its reference and whether it is closed) and `word_due` (when its
    author promised the next word in the matter, on the row that opened it). Replies stand on the row they reply to.

    What it costs grows with what is open, not with the record.
    """
    listed = node.store.listed(line.id, OPEN) + node.store.listed(line.id, OVER, None if everything else CLOSED_SHOWN)
    return desk_rows(node, line, listed)


def desk_rows(node: Node, line: Line, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whole rows of what the store lists, by time heard."""
    kept = {(row["party"], row["what"]): row for row in listed}
    items = node.store.items_among(line.id, list(dict.fromkeys(row["what"] for row in listed)))
    rows = [row for row in records.rows(node, line, items) if (row["party"], row["what"]) in kept]
    threads = node.store.matters_of(line.id, list(dict.fromkeys(row["thread"] or row["what"] for row in rows)))
    for row in rows:
        matter = threads[row["thread"] or row["what"]]
        opener = matter["opener"] if row["verdict"] == ACCEPTED else None
        row["matter"] = {
            "reference": row["reference"] if opener is None else records.reference(line, *opener),
            "closed": matter["closed_by"] >= set(line.trust.members),
        }
        listing = kept[(row["party"], row["what"])]
        row["group"], row["word_due"] = listing["grp"], listing["word_due"]
    return rows


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
