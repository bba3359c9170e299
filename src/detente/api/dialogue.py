"""The desk's API for a dialogue: its page, and what an office does in it.

GET  /v1/dialogue                                               the state of all that is here
GET  /v1/dialogue/version                                       the vocabulary we write in, and the next one as a draft
GET  /v1/dialogue/texts/{name}                                  one text, as it stands
POST /v1/dialogue/propose  {draft, counters?, wanted?, wait?}   a text; `counters`: the one it takes the place of
POST /v1/dialogue/stance   {name, stance, words?, round?, wait?}
POST /v1/dialogue/report   {name, draft, wait?}                 an action done, a readout given
POST /v1/dialogue/deposit  {name, answers, wait?}
POST /v1/dialogue/open     {name, wait?}
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.codec.errors import Local
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node import depositing, proposing, versioning
from detente.node.dialogue import names, shown, table
from detente.node.node import Node
from detente.node.versions import told
from detente.views.dialogue import version

if TYPE_CHECKING:
    from detente.api.local import Desk, Handler

Act = Callable[[Node, Line, dict[str, Any]], MessageKept]


def _propose(node: Node, line: Line, asked: dict[str, Any]) -> MessageKept:
    counters, wanted = asked.get("counters"), asked.get("wanted", 1)
    if not isinstance(counters, str | None) or type(wanted) is not int or not 0 <= wanted <= 3:
        raise Local("request-unreadable", why="object expected")
    return proposing.propose(node, line, _map(asked, "draft"), counters, wanted)


def _stance(node: Node, line: Line, asked: dict[str, Any]) -> MessageKept:
    words = _map(asked, "words") if asked.get("words") is not None else None
    return proposing.take_stance(node, line, _name(asked), str(asked.get("stance", "")), words, asked.get("round"))


def _report(node: Node, line: Line, asked: dict[str, Any]) -> MessageKept:
    return proposing.report(node, line, _name(asked), _map(asked, "draft"))


def _deposit(node: Node, line: Line, asked: dict[str, Any]) -> MessageKept:
    return depositing.deposit(node, line, _name(asked), _map(asked, "answers"))


def _open(node: Node, line: Line, asked: dict[str, Any]) -> MessageKept:
    return depositing.open_deposit(node, line, _name(asked))


ACTS: dict[str, Act] = {
    "propose": _propose,
    "stance": _stance,
    "report": _report,
    "deposit": _deposit,
    "open": _open,
}


def _name(asked: dict[str, Any]) -> str:
    name = asked.get("name")
    if not isinstance(name, str):
        raise Local("request-unreadable", why="name: text expected")
    return name


def _map(asked: dict[str, Any], key: str) -> dict[str, Any]:
    value = asked.get(key)
    if not isinstance(value, dict):
        raise Local("request-unreadable", why=f"{key}: object expected")
    return value


def _text(node: Node, line: Line, name: str) -> dict[str, Any]:
    known = table(node, line)
    return known.row(proposing.find(node, line, known, name))


def _version(node: Node, line: Line) -> dict[str, Any]:
    """Which version is written in, `since` when; `changes`: words that stand otherwise; `next`: a draft that proposes them."""
    held, words = table(node, line), versioning.writes(node, line)
    changes = [held.row(move) for move in versioning.changing(held, words)]
    now = version(held)
    return {
        "digest": words.digest,
        "number": words.version,
        "words": told(words),
        "since": now["since"] if now["digest"] == words.digest else None,
        "open": now["open"],
        "changes": changes,
        "next": versioning.draft(held, words) if changes else None,
        "names": names(node, line),
    }


def routes(desk: Desk, body: Callable[[Request], Any]) -> list[tuple[str, str, Handler]]:
    async def page(request: Request) -> Any:
        return await desk.run(shown, desk.node, desk.line(request))

    async def vocabulary(request: Request) -> Any:
        return await desk.run(_version, desk.node, desk.line(request))

    async def text(request: Request) -> Any:
        return await desk.run(_text, desk.node, desk.line(request), request.path_params["name"])

    async def act(request: Request) -> Any:
        asked = await body(request)
        line = desk.line(request)
        work = ACTS.get(request.path_params["act"])
        if work is None:
            raise Local("request-unreadable", why=request.path_params["act"][:40])
        kept = await desk.run(work, desk.node, line, asked)
        return await desk.recorded(line, kept, float(asked.get("wait", 0)))

    return [
        ("GET", "/v1/dialogue", page),
        ("GET", "/v1/dialogue/version", vocabulary),
        ("GET", "/v1/dialogue/texts/{name}", text),
        ("POST", "/v1/dialogue/{act}", act),
    ]
