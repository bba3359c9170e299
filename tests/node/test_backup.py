"""Backup and restore, node to node: what is in the file, what is not, and that nothing said is lost by going back."""

from __future__ import annotations

import asyncio
import io
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.requests import Request

from attacks.hostile import refusal
from detente.api.local import Desk
from detente.codec.errors import Damaged, Local
from detente.codec.shape import pack, unpack
from detente.crypto.keystore import lock, recovery_code, unlock
from detente.crypto.stream import seal_pieces
from detente.line.log import read_entry
from detente.node import audit, backup, records
from detente.node.casebook import FILE as CASES
from detente.node.home import Home
from detente.node.mark import Mark
from detente.node.node import DAY, Node, clock
from detente.proof.receipt import Opening
from detente.store.book import Book
from detente.store.officers import NAME as OFFICERS
from detente.store.officers import Officers
from support import LATER, Clock, Seeded, exchange, notify, receipts, start

Open = Callable[..., Node]
CODE = bytes(range(20))


def keep(home: Home, to: Path, code: bytes = CODE) -> Path:
    to.write_bytes(b"".join(backup.sealed(home, code, Seeded("backup"), Clock())))
    return to


def brought_back(file: Path, home: Home, at: int = LATER + 10**6) -> Home:
    """The home lost, and made again from the backup; begun as the command does it."""
    if home.path.exists():
        shutil.rmtree(home.path)
    backup.restore(file, home.path, CODE)
    again = Home.open(home.path)
    backup.begin(again, now=Clock(at), random=Seeded(f"restored/{at}"))
    return again


def reasons(node: Node) -> list[str]:
    """Why each own epoch was opened."""
    found = []
    for log in (log for (party, _), log in node.line().logs.items() if party == node.me):
        [first] = node.store.openings(log.key, 0, 1)
        found.append(read_entry(unpack(Opening, first, 1 << 20)).reason)  # type: ignore[union-attr]
    return found


def notices(node: Node) -> list[bytes]:
    return [r["what"] for r in records.queue(node, node.line()) if r["kind"] == "notice" and r["verdict"] == "accepted"]


def content(file: Path) -> dict[str, bytes]:
    with open(file, "rb") as opened:
        reader = backup.Reader(opened, CODE)
        found = {entry.name: b"".join(reader.parts(entry)) for entry in reader.manifest.files}
        reader.finish()
    return found


# -- what is in it -------------------------------------------------------------------------------------------------


def test_a_backup_holds_the_home_without_what_may_not_be_kept(homes: dict[str, Home], tmp_path: Path) -> None:
    """Sealing keys are destroyed at their end; a copy of them would make that a lie. TLS keys are made anew."""
    home = homes["heron"]
    found = content(keep(home, tmp_path / "file"))
    assert {"home.json", "detente.db"} <= set(found)
    assert len([name for name in found if name.startswith("keys/")]) == 4
    there = {p.relative_to(home.path).as_posix() for p in home.path.rglob("*") if p.is_file()}
    left = there - set(found) - {"detente.db-wal", "detente.db-shm", "lock"}
    assert {"mark", "keys/tls.pem"} < left and all(
        n in ("mark", "keys/tls.pem") or n.startswith("keys/sealing-") for n in left
    )
    seeds = [p.read_bytes() for p in home.path.glob("keys/sealing-*")]
    whole = b"".join(found.values())
    assert seeds and not any(seed in whole for seed in seeds)
    for secret in [p.read_bytes() for p in home.path.glob("keys/*.key")]:
        assert secret not in (tmp_path / "file").read_bytes()


def test_what_is_read_is_the_record_of_one_instant_while_the_node_goes_on(
    homes: dict[str, Home], heron: Node, tmp_path: Path
) -> None:
    before = notify(heron, "EXAMPLE before")
    parts = backup.sealed(homes["heron"], CODE)
    first = next(parts)
    after = notify(heron, "EXAMPLE while it is made")
    (tmp_path / "file").write_bytes(first + b"".join(parts))
    (tmp_path / "db").write_bytes(content(tmp_path / "file")["detente.db"])
    with sqlite3.connect(tmp_path / "db") as db:
        held = [row[0] for row in db.execute("SELECT what FROM message")]
    db.close()
    assert before.what in held and after.what not in held
    assert not list(homes["heron"].path.glob("backup-*"))


