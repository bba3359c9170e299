"""Envelopes to the node under test: POST over HTTPS, pinned to the certificate that its `keys` message announces."""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from detente.codec.errors import Local
from detente.codec.limits import MAX_ENVELOPE
from detente.routes.https import CONTENT_TYPE, PATH, pinned

TIMEOUT = 20.0  # seconds for one exchange


@dataclass(frozen=True)
class Reply:
    """`status` 0: nothing came back, and `why` says so (`unreachable`, `certificate`, `timeout`, `cut`)."""

    status: int
    body: bytes = b""
    kind: str = ""
    why: str = ""


class Wire:
    """One address. Every request has a connection of its own: what one request spoils, the next does not meet."""

    def __init__(self, url: str, certificate: bytes, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(url)
        try:
            port = parts.port or 443
        except ValueError:
            port = None
        if parts.scheme != "https" or not parts.hostname or port is None or parts.path.strip("/") or parts.query:
            raise Local("conformance-url", value=url)
        self.host, self.port, self.timeout = parts.hostname, port, timeout
        self._trust = pinned(certificate)
        self.exchanges = 0

    def post(self, envelope: bytes) -> Reply:
        return self.ask("POST", PATH, envelope)

    def ask(self, method: str, path: str, body: bytes = b"") -> Reply:
        self.exchanges += 1
        there = http.client.HTTPSConnection(self.host, self.port, timeout=self.timeout, context=self._trust)
        try:
            there.request(method, path, body or None, {"content-type": CONTENT_TYPE} if body else {})
            answer = there.getresponse()
            data = answer.read(MAX_ENVELOPE + 1)
            return Reply(answer.status, data, answer.headers.get("content-type", ""))
        except ssl.SSLCertVerificationError:
            return Reply(0, why="certificate")
        except TimeoutError:
            return Reply(0, why="timeout")
        except ConnectionRefusedError:
            return Reply(0, why="unreachable")
        except (OSError, http.client.HTTPException) as error:
            unreachable = isinstance(error, OSError) and not isinstance(error, ConnectionError | ssl.SSLError)
            return Reply(0, why="unreachable" if unreachable else "cut")
        finally:
            there.close()
