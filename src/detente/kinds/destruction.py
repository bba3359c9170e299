"""Destruction: a proposal to destroy sections of one message, on the nodes of all members. Only all of them together can.

`re` names the message by its said id. The proposal is its author's own agreement; the others answer it with a `consent`.
What may never be destroyed, and when a proposal stands agreed: trust/disclosure.py, line/agreement.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Name, Shape
from detente.kinds.kind import Kind, Prose


class Coded(Shape, frozen=True):
    sections: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=32)]


class Text(Shape, frozen=True):
    """Why, in the author's own words. Never translated by machine."""

    language: Literal["en", "zh"]
    plain: Prose


def rule(sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    if len(re) != 1:
        return "destruction-names-one-message"
    named = sections["coded"].sections
    return None if named == sorted(set(named)) else "destruction-sections"


DESTRUCTION = Kind(
    name="destruction", schema=1, sections={"coded": Coded, "prose": Text}, required=frozenset({"coded"}), rule=rule
)
