"""`compare`: texts beside each other, and the differences that matter, the weightiest first."""

from __future__ import annotations

from typing import Any

from detente.readouts import differences
from detente.readouts.ladder import ladder
from detente.readouts.lexicon import concepts
from detente.readouts.pairing import Proposer, pair, units
from detente.readouts.scanning import Finding, Scan
from detente.readouts.weighing import ACTS, CONCRETE


def _matrix(scans: list[Scan]) -> list[dict[str, Any]]:
    rows = []
    for concept in concepts():
        cells = [_cell(scanned, concept) for scanned in scans]
        if any(cell["act"] != "not-found" for cell in cells):
            rows.append({"concept": concept, "sides": cells})
    return rows


def _cell(scanned: Scan, concept: str) -> dict[str, Any]:
    found = [one for one in (*scanned.findings, *scanned.more, *scanned.broader) if one.concept == concept]
    if not found:
        claimed = scanned.complete and concept not in scanned.not_claimed
        return {"act": "not-found", "claimed": claimed, "concreteness": [], "act_words": [], "sentence": None}
    top = max(found, key=_weight)
    kinds = {kind: words for one in found for kind, words in one.weight.concrete_words.items()}
    return {
        "act": top.weight.act,
        "act_words": top.weight.act_words,
        "concreteness": [kind for kind in CONCRETE if kind in kinds],
        "concrete_words": kinds,
        "attribution": top.weight.who,
        "said": top.said,
        "start": top.start,
        "index": top.index,
        "sentence": scanned.sentence(top.index),
    }


def _weight(one: Finding) -> tuple[int, int]:
    return ACTS.index(one.weight.act), len(one.weight.concreteness)


def compare(scans: list[Scan], proposer: Proposer | None = None) -> dict[str, Any]:
    """What `compare --json` prints, for two texts or more; pairs and differences are of each two of them."""
    one_language = len({scanned.meta["language"] for scanned in scans}) == 1
    sides = [units(scanned, one_language) for scanned in scans]
    pairs, found = [], []
    for i in range(len(scans)):
        for j in range(i + 1, len(scans)):
            proposed = None
            if proposer is not None:
                proposed = proposer(
                    [scans[i].sentence(unit.index) for unit in sides[i]],
                    [scans[j].sentence(unit.index) for unit in sides[j]],
                )
            matched = pair(sides[i], sides[j], proposed)
            pairs += [
                {
                    "a": {"text": i, "index": two.a, "sentence": scans[i].sentence(two.a)},
                    "b": {"text": j, "index": two.b, "sentence": scans[j].sentence(two.b)},
                    "score": two.score,
                    "certain": two.certain,
                }
                for two in matched
            ]
            for row in differences.between(scans[i], scans[j], sides[i], sides[j], matched):
                found.append({**row, "texts": [i, j]})
    found.sort(key=lambda row: row["rank"])
    for number, row in enumerate(found, 1):
        row["rank"] = number
    return {
        "texts": [
            {"characters": len(scanned.original), "complete": scanned.complete, **scanned.meta} for scanned in scans
        ],
        "matrix": _matrix(scans),
        "pairs": pairs,
        "differences": found,
        "ladder": ladder(scans),
    }
