"""Offices and their hours at the command line: what is shipped, asked, announced and shown."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.main import root
from detente.cli.roster import span_of
from detente.codec.errors import Local
from detente.node import found, roster
from detente.node.home import Home
from support import copy_homes

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "due-times.md").read_text("utf-8")


def run(*arguments: str, home: Path | None = None, lang: str = "en") -> Result:
    environment = {"DETENTE_LANG": lang, "DETENTE_HOME": "" if home is None else str(home)}
    return CliRunner().invoke(root(), list(arguments), env=environment, catch_exceptions=True)


def test_every_example_of_the_page_gives_what_the_page_says() -> None:
    [block] = re.findall(r"## Asking without a line\n\n```\n(.*?)```", PAGE, re.S)
    asked = re.findall(r"\$ detente (.*)\n((?:[^$].*\n)+)", block)
    assert len(asked) >= 3
    for command, said in asked:
        assert run(*shlex.split(command)).output == said, command


def test_the_file_of_the_page_is_refused_for_the_reason_it_names() -> None:
    [example] = re.findall(r"```json\n(.*?)```", PAGE, re.S)
    draft = json.loads(example)
    with pytest.raises(Local) as caught:
        roster.roster_sections(draft, {})
    assert caught.value.values["reason"] == "roster-days"
    draft["calendar"]["covers_until"] = "2027-01-31"
    assert roster.roster_sections(draft, {})


def test_the_page_lists_what_is_shipped_and_the_spans_of_the_profiles() -> None:
    listed = set(re.findall(r"`([a-z-]+)`", PAGE.split("| shipped |")[1].split("\n\n")[0]))
    assert listed == set(roster.shipped())
    for name, shown in (
        ("watch", "30 min · 4 h · 24 h"),
        ("on call", "4 h · 8 h · 24 h"),
        ("office", "4 h · 8 h · 8 h"),
    ):
        spans = found.profiles()[name.replace(" ", "-")]["acknowledge"]
        hours = [spans[wanted] / 3_600_000 for wanted in "321"]
        assert " · ".join(f"{h:g} h" if h >= 1 else f"{h * 60:g} min" for h in hours) == shown
        assert f"| *{name}* |" in PAGE and shown in PAGE.split(f"| *{name}* |")[1].split("\n")[0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_calendars_and_profiles_are_listed_in_both_languages(lang: str) -> None:
    calendars, profiles = run("roster", "calendars", lang=lang), run("terms", "profiles", lang=lang)
    assert calendars.exit_code == profiles.exit_code == 0
    for name, row in roster.shipped().items():
        assert f"{name}: {row['names'][lang]}" in calendars.output
    for row in found.published_profiles().values():
        assert row["about"][lang] in profiles.output
    assert "40 h" in profiles.output or "40 小时" in profiles.output
    assert json.loads(run("roster", "calendars", "--json").output)["calendars"].keys() == roster.shipped().keys()
    assert json.loads(run("terms", "profiles", "--json").output)["profiles"] == found.published_profiles()


def test_asking_gives_json_too() -> None:
    asked = run("due", "--calendar", "us-federal", "--at", "2026-10-30T15:00:00-04:00", "--span", "PT4H", "--json")
    answer = json.loads(asked.output)
    assert answer["open"] and answer["basis"] == "calendar" and answer["due"] - answer["at"] == 69 * 3_600_000


def test_a_calendar_that_does_not_fill_a_span_in_ten_years_says_so(tmp_path: Path) -> None:
    rare = roster.shipped()["us-federal"]["calendar"] | {"week": {"monday": ["09:00-09:01"]}}
    (tmp_path / "rare.json").write_text(json.dumps({"calendar": rare}))
    for lang, words in (("en", "not over within ten years"), ("zh", "十年之内值班时间不足")):
        asked = run(
            "due", "--file", str(tmp_path / "rare.json"), "--at", "2026-11-25T00:00:00Z", "--span", "P1D", lang=lang
        )
        assert asked.exit_code == 0 and words in asked.output, (asked.output, asked.exception)


@pytest.mark.parametrize("words", ["", "P", "PT", "4H", "-PT4H", "PT4", "PT4H30", "P1W", "PT99999999999999H", "PT４H"])
def test_a_length_that_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(Local, match="span-unreadable"):
        span_of(words)
    assert span_of("P1DT2H3M4S") == 93_784_000


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("due", "--at", "2026-10-30T15:00:00Z"), "roster-none"),
        (("due", "--calendar", "nowhere"), "calendar-unknown"),
        (("due", "--calendar", "all-hours", "--at", "tomorrow"), "time-unreadable"),
        (("due", "--calendar", "all-hours", "--span", "P9999D"), "duty-span"),
        (("due", "--calendar", "all-hours", "--span", "four hours"), "span-unreadable"),
    ],
)
def test_misuse_is_named(arguments: tuple[str, ...], code: str) -> None:
    error = run(*arguments).exception
    assert isinstance(error, Local) and error.code == code


@pytest.fixture
def home(two_founded: Path, tmp_path: Path) -> Home:
    return copy_homes(two_founded, tmp_path / "homes")["heron"]


def test_a_roster_is_announced_and_shown_with_whether_the_office_is_open(home: Home) -> None:
    shown = run("roster", "show", home=home.path)
    assert "has announced no roster" in shown.output
    refused = run("roster", "announce", "--calendar", "mainland-china", home=home.path)
    assert refused.exit_code == 1 and "never persons" in refused.stderr, "nobody at a terminal to confirm it"
    said = run("roster", "announce", "--calendar", "mainland-china", "--yes", home=home.path)
    assert said.exit_code == 0, said.exception
    for lang, words in (
        ("en", ("heron", "Beijing Time", "Monday – Friday 09:00–17:00")),
        ("zh", ("北京时间", "国庆节")),
    ):
        shown = run("roster", "show", "--lang", lang, home=home.path)
        assert shown.exit_code == 0 and all(word in shown.output for word in words), shown.output
        assert re.search("now; (opens|closes)|开始办公|结束", shown.output)
    rows = json.loads(run("roster", "show", "--json", home=home.path).output)["rosters"]
    assert [row["party"] for row in rows if row["roster"]] == ["heron"]
    assert rows[0]["office"]["basis"] in ("calendar", "plain-weeks")


def test_the_example_is_announced_as_it_is(home: Home) -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "kinds" / "roster.yaml"
    said = run("roster", "announce", str(example), "--json", home=home.path)
    calendar = json.loads(said.stdout)["sections"]["calendar"]
    assert calendar["offset"] == 60 and calendar["week"][0] == [[450, 750], [810, 1080]] and calendar["week"][5] == []
    shown = run("roster", "show", home=home.path).output
    assert "EXAMPLE harbour duty office" in shown and "EXAMPLE +00 0000 0000" in shown
    # What is on the line is in the record like any message, and its proof stands.
    assert run("record", "verify", home=home.path).exit_code == 0


def test_a_file_that_cannot_be_a_roster_says_why_and_announces_nothing(home: Home, tmp_path: Path) -> None:
    for text, code in (("{", "draft-unreadable"), ("[]", "draft-unreadable"), ("{}", "draft-missing")):
        (tmp_path / "roster.json").write_text(text)
        error = run("roster", "announce", str(tmp_path / "roster.json"), "--yes", home=home.path).exception
        assert isinstance(error, Local) and error.code == code
    assert isinstance(run("roster", "announce", "--yes", home=home.path).exception, Local)
    assert "has announced no roster" in run("roster", "show", home=home.path).output
