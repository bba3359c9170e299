"""Carrying envelopes: one task a peer, which sends while something is owed and tries again while it fails.

At least once, on purpose: an envelope whose answer is lost is made again from the record and sent again; the record on
the other side takes each message exactly once (detente.line.machine).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from detente.codec.errors import DetenteError
from detente.kinds.keys import Route
from detente.node import giving
from detente.node.node import Node
from detente.routes.https import Https, RouteError

T = TypeVar("T")
Run = Callable[..., Awaitable[Any]]  # runs a function of the node on its own thread

FIRST_RETRY, LAST_RETRY = 0.5, 30.0  # seconds
SYNC = 15.0  # seconds between looks for entries a peer lacks though it has every message


class Carrier:
    """Delivery of one line to one peer. `wake` after recording; `state` is what line status shows."""

    def __init__(self, node: Node, run: Run, line: bytes, peer: str) -> None:
        self.node, self.run, self.line, self.peer = node, run, line, peer
        self._wake = asyncio.Event()
        self._https: dict[tuple[str, bytes], Https] = {}
        self.state: dict[str, Any] = {"peer": peer, "last_good": None, "failing_since": None, "why": None}
        self.sent = asyncio.Condition()

    def wake(self) -> None:
        self._wake.set()

    async def forever(self) -> None:
        """Until cancelled."""
        delay = FIRST_RETRY
        while True:
            try:
                delivered = await self.once()
            except (DetenteError, OSError) as error:
                self._failed(error)
                wait = delay * random.uniform(0.8, 1.2)
                delay = min(delay * 2, LAST_RETRY)
            else:
                wait, delay = (0.0 if delivered else SYNC), FIRST_RETRY
            async with self.sent:
                self.sent.notify_all()
            if wait:
                self._wake.clear()
                try:
                    await asyncio.wait_for(self._wake.wait(), wait)
                except TimeoutError:
                    continue

    async def once(self) -> bool:
        """Send one envelope if anything is owed and take the answer. False when nothing was owed."""
        line = self.node.lines[self.line]
        routes = self.node.routes.get((self.line, self.peer))
        clients = [self._client(way) for way in (routes.announced.routes if routes is not None else [])]
        first = clients[0].host if clients else None
        # One step on the node's thread: what waits there for a second one would stand between the envelope and its way.
        envelope, aboard = await self.run(giving.owed, self.node, line, self.peer, "https", first)
        if envelope is None:
            return False
        failure: Exception | None = None
        for client in clients:
            if client is not clients[0]:
                await self.run(giving.give, self.node, line, self.peer, aboard, "https", client.host)
            try:
                answer = await client.carry(envelope)
            except OSError as error:
                failure = error
                continue
            if not await self.run(self.node.answered, line, self.peer, answer):
                raise RouteError("no-progress")
            self.state = {"peer": self.peer, "last_good": self.node.now(), "failing_since": None, "why": None}
            return True
        raise failure or RouteError("unknown")

    def _client(self, way: Route) -> Https:
        """By address and certificate: a member whose home was restored has the old address and another certificate."""
        key = (way.address, way.certificate)
        client = self._https.get(key)
        if client is None:
            client = self._https[key] = Https(way.address, way.certificate)
        return client

    def _failed(self, error: Exception) -> None:
        self.state["why"] = error.why if isinstance(error, RouteError) else getattr(error, "code", "cut")
        if self.state["failing_since"] is None:
            self.state["failing_since"] = self.node.now()

    async def close(self) -> None:
        for client in self._https.values():
            await client.close()
