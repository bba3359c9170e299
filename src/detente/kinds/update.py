"""Update: what has changed or become known in a matter. It may rate, add and promise; what it leaves out stays as it was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Code, Courtesy, Kind, Ternary, Words
from detente.kinds.notice import Harm, Measures, Severity, Support, System


class Coded(Shape, frozen=True):
    status: Literal["suspected", "confirmed", "ruled-out"] | None = None
    severity: Severity | None = None
    going_on: Ternary | None = None
    touches: Ternary | None = None
    public: Ternary | None = None
    also: Annotated[list[Code], msgspec.Meta(max_length=8)] | None = None
    confidence: Literal["not-stated", "low", "moderate", "high"] | None = None
    development: Literal["contained", "ongoing", "worsening", "unknown"] | None = None
    realisation: Literal["hazard", "near-miss", "actual", "unknown"] | None = None


class Times(Shape, frozen=True):
    """ms UTC. `next_word_by` replaces the one promised before."""

    next_word_by: Millis | None = None
    occurred_from: Millis | None = None
    occurred_to: Millis | None = None
    confirmed: Millis | None = None
    stop_ordered: Millis | None = None
    stop_verified: Millis | None = None


def concepts(sections: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    coded = sections.get("coded")
    return [] if coded is None else [(code, None) for code in coded.also or []]


UPDATE = Kind(
    name="update",
    schema=1,
    sections={
        "coded": Coded,
        "prose": Words,
        "times": Times,
        "system": System,
        "measures": Measures,
        "harm": Harm,
        "courtesy": Courtesy,
        "support-1": Support,
        "support-2": Support,
        "support-3": Support,
        "support-4": Support,
    },
    required=frozenset({"prose"}),
    concepts=concepts,
    thread=True,
    awaits=frozenset({"acknowledgement"}),
)
