"""Three in the morning: what is wanted at once, and nothing else, until one press acknowledges it."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from detente.desk.visit import Visit
from detente.node import records
from detente.node.displayed import displayed

READER = "desk"


async def show(visit: Visit, waiting: list[tuple[bytes, dict[str, Any]]]) -> Response:
    """The first heard of what waits; the others when it was acknowledged."""
    node = visit.console.node
    key, row = waiting[0]
    line = node.line(key)
    message = await visit.run(displayed, node, line, row["reference"], READER)
    names = (await visit.run(records.terms_fields, node, line)).get("members", {})
    return await visit.page("once.html", row=message, names=names, line=key.hex(), count=len(waiting))


async def acknowledge(visit: Visit) -> Response:
    """One press. Somebody else's press a moment before is as good: the page that follows says who it was."""
    name = visit.request.path_params["name"]
    row = await visit.run(records.find, visit.console.node, visit.line(), name)
    if visit.console.node.me in row["waiting_for"]:
        await visit.say("acknowledgement", {"coded": {"received": "received"}}, row["reference"])
    return visit.go(f"/follow/{row['reference']}")
