"""What one member knows of a line, and what the others' entries say about it.

A member's own log is judged by what others hold of it: receipts, heads in `seen` and `have`, and the epochs they open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import pack, unpack
from detente.line.content import has_it, read_kept
from detente.line.judge import Vocabularies
from detente.line.log import Log, LogKey, read_entry
from detente.line.quota import covered, places_of
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.line.shelf import (
    Change,
    Counted,
    Differ,
    HeadKept,
    LeafThere,
    MessageKept,
    PeerHas,
    Queued,
    ReceiptKept,
    Requeued,
    Shelf,
    Unqueued,
)
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening
from detente.trust.decisions import LineTrust
from detente.trust.succession import Succession
from detente.vocabulary import Vocabulary

CLAIM_PAUSE = 3_600_000  # ms between epochs opened on nobody's signature


def read_carried(carried: bytes) -> Entry | None:
    try:
        return read_entry(unpack(Opening, carried, MAX_MESSAGE))
    except Remote:  # an entry its author shaped wrongly is kept, and says nothing
        return None


@dataclass
class Received:
    """What one payload led to. `heard` are our new verdicts; `lost` the heads of ours that others hold and we do not."""

    changes: list[Change] = field(default_factory=list)
    heard: list[MessageKept] = field(default_factory=list)
    receipts: list[ReceiptKept] = field(default_factory=list)
    lost: list[Head] = field(default_factory=list)
    head: bytes = b""  # the payload's checkpoint, as carried
    names: dict[tuple[bytes, int], Sequence[bytes]] = field(default_factory=dict)  # own messages looked up, by place
    receipted: set[Place] = field(default_factory=set)  # one receipt a payload: runs over one another do not multiply


@dataclass
class State:
    """`named[(party, epoch)]` is the size last named in our `seen`; `peer_has[party]` the head of ours it holds.

    `peer_had[(party, epoch)]`: how far it last said it holds a log of ours that ended with a succession, the most it ever said,
    and how often since then. Known since the start; until a member has said so, nothing of that log is sent to it.
    """

    me: str
    trust: LineTrust
    shelf: Shelf
    vocabularies: Vocabularies
    versions: dict[bytes, Vocabulary] = field(default_factory=dict)  # agreed on this line, by digest (node/versions.py)
    written: bytes | None = None  # the last of them, once it stands: what we write in
    logs: dict[tuple[str, bytes], Log] = field(default_factory=dict)
    own_epoch: bytes | None = None
    named: dict[tuple[str, bytes], int] = field(default_factory=dict)
    peer_has: dict[str, Head] = field(default_factory=dict)
    peer_had: dict[tuple[str, bytes], tuple[int, int, int]] = field(default_factory=dict)
    claimed: int | None = None  # when `have` last named a head of ours that we do not know
    apart: dict[tuple[Place, bytes], Head] = field(
        default_factory=dict
    )  # under which head a message kept apart was shown
    speaks: dict[str, bytes] = field(default_factory=dict)  # the epoch of a member's last head since the start
    contradicted: set[Head] = field(default_factory=set)  # heads already kept as evidence since the start
    successions: dict[str, list[Succession]] = field(default_factory=dict)  # of each member, those in effect, in order
    pending: dict[str, Succession] = field(default_factory=dict)  # an emergency whose words persons have not compared

    @property
    def id(self) -> bytes:
        return self.trust.line

    @property
    def others(self) -> list[str]:
        return [party for party in self.trust.members if party != self.me]

    @property
    def own(self) -> Log:
        if self.own_epoch is None:
            raise Local("epoch-not-open")
        return self.logs[(self.me, self.own_epoch)]

    def _differ(
        self, log: Log, theirs: Head, checkpoint: bytes, now: int, result: Received, there: LeafThere | None = None
    ) -> bool:
        """Keep both heads as evidence, once: the same head signed again must not fill our disk. False, for the caller."""
        if theirs not in self.contradicted:
            self.contradicted.add(theirs)
            lately = [one.checkpoint for one in result.changes if isinstance(one, HeadKept) and one.log == log.key]
            ours = lately[-1] if lately else self.shelf.checkpoint(log.key) or b""
            shown = None if there is None else pack(there)
            result.changes.append(Differ(self.id, log.party, ours, checkpoint, shown, now))
        return False

    def _read_entry(self, party: str, place: Place, entry: Entry, result: Received) -> None:
        """What a mirrored entry says about us: receipts for our messages, and heads of our log."""
        if isinstance(entry, Heard):
            if entry.place.party == self.me:
                self._receipt(party, place, entry, result)
            elif len(self.others) > 1:  # we may have owed it to them in its author's stead
                spot = entry.place
                kept = self.shelf.kept((self.id, spot.party, spot.epoch), spot.index, spot.index + 1).get(
                    spot.index, ()
                )
                if kept and entry.what not in kept:
                    return  # the message of another history, which stands at the same place there
                for index in places_of(entry):
                    result.changes.append(Unqueued(self.id, party, spot.party, spot.epoch, index))
            return
        heads = (
            entry.seen if isinstance(entry, Said) else [*entry.reported, *([entry.follows] if entry.follows else [])]
        )
        for theirs in heads:
            if theirs.party == self.me:
                self._own_head(theirs, result)
            elif theirs.party != party and self._unlike_ours(theirs):
                # One of the two has told us otherwise; without the third member's own head it proves nothing of either.
                result.changes.append(Counted("seen-heads-differ"))
        if isinstance(entry, Opened):
            self.ended_by(party, place.epoch, entry)
            self._lost_by(party, place.epoch, entry, result)

    def ended_by(self, party: str, epoch: bytes, opened: Opened) -> None:
        """An epoch under a later credential says where the one under the earlier ended: nothing beyond that counts."""
        follows = opened.follows
        if follows is None or follows.party != party:
            return
        if (party, follows.epoch) not in self.trust.under:
            if (party, follows.epoch) not in self.logs:
                self.trust.follow(party, epoch, follows.epoch)
            return
        if self.trust.credential_at(party, follows.epoch)[0] != self.trust.credential_at(party, epoch)[0]:
            self.trust.end(party, follows.epoch, follows.size)

    def _unlike_ours(self, theirs: Head) -> bool:
        """Whether a member's head, as another names it, is not one of the history we hold."""
        log = self.logs.get((theirs.party, theirs.epoch))
        return log is not None and theirs.size <= log.size and log.tree.root(theirs.size) != theirs.root

    def _lost_by(self, peer: str, epoch: bytes, opened: Opened, result: Received) -> None:
        """A peer's new epoch tells how much of its old logs it still has: receipts beyond that are lost to it.

        Those messages are queued for it again; and what a member said and lost, and we hold, is owed by us to the others.
        If we never saw the log that is followed (two epochs opened in a row, the first lost on the way), every message it
        receipted in other epochs is queued.
        """
        unseen = opened.follows is not None and (peer, opened.follows.epoch) not in self.logs
        if unseen and epoch not in self._left_behind(peer):  # one that comes late takes nothing from those after it
            result.changes.append(Requeued(self.id, peer, epoch, None))
        lost = self._lost(peer, opened)
        result.changes += [Requeued(self.id, peer, of, start) for of, start in lost.items()]
        if len(self.others) > 1 and (lost or self.shelf.apart(self.id, peer)):
            result.changes += self._stand_in(peer, lost)
        if self.trust.distrusted:  # under keys that are over nobody takes it any more: its author writes it again
            over = [log.epoch for log in self.logs.values() if log.party == self.me and self.is_over(log.key)]
            result.changes += [Unqueued(self.id, peer, self.me, of, None) for of in over]

    def is_over(self, log: LogKey) -> bool:
        """Whether a log stands under keys that were declared stolen (`emergency`): it is added to and shown by nobody."""
        return self.trust.credential_at(log[1], log[2])[0] in self.trust.distrusted

    def _left_behind(self, party: str) -> set[bytes]:
        """The epochs of `party` that a later one, which we hold, follows or says it no longer has whole."""
        found: set[bytes] = set()
        for (whose, _epoch), log in self.logs.items():
            for carried in self.shelf.openings(log.key, 0, 1) if whose == party else ():
                entry = read_carried(carried)
                if isinstance(entry, Opened):
                    found |= {head.epoch for head in entry.reported}
                    found |= {entry.follows.epoch} if entry.follows is not None else set()
        return found

    def _lost(self, party: str, opened: Opened) -> dict[bytes, int]:
        """From which index on `party` no longer has the entries of an epoch of its own that we hold.

        `follows` says where the last one ends. A head in `reported` is one it does not hold: if we do, nothing there is sure.
        """
        starts: dict[bytes, int] = {}
        for theirs in [*opened.reported, *([opened.follows] if opened.follows else [])]:
            log = self.logs.get((party, theirs.epoch))
            if theirs.party != party or log is None:
                continue
            same = theirs.size <= log.size and log.tree.root(theirs.size) == theirs.root
            if theirs is not opened.follows:
                if same:
                    starts[theirs.epoch] = 0
            elif not same or theirs.size < log.size:
                starts[theirs.epoch] = theirs.size if same else 0
        return starts

    def _stand_in(self, peer: str, lately: dict[bytes, int]) -> list[Change]:
        """What its author lost and we hold is owed to everybody who, as far as we see, does not hold it now.

        Looked at anew whenever somebody has lost something, over everything we hold: it is rare, and must not be wrong.
        """
        lost: dict[str, dict[bytes, int]] = {party: {} for party in self.others} | {peer: dict(lately)}
        for (party, _epoch), log in self.logs.items():
            for carried in self.shelf.openings(log.key, 0, 1) if party in lost else ():
                entry = read_carried(carried)
                for epoch, start in self._lost(party, entry).items() if isinstance(entry, Opened) else ():
                    lost[party][epoch] = min(start, lost[party].get(epoch, start))
        orphans: list[tuple[Place, bytes]] = []
        for party, epochs in lost.items():
            for epoch, start in epochs.items():
                log = self.logs[(party, epoch)]
                for index, whats in sorted(self.shelf.kept(log.key, start, log.size).items()):
                    for carried in self.shelf.openings(log.key, index, index + 1):
                        said = read_carried(carried)
                        if not isinstance(said, Said) or said.what not in whats:
                            continue
                        if self.shelf.message(self.id, said.what) is not None:  # what is over quota is not kept
                            orphans.append((Place(party, epoch, index), said.what))
        # Of a log we hold no further, we cannot know what its author still has: what we were shown of it, we offer too.
        orphans += [apart for party in self.others for apart in self.shelf.apart(self.id, party)]
        return [
            Queued(self.id, other, place)
            for other in (self.others if orphans else ())
            for held in (self._heard_by(other, lost[other]),)
            for place, what in orphans
            if place.party != other and not held & {(place, what), (place, None)}
            if not self.is_over((self.id, place.party, place.epoch))
        ]

    def _heard_by(self, party: str, lost: Mapping[bytes, int]) -> set[tuple[Place, bytes | None]]:
        """Where and under which name `party` has a verdict, in the entries it still has: one place may be two messages'.

        The further messages of a run are not named one by one: None.
        """
        return {
            (Place(entry.place.party, entry.place.epoch, index), entry.what if index == entry.place.index else None)
            for (whose, epoch), log in self.logs.items()
            if whose == party
            for carried in self.shelf.openings(log.key, 0, min(log.size, lost.get(epoch, log.size)))
            if isinstance(entry := read_carried(carried), Heard)
            for index in places_of(entry)
        }

    def _receipt(self, peer: str, place: Place, heard: Heard, result: Received) -> None:
        log = self.logs.get((self.me, heard.place.epoch))
        found = [] if log is None else covered(heard, partial(self._own_names, log.key, result))
        if not found:
            result.changes.append(Counted("receipt-for-nothing-said"))
            return
        if self.given_up(place):
            result.changes.append(Counted("receipt-in-lost-entries"))
            return
        carried = self.shelf.message(self.id, heard.what)
        shown = carried is not None and has_it(read_kept(carried), peer, heard.has)
        for index, what in found:  # possession is shown of the first of a run alone
            of = Place(self.me, heard.place.epoch, index)
            if of in result.receipted:
                continue
            result.receipted.add(of)
            possessed = shown and what == heard.what
            receipt = ReceiptKept(self.id, peer, of, what, heard.verdict, heard.reason, heard.at, place, possessed)
            result.receipts.append(receipt)
            result.changes.append(receipt)

    def _own_names(self, log: LogKey, result: Received, index: int) -> Sequence[bytes]:
        """What we said at an index of our own log, looked up once a payload: entries may name the same places over and over."""
        key = (log[2], index)
        if key not in result.names:
            result.names[key] = self.shelf.kept(log, index, index + 1).get(index, ())
        return result.names[key]

    def given_up(self, place: Place) -> bool:
        """Whether an epoch their member opened since is without the entry at `place`: it came late, or is sent by somebody.

        Attacks stopped: a receipt kept back until its giver was put back to a copy from before it, and delivered then.
        """
        for party, epoch in self.logs:
            if party == place.party and epoch != place.epoch:
                for carried in self.shelf.openings((self.id, party, epoch), 0, 1):
                    entry = read_carried(carried)
                    lost = self._lost(party, entry) if isinstance(entry, Opened) else {}
                    if place.index >= lost.get(place.epoch, place.index + 1):
                        return True
        return False

    def _own_head(self, theirs: Head, result: Received) -> bool:
        """Whether a head of ours that another names is one we know. More than we hold means that we lost entries."""
        log = self.logs.get((self.me, theirs.epoch))
        if log is None or theirs.size > log.size or log.tree.root(theirs.size) != theirs.root:
            if self._is_reported(theirs):
                return False
            if not result.lost:
                result.changes.append(Counted("own-entries-lost"))
            if (
                theirs not in result.lost
            ):  # all of them, in one epoch: whoever named one may say nothing for a long time
                result.lost.append(theirs)
            return False
        return True

    def _is_reported(self, theirs: Head) -> bool:
        """Whether an epoch of ours was opened for this already: others go on naming a closed log as they hold it."""
        return theirs in self._reported()

    def _reported(self) -> list[Head]:
        """The heads our current epoch says that others hold and we do not. Every new epoch names those before it too:

        a member that missed one of several epochs would otherwise never learn what we lost.
        """
        if self.own_epoch is None:
            return []
        [first] = self.shelf.openings((self.id, self.me, self.own_epoch), 0, 1)
        entry = read_entry(unpack(Opening, first, MAX_MESSAGE))
        return entry.reported if isinstance(entry, Opened) else []

    def _peer_has(self, peer: str, theirs: Head, last: bool, old: bool, now: int, result: Received) -> None:
        """How far `peer` holds our current log. It may be less than before: a restored peer asks again for what it lost.
        Of several heads of one log, the last says that; those before it came with messages, and are only to be known.

        `have` is signed by nobody. A head of ours in it that we do not know closes our epoch, since waiting for a signed
        one could leave both sides stuck; but at most once an hour, so whoever forges it gains no more than that.
        """
        if theirs.party != self.me:
            return
        before = len(result.lost)
        known = self._own_head(theirs, result)
        if len(result.lost) > before:
            if before == 0 and self.claimed is not None and now - self.claimed < CLAIM_PAUSE:
                result.lost.clear()
                result.changes.append(Counted("claim-too-soon"))
            else:
                self.claimed = now
        if not known or not last:
            return
        if theirs.epoch != self.own_epoch:
            self._peer_had(peer, theirs.epoch, theirs.size)
            return
        held = self.peer_has.get(peer)
        if held is None or theirs.size > held.size or (theirs.size < held.size and not old):
            self.peer_has[peer] = theirs
            result.changes.append(PeerHas(self.id, peer, theirs))

    def _peer_had(self, peer: str, epoch: bytes, size: int) -> None:
        """Attack stopped: saying less and more by turns, and being sent the end of that log for ever."""
        _size, most, times = self.peer_had.get((peer, epoch), (0, -1, 0))
        self.peer_had[(peer, epoch)] = (size, max(size, most), 0 if size > most else times + 1)

    def _peer_has_none(self, peer: str, old: bool, result: Received) -> None:
        """A payload that names no head of our current log: a copy from before it was opened was put back.

        It could not even ask for the log again, so it is sent from its first entry.
        """
        held = self.peer_has.get(peer)
        if held is not None and held.size > 0 and not old:
            self.peer_has[peer] = self.own.head(0)
            result.changes.append(PeerHas(self.id, peer, self.peer_has[peer]))
