"""When a test of the line is due, how many of the hour's messages it may use, and whose turn a person's test is. Pure.

What if …
- **the machine slept, or was started again?** One test, whatever was left out: due is a yes or no, never a number.
- **the clock is put forward or back?** One test at most, for the slot it is in now; then as before.
- **the clock goes back and forth?** Never two within half an interval, by a count that nobody sets (`since`).
- **people have much to say?** A test, or a reply to one, takes nothing of the last half of the hour's quota.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.codec.cbor import tagged_hash

HOUR, DAY = 3_600_000, 86_400_000  # ms
SHORTEST = 1000  # ms between two machine tests: what a setting may ask for at most


@dataclass(frozen=True)
class Cadence:
    """ms between tests, and how long one has to come back. 0: none by this node. `agreed`: what the terms say, if anything.

    `own`: this node's setting says otherwise than the terms, or the terms say nothing.
    """

    machine: int
    window: int
    person: int
    agreed: dict[str, int] | None
    own: bool


DEFAULT = {"machine": HOUR, "person": 7 * DAY}


def cadence(deadlines: Mapping[str, Any], own: Mapping[str, int] | None = None) -> Cadence:
    """From the terms' field `deadlines` and this node's setting.

    A machine's test has a quarter of the terms' interval to come back, so that both sides count alike whatever each has set.
    """
    said = deadlines.get("tests")
    agreed = (
        {name: int(said[name]) for name in DEFAULT}
        if isinstance(said, dict) and DEFAULT.keys() <= said.keys()
        else None
    )
    asked = {**(agreed or DEFAULT), **(own or {})}
    machine = asked["machine"] and max(asked["machine"], SHORTEST)
    window = asked.get("window") or (agreed or DEFAULT)["machine"] // 4
    return Cadence(
        machine, window, asked["person"], agreed, agreed is None or any(asked[n] != agreed[n] for n in agreed)
    )


def offset(epoch: bytes, interval: int) -> int:
    """Where in the hour a node's tests stand: from the random id of its log, so that it stays over restarts."""
    return int.from_bytes(epoch[:6], "big") % interval


def due(now: int, last: int, since: int | None, interval: int, at: int) -> bool:
    """Whether a machine's test is due at `now` (ms UTC).

    `last`: when the last one was composed, by the same clock. `since`: ms since then by a count that is never set, None after
    a start. `at`: where in the interval tests stand (`offset`). Times between two tests of a clock that
    runs evenly are at most one interval and at least half of one.
    """
    if interval == 0 or (since is not None and since < interval // 2):
        return False
    return (now - at) // interval != (last - at) // interval and abs(now - last) >= interval // 2


def next_due(now: int, last: int, since: int | None, interval: int, at: int) -> int | None:
    """The first time from `now` on at which `due` holds, if the clock runs evenly; None when never."""
    if interval == 0:
        return None
    slot = last - (last - at) % interval + interval
    found = now if due(now, last, None, interval, at) else max(slot, last + interval // 2, now)
    return found if since is None else max(found, now + interval // 2 - since)


def affordable(quota: int | None, used: int) -> bool:
    """Whether one more message by the node itself leaves half of the hour's quota to people. None: no quota."""
    return quota is None or used < quota // 2


def turn(line: bytes, last: Mapping[str, int | None], roots: Mapping[str, bytes]) -> str:
    """Whose turn a person's test is: the member whose last one was said first; before any, by the line and the members' roots.

    `last`: ms of each member's last test by a person, None for none; `roots`: each member's fingerprint. Names decide nothing,
    so that exchanging the members exchanges the answer.
    """

    def rank(party: str) -> tuple[int, bytes]:
        said = last[party]
        return (-1 if said is None else said, tagged_hash("turn", line, roots[party]))

    return min(last, key=rank)


def choose(pool: list[str], used: list[str]) -> str:
    """The next text: the first one not used yet; when all were, the one used longest ago. `used` in the order of use."""
    last = {text: place for place, text in enumerate(used)}
    return min(pool, key=lambda text: last.get(text, -1))
