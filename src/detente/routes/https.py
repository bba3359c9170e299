"""Envelopes over HTTPS: POST to the address in a member's `keys` message, pinned to the certificate announced there."""

from __future__ import annotations

import re
import ssl
from urllib.parse import urlsplit

import httpx2

from detente.codec.limits import MAX_ENVELOPE

PATH = "/v1/envelope"
CONTENT_TYPE = "application/detente-envelope"
HOST = re.compile("[a-z0-9.:-]{1,253}", re.ASCII)
TIMEOUT = 20.0  # seconds for one exchange


class RouteError(OSError):
    """Carriage that did not work and may be tried again; `why` is one of the catalogue's `route.…` keys."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Https:
    """One kept-alive connection to one address."""

    def __init__(self, address: str, certificate: bytes) -> None:
        host = urlsplit(address).hostname or ""
        self.host = host if HOST.fullmatch(host) else ""  # what is kept of where it went: no path, no port
        self._client = httpx2.AsyncClient(
            base_url=address, verify=pinned(certificate), timeout=TIMEOUT, trust_env=False, follow_redirects=False
        )

    async def carry(self, envelope: bytes) -> bytes:
        """The answering envelope. `OSError` for everything that may be tried again."""
        try:
            async with self._client.stream(
                "POST", PATH, content=envelope, headers={"content-type": CONTENT_TYPE}
            ) as answer:
                if answer.status_code != 200:
                    raise RouteError("not-taken")
                parts, size = [], 0
                async for part in answer.aiter_bytes():
                    size += len(part)
                    if size > MAX_ENVELOPE:
                        raise RouteError("answer")
                    parts.append(part)
                return b"".join(parts)
        except httpx2.TimeoutException as error:
            raise RouteError("timeout") from error
        except httpx2.ConnectError as error:
            raise RouteError("certificate" if "CERTIFICATE" in str(error).upper() else "unreachable") from error
        except httpx2.HTTPError as error:
            raise RouteError("cut") from error

    async def close(self) -> None:
        await self._client.aclose()


def pinned(certificate: bytes) -> ssl.SSLContext:
    """TLS 1.3 to a listener that must show exactly this certificate (DER), whatever its name or address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.load_verify_locations(cadata=ssl.DER_cert_to_PEM_cert(certificate))
    return context
