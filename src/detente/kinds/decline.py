"""Decline: no answer will be given now. The reason is coded and may be left unsaid."""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Courtesy, Kind, Words


class Coded(Shape, frozen=True):
    reason: Literal["not-stated", "not-competent", "not-now", "other-channel", "threshold", "domestic-law"]


DECLINE = Kind(
    name="decline",
    schema=1,
    sections={"coded": Coded, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    names="one",
    replies="decline",
)
