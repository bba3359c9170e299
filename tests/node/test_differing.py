"""Where records differ it is kept, told in neutral words, shown to others by one file, and settled by a new log."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.bundle.differing import verify_differ
from detente.codec.errors import Damaged, Local, Remote
from detente.line.shelf import Differ
from detente.node import differing
from detente.node.home import Home
from detente.node.node import Node
from support import LATER, give, never_words, notify, put_back, same_place, turn

Open = Callable[..., Node]


def snapshot_forks(homes: dict[str, Home], opened: Open, copy: Path, first: int = 1, second: int = 1) -> Node:
    """otter's disk is put back unseen after it said `first` notices, and says `second` others. heron has both histories."""
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    turn(heron, otter)
    otter.close()
    shutil.copytree(homes["otter"].path, copy)
    for made, text in ((first, "one history"), (second, "another history")):
        otter = opened(homes["otter"], at=LATER + (10**6 if text == "one history" else 2 * 10**6))
        for n in range(made):
            notify(otter, f"EXAMPLE 示例, {text} {n}")
        heron.receive(otter.outgoing(otter.line(), "heron"))
        otter.close()
        if text == "one history":
            put_back(homes["otter"], copy)
    return heron


@pytest.mark.parametrize(("first", "second", "form"), [(1, 1, "one-size"), (2, 1, "prefix"), (1, 2, "leaves")])
def test_two_histories_are_shown_to_others_by_one_file(
    homes: dict[str, Home], opened: Open, tmp_path: Path, first: int, second: int, form: str
) -> None:
    heron = snapshot_forks(homes, opened, tmp_path / "copy", first, second)
    [found] = differing.differences(heron, heron.line())
    assert (found.party, found.form, found.settled) == ("otter", form, None)
    shown = verify_differ(differing.find(heron, heron.line(), found.name))
    assert (shown.party, shown.form) == ("otter", form)
    assert shown.heads[0].epoch == shown.heads[1].epoch
    assert abs(shown.heads[0].size - shown.heads[1].size) == abs(first - second)
    assert found.name == differing.differences(heron, heron.line())[0].name, "a difference keeps its name"


def two_machines(homes: dict[str, Home], opened: Open, tmp_path: Path) -> tuple[Node, Node]:
    """One home of otter's with an old database runs twice: each begins a log after the same one. heron has both."""
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    turn(heron, otter)
    otter.close()
    old = tmp_path / "old.db"
    shutil.copy(homes["otter"].database, old)
    otter = opened(homes["otter"], at=LATER + 10**6)
    notify(otter, "EXAMPLE 示例, lost")
    otter.close()
    for path in homes["otter"].path.glob("detente.db*"):
        path.unlink()
    shutil.copy(old, homes["otter"].database)
    same = tmp_path / "same"
    shutil.copytree(homes["otter"].path, same)
    otter = opened(homes["otter"], at=LATER + 2 * 10**6)
    heron.receive(otter.outgoing(otter.line(), "heron"))
    otter.close()
    shutil.rmtree(homes["otter"].path)
    shutil.copytree(same, homes["otter"].path)
    same_place(homes["otter"].path)
    otter = opened(homes["otter"], at=LATER + 3 * 10**6)
    heron.receive(otter.outgoing(otter.line(), "heron"))
    return heron, otter


