"""Call words, spoken references and what was displayed, over real records of two and three nodes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from detente.codec.errors import Local
from detente.codec.shape import pack
from detente.line.callwords import DAY, day_of
from detente.line.desk import CallBegun, CallEnded
from detente.node import handover, records, telephone
from detente.node.displayed import displayed
from detente.node.home import Home
from detente.node.node import Node
from support import LATER, acknowledge, exchange, notify, put_back, start, tables

TOMORROW = day_of(LATER) + 1


def begun(*nodes: Node) -> None:
    """Every node announces keys on the line, and each hears the others, all on one day."""
    for node in nodes:
        telephone.begin(node, node.line())
    meet(*nodes)


def meet(*nodes: Node) -> None:
    for _ in range(2):
        for a in nodes:
            for b in nodes:
                if a is not b:
                    exchange_with(a, b)


def exchange_with(sender: Node, receiver: Node) -> None:
    answer = receiver.receive(sender.outgoing(sender.line(), receiver.me))
    sender.take(answer)


def words(node: Node, day: int = TOMORROW, other: str | None = None, sheet: str | None = None) -> dict[str, Any]:
    [found] = telephone.words(node, node.line(), other, [day], sheet)["days"]
    return dict(found)


def test_both_sides_have_the_same_words_and_yesterdays_are_others(heron: Node, otter: Node) -> None:
    begun(heron, otter)
    ours, theirs = words(heron), words(otter)
    assert ours["sheet"] == theirs["sheet"] and len(ours["calls"]) == 6
    key = lambda call: (call["caller"], call["row"])  # noqa: E731
    assert sorted(ours["calls"], key=key) == sorted(theirs["calls"], key=key)
    spoken = [
        tuple(call["challenge"] + call["reply"])
        for day in (TOMORROW, TOMORROW + 1)
        for call in words(heron, day)["calls"]
    ]
    assert len(set(spoken)) == 12
    assert ours["calls"][0]["caller"] == "heron" and theirs["calls"][0]["caller"] == "otter", "our own calls come first"


def test_the_founding_file_gives_nobody_words(heron: Node, otter: Node) -> None:
    """Its keys messages travelled in the open: only what was announced on the line since counts."""
    meet(heron, otter)
    assert words(heron)["lacks"] == ["heron", "otter"] and words(heron)["calls"] == []
    telephone.begin(heron, heron.line())
    meet(heron, otter)
    assert words(heron)["lacks"] == words(otter)["lacks"] == ["otter"]


def test_words_follow_from_no_byte_of_an_export(heron: Node, otter: Node) -> None:
    begun(heron, otter)
    bundle = heron.export(heron.line())
    for node, other in ((heron, "otter"), (otter, "heron")):
        for one in telephone.announced(node, node.line(), node.me, other):
            assert one.secret not in bundle and one.what in bundle


def test_what_is_announced_today_counts_from_tomorrow(heron: Node, otter: Node) -> None:
    begun(heron, otter)
    assert words(heron, TOMORROW - 1)["lacks"] == ["heron", "otter"]
    first = words(heron)
    heron.now = otter.now = lambda: TOMORROW * DAY + 1000  # the next day, keys again: today's words stay as they are
    begun(heron, otter)
    assert words(heron) == first and words(heron, TOMORROW + 1)["sheet"] != first["sheet"]
    assert words(heron, TOMORROW + 1)["sheet"] == words(otter, TOMORROW + 1)["sheet"]


def test_sheets_that_differ_show_it_and_either_side_can_take_the_others(heron: Node, otter: Node) -> None:
    """otter heard new keys of heron's, and the receipt was lost on its way when the line was cut before midnight."""
    begun(heron, otter)
    paper = words(heron)
    telephone.begin(heron, heron.line())
    otter.receive(heron.outgoing(heron.line(), "otter"))
    assert words(heron)["sheet"] != words(otter)["sheet"]
    agreed = words(otter, sheet=paper["sheet"])
    assert {tuple(c["reply"]) for c in agreed["calls"]} == {tuple(c["reply"]) for c in paper["calls"]}
    with pytest.raises(Local) as caught:
        words(otter, sheet="none")
    assert caught.value.code == "call-words-sheet"


def test_a_pair_of_three_has_words_of_its_own(three_homes: dict[str, Home], opened: Callable[..., Node]) -> None:
    heron, otter, stork = (opened(three_homes[party]) for party in ("heron", "otter", "stork"))
    begun(heron, otter, stork)
    assert words(heron, other="otter")["sheet"] == words(otter, other="heron")["sheet"]
    assert words(heron, other="otter")["calls"] != words(heron, other="stork")["calls"]
    for party in (None, "heron", "nobody"):
        with pytest.raises(Local) as caught:
            words(heron, other=party)
        assert caught.value.code == "call-words-with"


def test_words_are_the_same_after_one_side_was_put_back(
    homes: dict[str, Home], opened: Callable[..., Node], tmp_path: Path
) -> None:
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    begun(heron, otter)
    before = words(heron)
    heron.close()
    shutil.copytree(homes["heron"].path, tmp_path / "copy")
    heron = opened(homes["heron"], at=LATER + 100_000)
    notify(heron)
    meet(heron, otter)
    heron.close()
    put_back(homes["heron"], tmp_path / "copy")
    again = opened(homes["heron"], at=LATER + 300_000)
    meet(again, otter)
    assert again.line().own.epoch != next(epoch for (who, epoch) in again.line().logs if who == "heron")
    assert words(again)["sheet"] == words(otter)["sheet"] == before["sheet"]


