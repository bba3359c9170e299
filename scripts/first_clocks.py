"""From the wheel in an empty environment to the first clocks, through a real terminal, with the time of every step.

    .venv/bin/python scripts/first_clocks.py [--pace 1] [--offline] [-o docs/first-clocks.txt]

A wheel is built (before the clock starts: a user downloads it), an empty environment is made, the wheel installed as `pipx
install` would, and `detente case new` answered by a pair of hands that read each question for three seconds and type a character
every 0.2 s; `--pace 0` types at once. Printed: the seconds since the start beside each step, and what the terminal showed. POSIX.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READING, CHARACTER = 3.0, 0.2  # seconds
SHOWN = 78  # columns of the record
# What each question begins with, and what is answered.
WALK = (
    ("1.", "A"),
    ("Which comes nearest", "4"),
    ("2.", "EXAMPLE an agent in a test reached the open internet"),
    ("3.", "2h ago"),
    ("4.", "1 2 4"),
    ("5.", "2"),
    ("", "n"),
)


class Ended(Exception):
    """The command ended or fell silent before a question came; what it had shown."""


def walked(command: list[str], pace: float, say: Callable[[str], None], patience: float = 120) -> str:
    """Answer the questions of `command` at a terminal of its own; what it showed. Raises `Ended` when one did not come."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, {**os.environ, "DETENTE_LANG": "en", "TERM": "dumb", "COLUMNS": "100"})
    shown, read = "", 0
    try:
        for begins, answer in WALK:
            question = ""
            end = time.monotonic() + patience
            while not question:
                if time.monotonic() > end:
                    raise Ended(shown)
                if select.select([terminal], [], [], 0.3)[0]:
                    shown += _read(terminal, shown)
                elif shown[read:].rstrip().endswith((":", "]", "?")):
                    question = shown[read:].rstrip().splitlines()[-1].strip()
            if not question.startswith(begins):
                raise Ended(shown)
            say("asked: " + question[:SHOWN])
            read = len(shown)
            time.sleep(READING * pace)
            for sign in answer:
                time.sleep(CHARACTER * pace)
                os.write(terminal, sign.encode())
            os.write(terminal, b"\n")
            say("typed: " + answer)
        while True:
            try:
                shown += _read(terminal, shown)
            except Ended:
                return shown
    finally:
        os.close(terminal)
        _, status = os.waitpid(child, 0)
        if status:
            say(f"the command ended with {os.waitstatus_to_exitcode(status)}")


def _read(terminal: int, shown: str) -> str:
    try:
        data = os.read(terminal, 65536)
    except OSError as error:  # Linux says so when the other end is closed
        raise Ended(shown) from error
    if not data:
        raise Ended(shown)
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def main(pace: float, offline: bool, output: Path | None, folder: Path) -> str:
    """The record as text. `offline`: packages from what is installed here already (uv's cache), not from an index."""

    def run(*command: str | Path) -> None:
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")

    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    [wheel] = folder.glob("detente-*.whl")
    lines: list[str] = []
    start = time.monotonic()

    def say(what: str) -> None:
        lines.append(f"{time.monotonic() - start:7.1f} s  {what}")

    say("python -m venv fresh")
    run(sys.executable, "-m", "venv", folder / "fresh")
    python = folder / "fresh" / "bin" / "python"
    say("pip install " + wheel.name)
    if offline:
        run(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--python", python, wheel)
    else:
        run(python, "-m", "pip", "install", "--quiet", wheel)
    say("detente case new")
    shown = walked([str(python.with_name("detente")), "case", "new", "--file", str(folder / "cases.db")], pace, say)
    say("done")
    clocks = shown[shown.index("California") :] if "California" in shown else ""
    record = (
        "\n".join([*lines, "", "What the terminal showed:", "", *shown.replace(str(folder), "…").splitlines()]) + "\n"
    )
    if not clocks:
        raise SystemExit("no clock was shown\n" + record)
    if output:
        output.write_text("\n".join(line.rstrip() for line in record.splitlines()) + "\n", "utf-8")
    return record


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pace", type=float, default=1.0)
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        print(main(given.pace, given.offline, given.output, Path(place)))
