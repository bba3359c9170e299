"""Which sentence of one text answers to which of the other, by rule: shared concepts, anchors, dates, numbers, place.

A model of sentences may propose (extra `align`); it never decides alone, because such models do not see negations and
numbers. A pair that is not sure says so.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from detente.readouts import facts
from detente.readouts.finding import WORDS
from detente.readouts.scanning import Finding, Scan

LEAST = 0.30
SURE = 0.42
Proposer = Callable[[list[str], list[str]], list[list[float]]]


@dataclass(slots=True)
class Unit:
    """A sentence as a bag of weighted features."""

    index: int
    features: dict[str, float]
    facts: facts.Facts
    findings: list[Finding]
    place: float


@dataclass(frozen=True, slots=True)
class Pair:
    a: int
    b: int
    score: float
    certain: bool


def units(scanned: Scan, tokens: bool) -> list[Unit]:
    """Sentences with anything to be paired by. `tokens`: words too, when both texts are in one language."""
    by_sentence: dict[int, list[Finding]] = {}
    for one in (*scanned.findings, *scanned.more, *scanned.broader):
        by_sentence.setdefault(one.index, []).append(one)
    made, count = [], len(scanned.sentences)
    for index, (start, end) in enumerate(scanned.spans):
        said = scanned.normal.text[start:end]
        known = facts.of(said)
        features = {f"w:{word}": 1.0 for word in known.words | known.offices}
        features |= {f"p:{place}": 1.5 for place in known.places}
        features |= {f"n:{number}": 1.0 for number in known.numbers}
        features |= {f"d:{date}": 1.5 for date in known.dates}
        features |= {f"y:{date[0]}": 0.5 for date in known.dates if date[0]}  # two that name other days of one year
        for one in by_sentence.get(index, []):
            features[f"c:{one.concept}"] = 2.5 if one.concept != "ai-system" else 1.0
            features[f"a:{one.weight.act}"] = 0.7
            if one.weight.who != "unstated":
                features[f"s:{one.weight.who}"] = 0.5
        if tokens:
            words = WORDS.findall(said)
            pairs = {"".join(two) for two in itertools.pairwise(words)} if words and len(words[0]) == 1 else set()
            features |= {f"t:{word}": 0.5 for word in pairs | {word for word in words if len(word) > 3}}
        if features:
            made.append(Unit(index, features, known, by_sentence.get(index, []), index / max(1, count - 1)))
    return made


def pair(one: list[Unit], other: list[Unit], proposed: list[list[float]] | None = None) -> list[Pair]:
    """The best pairs first; each sentence at most once."""
    seen = Counter(name for unit in (*one, *other) for name in unit.features)
    total = len(one) + len(other)

    def weighted(unit: Unit) -> dict[str, float]:
        return {
            name: worth * (0.35 + math.log((total + 1) / seen[name])) ** 0.5 for name, worth in unit.features.items()
        }

    left, right = [weighted(unit) for unit in one], [weighted(unit) for unit in other]
    norms_l = [math.sqrt(sum(v * v for v in f.values())) or 1.0 for f in left]
    norms_r = [math.sqrt(sum(v * v for v in f.values())) or 1.0 for f in right]
    scores: list[tuple[float, int, int]] = []
    best: dict[tuple[str, int], list[float]] = {}
    for i, mine in enumerate(left):
        for j, theirs in enumerate(right):
            shared = [name for name in mine if name in theirs and not name.startswith(("a:", "s:"))]
            model = proposed[i][j] if proposed is not None else 0.0
            if not shared and model < 0.6:
                continue
            score = sum(mine[name] * theirs[name] for name in mine if name in theirs) / (norms_l[i] * norms_r[j])
            score += 0.08 * (1 - abs(one[i].place - other[j].place)) + (0.25 * model if proposed is not None else 0.0)
            if score >= LEAST:
                scores.append((score, i, j))
                best.setdefault(("a", i), []).append(score)
                best.setdefault(("b", j), []).append(score)
    scores.sort(reverse=True)
    used_l: set[int] = set()
    used_r: set[int] = set()
    pairs = []
    for score, i, j in scores:
        if i in used_l or j in used_r:
            continue
        used_l.add(i)
        used_r.add(j)
        rivals = [s for s in (*best[("a", i)], *best[("b", j)]) if s != score]
        certain = score >= SURE and all(s < score * 0.93 for s in rivals)
        pairs.append(Pair(one[i].index, other[j].index, round(score, 3), certain))
    return sorted(pairs, key=lambda p: p.a)
