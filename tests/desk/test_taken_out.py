"""What is taken out of a desk is checked by somebody else: in a browser, without a network and without this software."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.conftest import NOTICES, Open, Served

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("language", "proven"), [("en", "Proven"), ("zh", "已证明")])
def test_a_record_taken_from_the_desk_is_proven_by_the_page_taken_with_it(
    desks: tuple[Served, Served], browser: Open, chromium: Any, tmp_path: Path, language: str, proven: str
) -> None:
    heron, otter = desks
    said = heron.office.json("notify", str(NOTICES / "a-agent.en.json"), "--wait", "30")
    otter.speaks(language)
    desk = browser(otter)
    desk.sign_in()
    desk.go("/record")
    taken = {}
    for name, press in (
        ("page.html", 'a[href="/record/verifier"]'),
        ("record.detente", '[name="for"][value="members"]'),
    ):
        with desk.page.expect_download() as download:
            desk.page.click(press)
        taken[name] = tmp_path / name
        download.value.save_as(taken[name])
    desk.go(f"/proof/{said['reference']}")
    assert desk.page.get_attribute('a[href="/record/verifier"]', "download") == "detente-verifier.html"
    context = chromium.new_context(offline=True)
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{taken['page.html'].as_uri()}#{language}")
    page.set_input_files('input[type="file"]', taken["record.detente"])
    page.wait_for_selector("#verdict")
    shown = page.inner_text("main")
    assert proven in shown and "heron" in shown and "2026" in shown
    data = bytearray(taken["record.detente"].read_bytes())
    data[len(data) // 2] ^= 1
    taken["record.detente"].write_bytes(data)
    page.set_input_files('input[type="file"]', taken["record.detente"])
    page.wait_for_function("([words]) => !document.querySelector('main').innerText.includes(words)", arg=[proven])
    assert [url for url in asked if not url.startswith("file:")] == []
    context.close()
