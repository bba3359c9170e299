"""Conditions over the fields of a case, as data: true, false, or not known. No code a law.

    {field: harm, in: [death], say: {en: …, zh: …}}     a leaf: the field is, or holds, one of these
    {any: [ … ]}   {all: [ … ]}   {none: [ … ]}          over others

`say` reads after "if": what would have to be so. A field that nobody filled makes a leaf *not known*, never false.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from detente.cases.case import NAMES, Case

Both = Annotated[dict[str, str], msgspec.Meta(min_length=2, max_length=2)]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"of": "in"}):
    """See the module. Exactly one of `field`, `any`, `all`, `none`."""

    field: str | None = None
    of: tuple[str, ...] | None = None
    any: tuple[Condition, ...] | None = None
    all: tuple[Condition, ...] | None = None
    none: tuple[Condition, ...] | None = None
    say: Both | None = None


def fault(condition: Condition) -> str | None:
    """Why a condition is none, or None."""
    kinds = [name for name in ("field", "any", "all", "none") if getattr(condition, name) is not None]
    if len(kinds) != 1:
        return "one of field, any, all, none"
    if condition.field is not None:
        if condition.field not in NAMES:
            return f"no field of a case is called {condition.field}"
        if not condition.of:
            return "in: what the field may be"
        if condition.say is None:
            return "say: in en and zh"
    if condition.say is not None and set(condition.say) != {"en", "zh"}:
        return "say: in en and zh"
    return next((found for part in parts(condition) if (found := fault(part))), None)


def parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.any or condition.all or condition.none or ()


def holds(condition: Condition, case: Case) -> bool | None:
    """True, False, or None when what is known does not decide it."""
    if condition.field is not None:
        return _leaf(condition.field, condition.of or (), case)
    values = [holds(part, case) for part in parts(condition)]
    if condition.all is not None:
        return False if False in values else (None if None in values else True)
    one = True if True in values else (None if None in values else False)
    return one if condition.any is not None or one is None else not one


def _leaf(field: str, wanted: tuple[str, ...], case: Case) -> bool | None:
    value = getattr(case, "what" if field == "class" else field)
    if value is None or value in ("", "unknown"):
        return None
    return any(item in wanted for item in (value if isinstance(value, tuple) else (value,)))


def open_leaves(condition: Condition, case: Case, wanted: bool | None) -> Iterator[Condition]:
    """The sentences that decide it: leaves of value `wanted` (None: not known); what is above them first, if it speaks."""
    if holds(condition, case) is not wanted:
        return
    if condition.say is not None:
        yield condition
        return
    inside = wanted if condition.none is None or wanted is None else not wanted
    for part in parts(condition):
        yield from open_leaves(part, case, inside)


def would_start(condition: Condition, case: Case) -> Iterator[Condition]:
    """The sentences that would meet a condition that is not met: what is not known, and what is not so and may change."""
    if holds(condition, case) is True:
        return
    if condition.say is not None:
        yield condition
    elif condition.none is not None:
        yield from open_leaves(condition, case, holds(condition, case))
    else:
        for part in parts(condition):
            yield from would_start(part, case)


def sentences(condition: Condition) -> Iterator[dict[str, str]]:
    """What a condition says, whatever is known; what stands above speaks for what is below."""
    if condition.say is not None:
        yield condition.say
    else:
        for part in parts(condition):
            yield from sentences(part)
