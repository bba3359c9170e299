"""`bulk.messages`: messages a second from one node to another in envelopes of 128, until every receipt is kept.

Two processes: `a` runs in this one, `b` is `detente serve`; HTTPS on loopback, SQLite in WAL with synchronous FULL on both
sides. Counted for every message: composing it, its office's Ed25519 signature, our own judgement and its commit here; its
envelope, the judgement and the commit there; the receipt, and the commit that keeps it here. So an envelope takes three
durable commits, two here and one there. While one is on its way the next 128 messages are written, as a busy node would;
nothing else overlaps, and a round ends when nothing is owed any more.

Beside: the primitives of one message, measured singly in the same run, one after another on one core. The ratio is to the
rate they would give alone. `cpu_us_a` and `cpu_us_b` are the processor time a message takes in each process.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.pair import founded, served, sockets, written
from bench.rows import Row, row, wall
from detente.codec.cose import ED25519, ML_DSA_44
from detente.crypto import seal
from detente.crypto.suites import signer, verify
from detente.line.content import pack_message
from detente.node.deliver import Carrier
from detente.node.home import Home
from detente.node.node import Node

EACH, ENVELOPES, ROUNDS = 128, 8, 9  # messages an envelope, envelopes a round, rounds
PRIMITIVE_RUNS = 15


class Sender:
    """A node on its own thread, and the carrier to one peer: what `serve` has, driven by hand."""

    def __init__(self, home: Home, peer: str) -> None:
        self.worker = ThreadPoolExecutor(1)
        self.home, self.peer = home, peer

    async def __aenter__(self) -> Sender:
        self.node = await self.run(Node, self.home)
        self.line = self.node.line()
        self.carrier = Carrier(self.node, self.run, self.line.id, self.peer)
        await self.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.carrier.close()
        await self.run(self.node.close)
        self.worker.shutdown()

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.worker, function, *arguments)

    async def settle(self) -> None:
        while await self.carrier.once():
            pass

    def say(self, count: int) -> None:
        self.node.say_many(self.line, written(self.node, count))

    async def send(self, envelopes: int, each: int) -> None:
        """`envelopes` with `each` new messages, the next ones written while one is on its way; then whatever is still owed."""
        await self.run(self.say, each)
        for left in reversed(range(envelopes)):
            under_way = asyncio.create_task(self.carrier.once())
            await asyncio.sleep(0)  # the envelope is made before the next messages are placed
            if left:
                await self.run(self.say, each)
            await under_way
        await self.settle()


def cpu(process: int) -> float:
    """Seconds of processor time a process has used so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _measure(home: Home, peer: str, there: int) -> tuple[list[float], dict[str, float]]:
    rates: list[float] = []
    beside: dict[str, list[float]] = {}
    async with Sender(home, peer) as sender:
        await sender.send(2, EACH)
        size = len(pack_message(written(sender.node, 1)[0]))
        with tempfile.TemporaryDirectory(dir=home.path) as scratch:
            primitives = _primitives(Path(scratch), size)
            for _ in range(ROUNDS):
                said = sender.line.own.said
                used = {"cpu_us_a": cpu(os.getpid()), "cpu_us_b": cpu(there)}
                start = time.perf_counter()
                await sender.send(ENVELOPES, EACH)
                rates.append((sender.line.own.said - said) / (time.perf_counter() - start))
                for name, process in (("cpu_us_a", os.getpid()), ("cpu_us_b", there)):
                    beside.setdefault(name, []).append(
                        (cpu(process) - used[name]) * 1e6 / (sender.line.own.said - said)
                    )
                for name, work in primitives.items():
                    seconds = statistics.median(wall(work) for _ in range(PRIMITIVE_RUNS))
                    beside.setdefault(name, []).append(seconds * 1e6)
        if any(await sender.run(sender.line.lacks, peer)):
            raise RuntimeError("something is still owed: not every message was receipted")
    return rates, {name: statistics.median(values) for name, values in beside.items()}


def _primitives(scratch: Path, size: int) -> dict[str, Callable[[], object]]:
    """Of messages of `size` bytes: what one message, and what one envelope of them, cannot do without."""
    database = sqlite3.connect(scratch / "commit.db", isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE t (i INTEGER PRIMARY KEY, b BLOB)")
    data, seed, rows = os.urandom(size), os.urandom(32), [(os.urandom(size),) for _ in range(EACH)]
    ed, ml = signer(ED25519, seed), signer(ML_DSA_44, seed)
    ed_signed, ml_signed = ed.sign(data), ml.sign(data)
    public, plain, answer = seal.sealing_public(seed), bytes(500 * 1024), bytes(127 * 1024)
    sealed, sealed_answer = seal.seal(public, b"info", plain), seal.seal(public, b"info", answer)

    def commit() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO t (b) VALUES (?)", rows)
        database.execute("COMMIT")

    return {
        "ed25519_sign": lambda: ed.sign(data),
        "ed25519_verify": lambda: verify(ED25519, ed.public, data, ed_signed),
        "commit_of_128": commit,
        "ml_dsa_44_sign": lambda: ml.sign(data),
        "ml_dsa_44_verify": lambda: verify(ML_DSA_44, ml.public, data, ml_signed),
        "seal_512k": lambda: seal.seal(public, b"info", plain),
        "open_512k": lambda: seal.open_sealed(seed, b"info", sealed),
        "seal_128k": lambda: seal.seal(public, b"info", answer),
        "open_128k": lambda: seal.open_sealed(seed, b"info", sealed_answer),
    }


# How often each stands in one message, and in one envelope with its answer.
A_MESSAGE = {"ed25519_sign": 1, "ed25519_verify": 2}  # the office signs; both sides judge
AN_ENVELOPE = {
    "commit_of_128": 3,
    "ed25519_sign": 2,
    "ml_dsa_44_sign": 2,
    "ed25519_verify": 2,
    "ml_dsa_44_verify": 2,
    "seal_512k": 1,
    "open_512k": 1,
    "seal_128k": 1,
    "open_128k": 1,
}


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as root:
        held = sockets()
        homes = founded(Path(root), held)
        with served(homes["b"], held["b"][0]) as there:
            rates, single = asyncio.run(_measure(homes["a"], "b", there.pid))
    shown = {f"{count}x_{name}_us": count * single[name] for name, count in A_MESSAGE.items()}
    for name, count in AN_ENVELOPE.items():
        shown[f"{count}x_{name}_us/{EACH}"] = count * single[name] / EACH
    total = sum(shown.values())
    shown |= {name: single[name] for name in ("cpu_us_a", "cpu_us_b")}
    beside = {**shown, "sum_us": total, "primitives_per_second": 1e6 / total}
    return [row("bulk.messages", "messages/s", rates, beside, 1e6 / total)]
