"""A person's test: a dull text to translate; and the reply: the translation. Both are released by an office.

It tries what a machine's test cannot: that somebody is there who reads the other side's language. That the reply is in the
other language than the text can be checked in the reply alone (`of` names the text's); whether `of` is right, both sides see.
"""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind, Words


class Coded(Shape, frozen=True):
    tester: Literal["person"]
    task: Literal["translate"]


TEST_PERSON = Kind(
    name="test-person",
    schema=1,
    sections={"coded": Coded, "prose": Words},
    required=frozenset({"coded", "prose"}),
    names="none",
)
