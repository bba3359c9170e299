"""Reply to a test by a person: the translation of its text, released by an office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind, Language, Words


class ReplyCoded(Shape, frozen=True):
    tester: Literal["person"]
    of: Language


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    return "test-reply-language" if sections["prose"].language == sections["coded"].of else None


TEST_PERSON_REPLY = Kind(
    name="test-person-reply",
    schema=1,
    sections={"coded": ReplyCoded, "prose": Words},
    required=frozenset({"coded", "prose"}),
    rule=rule,
    names="one",
    replies="test-reply",
)
