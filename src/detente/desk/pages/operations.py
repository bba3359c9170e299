"""The operator log: what was done at this desk and by which officer. For administrators; of this side alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from detente.desk.visit import Visit
from detente.store.officers import KEPT_DAYS, Officers

if TYPE_CHECKING:
    from detente.desk.app import Console

NAV = ("log", "/log", ("administrator",))
PAGE = 50


def routes(console: Console) -> list[Route]:
    return [Route("/log", console.page(show, ("administrator",)))]


async def show(visit: Visit) -> Response:
    before = visit.request.query_params.get("before", "")
    rows = await visit.kept(Officers.log, PAGE + 1, int(before) if before.isdecimal() and len(before) < 16 else None)
    days = await visit.kept(Officers.setting, "log-days")
    held = await visit.kept(Officers.setting, "log-held")
    return await visit.page(
        "log.html",
        rows=rows[:PAGE],
        older=rows[PAGE - 1]["n"] if len(rows) > PAGE else None,
        days=int(days or KEPT_DAYS),
        held=bool(held),
    )
