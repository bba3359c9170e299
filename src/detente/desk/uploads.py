"""What somebody uploaded is read in a process of its own, which has limits (`worker.py`); at most two of them at a time."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from detente.codec.errors import Damaged, Local

SECONDS = 40  # wall time
AT_A_TIME = 2
_room = asyncio.Semaphore(AT_A_TIME)


@dataclass(frozen=True)
class Upload:
    """A file as it came, and what its sender calls it."""

    name: str
    data: bytes


async def read(task: str, data: bytes, of: str) -> dict[str, Any]:
    """What the process gives back. `of`: what it reads, for what goes wrong. The code it names, or `Damaged("upload-…")`."""
    async with _room:
        return await asyncio.to_thread(_read, task, data, of)


def _read(task: str, data: bytes, of: str) -> dict[str, Any]:
    command = [sys.executable, "-I", "-m", "detente.desk.worker", task, of[:300].replace("\0", "")]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Damaged("upload-too-much", seconds=SECONDS) from error
    try:
        said = json.loads(run.stdout)
    except ValueError as error:
        raise Damaged("upload-stopped") from error
    if run.returncode == 1:
        code = said["code"]  # of what was raised there
        raise Local(code, **said["values"])
    if run.returncode or not isinstance(said, dict):
        raise Damaged("upload-stopped")
    return said


async def form(data: bytes, of: str) -> tuple[dict[str, list[str]], dict[str, Upload]]:
    """The fields and the files of a form that has files."""
    said = await read("form", data, of)
    files = {name: Upload(one["name"], base64.b64decode(one["data"])) for name, one in said["files"].items()}
    return said["fields"], files
