"""`cli.help`: how long `detente --help` takes, beside a Python that imports nothing but click."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.rows import Row, alternate, row

RUNS = 21


def process(*command: str) -> Callable[[], object]:
    """A whole process, from start to end. A command that fails is an error, not a fast run."""

    def work() -> None:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise RuntimeError(f"{Path(command[0]).name} exited with {done.returncode}: {last}")

    return work


def run() -> list[Row]:
    beside = "python -c 'import click'"
    ours = process(str(Path(sys.executable).with_name("detente")), "--help")
    click = process(sys.executable, "-c", "import click")
    ours()  # the first run writes compiled files
    click()
    seconds, least = alternate(RUNS, ours, click)
    against = statistics.median(least)
    return [row("cli.help", "s", seconds, {beside: against}, against)]
