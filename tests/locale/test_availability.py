"""The chart of availability: the words say what the marks say, in both languages, on any terminal, for either side."""

from __future__ import annotations

import re
from typing import Any

import pytest

from detente.locale import LANGUAGES, text
from detente.locale.availability import ASCII, STATES, UNICODE, alarm, lines, reminder

DAY = 86_400_000
MIDNIGHT = 20_720 * DAY
HOURS = ["no-line"] * 2 + ["answered"] * 10 + ["late", "not-back", "not-back", "service", "not-tested", "waiting"]
NAMES = {"otter": {"en": "Office of Otter", "zh": "水獭办公室"}}


def found() -> dict[str, Any]:
    day = {"begins": MIDNIGHT, "hours": HOURS, "tests": {state: HOURS.count(state) for state in STATES}}
    person = {"by": "heron", "to": "otter", "at": MIDNIGHT, "name": "heron-9"}
    persons = [
        person | {"back": MIDNIGHT + DAY, "outcome": "answered"},
        *(person | {"back": None, "outcome": state} for state in ("waiting", "service", "not-back")),
    ]
    member = {"party": "otter", "machine": {"ours": [day], "theirs": [day]}, "persons": persons}
    return {"line": "00", "from": MIDNIGHT, "to": MIDNIGHT + DAY // 2, "window": 900_000, "members": [member]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("encoding", "marks"), [("utf-8", UNICODE), ("UTF-8", UNICODE), ("gbk", ASCII), ("ascii", ASCII)]
)
def test_each_hour_has_its_mark_and_its_word(language: str, encoding: str, marks: dict[str, str]) -> None:
    shown = lines(found(), NAMES, language, encoding)
    chart = next(line for line in shown if re.match(r"  \d{4}-\d\d-\d\d  ", line))
    assert chart.split()[1] == "".join(marks[hour] for hour in HOURS)
    words = next(line for line in shown if re.match(r"  \d{4}-\d\d-\d\d[:：]", line))
    said: list[str] = []
    states = {text(f"availability.state.{state}", language): state for state in STATES}
    for first, stop, state in re.findall(r"(\d\d)–(\d\d) (?:时)?(.*?)(?=[;；、,，]|$)", words):
        assert len(said) == int(first)
        said += [states[state]] * (int(stop) - int(first))
    assert said == HOURS, "whoever reads the words alone knows all that the marks show"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_marks_of_a_terminal_without_unicode_are_ascii(language: str, encoding: str) -> None:
    for line in lines(found(), {}, language, encoding):
        line.encode("gbk" if language == "zh" else "cp1252")
    assert all(mark.isascii() for mark in ASCII.values()) and len(set(ASCII.values())) == len(STATES)
    assert len(set(UNICODE.values())) == len(STATES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_machines_and_persons_stand_apart(language: str) -> None:
    shown = lines(found(), NAMES, language, "utf-8")
    at = shown.index(text("availability.persons", language, party=f"otter · {NAMES['otter'][language]}"))
    assert all("heron-9" not in line for line in shown[:at])
    assert len(shown[at + 1 :]) == 4 and len(set(shown[at + 1 :])) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_amiss_says_that_it_says_nothing_of_persons(language: str) -> None:
    row = {"party": "otter", "since": MIDNIGHT, "due": MIDNIGHT + 9, "name": "heron-9", "tests": 2}
    for code in ("test-not-back", "test-stored-only"):
        said = alarm(row | {"code": code}, language)
        assert "otter" in said and "heron-9" in said
        assert ("person" in said) if language == "en" else ("人员" in said)
    for code, name in (("test-person-due", None), ("test-person-asked", "heron-9")):
        assert "detente" in reminder({"code": code, "name": name, "party": "otter", "since": MIDNIGHT}, language)
