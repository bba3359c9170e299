"""Where to strike: every (phase of a node's life, system call, file, n) that a traced life has shown, least visited first.

A phase is a short piece of life that repeats: a start after a clean stop or after a kill, one message said, heard or
acknowledged by a running node, a stop, a command on a home that nobody serves.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from faults.strace import ACTIONS, kind_of, read

STARTS = ("start", "start after a kill")
COMMANDS = ("notify", "show", "delivery", "export", "rebuild", "verify", "backup", "restore")
PHASES = (*STARTS, "say", "hear", "acknowledge", "look", "destroy", "stop", *COMMANDS)

READS = ("openat", "read", "pread64", "newfstatat", "getdents64", "fcntl", "flock", "mmap")
WRITES = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink")
SOCKETS = ("socket", "bind", "listen", "accept4", "connect", "sendto", "recvfrom", "shutdown", "close", "fchmod")
CALLS = (*READS, *WRITES, *SOCKETS)
ERRORS = {
    "EIO": ("openat", "read", "pread64", "fcntl", "mmap", *WRITES),
    "ENOSPC": ("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename"),
    "ENOSPC from here on": ("write", "pwrite64", "ftruncate", "fdatasync"),
}

# The n-th call is counted on these files of a home alone, so that it does not move when a library reads others. What has
# none (sockets, files yet to be made) is counted over all calls of that name.
PATHS = {
    "db": "detente.db",
    "db-wal": "detente.db-wal",
    "db-shm": "detente.db-shm",
    "lock": "lock",
    "home.json": "home.json",
    "tls.pem": "keys/tls.pem",
    "key": "keys/*.key",
    "sealing key": "keys/sealing-*.bin",
    "keys directory": "keys",
}
NEW_FILES = ("write", "fsync", "rename")  # of a sealing key: made under a name that nobody can know before
SOCKET_KINDS = ("network", "local socket")  # no disk's errors there
FAR = 100
EACH, MORE = 10, 6  # of many equal calls: the first so many, and so many of the rest


@dataclass(frozen=True)
class Point:
    phase: str
    call: str
    kind: str
    n: int
    action: str

    @property
    def kills(self) -> bool:
        return ACTIONS[self.action][1]

    def paths(self, home: Path) -> tuple[str, ...]:
        """Of the files of a home it is counted over; a file yet to be made is named all the same."""
        if not counted_apart(self.call, self.kind):
            return ()
        named = PATHS[self.kind]
        return tuple(map(str, sorted(home.glob(named)))) if "*" in named else (str(home / named),)


def counted_apart(call: str, kind: str) -> bool:
    return kind in PATHS and not (kind == "sealing key" and call in NEW_FILES)


def points(phase: str, log: str, chance: random.Random) -> list[Point]:
    """The points of a phase, from the log of one traced pass through it."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    of_call: Counter[str] = Counter()
    for call, rest in read(log):
        kind = kind_of(rest.partition(" = ")[0])
        of_call[call] += 1
        far = of_call[call] > FAR and not counted_apart(call, kind)  # behind hundreds of others: it would never be met
        if call in CALLS and kind != "other" and not far:
            held = places[(call, kind)]
            held.append(len(held) + 1 if counted_apart(call, kind) else of_call[call])
    found = []
    for (call, kind), numbers in places.items():
        rest_of = numbers[EACH:]
        chosen = numbers[:EACH] + sorted(chance.sample(rest_of, min(MORE, len(rest_of))))
        for action, (_, kills) in ACTIONS.items():
            if kills or (call in ERRORS[action] and kind not in SOCKET_KINDS):
                found += [Point(phase, call, kind, n, action) for n in chosen]
    return found


COLUMNS = (
    "phase",
    "call",
    "file",
    "n",
    "action",
    "hit",
    "call site",
    "side",
    "seed",
    "weather",
    "what the command said",
    "the process",
    "afterwards",
)


class Kills:
    """`kills.tsv`: every strike and random kill, of this run and those before; see COLUMNS."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: list[dict[str, str]] = []
        if path.exists():
            with open(path, encoding="utf-8", newline="") as file:
                self.rows = list(csv.DictReader(file, COLUMNS, delimiter="\t"))[1:]
        else:
            self._write([dict(zip(COLUMNS, COLUMNS, strict=True))])
        self.first = len(self.rows)
        self.visits = Counter(self._key(row) for row in self.rows)

    @staticmethod
    def _key(row: dict[str, str]) -> tuple[str, ...]:
        return tuple(row[name] for name in COLUMNS[:5])

    def _write(self, rows: Iterable[dict[str, str]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(self.path, "a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n").writerows(rows)

    def add(self, **values: object) -> None:
        row = {name: " ".join(str(values.get(name.replace(" ", "_"), "")).split()) for name in COLUMNS}
        self.rows.append(row)
        self.visits[self._key(row)] += 1
        self._write([row])

    def visited(self, point: Point) -> int:
        return self.visits[(point.phase, point.call, point.kind, str(point.n), point.action)]

    @property
    def new(self) -> list[dict[str, str]]:
        return self.rows[self.first :]


def is_kill(row: dict[str, str]) -> bool:
    """Whether a row is a process that was killed: at a chosen call that it reached, or at an instant of no choice."""
    return row["action"] == "at random" or (row["hit"] != "" and ACTIONS[row["action"]][1])


def pairs(rows: Iterable[dict[str, str]]) -> dict[tuple[str, str, str], Counter[str]]:
    """(system call, file, call site) -> how often each action struck there.

    A plain SIGKILL leaves no stack: its site is that of the same call of the same phase, where only one stack was ever seen.
    """
    rows = [row for row in rows if row["hit"]]
    seen: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows:
        if row["call site"]:
            seen[tuple(row[n] for n in ("phase", "call", "hit", "n"))].add(row["call site"])
    known = {call: next(iter(places)) for call, places in seen.items() if len(places) == 1}
    found: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        site = row["call site"] or known.get(tuple(row[n] for n in ("phase", "call", "hit", "n")), "")
        if site:
            found[(row["call"], row["hit"], site)][row["action"]] += 1
    return dict(found)


def write_pairs(rows: Iterable[dict[str, str]], path: Path) -> tuple[int, int]:
    """The list by pair; how many pairs, and how many of them were killed at."""
    found = pairs(rows)
    names = list(ACTIONS)
    killed = [name for name, (_, kills) in ACTIONS.items() if kills]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\t".join(["call", "file", "call site", *names]) + "\n")
        for pair, times in sorted(found.items()):
            file.write("\t".join([*pair, *(str(times[name]) for name in names)]) + "\n")
    return len(found), sum(any(times[name] for name in killed) for times in found.values())
