"""A member's disk in memory: the real store's SQL, with faults at its one write path, and copies of itself.

Every fault is decided before the commit it meets: the plan arms it, `commit` carries it out. What happens to memory is the
node's own business (`Node.commit` throws it away and reads the store again).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from detente.codec.errors import Local
from detente.line.shelf import Change
from detente.store.sqlite import Store
from detente.views.items import Upsert

Image = tuple[bytes, dict[str, bytes]]  # the database, and the key files


class Killed(BaseException):
    """The process died here. Not an `Exception`: no handler of the node may go on after it."""


# What a commit can meet: does it persist, and does the process live to hear of it?
FAULTS = {
    "killed-before": (False, True),
    "killed-after": (True, True),
    "failed": (False, False),
    "failed-but-kept": (True, False),
}


class Disk(Store):
    """`files` are the home's key files; they lie on the same disk and go back with it."""

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.files: dict[str, bytes] = {}
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
        if fault is None:
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

    def image(self) -> Image:
        """Everything on this disk, as a copy or a backup would hold it."""
        return self._db.serialize(), dict(self.files)

    def put(self, image: Image, keys: bool = True) -> None:
        """What the disk holds from now on. Without `keys` only the database goes back, as after a restore of one file."""
        self._db.deserialize(image[0])
        self._nums.clear()
        if keys:
            self.files = dict(image[1])

    def whole(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row, table by table: two disks that say the same hold the same."""
        names = [row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
        return {name: sorted(self._db.execute(f"SELECT * FROM {name}"), key=repr) for name in names}
