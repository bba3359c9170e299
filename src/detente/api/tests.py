"""What the desk's API says of tests and availability. Routes that `api/local.py` takes up in its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.codec.errors import Local
from detente.line.machine import Line
from detente.node import alive, records, texts

if TYPE_CHECKING:
    from detente.api.local import Desk, Handler

MOST_DAYS = 400


def routes(desk: Desk, body: Any) -> list[tuple[str, str, Handler]]:
    node, run = desk.node, desk.run

    async def alarms(_request: Request) -> Any:
        """What is amiss, and what a person may do for the line, on every line of the home."""
        found: dict[str, list[Any]] = {"alarms": [], "reminders": []}
        for key in list(node.founded):
            found["alarms"] += await run(alive.alarms, node, node.lines[key], node.now())
            found["reminders"] += await run(alive.reminders, node, node.lines[key], node.now())
        return found

    async def availability(request: Request) -> Any:
        asked = request.query_params.get("days", "14")
        if not asked.isdecimal() or not 1 <= int(asked) <= MOST_DAYS:
            raise Local("availability-days", most=MOST_DAYS)
        return await run(alive.availability, node, desk.line(request), node.now(), int(asked))

    async def sides(request: Request) -> Any:
        return {"tests": await run(texts.sides, node, desk.line(request), 20)}

    async def next_text(request: Request) -> Any:
        return await run(texts.next_text, node, desk.line(request))

    async def say(request: Request) -> Any:
        asked, line = await body(request), desk.line(request)
        if asked.get("text") is None:
            what = await run(alive.say_test, node, line)
        else:
            what = (await run(texts.say, node, line, str(asked["text"]))).what
        return await _said(line, what, asked)

    async def reply(request: Request) -> Any:
        asked, line = await body(request), desk.line(request)
        kept = await run(texts.reply, node, line, request.path_params["name"], str(asked.get("text", "")))
        return await _said(line, kept.what, asked)

    async def _said(line: Line, what: bytes, asked: dict[str, Any]) -> Any:
        """The message, once its receipts are there or the time to wait for them is over; with what stands beside it."""
        desk.woken(line)
        wait = float(asked.get("wait", 0))
        if wait > 0 and desk.carriers:
            await desk.receipted(line, what, min(wait, 60.0))
        row = await run(records.row, node, line, node.me, what)
        return await run(records.message, node, line, row)

    return [
        ("GET", "/v1/alarms", alarms),
        ("GET", "/v1/availability", availability),
        ("GET", "/v1/tests", sides),
        ("GET", "/v1/tests/next", next_text),
        ("POST", "/v1/tests", say),
        ("POST", "/v1/tests/{name}/reply", reply),
    ]
