"""An exercise beside the live line: other colours, another sound, a banner in both languages, and nothing acts on the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.conftest import NOTICES, Browser, Open, Served
from desk.test_every_page import SIZES, sideways, violations

pytestmark = pytest.mark.slow
LISTEN = """() => {
  globalThis.heard = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    globalThis.heard.push(this.frequency.value);
    return start.call(this, at);
  };
}"""


def colours(desk: Browser) -> dict[str, str]:
    found: dict[str, str] = desk.page.evaluate(
        "() => { const style = getComputedStyle(document.documentElement); const body = getComputedStyle(document.body);"
        " return { accent: style.getPropertyValue('--accent'), ground: body.backgroundColor, border: body.borderTopWidth } }"
    )
    return found


def sounds(desk: Browser) -> list[Any]:
    """The tones of the sound test, as they are asked of the browser."""
    desk.page.evaluate(LISTEN)
    desk.page.click("[data-sound-test]")
    desk.page.wait_for_function("globalThis.heard.length > 0")
    return list(desk.page.evaluate("globalThis.heard"))


def test_an_exercise_is_unmistakable_and_acts_on_no_live_line(all_desks: dict[str, Served], browser: Open) -> None:
    said = all_desks["heron-exercise"].office.json("notify", str(NOTICES / "a-agent.en.json"), "--wait", "30")
    live, exercise = browser(all_desks["otter"]), browser(all_desks["otter-exercise"])
    for desk in (live, exercise):
        desk.sign_in()
    assert "EXERCISE" not in live.text("body") and "演练" not in live.text("body")
    banner = exercise.text(".exercise")
    for words in ("EXERCISE", "演练", "Nothing on this page acts on a live line.", "本页任何操作均不影响正式通道。"):
        assert words in banner
    assert exercise.page.title().startswith("EXERCISE 演练")
    assert exercise.text(".rows .ref").startswith("EX")
    one, other = colours(live), colours(exercise)
    assert all(one[name] != other[name] for name in one), (one, other)
    assert sounds(live) != sounds(exercise)
    # What it can do, it does on its own line; the live desk is reached by one plain link and its own signing in.
    actions = exercise.page.eval_on_selector_all("form", "(forms) => forms.map((form) => form.action)")
    assert actions and all(action.startswith(all_desks["otter-exercise"].url) for action in actions)
    assert exercise.page.get_attribute(".exercise a.stop", "href") == "/exercise/stop"
    assert exercise.page.get_attribute(".exercise a:not(.stop)", "href") == f"{all_desks['otter'].url}/compose"
    exercise.go(f"/matters/{said['reference']}")
    exercise.page.click(".acknowledge")
    exercise.page.wait_for_url("**/follow/**")
    assert exercise.page.is_visible(".exercise")
    assert all_desks["otter"].office.json("inbox")["items"] == []  # nothing of it is on the live line


def test_signing_in_to_one_is_not_signing_in_to_the_other(all_desks: dict[str, Served], browser: Open) -> None:
    """Ports of one machine share cookies: the session of one desk must be none of another's."""
    desk = browser(all_desks["otter-exercise"])
    desk.sign_in()
    desk.page.goto(all_desks["otter"].url + "/")
    assert desk.page.url == all_desks["otter"].url + "/sign-in"
    assert "EXERCISE" not in desk.text("body")
    desk.asked.clear()
    desk.go("/")
    assert desk.page.get_attribute("html", "data-context") == "exercise"
    desk.asked.clear()


@pytest.mark.parametrize("scheme", SIZES)
def test_axe_finds_nothing_on_the_pages_of_an_exercise_nor_on_what_is_wanted_at_once(
    all_desks: dict[str, Served], browser: Open, urgent: Path, scheme: str
) -> None:
    otter = all_desks["otter-exercise"]
    desk = browser(otter, color_scheme=scheme, viewport=SIZES[scheme], bypass_csp=True)
    found = {}
    for language in ("en", "zh"):
        otter.speaks(language)
        desk.sign_in()
        for path in ("/", "/exercise/stop", "/compose"):
            desk.go(path)
            found[f"{path} {language}"] = violations(desk) + sideways(desk)
        all_desks["heron-exercise"].office.json("notify", str(urgent), "--wait", "30")
        desk.go("/")
        desk.page.wait_for_selector("#acknowledge")
        found[f"at once {language}"] = violations(desk) + sideways(desk)
        desk.page.click("#acknowledge")
        desk.page.wait_for_url("**/follow/**")
        desk.go("/account")
        desk.page.click('form[action="/sign-out"] button')
    assert {path: rows for path, rows in found.items() if rows} == {}
