"""Resume: the suspension that it names is over. Only whoever suspended can say so with effect."""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Courtesy, Kind, Words


class Coded(Shape, frozen=True):
    resumed: Literal["all-named"]


RESUME = Kind(
    name="resume",
    schema=1,
    sections={"coded": Coded, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    names="one",
    awaits=frozenset({"acknowledgement"}),
)
