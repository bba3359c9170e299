"""What messages do to each other, on two real nodes: replies, what is awaited, matters, and everything that does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from detente.codec.errors import Local
from detente.kinds import KINDS, LATEST
from detente.line.shelf import MessageKept
from detente.node import alive, audit, dealings, records
from detente.node.announced import gone, suspended, withdrawn
from detente.node.node import DAY, HOUR, Node
from detente.node.say import NOT_SAID_SO, placed, say
from support import exchange, fold, notify

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "kinds"
BY_PERSONS = [kind.name for kind in KINDS if not kind.machine and kind.name not in {"notice", *NOT_SAID_SO}]


def draft(kind: str, **sections: Any) -> dict[str, Any]:
    """The example of a kind, with sections replaced."""
    found: dict[str, Any] = YAML(typ="safe", pure=True).load((EXAMPLES / f"{kind}.yaml").read_text("utf-8"))
    return found | sections


def spoken(node: Node, kind: str, name: str | None = None, **sections: Any) -> MessageKept:
    return say(node, node.line(), kind, draft(kind, **sections), name)


def row(node: Node, kept: MessageKept) -> dict[str, Any]:
    return records.row(node, node.line(), kept.place.party, kept.what)


def named(node: Node, kept: MessageKept) -> str:
    found: str = row(node, kept)["reference"]
    return found


def both(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    exchange(otter, heron)
    exchange(heron, otter)


@pytest.fixture
def notice(heron: Node, otter: Node) -> MessageKept:
    kept = notify(heron)
    both(heron, otter)
    return kept


@pytest.mark.parametrize("kind", BY_PERSONS)
def test_every_kind_a_person_says_is_taken_by_the_other_side(
    heron: Node, otter: Node, notice: MessageKept, kind: str
) -> None:
    """Each example of `examples/kinds`, said about what it has to be about, is accepted and its record holds on both sides."""
    name = named(otter, notice)
    if kind == "follow-up":
        question = spoken(otter, "question", name)
        both(heron, otter)
        name = named(heron, spoken(heron, "answer", named(heron, question)))
        both(heron, otter)
    if kind == "resume":
        name = named(otter, spoken(otter, "suspend"))
    if kind == "test-person-reply":
        test = spoken(heron, "test-person")
        both(heron, otter)
        name = named(otter, test)
    author = heron if kind == "correction" else otter
    alone = LATEST[kind].names == "none" and not LATEST[kind].thread
    kept = spoken(author, kind, None if alone or kind == "service" else name)
    both(heron, otter)
    for node in (heron, otter):
        assert row(node, kept)["verdict"] == "accepted", row(node, kept)["reason"]
        audit.audit(node, node.line())
    assert fold(heron) == fold(otter)


def test_whoever_replies_has_received_it_and_a_question_waits_for_an_answer(heron: Node, otter: Node) -> None:
    question = spoken(heron, "question")
    both(heron, otter)
    assert row(otter, question)["waiting_for"] == ["otter"] and row(otter, question)["unanswered"] == ["otter"]
    spoken(otter, "holding-reply", named(otter, question))
    both(heron, otter)
    held = row(heron, question)
    assert held["waiting_for"] == [] and held["unanswered"] == ["otter"]
    assert held["standing"][0]["next_by"] is not None
    answer = spoken(otter, "answer", named(otter, question), coded={"answer": "full"}, times={})
    both(heron, otter)
    answered = row(heron, question)
    assert answered["unanswered"] == [] and answered["standing"][0]["answer"] == "full"
    assert answered["standing"][0]["next_by"] is None, "the answer came after the promise"
    spoken(heron, "follow-up", named(heron, answer), coded={"follow_up": "more-please"})
    both(heron, otter)
    assert row(otter, question)["unanswered"] == ["otter"], "more was asked for"
    spoken(otter, "decline", named(otter, question))
    both(heron, otter)
    for node in (heron, otter):
        assert row(node, question)["unanswered"] == []
        assert row(node, question)["standing"][0]["answer"] == "declined"


def test_a_question_about_a_notice_is_no_acknowledgement_of_it(heron: Node, otter: Node, notice: MessageKept) -> None:
    spoken(otter, "question", named(otter, notice))
    both(heron, otter)
    for node in (heron, otter):
        assert row(node, notice)["waiting_for"] == ["otter"] and row(node, notice)["answers"] == []


def test_a_matter_is_closed_when_every_member_has_said_so(heron: Node, otter: Node, notice: MessageKept) -> None:
    matter = dealings.matter(heron, heron.line(), notice.what)
    assert not matter["closed"] and matter["next_by"] == {
        "heron": notice.said.at // 1000 * 0 + matter["next_by"]["heron"]
    }
    spoken(heron, "close", named(heron, notice))
    both(heron, otter)
    half = dealings.matter(otter, otter.line(), notice.what)
    assert list(half["closed_by"]) == ["heron"] and not half["closed"] and half["next_by"] == {}
    spoken(otter, "close", named(otter, notice))
    both(heron, otter)
    for node in (heron, otter):
        assert dealings.matter(node, node.line(), notice.what)["closed"]


def test_a_close_crossed_by_a_question_says_so_and_the_question_still_waits(
    heron: Node, otter: Node, notice: MessageKept
) -> None:
    spoken(heron, "close", named(heron, notice))
    question = spoken(otter, "question", named(otter, notice))
    both(heron, otter)
    for node in (heron, otter):
        rows = {m["what"]: m for m in dealings.matter(node, node.line(), notice.what)["messages"]}
        assert rows[question.what]["crossed"] == ["heron"]
        assert row(node, question)["unanswered"] == ["heron"]
    later = spoken(otter, "question", named(otter, notice))
    both(heron, otter)
    rows = {m["what"]: m for m in dealings.matter(heron, heron.line(), notice.what)["messages"]}
    assert rows[later.what]["crossed"] == [], "its author had seen the close"


def test_an_update_to_an_unknown_matter_is_kept_and_shown_as_unanchored(heron: Node, otter: Node) -> None:
    line, thread = heron.line(), bytes(range(32))
    from detente.node.compose import sections_of

    sections, wanted = sections_of("update", draft("update"), heron.now())
    kept = heron.say(line, heron.write(line, "update", sections, wanted, thread=thread))
    both(heron, otter)
    assert row(otter, kept)["verdict"] == "accepted"
    matter = dealings.matter(otter, otter.line(), thread)
    assert matter["opened"] is None and [m["effect"] for m in matter["messages"]] == ["unanchored"]


def test_an_answer_to_ones_own_question_is_refused_here_and_without_effect_from_there(heron: Node, otter: Node) -> None:
    question = spoken(heron, "question")
    with pytest.raises(Local, match="reply-own"):
        spoken(heron, "answer", named(heron, question))
    from detente.node.compose import sections_of

    line = heron.line()
    sections, wanted = sections_of("answer", draft("answer"), heron.now())
    written = heron.write(line, "answer", sections, wanted, re=[question.what], thread=question.what)
    own = heron.say(line, written)  # as a member would that keeps to the bytes and not to their sense
    both(heron, otter)
    assert row(otter, own)["verdict"] == "accepted" and row(otter, question)["unanswered"] == ["otter"]
    rows = {m["what"]: m for m in dealings.matter(otter, otter.line(), question.what)["messages"]}
    assert rows[own.what]["effect"] == "own-message"


def test_nobody_corrects_or_resumes_what_is_anothers(heron: Node, otter: Node, notice: MessageKept) -> None:
    with pytest.raises(Local, match="correct-not-own"):
        spoken(otter, "correction", named(otter, notice))
    suspension = spoken(heron, "suspend")
    both(heron, otter)
    with pytest.raises(Local, match="correct-not-own"):
        spoken(otter, "resume", named(otter, suspension))


def test_a_promise_already_past_is_refused_where_it_is_written(heron: Node, otter: Node, notice: MessageKept) -> None:
    with pytest.raises(Local, match="next-word-past"):
        spoken(otter, "holding-reply", named(otter, notice), times={"next_word_by": "-PT1M"})
    with pytest.raises(Local, match="window-past"):
        spoken(otter, "advance-notice", times={"begins": "-P2D", "ends": "-P1D"})
    from detente.kinds.holding_reply import Times

    line = otter.line()
    sections = {"times": Times(next_word_by=notice.said.at - 1)}
    written = otter.write(line, "holding-reply", sections, 0, re=[notice.what], thread=notice.what)
    kept = otter.say(line, written)
    both(heron, otter)
    assert row(heron, kept)["verdict"] == "accepted", "what comes from there is kept, and shown as it is"
    assert row(heron, notice)["standing"][0]["next_by"] == notice.said.at - 1


def test_a_suspension_holds_until_it_ends_or_its_author_resumes(heron: Node, otter: Node) -> None:
    suspension = spoken(otter, "suspend", times={"begins": "-PT1M", "ends": "+P2D"})
    both(heron, otter)
    for node in (heron, otter):
        assert [(s["party"], s["categories"]) for s in suspended(node, node.line())] == [
            ("otter", ["question", "confirm-request"])
        ]
    with pytest.raises(Local, match="suspended-by-us"):
        spoken(otter, "question")
    spoken(otter, "informal-contact")  # another category
    spoken(heron, "question")  # the other side is not bound by it
    spoken(otter, "resume", named(otter, suspension))
    both(heron, otter)
    assert suspended(heron, heron.line()) == [] == suspended(otter, otter.line())
    spoken(otter, "question")


def test_a_suspension_that_has_not_begun_or_has_ended_suspends_nothing(heron: Node) -> None:
    spoken(heron, "suspend", times={"begins": "+PT1H", "ends": "+P2D"})
    assert suspended(heron, heron.line()) == []
    now, heron.now = heron.now, lambda: now() + 2 * HOUR
    assert len(suspended(heron, heron.line())) == 1
    heron.now = lambda: now() + 3 * DAY
    assert suspended(heron, heron.line()) == []


def test_what_needs_no_reply_gets_none(heron: Node, otter: Node, notice: MessageKept) -> None:
    acknowledged = spoken(otter, "acknowledgement", named(otter, notice))
    both(heron, otter)
    with pytest.raises(Local, match="reply-awaits-nothing"):
        spoken(heron, "acknowledgement", named(heron, acknowledged))
    with pytest.raises(Local, match="acknowledged-already"):
        spoken(otter, "acknowledgement", named(otter, notice))
    with pytest.raises(Local, match="reply-awaits-nothing"):
        spoken(otter, "follow-up", named(otter, notice))


def test_a_concept_that_is_not_in_the_vocabulary_is_not_written(heron: Node) -> None:
    with pytest.raises(Local, match="draft-concept"):
        spoken(heron, "advance-notice", coded=draft("advance-notice")["coded"] | {"class": "retired-concept"})


def test_a_kind_without_its_message_or_without_a_name_is_a_plain_error(heron: Node) -> None:
    with pytest.raises(Local, match="name-needed"):
        spoken(heron, "answer")
    with pytest.raises(Local, match="kind-unknown"):
        say(heron, heron.line(), "keys", {}, None)
    assert placed(heron, heron.line(), "question", None) == (None, None)


def test_whoever_left_the_line_says_nothing_more_and_is_still_told(
    heron: Node, otter: Node, notice: MessageKept
) -> None:
    spoken(otter, "withdraw", times={"begins": "+PT2H"})
    both(heron, otter)
    [row_of] = withdrawn(heron, heron.line())
    assert (row_of["party"], row_of["gone"]) == ("otter", False) and gone(heron, heron.line()) == set()
    spoken(otter, "informal-contact")  # until then everything is as ever
    for node in (heron, otter):
        now = node.now
        node.now = lambda now=now: now() + 3 * HOUR  # type: ignore[misc]
    assert gone(heron, heron.line()) == gone(otter, otter.line()) == {"otter"}
    with pytest.raises(Local, match="withdrawn-by-us"):
        spoken(otter, "acknowledgement", named(otter, notice))
    assert not alive.say_due(otter, otter.line(), None) and not alive.say_due(heron, heron.line(), None)
    assert alive.alarms(heron, heron.line(), heron.now()) == [] == alive.reminders(heron, heron.line(), heron.now())
    later = notify(heron)  # what others say is recorded there all the same
    both(heron, otter)
    assert row(otter, later)["verdict"] == "accepted" and row(heron, later)["receipts"][0]["peer"] == "otter"
