"""Test and its reply between two nodes: is the line alive? Both are machine kinds; no person reads or releases them.

What a person says to try the line is another kind (test_person.py): a release rule goes by the kind, so one kind cannot be
the node's to sign and the office's too (docs/decisions/0020-tests-of-a-line.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind


class Coded(Shape, frozen=True):
    by: Literal["machine"]


def test_rule(_sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    return "test-names-a-message" if re else None


def reply_rule(_sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    return None if len(re) == 1 else "test-reply-names-one-message"


TEST = Kind(
    name="test", schema=1, sections={"coded": Coded}, required=frozenset({"coded"}), machine=True, rule=test_rule
)
TEST_REPLY = Kind(
    name="test-reply", schema=1, sections={"coded": Coded}, required=frozenset({"coded"}), machine=True, rule=reply_rule
)
