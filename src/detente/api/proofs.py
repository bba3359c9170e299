"""What the desk's API gives for proof on open standards. Routes that `api/local.py` takes up in its table.

GET /v1/logs                                          heads and keys of every log held
GET /v1/logs/{party}/{epoch}/leaves?start=0&stop=256  leaves, 32 bytes each, one after another
GET /v1/receipts/{name}?since=SIZE                    RFC 9942 receipts of where a message stands in our log
GET /v1/differences                                   where records differ
GET /v1/differences/{name}/file                       the file that shows one of them
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from detente.codec.errors import Local
from detente.codec.text import from_hex
from detente.line.machine import Line
from detente.node import differing, logs, receipting, records

if TYPE_CHECKING:
    from detente.api.local import Desk, Handler


def routes(desk: Desk, body: Any) -> list[tuple[str, str, Handler]]:
    node, run = desk.node, desk.run

    async def held(request: Request) -> Any:
        return {"logs": await run(logs.logs, node, desk.line(request))}

    async def leaves(request: Request) -> Any:
        party, epoch = request.path_params["party"], from_hex(request.path_params["epoch"], 16)
        start, stop = (_number(request, name) for name in ("start", "stop"))
        found = await run(logs.leaves, node, desk.line(request), party, epoch, start, stop)
        return Response(b"".join(found), media_type="application/octet-stream")

    async def differences(request: Request) -> Any:
        found = await run(differing.differences, node, desk.line(request))
        return {"differences": [one.plain() for one in found]}

    async def difference(request: Request) -> Any:
        data = await run(differing.find, node, desk.line(request), request.path_params["name"])
        return Response(data, media_type="application/octet-stream")

    def made(name: str, since: int | None, line: Line) -> dict[str, Any]:
        return receipting.receipts(node, line, records.find(node, line, name), since)

    async def receipts(request: Request) -> Any:
        since = _number(request, "since") if "since" in request.query_params else None
        return await run(made, request.path_params["name"], since, desk.line(request))

    return [
        ("GET", "/v1/receipts/{name}", receipts),
        ("GET", "/v1/differences", differences),
        ("GET", "/v1/differences/{name}/file", difference),
        ("GET", "/v1/logs", held),
        ("GET", "/v1/logs/{party}/{epoch}/leaves", leaves),
    ]


def _number(request: Request, name: str) -> int:
    asked = request.query_params.get(name, "")
    if not asked.isascii() or not asked.isdecimal() or len(asked) > 15:
        raise Local("request-unreadable", why=name)
    return int(asked)
