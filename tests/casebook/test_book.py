"""The book of cases: nothing typed is lost, two people do not overwrite each other, a broken file is refused and left alone."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import zoneinfo
from pathlib import Path

import pytest

from detente.cases.case import read_case, stamp
from detente.codec.errors import Damaged, Local
from detente.node import bookback
from detente.node.casebook import place, typed
from detente.store.book import Book, Overtaken
from support import Clock

NOW = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "there" / "cases.db"


def test_what_was_typed_is_there_after_a_kill_between_two_questions(path: Path) -> None:
    script = (
        "import sys, os, signal; from pathlib import Path; from detente.store.book import Book\n"
        "book = Book(Path(sys.argv[1]), lambda: 1)\n"
        "draft = book.keep_draft(None, {'class': 'loss-of-control'})\n"
        "book.keep_draft(draft, {'class': 'loss-of-control', 'plain': 'EXAMPLE'})\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    found = Book(path, Clock()).draft()
    assert found is not None and found[2] == {"class": "loss-of-control", "plain": "EXAMPLE"}


def test_a_draft_becomes_a_case_in_one_step_or_not_at_all(path: Path) -> None:
    book = Book(path, Clock())
    draft = book.keep_draft(None, {"class": "loss-of-control"})
    id = book.open({"class": "loss-of-control"}, "me", draft)
    assert book.draft() is None and book.get(id).version == 1 and book.get("1").id == id


def test_of_two_people_who_edit_one_version_the_second_is_refused_and_both_are_shown(path: Path) -> None:
    first, second = Book(path, Clock()), Book(path, Clock())
    id = first.open({"plain": "a"}, "one")
    first.edit(id, 1, {"plain": "b"}, "one")
    with pytest.raises(Overtaken) as refused:
        second.edit(id, 1, {"plain": "c"}, "two")
    assert (refused.value.theirs, refused.value.ours) == ({"plain": "b"}, {"plain": "c"})
    assert second.get(id).body == {"plain": "b"}
    assert [version.body["plain"] for version in second.versions(id)] == ["a", "b"]


def test_many_writers_at_once_each_make_one_version(path: Path) -> None:
    id = Book(path, Clock()).open({"n": 0}, "me")
    won: list[int] = []

    def work(number: int) -> None:
        book = Book(path, Clock())
        while True:
            kept = book.get(id)
            try:
                won.append(book.edit(id, kept.version, {"n": kept.body["n"] + 1}, str(number)))
                return
            except Overtaken:
                continue

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [2, 3, 4, 5, 6, 7] and Book(path, Clock()).get(id).body == {"n": 6}


def _half(path: str, ready: multiprocessing.synchronize.Event) -> None:
    book = Book(Path(path), lambda: 1)
    book.db.execute("BEGIN IMMEDIATE")
    book.db.execute("UPDATE cases SET version = 99")
    book.db.execute("INSERT INTO versions VALUES ('C1970-1', 99, 1, 'x', '{}')")
    ready.set()
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_half_written_step_is_undone_when_the_book_is_opened_again(path: Path) -> None:
    id = Book(path, lambda: 1).open({"plain": "a"}, "me")
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_half, args=(str(path), ready))
    process.start()
    process.join()
    assert ready.is_set()
    kept = Book(path, lambda: 1).get(id)
    assert kept.version == 1 and kept.body == {"plain": "a"}


@pytest.mark.parametrize("how", ["cut", "text", "middle", "newer"])
def test_a_broken_book_is_refused_and_left_as_it_is(path: Path, how: str) -> None:
    book = Book(path, Clock())
    for number in range(40):
        book.open({"plain": "x" * 2000, "n": number}, "me")
    if how == "newer":
        book.db.execute("PRAGMA user_version=999")
    book.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    book.close()
    data = path.read_bytes()
    if how == "cut":
        data = data[: len(data) // 2 + 100]
    elif how == "text":
        data = b"this is no database at all, however long it may be" * 200
    elif how == "middle":
        data = data[:8192] + b"\xa5" * 8192 + data[16384:]
    path.write_bytes(data)
    with pytest.raises(Damaged) as refused:
        Book(path, Clock())
    assert refused.value.code == ("store-version" if how == "newer" else "book-damaged")
    assert path.read_bytes() == data


def test_a_book_that_somebody_is_writing_to_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.store.beside.BUSY", 50)
    Book(path, Clock()).open({}, "me")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises((Local, Damaged)) as refused:
        Book(path, Clock()).open({}, "me")
    holder.close()
    assert refused.value.code in ("book-busy", "book-damaged")
    assert refused.value.code == "book-busy"


def test_the_book_is_in_the_home_or_in_this_users_own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place(str(tmp_path)) == tmp_path / "cases.db"
    monkeypatch.setattr(sys, "platform", "linux")
    assert place(None, {"XDG_DATA_HOME": "/x"}) == Path("/x/detente/cases.db")
    monkeypatch.setattr(sys, "platform", "win32")
    assert place(None, {"LOCALAPPDATA": "/y"}) == Path("/y/detente/cases.db")


# -- times as people type them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-11-30T12:00:00Z"),
        ("2h ago", "2026-11-30T10:00:00Z"),
        ("30 min ago", "2026-11-30T11:30:00Z"),
        ("3天前", "2026-11-27T12:00:00Z"),
        ("-PT90M", "2026-11-30T10:30:00Z"),
        ("+P1DT2H", "2026-12-01T14:00:00Z"),
        ("2026-11-02T09:00:00-08:00", "2026-11-02T09:00:00-08:00"),
        ("2026-11-02T09:00:00.999Z", "2026-11-02T09:00:00Z"),
        ("2026-11-02 09:00 Asia/Shanghai", "2026-11-02T09:00:00+08:00"),
        ("2026-07-02 9:00 America/Los_Angeles", "2026-07-02T09:00:00-07:00"),
        ("2026-11-01 01:30 America/Los_Angeles", "2026-11-01T01:30:00-07:00"),  # stands twice: the earlier
        ("08:15 +05:30", "2026-11-30T08:15:00+05:30"),
        ("23:00 UTC", "2026-11-30T23:00:00Z"),
    ],
)
def test_times_are_read_as_people_type_them(text: str, expected: str) -> None:
    assert stamp(typed(text, NOW, "detected")) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-02 09:00 Middle/Earth", "case-zone"),
        ("2026-11-02 09:00 ../../etc/passwd", "case-zone"),
        ("2026-03-08 02:30 America/Los_Angeles", "case-time-skipped"),
        ("yesterday", "case-time"),
        ("2026-02-30 09:00 UTC", "case-time"),
        ("2026-11-02T09:00:00", "case-time-zone"),
        ("99999-01-01T00:00:00Z", "case-time"),
        ("1900-01-01T00:00:00Z", "case-time"),
    ],
)
def test_a_time_that_cannot_be_read_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(Local) as refused:
        typed(text, NOW, "detected")
    assert refused.value.code == code


def test_a_time_without_a_zone_is_refused_where_nobody_can_be_shown_how_it_was_taken() -> None:
    with pytest.raises(Local) as refused:
        read_case({"detected": "2026-11-02T09:00:00"})
    assert refused.value.code == "case-time-zone"
    assert zoneinfo.ZoneInfo("Asia/Shanghai")  # the names above are known to this machine


def test_a_new_book_is_its_owners_alone_and_one_that_is_shared_stays_shared(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = tmp_path / "case.book"
        Book(path, lambda: 1).close()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o660)
        Book(path, lambda: 1).close()
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
    finally:
        os.umask(before)


# -- one encrypted file --------------------------------------------------------------------------------------------------


def kept_apart(path: Path, folder: Path, code: bytes) -> Path:
    backup = folder / "cases.backup"
    backup.write_bytes(b"".join(bookback.sealed(path, code)))
    return backup


def test_a_backup_of_the_book_holds_every_word_and_shows_none(path: Path, tmp_path: Path) -> None:
    book, code = Book(path, Clock()), bytes(20)
    id = book.open({"class": "loss-of-control", "plain": "EXAMPLE of an unlikely word: quetzalcoatlus"}, "EXAMPLE")
    book.enter(id, "note", {"text": "EXAMPLE note"}, "EXAMPLE")
    backup = kept_apart(path, tmp_path, code)  # while another holds it open
    assert b"quetzalcoatlus" in path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    assert b"quetzalcoatlus" not in backup.read_bytes() and b"SQLite" not in backup.read_bytes()
    bookback.check(backup, code)
    there = tmp_path / "elsewhere" / "cases.db"
    bookback.restore(backup, there, code)
    again = Book(there, Clock())
    assert again.get(id) == book.get(id) and again.entries(id) == book.entries(id)
    assert sorted(file.name for file in path.parent.glob(".*")) == [] and stat.S_IMODE(there.stat().st_mode) == 0o600
    again.close()
    book.close()


def test_a_backup_of_the_book_that_was_altered_anywhere_or_has_another_code_puts_nothing_back(
    path: Path, tmp_path: Path
) -> None:
    book, code = Book(path, Clock()), bytes(20)
    book.open({"class": "loss-of-control", "plain": "EXAMPLE"}, "EXAMPLE")
    book.close()
    backup = kept_apart(path, tmp_path, code)
    whole, there = backup.read_bytes(), tmp_path / "there.db"
    with pytest.raises(Local, match="backup-wrong-code"):
        bookback.restore(backup, there, bytes([1] * 20))
    for at in (0, 17, 40, len(whole) // 2, len(whole) - 1):
        for changed in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole + b"x"):
            backup.write_bytes(changed)
            with pytest.raises((Damaged, Local), match="backup-"):
                bookback.restore(backup, there, code)
            assert not there.exists() and not list(tmp_path.glob(".there*"))
    backup.write_bytes(whole)
    there.write_bytes(b"mine")
    with pytest.raises(Local, match="book-exists"):
        bookback.restore(backup, there, code)
    assert there.read_bytes() == b"mine"


def test_no_backup_is_made_of_a_book_that_cannot_be_read(tmp_path: Path) -> None:
    broken = tmp_path / "cases.db"
    broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with pytest.raises(Damaged):
        b"".join(bookback.sealed(broken, bytes(20)))
    assert [file.name for file in tmp_path.iterdir()] == ["cases.db"]
