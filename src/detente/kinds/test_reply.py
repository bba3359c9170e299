"""Reply to a test between two nodes, said by the node that heard it. A machine kind: it says nothing of persons."""

from __future__ import annotations

from detente.kinds.kind import Kind
from detente.kinds.test import Coded

TEST_REPLY = Kind(
    name="test-reply", schema=1, sections={"coded": Coded}, required=frozenset({"coded"}), machine=True, names="one"
)
