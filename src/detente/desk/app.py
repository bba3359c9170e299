"""The desk put together: pages, sessions, what stands on every page, and the stream that tells browsers that something changed.

One `Console` a serving node. It has no state that matters: officers and sessions are in `officers.db`, all else in the record.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from detente.api.local import Desk
from detente.codec.errors import DetenteError, Local
from detente.desk import guard, signing, state, words
from detente.desk.pages import MODULES, compose, signin
from detente.desk.passkeys import Passkeys
from detente.desk.visit import Visit, typed
from detente.locale import LANGUAGES
from detente.locale.errors import explain
from detente.node.disk import plain
from detente.node.home import write_private
from detente.node.pages import Pages
from detente.store.officers import NAME, ROLES, Officers

T = TypeVar("T")
LOOK, BEAT = 0.2, 15.0  # seconds between looks at the record, and between signs of life on a stream
TIDY = 86_400.0  # seconds between takings-away of what has ended
FRESH = 20.0  # seconds after which what stands on every page is read anew though nothing moved
ADDRESS = "desk.url"  # in the home while a desk is served: where the other home's desk finds it
Page = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True)
class Pulse:
    """What browsers are told: that something changed, and how much is wanted at once. Never what."""

    version: int
    at_once: int


class Kept:
    """The officers' file, opened when it is first asked for, on a thread that has it for itself."""

    def __init__(self, open_it: Callable[[], Officers], name: str) -> None:
        self._worker, self._open = ThreadPoolExecutor(1, thread_name_prefix=name), open_it
        self._held: Officers | None = None

    async def run(self, function: Callable[..., T], *values: Any) -> T:
        def work() -> T:
            if self._held is None:
                self._held = self._open()
            return function(self._held, *values)

        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    async def close(self) -> None:
        if self._held is not None:
            await asyncio.get_running_loop().run_in_executor(self._worker, self._held.close)
        self._worker.shutdown(wait=False)


