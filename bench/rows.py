"""Rows of `build/bench/*.json`, as `docs/contracts.md` defines them: measurements only, no targets."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "bench"
LEAST_RUNS = 5

Row = dict[str, Any]


def wall(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternate(runs: int, *works: Callable[[], object]) -> list[list[float]]:
    """Wall seconds of each work, `runs` times, turn by turn: a machine that slows down slows all of them."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for held, work in zip(seconds, works, strict=True):
            held.append(wall(work))
    return seconds


def row(
    figure: str,
    unit: str,
    values: Sequence[float],
    beside: Mapping[str, float | str] | None = None,
    against: float | None = None,
) -> Row:
    """One figure: the median of `values`, one value a run. The ratio is to `against`, one of `beside`."""
    if len(values) < LEAST_RUNS:
        raise ValueError(f"{figure}: {len(values)} runs, at least {LEAST_RUNS} are needed")
    value = statistics.median(values)
    return {
        "figure": figure,
        "value": value,
        "unit": unit,
        "runs": len(values),
        "spread": [min(values), max(values)],
        "beside": dict(beside or {}),
        "ratio": value / against if against else None,
    }


def write(name: str, rows: Sequence[Row]) -> Path:
    """`build/bench/NAME.json`, whole or not at all: a reader never sees half a file."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{name}.json"
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(unfinished, path)
    return path
