"""A working translation of a message, beside the original: kept on this side alone, never sent. And *is this what you meant?*:
one press asks its author, with that translation to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError
from detente.desk.visit import Visit
from detente.locale.meaning import question
from detente.node import records, translating
from detente.node.translating import MADE_BY

if TYPE_CHECKING:
    from detente.desk.app import Console


def routes(console: Console) -> list[Route]:
    return [
        Route("/translate/{name}", console.page(show)),
        Route("/translate/{name}", console.page(keep), methods=["POST"]),
        Route("/meant/{name}", console.page(ask), methods=["POST"]),
    ]


async def _message(visit: Visit) -> dict[str, Any]:
    node, line = visit.console.node, visit.line()
    row = await visit.run(records.find, node, line, visit.request.path_params["name"])
    found: dict[str, Any] = await visit.run(records.message, node, line, row)
    return found


async def show(visit: Visit, error: DetenteError | None = None) -> Response:
    message = await _message(visit)
    language, original = translating.original(message)
    return await visit.page(
        "translate.html",
        status=200 if error is None else 409,
        row=message,
        original=original,
        language=language,
        into=translating.other(language),
        makers=MADE_BY,
        error=None if error is None else visit.told(error),
        form_id="translate",
    )


async def keep(visit: Visit) -> Response:
    if visit.switching:
        return await show(visit)
    message = await _message(visit)
    checked = visit.first("checked").strip() or None
    try:
        await visit.run(
            translating.keep, visit.console.node, visit.line(), message, visit.first("text"), visit.first("by"), checked
        )
    except DetenteError as error:
        return await show(visit, error)
    await visit.did("translated", message["reference"])
    return visit.go(f"/matters/{message['reference']}")


async def ask(visit: Visit) -> Response:
    message = await _message(visit)
    await visit.say("question", question(message, {}, visit.lang), message["reference"])
    return visit.go(f"/matters/{message['reference']}")
