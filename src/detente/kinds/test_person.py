"""A person's test: a dull text to translate; and the reply: the translation. Both are released by an office.

It tries what a machine's test cannot: that somebody is there who reads the other side's language. That the reply is in the
other language than the text can be checked in the reply alone (`of` names the text's); whether `of` is right, both sides see.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind, Language, Words


class Coded(Shape, frozen=True):
    tester: Literal["person"]
    task: Literal["translate"]


class ReplyCoded(Shape, frozen=True):
    tester: Literal["person"]
    of: Language


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    return "test-reply-language" if sections["prose"].language == sections["coded"].of else None


TEST_PERSON = Kind(
    name="test-person",
    schema=1,
    sections={"coded": Coded, "prose": Words},
    required=frozenset({"coded", "prose"}),
    names="none",
)
TEST_PERSON_REPLY = Kind(
    name="test-person-reply",
    schema=1,
    sections={"coded": ReplyCoded, "prose": Words},
    required=frozenset({"coded", "prose"}),
    rule=rule,
    names="one",
    replies="test-reply",
)
