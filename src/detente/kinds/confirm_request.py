"""Request to confirm facts: statements that the other side is asked to confirm, correct or leave open. It implies no position."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from detente.codec.shape import Shape
from detente.kinds.kind import Courtesy, Kind, Language, Prose, ReplyBy, Short


class Coded(Shape, frozen=True):
    position: Literal["none-implied"]


class Text(Shape, frozen=True):
    """`facts` are numbered from 1 in this order, so that an answer can name them."""

    language: Language
    plain: Prose
    facts: Annotated[list[Short], msgspec.Meta(min_length=1, max_length=12)]


CONFIRM_REQUEST = Kind(
    name="confirm-request",
    schema=1,
    sections={"coded": Coded, "prose": Text, "times": ReplyBy, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    opens=True,
    awaits=frozenset({"acknowledgement", "answer"}),
)
