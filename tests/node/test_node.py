"""A home and its node: one owner, private files, keys that end, and what a wrong step cannot do."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from attacks.hostile import refusal
from detente.codec.errors import Damaged, Local
from detente.kinds.keys import SealingKey
from detente.line.shelf import Counted
from detente.node import found
from detente.node.announce import RENEW_BEFORE, announcement, renew
from detente.node.home import Lock, write_private
from detente.node.keyring import open_roots
from detente.node.node import DAY, HOUR
from support import LATER, START, Clock, Home, Listen, Node, Seeded, count, exchange, fold, notify, receipts, verdicts

Open = Callable[..., Node]
KEY_END = START + 90 * DAY


def announce(node: Node) -> SealingKey:
    """A node announces a new sealing key beside the old one; the mailboxes it gave stay the same."""
    line = node.line()
    announced = announcement(node, line.id, line.others)
    node.say(line, node.write(line, "keys", {"keys": announced}, 0))
    node.index_mailboxes()
    return announced.sealing[-1]


# -- one owner -----------------------------------------------------------------------------------------------------


def test_a_second_owner_of_a_home_is_refused(homes: dict[str, Home], heron: Node) -> None:
    """Homes: one process owns a home. Two nodes on one log would be a fork of our own making."""
    with pytest.raises(Local, match="home-owned"):
        Node(homes["heron"])
    code = "import sys; from pathlib import Path; from detente.node.home import Lock; Lock(Path(sys.argv[1]))"
    run = subprocess.run([sys.executable, "-c", code, homes["heron"].path], capture_output=True, text=True, check=False)
    assert run.returncode == 1 and "home-owned" in run.stderr


def test_a_home_is_free_again_when_its_owner_is_gone(homes: dict[str, Home], heron: Node) -> None:
    heron.close()
    lock = Lock(homes["heron"].path)
    assert json.loads((homes["heron"].path / "lock").read_text())["pid"] > 0
    lock.close()


def test_a_node_that_cannot_start_gives_its_home_back(homes: dict[str, Home]) -> None:
    database = homes["heron"].database
    whole = database.read_bytes()
    database.write_bytes(b"not a database" * 100)
    with pytest.raises(Damaged, match="store-damaged"):
        Node(homes["heron"], now=Clock(LATER))
    database.write_bytes(whole)
    Node(homes["heron"], now=Clock(LATER)).close()


def test_a_home_that_is_not_there_or_not_readable_says_so(tmp_path: Path) -> None:
    assert refusal(Home.open, tmp_path / "nowhere") == "home-missing"
    (tmp_path / "home.json").write_text('{"v": 1, "surprise": true}')
    with pytest.raises(Damaged, match="home-unreadable"):
        Home.open(tmp_path)


# -- private files -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, Any]]:
    path = tmp_path_factory.mktemp("fresh") / "heron"
    listens = {context: Listen() for context in found.CONTEXTS}
    codes = found.init_pair(path, "heron", {"en": "Heron", "zh": "苍鹭"}, "en", listens, Seeded("fresh"))
    return Home.open(path), codes


def test_key_files_are_their_owners_only(homes: dict[str, Home], fresh: tuple[Home, dict[str, Any]]) -> None:
    for home in (homes["heron"], fresh[0]):
        keys = list((home.path / "keys").iterdir())
        assert keys
        for path in [*keys, home.path / "home.json", *home.path.glob("*.sealed")]:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
        assert stat.S_IMODE((home.path / "keys").stat().st_mode) & 0o077 == 0


def test_a_home_is_not_made_over_another(fresh: tuple[Home, dict[str, Any]]) -> None:
    home, _ = fresh
    before = (home.path / "roots.sealed").read_bytes()
    listens = {context: Listen() for context in found.CONTEXTS}
    for path in (home.path, home.path.with_name("heron-exercise")):
        with pytest.raises(Local, match="home-exists"):
            found.init_pair(path, "heron", {"en": "x", "zh": "x"}, "en", listens, Seeded("again"))
    assert (home.path / "roots.sealed").read_bytes() == before


def test_roots_open_with_their_own_code_only(fresh: tuple[Home, dict[str, Any]]) -> None:
    """Keys: roots are used only with the recovery code at hand; each context and each generation has its own."""
    home, codes = fresh
    assert len(open_roots(home, codes["live"]["roots"]).keys) == 2
    for wrong in (codes["live"]["next-roots"], codes["exercise"]["roots"]):
        assert refusal(open_roots, home, wrong) == "keystore-wrong-code"
    assert refusal(open_roots, home, codes["live"]["roots"][:-1] + "A") in (
        "recovery-code-mistyped", "keystore-wrong-code",
    )  # fmt: skip


def test_a_file_written_again_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    write_private(tmp_path / "a" / "file", b"old")
    write_private(tmp_path / "a" / "file", b"new")
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["file"]
    assert (tmp_path / "a" / "file").read_bytes() == b"new"


def test_live_and_exercise_homes_share_no_key(fresh: tuple[Home, dict[str, Any]]) -> None:
    """Homes: an exercise is another home with its own keys."""
    home, codes = fresh
    other = Home.open(home.other)
    assert other.settings.context == "exercise" and Home.open(other.other).path == home.path
    roots = [{k.pub for k in open_roots(h, codes[h.settings.context]["roots"]).keys} for h in (home, other)]
    assert not roots[0] & roots[1]
    assert (home.path / "keys" / "tls.pem").read_bytes() != (other.path / "keys" / "tls.pem").read_bytes()


# -- sealing keys end ------------------------------------------------------------------------------------------------


def counted(result: Any) -> list[str]:
    return [change.name for change in result.changes if isinstance(change, Counted)]


def test_a_destroyed_key_opens_nothing_and_the_message_gets_through_after_resealing(
    homes: dict[str, Home], heron: Node, opened: Open
) -> None:
    """Sealing: an envelope to a key that is gone is named back and resealed: senders keep messages, not ciphertexts."""
    otter = opened(homes["otter"], at=KEY_END - DAY)
    [old] = [f for f in otter.keyring.sealing.values() if f.line == otter.line().id]
    kept = notify(heron)
    captured = heron.outgoing(heron.line(), "otter")
    new = announce(otter)
    assert otter.keyring.destroy_sealing(KEY_END + HOUR) == 1
    assert not list((homes["otter"].path / "keys").glob(f"sealing-{old.id.hex()}*"))
    answer = otter.receive(captured)
    assert verdicts(otter, "heron") == [], "what was captured on the way cannot be opened any more"
    heron.now = Clock(KEY_END - DAY)
    result = heron.take(answer)
    assert counted(result) == ["could-not-open"]
    assert heron.routes[(heron.line().id, "otter")].announced.sealing[-1] == new, "the answer carries the new key"
    assert receipts(heron.line(), kept.what) == []
    exchange(heron, otter)
    assert receipts(heron.line(), kept.what) == ["otter"]
    assert verdicts(otter, "heron") == [("accepted", None)]


def test_a_destroyed_key_is_still_gone_after_a_restart(homes: dict[str, Home], heron: Node, opened: Open) -> None:
    """Sealing: and an envelope to it is still named back, because the mailbox is still ours."""
    otter = opened(homes["otter"], at=KEY_END - DAY)
    notify(heron)
    captured = heron.outgoing(heron.line(), "otter")
    announce(otter)
    otter.keyring.destroy_sealing(KEY_END + HOUR)
    otter.close()
    again = opened(homes["otter"], at=KEY_END - HOUR)
    again.receive(captured)
    assert verdicts(again, "heron") == []
    assert fold(again)[-1]["party"] == "otter"


def test_a_new_key_is_announced_before_the_old_one_ends_and_once(otter: Node) -> None:
    line = otter.line()
    assert not renew(otter, line)
    otter.now = Clock(KEY_END - RENEW_BEFORE + DAY)
    assert renew(otter, line) and not renew(otter, line)
    assert len([f for f in otter.keyring.sealing.values() if f.line == line.id]) == 2


def test_a_key_is_destroyed_after_its_end_and_not_before(otter: Node) -> None:
    assert otter.keyring.destroy_sealing(KEY_END - DAY) == 0
    assert len(otter.keyring.sealing) == 1


def test_nothing_is_sealed_to_a_key_that_has_ended(heron: Node) -> None:
    """Sealing: a sender does not use a key past its announced end; it waits for the next."""
    heron.now = Clock(KEY_END + DAY)
    assert refusal(heron.outgoing, heron.line(), "otter") == "sealing-key-ended"


def test_the_newest_announcement_counts_wherever_it_is_heard_from(heron: Node, otter: Node) -> None:
    """Keys: a later announcement replaces an earlier one; after a restart too."""
    first, second = announce(otter), announce(otter)
    exchange(otter, heron)
    assert first.id != second.id
    assert heron.routes[(heron.line().id, "otter")].announced.sealing[-1] == second
    heron._load()
    assert heron.routes[(heron.line().id, "otter")].announced.sealing[-1] == second
    kept = notify(heron)
    exchange(heron, otter)
    assert receipts(heron.line(), kept.what) == ["otter"]


# -- what a wrong step cannot do -------------------------------------------------------------------------------------


def test_what_the_others_would_refuse_is_not_recorded(heron: Node) -> None:
    line = heron.line()
    kept = notify(heron)
    message = heron.write(line, "acknowledgement", {"coded": received()}, 0, re=[kept.what, bytes(32)])
    size = line.own.size
    assert refusal(heron.say, line, message) == "would-be-refused"
    assert heron.line().own.size == size
    notify(heron, "EXAMPLE — the next one.")


def received() -> Any:
    from detente.kinds.acknowledgement import Coded

    return Coded(received="received")


def test_a_clock_that_goes_back_does_not_take_the_record_with_it(heron: Node, otter: Node) -> None:
    """Time: never decreasing in an epoch, whatever the machine's clock does."""
    first = notify(heron)
    heron.now = Clock(START)
    second = notify(heron, "EXAMPLE — an hour earlier by the clock.")
    assert second.said.at >= first.said.at
    exchange(heron, otter)
    assert verdicts(otter, "heron") == [("accepted", None)] * 2
    assert count(otter, "irregular-entry-time-went-back") == 0


def test_two_homes_restarted_at_any_moment_end_with_the_same_record(homes: dict[str, Home], opened: Open) -> None:
    at = LATER
    for n in range(3):
        heron, otter = opened(homes["heron"], at=at), opened(homes["otter"], at=at)
        notify(heron, f"EXAMPLE {n}")
        if n != 1:
            exchange(heron, otter)
            exchange(otter, heron)
        else:
            otter.receive(heron.outgoing(heron.line(), "otter"))
        views = fold(heron), fold(otter)
        heron.close()
        otter.close()
        at += 10**6
    assert views[0] == views[1] and len(views[0]) == 5
