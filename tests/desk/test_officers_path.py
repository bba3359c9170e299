"""Three in the morning: from the alert to acknowledged in one press, and what comes after, in both languages."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from desk.conftest import Open, Served

pytestmark = pytest.mark.slow
BUTTON = "Received, no position implied · 已收悉，不代表任何立场"


def answered(served: Served, reference: str, count: int = 1) -> list[dict[str, Any]]:
    """The answers to a message as its author has them, when there are so many."""
    for _ in range(300):
        answers: list[dict[str, Any]] = served.office.json("show", reference)["answers"]
        if len(answers) >= count:
            return answers
        time.sleep(0.1)
    raise AssertionError(f"{reference} has not {count} answers")


@pytest.mark.parametrize(("language", "concept"), [("en", "agent"), ("zh", "智能体")])
def test_what_is_wanted_at_once_is_acknowledged_in_one_press_after_signing_in(
    desks: tuple[Served, Served], browser: Open, urgent: Path, language: str, concept: str
) -> None:
    heron, otter = desks
    otter.speaks(language)
    said = heron.office.json("notify", str(urgent), "--wait", "30")
    desk = browser(otter)
    desk.sign_in()
    shown = desk.text("body")
    assert desk.page.get_attribute("body", "data-page") == "once"
    assert said["spoken"] in shown and said["reference"] in shown and concept in desk.text("h1")
    assert desk.page.locator("main button").count() == 1  # that item, and one thing to press
    assert desk.page.locator("main a").count() == 0
    assert desk.text("#acknowledge") == BUTTON
    desk.page.keyboard.press("Enter")  # it has the focus already
    desk.page.wait_for_url("**/follow/**")
    [answer] = answered(heron, said["reference"])
    assert (answer["party"], answer["kind"]) == ("otter", "acknowledgement")
    desk.go("/")
    assert desk.page.get_attribute("body", "data-page") == "queue"


def test_what_comes_after_has_its_own_steps_and_no_press_is_lost_by_switching_the_language(
    desks: tuple[Served, Served], browser: Open, urgent: Path
) -> None:
    heron, otter = desks
    otter.speaks("en")
    said = heron.office.json("notify", str(urgent), "--wait", "30")
    desk = browser(otter)
    desk.sign_in()
    desk.page.click("#acknowledge")
    desk.page.wait_for_url("**/follow/**")
    desk.page.fill("#told", "EXAMPLE duty counsel, by telephone")
    desk.page.check('[name="going_on"][value="no"]')
    desk.page.check('[name="asks"][value="information"]')
    desk.page.fill("#words", "EXAMPLE 示例 — one word\nand another")
    desk.page.click('[name="switch"]')
    assert "确认收悉之后" in desk.text("h1")
    assert desk.page.input_value("#told") == "EXAMPLE duty counsel, by telephone"
    assert desk.page.input_value("#words") == "EXAMPLE 示例 — one word\nand another"
    assert desk.page.is_checked('[name="going_on"][value="no"]')
    desk.page.click('[value="read-back"]')  # one of its three fields is not chosen
    assert "尚有一项未选择" in desk.text('[role="alert"]')
    assert desk.page.input_value("#told") == "EXAMPLE duty counsel, by telephone"
    desk.page.select_option("#class", "unauthorised-agent-action")
    desk.page.click('[value="read-back"]')
    desk.page.wait_for_selector("text=已复述确认")
    kinds = {one["kind"] for one in answered(heron, said["reference"], 2)}
    assert kinds == {"acknowledgement", "read-back"}
    desk.page.fill("#told", "EXAMPLE duty counsel, by telephone")
    desk.page.click('[value="passed"]')
    desk.page.select_option("#hours", "4")
    desk.page.click('[value="hold"]')
    desk.page.wait_for_selector("text=再行告知")
    kinds = {one["kind"] for one in answered(heron, said["reference"], 3)}
    assert kinds == {"acknowledgement", "read-back", "holding-reply"}
    assert "EXAMPLE duty counsel" in desk.text("main")
    assert not any("duty counsel" in str(one) for one in heron.office.json("inbox")["items"])  # never sent


def test_the_alert_comes_by_itself_sounds_until_it_is_acknowledged_and_is_gone_for_every_desk(
    desks: tuple[Served, Served], browser: Open, urgent: Path
) -> None:
    heron, otter = desks
    first, second = browser(otter), browser(otter)
    for desk in (first, second):
        desk.sign_in()
        assert desk.page.get_attribute("body", "data-page") == "queue"
    assert "amber" in first.page.inner_html(".sound")
    first.page.click("[data-sound-test]")
    first.page.click('[name="heard"][value="yes"]')
    first.page.wait_for_selector(".sound .muted")
    heron.office.json("notify", str(urgent), "--wait", "30")
    for desk in (first, second):
        desk.page.wait_for_selector('body[data-page="once"][data-ringing="yes"]')
    first.page.click("#acknowledge")
    first.page.wait_for_url("**/follow/**")
    first.page.wait_for_selector('body[data-ringing="no"]')
    second.page.wait_for_selector('body[data-page="queue"][data-ringing="no"]')


def test_a_working_translation_stays_here_and_one_press_asks_whether_it_was_meant(
    desks: tuple[Served, Served], browser: Open
) -> None:
    heron, otter = desks
    otter.speaks("en")
    said = heron.office.json(
        "contact", "--area", "A", "-m", "EXAMPLE 示例 — three test runs were stopped.", "--wait", "30"
    )
    desk = browser(otter)
    desk.sign_in()
    desk.go(f"/matters/{said['reference']}")
    desk.page.click("text=Translate here")
    desk.page.fill("#text", "EXAMPLE 示例 — 已停止三次测试运行。")
    desk.page.fill("#checked", "EXAMPLE language service")
    desk.page.click('[name="switch"]')
    assert desk.page.input_value("#text") == "EXAMPLE 示例 — 已停止三次测试运行。"
    desk.page.click("#translate button")
    desk.page.wait_for_selector(".working")
    assert "EXAMPLE language service" in desk.text(".working") and "已停止三次测试运行" in desk.text(".working")
    assert heron.office.json("show", said["reference"])["answers"] == []
    desk.page.click('form[action^="/meant/"] button')
    desk.page.wait_for_selector("text=是否符合")
    for _ in range(200):
        asked = [one for one in heron.office.json("inbox")["items"] if one["kind"] == "question"]
        if asked:
            break
        time.sleep(0.1)
    question = heron.office.json("show", asked[0]["reference"])
    assert question["sections"]["coded"]["about"] == "meaning"
    assert question["sections"]["prose"]["reading"] == "EXAMPLE 示例 — 已停止三次测试运行。"
