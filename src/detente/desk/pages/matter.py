"""A matter: everything said in it on one timeline, what is established and what is assumed, and what never leaves this side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError
from detente.desk.pages.follow import keep_note
from detente.desk.pages.once import READER
from detente.desk.visit import Visit
from detente.line.desk import Shown
from detente.line.machine import Line
from detente.locale import text
from detente.locale.render import Part, section, section_name, words_of
from detente.locale.times import utc
from detente.node import records
from detente.node.node import Node
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
    found = await visit.run(visit.console.pages.matter, line, visit.request.path_params["name"])
    fresh = [m for m in found["messages"] if not m["ours"] and m["shown"] is None]
    if fresh:
        await visit.run(_shown, node, line, fresh)
    names = (await visit.console.strip(visit))["names"]
    notes = await visit.kept(Officers.notes, line.id, bytes(found["thread"]))
    return await visit.page(
        "matter.html",
        status=200 if error is None else 409,
        matter=found,
        names=names,
        certain=certain(found["messages"]),
        parts=lambda message: sections(message, visit.lang),
        notes=[one for one in notes if one["kind"] == "note"],
        passed=[one for one in notes if one["kind"] == "passed"],
        error=None if error is None else visit.told(error),
        form_id="note",
    )


def _shown(node: Node, line: Line, messages: list[dict[str, Any]]) -> None:
    """The first time they are displayed on this side. A full disk keeps nobody from reading what is there."""
    try:
        node.commit([Shown(line.id, message["what"], node.now(), READER) for message in messages])
    except DetenteError as error:
        node.counted[error.code] += 1


async def noted(visit: Visit) -> Response:
    if visit.switching:
        return await show(visit)
    row = await visit.run(records.find, visit.console.node, visit.line(), visit.request.path_params["name"])
    try:
        await keep_note(visit, row, "note", visit.first("note"))
    except DetenteError as error:
        return await show(visit, error)
    return visit.go(f"/matters/{visit.request.path_params['name']}")


def sections(message: dict[str, Any], lang: str) -> dict[str, list[Part]]:
    """What a message says, without where it stands: `coded` and `times`; `sides`, its words and the author's own translation, to
    stand beside the translations made here; and the `rest`."""
    found: dict[str, list[Part]] = {"coded": [], "sides": [], "rest": []}
    if message["verdict"] != "accepted" or message["kind"] == "acknowledgement":
        return found
    words = words_of(message)
    author = message["sections"].get("prose", {}).get("language")
    for name, value in message["sections"].items():
        part = section(name, value, words, lang, author)
        group = "sides" if name in ("prose", "courtesy") else "coded" if name in ("coded", "times") else "rest"
        if part.rows:
            found[group].append(part)
    for name, at in message.get("destroyed", {}).items():
        title = section_name(name, words, lang)
        found["rest"].append(Part(title, [(title, text("render.destroyed", lang, at=utc(at, lang)))]))
    return found


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