# -- spoken references ---------------------------------------------------------------------------------------------


def test_both_sides_speak_of_a_matter_by_the_same_reference(heron: Node, otter: Node) -> None:
    kept = notify(heron)
    exchange(heron, otter)
    a, b = (records.row(node, node.line(), "heron", kept.what) for node in (heron, otter))
    assert a["spoken"] == b["spoken"] and a["spoken"].endswith("1-0002")
    for name in (a["spoken"], a["spoken"].lower(), a["spoken"].replace("-", " ")):
        assert records.find(otter, otter.line(), name)["what"] == kept.what


def test_everything_said_in_a_matter_is_called_by_it_and_it_is_found_by_its_first_message(
    heron: Node, otter: Node
) -> None:
    kept = notify(heron)
    exchange(heron, otter)
    reply = acknowledge(otter, kept)
    exchange(otter, heron)
    for node in (heron, otter):
        opening, answer = (
            records.row(node, node.line(), who, what) for who, what in (("heron", kept.what), ("otter", reply.what))
        )
        assert opening["spoken"] == answer["spoken"] and opening["reference"] != answer["reference"]
        assert records.find(node, node.line(), answer["spoken"])["what"] == kept.what


def test_a_reference_heard_wrongly_finds_nothing(heron: Node, otter: Node) -> None:
    notify(heron)
    notify(heron)
    exchange(heron, otter)
    right = records.find(otter, otter.line(), "heron-2")["spoken"]
    for wrong in (right[:-1] + "3", ("K" if right[0] != "K" else "H") + right[1:], right[0] + "2" + right[2:]):
        with pytest.raises(Local) as caught:
            records.find(otter, otter.line(), wrong)
        assert caught.value.code == "reference-misheard", wrong


def test_what_a_new_epoch_says_again_is_found_by_both_references(
    homes: dict[str, Home], opened: Callable[..., Node], tmp_path: Path
) -> None:
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    exchange(heron, otter)
    heron.close()
    shutil.copytree(homes["heron"].path, tmp_path / "copy")
    heron = opened(homes["heron"], at=LATER + 100_000)
    notify(heron)
    exchange(heron, otter)
    heron.close()
    put_back(homes["heron"], tmp_path / "copy")
    heron = opened(homes["heron"], at=LATER + 300_000)
    meet(heron, otter)
    kept = notify(heron)
    meet(heron, otter)
    a, b = (records.row(node, node.line(), "heron", kept.what) for node in (heron, otter))
    assert a["spoken"] == b["spoken"] and a["spoken"].count("-") == 2, "the later epoch is named"
    assert records.find(otter, otter.line(), a["spoken"])["what"] == kept.what


# -- displayed here ------------------------------------------------------------------------------------------------


def test_the_first_time_a_message_is_displayed_is_kept_and_no_other(heron: Node, otter: Node) -> None:
    notify(heron)
    exchange(heron, otter)
    assert displayed(otter, otter.line(), "heron-2", None)["shown"] is None
    first = displayed(otter, otter.line(), "heron-2", "show")["shown"]
    assert first["by"] == "show" and first["at"] > LATER
    assert displayed(otter, otter.line(), "heron-2", "desk")["shown"] == first
    assert displayed(otter, otter.line(), "heron-2", None)["shown"] == first
    assert displayed(heron, heron.line(), "heron-2", "show")["shown"] is None, "our own is not counted"


def test_a_message_is_read_even_if_it_cannot_be_kept_that_it_was(
    heron: Node, otter: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify(heron)
    exchange(heron, otter)

    def full(_changes: object) -> None:
        raise Local("store-failed", why="disk full")

    monkeypatch.setattr(otter, "commit", full)
    found = displayed(otter, otter.line(), "heron-2", "show")
    assert found["sections"]["prose"]["plain"].startswith("EXAMPLE") and found["shown"] is None


def test_no_byte_that_is_sent_depends_on_what_was_displayed(homes: dict[str, Home]) -> None:
    """The same node twice, once with everything displayed, called up and handed over: what it would send is the same."""
    heron, otter = start(homes["heron"]), start(homes["otter"])
    notify(heron)
    exchange(heron, otter)
    heron.close()
    otter.close()
    payloads, kept = [], []
    for looked in (False, True):
        again = start(homes["otter"], at=LATER + 50_000)
        if looked:
            row = displayed(again, again.line(), "heron-2", "show")
            key = (again.line().id, row["what"], "duty")
            again.commit([CallBegun(*key, "duty officer", "command", 1, 1), CallEnded(*key, 2, "done")])
            handover.prepare(again, again.line())
            handover.take(again, again.line(), "night desk")
            handover.prepare(again, again.line())
        payload, _, _ = again.line().payload("heron", bytes(32), again.checkpoint)
        signed = payload.head.partition(b"\n\n")[0]  # its ML-DSA signature is another every time; what it signs is not
        payloads.append((signed, pack(replace(payload, head=b""))))
        kept.append(tables(again))
        again.close()
    assert payloads[0] == payloads[1]
    assert {name for name in kept[0] if kept[0][name] != kept[1][name]} == {
        "shown",
        "called",
        "handover",
        "handover_shown",
    }
