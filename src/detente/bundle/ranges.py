"""What a delivery record shows of logs: ranges with all that stands in them, and entries apart, each place proven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.bundle.deliveryshapes import Part, ShownRow
from detente.bundle.order import Spot
from detente.codec.errors import Remote
from detente.line.log import Log, read_entry
from detente.line.shapes import Entry
from detente.proof.head import Head
from detente.proof.receipt import Opening
from detente.proof.tree import verify_inclusion, verify_range
from detente.trust.decisions import LineTrust


@dataclass(frozen=True)
class ShownLog:
    """What is shown of one log, its places proven: all rows of the range, from `start` on, and those apart from it."""

    head: Head
    start: int
    rows: list[ShownRow]
    apart: dict[int, ShownRow]

    def spots(self) -> Iterator[tuple[Spot, ShownRow]]:
        for index, row in (*enumerate(self.rows, self.start), *self.apart.items()):
            yield (self.head.party, self.head.epoch, index), row


def _placed(trust: LineTrust, part: Part) -> ShownLog:
    """The places of what is shown, each under the head."""
    head = trust.check_head(part.head)
    log = Log(trust.line, head.party, head.epoch)
    if part.range is None and part.apart is None:
        raise Remote("delivery-part")
    shown = ShownLog(head, 0, [], {})
    if part.range is not None:
        leaves = [log.leaf(row.entry) for row in part.range.rows]
        verify_range(leaves, part.range.start, head.size, part.range.outside, head.root)
        shown = ShownLog(head, part.range.start, part.range.rows, {})
    before = -1
    for one in part.apart or []:
        entry = read_entry(one.row.entry)
        if entry.i <= before:
            raise Remote("bundle-order", what="openings")
        if shown.start <= entry.i < shown.start + len(shown.rows):
            raise Remote("delivery-part")
        before = entry.i
        verify_inclusion(log.leaf(one.row.entry), entry.i, head.size, one.path, head.root)
        shown.apart[entry.i] = one.row
    return shown


def shown_logs(trust: LineTrust, parts: list[Part]) -> list[ShownLog]:
    """Every log shown, in order of (party, epoch), its head signed and its places proven. Raises `Remote`."""
    over, trust.distrusted = trust.distrusted, set()  # what still counts of them is seen when all is read
    found: list[ShownLog] = []
    for part in parts:
        one = _placed(trust, part)
        if found and (one.head.party, one.head.epoch) <= (found[-1].head.party, found[-1].head.epoch):
            raise Remote("bundle-order", what="logs")
        found.append(one)
    trust.distrusted = over
    return found


def entry_at(opening: Opening, index: int) -> Entry | None:
    """The entry of an opening, if it has the shape of one and says that it stands at `index`."""
    try:
        entry = read_entry(opening)
    except Remote:
        return None
    return entry if entry.i == index else None
