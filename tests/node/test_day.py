"""A scripted day of two offices, and the weekend after it, on a virtual clock.

examples/day/day.yaml says what each does and, written before it was played, where everything must stand. What both desks
print is kept in examples/day, to be read.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from detente.bundle.delivery import verify_delivery
from detente.bundle.telling import told
from detente.cli.inbox import lines
from detente.codec.shape import readable
from detente.kinds import KINDS
from detente.locale.delivery import parts, sentence, written
from detente.node import alive, audit, dealings, delivering, destroying, records
from detente.node.node import HOUR, Node
from detente.node.roster import roster_sections
from detente.node.say import say
from support import Clock, Hand, Seeded, copy_homes, exchange, fold, found_line

ROOT = Path(__file__).resolve().parents[2]
DAY = YAML(typ="safe", pure=True).load((ROOT / "examples" / "day" / "day.yaml").read_text("utf-8"))
NAMES = {"en": "EXAMPLE duty office", "zh": "示例值班室"}


def ms(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


class Played:
    """The day, played: two nodes and what each step became."""

    def __init__(self, heron: Node, otter: Node, hand: Hand) -> None:
        self.nodes, self.hand = {"heron": heron, "otter": otter}, hand
        self.said: dict[str, bytes] = {}
        self.kinds: set[str] = set()

    def other(self, who: str) -> Node:
        return self.nodes["otter" if who == "heron" else "heron"]

    def both(self) -> None:
        heron, otter = self.nodes.values()
        for _ in range(2):
            exchange(heron, otter)
            exchange(otter, heron)

    def step(self, who: str, kind: str, about: str | None, differs: dict[str, Any]) -> bytes:
        node = self.nodes[who]
        line = node.line()
        named = None if about is None else self.said[about]
        if kind == "roster":
            sections = roster_sections({"calendar": differs["calendar"]}, NAMES)
            return node.say(line, node.write(line, "roster", sections, 0)).what
        if kind == "test":
            what = alive.say_test(node, line)
            exchange(node, self.other(who))
            assert alive.reply_due(self.other(who), self.other(who).line()) == 1
            return what
        if kind == "destruction":
            assert named is not None
            return destroying.propose(node, line, named, differs["sections"], "zh", differs["reason"]).what
        if kind == "consent":
            [proposal] = destroying.proposals(node, line)
            return destroying.consent(node, line, proposal, True).what
        draft = example(kind) | {name: value for name, value in differs.items() if name != "crossing"}
        return say(node, line, kind, draft, None if named is None else self.name(node, named)).what

    def name(self, node: Node, what: bytes) -> str:
        [found] = [row["reference"] for row in records.queue(node, node.line()) if row["what"] == what]
        return str(found)

    def named(self, what: bytes) -> str:
        return next((name for name, of in self.said.items() if of == what), what.hex()[:8])


def example(kind: str) -> dict[str, Any]:
    if kind == "notice":
        found = json.loads((ROOT / "examples" / "notices" / "a-agent.en.json").read_text("utf-8"))
    else:
        found = YAML(typ="safe", pure=True).load((ROOT / "examples" / "kinds" / f"{kind}.yaml").read_text("utf-8"))
    return {name: value for name, value in found.items() if name != "example"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    root = tmp_path_factory.mktemp("day")
    found_line(root / "homes", ["heron", "otter"], Seeded("day"), Clock(), profile="office")
    homes, hand = copy_homes(root / "homes", root / "copied"), Hand(ms(DAY["begins"]))
    nodes = {p: Node(h, now=hand, random=Seeded(f"day/{p}")) for p, h in homes.items()}
    day = Played(nodes["heron"], nodes["otter"], hand)
    try:
        for minute, who, kind, about, name, differs in DAY["steps"]:
            hand.at = max(hand.at, ms(DAY["begins"]) + minute * 60_000)
            what = day.step(who, kind, about, differs)
            day.kinds.add(kind)
            if name is not None:
                day.said[name] = what
            if not differs.get("crossing"):
                day.both()
        until = ms(DAY["weekend"]["tests_until"])
        while hand.at < until:
            hand.at = min(until, hand.at - hand.at % HOUR + HOUR)
            alive.say_test(nodes["otter"], nodes["otter"].line())
            exchange(nodes["otter"], nodes["heron"])
            alive.reply_due(nodes["heron"], nodes["heron"].line())
            exchange(nodes["heron"], nodes["otter"])
        hand.at = ms(DAY["weekend"]["looked_at"])
        yield day
    finally:
        for node in nodes.values():
            node.close()


def grouped(day: Played, who: str, group: str) -> list[str]:
    node = day.nodes[who]
    rows = dealings.desk(node, node.line(), everything=True)
    return sorted(day.named(row["what"]) for row in rows if row["group"] == group)


def test_the_day_has_some_forty_messages_and_every_kind_of_an_ordinary_day(played: Played) -> None:
    own = {kind.name for kind in KINDS} - {"keys", "test-reply", "destroyed", "disclosure"}
    own -= {"proposal", "stance", "progress", "deposit", "opening"}  # a working group's: the example dialogue has them
    assert played.kinds == own, "a machine says the others, or nobody shows anything outside that day"
    assert 38 <= len(DAY["steps"]) <= 50


@pytest.mark.parametrize("who", ["heron", "otter"])
def test_each_inbox_stands_where_the_script_says(played: Played, who: str) -> None:
    for group, expected in DAY["expected"][who].items():
        assert grouped(played, who, group) == sorted(expected), group
    assert grouped(played, who, "not-taken") == []


@pytest.mark.parametrize("who", ["heron", "otter"])
def test_the_matter_is_closed_and_the_crossed_question_says_so(played: Played, who: str) -> None:
    node = played.nodes[who]
    for name in DAY["expected"]["closed"]:
        matter = dealings.matter(node, node.line(), played.said[name])
        assert matter["closed"]
        crossed = {played.named(m["what"]): m["crossed"] for m in matter["messages"] if m["crossed"]}
        assert crossed == DAY["expected"]["crossed"]
        assert [m["effect"] for m in matter["messages"] if m["effect"]] == []


@pytest.mark.parametrize("who", ["heron", "otter"])
def test_the_at_once_notice_is_due_after_four_duty_hours_across_a_weekend(played: Played, who: str) -> None:
    node = played.nodes[who]
    row = records.row(node, node.line(), "heron", played.said["atonce"])
    [due] = row["dues"]
    assert abs(due["at"] - ms(DAY["expected"]["due"]["atonce"])) < 1000, "the clock moves by milliseconds"


def test_both_records_hold_and_say_the_same(played: Played) -> None:
    heron, otter = played.nodes.values()
    for node in (heron, otter):
        audit.audit(node, node.line())
    assert fold(heron) == fold(otter)


def pages(day: Played) -> Iterator[tuple[str, str]]:
    """(file, text) of what each desk prints, in each language."""
    for who, node in day.nodes.items():
        # Half past a minute: the hand moves at each look, and no count of looks may show on a page.
        line, at = node.line(), (day.hand.at + 30_000) // 60_000 * 60_000 + 30_000
        items = readable(dealings.desk(node, line, everything=True))
        row = records.row(node, line, "heron", day.said["atonce"])
        for lang in ("en", "zh"):
            record = readable(told(verify_delivery(delivering.delivery(node, line, row))))
            rows = [*lines(items, at, lang), "", sentence(record, lang), ""]
            for part in parts(record, lang):
                rows += [part.title, *(f"  {label}: {value}" for label, value in part.rows), ""]
            yield f"{who}.{lang}.txt", "\n".join(["EXAMPLE 示例", *rows, written(record, lang)]) + "\n"


def test_what_both_desks_print_is_what_was_read(played: Played) -> None:
    """The pages in examples/day were read line by line against the script; DAY=write makes them again, to be read again."""
    for name, text in pages(played):
        path = ROOT / "examples" / "day" / name
        if os.environ.get("DAY") == "write":
            path.write_text(text, "utf-8")
        assert path.read_text("utf-8") == text, name
