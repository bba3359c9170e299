"""The two automata over a normalised text: forms of concepts, and cues. Leftmost-longest, with word boundaries.

Boundaries are asked for beside ASCII letters and digits only: Chinese has none, and 人工智能AI事件 has one before AI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.readouts.lexicon import rows

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

Match = tuple[int, int, int]  # index of the pattern, start, end

_SPELLINGS = (
    ("behaviour", "behavior"),
    ("ised", "ized"),
    ("ise ", "ize "),
    ("ising", "izing"),
    ("isation", "ization"),
    ("judgement", "judgment"),
    ("defence", "defense"),
    ("manoeuvre", "maneuver"),
    ("programme", "program"),
    ("favour", "favor"),
    ("ises ", "izes "),
)
# A form that says itself what its context would have to say needs none: "most capable AI".
_AI = r"\bai\b|artificial intelligence|人工智能|人工智慧"
_OWN = {
    "ai": re.compile(_AI),
    "ai-here": re.compile(_AI),
    "model": re.compile(rf"{_AI}|\bmodels?\b|模型|智能体"),
    "agent": re.compile(r"\b(?:ai|agentic) agents?\b|智能体"),
}
_CARRIERS = ("ai systems", "ai models")  # named in one form, read in the other
_REGIONS = (
    ("人工智能", "人工智慧"),
    ("网络", "网路"),
    ("导弹", "飞弹"),
    ("信息", "资讯"),
    ("无人系统", "无人载具"),
    ("算法", "演算法"),
    ("渠道", "管道"),
    ("磋商", "谘商"),
    ("沟通", "联系沟通"),
    ("脆弱", "弱点"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """What one pattern may mean. `kind`: `form`, `other` (the same words in another sense) or `person` (undecided)."""

    concept: str
    form: str
    needs: str
    kind: str


def english(form: str, plural: bool = True) -> set[str]:
    """The ways in which one English form is written: spelling, hyphens, AI in full, plural."""
    made = {form.lower()}
    for one, other in _SPELLINGS:
        made |= {(said + " ").replace(one, other).strip() for said in made if one in said + " "}
        made |= {(said + " ").replace(other, one).strip() for said in made if other in said + " "}
    made |= {said.replace("-", " ") for said in made if "-" in said}
    made |= {re.sub(r"\bai\b", "artificial intelligence", said) for said in made}
    made |= {said.replace("artificial intelligence", "ai") for said in made if "artificial intelligence" in said}
    made |= {
        said.replace(one, other)
        for said in made
        for one in _CARRIERS
        if one in said and said != one
        for other in _CARRIERS
        if f"{other} {other}" not in said
    }
    if plural:
        for said in list(made):
            if said[-1:].isalpha() and not said.endswith(("s", "ing", "ed", "ly")) and len(said) > 3:
                ends = "ies" if said.endswith("y") and said[-2] not in "aeiou" else "es" if said[-1] in "xh" else "s"
                made.add((said[:-1] if ends == "ies" else said) + ends)
    return made


def chinese(form: str) -> set[str]:
    """A form and what Taiwan texts say instead, after conversion to simplified characters."""
    made = {form.lower().replace(" ", "")}
    for one, other in _REGIONS:
        made |= {said.replace(one, other) for said in made if one in said}
    return made


class Automaton:
    """Patterns with what each stands for."""

    def __init__(self, meanings: dict[str, list[Form]]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        self.patterns = list(meanings)
        self.meanings = list(meanings.values())
        self.word_start = [pattern[0].isascii() and pattern[0].isalnum() for pattern in self.patterns]
        self.word_end = [pattern[-1].isascii() and pattern[-1].isalnum() for pattern in self.patterns]
        self.machine: AhoCorasick = AhoCorasick(
            self.patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> list[Match]:
        """Every match whose ends are ends of words; a shorter form inside one that is not is looked for again."""
        found: list[Match] = []
        add, starts, ends = found.append, self.word_start, self.word_end
        last = len(text)
        for match in self.machine.find_matches_as_indexes(text):
            index, start, end = match
            if (starts[index] and start and (char := text[start - 1]).isalnum() and char.isascii()) or (
                ends[index] and end < last and (char := text[end]).isalnum() and char.isascii()
            ):
                if end - start > 3:
                    found += self._inside(text, start, end)
            else:
                add(match)
        return found

    def beyond(self, text: str, start: int, end: int) -> Match | None:
        """A match that begins inside another and ends after it: "AI agents" in "guardrails for AI agents"."""
        begin = end - 4
        if text[end - 1].isascii():
            begin = text.rfind(" ", start + 1, end) + 1
        if begin <= start:
            return None
        for index, a, b in self.machine.find_matches_as_indexes(text[begin : end + 32]):
            if begin + a >= end:
                return None
            if begin + b > end and not (self.word_start[index] and _letter(text, begin + a - 1)):
                return None if self.word_end[index] and _letter(text, begin + b) else (index, begin + a, begin + b)
        return None

    def _inside(self, text: str, start: int, end: int) -> list[Match]:
        """Shorter matches in what was no word: at its beginning, and from its next word on."""
        found = {
            (index, start + a, start + b) for index, a, b in self.machine.find_matches_as_indexes(text[start : end - 1])
        }
        begin = text.find(" ", start, end) + 1
        if begin:
            after = self.machine.find_matches_as_indexes(text[begin : end + 24])
            found |= {(index, begin + a, begin + b) for index, a, b in after if begin + a < end}
        return [
            (index, a, b)
            for index, a, b in sorted(found, key=lambda match: match[1:])
            if not (self.word_start[index] and _letter(text, a - 1)) and not (self.word_end[index] and _letter(text, b))
        ]


def _letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


@cache
def forms() -> Automaton:
    """The automaton of concepts. Other senses are forms too: the longer one wins, and says what it is not."""
    meanings: dict[str, list[Form]] = {}

    def put(form: str, language: str, meaning: Form) -> None:
        for pattern in english(form) if language == "en" else chinese(form):
            held = meanings.setdefault(pattern, [])
            if all((other.concept, other.kind) != (meaning.concept, meaning.kind) for other in held):
                held.append(meaning)

    for concept, language, form, needs, _origin in rows("forms.tsv"):
        own = _OWN.get(needs)
        put(form, language, Form(concept, form, "none" if own and own.search(form.lower()) else needs, "form"))
    for concept, language, form in rows("other-senses.tsv"):
        put(form, language, Form(concept, form, "none", "other"))
    put("通用人工智能", "zh", Form("general-purpose-ai", "通用人工智能", "none", "person"))
    return Automaton(meanings)


@cache
def cues() -> Automaton:
    """The automaton of cues: `Form.concept` is the kind."""
    meanings: dict[str, list[Form]] = {}
    for kind, language, form in rows("cues.tsv"):
        plural = kind == "body" or kind.startswith("class.")
        variants = english(form, plural) if language == "en" else {form.lower()}
        for pattern in variants:
            held = meanings.setdefault(pattern, [])
            if all(other.concept != kind for other in held):
                held.append(Form(kind, form, "", "cue"))
    _inherit(meanings)
    return Automaton(meanings)


def _inherit(meanings: dict[str, list[Form]]) -> None:
    """A longer cue is of every class of context whose word it contains: "AI models" is a word for a model too."""
    classes: dict[str, set[str]] = {}
    for pattern, held in meanings.items():
        for form in held:
            if form.concept.startswith("class."):
                classes.setdefault(pattern, set()).add(form.concept)
    for pattern, held in meanings.items():
        parts = {pattern[a:b] for a, b in _parts(pattern)}
        inner = {kind for part in parts for kind in classes.get(part, ())}
        held += [Form(kind, pattern, "", "cue") for kind in inner - {form.concept for form in held}]


def _parts(pattern: str) -> list[tuple[int, int]]:
    """Spans of whole words of an English pattern, of any two characters or more of a Chinese one."""
    if pattern.isascii():
        edges = [m.span() for m in re.finditer(r"[a-z0-9.]+", pattern)]
        return [(a, d) for i, (a, _) in enumerate(edges) for _, d in edges[i:]]
    size = len(pattern)
    return [(a, b) for a in range(size) for b in range(a + 1, size + 1)]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form with other words inside; looked for only in sentences that contain `needle`."""

    concept: str
    needs: str
    needle: str
    expression: re.Pattern[str]


@cache
def patterns() -> tuple[Pattern, ...]:
    return tuple(
        Pattern(concept, needs, needle, re.compile(expression))
        for concept, _language, needs, needles, expression in rows("patterns.tsv")
        for needle in needles.split("|")
    )
