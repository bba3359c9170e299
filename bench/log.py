"""`log.append.single` and `log.append.bulk`: entries a second into a durable log, beside pymerkle's own SQLite tree.

Ours: an opening as carried → its blinded leaf → the tree → one commit of opening, leaf and checkpoint body, in WAL with
synchronous FULL. pymerkle 7: entry → leaf → one commit, in SQLite's default journal (DELETE) and synchronous (FULL).
Nothing is signed on either side. Both databases lie on the same disk; turns alternate.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.rows import Row, row
from detente.codec.shape import pack, to_plain
from detente.line.log import Log
from detente.line.shapes import Said
from detente.line.shelf import Appended, BodyKept, LogKept
from detente.proof.receipt import Opening
from detente.store.sqlite import Store

RUNS, SINGLE, BULK = 9, 100, 20_000  # runs; entries a run


def _openings(start: int, count: int) -> list[bytes]:
    what, cred = os.urandom(32), os.urandom(32)
    entries = (
        Said(i=i, n=i + 1, at=1_790_000_000_000, what=what, cred=cred, seen=[]) for i in range(start, start + count)
    )
    return [pack(Opening(os.urandom(32), to_plain(entry))) for entry in entries]


def _append(store: Store, log: Log, openings: list[bytes]) -> None:
    before = log.size
    leaves = log.extend(openings)
    kept = LogKept(log.key, log.size, log.size, 0, 0)
    store.commit([Appended(log.key, before, openings, leaves), kept, BodyKept(log.key, before, log.size, log.body())])


def run() -> list[Row]:
    from pymerkle import SqliteTree

    rates: dict[str, list[float]] = {"ours.single": [], "ours.bulk": [], "theirs.single": [], "theirs.bulk": []}

    def timed(name: str, count: int, work: Any) -> None:
        start = time.perf_counter()
        work()
        rates[name].append(count / (time.perf_counter() - start))

    with tempfile.TemporaryDirectory() as scratch:
        store = Store(Path(scratch) / "ours.db")
        theirs = SqliteTree(str(Path(scratch) / "theirs.db"))
        journal = theirs.con.execute("PRAGMA journal_mode").fetchone()
        log = Log(bytes(32), "bench", bytes(16))
        for _ in range(RUNS):
            few, many = _openings(log.size, SINGLE), _openings(log.size + SINGLE, BULK)
            timed("ours.single", SINGLE, lambda few=few: [_append(store, log, [opening]) for opening in few])
            timed("theirs.single", SINGLE, lambda few=few: [theirs.append_entry(opening) for opening in few])
            timed("ours.bulk", BULK, lambda many=many: _append(store, log, many))
            timed("theirs.bulk", BULK, lambda many=many: theirs.append_entries(many))
        store.close()
        theirs.close()
    rows = []
    for name in ("single", "bulk"):
        other = sorted(rates[f"theirs.{name}"])[RUNS // 2]
        beside = {f"pymerkle.{name}": other, "pymerkle.journal": str(journal), "ours.journal": "wal, synchronous full"}
        rows.append(row(f"log.append.{name}", "entries/s", rates[f"ours.{name}"], beside, other))
    return rows
