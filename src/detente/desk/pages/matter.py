"""A matter: everything said in it on one timeline, what is established and what is assumed, and what never leaves this side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError
from detente.desk.pages.follow import keep_note
from detente.desk.visit import Visit
from detente.locale.render import Part, render
from detente.node import pages, records
from detente.node.displayed import displayed
from detente.store.officers import Officers

if TYPE_CHECKING:
    from detente.desk.app import Console


def routes(console: Console) -> list[Route]:
    return [
        Route("/matters/{name}", console.page(show)),
        Route("/matters/{name}", console.page(noted), methods=["POST"]),
        Route("/find", console.page(find)),
    ]


async def find(visit: Visit) -> Response:
    """By a reference, as written or as spoken."""
    name = visit.request.query_params.get("name", "").strip()[:80]
    row = await visit.run(records.find, visit.console.node, visit.line(), name)
    return visit.go(f"/matters/{row['reference']}")


async def show(visit: Visit, error: DetenteError | None = None) -> Response:
    node, line = visit.console.node, visit.line()
    found = await visit.run(pages.matter, node, line, visit.request.path_params["name"])
    for message in found["messages"]:
        if not message["ours"] and message["verdict"] == "accepted":
            message |= await visit.run(_shown, node, line, message)
    names = (await visit.run(records.terms_fields, node, line)).get("members", {})
    notes = await visit.kept(Officers.notes, line.id, bytes(found["thread"]), "note")
    passed = await visit.kept(Officers.notes, line.id, bytes(found["thread"]), "passed")
    return await visit.page(
        "matter.html",
        status=200 if error is None else 409,
        matter=found,
        names=names,
        certain=certain(found["messages"]),
        parts=lambda message: sections(message, names, visit.lang),
        notes=notes,
        passed=passed,
        error=None if error is None else visit.told(error),
        form_id="note",
    )


def _shown(node: Any, line: Any, message: dict[str, Any]) -> dict[str, Any]:
    found = displayed(node, line, message["what"].hex(), "desk")
    return {"shown": found["shown"]}


async def noted(visit: Visit) -> Response:
    if visit.switching:
        return await show(visit)
    row = await visit.run(records.find, visit.console.node, visit.line(), visit.request.path_params["name"])
    try:
        await keep_note(visit, row, "note", visit.first("note"))
    except DetenteError as error:
        return await show(visit, error)
    return visit.go(f"/matters/{visit.request.path_params['name']}")


def sections(message: dict[str, Any], names: Any, lang: str) -> list[Part]:
    """What a message says, without where it stands: that is on the page already."""
    if message["verdict"] != "accepted":
        return []
    return [part for part in render(message, names, lang)[1:] if part.rows]


def certain(messages: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """`established`, `assumed`, `ruled-out` → what is so by its author's own word: the newest word of each author stands."""
    found: dict[str, list[dict[str, Any]]] = {"established": [], "assumed": [], "ruled-out": []}
    for message in messages:
        if message["verdict"] != "accepted":
            continue
        coded, harm = message["sections"].get("coded", {}), message["sections"].get("harm", {})
        group = {"confirmed": "established", "suspected": "assumed", "ruled-out": "ruled-out"}.get(coded.get("status"))
        if group is not None and coded.get("class"):
            found[group].append(
                {"message": message, "concept": coded["class"], "field": "status", "code": coded["status"]}
            )
        cause = harm.get("cause")
        if cause in ("established", "assumed"):
            found[cause].append(
                {"message": message, "concept": None, "field": "cause", "code": cause, "text": harm.get("chain")}
            )
    return found
