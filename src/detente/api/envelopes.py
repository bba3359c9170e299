"""The one door to the network: POST an envelope, get an envelope. Nothing else is there, and nothing is said to strangers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError, Remote
from detente.codec.limits import MAX_ENVELOPE, SIZE_CLASSES
from detente.routes.https import CONTENT_TYPE, PATH

Receive = Callable[[bytes], Awaitable[bytes]]


def app(receive: Receive) -> Starlette:
    """`receive` opens, records durably and gives the answering envelope; what it refuses is answered with an empty 400."""

    async def envelope(request: Request) -> Response:
        declared = request.headers.get("content-length", "")
        if not declared.isdigit() or int(declared) not in SIZE_CLASSES:
            return Response(status_code=400)
        parts: list[bytes] = []
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > MAX_ENVELOPE:
                return Response(status_code=400)
            parts.append(part)
        try:
            answer = await receive(b"".join(parts))
        except DetenteError as error:
            # Whether a mailbox, a key or a signature was wrong is nobody's business outside.
            return Response(status_code=400 if isinstance(error, Remote) else 503)
        return Response(answer, media_type=CONTENT_TYPE) if answer else Response(status_code=204)

    async def nothing(_request: Request, error: Exception) -> Response:
        return Response(status_code=getattr(error, "status_code", 404))

    return Starlette(routes=[Route(PATH, envelope, methods=["POST"])], exception_handlers={404: nothing, 405: nothing})
