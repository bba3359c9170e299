"""Absence is a claim: it names the forms that were searched and the characters that were read.

It is not made about a concept of which a form was seen and rejected, or of which all the words stand in one sentence
without making a form: a reader decides there.
"""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache
from typing import Any

from detente.readouts.finding import Finder
from detente.readouts.kin import CONTRASTS, FALSE_FRIENDS
from detente.readouts.lexicon import ancestors, concepts, rows

LONG = 2_000  # sentences
HEAD = 0.04  # share of a concept's forms in which its head words stand
WIDE = frozenset(("military-ai", "malicious-use", "loss-of-control", "unexpected-model-behaviour", "ai-system"))
SHARED = 12  # concepts that one head word may be of
_WORD = re.compile(r"[a-z]{3,}")
_EMPTY = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "its",
        "their",
        "own",
        "being",
        "been",
        "are",
        "was",
        "has",
        "have",
        "not",
        "system",
        "systems",
        "model",
        "models",
        "use",
        "used",
        "artificial",
        "intelligence",
        "risk",
        "risks",
        "over",
        "into",
        "about",
        "between",
        "under",
    ]
)
_GENERIC_ZH = frozenset(
    [
        "人工",
        "工智",
        "智能",
        "模型",
        "系统",
        "行为",
        "能力",
        "风险",
        "使用",
        "控制",
        "武器",
        "系统",
        "技术",
        "安全",
        "国家",
        "信息",
        "攻击",
        "网络",
    ]
)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    for end in ("isations", "izations", "isation", "ization", "ations", "ation", "ings", "ing", "ions", "ion", "ies", "ied",
                "ers", "es", "ed", "er", "ly", "s", "e", "y"):  # fmt: skip
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word


@cache
def searched() -> dict[str, dict[str, list[str]]]:
    """Concept → language → the forms that are looked for."""
    made: dict[str, dict[str, list[str]]] = {}
    for concept, language, form, _needs, _origin in rows("forms.tsv"):
        made.setdefault(concept, {"en": [], "zh": []})[language].append(form)
    return made


@cache
def _scattered() -> tuple[list[tuple[str, frozenset[str]]], list[tuple[str, frozenset[str]]]]:
    """What would have to stand in one sentence: stems of an English form, pairs of characters of a Chinese one."""
    english, chinese = set(), set()
    for concept, language, form, _needs, _origin in rows("forms.tsv"):
        if language == "en":
            stems = frozenset(_stem(word) for word in _WORD.findall(form.lower()) if word not in _EMPTY)
            if len(stems) >= 2:
                english.add((concept, stems))
        elif len(form) >= 5:
            pairs = frozenset(form[at : at + 2] for at in range(len(form) - 1)) - _GENERIC_ZH
            if len(pairs) >= 3:
                chinese.add((concept, pairs))
    return sorted(english, key=str), sorted(chinese, key=str)


@cache
def _heads() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Stem, or pair of characters, → the concepts of which it is the head: it is in many of their forms, in few others'."""
    held: dict[str, dict[str, dict[str, int]]] = {"en": {}, "zh": {}}
    of: dict[tuple[str, str], int] = {}
    for concept, language, form, _needs, _origin in rows("forms.tsv"):
        if concept == "ai-system":
            continue
        of[concept, language] = of.get((concept, language), 0) + 1
        for part in _parts(form.lower(), language):
            counts = held[language].setdefault(part, {})
            counts[concept] = counts.get(concept, 0) + 1
    made: dict[str, dict[str, frozenset[str]]] = {"en": {}, "zh": {}}
    for language, parts in held.items():
        for part, counts in parts.items():
            mine = frozenset(c for c, n in counts.items() if n >= max(2, of[c, language] * HEAD))
            if mine and len(mine) <= SHARED:
                made[language][part] = mine
    return made["en"], made["zh"]


