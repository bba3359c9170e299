"""Destroyed: a node says that it has destroyed what the proposal in `re` names. A machine kind.

It shows that this was said. It cannot show that no copy exists anywhere.
"""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind


class Coded(Shape, frozen=True):
    state: Literal["destroyed"]


DESTROYED = Kind(
    name="destroyed", schema=1, sections={"coded": Coded}, required=frozenset({"coded"}), machine=True, names="one"
)
