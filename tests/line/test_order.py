"""What is recorded does not depend on the way it came: lost, repeated, overtaken, cut off between commit and send."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from attacks.hostile import Hostile
from detente.bundle.verify import verify_bundle
from detente.codec.cbor import decode
from detente.codec.errors import DetenteError, Local
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import unpack
from detente.line.shapes import Said
from detente.proof.receipt import Opening
from support import (
    LATER,
    Home,
    Node,
    acknowledge,
    copy_homes,
    exchange,
    fold,
    notify,
    put_back,
    receipts,
    receipts_of,
    start,
    tables,
    verdicts,
)

Open = Callable[..., Node]
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def settle(nodes: dict[str, Node], rounds: int = 4) -> None:
    """Everybody exchanges with everybody, undisturbed."""
    names = sorted(nodes)
    for _ in range(rounds):
        for a in names:
            for b in names:
                if a != b:
                    exchange(nodes[a], nodes[b])


def same_everywhere(nodes: dict[str, Node], said: list[bytes]) -> None:
    """Exactly once, the same views, the same mirrors, the same order, and a receipt of everyone for everything."""
    some = next(iter(nodes.values()))
    folds = [fold(node) for node in nodes.values()]
    assert all(other == folds[0] for other in folds)
    assert sorted(row["what"] for row in folds[0] if row["kind"] != "keys") == sorted(said)
    assert all(row["verdict"] == "accepted" for row in folds[0])
    for owner in nodes.values():
        log = owner.line().own
        for node in nodes.values():
            held = node.line().logs[(owner.me, log.epoch)]
            assert (held.size, held.tree.root()) == (log.size, log.tree.root())
        for row in owner.store.messages(owner.line().id):
            if row["party"] == owner.me:
                assert receipts(owner.line(), row["what"]) == sorted(set(nodes) - {owner.me})
    orders = [[m.what for m in verify_bundle(node.export(node.line())).messages] for node in nodes.values()]
    assert all(order == orders[0] for order in orders) and len(orders[0]) == len(said) + len(nodes)
    assert not some.store.differences(some.line().id)
    for node in nodes.values():
        heard = [(e["from"][0], e["from"][2]) for e in entries(node) if e["role"] == "heard"]
        assert len(heard) == len(set(heard)), "one receipt for one message"


def entries(node: Node) -> list[dict[str, object]]:
    log = node.line().own
    return [decode(bytes(data), MAX_MESSAGE)[1] for data in node.store.openings(log.key, 0, log.size)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["say", "acknowledge", "send", "send", "deliver", "deliver", "repeat", "lose", "answer-lost"]),
        st.integers(0, 2),
        st.integers(0, 7),
    ),
    min_size=12,
    max_size=26,
)


def run(founded: Path, steps: list[tuple[str, int, int]]) -> None:
    directory = Path(tempfile.mkdtemp(prefix="order-"))
    nodes: dict[str, Node] = {}
    try:
        homes = copy_homes(founded, directory / "homes")
        for home in homes.values():
            nodes[home.settings.party] = start(home, name="order")
        play(nodes, steps)
    finally:
        for node in nodes.values():
            node.close()
        shutil.rmtree(directory)


def play(nodes: dict[str, Node], steps: list[tuple[str, int, int]]) -> None:
    names = sorted(nodes)
    said: list[bytes] = []
    kept: list[tuple[str, object]] = []
    on_the_way: list[tuple[str, bytes]] = []
    for step, who, which in steps:
        me = names[who % len(names)]
        to = names[(who + 1 + which % (len(names) - 1)) % len(names)]
        node = nodes[me]
        match step:
            case "say":
                kept.append((me, notify(node, f"EXAMPLE {len(said)}", wanted=1)))
                said.append(kept[-1][1].what)  # type: ignore[attr-defined]
            case "acknowledge":
                known = [k for author, k in kept if author != me and node.store.message(node.line().id, k.what)]  # type: ignore[attr-defined]
                if known:
                    said.append(acknowledge(node, known[which % len(known)]).what)
            case "send":
                on_the_way.append((to, node.outgoing(node.line(), to)))
            case "deliver" | "repeat" | "answer-lost" if on_the_way:
                at = which % len(on_the_way)
                target, envelope = on_the_way[at]
                answer = nodes[target].receive(envelope)
                if step == "deliver":
                    on_the_way.pop(at)
                    carry_answer(nodes, answer)
                elif step == "answer-lost":
                    on_the_way.pop(at)
            case "lose" if on_the_way:
                on_the_way.pop(which % len(on_the_way))
    settle(nodes, 3)
    same_everywhere(nodes, said)
    for target, envelope in on_the_way:  # what was overtaken by everything else adds nothing
        before = fold(nodes[target])
        nodes[target].receive(envelope)
        assert fold(nodes[target]) == before
    settle(nodes, 1)
    same_everywhere(nodes, said)


def carry_answer(nodes: dict[str, Node], answer: bytes) -> None:
    """The answer reaches whoever it is for: everybody else has no such mailbox."""
    for node in nodes.values():
        try:
            node.take(answer)
            return
        except DetenteError as error:
            assert error.code == "mailbox-unknown"
            node.counted.clear()
    raise AssertionError("an answer for nobody")


@EXAMPLES
@given(STEPS)
def test_two_members_agree_whatever_the_way_does(two_founded: Path, steps: list[tuple[str, int, int]]) -> None:
    run(two_founded, steps)


@EXAMPLES
@given(STEPS)
def test_three_members_agree_whatever_the_way_does(three_founded: Path, steps: list[tuple[str, int, int]]) -> None:
    run(three_founded, steps)


@pytest.mark.slow
def test_a_long_disorder_between_three_members_ends_in_agreement(three_founded: Path) -> None:
    chance = random.Random(7)
    kinds = ["say", "say", "acknowledge", "send", "send", "send", "deliver", "deliver", "repeat", "lose", "answer-lost"]
    run(three_founded, [(chance.choice(kinds), chance.randrange(3), chance.randrange(99)) for _ in range(600)])


# -- lost replies --------------------------------------------------------------------------------------------------


def test_a_lost_receipt_never_loses_the_message(heron: Node, otter: Node) -> None:
    kept = notify(heron)
    otter.receive(heron.outgoing(heron.line(), "otter"))  # the answer is lost
    before = tables(otter)
    for _ in range(3):
        otter.receive(heron.outgoing(heron.line(), "otter"))
    assert tables(otter) == before, "sent again, nothing is added"
    heron.take(otter.receive(heron.outgoing(heron.line(), "otter")))
    [receipt] = receipts_of(heron, kept.what)
    place = next(e for e in entries(otter) if e["role"] == "heard" and e["what"] == kept.what)
    assert (receipt["peer"], receipt["at"], receipt["possession"]) == ("otter", place["at"], 1), "the same receipt"
    assert verdicts(otter, "heron") == [("accepted", None)]


def test_an_answer_that_arrives_twice_adds_nothing(heron: Node, otter: Node) -> None:
    notify(heron)
    answer = otter.receive(heron.outgoing(heron.line(), "otter"))
    heron.take(answer)
    before = tables(heron)
    heron.take(answer)
    assert tables(heron) == before


def test_messages_sent_in_another_order_are_recorded_in_one_order(heron: Node, otter: Node) -> None:
    first = notify(heron, "EXAMPLE first")
    early = heron.outgoing(heron.line(), "otter")
    second = notify(heron, "EXAMPLE second")
    late = heron.outgoing(heron.line(), "otter")
    otter.receive(late)
    otter.receive(early)
    exchange(otter, heron)
    exchange(heron, otter)
    same_everywhere({"heron": heron, "otter": otter}, [first.what, second.what])


# -- the crash order -----------------------------------------------------------------------------------------------


def test_a_node_killed_between_commit_and_send_signs_the_same_body_again(
    homes: dict[str, Home], opened: Open, otter: Node
) -> None:
    heron = opened(homes["heron"])
    kept = notify(heron)
    with sqlite3.connect(homes["heron"].database) as db:
        body, size = db.execute("SELECT body, body_size FROM log WHERE own=1").fetchone()
    db.close()
    heron.close()  # nothing was signed and nothing was sent
    again = opened(homes["heron"], at=LATER + 10**6)
    log = again.line().own
    assert (log.size, log.body()) == (size, body)
    head = again.checkpoint(log, log.size)
    assert head.startswith(body.encode() + b"\n")
    otter.receive(again.outgoing(again.line(), "otter"))
    assert verdicts(otter, "heron") == [("accepted", None)]
    assert otter.line().logs[("heron", log.epoch)].tree.root() == log.tree.root()
    exchange(again, otter)
    assert receipts(again.line(), kept.what) == ["otter"]


def test_a_receipt_committed_and_not_sent_is_the_one_that_is_sent_later(
    homes: dict[str, Home], opened: Open, heron: Node
) -> None:
    otter = opened(homes["otter"])
    notify(heron)
    envelope = heron.outgoing(heron.line(), "otter")
    otter.receive(envelope)
    before = entries(otter)
    otter.close()
    again = opened(homes["otter"], at=LATER + 10**6)
    heron.take(again.receive(envelope))
    assert entries(again) == before
    assert heron.line().logs[("otter", again.line().own.epoch)].size == len(before)


def break_store(node: Node, sql: str) -> None:
    """A second writer on the same file, which the lock would not have let in."""
    with sqlite3.connect(node.home.database, isolation_level=None) as db:
        db.execute(sql)
    db.close()


def test_a_second_writer_makes_the_commit_fail_and_nothing_is_lost(heron: Node, otter: Node) -> None:
    kept = notify(heron)
    exchange(heron, otter)
    before, own = tables(heron), heron.line().own.size
    break_store(heron, "UPDATE log SET body_size = body_size + 1 WHERE own=1")
    with pytest.raises(Local, match="store-second-writer"):
        notify(heron, "EXAMPLE not recorded")
    assert heron.line().own.size == own, "memory is read back from the store"
    break_store(heron, "UPDATE log SET body_size = body_size - 1 WHERE own=1")
    assert tables(heron) == before
    again = notify(heron, "EXAMPLE recorded")
    exchange(heron, otter)
    same_everywhere({"heron": heron, "otter": otter}, [kept.what, again.what])


def test_a_receipt_whose_commit_fails_is_not_given_and_comes_later(heron: Node, otter: Node) -> None:
    kept = notify(otter)
    envelope = otter.outgoing(otter.line(), "heron")
    before = tables(heron)
    break_store(heron, "CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(Local, match="store-failed"):
        heron.receive(envelope)
    break_store(heron, "DROP TRIGGER full")
    assert tables(heron) == before
    otter.take(heron.receive(envelope))
    exchange(otter, heron)
    same_everywhere({"heron": heron, "otter": otter}, [kept.what])


# -- restored and copied homes -------------------------------------------------------------------------------------


@pytest.fixture
def restored(homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path) -> Callable[[], Node]:
    """heron, after which everything since the copy was made is lost."""
    copy = tmp_path / "backup"
    shutil.copytree(homes["heron"].path, copy)

    def restore() -> Node:
        put_back(homes["heron"], copy)
        return opened(homes["heron"], at=LATER + 10**6)

    return restore


def test_a_restored_home_opens_a_new_epoch_and_goes_on(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    """Restore never continues a log: it opens a new epoch which names the last own head and the one others report."""
    heron = opened(homes["heron"])
    lost = notify(heron, "EXAMPLE said and lost here")
    exchange(heron, otter)
    old = heron.line().own
    heron.close()
    heron = restored()
    exchange(heron, otter)
    assert heron.line().own.epoch != old.epoch
    opening = entries(heron)[0]
    assert opening["reason"] == "lost-entries"
    assert opening["reported"] == [["heron", old.epoch, old.size, old.tree.root()]]
    follows = opening["follows"]
    assert isinstance(follows, list) and follows[1] == old.epoch and follows[2] < old.size
    after = notify(heron, "EXAMPLE after")
    exchange(heron, otter)
    assert verdicts(otter, "heron")[-1] == ("accepted", None)
    assert receipts(heron.line(), after.what) == ["otter"]
    assert lost.what in [row["what"] for row in fold(otter)], "the others keep what was lost"
    assert not otter.store.differences(otter.line().id), "a shorter history is no fork"


def test_a_restored_home_opens_one_epoch_and_not_one_an_exchange(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    heron = opened(homes["heron"])
    notify(heron)
    exchange(heron, otter)
    heron.close()
    heron = restored()
    for _ in range(3):
        notify(otter)
        exchange(heron, otter)
        exchange(otter, heron)
    assert len([key for key in heron.line().logs if key[0] == "heron"]) == 2


def test_a_message_waiting_in_a_closed_epoch_still_gets_through(
    homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path
) -> None:
    """A backup made with a message unsent: its entry stands in the old log, and is proven there."""
    heron = opened(homes["heron"])
    waiting = notify(heron, "EXAMPLE waiting when the copy was made")
    heron.close()
    shutil.copytree(homes["heron"].path, tmp_path / "backup")
    heron = opened(homes["heron"], at=LATER + 10**5)
    notify(heron, "EXAMPLE after the copy")
    envelope = Hostile(heron, "otter").send(items=[])  # the log arrives, the messages do not
    heron.close()
    put_back(homes["heron"], tmp_path / "backup")
    otter.receive(envelope)
    assert verdicts(otter, "heron") == []
    heron = opened(homes["heron"], at=LATER + 10**6)
    exchange(otter, heron)
    exchange(heron, otter)
    exchange(heron, otter)
    assert len([key for key in heron.line().logs if key[0] == "heron"]) == 2
    assert receipts(heron.line(), waiting.what) == ["otter"]
    assert not heron.line().owes("otter")


def test_a_restored_home_gets_the_others_log_again(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    """It asks for what it lost: its mirror of the others is whole again, and their receipts come."""
    heron = opened(homes["heron"])
    for n in range(3):
        notify(otter, f"EXAMPLE {n}")
        exchange(otter, heron)
    heron.close()
    heron = restored()
    exchange(heron, otter)
    exchange(heron, otter)
    log = otter.line().own
    held = heron.line().logs[("otter", log.epoch)]
    assert (held.size, held.tree.root()) == (log.size, log.tree.root())
    after = notify(heron)
    exchange(heron, otter)
    exchange(heron, otter)
    assert receipts(heron.line(), after.what) == ["otter"]


def test_a_restored_home_gets_the_messages_it_lost_again(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    """Restore: an epoch naming an older head is shown as "they lost entries 100–120; here they are"."""
    heron = opened(homes["heron"])
    lost = notify(otter)
    exchange(otter, heron)
    heron.close()
    heron = restored()
    for _ in range(3):
        exchange(heron, otter)
        exchange(otter, heron)
    assert lost.what in [row["what"] for row in fold(heron)]


def test_what_a_restored_home_lost_comes_again_though_its_first_new_epoch_was_never_seen(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    """Two reports of two lengths, one late: two epochs in a row, and the others only ever see the second."""
    heron = opened(homes["heron"])
    lost = notify(otter)
    exchange(otter, heron)
    early = otter.outgoing(otter.line(), "heron")
    notify(heron)
    exchange(heron, otter)
    heron.close()
    heron = restored()
    heron.receive(early)  # its answer, which opens the new epoch, is lost
    heron.close()
    heron = opened(homes["heron"], at=LATER + 2 * 10**6)
    heron.receive(otter.outgoing(otter.line(), "heron"))  # so is this one
    assert len([key for key in heron.line().logs if key[0] == "heron"]) == 3
    for _ in range(3):
        exchange(heron, otter)
        exchange(otter, heron)
    assert lost.what in [row["what"] for row in fold(heron)]


def test_a_restored_home_gets_the_log_again_that_it_has_wholly_forgotten(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    """What its `have` does not name it does not hold: an epoch opened after its copy was made is sent from the start."""
    otter.commit(otter.line().open_epoch(otter.random(16), otter.now(), otter.blind, "lost-entries"))
    heron = opened(homes["heron"])
    exchange(otter, heron)
    exchange(heron, otter)
    heron.close()
    heron = restored()
    for _ in range(3):
        exchange(heron, otter)
        exchange(otter, heron)
    log = otter.line().own
    held = heron.line().logs.get(("otter", log.epoch))
    assert held is not None and (held.size, held.tree.root()) == (log.size, log.tree.root())


def test_an_epoch_seen_late_does_not_ask_for_a_receipt_that_was_given_since(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    """Two epochs in a row, and the first overtaken by the second: the line comes to rest, and nothing is sent for ever."""
    heron = opened(homes["heron"])
    notify(otter)
    exchange(otter, heron)
    early = otter.outgoing(otter.line(), "heron")
    notify(heron)
    exchange(heron, otter)
    heron.close()
    heron = restored()
    notify(heron, "EXAMPLE another history")  # so the receipt stood in a log that otter will not follow
    overtaken = heron.receive(early)
    heron.close()
    heron = opened(homes["heron"], at=LATER + 2 * 10**6)
    heron.receive(otter.outgoing(otter.line(), "heron"))
    for _ in range(3):
        exchange(heron, otter)
        exchange(otter, heron)
    assert not otter.line().owes("heron")
    otter.receive(overtaken)
    for _ in range(3):
        exchange(otter, heron)
        exchange(heron, otter)
    assert not otter.line().owes("heron")
    assert not heron.line().owes("otter")


def test_a_receipt_kept_back_until_its_giver_was_restored_takes_nothing_off_the_list(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    """It stands in entries that the new epoch says are lost: the message is sent again, however late the receipt comes."""
    heron = opened(homes["heron"])
    lost = notify(otter)
    kept_back = heron.receive(otter.outgoing(otter.line(), "heron"))
    heron.close()
    heron = restored()
    heron.commit(heron.line().open_epoch(heron.random(16), heron.now(), heron.blind, "lost-entries"))
    otter.receive(heron.outgoing(heron.line(), "otter"))
    otter.receive(kept_back)
    for _ in range(3):
        exchange(heron, otter)
        exchange(otter, heron)
    assert lost.what in [row["what"] for row in fold(heron)]
    assert not otter.line().owes("heron")


def test_a_copied_home_that_spoke_is_found_out_and_loses_no_later_word(
    homes: dict[str, Home], opened: Open, otter: Node, restored: Callable[[], Node]
) -> None:
    """Snapshots and copied disks do not announce themselves: both histories are kept as evidence, and speech goes on."""
    heron = opened(homes["heron"])
    notify(heron, "EXAMPLE one history")
    exchange(heron, otter)
    heron.close()
    heron = restored()
    notify(heron, "EXAMPLE another history")
    exchange(heron, otter)
    [evidence] = otter.store.differences(otter.line().id)
    assert evidence["party"] == "heron"
    assert verdicts(otter, "heron") == [("accepted", None)], "nothing of the second history is taken"
    exchange(heron, otter)
    assert len([key for key in heron.line().logs if key[0] == "heron"]) == 2
    later = notify(heron, "EXAMPLE in the new epoch")
    exchange(heron, otter)
    exchange(heron, otter)
    assert receipts(heron.line(), later.what) == ["otter"]


def test_a_message_already_heard_is_not_refused_when_a_new_epoch_says_it_again(heron: Node, otter: Node) -> None:
    """The reply was lost, and then an epoch was opened: the receipt stands, and no refusal may stand beside it."""
    exchange(heron, otter)
    kept = notify(heron)
    otter.receive(heron.outgoing(heron.line(), "otter"))  # the answer, with the receipt, is lost
    heron.commit(heron.line().open_epoch(heron.random(16), heron.now(), heron.blind, "lost-entries"))
    for _ in range(2):
        exchange(heron, otter)
    rows = [r for r in heron.store.items(heron.line().id) if r["what"] == kept.what]
    assert {receipt["verdict"] for row in rows for receipt in row["receipts"]} == {"accepted"}


# -- three members -------------------------------------------------------------------------------------------------


@pytest.fixture
def trio(three_homes: dict[str, Home], opened: Open) -> dict[str, Node]:
    return {party: opened(home) for party, home in three_homes.items()}


def test_everybody_gets_everything_and_receipts_are_shown_per_member(trio: dict[str, Node]) -> None:
    kept = notify(trio["heron"])
    exchange(trio["heron"], trio["otter"])
    assert receipts(trio["heron"].line(), kept.what) == ["otter"]
    exchange(trio["heron"], trio["stork"])
    assert receipts(trio["heron"].line(), kept.what) == ["otter", "stork"]
    answers = [acknowledge(trio[p], kept).what for p in ("otter", "stork")]
    settle(trio, 2)
    same_everywhere(trio, [kept.what, *answers])
    [row] = [r for r in trio["otter"].store.items(kept.line) if r["what"] == kept.what]
    assert sorted(a["party"] for a in row["named"]) == ["otter", "stork"]


def test_a_member_that_was_away_gets_all_of_it_when_it_is_back(trio: dict[str, Node]) -> None:
    pair = {name: trio[name] for name in ("heron", "otter")}
    said = [notify(pair[name], f"EXAMPLE {n}").what for n in range(4) for name in pair]
    settle(pair, 2)
    assert verdicts(trio["stork"], "heron") == []
    settle(trio, 3)
    same_everywhere(trio, said)


def test_seen_names_only_members_whose_head_changed(trio: dict[str, Node]) -> None:
    """Mirror: `seen` lists only members whose head changed, since the author last named them."""
    heron = trio["heron"]
    settle(trio, 1)
    first, second = notify(heron), notify(heron)
    notify(trio["otter"])
    exchange(trio["otter"], heron)
    third = notify(heron)
    log = heron.line().own

    def said(index: int) -> Said:
        [data] = heron.store.openings(log.key, index, index + 1)
        from detente.line.log import read_entry

        entry = read_entry(unpack(Opening, data, MAX_MESSAGE))
        assert isinstance(entry, Said)
        return entry

    assert {h.party for h in said(first.place.index).seen} == {"otter", "stork"}
    assert said(second.place.index).seen == []
    assert [h.party for h in said(third.place.index).seen] == ["otter"]
