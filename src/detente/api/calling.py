"""The task that calls people up: looks every few seconds what is due by the home's ladder, and makes those calls side by side.

The ladder is read anew at every look, so whoever changes it need not stop the node. What it decides is in node/ladder.py;
order and crash points: the try is kept, then the call is made, then its end is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from detente.codec.errors import DetenteError
from detente.node import ways
from detente.node.calling import CallUp, Due, Key
from detente.node.ladder import read_ladder
from detente.node.node import Node

LOOK = 5.0  # seconds between looks
AT_ONCE = 8  # calls made side by side


class Calling:
    """`state` is what line status shows: how many steps, what is wrong with the file, and what failed since the start."""

    def __init__(self, node: Node, run: Callable[..., Awaitable[Any]], look: float = LOOK) -> None:
        self.node, self.run, self.look = node, run, look
        self.up = CallUp(node)
        self.state: dict[str, Any] = {"steps": 0, "why": None, "failed": None}
        self._under_way: dict[Key, asyncio.Task[None]] = {}

    async def forever(self) -> None:
        """Until cancelled; then calls under way are stopped, and made again at the next start."""
        try:
            while True:
                await self.once()
                await asyncio.sleep(self.look)
        finally:
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def once(self) -> None:
        """One look. What the disk or the file refuses is shown, and looked at again."""
        self._under_way = {key: task for key, task in self._under_way.items() if not task.done()}
        try:
            ladder = read_ladder(self.node.home.path)
            self.state.update(steps=len(ladder.steps) if ladder else 0, why=None)
            due = await self.run(self.up.due, ladder) if ladder else []
        except DetenteError as error:
            self.state["why"] = error.code
            return
        for one in due:
            if one.key not in self._under_way and len(self._under_way) < AT_ONCE:
                self._under_way[one.key] = asyncio.create_task(self._call(one))

    async def _call(self, due: Due) -> None:
        try:
            await self.run(self.up.begin, due)
            outcome = await ways.call(due.call.step.way, due.facts, self.node.home.path)
            if outcome is not None:
                self.state["failed"] = {"step": due.call.step.id, "why": outcome, "at": self.node.now()}
            await self.run(self.up.end, due, outcome)
        except DetenteError as error:  # not kept, so not called; or called and not kept: it is called again
            self.state["failed"] = {"step": due.call.step.id, "why": error.code, "at": self.node.now()}

    async def settled(self) -> None:
        """Wait for the calls under way."""
        await asyncio.gather(*self._under_way.values())
