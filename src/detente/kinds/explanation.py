"""Explanation: an office says, in its own words, how a message of either side came to be sent or answered as it was.

`re` names exactly the messages explained, one's own or another's. It is attached to their delivery record and changes
nothing in it: no due time, no state. It concedes and attributes nothing, and nobody owes an answer to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Shape
from detente.kinds.kind import Courtesy, Kind, Words

Explains = Literal["delay", "equipment", "carriage", "duty-hours", "staffing", "translation", "other"]


class Coded(Shape, frozen=True):
    explains: Annotated[list[Explains], msgspec.Meta(min_length=1, max_length=4)]


def rule(sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    if not re:
        return "explanation-of-nothing"
    explains = sections["coded"].explains
    return "said-twice" if len(set(re)) != len(re) or len(set(explains)) != len(explains) else None


EXPLANATION = Kind(
    name="explanation",
    schema=1,
    sections={"coded": Coded, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    rule=rule,
)
