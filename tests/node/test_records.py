"""One place decides what a row looks like, however many are asked for; and what a person may call a message by."""

from __future__ import annotations

import pytest

from detente.codec.errors import Local
from detente.node import records
from support import Node, acknowledge, exchange, notify


def test_a_row_looked_up_is_the_row_in_the_queue(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    first, second = notify(heron), notify(otter)
    exchange(heron, otter)
    exchange(otter, heron)
    acknowledge(otter, first)
    exchange(otter, heron)
    for node in (heron, otter):
        line = node.line()
        queue = records.queue(node, line)
        assert {row["what"] for row in queue} >= {first.what, second.what} and len(queue) == 3
        for row in queue:
            assert records.row(node, line, row["party"], row["what"]) == row
            assert records.find(node, line, row["reference"]) == row
            assert records.find(node, line, row["what"].hex()[:6].upper()) == row


@pytest.mark.parametrize(
    "name", ["heron-9", "heron-1", "heron-2.2", "heron-02", "stork-2", "heron-", "-2", "ffffffffff", "ab", ""]
)
def test_what_names_no_message_is_unknown(heron: Node, name: str) -> None:
    """`heron-1` is the keys message, which is no row; `heron-2.2` would be of a second epoch."""
    notify(heron)
    with pytest.raises(Local, match="message-unknown"):
        records.find(heron, heron.line(), name)


def test_a_message_said_again_in_a_new_epoch_is_found_by_either_reference(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    kept = notify(heron)
    line = heron.line()
    heron.commit(line.open_epoch(heron.random(16), heron.now(), heron.blind, "lost-entries"))
    exchange(heron, otter)
    for node in (heron, otter):
        [row] = records.queue(node, node.line())
        assert row["reference"] == "heron-2.1" and row["what"] == kept.what
        assert records.find(node, node.line(), "heron-2.1") == row
    assert records.find(heron, line, "heron-2") == records.queue(heron, line)[0]
