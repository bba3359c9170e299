"""The high-water mark: a database put back, copied or taken away is recognised at the start, and every crash point goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from attacks.hostile import refusal
from detente.codec.errors import Damaged, Local
from detente.codec.shape import pack, unpack
from detente.line.founding import Founding, read_founding
from detente.line.log import read_entry
from detente.line.shapes import Opened
from detente.line.shelf import BodyKept, GivenTo
from detente.node import found
from detente.node import mark as marks
from detente.node.giving import owed
from detente.node.home import Home
from detente.node.mark import SLOT, Known, Mark, create, machine_id
from detente.node.node import Node
from detente.proof.receipt import Opening
from detente.store.sqlite import Store
from support import (
    LATER,
    START,
    Clock,
    Seeded,
    copy_homes,
    exchange,
    introduce,
    notify,
    put_back,
    receipts,
    verdicts,
)

Open = Callable[..., Node]


def epochs(node: Node) -> list[Opened]:
    """The first entries of our own logs, in the order they were opened."""
    opened = []
    for party, epoch in node.line().logs:
        if party == node.me:
            [first] = node.store.openings((node.line().id, party, epoch), 0, 1)
            entry = read_entry(unpack(Opening, first, 1 << 20))
            assert isinstance(entry, Opened)
            opened.append(entry)
    return opened


def reasons(node: Node) -> list[str]:
    return [entry.reason for entry in epochs(node)]


def database_of(home: Home, to: Path) -> Path:
    """A copy of the database files alone."""
    to.mkdir()
    for part in home.path.glob("detente.db*"):
        shutil.copy(part, to)
    return to


def database_back(home: Home, copy: Path) -> None:
    for part in home.path.glob("detente.db*"):
        part.unlink()
    for part in copy.iterdir():
        shutil.copy(part, home.path)


@pytest.fixture
def spoken(homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path) -> tuple[Home, Path]:
    """heron, closed, having said one thing before and one after its database was copied."""
    heron = opened(homes["heron"])
    notify(heron, "EXAMPLE before")
    heron.close()
    copy = database_of(homes["heron"], tmp_path / "copy")
    heron = opened(homes["heron"], at=LATER + 10**5)
    notify(heron, "EXAMPLE after")
    heron.close()
    return homes["heron"], copy


# -- put back --------------------------------------------------------------------------------------------------------


def test_a_database_put_back_is_recognised_before_anything_is_said(
    spoken: tuple[Home, Path], opened: Open, otter: Node
) -> None:
    """And without asking anybody: the first entry of the new epoch reports the head that the mark knows."""
    home, copy = spoken
    known = Mark(home.path).heads
    database_back(home, copy)
    heron = opened(home, at=LATER + 10**6)
    assert reasons(heron) == ["founded", "restored"]
    last = epochs(heron)[-1]
    [head] = known.values()
    assert [(h.party, h.epoch, h.size, h.root) for h in last.reported] == [("heron", head.epoch, head.size, head.root)]
    assert last.follows is not None and last.follows.size < head.size
    for _ in range(3):
        exchange(heron, otter)
        exchange(otter, heron)
    assert reasons(heron) == ["founded", "restored"], "what the others hold was reported already"
    assert not otter.store.differences(otter.line().id)


def test_a_database_of_another_history_is_recognised(spoken: tuple[Home, Path], opened: Open, tmp_path: Path) -> None:
    """The copy was continued elsewhere, and brought here: as many entries, and not the same."""
    home, copy = spoken
    node = opened(home)
    log = node.line().own
    first = Known(log.line, log.epoch, log.size - 1, log.tree.root(log.size - 1))
    node.close()
    shutil.copytree(home.path, tmp_path / "elsewhere")
    elsewhere = Home.open(tmp_path / "elsewhere")
    (elsewhere.path / "mark").unlink()
    create(elsewhere.path / "mark", [first], machine_id()).close()
    database_back(elsewhere, copy)
    other = opened(elsewhere, at=LATER + 10**5)
    notify(other, "EXAMPLE said by the copy")
    [known] = Mark(home.path).heads.values()
    assert reasons(other) == ["founded"] and other.line().own.size == known.size
    other.close()
    database_back(home, database_of(elsewhere, tmp_path / "its database"))
    heron = opened(home, at=LATER + 10**6)
    assert reasons(heron) == ["founded", "restored"]
    assert [h.root for h in epochs(heron)[-1].reported] == [known.root]


def test_what_was_said_and_not_receipted_is_said_again_in_the_new_epoch(
    homes: dict[str, Home], opened: Open, otter: Node, spoken: tuple[Home, Path]
) -> None:
    home, copy = spoken
    database_back(home, copy)
    heron = opened(home, at=LATER + 10**6)
    for _ in range(2):
        exchange(heron, otter)
    assert verdicts(otter, "heron") == [("accepted", None)]
    [said] = {row["what"] for row in heron.store.items(heron.line().id) if row["kind"] == "notice"}
    assert set(receipts(heron.line(), said)) == {"otter"}


# -- copied and moved ------------------------------------------------------------------------------------------------


def test_a_copied_home_begins_a_new_epoch_and_the_first_goes_on(
    homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path
) -> None:
    shutil.copytree(homes["heron"].path, tmp_path / "heron")
    copy = opened(Home.open(tmp_path / "heron"))
    assert reasons(copy) == ["founded", "copied"]
    copy.close()
    assert reasons(opened(homes["heron"])) == ["founded"]
    again = opened(Home.open(tmp_path / "heron"), at=LATER + 10**6)
    assert reasons(again) == ["founded", "copied"], "once"


def test_a_home_copied_over_itself_is_a_copy(homes: dict[str, Home], opened: Open, tmp_path: Path) -> None:
    """An archive unpacked in the same place: what was said since it was made is in none of its files."""
    home = homes["heron"]
    shutil.copytree(home.path, tmp_path / "archive")
    node = opened(home)
    notify(node)
    node.close()
    before = os.stat(home.path / "mark").st_ino
    shutil.copytree(home.path, tmp_path / "aside")  # keeps the old inode from being given out again
    os.rename(home.path, tmp_path / "old")
    shutil.copytree(tmp_path / "archive", home.path)
    assert os.stat(home.path / "mark").st_ino != before
    assert reasons(opened(home, at=LATER + 10**6)) == ["founded", "copied"]


def test_a_moved_home_goes_on_as_if_nothing_had_happened(
    homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path
) -> None:
    heron = opened(homes["heron"])
    kept = notify(heron)
    heron.close()
    os.rename(homes["heron"].path, tmp_path / "elsewhere")
    heron = opened(Home.open(tmp_path / "elsewhere"), at=LATER + 10**5)
    assert reasons(heron) == ["founded"]
    exchange(heron, otter)
    assert receipts(heron.line(), kept.what) == ["otter"]


def test_the_same_inode_on_another_machine_is_a_copy(homes: dict[str, Home]) -> None:
    path = homes["heron"].path
    one, two = Mark(path, b"one machine"), Mark(path, b"another")
    one.renew([])
    assert Mark(path, b"one machine").was == "whole"
    assert Mark(path, b"another").was == "copied"
    two.renew([])
    assert Mark(path, b"another").was == "whole"


def test_a_whole_snapshot_put_back_is_left_to_the_others_to_tell(
    homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path
) -> None:
    """Its limit: mark and database of one moment, in one place, look as if nothing had happened."""
    shutil.copytree(homes["heron"].path, tmp_path / "snapshot")
    heron = opened(homes["heron"])
    notify(heron)
    exchange(heron, otter)
    heron.close()
    put_back(homes["heron"], tmp_path / "snapshot")
    heron = opened(homes["heron"], at=LATER + 10**6)
    assert reasons(heron) == ["founded"]
    exchange(heron, otter)
    assert reasons(heron) == ["founded", "lost-entries"]


# -- taken away, or damaged ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["gone", "empty", "zeros", "noise", "a folder", "of a later form"])
def test_a_mark_that_is_missing_or_damaged_costs_one_epoch_and_never_the_next_word(
    homes: dict[str, Home], opened: Open, otter: Node, how: str
) -> None:
    path = homes["heron"].path / "mark"
    data = {"empty": b"", "zeros": bytes(2 * SLOT), "noise": bytes(range(256)) * 32}.get(how)
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    elif how == "a folder":
        path.mkdir()
    elif how == "of a later form":
        path.write_bytes(marks._slot({"v": 2, "n": 1}, SLOT) * 2)  # type: ignore[arg-type]
    heron = opened(homes["heron"])
    assert reasons(heron) == ["founded", "unmarked"]
    if how == "a folder":
        assert refusal(heron.outgoing, heron.line(), "otter") == "mark-failed"
        path.rmdir()
    kept = notify(heron)
    exchange(heron, otter)
    assert receipts(heron.line(), kept.what) == ["otter"]
    heron.close()
    assert reasons(opened(homes["heron"], at=LATER + 10**6)) == ["founded", "unmarked"]


def test_a_mark_of_another_home_is_none(
    homes: dict[str, Home], three_founded: Path, opened: Open, tmp_path: Path
) -> None:
    """It knows nothing of this home's line."""
    other = copy_homes(three_founded, tmp_path / "three")["heron"]
    os.replace(other.path / "mark", homes["heron"].path / "mark")
    assert reasons(opened(homes["heron"])) == ["founded", "unmarked"]


