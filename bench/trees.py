"""`audit.tree`: entries a second, on one core, from the store to the root: read, hashed to leaves, grown to a tree.

The very function that `detente record verify` uses, on a log in a real store; each run in a process of its own, which says how
much memory it came to. `audit.tree.rss` is that for a million entries; beside it the same for a tenth of them, and what the tree
itself must hold (every complete subtree's hash: 64 bytes an entry), which is the whole difference when nothing else grows.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.log import _append, _openings
from bench.rows import Row, row, wall
from bench.rss import resident
from detente.line.log import Log
from detente.node import audit
from detente.store.sqlite import Store

RUNS, FEW, MANY, EACH = 5, 100_000, 1_000_000, 20_000
HASHES = 200_000


def _kept(path: Path, entries: int) -> None:
    store, log = Store(path), Log(bytes(32), "bench", bytes(16))
    while log.size < entries:
        _append(store, log, _openings(log.size, EACH))
    store.close()


def _once(path: Path, entries: int) -> dict[str, float]:
    """In a process of its own: {"rate": entries a second, "most": MB}."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.trees", str(path), str(entries)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measure(path: str, entries: int) -> None:
    store = Store(Path(path))
    node: Any = SimpleNamespace(store=store)
    log: Any = SimpleNamespace(
        line=bytes(32), party="bench", epoch=bytes(16), size=entries, key=(bytes(32), "bench", bytes(16))
    )
    start = time.perf_counter()
    again = audit.tree_again(node, log)
    again.tree.root()
    took = time.perf_counter() - start
    if again.size != entries:
        raise RuntimeError(f"{again.size} entries in the store")
    store.close()
    print(json.dumps({"rate": entries / took, "most": resident(os.getpid(), "VmHWM")}))


def run() -> list[Row]:
    block = os.urandom(65)
    with tempfile.TemporaryDirectory() as scratch:
        few, many = Path(scratch) / "few.db", Path(scratch) / "many.db"
        _kept(few, FEW)
        _kept(many, MANY)
        rates, hashes, small, large = [], [], [], []
        for _ in range(RUNS):
            one = _once(few, FEW)
            rates.append(one["rate"])
            small.append(one["most"])
            hashes.append(HASHES / wall(lambda: [sha256(block).digest() for _ in range(HASHES)]))
            large.append(_once(many, MANY)["most"])
    # A leaf, its Merkle leaf, and one node: three hashes an entry and nothing else.
    bound = statistics.median(hashes) / 3
    tree = 64 * (MANY - FEW) / 1e6
    return [
        row(
            "audit.tree",
            "entries/s",
            rates,
            {"sha256_per_second": statistics.median(hashes), "three_hashes": bound},
            bound,
        ),
        row("audit.tree.rss", "MB", large, {"at_100k": statistics.median(small), "tree_of_900k_more": tree}),
    ]


if __name__ == "__main__":
    _measure(sys.argv[1], int(sys.argv[2]))
