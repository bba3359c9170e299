"""The rows of `detente doctor`, from plain facts: a mark, a sentence's code and its values. One row a part, the worst it has.

Facts are those of `node/doctor.py`; times in ms UTC, spans in ms, sizes in bytes. `ok`; `look`: somebody should look at it;
`act`: something must be done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

DAY = 86_400_000
HOUR = 3_600_000
MARKS = ("ok", "look", "act")
BACKUP_OLD = 7 * DAY
KEY_LOOK, KEY_ACT = 25 * DAY, 3 * DAY  # a serving node renews thirty days before the end
COVERS_LOOK = 60  # days
FREE_LOOK, FREE_ACT = 1 << 30, 100 << 20  # bytes
FAILING_ACT = HOUR


@dataclass(frozen=True)
class Row:
    part: str
    mark: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


def rows(facts: Mapping[str, Any]) -> list[Row]:
    """One row for each part, in the order they are shown."""
    return [
        _worst([*find(facts)])
        for find in (_line, _clock, _keys, _roster, _routes, _disk, _backup, _test, _ladder, _node)
    ]


def _worst(found: list[Row]) -> Row:
    return max(found, key=lambda row: MARKS.index(row.mark))  # of equals, the first


def _line(facts: Mapping[str, Any]) -> Iterator[Row]:
    if not facts["lines"]:
        yield Row("line", "act", "none")
    for line in facts["lines"]:
        if line["differ"]:
            yield Row("line", "act", "differ", {"parties": line["differ"]})
        elif line["founded"] is None:
            yield Row("line", "act", "unfounded")
        else:
            yield Row("line", "ok", "founded", {"context": facts["context"], "parties": line["members"]})


def _clock(facts: Mapping[str, Any]) -> Iterator[Row]:
    for line in facts["lines"]:
        if line["clocks"]["ours_behind"]:
            yield Row("clock", "act", "ours", {"span": line["clocks"]["ours_behind"]})
        for party, apart in line["clocks"]["theirs"].items():
            yield Row("clock", "look", "ahead" if apart > 0 else "behind", {"party": party, "span": abs(apart)})
    yield Row("clock", "ok", "together")


def _keys(facts: Mapping[str, Any]) -> Iterator[Row]:
    for line in facts["lines"]:
        until = line["key_until"]
        if until is None or until <= facts["now"]:
            yield Row("keys", "act", "ended")
            continue
        left = until - facts["now"]
        mark = "act" if left < KEY_ACT else "look" if left < KEY_LOOK else "ok"
        yield Row("keys", mark, "until" if mark == "ok" else "ending", {"at": until, "renew": line["key_renewed"]})
    if not facts["lines"]:
        yield Row("keys", "ok", "none")


def _roster(facts: Mapping[str, Any]) -> Iterator[Row]:
    today = date(1970, 1, 1) + timedelta(milliseconds=facts["now"])
    for line in facts["lines"]:
        for roster in line["rosters"]:
            until, party = roster["covers_until"], roster["party"]
            if until is None:
                yield Row("roster", "look", "ours-none" if roster["ours"] else "theirs-none", {"party": party})
                continue
            left = (date.fromisoformat(until) - today).days
            whose = "ours" if roster["ours"] else "theirs"
            mark = "ok" if left > COVERS_LOOK else "act" if left < 0 and roster["ours"] else "look"
            yield Row("roster", mark, whose if mark == "ok" else f"{whose}-ending", {"party": party, "date": until})
    if not facts["lines"]:
        yield Row("roster", "ok", "none")


def _routes(facts: Mapping[str, Any]) -> Iterator[Row]:
    if not facts["served"]:
        yield Row("routes", "look", "not-served")
    for route in facts["routes"]:
        party, since = route["peer"], route["failing_since"]
        if since is not None:
            mark = "act" if facts["now"] - since >= FAILING_ACT else "look"
            yield Row("routes", mark, "failing", {"party": party, "at": since, "why": route["why"]})
        elif route["last_good"] is None:
            yield Row("routes", "look", "untried", {"party": party})
        else:
            yield Row("routes", "ok", "good", {"party": party, "at": route["last_good"]})
    yield Row("routes", "ok", "none")


def _disk(facts: Mapping[str, Any]) -> Iterator[Row]:
    disk = facts["disk"]
    if disk["write"] is not None:
        yield Row("disk", "act", "unwritable", {"why": disk["write"]})
    mark = "act" if disk["free"] < FREE_ACT else "look" if disk["free"] < FREE_LOOK else "ok"
    yield Row("disk", mark, "free" if mark == "ok" else "low", {"free": disk["free"], "database": disk["database"]})


def _backup(facts: Mapping[str, Any]) -> Iterator[Row]:
    made = facts["backup"]
    if made is None:
        yield Row("backup", "look", "none")
    else:
        old = facts["now"] - made > BACKUP_OLD
        yield Row("backup", "look" if old else "ok", "old" if old else "made", {"at": made})


def _test(facts: Mapping[str, Any]) -> Iterator[Row]:
    for line in facts["lines"]:
        for alarm in line["alarms"]:
            yield Row("test", "act", alarm["code"], {"party": alarm["party"], "at": alarm["since"]})
        for party, good in line["last_good"].items():
            code = "none" if good is None else "good"
            yield Row("test", "look" if good is None else "ok", code, {"party": party, "at": good})
    if not facts["lines"]:
        yield Row("test", "ok", "no-line")


def _ladder(facts: Mapping[str, Any]) -> Iterator[Row]:
    ladder = facts["ladder"]
    if ladder["why"] is not None:
        yield Row("ladder", "act", "unreadable", {"why": ladder["why"]})
    for step, why in ladder["lacks"].items():
        yield Row("ladder", "act", "lacks", {"step": step, "why": why})
    if ladder["why"] is None:
        none = ladder["steps"] == 0
        yield Row("ladder", "look" if none else "ok", "none" if none else "ready", {"count": ladder["steps"]})


def _node(facts: Mapping[str, Any]) -> Iterator[Row]:
    served = facts["served"]
    yield Row("node", "ok" if served else "act", "running" if served else "stopped", {"party": facts["party"]})
