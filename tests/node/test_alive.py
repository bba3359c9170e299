"""A node's tests of its line on a real record: said, replied to at once, held back, counted, and the same on both sides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from detente.codec.errors import Local
from detente.kinds import service
from detente.kinds.suspend import Coded as Suspended
from detente.line.alive import DAY, HOUR
from detente.line.judge import ACCEPTED
from detente.node import alive, audit, records, texts
from detente.node.home import Home, Tests
from detente.node.node import Node
from support import LATER, exchange, notify, start, tables

MINUTE = 60_000


class Wall:
    """A clock that stands where it is put."""

    def __init__(self, time: int = LATER + HOUR) -> None:
        self.time = time

    def __call__(self) -> int:
        return self.time


@pytest.fixture
def both(heron: Node, otter: Node) -> tuple[Node, Node, Wall]:
    """heron and otter on one clock, replying to tests as serving nodes do; in touch."""
    wall = Wall()
    for node in (heron, otter):
        node.now = wall
        node.heard = (partial(alive.reply_at_once, node),)
    carry(heron, otter)
    return heron, otter, wall


def carry(*nodes: Node) -> None:
    """Envelopes both ways until nobody owes anybody anything."""
    for _ in range(6):
        for one in nodes:
            for other in nodes:
                if one is not other and one.owed(one.line(), other.me) is not None:
                    assert one.answered(one.line(), other.me, other.receive(one.outgoing(one.line(), other.me)))


def kinds(node: Node, kind: str) -> list[dict[str, Any]]:
    return [row for row in node.store.items_of_kind(node.line().id, kind) if row["verdict"] == ACCEPTED]


def hours(node: Node, way: str) -> list[str]:
    days = alive.availability(node, node.line(), node.now(), 2)["members"][0]["machine"][way]
    return [hour for day in days for hour in day["hours"]]


def pause(node: Node, begins: int, ends: int, plan: str = "maintenance", re: list[bytes] | None = None) -> bytes:
    coded = service.Coded(plan=plan, pauses="machine")  # type: ignore[arg-type]
    sections: dict[str, Any] = {"coded": coded}
    if plan in ("maintenance", "moved"):
        sections["times"] = service.Times(begins=begins, ends=ends)
    return node.say(node.line(), node.write(node.line(), "service", sections, 0, re=re)).what


def test_a_reply_leaves_with_the_answer_to_the_envelope_its_test_came_in(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, wall = both
    assert alive.say_due(heron, heron.line(), None)
    exchange(heron, otter)  # one envelope, one answer
    [reply] = kinds(heron, "test-reply")
    assert reply["party"] == "otter"
    assert alive.health(heron, heron.line(), wall.time)["members"][0]["state"] == "answered"
    carry(heron, otter)
    assert len(kinds(otter, "test-reply")) == 1, "a reply is no test and gets none"


def test_an_answer_with_a_test_in_it_is_progress_and_gets_its_reply(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, _ = both
    alive.say_test(otter, otter.line())
    alive.say_test(heron, heron.line())
    envelope = heron.outgoing(heron.line(), "otter")
    assert heron.answered(heron.line(), "otter", otter.receive(envelope)), "what it gave rise to is no lack of progress"
    carry(heron, otter)
    assert {row["party"] for row in kinds(heron, "test-reply")} == {"heron", "otter"}


def test_both_sides_say_the_same_of_the_same_tests(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, wall = both
    for hour in range(12):
        wall.time += HOUR
        alive.say_due(heron, heron.line(), None)
        if hour not in (4, 5, 6):
            alive.say_due(otter, otter.line(), None)
            carry(heron, otter)
        wall.time += MINUTE
        if hour == 6:
            wall.time += 30 * MINUTE
            carry(heron, otter)
    for one, other in ((heron, otter), (otter, heron)):
        assert hours(one, "ours") == hours(other, "theirs")
    came = hours(heron, "ours")
    assert came.count("not-back") == 2 and came.count("late") == 1 and "answered" in came


def test_after_a_long_cut_the_newest_test_alone_is_replied_to(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, wall = both
    for _ in range(30):
        wall.time += HOUR
        assert alive.say_due(heron, heron.line(), None)
    carry(heron, otter)
    assert len(kinds(otter, "test")) == 30 and len(kinds(heron, "test-reply")) == 1
    assert alive.alarms(heron, heron.line(), wall.time) == []
    assert alive.reply_due(otter, otter.line()) == 0


def test_what_is_amiss_is_a_row_from_the_moment_the_window_is_over_until_a_reply_comes(
    both: tuple[Node, Node, Wall],
) -> None:
    heron, otter, wall = both
    wall.time += HOUR
    alive.say_due(heron, heron.line(), None)
    first, window = wall.time, 15 * MINUTE
    assert alive.alarms(heron, heron.line(), first + window) == []
    [row] = alive.alarms(heron, heron.line(), first + window + 1)
    assert row == {
        "code": "test-not-back",
        "line": heron.line().id,
        "party": "otter",
        "since": first,
        "tests": 1,
        "name": kinds(heron, "test")[0]["party"] + f"-{kinds(heron, 'test')[0]['n']}",
        "due": first + window,
    }
    otter.heard = ()  # their node stores, and does not reply
    wall.time += HOUR
    carry(heron, otter)
    [row] = alive.alarms(heron, heron.line(), wall.time)
    assert (row["code"], row["since"]) == ("test-stored-only", first)
    assert alive.reply_due(otter, otter.line()) == 1
    carry(heron, otter)
    assert alive.alarms(heron, heron.line(), wall.time) == []


def test_a_message_between_does_not_stand_for_a_test_and_a_person_not_for_a_node(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, wall = both
    otter.heard = ()
    wall.time += HOUR
    alive.say_due(heron, heron.line(), None)
    texts.say(heron, heron.line(), "A text that somebody is to translate.")
    carry(heron, otter)
    name = alive.reminders(otter, otter.line(), wall.time)[-1]["name"]
    texts.reply(otter, otter.line(), name, "示例：一段译文。")
    carry(heron, otter)
    wall.time += HOUR
    [row] = alive.alarms(heron, heron.line(), wall.time)
    assert row["code"] == "test-stored-only", "somebody is there; the node does not reply all the same"
    [person] = alive.availability(heron, heron.line(), wall.time, 1)["members"][0]["persons"]
    assert person["outcome"] == "answered"


def test_nodes_tests_never_take_the_half_of_a_quota_that_is_peoples(
    both: tuple[Node, Node, Wall], monkeypatch: pytest.MonkeyPatch
) -> None:
    heron, otter, wall = both
    for node in (heron, otter):
        node.line().trust.quotas = {0: 8}
    said = 0
    while True:
        try:
            alive.say_test(otter, otter.line())  # a flood, by hand
        except Local as error:
            assert error.code == "would-be-refused"
            break
        said += 1
        exchange(otter, heron)
    spent = heron.store.spent(heron.line().id, "heron", 0, wall.time // HOUR)
    assert said <= 8 and spent <= 4
    assert heron.counted["test-reply-held-back"] > 0
    assert not alive.say_due(heron, heron.line(), None), "due, and held back"
    for _ in range(8 - spent):
        notify(heron, wanted=0)
    with pytest.raises(Local):
        notify(heron, wanted=0)


def test_no_test_is_said_in_a_pause_we_planned_and_one_when_it_is_over(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, wall = both
    begun = wall.time
    what = pause(heron, begun + HOUR, begun + 5 * HOUR)
    carry(heron, otter)
    said = []
    for _ in range(8 * 12):
        wall.time += 5 * MINUTE
        if alive.say_due(heron, heron.line(), None):
            said.append(wall.time - begun)
        carry(heron, otter)
    assert not [at for at in said if HOUR <= at < 5 * HOUR]
    assert 5 * HOUR <= next(at for at in said if at >= HOUR) <= 5 * HOUR + 5 * MINUTE
    assert "service" in hours(heron, "ours") and "service" in hours(otter, "theirs")
    assert records.row(otter, otter.line(), "heron", what)["kind"] == "service"


def test_their_planned_pause_raises_no_alarm_and_its_end_said_early_counts(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, wall = both
    begun = wall.time
    planned = pause(otter, begun, begun + 6 * HOUR)
    carry(heron, otter)
    wall.time += HOUR
    alive.say_due(heron, heron.line(), None)
    assert alive.alarms(heron, heron.line(), wall.time + HOUR) == []
    wall.time += HOUR
    pause(otter, 0, 0, "restored", [planned])
    carry(heron, otter)
    assert alive.health(heron, heron.line(), wall.time)["pauses"] == []
    wall.time += HOUR
    otter.heard = ()
    alive.say_due(heron, heron.line(), None)
    assert len(alive.alarms(heron, heron.line(), wall.time + HOUR)) == 1


def test_a_suspension_of_tests_by_persons_stops_no_test_between_nodes(both: tuple[Node, Node, Wall]) -> None:
    from detente.kinds import suspend

    heron, otter, wall = both
    sections = {"coded": Suspended(categories=["test"]), "times": suspend.Times(begins=wall.time)}
    heron.say(heron.line(), heron.write(heron.line(), "suspend", sections, 1))
    carry(heron, otter)
    wall.time += HOUR
    assert alive.say_due(heron, heron.line(), None) and alive.say_due(otter, otter.line(), None)


def test_a_node_that_stopped_between_hearing_and_replying_replies_when_it_looks(
    homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    heron, otter = opened(homes["heron"]), start(homes["otter"], name="first")
    alive.say_test(heron, heron.line())
    exchange(heron, otter)  # without the hook: as if killed in between
    otter.close()
    otter = opened(homes["otter"], at=LATER + HOUR)
    assert alive.reply_due(otter, otter.line()) == 1
    assert alive.reply_due(otter, otter.line()) == 0
    exchange(otter, heron)
    assert len(kinds(heron, "test-reply")) == 1


def test_a_reply_that_cannot_be_said_takes_no_receipt_from_its_test(
    both: tuple[Node, Node, Wall], monkeypatch: pytest.MonkeyPatch
) -> None:
    heron, otter, _ = both
    alive.say_test(heron, heron.line())

    def full(*_: object) -> None:
        raise Local("store-failed", why="disk full")

    monkeypatch.setattr(otter, "say", full)
    exchange(heron, otter)
    [row] = kinds(heron, "test")
    assert [r["verdict"] for r in row["receipts"]] == ["accepted"]
    assert otter.counted["store-failed"] == 1


def test_one_catch_up_after_a_start_and_tests_of_before_are_not_said_again(
    homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    heron = start(homes["heron"], name="first")
    heron.now = Wall(LATER + HOUR)
    assert alive.say_due(heron, heron.line(), None)
    heron.close()
    heron = opened(homes["heron"])
    heron.now = wall = Wall(LATER + 9 * DAY)
    assert [alive.say_due(heron, heron.line(), None) for _ in range(5)] == [True, False, False, False, False]
    wall.time += MINUTE
    assert not alive.say_due(heron, heron.line(), None)
    assert len(kinds(heron, "test")) == 2


def test_a_clock_that_was_years_ahead_and_is_put_right_leaves_tests_going(both: tuple[Node, Node, Wall]) -> None:
    heron, _, wall = both
    right = wall.time
    wall.time = right + 700 * DAY
    assert alive.say_due(heron, heron.line(), None)
    wall.time = right + MINUTE
    assert alive.say_due(heron, heron.line(), None), "the entry keeps the later time; what was composed says when"
    assert not alive.say_due(heron, heron.line(), None)
    wall.time += HOUR
    assert alive.say_due(heron, heron.line(), None)


def test_a_setting_of_the_home_slows_tests_or_ends_them_and_status_says_whose_pace_it_is(
    homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    import msgspec

    def paced(**asked: int) -> Node:
        settings = msgspec.structs.replace(homes["heron"].settings, tests=Tests(**asked))
        node = start(Home(homes["heron"].path, settings), name=str(asked))
        node.now = Wall(LATER + 3 * HOUR)
        return node

    for asked, said, own in (({}, True, False), ({"machine": 12 * HOUR}, False, True), ({"machine": 0}, False, True)):
        node = paced(**asked)
        found = alive.health(node, node.line(), node.now())["cadence"]
        assert (found["own"], found["agreed"]) == (own, {"machine": HOUR, "person": 7 * DAY})
        assert alive.say_due(node, node.line(), None) is said or asked == {"machine": 12 * HOUR}
        node.close()
    assert "tests" not in (homes["heron"].path / "home.json").read_text("utf-8"), "no setting, no word of it"


def test_the_view_of_tests_folds_to_the_same_rows_and_the_record_still_proves(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, wall = both
    wall.time += HOUR
    alive.say_due(heron, heron.line(), None)
    pause(otter, wall.time + DAY, wall.time + 2 * DAY)
    texts.say(otter, otter.line(), "A text that somebody is to translate.")
    carry(heron, otter)
    for node in (heron, otter):
        before = tables(node)["tested"]
        assert len(before) == 4
        audit.rebuild(node, node.line())
        assert tables(node)["tested"] == before
        audit.audit(node, node.line())


def test_what_nodes_say_is_out_of_sight_unless_it_was_not_taken(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, _ = both
    kept = notify(heron)
    alive.say_test(heron, heron.line())
    carry(heron, otter)
    for node in (heron, otter):
        assert [row["what"] for row in records.queue(node, node.line())] == [kept.what]
    name = kinds(otter, "test")[0]
    assert records.find(otter, otter.line(), f"heron-{name['n']}")["kind"] == "test", "and yet it is found"


def test_a_test_said_again_in_a_new_epoch_is_one_test(both: tuple[Node, Node, Wall]) -> None:
    heron, otter, wall = both
    wall.time += HOUR
    alive.say_due(heron, heron.line(), None)
    line = heron.line()
    heron.commit(line.open_epoch(heron.random(16), heron.now(), heron.blind, "restored"))
    heron._load()
    carry(heron, otter)
    assert len(kinds(heron, "test")) == 2, "it stands in two epochs"
    found = alive.availability(heron, heron.line(), wall.time, 1)["members"][0]["machine"]["ours"][0]
    assert found["tests"]["answered"] == 1


def test_three_members_each_reply_and_each_is_seen_apart(
    three_homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    nodes = {party: opened(home) for party, home in three_homes.items()}
    wall = Wall(LATER + 3 * HOUR)
    for node in nodes.values():
        node.now = wall
        node.heard = (partial(alive.reply_at_once, node),)
    heron, otter, stork = nodes["heron"], nodes["otter"], nodes["stork"]
    alive.say_test(heron, heron.line())
    carry(heron, otter)
    wall.time += HOUR
    states = {m["party"]: m["state"] for m in alive.health(heron, heron.line(), wall.time)["members"]}
    assert states == {"otter": "answered", "stork": "not-back"}
    assert [row["party"] for row in alive.alarms(heron, heron.line(), wall.time)] == ["stork"]
    carry(heron, stork)
    assert alive.alarms(heron, heron.line(), wall.time) == []


def test_looking_for_tests_walks_no_table(both: tuple[Node, Node, Wall]) -> None:
    from store.test_lookups import GROWS, statements, walks

    heron, otter, wall = both
    wall.time += HOUR
    alive.say_due(heron, heron.line(), None)
    carry(heron, otter)
    ran = statements(heron)
    alive.say_due(heron, heron.line(), None)
    alive.reply_due(heron, heron.line())
    alive.next_look(heron, heron.line(), None)
    alive.alarms(heron, heron.line(), wall.time)
    assert len(ran) > 5 and "tested" not in GROWS
    assert walks(heron, ran) == []
