"""Many messages at once: one commit, one head, and the same record as one by one."""

from __future__ import annotations

import pytest

from detente.codec.errors import Local
from detente.line.shapes import Message
from detente.node import audit
from support import Home, Node, copy_homes, exchange, fold, notice_sections, notify, receipts, start, tables, verdicts


def written(node: Node, count: int) -> list[Message]:
    line = node.line()
    return [node.write(line, "notice", notice_sections(f"EXAMPLE 示例 — number {n}"), 0) for n in range(count)]


def test_many_messages_stand_under_one_head_and_each_is_receipted(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    line, before = heron.line(), heron.line().own.size
    kept = heron.say_many(line, written(heron, 40))
    assert [k.place.index for k in kept] == list(range(before, before + 40))
    assert [bool(k.said.seen) for k in kept] == [True] + [False] * 39, "the heads seen are named once"
    exchange(heron, otter)
    assert all(receipts(line, k.what) == ["otter"] for k in kept)
    assert not line.owes("otter") and verdicts(otter, "heron") == [("accepted", None)] * 40
    assert fold(heron) == fold(otter)
    assert audit.audit(heron, line)["messages"] == audit.audit(otter, otter.line())["messages"]


def test_said_together_is_recorded_as_said_one_by_one(
    homes: dict[str, Home], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Same clock, same randomness: but for the times read between, the two records are the same, message for message."""
    other = copy_homes(homes["heron"].path.parent, tmp_path_factory.mktemp("other"))
    together, single = start(homes["heron"]), start(other["heron"])
    try:
        messages = written(together, 3)
        together.say_many(together.line(), messages)
        for message in messages:
            single.say(single.line(), message)
        rows = [
            [(r["what"], r["i"], r["message"], r["verdict"]) for r in node.store.messages(node.line().id)]
            for node in (together, single)
        ]
        assert rows[0] == rows[1]
    finally:
        together.close()
        single.close()


def test_one_that_would_be_refused_keeps_all_of_them_out(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    notify(heron)
    first, second = written(heron, 2)
    before, size, root = tables(heron), heron.line().own.size, heron.line().own.tree.root()
    with pytest.raises(Local) as refused:  # a content id is placed once, within one call too
        heron.say_many(heron.line(), [first, second, first])
    assert refused.value.code == "would-be-refused" and refused.value.values["reason"] == "sequenced-twice"
    assert tables(heron) == before
    assert (heron.line().own.size, heron.line().own.tree.root()) == (size, root)
    heron.say_many(heron.line(), [first, second])
    exchange(heron, otter)
    assert verdicts(otter, "heron") == [("accepted", None)] * 3


def test_nothing_said_places_nothing(heron: Node) -> None:
    before = tables(heron)
    assert heron.say_many(heron.line(), []) == []
    assert tables(heron) == before


def test_more_than_one_envelope_holds_goes_in_several(heron: Node, otter: Node) -> None:
    """What does not fit stays owed, and follows; nothing is placed twice."""
    exchange(heron, otter)
    line = heron.line()
    text = "EXAMPLE 示例 — " + "long. " * 9000  # some 54 KB: about 35 of them fill the largest envelope
    heron.say_many(line, [heron.write(line, "notice", notice_sections(text), 0) for _ in range(60)])
    exchange(heron, otter)
    assert line.owes("otter")
    exchange(heron, otter)
    assert not line.owes("otter") and verdicts(otter, "heron") == [("accepted", None)] * 60
