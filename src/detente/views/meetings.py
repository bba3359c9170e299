"""Working groups, meetings, their minutes, what was to be done and what each side published of it. Pure."""

from __future__ import annotations

from typing import Any

from detente.views.moves import Move, Table, status


def groups(table: Table) -> list[dict[str, Any]]:
    found = []
    for name, rows in _by_name(table, "group").items():
        now = standing_one(table, rows)
        row: dict[str, Any] = {"name": name, "state": _state(table, rows, now), "open": _open(table, rows)}
        if now is not None and now.sections["coded"].form == "text":
            areas = now.sections["areas"]
            row |= {
                "title": {"en": now.sections["wording"].en, "zh": now.sections["wording"].zh},
                "areas": areas.inside,
            }
        found.append(row)
    return found


def meetings(table: Table) -> list[dict[str, Any]]:
    """One row a meeting, by when it begins. `state`: `proposed`, `agreed`, `held`, `called-off`, `declined` …; `round`: party →
    the how-manieth it is, as that party counts; `at`: when it begins, of the text that stands or else the newest."""
    minutes = _by_name(table, "minutes")
    found = []
    for name, rows in _by_name(table, "meeting").items():
        now = standing_one(table, rows)
        shown = now if now is not None and now.sections["coded"].form == "text" else _last_text(rows)
        held = standing_one(table, minutes.get(name, []))
        state = "held" if held is not None else _state(table, rows, now)
        if shown is None:
            continue
        meeting = shown.sections["meeting"]
        office = {"en": meeting.office.en, "zh": meeting.office.zh}
        found.append(
            {
                "name": name,
                "group": meeting.group,
                "state": "called-off" if state == "retired" else state,
                "at": held.sections["minutes"].begins if held is not None else meeting.begins,
                "ends": held.sections["minutes"].ends if held is not None else meeting.ends,
                "chair": meeting.chair,
                "office": office,
                "agenda": [{"en": one.en, "zh": one.zh} for one in meeting.agenda],
                "place": None if meeting.place is None else {"en": meeting.place.en, "zh": meeting.place.zh},
                "round": _rounds(table, rows),
                "minutes": _minutes(held),
                "minutes_open": _open(table, minutes.get(name, [])),
                "readouts": _readouts(table, [*rows, *minutes.get(name, [])]),
                "open": _open(table, rows),
            }
        )
    return sorted(found, key=lambda row: (row["at"], row["name"]))


def actions(table: Table) -> list[dict[str, Any]]:
    """What the minutes that stand ask of whom, by when it is due. `done`: when its party said so (ms UTC), or None."""
    listed = offices(table)
    said = {(row["minutes"], row["name"]): row["at"] for row in done(table)}
    found = []
    for meeting, now in _standing_minutes(table):
        for action in now.sections["minutes"].actions:
            office = {"en": action.office.en, "zh": action.office.zh}
            known = listed.get(action.party)
            found.append(
                {
                    "meeting": meeting,
                    "name": action.name,
                    "party": action.party,
                    "office": office,
                    "office_listed": None if known is None else office in known,
                    "due": action.due,
                    "to_do": {"en": action.to_do.en, "zh": action.to_do.zh},
                    "done": said.get((now.what, action.name)),
                }
            )
    return sorted(found, key=lambda row: (row["due"], row["meeting"], row["name"]))


def done(table: Table) -> list[dict[str, Any]]:
    """Actions of minutes that stand, and what said first, of their party, that they are done: {minutes, name, progress, at}."""
    found = []
    for meeting, now in _standing_minutes(table):
        names = {move.what for move in _by_name(table, "minutes")[meeting]}
        for action in now.sections["minutes"].actions:
            for move in table.by("progress"):
                if (move.party, move.sections["coded"].action) == (action.party, action.name) and names & set(move.re):
                    found.append({"minutes": now.what, "name": action.name, "progress": move.what, "at": move.at})
                    break
    return found


