"""A copy of a home that was put back: nothing said is lost, nothing is doubled, and receipts are given again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from detente.bundle.verify import verify_bundle
from detente.node import audit, records
from detente.node.home import Home
from detente.node.node import Node
from support import LATER, exchange, notify, put_back, receipts_of


def notices(node: Node) -> list[bytes]:
    return [r["what"] for r in records.queue(node, node.line()) if r["kind"] == "notice" and r["verdict"] == "accepted"]


def test_what_a_restored_home_said_before_it_knew_is_said_again_and_arrives(
    homes: dict[str, Home], opened: Callable[..., Node], tmp_path: Path
) -> None:
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    exchange(heron, otter)
    heron.close()
    shutil.copytree(homes["heron"].path, tmp_path / "copy")
    heron = opened(homes["heron"], at=LATER + 10**6)
    first = notify(heron, "said after the copy was made")
    exchange(heron, otter)
    heron.close()
    put_back(homes["heron"], tmp_path / "copy")
    heron = opened(homes["heron"], at=LATER + 2 * 10**6)
    second = notify(heron, "said by the copy before it knew")
    for _ in range(3):
        exchange(heron, otter)
        exchange(otter, heron)
    assert notices(otter) == [first.what, second.what]
    assert not heron.line().owes("otter") and not otter.line().owes("heron")
    rows = [r for r in records.queue(heron, heron.line()) if r["what"] == second.what]
    assert [r["reference"] for r in rows] == ["heron-2.1"], "one message, at its last place"
    assert {r["peer"] for r in rows[0]["receipts"]} == {"otter"}
    assert audit.audit(heron, heron.line())["messages"] == audit.audit(otter, otter.line())["messages"]
    for node in (heron, otter):
        proven = verify_bundle(node.export(node.line()))
        assert [m.what for m in proven.messages if m.content.kind == "notice"].count(second.what) == 1
        assert all(proven.receipted(m) for m in proven.messages if m.what == second.what)


def test_a_receipt_that_stands_in_a_closed_log_is_given_again_when_asked_for(
    homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    exchange(heron, otter)
    kept = notify(heron)
    otter.receive(heron.outgoing(heron.line(), "otter"))  # the answer, with the receipt, is lost
    line = otter.line()
    otter.commit(line.open_epoch(otter.random(16), otter.now(), otter.blind, "lost-entries"))
    exchange(heron, otter)
    assert [r["verdict"] for r in receipts_of(heron, kept.what)] == ["accepted"]
    exchange(heron, otter)
    heard = [r for r in otter.store.messages(line.id) if r["what"] == kept.what]
    assert len(heard) == 1 and heard[0]["heard_in"] == line.own_epoch
    assert audit.audit(otter, line)["messages"] == 3
    assert verify_bundle(otter.export(line)).messages[-1].receipts.keys() == {"otter"}
