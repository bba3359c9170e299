"""`desk.queue` and `desk.matter`: a page of the desk over HTTP, in a record of 100,000 matters, while 50 desks listen.

One node with its record in SQLite, served by `detente serve --desk` in a process of its own; one officer signed in. Half of the
matters wait for the other side, two hundred wait for us, the rest is closed. 50 browsers' streams of server-sent events stay open
throughout. A run asks for PAGES pages one after another over one connection, each of another matter or another part of a list,
and its value is the 95th percentile of their times; between them, as often, for an empty page (the sign-in page: same server,
same templates, no record). The ratio is to the median of that.

`queries` counts the statements that read the record for one page (`node/pages.py` in this process, on the same file); `events_ms`
is the time from a message's commit until all 50 streams have been told, with its spread over the streams.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx2

from bench.homes import found_pair
from bench.pair import stop
from bench.rows import Row, row
from detente.api.client import Client
from detente.desk.signing import hashed
from detente.line.shapes import Message
from detente.node import compose
from detente.node.found import CONTEXTS
from detente.node.home import Home, Listen
from detente.node.node import Node, clock
from detente.node.pages import Pages
from detente.store.officers import NAME, Officers

MATTERS, EACH, RUNS, PAGES, DESKS = 100_000, 500, 7, 60, 50
PASSWORD = "three herons stand in the water"


PLANNED: dict[str, Any] = {
    "coded": {
        "area": "A",
        "activity": "large-run",
        "directed": "not-directed",
        "public": "no",
        "handling": "parties-only",
    },
    "times": {"begins": "+P2D", "ends": "+P13D"},
    "wanted": 1,
}
CONTACT: dict[str, Any] = {"coded": {"area": "A", "handling": "parties-only", "counted": "not-counted"}}


def words(text: str) -> dict[str, Any]:
    return {"prose": {"language": "en", "plain": f"EXAMPLE 示例 — {text}"}}


def drafts(node: Node, count: int, number: int) -> list[Message]:
    """Each opens a matter: by turns one that is acknowledged, and one for information."""
    line, made = node.line(), []
    for n in range(number, number + count):
        kind, draft = ("advance-notice", PLANNED) if n % 2 else ("informal-contact", CONTACT)
        sections, wanted = compose.sections_of(kind, draft | words(f"{n}. What is planned, or was heard."), node.now())
        made.append(node.write(line, kind, sections, wanted))
    return made


def fill(homes: dict[str, Home], matters: int) -> list[str]:
    """A record of so many matters in `a`, a few hundred of them by `b`; some of their references."""
    node, other = Node(homes["a"]), Node(homes["b"])
    try:
        line = node.line()
        for number in range(0, matters - 200, EACH):
            node.say_many(line, drafts(node, min(EACH, matters - 200 - number), number))
        for peer, sender in ((node, other), (other, node)):  # each knows the other's keys; then some that wait for us
            with contextlib.suppress(Exception):
                peer.take(sender.receive(peer.outgoing(peer.line(), sender.me)))
        other.say_many(other.line(), drafts(other, 200, matters))
        for _ in range(40):
            envelope = other.owed(other.line(), node.me)
            if envelope is None:
                break
            other.answered(other.line(), node.me, node.receive(envelope))
        step = max(1, matters // (2 * PAGES))
        return [f"a-{number}" for number in range(2, matters - 200, step)]
    finally:
        node.close()
        other.close()


def queries(home: Home, name: str) -> tuple[dict[str, float], list[str]]:
    """How many statements read the record for each page; and places in the list of what waits for others."""
    node = Node(home)
    try:
        line, pages, ran = node.line(), Pages(node), list[str]()
        pages.front(line)
        node.store._db.set_trace_callback(
            lambda text: ran.append(text) if text.startswith(("SELECT", "WITH")) else None
        )
        found = {}
        for page, read in (("queue", lambda: pages.front(line)), ("matter", lambda: pages.matter(line, name))):
            ran.clear()
            read()
            found[page] = float(len(ran))
        rows = node.store._db.execute(
            "SELECT wanted, heard_at, party, hex(epoch), i FROM listed WHERE grp='waiting' ORDER BY heard_at, i"
        ).fetchall()
        return found, ["~".join(map(str, row)).lower() for row in rows[:: max(1, len(rows) // (2 * PAGES))]]
    finally:
        node.close()


class Streams:
    """50 desks that listen; when each was told last."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client, self.told = client, [0.0] * DESKS
        self.tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Streams:
        self.tasks = [asyncio.create_task(self._listen(n)) for n in range(DESKS)]
        for _ in range(600):
            if all(self.told):
                return self
            await asyncio.sleep(0.1)
        raise RuntimeError("not every desk was told")

    async def __aexit__(self, *_: object) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _listen(self, n: int) -> None:
        async with self.client.stream("GET", "/events", timeout=None) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    self.told[n] = time.perf_counter()


