"""Request for assistance: what help is asked for. It can be answered or declined; neither commits beyond its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Shape
from detente.kinds.kind import Area, Courtesy, Kind, ReplyBy, Words

Help = Literal["information", "technical-advice", "contact", "hold-activity", "other"]


class Coded(Shape, frozen=True):
    area: Area
    help: Annotated[list[Help], msgspec.Meta(min_length=1, max_length=5)]


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    asked = sections["coded"].help
    return "said-twice" if len(set(asked)) != len(asked) else None


ASSISTANCE_REQUEST = Kind(
    name="assistance-request",
    schema=1,
    sections={"coded": Coded, "prose": Words, "times": ReplyBy, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    rule=rule,
    opens=True,
    awaits=frozenset({"acknowledgement", "answer"}),
)
