"""How a command reaches a node: over the home's socket when somebody serves it, else by opening the home itself.

Both ways speak the same API to the same code, so there is one write path.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx2
import msgspec

from detente.api.local import Desk
from detente.codec.errors import Damaged, DetenteError, Local, Remote
from detente.crypto.keystore import parse_recovery_code
from detente.node.disk import plain
from detente.node.home import Home, Lock
from detente.node.node import Node

TIMEOUT = 90.0  # seconds
_ERRORS: dict[int, type[DetenteError]] = {1: Remote, 2: Damaged, 64: Local}


class Client:
    """One request at a time. `served` says whether a node is running for this home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.served = _listening(home)

    def get(self, path: str, **params: str) -> Any:
        return _value(self._request("GET", path, params, None))

    def post(self, path: str, value: dict[str, Any], **params: str) -> Any:
        return _value(self._request("POST", path, params, value))

    def backup(self, code: str) -> Iterator[bytes]:
        """The home as one encrypted file under a recovery code, part by part: from the node that serves it, or made here."""
        if not self.served:
            from detente.node.backup import sealed

            with closing(Lock(self.home.path)):
                yield from sealed(self.home, parse_recovery_code(code))
            return
        transport = httpx2.HTTPTransport(uds=str(self.home.socket))
        with httpx2.Client(transport=transport, base_url="http://home", timeout=TIMEOUT) as client:
            try:
                with client.stream("POST", "/v1/backup", content=msgspec.json.encode({"code": code})) as answer:
                    if answer.status_code != 200:
                        answer.read()
                        _value(answer)
                    yield from answer.iter_bytes()
            except httpx2.HTTPError as error:
                raise Local("node-unreachable", why=type(error).__name__) from error

    def bytes(self, path: str, **params: str) -> bytes:
        answer = self._request("GET", path, params, None)
        if answer.status_code != 200:
            _value(answer)
        return answer.content

    def made(self, path: str, value: dict[str, Any]) -> Any:
        """A file made on request."""
        answer = self._request("POST", path, {}, value)
        if answer.status_code != 200:
            _value(answer)
        return answer.content

    def _request(self, method: str, path: str, params: dict[str, str], value: Any) -> httpx2.Response:
        params = {name: text for name, text in params.items() if text}
        content = None if value is None else msgspec.json.encode(value)
        if self.served:
            transport = httpx2.HTTPTransport(uds=str(self.home.socket))
            with httpx2.Client(transport=transport, base_url="http://home", timeout=TIMEOUT) as client:
                try:
                    return client.request(method, path, params=params, content=content)
                except httpx2.HTTPError as error:
                    raise Local("node-unreachable", why=type(error).__name__) from error
        try:
            return asyncio.run(self._in_process(method, path, params, content))
        except Exception as error:
            known = plain(error)
            if known is None or known is error:
                raise
            raise known from error

    async def _in_process(self, method: str, path: str, params: dict[str, str], content: Any) -> httpx2.Response:
        async def run(function: Callable[..., Any], *args: Any) -> Any:
            return function(*args)

        node = Node(self.home)
        try:
            transport = httpx2.ASGITransport(app=Desk(node, run).app())
            async with httpx2.AsyncClient(transport=transport, base_url="http://home") as client:
                return await client.request(method, path, params=params, content=content)
        finally:
            node.close()


def _listening(home: Home) -> bool:
    import socket

    if not hasattr(socket, "AF_UNIX") or not home.socket.exists():
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(home.socket))
        except OSError:
            return False
    return True


def _value(answer: httpx2.Response) -> Any:
    value = msgspec.json.decode(answer.content) if answer.content else {}
    if answer.status_code == 200:
        return value
    error = value.get("error") if isinstance(value, dict) else None
    if not isinstance(error, dict):
        raise Local("node-unreachable", why=str(answer.status_code))
    raise _ERRORS.get(error["exit"], Local)(error["code"], **error["values"])
