"""Two real nodes that keep their line alive: tests, replies, and what is shown when one of them is gone."""

from __future__ import annotations

import json
import signal
from typing import Any

import pytest

from e2e.conftest import Office
from e2e.test_two_nodes import wait_for

pytestmark = pytest.mark.slow


def often(office: Office, machine: int, window: int) -> None:
    """Tests in quick succession, by the setting that an office has for it."""
    path = office.home.path / "home.json"
    settings = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(settings | {"tests": {"machine": machine, "window": window}}), encoding="utf-8")


def member(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = office.json("line", "status")["lines"][0]["tests"]["members"][0]
    return found


def alarms(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.json("line", "status")["lines"][0]["tests"]["alarms"]
    return found


def test_a_node_that_is_gone_is_noticed_within_the_window_and_seen_again_when_it_is_back(
    offices: tuple[Office, Office],
) -> None:
    heron, otter = offices
    for office in offices:
        often(office, 2000, 1500)
        office.serve()
    wait_for(lambda: member(heron)["last_good"] and member(otter)["last_good"])
    assert alarms(heron) == alarms(otter) == []
    assert {row["kind"] for row in heron.json("inbox")["items"]} <= {None}, "out of sight while nothing is amiss"

    otter.kill(signal.SIGKILL)
    wait_for(lambda: alarms(heron))
    [alarm] = alarms(heron)
    assert (alarm["code"], alarm["party"]) == ("test-not-back", "otter")
    assert alarm["due"] >= alarm["since"] + 1500
    inbox = heron.run("inbox")
    assert "have not come back" in inbox.split("Waiting")[0], inbox
    assert "未返回" in heron.run("line", "status", lang="zh")

    otter.serve()
    wait_for(lambda: not alarms(heron))
    wait_for(lambda: member(heron)["state"] == "answered" and not alarms(otter))
    hours = heron.json("line", "availability", "--days", "1")["members"][0]["machine"]["ours"][0]
    assert hours["tests"]["answered"] and hours["tests"].get("not-back", 0) + hours["tests"].get("late", 0)


def test_a_text_goes_over_and_its_translation_comes_back(offices: tuple[Office, Office]) -> None:
    heron, otter = offices
    for office in offices:
        often(office, 0, 1500)
        office.serve()
    said = heron.json("line", "test", "--person", "--wait", "60")
    assert said["kind"] == "test-person" and said["receipts"][0]["peer"] == "otter"
    assert "asks for a translation" in otter.run("inbox")
    translation = "示例：石桥从两岸同时砌起，先搭木架承重，最后一块石头放好以后再把木架放低。"
    done = otter.json("test-reply", said["reference"], "-", "--wait", "60", stdin=translation.encode())
    assert done["kind"] == "test-person-reply" and done["re"] == [said["reference"]]
    wait_for(lambda: heron.json("line", "tests")["tests"][0]["replies"])
    shown = heron.run("line", "tests")
    assert said["sections"]["prose"]["plain"] in shown and translation in shown
    assert "asks for a translation" not in otter.run("inbox")
    for office in offices:
        [row] = office.json("line", "availability")["members"][0]["persons"]
        assert row["outcome"] == "answered" and row["by"] == "heron"
    again = otter.run("test-reply", said["reference"], "-", code=64, stdin=translation.encode())
    assert again == "" and "already has a translation" in otter.said
    otter.run("test-reply", "heron-1", "-", code=64, stdin=translation.encode())
