"""The store: all of it or none, compare-and-swap, and views that are only ever a fold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from attacks.hostile import Hostile
from detente.codec.errors import Damaged, Local
from detente.codec.shape import unpack
from detente.line.content import read_message
from detente.line.judge import Carried, judge
from detente.line.log import read_entry
from detente.line.shapes import Said
from detente.line.shelf import Appended, BodyKept, Change, Counted, Differ, LineKept, MessageKept
from detente.proof.head import Place
from detente.proof.receipt import Opening
from detente.store.folding import VIEWS
from detente.store.sqlite import Store
from detente.views.items import step
from support import Home, Node, acknowledge, exchange, notify, tables

KEY = (bytes(32), "heron", bytes(16))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "detente.db")


def appended(start: int, count: int = 1) -> Appended:
    return Appended(KEY, start, [b"opening"] * count, [bytes(32)] * count)


def body(previous: int, size: int) -> BodyKept:
    return BodyKept(KEY, previous, size, f"body {size}")


def test_what_was_committed_is_there_after_the_process_is_gone(tmp_path: Path, store: Store) -> None:
    store.commit([appended(0), body(0, 1), Counted("x")])
    with sqlite3.connect(tmp_path / "detente.db") as db:
        assert db.execute("SELECT body, body_size FROM log").fetchall() == [("body 1", 1)]
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    db.close()
    assert Store(tmp_path / "detente.db").counters() == {"x": 1}


@pytest.mark.parametrize("at", range(4))
def test_a_failure_anywhere_in_a_list_keeps_nothing_of_it(store: Store, at: int) -> None:
    store.commit([appended(0), body(0, 1)])
    good: list[Change] = [appended(1), Counted("x"), Differ(bytes(32), "otter", b"a", b"b")]
    bad = [*good[:at], appended(0), *good[at:]]  # a leaf that stands already
    with pytest.raises(Local, match="store-failed"):
        store.commit(bad)
    assert store.counters() == {} and store.differences(bytes(32)) == []
    assert len(store.openings(KEY, 0, 9)) == 1
    store.commit(good)
    assert store.counters() == {"x": 1} and len(store.openings(KEY, 0, 9)) == 2


def test_a_failure_of_another_sort_keeps_nothing_either(store: Store) -> None:
    def changes() -> list[Change]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.commit(c for change in [Counted("x"), None] for c in ([change] if change else changes()))
    assert store.counters() == {}


def test_a_new_logs_number_is_forgotten_with_the_commit_that_failed(store: Store) -> None:
    with pytest.raises(Local):
        store.commit([appended(0), appended(0)])
    store.commit([appended(0), body(0, 1)])
    assert len(store.openings(KEY, 0, 9)) == 1


@pytest.mark.parametrize("previous", [0, 2, 7])
def test_a_body_replaces_the_one_it_follows_and_no_other(store: Store, previous: int) -> None:
    store.commit([appended(0), body(0, 1)])
    with pytest.raises(Local, match="store-second-writer"):
        store.commit([appended(1), body(previous, 2)])
    assert len(store.openings(KEY, 0, 9)) == 1
    store.commit([appended(1), body(1, 2)])


def test_two_writers_never_both_continue_a_log(tmp_path: Path, store: Store) -> None:
    other = Store(tmp_path / "detente.db")
    store.commit([appended(0), body(0, 1)])
    other.commit([appended(1), body(1, 2)])
    with pytest.raises(Local):
        store.commit([appended(1), body(1, 2)])
    other.close()


def test_counting_adds_up(store: Store) -> None:
    store.commit([Counted("a"), Counted("a"), Counted("b")])
    store.commit([Counted("a")])
    assert store.counters() == {"a": 3, "b": 1}


def test_evidence_is_kept_once(store: Store) -> None:
    for _ in range(3):
        store.commit([Differ(bytes(32), "otter", b"ours", b"theirs")])
    store.commit([Differ(bytes(32), "otter", b"ours", b"others")])
    assert len(store.differences(bytes(32))) == 2


def test_a_line_is_kept_as_last_signed(store: Store) -> None:
    for founded in (None, 7):
        store.commit([LineKept(bytes(32), "live", b"terms", b"fields", founded)])
    [row] = store.lines()
    assert row["founded"] == 7


def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path, store: Store) -> None:
    store.close()
    with sqlite3.connect(tmp_path / "detente.db", isolation_level=None) as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(Damaged, match="store-version"):
        Store(tmp_path / "detente.db")


def test_openings_come_in_order_and_only_those_asked_for(store: Store) -> None:
    store.commit([Appended(KEY, 0, [bytes([n]) for n in range(9)], [bytes(32)] * 9), body(0, 9)])
    assert list(store.openings(KEY, 2, 5)) == [b"\2", b"\3", b"\4"]
    assert list(store.openings(KEY, 9, 12)) == []


def judged_again(node: Node) -> list[MessageKept]:
    """Every message judged from its bytes, at its place, in the order of its author's log."""
    line = node.line()
    seen: set[tuple[str, bytes]] = set()
    kept = []
    for row in node.store.messages(line.id):
        place = Place(row["party"], bytes(row["epoch"]), row["i"])
        [opening] = node.store.openings((line.id, place.party, place.epoch), place.index, place.index + 1)
        said = read_entry(unpack(Opening, opening, 1 << 20))
        assert isinstance(said, Said)
        carried = Carried.of(read_message(bytes(row["message"])))
        spot = (place.party, carried.content_id)
        judged = judge(line.trust, place.party, said, carried, spot in seen, line.vocabularies)
        seen.add(spot)
        assert (judged.verdict, judged.reason) == (row["verdict"], row["reason"]), "the same verdict on another day"
        what, message = bytes(row["what"]), bytes(row["message"])
        kept.append(MessageKept(line.id, place, what, spot[1], said, message, judged, row["heard_at"], row["heard_in"]))
    return kept


