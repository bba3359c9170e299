"""`scan`: what one text says about each concept, and what it does not say, as a plain value (docs/contracts.md)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from detente.readouts import absence, metadata
from detente.readouts.finding import Finder, Hit
from detente.readouts.lexicon import ancestors, concepts, digest
from detente.readouts.normal import Normal, normalise
from detente.readouts.weighing import ACTS, Paper, Sentence, Weight

OF_AI = frozenset(("ai-dialogue", "ai-governance", "ai-cooperation"))
GENERAL = "ai-system"  # found in a sentence only where nothing narrower was


@dataclass(slots=True)
class Finding:
    """One concept in one place. `start` and `end` are code points of the original; `index` is the sentence's number."""

    concept: str
    form: str
    rule: str
    start: int
    end: int
    index: int
    said: str
    weight: Weight

    def plain(self, sentence: str, issuer: str | None) -> dict[str, Any]:
        weight = self.weight
        return {
            "concept": self.concept,
            "form": self.form,
            "said": self.said,
            "rule": self.rule,
            "start": self.start,
            "end": self.end,
            "index": self.index,
            "sentence": sentence,
            "act": weight.act,
            "act_words": weight.act_words,
            "concreteness": weight.concreteness,
            "concrete_words": weight.concrete_words,
            "not_dates": weight.not_dates,
            "attribution": weight.who,
            "role": role(weight.who, issuer),
            "negated": weight.negated,
            "conditional": weight.conditional,
            "quoted": weight.quoted,
        }


def role(who: str, issuer: str | None) -> str | None:
    """Who speaks, seen from who issued the text: issuer, other-side, both, third; None where it cannot be told."""
    if who in ("both", "third"):
        return who
    if who == "unstated" or issuer is None:
        return None
    return "issuer" if who == issuer else "other-side"


@dataclass(slots=True)
class Scan:
    """Everything read off one text. `original` is the text as given; spans of `sentences` are of the original."""

    original: str
    complete: bool
    normal: Normal
    meta: dict[str, Any]
    sentences: list[tuple[int, int]]
    spans: list[tuple[int, int]]  # of the same sentences in the normalised text
    findings: list[Finding]
    more: list[Finding]
    broader: list[Finding]
    rejected: list[tuple[Hit, int, int]]
    not_found: list[str]
    not_claimed: dict[str, str] = field(default_factory=dict)

    def sentence(self, index: int) -> str:
        return self.original[slice(*self.sentences[index])]

    def plain(self) -> dict[str, Any]:
        """The value that `--json` prints."""
        issuer = self.meta.get("issuer")

        def listed(found: list[Finding]) -> list[dict[str, Any]]:
            return [one.plain(self.sentence(one.index), issuer) for one in found]

        return {
            "text": {
                "characters": len(self.original),
                "complete": self.complete,
                "sentences": len(self.sentences),
                "sha256": hashlib.sha256(self.original.encode("utf-8", "replace")).hexdigest(),
                **self.meta,
            },
            "lexicon": digest(),
            "findings": listed(self.findings),
            "more": listed(self.more),
            "broader": [
                *listed(self.broader),
                *(
                    {"concept": above, "of": concept}
                    for concept in dict.fromkeys(one.concept for one in self.findings)
                    for above in ancestors(concept)
                ),
            ],
            "rejected": [
                {
                    "concept": hit.concept,
                    "form": hit.form,
                    "rule": hit.rule,
                    "start": start,
                    "end": end,
                    "index": hit.sentence,
                }
                for hit, start, end in self.rejected
            ],
            "not_found": absence.claims(self.not_found, len(self.original))
            if self.complete and self.meta.get("language") != "other"
            else [],
            "not_claimed": [{"concept": key, "why": why} for key, why in self.not_claimed.items()],
        }

    def acts(self) -> dict[str, str]:
        """Concept → the furthest act, of the scheme's concepts and the lexicon's own."""
        made: dict[str, str] = {}
        for one in (*self.findings, *self.more):
            if ACTS.index(one.weight.act) > ACTS.index(made.get(one.concept, "not-found")):
                made[one.concept] = one.weight.act
        return made


def scan(text: str, *, complete: bool = True, meta: dict[str, Any] | None = None) -> Scan:
    """Read one text.

    `complete` says whether the whole text is here: from a part of it nothing is claimed to be absent. `meta` may give
    `title`, `date`, `issuer`, `occasion`, `rank`; what it lacks is read off the text where it can be.
    """
    normal = normalise(text)
    finder = Finder(normal)
    finder.run()
    findings: list[Finding] = []
    more: list[Finding] = []
    broader: list[Finding] = []
    known = concepts()
    by_sentence: dict[int, list[Hit]] = {}
    for hit in finder.hits:
        by_sentence.setdefault(hit.sentence, []).append(hit)
    paper = Paper(normal, finder.cues)
    schemed = {key for key, concept in known.items() if concept.scheme}
    narrow = schemed - {GENERAL}
    for at in sorted(by_sentence):
        weigher = Sentence(paper, finder.spans[at])
        hits = by_sentence[at]
        said = {hit.concept for hit in hits}
        narrower, scheme = not narrow.isdisjoint(said), not schemed.isdisjoint(said)
        seen: set[tuple[str, str]] = set()
        for hit in hits:
            weight = weigher.weigh(hit)
            if (hit.concept, weight.act) in seen:
                continue
            seen.add((hit.concept, weight.act))
            start, end = normal.span(hit.start, hit.end)
            made = Finding(hit.concept, hit.form, hit.rule, start, end, at, text[start:end], weight)
            if hit.concept not in schemed:
                more.append(made)
            elif hit.concept == GENERAL and narrower:
                broader.append(made)
            else:
                findings.append(made)
            if hit.concept in OF_AI and not scheme:
                findings.append(
                    Finding(GENERAL, hit.form, f"within:{hit.concept}", start, end, at, text[start:end], weight)
                )
                scheme = True
    spans = [normal.span(*span) for span in finder.spans]
    rejected = [(hit, *normal.span(hit.start, hit.end)) for hit in finder.rejected]
    found = {one.concept for one in (*findings, *more, *broader)}
    missing, doubted = absence.weigh(finder, found)
    about = metadata.read(text, normal, meta or {})
    return Scan(text, complete, normal, about, spans, finder.spans, findings, more, broader, rejected, missing, doubted)
