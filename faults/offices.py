"""One side of the line in a run of faults: its home, its node while it runs, the proxy in front of it, what it has said."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from bench.homes import found_pair
from bench.pair import DRAFT

from detente.api.client import Client
from detente.codec.errors import DetenteError
from detente.node.found import CONTEXTS
from detente.node.home import Home, Listen
from detente.node.keyring import Keyring
from detente.node.node import DAY, clock
from faults.proxy import Proxy

ROOT = Path(__file__).resolve().parent.parent
PARTIES = ("a", "b")
START, STOP, COMMAND = 60.0, 40.0, 90.0  # seconds before a process that does not come or go is called stuck


class Stuck(Exception):
    """A process that neither went on nor ended, or a message that did not arrive: a finding, with its sentence."""


def until(what: Callable[[], object], seconds: float, sentence: str) -> None:
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise Stuck(sentence)
        time.sleep(0.01)


class Office:
    """See the module. `started` counts lives of its node."""

    def __init__(self, home: Home, proxy: Proxy) -> None:
        self.home, self.proxy, self.party = home, proxy, home.settings.party
        self.node: subprocess.Popen[bytes] | None = None
        self.listening: Listen = home.settings.listen
        self.said: dict[str, str] = {}  # content id -> reference, of every message whose saying was reported done
        self.refused: list[str] = []
        self.serves = False
        self.started = 0
        self.sites = home.path.parent / f"{self.party}.sites"
        self.errors = home.path.parent / f"{self.party}.stderr"
        self.read_sites = self.read_errors = 0

    # -- its node ------------------------------------------------------------------------------------------------

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "faults.node", str(self.sites), *words]

    def _spawn(self, words: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        environment = {
            **os.environ,
            "PYTHONPATH": path,
            "DETENTE_HOME": str(self.home.path),
            "DETENTE_LANG": "en",
            "PYTHONUTF8": "1",
        }
        with open(self.errors, "ab") as errors:
            return subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=errors, env=environment, **options)

    def launch(self, before: Sequence[str] = ()) -> None:
        """Start the node on a new port behind the proxy, without waiting for it."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            fd = listener.fileno()
            words = [*before, *self.command("serve", str(self.home.path), "--fd", str(fd), "--json")]
            self.node = self._spawn(words, stdout=subprocess.PIPE, pass_fds=[fd])
            self.proxy.target = listener.getsockname()[1]
        self.serves = False
        self.started += 1

    def ready(self) -> bool:
        """Wait until the node serves; False when it ended first."""
        if self.serves:
            return self.runs
        assert self.node is not None and self.node.stdout is not None
        readable, _, _ = select.select([self.node.stdout], [], [], START)
        if not readable:
            raise Stuck(f"{self.party} did not start")
        if b'"listening"' in self.node.stdout.readline():  # else an error, or nothing
            self.serves = True
            return True
        if not self.ended(STOP):
            raise Stuck(f"{self.party} neither started nor ended")
        return False

    def start(self) -> None:
        self.launch()
        if not self.ready():
            raise Stuck(f"{self.party} did not start: {self.new_errors()[-600:]}")

    @property
    def runs(self) -> bool:
        return self.node is not None and self.node.poll() is None

    def ended(self, seconds: float) -> bool:
        """Whether the node ends within a time."""
        assert self.node is not None
        try:
            self.node.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the node and give its status (negative: the signal that ended it)."""
        if self.node is None:
            return 0
        if self.node.poll() is None:
            self.node.send_signal(number)
        if not self.ended(STOP):
            self.node.kill()
            self.node.wait()
            raise Stuck(f"{self.party} did not stop")
        assert self.node.stdout is not None
        self.node.stdout.close()
        status = self.node.returncode
        self.node = None
        return status

    def new_sites(self) -> str:
        """The stacks written since the last look."""
        with open(self.sites, "rb") as file:
            file.seek(self.read_sites)
            data = file.read()
        self.read_sites += len(data)
        return data.decode(errors="replace")

    def new_errors(self) -> str:
        """What its processes said on standard error since the last look."""
        with open(self.errors, "rb") as file:
            file.seek(self.read_errors)
            data = file.read()
        self.read_errors += len(data)
        return data.decode(errors="replace")

    # -- its desk ------------------------------------------------------------------------------------------------

    def _ask(self, path: str, value: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = Client(self.home).post(path, value)
        self.said[row["content"]["id"]] = row["reference"]
        return row

    def notify(self, wait: float = 0) -> dict[str, Any]:
        """A notice said at the desk: through the node's socket when one runs, else by opening the home."""
        return self._ask("/v1/say", {"kind": "notice", "draft": self.draft(), "wait": wait})

    def acknowledge(self, reference: str) -> dict[str, Any]:
        return self._ask(
            "/v1/say",
            {"kind": "acknowledgement", "draft": {"coded": {"received": "received"}}, "name": reference, "wait": 0},
        )

    def destroy(self, reference: str, wait: float = 0) -> dict[str, Any]:
        """Propose that the prose of a message be destroyed."""
        return self._ask("/v1/destroy", {"name": reference, "sections": ["prose"], "wait": wait})

    def consent(self, proposal: str) -> dict[str, Any]:
        return self._ask("/v1/consent", {"name": proposal, "agreed": True, "wait": 0})

    def ask(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = Client(self.home).get(path)
        return found

    def draft(self) -> dict[str, Any]:
        number = len(self.said) + len(self.refused) + 1
        return {**DRAFT, "prose": {"language": "en", "plain": f"EXAMPLE 示例 — number {number} of {self.party}. " * 8}}

    def attempt(self, what: Callable[[], dict[str, Any]]) -> str:
        """Do it; `done`, or the code it was refused with, or `untyped` when that was no plain error."""
        try:
            what()
        except DetenteError as error:
            why = str(error.values.get("why", ""))
            untyped = error.code == "node-unreachable" and why == "500"
            self.refused.append(error.code)
            return "untyped: 500" if untyped else f"{error.code} {why}".strip()
        except Exception as error:
            self.refused.append(type(error).__name__)
            return f"untyped: {type(error).__name__}: {error}"
        return "done"

    def run(self, *words: str, before: Sequence[str] = ()) -> tuple[int, str]:
        """A command as a process of its own: status and standard output. One that says something is remembered."""
        done = self._spawn([*before, *self.command(*words)], stdout=subprocess.PIPE)
        try:
            out, _ = done.communicate(timeout=COMMAND)
        except subprocess.TimeoutExpired:
            done.kill()
            done.communicate()
            raise Stuck(f"{self.party}: detente {words[0]} did not end") from None
        if done.returncode == 0 and words[0] in ("notify", "ack"):
            row = json.loads(out)
            self.said[row["content"]["id"]] = row["reference"]
        return done.returncode, out.decode()

    def status(self) -> dict[str, Any]:
        state: dict[str, Any] = Client(self.home).get("/v1/status")
        return state

    def waiting(self) -> int:
        """Messages of ours that the other side has not receipted."""
        return sum(m["not_receipted"] for line in self.status()["lines"] for m in line["members"])

    # -- chores that make its next start write more ---------------------------------------------------------------

    def move(self) -> None:
        """Announce the proxy's other port: at the next start a new sealing key is made and a `keys` message said."""
        port = next(p for p in self.proxy.ports if f":{p}" not in self.home.settings.listen.address)
        self.home = self.home.with_listen(Listen("127.0.0.1", 0, f"https://127.0.0.1:{port}"))

    def plant_ended_key(self) -> None:
        """A sealing key that ended long ago, as after a year: the next start destroys it."""
        keyring = Keyring(self.home)
        held = next(iter(keyring.sealing.values()))
        ended = clock() - 60 * DAY
        keyring.create_sealing(held.line, os.urandom, ended - DAY, ended, dict(held.mailboxes))


class World:
    """Two founded offices and the weather between them, in a directory of their own."""

    def __init__(self, root: Path, seed: int | str) -> None:
        self.root = root
        self.proxies = {party: Proxy(f"{seed}/{party}", addresses=2) for party in PARTIES}
        self.offices: list[Office] = []
        try:
            listens = {
                party: {context: Listen("127.0.0.1", 0, f"https://127.0.0.1:{proxy.ports[0]}") for context in CONTEXTS}
                for party, proxy in self.proxies.items()
            }
            homes = found_pair(root / "homes", listens)
            self.offices = [Office(homes[party], self.proxies[party]) for party in PARTIES]
        except BaseException:
            self.close()
            raise

    def weather(self, name: str) -> None:
        for proxy in self.proxies.values():
            proxy.set(name)

    def close(self) -> None:
        for office in self.offices:
            with contextlib.suppress(Stuck):
                office.end(signal.SIGKILL)
        for proxy in self.proxies.values():
            proxy.close()


def draft_file(office: Office, path: Path) -> Path:
    path.write_bytes(msgspec.json.encode(office.draft()))
    return path
