"""The queue's rows: one per message, and which names which. Order-free: any order gives the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.line.judge import ACCEPTED, REFUSED
from detente.line.quota import OVER_QUOTA
from detente.line.shelf import ExcessKept, MessageKept

MARKS = (
    "answer",
    "follow_up",
    "reason",
    "outcome",
    "extent",
)  # the coded field that says how a message of its kind is meant


@dataclass(frozen=True)
class Upsert:
    """One row of one view; `key` columns identify it, the whole replaces what stood there."""

    view: str
    key: tuple[str, ...]
    row: dict[str, Any]


def mark(coded: Any) -> str | None:
    """`full`, `more-please`, `not-now` …: what a reply, a close or a correction is, in one code."""
    found: str | None = next((value for name in MARKS if (value := getattr(coded, name, None)) is not None), None)
    return found


def step(kept: MessageKept) -> list[Upsert]:
    """Row changes of one message. Only *accepted* ones have effect; every verdict is listed."""
    judged, content = kept.judged, kept.judged.content
    taken = content if judged.verdict == ACCEPTED else None
    sections = judged.sections if taken is not None else {}
    coded, times = sections.get("coded"), sections.get("times")
    begins = getattr(times, "begins", None)
    meant = {"mark": mark(coded), "next_by": getattr(times, "next_word_by", None)}
    place = {"party": kept.place.party, "epoch": kept.place.epoch, "i": kept.place.index}
    row = {
        "line": kept.line,
        "what": kept.what,
        **place,
        "n": kept.said.n,
        "kind": content.kind if content is not None else None,
        "context": content.context if content is not None else None,
        "area": getattr(coded, "area", None),
        "wanted": taken.wanted if taken is not None else None,
        "said_at": kept.said.at,
        "heard_at": kept.heard_at,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "thread": taken.thread if taken is not None else None,
        "begins": begins,
        **meant,
    }
    rows = [Upsert("item", ("line", "party", "epoch", "i", "what"), row)]
    if taken is None:
        return rows
    for named in taken.re or []:
        names = {"line": kept.line, "re": named, **place, "what": kept.what, "kind": taken.kind, "at": kept.said.at}
        rows.append(Upsert("named", ("line", "re", "party", "epoch", "i", "what"), {**names, **meant}))
    return rows


def step_excess(kept: ExcessKept) -> Upsert:
    """One row for a run of excess, at the place of its first: a flood never fills the list."""
    first = kept.run[0]
    row = {
        "line": kept.line,
        "what": first.said.what,
        "party": first.place.party,
        "epoch": first.place.epoch,
        "i": first.place.index,
        "n": first.said.n,
        "kind": None,
        "context": None,
        "area": None,
        "wanted": None,
        "said_at": first.said.at,
        "heard_at": kept.heard_at,
        "verdict": REFUSED,
        "reason": OVER_QUOTA,
        "thread": None,
        "begins": None,
        "mark": None,
        "next_by": None,
    }
    return Upsert("item", ("line", "party", "epoch", "i", "what"), row)
