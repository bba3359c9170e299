"""What an officer sets for itself: the language, and that the sound of this browser was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.desk.visit import Visit
from detente.locale import LANGUAGES
from detente.store.officers import Officers

if TYPE_CHECKING:
    from detente.desk.app import Console


def routes(console: Console) -> list[Route]:
    return [
        Route("/language", console.page(language), methods=["POST"]),
        Route("/sound", console.page(sound), methods=["POST"]),
    ]


def back(visit: Visit) -> Response:
    """To the page the press came from; never to another site."""
    path = visit.first("back")
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return RedirectResponse(path if ours else "/", 303)


async def language(visit: Visit) -> Response:
    if visit.first("to") in LANGUAGES:
        await visit.kept(Officers.speaks, visit.session.token, visit.officer, visit.first("to"))
    return back(visit)


async def sound(visit: Visit) -> Response:
    heard = visit.first("heard") == "yes"
    await visit.kept(Officers.heard, visit.session.token, heard)
    await visit.did("sound-heard" if heard else "sound-not-heard")
    return back(visit)
