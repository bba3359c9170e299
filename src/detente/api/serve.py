"""`detente serve`: one asyncio loop for sockets, one thread that owns the node and its SQLite connection.

Two listeners: envelopes over HTTPS, and the desk's API on a socket in the home; a third where one is asked for, for officers'
browsers. Stops on SIGINT or SIGTERM after finishing what it has begun; a kill at any instant is also safe, which is what the
record is for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import uvicorn

from detente.api import envelopes
from detente.api.calling import Calling
from detente.api.local import Desk
from detente.api.testing import keep_alive
from detente.api.witnessing import Witnessing
from detente.codec.errors import DetenteError, Local
from detente.node import alive
from detente.node.announce import renew
from detente.node.deliver import Carrier
from detente.node.disk import plain
from detente.node.giving import answer as answering
from detente.node.home import Home
from detente.node.node import DAY, HOUR, Node
from detente.node.tls import certificate_der

T = TypeVar("T")
TRY_AGAIN = 60.0  # seconds


class Screen(Protocol):
    """A console for browsers, over the desk's API: an application, and what it does besides answering."""

    def app(self) -> Any: ...

    async def forever(self) -> None: ...


@dataclass(frozen=True)
class Beside:
    """What else is served: a console made over the API, on a listening socket; `url` is what officers open."""

    listener: socket.socket
    make: Callable[[Desk], Screen]
    url: str


