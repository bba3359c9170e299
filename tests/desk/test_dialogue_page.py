"""What members keep together, on the desk: what the command says, in the reader's language, and the sheet to take away."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest

from desk.pages import Served, desk_of
from detente.codec.shape import readable
from detente.locale.dialogue import page
from detente.node.dialogue import shown
from detente.node.node import Node
from node.test_dialogue import both, label, say, stance


@pytest.fixture
def desk(heron: Node) -> Iterator[Served]:
    with desk_of(heron) as served:
        yield served


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_says_what_the_command_says_in_the_readers_language(
    heron: Node, otter: Node, desk: Served, lang: str
) -> None:
    agreed = label(heron, name="loss-of-control")
    areas = {"inside": ["A"], "outside": ["M"], "undecided": [], "exclusions": [{"en": "EXAMPLE <b>", "zh": "示例<b>"}]}
    say(heron, "scope", "scope", areas=areas)
    both(heron, otter)
    stance(otter, agreed, "agreed")
    both(heron, otter)
    client = desk.client()
    if lang == "zh":
        client.post("/language", {"to": "zh", "back": "/dialogue"})
    shown_page = client.get("/dialogue")
    text = html.unescape(shown_page.html)
    for part in page(readable(shown(heron, heron.line())), lang):
        assert part.title in text
        for row in part.rows:
            assert all(one in text for one in row if one), row
    assert "<b>" not in shown_page.html.split("<main", 1)[1], "what comes from messages is escaped"
    sheet = client.get("/dialogue/sheet")
    assert "示例：模型失窃" in sheet.html and "EXAMPLE model theft" in sheet.html
    assert client.get("/line").html.count('href="/dialogue') == 1
