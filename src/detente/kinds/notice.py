"""Notice: one party tells the others of an event. It opens a matter.

A person gives eight things: class, plain statement, when noticed, still going on, does it touch you, public yet,
what we ask, next word by. The rest is computed or may follow. Every notice says that it admits and attributes
nothing unless its author writes otherwise. Fields from IAEA early notification, WHO IHR and the serious-incident
forms of recent AI laws (docs/decisions/0005-notice-fields.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import B32, Millis, Shape, Uint
from detente.kinds.kind import Area, Code, Courtesy, Handling, Kind, Language, Prose, Short, Ternary

Severity = Annotated[int, msgspec.Meta(ge=0, le=5)]  # 0 = not yet rated; describes harm only


class Coded(Shape, frozen=True):
    """Rendered in either language from the same bytes, with the words of the vocabulary the content names."""

    area: Area
    what: Code = msgspec.field(name="class")
    status: Literal["suspected", "confirmed", "ruled-out"]
    severity: Severity
    going_on: Ternary
    touches: Ternary
    public: Ternary
    asks: Annotated[
        list[Literal["nothing", "information", "not-directed", "hold", "assist"]],
        msgspec.Meta(min_length=1, max_length=5),
    ]
    admission: Literal["none", "author-states"]
    attribution: Literal["not-asserted", "asserted-in-text"]
    handling: Handling
    also: Annotated[list[Code], msgspec.Meta(max_length=8)] | None = None
    confidence: Literal["not-stated", "low", "moderate", "high"] | None = None
    development: Literal["contained", "ongoing", "worsening", "unknown"] | None = None
    realisation: Literal["hazard", "near-miss", "actual", "unknown"] | None = None


class Text(Shape, frozen=True):
    """The author's own words, in the author's language. Never translated by machine."""

    language: Language
    plain: Prose
    why: Prose | None = None
    reference: Short | None = None


class Times(Shape, frozen=True):
    """Four times kept apart (the fourth, *notified*, is the entry's); ms UTC. An absent time is not known."""

    detected: Millis
    next_word_by: Millis
    occurred_from: Millis | None = None
    occurred_to: Millis | None = None
    confirmed: Millis | None = None
    reply_by: Millis | None = None


class System(Shape, frozen=True):
    developer: Short | None = None
    model: Short | None = None
    model_version: Short | None = None
    weights: Literal["open", "closed", "unknown"] | None = None
    deployment: Short | None = None
    autonomy: Short | None = None
    access: Short | None = None
    safeguards: Short | None = None


class Measures(Shape, frozen=True):
    taken: Prose | None = None
    planned: Prose | None = None
    told: Prose | None = None


class Harm(Shape, frozen=True):
    harm: Prose | None = None
    affected: Prose | None = None
    cause: Literal["assumed", "established", "unknown"] | None = None
    chain: Prose | None = None


class Support(Shape, frozen=True):
    """One supporting item, held by the author: named by digest (SHA-256), not carried."""

    title: Short
    media_type: Short
    size: Uint
    digest: B32


def rule(sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    coded, times = sections["coded"], sections["times"]
    if len(set(coded.asks)) != len(coded.asks) or ("nothing" in coded.asks and len(coded.asks) > 1):
        return "notice-asks"
    if times.occurred_from is not None and times.occurred_to is not None and times.occurred_to < times.occurred_from:
        return "notice-times"
    return None


def concepts(sections: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    coded = sections["coded"]
    return [(coded.what, coded.area), *((code, None) for code in coded.also or [])]


NOTICE = Kind(
    name="notice",
    schema=1,
    sections={
        "coded": Coded,
        "prose": Text,
        "courtesy": Courtesy,
        "times": Times,
        "system": System,
        "measures": Measures,
        "harm": Harm,
        "support-1": Support,
        "support-2": Support,
        "support-3": Support,
        "support-4": Support,
    },
    required=frozenset({"coded", "prose", "times"}),
    rule=rule,
    concepts=concepts,
    opens=True,
    awaits=frozenset({"acknowledgement"}),
)
