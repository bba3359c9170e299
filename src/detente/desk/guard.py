"""What every answer of the desk carries, and what no request may be: headers, hosts, origins, sizes.

Attack stopped, one a line:
- another site's page that posts here: `Origin` must be ours, the cookie is SameSite=Strict, and each form carries a token;
- a name that was made to point at this machine (DNS rebinding): `Host` must be one we are known by;
- a script in a message's prose: templates escape, and the policy runs nothing that is not a file of ours;
- this page in a frame of another: not framed anywhere;
- what was shown left in a shared cache, or named to another site: never stored, no referrer beyond us.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 1024 * 1024  # bytes of a form
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
STORED = "private, max-age=31536000, immutable"  # a file of ours, whose address names its digest


class Guard:
    """Around the desk's application. `origins`: those it is reached by, `http://localhost:8801`; the first is its own."""

    def __init__(self, app: Asgi, origins: tuple[str, ...]) -> None:
        self.app, self.origins = app, origins
        self.hosts = {origin.partition("://")[2].encode() for origin in origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = dict(scope["headers"])
        answer = _headed(send, scope["path"])
        if headers.get(b"host") not in self.hosts:
            await _refuse(answer, 421)
        elif scope["method"] not in ("GET", "HEAD", "POST"):
            await _refuse(answer, 405)
        elif scope["method"] == "POST" and not self._ours(headers):
            await _refuse(answer, 403)
        elif not headers.get(b"content-length", b"0").isdigit() or int(headers.get(b"content-length", 0)) > MAX_BODY:
            await _refuse(answer, 413)
        elif b"transfer-encoding" in headers:  # no browser sends a form in pieces
            await _refuse(answer, 411)
        else:
            await self.app(scope, receive, answer)

    def _ours(self, headers: dict[bytes, bytes]) -> bool:
        """A browser names the origin of what posts; what names none is no browser's form."""
        return headers.get(b"origin", b"").decode("latin-1") in self.origins


def _headed(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in own]
            if b"cache-control" not in own:
                more.append((b"cache-control", b"no-store"))
            message["headers"] = [*message["headers"], *more]
        await send(message)

    return sending


async def _refuse(send: Send, status: int) -> None:
    text = str(status).encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
