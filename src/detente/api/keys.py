"""The desk's API for keys: what is in force, what waits for its words, and taking what came by hand.

GET  /v1/keys                              each member's keys on a line
POST /v1/keys          {succession: hex}   a member's change of keys, from a file
GET  /v1/keys/{party}                      what waits, with the numbers of its twelve words
POST /v1/keys/{party}  {compared: true}    its words were compared: it takes effect
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.codec.errors import Local
from detente.codec.limits import MAX_STATEMENT
from detente.node import keys

if TYPE_CHECKING:
    from detente.api.local import Desk

Routes = list[tuple[str, str, Callable[[Request], Awaitable[Any]]]]


def routes(desk: Desk) -> Routes:
    async def show(request: Request) -> Any:
        return await desk.run(keys.in_force, desk.node, desk.line(request))

    async def take(request: Request) -> Any:
        from detente.api.local import body

        data = (await body(request)).get("succession")
        if not isinstance(data, str) or len(data) > 4 * MAX_STATEMENT:
            raise Local("request-unreadable", why="object expected")
        line = desk.line(request)
        taken = await desk.run(keys.hear, desk.node, line, bytes.fromhex(data))
        desk.woken(line)
        return taken

    async def waiting(request: Request) -> Any:
        return await desk.run(keys.waiting, desk.node, desk.line(request), request.path_params["party"])

    async def compared(request: Request) -> Any:
        from detente.api.local import body

        if (await body(request)).get("compared") is not True:
            raise Local("words-not-compared", party=request.path_params["party"])
        line = desk.line(request)
        taken = await desk.run(keys.compared, desk.node, line, request.path_params["party"])
        desk.woken(line)
        return taken

    return [
        ("GET", "/v1/keys", show),
        ("POST", "/v1/keys", take),
        ("GET", "/v1/keys/{party}", waiting),
        ("POST", "/v1/keys/{party}", compared),
    ]
