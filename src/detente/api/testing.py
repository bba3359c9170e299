"""The task that keeps lines alive: a machine's test when one is due, and replies that a crash or a full quota left out.

It looks at least twice a minute, so that a clock that was set, or a machine that slept, is noticed soon after.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from detente.codec.errors import DetenteError
from detente.node import alive
from detente.node.node import Node

LOOK = 30.0  # seconds


def elapsed() -> int:
    """ms since some moment, by a clock that nobody sets and that, where the system has one, goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    return time.monotonic_ns() // 1_000_000


async def keep_alive(node: Node, run: Callable[..., Awaitable[Any]], carriers: Mapping[tuple[bytes, str], Any]) -> None:
    """Until cancelled. What goes wrong (a full disk) is counted, seen in line status, and tried again."""
    said: dict[bytes, int] = {}
    while True:
        pause = LOOK
        for line in list(node.founded):
            try:
                pause = min(pause, await _look(node, run, carriers, line, said))
            except DetenteError as error:
                node.counted[error.code] += 1
        await asyncio.sleep(pause)


async def _look(
    node: Node,
    run: Callable[..., Awaitable[Any]],
    carriers: Mapping[tuple[bytes, str], Any],
    line: bytes,
    said: dict[bytes, int],
) -> float:
    """One look at one line; seconds until the next is worth it."""
    since = elapsed() - said[line] if line in said else None
    tested = await run(alive.say_due, node, node.lines[line], since)
    if tested:
        said[line] = elapsed()
    if tested or await run(alive.reply_due, node, node.lines[line]):
        for (of, _peer), carrier in carriers.items():
            if of == line:
                carrier.wake()
    after = await run(alive.next_look, node, node.lines[line], 0 if tested else since)
    left = LOOK if after is None else (after - node.now()) / 1000
    return min(max(left, 0.05), LOOK) if left > 0 else LOOK  # due and held back: it is asked again at the next look
