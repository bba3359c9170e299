"""`node.rss.idle` and `node.rss.after100k`: resident memory of a `detente serve` process, in MB of 10^6 bytes (Linux).

Idle: a served home of a founded line with nothing said on it, a second after it is ready; one process a run.

After 100,000 messages: they come the real way, over HTTPS in envelopes of 128, and the served node judges, records and
receipts every one: its log has 100,000 entries then, and it mirrors the other's of as many. That takes minutes, so it is done
once, and the runs are samples of that one process a second apart. Beside it: the highest it ever was, and the same home
served again by a fresh process.
"""

from __future__ import annotations

import asyncio
import socket
import statistics
import tempfile
import time
from pathlib import Path

from bench.bulk import EACH, Sender
from bench.pair import founded, served, sockets
from bench.rows import Row, row
from detente.node.home import Home

RUNS, MESSAGES, PAUSE = 5, 100_000, 1.0  # samples; messages; seconds


def resident(process: int, field: str = "VmRSS") -> float:
    """MB (10^6 bytes) now, or with `VmHWM` at most so far."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError(f"/proc has no {field} for a process that has ended")


def _sampled(process: int) -> list[float]:
    samples = []
    for _ in range(RUNS):
        time.sleep(PAUSE)
        samples.append(resident(process))
    return samples


def _served_once(home: Home, listener: socket.socket) -> float:
    with served(home, listener) as process:
        time.sleep(PAUSE)
        return resident(process.pid)


async def _fill(home: Home) -> None:
    async with Sender(home, "b") as sender:
        await sender.send(-(-MESSAGES // EACH), EACH)
        if any(await sender.run(sender.line.lacks, "b")):
            raise RuntimeError("something is still owed: not every message was receipted")


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as root:
        held = sockets()
        homes = founded(Path(root), held)
        idle = [_served_once(homes["b"], held["b"][0].dup()) for _ in range(RUNS)]
        with served(homes["b"], held["b"][0].dup()) as process:
            asyncio.run(_fill(homes["a"]))
            after = _sampled(process.pid)
            most = resident(process.pid, "VmHWM")
        again = _served_once(homes["b"], held["b"][0])
    beside: dict[str, float | str] = {"idle": statistics.median(idle), "highest": most, "served_again": again}
    return [row("node.rss.idle", "MB", idle), row("node.rss.after100k", "MB", after, beside)]
