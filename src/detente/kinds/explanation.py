"""Explanation: an office says, in its own words, how a message of either side came to be sent or answered as it was.

`re` names exactly the messages explained, one's own or another's. It is attached to their delivery record and changes
nothing in it: no due time, no state. It concedes and attributes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Shape
from detente.kinds.kind import Kind, Prose

About = Literal["delay", "equipment", "carriage", "duty-hours", "staffing", "translation", "other"]


class Coded(Shape, frozen=True):
    about: Annotated[list[About], msgspec.Meta(min_length=1, max_length=4)]


class Text(Shape, frozen=True):
    """The author's own words, in the author's language."""

    language: Literal["en", "zh"]
    plain: Prose


class Courtesy(Shape, frozen=True):
    """The author's own translation of its words; the original prevails."""

    language: Literal["en", "zh"]
    plain: Prose


def rule(sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    if not re or len(set(re)) != len(re):
        return "explanation-names-messages"
    if len(set(sections["coded"].about)) != len(sections["coded"].about):
        return "explanation-about"
    courtesy = sections.get("courtesy")
    if courtesy is not None and courtesy.language == sections["prose"].language:
        return "courtesy-language"
    return None


EXPLANATION = Kind(
    name="explanation",
    schema=1,
    sections={"coded": Coded, "prose": Text, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    rule=rule,
)
