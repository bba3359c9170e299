"""A desk asked without a browser: the application as it is served, over a real node, one officer to a client."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlencode

import httpx2

from desk.conftest import HASHED, PASSWORD
from detente.api.local import Desk
from detente.desk.app import Console
from detente.node.node import Node
from detente.store.officers import Officers

ORIGIN = "http://localhost:8801"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')
_TAGS = re.compile(r"<[^>]+>")


class Page:
    """An answer: its status, where it sends one, its text with and without tags."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.status, self.to = answer.status_code, answer.headers.get("location", "")
        self.data, self.headers = answer.content, answer.headers
        self.html = answer.content.decode("utf-8", "replace")
        self.text = " ".join(unescape(_TAGS.sub(" ", self.html)).split())

    def value(self, name: str) -> str:
        """Of a form's hidden or text field."""
        found = re.search(rf'name="{re.escape(name)}"[^>]*? value="([^"]*)"', self.html)
        assert found is not None, name
        return unescape(found[1])


class Served:
    """One desk over one node; `client(name)` is another browser, signed in."""

    def __init__(self, node: Node) -> None:
        async def run(function: Callable[..., Any], *args: Any) -> Any:
            return function(*args)

        self.node, self.loop = node, asyncio.new_event_loop()
        self.console = Console(Desk(node, run), (ORIGIN,))
        self.app = self.console.app()
        for name, role in (("duty-1", "officer"), ("duty-2", "officer"), ("chief", "administrator")):
            self.kept(Officers.add, name, role, "en", HASHED)

    def kept(self, function: Callable[..., Any], *values: Any) -> Any:
        return self.loop.run_until_complete(self.console.kept(function, *values))

    def client(self, name: str = "duty-1") -> Client:
        client = Client(self)
        client.post("/sign-in", {"name": name, "password": PASSWORD}, csrf=False)
        assert client.cookies
        return client

    def look(self) -> None:
        """What the task that watches the record would have seen by now."""
        self.console._looked = float("-inf")
        self.loop.run_until_complete(self.console._look())

    def close(self) -> None:
        for held in (self.console._officers, self.console._door):
            self.loop.run_until_complete(held.close())
        self.loop.close()


class Client:
    def __init__(self, served: Served) -> None:
        self.served, self.cookies = served, httpx2.Cookies()

    def _ask(self, method: str, path: str, **options: Any) -> Page:
        async def asked() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=self.served.app)
            async with httpx2.AsyncClient(transport=transport, base_url=ORIGIN, cookies=self.cookies) as client:
                answer = await client.request(method, path, headers={"origin": ORIGIN}, **options)
                self.cookies = client.cookies
                return answer

        return Page(self.served.loop.run_until_complete(asked()))

    def get(self, path: str) -> Page:
        return self._ask("GET", path)

    def csrf(self) -> str:
        found = _CSRF.search(self.get("/account").html)
        assert found is not None
        return found[1]

    def post(self, path: str, form: Mapping[str, Any], csrf: bool | str = True, files: Any = None) -> Page:
        """A form as a browser sends it; follows nothing."""
        data = dict(form)
        if csrf:
            data["csrf"] = self.csrf() if csrf is True else csrf
        if files is not None:
            return self._ask("POST", path, data=data, files=files)
        headers = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN}
        return self._posted(path, urlencode(data, doseq=True).encode(), headers)

    def _posted(self, path: str, body: bytes, headers: dict[str, str]) -> Page:
        async def asked() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=self.served.app)
            async with httpx2.AsyncClient(transport=transport, base_url=ORIGIN, cookies=self.cookies) as client:
                answer = await client.post(path, content=body, headers=headers)
                self.cookies = client.cookies
                return answer

        return Page(self.served.loop.run_until_complete(asked()))

    def followed(self, page: Page) -> Page:
        assert page.status == 303, (page.status, page.text[:400])
        return self.get(page.to)


@contextlib.contextmanager
def desk_of(node: Node) -> Iterator[Served]:
    served = Served(node)
    try:
        yield served
    finally:
        served.close()
