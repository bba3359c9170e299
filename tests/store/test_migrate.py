"""From an older form to a newer one: a copy first, all of a step or none of it, and a newer form is left alone."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.codec.errors import Damaged, Local
from detente.node import audit, backup, records
from detente.node.node import Node
from detente.store import migrate
from detente.store.sqlite import Store
from support import LATER, Home, exchange, notify, receipts

FOLDER = Path(migrate.__file__).parent
NOW = len(migrate.scripts(migrate.SCRIPTS))  # the newest form
SECOND = "ALTER TABLE message ADD COLUMN seen_at INTEGER; UPDATE message SET seen_at = heard_at + 1;"
THIRD = (
    "CREATE TABLE note (line BLOB, what BLOB, text TEXT); INSERT INTO note SELECT line, what, 'moved' FROM message;"
    " CREATE INDEX note_what ON note (line, what);"
)
COPY = re.compile(rf"detente\.db\.v{NOW}\.\d{{8}}T\d{{6}}Z\.copy")


@pytest.fixture
def old(homes: dict[str, Home], heron: Node, otter: Node) -> Home:
    """A home with the newest form and a real record in it, closed."""
    notify(heron)
    exchange(heron, otter)
    heron.close()
    return homes["heron"]


@pytest.fixture
def scripts(tmp_path: Path) -> Callable[..., Path]:
    def folder(*later: str) -> Path:
        path = tmp_path / "scripts"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        for script in FOLDER.glob("*.sql"):
            shutil.copy(script, path)
        for form, sql in enumerate(later, NOW + 1):
            (path / f"{form:04d}_step.sql").write_text(sql)
        return path

    return folder


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    db = sqlite3.connect(path)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def form(path: Path) -> int:
    return int(rows(path, "PRAGMA user_version")[0][0])


def copies(home: Home) -> list[Path]:
    return sorted(p for p in home.path.iterdir() if COPY.fullmatch(p.name))


def test_a_record_of_an_older_form_is_brought_up_and_loses_nothing(old: Home, scripts: Callable[..., Path]) -> None:
    before = rows(old.database, "SELECT * FROM message ORDER BY party, i")
    store = Store(old.database, scripts=scripts(SECOND, THIRD))
    assert store.found == NOW
    store.close()
    assert form(old.database) == NOW + 2
    after = rows(old.database, "SELECT * FROM message ORDER BY party, i")
    assert [row[:-1] for row in after] == before and all(row[-1] == row[10] + 1 for row in after)
    assert len(rows(old.database, "SELECT * FROM note")) == len(before)
    again = Store(old.database, scripts=scripts(SECOND, THIRD))
    assert again.found == NOW + 2 and len(copies(old)) == 1, "done once"
    again.close()


def test_the_copy_that_comes_first_is_whole_and_private_and_named_by_its_form(
    old: Home, scripts: Callable[..., Path], tmp_path: Path
) -> None:
    Store(old.database, scripts=scripts(SECOND)).close()
    [copy] = copies(old)
    assert copy.stat().st_mode & 0o077 == 0 and form(copy) == NOW
    shutil.copy(copy, tmp_path / "old.db")
    opened = Store(tmp_path / "old.db")  # the build before reads it as it is
    assert len(opened.messages(opened.lines()[0]["id"])) == 3
    opened.close()
    assert not (old.path / "detente.db.part").exists()


def test_a_node_goes_on_after_its_record_was_brought_up(
    old: Home, otter: Node, scripts: Callable[..., Path], opened: Callable[..., Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "SCRIPTS", scripts(THIRD))
    heron = opened(old, at=LATER + 10**6)
    assert len(records.queue(heron, heron.line())) == 1
    kept = notify(heron)
    exchange(heron, otter)
    assert receipts(heron.line(), kept.what) == ["otter"]
    audit.audit(heron, heron.line())


def test_a_record_of_the_first_form_is_shown_with_its_matters(old: Home, opened: Callable[..., Node]) -> None:
    """Form 1 knew no matters: what it kept is folded again from the messages, and nothing else is needed."""
    heron = opened(old, at=LATER + 10**6)
    shown = records.queue(heron, heron.line())
    heron.close()
    first = (FOLDER / "schema.sql").read_text("utf-8")
    views = re.findall(r"CREATE TABLE (?:item|answer) .*?;|CREATE INDEX item_number.*?;", first, re.S)
    assert len(views) == 3
    db = sqlite3.connect(old.database, isolation_level=None)
    for name, kind in db.execute("SELECT name, type FROM sqlite_master WHERE sql IS NOT NULL").fetchall():
        if kind == "table" and f"CREATE TABLE {name} " not in first:
            db.execute(f"DROP TABLE {name}")
    db.executescript("ALTER TABLE differ DROP COLUMN there; ALTER TABLE differ DROP COLUMN at;")
    db.executescript("DROP TABLE item;" + "".join(views) + "PRAGMA user_version=1;")
    db.close()
    again = opened(old, at=LATER + 2 * 10**6)
    assert records.queue(again, again.line()) == shown and form(old.database) == NOW
    assert again.store.stale() == []


def test_a_new_record_begins_in_the_newest_form(tmp_path: Path, scripts: Callable[..., Path]) -> None:
    store = Store(tmp_path / "new.db", scripts=scripts(SECOND, THIRD))
    store.close()
    assert store.found == 0 and form(tmp_path / "new.db") == NOW + 2
    assert [p.name for p in tmp_path.iterdir() if "copy" in p.name] == []


def test_a_script_that_fails_leaves_the_form_before_it_whole(old: Home, scripts: Callable[..., Path]) -> None:
    before = rows(old.database, "SELECT * FROM message ORDER BY party, i")
    bad = "DELETE FROM message; CREATE TABLE half (x); INSERT INTO nowhere VALUES (1);"
    with pytest.raises(Local, match="migrate-failed") as failed:
        Store(old.database, scripts=scripts(bad))
    assert failed.value.values["copy"] == copies(old)[0].name
    assert form(old.database) == NOW and rows(old.database, "SELECT * FROM message ORDER BY party, i") == before
    assert not rows(old.database, "SELECT name FROM sqlite_master WHERE name='half'")
    with pytest.raises(Local, match="migrate-failed"):
        Store(old.database, scripts=scripts(THIRD, bad))
    assert form(old.database) == NOW + 1, "a form in between is whole too"
    Store(old.database, scripts=scripts(THIRD)).close()


KILLED = """
import resource, signal, sys
from pathlib import Path
from detente.store.sqlite import Store
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
path, folder, room = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
Store(path, scripts=folder)
print("done")
"""


def test_a_process_killed_in_the_middle_of_a_step_leaves_the_old_form(old: Home, scripts: Callable[..., Path]) -> None:
    """The kernel kills it at a write, wherever that is: in the copy, or in the step. The next start does it all."""
    big = (
        THIRD
        + "INSERT INTO note SELECT randomblob(8), randomblob(32), hex(randomblob(900)) FROM "
        + ", ".join(f"leaf AS l{n}" for n in range(4))
    )
    folder = scripts(big + ";")
    before = rows(old.database, "SELECT * FROM message ORDER BY party, i")
    size = old.database.stat().st_size
    at_copy = at_step = 0
    for room in (4096, size // 2, size - 4096, size + 8192, size + 65536, 2 * size + 262144):
        for part in copies(old):
            part.unlink()
        died = subprocess.run(
            [sys.executable, "-c", KILLED, old.database, folder, str(room)], capture_output=True, check=False
        )
        assert died.returncode == -signal.SIGXFSZ, (room, died)
        at_copy, at_step = at_copy + (not copies(old)), at_step + bool(copies(old))
        assert form(old.database) == NOW, room
        assert rows(old.database, "SELECT * FROM message ORDER BY party, i") == before
        assert rows(old.database, "PRAGMA integrity_check") == [("ok",)]
        for copy in copies(old):
            assert form(copy) == NOW and rows(copy, "PRAGMA integrity_check") == [("ok",)]
    assert at_copy and at_step, "both were cut off"
    Store(old.database, scripts=folder).close()
    assert form(old.database) == NOW + 1 and not (old.path / "detente.db.part").exists()


def test_without_room_for_the_copy_nothing_is_begun(old: Home, scripts: Callable[..., Path]) -> None:
    assert old.database.stat().st_size > 65536
    code = KILLED.replace("signal.SIG_DFL", "signal.SIG_IGN")
    run = subprocess.run(
        [sys.executable, "-c", code, old.database, scripts(SECOND), "65536"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1 and "migrate-copy-failed" in run.stderr
    assert form(old.database) == NOW and not copies(old) and not (old.path / "detente.db.part").exists()


def test_a_record_from_a_newer_build_is_refused_and_left_as_it_is(
    old: Home, scripts: Callable[..., Path], opened: Callable[..., Node]
) -> None:
    Store(old.database, scripts=scripts(SECOND)).close()
    before = old.database.read_bytes()
    with pytest.raises(Damaged, match="store-version") as refused:
        opened(old)
    assert refused.value.values == {"found": NOW + 1, "known": NOW}
    assert old.database.read_bytes() == before


def test_the_way_back_is_a_backup(
    homes: dict[str, Home], scripts: Callable[..., Path], opened: Callable[..., Node], tmp_path: Path
) -> None:
    """A backup of form 1, made before; and one of form 2 is refused by a build that knows 1."""
    home = homes["heron"]
    (tmp_path / "one").write_bytes(b"".join(backup.sealed(home, bytes(20))))
    Store(home.database, scripts=scripts(SECOND)).close()
    (tmp_path / "two").write_bytes(b"".join(backup.sealed(home, bytes(20))))
    with pytest.raises(Damaged, match="store-version"):
        backup.restore(tmp_path / "two", tmp_path / "again", bytes(20))
    backup.restore(tmp_path / "one", tmp_path / "again", bytes(20))
    assert form(tmp_path / "again" / "detente.db") == NOW


@pytest.mark.parametrize(
    "names", [["0003_x.sql"], ["0002_x.sql", "0004_y.sql"], ["0001_x.sql"], ["0002_x.sql", "0002_y.sql"]]
)
def test_scripts_are_numbered_without_gaps(tmp_path: Path, names: list[str]) -> None:
    shutil.copy(FOLDER / "schema.sql", tmp_path)
    for name in names:
        (tmp_path / name).write_text("SELECT 1;")
    with pytest.raises(RuntimeError, match="0002"):
        migrate.scripts(tmp_path)


def test_the_scripts_of_this_build_leave_the_transaction_to_the_runner() -> None:
    for script in migrate.scripts(migrate.SCRIPTS):
        assert not re.search(r"\b(BEGIN|COMMIT|ROLLBACK|END TRANSACTION)\b", script, re.IGNORECASE)
