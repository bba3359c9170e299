"""Close: for its author the matter is over. A matter is closed when every member has said so about it."""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Courtesy, Kind, Language, Prose
from detente.kinds.notice import Severity


class Coded(Shape, frozen=True):
    outcome: Literal["resolved", "no-incident", "carried-on-elsewhere", "no-further-information", "other"]
    severity: Severity | None = None
    cause: Literal["assumed", "established", "unknown"] | None = None


class Text(Shape, frozen=True):
    language: Language
    plain: Prose
    root_cause: Prose | None = None
    lessons: Prose | None = None


class Times(Shape, frozen=True):
    """ms UTC: when it ended, if that is known."""

    ended: Millis | None = None


CLOSE = Kind(
    name="close",
    schema=1,
    sections={"coded": Coded, "prose": Text, "times": Times, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    thread=True,
    names="none",
    awaits=frozenset({"acknowledgement"}),
)
