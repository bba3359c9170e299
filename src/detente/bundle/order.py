"""The record's order: what its author had seen comes first; ties by (author, epoch, index). No clock enters.

So both sides, and every verifier, list the same messages in the same order, whatever came first by the wall.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from detente.line.quota import covered
from detente.line.shapes import Entry, Heard, Said
from detente.proof.head import Head
from detente.proof.tree import Tree

LogName = tuple[str, bytes]  # author, epoch
Spot = tuple[str, bytes, int]  # author, epoch, index


@dataclass(frozen=True)
class Order:
    """Spots in record order. `circular`: of these a claim was left out, because it came round to itself."""

    spots: list[Spot]
    circular: set[Spot]


def record_order(entries: Mapping[Spot, Said], untrue: Callable[[Head], bool] | None = None) -> Order:
    """Every spot of `entries`, once. Within one log an entry follows the one before it; what `seen` names up to a size
    stands before the entry.

    `untrue` tells of a head that it is none of the log as shown: seeing it orders nothing, so that nobody comes after
    what was written later. Where logs are shown in part this cannot be told, and members can claim to have seen each other
    first. Then each spot waits for another: from the smallest (author, epoch, index) of what is next in its log one goes to
    what it waits for, always to the smallest, until one comes round; the smallest of that ring no longer waits for its next.
    """
    logs: dict[LogName, list[int]] = defaultdict(list)
    for party, epoch, index in sorted(entries):
        logs[(party, epoch)].append(index)
    needs = {spot: _needs(spot, said, logs, untrue) for spot, said in entries.items()}
    after: dict[Spot, list[Spot]] = defaultdict(list)
    for spot, waits in needs.items():
        for log, index in waits.items():
            after[(*log, index)].append(spot)
    ready = [spot for spot, waits in needs.items() if not waits]
    heapq.heapify(ready)
    order: list[Spot] = []
    circular: set[Spot] = set()
    placed: dict[LogName, int] = dict.fromkeys(logs, 0)  # how many of each log stand in the order
    while len(order) < len(entries):
        if not ready:
            fronts = {log: (*log, indices[placed[log]]) for log, indices in logs.items() if placed[log] < len(indices)}
            spot, log = _weakest(fronts, needs)
            circular.add(spot)
            del needs[spot][log]
            if not needs[spot]:
                heapq.heappush(ready, spot)
            continue
        spot = heapq.heappop(ready)
        order.append(spot)
        log = spot[:2]
        placed[log] += 1
        for then in after[spot]:
            if needs[then].get(log) == spot[2]:
                del needs[then][log]
                if not needs[then]:
                    heapq.heappush(ready, then)
    return Order(order, circular)


def untrue_of(whole: Mapping[LogName, tuple[Tree, int]]) -> Callable[[Head], bool]:
    """Whether a head is known to be none of a log, given the logs that are shown whole, each up to a size. A later head
    may be one: what the tree of whoever writes the bundle knows beyond that size, its reader cannot know."""

    def untrue(head: Head) -> bool:
        tree, size = whole.get((head.party, head.epoch), (None, 0))
        return tree is not None and head.size <= size and tree.root(head.size) != head.root

    return untrue


def _needs(
    spot: Spot, said: Said, logs: Mapping[LogName, list[int]], untrue: Callable[[Head], bool] | None
) -> dict[LogName, int]:
    """What must stand before a spot: of each log the last index; the rest follow from that log's own order."""
    found: dict[LogName, int] = {}
    for head in said.seen:
        earlier = _below(logs.get((head.party, head.epoch), []), head.size)
        if not earlier or head.party == spot[0]:
            continue  # what a member says of its own logs orders nothing: it could circle
        if untrue is None or not untrue(head):
            log = (head.party, head.epoch)
            found[log] = max(earlier[-1], found.get(log, 0))
    own = _below(logs[spot[:2]], spot[2])
    if own:
        found[spot[:2]] = own[-1]
    return found


def _weakest(fronts: Mapping[LogName, Spot], needs: Mapping[Spot, Mapping[LogName, int]]) -> tuple[Spot, LogName]:
    """When all that is next in its log waits: the spot that gives way, and the log that it no longer waits for."""
    spot = min(fronts.values())
    path: list[Spot] = []
    while spot not in path:
        path.append(spot)
        spot = fronts[min(needs[spot])]
    ring = path[path.index(spot) :]
    gives_way = min(ring)
    return gives_way, min(needs[gives_way])


def receipted(entries: Mapping[Spot, Entry]) -> Iterator[tuple[Spot, Heard, Spot, bytes]]:
    """What is receipted: (where the receipt stands, the entry, the message's spot, the name it is given), in order of spots.

    A refusal of a whole run names each of its messages, when all of them are here; else it is a receipt of nothing. Of
    one member only the first receipt for a message counts, so that runs over one another do not multiply.
    """
    done: set[tuple[str, Spot, bytes]] = set()
    for spot, entry in sorted(entries.items(), key=lambda row: row[0]):
        if not isinstance(entry, Heard):
            continue
        author = (entry.place.party, entry.place.epoch)

        def names_at(index: int, author: tuple[str, bytes] = author) -> list[bytes]:
            said = entries.get((*author, index))
            return [said.what] if isinstance(said, Said) else []

        found = [(entry.place.index, entry.what)] if entry.run is None else covered(entry, names_at)
        for index, what in found:
            of = (*author, index)
            if (spot[0], of, what) not in done:
                done.add((spot[0], of, what))
                yield spot, entry, of, what


def heard_at(said: Mapping[Spot, Said], receipts: Iterable[tuple[Spot, Heard, Spot, bytes]]) -> set[Spot]:
    """Spots of messages that another member received under the name they have there; nobody receives its own."""
    return {of for spot, _entry, of, what in receipts if of in said and what == said[of].what and spot[0] != of[0]}


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
