"""One member of a simulated line: a real node over a disk in memory, with a clock that may be wrong and may step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from detente.node.alive import reply_at_once
from detente.node.destroying import at_start
from detente.node.home import Home, Listen, Settings
from detente.node.keyring import Keyring
from detente.node.mark import Known, Mark, recognise
from detente.node.node import Node
from detente.sim.disk import Disk, Image


class Keys(Keyring):
    """Key files on a simulated disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._signers, self._files = {}, {}
        self.sealing = {}
        files = sorted(disk.files.items())
        self._read_all(
            [(name, data) for name, data in files if name.endswith(".key")],
            [(name, data) for name, data in files if name.startswith("sealing-")],
        )

    def _save(self, name: str, data: bytes) -> None:
        self._disk.files[name] = data

    def _destroy(self, name: str) -> None:
        self._remove(name)

    def _remove(self, name: str) -> None:
        del self._disk.files[name]


class SimMark(Mark):
    """The high-water mark of a simulated home: kept apart from the database, on the same disk or on one that stays."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._path = Path("simulated")
        self._behind = self._writing = None
        self.heads = dict(disk.mark.heads)
        self.was = disk.mark.was

    def close(self) -> None:
        pass

    def _begin(self) -> None:
        self._keep()  # one thing after another: a seed gives the same world

    def _write(self, heads: list[Known]) -> None:
        self._disk.write_mark(heads)


class SimNode(Node):
    """The node of a member that is up. Its home is a name only: no file, no lock."""

    def __init__(self, settings: Settings, disk: Disk, now: Callable[[], int], random: Callable[[int], bytes]) -> None:
        self.home = Home(Path("simulated"), settings)
        self.now = now
        self.random = random
        self.store = disk
        self.keyring = Keys(disk)
        self.mark = SimMark(disk)
        self.counted = Counter()
        self._sealed, self._gone, self._unopened, self.unsettled = {}, set(), Counter(), set()
        self.unread = True
        self._give_back = lambda: None
        self.heard = (partial(reply_at_once, self),)  # as `serve` does
        self._load()
        recognise(self)
        at_start(self)


class Member:
    """`node` is None while the process is down. `skew` is how far its clock is from the world's (ms)."""

    def __init__(self, party: str, context: str, time: Callable[[], int], chance: Random) -> None:
        self.party, self.context = party, context
        self.time = time
        self.chance = chance
        self.skew = 0
        self.disk = Disk()
        self.node: SimNode | None = None
        self.images: list[Image] = []
        self.rolled_back = False
        names = {"en": party.title(), "zh": "示例方"}
        self._settings = Settings(1, party, names, "en", context, "none", Listen())

    def now(self) -> int:
        return max(0, self.time() + self.skew)

    def start(self) -> None:
        """As at every start: everything is read from the disk."""
        if self.node is None:
            self.node = SimNode(self._settings, self.disk, self.now, self.chance.randbytes)

    def kill(self) -> None:
        """Nothing but the disk remains."""
        self.node = None
        self.disk.armed = None

    @property
    def running(self) -> bool:
        return self.node is not None

    @property
    def up(self) -> SimNode:
        assert self.node is not None, f"{self.party} is down"
        return self.node
