"""Acknowledgement: a person has received it. "Received, no position implied." It says nothing else, by design."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind


class Coded(Shape, frozen=True):
    received: Literal["received"]


def rule(_sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    return None if len(re) == 1 else "acknowledgement-names-one-message"


ACKNOWLEDGEMENT = Kind(
    name="acknowledgement",
    schema=1,
    sections={"coded": Coded},
    required=frozenset({"coded"}),
    rule=rule,
    replies="acknowledgement",
)
