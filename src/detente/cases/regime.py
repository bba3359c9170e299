"""A regime: one law or code that starts a clock, or one rule of what may not be sent, as data.

A file is YAML 1.2, one regime. A mistake in it is named with its line and affects no other file (`read_regimes`). A law changes
by editing data; a new one needs no code. The format, field by field: docs/cases.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import msgspec

from detente.cases.case import NAMES, TIMES
from detente.cases.conditions import Both, Condition, fault
from detente.codec.errors import Local
from detente.codec.yamldata import Yaml

MOST = 200_000  # bytes of one file
Grade = Literal["read", "excerpt", "secondary", "recalled"]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
Count = Annotated[int, msgspec.Meta(ge=0, le=3650)]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Source(_Data, frozen=True):
    """Where something was read, when, and how well: `read` at the text itself, an `excerpt` of it, `secondary`, or `recalled`."""

    title: str
    checked_on: datetime.date
    grade: Grade
    how: str
    url: str = ""
    about: tuple[Literal["clock", "definition", "fields", "status", "note"], ...] = ("clock",)


class Status(_Data, frozen=True, rename={"begins": "from"}):
    """`begins`: events whose clock starts before that day are not under it."""

    kind: Literal["in-force", "from", "proposed", "recommended", "pre-empted"]
    say: Both
    begins: datetime.date | None = None


class Within(_Data, frozen=True):
    """How long. Exactly one unit. A day is 24 hours, counted in elapsed time; months and working days go by the calendar."""

    minutes: Count | None = None
    hours: Count | None = None
    days: Count | None = None
    weeks: Count | None = None
    months: Count | None = None
    working_days: Count | None = None
    calendar: str | None = None  # of working days: the name of a duty calendar


class Clock(_Data, frozen=True, rename={"start": "from"}):
    """`start`: times of the case, the earliest known of which starts it, or `told.CLOCK`, when that report was made."""

    id: Id
    say: Both  # what is to be done
    basis: Both  # the sentence of law, in plain words
    section: str
    start: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    within: Within
    fallback: tuple[str, ...] = ()  # times that start it where none of those is known
    when: Condition | None = None
    instead_of: tuple[str, ...] = ()
    also_from: tuple[str, ...] = ()  # a second limit: the earlier of both counts
    also_within: Within | None = None
    repeats: bool = False  # from the last report again, until the matter is resolved
    addressee: Both | None = None
    note: Both | None = None


class Field(_Data, frozen=True, rename={"of": "from"}):
    """One thing a form asks. `of`: fields of the case that answer it, joined; otherwise `fields` of the case under its id."""

    id: Id
    ask: Both
    of: tuple[str, ...] = ()
    needed: Literal["first", "later", "if-known"] = "first"
    grade: Grade = "read"


class Regime(_Data, frozen=True):
    """One law or code. `scope`: whom and what it concerns (not known counts as yes, and is said); `trigger`: what sets it off."""

    v: Literal[1]
    kind: Literal["clock", "none"]
    id: Id
    names: Both
    law: str
    status: Status
    languages: Annotated[tuple[Literal["en", "zh"], ...], msgspec.Meta(min_length=1)]
    addressee: Both
    trigger: Both
    scope: tuple[Condition, ...]
    fields: tuple[Field, ...]
    sources: Annotated[tuple[Source, ...], msgspec.Meta(min_length=1)]
    when: Condition | None = None
    clocks: tuple[Clock, ...] = ()
    amend: Both | None = None
    close: Both | None = None
    note: Both | None = None
    assume: bool = True  # whether a scope that is not known counts as there; no for laws of one trade

    def weakest(self) -> Grade:
        """How well the clocks' words are sourced: the best of the sources that are about them; what a page shows beside them."""
        order: tuple[Grade, ...] = ("read", "excerpt", "secondary", "recalled")
        about = [source.grade for source in self.sources if "clock" in source.about] or ["recalled"]
        return min(about, key=order.index)

    def checked_on(self) -> datetime.date:
        """When the clocks' words were looked at last."""
        return max(source.checked_on for source in self.sources)


