"""Tests by a person: the pool, the next text, its translation, and what is refused before anything is recorded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from detente.codec.errors import Local
from detente.codec.text import check_text
from detente.kinds import suspend
from detente.line.alive import DAY
from detente.node import alive, records, texts
from detente.node.home import Home
from detente.node.node import Node
from support import LATER, acknowledge, exchange, notify

ZH = "示例：渡船可载九辆汽车。"
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def test_the_pool_has_a_text_for_half_a_year_in_each_language(homes: dict[str, Home]) -> None:
    found = texts.pool(homes["heron"])
    assert set(found) == {"en", "zh"}
    for language, pool in found.items():
        assert len(pool) >= 26 and len(set(pool)) == len(pool)
        for text in pool:
            assert check_text(text) is not None and len(text) < 400 and "\n" not in text
            assert bool(HAN.search(text)) == (language == "zh"), text
            text.encode("gbk")


@pytest.mark.parametrize(
    "data",
    [
        b"not json",
        b"[]",
        b'{"en": []}',
        b'{"en": ["a"], "zh": []}',
        b'{"en": ["a"], "zh": [""]}',
        b'{"en": ["a"], "zh": [1]}',
        b'{"en": ["a"], "zh": ["\\u4e00"], "fr": ["b"]}',
        b'{"en": ["a\\u202eb"], "zh": ["\\u4e00"]}',
        b"\xff",
    ],
)
def test_a_pool_that_cannot_be_used_is_said_to_be_so(homes: dict[str, Home], data: bytes) -> None:
    (homes["heron"].path / "test-texts.json").write_bytes(data)
    with pytest.raises(Local) as refused:
        texts.pool(homes["heron"])
    assert refused.value.code == "test-texts-unreadable"


def test_an_office_may_bring_its_own_texts_and_they_come_one_after_another(heron: Node) -> None:
    own = {"en": ["One dull text.", "Another dull text."], "zh": ["一段文字。"]}
    (heron.home.path / "test-texts.json").write_text(json.dumps(own), encoding="utf-8")
    said = []
    for _ in range(4):
        said.append(texts.next_text(heron, heron.line())["text"])
        texts.say(heron, heron.line(), said[-1])
    assert said == own["en"] * 2


def test_a_text_and_its_translation_stand_side_by_side_on_both_sides(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    text = texts.next_text(heron, heron.line())["text"]
    kept = texts.say(heron, heron.line(), text)
    exchange(heron, otter)
    [asked] = [r for r in alive.reminders(otter, otter.line(), LATER) if r["code"] == "test-person-asked"]
    assert asked["party"] == "heron"
    texts.reply(otter, otter.line(), asked["name"], ZH)
    exchange(otter, heron)
    exchange(heron, otter)
    for node in (heron, otter):
        [one] = texts.sides(node, node.line(), 5)
        assert (one["by"], one["text"]) == ("heron", text)
        assert [(r["by"], r["language"], r["text"]) for r in one["replies"]] == [("otter", "zh", ZH)]
        row = records.row(node, node.line(), "heron", kept.what)
        assert row["waiting_for"] == [], "nobody owes it a word of acknowledgement"


def test_what_cannot_be_translated_is_refused_before_anything_is_recorded(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    notice = notify(heron)
    test = texts.say(heron, heron.line(), "A dull text.")
    exchange(heron, otter)
    line, size = otter.line(), otter.line().own.size
    name = records.row(otter, line, "heron", test.what)["reference"]
    other = records.row(otter, line, "heron", notice.what)["reference"]
    for to, words, code in (
        (other, ZH, "test-reply-to-what"),
        ("heron-999", ZH, "message-unknown"),
        (name, "A dull text.", "test-text-language"),
        (name, "", "test-text-language"),
        (name, " \n ", "test-text-language"),
        (name, "123", "test-text-language"),
    ):
        with pytest.raises(Local) as refused:
            texts.reply(otter, line, to, words)
        assert refused.value.code == code
    assert otter.line().own.size == size
    with pytest.raises(Local) as own:
        texts.reply(heron, heron.line(), name, ZH)
    assert own.value.code == "test-reply-to-what"
    texts.reply(otter, line, name, ZH)
    with pytest.raises(Local) as twice:
        texts.reply(otter, line, name, ZH)
    assert twice.value.code == "test-replied-already"


def test_a_text_that_hides_something_is_not_said(heron: Node) -> None:
    for text in ("A dull\u202e text.", "A dull\u200b text.", "x" * 70_000):
        with pytest.raises(Exception, match="text-"):
            texts.say(heron, heron.line(), text)


def test_whose_turn_it_is_alternates_on_both_sides_alike(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    now, turns = LATER, []
    nodes = {"heron": heron, "otter": otter}
    for _ in range(4):
        now += 8 * DAY
        for node in nodes.values():
            node.now = lambda now=now: now
        here = [alive.persons_turn(node, node.line(), now) for node in nodes.values()]
        assert here[0] == here[1], "the record alone decides"
        turns.append(here[0]["party"])
        due = {p: [r["code"] for r in alive.reminders(n, n.line(), now)] for p, n in nodes.items()}
        assert [p for p, codes in due.items() if "test-person-due" in codes] == [turns[-1]]
        texts.say(nodes[turns[-1]], nodes[turns[-1]].line(), "A dull text.")
        exchange(heron, otter)
        exchange(otter, heron)
        assert all(
            "test-person-due" not in [r["code"] for r in alive.reminders(n, n.line(), now)] for n in nodes.values()
        )
    assert turns[0] != turns[1] and turns[:2] == turns[2:]


def test_an_acknowledgement_of_a_test_is_no_translation(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    test = texts.say(heron, heron.line(), "A dull text.")
    exchange(heron, otter)
    acknowledge(otter, test)
    exchange(otter, heron)
    assert texts.sides(heron, heron.line(), 1)[0]["replies"] == []
    assert "test-person-asked" in [r["code"] for r in alive.reminders(otter, otter.line(), LATER)]


def test_while_tests_are_suspended_no_person_is_asked_for_one(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    turn = alive.persons_turn(heron, heron.line(), LATER)["party"]
    one, other = (heron, otter) if turn == "heron" else (otter, heron)
    begins = one.now()
    sections = {"coded": suspend.Coded(categories=["test"]), "times": suspend.Times(begins=begins)}
    other.say(other.line(), other.write(other.line(), "suspend", sections, 1))
    exchange(other, one)
    assert alive.reminders(one, one.line(), LATER) == []
    with pytest.raises(Local) as refused:
        texts.say(other, other.line(), "A dull text.")
    assert refused.value.code == "suspended-by-us"


def test_the_shipped_pool_says_whose_it_is() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "line-tests.md"
    assert "test-texts.json" in page.read_text("utf-8")
