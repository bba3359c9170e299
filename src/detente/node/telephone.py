"""Call words of a line, from the record (detente.line.callwords): for today, for paper, or from an earlier sheet."""

from __future__ import annotations

import itertools
from typing import Any

from detente.codec.errors import Local
from detente.line.callwords import DAY, ROWS, Announcement, call, day_of, days_shown, latest, root, sheet
from detente.line.content import read_message
from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.node.announce import announce
from detente.node.node import Node
from detente.node.spoken import epochs

MOST_DAYS = 62


def announced(node: Node, line: Line, party: str, other: str) -> list[Announcement]:
    """The `keys` messages of a party that count for call words with `other`, each when the other's log first heard it."""
    found: dict[bytes, int] = {}
    first = epochs(line, party)[:1]
    items = [item for item in node.store.items_of_kind(line.id, "keys") if item["party"] == party]
    # By its name, not its place: a new epoch may say it again, and its secret is no better there.
    founding = {item["what"] for item in items if [item["epoch"]] == first and item["n"] == 1}
    for item in items:
        if item["verdict"] != ACCEPTED or item["what"] in founding:
            continue
        if party == node.me:
            times = [r["at"] for r in item["receipts"] if r["peer"] == other and r["verdict"] == ACCEPTED]
        else:
            times = [item["heard_at"]]
        for at in times:
            found[item["what"]] = min(at, found.get(item["what"], at))
    rows = []
    for what, at in found.items():
        message = node.store.message(line.id, what)
        if message is not None:
            rows.append(Announcement(at, what, read_message(message).secret))
    return rows


def peer(line: Line, party: str | None) -> str:
    """The member words are wanted with; the only other one when none is named. `Local("call-words-with")` otherwise."""
    if party is None and len(line.others) == 1:
        return line.others[0]
    if party not in line.others:
        raise Local("call-words-with", members=line.others)
    return str(party)


def words(
    node: Node, line: Line, with_party: str | None, days: list[int] | None, number: str | None = None
) -> dict[str, Any]:
    """The words with a member for some days (today, and yesterday in the first hour, when none are named).

    `lacks` names who has not announced keys in a sealed envelope before that day: then there are none. `number` asks for the
    sheet with these four digits, which the other side may still count. Numbers index the word lists.
    """
    other = peer(line, with_party)
    both = {party: announced(node, line, party, _else(node, party, other)) for party in (node.me, other)}
    now = node.now()
    shown = days or days_shown(now)
    return {
        "party": node.me,
        "with": other,
        "context": line.trust.terms.context,
        "today": day_of(now),
        "days": [_day(node, line, other, both, day, number) for day in shown],
    }


def _else(node: Node, party: str, other: str) -> str:
    return other if party == node.me else node.me


def _day(
    node: Node, line: Line, other: str, both: dict[str, list[Announcement]], day: int, number: str | None
) -> dict[str, Any]:
    begins = {"day": day, "from": day * DAY, "until": (day + 1) * DAY}
    key = _key(line, both, day) if number is None else _numbered(line, both, number)
    if key is None:
        lacks = [party for party, rows in both.items() if latest(rows, day) is None]
        return {**begins, "lacks": lacks, "sheet": None, "calls": []}
    calls = []
    for caller, callee in ((node.me, other), (other, node.me)):
        for row in range(1, ROWS + 1):
            one = call(key, line.id, line.trust.terms.context, day, caller, callee, row)
            calls.append({"caller": caller, "row": row, "challenge": one.challenge, "reply": one.reply})
    return {**begins, "lacks": [], "sheet": sheet(key, line.id), "calls": calls}


def _key(line: Line, both: dict[str, list[Announcement]], day: int) -> bytes | None:
    counted = {party: latest(rows, day) for party, rows in both.items()}
    secrets = {party: one.secret for party, one in counted.items() if one is not None}
    return root(line.id, secrets) if len(secrets) == len(both) else None


def _numbered(line: Line, both: dict[str, list[Announcement]], number: str) -> bytes:
    """The newest pair of announcements with this sheet number. `Local("call-words-sheet")` when there is none."""
    pairs = itertools.product(*([(party, row) for row in rows] for party, rows in both.items()))
    for pair in sorted(pairs, key=lambda rows: max(row.heard_at for _, row in rows), reverse=True):
        key = root(line.id, {party: row.secret for party, row in pair})
        if sheet(key, line.id) == number:
            return key
    raise Local("call-words-sheet", name=number)


def begin(node: Node, line: Line) -> dict[str, Any]:
    """Announce keys in a sealed envelope, from which words follow once the other side has done so too; also after a leak."""
    kept = announce(node, line)
    return {"said_at": kept.said.at, "counts_from": (day_of(kept.said.at) + 1) * DAY}
