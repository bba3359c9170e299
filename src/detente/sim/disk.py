"""A member's disk in memory: the real store's SQL, with faults at its one write path, and copies of itself.

Every fault is decided before the commit it meets: the plan arms it, `commit` carries it out. What happens to memory is the
node's own business (`Node.commit` throws it away and reads the store again).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from detente.codec.errors import Local
from detente.line.shelf import Change
from detente.node.mark import Known, Was
from detente.store.sqlite import Store
from detente.views.items import Upsert


@dataclass
class MarkFile:
    """What the mark's file says, and as what a start finds it (detente.node.mark)."""

    heads: dict[bytes, Known] = field(default_factory=dict)
    was: Was = "missing"


Image = tuple[bytes, dict[str, bytes], MarkFile]  # the database, the key files, the mark


class Killed(BaseException):
    """The process died here. Not an `Exception`: no handler of the node may go on after it."""


# What a commit can meet: does it persist, and does the process live to hear of it?
FAULTS = {
    "killed-before": (False, True),
    "killed-after": (True, True),
    "failed": (False, False),
    "failed-but-kept": (True, False),
    "killed-before-mark": (True, False),  # the commit is done and heard of; the mark is not written
}


class Disk(Store):
    """`files` are the home's key files; they lie on the same disk and go back with it."""

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.files: dict[str, bytes] = {}
        self.mark = MarkFile()
        self.armed: tuple[str, int] | None = None  # the fault, and how many commits from now
        self.faults: Counter[str] = Counter()
        self.commits = 0

    def arm(self, fault: str, after: int) -> None:
        self.armed = (fault, after)

    def commit(self, changes: Iterable[Change | Upsert]) -> None:
        fault = None
        if self.armed is not None:
            name, after = self.armed
            self.armed = (name, after - 1) if after else None
            fault = None if after else name
        if fault is None or fault == "killed-before-mark":
            if fault is not None:
                self.armed = (fault, 0)  # met by the next write of the mark, if this commit leads to one
            super().commit(changes)
            self.commits += 1
            return
        persists, dies = FAULTS[fault]
        self.faults[fault] += 1
        if persists:
            super().commit(changes)
            self.commits += 1
        if dies:
            raise Killed
        raise Local("store-failed", why=fault)

    def fill(self, full: bool) -> None:
        """No page is left (SQLite's own limit, so its own error), or there is room again."""
        [pages] = self._db.execute("PRAGMA page_count").fetchone()
        self._db.execute(f"PRAGMA max_page_count={pages if full else 2**30}")

    def write_mark(self, heads: list[Known]) -> None:
        """Synced before anything that rests on it is signed; or the process dies just before it (armed like a commit)."""
        if self.armed is not None and self.armed == ("killed-before-mark", 0):
            self.armed = None
            self.faults["killed-before-mark"] += 1
            raise Killed
        self.mark = MarkFile({known.line: known for known in heads}, "whole")

    def image(self) -> Image:
        """Everything on this disk, as a copy or a backup would hold it."""
        return self._db.serialize(), dict(self.files), MarkFile(dict(self.mark.heads), self.mark.was)

    def put(self, image: Image, whole: bool = True) -> None:
        """What the disk holds from now on. Unless `whole`, only the database goes back, as when one file is put back."""
        self._db.deserialize(image[0])
        self._nums.clear()
        if whole:
            self.files = dict(image[1])
            self.mark = MarkFile(dict(image[2].heads), image[2].was)

    def receipts(self, line: bytes) -> list[dict[str, Any]]:
        return self._rows("SELECT * FROM receipt WHERE line=?", line)

    def whole(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row, table by table: two disks that say the same hold the same."""
        names = [row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
        return {name: sorted(self._db.execute(f"SELECT * FROM {name}"), key=repr) for name in names}
