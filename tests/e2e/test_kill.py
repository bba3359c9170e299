"""Real nodes killed and hindered at chosen system calls, through every weather: nothing lost, nothing doubled, the same record.

The short form of `make kill` (docs/faults.md), with a plan and a seed of its own.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from faults import strace
from faults.check import compare, settle
from faults.kill import Run
from faults.offices import World
from faults.plan import PHASES, STARTS, Kills, Point, is_kill, pairs, points
from faults.proxy import WEATHERS
from faults.strace import ACTIONS, Attached, Injection, around, cannot_trace, injected, sites

from detente.api.client import Client

NO_TRACE = cannot_trace()
traced = pytest.mark.skipif(NO_TRACE is not None, reason=f"no system call can be chosen here: {NO_TRACE}")

# At least one kill for every class of system call, and a disk that fails and fills at each end of a commit.
PLAN = [
    Point("say", "pwrite64", "db-wal", 3, "SIGKILL"),
    Point("say", "fdatasync", "db-wal", 1, "before"),
    Point("hear", "fdatasync", "db-wal", 1, "after"),
    Point("acknowledge", "fcntl", "db-shm", 5, "before"),
    Point("start", "openat", "db-wal", 1, "SIGKILL"),
    Point("start", "fsync", "sealing key", 1, "before"),
    Point("start", "rename", "sealing key", 1, "SIGKILL"),
    Point("start", "unlink", "sealing key", 1, "before"),
    Point("start", "write", "lock", 1, "after"),
    Point("start after a kill", "ftruncate", "db-shm", 1, "SIGKILL"),
    Point("start after a kill", "pread64", "db-wal", 2, "SIGKILL"),
    Point("hear", "sendto", "network", 1, "SIGKILL"),
    Point("stop", "unlink", "local socket", 1, "SIGKILL"),
    Point("notify", "fdatasync", "db-wal", 1, "SIGKILL"),
    Point("rebuild", "pwrite64", "db-wal", 2, "SIGKILL"),
    Point("say", "fdatasync", "db-wal", 1, "EIO"),
    Point("hear", "pwrite64", "db-wal", 2, "EIO"),
    Point("say", "pwrite64", "db-wal", 1, "ENOSPC from here on"),
    Point("start", "openat", "db", 1, "EIO"),
    Point("start", "openat", "db-shm", 1, "EIO"),
    Point("notify", "pwrite64", "db-wal", 1, "ENOSPC"),
]


@pytest.mark.slow
@traced
def test_nothing_is_lost_or_doubled_whatever_kills_or_hinders_the_nodes(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(tmp_path_factory.mktemp("kill"), seed=20261125, seconds=600)
    run.plan = [*PLAN, None]
    status = run.whole()
    said = capsys.readouterr().out
    assert status == 0 and not run.wrong, said
    unmet = [f"{row['phase']}: {row['call']} {row['n']}" for row in run.kills.rows if not row["hit"] and row["phase"]]
    assert not unmet, f"never reached: {unmet}"
    assert {row["call"] for row in run.kills.rows if is_kill(row)} >= {point.call for point in PLAN if point.kills}
    assert all(run.weathers[name] >= 1 for name in WEATHERS)
    last = said.strip().splitlines()[-1]
    assert ", the same; " in last and last.endswith("pairs, 0 lost, 0 doubled"), last


@pytest.mark.slow
def test_the_last_check_sees_what_is_lost_what_differs_and_what_does_not_prove(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world = World(tmp_path_factory.mktemp("check"), 1)
    try:
        a, b = world.offices
        for office in world.offices:
            office.start()
        settle(world)
        assert compare(world).same
        a.said["00" * 16] = "a-99"  # reported said, and nowhere
        found = compare(world)
        assert (found.lost, found.doubled) == (2, 0) and not found.same
        del a.said["00" * 16]
        b.notify()  # its node is stopped: only b has it
        assert compare(world).wrong == [
            "the records differ: {'a': 0, 'b': 1} messages only on one side",
            "1 lost, 0 doubled of what was reported said",
        ]
        with sqlite3.connect(a.home.database) as db:
            db.execute("DELETE FROM message WHERE party='b' AND i=(SELECT max(i) FROM message WHERE party='b')")
        db.close()
        assert compare(world).wrong[0].startswith("a: record verify ended with 1")
    finally:
        world.close()


@pytest.mark.slow
@traced
@pytest.mark.parametrize("first", [True, False], ids=["first-since-the-start", "later"])
def test_a_message_that_could_not_be_recorded_is_not_brought_back_by_a_kill(
    tmp_path_factory: pytest.TempPathFactory, first: bool
) -> None:
    """The sync of a commit fails: whoever asked is told no, though the whole commit lies in the write-ahead log."""
    root = tmp_path_factory.mktemp("sync")
    world = World(root, 1)
    try:
        office = world.offices[0]
        office.start()
        if not first:
            office.notify()
        assert office.node is not None
        path = str(office.home.database) + "-wal"  # the first commit of a log syncs its header before
        injection = Injection("fdatasync", 2 if first else 1, "EIO", (path,))
        tracer = Attached(office.node.pid, root / "log", injection.words())
        assert office.attempt(office.notify) == "store-failed disk I/O error"
        tracer.detach()
        assert injected(root / "log", injection) == "db-wal"
        office.end(signal.SIGKILL)
        rows = Client(office.home).get("/v1/queue")["items"]
        assert [row["reference"] for row in rows] == list(office.said.values())
    finally:
        world.close()


@traced
def test_a_kill_at_a_chosen_call_happens_there_and_leaves_the_call_site(tmp_path: Path) -> None:
    """Before: the call was not made. After: it was. Both name the line of ours that made it."""
    for action, written in (("before", b""), ("after", b"x"), ("SIGKILL", b"")):
        file, log, stacks = (tmp_path / f"{action}-{name}" for name in ("file", "log", "sites"))
        code = (
            "import os, sys; from faults import node; node.main = lambda words: os.write("
            "os.open(words[0], os.O_WRONLY | os.O_CREAT), b'x'); node.run(*sys.argv[1:2], sys.argv[2:])"
        )
        injection = Injection("write", 1, action, (str(file),))
        command = [*around(log, injection.words()), sys.executable, "-c", code, str(stacks), str(file)]
        done = subprocess.run(command, cwd=Path(strace.__file__).parents[1], capture_output=True, check=False)
        assert done.returncode == {"SIGKILL": -9}.get(action, -12), done.stderr
        assert file.read_bytes() == written
        assert injected(log, injection) == "other"
        assert len(sites(stacks.read_text())) == (action != "SIGKILL")


@traced
def test_a_call_that_is_made_to_fail_fails_once_and_the_process_goes_on(tmp_path: Path) -> None:
    file, log, stacks = (tmp_path / name for name in ("file", "log", "sites"))
    code = (
        "import os, sys; from faults import node\n"
        "def main(words):\n"
        "    held = os.open(words[0], os.O_WRONLY | os.O_CREAT)\n"
        "    for letter in (b'a', b'b', b'c'):\n"
        "        try:\n            os.write(held, letter)\n        except OSError as error:\n            print(error.errno)\n"
        "node.main = main\nnode.run(*sys.argv[1:2], sys.argv[2:])"
    )
    injection = Injection("write", 2, "ENOSPC", (str(file),))
    command = [*around(log, injection.words()), sys.executable, "-c", code, str(stacks), str(file)]
    done = subprocess.run(command, cwd=Path(strace.__file__).parents[1], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "28\n"), done.stderr
    assert file.read_bytes() == b"ac" and injected(log, injection) == "other"


# -- reading and keeping what was done, without a process ------------------------------------------------------------

LOG = """\
101 openat(AT_FDCWD</x>, "/t/homes/a/detente.db", O_RDWR) = 5</t/homes/a/detente.db>
101 pwrite64(6</t/homes/a/detente.db-wal>, ""..., 24, 0) = 24
102 fdatasync(6</t/homes/a/detente.db-wal> <unfinished ...>
101 sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, ""..., 40, 0, NULL, 0) = 40
102 <... fdatasync resumed>) = -1 EIO (Input/output error) (INJECTED)
101 rename("/t/homes/a/keys/sealing-00.bin.new", "/t/homes/a/keys/sealing-00.bin") = 0
101 +++ exited with 0 +++
"""


def test_a_call_told_in_two_parts_is_one_call(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(LOG)
    assert strace.count(tmp_path / "log") == {
        ("openat", "db"): 1,
        ("pwrite64", "db-wal"): 1,
        ("fdatasync", "db-wal"): 1,
        ("sendto", "network"): 1,
        ("rename", "sealing key"): 1,
    }
    assert injected(tmp_path / "log", Injection("fdatasync", 1, "EIO")) == "db-wal"
    assert injected(tmp_path / "log", Injection("pwrite64", 1, "EIO")) is None


def test_every_point_of_a_traced_life_is_a_place_to_strike() -> None:
    found = points(STARTS[0], LOG, random.Random(0))
    assert {(p.call, p.kind) for p in found if p.action == "SIGKILL"} >= {
        ("fdatasync", "db-wal"),
        ("sendto", "network"),
    }
    assert {p.action for p in found if p.call == "fdatasync"} == set(ACTIONS)
    assert {p.action for p in found if p.call == "sendto"} == {"before", "after", "SIGKILL"}


def test_a_short_run_sees_every_phase_and_kills_and_errors_alike(tmp_path: Path) -> None:
    run = Run(tmp_path, seed=1, seconds=0)
    run.surveyed = {phase: points(phase, LOG, random.Random(0)) for phase in PHASES}
    first = run.next_points()[:80]
    assert {point.phase for point in first} == set(PHASES)
    assert {point.action for point in first} == set(ACTIONS)
    assert sum(point.kills for point in first) > 40
    run.kills.add(phase=first[0].phase, call=first[0].call, file=first[0].kind, n=first[0].n, action=first[0].action)
    assert run.next_points()[-1] == first[0], "what was struck at comes last"


def test_strikes_are_kept_from_run_to_run_and_counted_by_pair(tmp_path: Path) -> None:
    point = Point("say", "fdatasync", "db-wal", 1, "before")
    row = {"phase": "say", "call": "fdatasync", "file": "db-wal", "n": 1, "hit": "db-wal"}
    kept = Kills(tmp_path / "kills.tsv")
    kept.add(**row, action="before", call_site="store/sqlite.py:1 commit")
    kept.add(**row, action="SIGKILL")  # leaves no stack: the same call of the same phase
    kept.add(action="at random", side="a")
    again = Kills(tmp_path / "kills.tsv")
    assert again.visited(point) == 1 and again.new == [] and sum(map(is_kill, again.rows)) == 3
    assert pairs(again.rows) == {
        ("fdatasync", "db-wal", "store/sqlite.py:1 commit"): {"before": 1, "SIGKILL": 1},
    }
