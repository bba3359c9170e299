"""The API of rosters: announce ours, and what stands in force for each member. Added to the desk's table by `routes`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.codec.errors import Local
from detente.codec.shape import Shape
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node import records
from detente.node.due import Dues
from detente.node.node import Node
from detente.node.roster import roster_sections

if TYPE_CHECKING:
    from detente.api.local import Desk

Routes = list[tuple[str, str, Callable[[Request], Awaitable[Any]]]]


def routes(desk: Desk) -> Routes:
    async def announce(request: Request) -> Any:
        from detente.api.local import body

        asked = await body(request)
        line, draft = desk.line(request), asked.get("roster", {})
        if not isinstance(draft, dict):
            raise Local("request-unreadable", why="object expected")
        sections = roster_sections(draft, desk.node.home.settings.names)
        kept = await desk.run(said, desk.node, line, sections)
        return await desk.recorded(line, kept, float(asked.get("wait", 0)))

    async def show(request: Request) -> Any:
        return {"rosters": await desk.run(in_force, desk, desk.line(request))}

    return [("POST", "/v1/roster", announce), ("GET", "/v1/roster", show)]


def said(node: Node, line: Line, sections: Mapping[str, Shape]) -> MessageKept:
    return node.say(line, node.write(line, "roster", sections, 0))


def in_force(desk: Desk, line: Line) -> list[dict[str, Any]]:
    """For each member of a line: its last roster as a message, and whether its office is open at this moment."""
    node, dues, found = desk.node, Dues(desk.node, line), []
    for party in line.trust.members:
        standing = dues.current(party)
        said = None
        if standing is not None:
            said = records.message(node, line, records.row(node, line, party, standing.what))
        found.append({"party": party, "ours": party == node.me, "roster": said, "office": dues.office(party)})
    return found
