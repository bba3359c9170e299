"""The task that asks witnesses, at a modest pace; and the desk's API for them.

GET    /v1/witnesses                 who is asked, what each last signed, and what its operator must be told of us
POST   /v1/witnesses                 {"url", "vkeys": [...]} adds one; {"remove": NAME} takes one off
POST   /v1/witnesses/ask             asks each now: what came of it

Everything is bounded: time, bytes of an answer, tries. What a witness does wrong is a code that is shown, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import httpx2
from starlette.requests import Request

from detente.codec.errors import DetenteError, Local
from detente.line.machine import Line
from detente.node import witnessing
from detente.node.node import Node
from detente.proof.cosignature import MAX_ANSWER

if TYPE_CHECKING:
    from detente.api.local import Desk, Handler

PACE = 600.0  # seconds between looks; a head that did not grow is not sent again
AFTER_FAULT = 6  # looks left out after a fault: an hour
TIMEOUT = 10.0  # seconds for one answer, whatever arrives meanwhile


async def ask(
    node: Node, run: Callable[..., Awaitable[Any]], line: Line, name: str, timeout: float = TIMEOUT
) -> str | None:
    """Ask one witness about our newest head; the code of what went wrong, or None. Never raises for what a witness does."""
    try:
        asked = await run(witnessing.asking, node, line, name)
        for _ in range(2):
            if asked is None:
                return None
            status, kind, data = await asyncio.wait_for(_post(asked.url, asked.body), timeout)
            again = await run(witnessing.take, node, asked, status, kind, data)
            if again is None:
                return None
            asked = await run(witnessing.asking, node, line, name, again)
        why = "witness-conflict"  # it names yet another size at once: somebody else asks it about our log
    except DetenteError as error:
        why = error.code
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError):
        why = "witness-unreachable"
    await run(witnessing.failed, node, line.id, name, why)
    return why


async def _post(url: str, body: bytes) -> tuple[int, str, bytes]:
    async with (
        httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=TIMEOUT) as client,
        client.stream("POST", f"{url}/add-checkpoint", content=body, headers={"content-type": "text/plain"}) as answer,
    ):
        parts, size = [], 0
        async for part in answer.aiter_bytes():
            size += len(part)
            if size > MAX_ANSWER:
                return answer.status_code, "", bytes(MAX_ANSWER + 1)
            parts.append(part)
        return answer.status_code, answer.headers.get("content-type", ""), b"".join(parts)


class Witnessing:
    """Looks every ten minutes whether a log of ours has grown since a witness signed it."""

    def __init__(self, node: Node, run: Callable[..., Awaitable[Any]], pace: float = PACE) -> None:
        self.node, self.run, self.pace = node, run, pace
        self._resting: dict[tuple[bytes, str], int] = {}

    async def forever(self) -> None:
        while True:
            await asyncio.sleep(self.pace)
            await self.once()

    async def once(self) -> None:
        for key in list(self.node.founded):
            line = self.node.lines[key]
            try:
                rows = (await self.run(witnessing.listed, self.node, line))["witnesses"]
                for row in rows:
                    name = (key, row["name"])
                    self._resting[name] = self._resting.get(name, 0) - 1
                    if self._resting[name] < 0 and await ask(self.node, self.run, line, row["name"]) is not None:
                        self._resting[name] = AFTER_FAULT
            except DetenteError as error:  # the disk, mostly: seen in line status, and tried at the next look
                self.node.counted[error.code] += 1


def routes(desk: Desk, body: Any) -> list[tuple[str, str, Handler]]:
    node, run = desk.node, desk.run

    async def listed(request: Request) -> Any:
        return await run(witnessing.listed, node, desk.line(request))

    async def change(request: Request) -> Any:
        asked, line = await body(request), desk.line(request)
        if "remove" in asked:
            return await run(witnessing.remove, node, line, str(asked["remove"]))
        url, keys = asked.get("url"), asked.get("vkeys")
        if not isinstance(url, str) or not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise Local("request-unreadable", why="url, vkeys")
        return await run(witnessing.add, node, line, url, keys)

    async def now(request: Request) -> Any:
        line = desk.line(request)
        names = [row["name"] for row in (await run(witnessing.listed, node, line))["witnesses"]]
        faults = await asyncio.gather(*(ask(node, run, line, name) for name in names))
        found: dict[str, Any] = await run(witnessing.listed, node, line)
        return found | {"asked": [{"name": name, "why": why} for name, why in zip(names, faults, strict=True)]}

    return [
        ("GET", "/v1/witnesses", listed),
        ("POST", "/v1/witnesses", change),
        ("POST", "/v1/witnesses/ask", now),
    ]
