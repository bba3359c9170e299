"""Composing where scripts and two browsers matter: a class found by words, a form that keeps itself, a second who releases."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from desk.conftest import Open, Served
from detente.store.officers import RELEASE_TWO

pytestmark = pytest.mark.slow


def test_a_form_keeps_itself_while_one_types_and_a_second_person_elsewhere_releases_it(
    desks: tuple[Served, Served], browser: Open
) -> None:
    heron, otter = desks
    with heron.officers() as officers:
        officers.set(RELEASE_TWO, "notice")
    writer, second = browser(heron), browser(heron)
    writer.sign_in("duty-1")
    second.sign_in("chief")
    page = writer.page
    writer.go("/compose")
    page.fill("[data-find]", "越权")  # the other language's word finds it, and it is the only one
    assert page.input_value('[name="coded.class"]') == "unauthorised-agent-action"
    page.fill('[name="prose.plain"]', "EXAMPLE 示例 — files were changed.")
    page.wait_for_selector("form[data-kept]")  # kept, with nothing pressed
    kept = page.get_attribute("#compose", "action")
    writer.go("/")
    writer.go("/drafts")
    assert "files were changed" in writer.text()
    page.goto(str(kept) if str(kept).startswith("http") else heron.url + str(kept))
    assert page.input_value('[name="coded.class"]') == "unauthorised-agent-action"
    page.select_option('[name="times.detected~span"]', "60")
    page.select_option('[name="times.next_word_by~span"]', "360")
    for name, value in (("going_on", "no"), ("touches", "unknown"), ("public", "no"), ("asks", "information")):
        page.check(f'[name="coded.{name}"][value="{value}"]')
    page.check('[name="wanted"][value="2"]')
    page.click('[value="look"]')
    page.wait_for_url("**/look")
    page.click('[value="ask"]')
    page.wait_for_selector(".done")
    second.go("/drafts")
    second.page.click(".rows a")
    assert "files were changed" in second.text() and "事件类别" in second.text()
    second.page.click('[value="release"]')
    second.page.wait_for_url("**/matters/**")
    reference = second.page.url.rsplit("/", 1)[1]
    for _ in range(300):
        if any(row["reference"] == reference for row in otter.office.json("inbox")["items"]):
            break
        time.sleep(0.1)
    assert otter.office.json("show", reference)["sections"]["coded"]["class"] == "unauthorised-agent-action"
    assert "Written by duty-1, released by chief." in second.text("body")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_eight_answers_and_two_presses_make_the_smallest_notice_and_seven_do_not(
    desks: tuple[Served, Served], browser: Open, language: str
) -> None:
    """From an empty form to the other side's inbox, as an officer does it who knows nothing but the eight questions."""
    heron, otter = desks
    with heron.officers() as officers:
        officers.set(RELEASE_TWO, "")
    heron.speaks(language)
    desk = browser(heron)
    desk.sign_in()
    desk.go("/compose")
    page, presses = desk.page, 0
    words = f"EXAMPLE 示例 — the smallest notice ({language})."
    answers: list[Callable[[], object]] = [
        lambda: page.select_option('[name="coded.class"]', "unauthorised-agent-action"),
        lambda: page.fill('[name="prose.plain"]', words),
        lambda: page.select_option('[name="times.detected~span"]', "60"),
        *(
            lambda name=name, value=value: page.check(f'[name="coded.{name}"][value="{value}"]')
            for name, value in (("going_on", "no"), ("touches", "unknown"), ("public", "no"), ("asks", "information"))
        ),
        lambda: page.select_option('[name="times.next_word_by~span"]', "360"),
    ]
    assert len(answers) == 8
    for answer in answers[:-1]:
        answer()
    page.click('[value="look"]')
    page.wait_for_selector(".failed")  # one is lacking, and nothing of the seven is lost
    assert page.input_value('[name="prose.plain"]') == words
    answers[-1]()
    for button, then in (("look", "**/look"), ("release", "**/matters/**")):
        page.click(f'[value="{button}"]')
        page.wait_for_url(then)
        presses += 1
    assert presses == 2
    reference = page.url.rsplit("/", 1)[1]
    for _ in range(300):
        if any(row["reference"] == reference for row in otter.office.json("inbox")["items"]):
            break
        time.sleep(0.1)
    assert otter.office.json("show", reference)["sections"]["prose"]["plain"] == words
