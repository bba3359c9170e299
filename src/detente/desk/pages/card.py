"""The officer's card: one page, in both languages at once, to print: what to press, whom to call, and the words of today."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.api.roster import in_force
from detente.desk.visit import Visit
from detente.locale import roster as rosters
from detente.locale.render import words_of
from detente.node import telephone
from detente.trust.words import as_words

if TYPE_CHECKING:
    from detente.desk.app import Console


def routes(console: Console) -> list[Route]:
    return [Route("/card", console.page(show))]


async def show(visit: Visit) -> Response:
    node, line, api = visit.console.node, visit.line(), visit.console.api
    offices = await visit.run(in_force, api, line)
    calls = [await visit.run(telephone.words, node, line, other, None) for other in line.others]
    return await visit.page("card.html", reach=_reach(offices), calls=calls, spell=as_words, date=_date)


def _reach(found: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Language → members with their ways to be reached, as their last roster has them."""
    shown: dict[str, list[dict[str, Any]]] = {"en": [], "zh": []}
    for lang, rows in shown.items():
        for one in found:
            said = one["roster"]
            ways = [] if said is None else rosters.offices(said["sections"]["offices"], words_of(said), lang)
            rows.append({"party": one["party"], "ours": one["ours"], "ways": ways})
    return shown


def _date(day: int) -> str:
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()
