"""The terms' field `deadlines`: how long until a receipt, an acknowledgement, a holding reply, an answer; over which hours.

Read when terms are, so that nobody signs what no due time can be computed from. No time in it has a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from detente.codec.limits import MAX_STATEMENT
from detente.codec.shape import Name, Shape, unpack
from detente.trust.statements import Field

YEAR = 366 * 86_400_000
Span = Annotated[int, msgspec.Meta(ge=0, le=YEAR)]  # ms


class Tests(Shape, frozen=True):
    """How often the line is tried: by each node, and by a person; every hour counts."""

    machine: Span
    person: Span


class Deadlines(Shape, frozen=True):
    """Spans in ms. `receipt` and nothing else counts every hour; the others count the reader's hours that `over` names.

    `acknowledge` by what is `wanted`; null where no time is agreed.
    """

    profile: Name  # the published profile it began as; decides nothing
    over: Literal["always", "duty", "duty-and-on-call"]
    receipt: Span
    acknowledge: Annotated[dict[Literal["0", "1", "2", "3"], Span | None], msgspec.Meta(min_length=4, max_length=4)]
    holding: Span
    answer: Span
    tests: Tests | None = None  # terms made before this was agreed say nothing of it


def accept_deadlines(fields: Mapping[str, Field]) -> Deadlines | None:
    """None where the terms have no such field: then no time is agreed. `Remote("shape")` for anything else in it."""
    if "deadlines" not in fields:
        return None
    return unpack(Deadlines, fields["deadlines"].value, MAX_STATEMENT)
