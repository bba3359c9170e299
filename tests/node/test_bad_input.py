"""What goes wrong around a home: full disks, broken disks, wrong clocks. A typed error, a safe state, and the next word goes."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from attacks.hostile import refusal
from detente.codec.errors import Damaged, DetenteError, Local
from detente.locale.errors import explain
from detente.locale.render import delivery, render
from detente.node import audit, records
from detente.node.announce import renew
from detente.node.home import Home
from detente.node.node import DAY, Node
from support import LATER, START, Clock, exchange, fold, notify, receipts, verdicts

Open = Callable[..., Node]


# -- a full disk -----------------------------------------------------------------------------------------------------


@contextmanager
def room(size: int) -> Iterator[None]:
    """The system refuses every write beyond this many bytes of a file, in the middle of a write where it comes to that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("more", [0, 24, 100, 4096, 4200, 8300, 16500])
def test_a_disk_full_in_the_middle_of_a_head_keeps_nothing_of_it_and_loses_nothing_before(
    heron: Node, otter: Node, more: int
) -> None:
    """Crash order: the head and what it stands over are one commit. Memory is read back, and the same node goes on."""
    first = notify(heron)
    log = Path(f"{heron.home.database}-wal")
    before = heron.line().own.head()
    with room(log.stat().st_size + more):
        with pytest.raises(Local, match="store-failed") as failed:
            for n in range(9):  # the last commit may have left room for a part of the next
                before = heron.line().own.head()
                notify(heron, f"EXAMPLE {n} " + "x" * 6000)
        assert "disk" in explain("store-failed", failed.value.values, "en")[2]
        assert heron.line().own.head() == before, "memory says what the disk says"
        assert audit.audit(heron, heron.line())["messages"] >= 2
    notify(heron, "EXAMPLE after room was made")
    exchange(heron, otter)
    exchange(heron, otter)
    assert fold(heron) == fold(otter)
    assert receipts(heron.line(), first.what) == ["otter"]
    assert set(verdicts(otter, "heron")) == {("accepted", None)}


def test_a_receipt_for_which_there_is_no_room_is_not_given_and_comes_later(heron: Node, otter: Node) -> None:
    kept = notify(otter, "EXAMPLE " + "x" * 20_000)
    envelope = otter.outgoing(otter.line(), "heron")
    with room(Path(f"{heron.home.database}-wal").stat().st_size + 5000):
        with pytest.raises(Local, match="store-failed"):
            heron.receive(envelope)
        assert verdicts(heron, "otter") == []
    otter.take(heron.receive(envelope))
    assert receipts(otter.line(), kept.what) == ["heron"]


FULL = """
import subprocess, sys, shutil
from pathlib import Path
sys.path[:0] = sys.argv[3:]
disk, home = Path(sys.argv[1]), sys.argv[2]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=True)
shutil.copytree(home, disk / "heron")
from support import Home, notify, start
from detente.codec.errors import Local
from detente.node import audit, records
from detente.node.announce import renew
node = start(Home.open(disk / "heron"))
said = 0
try:
    while said < 2000:
        notify(node, "EXAMPLE " + "x" * 20_000, wanted=0)
        said += 1
except Local as error:
    print(error.code, error.values["why"])
print(said > 2, audit.audit(node, node.line())["messages"] == said + 2)
node.close()
again = start(Home.open(disk / "heron"), at=1_790_100_000_000)
print(audit.audit(again, again.line())["messages"] == said + 2)
subprocess.run(["mount", "-o", "remount,size=30m", str(disk)], check=True)
notify(again, wanted=1)
print(audit.audit(again, again.line())["messages"] == said + 3)
again.close()
"""