@pytest.mark.parametrize("mark", [True, False])
def test_a_record_that_is_gone_is_not_begun_again(homes: dict[str, Home], opened: Open, mark: bool) -> None:
    home = homes["heron"]
    if not mark:
        (home.path / "mark").rename(home.path / "no mark")
    aside = home.path / "aside"
    home.database.rename(aside)
    for emptied in (False, True):
        if emptied:
            home.database.write_bytes(b"")
        with pytest.raises(Damaged, match="store-missing"):
            opened(home)
        assert home.database.exists() == emptied and (not emptied or home.database.stat().st_size == 0)
    aside.replace(home.database)
    if not mark:
        (home.path / "no mark").replace(home.path / "mark")
    assert reasons(opened(home)) == ["founded"]


def test_terms_signed_before_the_record_was_put_back_are_not_signed_again(
    two_founded: Path, opened: Open, tmp_path: Path
) -> None:
    """Else one line would have two sets of our keys, each under valid signatures of our roots."""
    home = copy_homes(two_founded, tmp_path / "homes")["heron"]
    node = opened(home)
    line = node.line().id
    node.close()
    home.database.unlink()
    for part in home.path.glob("detente.db-*"):
        part.unlink()
    Store(home.database).close()  # a database from before the line was there
    node = opened(home)
    with pytest.raises(Local, match="line-lost"):
        found._refuse_lost(node, line)
    found._refuse_lost(node, bytes(32))
    assert node.lines == {}


