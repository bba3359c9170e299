"""Destruction: a proposal to destroy sections of one message, on the nodes of all members. Only all of them together can.

`re` names the message by its said id. The proposal is its author's own agreement; the others answer it with a `consent`.
What may never be destroyed, and when a proposal stands agreed: trust/disclosure.py, line/agreement.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from detente.codec.shape import Name, Shape
from detente.kinds.kind import Courtesy, Kind, Words


class Coded(Shape, frozen=True):
    sections: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=32)]


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    named = sections["coded"].sections
    return None if named == sorted(set(named)) else "names-not-in-order"


DESTRUCTION = Kind(
    name="destruction",
    schema=1,
    sections={"coded": Coded, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    rule=rule,
    names="one",
    awaits=frozenset({"acknowledgement"}),
)
