"""The API of rosters: announce ours, and what stands in force for each member. Added to the desk's table by `routes`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.node import records
from detente.node.due import Dues
from detente.node.roster import roster_sections

if TYPE_CHECKING:
    from detente.api.local import Desk

Routes = list[tuple[str, str, Callable[[Request], Awaitable[Any]]]]


def routes(desk: Desk) -> Routes:
    async def announce(request: Request) -> Any:
        from detente.api.local import body

        asked = await body(request)
        sections = roster_sections(asked.get("roster", {}), desk.node.home.settings.names)
        return await desk._say(desk.line(request), "roster", sections, 0, float(asked.get("wait", 0)))

    async def show(request: Request) -> Any:
        return {"rosters": await desk.run(in_force, desk, desk.line(request))}

    return [("POST", "/v1/roster", announce), ("GET", "/v1/roster", show)]


def in_force(desk: Desk, line: Any) -> list[dict[str, Any]]:
    """For each member of a line: its last roster as a message, and whether its office is open at this moment."""
    node, dues, found = desk.node, Dues(desk.node, line), []
    for party in line.trust.members:
        standing = dues.current(party)
        said = None
        if standing is not None:
            said = records.message(node, line, records.row(node, line, party, standing.what))
        found.append({"party": party, "ours": party == node.me, "roster": said, "office": dues.office(party)})
    return found
