"""A disk that does not do as asked: a plain error, memory that is what the store says, and a node that goes on or stops.

`strace` does the same to real nodes (tests/e2e/test_kill.py); here each finding of that kind stands by itself.
"""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from detente.api.client import Client
from detente.api.serve import serve, step
from detente.codec.errors import Damaged, Local
from detente.node import audit
from detente.node import home as home_module
from detente.node.deliver import Carrier
from detente.node.disk import plain
from detente.node.keyring import Keyring
from detente.node.node import DAY, HOUR
from support import LATER, START, Home, Node, exchange, fold, notice_sections, notify, receipts, tables

Open = Callable[..., Node]
KEY_END = START + 90 * DAY


@contextmanager
def failing(node: Node, method: str, calls: int = 1, error: Exception | None = None) -> Iterator[None]:
    """The next `calls` calls of a method of the store fail as a read of a bad sector does."""
    left = [calls]
    whole = getattr(node.store, method)

    def fail(*args: Any) -> Any:
        if left[0] > 0:
            left[0] -= 1
            raise error or sqlite3.OperationalError("disk I/O error")
        return whole(*args)

    setattr(node.store, method, fail)
    try:
        yield
    finally:
        delattr(node.store, method)


def proven(*nodes: Node) -> None:
    for node in nodes:
        audit.audit(node, node.line())


def test_a_read_that_fails_while_hearing_leaves_no_gap_in_the_record(heron: Node, otter: Node) -> None:
    """Their log had grown in memory and not in the store: the next entries would have been kept behind a hole."""
    first = notify(heron, "EXAMPLE first")
    envelope = heron.outgoing(heron.line(), "otter")
    before = tables(otter)
    with failing(otter, "is_heard"), pytest.raises(sqlite3.OperationalError):
        otter.receive(envelope)
    assert tables(otter) == before
    second = notify(heron, "EXAMPLE second")
    exchange(heron, otter)
    proven(heron, otter)
    assert receipts(heron.line(), first.what) == receipts(heron.line(), second.what) == ["otter"]


def test_a_line_taken_before_a_commit_failed_sends_nothing_that_was_not_recorded(heron: Node, otter: Node) -> None:
    """Whoever carries takes the line first and is run later: what it takes must not be signed from memory that was dropped."""
    line = heron.line()
    size = line.own.size
    with failing(heron, "commit", error=Local("store-failed", why="disk full")), pytest.raises(Local):
        notify(heron, "EXAMPLE not recorded")
    assert line.own.size > size, "the object that is out of use has it still"
    otter.receive(heron.outgoing(line, "otter"))
    recorded = notify(heron, "EXAMPLE recorded")
    exchange(heron, otter)
    said = [item["what"] for item in otter.store.items(otter.line().id) if item["kind"] == "notice"]
    assert said == [recorded.what]
    assert otter.store.differences(otter.line().id) == []
    proven(heron, otter)


def test_what_is_said_on_a_line_taken_before_a_commit_failed_is_said_whole(heron: Node, otter: Node) -> None:
    line = heron.line()
    with failing(heron, "commit", error=Local("store-failed", why="disk full")), pytest.raises(Local):
        notify(heron, "EXAMPLE not recorded")

    heron.say(line, heron.write(line, "notice", notice_sections(), 3))
    exchange(heron, otter)
    assert fold(heron) == fold(otter)
    proven(heron, otter)


def test_memory_that_cannot_be_read_back_is_not_acted_on_until_it_can(heron: Node) -> None:
    line = heron.line()
    size = line.own.size
    with failing(heron, "logs"):
        with failing(heron, "commit", error=Local("store-failed", why="")), pytest.raises(sqlite3.OperationalError):
            notify(heron, "EXAMPLE not recorded")
        assert heron.unread
    heron.refresh()
    assert not heron.unread and heron.line().own.size == size


