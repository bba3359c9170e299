"""Disclosure: a member says to the others that it shows part of the record outside, or asks them whether it may.

`unilateral`: said before the file is written, where the terms do not allow it, so that it stands in the record of all.
`asked`: a proposal; where the terms say *by agreement*, it may be shown once every other member has answered `agreed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.shape import Digest, Name, Shape
from detente.kinds.kind import Courtesy, Kind, Prose, Short

MAX_NAMED = 1024  # messages named one by one; more is the whole record


class Coded(Shape, frozen=True):
    """`messages`: said ids, ascending; none with the scope `record`, which is everything up to this message.

    `sections`: names of the sections shown of them, ascending; those not named are withheld.
    """

    ground: Literal["unilateral", "asked"]
    scope: Literal["record", "messages"]
    messages: Annotated[list[Digest], msgspec.Meta(max_length=MAX_NAMED)]
    sections: Annotated[list[Name], msgspec.Meta(max_length=64)]


class Text(Shape, frozen=True):
    """To whom and why, in the author's own words. Never translated by machine."""

    language: Literal["en", "zh"]
    to: Short
    plain: Prose


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    coded = sections["coded"]
    for named in (coded.messages, coded.sections):
        if named != sorted(set(named)):
            return "names-not-in-order"
    return None if (coded.scope == "messages") == bool(coded.messages) else "disclosure-scope"


DISCLOSURE = Kind(
    name="disclosure",
    schema=1,
    sections={"coded": Coded, "prose": Text, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    names="none",
    awaits=frozenset({"acknowledgement"}),
    rule=rule,
)
