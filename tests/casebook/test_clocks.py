"""Clocks of any case under any regime, against a calculation that shares no code with them; and what stands in a row."""

from __future__ import annotations

import datetime
import json
import zoneinfo
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from detente.cases.case import HARM, JURISDICTIONS, ROLES, TIMES, disorder, read_case, stamp
from detente.cases.clocks import Told, add, clocks
from detente.cases.regime import Regime, Within, read_regimes
from detente.locale.cases import clock_lines
from detente.node.casebook import calendars, regimes
from detente.vocabulary import current

ROOT = Path(__file__).resolve().parents[2] / "src" / "detente"
FILES = {path.name: path.read_bytes() for path in sorted((ROOT / "cases" / "regimes").glob("*.yaml"))}
KNOWN, WRONG = read_regimes(FILES)
# The same files, read by another reader and followed step by step below.
RAW = {name.removesuffix(".yaml"): YAML(typ="safe", pure=True).load(data.decode()) for name, data in FILES.items()}
CALENDARS = calendars()
UTC = datetime.UTC


# -- the independent calculation -----------------------------------------------------------------------------------------


def naive_holds(condition: dict[str, Any], row: dict[str, Any]) -> Any:
    if "field" in condition:
        value = row.get(condition["field"])
        if value is None or value == "unknown":
            return None
        values = value if isinstance(value, list) else [value]
        return bool({str(v) for v in values} & {str(v) for v in condition["in"]})
    [kind] = [k for k in ("any", "all", "none") if k in condition]
    values = [naive_holds(part, row) for part in condition[kind]]
    if kind == "all":
        return all(values) if None not in values else (False if False in values else None)
    if True in values:
        return kind == "any"
    return None if None in values else kind == "none"


