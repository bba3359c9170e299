"""By which ways a step of the ladder is called: a command, a signed webhook, or an address that `apprise` knows. One table.

Each is given the same facts as JSON, and never prose, names of persons or secrets:

    {"v": 1, "call": "…", "reference": "K1-0042", "number": "heron-2", "kind": "notice", "area": "A", "wanted": 3,
     "line": {"en": "…", "zh": "…"}, "context": "live", "mark": "", "step": "duty", "since": 1790000000000, "try": 1}

`call` is the same for every try of one step for one message, so a receiver can drop what comes twice. `mark` is
"EXERCISE 演练" on an exercise line and "TEST 测试" in `detente ladder test`.

Every way is bounded in time and in what it may answer, and gives None or the code of what failed.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import importlib
import ipaddress
import json
import os
import re
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from detente.codec.errors import Local

SECONDS = 20.0  # a call may take
MARKS = {"live": "", "exercise": "EXERCISE 演练"}
TEST = "TEST 测试"
HEADER = "Detente-Signature"
_NAME = re.compile(r"[a-z0-9-]{1,32}\Z", re.ASCII)
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")  # of our environment, what a command is given

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Way:
    """`kind` is a key of WAYS; `where` the argument list, the address, or the name of a file in keys/."""

    kind: str
    where: tuple[str, ...]
    secret: str | None = None


def read_way(row: Mapping[str, Any], number: int) -> Way:
    """Exactly one way of a step. `Local("ladder-field")` names what is wrong."""
    named = [kind for kind in WAYS if kind in row]
    if len(named) != 1:
        raise Local("ladder-way", step=number, ways=sorted(WAYS))
    [kind] = named
    value, secret = row[kind], row.get("secret")
    wrong = Local("ladder-field", step=number, field=kind)
    if set(row) - {kind, "secret"} or (secret is None) == (kind == "webhook"):
        raise Local("ladder-field", step=number, field="secret")
    if kind == "command":
        if not isinstance(value, list) or not value or not all(isinstance(part, str) and part for part in value):
            raise wrong
        return Way(kind, tuple(value))
    if not isinstance(value, str):
        raise wrong
    if kind == "webhook":
        if not isinstance(secret, str) or not _NAME.match(secret):
            raise Local("ladder-field", step=number, field="secret")
        if not _allowed(value):
            raise Local("ladder-address", step=number)
        return Way(kind, (value,), secret)
    if not _NAME.match(value):
        raise wrong
    return Way(kind, (value,))


def _allowed(address: str) -> bool:
    """https, or http to this very machine; nothing before an `@`, which would be a secret in a readable file."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or not address.isprintable():
        return False
    if parts.scheme == "https":
        return True
    with contextlib.suppress(ValueError):
        return parts.scheme == "http" and ipaddress.ip_address(host).is_loopback
    return False


def missing(way: Way, home: Path) -> str | None:
    """The code of what a way lacks on this machine, without using it; None when it could be used."""
    try:
        if way.kind == "command":
            return None if _program(way.where[0], home) else Local("hook-program", path=way.where[0]).code
        _secret(home, way.secret or way.where[0], 32 if way.secret else 8)
        if way.kind == "apprise":
            _apprise()
    except Local as error:
        return error.code
    return None


async def call(way: Way, facts: Facts, home: Path, seconds: float = SECONDS) -> str | None:
    """Call by a way: None when it went through, else a code. Never raises but for being cancelled."""
    try:
        await asyncio.wait_for(WAYS[way.kind](way, facts, home), seconds)
    except TimeoutError:
        return Local("hook-time").code
    except Local as error:
        return error.code
    except (OSError, ValueError, httpx2.HTTPError, httpx2.InvalidURL):
        return Local("hook-unreachable").code
    return None


# -- a command -----------------------------------------------------------------------------------------------------


def _program(name: str, home: Path) -> Path | None:
    """A program by its path, absolute or from the home; never looked for on the PATH."""
    path = home / name
    return path if path.is_file() and os.access(path, os.X_OK) else None


