"""Informal contact: something below the threshold of a notice. It is never counted as one, and says so."""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Area, Courtesy, Handling, Kind, Words


class Coded(Shape, frozen=True):
    area: Area
    counted: Literal["not-counted"]
    handling: Handling


INFORMAL_CONTACT = Kind(
    name="informal-contact",
    schema=1,
    sections={"coded": Coded, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    opens=True,
    awaits=frozenset({"acknowledgement"}),
)