def naive_due(start: float, within: dict[str, Any], offset: datetime.tzinfo) -> float:
    seconds = {"minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
    [(unit, count)] = [(k, v) for k, v in within.items() if k != "calendar"]
    if unit in seconds:
        return start + seconds[unit] * count
    assert unit == "months"
    local = datetime.datetime.fromtimestamp(start, offset)
    day, left = local.date(), count
    while left:  # the first day of the month after, so many times
        day = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        left -= 1
    last = local.day
    while True:  # the same day of that month, or its last
        try:
            return local.replace(year=day.year, month=day.month, day=last).timestamp()
        except ValueError:
            last -= 1


def naive(
    raw: dict[str, Any], row: dict[str, Any], at: float, reports: list[tuple[str, float]] | None = None
) -> dict[str, tuple[str, float, bool]]:
    """Clocks of a regime that run, have passed or were told by the reports made until then: id → (from, due, told)."""
    if raw["kind"] != "clock" or raw["status"]["kind"] in ("proposed", "pre-empted"):
        return {}
    scope = [naive_holds(c, row) for c in raw["scope"]]
    if False in scope or (None in scope and raw.get("assume") is False):
        return {}
    if "when" in raw and naive_holds(raw["when"], row) is not True:
        return {}
    seen = [(name, when) for name, when in reports or [] if when <= at]
    found: dict[str, tuple[str, float, bool]] = {}
    for clock in raw["clocks"]:
        if "when" in clock and naive_holds(clock["when"], row) is not True:
            continue
        again = clock.get("repeats", False)
        times = {n: datetime.datetime.fromisoformat(row[n].replace("Z", "+00:00")) for n in clock["from"] if n in row}
        for name in clock["from"]:
            made = sorted(when for other, when in seen if f"told.{other}" == name)
            if made:
                times[name] = datetime.datetime.fromtimestamp(made[-1] if again else made[0], UTC)
        if not times:
            spare = clock.get("fallback", [])
            times = {n: datetime.datetime.fromisoformat(row[n].replace("Z", "+00:00")) for n in spare if n in row}
        if not times or (again and "resolved" in row):
            continue
        name = sorted(times, key=lambda n: times[n].timestamp())[-1 if again else 0]
        start = times[name]
        due = naive_due(start.timestamp(), clock["within"], start.tzinfo or UTC)
        others = [row[n] for n in clock.get("also_from", []) if n in row]
        if others:
            first = min(datetime.datetime.fromisoformat(o.replace("Z", "+00:00")).timestamp() for o in others)
            second = naive_due(first, clock["also_within"], UTC)
            due = min(due, second) if second >= start.timestamp() else due
        begins = raw["status"].get("from")
        if begins is not None and start.date() < begins:
            continue
        told = [when for other, when in seen if other == clock["id"] and (not again or when > start.timestamp())]
        found[clock["id"]] = (name, due, bool(told))
    gone = {other for clock in raw["clocks"] if clock["id"] in found for other in clock.get("instead_of", [])}
    return {id: value for id, value in found.items() if id not in gone or value[2]}


OFFSETS = st.integers(-14 * 4, 14 * 4).map(lambda q: datetime.timezone(datetime.timedelta(minutes=15 * q)))
# Around leap days, ends of months, changes of clocks and the days on which laws begin to count.
NEAR = [
    *(
        "2027-01-01T00:00:00+00:00",
        "2027-12-02T00:00:00+00:00",
        "2028-02-29T12:00:00+00:00",
        "2028-02-28T23:59:59+00:00",
    ),
    *(
        "2026-03-08T10:00:00+00:00",
        "2026-11-01T09:30:00+00:00",
        "2027-01-31T08:00:00+00:00",
        "2026-12-31T23:59:59+00:00",
    ),
]
INSTANTS = st.one_of(
    st.integers(1_735_689_600, 1_861_920_000),
    st.builds(
        lambda text, shift: int(datetime.datetime.fromisoformat(text).timestamp()) + shift,
        st.sampled_from(NEAR),
        st.integers(-90_000, 90_000),
    ),
)
TIME = st.builds(lambda at, zone: stamp(datetime.datetime.fromtimestamp(at, zone)), INSTANTS, OFFSETS)
TERN = st.sampled_from(["yes", "no", "unknown"])
CASES = st.fixed_dictionaries(
    {"class": st.sampled_from(sorted(current().concepts))},
    optional={
        **dict.fromkeys(TIMES, TIME),
        **dict.fromkeys(("going_on", "imminent_danger", "infrastructure", "high_risk", "widespread"), TERN),
        "harm": st.lists(st.sampled_from([h for h in HARM if h != "none"]), max_size=3, unique=True),
        "jurisdictions": st.lists(st.sampled_from(JURISDICTIONS), max_size=4, unique=True),
        "roles": st.lists(st.sampled_from(ROLES), max_size=2, unique=True),
        "grade": st.sampled_from(["general", "relatively-major", "major"]),
        "level": st.sampled_from(["1", "2", "3", "4"]),
    },
)


def agree(row: dict[str, Any], at: int, told: list[Told], ids: list[str]) -> None:
    case, when = read_case(row), datetime.datetime.fromtimestamp(at, UTC)
    rows = clocks(case, KNOWN, when, told, CALENDARS)
    for id in ids:
        expected = naive(RAW[id], row, at, [(t.clock, t.at.timestamp()) for t in told if t.regime == id])
        mine = [r for r in rows if r.regime.id == id and r.status in ("running", "passed", "told")]
        got = {r.clock.id: (r.start, r.due.timestamp(), r.status == "told") for r in mine if r.clock and r.due}
        assert set(got) == set(expected), (id, got, expected)
        for clock, (start, due, made) in expected.items():
            assert got[clock][1:] == (due, made), (id, clock)
            if not start.startswith("told.") and not got[clock][0].startswith("told."):
                assert row[got[clock][0]] == row[start] or got[clock][0] == start  # two times at one instant
        for r in mine:
            assert r.due is not None and r.clock is not None
            if r.status == "told":
                first = [t.at for t in told if (t.regime, t.clock) == (id, r.clock.id) and t.at <= when]
                assert r.told_at == min(t for t in first if not r.clock.repeats or (r.start_at and t > r.start_at))
            else:
                assert (r.status == "passed") == (r.due.timestamp() <= at)


CLOCKED = [id for id, raw in RAW.items() if raw["kind"] == "clock"]


@settings(max_examples=400, deadline=None)
@given(row=CASES, at=INSTANTS)
def test_for_any_times_and_any_regime_clocks_agree_with_a_straight_calculation(row: dict[str, Any], at: int) -> None:
    agree(row, at, [], CLOCKED)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), row=CASES, id=st.sampled_from(CLOCKED))
