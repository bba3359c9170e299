"""The delivery record over the desk's API: shown as plain data, or as the file itself.

GET /v1/delivery/{name}?at=MS             what `bundle.telling.told` says of the file made now
GET /v1/delivery/{name}/file?at=MS&withhold=system,measures
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from detente.bundle.delivery import verify_delivery
from detente.bundle.telling import told
from detente.codec.errors import Local
from detente.codec.limits import MAX_INT
from detente.line.machine import Line
from detente.node import records
from detente.node.delivering import delivery
from detente.node.node import Node


def made(node: Node, line: Line, name: str, at: int | None, withhold: list[str]) -> bytes:
    return delivery(node, line, records.find(node, line, name), at, withhold)


def shown(node: Node, line: Line, name: str, at: int | None) -> dict[str, Any]:
    """What the file says, read as anybody else would read it."""
    return told(verify_delivery(made(node, line, name, at, [])))


def _at(request: Request) -> int | None:
    asked = request.query_params.get("at")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or int(asked[:20]) > MAX_INT:
        raise Local("time-unreadable", field="at", value=asked[:40])
    return int(asked)


async def show(desk: Any, request: Request) -> Any:
    return await desk.run(shown, desk.node, desk.line(request), request.path_params["name"], _at(request))


async def file(desk: Any, request: Request) -> Response:
    hidden = [part.strip() for part in request.query_params.get("withhold", "").split(",") if part.strip()]
    data = await desk.run(made, desk.node, desk.line(request), request.path_params["name"], _at(request), hidden)
    return Response(data, media_type="application/octet-stream")