def _standing_minutes(table: Table) -> list[tuple[str, Move]]:
    """(meeting, the minutes of it that stand)."""
    found = [(name, standing_one(table, rows)) for name, rows in _by_name(table, "minutes").items()]
    return [(name, now) for name, now in found if now is not None]


def readouts(table: Table) -> list[Move]:
    """Of each meeting and party the readout it named last."""
    found: dict[tuple[str, str], Move] = {}
    meetings = {move.what: move.sections["coded"].name for move in table.proposals("meeting", "minutes")}
    for move in table.by("progress"):
        if "readout" in move.sections and move.re[0] in meetings:
            found[(meetings[move.re[0]], move.party)] = move
    return list(found.values())


def next_meeting(rows: list[dict[str, Any]]) -> tuple[int | None, str]:
    """When the next meeting that is agreed begins; and `set`, `open`, or `none` where the last minutes say there is none."""
    ahead = [row["at"] for row in rows if row["state"] == "agreed"]
    if ahead:
        return min(ahead), "set"
    held = [row for row in rows if row["state"] == "held"]
    if not held:
        return None, "open"
    last = held[-1]["minutes"]
    return (last["next_begins"], last["next"]) if last["next"] == "set" else (None, last["next"])


def standing_one(table: Table, rows: list[Move]) -> Move | None:
    """The text that stands, of those about one subject."""
    found = [move for move in rows if table.standing(move).state == "stands"]
    return found[-1] if found else None


def _state(table: Table, rows: list[Move], now: Move | None) -> str:
    found = status(table, rows, now)
    return "proposed" if found == "ad-referendum" else found


def _open(table: Table, rows: list[Move]) -> list[dict[str, Any]]:
    return [table.row(move) for move in rows if table.standing(move).state not in ("stands", "before")]


def _last_text(rows: list[Move]) -> Move | None:
    texts = [move for move in rows if "meeting" in move.sections]
    return texts[-1] if texts else None


def _rounds(table: Table, rows: list[Move]) -> dict[str, int]:
    """Each party's own count: what it said last, as author of a text or in its position on one."""
    names = {move.what for move in rows}
    said: dict[str, int] = {}
    for move in table.moves:
        if move.what not in names and not (move.kind == "stance" and names & set(move.re)):
            continue
        count = getattr(move.sections.get("meeting") or move.sections["coded"], "round", None)
        if move.place in table.first and count is not None:
            said[move.party] = count
    return dict(sorted(said.items()))


def _minutes(held: Move | None) -> dict[str, Any] | None:
    if held is None:
        return None
    minutes = held.sections["minutes"]
    return {
        "decisions": [{"en": one.en, "zh": one.zh} for one in minutes.decisions],
        "next": minutes.next,
        "next_begins": minutes.next_begins,
    }


def _readouts(table: Table, rows: list[Move]) -> dict[str, dict[str, Any]]:
    """Each party's own readout, the one it named last."""
    names = {move.what for move in rows}
    found: dict[str, Move] = {}
    for move in table.by("progress"):
        if "readout" in move.sections and names & set(move.re):
            found[move.party] = move
    return {
        party: {
            "title": move.sections["readout"].title,
            "digest": move.sections["readout"].digest,
            "at": move.at,
        }
        for party, move in sorted(found.items())
    }


def offices(table: Table) -> dict[str, list[dict[str, str]]]:
    """The offices that each party's last roster within the cut names."""
    last = {move.party: move for move in table.by("roster")}
    return {
        party: [{"en": one.names.en, "zh": one.names.zh} for one in move.sections["offices"].offices]
        for party, move in last.items()
    }


def _by_name(table: Table, subject: str) -> dict[str, list[Move]]:
    found: dict[str, list[Move]] = {}
    for move in table.proposals(subject):
        found.setdefault(move.sections["coded"].name, []).append(move)
    return dict(sorted(found.items()))