def test_a_home_without_a_record_yet_can_be_kept_too(tmp_path: Path) -> None:
    from support import introduce

    home, _ = introduce(tmp_path / "plover", "plover", "en", Seeded("plover"))
    keep(home, tmp_path / "file")
    backup.restore(tmp_path / "file", tmp_path / "again", CODE)
    again = Home.open(tmp_path / "again")
    assert (again.path / "roots.sealed").read_bytes() == (home.path / "roots.sealed").read_bytes()
    assert again.settings.pair == "../again-exercise"
    assert backup.begin(again)["lines"] == 0


def beside(home: Home) -> None:
    """What a desk and a person alone keep in a home."""
    officers = Officers(home.path / OFFICERS, clock)
    officers.add("duty-1", "officer", "en", "$argon2id$EXAMPLE")
    officers.begin(b"s" * 32, officers.officer("duty-1"), "csrf")
    officers.add("gone", "officer", "en", "$argon2id$EXAMPLE deleted")
    officers.db.execute("DELETE FROM officer WHERE name='gone'")
    officers.note(bytes(32), bytes(32), "note", "duty-1", "EXAMPLE a note of this side")
    officers.close()
    book = Book(home.path / CASES, clock)
    book.open({"class": "loss-of-control", "plain": "EXAMPLE a case"}, "duty-1")
    book.close()
    (home.path / "regimes").mkdir()
    (home.path / "regimes" / "own-law.yaml").write_text("id: own-law\n")


def test_a_backup_holds_what_the_desk_and_one_person_alone_keep_but_no_session(
    homes: dict[str, Home], tmp_path: Path
) -> None:
    home = homes["heron"]
    beside(home)
    found = content(keep(home, tmp_path / "file"))
    assert {OFFICERS, CASES, "regimes/own-law.yaml"} <= set(found)
    assert b"s" * 32 not in found[OFFICERS] and b"EXAMPLE deleted" not in found[OFFICERS]
    backup.restore(tmp_path / "file", tmp_path / "again", CODE)
    again = Officers(tmp_path / "again" / OFFICERS, clock)
    assert again.officer("duty-1").role == "officer"
    assert [row["text"] for row in again.notes(bytes(32), bytes(32))] == ["EXAMPLE a note of this side"]
    assert again.db.execute("SELECT count(*) FROM session").fetchone() == (0,)
    again.close()
    book = Book(tmp_path / "again" / CASES, clock)
    assert [kept.body["plain"] for kept in book.all()] == ["EXAMPLE a case"]
    book.close()
    assert (tmp_path / "again" / "regimes" / "own-law.yaml").read_text() == "id: own-law\n"
    assert not list(home.path.glob("backup-*"))


