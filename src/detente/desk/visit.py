"""One request of an officer who is signed in: who asks, in which language, of which line; and how a page answers.

A page is `async def page(visit) -> Response`. It reads through `await visit.run(function, …)` (on the node's thread, as the
command's API does) and says things through `await visit.say(kind, draft, name)`. A template is given, beside what the page
gives it, everything `words.tongue` has, `visit`, and `strip` (what stands on every page).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detente.codec.errors import DetenteError, Local
from detente.codec.text import from_hex
from detente.desk import uploads
from detente.desk.words import rendered
from detente.line.machine import Line
from detente.locale import text
from detente.locale.errors import explain
from detente.node.say import say
from detente.store.officers import Officers, Session

if TYPE_CHECKING:
    from detente.desk.app import Console

MAX_FIELDS = 400


@dataclass
class Visit:
    """See the module."""

    console: Console
    request: Request
    session: Session
    lang: str
    form: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, uploads.Upload] = field(default_factory=dict)

    @property
    def officer(self) -> str:
        return self.session.officer

    def t(self, key: str, **values: Any) -> str:
        return text(key, self.lang, **values)

    # -- the node ------------------------------------------------------------------------------------------------------

    async def run(self, function: Callable[..., Any], *values: Any) -> Any:
        """A function of the node's thread."""
        return await self.console.api.run(function, *values)

    async def kept(self, function: Callable[..., Any], *values: Any) -> Any:
        """A method of the officers' file: `await visit.kept(Officers.note, …)`."""
        return await self.console.kept(function, *values)

    async def did(self, act: str, about: str = "") -> None:
        """One line of the operator log."""
        await self.kept(Officers.did, self.officer, act, about)

    def line(self) -> Line:
        """The line this page is about: named in its address where there are several. `Local("line-…")`."""
        name = self.request.query_params.get("line") or self.first("line")
        return self.console.node.line(from_hex(name, 32) if name else None)

    async def say(
        self, kind: str, draft: Mapping[str, Any], name: str | None = None, anybody: bool = False
    ) -> dict[str, Any]:
        """Record a message with one press; the message as it stands. `Local` names what is wrong with it, or that a second
        person releases this kind; `anybody`: one person may, whatever the rule."""
        api, line = self.console.api, self.line()
        if not anybody and await self.kept(Officers.second, kind):
            raise Local("release-second-desk", kind=kind)
        kept = await self.run(say, self.console.node, line, kind, draft, name)
        said = await api.recorded(line, kept, 0)
        await self.did(f"said-{kind}", said["reference"])
        return said

    # -- what was typed --------------------------------------------------------------------------------------------------

    def first(self, name: str, default: str = "") -> str:
        return (self.form.get(name) or [default])[0]

    def all(self, name: str) -> list[str]:
        return self.form.get(name, [])

    @property
    def switching(self) -> bool:
        """The language was switched with the form full: show it again as it was typed, and do nothing else."""
        return "switch" in self.form

    # -- answering -------------------------------------------------------------------------------------------------------

    def to(self, path: str, **params: str) -> str:
        """An address of the desk; it names the line where there are several."""
        name = self.request.query_params.get("line") or self.first("line")
        if name:
            params.setdefault("line", name)
        return path + (f"?{urlencode(params)}" if params else "")

    def matter(self, reference: str) -> str:
        return self.to(f"/matters/{quote(reference, safe='')}")

    async def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        strip = await self.console.strip(self)
        values.setdefault("form_id", None)
        return HTMLResponse(rendered(template, self.lang, visit=self, strip=strip, **values), status)

    def go(self, path: str, **params: str) -> Response:
        return RedirectResponse(self.to(path, **params), 303)

    async def failed(self, error: DetenteError, status: int | None = None) -> Response:
        """A page that says what happened, what is safe, what to do next."""
        status = status or (404 if error.code.endswith("-unknown") else 409)
        return await self.page("error.html", status=status, error=self.told(error))

    def told(self, error: DetenteError) -> dict[str, str]:
        what, safe, then = explain(error.code, error.values, self.lang)
        return {"code": error.code, "what": what, "safe": safe, "next": then}


async def typed(request: Request, files: dict[str, uploads.Upload] | None = None) -> dict[str, list[str]]:
    """What a form sends; its files go into `files`, where the page takes some. `Local("request-unreadable")`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "multipart/form-data" and files is not None:
        fields, sent = await uploads.form(await request.body(), request.headers["content-type"])
        files.update(sent)
        return fields
    if kind != "application/x-www-form-urlencoded":
        raise Local("request-unreadable", why=kind[:40])
    data = await request.body()
    try:
        pairs = parse_qsl(data.decode("utf-8"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as error:
        raise Local("request-unreadable", why=str(error)[:80]) from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return found