@pytest.fixture
def forming(tmp_path: Path) -> tuple[dict[str, Home], Founding]:
    """heron and otter, who have both signed; the line exists for neither yet."""
    random = Seeded("forming")
    made = {party: introduce(tmp_path / "f" / party, party, "en", random) for party in ("heron", "otter")}
    homes = {party: home for party, (home, _) in made.items()}
    for a, b in (("heron", "otter"), ("otter", "heron")):
        found.accept(homes[a], found.own_introduction(homes[b]))
    names = {"en": "Example line", "zh": "示例通道"}
    founding = found.draft(homes["heron"], ["otter"], "watch", names, START + 10**10, random)
    for party, (home, codes) in made.items():
        with found.Pair(home, now=Clock(), random=random) as pair:
            founding = (
                read_founding(pack(pair.sign(founding, codes))) if party == "otter" else pair.sign(founding, codes)
            )
    return homes, founding


def settle_line(home: Home, founding: Founding, at: int) -> None:
    with found.Pair(home, now=Clock(at), random=Seeded(f"settle/{at}")) as pair:
        pair.found(founding)


def test_a_line_founded_again_over_a_record_from_before_it_spoke_is_not_continued(
    forming: tuple[dict[str, Home], Founding], opened: Open, tmp_path: Path
) -> None:
    """The database goes back to where the terms were signed and no more; the file with everybody's signatures is there."""
    homes, founding = forming
    copy = database_of(homes["heron"], tmp_path / "copy")
    settle_line(homes["heron"], founding, LATER)
    heron = opened(homes["heron"], at=LATER + 10**5)
    assert reasons(heron) == ["founded"]
    notify(heron)
    ahead = heron.line().own.head()
    heron.close()
    database_back(homes["heron"], copy)
    opened(homes["heron"], at=LATER + 2 * 10**5).close()  # a start in between forgets nothing
    settle_line(homes["heron"], founding, LATER + 3 * 10**5)
    heron = opened(homes["heron"], at=LATER + 4 * 10**5)
    assert reasons(heron) == ["founded", "restored"] and epochs(heron)[-1].reported == [ahead]