def test_officers_that_cannot_be_read_do_not_keep_the_record_from_being_kept(
    homes: dict[str, Home], tmp_path: Path
) -> None:
    home = homes["heron"]
    beside(home)
    (home.path / OFFICERS).write_bytes(b"EXAMPLE no database" * 400)
    (home.path / "regimes" / "huge.yaml").write_bytes(b"#" * (backup.MAX_SMALL + 1))
    code = tmp_path / "code"
    code.write_text(recovery_code(CODE) + "\n")
    words = [sys.executable, "-m", "detente.cli", "--home", str(home.path), "backup", str(tmp_path / "file")]
    done = subprocess.run([*words, "--code-file", str(code)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 and "officers.db" in done.stderr and "cases.db" not in done.stderr
    assert "regimes/huge.yaml" in done.stderr
    backup.restore(tmp_path / "file", tmp_path / "again", CODE)
    assert not (tmp_path / "again" / OFFICERS).exists() and (tmp_path / "again" / CASES).exists()
    assert (home.path / OFFICERS).read_bytes().startswith(b"EXAMPLE"), "it stays as it was"


# -- what a file may not do ----------------------------------------------------------------------------------------


def altered(whole: bytes, how: str) -> bytes:
    start = len(backup.MAGIC) + 2 + int.from_bytes(whole[len(backup.MAGIC) :][:2], "big")
    flip = {"first piece": start + 5, "middle": len(whole) // 2, "end": len(whole) - 1}
    if how in flip:
        return whole[: flip[how]] + bytes([whole[flip[how]] ^ 1]) + whole[flip[how] + 1 :]
    return {
        "cut": whole[: len(whole) * 2 // 3],
        "a byte short": whole[:-1],
        "a byte more": whole + b"\0",
        "head only": whole[:start],
        "half a head": whole[: len(backup.MAGIC) + 40],
    }[how]


@pytest.mark.parametrize(
    "how", ["first piece", "middle", "end", "cut", "a byte short", "a byte more", "head only", "half a head"]
)
def test_a_backup_altered_or_cut_short_makes_no_home(homes: dict[str, Home], tmp_path: Path, how: str) -> None:
    file = keep(homes["heron"], tmp_path / "file")
    file.write_bytes(altered(file.read_bytes(), how))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Damaged, match="backup-damaged"):
        backup.restore(file, tmp_path / "again", CODE)
    with pytest.raises(Damaged, match="backup-damaged"):
        backup.check(file, CODE)
    assert sorted(tmp_path.iterdir()) == before, "nothing is left behind, with keys in it least of all"


def test_another_code_opens_nothing(homes: dict[str, Home], tmp_path: Path) -> None:
    file = keep(homes["heron"], tmp_path / "file")
    assert refusal(backup.restore, file, tmp_path / "again", bytes(20)) == "backup-wrong-code"
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "backup-unreadable"), (b"x" * 4000, "backup-unreadable"), (b"detente backup 2\nanything", "backup-version")],
)
def test_what_is_no_backup_or_a_newer_one_is_named_so(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(Damaged, match=code):
        backup.restore(tmp_path / "file", tmp_path / "again", CODE)


def test_a_home_is_never_restored_over_another(homes: dict[str, Home], tmp_path: Path) -> None:
    file = keep(homes["heron"], tmp_path / "file")
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "letter.txt").write_text("mine")
    for there in (homes["otter"].path, tmp_path / "some", file):
        with pytest.raises(Local, match="home-exists"):
            backup.restore(file, there, CODE)
    assert (tmp_path / "some" / "letter.txt").read_text() == "mine"
    (tmp_path / "empty").mkdir()
    backup.restore(file, tmp_path / "empty", CODE)
    assert Home.open(tmp_path / "empty").settings.party == "heron"


def forged(entries: list[tuple[str, bytes]], **changed: Any) -> bytes:
    """A backup, rightly sealed, of whatever one likes: what somebody with its code could make."""
    key = Seeded("forged")(32)
    store = lock(pack({"key": key}), CODE, bytes(16), bytes(12))
    head = backup.MAGIC + len(store).to_bytes(2, "big") + store
    plain = {"v": 1, "made": 1, "party": "heron", "context": "live", "form": 0, "build": "x"}
    manifest = pack(plain | {"files": [[name, len(data)] for name, data in entries]} | changed)
    content = len(manifest).to_bytes(4, "big") + manifest + b"".join(data for _, data in entries)
    return head + b"".join(seal_pieces(key, head, [content]))


