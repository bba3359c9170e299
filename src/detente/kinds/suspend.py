"""Suspend: for a while, no more messages of some categories. Announced, by category, and reversible.

Notices, updates, corrections, closes, acknowledgements, machine tests and what the line itself needs cannot be named: there is
a minimum that nobody suspends (in 2023 one party to a treaty suspended it by category, and launch notices went on).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Millis, Shape
from detente.kinds.kind import Courtesy, Kind, Words

Category = Literal[
    "advance-notice", "informal-contact", "inquiry", "question", "confirm-request", "assistance-request", "test"
]


class Coded(Shape, frozen=True):
    """`test` means tests in which persons take part; machine tests go on."""

    categories: Annotated[list[Category], msgspec.Meta(min_length=1, max_length=7)]


class Times(Shape, frozen=True):
    """ms UTC: from then, and until then unless resumed before; without `ends` until resumed."""

    begins: Millis
    ends: Millis | None = None


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    named, times = sections["coded"].categories, sections["times"]
    if len(set(named)) != len(named):
        return "said-twice"
    return "window-ends-first" if times.ends is not None and times.ends < times.begins else None


SUSPEND = Kind(
    name="suspend",
    schema=1,
    sections={"coded": Coded, "times": Times, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded", "times"}),
    rule=rule,
    names="none",
    awaits=frozenset({"acknowledgement"}),
)
