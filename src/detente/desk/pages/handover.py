"""Handover by exception: what happened, what is outstanding, what is due; the incoming office signs that it was shown.

Showing keeps nothing. A press keeps what is so at that moment and signs it, if it still is what was shown: `node/handover.py`
refuses otherwise, and the page shows how it is now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError, Local
from detente.desk.visit import Visit
from detente.line.machine import Line
from detente.locale import handover as told
from detente.node import handover, records
from detente.node.node import Node

if TYPE_CHECKING:
    from detente.desk.app import Console

NAV = ("handover", "/handover")
NEWEST = 10


def routes(console: Console) -> list[Route]:
    return [
        Route("/handover", console.page(show)),
        Route("/handover", console.page(take), methods=["POST"]),
        Route("/handover/{n:int}", console.page(one)),
    ]


def _routes_of(visit: Visit, line: Line) -> list[dict[str, Any]]:
    return [dict(carrier.state) for (of, _), carrier in visit.console.api.carriers.items() if of == line.id]


def _report(node: Node, line: Line, routes: list[dict[str, Any]]) -> tuple[dict[str, Any], bytes, list[dict[str, Any]]]:
    shown = handover.report(node, line, routes)
    return shown, handover.digest_of(shown), handover.listed(node, line, NEWEST)


async def show(visit: Visit, error: DetenteError | None = None) -> Response:
    node, line = visit.console.node, visit.line()
    shown, digest, taken = await visit.run(_report, node, line, _routes_of(visit, line))
    name = (await visit.run(records.terms_fields, node, line))["name"]
    return await visit.page(
        "handover.html",
        status=200 if error is None else 409,
        shown=shown,
        heading=told.heading(shown, name.get(visit.lang) or name.get("en") or "", visit.lang),
        parts=told.parts(shown, visit.lang),
        digest=digest.hex(),
        taken=taken,
        statement=None,
        error=None if error is None else visit.told(error),
        form_id="take",
    )


def _taken(node: Node, line: Line, desk: str, code: str, routes: list[dict[str, Any]]) -> int:
    if len(code) != 64:
        raise Local("handover-not-shown")
    handover.prepare(node, line, routes)
    done = handover.take(node, line, desk, code, routes)
    return int(done["statement"]["n"])


async def take(visit: Visit) -> Response:
    if visit.switching:
        return await show(visit)
    node, line = visit.console.node, visit.line()
    try:
        n = await visit.run(_taken, node, line, visit.first("desk"), visit.first("code"), _routes_of(visit, line))
    except DetenteError as error:
        return await show(visit, error)
    await visit.did("handover-taken", str(n))
    return visit.go(f"/handover/{n}")


async def one(visit: Visit) -> Response:
    """One takeover as it was shown, with what its check says; to print and to sign by hand beside."""
    node, line, n = visit.console.node, visit.line(), visit.request.path_params["n"]
    found = await visit.run(handover.shown, node, line, n)
    proven = await visit.run(handover.verify, node, line, n)
    name = (await visit.run(records.terms_fields, node, line))["name"]
    shown = found["report"]
    return await visit.page(
        "handover.html",
        shown=shown,
        heading=told.heading(shown, name.get(visit.lang) or name.get("en") or "", visit.lang),
        parts=told.parts(shown, visit.lang),
        digest="",
        taken=[],
        statement=found["statement"] | {"size": proven["head"][2]},
        error=None,
    )
