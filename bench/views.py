"""`views.rebuild` and `views.step`: the views of a record made again from its messages.

Rebuild: messages a second for `detente record rebuild`, a whole process, on a record of 10,000 notices. It reads every
message, reaches its verdict again from the bytes (its signature and every commitment checked), and folds it into the views in
one durable transaction. Beside: one Ed25519 verification a message, on one core.

Step: microseconds for the fold of one message that is judged already, without and (beside) with writing its rows; a run is
the whole record.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from bench.cli_help import process
from bench.pair import founded, sockets, written
from bench.rows import Row, row, wall
from detente.codec.cose import ED25519
from detente.crypto.suites import signer, verify
from detente.line.content import pack_message
from detente.node import audit
from detente.node.home import Home
from detente.node.node import Node
from detente.views.items import step

RUNS, MESSAGES, EACH = 5, 10_000, 200  # runs; messages in the record, said so many at a time
VERIFICATIONS = 2000


def _fill(home: Home) -> int:
    """A record of `MESSAGES` notices; how many bytes one has."""
    node = Node(home)
    try:
        for _ in range(MESSAGES // EACH):
            messages = written(node, EACH)
            node.say_many(node.line(), messages)
        return len(pack_message(messages[0]))
    finally:
        node.close()


def _steps(home: Home) -> tuple[list[float], list[float]]:
    """Microseconds a message: the fold alone, and with its rows written and committed."""
    node = Node(home)
    try:
        line = node.line()
        judged = [kept for kept, _ in audit.judged_again(node, line)]
        alone, kept = [], []
        for _ in range(RUNS):
            alone.append(wall(lambda: [step(message) for message in judged]) * 1e6 / len(judged))
            kept.append(wall(lambda: node.store.refold(line.id, judged)) * 1e6 / len(judged))
        return alone, kept
    finally:
        node.close()


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as root:
        home = founded(Path(root), sockets())["a"]
        size = _fill(home)
        command = process(sys.executable, "-m", "detente.cli", "--home", str(home.path), "record", "rebuild", "--json")
        key, data = signer(ED25519, os.urandom(32)), os.urandom(size)
        signed = key.sign(data)
        rates, verifications = [], []
        for _ in range(RUNS):
            rates.append(MESSAGES / wall(command))
            checks = wall(lambda: [verify(ED25519, key.public, data, signed) for _ in range(VERIFICATIONS)])
            verifications.append(VERIFICATIONS / checks)
        alone, kept = _steps(home)
    against = statistics.median(verifications)
    return [
        row("views.rebuild", "messages/s", rates, {"ed25519_verify_per_second": against}, against),
        row("views.step", "us", alone, {"with_rows_written": statistics.median(kept)}),
    ]
