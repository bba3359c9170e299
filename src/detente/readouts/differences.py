"""Differences of two texts, ranked: said by one only, further along an axis, other words, other things, facts in pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.readouts import facts
from detente.readouts.kin import CONTRASTS, FALSE_FRIENDS
from detente.readouts.lexicon import ancestors, concepts
from detente.readouts.pairing import Pair, Unit
from detente.readouts.scanning import GENERAL, Finding, Scan
from detente.readouts.weighing import ACTS

TYPES = (
    "negation",
    "said-by-one",
    "further-act",
    "further-concreteness",
    "same-word-different-thing",
    "different-word",
    "number",
    "date",
    "name",
)
FAMILY = frozenset(("safety", "security", "safety-or-security", "reliable", "trustworthy", "controllable"))
MINOR = frozenset(("talks", "ai-governance", "ai-cooperation", "export-controls", GENERAL))
# What a sentence is about in passing: no difference of its own beside a sentence that answers to it.
PASSING = frozenset(
    ("frontier-ai-model", "ai-agent", "general-purpose-ai", "ai-incident", "risks-and-benefits", "guardrail")
)


class _Side:
    """One text's findings by concept, and where they stand."""

    def __init__(self, scanned: Scan) -> None:
        self.scan = scanned
        self.by: dict[str, list[Finding]] = {}
        for one in (*scanned.findings, *scanned.more, *scanned.broader):
            self.by.setdefault(one.concept, []).append(one)
        self.rejected = {hit.concept: hit for hit, _, _ in scanned.rejected}

    def top(self, concept: str) -> Finding:
        return max(self.by[concept], key=lambda one: (ACTS.index(one.weight.act), len(one.weight.concreteness)))

    def kinds(self, concept: str) -> set[str]:
        return {kind for one in self.by[concept] for kind in one.weight.concreteness}

    def place(self, one: Finding) -> dict[str, Any]:
        return {
            "said": one.said,
            "start": one.start,
            "end": one.end,
            "index": one.index,
            "sentence": self.scan.sentence(one.index),
            "act": one.weight.act,
            "concreteness": one.weight.concreteness,
        }

    def whole(self, index: int) -> dict[str, Any]:
        start, end = self.scan.sentences[index]
        return {"said": None, "start": start, "end": end, "index": index, "sentence": self.scan.sentence(index)}


def between(
    one: Scan, other: Scan, units_a: list[Unit], units_b: list[Unit], pairs: list[Pair]
) -> list[dict[str, Any]]:
    """Every difference of two texts with `type`, `concept`, `also`, both places, `certain`, and a `rank` to sort by."""
    a, b = _Side(one), _Side(other)
    found: list[dict[str, Any]] = []
    used: set[str] = set()
    found += _words(a, b, pairs, used)
    answered = {two.a for two in pairs}, {two.b for two in pairs}
    found += _alone(a, b, "a", used, answered[0])
    found += _alone(b, a, "b", used, answered[1])
    found += _further(a, b)
    found += _facts(a, b, units_a, units_b, pairs)
    return _ranked(found)


def _row(kind: str, concept: str | None, a: Any, b: Any, certain: bool = True, **more: Any) -> dict[str, Any]:
    return {"type": kind, "concept": concept, "also": [], "a": a, "b": b, "certain": certain, **more}


def _words(a: _Side, b: _Side, pairs: list[Pair], used: set[str]) -> list[dict[str, Any]]:
    only_a = [concept for concept in a.by if concept not in b.by]
    only_b = [concept for concept in b.by if concept not in a.by]
    matched = {(two.a, two.b) for two in pairs}
    made = []
    for kind, table in (("same-word-different-thing", FALSE_FRIENDS), ("different-word", CONTRASTS)):
        for group in table:
            mine = [c for c in group if c in only_a and c not in used]
            theirs = [c for c in group if c in only_b and c not in used]
            if not mine or not theirs:
                continue
            x, y = a.top(mine[0]), b.top(theirs[0])
            made.append(
                _row(kind, mine[0], a.place(x), b.place(y), (x.index, y.index) in matched, other_concept=theirs[0])
            )
            used |= {*mine, *theirs}
    for concept, left, right in [(c, a, b) for c in only_a] + [(c, b, a) for c in only_b]:
        hit = right.rejected.get(concept)
        if hit is None or concept in used or not hit.rule.startswith(("trap:", "other-sense")):
            continue
        said, seen = left.place(left.top(concept)), right.whole(hit.sentence)
        both = (said, seen) if left is a else (seen, said)
        made.append(_row("same-word-different-thing", concept, *both, rule=hit.rule))
        used.add(concept)
    for two in pairs:  # a broader word in one, a narrower one in the other
        for x in (one for ones in a.by.values() for one in ones if one.index == two.a):
            for y in (one for ones in b.by.values() for one in ones if one.index == two.b):
                if (
                    x.concept in b.by
                    or y.concept in a.by
                    or {x.concept, y.concept} & used
                    or GENERAL in (x.concept, y.concept)
                ):
                    continue
                if (
                    x.concept in ancestors(y.concept)
                    or y.concept in ancestors(x.concept)
                    or (two.certain and _siblings(x.concept, y.concept))
                ):
                    made.append(
                        _row("different-word", x.concept, a.place(x), b.place(y), two.certain, other_concept=y.concept)
                    )
                    used |= {x.concept, y.concept}
    return made


def _siblings(one: str, other: str) -> bool:
    """Whether two concepts stand under the same one: other words in the same place, where their sentences answer each other."""
    above = concepts()[one].broader
    return above is not None and above == concepts()[other].broader


