"""What one member knows of a line, and what the others' entries say about it.

A member's own log is judged by what others hold of it: receipts, heads in `seen` and `have`, and the epochs they open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from detente.codec.errors import Local
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import unpack
from detente.line.content import possession, read_message
from detente.line.judge import Vocabularies
from detente.line.log import Log, LogKey, read_entry
from detente.line.quota import covered
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.line.shelf import Change, Counted, Differ, MessageKept, PeerHas, ReceiptKept, Requeued, Shelf
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening
from detente.trust.decisions import LineTrust

CLAIM_PAUSE = 3_600_000  # ms between epochs opened on nobody's signature


@dataclass
class Received:
    """What one payload led to. `heard` are our new verdicts; `lost` a head of ours that others hold and we do not."""

    changes: list[Change] = field(default_factory=list)
    heard: list[MessageKept] = field(default_factory=list)
    receipts: list[ReceiptKept] = field(default_factory=list)
    lost: Head | None = None
    head: bytes = b""  # the payload's checkpoint, as carried
    names: dict[tuple[bytes, int], bytes | None] = field(default_factory=dict)  # own messages looked up, by place
    receipted: set[Place] = field(default_factory=set)  # one receipt a payload: runs over one another do not multiply


@dataclass
class State:
    """`named[(party, epoch)]` is the size last named in our `seen`; `peer_has[party]` the head of ours it holds."""

    me: str
    trust: LineTrust
    shelf: Shelf
    vocabularies: Vocabularies
    logs: dict[tuple[str, bytes], Log] = field(default_factory=dict)
    own_epoch: bytes | None = None
    named: dict[tuple[str, bytes], int] = field(default_factory=dict)
    peer_has: dict[str, Head] = field(default_factory=dict)
    claimed: int | None = None  # when `have` last named a head of ours that we do not know
    contradicted: set[Head] = field(default_factory=set)  # heads already kept as evidence since the start

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

    def _differ(self, log: Log, theirs: Head, checkpoint: bytes, result: Received) -> bool:
        """Keep both heads as evidence, once: the same head signed again must not fill our disk. False, for the caller."""
        if theirs not in self.contradicted:
            self.contradicted.add(theirs)
            ours = self.shelf.checkpoint(log.key) or b""
            result.changes.append(Differ(self.id, log.party, ours, checkpoint))
        return False

    def _read_entry(self, party: str, place: Place, entry: Entry, result: Received) -> None:
        """What a mirrored entry says about us: receipts for our messages, and heads of our log."""
        if isinstance(entry, Heard):
            if entry.place.party == self.me:
                self._receipt(party, place, entry, result)
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
        if isinstance(entry, Opened) and entry.follows is not None:
            self._lost_by(party, entry.follows, result)

    def _unlike_ours(self, theirs: Head) -> bool:
        """Whether a member's head, as another names it, is not one of the history we hold."""
        log = self.logs.get((theirs.party, theirs.epoch))
        return log is not None and theirs.size <= log.size and log.tree.root(theirs.size) != theirs.root

    def _lost_by(self, peer: str, follows: Head, result: Received) -> None:
        """A peer's new epoch tells how much of its old log it still has: receipts beyond that are lost to it.

        Those messages are queued for it again. If the log it follows is not the one we hold, every one it receipted there.
        """
        log = self.logs.get((peer, follows.epoch))
        if follows.party != peer or log is None:
            return
        same = follows.size <= log.size and log.tree.root(follows.size) == follows.root
        if not same or follows.size < log.size:
            result.changes.append(Requeued(self.id, peer, follows.epoch, follows.size if same else 0))

    def _receipt(self, peer: str, place: Place, heard: Heard, result: Received) -> None:
        log = self.logs.get((self.me, heard.place.epoch))
        found = [] if log is None else covered(heard, partial(self._own_name, log.key, result))
        if not found:
            result.changes.append(Counted("receipt-for-nothing-said"))
            return
        carried = self.shelf.message(self.id, heard.what)
        shown = carried is not None and heard.has == possession(read_message(carried).secret, peer)
        for index, what in found:  # possession is shown of the first of a run alone
            of = Place(self.me, heard.place.epoch, index)
            if of in result.receipted:
                continue
            result.receipted.add(of)
            possessed = shown and what == heard.what
            receipt = ReceiptKept(self.id, peer, of, what, heard.verdict, heard.reason, heard.at, place, possessed)
            result.receipts.append(receipt)
            result.changes.append(receipt)

    def _own_name(self, log: LogKey, result: Received, index: int) -> bytes | None:
        key = (log[2], index)
        if key not in result.names:
            result.names[key] = self.shelf.place_of(log, index)
        return result.names[key]

    def _own_head(self, theirs: Head, result: Received) -> bool:
        """Whether a head of ours that another names is one we know. More than we hold means that we lost entries."""
        log = self.logs.get((self.me, theirs.epoch))
        if log is None or theirs.size > log.size or log.tree.root(theirs.size) != theirs.root:
            if self._is_reported(theirs):
                return False
            if result.lost is None or theirs.size > result.lost.size:
                result.lost = theirs
                result.changes.append(Counted("own-entries-lost"))
            return False
        return True

    def _is_reported(self, theirs: Head) -> bool:
        """Whether an epoch of ours was opened for this already: others go on naming a closed log as they hold it."""
        for party, epoch in self.logs:
            if party == self.me and epoch != theirs.epoch:
                [first] = self.shelf.openings((self.id, party, epoch), 0, 1)
                entry = read_entry(unpack(Opening, first, MAX_MESSAGE))
                if isinstance(entry, Opened) and theirs in entry.reported:
                    return True
        return False

    def _peer_has(self, peer: str, theirs: Head, old: bool, now: int, result: Received) -> None:
        """How far `peer` holds our current log. It may be less than before: a restored peer asks again for what it lost.

        `have` is signed by nobody. A head of ours in it that we do not know closes our epoch, since waiting for a signed
        one could leave both sides stuck; but at most once an hour, so whoever forges it gains no more than that.
        """
        if theirs.party != self.me:
            return
        before = result.lost
        known = self._own_head(theirs, result)
        if result.lost is not before:
            if before is None and self.claimed is not None and now - self.claimed < CLAIM_PAUSE:
                result.lost = None
                result.changes.append(Counted("claim-too-soon"))
            else:
                self.claimed = now
        if not known or theirs.epoch != self.own_epoch:
            return
        held = self.peer_has.get(peer)
        if held is None or theirs.size > held.size or (theirs.size < held.size and not old):
            self.peer_has[peer] = theirs
            result.changes.append(PeerHas(self.id, peer, theirs))
