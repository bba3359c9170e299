"""How a proposal stands that needs every member, weighed again from plain lists of who said and had seen what.

`wrong` draws a line of three with a proposal, its answers, new logs and what one member holds of it all, and weighs it by the
words of `line/agreement.py`. `between` weighs every proposal of a world at rest from everything that everybody said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import pack, to_plain, unpack
from detente.line.agreement import Looked, Standing, Word, held, standing
from detente.line.log import Log, LogKey, read_entry
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.node.destroying import proposals
from detente.node.node import Node
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening

LINE, NONE = b"l" * 32, bytes(32)
MEMBERS = ("heron", "otter", "stork")
PROPOSAL = b"p" * 32
DRAWS = 25
Key = tuple[str, bytes]


@dataclass
class Drawn:
    """Logs as lists of entries, with the words among them; and a shelf of what one member holds."""

    logs: dict[Key, list[Entry]] = field(default_factory=dict)
    words: dict[Place, tuple[bytes, bool | None]] = field(default_factory=dict)  # name, and yes, no or neither
    absent: set[Place] = field(default_factory=set)

    def openings(self, log: LogKey, start: int, stop: int) -> Sequence[bytes]:
        return [pack(Opening(NONE, to_plain(entry))) for entry in self.logs[log[1:]][start:stop]]

    def kept(self, log: LogKey, start: int, stop: int) -> Mapping[int, Sequence[bytes]]:
        places = [(i, Place(log[1], log[2], i)) for i in range(start, stop)]
        return {i: [self.words[p][0]] for i, p in places if p in self.words and p not in self.absent}


def _real(drawn: Drawn, key: Key, size: int) -> Log:
    log = Log(LINE, *key)
    log.extend(drawn.openings(log.key, 0, size))
    return log


def _draw(chance: Random) -> tuple[Drawn, dict[Key, Log], Place]:
    """What happened on a line: in turns that overlap, so that words cross."""
    drawn, now, at = Drawn(), {party: (party, chance.randbytes(16)) for party in MEMBERS}, 0
    for key in now.values():
        drawn.logs[key] = [Opened(i=0, at=0, reason="founded", reported=[])]
    whole: dict[Key, Log] = {key: _real(drawn, key, 1) for key in now.values()}
    proposal: Place | None = None
    for number in range(chance.randint(8, 26)):
        party, at = chance.choice(MEMBERS), at + chance.randint(0, 3)
        key = now[party]
        index = len(drawn.logs[key])
        others = [k for k in drawn.logs if k[0] != party]
        spots = [place for place in drawn.words if place.party != party]
        match chance.randrange(7):
            case 0 | 1 if spots:
                place = chance.choice(spots)
                drawn.logs[key].append(
                    Heard(i=index, at=at, place=place, what=drawn.words[place][0], verdict="accepted")
                )
            case 2 if number > 4 and chance.random() < 0.4:
                size = len(drawn.logs[key]) - chance.choice([0, 0, 1])
                follows = whole[key].head(size) if size and chance.random() < 0.9 else None
                now[party] = key = (party, chance.randbytes(16))
                drawn.logs[key] = [Opened(i=0, at=at, reason="restored", reported=[], follows=follows)]
            case _:
                seen = []
                for log in chance.sample(others, chance.randint(0, min(2, len(others)))):
                    head = whole[log].head(chance.randint(1, whole[log].size))
                    seen.append(head if chance.random() < 0.97 else Head(head.party, head.epoch, head.size, NONE))
                place, answer = Place(*key, index), chance.choice([True, True, True, False, None])
                what = chance.randbytes(32)
                if proposal is None:
                    proposal, what, answer = place, PROPOSAL, True
                drawn.words[place] = (what, answer)
                drawn.logs[key].append(Said(i=index, n=1, at=at, what=what, cred=NONE, seen=seen))
        whole[key] = _real(drawn, key, len(drawn.logs[key]))
    assert proposal is not None or not drawn.words
    return drawn, whole, proposal or Place("heron", b"", 0)


def wrong(seed: int) -> Iterator[str]:
    chance = Random(f"detente/agreement/{seed}")
    for _ in range(DRAWS):
        drawn, whole, proposal = _draw(chance)
        if not drawn.words:
            continue
        me = chance.choice(MEMBERS)
        careless = chance.random() < 0.5  # holds everything
        logs = {
            k: log if k[0] == me or careless or chance.random() < 0.7 else _real(drawn, k, chance.randint(1, log.size))
            for k, log in whole.items()
        }
        if not careless and chance.random() < 0.1:
            logs.pop(chance.choice([key for key in logs if key[0] != proposal.party]))
        drawn.absent = {
            p for p in drawn.words if p != proposal and p.party != me and not careless and chance.random() < 0.1
        }
        here = {
            p: w
            for p, w in drawn.words.items()
            if p not in drawn.absent and (p.party, p.epoch) in logs and p.index < logs[(p.party, p.epoch)].size
        }
        words = [
            Word(p, what, drawn.logs[(p.party, p.epoch)][p.index].at, bool(yes))
            for p, (what, yes) in here.items()
            if yes is not None and p != proposal
        ]
        first = Word(proposal, PROPOSAL, drawn.logs[(proposal.party, proposal.epoch)][proposal.index].at, True)
        chance.shuffle(words)
        looked = Looked()
        for heard in (words[: len(words) // 2], words, words):  # what was read before changes nothing
            got = standing(MEMBERS, first, heard, held(logs, drawn, me, looked))
            right = _weighed(drawn, {key: log.size for key, log in logs.items()}, whole, me, first, heard)
            if _plain(got) != right:
                yield f"a drawn proposal stands {_plain(got)} and not {right}"


def _plain(stands: Standing) -> tuple[Any, ...]:
    agreed = {party: (word.place, word.what) for party, word in stands.agreed.items()}
    return agreed, [word.place for word in stands.declined], stands.complete, stands.waiting, stands.at


def _order(word: Word) -> tuple[str, bytes, int]:
    return word.place.party, word.place.epoch, word.place.index


def _weighed(
    drawn: Drawn, sizes: Mapping[Key, int], whole: Mapping[Key, Log], me: str, first: Word, heard: Sequence[Word]
) -> tuple[Any, ...]:
    words = sorted({first, *heard}, key=_order)
    no = [word for word in words if not word.agreed]
    everybody = {word.place.party for word in words if word.agreed} == set(MEMBERS)
    agreed: dict[str, Word] = {}
    unsure = False
    for party in MEMBERS:
        for word in [w for w in words if w.agreed and w.place.party == party]:
            if no or everybody:
                spots, heads, known = _before(drawn, sizes, word)
                blind = not known or any(_unread(drawn, sizes, whole, head, me) for head in heads.values())
                unsure = unsure or blind
                if known and any(_among(other.place, spots, heads) for other in no):
                    continue  # it had seen that somebody declines
            agreed[party] = word
            break
    done = set(agreed) == set(MEMBERS)
    places = {party: (word.place, word.what) for party, word in agreed.items()}
    complete = done and not unsure
    at = max(word.at for word in agreed.values()) if complete else None
    return places, [word.place for word in no], complete, done and unsure, at


def _before(drawn: Drawn, sizes: Mapping[Key, int], word: Word) -> tuple[set[Place], dict[Key, Head], bool]:
    """Places that stood before a word in its author's own logs or that it had heard; the largest heads it had named."""
    spots: set[Place] = set()
    heads: dict[Key, Head] = {}
    key: Key | None = (word.place.party, word.place.epoch)
    stop, been = word.place.index + 1, set[Key]()
    while key is not None and key not in been:
        been.add(key)
        if sizes.get(key, -1) < stop:
            return spots, heads, False
        after: Head | None = None
        for index in range(stop):
            entry = drawn.logs[key][index]
            spots.add(Place(*key, index))
            if isinstance(entry, Heard):
                spots.add(entry.place)
            elif isinstance(entry, Opened):
                after = entry.follows
            else:
                for head in entry.seen:
                    log = (head.party, head.epoch)
                    if log not in heads or heads[log].size < head.size:
                        heads[log] = head
        key, stop = ((after.party, after.epoch), after.size) if after is not None else (None, 0)
    return spots, heads, True


