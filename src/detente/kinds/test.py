"""Test and its reply between two nodes: is the line alive? Both are machine kinds; no person reads or releases them.

What a person says to try the line is another kind (test_person.py): a release rule goes by the kind, so one kind cannot be
the node's to sign and the office's too (docs/decisions/0020-tests-of-a-line.md).
"""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind


class Coded(Shape, frozen=True):
    tester: Literal["machine"]


TEST = Kind(name="test", schema=1, sections={"coded": Coded}, required=frozenset({"coded"}), machine=True, names="none")
