"""What a record is said to show of a message and another member, counted again from that member's own entries.

`wrong` draws logs and what is shown of them from a seed and decides again by the words of `line/delivery.py`, trying every
order of the logs instead of joining them. `between` takes the records of a world at rest: what a node's delivery record says
of a member must be what that member's own record says of itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise, permutations
from random import Random
from typing import Any

from detente.bundle.delivery import verify_delivery
from detente.codec.errors import Local
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import unpack
from detente.line.delivery import About, Meaning, Named, Row, Stretch, decide, named
from detente.line.judge import Carried
from detente.line.log import read_entry
from detente.line.shapes import Content, Heard, Opened, Said
from detente.node import records
from detente.node.delivering import delivery
from detente.node.node import Node
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening

WHAT, OTHER = b"m" * 32, b"o" * 32
SAID = Place("heron", b"h" * 16, 5)
AGAIN = Place("heron", b"i" * 16, 2)
EPOCHS = (b"t" * 16, b"s" * 16, b"u" * 16, b"v" * 16)
DRAWS = 200
MESSAGES = 2  # of a world, of each member
LESS = ("not-held", "not-opened")  # what is said where an entry under keys that are over is named by nobody


# -- drawn logs -------------------------------------------------------------------------------------------------------


def _rows(chance: Random, epoch: int, first: Opened) -> list[Row]:
    """The leaves of one log; times mostly go on."""
    rows, at = [Row(first)], first.at
    for index in range(1, chance.randint(1, 6)):
        at = chance.choice([at, at + chance.randint(0, 60), at + chance.randint(0, 60), max(0, at - 30)])
        match chance.randrange(6):
            case 0:
                rows.append(Row(None, chance.choice(["other", "other", "not-shown"])))
            case 1:
                what, place = chance.choice(
                    [(WHAT, SAID), (WHAT, AGAIN), (OTHER, SAID), (WHAT, Place("heron", EPOCHS[0], 5))]
                )
                rows.append(Row(Heard(i=index, at=at, place=place, what=what, verdict="accepted", has=OTHER)))
            case _:
                meaning: Meaning = chance.choice(["other", "other", "acknowledges", "names", "not-shown"])
                kind = None if meaning == "not-shown" else chance.choice(["acknowledgement", "read-back", None])
                rows.append(Row(Said(i=index, n=index, at=at, what=OTHER, cred=OTHER, seen=[]), meaning, kind))
    return rows


def _stretches(chance: Random) -> list[Stretch]:
    """Some logs of otter, mostly one after another, and the leaves of each that are shown."""
    found: list[Stretch] = []
    before: Head | None = None
    at = chance.randint(0, 60)
    for number in range(chance.choice([0, 1, 1, 1, 2, 2, 3])):
        follows = before if chance.random() < 0.9 else None
        if follows is not None and chance.random() < 0.2:
            follows = Head(
                "otter", follows.epoch, max(0, follows.size + chance.choice([-1, 1])), chance.choice([OTHER, WHAT])
            )
        if follows is not None and chance.random() < 0.1 and len(found) > 1:
            follows = found[0].head  # a fork
        reported = []
        if before is not None and chance.random() < 0.3:
            reported.append(Head("otter", before.epoch, max(0, before.size + chance.randint(-1, 1)), OTHER))
        if chance.random() < 0.1:
            reported.append(Head("otter", EPOCHS[3], chance.randint(1, 3), OTHER))
        if chance.random() < 0.05 and number == 0:
            follows = Head("otter", EPOCHS[3], 4, OTHER)
        rows = _rows(chance, number, Opened(i=0, at=at, reason="founded", reported=reported, follows=follows))
        size = len(rows) + chance.choice([0, 0, 0, 0, 1])
        head = Head("otter", EPOCHS[number], size, OTHER)
        start = 0 if chance.random() < 0.7 else chance.randrange(len(rows))
        stop = len(rows) if chance.random() < 0.8 else chance.randint(start, len(rows))
        found.append(Stretch(head, start, rows[start:stop]))
        before, at = head, at + chance.randint(0, 200)
    chance.shuffle(found)
    return found


def _about(chance: Random) -> About:
    def heads(most: int) -> list[Head]:
        return [
            Head(chance.choice(["otter", "otter", "stork"]), chance.choice(EPOCHS), chance.randint(0, 6), OTHER)
            for _ in range(chance.randrange(most))
        ]

    composed, entries = chance.randint(0, 120), {}
    for place in (SAID, AGAIN)[: chance.randint(1, 2)]:
        entries[place] = Said(
            i=place.index, n=2, at=composed + 1, what=WHAT, cred=OTHER, seen=heads(2) if chance.random() < 0.4 else []
        )
    own = [head for entry in entries.values() for head in entry.seen]
    return About(WHAT, composed, entries, [*own, *(heads(3) if chance.random() < 0.4 else [])])


# -- decided again ----------------------------------------------------------------------------------------------------

Spot = tuple[int, bytes, int]  # time, epoch, index


def _entries(stretch: Stretch) -> list[tuple[int, Row, Any]]:
    return [(i, row, row.entry) for i, row in enumerate(stretch.rows, stretch.start) if row.entry is not None]


def _follow(earlier: Stretch, later: Stretch) -> bool:
    """Whether the later log goes on where the earlier, shown to its end and to all that is claimed of it, ends."""
    first = later.rows[0].entry if later.rows and later.start == 0 else None
    if not isinstance(first, Opened) or first.follows is None or first.follows.epoch != earlier.head.epoch:
        return False
    if earlier.start + len(earlier.rows) < earlier.head.size:
        return False
    for head in (first.follows, *first.reported):
        if head.epoch == earlier.head.epoch and head.size > earlier.head.size:
            return False
    return first.follows.size != earlier.head.size or first.follows.root == earlier.head.root


def _as_one(stretches: Sequence[Stretch]) -> list[Stretch]:
    for order in permutations(stretches):
        if all(_follow(a, b) for a, b in pairwise(order)):
            return list(order)
    return []


def _shown(about: About, chain: list[Stretch], by: int) -> tuple[str, Spot | None, Spot | None, int]:
    nothing = ("not-held", None, None, 0)
    if not chain:
        return nothing
    first = chain[0]
    seen = [head for entry in about.said.values() for head in entry.seen]
    if any(head.party == "otter" and head.epoch == first.head.epoch and head.size < first.start for head in seen):
        return nothing
    begins = first.rows[0].entry if first.rows else None
    born = first.start == 0 and isinstance(begins, Opened) and begins.follows is None and begins.reported == []
    if not born and (begins is None or begins.at > about.composed):
        return nothing
    everything = [(stretch.head.epoch, i, row, entry) for stretch in chain for i, row, entry in _entries(stretch)]
    spots = [(entry.at, epoch, i) for epoch, i, _row, entry in everything]
    after = [n for n, spot in enumerate(spots) if spot[0] > by]
    closed = [
        (stretch.head.epoch, i) for stretch in chain for i, row in enumerate(stretch.rows, stretch.start) if _hides(row)
    ]
    places = [
        (stretch.head.epoch, i) for stretch in chain for i in range(stretch.start, stretch.start + len(stretch.rows))
    ]
    if after:
        until = places.index(everything[after[0]][:2])
        hidden = sum(places.index(place) < until for place in closed)
        return ("not-opened" if hidden else "none-by"), spots[0], spots[after[0]], hidden
    last = chain[-1]
    if last.start + len(last.rows) != last.head.size:
        return nothing
    known = {stretch.head.epoch: stretch.head.size for stretch in chain}
    for stretch in chain:
        opened = stretch.rows[0].entry if stretch.start == 0 and stretch.rows else None
        for head in (*opened.reported, opened.follows) if isinstance(opened, Opened) else ():
            if head is not None and head.epoch not in known:
                known[head.epoch] = head.size
    if any(head.party == "otter" and head.size > known.get(head.epoch, 0) for head in about.named):
        return nothing
    return "no-word-after", spots[0] if spots else None, spots[-1] if spots else None, len(closed)


def _hides(row: Row) -> bool:
    """A message that is not shown, or whose entry proves nothing because it stands under keys that are over."""
    return row.meaning == "not-shown"


def _decided(about: About, stretches: Sequence[Stretch], by: int, not_sent: bool) -> tuple[Any, ...]:
    receipts: list[Spot] = []
    names: list[tuple[Spot, str]] = []
    acknowledged: list[tuple[bool, Spot]] = []
    for stretch in stretches:
        over = False
        for i, row, entry in _entries(stretch):
            over = over or entry.at > by
            spot = (entry.at, stretch.head.epoch, i)
            if isinstance(entry, Heard) and entry.what == WHAT and entry.place in about.said:
                receipts.append(spot)
            if row.meaning == "names":
                names.append((spot, row.kind or ""))
            if row.meaning == "acknowledges":
                acknowledged.append((over, spot))
    receipt = sorted(receipts)[0] if receipts else None
    names.sort(key=lambda name: name[0])
    state, first, last, hidden = _shown(about, _as_one(stretches), by)
    if acknowledged:
        late, spot = sorted(acknowledged)[0]
        return "acknowledged", receipt, spot, late, late and state == "none-by", first, last, hidden, names
    if not_sent and not receipts:
        return "not-sent", None, None, False, False, None, None, 0, names
    return state, receipt, None, False, False, first, last, hidden, names


def _spot(point: Any) -> Spot | None:
    return None if point is None else (point.at, point.place.epoch, point.place.index)


def wrong(seed: int) -> Iterator[str]:
    chance = Random(f"detente/delivery/{seed}")
    for _ in range(DRAWS):
        stretches, about = _stretches(chance), _about(chance)
        times = [entry.at for stretch in stretches for _, _, entry in _entries(stretch)]
        by, not_sent = chance.choice([*times, chance.randint(0, 500)]), chance.random() < 0.2
        one = decide(about, stretches, by, not_sent)
        heard = None if one.heard is None else (one.heard[1].at, one.heard[0].epoch, one.heard[0].index)
        names = [(_spot(point), kind) for point, kind in one.names]
        found: tuple[Any, ...] = (one.state.value, heard, _spot(one.acknowledged), one.late, one.none_before)
        found += (_spot(one.first), _spot(one.last), one.not_shown, names)
        right = _decided(about, stretches, by, not_sent)
        if found != right or one.by != by:
            yield f"of drawn logs, {found} is said and not {right}"
        yield from _named(chance)


def _named(chance: Random) -> Iterator[str]:
    place, entries = Place("otter", EPOCHS[0], chance.randrange(5)), []
    for _ in range(chance.randrange(5)):
        head = Head(chance.choice(["otter", "stork"]), chance.choice(EPOCHS[:2]), chance.randint(0, 6), OTHER)
        entries.append(Said(i=9, n=9, at=chance.randrange(99), what=OTHER, cred=OTHER, seen=[head]))
    of = [(e.at, e.seen[0].size) for e in entries if (e.seen[0].party, e.seen[0].epoch) == ("otter", EPOCHS[0])]
    after = sorted(at for at, size in of if size > place.index)
    before = sorted(at for at, size in of if size <= place.index)
    if named(place, entries) != Named(before[-1] if before else None, after[0] if after else None):
        yield "an author's own entries bound a time otherwise"


# -- the records of a world -------------------------------------------------------------------------------------------


def between(nodes: Mapping[str, Node], chance: Random, stolen: Set[str] = frozenset()) -> Iterator[str]:
    """Of members that are honest, whole and at rest: the delivery record of a message against the others' own records. Of a
    member whose keys were declared stolen (`stolen`) less may be shown than there is, and never anything else."""
    for party, node in nodes.items():
        line = node.line()
        rows = [
            r for r in records.queue(node, line) if r["kind"] in ("notice", "question") and r["verdict"] == "accepted"
        ]
        for row in chance.sample(rows, min(len(rows), MESSAGES)):
            at = chance.choice([None, None, row["said_at"] + chance.randrange(3_600_000)])
            try:
                report = verify_delivery(delivery(node, line, row, at))
            except Local as error:
                if error.code == "delivery-keys-over" and row["party"] in stolen:
                    continue  # nobody but its author has it, and its author's word for it was given up
                raise
            for member in report.members:
                one = member.finding
                heard, answers, later = _own(nodes[member.party], row["what"], one.by)
                shown = one.heard is not None or heard is None or heard <= one.by  # what came later need not be shown
                got = (None if one.heard is None else one.heard[1].at, _spot(one.acknowledged), one.late)
                less = member.party in stolen and one.state.value in LESS
                if member.party in stolen and one.heard is not None:
                    heard = one.heard[1].at  # an earlier receipt may stand where nobody named it
                if shown and not less and got != (heard, *(answers[0][::-1] if answers else (None, False))):
                    yield f"{party}'s record of {member.party} says {got}, and its own {heard}, {answers[:1]}"
                right = "acknowledged" if answers else "none-by" if later else "no-word-after"
                # Routes are not kept here: of what was heard after the time asked about, it may be said that it was not sent.
                if one.state.value != right and not (less or (one.state.value == "not-sent" and not shown)):
                    yield f"{party} finds {member.party} {one.state.value}, and all there is says {right}"


def _own(node: Node, what: bytes, by: int) -> tuple[int | None, list[tuple[bool, Spot]], bool]:
    """From a member's own record: when it heard a message, its acknowledgements of it, earliest first, each with whether
    it is late, and whether anything of it is dated after `by`."""
    line = node.line()
    rows = node.store.messages(line.id)
    held = [row["heard_at"] for row in rows if row["what"] == what and row["party"] != node.me]
    own = [(row["epoch"], row["i"], Carried.kept(row["message"]).content) for row in rows if row["party"] == node.me]
    about = {(epoch, i) for epoch, i, content in own if content and _acknowledges(content, what)}
    answers, later = [], False
    for (party, epoch), log in line.logs.items():
        passed = False
        for index, carried in enumerate(node.store.openings(log.key, 0, log.size) if party == node.me else ()):
            entry = read_entry(unpack(Opening, carried, MAX_MESSAGE))
            passed = passed or entry.at > by
            if (epoch, index) in about:
                answers.append((passed, (entry.at, epoch, index)))
        later = later or passed
    return min(held, default=None), sorted(answers), later


def _acknowledges(content: Content, what: bytes) -> bool:
    return content.kind == "acknowledgement" and content.re == [what]
