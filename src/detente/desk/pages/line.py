"""The line: members, tests and what became of them, what is amiss, whose hours are when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.desk.visit import Visit
from detente.desk.words import to_do
from detente.line.machine import Line
from detente.locale.announced import announcements
from detente.locale.availability import alarm, health
from detente.node import alive, records
from detente.node.node import Node

if TYPE_CHECKING:
    from detente.desk.app import Console

NAV = ("line", "/line")
DAYS = 7


def routes(console: Console) -> list[Route]:
    return [Route("/line", console.page(show))]


def _read(node: Node, line: Line) -> dict[str, Any]:
    now = node.now()
    return {
        "members": records.status(node, line)["members"],
        "availability": alive.availability(node, line, now, DAYS),
    }


async def show(visit: Visit) -> Response:
    node, line = visit.console.node, visit.line()
    read = await visit.run(_read, node, line)
    strip = await visit.console.strip(visit)
    names = strip["names"]
    routes = [dict(carrier.state) for (of, _), carrier in visit.console.api.carriers.items() if of == line.id]
    return await visit.page(
        "line.html",
        names=names,
        said=health(strip["health"], names, visit.lang),
        amiss=[
            *((alarm(row, visit.lang), None) for row in strip["health"]["alarms"]),
            *(to_do(row, visit.lang) for row in strip["health"]["reminders"]),
            *((said, None) for said in announcements(strip["announced"], visit.lang)),
        ],
        carriers=routes,
        **read,
    )
