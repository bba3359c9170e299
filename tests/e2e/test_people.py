"""Two nodes and the people of one side: who is called up, what is handed over, what is said on the telephone."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import signal
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
Office = Any  # as in conftest.py, which is no module to import

LADDER = """
[[step]]
id = "duty"
who = "duty officer 值班员"
after = "PT0M"
command = ["./page"]

[[step]]
id = "deputy"
who = "deputy head"
after = "PT3H"
wanted = ["at-once"]
hours = {days = ["mon", "tue", "wed", "thu", "fri"], from = "08:00", to = "18:00", zone = "+08:00"}
webhook = "https://pager.invalid/detente"
secret = "pager"
"""
PROGRAM = (
    "import json, os, sys\nopen('pid', 'w').write(str(os.getpid()))\n"
    "open('calls', 'a').write(json.dumps(json.load(sys.stdin)) + '\\n')\n"
)


def equip(home: Path) -> None:
    page = home / "page"
    page.write_text(f"#!{sys.executable}\n{PROGRAM}", "utf-8")
    page.chmod(page.stat().st_mode | stat.S_IXUSR)
    ladder = home / "ladder.toml"
    ladder.write_text(LADDER, "utf-8")
    ladder.chmod(0o600)


def calls(office: Office) -> list[dict[str, Any]]:
    path = office.home.path / "calls"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def called(office: Office) -> list[dict[str, Any]]:
    """The ladder's record, once a call has ended in it."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        rows: list[dict[str, Any]] = office.json("ladder", "show")["calls"]
        if any(row["ended"] for row in rows):
            return rows
        time.sleep(0.3)
    raise AssertionError("nobody was called")


def test_a_message_at_once_calls_the_duty_officer_and_an_acknowledgement_ends_it(
    offices: tuple[Office, Office], draft: Path
) -> None:
    heron, otter = offices
    equip(otter.home.path)
    heron.serve()
    otter.serve()
    said = heron.json("notify", str(draft))
    assert said["receipts"], "stored there"
    [row] = called(otter)
    assert (row["step"], row["outcome"], row["reference"]) == ("duty", "done", said["reference"])
    [facts] = calls(otter)
    assert (
        facts["reference"] == said["spoken"] and facts["context"] == "live" and "link was lost" not in json.dumps(facts)
    )
    assert otter.json("line", "status")["ladder"] == {"steps": 2, "why": None, "failed": None}
    assert "call-up ladder: 2 steps" in otter.run("line", "status")
    assert "逐级报告：共 2 级" in otter.run("line", "status", lang="zh")

    for lang in ("en", "zh"):
        shown = otter.run("show", said["spoken"].lower(), lang=lang)
        assert said["spoken"] in shown and ("shown here first" in shown) == (lang == "en")
    assert otter.json("show", said["reference"])["shown"]["by"] == "show"
    misheard = ("Q" if said["spoken"][0] != "Q" else "K") + said["spoken"][1:]
    assert json.loads(otter.run("show", misheard, "--json", code=64))["error"]["code"] == "reference-misheard"
    assert said["spoken"] in otter.run("inbox") and said["spoken"] in heron.run("inbox")

    taken = otter.json("handover", "prepare")
    assert [row["number"] for row in taken["needs_us"]] == [said["reference"]] and len(taken["called"]) == 1
    otter.run("ack", said["spoken"])
    late = otter.run("handover", "take", "--desk", "night desk", "--json", code=64)
    assert json.loads(late)["error"]["code"] == "handover-moved-on"
    shown = otter.json("handover", "prepare")
    assert shown["needs_us"] == []
    otter.run("handover", "take", "--desk", "night desk", "--shown", shown["code"])
    assert "night desk" in otter.run("handover", "list")
    assert "Proven: takeover 1" in otter.run("handover", "verify", "1")
    assert "核验通过" in otter.run("handover", "verify", "1", lang="zh")
    assert "Called up since the last handover" in otter.run("handover", "show", "1")
    otter.kill()
    otter.serve()
    assert len(calls(otter)) == 1, "nobody is called again after a restart"


