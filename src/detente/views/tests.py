"""Tests of the line, their replies and planned pauses, one row for each accepted message: what availability is folded from."""

from __future__ import annotations

from detente.line.judge import ACCEPTED
from detente.line.shelf import MessageKept
from detente.views.items import Upsert

KINDS = ("test", "test-reply", "test-person", "test-person-reply", "service")


def step(kept: MessageKept) -> list[Upsert]:
    """The row of one message, if it is of these kinds and was taken."""
    judged, content = kept.judged, kept.judged.content
    if judged.verdict != ACCEPTED or content is None or content.kind not in KINDS:
        return []
    coded, times = judged.sections.get("coded"), judged.sections.get("times")
    row = {
        "line": kept.line,
        "party": kept.place.party,
        "epoch": kept.place.epoch,
        "i": kept.place.index,
        "what": kept.what,
        "kind": content.kind,
        "re": content.re[0] if content.re else None,
        "at": kept.said.at,
        "heard_at": kept.heard_at,
        "composed": content.composed,
        "plan": getattr(coded, "plan", None),
        "pauses": getattr(coded, "pauses", None),
        "begins": getattr(times, "begins", None),
        "ends": getattr(times, "ends", None),
    }
    return [Upsert("tested", ("line", "party", "epoch", "i", "what"), row)]
