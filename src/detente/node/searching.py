"""Finding in the record: filters and words, looking back from the newest, a bounded stretch of each member's messages at a time.

Nothing is indexed by its words, and none are kept twice: what is looked for is opened, compared and forgotten. So a search says
how far back it has looked, and goes on from there when asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.node.pages import Pages, Row

STRETCH = 50  # messages of each member looked at for one page
MACHINE = frozenset({"keys", "test", "test-reply", "roster"})
Places = Mapping[str, tuple[int, bytes]]


@dataclass(frozen=True)
class Asked:
    """What is looked for. `words`: all of them stand in a message, in any of its texts. Times: of the recording here, ms UTC."""

    words: tuple[str, ...] = ()
    kind: str = ""
    party: str = ""
    area: str = ""
    since: int | None = None
    until: int | None = None


def search(pages: Pages, line: Line, asked: Asked, places: Places) -> dict[str, Any]:
    """`rows` that fit, the newest first; `next`: party → place to go on from; `looked`: how many; `back_to`: until when."""
    node = pages.node
    whats: list[bytes] = []
    onward: dict[str, tuple[int, bytes]] = {}
    for party in [asked.party] if asked.party else line.trust.members:
        found = (
            node.store.back_from(line.id, party, places.get(party), STRETCH) if not places or party in places else []
        )
        whats += [what for _, _, what in found]
        if len(found) == STRETCH:
            onward[party] = (found[-1][0], bytes(found[-1][1]))
    rows = pages.of_names(line, list(dict.fromkeys(whats)))
    fit = [row for row in rows if fits(row, asked)]
    return {
        "rows": sorted(fit, key=lambda row: (row["heard_at"], row["party"], row["i"]), reverse=True),
        "next": onward,
        "looked": len(rows),
        "back_to": min((row["heard_at"] for row in rows), default=None),
    }


def fits(row: Row, asked: Asked) -> bool:
    if row["kind"] in MACHINE and row["kind"] != asked.kind:
        return False
    if asked.kind and row["kind"] != asked.kind:
        return False
    if asked.area and row.get("area") != asked.area:
        return False
    if (asked.since is not None and row["heard_at"] < asked.since) or (
        asked.until is not None and row["heard_at"] >= asked.until
    ):
        return False
    if not asked.words:
        return True
    if row["verdict"] != ACCEPTED:
        return False
    said = "\n".join(_texts(row["sections"])).casefold()
    return all(word.casefold() in said for word in asked.words)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [one for item in value.values() for one in _texts(item)]
    if isinstance(value, list):
        return [one for item in value for one in _texts(item)]
    return [value] if isinstance(value, str) else []


def response_times(pages: Pages, line: Line, rows: list[Row]) -> list[dict[str, Any]]:
    """Of messages of others that a person here acknowledged: `reference`, `wanted`, `at` (heard here), `took` and `within` (ms or
    None), the oldest first. `within`: what the terms gave for it, where they gave a time."""
    node, dues = pages.node, pages.dues(line)
    found = []
    for row in {row["what"]: row for row in rows}.values():
        if row["ours"] or row["verdict"] != ACCEPTED or not row["wanted"]:
            continue
        ours = [answer for answer in row["answers"] if answer["party"] == node.me]
        if not ours:
            continue
        due = next((one["at"] for one in dues.of({**row, "waiting_for": [node.me]})), None)  # as while it waited
        found.append(
            {
                "reference": row["reference"],
                "wanted": row["wanted"],
                "at": row["heard_at"],
                "took": max(0, min(answer["at"] for answer in ours) - row["heard_at"]),
                "within": None if due is None else due - row["heard_at"],
            }
        )
    return sorted(found, key=lambda one: int(one["at"]))
