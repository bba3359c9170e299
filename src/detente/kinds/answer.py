"""Answer: to one question, inquiry or request; in full, in part, or that it cannot be given."""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Courtesy, Kind, Words
from detente.kinds.notice import Support


class Coded(Shape, frozen=True):
    answer: Literal["full", "partial", "cannot"]


class Times(Shape, frozen=True):
    """ms UTC: when more will follow, as a rule after an answer in part."""

    next_word_by: Millis | None = None


ANSWER = Kind(
    name="answer",
    schema=1,
    sections={
        "coded": Coded,
        "prose": Words,
        "times": Times,
        "courtesy": Courtesy,
        "support-1": Support,
        "support-2": Support,
        "support-3": Support,
        "support-4": Support,
    },
    required=frozenset({"coded", "prose"}),
    names="one",
    replies="answer",
)
