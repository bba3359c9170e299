"""Whether a record holds: every leaf, root, head and verdict, reached again from the kept bytes; and its views, folded again.

Read-only but for `rebuild`, which is the normal write of the store.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from detente.codec.errors import Remote
from detente.codec.limits import MAX_STATEMENT
from detente.codec.shape import unpack
from detente.line.judge import Carried, judge
from detente.line.log import Log, read_entry
from detente.line.machine import Line
from detente.line.quota import OVER_QUOTA, REFUSED_ANYWAY, covered, places_of
from detente.line.shapes import Heard, Said
from detente.line.shelf import MessageKept
from detente.node.versions import SPEAK, agreed_by
from detente.proof.head import Place
from detente.proof.receipt import Opening
from detente.store.reading import spot
from detente.store.sqlite import Store
from detente.vocabulary import Vocabulary, vocabularies

Refused = dict[Place, list[dict[str, Any]]]


class Keeper(Protocol):
    """Of a node, what its audit needs."""

    @property
    def me(self) -> str: ...

    @property
    def store(self) -> Store: ...

    def checkpoint(self, log: Log, size: int) -> bytes: ...


def audit(node: Keeper, line: Line) -> dict[str, Any]:
    """Check the record as it lies: every leaf, root, head, and every verdict, reached again from the kept bytes.

    `Remote("record-root"|"record-head"|"record-verdict")` names the first fault.
    """
    entries = check_logs(node, line)
    messages = 0
    for kept, row in judged_again(node, line):
        if (kept.judged.verdict, kept.judged.reason) != (row["verdict"], row["reason"]):
            raise Remote("record-verdict", party=kept.place.party)
        messages += 1
    return {"line": line.id, "entries": entries, "messages": messages, "members": line.trust.members}


def check_logs(node: Keeper, line: Line) -> int:
    """Every leaf, root and head of every log, computed again from the openings; how many entries."""
    entries = 0
    for log in line.logs.values():
        again = tree_again(node, log)
        if again.size != log.size or again.tree.root() != log.tree.root():
            raise Remote("record-root", party=log.party)
        head = node.checkpoint(log, log.size) if log.party == node.me else node.store.checkpoint(log.key)
        if head is None or line.trust.check_head(head) != again.head():
            raise Remote("record-head", party=log.party)
        entries += again.size
    return entries


def judged_again(node: Keeper, line: Line) -> Iterator[tuple[MessageKept, dict[str, Any]]]:
    """Every message with the verdict its bytes lead to now, beside its row in the store; in the order recorded.

    One message at a time is in memory, and of those before it only their places. What is over quota has no bytes: that its
    author had spent the quota by then, and that each of its places is in an entry of ours, is checked as it passes by. Which
    hour a message counted in is ours to keep, and is taken as kept.
    """
    unmet = set(node.store.places(line.id))
    differ = {row["party"] for row in node.store.differences(line.id)}
    excess: Refused = defaultdict(list)
    for over in node.store.excess(line.id):
        excess[Place(over["party"], over["epoch"], over["i"])].append(over)
        unmet.add((Place(over["party"], over["epoch"], over["i"]), over["what"]))
    spendings = node.store.spendings(line.id)
    tally: Counter[tuple[str, int, int]] = Counter()
    placed: dict[tuple[str, bytes], list[tuple[Place, bytes]]] = {}
    done: set[tuple[Place, bytes]] = set()
    learned: dict[bytes, Vocabulary] = {}  # versions our log had agreed to by then
    areas = {digest: one for digest, one in line.vocabularies.items() if digest not in line.versions}
    for place, what, entry in order_recorded(node, line):
        if entry is not None and entry.reason == OVER_QUOTA:
            for over in _run(excess, entry):
                at = Place(over["party"], over["epoch"], over["i"])
                quota = line.trust.quotas.get(over["wanted"] if over["wanted"] != REFUSED_ANYWAY else 0)
                if at.party not in differ:
                    _stands(node, line, at, over["n"], over["what"])
                if quota is None or tally[(at.party, over["wanted"], over["hour"])] < quota:
                    raise Remote("record-verdict", party=at.party)
                unmet.discard((at, over["what"]))
            continue
        if (place, what) in done:
            continue  # a receipt given again is the same message
        done.add((place, what))
        row = node.store.message_at(line.id, place, what)
        if row is None:
            raise Remote("record-entry", party=place.party, index=place.index)
        unmet.discard((place, what))
        carried = Carried.kept(row["message"])
        said = unpack(Said, row["said"], MAX_STATEMENT)
        if place.party not in differ:  # of two histories, each message stands in its own
            _stands(node, line, place, said.n, said.what, said)
        earlier = placed.setdefault((place.party, carried.content_id), [])
        repeated = bool(carried.content_id) and any(
            not (p.epoch != place.epoch and what == row["what"]) for p, what in earlier
        )
        again = bool(carried.content_id) and bool(earlier) and not repeated
        earlier.append((place, row["what"]))
        counted = None if again else _spending(spendings, place, row["what"])
        judged = judge(
            line.trust,
            place.party,
            said,
            carried,
            repeated,
            areas,
            _used(tally, place.party, counted),
            place.epoch,
        )
        if counted is not None:
            tally[(place.party, *counted)] += 1
            if counted[0] != judged.wanted:
                raise Remote("record-verdict", party=place.party)
        kept = MessageKept(
            line.id,
            place,
            row["what"],
            carried.content_id,
            said,
            carried.packed,
            judged,
            row["heard_at"],
            row["heard_in"],
        )
        yield kept, row
        if place.party == node.me and judged.kind is not None and judged.kind.name in SPEAK:
            version = agreed_by(node, line, what, {**vocabularies(), **learned})
            if version is not None:
                learned[version.digest] = version
                areas[version.digest] = version.concept_areas
    for place, _what in sorted(unmet, key=lambda at: (at[0].party, at[0].epoch, at[0].index)):
        raise Remote("record-entry", party=place.party, index=place.index)


def tree_again(node: Keeper, log: Log) -> Log:
    """A log grown again from its openings as kept: its leaves and tree, and nothing taken over."""
    again = Log(log.line, log.party, log.epoch)
    for openings in _openings(node, log):
        again.extend(openings)
    return again


def _openings(node: Keeper, log: Log) -> Iterator[Sequence[bytes]]:
    """All openings of a log, a few thousand at a time: a long record is not read into memory whole."""
    for start in range(0, log.size, 4096):
        yield node.store.openings(log.key, start, min(start + 4096, log.size))


def _spending(spendings: dict[tuple[str, bytes], tuple[int, int]], place: Place, what: bytes) -> tuple[int, int] | None:
    """The class and hour a message counts in; what was heard before quotas counted is in none."""
    return spendings.get((place.party, spot(place, what))) or spendings.get((place.party, what))


def _used(
    tally: Counter[tuple[str, int, int]], party: str, counted: tuple[int, int] | None
) -> Callable[[int], int] | None:
    if counted is None:
        return None
    return lambda wanted: tally[(party, wanted, counted[1])]


def _run(excess: Refused, entry: Heard) -> list[dict[str, Any]]:
    """The rows of what one entry refuses as over quota. `Remote("record-entry")` when it is another run than is kept."""
    author = (entry.place.party, entry.place.epoch)
    rows = [excess.get(Place(*author, index), []) for index in places_of(entry)]
    for choice in itertools.islice(itertools.product(*rows), 64):  # two at a place only where there are two histories
        names = dict(zip(places_of(entry), choice, strict=True))
        if covered(entry, partial(_named, names)):
            return list(choice)
    raise Remote("record-entry", party=entry.place.party, index=entry.place.index)


def _named(rows: Mapping[int, dict[str, Any]], index: int) -> list[bytes]:
    return [rows[index]["what"]]


def order_recorded(node: Keeper, line: Line) -> Iterator[tuple[Place, bytes, Heard | None]]:
    """Places and said ids of all messages in the order our own logs recorded them: what we said, what we heard with its entry."""
    own = [log for (party, _), log in line.logs.items() if party == node.me]
    for log in own:
        for index, carried in enumerate(itertools.chain.from_iterable(_openings(node, log))):
            entry = read_entry(unpack(Opening, carried, MAX_STATEMENT))
            if isinstance(entry, Said):
                yield Place(node.me, log.epoch, index), entry.what, None
            elif isinstance(entry, Heard):
                yield entry.place, entry.what, entry


def _stands(node: Keeper, line: Line, place: Place, n: int, what: bytes, said: Said | None = None) -> None:
    """The log holds this entry at this place, as far as it is mirrored. `Remote("record-entry")` when it holds another."""
    openings = node.store.openings((line.id, place.party, place.epoch), place.index, place.index + 1)
    if not openings:
        return
    entry = read_entry(unpack(Opening, openings[0], MAX_STATEMENT))
    if not isinstance(entry, Said) or (entry.n, entry.what) != (n, what) or (said is not None and entry != said):
        raise Remote("record-entry", party=place.party, index=place.index)


def rebuild(node: Keeper, line: Line) -> int:
    """Drop the views and fold them again from the messages, in one transaction; how many messages."""
    return node.store.refold(line.id, (message for message, _row in judged_again(node, line)))
