"""A page of the desk shows what the command shows, at no more than five queries, however long the record is."""

from __future__ import annotations

from typing import Any

import pytest

from detente.line.working import WorkingKept
from detente.node import dealings, records
from detente.node import pages as pages_module
from detente.node.node import Node
from detente.node.pages import Pages
from detente.node.roster import roster_sections
from detente.node.say import say
from store.test_lookups import statements, walks
from support import acknowledge, exchange, notify

MOST_QUERIES = 5


def both(heron: Node, otter: Node) -> None:
    for _ in range(2):
        exchange(heron, otter)
        exchange(otter, heron)


def conversed(heron: Node, otter: Node) -> str:
    """A matter with everything in it that a page has to put together; its reference."""
    opened = notify(heron)
    both(heron, otter)
    name = records.row(heron, heron.line(), "heron", opened.what)["reference"]
    acknowledge(otter, opened)
    asked = say(otter, otter.line(), "question", {"coded": {"about": "facts"}, "prose": prose()}, name)
    both(heron, otter)
    question = records.row(heron, heron.line(), "otter", asked.what)["reference"]
    say(heron, heron.line(), "holding-reply", {"times": {"next_word_by": "+PT4H"}}, question)
    answered = say(heron, heron.line(), "answer", {"coded": {"answer": "partial"}, "prose": prose()}, question)
    both(heron, otter)
    answer = records.row(heron, heron.line(), "heron", answered.what)["reference"]
    say(otter, otter.line(), "follow-up", {"coded": {"follow_up": "more-please"}}, answer)
    say(heron, heron.line(), "update", {"coded": {"going_on": "no"}, "prose": prose()}, name)
    both(heron, otter)
    return str(name)


def prose() -> dict[str, str]:
    return {"language": "en", "plain": "EXAMPLE 示例 — a few words."}


def selects(ran: list[str]) -> list[str]:
    return [statement for statement in ran if statement.lstrip().startswith(("SELECT", "WITH"))]


def command_rows(node: Node) -> list[dict[str, Any]]:
    line = node.line()
    return [records.message(node, line, row) for row in dealings.desk(node, line)]


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """What both say: names of messages as references where both have them, and no times that a page leaves to the proof."""
    return {name: value for name, value in row.items() if name not in ("stored", "working", "re", "shown")}


@pytest.mark.parametrize("hours", [False, True], ids=["at-every-hour", "with-calendars"])
def test_lists_say_what_the_command_says(heron: Node, otter: Node, hours: bool) -> None:
    both(heron, otter)
    if hours:
        for node in (heron, otter):
            sections = roster_sections({"calendar": "example-lakeside"}, {"en": "EXAMPLE", "zh": "示例"})
            node.say(node.line(), node.write(node.line(), "roster", sections, 0))
        both(heron, otter)
    conversed(heron, otter)
    notify(otter)
    both(heron, otter)
    for node in (heron, otter):
        now = node.now()
        node.now = lambda now=now: now  # an office is open or closed at a moment: let both look at the same
        front = Pages(node).front(node.line())
        assert front["more"] == {}
        shown = {row["what"]: plain(row) for rows in front["lists"].values() for row in rows}
        told = {row["what"]: plain(row) for row in command_rows(node)}
        assert shown == told and len(told) >= 3


def test_a_matter_says_what_the_command_says(heron: Node, otter: Node) -> None:
    both(heron, otter)
    name = conversed(heron, otter)
    notify(heron)
    both(heron, otter)
    line = otter.line()
    row = records.find(otter, line, name)
    otter.commit([WorkingKept(line.id, row["what"], "zh", "示例", "person", None, otter.now())])
    told = dealings.matter(otter, line, row["what"])
    for spelled in (name, row["spoken"], row["what"].hex()[:12]):
        shown = Pages(otter).matter(line, spelled)
        assert [plain(one) for one in shown["messages"]] == [plain(one) for one in told["messages"]]
        assert [one["re"] for one in shown["messages"]] == [one["re"] for one in told["messages"]]
        assert [one["working"] for one in shown["messages"]] == [one["working"] for one in told["messages"]]
        assert {n: v for n, v in shown.items() if n not in ("messages", "left_out")} == {
            n: v for n, v in told.items() if n != "messages"
        }


def test_no_page_takes_more_than_five_queries_nor_walks_the_record(heron: Node, otter: Node) -> None:
    both(heron, otter)
    name = conversed(heron, otter)
    notify(otter)
    both(heron, otter)
    pages, line = Pages(heron), heron.line()
    pages.front(line)  # terms and hours are known from then on
    ran = statements(heron)
    for read in (
        lambda: pages.front(line),
        lambda: pages.matter(line, name),
        lambda: pages.over(line, "closed", None),
        lambda: pages.open(line, "needs-us", None),
    ):
        ran.clear()
        read()
        assert 0 < len(selects(ran)) <= MOST_QUERIES, selects(ran)
        assert walks(heron, ran) == []


def test_lists_are_paged_and_nothing_is_left_out_or_shown_twice(
    heron: Node, otter: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_module, "PAGE", 5)
    both(heron, otter)
    said = [notify(heron, wanted=1 + n % 3).what for n in range(12)]
    both(heron, otter)
    pages, line = Pages(otter), otter.line()
    front = pages.front(line)
    assert set(front["more"]) == {"needs-us"} and len(front["lists"]["needs-us"]) == 5
    assert [row["wanted"] for row in front["lists"]["needs-us"]] == [3, 3, 3, 3, 2]  # what is wanted first
    seen = [row["what"] for row in front["lists"]["needs-us"]]
    after = front["more"]["needs-us"]
    while after is not None:
        page = pages.open(line, "needs-us", after)
        seen += [row["what"] for row in page["rows"]]
        after = page["next"]
    assert pages.open(line, "needs-us", None)["next"] == front["more"]["needs-us"]
    assert sorted(seen) == sorted(said)
    for what in said:
        reference = records.row(otter, line, "heron", what)["reference"]
        say(otter, line, "acknowledgement", {"coded": {"received": "received"}}, reference)
        say(heron, heron.line(), "close", {"coded": {"outcome": "resolved"}}, reference)
    both(heron, otter)
    over: list[bytes] = []
    place = None
    for _ in range(9):
        page = pages.over(line, "closed", place)
        assert len(page["rows"]) <= 5
        over += [row["what"] for row in page["rows"]]
        place = page["next"]
        if place is None:
            break
    assert len(over) == len(set(over)) and set(over) >= set(said)


def test_a_long_matter_shows_what_opened_it_and_the_newest_and_says_so(
    heron: Node, otter: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_module, "MOST", 4)
    both(heron, otter)
    opened = notify(heron)
    line = heron.line()
    name = records.row(heron, line, "heron", opened.what)["reference"]
    for _ in range(9):
        say(heron, line, "update", {"coded": {"going_on": "yes"}, "prose": prose()}, name)
    shown = Pages(heron).matter(line, name)
    assert shown["left_out"] and len(shown["messages"]) == 4
    assert shown["messages"][0]["what"] == opened.what
    newest = records.queue(heron, line)[-1]["what"]
    assert shown["messages"][-1]["what"] == newest
