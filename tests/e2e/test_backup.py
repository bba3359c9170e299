"""Backup, restore and the home itself, by command, between running nodes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.crypto.keystore import parse_recovery_code
from detente.node.backup import restore

ROOT = Path(__file__).resolve().parents[2]
Offices = tuple[Any, Any]
CODE = re.compile(r"(?:[A-Z2-7]{5}-){6}[A-Z2-7]{5}")


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


def said_by(office: Any, party: str) -> list[str]:
    return [i["what"] for i in office.json("inbox")["items"] if i["party"] == party and i["kind"] == "notice"]


def practised() -> list[str]:
    """The commands of the quick start's section on backups, as they stand there."""
    page = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
    section = page.split("\n## 10. ")[1].split("\n## ")[0]
    return [line for block in re.findall(r"```\n(.*?)```", section, re.S) for line in block.strip().splitlines()]


@pytest.mark.slow
def test_the_quick_starts_backup_is_rehearsed(exercising: Offices, draft: Path, tmp_path: Path) -> None:
    """Every command of the section, in its order, while both nodes run; then the home lost and come back."""
    heron, otter = exercising
    here = heron.home.path.parent
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "detente").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m detente.cli "$@"\n')
    (bin_ / "detente").chmod(0o755)
    environment = {**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}", "DETENTE_HOME": str(heron.home.path)}
    environment["DETENTE_LANG"] = "en"

    def run(command: str, typed: str = "") -> str:
        done = subprocess.run(
            ["bash", "-euc", command], cwd=here, env=environment, input=typed, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout + done.stderr

    backup, practise, verify, inbox, remove, move, again, serve = practised()
    for node in exercising:
        node.serve()
    early = heron.json("notify", str(draft), "--wait", "60")
    found = CODE.search(run(backup))
    assert found
    late = heron.json("notify", str(draft), "--wait", "60")
    theirs = otter.json("notify", str(draft), "--wait", "60")
    assert "1 line(s)" in run(practise, found[0])
    assert "Verified" in run(verify)
    assert early["reference"] in run(inbox)
    run(remove)
    assert not (here / "practice").exists()
    assert heron.json("line", "status")["lines"], "the node went on meanwhile"
    heron.kill(signal.SIGTERM)
    run(move)
    assert "Restored heron-exercise" in run(again, found[0])
    assert serve == "detente serve heron-exercise"
    now = heron.json("notify", str(draft))  # before it has heard from anybody
    heron.serve()
    wait_for(lambda: theirs["what"] in said_by(heron, "otter"))
    wait_for(lambda: heron.json("show", now["what"])["receipts"])
    assert set(said_by(heron, "heron")) == {early["what"], now["what"]}
    assert sorted(said_by(otter, "heron")) == sorted([early["what"], late["what"], now["what"]])
    for office in exercising:
        assert office.json("record", "verify")["verdict"] == "proven"
        assert office.json("line", "status")["lines"][0]["records_differ"] == []


def test_a_backup_is_made_with_and_without_a_running_node(offices: Offices, draft: Path, tmp_path: Path) -> None:
    heron, _ = offices
    said = heron.json("notify", str(draft))
    codes = []
    for n in range(2):
        made = heron.json("backup", str(tmp_path / f"{n}.backup"))
        codes.append(made["code"])
        assert CODE.fullmatch(made["code"]) and made["size"] == (tmp_path / f"{n}.backup").stat().st_size
        assert stat.S_IMODE((tmp_path / f"{n}.backup").stat().st_mode) == 0o600
        if n == 0:
            heron.serve()
    heron.kill()
    assert codes[0] != codes[1]
    for n, code in enumerate(codes):
        again = str(tmp_path / f"again{n}")
        restored = heron.json("restore", str(tmp_path / f"{n}.backup"), again, stdin=code.encode())
        assert restored["lines"] == 1 and restored["unreachable"] == []
        assert said["what"] in heron.run("--home", again, "show", said["what"], "--json")


def test_a_code_in_a_file_is_made_once_and_used_again_and_never_shown(offices: Offices, tmp_path: Path) -> None:
    heron, _ = offices
    code = tmp_path / "code"
    for n in range(2):
        made = heron.run("backup", str(tmp_path / f"{n}.backup"), "--code-file", str(code), "--json")
        assert code.read_text().strip() not in made + heron.said
    assert stat.S_IMODE(code.stat().st_mode) == 0o600
    for n in range(2):
        heron.run("restore", str(tmp_path / f"{n}.backup"), str(tmp_path / f"h{n}"), "--code-file", str(code))
        assert "begins anew" in heron.said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_goes_wrong_with_a_backup_is_said_in_plain_words(offices: Offices, tmp_path: Path, lang: str) -> None:
    heron, otter = offices
    file, code = tmp_path / "file", tmp_path / "code"
    heron.run("backup", str(file), "--code-file", str(code), lang=lang)
    cut = tmp_path / "cut"
    cut.write_bytes(file.read_bytes()[:-1000])
    for words, exit_code, stdin in (
        (["backup", str(file)], 64, b""),
        (["backup", str(tmp_path / "no" / "such" / "place")], 64, b""),
        (["restore", str(file), str(otter.home.path)], 64, code.read_bytes()),
        (["restore", str(file), str(tmp_path / "x")], 64, b"not a code"),
        (["restore", str(file), str(tmp_path / "x")], 64, b"AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AACBJ"),
        (["restore", str(cut), str(tmp_path / "x")], 2, code.read_bytes()),
        (["restore", str(tmp_path / "none"), str(tmp_path / "x")], 64, code.read_bytes()),
    ):
        assert heron.run(*words, code=exit_code, lang=lang, stdin=stdin) == ""
        heads = (
            ("What happened", "What is safe", "What to do next")
            if lang == "en"
            else ("情况：", "安全状况：", "下一步：")
        )
        assert all(head in heron.said for head in heads), heron.said
        assert "Traceback" not in heron.said
    assert not (tmp_path / "x").exists()
    assert [p.name for p in sorted(tmp_path.iterdir()) if p.is_file()] == ["code", "cut", "file"]


def test_a_restore_stopped_before_it_announced_its_keys_is_served_all_the_same(
    offices: Offices, draft: Path, tmp_path: Path
) -> None:
    """Killed after the home had its name: whatever opens it next does what was left to do."""
    heron, otter = offices
    made = heron.json("backup", str(tmp_path / "file"))
    shutil.rmtree(heron.home.path)
    restore(tmp_path / "file", heron.home.path, parse_recovery_code(made["code"]))
    assert not (heron.home.path / "keys" / "tls.pem").exists()
    heron.serve()
    otter.serve()
    said = heron.json("notify", str(draft), "--wait", "60")
    assert [r["peer"] for r in said["receipts"]] == ["otter"]
    theirs = otter.json("notify", str(draft), "--wait", "60")
    assert [r["peer"] for r in theirs["receipts"]] == ["heron"], "under the new keys and the new certificate"


# -- the home itself -------------------------------------------------------------------------------------------------


def test_a_home_started_twice_is_refused_and_the_first_goes_on(offices: Offices, draft: Path) -> None:
    heron, _ = offices
    heron.serve()
    for lang, word in (("en", "Another program is using this home"), ("zh", "另有程序正在使用本数据目录")):
        heron.run("serve", code=64, lang=lang)
        assert word in heron.said
    assert heron.home.socket.exists(), "the second did not take the socket of the first away"
    assert heron.json("notify", str(draft), "--wait", "0")["reference"]


def test_a_socket_left_by_a_dead_process_is_in_nobodys_way(offices: Offices, draft: Path) -> None:
    heron, otter = offices
    heron.serve()
    heron.kill(signal.SIGKILL)
    assert heron.home.socket.exists(), "left by the node that was killed"
    said = heron.json("notify", str(draft))
    assert said["receipts"] == []
    heron.serve()
    otter.serve()
    wait_for(lambda: heron.json("show", said["reference"])["receipts"])
    heron.kill(signal.SIGTERM)
    assert not heron.home.socket.exists()


def test_of_two_commands_at_once_one_is_done_and_the_other_is_told_why_not(offices: Offices, draft: Path) -> None:
    """Without a node, a command owns the home while it works. Nothing is done half, and nothing twice."""
    heron, _ = offices
    environment = {**os.environ, "DETENTE_HOME": str(heron.home.path), "DETENTE_LANG": "en"}
    command = [sys.executable, "-m", "detente.cli", "notify", str(draft), "--json"]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    answers = [(process.communicate(timeout=120)[0], process.returncode) for process in running]
    done = [json.loads(out)["reference"] for out, code in answers if code == 0]
    refused = [json.loads(out)["error"]["code"] for out, code in answers if code]
    assert done and len(set(done)) == len(done) and set(refused) <= {"home-owned"}
    assert len(said_by(heron, "heron")) == len(done)