def _parts(form: str, language: str) -> set[str]:
    if language == "en":
        return {_stem(word) for word in _WORD.findall(form) if word not in _EMPTY}
    return {form[at : at + 2] for at in range(len(form) - 1) if form[at : at + 2].isalpha()} - _GENERIC_ZH


@cache
def _kin() -> dict[str, frozenset[str]]:
    """Concept → what one reader calls this and another that: the groups that `compare` contrasts, and what is broader."""
    made: dict[str, set[str]] = {}
    for group in (*CONTRASTS, *FALSE_FRIENDS):
        for concept in group:
            made.setdefault(concept, set()).update(group)
    known = concepts()
    for key, one in known.items():  # a narrower one may be meant by the broader, or by one beside it
        if one.broader is not None and one.broader not in WIDE:
            made.setdefault(one.broader, set()).add(key)
            made.setdefault(key, set()).update(other.id for other in known.values() if other.broader == one.broader)
    return {concept: frozenset(others) for concept, others in made.items()}


def weigh(finder: Finder, found: set[str]) -> tuple[list[str], dict[str, str]]:
    """Concepts that are claimed to be absent, and those about which nothing is claimed, with the reason's code."""
    doubted: dict[str, str] = {}
    covered = found | {above for concept in found for above in ancestors(concept)}
    if finder.ai:
        covered.add("ai-system")
    for hit in finder.rejected:
        if hit.concept not in covered:
            doubted.setdefault(hit.concept, hit.rule)
            if hit.rule == "trap:general:needs-a-person":
                doubted.setdefault("artificial-general-intelligence", hit.rule)
    for concept in found:
        for other in _kin().get(concept, ()):
            if other not in covered:
                doubted.setdefault(other, "kin-found")
    text = finder.text
    english, chinese = _scattered()
    stems = {_stem(word) for word in set(_WORD.findall(text))}
    possible = [(c, words) for c, words in english if c not in covered and c not in doubted and words <= stems]
    seen = set(itertools.pairwise(text)) if chinese else set()
    heads_en, heads_zh = _heads()
    for heads, present in ((heads_en, stems), (heads_zh, {a + b for a, b in seen if b > "\u2e80"})):
        for part in sorted(heads.keys() & present):
            for concept in heads[part]:
                if concept not in covered:
                    doubted.setdefault(concept, "head-word")
    pairs = [
        (c, parts)
        for c, parts in chinese
        if c not in covered and c not in doubted and sum((p[0], p[1]) in seen for p in parts) * 4 >= len(parts) * 3
    ]
    if len(finder.spans) > LONG:  # in a text this long nearly all words stand somewhere: no claim is made
        doubted.update({concept: "words-apart" for concept, _ in (*possible, *pairs)})
    else:
        _near(finder, possible, pairs, doubted)
    missing = [key for key in concepts() if key not in covered and key not in doubted]
    return missing, {key: doubted[key] for key in concepts() if key in doubted}


def _near(
    finder: Finder,
    possible: list[tuple[str, frozenset[str]]],
    pairs: list[tuple[str, frozenset[str]]],
    doubted: dict[str, str],
) -> None:
    """Adds the concepts of which all words stand in one sentence."""
    if not possible and not pairs:
        return
    for start, end in finder.spans:
        sentence = finder.text[start:end]
        here = {_stem(word) for word in _WORD.findall(sentence)} if possible else set()
        for concept, words in possible:
            if concept not in doubted and words <= here:
                doubted[concept] = "words-apart"
        for concept, parts in pairs:
            if concept not in doubted and sum(part in sentence for part in parts) * 4 >= len(parts) * 3:
                doubted[concept] = "words-apart"


def claims(missing: list[str], characters: int) -> list[dict[str, Any]]:
    """Each claim with what it rests on."""
    forms = searched()
    return [
        {"concept": key, "forms": forms.get(key, {"en": [], "zh": []}), "characters": characters, "complete": True}
        for key in missing
    ]
