"""What a check is, what came of one, and the table in which they register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.conformance.kit import Kit

HOLDS, NOT, UNSHOWN = "holds", "does-not-hold", "not-shown"
GROUPS = ("words", "places", "heads", "envelopes", "receipts", "floods", "record", "conduct")


@dataclass(frozen=True)
class Became:
    """What became of something: `what` a code of the catalogue (`conformance.became.…`), `why` a reason or a detail."""

    what: str
    why: str = ""


@dataclass(frozen=True)
class Outcome:
    """`must`: what the rule asks for, any of them; `came`: what was seen. `unshown` says why nothing can be said."""

    must: tuple[Became, ...]
    came: Became
    unshown: str = ""
    kept: bool | None = None

    @property
    def verdict(self) -> str:
        if self.unshown:
            return UNSHOWN
        right = self.kept if self.kept is not None else any(self._is(one) for one in self.must)
        return HOLDS if right else NOT

    def _is(self, one: Became) -> bool:
        return one.what == self.came.what and one.why in ("", self.came.why)


@dataclass(frozen=True)
class Check:
    """`section` of spec/protocol.md, "13/4" for its number 4; `rule`: the row of tests/attacks/README.md; `fresh`: in an
    epoch of its own, left after.
    """

    name: str
    group: str
    section: str
    rule: str
    run: Callable[[Kit], Outcome]
    fresh: bool = False


CHECKS: dict[str, Check] = {}


def register(check: Check) -> None:
    assert check.group in GROUPS and check.name not in CHECKS, check.name
    CHECKS[check.name] = check


def check(
    group: str, section: str, rule: str, fresh: bool = False
) -> Callable[[Callable[[Kit], Outcome]], Callable[[Kit], Outcome]]:
    """Register a function as the check of its name."""

    def take(run: Callable[[Kit], Outcome]) -> Callable[[Kit], Outcome]:
        register(Check(run.__name__.replace("_", "-"), group, section, rule, run, fresh))
        return run

    return take
