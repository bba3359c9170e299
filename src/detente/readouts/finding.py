"""Concepts in a text: longest forms, forms with other words inside, and the context that each needs.

Everything found says which form and which rule made it a finding; everything that was looked at and was not one stands
among the rejected, with the rule that rejected it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from detente.readouts import traps
from detente.readouts.lexicon import ancestors
from detente.readouts.matching import Form, Match, Pattern, cues, forms, patterns
from detente.readouts.normal import Normal
from detente.readouts.sentences import sentences

BEFORE = 2  # sentences back in which a subject still stands for "here"


@dataclass(slots=True)
class Hit:
    """Offsets are of the normalised text; `sentence` counts from 0."""

    concept: str
    start: int
    end: int
    sentence: int
    form: str
    rule: str
    rejected: bool = False


class Cues:
    """The cues of one text, sorted, with the kinds of context present in any span."""

    def __init__(self, text: str) -> None:
        machine = cues()
        self.kinds: list[tuple[str, ...]] = _kinds()
        self.earning = _earning()
        self.matches: list[Match] = machine.find(text)
        self.starts = [match[1] for match in self.matches]

    def within(self, start: int, end: int) -> list[Match]:
        return self.matches[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def has(self, kind: str, start: int, end: int, hit: tuple[int, int]) -> bool:
        """Whether a cue of a kind stands in a span, elsewhere than in the form that asks."""
        return any(
            kind in self.kinds[index] and not (hit[0] <= a and b <= hit[1]) for index, a, b in self.within(start, end)
        )


@cache
def _kinds() -> list[tuple[str, ...]]:
    return [tuple(form.concept for form in meanings) for meanings in cues().meanings]


@cache
def _earning() -> frozenset[int]:
    """Cues that earn an act, a concreteness or a party: all but those that are context only."""
    return frozenset(
        index
        for index, kinds in enumerate(_kinds())
        if any(kind != "null" and not kind.startswith("class.") for kind in kinds)
    )


# What a form may need: kinds of context in the same sentence ("here"), and whether AI may stand a little before ("near").
GATES: dict[str, tuple[tuple[str, ...], bool]] = {
    "ai": ((), True),
    "ai-here": (("class.ai",), False),
    "model": (("class.model",), False),
    "agent": (("class.agent",), False),
    "mil": (("class.mil",), False),
    "weapon": (("class.weapon",), False),
    "drone": (("class.drone",), False),
    "cyber": (("class.cyber",), False),
    "ai-mil": (("class.ai", "class.mil"), False),  # one of them
    "mil-ai": (("class.ai", "class.mil"), False),
    "ai-nuclear": (("class.nuclear",), True),
    "ai-weapon": (("class.harm",), True),
    "ai-cyber": (("class.cyber",), True),
    "ai-arms": (("class.arms", "class.ai"), False),
    "ai-incident": (("class.incident",), True),
    "ai-system-here": (("class.system",), True),
    "ai-fix": (("class.incident", "class.system", "class.agent"), True),  # what can be contained
}


class Finder:
    """One text being read. `spans` are its sentences; `hits` and `rejected` what was found, in order."""

    def __init__(self, normal: Normal) -> None:
        self.normal = normal
        self.text = normal.text
        self.spans = sentences(normal.cased)
        self.starts = [start for start, _ in self.spans]
        self.cues = Cues(self.text)
        self.hits: list[Hit] = []
        self.rejected: list[Hit] = []
        ai = [index for index, kinds in enumerate(self.cues.kinds) if "class.ai" in kinds]
        known = frozenset(ai)
        self.ai = [start for index, start, _ in self.cues.matches if index in known]

    def run(self) -> None:
        by_sentence: dict[int, list[Match]] = {}
        spans, starts = self.spans, self.starts
        machine = forms()
        for match in machine.find(self.text):
            at = bisect_right(starts, match[1]) - 1
            if at >= 0 and match[2] <= spans[at][1]:
                held = by_sentence.get(at)
                if held is None:
                    by_sentence[at] = held = [match]
                else:
                    held.append(match)
                if match[2] - match[1] > 4 and (other := machine.beyond(self.text, match[1], match[2])) is not None:
                    held.append(other)
        needles = _needles()
        for at, (start, end) in enumerate(spans):
            matches = by_sentence.get(at)
            if matches is not None or needles.search(self.text, start, end):
                self._sentence(at, matches or [])

    def _sentence(self, at: int, matches: list[Match]) -> None:
        found: list[Hit] = []
        meanings = forms().meanings
        for index, start, end in matches:
            for form in meanings[index]:
                hit = self._weighed(form, at, start, end)
                (self.rejected if hit.rejected else found).append(hit)
        found += self._patterns(at, found)
        self.hits += _most_specific(found) if len(found) > 1 else found

    def _weighed(self, form: Form, at: int, start: int, end: int) -> Hit:
        if form.kind == "other":
            return Hit(form.concept, start, end, at, form.form, "other-sense", True)
        if form.kind == "person":
            return traps.general(self.text, self.spans[at], start, end, at)
        trap = traps.of(form.form, form.concept)
        if trap is not None:
            moved = trap(self.text, self.spans[at], start, end)
            if moved is not None:
                return Hit(moved[0], start, end, at, form.form, moved[1], moved[2])
        if form.needs != "none" and not self.gate(form.needs, at, start, end):
            return Hit(form.concept, start, end, at, form.form, f"needs:{form.needs}", True)
        return Hit(form.concept, start, end, at, form.form, "form" if form.needs == "none" else f"form+{form.needs}")

    def gate(self, needs: str, at: int, start: int, end: int) -> bool:
        here, near = GATES[needs]
        begin, stop = self.spans[at]
        if near:
            first = self.spans[max(0, at - BEFORE)][0]
            if not self._ai(first, stop, start, end):
                return False
        return not here or any(self.cues.has(kind, begin, stop, (start, end)) for kind in here)

    def _ai(self, first: int, stop: int, start: int, end: int) -> bool:
        low, high = bisect_left(self.ai, first), bisect_left(self.ai, stop)
        return any(not start <= self.ai[at] < end for at in range(low, high))

    def _patterns(self, at: int, found: list[Hit]) -> list[Hit]:
        begin, stop = self.spans[at]
        sentence = self.text[begin:stop]
        held = {hit.concept for hit in found}
        made: list[Hit] = []
        latin, wide = _by_needle()
        groups = latin if sentence.isascii() else (*wide, *latin) if _LATIN.search(sentence) else wide
        for needle, group in groups:
            if needle not in sentence:
                continue
            for pattern in group:
                if pattern.concept in held or (said := pattern.expression.search(sentence)) is None:
                    continue
                start, end = begin + said.start(), begin + said.end()
                if pattern.needs == "none" or self.gate(pattern.needs, at, start, start):
                    made.append(Hit(pattern.concept, start, end, at, said[0], f"pattern+{pattern.needs}"))
                    held.add(pattern.concept)
        return made


_LATIN = re.compile("[a-z]{4}")
Groups = tuple[tuple[str, tuple[Pattern, ...]], ...]


@cache
def _by_needle() -> tuple[Groups, Groups]:
    """Patterns of each needle, English ones and Chinese ones: a sentence is asked for a needle once."""
    held: dict[str, list[Pattern]] = {}
    for pattern in patterns():
        held.setdefault(pattern.needle, []).append(pattern)
    grouped = [(needle, tuple(group)) for needle, group in held.items()]
    return (
        tuple(one for one in grouped if one[0].isascii()),
        tuple(one for one in grouped if not one[0].isascii()),
    )


@cache
def _needles() -> re.Pattern[str]:
    return re.compile(
        "|".join(sorted({re.escape(pattern.needle) for pattern in patterns() if len(pattern.needle) > 2}))
    )


def _most_specific(found: list[Hit]) -> list[Hit]:
    """Each concept once a place; a broader one inside the words of a narrower one is that one's."""
    kept: list[Hit] = []
    found.sort(key=lambda hit: (hit.start, -hit.end))
    for hit in found:
        inside = (other for other in found if other is not hit and other.start <= hit.start and hit.end <= other.end)
        if any(hit.concept in ancestors(other.concept) for other in inside):
            continue
        if any(other.concept == hit.concept and other.start <= hit.start and hit.end <= other.end for other in kept):
            continue
        kept.append(hit)
    held = {hit.concept for hit in kept}
    return [hit for hit in kept if not _CARRIED.get(hit.concept, _NOTHING) & held]


# What carries another concept is that one's: an agent that acts beyond its authority, a platform that behaves oddly.
_CARRIED = {
    "ai-agent": frozenset(("unauthorised-agent-action", "multi-agent-collusion", "malicious-agent")),
    "unmanned-system": frozenset(
        (
            "autonomous-platform-anomaly",
            "autonomous-platform-incursion",
            "command-link-loss",
            "drone-swarm",
            "drone-swarm-incident",
            "sensor-spoofing",
            "non-state-drone-use",
            "unsafe-encounter",
        )
    ),
    "drone-swarm": frozenset(("drone-swarm-incident",)),
    "reliability-failure": frozenset(("cascading-failure", "safeguard-failure")),
    "ai-nc3": frozenset(("nc3-cyber-intrusion",)),
    "validation-testing": frozenset(("evaluation-sandbagging", "evaluation-awareness")),
    "act-shutdown": frozenset(("shutdown-resistance",)),
    "incident": frozenset(("drone-swarm-incident",)),
}
_NOTHING: frozenset[str] = frozenset()


Trap = Callable[[str, tuple[int, int], int, int], tuple[str, str, bool] | None]
WORDS = re.compile(r"[a-z][a-z'-]+|[\u3400-\u9fff]")
