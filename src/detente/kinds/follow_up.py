"""Follow-up: how an answer was taken by whoever asked: noted, more please, or the threshold is seen differently."""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Courtesy, Kind, Words


class Coded(Shape, frozen=True):
    follow_up: Literal["noted", "more-please", "threshold-differs"]


FOLLOW_UP = Kind(
    name="follow-up",
    schema=1,
    sections={"coded": Coded, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    names="one",
    replies="follow-up",
)
