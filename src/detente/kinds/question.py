"""Question: something is asked about a message or a matter, or on its own.

*Is this what you meant?* is a question about meaning: `reading` holds the asker's rendering of the other's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Courtesy, Kind, Language, Prose, ReplyBy


class Coded(Shape, frozen=True):
    about: Literal["facts", "meaning", "measures", "threshold", "other"]


class Text(Shape, frozen=True):
    language: Language
    plain: Prose
    reading: Prose | None = None


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    if sections["prose"].reading is not None and sections["coded"].about != "meaning":
        return "reading-of-meaning"
    return None


QUESTION = Kind(
    name="question",
    schema=1,
    sections={"coded": Coded, "prose": Text, "times": ReplyBy, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    rule=rule,
    opens=True,
    awaits=frozenset({"acknowledgement", "answer"}),
)
