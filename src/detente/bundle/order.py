"""The record's order: what its author had seen comes first; ties by (author, epoch, index). No clock enters.

So both sides, and every verifier, list the same messages in the same order, whatever came first by the wall.
"""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from detente.codec.errors import Remote
from detente.line.quota import covered
from detente.line.shapes import Entry, Heard, Said

Spot = tuple[str, bytes, int]  # author, epoch, index


def record_order(entries: Mapping[Spot, Said]) -> list[Spot]:
    """Spots of messages in record order. `Remote("order-circular")` when two claim to have seen each other first.

    Within one log an entry follows the one before it, and what `seen` names up to a size stands before the entry.
    """
    logs: dict[tuple[str, bytes], list[int]] = defaultdict(list)
    for party, epoch, index in sorted(entries):
        logs[(party, epoch)].append(index)
    after: dict[Spot, list[Spot]] = defaultdict(list)
    waits: dict[Spot, int] = dict.fromkeys(entries, 0)

    def before(first: Spot, then: Spot) -> None:
        after[first].append(then)
        waits[then] += 1

    for (party, epoch), indices in logs.items():
        for a, b in itertools.pairwise(indices):
            before((party, epoch, a), (party, epoch, b))
    for spot, said in entries.items():
        for head in said.seen:
            earlier = _below(logs.get((head.party, head.epoch), []), head.size)
            if earlier and head.party != spot[0]:  # what a member says of its own logs orders nothing: it could circle
                before((head.party, head.epoch, earlier[-1]), spot)  # the rest follow from that log's own order
    ready = [spot for spot, count in waits.items() if count == 0]
    heapq.heapify(ready)
    order: list[Spot] = []
    while ready:
        spot = heapq.heappop(ready)
        order.append(spot)
        for then in after[spot]:
            waits[then] -= 1
            if waits[then] == 0:
                heapq.heappush(ready, then)
    if len(order) != len(entries):
        raise Remote("order-circular")
    return order


def receipted(entries: Mapping[Spot, Entry]) -> Iterator[tuple[Spot, Heard, Spot, bytes]]:
    """What is receipted: (where the receipt stands, the entry, the message's spot, the name it is given), in order of spots.

    A refusal of a whole run names each of its messages, when all of them are here; else it is a receipt of nothing.
    """
    for spot, entry in sorted(entries.items(), key=lambda row: row[0]):
        if not isinstance(entry, Heard):
            continue
        author = (entry.place.party, entry.place.epoch)
        if entry.run is None:
            yield spot, entry, (*author, entry.place.index), entry.what
            continue

        def name_at(index: int, author: tuple[str, bytes] = author) -> bytes | None:
            said = entries.get((*author, index))
            return said.what if isinstance(said, Said) else None

        for index, what in covered(entry, name_at):
            yield spot, entry, (*author, index), what


def stands_at(said: Mapping[Spot, Said], heard: Set[Spot]) -> dict[tuple[str, bytes], Spot]:
    """For every (author, said id) the one spot that counts: where a member heard it, else the first.

    A message stands twice when its author opened a new epoch and said again what was not receipted.
    """
    spots = sorted(said, reverse=True)
    spots.sort(key=lambda spot: spot in heard)
    return {(spot[0], said[spot].what): spot for spot in spots}


def _below(indices: list[int], size: int) -> list[int]:
    """The last of `indices` below `size`, as a list of none or one."""
    low, high = 0, len(indices)
    while low < high:
        middle = (low + high) // 2
        if indices[middle] < size:
            low = middle + 1
        else:
            high = middle
    return indices[low - 1 : low]