def test_whoever_looks_while_memory_is_read_back_sees_every_line(heron: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk and the carriers take lines and routes on another thread than the one that reads them back."""
    seen: list[tuple[int, int, int]] = []
    logs = heron.store.logs

    def look(line: bytes) -> Any:
        seen.append((len(heron.lines), len(heron.founded), len(heron.routes)))
        return logs(line)

    monkeypatch.setattr(heron.store, "logs", look)
    with failing(heron, "commit", error=Local("store-failed", why="")), pytest.raises(Local):
        notify(heron, "EXAMPLE not recorded")
    assert seen == [(1, 1, 1)]


def test_a_record_that_can_only_be_read_is_not_served(homes: dict[str, Home], monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite falls back to reading when it cannot open for writing; such a node would refuse everything until restarted."""
    connect = sqlite3.connect

    def fall_back(path: object, **options: Any) -> sqlite3.Connection:
        return connect(f"file:{path}?mode=ro", uri=True, **options)

    monkeypatch.setattr("detente.store.connection.sqlite3.connect", fall_back)
    with pytest.raises(Damaged, match="store-unread"):
        Node(homes["heron"])
    monkeypatch.undo()
    Node(homes["heron"]).close()


def test_a_commit_that_cannot_begin_is_a_plain_error(heron: Node) -> None:
    heron.store._db.execute("PRAGMA busy_timeout=0")
    other = sqlite3.connect(heron.home.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Local, match="store-failed"):
        notify(heron, "EXAMPLE not recorded")
    other.execute("ROLLBACK")
    other.close()
    notify(heron, "EXAMPLE recorded")
    proven(heron)


@pytest.mark.parametrize(
    ("error", "code", "values"),
    [
        (sqlite3.OperationalError("disk I/O error"), "store-unread", {"why": "disk I/O error"}),
        (OSError(errno.ENOSPC, "No space left on device"), "disk-failed", {"why": "No space left on device"}),
        (OSError(errno.EIO, "Input/output error", "keys/a.key"), "disk-failed", {"file": "a.key"}),
        (Local("line-none"), "line-none", {}),
        (ValueError("a defect"), None, {}),
        (ConnectionResetError(errno.ECONNRESET, "reset"), None, {}),
        (TimeoutError("late"), None, {}),
    ],
)
def test_what_a_disk_refuses_is_plain_and_a_defect_stays_one(
    error: Exception, code: str | None, values: dict[str, str]
) -> None:
    found = plain(error)
    assert (found.code if found is not None else None) == code
    if found is not None:
        assert values.items() <= found.values.items()


def test_a_desk_that_meets_a_bad_disk_is_told_so_in_plain_words(
    homes: dict[str, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("detente.store.sqlite.Store.listed", fail)
    with pytest.raises(Damaged, match="store-unread"):
        Client(homes["heron"]).get("/v1/queue")
    monkeypatch.undo()
    assert Client(homes["heron"]).get("/v1/queue")["items"] == []


def test_a_command_on_a_record_that_is_no_database_says_so_without_a_traceback(homes: dict[str, Home]) -> None:
    homes["heron"].database.write_bytes(b"not a database" * 100)
    command = [sys.executable, "-m", "detente.cli", "--home", str(homes["heron"].path), "inbox", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "store-damaged" in done.stdout
    assert "Traceback" not in done.stderr and "What to do next" in done.stderr


def test_a_node_that_fails_to_read_when_it_carries_tries_again(heron: Node) -> None:
    """The carrier's own task must not end without a word."""

    async def run(function: Callable[..., Any], *args: Any) -> Any:
        return step(heron, function, *args)

    async def carry() -> str:
        carrier = Carrier(heron, run, heron.line().id, "otter")
        with failing(heron, "waiting"):
            task = asyncio.create_task(carrier.forever())
            async with carrier.sent:
                await carrier.sent.wait()
            assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return str(carrier.state["why"])

    assert asyncio.run(carry()) == "store-unread"


# -- keys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", [b"", None], ids=["emptied", "overwritten"])
def test_a_key_whose_destruction_was_cut_short_is_gone_at_the_next_start(
    homes: dict[str, Home], heron: Node, opened: Open, left: bytes | None
) -> None:
    heron.close()
    [path] = (homes["heron"].path / "keys").glob("sealing-*.bin")
    path.write_bytes(bytes(path.stat().st_size) if left is None else left)
    assert not opened(homes["heron"], at=LATER + 1000).keyring.sealing
    assert not path.exists()


def test_a_key_is_overwritten_where_it_lies_before_its_name_goes(
    homes: dict[str, Home], heron: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = (homes["heron"].path / "keys").glob("sealing-*.bin")
    place = path.stat().st_ino
    seen: list[tuple[int, bool]] = []
    unlink = Path.unlink

    def look(self: Path, missing_ok: bool = False) -> None:
        seen.append((self.stat().st_ino, any(self.read_bytes())))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", look)
    assert heron.keyring.destroy_sealing(KEY_END + HOUR) == 1
    assert seen == [(place, False)] and not path.exists()


def test_a_key_half_written_when_a_process_died_does_not_stay(
    homes: dict[str, Home], heron: Node, opened: Open
) -> None:
    heron.close()
    left = homes["heron"].path / "keys" / "sealing-00.bin.new"
    left.write_bytes(b"half")
    opened(homes["heron"], at=LATER + 1000)
    assert not left.exists()


def test_a_key_that_could_not_be_written_leaves_nothing_behind(
    heron: Node, homes: dict[str, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = homes["heron"].path / "keys"
    before = sorted(keys.iterdir())

    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(home_module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        heron.keyring.create_sealing(heron.line().id, os.urandom, LATER, LATER + DAY, {})
    monkeypatch.undo()
    assert sorted(keys.iterdir()) == before
    assert sorted(Keyring(homes["heron"]).sealing) == sorted(heron.keyring.sealing)


# -- serving -------------------------------------------------------------------------------------------------------


def serving(home: Home, ready: Callable[[dict[str, Any]], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        asyncio.run(serve(home, os.dup(listener.fileno()), ready))


def stop_me(_state: dict[str, Any]) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_node_takes_its_socket_away_before_it_gives_its_home_back(
    homes: dict[str, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other way round it would take away the socket of the next owner, who then serves nobody."""
    left: list[bool] = []
    close = Node.close

    def look(self: Node) -> None:
        left.append(self.home.socket.exists())
        close(self)

    monkeypatch.setattr(Node, "close", look)
    serving(homes["heron"], stop_me)
    assert left == [False]


def test_a_node_whose_certificate_cannot_be_read_stops_and_says_so(homes: dict[str, Home]) -> None:
    """It used to say that it listened, and that it had stopped as told."""
    (homes["heron"].path / "keys" / "tls.pem").write_bytes(b"no certificate")
    told: list[dict[str, Any]] = []
    with pytest.raises((OSError, ValueError)):
        serving(homes["heron"], told.append)
    assert told == []
    Node(homes["heron"]).close()


def test_a_home_whose_path_is_too_long_for_a_socket_says_so(
    homes: dict[str, Home], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / ("long-" * 30)
    far.mkdir()
    homes["heron"].path.rename(far / "heron")
    monkeypatch.chdir("/")
    with pytest.raises(Local, match="home-path-long"):
        serving(Home.open(far / "heron"), stop_me)


def test_a_node_whose_keys_cannot_be_renewed_for_now_goes_on_and_counts_it(
    homes: dict[str, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("detente.api.serve.renew", full)
    found: list[dict[str, int]] = []

    def look() -> None:
        counters: dict[str, int] = {}
        while "disk-failed" not in counters:
            counters = Client(homes["heron"]).get("/v1/status")["lines"][0]["counters"]
        found.append(counters)
        stop_me({})

    asker = threading.Thread(target=look, daemon=True)
    serving(homes["heron"], lambda _state: asker.start())
    asker.join(60)
    assert found and found[0]["disk-failed"] == 1
