"""Readouts: characters a second in each language beside a bare Aho–Corasick pass, first results, a comparison, memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.rows import Row, row, wall
from detente.readouts import compare, scan
from detente.readouts.matching import forms

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "tests" / "readouts" / "tuned" / "sentences.jsonl"
CHARACTERS = 1_000_000
CORPUS = 200 * 1024 * 1024


def dense(language: str, characters: int) -> str:
    """Text as dense as readouts are: the labelled sentences over and over, a paragraph of eight each."""
    rows = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    said = [one["text"] for one in rows if one["lang"] == language]
    glue = "" if language == "zh" else " "
    paragraphs = [glue.join(said[at : at + 8]) for at in range(0, len(said), 8)]
    text = "\n\n".join(paragraphs)
    return ("\n\n".join([text] * (characters // len(text) + 1)))[:characters]


def alternate_cpu(runs: int, *works: Callable[[], object]) -> list[list[float]]:
    """Processor seconds of each work, turn by turn: characters a second a core, whatever else the machine does."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for held, work in zip(seconds, works, strict=True):
            start = time.process_time()
            work()
            held.append(time.process_time() - start)
    return seconds


def _scans(language: str) -> Row:
    text = dense(language, CHARACTERS)
    lower = text.lower()
    scan(text[:2000])
    machine = forms().machine
    ours, bare = alternate_cpu(5, lambda: scan(text), lambda: machine.find_matches_as_indexes(lower))
    rates = [CHARACTERS / seconds for seconds in ours]
    beside = sorted(CHARACTERS / seconds for seconds in bare)[2]
    return row(f"readouts.scan.{language}", "characters/s", rates, {"bare Aho-Corasick": beside}, beside)


def _first(suffix: str, text: str) -> Row:
    """The whole command, from nothing to its last line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"text.{suffix}"
        path.write_text(text, "utf-8")
        command = [sys.executable, "-m", "detente.cli", "readout", "scan", "--json", str(path)]

        def run() -> None:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

        run()
        seconds = [wall(run) for _ in range(5)]
    return row("readouts.first.text" if suffix == "txt" else "readouts.first.html", "s", seconds)


def _memory() -> Row:
    """Peak memory of a scan of 200 MB, beside one of 20 MB."""
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        piece = dense("en", 1 << 20).encode()
        for size in (CORPUS // 10, CORPUS):
            path = Path(folder) / "corpus.txt"
            with path.open("wb") as file:
                for _ in range(size // len(piece)):
                    file.write(piece)
            code = (
                "import resource, sys\n"
                "from detente.cli import readout_big\n"
                "readout_big.scan(sys.argv[1], True, 'en')\n"
                "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
            )
            done = subprocess.run(
                [sys.executable, "-c", code, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True
            )
            peaks[size] = int(done.stderr) / 1024
    small, large = peaks[CORPUS // 10], peaks[CORPUS]
    return row("readouts.memory.200mb", "MB", [large] * 5, {"20 MB": small}, small)


def run() -> list[Row]:
    """Every row; the corpus of 200 MB only with DETENTE_BENCH_CORPUS=1, because it takes minutes."""
    rows = [_scans("en"), _scans("zh")]
    english = " ".join(dense("en", 20_000).split()[:1500])
    rows.append(_first("txt", english))
    page = "".join(f"<p>{part}</p>" for part in dense("en", 12_000).split("\n\n"))
    head = "<!doctype html><html><head><title>EXAMPLE</title></head><body>"
    rows.append(_first("html", f"{head}<article>{page}</article></body></html>"))
    scans = [scan(english), scan(dense("zh", 3_000))]
    compare(scans)
    rows.append(row("readouts.compare", "s", [wall(lambda: compare(scans)) for _ in range(5)]))
    if os.environ.get("DETENTE_BENCH_CORPUS"):
        rows.append(_memory())
    return rows
