"""The desk's API for people: the ladder's record, handover, call words. Routes of `api/local.py`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.codec.errors import Local
from detente.node import calling, handover, telephone

if TYPE_CHECKING:
    from detente.api.local import Desk

Handler = Callable[[Request], Awaitable[Any]]
Body = Callable[[Request], Awaitable[dict[str, Any]]]


class People:
    """Handlers over one desk's node; each asks the node on its own thread."""

    def __init__(self, desk: Desk, body: Body) -> None:
        self.desk, self.body = desk, body

    async def calls(self, request: Request) -> Any:
        return {"calls": await self._of(calling.calls, request)}

    async def prepare(self, request: Request) -> Any:
        return await self._of(handover.prepare, request, self._routes(request))

    async def take(self, request: Request) -> Any:
        asked = await self.body(request)
        desk, code = asked.get("desk"), asked.get("code")
        if not isinstance(desk, str):
            raise Local("handover-desk")
        return await self._of(handover.take, request, desk, str(code) if code else None, self._routes(request))

    async def taken(self, request: Request) -> Any:
        return {"handovers": await self._of(handover.listed, request)}

    async def takeover(self, request: Request) -> Any:
        return await self._of(handover.shown, request, int(request.path_params["n"]))

    async def verify(self, request: Request) -> Any:
        return await self._of(handover.verify, request, int(request.path_params["n"]))

    async def words(self, request: Request) -> Any:
        asked = request.query_params
        days = [int(day) for day in asked.get("days", "").split(",") if day.isdecimal()][: telephone.MOST_DAYS]
        return await self._of(telephone.words, request, asked.get("with"), days or None, asked.get("sheet"))

    async def begin(self, request: Request) -> Any:
        done = await self._of(telephone.begin, request)
        self.desk.woken(self.desk.line(request))
        return done

    def _routes(self, request: Request) -> list[dict[str, Any]]:
        line = self.desk.line(request).id
        return [dict(carrier.state) for (of, _), carrier in self.desk.carriers.items() if of == line]

    async def _of(self, function: Callable[..., Any], request: Request, *values: Any) -> Any:
        return await self.desk.run(function, self.desk.node, self.desk.line(request), *values)

    def routes(self) -> list[tuple[str, str, Handler]]:
        return [
            ("GET", "/v1/ladder", self.calls),
            ("POST", "/v1/handover/prepare", self.prepare),
            ("POST", "/v1/handover/take", self.take),
            ("GET", "/v1/handover", self.taken),
            ("GET", "/v1/handover/{n:int}", self.takeover),
            ("GET", "/v1/handover/{n:int}/verify", self.verify),
            ("GET", "/v1/call-words", self.words),
            ("POST", "/v1/call-words", self.begin),
        ]
