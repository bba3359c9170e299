"""`exchange.p50`: from release to a durable receipt, between two nodes over HTTPS on loopback, beside its primitives.

One node is a `detente serve` process, the other runs in this process with the same carrier that `serve` uses. An exchange is:
a notice written and signed, recorded durably, sealed, posted, opened, judged, recorded durably there, answered, and its
receipt recorded durably here. The primitives are measured singly in the same run, alternating with the exchanges.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench.homes import found_pair
from bench.rows import Row, row
from detente.codec.cose import ED25519, ML_DSA_44
from detente.crypto import seal
from detente.crypto.suites import signer, verify
from detente.node import compose
from detente.node.deliver import Carrier
from detente.node.found import CONTEXTS
from detente.node.home import Home, Listen
from detente.node.node import Node
from detente.routes.https import Https

RUNS, ROUNDS = 40, 7  # exchanges a round; rounds
DRAFT = {
    "wanted": 2,
    "coded": {
        "area": "A",
        "class": "unexpected-model-behaviour",
        "status": "confirmed",
        "severity": 2,
        "going_on": "no",
        "touches": "unknown",
        "public": "no",
        "asks": ["information"],
        "admission": "none",
        "attribution": "not-asserted",
        "handling": "parties-only",
    },
    "prose": {"language": "en", "plain": "EXAMPLE 示例 — " + "A plain statement of what happened. " * 20},
    "times": {"detected": "-PT1H", "next_word_by": "+PT6H"},
}


def listens(sockets: dict[str, list[socket.socket]]) -> dict[str, dict[str, Listen]]:
    ports = {party: [s.getsockname()[1] for s in held] for party, held in sockets.items()}
    return {
        party: {
            context: Listen("127.0.0.1", port, f"https://127.0.0.1:{port}")
            for context, port in zip(CONTEXTS, both, strict=True)
        }
        for party, both in ports.items()
    }


async def _measure(home: Home, peer: str, posting: Https) -> tuple[list[float], dict[str, list[float]]]:
    loop = asyncio.get_running_loop()
    worker = ThreadPoolExecutor(1)

    async def run(function: Any, *arguments: Any) -> Any:
        return await loop.run_in_executor(worker, function, *arguments)

    node: Node = await run(Node, home)
    line = node.line()
    carrier = Carrier(node, run, line.id, peer)
    await carrier.once()
    exchanges: list[float] = []
    beside: dict[str, list[float]] = {}
    envelope = await run(node.outgoing, line, peer)

    def release() -> None:
        sections, wanted = compose.notice_sections(DRAFT, node.now())
        node.say(line, node.write(line, "notice", sections, wanted))

    with tempfile.TemporaryDirectory(dir=home.path) as scratch:
        primitives = _primitives(Path(scratch))
        for _ in range(ROUNDS):
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                await run(release)
                await carrier.once()
                times.append((time.perf_counter() - start) * 1000)
            exchanges.append(statistics.median(times))
            for name, work in primitives.items():
                beside.setdefault(name, []).append(statistics.median(_timed(work) for _ in range(RUNS)))
            posts = []
            for _ in range(RUNS):
                start = time.perf_counter()
                await posting.carry_anything(envelope)
                posts.append((time.perf_counter() - start) * 1000)
            beside.setdefault("post_keep_alive", []).append(statistics.median(posts))
    await carrier.close()
    await posting.close()
    await run(node.close)
    worker.shutdown()
    return exchanges, beside


def _timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _primitives(scratch: Path) -> dict[str, Any]:
    database = sqlite3.connect(scratch / "commit.db", isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE t (b BLOB)")
    data, seed = os.urandom(4096), os.urandom(32)
    ed, ml = signer(ED25519, seed), signer(ML_DSA_44, seed)
    ed_signed, ml_signed = ed.sign(data), ml.sign(data)
    public = seal.sealing_public(seed)
    plain = bytes(31 * 1024)
    sealed = seal.seal(public, b"info", plain)

    def commit() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO t VALUES (?)", (data,))
        database.execute("COMMIT")

    return {
        "commit": commit,
        "ed25519_sign": lambda: ed.sign(data),
        "ml_dsa_44_sign": lambda: ml.sign(data),
        "ed25519_verify": lambda: verify(ED25519, ed.public, data, ed_signed),
        "ml_dsa_44_verify": lambda: verify(ML_DSA_44, ml.public, data, ml_signed),
        "hpke_seal": lambda: seal.seal(public, b"info", plain),
        "hpke_open": lambda: seal.open_sealed(seed, b"info", sealed),
    }


# How often each primitive stands in one exchange (docs/contracts.md).
COUNTS = {
    "commit": 3,
    "ed25519_sign": 2,
    "ml_dsa_44_sign": 2,
    "ed25519_verify": 3,
    "ml_dsa_44_verify": 2,
    "hpke_seal": 2,
    "hpke_open": 2,
    "post_keep_alive": 1,
}
ECHO = """
import sys, socket, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
async def echo(request):
    return Response(await request.body(), media_type="application/octet-stream")
app = Starlette(routes=[Route("/v1/envelope", echo, methods=["POST"])])
pem = sys.argv[2]
quiet = {"log_level": "critical", "access_log": False, "lifespan": "off"}
config = uvicorn.Config(app, ssl_certfile=pem, ssl_keyfile=pem, **quiet)
uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
"""


class _Post(Https):
    """The same client against a listener that only gives back what it got."""

    async def carry_anything(self, data: bytes) -> None:
        for attempt in range(100):
            try:
                await self.carry(data)
                return
            except OSError:
                if attempt == 99:
                    raise
                await asyncio.sleep(0.05)


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as root:
        sockets = {party: [socket.create_server(("127.0.0.1", 0)) for _ in range(2)] for party in ("a", "b")}
        homes = found_pair(Path(root), listens(sockets))
        listener = socket.create_server(("127.0.0.1", 0))
        pem = str(homes["b"].path / "keys" / "tls.pem")
        fd, echo_fd = sockets["b"][0].fileno(), listener.fileno()
        server = subprocess.Popen(
            [sys.executable, "-m", "detente.cli", "serve", str(homes["b"].path), "--fd", str(fd), "--json"],
            pass_fds=[fd],
            stdout=subprocess.PIPE,
        )
        echo = subprocess.Popen([sys.executable, "-c", ECHO, str(echo_fd), pem], pass_fds=[echo_fd])
        try:
            assert server.stdout is not None and server.stdout.readline()
            from detente.node.tls import certificate_der

            port = listener.getsockname()[1]
            posting = _Post(f"https://127.0.0.1:{port}", certificate_der(homes["b"], os.urandom))
            exchanges, beside = asyncio.run(_measure(homes["a"], "b", posting))
        finally:
            for process in (server, echo):
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    single = {name: statistics.median(values) for name, values in beside.items()}
    total = sum(single[name] * count for name, count in COUNTS.items())
    shown = {f"{count}x_{name}": single[name] * count for name, count in COUNTS.items()}
    return [row("exchange.p50", "ms", exchanges, {**shown, "sum": total}, against=total)]