def test_for_any_reports_made_the_clocks_that_stop_and_follow_agree_too(
    data: st.DataObject, row: dict[str, Any], id: str
) -> None:
    """Reports at, before and after each other and the moment of looking; a case that the regime is likely to concern."""
    base = data.draw(st.integers(1_830_000_000, 1_850_000_000))
    near = st.integers(-2, 4).map(lambda weeks: base + weeks * 604_800)
    row = {name: value for name, value in row.items() if name != "roles"} | {
        "jurisdictions": ["us-ca", "us-ny", "us-il", "eu", "cn"],
        "harm": ["death", "cyber"],
        "high_risk": "yes",
        "grade": "major",
        "imminent_danger": "yes",
        "detected": stamp(datetime.datetime.fromtimestamp(base, UTC)),
    }
    if RAW[id].get("assume") is False:  # of one trade
        row["roles"] = [next(c["in"][0] for c in RAW[id]["scope"] if c["field"] == "roles")]
    if any("also_from" in clock for clock in RAW[id]["clocks"]):  # a second limit, on either side of the first
        row.pop("confirmed", None)
        graded = base + 3600 * data.draw(st.sampled_from([-5, 0, 19, 20, 21, 24, 30]))
        row["graded"] = stamp(datetime.datetime.fromtimestamp(graded, UTC))
    if not data.draw(st.booleans()):
        row.pop("resolved", None)
    names = [clock["id"] for clock in RAW[id]["clocks"]]
    made = data.draw(st.lists(st.tuples(st.sampled_from(names), near), max_size=5))
    told = [Told(id, name, datetime.datetime.fromtimestamp(when, UTC)) for name, when in made]
    agree(row, data.draw(near), told, [id])


@given(data=st.data(), id=st.sampled_from(CLOCKED))
def test_a_clock_is_over_at_the_instant_it_ends_and_not_a_second_before(data: st.DataObject, id: str) -> None:
    row = data.draw(CASES)
    for clock, (_, due, _) in naive(RAW[id], row, 0).items():
        for at, status in ((due - 1, "running"), (due, "passed")):
            rows = clocks(read_case(row), KNOWN, datetime.datetime.fromtimestamp(at, UTC), calendars=CALENDARS)
            [found] = [r.status for r in rows if (r.regime.id, r.clock and r.clock.id) == (id, clock)]
            assert found == status


# While the calendars know holidays; often within hours of a change of clocks in New York.
STARTS = st.one_of(
    INSTANTS.map(lambda at: 1_767_312_000 + at % 40_000_000),
    st.builds(int.__add__, st.sampled_from([1_772_953_200, 1_793_512_800]), st.integers(-36_000, 36_000)),
)


@settings(max_examples=300, deadline=None)
@given(at=STARTS, zone=OFFSETS, count=st.one_of(st.just(0), st.integers(0, 30)))
def test_working_days_agree_with_a_walk_over_the_dates_of_the_calendar(
    at: int, zone: datetime.tzinfo, count: int
) -> None:
    for name, place in (("us-federal", "America/New_York"), ("mainland-china", "Asia/Shanghai")):
        data = json.loads((ROOT / "node" / "calendars" / f"{name}.json").read_text("utf-8"))["calendar"]
        closed: set[datetime.date] = set()
        for row in data["holidays"]:
            day, until = (datetime.date.fromisoformat(row[k]) for k in ("from", "until"))
            while day <= until:
                closed.add(day)
                day += datetime.timedelta(days=1)
        extra = {datetime.date.fromisoformat(row["on"]) for row in data["working"]}
        until = datetime.date.fromisoformat(data["covers_until"])
        start = datetime.datetime.fromtimestamp(at, zone)
        local = start.astimezone(zoneinfo.ZoneInfo(place))
        day, left = local.date(), count
        while left:
            day += datetime.timedelta(days=1)
            known = day <= until
            left -= (day.weekday() < 5 and not (known and day in closed)) or (known and day in extra)
        wall = datetime.datetime.combine(day, local.timetz().replace(tzinfo=None))
        there = wall.replace(tzinfo=zoneinfo.ZoneInfo(place))
        got = add(start, Within(working_days=count, calendar=name), CALENDARS)
        assert got is not None
        if there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None) == wall and not _twice(there):
            assert got.timestamp() == there.timestamp(), (name, start)
        else:
            assert abs(got.timestamp() - there.timestamp()) <= 3600


def _twice(when: datetime.datetime) -> bool:
    return when.replace(fold=0).utcoffset() != when.replace(fold=1).utcoffset()


# -- rows ----------------------------------------------------------------------------------------------------------------

BASE = {
    "class": "loss-of-control",
    "plain": "EXAMPLE",
    "detected": "2027-02-01T08:00:00Z",
    "jurisdictions": ["us-ca", "us-ny", "eu", "cn"],
}


def rows_of(row: dict[str, Any], at: str, told: list[Told] | None = None) -> dict[tuple[str, str], Any]:
    when = datetime.datetime.fromisoformat(at)
    found = clocks(read_case(row), KNOWN, when, told or [], CALENDARS)
    return {(r.regime.id, r.clock.id if r.clock else ""): r for r in found}


def test_every_shipped_file_is_a_regime_and_the_contracts_names_are_there() -> None:
    assert WRONG == []
    names = "us-ca-sb53 us-ny-raise us-il-sb315 eu-ai-act-73 eu-gpai-code cn-cyber-incident cn-tc260-genai oecd-crf"
    assert set(names.split()) <= set(KNOWN)


