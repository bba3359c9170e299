"""Signing in and out. The one page before a session: it says everything in both languages, so that nothing has to be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from detente.codec.errors import Damaged, DetenteError
from detente.desk import signing
from detente.desk.visit import Visit, typed
from detente.desk.words import rendered
from detente.locale.errors import explain
from detente.node.ways import MARKS
from detente.store.officers import Officers

if TYPE_CHECKING:
    from detente.desk.app import Console


def routes(console: Console) -> list[Route]:
    async def show(request: Request) -> Response:
        return door(console, kept=_kept(request.query_params.get("kept", "")))

    async def enter(request: Request) -> Response:
        name, kept = "", ""
        try:
            form = await typed(request)
            name = (form.get("name") or [""])[0].strip().lower()[:64]
            kept = _kept((form.get("kept") or [""])[0])
            begun = await console.at_the_door(signing.sign_in, name, (form.get("password") or [""])[0])
        except DetenteError as error:
            return door(console, name, error, kept)
        return console.signed_in(RedirectResponse(f"/drafts/{kept}" if kept else "/", 303), begun.token)

    async def options(request: Request) -> Response:
        return Response(console.passkeys.authentication(), media_type="application/json")

    async def enter_by_passkey(request: Request) -> Response:
        try:
            credential = (await typed(request)).get("credential") or [""]
            begun = await console.at_the_door(console.passkeys.sign_in, credential[0])
        except DetenteError as error:
            return door(console, error=error)
        return console.signed_in(RedirectResponse("/", 303), begun.token)

    async def leave(visit: Visit) -> Response:
        await visit.did("signed-out")
        await visit.kept(Officers.end, visit.session.token)
        answer = RedirectResponse("/sign-in", 303)
        answer.delete_cookie(console.cookie, path="/", httponly=True, samesite="strict")
        return answer

    return [
        Route("/sign-in", show),
        Route("/sign-in", enter, methods=["POST"]),
        Route("/sign-in/passkey", enter_by_passkey, methods=["POST"]),
        Route("/sign-in/passkey/options", options, methods=["POST"]),
        Route("/sign-out", console.page(leave), methods=["POST"]),
    ]


def _kept(name: str) -> str:
    """The draft in which is what was typed before a session ended; nothing for what is no name of one."""
    return name if len(name) == 32 and all(c in "0123456789abcdef" for c in name) else ""


def door(console: Console, name: str = "", error: DetenteError | None = None, kept: str = "") -> Response:
    """The page in front of all others, in both languages: 403 with what was wrong, 503 where nobody can come in."""
    settings = console.node.home.settings
    told = None if error is None else {lang: explain(error.code, error.values, lang) for lang in ("en", "zh")}
    page = rendered(
        "signin.html",
        settings.language,
        context=settings.context,
        mark=MARKS[settings.context],
        names=settings.names,
        party=settings.party,
        name=name,
        error=told,
        kept=kept,
    )
    return HTMLResponse(page, 200 if error is None else 503 if isinstance(error, Damaged) else 403)
