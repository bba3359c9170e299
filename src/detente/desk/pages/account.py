"""What an officer sets for itself: the language, that the sound of this browser was heard, passkeys; and the card to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.codec.errors import DetenteError
from detente.desk.visit import Visit
from detente.locale import LANGUAGES
from detente.store.officers import Officers

if TYPE_CHECKING:
    from detente.desk.app import Console

MOST_LABEL = 60


def routes(console: Console) -> list[Route]:
    return [
        Route("/account", console.page(show)),
        Route("/language", console.page(language), methods=["POST"]),
        Route("/sound", console.page(sound), methods=["POST"]),
        Route("/passkeys/options", console.page(options), methods=["POST"]),
        Route("/passkeys", console.page(add), methods=["POST"]),
        Route("/passkeys/remove", console.page(remove), methods=["POST"]),
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


async def show(visit: Visit, error: DetenteError | None = None) -> Response:
    held = await visit.kept(Officers.passkeys, visit.officer)
    return await visit.page(
        "account.html",
        status=200 if error is None else 409,
        passkeys=held,
        error=None if error is None else visit.told(error),
    )


async def options(visit: Visit) -> Response:
    held = await visit.kept(Officers.passkeys, visit.officer)
    made = visit.console.passkeys.registration(visit.officer, [row["id"] for row in held])
    return Response(made, media_type="application/json")


async def add(visit: Visit) -> Response:
    try:
        id, key, count = visit.console.passkeys.registered(visit.officer, visit.first("credential"))
    except DetenteError as error:
        return await show(visit, error)
    label = "".join(c for c in visit.first("label") if c.isprintable()).strip()[:MOST_LABEL] or visit.t("desk.passkey")
    await visit.kept(Officers.keep_passkey, id, visit.officer, key, count, label)
    await visit.did("passkey-added", label)
    return visit.go("/account")


async def remove(visit: Visit) -> Response:
    id = visit.first("id")
    if len(id) <= 2048 and id.isascii() and all(c in "0123456789abcdef" for c in id) and len(id) % 2 == 0:
        await visit.kept(Officers.drop_passkey, bytes.fromhex(id), visit.officer)
        await visit.did("passkey-removed")
    return visit.go("/account")
