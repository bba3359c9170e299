"""A person's test: a dull text to translate; and the reply: the translation. Both are released by an office.

It tries what a machine's test cannot: that somebody is there who reads the other side's language. That the reply is in the
other language than the text can be checked in the reply alone (`of` names the text's); whether `of` is right, both sides see.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind, Prose
from detente.kinds.test import test_rule

Language = Literal["en", "zh"]


class Coded(Shape, frozen=True):
    by: Literal["person"]
    task: Literal["translate"]


class ReplyCoded(Shape, frozen=True):
    by: Literal["person"]
    of: Language


class Text(Shape, frozen=True):
    language: Language
    plain: Prose


def reply_rule(sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    if len(re) != 1:
        return "test-reply-names-one-message"
    return "test-reply-language" if sections["prose"].language == sections["coded"].of else None


TEST_PERSON = Kind(
    name="test-person",
    schema=1,
    sections={"coded": Coded, "prose": Text},
    required=frozenset({"coded", "prose"}),
    rule=test_rule,
)
TEST_PERSON_REPLY = Kind(
    name="test-person-reply",
    schema=1,
    sections={"coded": ReplyCoded, "prose": Text},
    required=frozenset({"coded", "prose"}),
    rule=reply_rule,
)
