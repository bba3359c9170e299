"""The page, opened from a file in a browser without a network, says of a dropped file what both verifiers say of it."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults.agreement import vectors

PAGE = Path(__file__).resolve().parents[2] / "verifier" / "detente-verifier.html"
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: chromium)"),
]
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const dropped = new DataTransfer();
  dropped.items.add(new File([bytes], name));
  dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, cancelable: true }));
}"""


class Opened:
    """One page, and everything it asked for beyond itself or complained of."""

    def __init__(self, page: Any, language: str) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{PAGE.as_uri()}#{language}")

    def drop(self, data: bytes, name: str = "record.detente") -> str:
        """The text of the page after a file was dropped on it."""
        self.page.evaluate(DROP, [name, base64.b64encode(data).decode()])
        self.page.wait_for_selector("#verdict")
        return str(self.page.inner_text("main"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Any, request: pytest.FixtureRequest) -> Iterator[Opened]:
    context = browser.new_context(offline=True)
    page = Opened(context.new_page(), getattr(request, "param", "en"))
    yield page
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert page.complaints == []
    context.close()


FILES = {name: data for name, (data, _) in vectors().items()}


def test_a_whole_record_is_shown_with_who_said_what_when_and_who_has_it(opened: Opened) -> None:
    said = opened.drop(FILES["bundle_valid"])
    assert "LIVE 正式" in said and "Proven" in said and "4 message(s) between heron, ibis" in said
    for words in (
        "notice",
        "2026-09-21 14:13:22 UTC",
        "ibis: stored there 2026-09-21 14:13:23 UTC",
        "EXAMPLE 示例: a plain statement.",
    ):
        assert words in said
    assert "8c54 d60a 2bcb 908e" in said  # a fingerprint, to be read aloud


@pytest.mark.parametrize("opened", ["zh"], indirect=True)
def test_the_same_record_in_chinese(opened: Opened) -> None:
    said = opened.drop(FILES["bundle_valid"])
    assert "已证明" in said and "情况通报" in said and "确认收悉" in said and "LIVE 正式" in said
    assert opened.page.get_attribute("html", "lang") == "zh-Hans"


def test_withheld_sections_are_named_and_not_shown(opened: Opened) -> None:
    said = opened.drop(FILES["bundle_sections_withheld"])
    assert "Withheld: committed to, and not shown in this file: text part, times" in said
    assert "a plain statement" not in said


def test_a_destroyed_section_says_who_agreed_and_when(opened: Opened) -> None:
    assert "Destroyed by agreement of all members on 2026-" in opened.drop(FILES["bundle_section_destroyed"])


@pytest.mark.parametrize(
    ("name", "words"), [("bundle_flipped_section_refused", "Not proven"), ("bundle_damaged", "Damaged")]
)
def test_what_does_not_hold_says_what_is_wrong_what_that_means_and_what_to_do(
    opened: Opened, name: str, words: str
) -> None:
    said = opened.drop(FILES[name])
    assert words in said
    for part in ("What is wrong", "What that means", "What to do next"):
        assert part in said
    assert "What is proven" not in said and "EXAMPLE" not in said and "heron" not in said


def test_a_delivery_record_is_told_in_the_words_of_the_catalogue(opened: Opened) -> None:
    said = opened.drop(FILES["delivery_none_seen_valid"])
    assert "no acknowledgement in its log by" in said and "Written by the node of heron" in said


def test_the_language_is_changed_with_the_file_still_shown(opened: Opened) -> None:
    opened.drop(FILES["bundle_valid"])
    opened.page.click("#language")
    assert "已证明" in opened.page.inner_text("main")


def test_the_file_is_chosen_with_the_keyboard_and_the_verdict_is_where_reading_goes_on(opened: Opened) -> None:
    for _ in range(5):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate("document.activeElement.id") == "file":
            break
    assert opened.page.evaluate("document.activeElement.id") == "file"
    opened.drop(FILES["bundle_valid"])
    assert opened.page.evaluate("document.activeElement.id") == "verdict"