def test_two_logs_after_one_are_found_shown_and_settled_by_a_third(
    homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    heron, otter = two_machines(homes, opened, tmp_path)
    [found] = differing.differences(heron, heron.line())
    assert (found.party, found.form, found.settled) == ("otter", "epochs", None)
    shown = verify_differ(differing.find(heron, heron.line(), found.name))
    assert shown.opened is not None and shown.heads[0].epoch != shown.heads[1].epoch
    assert differing.standing(heron, heron.line()) == ["otter"]
    turn(heron, otter)  # heron names both; otter begins a third log that names them
    turn(heron, otter)
    [after] = differing.differences(heron, heron.line())
    assert after.name == found.name and after.settled == otter.line().own_epoch
    assert differing.standing(heron, heron.line()) == []
    assert verify_differ(differing.find(heron, heron.line(), found.name)).form == "epochs", "what shows it stays kept"


def test_a_second_history_is_settled_by_a_new_log_and_stays_kept(
    homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    heron = snapshot_forks(homes, opened, tmp_path / "copy", 2, 1)
    otter = opened(homes["otter"], at=LATER + 3 * 10**6)
    turn(heron, otter)
    turn(heron, otter)
    [found] = differing.differences(heron, heron.line())
    assert found.settled == otter.line().own_epoch
    kept = notify(heron, "EXAMPLE 示例, the line goes on")
    turn(heron, otter)
    assert otter.store.message(otter.line().id, kept.what) is not None


def test_a_restored_log_that_names_the_one_before_is_no_difference(
    homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    turn(heron, otter)
    otter.close()
    shutil.copy(homes["otter"].database, tmp_path / "old.db")
    otter = opened(homes["otter"], at=LATER + 10**6)
    notify(otter)
    give(otter, heron)
    otter.close()
    for path in homes["otter"].path.glob("detente.db*"):
        path.unlink()
    shutil.copy(tmp_path / "old.db", homes["otter"].database)
    otter = opened(homes["otter"], at=LATER + 2 * 10**6)
    turn(heron, otter)
    assert differing.differences(heron, heron.line()) == []


def run(home: Path, *words: str) -> tuple[int, str]:
    """A command as it is run, in a process of its own: exit code, and all that it printed."""
    environment = {**os.environ, "DETENTE_HOME": str(home), "DETENTE_LANG": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "detente.cli", *words], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_every_screen_says_it_in_both_languages_and_blames_nobody(
    homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    heron = snapshot_forks(homes, opened, tmp_path / "copy")
    [found] = differing.differences(heron, heron.line())
    heron.close()
    home, file = homes["heron"].path, tmp_path / "differ.detente"
    assert run(home, "record", "differences", found.name, "-o", str(file))[0] == 0
    for lang, words in (("en", "ecords differ"), ("zh", "记录不一致")):
        for command in (
            ("line", "status"),
            ("record", "differences"),
            ("verify", str(file)),
        ):
            code, shown = run(home, *command, "--lang", lang)
            assert code == 0 and words in shown and "otter" in shown, shown
            assert never_words(shown) == []
            assert not any(
                word in shown.lower() for word in ("lie", "cheat", "tamper", "forg", "fraud", "伪造", "篡改")
            )
        assert words in run(home, "inbox", "--lang", lang)[1]
    code, shown = run(home, "verify", "--json", str(file))
    told = json.loads(shown)
    assert code == 0 and told["verdict"] == "proven" and told["messages"] == []
    assert told["differ"]["party"] == "otter" and told["differ"]["form"] == "one-size"
    assert len({head["root"] for head in told["differ"]["heads"]}) == 2
    assert run(home, "record", "differences", "00000000", "-o", str(file))[0] == 64
    assert run(home, "record", "differences", found.name)[0] == 64


def test_a_head_kept_alone_marks_the_line_and_is_not_exported(heron: Node, otter: Node) -> None:
    turn(heron, otter)
    line = heron.line()
    [log] = [log for (party, _), log in line.logs.items() if party == "otter"]
    heron.commit([Differ(line.id, "otter", b"", heron.store.checkpoint(log.key) or b"")])
    [found] = differing.differences(heron, line)
    assert found.file is None and differing.standing(heron, line) == ["otter"]
    with pytest.raises(Local, match="difference-not-portable"):
        differing.find(heron, line, found.name)


def test_no_changed_bit_passes(homes: dict[str, Home], opened: Open, tmp_path: Path) -> None:
    heron = snapshot_forks(homes, opened, tmp_path / "copy", 1, 2)
    [found] = differing.differences(heron, heron.line())
    data: Any = differing.find(heron, heron.line(), found.name)
    from hashlib import sha256

    for at in range(24, len(data) - 32, 97):
        changed = bytearray(data[:-32])
        changed[at] ^= 1 << at % 8
        with pytest.raises((Remote, Damaged)):
            verify_differ(bytes(changed) + sha256(changed).digest())
