"""Advance notice: a planned test, release, exercise or large run is announced before it begins. The line's everyday message.

Every one says that it is not directed at the reader. Fields from launch notifications and notices of exercises (Vienna Document
2011, chapter V; the 1988 launch notification agreement), cut to what has a meaning for AI.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Area, Code, Courtesy, Handling, Kind, Language, Prose, Short, Ternary


class Coded(Shape, frozen=True):
    area: Area
    activity: Literal["test", "release", "exercise", "large-run", "other"]
    directed: Literal["not-directed"]
    public: Ternary
    handling: Handling
    what: Code | None = msgspec.field(name="class", default=None)


class Text(Shape, frozen=True):
    """What will happen, where it could be seen, and which office can be asked; in the author's language."""

    language: Language
    plain: Prose
    where: Short | None = None
    contact: Short | None = None


class Window(Shape, frozen=True):
    """ms UTC: not before `begins`, not after `ends`."""

    begins: Millis
    ends: Millis


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    times = sections["times"]
    return "window-ends-first" if times.ends < times.begins else None


def concepts(sections: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    coded = sections["coded"]
    return [] if coded.what is None else [(coded.what, coded.area)]


ADVANCE_NOTICE = Kind(
    name="advance-notice",
    schema=1,
    sections={"coded": Coded, "prose": Text, "times": Window, "courtesy": Courtesy},
    required=frozenset({"coded", "prose", "times"}),
    rule=rule,
    concepts=concepts,
    opens=True,
    awaits=frozenset({"acknowledgement"}),
)