def _alone(left: _Side, right: _Side, name: str, used: set[str], answered: set[int]) -> list[dict[str, Any]]:
    if not right.scan.complete:
        return []
    above = {up for concept in right.by for up in ancestors(concept)}
    grouped: dict[int, list[str]] = {}
    for concept in left.by:
        if concept in right.by or concept in used or concept in above:
            continue
        if concept in FAMILY and FAMILY & set(right.by):
            continue
        at = left.top(concept).index
        if concept in PASSING and (
            at in answered or any(left.top(other).index == at for other in used & left.by.keys())
        ):
            continue
        if concept in MINOR and (concept != GENERAL or right.by):
            continue
        grouped.setdefault(left.top(concept).index, []).append(concept)
    made = []
    for held in grouped.values():
        held.sort(
            key=lambda concept: (concept in FAMILY, not concepts()[concept].scheme, concepts()[concept].area == "X")
        )
        place = left.place(left.top(held[0]))
        row = _row("said-by-one", held[0], *((place, None) if name == "a" else (None, place)))
        row["also"] = held[1:]
        row["certain"] = not any(concept in right.scan.not_claimed for concept in held)
        made.append(row)
    return made


def _further(a: _Side, b: _Side) -> list[dict[str, Any]]:
    made: dict[tuple[str, int, int], dict[str, Any]] = {}
    for concept in a.by:
        if concept not in b.by or concept in MINOR:
            continue
        x, y = a.top(concept), b.top(concept)
        kinds: list[tuple[str, str | None]] = []
        negated = [all(one.weight.negated for one in side.by[concept]) for side in (a, b)]
        if negated[0] != negated[1]:
            kinds.append(("negation", None))
        elif _step(x, y):
            kinds.append(("further-act", "a" if ACTS.index(x.weight.act) > ACTS.index(y.weight.act) else "b"))
        beyond_a, beyond_b = a.kinds(concept) - b.kinds(concept), b.kinds(concept) - a.kinds(concept)
        if (beyond_a or beyond_b) and negated[0] == negated[1]:
            kinds.append(("further-concreteness", "a" if beyond_a and not beyond_b else "b" if not beyond_a else None))
            x, y = _holding(a.by[concept], beyond_a, x), _holding(b.by[concept], beyond_b, y)
        for kind, further in kinds:
            key = (kind, x.index, y.index)
            if key in made:
                made[key]["also"].append(concept)
                continue
            made[key] = _row(kind, concept, a.place(x), b.place(y), further=further)
            if kind == "further-concreteness":
                made[key]["kinds"] = sorted(beyond_a | beyond_b)
    return list(made.values())


def _step(x: Finding, y: Finding) -> bool:
    one, other = ACTS.index(x.weight.act), ACTS.index(y.weight.act)
    return one != other and max(one, other) > 2


def _holding(found: Iterable[Finding], kinds: set[str], otherwise: Finding) -> Finding:
    return next((one for one in found if kinds & set(one.weight.concreteness)), otherwise)


def _facts(a: _Side, b: _Side, units_a: list[Unit], units_b: list[Unit], pairs: list[Pair]) -> list[dict[str, Any]]:
    by_a, by_b = {unit.index: unit for unit in units_a}, {unit.index: unit for unit in units_b}
    made = []
    for two in pairs:
        x, y = by_a[two.a].facts, by_b[two.b].facts
        places = a.whole(two.a), b.whole(two.b)
        concept = next((one.concept for one in by_a[two.a].findings if one.concept != GENERAL), None)
        if facts.dates_differ(x.dates, y.dates):
            made.append(_row("date", concept, *places, two.certain, values=[sorted(x.dates), sorted(y.dates)]))
        elif x.when and y.when and not x.when & y.when:
            made.append(_row("date", concept, *places, two.certain, values=[sorted(x.when), sorted(y.when)]))
        if x.numbers and y.numbers and _numbers_differ(x.numbers, y.numbers):
            made.append(_row("number", concept, *places, two.certain, values=[sorted(x.numbers), sorted(y.numbers)]))
        if two.certain and (x.denies is None) != (y.denies is None) and not _told(by_a[two.a], by_b[two.b]):
            made.append(_row("negation", concept, *places, values=[x.denies, y.denies]))
        for kind in ("places", "offices"):
            mine, theirs = getattr(x, kind), getattr(y, kind)
            apart = mine - theirs and theirs - mine if kind == "places" else not mine & theirs
            if mine and theirs and apart:
                made.append(_row("name", concept, *places, two.certain, values=[sorted(mine), sorted(theirs)]))
    return made


def _told(x: Unit, y: Unit) -> bool:
    """Whether a concept that both share already tells the negation."""
    mine = {one.concept: one.weight.negated for one in x.findings if one.concept not in MINOR}
    theirs = {one.concept: one.weight.negated for one in y.findings if one.concept not in MINOR}
    return any(mine[concept] != theirs[concept] for concept in mine.keys() & theirs.keys())


def _numbers_differ(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer, more = (one, other) if len(one) <= len(other) else (other, one)
    return not fewer <= more


def _ranked(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for row in found:
        area = concepts()[row["concept"]].area if row["concept"] else "X"
        act = max((ACTS.index(place["act"]) for place in (row["a"], row["b"]) if place and "act" in place), default=0)
        row["rank"] = (TYPES.index(row["type"]), not row["certain"], area == "X", -act)
    return found
