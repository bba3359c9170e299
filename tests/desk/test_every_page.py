"""Every page of the desk: for everyone (axe-core), in both languages, within its size, and with scripts off."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import support
from desk.conftest import NOTICES, Browser, Open, Served
from detente.desk.app import MODULES
from detente.store.officers import RELEASE_TWO

pytestmark = pytest.mark.slow
AXE = Path(__file__).with_name("axe") / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST_VIEW = 100_000  # bytes
# What is on the page but what is marked as being in the other language.
OWN = """() => {
  const copy = document.body.cloneNode(true), other = document.documentElement.lang === "en" ? "zh" : "en";
  for (const node of copy.querySelectorAll(`[lang^=${other}], script, noscript`)) node.remove();
  return copy.textContent;
}"""
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
PAGES = [
    "/",
    "/closed",
    "/closed?of=not-taken",
    "/open/needs-us",
    "/line",
    "/log",
    "/account",
    "/card",
    "/compose",
    "/compose/advance-notice",
    "/drafts",
    "/drafts/{draft}",
    "/drafts/{draft}/look",
    "/handover",
    "/handover/1",
    "/record",
    "/record?q=facts",
    "/cases",
    "/cases/{case}",
    "/readouts",
    "/dialogue",
    "/matters/{name}",
    "/follow/{name}",
    "/proof/{name}",
    "/translate/{name}",
    "/no-such-page",
]
# What a page leads to is looked at by pressing: comparing two texts, looking through what was composed, refusing a form.
NO_PAGE = {
    "/find",  # leads to a matter, or to the search of the record
    "/proof/{name}/file",
    "/dialogue/sheet",  # taken away, as the file it is
    "/record/differences/{name}",
    "/record/verifier",  # a page of its own, taken away and opened without a desk: test_taken_out.py
}
SIZES = {"light": {"width": 1440, "height": 900}, "dark": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def name(desks: tuple[Served, Served]) -> str:
    """A matter that is open for otter, by its reference."""
    heron, otter = desks
    said = heron.office.json("notify", str(NOTICES / "a-agent.en.json"), "--wait", "30")
    otter.office.json("ask", said["reference"], "--about", "facts", "-m", "EXAMPLE 示例 — is it so?", "--wait", "30")
    return str(said["reference"])


@pytest.fixture(scope="module")
def places(desks: tuple[Served, Served], chromium: Any, name: str) -> dict[str, str]:
    """What the addresses of otter's pages name: made at the desk, as its officers do."""
    otter, found = desks[1], {"name": name}
    with otter.officers() as officers:
        officers.set(RELEASE_TWO, "informal-contact")
    desk = Browser(chromium, otter)
    desk.sign_in()
    desk.go("/cases")
    desk.page.select_option('[name="class"]', "loss-of-control")
    desk.page.fill('[name="plain"]', "EXAMPLE 示例 — It did not stop when it was told to.")
    desk.page.fill('[name="detected"]', "2h ago")
    for field, value in (("jurisdictions", "us-ca"), ("jurisdictions", "eu"), ("harm", "death")):
        desk.page.check(f'[name="{field}"][value="{value}"]')
    desk.page.click("#case button.primary")
    desk.page.wait_for_url("**/cases/*")
    found["case"] = desk.page.url.rsplit("/", 1)[1]
    desk.go("/compose/informal-contact")
    desk.page.fill('[name="prose.plain"]', "EXAMPLE 示例 — A model was seen passed round.")
    desk.page.select_option('[name="coded.area"]', "C")
    desk.page.click('[value="look"]')
    desk.page.wait_for_url("**/look")
    found["draft"] = desk.page.url.split("/")[-2]
    desk.go("/handover")
    desk.page.fill("#desk", "EXAMPLE night desk")
    desk.page.click("#take button.primary")
    desk.page.wait_for_url("**/handover/1")
    desk.close()
    return found


def violations(desk: Browser) -> list[str]:
    """What axe-core finds against the page as it is shown."""
    desk.page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = desk.page.evaluate(
        "(levels) => axe.run(document, { runOnly: { type: 'tag', values: levels } })", LEVELS
    )
    return [f"{row['id']}: {node['html'][:120]}" for row in found["violations"] for node in row["nodes"]]


def sideways(desk: Browser) -> list[str]:
    """What makes a page wider than its screen, so that it has to be moved sideways to be read."""
    found: list[str] = desk.page.evaluate(
        "() => { const wide = document.documentElement.clientWidth;"
        " if (document.documentElement.scrollWidth <= wide) return [];"
        " return [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > wide + 1)"
        ".map((one) => `wider: ${one.outerHTML.slice(0, 120)}`) }"
    )
    return found[:4]


def test_no_page_of_the_desk_is_left_out() -> None:
    """Every address that answers a look is in the list that axe is shown, or is no page."""
    console: Any = SimpleNamespace(page=lambda page, *_roles, **_how: page)
    routes = [route for module in MODULES for route in module.routes(console)]
    every = {route.path for route in routes if "GET" in (route.methods or ())}
    shown = [re.sub(r"{\w+(:int)?}", "x", path) for path in PAGES]
    looked = {
        path
        for path in every
        for pattern in [re.compile(re.sub(r"{\w+(:int)?}", "[^/?]+", path) + r"(\?.*)?$")]
        if any(pattern.match(one) for one in shown)
    }
    assert every - looked - NO_PAGE == {"/sign-in", "/exercise/stop"}  # the first below, the other in test_exercise.py


