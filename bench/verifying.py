"""`verify.bundle` and `audit.signatures`: a record of 10,000 messages shown to others, and judged again by its own node.

`verify.bundle`: wall seconds of the whole command `detente verify --json` on the exported bundle, in one process. Beside: as
many Ed25519 verifications alone, divided by the cores there are. `verify.bundle.rss`: the most memory that process had, beside
the size of the file. `audit.signatures`: messages a second whose verdict is reached again from the kept bytes (signature,
commitments, place), on one core; beside: one Ed25519 verification a message.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.pair import founded, sockets, written
from bench.rows import Row, row, wall
from detente.codec.cose import ED25519
from detente.crypto.suites import signer, verify
from detente.line.content import pack_message
from detente.node import audit
from detente.node.node import Node

RUNS, MESSAGES, EACH, VERIFICATIONS = 5, 10_000, 200, 2000


def _verified(file: Path) -> tuple[float, float]:
    """(wall seconds, MB at most) of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "detente.cli", "verify", "--json", str(file)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        raise RuntimeError(f"detente verify exited with {process.returncode}")
    return time.perf_counter() - start, used.ru_maxrss * 1024 / 1e6


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
