"""Scores of the readouts instrument on labelled data: `python -m bench.readout_scores FOLDER [--errors] [--json]`.

FOLDER holds `sentences.jsonl` and folders with `a.txt`, `b.txt`, `labels.json` (docs/readouts.md). Each rate comes with a
95 % Wilson interval. A prediction that is broader than a label of the same sentence, and `ai-system`, count neither for nor
against, nor does what a label lists under `also`; 安全 found as "safety or security, not said which" answers to a label of
either. The *strict* rates know none of these: what is found is what is labelled, or wrong.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

from detente.readouts import compare, scan
from detente.readouts.lexicon import ancestors, concepts
from detente.readouts.weighing import ACTS

EITHER = {"safety", "security"}
Rate = tuple[int, int]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a proportion."""
    if not of:
        return 0.0, 1.0
    z, p = 1.96, hits / of
    middle = p + z * z / (2 * of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def sentences(path: Path, errors: list[str]) -> dict[str, Rate]:
    """Rates by name and language."""
    found: dict[str, list[int]] = {}

    def count(name: str, hit: bool) -> None:
        held = found.setdefault(name, [0, 0])
        held[0] += hit
        held[1] += 1

    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        scanned = scan(row["text"], meta={"issuer": row["issuer"]} if "issuer" in row else None)
        said = {one.concept for one in scanned.findings}
        neutral = {one.concept for one in scanned.more}
        want = {concept for concept in row["concepts"] if concept != "ai-system"}
        met = {c for c in want if c in said or (c in EITHER and "safety-or-security" in neutral)}
        above = {up for concept in want for up in ancestors(concept)}
        extra = {c for c in said - want - above - {"ai-system"} - set(row.get("also", ())) if concepts()[c].scheme}
        lang = row["lang"]
        strictly = {c for c in said if concepts()[c].scheme}
        for concept in row["concepts"]:
            count(f"strict recall.{lang}", concept in strictly)
        for concept in strictly:
            count(f"strict precision.{lang}", concept in row["concepts"])
        for concept in want:
            count(f"recall.{lang}", concept in met)
        for _ in met:
            count(f"precision.{lang}", True)
        for _ in extra:
            count(f"precision.{lang}", False)
        absent = set(scanned.not_found)
        count("false not-found", bool(want & absent)) if want else None
        if row.get("trap"):
            count("traps", met == want and not extra)
        if row["act"] is not None and row["concepts"]:
            relevant = [one for one in (*scanned.findings, *scanned.broader, *scanned.more)]
            here = [one for one in relevant if one.concept in row["concepts"]] or relevant
            top = max((ACTS.index(one.weight.act) for one in here), default=0)
            gap = abs(top - ACTS.index(row["act"]))
            count("act within one", gap <= 1)
            count("act exact", gap == 0)
            if gap > 1:
                errors.append(f"act {row['id']}: {ACTS[top]} for {row['act']}: {row['text']}")
            kinds = {kind for one in here for kind in one.weight.concreteness}
            for kind in ("body", "date", "verification"):
                if kind in kinds or kind in row["concreteness"]:
                    count("concreteness agrees", (kind in kinds) == (kind in row["concreteness"]))
                    if (kind in kinds) != (kind in row["concreteness"]):
                        errors.append(f"concrete {row['id']}: {sorted(kinds)} for {row['concreteness']}: {row['text']}")
        if met != want or extra:
            errors.append(f"concept {row['id']}: missed {sorted(want - met)} extra {sorted(extra)}: {row['text']}")
    return {name: (hits, of) for name, (hits, of) in found.items()}


def _overlap(span: str | None, place: dict[str, Any] | None, text: str) -> bool:
    if span is None or place is None:
        return span is None and place is None
    at = text.find(span)
    return at >= 0 and place["sentence"] is not None and (span in place["sentence"] or place["sentence"] in span or any(
        part in span for part in [place["said"] or "\0"]
    ))  # fmt: skip


def answers(planted: dict[str, Any], row: dict[str, Any], texts: tuple[str, str]) -> bool:
    """Whether a reported difference is the planted one: its type, and its concept or its place."""
    if row["type"] != planted["type"]:
        return False
    named = {row["concept"], row.get("other_concept"), *row["also"]}
    if planted["concept"] and planted["concept"] in named:
        return True
    sides = [_overlap(planted[key], row[key], text) for key, text in zip("ab", texts, strict=True)]
    given = [side for side, key in zip(sides, "ab", strict=True) if planted[key] is not None]
    return bool(given) and all(given)


def pairs(folder: Path, errors: list[str]) -> tuple[dict[str, Rate], list[int]]:
    """Planted differences found, the ladder, and false alarms for each pair."""
    hits, of, rungs, rungs_of, alarms = 0, 0, 0, 0, []
    for path in sorted(folder.glob("*/labels.json")):
        labels = json.loads(path.read_text("utf-8"))
        texts = tuple((path.parent / f"{side}.txt").read_text("utf-8") for side in "ab")
        found = compare([scan(text) for text in texts])
        left = list(found["differences"])
        for planted in labels["planted"]:
            of += 1
            mine = [row for row in left if answers(planted, row, texts)]  # type: ignore[arg-type]
            hits += bool(mine)
            left = [row for row in left if row not in mine]
            if not mine:
                where = f"{planted['a']} / {planted['b']}"
                errors.append(f"missed {path.parent.name}: {planted['type']} {planted['concept']} {where}")
        alarms.append(len(left))
        for row in left:
            said = (row["a"] or row["b"])["sentence"][:70]
            errors.append(f"alarm {path.parent.name}: {row['type']} {row['concept']} {row['also']} {said}")
        if labels.get("ladder", {}).get("rung"):
            rungs_of += 1
            rungs += labels["ladder"]["rung"] == found["ladder"]["rung"]
            if labels["ladder"]["rung"] != found["ladder"]["rung"]:
                errors.append(f"ladder {path.parent.name}: {found['ladder']['rung']} for {labels['ladder']['rung']}")
    return {"planted found": (hits, of), "ladder rung": (rungs, rungs_of)}, alarms


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    asked = parser.parse_args()
    errors: list[str] = []
    rates = sentences(asked.folder / "sentences.jsonl", errors)
    more, alarms = pairs(asked.folder, errors)
    more |= pairs(asked.folder / "pairs", errors)[0] if (asked.folder / "pairs").is_dir() else {}
    if (asked.folder / "pairs").is_dir():
        alarms = pairs(asked.folder / "pairs", [])[1]
    rates |= more
    shown = {}
    for name, (hits, of) in sorted(rates.items()):
        low, high = wilson(hits, of)
        rate = round(hits / of, 4) if of else None
        shown[name] = {"hits": hits, "of": of, "rate": rate, "interval": [round(low, 4), round(high, 4)]}
    mean = round(sum(alarms) / len(alarms), 2) if alarms else None
    shown["false alarms a pair"] = {"mean": mean, "most": max(alarms, default=0), "pairs": len(alarms)}
    if asked.as_json:
        print(json.dumps(shown, ensure_ascii=False))
    else:
        for name, held in shown.items():
            print(f"{name:<22} {held}")
    if asked.errors:
        print("\n".join(errors), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
