"""Holding reply: an answer is not ready, and the next word will come by a time that its author names."""

from __future__ import annotations

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Courtesy, Kind, Words


class Times(Shape, frozen=True):
    """ms UTC, by the author's own promise. A time already past is kept and shown as past."""

    next_word_by: Millis


HOLDING_REPLY = Kind(
    name="holding-reply",
    schema=1,
    sections={"times": Times, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"times"}),
    names="one",
    replies="hold",
)