def test_views_dropped_and_folded_again_are_those_folded_as_it_came(heron: Node, otter: Node) -> None:
    first = notify(heron)
    exchange(heron, otter)
    acknowledge(otter, first)
    exchange(otter, heron)
    hostile = Hostile(otter, "heron")
    hostile.say(hostile.draft(context="exercise"))
    draft = hostile.draft()
    draft.content["kind"] = "telegram"
    hostile.say(draft)
    hostile.say(frame=b"")
    heron.receive(hostile.send())
    before = {view: tables(heron)[view] for view in VIEWS}
    assert len(before["item"]) == 7 and len(before["named"]) == 1
    messages = judged_again(heron)
    heron.store.refold(heron.line().id, messages)
    assert {view: tables(heron)[view] for view in VIEWS} == before
    heron.store.refold(heron.line().id, [])
    assert not any(tables(heron)[view] for view in VIEWS)
    heron.store.commit([row for kept in messages for row in step(kept)])
    # The list rests on the others and on the messages, and is not a fold of one message alone.
    assert {view: tables(heron)[view] for view in VIEWS} == {**before, "listed": []}


def test_a_view_does_not_depend_on_the_order_of_its_fold(heron: Node, otter: Node) -> None:
    first = notify(heron)
    exchange(heron, otter)
    acknowledge(otter, first)
    exchange(otter, heron)
    before = tables(heron)
    heron.store.refold(heron.line().id, reversed(judged_again(heron)))
    assert tables(heron) == before


def test_a_fold_that_fails_leaves_the_views_as_they_were(heron: Node) -> None:
    notify(heron)
    before = tables(heron)

    def broken() -> Iterator[MessageKept]:
        yield judged_again(heron)[0]
        raise RuntimeError("cut off")

    with pytest.raises(RuntimeError):
        heron.store.refold(heron.line().id, broken())
    assert tables(heron) == before


def test_a_home_whose_database_is_copied_while_open_is_whole(
    homes: dict[str, Home], heron: Node, tmp_path: Path
) -> None:
    """What `commit` returned from is on the disk: a copy of the files at any later moment has it."""
    kept = notify(heron)
    copy = tmp_path / "copy"
    copy.mkdir()
    for part in homes["heron"].path.glob("detente.db*"):
        (copy / part.name).write_bytes(part.read_bytes())
    copied = Store(copy / "detente.db")
    assert copied.message(heron.line().id, kept.what) == kept.message
    assert msgspec.structs.asdict(read_message(kept.message))["secret"]
    copied.close()
