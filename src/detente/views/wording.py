"""Words: how each label and each definition stands, and how many stood agreed when. Pure."""

from __future__ import annotations

from typing import Any

from detente.views.moves import OPEN, Move, Table, status

STATUSES = (
    "agreed",
    "differ",
    "retired",
    "receipts",
    "waiting",
    "ad-referendum",
    "reserved",
    "proposed",
    "crossed",
    "declined",
)


def words(table: Table) -> list[dict[str, Any]]:
    """One row a label or definition: `status`, the text or readings that stand, each party's position, and every text."""
    found: dict[tuple[str, str], list[Move]] = {}
    for move in table.proposals("label", "definition"):
        coded = move.sections["coded"]
        found.setdefault((coded.name, coded.subject), []).append(move)
    rows = []
    for (name, subject), moves in sorted(found.items()):
        now = next((move for move in moves if table.standing(move).state == "stands"), None)
        texts = [table.row(move) for move in moves]
        current = _current(table, moves, now)
        rows.append(
            {
                "name": name,
                "subject": subject,
                "status": status(table, moves, now),
                "text": _both(now),
                "readings": _readings(now),
                "common": _common(now),
                "positions": {
                    party: current["said"].get(party, "none") if current else "none" for party in table.members
                },
                "since": None if now is None else table.stood_at(table.standing(now)),
                "texts": texts,
            }
        )
    return rows


def counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {name: sum(row["status"] == name for row in rows) for name in STATUSES}
    return {name: number for name, number in found.items() if number}


def over_time(table: Table) -> list[list[int]]:
    """[ms UTC, how many labels and definitions stood agreed, how many agreed to differ] after each change."""
    changes: list[tuple[int, str, str, str]] = []
    for move in table.proposals("label", "definition"):
        standing, coded = table.standing(move), move.sections["coded"]
        if standing.state in ("stands", "before"):
            changes.append((table.stood_at(standing), coded.subject, coded.name, coded.form))
    held: dict[tuple[str, str], str] = {}
    rows = []
    for at, subject, name, form in sorted(changes):
        held[(subject, name)] = form
        rows.append([at, sum(f == "text" for f in held.values()), sum(f == "differ" for f in held.values())])
    return rows


def _current(table: Table, moves: list[Move], now: Move | None) -> dict[str, Any] | None:
    """The text whose positions are shown: what is open, else what stands, else the last."""
    under_way = [move for move in moves if table.standing(move).state in OPEN]
    shown = under_way[-1] if under_way else now or (moves[-1] if moves else None)
    return None if shown is None else table.row(shown)


def _both(now: Move | None) -> dict[str, str] | None:
    if now is None or "wording" not in now.sections:
        return None
    return {"en": now.sections["wording"].en, "zh": now.sections["wording"].zh}


def _readings(now: Move | None) -> dict[str, dict[str, str]] | None:
    if now is None or "readings" not in now.sections:
        return None
    return {one.party: {"en": one.en, "zh": one.zh} for one in now.sections["readings"].readings}


def _common(now: Move | None) -> dict[str, str] | None:
    if now is None or "readings" not in now.sections or now.sections["readings"].common is None:
        return None
    common = now.sections["readings"].common
    return {"en": common.en, "zh": common.zh}
