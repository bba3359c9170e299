"""That a message was given to a route: kept durably before a byte leaves, so where nothing is kept, nothing was sent.

A crash between keeping and giving leaves a route named that carried nothing yet: the statement is *given to*, not *carried by*.
Only this node knows it; a delivery record shows it as its own statement.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.line.envelope import read_outer
from detente.line.machine import Line
from detente.line.shelf import GivenTo
from detente.node.node import Node

ANSWER = "answer"  # to an envelope of theirs, on the same connection


def owed(node: Node, line: Line, to: str, way: str, host: str | None) -> tuple[bytes | None, list[bytes]]:
    """What `to` is owed, as an envelope, kept as given to one route; with the said ids of the messages in it.

    Call `give` with them before it leaves by another route. `host` None: there is none, and nothing is kept.
    """
    node.aboard = []

    def keep(aboard: Sequence[bytes]) -> None:
        if host is not None:
            give(node, line, to, aboard, way, host)

    envelope = node.owed(
        line, to, keep
    )  # kept before it is signed, while the mark is still being written (node/mark.py)
    return envelope, list(node.aboard)


def give(node: Node, line: Line, to: str, whats: Sequence[bytes], way: str, host: str = "") -> None:
    """Keep that messages are given to a route, the first time each; nothing is written again for those that were."""
    known = node.store.carried(line.id, to, way, host, whats)
    fresh = [what for what in whats if what not in known]
    if fresh:
        node.commit([GivenTo(line.id, to, fresh, way, host, node.now())])


def answer(node: Node, envelope: bytes) -> bytes:
    """Take an envelope and answer it, what the answer carries being kept as given."""
    node.aboard = []
    reply = node.receive(envelope)
    sender = node.sender(read_outer(envelope)[0].mailbox) if reply and node.aboard else None
    if sender is not None:
        give(node, node.lines[sender[0]], sender[1], node.aboard, ANSWER)
    return reply
