"""Over time: when a word first appears, when it is dropped, how far each issuer has gone on each axis, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.readouts.lexicon import concepts
from detente.readouts.scanning import GENERAL, Finding, Scan
from detente.readouts.weighing import ACTS, CONCRETE

LEFT_OUT = frozenset(("safety-or-security", "talks"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a dossier. `date` is YYYY-MM-DD; `issuer` and `occasion` as the dossier has them."""

    name: str
    date: str
    issuer: str
    occasion: str
    scanned: Scan
    sha256: str


def _held(scanned: Scan) -> dict[str, Finding]:
    """Concept → its furthest finding."""
    made: dict[str, Finding] = {}
    for one in (*scanned.findings, *scanned.more, *scanned.broader):
        if one.concept in LEFT_OUT:
            continue
        if one.concept not in made or _far(one) > _far(made[one.concept]):
            made[one.concept] = one
    return made


def _far(one: Finding) -> tuple[int, int]:
    return ACTS.index(one.weight.act), len(one.weight.concreteness)


def timeline(entries: list[Entry], since: str | None = None) -> dict[str, Any]:
    """What `timeline --json` prints; `changes` are of entries dated on or after `since`, against all before them."""
    entries = sorted(entries, key=lambda entry: (entry.date, entry.issuer, entry.name))
    rows: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    first: dict[str, str] = {}
    last: dict[str, tuple[Entry, dict[str, Finding]]] = {}
    ever: dict[str, dict[str, str]] = {}
    for entry in entries:
        held = _held(entry.scanned)
        rows.append(
            {
                "name": entry.name,
                "date": entry.date,
                "issuer": entry.issuer,
                "occasion": entry.occasion,
                "sha256": entry.sha256,
                "complete": entry.scanned.complete,
                "concepts": {key: _plain(one, entry.scanned) for key, one in held.items()},
            }
        )
        before = last.get(entry.issuer)
        found = _changes(entry, held, before, ever.setdefault(entry.issuer, {}), first)
        if since is None or entry.date >= since:
            changes += found
        for concept in held:
            first.setdefault(concept, entry.name)
            ever[entry.issuer].setdefault(concept, entry.name)
        last[entry.issuer] = (entry, held)
    appearances = [
        {"concept": concept, "name": name, "date": next(row["date"] for row in rows if row["name"] == name)}
        for concept, name in first.items()
    ]
    return {"since": since, "entries": rows, "first": appearances, "changes": changes}


def _plain(one: Finding, scanned: Scan) -> dict[str, Any]:
    return {
        "act": one.weight.act,
        "concreteness": one.weight.concreteness,
        "said": one.said,
        "sentence": scanned.sentence(one.index),
    }


def _changes(
    entry: Entry,
    held: dict[str, Finding],
    before: tuple[Entry, dict[str, Finding]] | None,
    ever: dict[str, str],
    first: dict[str, str],
) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []

    def add(kind: str, concept: str, **more: Any) -> None:
        made.append(
            {"type": kind, "concept": concept, "name": entry.name, "date": entry.date, "issuer": entry.issuer, **more}
        )

    for concept, one in held.items():
        now = _plain(one, entry.scanned)
        if concept not in ever:
            add("first" if concept not in first else "first-of-issuer", concept, now=now)
        elif before is None or concept not in before[1]:
            add("again", concept, now=now)
        elif _axes(one) != _axes(before[1][concept]):
            then = _plain(before[1][concept], before[0].scanned)
            add("moved", concept, now=now, then=then, since=before[0].name)
    if before is not None and entry.scanned.complete:
        for concept, one in before[1].items():
            if concept not in held and concept not in entry.scanned.not_claimed and concept != GENERAL:
                add("dropped", concept, then=_plain(one, before[0].scanned), since=before[0].name)
    order = list(concepts())
    kinds = ("first", "first-of-issuer", "dropped", "moved", "again")
    return sorted(made, key=lambda row: (kinds.index(row["type"]), order.index(row["concept"])))


def _axes(one: Finding) -> tuple[str, tuple[str, ...]]:
    return one.weight.act, tuple(kind for kind in CONCRETE if kind in one.weight.concreteness)