async def command(way: Way, facts: Facts, home: Path) -> None:
    """Run a program with the facts on its standard input. Whatever happens, it and what it started are gone afterwards."""
    program = _program(way.where[0], home)
    if program is None:
        raise Local("hook-program", path=way.where[0])
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        str(program.resolve()),
        *way.where[1:],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,  # what it says may hold anything, so nobody keeps it and it fills nothing
        stderr=asyncio.subprocess.DEVNULL,
        cwd=home.resolve(),
        env=environment | {"DETENTE_CONTEXT": str(facts["context"]), "DETENTE_MARK": str(facts["mark"])},
        start_new_session=True,
    )
    try:
        await _feed(process, _body(facts))
        await process.wait()
    finally:  # also when time is over, or the node stops: a group of its own, so nothing it started stays behind
        _kill(process)
        await process.wait()
    if process.returncode != 0:
        raise Local("hook-failed", status=process.returncode)


async def _feed(process: asyncio.subprocess.Process, data: bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(ConnectionError):  # it need not read what it is told
        process.stdin.write(data)
        await process.stdin.drain()
    process.stdin.close()


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, 9)
        elif process.returncode is None:
            process.kill()


# -- a webhook -----------------------------------------------------------------------------------------------------


def _body(facts: Facts) -> bytes:
    return json.dumps(facts, ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode()


def sign(secret: bytes, at: int, body: bytes) -> str:
    """`t=SECONDS,v1=HEX`: HMAC-SHA-256 over the time, a dot and the body, as many services do."""
    return f"t={at},v1={hmac.digest(secret, str(at).encode() + b'.' + body, 'sha256').hex()}"


def _secret(home: Path, name: str, least: int = 32) -> bytes:
    """What stands in keys/NAME.hook, without white space around it. Whoever can write there owns the home."""
    try:
        secret = (home / "keys" / f"{name}.hook").read_bytes().strip()
    except OSError as error:
        raise Local("hook-secret", file=f"keys/{name}.hook") from error
    if not least <= len(secret) <= 4096:
        raise Local("hook-secret", file=f"keys/{name}.hook")
    return secret


async def webhook(way: Way, facts: Facts, home: Path) -> None:
    """POST the facts, signed. No redirect is followed, nothing of the answer is read but its status."""
    [address], body, at = way.where, _body(facts), int(time.time())
    assert way.secret is not None
    secret = _secret(home, way.secret)
    headers = {"Content-Type": "application/json", HEADER: sign(secret, at, body), "Detente-Call": str(facts["call"])}
    options: dict[str, Any] = {"follow_redirects": False, "trust_env": False, "timeout": SECONDS}
    async with (
        httpx2.AsyncClient(verify=ssl.create_default_context(), **options) as client,  # whom this machine trusts
        client.stream("POST", address, content=body, headers=headers) as answer,
    ):
        if not 200 <= answer.status_code < 300:
            raise Local("hook-answer", status=answer.status_code)


# -- apprise -------------------------------------------------------------------------------------------------------


def _apprise() -> Any:
    try:
        return importlib.import_module("apprise")
    except ImportError as error:
        raise Local("apprise-missing") from error


def sentence(facts: Facts) -> str:
    """One line, in both languages, for a way that shows text to a person."""
    mark = f"[{facts['mark']}] " if facts["mark"] else ""
    return f"{mark}Detente {facts['reference']} · {facts['line'].get('en', '')} · {facts['line'].get('zh', '')}"


async def apprise(way: Way, facts: Facts, home: Path) -> None:
    """Whatever the address in keys/NAME.hook names, with one line that gives the reference and no word of the message."""
    module = await asyncio.to_thread(_apprise)  # it is large: loading it here would hold up the node
    address = _secret(home, way.where[0], 8).decode("utf-8")
    told = module.Apprise()
    if not told.add(address):
        raise Local("hook-address", file=f"keys/{way.where[0]}.hook")
    if not await asyncio.to_thread(told.notify, title=sentence(facts), body=_body(facts).decode()):
        raise Local("hook-failed")


WAYS: dict[str, Callable[[Way, Facts, Path], Awaitable[None]]] = {
    "command": command,
    "webhook": webhook,
    "apprise": apprise,
}