def test_a_home_copied_before_its_line_was_founded_does_not_continue_the_same_log(
    forming: tuple[dict[str, Home], Founding], opened: Open, tmp_path: Path
) -> None:
    homes, founding = forming
    for name in ("heron", "heron-exercise"):
        shutil.copytree(homes["heron"].path.with_name(name), tmp_path / "copy" / name)
    copy = Home.open(tmp_path / "copy" / "heron")
    for home, expected in ((homes["heron"], ["founded"]), (copy, ["founded", "unmarked"])):
        settle_line(home, founding, LATER)
        assert reasons(opened(home, at=LATER + 10**5)) == expected


# -- every crash point -------------------------------------------------------------------------------------------------


class Stop(BaseException):
    """The process ends here."""


def test_a_stop_between_commit_and_mark_is_a_database_ahead_and_goes_on(
    homes: dict[str, Home], opened: Open, otter: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    heron = opened(homes["heron"])
    before = dict(heron.mark.heads)

    def stop(*_: object) -> None:
        raise Stop

    monkeypatch.setattr(heron.mark, "reach", stop)
    with pytest.raises(Stop):
        notify(heron)
    heron.close()
    assert Mark(homes["heron"].path).heads == before
    heron = opened(homes["heron"], at=LATER + 10**5)
    assert reasons(heron) == ["founded"]
    assert heron.mark.heads != before, "and the mark has caught up"
    exchange(heron, otter)
    assert verdicts(otter, "heron") == [("accepted", None)]


def test_nothing_is_signed_while_the_mark_is_still_being_written(
    homes: dict[str, Home], opened: Open, otter: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flush that takes long holds the signature back, not the message; and an envelope is kept as given in the meantime."""
    heron = opened(homes["heron"])
    flush, order = Event(), list[str]()
    write, commit, sign = heron.mark._write, heron.store.commit, heron.keyring.signer

    def slow(heads: list[Known]) -> None:
        assert flush.wait(60)
        write(heads)
        order.append("mark")

    def committed(changes: Iterable[Any]) -> None:
        commit(changes := list(changes))
        order.append("given" if any(isinstance(change, GivenTo) for change in changes) else "said")
        if order[-1] == "given":
            flush.set()

    def signer(line: bytes, use: str, *which: Any) -> Any:
        order.append(use)
        return sign(line, use, *which)

    monkeypatch.setattr(heron.mark, "_write", slow)
    monkeypatch.setattr(heron.store, "commit", committed)
    monkeypatch.setattr(heron.keyring, "signer", signer)
    notify(heron)
    order.clear()
    envelope, _ = owed(heron, heron.line(), "otter", "https", "otter.invalid")
    assert envelope is not None and order == ["given", "mark", "log", "log"]


@pytest.mark.parametrize("kept", [0, 1, 40, 200, SLOT - 1])
def test_a_torn_mark_is_the_one_before(homes: dict[str, Home], opened: Open, kept: int) -> None:
    """The machine stopped while the slot was written: the other slot counts, and the database is ahead of it."""
    heron = opened(homes["heron"])
    notify(heron)
    heron.mark.settle()
    first = dict(heron.mark.heads)
    old = (homes["heron"].path / "mark").read_bytes()
    notify(heron)
    newer = dict(heron.mark.heads)
    heron.close()
    new = (homes["heron"].path / "mark").read_bytes()
    [at] = [at for at in (0, SLOT) if new[at : at + SLOT] != old[at : at + SLOT]]
    torn = new[: at + kept] + old[at + kept : at + SLOT] + new[at + SLOT :]
    with open(homes["heron"].path / "mark", "r+b") as file:
        file.write(torn)
    known = Mark(homes["heron"].path)
    assert known.was == "whole" and known.heads == (newer if kept >= 200 else first)
    assert reasons(opened(homes["heron"], at=LATER + 10**5)) == ["founded"]


def test_a_stop_between_the_new_epoch_and_its_mark_costs_one_more_epoch(
    spoken: tuple[Home, Path], opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, copy = spoken
    database_back(home, copy)

    def stop(*_: object) -> None:
        raise Stop

    with monkeypatch.context() as patched:
        patched.setattr(Mark, "reach", stop)
        with pytest.raises(Stop):
            opened(home, at=LATER + 10**6)
    heron = opened(home, at=LATER + 2 * 10**6)
    assert reasons(heron) == ["founded", "restored", "restored"]
    heron.close()
    assert reasons(opened(home, at=LATER + 3 * 10**6)) == ["founded", "restored", "restored"]


def test_nothing_is_signed_while_the_mark_cannot_be_written_and_all_of_it_when_it_can(
    heron: Node, otter: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was recorded is recorded: it is said so, and waits."""

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(marks, "_sync", full)
        kept = notify(heron)
        with pytest.raises(Local, match="mark-failed"):
            heron.outgoing(heron.line(), "otter")
        otter_says = notify(otter)
        patched.undo()
        envelope = otter.outgoing(otter.line(), "heron")
        patched.setattr(marks, "_sync", full)
        assert heron.receive(envelope) == b"", "recorded; the receipt waits"
        assert otter_says.what in [row["what"] for row in heron.store.items(heron.line().id)]
    exchange(heron, otter)
    assert receipts(heron.line(), kept.what) == ["otter"] and receipts(otter.line(), otter_says.what) == ["heron"]


def test_every_signed_head_stands_in_the_mark_first(heron: Node, otter: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read from the disk at the moment of signing, for every head this node signs."""
    seen = []
    signer = heron.keyring.signer

    def watched(line: bytes, use: str, *alg: int) -> Any:
        if use == "log":
            on_disk = Mark(heron.home.path)
            seen.append((on_disk.heads[line].size, heron.line().own.size))
            on_disk.close()
        return signer(line, use, *alg)

    monkeypatch.setattr(heron.keyring, "signer", watched)
    for n in range(3):
        notify(heron, f"EXAMPLE {n}")
        notify(otter, f"EXAMPLE {n}")
        exchange(heron, otter)
        exchange(otter, heron)
    assert len(seen) >= 6 and all(marked >= size for marked, size in seen)


# -- the file --------------------------------------------------------------------------------------------------------


def head(line: int, size: int) -> Known:
    return Known(line.to_bytes(32, "big"), bytes(16), size, bytes(32))


def test_the_mark_grows_with_the_lines_of_a_home(tmp_path: Path) -> None:
    known = Mark(tmp_path)
    assert known.was == "missing" and known.heads == {}
    for line in range(120):
        known.renew([head(line, 1)])
    known.renew([head(7, 9)])
    known.close()
    again = Mark(tmp_path)
    assert again.was == "whole" and len(again.heads) == 120
    assert again.heads[(7).to_bytes(32, "big")].size == 9
    assert (tmp_path / "mark").stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == ["mark"]


def test_a_head_is_written_over_the_older_slot(tmp_path: Path) -> None:
    known = Mark(tmp_path)
    for size in range(1, 8):
        before = (tmp_path / "mark").read_bytes() if size > 1 else b""
        body = f"origin\n{size}\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
        known.reach([BodyKept((bytes(32), "heron", bytes(16)), size - 1, size, body)])
        known.settle()
        after = (tmp_path / "mark").read_bytes()
        if before:
            assert (before[:SLOT] == after[:SLOT]) != (before[SLOT:] == after[SLOT:])
        assert Mark(tmp_path).heads[bytes(32)].size == size
    known.close()