class Rule(_Data, frozen=True):
    """What may not be sent, or not without leave: shown before anything leaves. It decides nothing by itself."""

    v: Literal[1]
    kind: Literal["may-not-send"]
    id: Id
    names: Both
    law: str
    status: Status
    scope: tuple[Condition, ...]
    say: Both
    section: str
    sources: Annotated[tuple[Source, ...], msgspec.Meta(min_length=1)]


COMPUTED = (
    "trigger",
    "files",
)  # what a form's field may be answered by besides: what holds of the trigger, files by digest

Any_ = Regime | Rule
_UNITS = ("minutes", "hours", "days", "weeks", "months", "working_days")


def read_regime(data: bytes, name: str) -> Any_:
    """A regime of a file's bytes. `Local("regime-bad", file, line, why)` for the first mistake in it."""
    file = Yaml(data, name, "regime-bad", MOST)
    rule = isinstance(file.value, dict) and file.value.get("kind") == "may-not-send"
    found: Any_ = file.read(Rule) if rule else file.read(Regime)
    for path, why in _faults(found):
        raise file.bad(path, why)
    if found.id != name.removesuffix(".yaml"):
        raise file.bad(["id"], f"the file is not called {found.id}.yaml")
    return found


def _faults(found: Any_) -> Iterator[tuple[list[str], str]]:
    """What a shape alone does not see, each with its path."""
    for at, condition in enumerate(found.scope):
        if why := fault(condition):
            yield ["scope", str(at)], why
    yield from _both(found)
    if isinstance(found, Rule):
        return
    if found.when is not None and (why := fault(found.when)):
        yield ["when"], why
    ids = [clock.id for clock in found.clocks]
    for at, clock in enumerate(found.clocks):
        where = ["clocks", str(at)]
        if ids.count(clock.id) > 1:
            yield where, f"two clocks are called {clock.id}"
        if clock.when is not None and (why := fault(clock.when)):
            yield [*where, "when"], why
        for start in (*clock.start, *clock.fallback, *clock.also_from):
            if start not in TIMES and start.removeprefix("told.") not in ids:
                yield [*where, "from"], f"no time of a case is called {start}"
        if set(clock.instead_of) - set(ids):
            yield [*where, "instead_of"], "no such clock"
        for within in (clock.within, clock.also_within):
            if within is not None and (why := _span(within)):
                yield [*where, "within"], why
        if bool(clock.also_from) != (clock.also_within is not None):
            yield where, "also_from and also_within go together"
    for at, field in enumerate(found.fields):
        bad = [name for name in field.of if name.split(".")[0] not in {*NAMES, *COMPUTED}]
        if bad:
            yield ["fields", str(at), "from"], f"no field of a case is called {bad[0]}"


def _span(within: Within) -> str | None:
    if sum(getattr(within, unit) is not None for unit in _UNITS) != 1:
        return "one of " + ", ".join(_UNITS)
    if (within.working_days is not None) != (within.calendar is not None):
        return "working_days and calendar go together"
    return None


def _both(found: object, path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], str]]:
    """Every text is there in both languages."""
    if isinstance(found, msgspec.Struct):
        for field in msgspec.structs.fields(type(found)):
            yield from _both(getattr(found, field.name), (*path, field.encode_name))
    elif isinstance(found, tuple):
        for at, item in enumerate(found):
            yield from _both(item, (*path, str(at)))
    elif isinstance(found, dict) and set(found) != {"en", "zh"}:
        yield list(path), "in en and zh"


def read_regimes(files: Mapping[str, bytes]) -> tuple[dict[str, Any_], list[Local]]:
    """Every regime by id, and what is wrong with the files that are none; those affect no other."""
    found: dict[str, Any_] = {}
    wrong: list[Local] = []
    for name in sorted(files):
        try:
            regime = read_regime(files[name], name)
        except Local as error:
            wrong.append(error)
        else:
            found[regime.id] = regime
    return found, wrong
