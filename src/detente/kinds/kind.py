"""What a kind of message is: its name, schema number, sections in order, and rules.

A kind registers in one table (`detente.kinds.TABLE`); nothing else knows which kinds exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.limits import MAX_TEXT
from detente.codec.shape import Millis, Shape

Code = Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]{1,64}\\Z")]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Prose = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_TEXT)]
Language = Literal["en", "zh"]
Ternary = Literal["yes", "no", "unknown"]
Handling = Literal["tlp-clear", "tlp-green", "tlp-amber", "tlp-amber-strict", "tlp-red", "parties-only"]
Area = Literal["A", "B", "C", "M"]
Reply = Literal["acknowledgement", "read-back", "hold", "decline", "answer", "follow-up", "test-reply"]


class Words(Shape, frozen=True):
    """The author's own words, in the author's language. Never translated by machine."""

    language: Language
    plain: Prose


class Courtesy(Shape, frozen=True):
    """The author's own translation into another language, as a courtesy: the original prevails. `by`: who made it."""

    language: Language
    plain: Prose
    by: Literal["person", "machine", "machine-checked"]


class ReplyBy(Shape, frozen=True):
    """Until when an answer is asked for, beside what the terms agree; ms UTC."""

    reply_by: Millis | None = None


def no_rule(_sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    """A kind without a rule beyond its shapes."""
    return None


def no_concepts(_sections: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    return []


def courtesy_differs(sections: Mapping[str, Any]) -> bool:
    """A courtesy translation is of prose that is there, and into another language."""
    courtesy, prose = sections.get("courtesy"), sections.get("prose")
    return courtesy is None or (prose is not None and prose.language != courtesy.language)


@dataclass(frozen=True)
class Kind:
    """`sections` maps every section name of this schema to its shape, in the order they are shown.

    `rule` gets the values present (by section name) and `re`, and returns a coded reason or None. `required` are
    the sections that may not be absent. `machine` kinds are signed by the node, not by an office.
    `concepts` gives the vocabulary words used, each with the area it must stand in, if one is named.

    What a message of the kind does in a matter (views/matters.py): `opens` one, when it names no thread; `names` how many earlier
    messages `re` must name; `replies`: what it gives to the one it names; `awaits` what a person of each other member owes it.
    `thread`: it says nothing outside a matter, so content must name one. `own`: it may be about its author's own message too.
    """

    name: str
    schema: int
    sections: Mapping[str, type[Shape]]
    required: frozenset[str]
    machine: bool = False
    rule: Callable[[Mapping[str, Any], list[bytes]], str | None] = no_rule
    concepts: Callable[[Mapping[str, Any]], list[tuple[str, str | None]]] = no_concepts
    opens: bool = False
    thread: bool = False
    names: Literal["any", "none", "one"] = "any"
    own: bool = False
    replies: Reply | None = None
    awaits: frozenset[Literal["acknowledgement", "answer"]] = frozenset()

    def common(self, sections: Mapping[str, Any], re: list[bytes], thread: bytes | None) -> str | None:
        """The coded reason for which a message breaks what all kinds keep to, beside the kind's own rule; or None."""
        if self.names == "one" and len(re) != 1:
            return "names-one-message"
        if self.names == "none" and re:
            return "names-no-message"
        if self.thread and thread is None:
            return "names-no-matter"
        if not courtesy_differs(sections):
            return "courtesy-language"
        return None