@pytest.mark.parametrize("scheme", SIZES)
def test_axe_finds_nothing_on_any_page_in_either_language(
    desks: tuple[Served, Served], browser: Open, places: dict[str, str], scheme: str
) -> None:
    """Light on a wide screen, dark on a telephone."""
    desk = browser(desks[1], color_scheme=scheme, viewport=SIZES[scheme], bypass_csp=True)
    desk.go("/sign-in")
    found = {"/sign-in": violations(desk)}
    for language in ("en", "zh"):
        desks[1].speaks(language)
        desk.sign_in("chief")
        for path in PAGES:
            desk.go(path.format(**places))
            assert desk.page.get_attribute("html", "lang").startswith(language)  # type: ignore[union-attr]
            found[f"{path} {language}"] = violations(desk) + sideways(desk)
        desk.go("/readouts")
        desk.page.fill('[name="text-a"]', "The two sides agreed to establish a communication channel for AI incidents.")
        desk.page.fill('[name="text-b"]', "双方就人工智能对话交换了意见，同意保持沟通。")
        desk.page.click('[value="compare"]')
        desk.page.wait_for_selector(".differences")
        found[f"compared {language}"] = violations(desk)
        desk.go("/compose")
        desk.page.click('[value="look"]')
        desk.page.wait_for_selector(".failed, [role=alert]")
        found[f"refused {language}"] = violations(desk)
        desk.go("/account")
        desk.page.click('form[action="/sign-out"] button')
    assert {path: rows for path, rows in found.items() if rows} == {}


def test_no_page_shows_a_word_that_is_never_used_nor_the_other_language(
    desks: tuple[Served, Served], browser: Open, places: dict[str, str]
) -> None:
    """What parties wrote stands in its own language, marked as such; everything else is in the reader's."""
    for language in ("en", "zh"):
        desks[1].speaks(language)
        desk = browser(desks[1])
        desk.sign_in("chief")
        for path in PAGES:
            desk.go(path.format(**places))
            own = str(desk.page.evaluate(OWN))
            assert support.never_words(own) == [], path
            if language == "en":
                assert not HAN.search(re.sub("EXAMPLE 示例|示例通道|示例，无真实信息", "", own)), path
            else:
                assert HAN.search(own), path


def first_view(desk: Browser, ready: str) -> tuple[float, int]:
    """How far things moved while the first page was built up (PerformanceObserver), and how many bytes came for it."""
    sizes: list[int] = []
    session = desk.context.new_cdp_session(desk.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    desk.page.add_init_script(
        "globalThis.shifted = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) "
        "globalThis.shifted += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    desk.go("/")
    desk.page.wait_for_selector(ready)
    desk.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return float(desk.page.evaluate("globalThis.shifted")), sum(sizes)


@pytest.mark.parametrize("scheme", SIZES)
def test_the_first_view_is_small_and_does_not_shift(
    desks: tuple[Served, Served], browser: Open, urgent: Path, scheme: str
) -> None:
    """The queue, and what is wanted at once, on a wide screen and on a telephone, in the language of each."""
    heron, otter = desks
    otter.speaks({"light": "en", "dark": "zh"}[scheme])
    desk = browser(otter, color_scheme=scheme, viewport=SIZES[scheme])
    desk.sign_in()
    shifted, size = first_view(desk, "[data-sound-test]:not([hidden])")
    assert shifted == 0 and 10_000 < size < FIRST_VIEW
    said = heron.office.json("notify", str(urgent), "--wait", "30")
    shifted, size = first_view(desk, "#acknowledge")
    assert shifted == 0 and 5_000 < size < FIRST_VIEW
    assert said["spoken"] in desk.text("main")
    desk.page.click("#acknowledge")
    desk.page.wait_for_url("**/follow/**")


def test_with_scripts_off_an_officer_signs_in_reads_and_acknowledges(
    desks: tuple[Served, Served], browser: Open, urgent: Path
) -> None:
    heron, otter = desks
    otter.speaks("zh")
    said = heron.office.json("notify", str(urgent), "--wait", "30")
    desk = browser(otter, java_script_enabled=False)
    desk.sign_in()
    assert said["spoken"] in desk.text("main")
    desk.page.click("#acknowledge")
    desk.page.wait_for_url("**/follow/**")
    desk.page.fill("#told", "EXAMPLE")
    desk.page.click('[name="switch"]')
    assert desk.page.input_value("#told") == "EXAMPLE"
    desk.go(f"/matters/{said['reference']}")
    assert "EXAMPLE" in desk.text(".timeline")
    row = otter.office.json("show", said["reference"])
    assert [answer["kind"] for answer in row["answers"]] == ["acknowledgement"]


def test_every_page_prints_with_its_line_its_ceiling_and_no_buttons(
    desks: tuple[Served, Served], browser: Open, name: str
) -> None:
    otter = desks[1]
    otter.speaks("en")
    desk = browser(otter)
    desk.sign_in()
    desk.go(f"/matters/{name}")
    for paper in ("A4", "Letter"):
        assert desk.page.pdf(format=paper).startswith(b"%PDF")
    desk.page.emulate_media(media="print")
    assert "EXAMPLE, nothing real" in desk.text("body")
    assert not any(desk.page.locator("button").nth(n).is_visible() for n in range(desk.page.locator("button").count()))
    widest = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert widest <= 0
