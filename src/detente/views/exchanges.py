"""Answers that stay closed until every member has deposited its own: how each exchange stands. Pure."""

from __future__ import annotations

from typing import Any

from detente.codec.shape import to_plain
from detente.views.moves import Move, Table, deposit_digest


def exchanges(table: Table) -> list[dict[str, Any]]:
    """One row an exchange. `state`: `depositing` until all have, `opening` until all have opened, `opened`; or that its proposal
    was taken back. `parties`: of each `waiting`, `deposited`, `opened`; `faults`: what had no effect, and why."""
    found = []
    for move in table.proposals("exchange"):
        row = table.row(move)
        state = row["state"]
        exchange = _exchange(table, move)
        found.append({**row, **exchange, "state": state if state in ("withdrawn", "declined") else exchange["state"]})
    return found


def _exchange(table: Table, proposal: Move) -> dict[str, Any]:
    faults: list[dict[str, Any]] = []
    deposits = _deposits(table, proposal, faults)
    whole = set(deposits) == set(table.members)
    opened: dict[str, Move] = {}
    for move in table.by("opening"):
        why = _opening_fault(table, proposal, deposits, move) if _about(table, proposal, move) else "elsewhere"
        if why is None and move.party not in opened:
            opened[move.party] = move
        elif why not in (None, "elsewhere"):
            faults.append({"party": move.party, "what": move.what, "why": why})
    state = "depositing" if not whole else "opened" if set(opened) == set(table.members) else "opening"
    parties = {p: "opened" if p in opened else "deposited" if p in deposits else "waiting" for p in table.members}
    answers = {party: to_plain(move.sections["answers"])["answers"] for party, move in sorted(opened.items())}
    return {"state": state, "parties": parties, "answers": answers, "differ": _differ(answers), "faults": faults}


def _deposits(table: Table, proposal: Move, faults: list[dict[str, Any]]) -> dict[str, Move]:
    """Each member's first deposit that is not a copy: a digest its author had seen another deposit."""
    named = [move for move in table.by("deposit") if move.re[:1] == (proposal.what,)]
    found: dict[str, Move] = {}
    for move in named:
        digest = move.sections["coded"].deposit
        copied = any(
            other.party != move.party and other.sections["coded"].deposit == digest and table.had_seen(move, other)
            for other in table.by("deposit")
        )
        if copied:
            faults.append({"party": move.party, "what": move.what, "why": "deposit-copied"})
        elif move.party not in found:
            found[move.party] = move
        elif found[move.party].what != move.what:
            faults.append({"party": move.party, "what": move.what, "why": "deposit-twice"})
    return found


def _about(table: Table, proposal: Move, opening: Move) -> bool:
    """Whether an opening names a deposit of this exchange."""
    return any(
        move.what == opening.re[0] and move.re[:1] == (proposal.what,) for move in table.by("deposit") if opening.re
    )


def _opening_fault(table: Table, proposal: Move, deposits: dict[str, Move], opening: Move) -> str | None:
    """Why an opening has no effect, or None. What is opened before all had deposited is not shown: it was not in time."""
    own = deposits.get(opening.party)
    if own is None or own.what != opening.re[0]:
        return "opening-not-own"
    if not all(party in deposits and table.had_seen(opening, deposits[party]) for party in table.members):
        return "opening-early"
    nonce, answers = opening.sections["coded"].nonce, opening.values["answers"]
    made = deposit_digest(table.line, proposal.what, opening.party, nonce, answers)
    if made != own.sections["coded"].deposit:
        return "opening-differs"
    sheet = opening.sections["answers"]
    if sheet.party != opening.party:
        return "opening-of-another"
    return None if set(sheet.answers) <= set(proposal.sections["cards"].cards) else "opening-other-cards"


def _differ(answers: dict[str, dict[str, dict[str, Any]]]) -> dict[str, list[str]]:
    """Card → in what the answers to it differ: `card` (another text of it was answered), `tell`, `class`, `soon`. Only of cards
    that more than one has answered."""
    found: dict[str, list[str]] = {}
    for card in sorted({name for sheet in answers.values() for name in sheet}):
        rows = [sheet[card] for sheet in answers.values() if card in sheet]
        if len(rows) > 1:
            found[card] = [
                name for name in ("card", "tell", "class", "soon") if len({row.get(name) for row in rows}) > 1
            ]
    return found
