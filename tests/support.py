"""Parties for tests: real homes on a real disk, founded through the real path."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from detente.codec.shape import pack, unpack
from detente.kinds import notice
from detente.kinds.acknowledgement import Coded as Received
from detente.line.founding import Founding, read_founding
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.locale.glossary import glossary
from detente.node import found, giving
from detente.node.home import Home, Listen
from detente.node.mark import Mark
from detente.node.node import Node

START = 1_790_000_000_000  # ms UTC, in September 2026
LATER = START + 10_000_000  # after every founding done here
Random = Callable[[int], bytes]


class Clock:
    """A clock that moves one second a look, so that times differ and tests repeat exactly."""

    def __init__(self, start: int = START) -> None:
        self.time = itertools.count(start, 1000)

    def __call__(self) -> int:
        return next(self.time)


class Hand:
    """A clock set by hand, that moves a millisecond a look."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        self.at += 1
        return self.at


class Seeded:
    """Bytes that look random and repeat exactly: SHAKE256 over a name and a count."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return hashlib.shake_256(f"{self.name}/{self.count}".encode()).digest(size)


def introduce(path: Path, party: str, language: str, random: Random) -> tuple[Home, dict[str, str]]:
    listens = {c: Listen(address=f"https://{party}.invalid/{c}") for c in found.CONTEXTS}
    names = {"en": f"Office of {party.title()}", "zh": "苍鹭办公室"}
    codes = found.init_pair(path, party, names, language, listens, random)
    return Home.open(path), {context: codes[context]["roots"] for context in found.CONTEXTS}


def found_line(
    root: Path,
    parties: list[str],
    random: Random | None = None,
    clock: Callable[[], int] | None = None,
    profile: str = "watch",
    disclosure: str = "parties-only",
) -> dict[str, Home]:
    """Homes of `parties` with a founded pair of lines between all of them."""
    random = random or os.urandom
    options: dict[str, Any] = {"random": random} | ({"now": clock} if clock else {})
    homes: dict[str, Home] = {}
    codes: dict[str, dict[str, str]] = {}
    for party in parties:
        homes[party], codes[party] = introduce(root / party, party, "en", random)
    for a, b in itertools.permutations(parties, 2):
        found.accept(homes[a], found.own_introduction(homes[b]))
    first, *rest = parties
    founding = found.draft(
        homes[first],
        rest,
        profile,
        {"en": "Example line", "zh": "示例通道"},
        START + 10**10,
        random,
        disclosure=disclosure,
    )
    for party in parties:
        with found.Pair(homes[party], **options) as pair:
            founding = pair.sign(unpack(Founding, pack(founding), 2**20), codes[party])
    for party in parties:
        with found.Pair(homes[party], **options) as pair:
            pair.found(read_founding(pack(founding)))
    return homes


def introduce_pair(root: Path, parties: list[str]) -> dict[str, dict[str, dict[str, str]]]:
    """`found_line`, which forgets the recovery codes, with every code of each party's sheet: party → context → root set."""
    codes: dict[str, dict[str, dict[str, str]]] = {}
    init = found.init_pair

    def kept(*args: Any) -> dict[str, dict[str, str]]:
        codes[args[1]] = init(*args)
        return codes[args[1]]

    found.init_pair = kept
    try:
        found_line(root, parties, Seeded("sheet"), Clock())
    finally:
        found.init_pair = init
    return codes


def notice_sections(text: str = "EXAMPLE 示例 — a plain statement.", detected: int = START) -> dict[str, object]:
    return {
        "coded": notice.Coded(
            area="A",
            what="unexpected-model-behaviour",
            status="confirmed",
            severity=2,
            going_on="no",
            touches="unknown",
            public="no",
            asks=["information"],
            admission="none",
            attribution="not-asserted",
            handling="parties-only",
        ),
        "prose": notice.Text(language="en", plain=text),
        "times": notice.Times(detected=detected, next_word_by=detected + 3_600_000),
    }


def notify(node: Node, text: str = "EXAMPLE 示例 — a plain statement.", wanted: int = 3) -> MessageKept:
    line = node.line()
    return node.say(line, node.write(line, "notice", notice_sections(text), wanted))


def acknowledge(node: Node, kept: MessageKept) -> MessageKept:
    line = node.line()
    sections = {"coded": Received(received="received")}
    return node.say(line, node.write(line, "acknowledgement", sections, 0, re=[kept.what], thread=kept.what))


def exchange(sender: Node, receiver: Node) -> None:
    """One envelope over, one answer back."""
    answer = receiver.receive(sender.outgoing(sender.line(), receiver.me))
    sender.take(answer)


def give(sender: Node, receiver: Node) -> None:
    """One envelope over and one answer back, as `serve` does it: what is given to a route is kept first."""
    line = sender.line()
    sender.aboard = []
    envelope = sender.outgoing(line, receiver.me)
    giving.give(sender, line, receiver.me, list(sender.aboard), "https", f"{receiver.me}.invalid")
    sender.take(giving.answer(receiver, envelope))


