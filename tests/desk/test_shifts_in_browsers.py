"""A shift ends: what is handed over is what was shown, and a form that outlives its session is there for whoever signs in."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest

from desk.conftest import NOTICES, PASSWORD, Browser, Open, Served
from detente.desk import signing

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("language", "taken"), [("en", "Taken over"), ("zh", "已接班")])
def test_a_handover_is_signed_as_it_was_shown_and_shown_again_when_the_record_moved_on(
    desks: tuple[Served, Served], browser: Open, language: str, taken: str
) -> None:
    heron, otter = desks
    otter.speaks(language)
    desk = browser(otter)
    desk.sign_in()
    desk.go("/handover")
    desk.page.fill("#desk", "EXAMPLE night desk")
    said = heron.office.json("notify", str(NOTICES / "c-intrusion.en.json"), "--wait", "30")
    desk.page.click("#take button.primary")
    desk.page.wait_for_selector(".failed")
    assert said["reference"] in desk.text("main")  # as it is now, with what came since
    assert desk.page.input_value("#desk") == "EXAMPLE night desk"
    for _ in range(9):  # our log is longer by each receipt that comes in meanwhile: what is shown is then another again
        with desk.page.expect_navigation():
            desk.page.click("#take button.primary")
        if re.search(r"/handover/\d+$", desk.page.url):
            break
    shown = desk.text("main")
    assert taken in shown and "EXAMPLE night desk" in shown and said["reference"] in shown
    assert desk.page.locator("main form").count() == 0  # it cannot be signed a second time
    n = desk.page.url.rsplit("/", 1)[1]
    assert otter.office.json("handover", "verify", n)["verdict"] == "proven"
    assert desk.page.pdf(format="A4").startswith(b"%PDF")


TYPED = """(words) => {
  const plain = document.querySelector('[name="prose.plain"]');
  plain.value = words;
  document.querySelector('[name="coded.public"][value="no"]').checked = true;
  plain.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@pytest.mark.parametrize("pressed", [True, False], ids=["and-pressed", "and-the-page-leaves-by-itself"])
def test_what_is_typed_while_a_session_ends_is_there_after_signing_in_again(
    desks: tuple[Served, Served], browser: Open, pressed: bool
) -> None:
    """The page goes to signing in as soon as it finds out: what was typed by then has been sent."""
    otter = desks[1]
    otter.speaks("en")
    desk, words = browser(otter), f"EXAMPLE 示例 — typed while the session ended ({pressed})."
    desk.sign_in()
    desk.go("/compose")
    desk.page.evaluate(TYPED, words)
    with otter.officers() as officers:
        column, span = ("used", signing.IDLE) if pressed else ("began", signing.SHIFT)
        officers.db.execute(f"UPDATE session SET {column}={column}-?", (span,))
    if pressed:  # unless the page has left by itself meanwhile, as it may at any time
        with contextlib.suppress(Exception):
            desk.page.evaluate("document.querySelector('[value=look]')?.click()")
    if not pressed:
        desks[0].office.json("contact", "--area", "A", "-m", "EXAMPLE 示例 — it moves.", "--wait", "30")
    desk.page.wait_for_url("**/sign-in*")
    assert words not in desk.text("body")  # nobody who is not signed in reads it
    desk.page.fill("#name", "chief")
    desk.page.fill("#password", "not the password")
    desk.page.press("#password", "Enter")
    desk.page.wait_for_selector(".failed")
    desk.page.fill("#name", "chief")
    desk.page.fill("#password", PASSWORD)
    desk.page.press("#password", "Enter")
    desk.page.wait_for_url(lambda url: "/sign-in" not in url)
    desk.go("/drafts")
    desk.page.click(".rows a >> nth=0")
    desk.page.wait_for_url("**/drafts/*")
    assert desk.page.input_value('[name="prose.plain"]') == words
    assert desk.page.is_checked('[name="coded.public"][value="no"]')


def test_a_session_that_ended_while_no_one_looked_shows_nothing_more_of_the_record(
    desks: tuple[Served, Served], browser: Open
) -> None:
    """On every tab of the browser; and another browser's session goes on."""
    heron, otter = desks
    otter.speaks("en")
    desk, other = browser(otter), browser(otter)
    desk.sign_in()
    other.sign_in("chief")
    tab = desk.context.new_page()
    tab.goto(otter.url + "/record")
    with otter.officers() as officers:
        officers.db.execute("UPDATE session SET used=used-? WHERE officer='duty-1'", (signing.IDLE,))
    heron.office.json("contact", "--area", "A", "-m", "EXAMPLE 示例 — something moves.", "--wait", "30")
    for page in (desk.page, tab):
        page.wait_for_url("**/sign-in")
    other.go("/")
    assert "something moves" in other.text("main")
    desk.page.go_back()
    assert "/sign-in" in desk.page.url or "something moves" not in desk.text("body")


def until(desk: Browser, found: list[Any]) -> None:
    """What the page does meanwhile is heard of while one waits."""
    for _ in range(1500):
        if found:
            return
        desk.page.wait_for_timeout(20)
    raise AssertionError("it did not come")


def test_a_press_on_its_way_is_not_taken_back_when_the_page_hears_that_its_session_ended(
    desks: tuple[Served, Served], browser: Open
) -> None:
    """The press carries what was typed: the page that went to signing in by itself meanwhile would have dropped it."""
    heron, otter = desks
    otter.speaks("en")
    desk, words, held = browser(otter), "EXAMPLE 示例 — pressed as the session ended.", list[Any]()
    streams: list[str] = []
    for end in ("requestfinished", "requestfailed"):
        desk.page.on(end, lambda request: streams.append(request.url) if "/events" in request.url else None)
    desk.sign_in()
    desk.go("/compose")
    desk.page.route("**/drafts/*", lambda route: held.append(route))
    desk.page.evaluate(TYPED, words)
    desk.page.evaluate("document.querySelector('[value=look]').click()")
    until(desk, held)
    streams.clear()
    with otter.officers() as officers:
        officers.db.execute("UPDATE session SET used=used-?", (signing.IDLE,))
    heron.office.json("contact", "--area", "A", "-m", "EXAMPLE 示例 — it moves.", "--wait", "30")
    until(desk, streams)  # it ends with the word that the session has
    for route in held:
        with contextlib.suppress(Exception):  # the browser took it back: then nothing of it arrives
            route.continue_()
    desk.page.wait_for_url("**/sign-in?kept=*")
    desk.page.unroute_all()
