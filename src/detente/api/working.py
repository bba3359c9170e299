"""The desk's API for working translations: `POST /v1/messages/{name}/translation`.

`{"text": …, "by": "person" | "machine", "checked_by": …}` keeps one; without `text`, the command named in home.json makes a
draft, kept as made by a machine and not checked. The answer is the message with everything kept of it here. Nothing is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.codec.errors import Local
from detente.node import records, translating

if TYPE_CHECKING:
    from detente.api.local import Desk


async def translate(desk: Desk, request: Request, asked: dict[str, Any]) -> dict[str, Any]:
    """See the module."""
    line, node = desk.line(request), desk.node
    row = await desk.run(records.find, node, line, request.path_params["name"])
    message = await desk.run(records.message, node, line, row)
    text, made_by, checked_by = asked.get("text"), asked.get("by"), asked.get("checked_by")
    if not all(value is None or isinstance(value, str) for value in (text, made_by, checked_by)):
        raise Local("request-unreadable", why="text, by and checked_by are strings")
    if text is None:
        command = node.home.settings.translate
        if not command:
            raise Local("translate-none")
        if made_by == "person" or checked_by is not None:
            raise Local("translate-machine")
        language, words = translating.original(message)
        text, made_by = await translating.draft(command, language, words), "machine"
    await desk.run(translating.keep, node, line, message, text, made_by, checked_by)
    said: dict[str, Any] = await desk.run(records.message, node, line, row)
    return said