def _among(place: Place, spots: set[Place], heads: Mapping[Key, Head]) -> bool:
    head = heads.get((place.party, place.epoch))
    return place in spots or (head is not None and place.index < head.size)


def _unread(drawn: Drawn, sizes: Mapping[Key, int], whole: Mapping[Key, Log], head: Head, me: str) -> bool:
    """Whether behind a head stands something about the proposal that is not here, or may."""
    key = (head.party, head.epoch)
    if head.party == me:
        return False
    if sizes.get(key, -1) < head.size or whole[key].tree.root(head.size) != head.root:
        return True
    entries = drawn.logs[key][: head.size]
    about = [i for i, e in enumerate(entries) if not isinstance(e, Opened) and e.what == PROPOSAL]
    later = range(about[0] + 1, head.size) if about else range(0)
    return any(isinstance(entries[i], Said) and Place(*key, i) in drawn.absent for i in later)


# -- the proposals of a world -----------------------------------------------------------------------------------------


def between(nodes: Mapping[str, Node]) -> Iterator[str]:
    """Of members that are honest, whole and at rest: everybody holds everything, so nothing is unsure; but for the end of a log
    under keys declared stolen, which nobody need hold and of which counts what another member's log names."""
    logs: dict[Key, list[Entry]] = {}
    for party, node in nodes.items():
        line = node.line()
        for (author, epoch), log in line.logs.items():
            if author == party:
                carried = node.store.openings(log.key, 0, log.size)
                logs[(author, epoch)] = [read_entry(unpack(Opening, one, MAX_MESSAGE)) for one in carried]
    drawn = Drawn(logs)
    sizes = {key: len(entries) for key, entries in logs.items()}
    for party, node in nodes.items():
        ends = _ends(logs, node.line().trust.logs_over())
        for proposal in proposals(node, node.line()):
            words = [*proposal.words, *proposal.answers]
            words = [word for word in words if not word.agreed or _counts(word.place, ends)]
            no = [word for word in words if not word.agreed]
            right = set()
            for word in words:
                spots, heads, known = _before(drawn, sizes, word)
                if known and word.agreed and not any(_among(other.place, spots, heads) for other in no):
                    right.add(word.place.party)
            if set(proposal.stands.agreed) != right or proposal.stands.waiting:
                yield f"{party} counts {sorted(proposal.stands.agreed)} for a proposal, and {sorted(right)} agreed"
            if proposal.stands.complete != (right == set(nodes)):
                yield f"{party} says of a proposal that it stands {'' if proposal.stands.complete else 'not '}agreed"


def _counts(place: Place, ends: Mapping[Key, int]) -> bool:
    end = ends.get((place.party, place.epoch))
    return end is None or place.index < end


def _ends(logs: Mapping[Key, list[Entry]], over: Collection[Key]) -> dict[Key, int]:
    """How much counts of each log whose keys were declared stolen: shortened from its whole, an entry at a time, while no entry
    of another member names its last one."""
    ends = {key: len(logs.get(key, [])) for key in over}
    for key in ends:
        left = [entry for of, rows in logs.items() if of[0] != key[0] for entry in rows]
        while ends[key] and not any(_names(entry, key, ends[key]) for entry in left):
            ends[key] -= 1
    return ends


def _names(entry: Entry, key: Key, size: int) -> bool:
    """Whether an entry names at least so much of a log."""
    if isinstance(entry, Heard):
        last = max([entry.place.index, *(entry.run.also if entry.run else [])])
        return (entry.place.party, entry.place.epoch) == key and last + 1 >= size
    heads = [*entry.reported, entry.follows] if isinstance(entry, Opened) else entry.seen
    return any(head is not None and (head.party, head.epoch) == key and head.size >= size for head in heads)