SETTINGS = b'{"v":1,"party":"heron","names":{},"language":"en","context":"live","pair":"../x","listen":{}}'


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/outside",
        "keys/../../outside",
        "mark",
        "keys/sealing-00.bin",
        "keys/tls.pem",
        "lock",
        "keys/x.key",
    ],
)
def test_a_backup_cannot_name_a_file_that_is_none_of_a_homes(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(forged([("home.json", SETTINGS), (name, b"x")]))
    with pytest.raises(Damaged, match="backup-damaged"):
        backup.restore(tmp_path / "file", tmp_path / "again", CODE)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


@pytest.mark.parametrize(
    "changed",
    [
        {"v": 2},
        {"surprise": 1},
        {"files": []},
        {"files": [["home.json", 2**40]]},
        {"files": [["home.json", len(SETTINGS)], ["home.json", 0]]},
        {"files": [["home.json", len(SETTINGS) - 1]]},
        {"context": "rehearsal"},
    ],
)
def test_a_manifest_that_is_wrong_makes_no_home(tmp_path: Path, changed: dict[str, Any]) -> None:
    (tmp_path / "file").write_bytes(forged([("home.json", SETTINGS)], **changed))
    with pytest.raises(Damaged, match="backup-damaged"):
        backup.restore(tmp_path / "file", tmp_path / "again", CODE)
    (tmp_path / "file").write_bytes(forged([("home.json", SETTINGS)]))
    backup.restore(tmp_path / "file", tmp_path / "again", CODE)


def test_a_backup_with_a_record_of_a_newer_build_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(forged([("home.json", SETTINGS)], form=99))
    with pytest.raises(Damaged, match="store-version"):
        backup.restore(tmp_path / "file", tmp_path / "again", CODE)


def test_a_damaged_record_is_found_when_the_backup_is_made_and_not_when_it_is_needed(
    homes: dict[str, Home], tmp_path: Path
) -> None:
    database = homes["heron"].database
    whole = bytearray(database.read_bytes())
    for at in range(5 * 4096, len(whole), 4096):
        whole[at : at + 64] = b"\xff" * 64
    database.write_bytes(bytes(whole))
    with pytest.raises(Damaged, match="store-damaged"):
        list(backup.sealed(homes["heron"], CODE))
    assert not list(homes["heron"].path.glob("backup-*"))


def test_a_home_whose_record_is_gone_is_not_kept_as_if_it_had_none(homes: dict[str, Home]) -> None:
    """The last good backup would be put aside for one that holds nothing."""
    homes["heron"].database.unlink()
    with pytest.raises(Damaged, match="store-missing"):
        list(backup.sealed(homes["heron"], CODE))


# -- going back loses nothing ----------------------------------------------------------------------------------------


def test_a_restored_home_begins_a_new_epoch_before_it_says_anything(
    homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path
) -> None:
    """Restore: always a new epoch, even when nothing was said since; it names the last head it knows."""
    heron = opened(homes["heron"])
    exchange(heron, otter)
    old = heron.line().own.head()
    heron.close()
    home = brought_back(keep(homes["heron"], tmp_path / "file"), homes["heron"])
    heron = opened(home, at=LATER + 2 * 10**6)
    assert reasons(heron) == ["founded", "restored"]
    [first] = heron.store.openings(heron.line().own.key, 0, 1)
    assert read_entry(unpack(Opening, first, 1 << 20)).follows == old  # type: ignore[union-attr]
    for _ in range(2):
        exchange(heron, otter)
    assert reasons(heron) == ["founded", "restored"], "the others hold nothing more: nothing to report"
    assert not otter.store.differences(otter.line().id)


def test_after_a_restore_nothing_said_on_either_side_is_lost(
    homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path
) -> None:
    """What others hold of ours is reported, what had no receipt is said again, what they said comes back."""
    heron = opened(homes["heron"])
    exchange(heron, otter)
    early, theirs_early = notify(heron, "EXAMPLE early"), notify(otter, "EXAMPLE theirs, early")
    exchange(heron, otter)
    exchange(otter, heron)
    waiting = notify(heron, "EXAMPLE no receipt yet when the backup was made")
    file = keep(homes["heron"], tmp_path / "file")
    late = notify(heron, "EXAMPLE after the backup, receipted")
    theirs_late = notify(otter, "EXAMPLE theirs, after the backup")
    exchange(heron, otter)
    exchange(otter, heron)
    lost = heron.line().own.head()
    heron.close()
    home = brought_back(file, homes["heron"])
    heron = opened(home, at=LATER + 2 * 10**6)
    assert notices(heron) == [early.what, theirs_early.what, waiting.what]
    said_now = notify(heron, "EXAMPLE said before it has heard from anybody")
    for _ in range(4):
        exchange(heron, otter)
        exchange(otter, heron)
    assert reasons(heron) == ["founded", "restored", "lost-entries"]
    [first] = heron.store.openings(heron.line().own.key, 0, 1)
    assert read_entry(unpack(Opening, first, 1 << 20)).reported == [lost]  # type: ignore[union-attr]
    assert {theirs_late.what, waiting.what, said_now.what} <= set(notices(heron))
    assert sorted(notices(otter)) == sorted(
        [early.what, theirs_early.what, waiting.what, late.what, theirs_late.what, said_now.what]
    ), "and none of it twice"
    for kept in (early, waiting, said_now):
        assert set(receipts(heron.line(), kept.what)) == {"otter"}
    assert receipts(otter.line(), theirs_late.what) == ["heron"]
    assert not heron.line().owes("otter") and not otter.line().owes("heron")
    for node in (heron, otter):
        audit.audit(node, node.line())


def test_a_restored_home_is_written_to_under_its_new_keys(
    homes: dict[str, Home], opened: Open, otter: Node, tmp_path: Path
) -> None:
    """Sealing keys are in no backup: an envelope to one that is gone is named back, and sealed again to the new one."""
    heron = opened(homes["heron"])
    exchange(heron, otter)
    old = set(heron.keyring.sealing)
    heron.close()
    file = keep(homes["heron"], tmp_path / "file")
    kept = notify(otter, "EXAMPLE on its way to a key that is gone")
    envelope = otter.outgoing(otter.line(), "heron")
    heron = opened(brought_back(file, homes["heron"]), at=LATER + 2 * 10**6)
    assert len(heron.keyring.sealing) == 1 and not old & set(heron.keyring.sealing)
    otter.take(heron.receive(envelope))  # what it could open was nothing; what it answered brings its new keys
    exchange(otter, heron)
    assert kept.what in notices(heron) and receipts(otter.line(), kept.what) == ["heron"]


def test_beginning_a_restored_home_again_does_nothing_more(
    homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    file = keep(homes["heron"], tmp_path / "file")
    home = brought_back(file, homes["heron"])
    heron = opened(home, at=LATER + 2 * 10**6)
    size = heron.line().own.size
    heron.close()
    backup.begin(home, now=Clock(LATER + 3 * 10**6))
    heron = opened(home, at=LATER + 4 * 10**6)
    assert reasons(heron) == ["founded", "restored"] and heron.line().own.size == size


def test_a_restore_stopped_before_its_first_epoch_is_still_a_restore(
    homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    file = keep(homes["heron"], tmp_path / "file")
    backup.restore(file, tmp_path / "again", CODE)
    assert Mark(tmp_path / "again").was == "restored"
    heron = opened(Home.open(tmp_path / "again"))
    assert reasons(heron) == ["founded", "restored"]
    heron.close()
    assert Mark(tmp_path / "again").was == "whole"


def test_what_a_stopped_restore_left_is_removed_by_the_next(homes: dict[str, Home], tmp_path: Path) -> None:
    file = keep(homes["heron"], tmp_path / "file")
    (tmp_path / ".again.restoring").mkdir()
    (tmp_path / ".again.restoring" / "half").write_bytes(b"x")
    backup.restore(file, tmp_path / "again", CODE)
    assert not (tmp_path / ".again.restoring").exists() and not (tmp_path / "again" / "half").exists()


# -- a backup from last year -----------------------------------------------------------------------------------------


def test_a_backup_from_last_year_says_whom_it_cannot_reach_and_keeps_its_record(
    homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    """The others' sealing keys in it have ended: it can be read and proven, and it does not pretend to send."""
    heron = opened(homes["heron"])
    kept = notify(heron)
    heron.close()
    file = keep(homes["heron"], tmp_path / "file")
    shutil.rmtree(homes["heron"].path)
    backup.restore(file, homes["heron"].path, CODE)
    home = Home.open(homes["heron"].path)
    begun = backup.begin(home, now=Clock(LATER + 365 * DAY))
    assert begun["unreachable"] == ["otter"]
    heron = start(home, at=LATER + 366 * DAY)
    try:
        assert refusal(heron.outgoing, heron.line(), "otter") == "sealing-key-ended"
        assert kept.what in notices(heron), "the record is there"
        assert reasons(heron) == ["founded", "restored"]
        later = notify(heron, "EXAMPLE recorded all the same")
        assert later.what in notices(heron)
        audit.audit(heron, heron.line())
    finally:
        heron.close()


def test_a_backup_less_than_a_month_old_reaches_everybody(homes: dict[str, Home], tmp_path: Path) -> None:
    """Keys are announced again thirty days before they end, so one of those in the backup is still in its time."""
    file = keep(homes["heron"], tmp_path / "file")
    backup.restore(file, tmp_path / "again", CODE)
    assert backup.begin(Home.open(tmp_path / "again"), now=Clock(LATER + 29 * DAY))["unreachable"] == []


def test_settings_and_keys_come_back_as_they_were(homes: dict[str, Home], tmp_path: Path) -> None:
    home = homes["heron"]
    keys = {p.name: p.read_bytes() for p in home.path.glob("keys/*.key")}
    backup.restore(keep(home, tmp_path / "file"), tmp_path / "again", CODE)
    again = Home.open(tmp_path / "again")
    assert {p.name: p.read_bytes() for p in again.path.glob("keys/*.key")} == keys
    assert msgspec.structs.replace(again.settings, pair=home.settings.pair) == home.settings
    assert all(p.stat().st_mode & 0o077 == 0 for p in again.path.rglob("*"))


def test_the_key_of_a_backup_is_one_backups_alone(homes: dict[str, Home], tmp_path: Path) -> None:
    keys = set()
    for _ in range(2):
        data = b"".join(backup.sealed(homes["heron"], CODE))
        length = int.from_bytes(data[len(backup.MAGIC) :][:2], "big")
        store = data[len(backup.MAGIC) + 2 :][:length]
        keys.add(unlock(store, CODE))
    assert len(keys) == 2


def test_whoever_goes_away_in_the_middle_of_a_backup_holds_up_no_other(heron: Node) -> None:
    """The reader of the stream is gone, between two parts or within one: the snapshot goes too, and the next one is made."""
    notify(heron, "EXAMPLE " + "x" * 60_000)
    code = recovery_code(CODE)

    async def run(function: Callable[..., Any], *args: Any) -> Any:
        return function(*args)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": msgspec.json.encode({"code": code}), "more_body": False}

    def asked() -> Request:
        return Request({"type": "http", "method": "POST", "headers": [], "query_string": b""}, receive)

    async def all_of_it() -> list[bytes]:
        desk = Desk(heron, run)
        await (await desk.backup(asked())).body_iterator.aclose()  # gone before the first part
        for read in range(3):
            stream = (await desk.backup(asked())).body_iterator
            for _ in range(read):
                await anext(stream)
            reading = asyncio.ensure_future(anext(stream))
            await asyncio.sleep(0)
            reading.cancel()  # as the server does when the connection ends
            await asyncio.gather(reading, return_exceptions=True)
            await stream.aclose()
        (heron.home.path / "backup-left.part").write_bytes(b"left by a stop")
        return [part async for part in (await desk.backup(asked())).body_iterator]

    whole = b"".join(asyncio.run(asyncio.wait_for(all_of_it(), 60)))
    assert not list(heron.home.path.glob("backup-*"))
    reader = backup.Reader(io.BytesIO(whole), CODE)
    for entry in reader.manifest.files:
        assert sum(len(part) for part in reader.parts(entry)) == entry.size
    reader.finish()


def test_a_restored_home_still_knows_who_is_called(homes: dict[str, Home], tmp_path: Path) -> None:
    home = homes["heron"]
    for name, data in (("ladder.toml", b"[[step]]\n"), ("keys/pager.hook", b"secret")):
        (home.path / name).write_bytes(data)
        (home.path / name).chmod(0o600)
    again = brought_back(keep(home, tmp_path / "backup"), home)
    for name, data in (("ladder.toml", b"[[step]]\n"), ("keys/pager.hook", b"secret")):
        assert (again.path / name).read_bytes() == data
        assert (again.path / name).stat().st_mode & 0o077 == 0
