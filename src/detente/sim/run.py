"""Run plans and look at what remains; shrink one that fails to a short story."""

from __future__ import annotations

import gc
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from detente.sim.events import EVENTS
from detente.sim.plan import FAULTS, Plan, Step, draw
from detente.sim.promises import check
from detente.sim.world import Seen, World

SHRINK_RUNS = 400
STEP = 40  # ms between two steps


def play(plan: Plan, tell: Callable[[str], None] | None = None) -> Seen:
    """One world from its founding to the last look. An error nobody expected is a violation like any other."""
    world = World(plan, tell)
    try:
        for name, a, b, c in plan.steps:
            world.clock += STEP
            if EVENTS[name](world, a, b, c) and name in FAULTS:
                world.seen.faults += 1
                world.seen.counts["fault " + name] += 1
        check(world)
    except BrokenPipeError:
        raise
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        world.violate("no-surprise", f"{type(error).__name__} in {last.name}: {error}")
    return world.seen


def shrink(plan: Plan, runs: int = SHRINK_RUNS) -> Plan:
    """The same world with as few steps as still fail: larger parts left out first, then smaller.

    "Fail" means to break the promise that was broken first.
    """
    promise = play(plan).violations[0][0]
    steps = plan.steps
    size = max(1, len(steps) // 2)
    while size and runs > 0:
        at, shorter = 0, False
        while at < len(steps) and runs > 0:
            fewer: tuple[Step, ...] = steps[:at] + steps[at + size :]
            runs -= 1
            if any(name == promise for name, _ in play(plan.only(fewer)).violations):
                steps, shorter = fewer, True
            else:
                at += size
        size = size if shorter and size == 1 else size // 2
    return plan.only(steps)


@dataclass
class Total:
    """Sums over seeds. `broken` maps a seed to the first promise it broke, and how."""

    said: int = 0
    heard: int = 0
    faults: int = 0
    seeds: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    broken: dict[int, tuple[str, str]] = field(default_factory=dict)

    def add(self, other: Total) -> None:
        self.said += other.said
        self.heard += other.heard
        self.faults += other.faults
        self.seeds += other.seeds
        self.counts += other.counts
        self.broken |= other.broken

    def line(self) -> str:
        return f"{self.said} messages, {self.faults} faults, {self.seeds} seeds, {len(self.broken)} violations"


def one(seed: int) -> Total:
    gc.disable()  # a world is one heap that lives until its end
    seen = play(draw(seed))
    gc.collect()
    broken = {seed: seen.violations[0]} if seen.violations else {}
    return Total(seen.said, seen.heard, seen.faults, 1, seen.counts, broken)
