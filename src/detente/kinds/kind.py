"""What a kind of message is: its name, schema number, sections in order, and rules.

A kind registers in one table (`detente.kinds.TABLE`); nothing else knows which kinds exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from detente.codec.limits import MAX_TEXT
from detente.codec.shape import Shape

Code = Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]{1,64}\\Z")]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Prose = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_TEXT)]


def no_rule(_sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    """A kind without a rule beyond its shapes."""
    return None


def no_concepts(_sections: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    return []


@dataclass(frozen=True)
class Kind:
    """`sections` maps every section name of this schema to its shape, in the order they are shown.

    `rule` gets the values present (by section name) and `re`, and returns a coded reason or None. `required` are
    the sections that may not be absent. `machine` kinds are signed by the node, not by an office.
    `concepts` gives the vocabulary words used, each with the area it must stand in, if one is named.
    """

    name: str
    schema: int
    sections: Mapping[str, type[Shape]]
    required: frozenset[str]
    machine: bool = False
    rule: Callable[[Mapping[str, Any], list[bytes]], str | None] = no_rule
    concepts: Callable[[Mapping[str, Any]], list[tuple[str, str | None]]] = no_concepts
