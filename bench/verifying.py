"""`verify.bundle` and `audit.signatures`: a record of 10,000 messages shown to others, and judged again by its own node.

`verify.bundle`: wall seconds of the whole command `detente verify --json` on the exported bundle, with as many processes as it
starts by itself (decision 38). Beside: as many Ed25519 verifications alone, divided by the cores there are.
`verify.bundle.rss`: the most memory that any one of its processes had, beside the size of the file. `audit.signatures`:
messages a second whose verdict is reached again from the kept bytes (signature, commitments, place), on one core;
beside: one Ed25519 verification a message.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.pair import founded, sockets, written
from bench.rows import Row, row, wall
from detente.codec.cose import ED25519
from detente.crypto.suites import signer, verify
from detente.line.content import pack_message
from detente.node import audit
from detente.node.node import Node

RUNS, MESSAGES, EACH, VERIFICATIONS = 5, 10_000, 200, 2000


# A process of its own, small, starts the command: a child's most memory is never below that of whoever started it.
_STARTS = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
took = time.perf_counter() - start
print(json.dumps([took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6]))
"""


def _verified(file: Path) -> tuple[float, float]:
    """(wall seconds, MB at most) of one process."""
    command = [sys.executable, "-m", "detente.cli", "verify", "--json", str(file)]
    done = subprocess.run(
        [sys.executable, "-c", _STARTS, *command], stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    took, most = json.loads(done.stdout)
    return took, most


def run() -> list[Row]:
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as root:
        node = Node(founded(Path(root), sockets())["a"])
        try:
            line = node.line()
            for _ in range(MESSAGES // EACH):
                messages = written(node, EACH)
                node.say_many(line, messages)
            size = len(pack_message(messages[0]))
            file = Path(root) / "record.detente"
            file.write_bytes(node.export(line))
            key, data = signer(ED25519, os.urandom(32)), os.urandom(size)
            signed = key.sign(data)
            seconds, most, singles, rates = [], [], [], []
            for _ in range(RUNS):
                took, memory = _verified(file)
                seconds.append(took)
                most.append(memory)
                checks = wall(lambda: [verify(ED25519, key.public, data, signed) for _ in range(VERIFICATIONS)])
                singles.append(checks / VERIFICATIONS)
                rates.append(MESSAGES / wall(lambda: sum(1 for _ in audit.judged_again(node, line))))
            shown = file.stat().st_size / 1e6
        finally:
            node.close()
    single = statistics.median(singles)
    bound = MESSAGES * single / cores
    beside: dict[str, float | str] = {"ed25519_verify_us": single * 1e6, "cores": cores, "10000_verifications_s": bound}
    return [
        row("verify.bundle", "s", seconds, beside, bound),
        row("verify.bundle.rss", "MB", most, {"file_mb": shown}, shown),
        row("audit.signatures", "messages/s", rates, {"ed25519_verify_per_second": 1 / single}, 1 / single),
    ]
