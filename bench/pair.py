"""Two offices for a bench: homes founded through the real path, `b` served by a `detente serve` process of its own."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.homes import found_pair
from detente.line.shapes import Message
from detente.node import compose
from detente.node.found import CONTEXTS
from detente.node.home import Home, Listen
from detente.node.node import Node

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


def founded(root: Path, sockets: dict[str, list[socket.socket]]) -> dict[str, Home]:
    """Homes of two parties; the addresses they announce are those of their sockets (live, exercise)."""
    ports = {party: [s.getsockname()[1] for s in held] for party, held in sockets.items()}
    return found_pair(
        root,
        {
            party: {
                context: Listen("127.0.0.1", port, f"https://127.0.0.1:{port}")
                for context, port in zip(CONTEXTS, both, strict=True)
            }
            for party, both in ports.items()
        },
    )


def sockets() -> dict[str, list[socket.socket]]:
    """Listening sockets on loopback for the live and the exercise home of `a` and of `b`."""
    return {party: [socket.create_server(("127.0.0.1", 0)) for _ in range(2)] for party in ("a", "b")}


@contextlib.contextmanager
def served(home: Home, listener: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """A `detente serve` process on `home`, ready; stopped at the end."""
    fd = listener.fileno()
    command = [sys.executable, "-m", "detente.cli", "serve", str(home.path), "--fd", str(fd), "--json"]
    process = subprocess.Popen(command, pass_fds=[fd], stdout=subprocess.PIPE)
    try:
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError("the served node did not start")
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def written(node: Node, count: int) -> list[Message]:
    """Notices as a person would write them, each composed, committed to section by section and signed by the office."""
    line = node.line()
    made = []
    for _ in range(count):
        sections, wanted = compose.sections_of("notice", DRAFT, node.now())
        made.append(node.write(line, "notice", sections, wanted))
    return made
