"""What members keep together, on one page: scope, words, version of the vocabulary, meetings, actions, and what waits for whom.

To be read: positions are taken by command (`detente words`, `scope`, `meeting`), after what an office decides elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.shape import readable
from detente.desk.visit import Visit
from detente.line.machine import Line
from detente.locale.dialogue import page
from detente.locale.dialogue_sheet import sheet
from detente.node.dialogue import shown
from detente.node.node import Node

if TYPE_CHECKING:
    from detente.desk.app import Console


def routes(console: Console) -> list[Route]:
    return [Route("/dialogue", console.page(show)), Route("/dialogue/sheet", console.page(printed))]


def _state(node: Node, line: Line) -> dict[str, Any]:
    found: dict[str, Any] = readable(shown(node, line))
    return found


async def show(visit: Visit) -> Response:
    found = await visit.run(_state, visit.console.node, visit.line())
    return await visit.page("dialogue.html", parts=page(found, visit.lang))


async def printed(visit: Visit) -> Response:
    """The sheet that a secretariat would circulate, both languages side by side."""
    found = await visit.run(_state, visit.console.node, visit.line())
    marks = ("EXAMPLE 示例",) if found["context"] == "exercise" else ()
    headers = {"content-disposition": 'attachment; filename="dialogue.html"'}
    return Response(sheet(found, marks), media_type="text/html; charset=utf-8", headers=headers)
