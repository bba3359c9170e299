"""Two real nodes: `detente serve` processes over HTTPS on loopback, on ports the system chose."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from detente.node.announce import renew
from detente.node.home import Home, Listen, Tests
from detente.node.node import Node, clock
from support import LATER, Clock, copy_homes

DETENTE = [sys.executable, "-m", "detente.cli"]


def quiet(home: Home) -> Home:
    """The home with a setting that its node says no tests of the line by itself."""
    return Home(home.path, msgspec.structs.replace(home.settings, tests=Tests(machine=0)))


class Office:
    """One side: its home, the socket its node listens on, and the node while it runs."""

    def __init__(self, home: Home) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        port = self.listener.getsockname()[1]
        # These homes were founded in September: a node would say the tests left out since at once, between what a test looks at.
        self.home = quiet(home).with_listen(Listen("127.0.0.1", port, f"https://127.0.0.1:{port}"))
        self.party = home.settings.party
        self.node: subprocess.Popen[str] | None = None
        self.told = tempfile.TemporaryFile()  # noqa: SIM115 - what the node says for people, shown when it does not start

    def run(self, *words: str, code: int = 0, lang: str = "en", stdin: bytes | None = None) -> str:
        """A command's standard output; its exit code must be `code`."""
        environment = {**os.environ, "DETENTE_HOME": str(self.home.path), "DETENTE_LANG": lang}
        done = subprocess.run([*DETENTE, *words], env=environment, input=stdin or b"", capture_output=True, timeout=120)
        assert done.returncode == code, done.stderr.decode()
        self.said = done.stderr.decode()
        return done.stdout.decode()

    def json(self, *words: str, code: int = 0, stdin: bytes | None = None) -> Any:
        return json.loads(self.run(*words, "--json", code=code, stdin=stdin))

    def serve(self, *words: str) -> Any:
        """Start the node; what it says of itself when it is ready."""
        fd = self.listener.fileno()
        self.node = subprocess.Popen(
            [*DETENTE, "serve", str(self.home.path), "--fd", str(fd), "--json", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.told,
            text=True,
            pass_fds=[fd],
        )
        assert self.node.stdout is not None
        ready, _, _ = select.select([self.node.stdout], [], [], 90)
        started = ready and self.node.stdout.readline()
        self.told.seek(0)
        assert started, f"the node did not start: {self.told.read().decode()}"
        return json.loads(started)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self.node is not None:
            if self.node.poll() is None:
                self.node.send_signal(number)
            self.node.wait(60)
            assert self.node.stdout is not None
            self.node.stdout.close()
            self.node = None


@contextlib.contextmanager
def in_touch(homes: list[Home]) -> Iterator[tuple[Office, Office]]:
    """Two offices whose keys messages name the addresses they listen on here."""
    both = [Office(home) for home in homes]
    nodes = [Node(office.home) for office in both]
    for node in nodes:
        assert renew(node, node.line())  # the address changed, so it is announced
    for sender, receiver in (nodes, nodes[::-1], nodes):
        sender.now = Clock(LATER)  # the keys they were founded with are in their time, whatever today is
        envelope = sender.outgoing(sender.line(), receiver.me)
        sender.now = clock
        sender.take(receiver.receive(envelope))
    for node in nodes:
        node.close()
    try:
        yield both[0], both[1]
    finally:
        for office in both:
            office.kill()
            office.listener.close()
            office.told.close()


@pytest.fixture
def offices(homes: dict[str, Home]) -> Iterator[tuple[Office, Office]]:
    """heron and otter, live."""
    with in_touch([homes["heron"], homes["otter"]]) as both:
        yield both


@pytest.fixture
def exercising(two_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Office]]:
    """heron and otter, exercise, under a short path: a socket stands in each home, and systems limit its name."""
    here = tmp_path_factory.mktemp("x")
    copy_homes(two_founded, here, whole=True)
    with in_touch([Home.open(here / f"{party}-exercise") for party in ("heron", "otter")]) as both:
        yield both


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.json"
    value = {
        "wanted": 3,
        "coded": {
            "area": "B",
            "class": "command-link-loss",
            "status": "suspected",
            "severity": 0,
            "going_on": "yes",
            "touches": "unknown",
            "public": "no",
            "asks": ["not-directed", "information"],
            "admission": "none",
            "attribution": "not-asserted",
            "handling": "parties-only",
        },
        "prose": {"language": "en", "plain": "EXAMPLE 示例 — a link was lost at 09:10 and is being restored."},
        "times": {"detected": "-PT20M", "next_word_by": "+PT2H"},
    }
    path.write_text(json.dumps(value), encoding="utf-8")
    return path
