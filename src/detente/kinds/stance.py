"""Stance: an office's position on one proposal: agreed, agreed ad referendum, not agreed or taken back, or reserved.

`re` names the proposal by its said id, so it is about that text and no other. Only `agreed` and `declined` decide anything;
`ad-referendum` and `reserved` are shown. `round`: the how-manieth meeting it is, as this office counts.
"""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Courtesy, Kind, Words
from detente.kinds.proposal import Round


class Coded(Shape, frozen=True):
    stance: Literal["agreed", "ad-referendum", "declined", "reserved"]
    round: Round | None = None


STANCE = Kind(
    name="stance",
    schema=1,
    sections={"coded": Coded, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    names="one",
    replies="acknowledgement",  # whoever answers has received it
    own=True,
)
