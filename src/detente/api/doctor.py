"""`GET /v1/doctor`: the facts, and the rows made of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from detente.node import doctor
from detente.views.doctor import rows

if TYPE_CHECKING:
    from detente.api.local import Desk


async def examine(desk: Desk, _request: Request) -> Any:
    facts = await desk.run(doctor.facts, desk.node)
    facts["served"] = desk.calling is not None
    facts["routes"] = [dict(carrier.state) for carrier in desk.carriers.values()]
    return {"facts": facts, "rows": [asdict(row) for row in rows(facts)]}