def test_both_sides_read_the_same_call_words_and_none_before_both_announced(offices: tuple[Office, Office]) -> None:
    heron, otter = offices  # their fixture let both announce an address, and so keys, on the line
    heron.serve()
    otter.serve()
    today = datetime.datetime.now(datetime.UTC).date()
    later = (today + datetime.timedelta(days=2)).isoformat()
    ours, theirs = (office.json("call-words", "--date", later) for office in (heron, otter))
    a, b = ours["days"][0], theirs["days"][0]
    assert a["sheet"] == b["sheet"] and a["sheet"].isdecimal()
    key = lambda call: (call["caller"], call["row"])  # noqa: E731
    assert sorted(a["calls"], key=key) == sorted(b["calls"], key=key)
    first = a["calls"][0]
    for lang in ("en", "zh"):
        page = otter.run("call-words", "--date", later, lang=lang)
        for part in ("challenge", "reply"):
            assert " ".join(first[part]["en"]) in page and " ".join(first[part]["zh"]) in page
    paper = heron.run("call-words", "--date", later, "--days", "3", lang="zh")
    assert paper.count("号词表：") == 3 and "用后请销毁" in paper
    before = heron.json("call-words", "--date", "2026-09-25", code=1)
    assert before["days"][0]["lacks"] == ["heron", "otter"]
    assert "Each side announces once" in heron.run("call-words", "--date", "2026-09-25", code=1)
    heron.run("call-words", "--begin")
    assert "there are words from" in heron.said


def test_a_ladder_is_shown_checked_and_tried_in_both_languages(offices: tuple[Office, Office]) -> None:
    _, otter = offices
    assert json.loads(otter.run("ladder", "check", "--json", code=64))["error"]["code"] == "ladder-none"
    assert "nobody is called" in otter.run("ladder", "show")
    equip(otter.home.path)
    checked = otter.json("ladder", "check", code=1)
    assert [step["lacks"] for step in checked["steps"]] == [None, "hook-secret"]
    assert "在本机无法使用" in otter.run("ladder", "check", code=1, lang="zh")
    shown = otter.run("ladder", "show", lang="zh")
    assert "周一 周二 周三 周四 周五" in shown and "UTC+08:00" in shown and "值班员" in shown
    tried = otter.json("ladder", "test", "--step", "duty")
    assert tried["steps"] == [{"step": "duty", "who": "duty officer 值班员", "outcome": "done"}]
    [facts] = calls(otter)
    assert facts["mark"] == "TEST 测试" and facts["kind"] == "ladder-test"
    assert otter.json("ladder", "show")["calls"] == [], "a try is no call"
    would = otter.json("ladder", "now", "--wanted", "3", "--at", "2026-11-27T12:00:00Z")
    assert [(call["step"], call["at"]) for call in would["calls"]] == [
        ("duty", 1795780800000),
        ("deputy", 1795996800000),
    ]
    assert "nobody would be called" in otter.run("ladder", "now", "--wanted", "0")
    (otter.home.path / "ladder.toml").chmod(0o666)
    assert json.loads(otter.run("ladder", "check", "--json", code=64))["error"]["code"] == "ladder-not-ours"


def test_an_exercise_says_so_on_every_page(exercising: tuple[Office, Office], draft: Path) -> None:
    heron, otter = exercising
    equip(otter.home.path)
    otter.serve()
    heron.serve()
    heron.json("notify", str(draft))
    called(otter)
    [facts] = calls(otter)
    assert facts["mark"] == "EXERCISE 演练"
    for page in (("ladder", "show"), ("ladder", "now"), ("handover", "prepare")):
        assert otter.run(*page).startswith("EXERCISE 演练"), page
    later = (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=2)).isoformat()
    assert otter.run("call-words", "--date", later).startswith("EXERCISE 演练")


def test_a_node_killed_during_a_call_makes_it_again_under_the_same_number_and_then_no_more(
    offices: tuple[Office, Office], draft: Path
) -> None:
    heron, otter = offices
    equip(otter.home.path)
    page = otter.home.path / "page"
    page.write_text(
        page.read_text("utf-8") + "import os, time\nif not os.path.exists('go'): time.sleep(600)\n", "utf-8"
    )
    heron.serve()
    otter.serve()
    heron.json("notify", str(draft))
    end = time.monotonic() + 90
    while not calls(otter) and time.monotonic() < end:
        time.sleep(0.1)
    otter.kill()  # while the telephone rings; what rang outlives a node that is killed outright
    with contextlib.suppress(ProcessLookupError):
        os.kill(int((otter.home.path / "pid").read_text("utf-8")), signal.SIGKILL)
    [row] = otter.json("ladder", "show")["calls"]
    assert (row["ended"], row["outcome"], row["tries"]) == (None, None, 1)
    (otter.home.path / "go").write_text("", "utf-8")
    otter.serve()
    [row] = called(otter)
    assert (row["outcome"], row["tries"]) == ("done", 1)
    first, second = calls(otter)
    assert first["call"] == second["call"] and first["reference"] == second["reference"]
    otter.kill(signal.SIGTERM)
    otter.serve()
    otter.run("ladder", "show")
    assert len(calls(otter)) == 2
