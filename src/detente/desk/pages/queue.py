"""The queue: needs us, waiting on them, closed. While anything is wanted at once, that item and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import Local
from detente.desk.pages import once
from detente.desk.visit import Visit

if TYPE_CHECKING:
    from detente.desk.app import Console

NAV = ("queue", "/")
OPEN = ("needs-us", "waiting")
_PLACE = re.compile(r"([0-9]{1,16})~([a-z0-9-]{1,32})~((?:[0-9a-f]{2}){1,64})~([0-9]{1,16})\Z", re.ASCII)


def routes(console: Console) -> list[Route]:
    return [
        Route("/", console.page(show)),
        Route("/open/{group}", console.page(more)),
        Route("/closed", console.page(over)),
        Route("/at-once/{name}", console.page(once.acknowledge), methods=["POST"]),
    ]


async def show(visit: Visit) -> Response:
    waiting = await visit.run(visit.console.state.at_once)
    if waiting:
        return await once.show(visit, waiting)
    if not visit.console.node.founded:
        return await visit.page("unfounded.html")
    found = await visit.run(visit.console.pages.front, visit.line())
    return await visit.page("queue.html", groups=OPEN, **found)


async def more(visit: Visit) -> Response:
    """What is open beyond the first page."""
    group = visit.request.path_params["group"]
    if group not in OPEN:
        raise Local("request-unreadable", why="no such list")
    page = visit.request.query_params.get("page", "0")
    number = int(page) if page.isdecimal() and len(page) < 6 else 0
    found = await visit.run(visit.console.pages.open, visit.line(), group, number)
    return await visit.page("list.html", group=group, number=number, next=None, **found)


async def over(visit: Visit) -> Response:
    """What is over, the newest first, page by page; what was not taken apart."""
    asked = visit.request.query_params
    group = "not-taken" if asked.get("of") == "not-taken" else "closed"
    found = await visit.run(visit.console.pages.over, visit.line(), group, place(asked.get("before", "")))
    found["next"] = None if found["next"] is None else "~".join(_spelled(part) for part in found["next"])
    return await visit.page("list.html", group=group, number=None, more=False, **found)


def _spelled(part: object) -> str:
    return part.hex() if isinstance(part, bytes) else str(part)


def place(text: str) -> tuple[int, str, bytes, int] | None:
    """A place in a list, as an address names it: time heard, author, log, number."""
    found = _PLACE.match(text)
    return None if found is None else (int(found[1]), found[2], bytes.fromhex(found[3]), int(found[4]))
