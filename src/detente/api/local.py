"""The desk's API. JSON in, JSON out; bytes as hexadecimal; errors as {"error": {code, values, exit}}.

Served on a socket inside the home (whoever can open that file is the office's own user), never on the network.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from detente.api import delivery, dialogue, doctor, keys, paper, proofs, roster, tests, witnessing, working
from detente.api.people import People
from detente.codec.errors import DetenteError, Local
from detente.codec.shape import readable
from detente.codec.text import from_hex
from detente.crypto.keystore import parse_recovery_code
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.locale import text
from detente.node import alive, audit, dealings, records
from detente.node.announced import announced
from detente.node.disk import plain
from detente.node.displayed import displayed
from detente.node.node import Node
from detente.node.second import SAYER, say_past_the_desk
from detente.node.witnessing import listed

Run = Callable[..., Awaitable[Any]]
Handler = Callable[[Request], Awaitable[Any]]
MAX_BODY = 4 * 1024 * 1024


def reply(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(readable(value)), status, media_type="application/json")


def failed(error: DetenteError) -> Response:
    body = {"error": {"code": error.code, "values": error.values, "exit": error.exit_code}}
    return Response(msgspec.json.encode(readable(body), enc_hook=str), 409, media_type="application/json")


def handled(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler's value as JSON; what it raises on purpose, and what the disk refuses, as its code."""

    async def handle(request: Request) -> Response:
        try:
            answer = await handler(request)
        except Exception as error:
            known = plain(error)
            if known is None:
                raise
            return failed(known)
        return answer if isinstance(answer, Response) else reply(answer)

    return handle


async def body(request: Request) -> dict[str, Any]:
    data = await request.body()
    if len(data) > MAX_BODY:
        raise Local("request-too-large")
    try:
        value = msgspec.json.decode(data or b"{}")
    except msgspec.DecodeError as error:
        raise Local("request-unreadable", why=str(error)) from error
    if not isinstance(value, dict):
        raise Local("request-unreadable", why="object expected")
    return value


def _line_status(node: Node, line: Line) -> dict[str, Any]:
    return {
        **records.status(node, line),
        "tests": alive.health(node, line, node.now()),
        "announced": announced(node, line),
        "witnesses": listed(node, line)["witnesses"],
    }


