"""The desk's API for notices on paper: `POST /v1/paper/sign {"data": HEX}` and `POST /v1/paper/check {"frame": HEX}`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.codec.errors import Local
from detente.node import paper

if TYPE_CHECKING:
    from detente.api.local import Desk

Body = Callable[[Request], Awaitable[dict[str, Any]]]


def routes(desk: Desk, body: Body) -> list[tuple[str, str, Any]]:
    return [
        ("POST", "/v1/paper/sign", partial(_done, desk, body, "data", paper.seal)),
        ("POST", "/v1/paper/check", partial(_done, desk, body, "frame", paper.check)),
    ]


async def _done(desk: Desk, body: Body, name: str, work: Any, request: Request) -> Any:
    asked = await body(request)
    try:
        data = bytes.fromhex(str(asked.get(name, "")))
    except ValueError as error:
        raise Local("request-unreadable", why=f"{name} is hexadecimal") from error
    return await desk.run(work, desk.node, desk.line(request), data)
