"""Stopping an exercise: a message on the exercise line, wanted at once, whose words stand in the catalogue in both languages.

Only an exercise line has this page. It goes as an informal contact: never counted, and in nobody's way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError, Local
from detente.desk.visit import Visit
from detente.locale import text

if TYPE_CHECKING:
    from detente.desk.app import Console

AREA, AT_ONCE = "A", 3


def routes(console: Console) -> list[Route]:
    return [
        Route("/exercise/stop", console.page(show)),
        Route("/exercise/stop", console.page(stop), methods=["POST"]),
    ]


def _of_exercise(visit: Visit) -> None:
    if visit.console.node.home.settings.context != "exercise":
        raise Local("exercise-only")


async def show(visit: Visit, error: DetenteError | None = None) -> Response:
    _of_exercise(visit)
    return await visit.page(
        "stop.html",
        status=200 if error is None else 409,
        goes_to=list(visit.line().others),
        error=None if error is None else visit.told(error),
    )


async def stop(visit: Visit) -> Response:
    _of_exercise(visit)
    language = visit.console.node.home.settings.language
    other = "en" if language == "zh" else "zh"
    draft = {
        "coded": {"area": AREA, "counted": "not-counted", "handling": "parties-only"},
        "prose": {"language": language, "plain": text("desk.stop-words", language)},
        "courtesy": {"language": other, "plain": text("desk.stop-words", other), "by": "person"},
        "wanted": AT_ONCE,
    }
    try:
        said = await visit.say("informal-contact", draft, anybody=True)
    except DetenteError as error:
        return await show(visit, error)
    await visit.did("exercise-stopped", said["reference"])
    return visit.go(f"/matters/{said['reference']}")
