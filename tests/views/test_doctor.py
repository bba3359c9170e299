"""Rows of `detente doctor`, from plain facts."""

from __future__ import annotations

from typing import Any

import pytest

from detente.codec.errors import Local
from detente.locale import LANGUAGES
from detente.locale.doctor import screen, width
from detente.views.doctor import DAY, HOUR, rows

NOW = 1_790_000_000_000  # 2026-09-21


def line(**changed: Any) -> dict[str, Any]:
    return {
        "line": b"\1" * 32,
        "founded": NOW - DAY,
        "members": ["heron", "otter"],
        "differ": [],
        "clocks": {"ours_behind": None, "theirs": {}},
        "key_until": NOW + 80 * DAY,
        "key_renewed": NOW + 50 * DAY,
        "rosters": [
            {"party": "heron", "ours": True, "covers_until": "2027-12-31"},
            {"party": "otter", "ours": False, "covers_until": "2027-12-31"},
        ],
        "alarms": [],
        "last_good": {"otter": NOW - HOUR},
    } | changed


def facts(of: dict[str, Any] | None = None, **changed: Any) -> dict[str, Any]:
    return {
        "now": NOW,
        "party": "heron",
        "context": "live",
        "lines": [of or line()],
        "served": True,
        "routes": [{"peer": "otter", "last_good": NOW, "failing_since": None, "why": None}],
        "disk": {"free": 50 << 30, "database": 3 << 20, "write": None},
        "backup": NOW - DAY,
        "ladder": {"steps": 2, "why": None, "lacks": {}},
    } | changed


def route(since: int) -> list[dict[str, Any]]:
    return [{"peer": "otter", "last_good": None, "failing_since": since, "why": "unreachable"}]


def alarm(code: str) -> list[dict[str, Any]]:
    return [{"code": code, "party": "otter", "since": NOW - DAY}]


def roster(ours: bool, until: str | None) -> list[dict[str, Any]]:
    return [{"party": "heron" if ours else "otter", "ours": ours, "covers_until": until}]


CASES: list[tuple[dict[str, Any], str, str, str]] = [
    (facts(lines=[]), "line", "act", "none"),
    (facts(line(founded=None)), "line", "act", "unfounded"),
    (facts(line(differ=["otter"])), "line", "act", "differ"),
    (facts(line(clocks={"ours_behind": HOUR, "theirs": {}})), "clock", "act", "ours"),
    (facts(line(clocks={"ours_behind": None, "theirs": {"otter": HOUR}})), "clock", "look", "ahead"),
    (facts(line(clocks={"ours_behind": None, "theirs": {"otter": -HOUR}})), "clock", "look", "behind"),
    (facts(line(key_until=None, key_renewed=None)), "keys", "act", "ended"),
    (facts(line(key_until=NOW)), "keys", "act", "ended"),
    (facts(line(key_until=NOW + 2 * DAY)), "keys", "act", "ending"),
    (facts(line(key_until=NOW + 20 * DAY)), "keys", "look", "ending"),
    (facts(line(rosters=roster(True, None))), "roster", "look", "ours-none"),
    (facts(line(rosters=roster(False, None))), "roster", "look", "theirs-none"),
    (facts(line(rosters=roster(True, "2026-10-01"))), "roster", "look", "ours-ending"),
    (facts(line(rosters=roster(True, "2026-09-01"))), "roster", "act", "ours-ending"),
    (facts(line(rosters=roster(False, "2026-09-01"))), "roster", "look", "theirs-ending"),
    (facts(routes=route(NOW - HOUR)), "routes", "act", "failing"),
    (facts(routes=route(NOW - 1000)), "routes", "look", "failing"),
    (facts(routes=[{"peer": "otter", "last_good": None, "failing_since": None}]), "routes", "look", "untried"),
    (facts(served=False, routes=[]), "routes", "look", "not-served"),
    (facts(served=False, routes=[]), "node", "act", "stopped"),
    (facts(disk={"free": 50 << 30, "database": 1, "write": "No space left on device"}), "disk", "act", "unwritable"),
    (facts(disk={"free": 50 << 20, "database": 1, "write": None}), "disk", "act", "low"),
    (facts(disk={"free": 500 << 20, "database": 1, "write": None}), "disk", "look", "low"),
    (facts(backup=None), "backup", "look", "none"),
    (facts(backup=NOW - 7 * DAY - 1), "backup", "look", "old"),
    (facts(line(alarms=alarm("test-not-back"))), "test", "act", "test-not-back"),
    (facts(line(alarms=alarm("test-stored-only"))), "test", "act", "test-stored-only"),
    (facts(line(last_good={"otter": None})), "test", "look", "none"),
    (facts(ladder={"steps": 0, "why": None, "lacks": {}}), "ladder", "look", "none"),
    (facts(ladder={"steps": 0, "why": "ladder-not-ours", "lacks": {}}), "ladder", "act", "unreadable"),
    (facts(ladder={"steps": 1, "why": None, "lacks": {"duty": Local("hook-program").code}}), "ladder", "act", "lacks"),
]


def test_a_home_in_order_is_ok_in_every_row() -> None:
    assert {row.mark for row in rows(facts())} == {"ok"}
    shown = [{"part": r.part, "mark": r.mark, "code": r.code, "values": r.values} for r in rows(facts())]
    assert all(width(words) <= 80 for language in LANGUAGES for words in screen(shown, language))
    assert len(rows(facts())) == 10


@pytest.mark.parametrize(("given", "part", "mark", "code"), CASES)
def test_what_is_not_well_is_marked_and_says_what_to_do_next(
    given: dict[str, Any], part: str, mark: str, code: str
) -> None:
    [row] = [row for row in rows(given) if row.part == part]
    assert (row.mark, row.code) == (mark, code)
    for language in LANGUAGES:
        told = screen([{"part": row.part, "mark": row.mark, "code": row.code, "values": row.values}], language)
        assert 2 <= len(told) <= 5 and [line.strip()[:2] for line in told].count("->") == 1
        assert all(width(words) <= 80 for words in told), told


def test_the_worst_of_several_members_is_shown() -> None:
    good = {"peer": "stork", "last_good": NOW, "failing_since": None, "why": None}
    [row] = [row for row in rows(facts(routes=[good, *route(NOW - DAY), good])) if row.part == "routes"]
    assert (row.mark, row.values["party"]) == ("act", "otter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_even_when_nothing_is_well_it_fits_one_screen(language: str) -> None:
    given = facts(line(differ=["otter"], key_until=None, key_renewed=None, last_good={"otter": None}), backup=None)
    given |= {"served": False, "routes": [], "disk": {"free": 1, "database": 1, "write": "No space left on device"}}
    given |= {"ladder": {"steps": 0, "why": None, "lacks": {}}}
    given["lines"][0] |= {"clocks": {"ours_behind": HOUR, "theirs": {}}, "rosters": roster(True, None)}
    shown = screen(
        [{"part": r.part, "mark": r.mark, "code": r.code, "values": r.values} for r in rows(given)], language
    )
    assert len(shown) == 20  # and the heading, on 24 lines
    assert all(width(words) <= 80 for words in shown)
