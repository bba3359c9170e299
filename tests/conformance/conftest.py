"""A line between the kit and a node, founded by the commands that its operator would use; and that node, served for real."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detente.conformance.check import UNSHOWN
from detente.conformance.kit import open_kit
from detente.conformance.run import Row, run
from support import same_place

FAULTY = Path(__file__).with_name("faulty.py")
Kept = dict[str, Row]
Meet = Callable[..., Kept]


def detente(home: Path | None, *words: str) -> str:
    environment = {**os.environ, "DETENTE_LANG": "en"} | ({"DETENTE_HOME": str(home)} if home else {})
    command = [sys.executable, "-m", "detente.cli", *words]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`otter` and `kit`, live and exercise, on one pair of lines."""
    root = tmp_path_factory.mktemp("c")
    names = ("--name-en", "Office of Otter", "--name-zh", "水獭办公室", "--language", "en")
    detente(None, "init", str(root / "otter"), "--party", "otter", *names, "--listen", "127.0.0.1:1")
    otter, kit = (str(root / f"{party}.introduction") for party in ("otter", "kit"))
    detente(root / "otter", "introduce", "-o", otter)
    detente(None, "conformance", "prepare", str(root / "kit"), "-o", kit)
    detente(root / "otter", "accept", kit, "--words-compared")
    detente(root / "kit", "accept", otter, "--words-compared")
    terms = str(root / "terms")
    line = ("--name-en", "Conformance, EXAMPLE", "--name-zh", "一致性检验示例")
    detente(root / "otter", "terms", "draft", "--with", "kit", "--profile", "watch", *line, "-o", terms)
    for party in ("otter", "kit", "otter"):
        sheet = str(root / f"{party}-recovery-sheet.txt")
        detente(root / party, "terms", "sign", terms, "--recovery", sheet)
    return root


@pytest.fixture
def here(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Homes of this test's own, under a short path: a socket stands in the served one."""
    root = tmp_path_factory.mktemp("k")
    for party in ("otter", "kit"):
        for home in (party, f"{party}-exercise"):
            shutil.copytree(founded / home, root / home)
            same_place(root / home)
    return root


@contextlib.contextmanager
def served(home: Path, fault: str | None = None) -> Iterator[str]:
    """The node of `home` as a process of its own, with one thing wrong or none; its address."""
    program = [sys.executable, "-m", "detente.cli"] if fault is None else [sys.executable, str(FAULTY), fault]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = subprocess.Popen(
            [*program, "serve", str(home), "--fd", str(listener.fileno()), "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
            text=True,
        )
        assert process.stdout is not None
        try:
            ready, _, _ = select.select([process.stdout], [], [], 90)
            assert ready and process.stdout.readline(), "the node did not start"
            yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.kill()
            process.wait(60)
            process.stdout.close()


@pytest.fixture
def meet(here: Path) -> Meet:
    """Run the kit against a node with one thing wrong (or none): the rows by name."""

    def met(fault: str | None = None, context: str = "exercise", only: tuple[str, ...] = ()) -> Kept:
        home = here / ("otter" if context == "live" else "otter-exercise")
        with served(home, fault) as url:
            kit = open_kit(here / "kit", url, context)
            try:
                return {row.check.name: row for row in run(kit, only)}
            finally:
                kit.close()

    return met


def failed(rows: Kept) -> set[str]:
    return {name for name, row in rows.items() if row.outcome.verdict == "does-not-hold"}


def unshown(rows: Kept) -> dict[str, str]:
    return {name: row.outcome.unshown for name, row in rows.items() if row.outcome.verdict == UNSHOWN}
