"""Inquiry about an event: something was seen or read, and the other side is asked what it knows. It implies no position."""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Area, Courtesy, Handling, Kind, Words


class Coded(Shape, frozen=True):
    area: Area
    seen: Literal["own-observation", "public-report", "told-by-others", "not-stated"]
    position: Literal["none-implied"]
    handling: Handling


class Times(Shape, frozen=True):
    """ms UTC: when it was seen, and until when an answer is asked for."""

    detected: Millis | None = None
    reply_by: Millis | None = None


INQUIRY = Kind(
    name="inquiry",
    schema=1,
    sections={"coded": Coded, "prose": Words, "times": Times, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    opens=True,
    awaits=frozenset({"acknowledgement", "answer"}),
)