def test_what_is_not_known_is_assumed_of_the_scope_and_never_of_the_trigger() -> None:
    rows = rows_of(BASE, "2027-02-01T09:00:00+00:00")
    waiting = rows["us-ca-sb53", ""]
    assert waiting.status == "waiting" and any("died or was hurt" in say["en"] for say in waiting.why)
    china = rows["cn-cyber-incident", "operator"]
    assert china.status == "running" and len(china.assumes) == 2


def test_a_person_harmed_starts_the_clock_that_said_it_would() -> None:
    before = rows_of(BASE | {"harm": ["injury"]}, "2027-02-01T09:00:00+00:00")
    assert before["eu-gpai-code", "general"].due == datetime.datetime(2027, 2, 16, 8, tzinfo=UTC)
    assert before["eu-gpai-code", "death"].status == "waiting"
    after = rows_of(BASE | {"harm": ["injury", "death"]}, "2027-02-01T09:00:00+00:00")
    assert after["eu-gpai-code", "death"].due == datetime.datetime(2027, 2, 11, 8, tzinfo=UTC)
    assert ("eu-gpai-code", "general") not in after  # the shorter takes its place


def test_new_york_waits_for_a_determination_or_a_reasonable_belief_whichever_is_earlier() -> None:
    row = BASE | {"harm": ["death"]}
    assert rows_of(row, "2027-02-01T09:00:00+00:00")["us-ny-raise", "report"].lacks == ("confirmed", "belief")
    row |= {"confirmed": "2027-02-02T10:00:00Z", "belief": "2027-02-01T20:00:00Z"}
    found = rows_of(row, "2027-02-02T11:00:00+00:00")["us-ny-raise", "report"]
    assert (found.start, found.due) == ("belief", datetime.datetime(2027, 2, 4, 20, tzinfo=UTC))


def test_an_event_before_a_law_counts_is_not_under_it() -> None:
    row = BASE | {"harm": ["death"], "detected": "2026-12-31T23:00:00Z", "confirmed": "2026-12-31T23:30:00Z"}
    found = rows_of(row, "2027-01-02T00:00:00+00:00")["us-ny-raise", "report"]
    assert found.status == "not-in-force"


def test_a_report_stops_its_clock_and_starts_those_that_follow_it() -> None:
    row = BASE | {"harm": ["cyber"]}
    at = datetime.datetime(2027, 2, 3, tzinfo=UTC)
    rows = rows_of(row, "2027-02-04T00:00:00+00:00", [Told("eu-gpai-code", "cyber", at)])
    assert rows["eu-gpai-code", "cyber"].status == "told"
    assert rows["eu-gpai-code", "interim"].due == at + datetime.timedelta(weeks=4)
    again = [Told("eu-gpai-code", "cyber", at), Told("eu-gpai-code", "interim", at + datetime.timedelta(weeks=3))]
    rows = rows_of(row, "2027-03-01T00:00:00+00:00", again)
    assert rows["eu-gpai-code", "interim"].due == at + datetime.timedelta(weeks=7)
    closed = rows_of(row | {"resolved": "2027-03-01T00:00:00Z"}, "2027-03-02T00:00:00+00:00", again)
    assert closed["eu-gpai-code", "interim"].status == "waiting"
    assert closed["eu-gpai-code", "final"].due == datetime.datetime(2027, 4, 30, tzinfo=UTC)


def test_a_report_made_later_is_not_seen_at_an_earlier_instant() -> None:
    told = [Told("eu-gpai-code", "cyber", datetime.datetime(2027, 2, 3, tzinfo=UTC))]
    rows = rows_of(BASE | {"harm": ["cyber"]}, "2027-02-02T00:00:00+00:00", told)
    assert rows["eu-gpai-code", "cyber"].status == "running"


def test_a_clock_that_was_over_when_it_was_entered_has_passed() -> None:
    assert rows_of(BASE, "2027-02-01T12:00:00+00:00")["cn-cyber-incident", "operator"].status == "passed"


