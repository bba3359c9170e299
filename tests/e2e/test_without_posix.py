"""What needs no POSIX system, in a Python from which what POSIX alone has was taken away: another system is not at hand here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.node.node import Node
from support import exchange, notify

ROOT = Path(__file__).resolve().parents[2]
# Modules and names that Python for Windows has not (docs.python.org: "Availability: Unix"), but for WNOHANG and what else
# Python's own `subprocess` needs on the system this runs on. A home's lock is another there (msvcrt), and is not tried here.
WITHOUT = """
import os, signal, socket, sys, time
for name in ("fcntl", "grp", "posix_spawn", "pwd", "resource", "syslog", "termios", "tty", "pty"):
    sys.modules[name] = None
for module, names in (
    (os, "chown fchmod fchown fdatasync fork forkpty getegid geteuid getgid getgroups getpgid getuid killpg mkfifo nice "
         "pread pwrite sched_getaffinity setsid setuid sync uname wait3 wait4 O_CLOEXEC O_DIRECTORY O_NOFOLLOW"),
    (signal, "SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 setitimer getitimer alarm pthread_sigmask"),
    (socket, "AF_UNIX"), (time, "tzset"),
):
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
from detente.cli.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def detente(*words: str, typed: str = "", **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words],
        input=typed,
        capture_output=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        timeout=120,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


@pytest.fixture
def record(heron: Node, otter: Node, tmp_path: Path) -> Path:
    notify(heron, "EXAMPLE 示例 one")
    exchange(heron, otter)
    (tmp_path / "record.detente").write_bytes(heron.export(heron.line()))
    return tmp_path / "record.detente"


def test_a_record_is_verified_without_what_posix_alone_has(record: Path) -> None:
    found = json.loads(detente("verify", "--json", str(record)))
    assert found["verdict"] == "proven" and found["messages"]
    assert "Proven" in detente("verify", str(record), DETENTE_LANG="en")


def test_cases_texts_words_and_forms_need_no_posix_system(tmp_path: Path) -> None:
    home = {"DETENTE_HOME": str(tmp_path / "home"), "DETENTE_LANG": "zh"}
    case = {
        "class": "loss-of-control",
        "plain": "EXAMPLE 示例",
        "detected": "2026-11-02T09:00:00Z",
        "jurisdictions": ["us-ca"],
    }
    made = json.loads(detente("case", "new", "--json", "-", typed=json.dumps(case), **home))
    assert json.loads(detente("case", "clocks", made["id"], "--json", "--at", "2026-11-02T10:00:00Z", **home))["clocks"]
    scanned = json.loads(
        detente("readout", "scan", "--json", "-", typed="The two sides agreed to talks on AI.", **home)
    )
    assert scanned["findings"]
    detente("words", "show", **home)
    detente("cards", "show", **home)
    detente("formats", "F1", "--blank", "--out", str(tmp_path / "forms"), **home)
    assert list((tmp_path / "forms").rglob("*.pdf"))
    detente("--help", PYTHONIOENCODING="gbk", **home)
