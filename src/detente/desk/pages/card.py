"""The officer's card: one page in both languages, to print: call words of the day, numbers of offices, what to press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError
from detente.desk.visit import Visit
from detente.line.machine import Line
from detente.locale import callwords
from detente.locale.roster import offices
from detente.node import records, telephone
from detente.node.node import Node
from detente.vocabulary import current

if TYPE_CHECKING:
    from detente.desk.app import Console

BOTH = ("en", "zh")


def routes(console: Console) -> list[Route]:
    return [Route("/card", console.page(show))]


def _read(node: Node, line: Line) -> dict[str, Any]:
    rosters: dict[str, dict[str, Any]] = {}
    for row in records.of_kind(node, line, "roster"):
        if row["verdict"] == "accepted":
            rosters[row["party"]] = records.message(node, line, row)["sections"]["offices"]
    words: dict[str, Any] = {}
    for party in line.others:
        try:
            words[party] = telephone.words(node, line, party, None)
        except DetenteError:  # none with this member: the page says so
            continue
    return {"rosters": rosters, "words": words}


async def show(visit: Visit) -> Response:
    node, line = visit.console.node, visit.line()
    read = await visit.run(_read, node, line)
    return await visit.page(
        "card.html",
        line=line.id.hex(),
        reach={
            party: {lang: offices(value, current(), lang) for lang in BOTH} for party, value in read["rosters"].items()
        },
        call_words={
            party: {lang: [row for day in found["days"] for row in callwords.day(found, day, lang)] for lang in BOTH}
            for party, found in read["words"].items()
        },
        members=line.trust.members,
        both=BOTH,
    )