class Console:
    """See the module. `origins`: those the desk is reached by, the first its own; `url`: what officers open."""

    def __init__(self, api: Desk, origins: tuple[str, ...]) -> None:
        self.api, self.node, self.origins = api, api.node, origins
        self.secure = origins[0].startswith("https://")
        self.cookie = signing.cookie_name(str(self.node.home.path.resolve()))
        self._officers, self._door = Kept(self._open, "officers"), Kept(self._open, "signing-in")
        self.state, self.pages = state.State(self.node), Pages(self.node)
        self._ceiling = dict.fromkeys(LANGUAGES, "")
        self._looked = float("-inf")
        self.passkeys = Passkeys(origins, f"{self.node.me} {self.node.home.settings.context}")
        self.pulse = Pulse(-1, 0)
        self._woken = asyncio.Condition()

    # -- beginning and ending --------------------------------------------------------------------------------------------

    async def forever(self) -> None:
        """Look at the record, wake the streams when it moved on; and once a day take away what has ended."""
        write_private(self.node.home.path / ADDRESS, self.origins[0].encode())
        try:
            tidied, loop = float("-inf"), asyncio.get_running_loop()
            while True:
                if loop.time() - tidied >= TIDY:
                    tidied = loop.time()
                    await self._tidied()
                await self._look()
                await asyncio.sleep(LOOK)
        finally:
            (self.node.home.path / ADDRESS).unlink(missing_ok=True)
            for held in (self._officers, self._door):
                await held.close()

    async def _tidied(self) -> None:
        """What has ended is taken away. A file that cannot be read is told here and at the door; it never stops the line."""
        try:
            await self.kept(Officers.tidy, self.node.now() - signing.SHIFT)
        except DetenteError as error:
            told = explain(error.code, error.values, self.node.home.settings.language)
            print(*told, sep="\n", file=sys.stderr, flush=True)

    async def _look(self) -> None:
        version, now = self.node.store.stamp.commits, asyncio.get_running_loop().time()
        moved = version != self.pulse.version
        if not moved and now - self._looked < FRESH:
            return
        self._looked = now
        with contextlib.suppress(DetenteError):  # a disk that is ill is said elsewhere; the next look finds it again
            await self.api.run(self.state.look)
            self._ceiling = {lang: await self.kept(Officers.setting, f"ceiling-{lang}") for lang in LANGUAGES}
            if moved:
                waiting = await self.api.run(self.state.at_once)
                self.pulse = Pulse(version, len(waiting))
                async with self._woken:
                    self._woken.notify_all()

    def other_desk(self) -> str | None:
        """Where the desk of the pair's other context is, if it is served on this machine now."""
        try:
            return (self.node.home.other / ADDRESS).read_text("ascii").strip() or None
        except (OSError, UnicodeDecodeError):
            return None

    # -- officers ------------------------------------------------------------------------------------------------------

    def _open(self) -> Officers:
        return Officers(self.node.home.path / NAME, self.node.now)

    async def kept(self, function: Callable[..., T], *values: Any) -> T:
        """A function of the officers' file, on the thread that owns it."""
        return await self._officers.run(function, *values)

    async def at_the_door(self, function: Callable[..., T], *values: Any) -> T:
        """The same for signing in, on a thread of its own: a password takes a tenth of a second to check, and whoever tries
        many keeps nobody waiting who is inside."""
        return await self._door.run(function, *values)

    def signed_in(self, response: Response, token: str) -> Response:
        """The cookie of a session just begun."""
        response.set_cookie(self.cookie, token, httponly=True, samesite="strict", secure=self.secure, path="/")
        return response

    # -- pages ---------------------------------------------------------------------------------------------------------

    def page(
        self, handler: Page, roles: tuple[str, ...] = ROLES, stream: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        """A page for officers who are signed in; what it raises on purpose becomes a page that says it.

        A `stream` without a session is ended without content: a browser does not ask for it again, and its page finds out.
        """

        async def handle(request: Request) -> Response:
            live = request.headers.get("x-live") == "1"  # fetched by a page of ours, by itself: no press of a person
            try:
                session = await self.kept(signing.session, request.cookies.get(self.cookie), not (live or stream))
            except (
                DetenteError
            ) as error:  # the officers' file is ill: nobody is let in, and the line is carried all the same
                return signin.door(self, error=error)
            if session is None and (live or stream):
                return Response(status_code=401 if live else 204)
            if session is None:
                return await self._ended(request)
            visit = Visit(self, request, session, session.language)
            try:
                if session.role not in roles:
                    raise Local("officer-may-not", role=session.role)
                if request.method == "POST":
                    await self._posted(visit)
                return await handler(visit)
            except Exception as error:
                known = plain(error)
                if known is None:  # a defect: for our technical staff on standard error, and not a word of it on a page
                    traceback.print_exc(file=sys.stderr)
                    return await visit.failed(Local("page-failed"), 500)
                return await visit.failed(known)

        return handle

    async def _ended(self, request: Request) -> Response:
        """To the sign-in page. What was typed under a session that ended by itself is kept as a draft first."""
        there = None
        with contextlib.suppress(DetenteError):
            there = await compose.keep_ended(self, request)
        return RedirectResponse("/sign-in" if there is None else f"/sign-in?kept={there}", 303)

    async def _posted(self, visit: Visit) -> None:
        visit.form = await typed(visit.request, visit.files)
        if not hmac.compare_digest(visit.first("csrf").encode(), visit.session.csrf.encode()):
            raise Local("form-stale")
        if visit.switching and visit.first("switch") in ("en", "zh"):
            visit.lang = visit.first("switch")
            await self.kept(Officers.speaks, visit.session.token, visit.officer, visit.lang)

    async def strip(self, visit: Visit) -> dict[str, Any]:
        """What stands on every page."""
        try:
            line = visit.line()
        except DetenteError:
            line = None
        seen = await self.api.run(self.state.strip, None if line is None else line.id)
        nav = [m.NAV for m in MODULES if hasattr(m, "NAV") and (len(m.NAV) == 2 or visit.session.role in m.NAV[2])]
        return {
            **seen,
            "ceiling": self._ceiling[visit.lang],
            "nav": nav,
            "here": visit.request.url.path,
            "back": visit.request.url.path + (f"?{visit.request.url.query}" if visit.request.url.query else ""),
            "pulse": self.pulse,
            "sound": visit.session.sound,
            "other_desk": self.other_desk() if seen["context"] == "exercise" else None,
        }

    async def events(self, visit: Visit) -> Response:
        """Server-sent events: `changed` with the version and how much is wanted at once, `ended` with the session."""

        async def stream() -> AsyncIterator[str]:
            known: Pulse | None = None
            while True:
                session = await self.kept(signing.session, visit.request.cookies.get(self.cookie), False)
                if session is None:
                    yield "event: ended\ndata: {}\n\n"
                    return
                if self.pulse != known:
                    known = self.pulse
                    yield f'event: changed\ndata: {{"version":{known.version},"at_once":{known.at_once}}}\n\n'
                else:
                    yield ": here\n\n"
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(BEAT), self._woken:
                        while self.pulse == known:
                            await self._woken.wait()

        return StreamingResponse(stream(), media_type="text/event-stream")

    def app(self) -> guard.Asgi:
        routes = [
            Route("/static/{digest}/{name}", static),
            Route("/events", self.page(self.events, stream=True)),
            *(route for module in MODULES for route in module.routes(self)),
        ]
        handlers = {status: self._elsewhere for status in (404, 405)}
        return guard.Guard(Starlette(routes=routes, exception_handlers=handlers), self.origins)

    async def _elsewhere(self, request: Request, _error: Exception) -> Response:
        """An address at which there is no page, or which takes no form. Below `/static/` no person looks for one."""
        if request.url.path.startswith("/static/"):
            return Response(status_code=404)

        async def nothing(_visit: Visit) -> Response:
            raise Local("page-unknown", address=request.url.path)

        return await self.page(nothing)(request)


async def static(request: Request) -> Response:
    """A file of ours. Its address names its digest; under another digest it is not there."""
    name = request.path_params["name"]
    suffix = Path(name).suffix
    known = {entry.name for entry in words.FOLDER.iterdir()}
    if suffix not in words.TYPES or name not in known or words.address(name) != request.url.path:
        return Response(status_code=404)
    return Response(words.static(name), media_type=words.TYPES[suffix], headers={"cache-control": guard.STORED})
