"""`strace` around a node: what it calls, and one call in it that fails, or at which it dies.

An injection is about the n-th call of one system call (on one file, when paths are named) after the tracing began. strace
stops the calling thread at the entry of that call, so it is exact, whatever the other threads do.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import detente

# How a call ends: (what strace does to it, whether the process is killed there).
ACTIONS = {
    "before": (
        "error=EIO:signal=SIGUSR2",
        True,
    ),  # the call is not made; the process ends, its stack written (faults.node)
    "after": ("signal=SIGUSR2", True),  # the call is made; the process ends, its stack written
    "SIGKILL": ("signal=SIGKILL", True),  # the call is not made
    "EIO": ("error=EIO:signal=SIGUSR1", False),
    "ENOSPC": ("error=ENOSPC:signal=SIGUSR1", False),
    "ENOSPC from here on": ("error=ENOSPC:signal=SIGUSR1", False),
}


@dataclass(frozen=True)
class Injection:
    """`action` at the n-th `call`, counted over `paths` (any file when there are none)."""

    call: str
    n: int
    action: str
    paths: tuple[str, ...] = ()

    @property
    def kills(self) -> bool:
        return ACTIONS[self.action][1]

    def words(self) -> list[str]:
        """What strace is told. Of a kill that leaves a stack, the native one is written too, where this strace can."""
        on = f"{self.n}+" if self.action.endswith("from here on") else str(self.n)
        inject = f"inject={self.call}:{ACTIONS[self.action][0]}:when={on}"
        filters = [word for path in self.paths for word in ("-P", path)]
        unwind = ["-k"] if self.kills and self.action != "SIGKILL" and unwinds() else []
        return [*unwind, "-e", f"trace={self.call}", "-e", inject, *filters]


@functools.cache
def unwinds() -> bool:
    """Whether this strace writes native stacks (`-k`)."""
    done = subprocess.run(["strace", "-V"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return "stack-trace=" in done.stdout


@functools.cache
def cannot_trace() -> str | None:
    """Why processes cannot be traced and injected here; None when they can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "strace is not installed"
    with tempfile.TemporaryDirectory() as scratch:
        command = ["strace", "-D", "-f", "-o", f"{scratch}/log", *Injection("openat", 1, "SIGKILL").words()]
        done = subprocess.run([*command, sys.executable, "-c", ""], stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != -signal.SIGKILL:
        return "strace cannot trace a process here: " + (
            done.stderr.decode(errors="replace").strip()[-200:] or "no ptrace"
        )
    return None


def around(log: Path, words: Sequence[str]) -> list[str]:
    """What to put before a command; the tracer is its grandchild, so the process started is the command itself."""
    return ["strace", "-D", "-I", "2", "-f", "-yy", "-s", "0", "-o", str(log), *words]


def let_go(pid: int) -> None:
    """Have the tracer of a process started with `around` leave it; it goes on untraced."""
    for _ in range(200):
        found = re.search(r"^TracerPid:\t(\d+)$", Path(f"/proc/{pid}/status").read_text(), re.M)
        tracer = int(found[1]) if found else 0
        if not tracer:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(tracer, signal.SIGINT)
        time.sleep(0.02)
    raise OSError("strace did not let go")


class Attached:
    """A tracer on a running process, until `detach` or until the process ends."""

    def __init__(self, pid: int, log: Path, words: Sequence[str]) -> None:
        command = ["strace", "-f", "-yy", "-s", "0", "-o", str(log), "-p", str(pid), *words]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        first = self.process.stderr.readline()
        if "attached" not in first:
            self.detach()
            raise OSError(f"strace did not attach: {first.strip()}")

    def detach(self) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()


# --- what strace wrote -------------------------------------------------------------------------------------------

LINE = re.compile(r"^(\d+) +([a-z0-9_]+)\((.*)$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. [a-z0-9_]+ resumed>(.*)$")
UNFINISHED = "<unfinished ...>"
KINDS = [  # part of a decoded path -> kind of file; the first that is found
    (re.compile(r"backup\.(detente|code)"), "backup file"),
    (re.compile(r"detente\.db-wal"), "db-wal"),
    (re.compile(r"detente\.db-shm"), "db-shm"),
    (re.compile(r"detente\.db"), "db"),
    (re.compile(r"keys/sealing-[^/>\"]*"), "sealing key"),
    (re.compile(r"keys/[0-9a-f]+\.key"), "key"),
    (re.compile(r"keys/tls\.pem"), "tls.pem"),
    (re.compile(r"/keys(>|\"|/\")"), "keys directory"),
    (re.compile(r"home\.json"), "home.json"),
    (re.compile(r"/lock(>|\")"), "lock"),
    (re.compile(r"local\.sock|UNIX"), "local socket"),
    (re.compile(r"TCP"), "network"),
    (re.compile(r"/homes/[ab](>|\"|/\")"), "home directory"),
]


def kind_of(arguments: str) -> str:
    """Which of a home's files a decoded call is about; `other` for what lies elsewhere."""
    for pattern, kind in KINDS:
        if pattern.search(arguments):
            return kind
    return "other"


def read(text: str) -> list[tuple[str, str]]:
    """(system call, the rest of its line) of every call in a log, in order; a call told in two parts is put together."""
    found: list[tuple[str, str]] = []
    waiting: dict[str, int] = {}
    for line in text.splitlines():
        if match := LINE.match(line):
            if UNFINISHED in match[3]:
                waiting[match[1]] = len(found)
            found.append((match[2], match[3]))
        elif (match := RESUMED.match(line)) and match[1] in waiting:
            at = waiting.pop(match[1])
            found[at] = (found[at][0], found[at][1].replace(UNFINISHED, "") + match[2])
    return found


def count(log: Path) -> Counter[tuple[str, str]]:
    """How often each (system call, kind of file) stands in a log."""
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    return Counter((call, kind_of(rest.partition(" = ")[0])) for call, rest in read(text))


def injected(log: Path, injection: Injection) -> str | None:
    """The kind of file of the call that was hit, or None when none was."""
    mark = "+++ killed by" if injection.kills else "(INJECTED)"
    for _ in range(100 if injection.kills else 1):  # the tracer writes its last lines after the process has gone
        text = log.read_text("utf-8", "replace") if log.exists() else ""
        if mark in text:
            break
        time.sleep(0.02)
    else:
        return None
    made = [rest for call, rest in read(text) if call == injection.call]
    if injection.kills:
        return kind_of(made[-1]) if made else None
    hit = [rest for rest in made if mark in rest]
    return kind_of(hit[0].partition(" = ")[0]) if hit else None


# --- call sites --------------------------------------------------------------------------------------------------

FRAME = re.compile(r'^  File "([^"]*)", line (\d+) in (.*)$')
STACK = "Stack (most recent call first):"


OURS = str(Path(detente.__file__).parent) + "/"


def sites(text: str) -> list[str]:
    """Every stack that faulthandler wrote, innermost call first: Detente's own frames, or the libraries' when none is ours."""
    found = []
    for block in text.split(STACK)[1:]:
        frames = [m.groups() for m in map(FRAME.match, block.splitlines()) if m]
        ours = [(f.removeprefix(OURS), line, name) for f, line, name in frames if f.startswith(OURS)]
        ours = [frame for frame in ours if frame[0] not in ("cli/main.py", "cli/__main__.py")]
        theirs = [("/".join(Path(f).parts[-2:]), line, name) for f, line, name in frames]
        inner = [] if not frames or frames[0][0].startswith(OURS) else theirs[:1]
        chosen = [*inner, *(ours or theirs[1:3])]
        found.append(" < ".join(f"{file}:{line} {name}" for file, line, name in chosen))
    return found


NATIVE = re.compile(r"^ > (\S+?)\([^()]*(?:\([^()]*\))?[^()]*\) \[0x([0-9a-f]+)\]$")


def native(log: Path) -> str:
    """Where libraries stood below Python at the last call in a log: `libsqlite3 aa356 aa3c2 …`, return addresses within each
    library, innermost first, up to the interpreter; the C library's wrapper of the call is left out.

    Addresses are those of one build: two of them are two places in its code, as two lines of Python are.
    """
    text = log.read_text("utf-8", "replace") if log.exists() else ""
    frames: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not line.startswith(" > "):
            if LINE.match(line) or RESUMED.match(line):
                frames = []
        elif match := NATIVE.match(line):
            frames.append((Path(match[1]).name.partition(".")[0], match[2]))
    found: list[str] = []
    library = ""
    for name, address in frames:
        if name.startswith(("libpython", "python")):
            break
        if name.startswith("libc"):
            continue
        found += ([] if name == library else [name]) + [address]
        library = name
    return " ".join(found)
