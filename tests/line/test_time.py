"""Times are claims: one far ahead is flagged and taken, and none is a reason to refuse."""

from __future__ import annotations

from collections.abc import Callable

from detente.node.home import Home
from detente.node.node import Node
from support import LATER, count, exchange, notify, verdicts


def test_a_time_far_ahead_is_flagged_and_still_taken(homes: dict[str, Home], opened: Callable[..., Node]) -> None:
    heron, otter = opened(homes["heron"], at=LATER + 3_600_000), opened(homes["otter"])
    notify(heron)
    exchange(heron, otter)
    assert count(otter, "clock-ahead") == 1
    assert verdicts(otter, "heron") == [("accepted", None)]


def test_a_clock_that_is_behind_never_makes_an_entry_older_than_the_one_before(
    homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    heron, otter = opened(homes["heron"], at=LATER + 3_600_000), opened(homes["otter"])
    first = notify(heron)
    heron.close()
    heron = opened(homes["heron"], at=LATER)
    second = notify(heron)
    assert second.said.at == first.said.at
    exchange(heron, otter)
    assert verdicts(otter, "heron") == [("accepted", None), ("accepted", None)]