def test_a_disk_that_is_really_full_refuses_the_next_word_and_takes_it_when_there_is_room(
    homes: dict[str, Home], tmp_path: Path
) -> None:
    """A file system of three megabytes, filled by the record itself: ENOSPC from the system, wherever it comes."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode:
        pytest.skip("no user namespaces here: a small file system cannot be mounted")
    (tmp_path / "disk").mkdir()
    command = ["unshare", "-Urm", sys.executable, "-c", FULL, str(tmp_path / "disk"), str(homes["heron"].path)]
    done = subprocess.run([*command, *sys.path], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    code, *rest = done.stdout.splitlines()
    assert code.startswith("store-failed") and "full" in code
    assert rest == ["True True", "True", "True"]


# -- a broken disk ---------------------------------------------------------------------------------------------------


def test_a_broken_page_is_named_wherever_it_is_met_and_never_a_traceback(
    homes: dict[str, Home], opened: Open, otter: Node
) -> None:
    """Every page of the database in turn, overwritten: the start, the lists, what is owed, the audit."""
    home = homes["heron"]
    heron = opened(home)
    notify(heron)
    exchange(heron, otter)
    heron.close()
    whole = home.database.read_bytes()
    named = set()
    for page in range(0, len(whole), 4096):
        home.database.write_bytes(whole[:page] + b"\xa5" * 4096 + whole[page + 4096 :])
        node = None
        try:
            node = Node(home, now=Clock(LATER + page))
            records.queue(node, node.line())
            records.status(node, node.line())
            node.owed(node.line(), "otter")
            audit.audit(node, node.line())
        except DetenteError as error:
            named.add(error.code)
        finally:
            if node is not None:
                node.close()
        for part in home.path.glob("detente.db-*"):
            part.unlink()
    assert "store-damaged" in named, "the other codes name a place in the record that does not hold"
    assert all(code.startswith(("store-", "record-")) for code in named), named
    home.database.write_bytes(whole)
    heron = opened(home, at=LATER + 10**8)
    assert audit.audit(heron, heron.line())["messages"] == 3


@pytest.mark.parametrize("kind", ["sealing-", ""])
def test_a_damaged_key_file_is_named_and_one_for_envelopes_is_made_anew(
    homes: dict[str, Home], opened: Open, otter: Node, kind: str
) -> None:
    path = next(
        p for p in sorted((homes["heron"].path / "keys").iterdir()) if p.name.startswith("sealing-") == bool(kind)
    )
    whole = path.read_bytes()
    for data in (whole[:-1], b"\xa5" * len(whole), whole + b"\0"):
        path.write_bytes(data)
        with pytest.raises(Damaged, match="key-damaged") as damaged:
            opened(homes["heron"])
        assert damaged.value.values == {"file": f"keys/{path.name}"}
    if kind:
        path.unlink()
        heron = opened(homes["heron"])
        assert renew(heron, heron.line())
        kept = notify(otter)
        exchange(heron, otter)
        exchange(otter, heron)
        assert receipts(otter.line(), kept.what) == ["heron"]


# -- wrong clocks ----------------------------------------------------------------------------------------------------


def shown(node: Node, what: bytes) -> str:
    row = next(r for r in records.queue(node, node.line()) if r["what"] == what)
    message = records.message(node, node.line(), row)
    return str([part.rows for part in [*render(message, {}, "en"), delivery(message, {}, node.now(), "en")]])


def test_our_clock_a_day_behind_is_shown_and_what_is_said_is_recorded(heron: Node, otter: Node) -> None:
    """It goes back a day after we have spoken: entries keep the later time until the clock has caught up."""
    before = notify(heron)
    heron.now = Clock(LATER - DAY)
    after = notify(heron, "EXAMPLE a day earlier, by the clock")
    assert after.said.at == before.said.at
    apart = records.status(heron, heron.line())["clocks"]
    assert DAY - 120_000 < apart["ours_behind"] < DAY + 120_000
    exchange(heron, otter)
    assert verdicts(otter, "heron") == [("accepted", None)] * 2
    assert receipts(heron.line(), after.what) == ["otter"]
    heron.now = Clock(LATER + 10**6)
    assert records.status(heron, heron.line())["clocks"]["ours_behind"] is None


def test_our_clock_a_day_ahead_is_shown_by_their_receipts_and_in_their_list(heron: Node, otter: Node) -> None:
    heron.now = Clock(LATER + DAY)
    kept = notify(heron)
    exchange(heron, otter)
    assert verdicts(otter, "heron") == [("accepted", None)], "nothing is refused for its time"
    assert -DAY - 120_000 < records.status(heron, heron.line())["clocks"]["theirs"]["otter"] < -DAY + 120_000
    assert "before the time this message bears" in shown(heron, kept.what)
    assert records.status(otter, otter.line())["clocks"]["theirs"]["heron"] > DAY - 120_000
    assert "ahead of the clock of this node" in shown(otter, kept.what)
    heron.now = Clock(LATER + 10**5)  # put right
    again = notify(heron, "EXAMPLE after the clock was put right")
    exchange(heron, otter)
    assert receipts(heron.line(), again.what) == ["otter"]


def test_their_clock_a_day_ahead_is_flagged_and_shown_and_still_logged(heron: Node, otter: Node) -> None:
    otter.now = Clock(LATER + DAY)
    kept = notify(otter)
    exchange(otter, heron)
    assert heron.store.counters()["clock-ahead"] > 0
    assert receipts(otter.line(), kept.what) == ["heron"]
    assert "ahead of the clock of this node" in shown(heron, kept.what)
    assert records.status(heron, heron.line())["clocks"]["theirs"]["otter"] > DAY - 120_000


def test_clocks_that_agree_say_nothing(heron: Node, otter: Node) -> None:
    kept = notify(heron)
    exchange(heron, otter)
    for node in (heron, otter):
        assert records.status(node, node.line())["clocks"] == {"ours_behind": None, "theirs": {}}
        assert "clock" not in shown(node, kept.what)


def test_a_clock_that_was_a_year_ahead_does_not_silence_the_office_when_it_is_put_right(
    heron: Node, otter: Node
) -> None:
    """Its last entry is a year ahead: what is said now is placed there, and must not have ended by then."""
    heron.now = Clock(LATER + 365 * DAY)
    notify(heron)
    heron.now = Clock(LATER + 10**5)
    kept = notify(heron, "EXAMPLE after the clock was put right")
    exchange(heron, otter)
    assert receipts(heron.line(), kept.what) == ["otter"]


def test_a_clock_two_days_behind_still_writes_to_keys_that_have_not_begun_by_it(
    homes: dict[str, Home], opened: Open, otter: Node
) -> None:
    heron = opened(homes["heron"], at=START - 2 * DAY)
    kept = notify(heron)
    exchange(heron, otter)
    assert receipts(heron.line(), kept.what) == ["otter"]
    heron.now = Clock(LATER + 365 * DAY)
    assert refusal(heron.outgoing, heron.line(), "otter") == "sealing-key-ended"
