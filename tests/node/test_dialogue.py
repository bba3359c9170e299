"""A dialogue between real nodes: what is agreed, what crossed, and that both sides compute the same at the same cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from detente.codec.errors import Local
from detente.line.shelf import MessageKept
from detente.node import dialogue
from detente.node.depositing import deposit, open_deposit
from detente.node.node import Node
from detente.node.proposing import propose, report, take_stance
from support import START, Home, exchange

WORDING = {"en": "EXAMPLE model theft", "zh": "示例：模型失窃"}
OTHER = {"en": "EXAMPLE model weights outside authorised control", "zh": "示例：模型权重脱离授权控制"}
NAMES = {"en": "EXAMPLE Office", "zh": "示例办公室"}
DAY = 86_400_000


def say(
    node: Node, subject: str, name: str, form: str = "text", counters: str | None = None, **sections: Any
) -> MessageKept:
    return propose(node, node.line(), {"coded": {"subject": subject, "name": name, "form": form}, **sections}, counters)


def label(
    node: Node, wording: dict[str, str] = WORDING, counters: str | None = None, name: str = "model-theft"
) -> MessageKept:
    return say(node, "label", name, counters=counters, wording=wording)


def stance(node: Node, kept: MessageKept | str, what: str, **more: Any) -> MessageKept:
    return take_stance(node, node.line(), kept if isinstance(kept, str) else kept.what.hex(), what, **more)


def both(*nodes: Node) -> None:
    for _ in range(3):
        for a in nodes:
            for b in nodes:
                if a is not b:
                    exchange(a, b)


def same(*nodes: Node) -> dict[str, Any]:
    """The state that all compute, at the cut that all hold."""
    cuts = [dialogue.held(node.line()) for node in nodes]
    cut = {name: min(one[name] for one in cuts) for name in cuts[0] if all(name in one for one in cuts)}
    states = [dialogue.state(dialogue.table(node, node.line(), cut)) for node in nodes]
    assert all(one == states[0] for one in states), "one cut, two states"
    return states[0]


def word(node_state: dict[str, Any], name: str = "model-theft", subject: str = "label") -> dict[str, Any]:
    return next(row for row in node_state["terms"] if (row["name"], row["subject"]) == (name, subject))


def test_a_word_stands_agreed_once_every_member_agreed_to_exactly_it_and_each_has_the_others_word(
    heron: Node, otter: Node
) -> None:
    said = label(heron)
    both(heron, otter)
    assert word(same(heron, otter))["status"] == "proposed"
    assert [(w["party"], w["for"]) for w in same(heron, otter)["waits"]] == [("otter", "position")]
    stance(otter, said, "agreed")
    alone = dialogue.state(dialogue.table(otter, otter.line()))
    assert word(alone)["status"] == "receipts", "heron has not had otter's word yet"
    both(heron, otter)
    found = same(heron, otter)
    assert word(found)["status"] == "agreed" and word(found)["text"] == WORDING
    assert found["words"] == {"agreed": 1} and found["waits"] == [] and found["crossed"] == []


def test_a_counter_takes_the_place_of_a_text_and_an_agreement_is_to_one_text_only(heron: Node, otter: Node) -> None:
    first = label(heron)
    both(heron, otter)
    second = label(otter, OTHER, counters=first.what.hex())
    both(heron, otter)
    states = {row["what"]: row["state"] for row in word(same(heron, otter))["texts"]}
    assert states == {first.what: "replaced", second.what: "open"}
    with pytest.raises(Local, match="text-not-open"):
        stance(otter, first, "agreed")
    stance(heron, second, "agreed")
    both(heron, otter)
    assert word(same(heron, otter))["text"] == OTHER


def test_an_acceptance_of_what_was_just_amended_stands_and_the_amendment_is_shown_as_crossed(
    heron: Node, otter: Node
) -> None:
    first = label(heron)
    both(heron, otter)
    stance(otter, first, "agreed")
    amended = label(heron, OTHER, counters=first.what.hex())
    both(heron, otter)
    found = same(heron, otter)
    assert word(found)["status"] == "agreed" and word(found)["text"] == WORDING
    assert [(row["what"], row["party"]) for row in found["crossed"]] == [(amended.what, "heron")]
    with pytest.raises(Local, match="text-not-open"):
        stance(otter, amended, "agreed")


def test_an_amendment_seen_before_the_acceptance_is_heeded(heron: Node, otter: Node) -> None:
    first = label(heron)
    both(heron, otter)
    amended = label(heron, OTHER, counters=first.what.hex())
    both(heron, otter)
    with pytest.raises(Local, match="text-not-open"):
        stance(otter, first, "agreed")
    stance(otter, amended, "agreed")
    both(heron, otter)
    assert word(same(heron, otter))["text"] == OTHER


def test_a_withdrawal_during_acceptance_is_too_late_and_shown_as_crossed(heron: Node, otter: Node) -> None:
    first = label(heron)
    both(heron, otter)
    stance(otter, first, "agreed")
    taken_back = stance(heron, first, "declined")
    both(heron, otter)
    found = same(heron, otter)
    assert word(found)["status"] == "agreed"
    assert [row["what"] for row in found["crossed"]] == [taken_back.what]


def test_proposals_that_cross_are_both_open_and_each_is_shown_with_the_other(heron: Node, otter: Node) -> None:
    ours, theirs = label(heron), label(otter, OTHER)
    both(heron, otter)
    rows = {row["what"]: row for row in word(same(heron, otter))["texts"]}
    assert rows[ours.what]["crosses"] == [theirs.what] and rows[theirs.what]["crosses"] == [ours.what]
    assert {row["state"] for row in rows.values()} == {"open"}
    stance(heron, theirs, "agreed")
    both(heron, otter)
    found = same(heron, otter)
    assert word(found)["text"] == OTHER
    assert {row["what"]: row["state"] for row in word(found)["texts"]}[ours.what] == "replaced"


def test_two_members_that_accept_different_texts_on_the_way_have_agreed_to_none(heron: Node, otter: Node) -> None:
    ours, theirs = label(heron), label(otter, OTHER)
    both(heron, otter)
    stance(heron, theirs, "agreed")
    stance(otter, ours, "agreed")
    both(heron, otter)
    found = same(heron, otter)
    assert word(found)["status"] == "crossed" and word(found)["text"] is None
    assert {row["state"] for row in word(found)["texts"]} == {"crossed"}
    anew = label(heron, OTHER)
    both(heron, otter)
    stance(otter, anew, "agreed")
    both(heron, otter)
    assert word(same(heron, otter))["text"] == OTHER, "a new text takes the place of both"


def test_an_agreement_ad_referendum_binds_nobody_until_it_is_confirmed(heron: Node, otter: Node) -> None:
    said = label(heron)
    both(heron, otter)
    stance(otter, said, "ad-referendum")
    both(heron, otter)
    found = same(heron, otter)
    assert word(found)["status"] == "ad-referendum"
    assert [(w["party"], w["for"]) for w in found["waits"]] == [("otter", "confirmation")]
    stance(otter, said, "agreed")
    both(heron, otter)
    assert word(same(heron, otter))["status"] == "agreed"


def test_agreed_to_differ_keeps_both_readings_and_a_retired_word_keeps_its_history(heron: Node, otter: Node) -> None:
    readings = {"readings": [{"party": "heron", **WORDING}, {"party": "otter", **OTHER}]}
    said = say(heron, "definition", "model-theft", "differ", readings=readings)
    both(heron, otter)
    stance(otter, said, "agreed")
    both(heron, otter)
    row = word(same(heron, otter), subject="definition")
    assert row["status"] == "differ" and row["readings"] == {"heron": WORDING, "otter": OTHER} and row["common"] is None
    gone = say(otter, "definition", "model-theft", "retire")
    both(heron, otter)
    stance(heron, gone, "agreed")
    both(heron, otter)
    row = word(same(heron, otter), subject="definition")
    assert row["status"] == "retired"
    assert [text["state"] for text in row["texts"]] == ["before", "stands"]


def test_three_members_agree_only_together_and_the_one_that_says_nothing_is_waited_for(
    three_homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    heron, otter, stork = (opened(three_homes[name]) for name in ("heron", "otter", "stork"))
    said = label(heron)
    both(heron, otter, stork)
    stance(otter, said, "agreed")
    both(heron, otter)
    found = same(heron, otter)
    assert word(found)["status"] == "proposed" and [w["party"] for w in found["waits"]] == ["stork"]
    both(heron, otter, stork)
    stance(stork, said, "agreed")
    both(heron, otter, stork)
    assert word(same(heron, otter, stork))["status"] == "agreed"


def meeting(node: Node, begins: int, round_: int = 1, counters: str | None = None) -> MessageKept:
    body = {
        "group": "models",
        "begins": begins,
        "ends": begins + 3_600_000,
        "chair": "otter",
        "office": NAMES,
        "round": round_,
        "agenda": [NAMES],
    }
    return say(node, "meeting", "models-1", counters=counters, meeting=body)


def test_a_meeting_is_agreed_held_and_followed_up_with_the_round_as_each_side_counts(heron: Node, otter: Node) -> None:
    first = meeting(heron, START + 9 * DAY)
    both(heron, otter)
    second = meeting(otter, START + 10 * DAY, 2, counters=first.what.hex())
    both(heron, otter)
    stance(heron, second, "agreed", count=1)
    both(heron, otter)
    found = same(heron, otter)
    [row] = found["meetings"]
    assert row["state"] == "agreed" and row["round"] == {"heron": 1, "otter": 2}
    assert found["next_meeting"] == START + 10 * DAY
    action = {"name": "send-list", "party": "otter", "office": NAMES, "due": START + 20 * DAY, "to_do": NAMES}
    minutes = {
        "begins": START + 10 * DAY,
        "ends": START + 10 * DAY + 3_600_000,
        "decisions": [NAMES],
        "actions": [action],
        "next": "none",
    }
    held = say(heron, "minutes", "models-1", minutes=minutes)
    both(heron, otter)
    stance(otter, held, "agreed")
    both(heron, otter)
    readout = {"title": "EXAMPLE readout", "media_type": "text/html", "size": 9, "digest": "ab" * 32}
    report(heron, heron.line(), held.what.hex(), {"coded": {"progress": "readout"}, "readout": readout})
    both(heron, otter)
    found = same(heron, otter)
    [row] = found["meetings"]
    assert row["state"] == "held" and list(row["readouts"]) == ["heron"]
    assert (found["next_meeting"], found["next"]) == (None, "none")
    assert [(w["party"], w["for"]) for w in found["waits"]] == [("otter", "action"), ("otter", "readout")]
    with pytest.raises(Local, match="action-unknown"):
        report(heron, heron.line(), held.what.hex(), {"coded": {"progress": "done", "action": "send-list"}})
    report(otter, otter.line(), held.what.hex(), {"coded": {"progress": "done", "action": "send-list"}})
    both(heron, otter)
    assert same(heron, otter)["actions"][0]["done"] is not None


CARDS = {"deck": NAMES, "digest": "cd" * 32, "cards": ["card-1", "card-2"]}


def answers(party: str, tell: str) -> dict[str, Any]:
    rows = {"card-1": {"card": "ef" * 32, "tell": tell, "soon": "within-4h"}}
    head = {"v": 1, "sheet": "cards", "party": party, "language": "en", "vocabulary": "ab" * 32}
    return {**head, "answers": rows}


def test_nothing_opens_before_all_have_deposited_and_who_does_not_open_is_shown(heron: Node, otter: Node) -> None:
    said = say(heron, "exchange", "thresholds", wording=WORDING, cards=CARDS)
    both(heron, otter)
    deposit(heron, heron.line(), "thresholds", answers("heron", "notice"))
    both(heron, otter)
    with pytest.raises(Local, match="opening-early"):
        open_deposit(heron, heron.line(), "thresholds")
    deposit(otter, otter.line(), said.what.hex(), answers("otter", "no"))
    both(heron, otter)
    open_deposit(heron, heron.line(), "thresholds")
    both(heron, otter)
    [row] = same(heron, otter)["exchanges"]
    assert row["state"] == "opening" and row["parties"] == {"heron": "opened", "otter": "deposited"}
    assert [(w["party"], w["for"]) for w in same(heron, otter)["waits"]] == [("otter", "opening")]
    open_deposit(otter, otter.line(), "thresholds")
    both(heron, otter)
    [row] = same(heron, otter)["exchanges"]
    assert row["state"] == "opened" and row["differ"] == {"card-1": ["tell"]} and row["faults"] == []