def turn(a: Node, b: Node) -> None:
    """`give`, once each way."""
    give(a, b)
    give(b, a)


def receipts(line: Line, what: bytes) -> list[str]:
    rows = [item for item in line.shelf.items(line.id) if item["what"] == what]  # type: ignore[attr-defined]
    return sorted(r["peer"] for r in rows[0]["receipts"]) if rows else []


def copy_homes(founded: Path, to: Path, whole: bool = False) -> dict[str, Home]:
    """Live homes of founded lines, copied: every test has its own. `whole` copies the exercise homes and roots too."""
    left_out = () if whole else ("*-exercise", "*.sealed", "introduction*", "lock")
    shutil.copytree(founded, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*left_out))
    for path in to.iterdir():
        same_place(path)
    return {p.name: Home.open(p) for p in sorted(to.iterdir()) if p.is_dir() and not p.name.endswith("-exercise")}


def same_place(home: Path) -> None:
    """A copied home that does not know it: as after a snapshot of the disk, which takes the inodes and the machine along."""
    known = Mark(home)
    known.renew([])
    known.close()


def put_back(home: Home, copy: Path) -> None:
    """The whole home as it was when `copy` was made, without a sign of it: what a snapshot of the disk puts back."""
    shutil.rmtree(home.path)
    shutil.copytree(copy, home.path)
    same_place(home.path)


def start(home: Home, at: int = LATER, name: str = "") -> Node:
    """A node on a copied home, with a clock and randomness of its own that repeat exactly."""
    return Node(home, now=Clock(at), random=Seeded(f"{name}/{home.settings.party}/{home.settings.context}/{at}"))


def tables(node: Node) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the store, table by table, but the counters."""
    with sqlite3.connect(node.home.database) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
        # An empty log row is a number given to a log somebody asked about; it says nothing.
        found = {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in names if name != "counter"}
    found["log"] = [row for row in found["log"] if row[5] or row[9]]
    db.close()
    return found


def fold(node: Node) -> list[dict[str, Any]]:
    """What every member must agree on: the view of messages without what is local to one node."""
    rows = []
    for row in node.store.items(node.line().id):
        named = sorted((a["re"], a["party"], a["what"], a["at"]) for a in row["named"])
        rows.append({k: v for k, v in row.items() if k not in ("heard_at", "receipts")} | {"named": named})
    return sorted(rows, key=lambda row: (row["party"], row["epoch"], row["i"]))


def verdicts(node: Node, party: str) -> list[tuple[str, str | None]]:
    """(verdict, reason) of every message of `party` after its first `keys`, in order of its log."""
    rows = node.store.messages(node.line().id)
    return [(r["verdict"], r["reason"]) for r in rows if r["party"] == party][1:]


def count(node: Node, name: str) -> int:
    """How often something was counted: what is kept, and what waits for the next commit."""
    return node.store.counters().get(name, 0) + node.counted[name]


def receipts_of(node: Node, what: bytes) -> list[dict[str, Any]]:
    """The receipts of one message, as the view shows them."""
    [item] = [row for row in node.store.items(node.line().id) if row["what"] == what]
    rows: list[dict[str, Any]] = item["receipts"]
    return rows


def never_words(shown: str) -> list[str]:
    """Words of the glossary's never lists that stand in a text: Chinese anywhere, English with its endings."""
    lists = glossary()
    endings = "(s|es|d|ed|er|ers|ing|ry)?"
    return [word for word in lists.screen_never_zh if word in shown] + [
        word for word in lists.screen_never_en if re.search(rf"\b{re.escape(word)}{endings}\b", shown, re.IGNORECASE)
    ]


class Counted:
    """A connection that counts the queries and the rows read through it."""

    def __init__(self, db: Any) -> None:
        self._db, self.queries, self.rows = db, 0, 0

    def execute(self, sql: str, values: Any = ()) -> Any:
        cursor = self._db.execute(sql, values)
        if not sql.lstrip().startswith(("SELECT", "WITH")):
            return cursor
        self.queries += 1
        return _Rows(self, cursor)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


class _Rows:
    def __init__(self, count: Counted, cursor: Any) -> None:
        self._count, self._cursor, self.description = count, cursor, cursor.description

    def __iter__(self) -> Iterator[Any]:
        for row in self._cursor:
            self._count.rows += 1
            yield row

    def __next__(self) -> Any:
        return next(iter(self))

    def fetchone(self) -> Any:
        return next(iter(self), None)

    def fetchall(self) -> list[Any]:
        return list(self)


@contextmanager
def counted(node: Node) -> Iterator[Counted]:
    """What a node reads of its record meanwhile."""
    store: Any = node.store
    real = store._db
    store._db = found = Counted(real)
    try:
        yield found
    finally:
        store._db = real
