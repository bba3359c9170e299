"""One run of the kit: every check once, in order, within a time; then what all the answers together show."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from detente.codec.errors import DetenteError, Local
from detente.conformance import carried, conduct, forged
from detente.conformance.check import CHECKS, GROUPS, Became, Check, Outcome
from detente.conformance.kit import ANSWERED, DROPPED, Kit
from detente.node.found import QUOTAS

LONGEST = 600.0  # seconds of a run, unless told otherwise
ROOMS = (carried, conduct, forged)  # importing them fills the table
AT_ONCE = QUOTAS["3"]


@dataclass(frozen=True)
class Row:
    check: Check
    outcome: Outcome


def order() -> list[Check]:
    """By group, as they are registered within one; conduct last."""
    return sorted(CHECKS.values(), key=lambda one: GROUPS.index(one.group))


def run(
    kit: Kit,
    only: Collection[str] = (),
    seconds: float = LONGEST,
    passed: Callable[[], float] = time.monotonic,
) -> Iterator[Row]:
    """Each check with its outcome. `only`: names of checks or groups. `Local("conformance-unreachable")` before the first."""
    began = passed()
    first = kit.first()
    if first.state != ANSWERED and first.state not in ("no-mirror", "unreadable"):
        raise Local("conformance-unreachable", why=first.state)
    lost = ""
    for check in order():
        if only and not {check.name, check.group} & set(only):
            continue
        if check.group != "conduct" and (lost or passed() - began > seconds):
            yield Row(check, Outcome((), Became("nothing"), lost or "time-over"))
            continue
        outcome = one(kit, check)
        if outcome.unshown in ("unreachable", "certificate"):
            lost = outcome.unshown
        yield Row(check, outcome)


def one(kit: Kit, check: Check) -> Outcome:
    if check.group == "conduct":
        return check.run(kit)
    before = set(kit.peer.spoken)
    kit.voice(check.fresh)
    try:
        outcome = check.run(kit)
    except DetenteError as error:  # a lie that cannot even be put together for this node, as its log stands
        return Outcome((), Became("nothing"), error.code)
    placed = set(kit.peer.spoken) - before
    kit.goes_on(check.name)
    if outcome.came == DROPPED:
        kit.dropped.append((check.name, placed))
    if check.fresh:
        kit.renew()
    return outcome
