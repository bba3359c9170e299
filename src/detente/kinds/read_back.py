"""Read-back: three fields said again by whoever received them: their author sees what was understood. It takes no position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Shape
from detente.kinds.kind import Code, Courtesy, Kind, Ternary, Words


class Coded(Shape, frozen=True):
    """What is read back as the reader understood it; whether it is as written, each side sees for itself (views)."""

    read_back: Literal["as-understood"]
    what: Code | None = msgspec.field(name="class", default=None)
    going_on: Ternary | None = None
    asks: (
        Annotated[
            list[Literal["nothing", "information", "not-directed", "hold", "assist"]],
            msgspec.Meta(min_length=1, max_length=5),
        ]
        | None
    ) = None


def concepts(sections: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    coded = sections["coded"]
    return [] if coded.what is None else [(coded.what, None)]


READ_BACK = Kind(
    name="read-back",
    schema=1,
    sections={"coded": Coded, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    concepts=concepts,
    names="one",
    replies="read-back",
)
