"""The queue's rows: one per accepted message, and who has acknowledged what. Order-free: any order gives the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.line.judge import ACCEPTED, REFUSED
from detente.line.quota import OVER_QUOTA
from detente.line.shelf import ExcessKept, MessageKept


@dataclass(frozen=True)
class Upsert:
    """One row of one view; `key` columns identify it, the whole replaces what stood there."""

    view: str
    key: tuple[str, ...]
    row: dict[str, Any]


def step(kept: MessageKept) -> list[Upsert]:
    """Row changes of one message. Only *accepted* ones have effect; every verdict is listed."""
    judged, content = kept.judged, kept.judged.content
    coded = judged.sections.get("coded")
    accepted = judged.verdict == ACCEPTED and content is not None
    row = {
        "line": kept.line,
        "what": kept.what,
        "party": kept.place.party,
        "epoch": kept.place.epoch,
        "i": kept.place.index,
        "n": kept.said.n,
        "kind": content.kind if content is not None else None,
        "context": content.context if content is not None else None,
        "area": getattr(coded, "area", None) if accepted else None,
        "wanted": content.wanted if accepted and content is not None else None,
        "said_at": kept.said.at,
        "heard_at": kept.heard_at,
        "verdict": judged.verdict,
        "reason": judged.reason,
    }
    rows = [Upsert("item", ("line", "party", "epoch", "i", "what"), row)]
    if not accepted or content is None:
        return rows
    if content.kind == "acknowledgement":
        for named in content.re or []:
            rows.append(
                Upsert(
                    "answer",
                    ("line", "re", "party", "epoch", "i", "what"),  # by place: said twice or again, no order may decide
                    {
                        "line": kept.line,
                        "re": named,
                        "party": kept.place.party,
                        "epoch": kept.place.epoch,
                        "i": kept.place.index,
                        "what": kept.what,
                        "at": kept.said.at,
                    },
                )
            )
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
    }
    return Upsert("item", ("line", "party", "epoch", "i", "what"), row)
