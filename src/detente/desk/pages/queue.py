"""The queue: needs us, waiting on them, closed. While anything is wanted at once, that item and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from detente.desk.pages import once
from detente.desk.visit import Visit
from detente.node import pages

if TYPE_CHECKING:
    from detente.desk.app import Console

NAV = ("queue", "/")
OPEN = ("needs-us", "waiting")


def routes(console: Console) -> list[Route]:
    return [
        Route("/", console.page(show)),
        Route("/closed", console.page(over)),
        Route("/at-once/{name}", console.page(once.acknowledge), methods=["POST"]),
    ]


async def show(visit: Visit) -> Response:
    waiting = await visit.run(visit.console.state.at_once)
    if waiting:
        return await once.show(visit, waiting)
    if not visit.console.node.founded:
        return await visit.page("unfounded.html")
    lists = await visit.run(pages.lists, visit.console.node, visit.line())
    amiss = await visit.run(pages.amiss, visit.console.node, visit.line())
    return await visit.page("queue.html", lists=lists, groups=OPEN, amiss=amiss, newest=lists["closed"][:5])


async def over(visit: Visit) -> Response:
    """What is over, the newest first, page by page."""
    lists = await visit.run(pages.lists, visit.console.node, visit.line())
    return await visit.page("closed.html", lists=lists, groups=("closed", "not-taken"))
