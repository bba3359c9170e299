"""A TCP proxy on loopback that makes the weather between two nodes. It sees ciphertext only and changes no byte.

    clear     bytes pass
    delay     every piece passes after a wait of its own, in order
    stall     after some bytes nothing passes, either way, until the weather changes
    cut       after some bytes both sides are told in order that nothing follows, in the middle of a frame
    reset     after some bytes both sides get a reset, in the middle of a frame
    reorder   what the client says after the handshake is held, whole connections at a time, and released in the reverse
              order, even when the client has gone: an old envelope arrives after a newer one

Weather may change at any time and holds for connections already open. Its numbers come from a seed.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

WEATHERS = ("clear", "delay", "stall", "cut", "reset", "reorder")
PIECE = 16 * 1024  # bytes read at once: an envelope takes several
MOST = 48 * 1024  # a fault falls within this many bytes of a connection or of a change of weather
DELAY = (0.01, 0.15)  # seconds
HOLD = 2.0  # seconds a connection is held at most while it waits for another to overtake it
OVERTAKE = 0.05  # seconds between two released connections
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset


class Flow:
    """One connection through the proxy: what has passed since the weather began, and where its fault falls."""

    def __init__(self, proxy: Proxy, client: asyncio.StreamWriter) -> None:
        self.proxy, self.client = proxy, client
        self.server: asyncio.StreamWriter | None = None
        self.since = -1
        self.passed = self.fault_at = 0
        self.answered = False  # the server has said something: the handshake is under way
        self.released = asyncio.Event()
        self.cut = False

    def writers(self) -> list[asyncio.StreamWriter]:
        return [w for w in (self.client, self.server) if w is not None]

    def end(self) -> None:
        """Say to both sides that nothing follows. What they still say is read and dropped, so that no reset goes out."""
        self.cut = True
        for writer in self.writers():
            if writer.can_write_eof():
                with contextlib.suppress(OSError, RuntimeError):
                    writer.write_eof()

    def reset(self) -> None:
        for writer in self.writers():
            with contextlib.suppress(OSError):
                sock: socket.socket = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            writer.transport.abort()

    def close(self) -> None:
        for writer in self.writers():
            writer.close()

    async def weather(self, size: int, up: bool) -> int:
        """Wait as the weather wants; how many of these bytes may still pass (fewer than `size`: then it ends)."""
        while True:
            proxy = self.proxy
            if self.since != proxy.since:
                self.since, self.passed = proxy.since, 0
                self.fault_at = proxy.random.randrange(MOST)
                self.released.clear()
            name = proxy.name
            if name == "delay":
                proxy.seen["delayed"] += 1
                await asyncio.sleep(proxy.random.uniform(*DELAY))
            elif name == "stall" and self.passed + size > self.fault_at:
                proxy.seen["stalled"] += 1
                await proxy.changed(self.since)
                continue
            elif name in ("cut", "reset") and self.passed + size > self.fault_at:
                return max(0, self.fault_at - self.passed)
            elif name == "reorder" and up and self.answered and not self.released.is_set():
                await proxy.hold(self)
                continue
            self.passed += size
            return size


class Proxy:
    """In front of one listener. `target` is the listener's port and may change; `ports` are where the proxy is reached."""

    def __init__(self, seed: int | str = 0, addresses: int = 1) -> None:
        self.random = random.Random(f"proxy/{seed}")
        self.target = 0
        self.name, self.since = "clear", 0
        self.seen: Counter[str] = Counter()
        self._held: list[Flow] = []
        self._flows: set[Flow] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._change = asyncio.Event()
        self._listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(addresses)]
        self.ports = [listener.getsockname()[1] for listener in self._listeners]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._thread.start()
        self._call(self._listen)

    def set(self, weather: str) -> None:
        """From now on, for every connection. What was stalled or held passes."""
        if weather not in WEATHERS:
            raise ValueError(weather)

        async def change() -> None:
            self.name, self.since = weather, self.since + 1
            self.seen[weather] += 1
            for flow in self._held:
                flow.released.set()
            self._held.clear()
            self._change.set()
            self._change = asyncio.Event()

        self._call(change)

    def close(self) -> None:
        async def end() -> None:
            for server in self._servers:
                server.close()
            for flow in list(self._flows):
                flow.reset()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

        self._call(end)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _call(self, function: Callable[[], Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(function(), self._loop).result(30)

    async def _listen(self) -> None:
        self._servers = [await asyncio.start_server(self._connection, sock=s) for s in self._listeners]

    # -- waiting ---------------------------------------------------------------------------------------------

    async def changed(self, since: int) -> None:
        while self.since == since:
            await self._change.wait()

    async def hold(self, flow: Flow) -> None:
        """Until another connection came to be held as well, or the time is over; the last that came is released first."""
        if flow not in self._held:
            self._held.append(flow)
            self.seen["held"] += 1
        if len(self._held) > 1:
            self._held.remove(flow)
            waiting, self._held = self._held[::-1], []
            self.seen["overtaken"] += len(waiting)
            for turn, other in enumerate(waiting, 1):
                self._loop.call_later(turn * OVERTAKE, other.released.set)
            flow.released.set()
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(flow.released.wait(), HOLD)
        flow.released.set()
        if flow in self._held:
            self._held.remove(flow)

    # -- carrying --------------------------------------------------------------------------------------------

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        flow = Flow(self, writer)
        self._flows.add(flow)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.seen["connections"] += 1
        try:
            try:
                back, flow.server = await asyncio.open_connection("127.0.0.1", self.target)
            except OSError:  # nobody listens: the client learns it as it would without us
                self.seen["refused"] += 1
                flow.reset()
                return
            down = asyncio.create_task(self._pump(flow, back, flow.client, False))
            self._tasks.add(down)
            await self._pump(flow, reader, flow.server, True)
            await down
        except asyncio.CancelledError:
            pass
        finally:
            flow.close()
            self._flows.discard(flow)
            self._tasks = {t for t in self._tasks if not t.done() and t is not task}

    async def _pump(self, flow: Flow, source: asyncio.StreamReader, sink: asyncio.StreamWriter, up: bool) -> None:
        """One direction, until its end. A client that has gone does not take back what it has said."""
        try:
            while True:
                try:
                    data = await source.read(PIECE)
                except OSError:
                    if not up:
                        raise
                    data = b""
                if not data:
                    break
                if flow.cut:
                    continue
                if not up:
                    flow.answered = True
                passes = await flow.weather(len(data), up)
                sink.write(data[:passes])
                await sink.drain()
                if passes < len(data):
                    self.seen[f"{self.name} in mid-frame"] += 1
                    if self.name == "reset":
                        flow.reset()
                        return
                    flow.end()
            if not flow.cut and sink.can_write_eof():
                sink.write_eof()
        except OSError:  # the node behind us was killed, or its client has gone: the other learns it at once
            flow.reset()
