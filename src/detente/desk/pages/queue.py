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
_PLACE = r"([0-9]{1,16})~([a-z0-9-]{1,32})~((?:[0-9a-f]{2}){1,64})~([0-9]{1,16})\Z"
_BEFORE, _AFTER = re.compile(_PLACE, re.ASCII), re.compile(r"([0-3])~" + _PLACE, re.ASCII)


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
    more = {group: spelled(place) for group, place in found["more"].items()}
    return await visit.page("queue.html", groups=OPEN, lists=found["lists"], more=more)


async def more(visit: Visit) -> Response:
    """What is open beyond the first page."""
    group = visit.request.path_params["group"]
    if group not in OPEN:
        raise Local("request-unreadable", why="no such list")
    place = _AFTER.match(visit.request.query_params.get("after", ""))
    after = None if place is None else (int(place[1]), *_place(place, 2))
    found = await visit.run(visit.console.pages.open, visit.line(), group, after)
    return await visit.page("list.html", group=group, rows=found["rows"], next=spelled(found["next"]))


async def over(visit: Visit) -> Response:
    """What is over, the newest first, page by page; what was not taken apart."""
    asked = visit.request.query_params
    group = "not-taken" if asked.get("of") == "not-taken" else "closed"
    place = _BEFORE.match(asked.get("before", ""))
    before = None if place is None else _place(place, 1)
    found = await visit.run(visit.console.pages.over, visit.line(), group, before)
    return await visit.page("list.html", group=group, rows=found["rows"], next=spelled(found["next"]))


def spelled(place: tuple[object, ...] | None) -> str | None:
    """A place in a list, as an address names it: what is wanted (of what is open), time heard, author, log, number."""
    return None if place is None else "~".join(part.hex() if isinstance(part, bytes) else str(part) for part in place)


def _place(found: re.Match[str], first: int) -> tuple[int, str, bytes, int]:
    heard, party, epoch, number = found.group(first, first + 1, first + 2, first + 3)
    return int(heard), party, bytes.fromhex(epoch), int(number)
