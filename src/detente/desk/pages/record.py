"""The record: looking for messages, checking step by step that it holds, where records differ, and taking it out by the rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError, Local
from detente.codec.shape import readable
from detente.desk import words
from detente.desk.visit import Visit
from detente.line.machine import Line
from detente.locale.differing import listed
from detente.node import audit, differing, searching, showing
from detente.node.casebook import ms, of_ms, typed
from detente.node.node import Node
from detente.node.pages import Row
from detente.node.searching import Asked
from detente.vocabulary import current

if TYPE_CHECKING:
    from detente.desk.app import Console

NAV = ("record", "/record")
KINDS = (
    *("notice", "update", "correction", "close", "advance-notice", "informal-contact", "inquiry", "question", "answer"),
    *("acknowledgement", "read-back", "holding-reply", "decline", "follow-up", "service", "suspend", "resume"),
)
MOST_WORDS, NEWEST = 8, 100
_PLACES = re.compile(r"([a-z0-9-]{1,32}):([0-9]{1,16})~((?:[0-9a-f]{2}){1,64})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def routes(console: Console) -> list[Route]:
    return [
        Route("/record", console.page(show)),
        Route("/record/check", console.page(check), methods=["POST"]),
        Route("/record/file", console.page(file), methods=["POST"]),
        Route("/record/verifier", console.page(verifier)),
        Route("/record/differences/{name}", console.page(difference)),
    ]


def _asked(visit: Visit) -> tuple[Asked, dict[str, tuple[int, bytes]]]:
    given = visit.request.query_params
    line = visit.line()
    wanted = tuple(given.get("words", "")[:200].split()[:MOST_WORDS])
    party, area, kind = given.get("by", ""), given.get("area", ""), given.get("kind", "")
    asked = Asked(
        wanted,
        kind if kind in KINDS else "",
        party if party in line.trust.members else "",
        area if area in current().areas else "",
        _day(given.get("since", ""), visit, 0),
        _day(given.get("until", ""), visit, 1),
    )
    places = {party: (int(n), bytes.fromhex(epoch)) for party, n, epoch in _PLACES.findall(given.get("back", ""))}
    return asked, places


def _day(text: str, visit: Visit, after: int) -> int | None:
    """The beginning of a day, UTC (or of the day after it); None for what is none."""
    if not _DAY.match(text):
        return None
    try:
        return ms(typed(f"{text} 00:00 UTC", of_ms(visit.console.node.now()), "since")) + after * 86_400_000
    except Local:
        return None


def _state(node: Node, line: Line) -> dict[str, Any]:
    return {
        "differences": [one.plain() for one in differing.differences(node, line)],
        "rule": showing.rule(node, line),
    }


async def show(
    visit: Visit, checked: list[tuple[str, dict[str, Any]]] | None = None, error: DetenteError | None = None
) -> Response:
    node, line = visit.console.node, visit.line()
    asked, places = _asked(visit)
    found = await visit.run(searching.search, visit.console.pages, line, asked, places)
    state = await visit.run(_state, node, line)
    answered: list[Row] = (await visit.run(visit.console.pages.over, line, "closed", None))["rows"]
    onward = "".join(f"{party}:{n}~{epoch.hex()}" for party, (n, epoch) in found["next"].items())
    return await visit.page(
        "record.html",
        status=200 if error is None else 409,
        found=found,
        onward=onward,
        given=visit.request.query_params,
        kinds=KINDS,
        members=line.trust.members,
        areas=sorted(current().areas),
        differences=[(row["name"], listed(readable(row), visit.lang), row["portable"]) for row in state["differences"]],
        times=await visit.run(searching.response_times, visit.console.pages, line, found["rows"] + answered),
        checked=checked,
        error=None if error is None else visit.told(error),
        rule=state["rule"],
    )


def _checked(node: Node, line: Line) -> tuple[list[tuple[str, dict[str, Any]]], DetenteError | None]:
    """What was checked, one step after another, and the first fault; nothing is changed."""
    steps: list[tuple[str, dict[str, Any]]] = []
    try:
        entries = audit.check_logs(node, line)
        for log in line.logs.values():
            steps.append(("log", {"party": log.party, "entries": log.size}))
        steps.append(("heads", {"entries": entries}))
        found = audit.audit(node, line)
        steps.append(("verdicts", {"messages": found["messages"]}))
    except DetenteError as error:
        return steps, error
    return steps, None


async def check(visit: Visit) -> Response:
    """The whole record, reached again from its bytes, as `detente record verify` does."""
    steps, error = await visit.run(_checked, visit.console.node, visit.line())
    await visit.did("record-checked")
    return await show(visit, steps, error)


async def verifier(visit: Visit) -> Response:
    """The page that anybody opens in a browser to check a file: it needs no network and none of this software."""
    data = words.verifier()
    if data is None:
        raise Local("page-unknown", address=visit.request.url.path)
    headers = {"content-disposition": 'attachment; filename="detente-verifier.html"'}
    return Response(data, media_type="text/html", headers=headers)


async def file(visit: Visit) -> Response:
    """The record as a file: for members all of it; for somebody outside what the line's rule gives leave for, or a refusal."""
    node, line = visit.console.node, visit.line()
    whole = showing.Part(None)
    outside = visit.first("for") == "outside"
    try:
        data = await visit.run(showing.outside if outside else showing.to_members, node, line, whole)
    except DetenteError as error:
        return await show(visit, None, error)
    await visit.did("record-taken-out", "outside" if outside else "members")
    headers = {"content-disposition": 'attachment; filename="record.detente"'}
    return Response(data, media_type="application/octet-stream", headers=headers)


async def difference(visit: Visit) -> Response:
    """The file that shows one difference to others."""
    data = await visit.run(differing.find, visit.console.node, visit.line(), visit.request.path_params["name"])
    await visit.did("exported", visit.request.path_params["name"])
    headers = {"content-disposition": 'attachment; filename="records-differ.detente"'}
    return Response(data, media_type="application/octet-stream", headers=headers)
