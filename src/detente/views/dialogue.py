"""The state of a dialogue at a cut: scope, words, groups, meetings, actions, exchanges, what waits for whom, what crossed. Pure.

A cut says how far each member's log is looked at. Whoever holds those logs, and the messages in them, computes the same state and
the same digest; no clock enters, and no order of arrival. A digest names its cut and is compared only there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.codec.cbor import tagged_hash
from detente.line.shapes import Entry
from detente.line.trail import Cut, Trail
from detente.views.exchanges import exchanges
from detente.views.meetings import actions, done, groups, meetings, next_meeting, readouts, standing_one
from detente.views.moves import OPEN, Move, Table
from detente.views.wording import counts, over_time, words


def state(table: Table) -> dict[str, Any]:
    """Plain values: text, integers, bytes (said ids, epochs, digests), lists, maps. `digest` is that of `compared`: all
    else that is shown follows from it and from the messages it names."""
    rows, held = words(table), meetings(table)
    at, next_state = next_meeting(held)
    found: dict[str, Any] = {
        "cut": newest(table.cut, table.trail),
        "logs": [[party, epoch, size] for (party, epoch), size in sorted(table.cut.items())],
        "absent": table.absent,
        "members": list(table.members),
        "scope": scope(table),
        "words": counts(rows),
        "terms": rows,
        "vocabulary": version(table),
        "over_time": over_time(table),
        "groups": groups(table),
        "meetings": held,
        "next_meeting": at,
        "next": next_state,
        "actions": actions(table),
        "exchanges": exchanges(table),
        "crossed": crossed(table),
    }
    found["waits"] = waits(found)
    return {**found, "digest": digest(compared(table))}


def compared(table: Table) -> dict[str, Any]:
    """What two members compare at a cut (spec/protocol.md section 16, `dialogue-state` in spec/detente.cddl)."""
    texts = {what: table.motions.standing(what) for what in table.motions.texts}
    return {
        "absent": table.absent,
        "crossed": sorted({row["what"] for row in crossed(table)}),
        "cut": [[party, epoch, size] for (party, epoch), size in sorted(table.cut.items())],
        "done": sorted([row["minutes"], row["name"], row["progress"]] for row in done(table)),
        "exchanges": [
            {"exchange": row["what"], "members": _rows(row["parties"])}
            for row in sorted(exchanges(table), key=lambda row: row["what"])
        ],
        "line": table.line,
        "readouts": sorted([move.re[0], move.party, move.what] for move in readouts(table)),
        "texts": [
            {
                "text": what,
                "how": found.state,
                "said": _rows({party: voice.stance for party, voice in found.last.items()}),
            }
            for what, found in sorted(texts.items(), key=lambda text: text[0])
        ],
    }


def _rows(of: Mapping[str, str]) -> list[dict[str, str]]:
    """In order of party."""
    return [{"of": party, "how": how} for party, how in sorted(of.items())]


def digest(state: dict[str, Any]) -> bytes:
    return tagged_hash("dialogue", state)


def newest(cut: Cut, trail: Trail) -> dict[str, list[Any]]:
    """Of each party the log it goes on in: [epoch, entries]. Of several that nothing follows the one with the newest entry."""
    followed = {(after.party, after.epoch) for log in trail.entries.values() if (after := _follows(log)) is not None}
    best: dict[str, tuple[int, bytes, int]] = {}
    for (party, epoch), size in cut.items():
        log = trail.entries[(party, epoch)]
        last = next((entry.at for entry in reversed(log) if entry is not None), 0)
        if (party, epoch) not in followed:
            best[party] = max(best.get(party, (-1, b"", 0)), (last, epoch, size))
    return {party: [epoch, size] for party, (_, epoch, size) in sorted(best.items())}


def _follows(log: Any) -> Any:
    first: Entry | None = log[0] if log else None
    return getattr(first, "follows", None)


def scope(table: Table) -> dict[str, Any]:
    """Areas in, out and undecided, and the exclusions, of the text that stands; and the texts that do not."""
    rows = table.proposals("scope")
    now = standing_one(table, rows)
    others = [table.row(move) for move in rows if move is not now and table.standing(move).state != "before"]
    if now is None:
        return {"in": [], "out": [], "undecided": [], "exclusions": [], "since": None, "open": others}
    areas = now.sections["areas"]
    return {
        "in": areas.inside,
        "out": areas.outside,
        "undecided": areas.undecided,
        "exclusions": [{"en": one.en, "zh": one.zh} for one in areas.exclusions],
        "since": table.stood_at(table.standing(now)),
        "open": others,
    }


def version(table: Table) -> dict[str, Any]:
    """The version of the vocabulary that stands: its digest, that of the one before, which texts changed it; and what is open."""
    rows = table.proposals("vocabulary")
    now = standing_one(table, rows)
    others = [table.row(move) for move in rows if move is not now and table.standing(move).state != "before"]
    if now is None:
        return {"digest": None, "base": None, "texts": [], "since": None, "open": others}
    said = now.sections["version"]
    since = table.stood_at(table.standing(now))
    return {"digest": said.digest, "base": said.base, "texts": said.texts, "since": since, "open": others}


def crossed(table: Table) -> list[dict[str, Any]]:
    """Messages that crossed another's on the way and so have no effect, by time, author and place."""
    found = []
    texts = {move.what: move for move in table.moves if move.kind == "proposal"}
    for move in texts.values():
        if table.standing(move).state == "crossed":
            found.append(_crossing(move, move))
    for voices in table.motions.voices.values():
        for voice in voices:
            if voice.by != voice.of and table.motions.effect(voice) == "crossed":
                said = next(move for move in table.moves if move.place == voice.place)
                found.append(_crossing(said, texts[voice.of]) | {"stance": voice.stance})
    return sorted(found, key=lambda row: (row["at"], row["party"], row["what"]))


def _crossing(move: Move, text: Move) -> dict[str, Any]:
    coded = text.sections["coded"]
    return {
        "what": move.what,
        "party": move.party,
        "at": move.at,
        "kind": move.kind,
        "subject": coded.subject,
        "name": coded.name,
    }


def waits(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What waits for whom: {party, for, subject, name, what}, of texts that are open, exchanges, actions and readouts."""
    rows: list[dict[str, Any]] = []

    def wait(party: str, why: str, subject: str, name: str, what: bytes | None) -> None:
        rows.append({"party": party, "for": why, "subject": subject, "name": name, "what": what})

    texts = [text for row in found["terms"] for text in row["texts"]]
    texts += (
        found["scope"]["open"] + found["vocabulary"]["open"] + [text for row in found["groups"] for text in row["open"]]
    )
    texts += [text for row in found["meetings"] for text in [*row["open"], *row["minutes_open"]]]
    for text in texts:
        if text["state"] in OPEN:
            for party in text["waits"]:
                wait(party, "position", text["subject"], text["name"], text["what"])
            for party in text["confirm"]:
                wait(party, "confirmation", text["subject"], text["name"], text["what"])
    for row in found["exchanges"]:
        owed = {"depositing": ("waiting", "deposit"), "opening": ("deposited", "opening")}.get(row["state"])
        for party, stands in row["parties"].items():
            if owed is not None and stands == owed[0]:
                wait(party, owed[1], "exchange", row["name"], row["what"])
    for row in found["actions"]:
        if row["done"] is None:
            wait(row["party"], "action", "minutes", f"{row['meeting']}/{row['name']}", None)
    for row in found["meetings"]:
        if row["state"] == "held":
            for party in found["members"]:
                if party not in row["readouts"]:
                    wait(party, "readout", "minutes", row["name"], None)
    return rows
