"""What happens in one simulated world, decided beforehand: a list of small steps whose numbers pick among what is there.

A step never depends on another step's number, so any part of a plan can be left out and the rest still means something:
that is what lets a failing plan be shrunk to a short story.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

Step = tuple[str, int, int, int]

# Steps by what they stand for. Everything but the first group is an injected fault when it takes effect.
WORK = ("say", "many", "burst", "to-the-quota", "answer", "send", "deliver", "exchange", "wait", "renew", "snapshot")
NETWORK = ("lose", "twice", "bend", "astray", "again", "cut", "mend")
DISK = ("kill", "kill-at-commit", "fill", "room", "rollback", "rollback-database", "copy", "copy-ends")
CLOCK = ("skew",)
MALICE = ("forge",)
KEYS = ("new-keys", "compare")
FAULTS = frozenset((*NETWORK, *DISK, *CLOCK, *MALICE)) - {"mend", "room", "copy-ends"}

LIES = 120  # no fewer than there are (forgeries.py, misplaced.py, floods.py, ruled.py)

# (name, weight of each step). One weather is drawn for a world; all are drawn often.
_CALM = {"say": 6, "answer": 8, "burst": 2, "to-the-quota": 2, "send": 30, "deliver": 34, "wait": 6, "renew": 0.2}
WEATHERS: dict[str, dict[str, float]] = {
    "calm": _CALM | {"lose": 1},
    "busy": _CALM | {"burst": 14, "lose": 2, "twice": 1},
    "heavy": {"burst": 30, "send": 30, "deliver": 40, "lose": 2, "twice": 2, "kill-at-commit": 1, "wait": 2},
    "lossy": _CALM | {"lose": 14, "twice": 5, "again": 3},
    "rough": _CALM | {"lose": 6, "twice": 8, "bend": 8, "astray": 5, "again": 6, "cut": 2, "mend": 3},
    "parted": _CALM | {"cut": 5, "mend": 3, "lose": 3, "skew": 1},
    "crashing": _CALM | {"kill": 4, "kill-at-commit": 12, "lose": 4, "twice": 2, "again": 1},
    "full": _CALM | {"fill": 3, "room": 4, "kill-at-commit": 4, "kill": 1},
    "clocks": _CALM | {"skew": 6, "lose": 3, "kill": 1, "wait": 10},
    "restored": _CALM
    | {"snapshot": 4, "rollback": 2, "rollback-database": 2, "kill-at-commit": 2, "lose": 4, "again": 3},
    "copied": _CALM | {"snapshot": 1, "copy": 3, "copy-ends": 2, "lose": 4, "twice": 2},
    "hostile": _CALM | {"forge": 30, "lose": 2, "again": 2, "kill": 1},
    "everything": _CALM | {name: 2 for name in (*NETWORK, *DISK, *CLOCK)} | {"snapshot": 3},
}
# Two more, for numbers: very many messages under few heads, and few messages under very many faults. Every eighth seed
# each, so that what the other seeds play does not depend on them.
_NETWORK: dict[str, float] = {"lose": 3, "twice": 6, "bend": 3, "astray": 3, "again": 3, "cut": 1, "mend": 2}
BULK, STORM, KEYED = "bulk", "storm", "keyed"
NUMBERS: dict[str, dict[str, float]] = {
    BULK: {"many": 20, "exchange": 30, "send": 6, "deliver": 12, "kill-at-commit": 6, "kill": 2, "wait": 2} | _NETWORK,
    STORM: {"say": 3, "answer": 5, "burst": 0.5, "send": 26, "deliver": 40, "kill-at-commit": 4, "kill": 2, "wait": 3}
    | {name: 5 * weight for name, weight in _NETWORK.items()}
    | {"skew": 1},
}
# One more, in which keys come after keys, in every eighth seed too.
SUCCESSION: dict[str, float] = _CALM | {
    "new-keys": 2,
    "compare": 4,
    "lose": 3,
    "twice": 2,
    "again": 2,
    "cut": 1,
    "mend": 2,
}
SUCCESSION |= {"kill": 1, "kill-at-commit": 3, "bend": 1, "skew": 0.3}
LENGTHS = {BULK: [20, 40, 80], STORM: [240, 480, 960, 1920]}


@dataclass(frozen=True)
class Plan:
    """`members` 2 to 5; where the weather has malice, the last of them signs what it likes."""

    seed: int
    weather: str
    members: int
    steps: tuple[Step, ...]

    @property
    def quotas(self) -> dict[str, int]:
        """Messages an hour by class, in the terms: few enough that a busy world reaches them, or more than a heavy one says."""
        if self.weather in ("heavy", BULK, STORM):
            return dict.fromkeys("0123", 10**6)
        return {"3": 50, "2": 100, "1": 200, "0": 400}

    @property
    def hostile(self) -> bool:
        return "forge" in weights_of(self.weather)

    def only(self, steps: tuple[Step, ...]) -> Plan:
        return replace(self, steps=steps)


def weights_of(weather: str) -> dict[str, float]:
    return SUCCESSION if weather == KEYED else NUMBERS.get(weather) or WEATHERS[weather]


def draw(seed: int) -> Plan:
    """The plan of a seed, the same on every machine."""
    chance = Random(f"detente/plan/{seed}")
    weather = chance.choice(list(WEATHERS))
    weather = {0: BULK, 2: KEYED, 4: STORM}.get(seed % 8, weather)
    members = chance.choices([2, 3, 4, 5], [40, 6, 2, 1] if weather == BULK else [10, 6, 2, 1])[0]
    length = chance.choice(LENGTHS.get(weather, [30, 60, 120, 240]))
    weights = weights_of(weather)
    names = chance.choices(list(weights), list(weights.values()), k=length)
    steps = [(name, chance.randrange(2**16), chance.randrange(2**16), chance.randrange(2**16)) for name in names]
    if "forge" in weights:  # a hostile world tries every lie there is at least once, wherever it falls
        for lie in range(LIES):
            steps.insert(chance.randrange(len(steps)), ("forge", chance.randrange(2**16), lie, chance.randrange(2**16)))
    return Plan(seed, weather, members, tuple(steps))
