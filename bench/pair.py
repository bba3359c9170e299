"""Two offices for a bench: homes founded through the real path, `b` served by a `detente serve` process of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from detente.codec.shape import pack
from detente.line.founding import read_founding
from detente.line.shapes import Message
from detente.node import compose, found
from detente.node.home import Home, Listen
from detente.node.node import DAY, Node, clock

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


def found_pair(root: Path, sockets: dict[str, list[socket.socket]]) -> dict[str, Home]:
    """Homes founded in pairs; the addresses they announce are those of their sockets (live, exercise)."""
    homes: dict[str, Home] = {}
    codes: dict[str, dict[str, str]] = {}
    for party, held in sockets.items():
        ports = [s.getsockname()[1] for s in held]
        listens = {
            context: Listen("127.0.0.1", port, f"https://127.0.0.1:{port}")
            for context, port in zip(found.CONTEXTS, ports, strict=True)
        }
        made = found.init_pair(root / party, party, {"en": party, "zh": party}, "en", listens, os.urandom)
        homes[party] = Home.open(root / party)
        codes[party] = {context: made[context]["roots"] for context in found.CONTEXTS}
    a, b = homes
    found.accept(homes[a], found.own_introduction(homes[b]))
    found.accept(homes[b], found.own_introduction(homes[a]))
    founding = found.draft(homes[a], [b], "watch", {"en": "bench", "zh": "测量"}, clock() + DAY, os.urandom)
    for party in homes:
        with found.Pair(homes[party]) as pair:
            founding = pair.sign(founding, codes[party])
    for party in homes:
        with found.Pair(homes[party]) as pair:
            pair.found(read_founding(pack(founding)))
    return homes


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
        sections, wanted = compose.notice_sections(DRAFT, node.now())
        made.append(node.write(line, "notice", sections, wanted))
    return made
