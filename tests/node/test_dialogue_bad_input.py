"""What may come to a dialogue that is wrong: refused with a code, or recorded without effect, and nothing is lost."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from detente.cli.calendars import times_of
from detente.codec.errors import Damaged, Local, Remote
from detente.codec.shape import Shape, pack, unpack
from detente.kinds.deposit import Coded as Deposited
from detente.kinds.opening import Answer, Answers
from detente.kinds.opening import Coded as Opened
from detente.kinds.proposal import Both, Coded
from detente.kinds.roster import Names, Office, Offices
from detente.kinds.stance import Coded as Stance
from detente.line.shelf import MessageKept
from detente.node import dialogue
from detente.node.dialogue import state
from detente.node.node import Node
from detente.node.proposing import propose, take_stance
from detente.node.roster import roster_sections
from detente.node.zones import moment_in
from detente.views.moves import deposit_digest
from support import START, exchange, fold

BOTH = {"en": "EXAMPLE", "zh": "示例"}
DESK = {"en": "EXAMPLE Desk", "zh": "示例值班台"}
HOUR = 3_600_000


def both(*nodes: Node) -> None:
    for _ in range(3):
        for a in nodes:
            for b in nodes:
                if a is not b:
                    exchange(a, b)


def same(*nodes: Node) -> dict[str, Any]:
    states = [state(dialogue.table(node, node.line())) for node in nodes]
    assert all(one == states[0] for one in states)
    return states[0]


def label(node: Node, name: str = "model-theft", **more: Any) -> MessageKept:
    return propose(
        node, node.line(), {"coded": {"subject": "label", "name": name, "form": "text"}, "wording": BOTH, **more}
    )


def raw(node: Node, kind: str, sections: dict[str, Shape], re: list[bytes] | None = None) -> MessageKept:
    """A message as software without our checks would say it."""
    return node.say(node.line(), node.write(node.line(), kind, sections, 0, re=re))


def test_a_definition_of_ten_megabytes_is_refused_before_anything_is_said(heron: Node) -> None:
    size = heron.line().own.size
    for length in (5_000, 10_000_000):
        with pytest.raises(Local, match=r"draft-(field|too-long)"):
            label(heron, wording={"en": "x" * length, "zh": "示例"})
    assert heron.line().own.size == size


def test_a_definition_too_long_that_comes_all_the_same_is_recorded_as_refused(heron: Node, otter: Node) -> None:
    with pytest.raises((Local, Remote, Damaged)):
        raw(
            heron,
            "proposal",
            {"coded": Coded(subject="label", name="x", form="text"), "wording": Both(en="x" * 9000, zh="示例")},
        )
    assert [row["verdict"] for row in fold(otter) if row["kind"] == "proposal"] == []


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"coded": {"subject": "label", "name": "x", "form": "text"}}, "would-be-refused"),
        ({"coded": {"subject": "treaty", "name": "x", "form": "text"}, "wording": BOTH}, "draft-field"),
        ({"coded": {"subject": "label", "name": "X y", "form": "text"}, "wording": BOTH}, "draft-field"),
        ({"wording": BOTH}, "draft-missing"),
        ({"coded": {"subject": "label", "name": "x", "form": "text"}, "colour": {}}, "draft-unknown"),
        (
            {"coded": {"subject": "label", "name": "x", "form": "text"}, "wording": {"en": "中文中文", "zh": "示例"}},
            "draft-language",
        ),
        (
            {"coded": {"subject": "label", "name": "x", "form": "text"}, "wording": {"en": "a\u202eb", "zh": "示例"}},
            "draft-character",
        ),
        ({"coded": {"subject": "label", "name": "x", "form": "retire"}}, "nothing-to-retire"),
    ],
)
def test_a_draft_that_is_wrong_is_refused_with_its_code(heron: Node, draft: dict[str, Any], code: str) -> None:
    size = heron.line().own.size
    with pytest.raises(Local, match=code):
        propose(heron, heron.line(), draft)
    assert heron.line().own.size == size


def test_a_word_retired_while_it_is_in_use_leaves_every_message_readable(heron: Node, otter: Node) -> None:
    said = label(heron, "unexpected-model-behaviour")
    both(heron, otter)
    take_stance(otter, otter.line(), said.what.hex(), "agreed")
    both(heron, otter)
    draft = {"coded": {"subject": "label", "name": "unexpected-model-behaviour", "form": "retire"}}
    end = propose(otter, otter.line(), draft)
    both(heron, otter)
    take_stance(heron, heron.line(), end.what.hex(), "agreed")
    both(heron, otter)
    assert [row["status"] for row in same(heron, otter)["terms"]] == ["retired"]
    assert {row["verdict"] for row in fold(heron)} == {"accepted"}
    again = label(heron, "unexpected-model-behaviour")
    both(heron, otter)
    take_stance(otter, otter.line(), again.what.hex(), "agreed")
    both(heron, otter)
    assert [row["status"] for row in same(heron, otter)["terms"]] == ["agreed"], "a new text takes the place of the end"


def test_an_agreement_to_what_is_gone_is_recorded_without_effect(heron: Node, otter: Node) -> None:
    said = label(heron)
    take_stance(heron, heron.line(), said.what.hex(), "declined")
    both(heron, otter)
    with pytest.raises(Local, match="text-not-open"):
        take_stance(otter, otter.line(), said.what.hex(), "agreed")
    raw(otter, "stance", {"coded": Stance(stance="agreed")}, [said.what])
    both(heron, otter)
    found = same(heron, otter)
    assert found["terms"][0]["status"] == "declined" and found["crossed"] == []


def test_a_stance_on_what_is_no_text_or_not_here_changes_nothing(heron: Node, otter: Node) -> None:
    said = label(heron)
    raw(heron, "stance", {"coded": Stance(stance="agreed")}, [bytes(32)])
    stance = raw(heron, "stance", {"coded": Stance(stance="reserved")}, [said.what])
    raw(heron, "stance", {"coded": Stance(stance="agreed")}, [stance.what])
    both(heron, otter)
    found = same(heron, otter)
    assert found["terms"][0]["status"] == "reserved" and len(found["terms"][0]["texts"]) == 1


def test_an_action_for_an_office_that_has_left_is_refused_and_one_agreed_before_stays(heron: Node, otter: Node) -> None:
    def roster(node: Node, names: dict[str, str]) -> None:
        sections = roster_sections({"offices": [{"names": names, "reach": []}], "calendar": "us-federal"}, {})
        raw(node, "roster", sections)
        both(heron, otter)

    def minutes(name: str) -> MessageKept:
        action = {"name": "a-1", "party": "otter", "office": DESK, "due": START + HOUR, "to_do": BOTH}
        body = {"begins": START, "ends": START + HOUR, "decisions": [], "actions": [action], "next": "open"}
        coded = {"subject": "minutes", "name": name, "form": "text"}
        return propose(heron, heron.line(), {"coded": coded, "minutes": body})

    roster(otter, DESK)
    first = minutes("models-1")
    both(heron, otter)
    take_stance(otter, otter.line(), first.what.hex(), "agreed")
    both(heron, otter)
    assert [row["office_listed"] for row in same(heron, otter)["actions"]] == [True]
    roster(otter, {"en": "EXAMPLE Other desk", "zh": "示例另一值班台"})
    [action] = same(heron, otter)["actions"]
    assert action["office_listed"] is False and action["done"] is None
    with pytest.raises(Local, match="office-not-listed"):
        minutes("models-2")
    assert Offices(offices=[Office(names=Names(**DESK), reach=[])]).offices


def answers(party: str) -> Answers:
    row = Answer(card=bytes(32), tell="no")
    return Answers(v=1, sheet="cards", party=party, language="en", vocabulary=bytes(32), answers={"card-1": row})


def exchange_of(node: Node) -> MessageKept:
    cards = {"deck": BOTH, "digest": "cd" * 32, "cards": ["card-1"]}
    coded = {"subject": "exchange", "name": "thresholds", "form": "text"}
    return propose(node, node.line(), {"coded": coded, "wording": BOTH, "cards": cards})


def test_a_copied_deposit_an_early_opening_and_a_false_one_have_no_effect_and_are_shown(
    heron: Node, otter: Node
) -> None:
    said = exchange_of(heron)
    both(heron, otter)
    nonce = bytes(range(32))
    digest = deposit_digest(heron.line().id, said.what, "heron", nonce, pack(answers("heron")))
    mine = raw(heron, "deposit", {"coded": Deposited(deposit=digest)}, [said.what])
    raw(heron, "opening", {"coded": Opened(nonce=nonce), "answers": answers("heron")}, [mine.what])
    both(heron, otter)
    raw(otter, "deposit", {"coded": Deposited(deposit=digest)}, [said.what])
    both(heron, otter)
    [row] = same(heron, otter)["exchanges"]
    assert row["state"] == "depositing" and row["answers"] == {}, "nothing of it is shown"
    assert sorted(fault["why"] for fault in row["faults"]) == ["deposit-copied", "opening-early"]
    own = deposit_digest(heron.line().id, said.what, "otter", nonce, pack(answers("otter")))
    theirs = raw(otter, "deposit", {"coded": Deposited(deposit=own)}, [said.what])
    both(heron, otter)
    raw(otter, "opening", {"coded": Opened(nonce=bytes(32)), "answers": answers("otter")}, [theirs.what])
    raw(otter, "opening", {"coded": Opened(nonce=nonce), "answers": answers("otter")}, [mine.what])
    both(heron, otter)
    [row] = same(heron, otter)["exchanges"]
    assert row["state"] == "opening" and row["parties"] == {"heron": "deposited", "otter": "deposited"}
    assert {fault["why"] for fault in row["faults"]} >= {"opening-differs", "opening-not-own"}
    raw(heron, "opening", {"coded": Opened(nonce=nonce), "answers": answers("heron")}, [mine.what])
    raw(otter, "opening", {"coded": Opened(nonce=nonce), "answers": answers("otter")}, [theirs.what])
    both(heron, otter)
    [row] = same(heron, otter)["exchanges"]
    assert row["state"] == "opened" and set(row["answers"]) == {"heron", "otter"}
    assert unpack(Answers, pack(answers("heron")), 1000) == answers("heron")


def test_a_cut_that_reaches_further_than_what_is_here_is_refused(heron: Node) -> None:
    cut = dialogue.held(heron.line())
    with pytest.raises(Local, match="cut-not-held"):
        dialogue.table(heron, heron.line(), {name: size + 1 for name, size in cut.items()})


# -- times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "zone", "code"),
    [
        ("2027-03-28T02:30", "Europe/Berlin", "time-skipped"),
        ("2027-03-01T09:00", "Europe/Nowhere", "zone-unknown"),
        ("2027-03-01T09:00", "../../etc/passwd", "zone-unknown"),
        ("2027-03-01T09:00", "", "zone-unknown"),
        ("2027-02-30T09:00", "Asia/Shanghai", "time-unreadable"),
        ("2027-03-01T09:00", None, "time-unreadable"),
    ],
)
def test_a_time_that_does_not_exist_is_refused(text: str, zone: str | None, code: str) -> None:
    with pytest.raises(Local, match=code):
        moment_in(text, zone, START, "begins")


def test_a_time_in_a_zone_is_the_instant_it_names() -> None:
    right = int(datetime.datetime(2027, 3, 1, 1, 0, tzinfo=datetime.UTC).timestamp() * 1000)
    assert moment_in("2027-03-01T09:00", "Asia/Shanghai", START, "begins") == right


EVENT = "BEGIN:VEVENT\r\nUID:1@example.invalid\r\nDTSTAMP:20270101T000000Z\r\n{lines}\r\nEND:VEVENT\r\n"


def ics(path: Path, *events: str) -> str:
    body = "".join(EVENT.format(lines="\r\n".join(event.split("|"))) for event in events)
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n", newline="")
    return str(path)


@pytest.mark.parametrize(
    ("events", "code"),
    [
        (["DTSTART;TZID=Europe/Nowhere:20270301T090000|DTEND;TZID=Europe/Nowhere:20270301T100000"], "zone-unknown"),
        (["DTSTART;TZID=Europe/Berlin:20270328T023000|DURATION:PT1H"], "time-skipped"),
        (["DTSTART:20270301T090000|DTEND:20270301T100000"], "zone-unknown"),
        (["DTSTART;VALUE=DATE:20270301|DTEND;VALUE=DATE:20270302"], "ical-unreadable"),
        (["DTSTART:20270301T090000Z"], "ical-unreadable"),
        (["DTSTART:20270301T090000Z|DTEND:20270301T100000Z|RRULE:FREQ=DAILY"], "ical-events"),
        (["DTSTART:20270301T090000Z|DURATION:PT1H"] * 2, "ical-events"),
        ([], "ical-events"),
    ],
)
def test_a_calendar_file_that_names_no_one_meeting_is_refused(tmp_path: Path, events: list[str], code: str) -> None:
    with pytest.raises(Local, match=code):
        times_of(ics(tmp_path / "x.ics", *events))


def test_what_is_no_calendar_file_is_refused(tmp_path: Path) -> None:
    for name, data in (("a", b"\x00\xff"), ("b", b"BEGIN:VCALENDAR\r\n"), ("c", b"not one")):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Local, match=r"ical-(unreadable|events)"):
            times_of(str(path))


def test_the_times_of_a_meeting_are_read_in_its_zone(tmp_path: Path) -> None:
    path = ics(tmp_path / "x.ics", "DTSTART;TZID=Asia/Shanghai:20270301T090000|DURATION:PT90M")
    begins, ends = times_of(path)
    assert ends - begins == 90 * 60_000
    assert begins == int(datetime.datetime(2027, 3, 1, 1, 0, tzinfo=datetime.UTC).timestamp() * 1000)