def test_late_classification_has_four_hours_of_its_own() -> None:
    row = BASE | {"roles": ["financial-entity"], "graded": "2027-02-01T10:00:00Z"}
    assert rows_of(row, "2027-02-01T11:00:00+00:00")["eu-dora-19", "initial"].due == datetime.datetime(
        2027, 2, 1, 14, tzinfo=UTC
    )
    row["graded"] = "2027-02-02T06:00:00Z"  # the day since noticing ends first
    assert rows_of(row, "2027-02-02T07:00:00+00:00")["eu-dora-19", "initial"].due == datetime.datetime(
        2027, 2, 2, 8, tzinfo=UTC
    )
    row["graded"] = "2027-02-02T08:00:00Z"  # at the very end of that day: both limits hold, and nothing is left
    assert rows_of(row, "2027-02-02T07:00:00+00:00")["eu-dora-19", "initial"].due == datetime.datetime(
        2027, 2, 2, 8, tzinfo=UTC
    )
    row["graded"] = "2027-02-03T06:00:00Z"  # later than that day
    assert rows_of(row, "2027-02-03T07:00:00+00:00")["eu-dora-19", "initial"].due == datetime.datetime(
        2027, 2, 3, 10, tzinfo=UTC
    )


def test_while_nobody_is_hurt_so_far_a_page_says_what_would_start_each_clock_and_how_long_it_would_have() -> None:
    """A harm that is not there yet may come: it was left out once the harm so far was known."""
    rows = rows_of(BASE | {"harm": ["none"]}, "2027-02-01T09:00:00+00:00")
    code = rows["eu-gpai-code", ""]
    assert any("a person died" in say["en"] for say in code.why) and any(
        "infrastructure" in say["en"] for say in code.why
    )
    page = "\n".join(clock_lines(list(rows.values()), datetime.datetime(2027, 2, 1, 9, tzinfo=UTC), "en"))
    assert "10 d, first report to the AI Office: starts if a person died" in page
    assert "15 d, report to Cal OES" in page
    assert "EU AI Act, Article 73 (in practice from 2 December 2027" in page and "California SB 53 (" not in page


def test_times_in_the_wrong_order_are_said_and_kept() -> None:
    now = datetime.datetime(2027, 2, 2, tzinfo=UTC)
    case = read_case(BASE | {"occurred": "2027-02-01T09:00:00Z", "confirmed": "2027-02-03T00:00:00Z"})
    assert [(f["code"], f["first"], f["then"]) for f in disorder(case, now)] == [
        ("order", "occurred", "detected"),
        ("future", "confirmed", ""),
    ]


def test_no_regime_uses_a_word_that_may_not_be_shown() -> None:
    """Names of laws and codes of the data apart, what a person reads keeps to the glossary."""
    import support

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            if set(value) == {"en", "zh"}:
                return [str(value["en"]), str(value["zh"])]
            return [text for item in value.values() for text in texts(item)]
        return [text for item in value for text in texts(item)] if isinstance(value, list) else []

    bad = {
        (id, text[:60]): words for id, raw in RAW.items() for text in texts(raw) if (words := support.never_words(text))
    }
    assert bad == {}


@pytest.mark.parametrize("id", sorted(KNOWN))
def test_every_source_says_when_it_was_checked_and_how_well(id: str) -> None:
    regime = KNOWN[id]
    for source in regime.sources:
        assert source.checked_on >= datetime.date(2026, 11, 23) and source.how
        assert source.url or source.grade in ("secondary", "recalled")
    if isinstance(regime, Regime):
        assert regime.weakest() != "recalled"  # no clock rests on memory alone


def test_regimes_beside_the_book_take_the_place_of_shipped_ones(tmp_path: Path) -> None:
    changed = FILES["us-ca-sb53.yaml"].replace(b"within: {days: 15}", b"within: {days: 10}")
    (tmp_path / "us-ca-sb53.yaml").write_bytes(changed)
    (tmp_path / "xx-new.yaml").write_bytes(FILES["oecd-crf.yaml"].replace(b"id: oecd-crf", b"id: xx-new"))
    found, wrong, own = regimes(tmp_path)
    law = found["us-ca-sb53"]
    assert isinstance(law, Regime) and law.clocks[0].within.days == 10
    assert wrong == [] and own == {"us-ca-sb53", "xx-new"}


def test_a_disruption_of_critical_infrastructure_has_the_clocks_of_critical_infrastructure_by_its_name_alone() -> None:
    row = BASE | {"class": "critical-infrastructure-disruption", "detected": "2027-12-03T08:00:00Z"}
    rows = rows_of(row, "2027-12-03T08:30:00+00:00")
    assert rows["cn-cyber-incident", "infrastructure"].due == datetime.datetime(2027, 12, 3, 9, tzinfo=UTC)
    assert rows["eu-gpai-code", "infrastructure"].status == rows["eu-ai-act-73", "widespread"].status == "running"


def test_levels_are_read_in_the_words_of_their_own_law() -> None:
    assert (read_case({"grade": "较大"}).grade, read_case({"level": "三级"}).level) == ("relatively-major", "3")
