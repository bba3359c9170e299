"""Working translations: what a message of theirs says, in our language, made and checked here and kept here alone.

The original prevails, always, and every rendering of one says who made it and who checked it. A command named in
home.json (`"translate": ["program", "argument"]`) may make a draft on this machine: it is given
`{"v": 1, "from": "zh", "to": "en", "text": "…"}` on its standard input and answers with the text alone. What it gives is
kept as made by a machine and not checked. Nothing runs unless a person asks for it, and nothing it gives is ever sent by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Sequence
from typing import Any

import msgspec

from detente.codec.errors import Local
from detente.codec.limits import MAX_TEXT
from detente.line.machine import Line
from detente.line.working import WorkingKept
from detente.node import proofreading
from detente.node.node import Node

SECONDS = 60.0  # a command may take
MADE_BY = ("person", "machine")
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")  # of our environment, what the command is given
_NOT_PROSE = ("language", "by")


def original(message: dict[str, Any]) -> tuple[str, str]:
    """The language of a message's prose, and the prose, field by field. `Local("translate-nothing")` without any."""
    prose = message["sections"].get("prose")
    if not isinstance(prose, dict) or prose.get("language") not in ("en", "zh"):
        raise Local("translate-nothing", name=message["reference"])
    fields = [value for name, value in prose.items() if name not in _NOT_PROSE and isinstance(value, str)]
    return prose["language"], "\n\n".join(fields)


def other(language: str) -> str:
    return "en" if language == "zh" else "zh"


def keep(
    node: Node, line: Line, message: dict[str, Any], text: str, made_by: str, checked_by: str | None
) -> WorkingKept:
    """Keep a translation of one message; it takes the place of one that was there. `Local` names what is wrong with it."""
    language, _ = original(message)
    if made_by not in MADE_BY:
        raise Local("translate-by")
    target = other(language)
    cleaned = proofreading.cleaned(text, "translation").strip()
    if not cleaned:
        raise Local("translate-empty")
    proofreading.check_language({"translation": {"language": target, "plain": cleaned}})
    office = None if checked_by is None else proofreading.cleaned(checked_by, "checked-by").strip()
    if office is not None and (not office or len(office) > 100 or not office.isprintable()):
        raise Local("translate-office")
    kept = WorkingKept(line.id, message["what"], target, cleaned, made_by, office, node.now())
    node.commit([kept])
    return kept


async def draft(command: Sequence[str], language: str, text: str, seconds: float = SECONDS) -> str:
    """What the command makes of a text. `Local("translate-…")` says why there is nothing; it is stopped then."""
    given = msgspec.json.encode({"v": 1, "from": language, "to": other(language), "text": text})
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
        )
    except (OSError, ValueError) as error:
        raise Local("translate-not-started", program=command[0]) from error
    try:
        said = await asyncio.wait_for(_converse(process, given), seconds)
        code = await asyncio.wait_for(process.wait(), 5.0)
    except TimeoutError as error:
        raise Local("translate-time", program=command[0], seconds=int(seconds)) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if code != 0:
        raise Local("translate-command", program=command[0], status=code)
    try:
        return said.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Local("translate-not-text", program=command[0]) from error


async def _converse(process: asyncio.subprocess.Process, given: bytes) -> bytes:
    """Both at once: a command that answers before it has read everything must not hold us up. Never more than a text."""
    assert process.stdin is not None and process.stdout is not None

    async def give(to: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            to.write(given)
            await to.drain()
        to.close()

    async def take(of: asyncio.StreamReader) -> bytes:
        said = bytearray()
        while some := await of.read(MAX_TEXT):
            said += some
            if len(said) > MAX_TEXT:
                raise Local("text-too-long", limit=MAX_TEXT)
        return bytes(said)

    _, said = await asyncio.gather(give(process.stdin), take(process.stdout))
    return said
