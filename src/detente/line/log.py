"""One party's log on one line in one epoch: own (we place entries) or mirrored (we hold what they opened to us).

Leaves are blinded per log; the C2SP head over them is what both signatures cover. `Log` holds the tree and the few
running values the rules need; openings themselves stay on the shelf.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.codec.errors import Remote
from detente.codec.shape import pack, read, to_plain
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.proof.head import Head, body, origin
from detente.proof.leaf import leaf, leaf_of
from detente.proof.receipt import Opening
from detente.proof.tree import Tree

LogKey = tuple[bytes, str, bytes]  # line, party, epoch


@dataclass
class Log:
    """`said` is the last message's number, `at` the last regular entry's time (ms UTC)."""

    line: bytes
    party: str
    epoch: bytes
    tree: Tree = field(default_factory=Tree)
    said: int = 0
    at: int = 0

    @property
    def key(self) -> LogKey:
        return self.line, self.party, self.epoch

    @property
    def origin(self) -> str:
        return origin(self.line, self.party, self.epoch)

    @property
    def size(self) -> int:
        return self.tree.size

    def head(self, size: int | None = None) -> Head:
        size = self.size if size is None else size
        return Head(self.party, self.epoch, size, self.tree.root(size))

    def body(self, size: int | None = None) -> str:
        """The checkpoint body: committed before it is signed (the crash order)."""
        head = self.head(size)
        return body(self.origin, head.size, head.root)

    def leaf(self, opening: Opening) -> bytes:
        return leaf(self.origin, opening.blind, opening.entry)

    def extend(self, carried: Sequence[bytes]) -> list[bytes]:
        """Add openings as carried (canonical CBOR) at the end of the tree; their leaves. `check` each one after."""
        name = self.origin
        leaves = [leaf_of(name, opening) for opening in carried]
        self.tree.extend(leaves)
        return leaves

    def check(self, opening: Opening, index: int) -> tuple[Entry | None, str | None]:
        """The entry at `index`, or the name of the rule it breaks. In order, once each.

        A leaf its author signed is kept whatever it says: one bad entry never blocks the next. What breaks a rule
        has no effect, and is shown. The number expected next is the one after the last that was shown, right or not, so
        that a number skipped is shown once and not at every message after it.
        """
        try:
            entry = read_entry(opening)
        except Remote:
            return None, "entry-shape"
        if entry.i != index or isinstance(entry, Opened) != (index == 0):
            return None, "entry-index"
        expected = self.said + 1
        if isinstance(entry, Said):
            self.said = entry.n
        if entry.at < self.at:
            return None, "entry-time-went-back"
        if isinstance(entry, Said) and entry.n != expected:
            return None, "entry-number"
        self.at = entry.at
        return entry, None

    def admit(self, opening: Opening) -> tuple[Entry | None, str | None]:
        """Add one opening at the end, and check it."""
        index = self.size
        self.extend([pack(opening)])
        return self.check(opening, index)

    def place(self, entry: Entry, blind: bytes) -> tuple[bytes, bytes]:
        """Add an own entry; its opening as carried, and its leaf.

        Own entries keep every rule, or this raises and nothing may be committed.
        """
        opening = Opening(blind, to_plain(entry))
        carried = pack(opening)
        [added] = self.extend([carried])
        placed, broken = self.check(opening, self.size - 1)
        if placed is None:
            raise Remote("own-entry", why=broken)
        return carried, added


def read_entry(opening: Opening) -> Entry:
    """The typed entry. `Remote("shape")` when it is none of the three roles, or a run of anything but excess."""
    entry: Entry = read(Entry, opening.entry)  # type: ignore[arg-type]
    if isinstance(entry, Heard) and entry.run is not None:
        places = [entry.place.index, *entry.run.also]
        if (entry.verdict, entry.reason) != ("refused", "over-quota") or places != sorted(set(places)):
            raise Remote("shape", what="Heard", where="run")
    return entry


def next_time(log: Log, now: int) -> int:
    """The time for the next own entry: the clock's, but never before the last entry's."""
    return max(now, log.at)


def opened(now: int, reason: str, follows: Head | None = None, reported: list[Head] | None = None) -> Opened:
    """The first entry of every epoch."""
    return Opened(i=0, at=now, reason=reason, follows=follows, reported=reported or [])
