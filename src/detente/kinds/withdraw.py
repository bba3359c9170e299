"""Withdraw: its author leaves the line at a time it names. What was said stays; what is said until then counts."""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Courtesy, Kind, Words


class Coded(Shape, frozen=True):
    withdraws: Literal["from-line"]


class Times(Shape, frozen=True):
    """ms UTC: from then on the author says nothing more on this line."""

    begins: Millis


WITHDRAW = Kind(
    name="withdraw",
    schema=1,
    sections={"coded": Coded, "times": Times, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded", "times"}),
    names="none",
    awaits=frozenset({"acknowledgement"}),
)