async def timed(client: httpx2.AsyncClient, path: str) -> float:
    start = time.perf_counter()
    answer = await client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return (time.perf_counter() - start) * 1000


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


async def _measure(url: str, home: Home, names: list[str], places: list[str]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}

    def keep(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    limits = httpx2.Limits(max_connections=DESKS + 4, max_keepalive_connections=DESKS + 4)
    async with httpx2.AsyncClient(base_url=url, timeout=60.0, limits=limits) as client:
        form = {"name": "duty-1", "password": PASSWORD}
        answer = await client.post("/sign-in", data=form, headers={"Origin": url})
        if answer.status_code != 303:
            raise RuntimeError(f"signing in: {answer.status_code}")
        async with Streams(client) as streams:
            for run in range(-1, RUNS):  # the first is not counted: caches fill
                chosen = names[(run + 1) * 7 % len(names) :] + names
                times: dict[str, list[float]] = {"queue": [], "matter": [], "empty": []}
                for n in range(PAGES):
                    times["queue"].append(await timed(client, "/" if n % 2 else f"/open/waiting?after={places[n]}"))
                    times["matter"].append(await timed(client, f"/matters/{chosen[n]}"))
                    times["empty"].append(await timed(client, "/sign-in"))
                said = time.perf_counter()
                await asyncio.to_thread(
                    Client(home).post,
                    "/v1/say",
                    {"kind": "informal-contact", "draft": CONTACT | words("a word."), "wait": 0},
                )
                while min(streams.told) < said:
                    if time.perf_counter() - said > 30:
                        raise RuntimeError("not every desk was told")
                    await asyncio.sleep(0.01)
                if run < 0:
                    continue
                for page in ("queue", "matter"):
                    keep(page, p95(times[page]))
                    keep(f"{page}_median", statistics.median(times[page]))
                keep("empty", statistics.median(times["empty"]))
                keep("events", (max(streams.told) - said) * 1000)
                keep("events_first", (min(streams.told) - said) * 1000)
    return found


def run(matters: int = MATTERS) -> list[Row]:
    with tempfile.TemporaryDirectory() as root, contextlib.ExitStack() as held:
        sockets = {
            p: [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in CONTEXTS] for p in ("a", "b")
        }
        listens = {
            party: {c: Listen("127.0.0.1", s.getsockname()[1]) for c, s in zip(CONTEXTS, both, strict=True)}
            for party, both in sockets.items()
        }
        homes = found_pair(Path(root), listens)
        names = fill(homes, matters)
        officers = Officers(homes["a"].path / NAME, clock)
        officers.add("duty-1", "officer", "en", hashed(PASSWORD))
        officers.close()
        counted, places = queries(homes["a"], names[len(names) // 2])
        fd = sockets["a"][0].fileno()
        command = [
            sys.executable,
            "-m",
            "detente.cli",
            "serve",
            str(homes["a"].path),
            "--fd",
            str(fd),
            "--desk",
            "0",
            "--json",
        ]
        process = subprocess.Popen(command, pass_fds=[fd], stdout=subprocess.PIPE)
        held.callback(stop, process)
        assert process.stdout is not None
        url = str(json.loads(process.stdout.readline())["desk"]).rstrip("/")
        found = asyncio.run(_measure(url, homes["a"], names, places))
    rows = []
    for page in ("queue", "matter"):
        empty = statistics.median(found["empty"])
        beside = {
            "median_ms": statistics.median(found[f"{page}_median"]),
            "empty_page_ms": empty,
            "queries": counted[page],
            "matters": float(matters),
            "desks": float(DESKS),
            "events_ms": statistics.median(found["events"]),
            "events_first_ms": statistics.median(found["events_first"]),
            "events_ms_most": max(found["events"]),
        }
        rows.append(row(f"desk.{page}", "ms", found[page], beside, empty))
    return rows