async def serve(
    home: Home,
    fd: int | None = None,
    ready: Callable[[dict[str, Any]], None] | None = None,
    beside: Beside | None = None,
) -> None:
    """Serve until told to stop. `fd` is a listening socket to take over; otherwise the home's address is bound."""
    loop = asyncio.get_running_loop()
    worker = ThreadPoolExecutor(1, thread_name_prefix="node")

    node = await loop.run_in_executor(worker, Node, home)

    async def run(function: Callable[..., T], *args: Any) -> T:
        return await loop.run_in_executor(worker, step, node, function, *args)

    carriers: dict[tuple[bytes, str], Carrier] = {}
    for line in node.founded:
        for peer in node.lines[line].others:
            carriers[(line, peer)] = Carrier(node, run, line, peer)
    desk = Desk(node, run, carriers)
    calling = Calling(node, run)
    desk.calling = calling.state

    async def receive(envelope: bytes) -> bytes:
        answer, others = await run(_receive, node, envelope)
        for key in others:
            carriers[key].wake()
        return answer

    listener = _listener(home, fd)
    home.socket.unlink(missing_ok=True)
    local = socket.socket(socket.AF_UNIX)
    with _owner_only():
        _bind(local, home)
    try:
        await run(certificate_der, home, node.random)  # a restored home has none until it is first opened
    except BaseException:
        home.socket.unlink(missing_ok=True)
        await loop.run_in_executor(worker, node.close)
        raise
    tls = str(home.path / "keys" / "tls.pem")
    servers: list[uvicorn.Server] = [
        _Server(
            uvicorn.Config(
                envelopes.app(receive),
                ssl_certfile=tls,
                ssl_keyfile=tls,
                log_level="critical",
                access_log=False,
                lifespan="off",
                server_header=False,
                date_header=False,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=1,
                limit_concurrency=256,
            )
        ),
        _Server(
            uvicorn.Config(
                desk.app(), log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=1
            )
        ),
    ]
    listening = [listener, local]
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(carrier.forever()) for carrier in carriers.values()]
    if beside is not None:
        screen = beside.make(desk)
        servers.append(_screen(screen))
        listening.append(beside.listener)
        tasks.append(asyncio.create_task(screen.forever()))
    serving = [
        asyncio.create_task(server.serve(sockets=[held])) for server, held in zip(servers, listening, strict=True)
    ]
    node.heard = (partial(alive.reply_at_once, node),)
    tasks.append(asyncio.create_task(keep_alive(node, run, carriers)))
    tasks.append(asyncio.create_task(_tidy(node, run, carriers.values())))
    tasks.append(asyncio.create_task(calling.forever()))
    tasks.append(asyncio.create_task(Witnessing(node, run).forever()))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    tasks.append(asyncio.create_task(stop.wait()))
    try:
        while not all(server.started for server in servers):
            for task in serving:
                if task.done():
                    task.result()
            await asyncio.sleep(0.01)
        if ready is not None:
            said = {"party": node.me, "listening": listener.getsockname()[:2], "lines": len(node.founded)}
            ready(said if beside is None else said | {"desk": beside.url})
        # Any of them that ends, ends all: a node that no longer carries or listens says so, and is started again.
        done, _ = await asyncio.wait([*serving, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for server in servers:
            server.should_exit = True
        for task in tasks:
            task.cancel()
        waiting: set[asyncio.Task[Any]] = {*serving, *tasks}
        while (
            waiting
        ):  # a task may miss a cancellation that comes as its own wait ends (asyncio.wait_for in Python 3.11)
            _, waiting = await asyncio.wait(waiting, timeout=1.0)
            for task in waiting.intersection(tasks):
                task.cancel()
        await asyncio.gather(*serving, *tasks, return_exceptions=True)
        for carrier in carriers.values():
            with contextlib.suppress(Exception):
                await carrier.close()
        home.socket.unlink(missing_ok=True)  # before the home is given back: afterwards it is the next owner's
        await loop.run_in_executor(worker, node.close)
        worker.shutdown()


def _screen(screen: Screen) -> uvicorn.Server:
    """No header of a proxy is believed: whoever stands before the desk is known by the origin it was given."""
    return _Server(
        uvicorn.Config(
            screen.app(),
            log_level="critical",
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
            limit_concurrency=512,
        )
    )


def step(node: Node, function: Callable[..., T], *args: Any) -> T:
    """One step on the node's thread, from memory that is what the store says. What the disk refuses becomes a plain error."""
    try:
        node.refresh()
        return function(*args)
    except Exception as error:
        known = plain(error)
        if known is None or known is error:
            raise
        raise known from error


def _receive(node: Node, envelope: bytes) -> tuple[bytes, list[tuple[bytes, str]]]:
    """The answer, and the peers for whom it left something to send."""
    answer = answering(node, envelope)
    waiting = [
        (line, peer) for line in node.founded for peer in node.lines[line].others if node.store.waiting(line, peer)
    ]
    return answer, waiting


async def _tidy(node: Node, run: Callable[..., Any], carriers: Iterable[Carrier]) -> None:
    """Once a day and at the start: new sealing keys in time, ended ones destroyed after the longest carriage (a month)."""
    while True:
        pause = DAY / 1000
        try:
            renewed = [await run(renew, node, node.lines[line]) for line in node.founded]
            await run(node.keyring.destroy_sealing, node.now() - 30 * DAY)
            if any(renewed):
                for carrier in carriers:
                    carrier.wake()
        except (
            DetenteError
        ) as error:  # a full disk, or this hour's quota: there are thirty days left; seen in line status
            node.counted[error.code] += 1
            pause = TRY_AGAIN if error.code != "would-be-refused" else HOUR / 1000
        await asyncio.sleep(pause)


def _listener(home: Home, fd: int | None) -> socket.socket:
    if fd is not None:
        return socket.socket(fileno=fd)
    listen = home.settings.listen
    try:
        made = socket.create_server((listen.host, listen.port), reuse_port=False, backlog=128)
        # Made anew of its descriptor it knows that it speaks TCP, and asyncio sends what is written at once (TCP_NODELAY).
        return socket.socket(fileno=made.detach())
    except OSError as error:
        raise Local("listen-failed", host=listen.host, port=listen.port, why=error.strerror) from error


def _bind(local: socket.socket, home: Home) -> None:
    try:
        local.bind(str(home.socket))
    except OSError as error:
        if error.errno is None:  # Python's own answer to a name that does not fit into the system's structure
            raise Local("home-path-long", path=str(home.path)) from error
        raise


@contextlib.contextmanager
def _owner_only() -> Iterator[None]:
    """What is created inside is for this user alone."""
    old = os.umask(0o177)
    try:
        yield
    finally:
        os.umask(old)


class _Server(uvicorn.Server):
    """Signals are handled once, for both listeners, by `serve`."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
