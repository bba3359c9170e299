"""Has a channel opened? One stated ladder, computed from findings, each rung with the sentence that earned it."""

from __future__ import annotations

from typing import Any

from detente.readouts.lexicon import concepts
from detente.readouts.scanning import Finding, Scan

RUNGS = (
    "nothing",
    "mentioned-one",
    "mentioned-both",
    "talks-one",
    "talks-both",
    "scope",
    "next-date",
    "channel",
    "verification",
)
_OWN = ("mentioned", "talks", "scope", "next-date", "channel", "verification")
_TALKS = frozenset(("ai-dialogue", "talks", "act-consult"))
_CHANNELS = frozenset(("communication-channel", "hotline", "notification-mechanism"))


def own(scanned: Scan) -> dict[str, Finding]:
    """Of one text: rung → the finding that earned it."""
    earned: dict[str, Finding] = {}
    everything = sorted((*scanned.findings, *scanned.more, *scanned.broader), key=lambda one: one.start)
    if everything:
        earned["mentioned"] = everything[0]
    held = [one for one in everything if one.weight.act == "agreed" and not one.weight.negated]
    topics = {
        one.index
        for one in everything
        if concepts()[one.concept].area in "ABC" or one.concept in ("risks-and-benefits", "ai-incident")
    }
    for one in held:
        if one.concept in _TALKS:
            earned.setdefault("talks", one)
            if one.index in topics:
                earned.setdefault("scope", one)
            if "date" in one.weight.concreteness:
                earned.setdefault("next-date", one)
        if one.concept in _CHANNELS and not one.weight.conditional:
            earned.setdefault("channel", one)
        if "verification" in one.weight.concreteness or one.concept == "verification":
            earned.setdefault("verification", one)
    return earned


def ladder(scans: list[Scan]) -> dict[str, Any]:
    """Per side and jointly. The joint rung is the highest that holds in the words of every text, or of one where it says one."""
    sides = [own(scanned) for scanned in scans]
    joint = {"nothing": True}
    for rung in _OWN:
        of_one, of_all = any(rung in side for side in sides), all(rung in side for side in sides)
        if rung in ("mentioned", "talks"):
            joint[f"{rung}-one"], joint[f"{rung}-both"] = of_one, of_all and len(sides) > 1
        else:
            joint[rung] = of_all
    reached = [rung for rung in RUNGS if joint.get(rung)]
    return {
        "rungs": list(RUNGS),
        "sides": [
            {
                "rung": next((rung for rung in reversed(_OWN) if rung in side), "nothing"),
                "earned": {
                    rung: {"sentence": scanned.sentence(one.index), "concept": one.concept, "start": one.start}
                    for rung, one in side.items()
                },
            }
            for scanned, side in zip(scans, sides, strict=True)
        ],
        "joint": joint,
        "rung": reached[-1],
    }
