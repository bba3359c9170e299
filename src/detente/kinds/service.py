"""Service: a planned pause of one's own machine or desk, said beforehand; moved, cancelled, or over sooner or later.

A pause counts from when it was said, never before: nobody turns what has happened into a plan. At most thirty-one days, so
that no pause stands for ever; a longer one is said again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Courtesy, Kind, Words

LONGEST = 31 * 86_400_000  # ms


class Coded(Shape, frozen=True):
    plan: Literal["maintenance", "moved", "cancelled", "restored"]
    pauses: Literal["machine", "desk", "both"]


class Times(Shape, frozen=True):
    """ms UTC; `ends` is the first moment after the pause."""

    begins: Millis
    ends: Millis


def rule(sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    """`moved`, `cancelled` and `restored` name the one message they change; `maintenance` and `moved` carry times."""
    plan, times = sections["coded"].plan, sections.get("times")
    if len(re) != (0 if plan == "maintenance" else 1):
        return "service-names"
    if (times is None) != (plan in ("cancelled", "restored")):
        return "service-times"
    if times is not None and not times.begins < times.ends <= times.begins + LONGEST:
        return "service-times"
    return None


SERVICE = Kind(
    name="service",
    schema=1,
    sections={"coded": Coded, "times": Times, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    rule=rule,
)