class Desk:
    """The API over one node. `run` runs a function on the node's own thread; `woken` is told that something is owed."""

    def __init__(self, node: Node, run: Run, carriers: dict[tuple[bytes, str], Any] | None = None) -> None:
        self.node, self.run = node, run
        self.carriers = carriers or {}
        self.calling: dict[str, Any] | None = None  # the state of the task that calls people up, where one runs

    def line(self, request: Request) -> Line:
        name = request.query_params.get("line")
        return self.node.line(from_hex(name, 32) if name else None)

    def woken(self, line: Line) -> None:
        for (of, _peer), carrier in self.carriers.items():
            if of == line.id:
                carrier.wake()

    async def receipted(self, line: Line, what: bytes, seconds: float) -> None:
        """Wait until every other member's node has it, or the time is over. Never an error: the record says which."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            if len(await self.run(self.node.store.receipted_by, line.id, what)) == len(line.others):
                return
            await asyncio.sleep(0.02)

    # -- handlers ------------------------------------------------------------------------------------------------

    async def status(self, request: Request) -> Any:
        node = self.node
        lines = [await self.run(_line_status, node, node.lines[key]) for key in node.founded]
        settings = node.home.settings
        return {
            "party": node.me,
            "names": settings.names,
            "language": settings.language,
            "context": settings.context,
            "lines": lines,
            "routes": [{"line": line, **c.state} for (line, _), c in self.carriers.items()],
            "ladder": self.calling,
        }

    async def queue(self, request: Request) -> Any:
        everything = request.query_params.get("all") == "1"
        return {"items": await self.run(dealings.desk, self.node, self.line(request), everything)}

    async def show(self, request: Request) -> Any:
        line = self.line(request)
        reader = request.query_params.get("reader")
        return await self.run(displayed, self.node, line, request.path_params["name"], reader)

    async def translate(self, request: Request) -> Any:
        return await working.translate(self, request, await body(request))

    async def say(self, request: Request) -> Any:
        """{"kind", "draft", "name", "wait", "alone"}: a message of any kind a person says; `name` is what it is about; `alone`:
        by one person, where the desk's rule asks for two and it is wanted at once."""
        asked = await body(request)
        line = self.line(request)
        draft, name = asked.get("draft", {}), asked.get("name")
        if not isinstance(draft, dict) or not isinstance(name, str | None):
            raise Local("request-unreadable", why="object expected")
        note = text("desk.note.break-glass", self.node.home.settings.language, releaser=SAYER)
        alone = asked.get("alone") is True
        kept = await self.run(say_past_the_desk, self.node, line, str(asked.get("kind", "")), draft, name, alone, note)
        return await self.recorded(line, kept, float(asked.get("wait", 0)))

    async def recorded(self, line: Line, kept: MessageKept, wait: float) -> dict[str, Any]:
        """What was just said, as a message, after waiting at most `wait` seconds for the others' receipts."""
        self.woken(line)
        if wait > 0 and self.carriers:
            await self.receipted(line, kept.what, min(wait, 60.0))
        row = await self.run(records.row, self.node, line, self.node.me, kept.what)
        said: dict[str, Any] = await self.run(records.message, self.node, line, row)
        return said

    async def matter(self, request: Request) -> Any:
        line = self.line(request)
        row = await self.run(records.find, self.node, line, request.path_params["name"])
        return await self.run(dealings.matter, self.node, line, row["thread"] or row["what"])

    async def audit(self, request: Request) -> Any:
        return await self.run(audit.audit, self.node, self.line(request))

    async def rebuild(self, request: Request) -> Any:
        return {"messages": await self.run(audit.rebuild, self.node, self.line(request))}

    async def backup(self, request: Request) -> Any:
        """The home as one encrypted file, while the node goes on. What can go wrong does so before the first byte."""
        from detente.node.backup import sealed

        asked = await body(request)
        parts = sealed(self.node.home, parse_recovery_code(str(asked.get("code", ""))), now=self.node.now)
        first = await asyncio.to_thread(next, parts, None)

        async def stream() -> AsyncIterator[bytes]:
            part = first
            while part is not None:
                yield part
                part = await asyncio.to_thread(next, parts, None)

        return StreamingResponse(stream(), media_type="application/octet-stream")

    async def export(self, request: Request) -> Any:
        line = self.line(request)
        name = request.query_params.get("only")
        only = None
        if name:
            row = await self.run(records.find, self.node, line, name)
            only = [row["what"], *(a["what"] for a in row["answers"])]
        hidden = [name.strip() for name in request.query_params.get("withhold", "").split(",") if name.strip()]
        return Response(await self.run(self.node.export, line, only, hidden), media_type="application/octet-stream")

    def app(self) -> Starlette:
        from detente.api.agreements import Agreements

        table: list[tuple[str, str, Handler]] = [
            ("GET", "/v1/status", self.status),
            ("GET", "/v1/queue", self.queue),
            ("GET", "/v1/messages/{name}", self.show),
            ("POST", "/v1/messages/{name}/translation", self.translate),
            ("GET", "/v1/doctor", partial(doctor.examine, self)),
            ("POST", "/v1/say", self.say),
            ("GET", "/v1/matters/{name}", self.matter),
            ("GET", "/v1/audit", self.audit),
            ("POST", "/v1/rebuild", self.rebuild),
            ("GET", "/v1/export", self.export),
            ("GET", "/v1/delivery/{name}", partial(delivery.show, self)),
            ("GET", "/v1/delivery/{name}/file", partial(delivery.file, self)),
            ("POST", "/v1/backup", self.backup),
            *Agreements(self).table(),
            *roster.routes(self),
            *tests.routes(self, body),
            *proofs.routes(self, body),
            *witnessing.routes(self, body),
            *keys.routes(self),
            *paper.routes(self, body),
            *dialogue.routes(self, body),
        ]
        table += People(self, body).routes()
        return Starlette(routes=[Route(path, handled(handler), methods=[method]) for method, path, handler in table])
