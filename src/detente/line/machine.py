"""The line of one member: what it may say, what it makes of what arrives, and what it would send. Pure.

State is a few running values; everything else is read from the `Shelf`. Every method returns changes to be committed
whole, durably, *then* the own body is signed, *then* something is sent (PROTOCOL: the crash order). If a commit fails,
this object is dropped and loaded again: recovery runs the normal path.

What if …
- **a receipt is lost?** The author still lists the message as not receipted (`Shelf.unreceipted`) and sends it again; the
  receiver finds its place already heard (`Shelf.is_heard`), adds nothing, and its reply mirrors the same receipt again.
  At least once on the wire, exactly once in the record. (`_hear_items`, `payload`)
- **an envelope arrives twice, late or out of order?** The mirror range that does not join on is left aside, items stand
  on their own paths; what is already held is recognised by place. (`_mirror`, `_hear_items`)
- **a message cannot be read, or is of a kind we do not know?** It is heard as `refused` or `not-understood`: a receipt all
  the same, and the next message is judged on its own. (`judge`)
- **a member says more than the terms' quotas?** The excess is refused, one entry for each run of it, and what it says is
  kept nowhere; its author would have been told before it was recorded. (`_hear_items`, `_say`; `line/quota.py`)
- **a member's log has a bad entry?** It is kept, named, without effect. (`Log.check`)
- **a member shows two histories?** Both heads are kept as evidence; nothing of the second is taken, but what another member
  sends in the author's stead. (`_mirror`, `_locate`)
- **a member loses what it had said or heard?** Its new epoch says how much of its log it still has. What it had receipted is
  owed to it again; what it had said and we hold, we owe to the others in its stead. (`_lost_by`, `_stand_in`)
- **others hold more of our log than we do?** `Received.lost` says so, and the node opens a new epoch; what was not
  receipted is said again there, and receipts that stand in the closed log are given again when asked for. (`open_epoch`)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from detente.codec.errors import Local, Remote
from detente.codec.limits import AHEAD, MAX_LOG, MAX_MEMBERS, MAX_MESSAGE, MAX_REPORTED
from detente.codec.shape import pack, unpack
from detente.line.agreement import Looked
from detente.line.content import name_of, possession, read_kept, said_id, secret_of
from detente.line.judge import ACCEPTED, Carried, Verdict, judge
from detente.line.log import Log, next_time, opened, read_entry
from detente.line.quota import HOUR, OVER_QUOTA, Excess, Spent, Tally, counting_hour, refusal, runs
from detente.line.sending import MAX_HAVE, Sending
from detente.line.shapes import Entry, Heard, Item, Kept, Message, Payload, Said
from detente.line.shelf import (
    Appended,
    BodyKept,
    Change,
    Counted,
    ExcessKept,
    HeadKept,
    HeardAgain,
    LeafThere,
    LogKept,
    MessageKept,
    Queued,
    Unqueued,
)
from detente.line.state import Received
from detente.proof.head import Head, Place
from detente.proof.receipt import Proof
from detente.proof.tree import leaf_hash, verify_inclusion

SUCCESSION, EMERGENCY = "succession", "emergency"  # reasons of an epoch that begins under a new credential
SUCCEEDS = (SUCCESSION, EMERGENCY)
Blinds = Callable[[], bytes]  # fresh 32 random bytes a call


@dataclass
class Line(Sending):
    """One member's line: `say`, `receive`, `payload`, over the state it has of itself and of the others.

    `looked` remembers what was read of these logs for proposals, and goes with them when memory is read back from the store.
    """

    looked: Looked = field(default_factory=Looked)

    # -- speaking ------------------------------------------------------------------------------------------------

    def open_epoch(
        self, epoch: bytes, now: int, blind: Blinds, reason: str, reported: Sequence[Head] = ()
    ) -> list[Change]:
        """The first entry of a new own log. Needs no permission; names the last own head known and those others report.

        What somebody has not receipted is said again here, the same signed object: the closed log may be one that the
        others hold otherwise, and can never be given what it now says. Not so after a succession: what was signed with the
        keys before stands only in a log of theirs, and is given with its own proof.
        """
        follows = None if self.own_epoch is None else self.own.head()
        reported = list(dict.fromkeys([*self._reported(), *reported]))[-MAX_REPORTED:]
        at = now if self.own_epoch is None else next_time(self.own, now)
        waiting: dict[int, tuple[bytes, list[str]]] = {}
        succeeds = reason in SUCCEEDS
        for peer in self.others if self.own_epoch is not None and not succeeds else []:
            for index, message in self.shelf.unreceipted(self.id, peer, MAX_LOG):
                waiting.setdefault(index, (message, []))[1].append(peer)
        log = Log(self.id, self.me, epoch)
        self.logs[(self.me, epoch)] = log
        self.own_epoch = epoch
        self.peer_has.clear()
        changes = self._place(log, [opened(at, reason, follows, reported)], blind)
        if (
            follows is not None and reason != SUCCESSION
        ):  # what is not said again stays where it stands, and is shown so
            changes += [Unqueued(self.id, peer, self.me, follows.epoch, None) for peer in self.others]
        again: list[tuple[MessageKept, Sequence[str]]] = []
        for _, (message, peers) in sorted(waiting.items()):
            try:
                again.append((self._own_message(read_kept(message), len(again), at, now, None), peers))
            except Local:  # its time to be placed has passed meanwhile: it stays where it stands, and is shown so
                changes.append(Counted("not-said-again"))
        return [*changes, *self._say(again, blind)]

    def say(self, message: Message, now: int, blind: Blinds) -> tuple[MessageKept, list[Change]]:
        """Place an own message. It is judged as the others will judge it; what they would refuse is not recorded."""
        [kept], changes = self.say_many([message], now, blind)
        return kept, changes

    def say_many(self, messages: Sequence[Message], now: int, blind: Blinds) -> tuple[list[MessageKept], list[Change]]:
        """Own messages one after another, under one head: all of them, or `Local` and none."""
        at, tally = next_time(self.own, now), Tally(self.shelf, self.id)
        ids: set[bytes] = set()
        kept: list[MessageKept] = []
        for message in messages:
            kept.append(self._own_message(message, len(kept), at, now, tally, ids))
            ids.add(kept[-1].content_id)
        return kept, self._say([(message, self.others) for message in kept], blind)

    def _own_message(
        self, message: Kept, after: int, at: int, now: int, tally: Tally | None, ids: Collection[bytes] = ()
    ) -> MessageKept:
        """A message as it will stand in our log, `after` others that are not placed yet; the first names the heads seen.

        Without a `tally` it was said before, and is said again in a new epoch: it counts where it counted already.
        """
        log, carried = self.own, Carried.of(message)
        content, used, spent, repeated = carried.content, None, None, False
        if tally is not None:
            places = self.shelf.content_places(self.id, self.me, carried.content_id)
            repeated = carried.content_id in ids or bool(places)
            if content is not None:
                spent = Spent(content.wanted, counting_hour(content, content.wanted, now))
                used = tally.of(self.me, content, now)
        said = Said(
            i=log.size + after,
            n=log.said + 1 + after,
            at=at,
            what=said_id(message.signed),
            cred=self.trust.credential_at(self.me, log.epoch)[0],
            seen=self._unnamed() if after == 0 else [],
        )
        judged = judge(self.trust, self.me, said, carried, repeated, self.vocabularies, used, log.epoch)
        if judged.verdict != ACCEPTED:
            when = max((spent.hour + 1) * HOUR, now) if spent and judged.reason == OVER_QUOTA else None
            raise Local("would-be-refused", reason=judged.reason, why=judged.why, when=when)
        if tally is not None and spent is not None:
            tally.add(self.me, spent)
        place = Place(self.me, log.epoch, said.i)
        return MessageKept(
            self.id, place, said.what, carried.content_id, said, carried.packed, judged, said.at, log.epoch, spent
        )

    def _say(self, messages: Sequence[tuple[MessageKept, Sequence[str]]], blind: Blinds) -> list[Change]:
        """Place own messages in one extension of our log, each queued for the peers named with it."""
        if not messages:
            return []
        changes = self._place(self.own, [kept.said for kept, _ in messages], blind)
        for head in messages[0][0].said.seen:
            self.named[(head.party, head.epoch)] = head.size
            changes.append(self._log_kept(self.logs[(head.party, head.epoch)]))
        for kept, peers in messages:
            changes += [kept, *(Queued(self.id, peer, kept.place) for peer in peers)]
        return changes

    def _unnamed(self) -> list[Head]:
        """Heads of the others that changed since we last named them, as many as one entry takes; the next names the rest."""
        grown = {key: log for key, log in self.logs.items() if key[0] != self.me and log.size > self.named.get(key, 0)}
        return [self.logs[key].head() for key in self._foremost(MAX_MEMBERS, among=grown)]

    def _place(self, log: Log, entries: Sequence[Entry], blind: Blinds) -> list[Change]:
        previous = log.size
        rows = [log.place(entry, blind()) for entry in entries]
        return [
            Appended(log.key, previous, [opening for opening, _ in rows], [leaf for _, leaf in rows]),
            self._log_kept(log),
            BodyKept(log.key, previous, log.size, log.body()),
        ]

    def _log_kept(self, log: Log) -> LogKept:
        return LogKept(log.key, log.size, log.said, log.at, self.named.get((log.party, log.epoch), 0))

    # -- hearing -------------------------------------------------------------------------------------------------

    def receive(self, payload: Payload, now: int, blind: Blinds) -> Received:
        """What an opened envelope, or the paper form of one, leads to.

        Raises `Remote` when it does not authenticate: nothing is changed then and the caller counts it.
        """
        head = self.trust.check_head(payload.head)
        if head.party != payload.author or head.party == self.me:
            raise Remote("head-of-another-member")
        result = Received(head=payload.head)
        self.speaks[head.party] = head.epoch
        known = self.logs.get((head.party, head.epoch))
        old = known is not None and head.size < known.size  # overtaken on the way, or sent again by somebody
        joins = self._mirror(payload, head, now, result)
        items = payload.items if joins else [item for item in payload.items if isinstance(item.proof, Proof)]
        self._hear_items(items, head, now, blind, result)
        last = {(theirs.party, theirs.epoch): index for index, theirs in enumerate(payload.have)}
        for index, theirs in enumerate(payload.have):
            is_last = last[(theirs.party, theirs.epoch)] == index
            self._peer_has(payload.author, theirs, is_last, old, now, result)
        if not any((theirs.party, theirs.epoch) == (self.me, self.own_epoch) for theirs in payload.have):
            self._peer_has_none(payload.author, old, result)
        if len(payload.have) < MAX_HAVE and not old:  # what is not named is not held
            named = {theirs.epoch for theirs in payload.have if theirs.party == self.me}
            for log in self.handed_over():
                if log.epoch not in named:
                    self._peer_had(payload.author, log.epoch, 0)
        result.changes += [Counted("could-not-open") for _ in payload.cannot]
        return result

    def _mirror(self, payload: Payload, head: Head, now: int, result: Received) -> bool:
        """Take the openings that join on to what we hold. False when the head contradicts what we hold."""
        key = (head.party, head.epoch)
        log = self.logs.get(key) or Log(self.id, head.party, head.epoch)
        openings, start, before = payload.mirror.openings, payload.mirror.start, log.size
        if head.size <= before:
            if log.tree.root(head.size) != head.root:
                return self._differ(log, head, payload.head, now, result)
            return True
        if start > before or start + len(openings) != head.size:
            return True  # a gap: nothing of the range can be checked yet; our `have` asks for it again
        joined = openings[before - start :]
        carried = [pack(opening) for opening in joined]
        leaves = log.extend(carried)
        if log.tree.root() != head.root:
            log.tree.truncate(before)
            whole = Log(self.id, head.party, head.epoch)
            if start < before:  # what they left out is what we hold: a restored copy need not send it
                there = whole.extend(
                    [*self.shelf.openings(log.key, 0, start), *(pack(opening) for opening in openings)]
                )
                if whole.size == head.size and whole.tree.root() == head.root:
                    # A whole other history, under their own signatures.
                    at = next(i for i in range(start, before) if whole.tree.leaf(i) != log.tree.leaf(i))
                    shown = LeafThere(at, there[at], whole.tree.path(at, whole.size))
                    return self._differ(log, head, payload.head, now, result, shown)
            raise Remote("mirror-root")  # the openings are not those of the head: that shows nothing about the record
        self.logs[key] = log
        entries = [log.check(opening, index) for index, opening in enumerate(joined, before)]
        result.changes.append(Appended(log.key, before, carried, leaves))
        result.changes.append(self._log_kept(log))
        result.changes.append(HeadKept(log.key, head.size, payload.head))
        kept = self.shelf.kept(log.key, before, log.size)  # heard before on their own paths, across a gap
        for index, (entry, broken) in enumerate(entries, before):
            if entry is None:
                result.changes.append(Counted(f"irregular-{broken}"))
            else:
                self._read_entry(head.party, Place(head.party, head.epoch, index), entry, result)
                if entry.at > now + AHEAD:
                    result.changes.append(Counted("clock-ahead"))  # flagged, and taken all the same
            for what in kept.get(index, ()):
                if not isinstance(entry, Said) or entry.what != what:
                    self._heard_otherwise(log, Place(head.party, head.epoch, index), what, now, result)
        return True

    def _heard_otherwise(self, log: Log, place: Place, what: bytes, now: int, result: Received) -> None:
        """A message was heard at a place where its author's log, now that it is here, has something else."""
        packed = self.shelf.proof(self.id, place, what)
        if packed is None:  # marked all the same; what it was heard under was not kept
            self._differ(log, log.head(), result.head, now, result)
            return
        proof = unpack(Proof, packed, MAX_MESSAGE)
        there = LeafThere(place.index, log.leaf(proof.opening), proof.path)
        self._differ(log, self.trust.check_head(proof.head), proof.head, now, result, there)

    def _hear_items(self, items: Sequence[Item], head: Head, now: int, blind: Blinds, result: Received) -> None:
        """A verdict on every message not yet heard, in the order they come; then one extension of our own log."""
        log = self.own
        before = log.size
        heard: list[MessageKept] = []
        entries: list[Entry] = []
        excess: list[Excess] = []
        tally = Tally(self.shelf, self.id)
        placed: set[tuple[Place, bytes]] = set()
        for item in items:
            found = self._locate(item, head, now, result)
            if found is None:
                result.changes.append(Counted("item-not-included"))
                continue
            place, said = found
            spot = (place, said.what)
            if spot in placed or place.party == self.me:
                continue
            placed.add(spot)
            if self.shelf.is_heard(self.id, place, said.what):
                before_this = self.shelf.heard_elsewhere(self.id, place, said.what, log.epoch)
                if before_this is None:
                    continue
                # Its receipt stands in a log of ours that is closed, and they ask again: the same verdict, once more.
                verdict, reason = before_this
                readable = Verdict(verdict, reason).readable
                at = next_time(log, now)
                result.changes.append(HeardAgain(self.id, place, said.what, log.epoch))
                if reason == OVER_QUOTA:
                    excess.append(Excess(place, said, secret_of(item.message), None))
                    continue
            else:
                kept = self._judge(place, said, item.message, now, heard, tally)
                if kept.judged.reason == OVER_QUOTA and kept.spent is not None:
                    excess.append(Excess(place, said, secret_of(item.message), kept.spent))
                    continue
                if kept.spent is not None:
                    tally.add(place.party, kept.spent)
                kept = replace(kept, proof=self._apart(item, place, head, result))
                heard.append(kept)
                result.changes.append(kept)
                verdict, reason, readable = kept.judged.verdict, kept.judged.reason, kept.judged.readable
                at = kept.heard_at
            entries.append(
                Heard(
                    i=before + len(entries),
                    at=at,
                    place=place,
                    what=said.what,
                    verdict=verdict,
                    reason=reason,
                    has=self._has(secret_of(item.message)) if readable else None,
                )
            )
        for run in runs(excess):  # last, so that what counts stands before what it leaves no room for
            at = next_time(log, now)
            entries.append(refusal(run, before + len(entries), at, self._has(run[0].secret)))
            if new := [one for one in run if one.spent is not None]:
                result.changes.append(ExcessKept(self.id, new, at, log.epoch))
        if entries:
            result.changes += self._place(log, entries, blind)
            result.heard += heard

    def _has(self, secret: bytes | None) -> bytes | None:
        return None if secret is None else possession(secret, self.me)

    def _judge(
        self, place: Place, said: Said, message: Any, now: int, batch: Sequence[MessageKept], tally: Tally
    ) -> MessageKept:
        carried = Carried.came(message)
        content_id = carried.content_id
        earlier = list(self.shelf.content_places(self.id, place.party, content_id)) if content_id else []
        earlier += [(k.place, k.what) for k in batch if k.content_id == content_id and k.place.party == place.party]
        # The same signed object in another epoch of its author is the same message, said again.
        repeated = bool(content_id) and any(
            (p, what) != (place, said.what) and not (p.epoch != place.epoch and what == said.what)
            for p, what in earlier
        )
        again = not repeated and any((p, what) != (place, said.what) for p, what in earlier)
        used = None if again else tally.of(place.party, carried.content, now)
        judged = judge(self.trust, place.party, said, carried, repeated, self.vocabularies, used, place.epoch)
        spent = Spent(judged.wanted, counting_hour(carried.content, judged.wanted, now))
        return MessageKept(
            self.id,
            place,
            said.what,
            content_id,
            said,
            carried.packed,
            judged,
            next_time(self.own, now),
            self.own.epoch,
            None if again else spent,
        )

    def _apart(self, item: Item, place: Place, head: Head, result: Received) -> bytes | None:
        """The proof to keep beside a message whose author's log we do not hold at its place: nothing else shows it was said."""
        log = self.logs.get((place.party, place.epoch))
        leaf = Log(self.id, place.party, place.epoch).leaf(item.opening)
        if log is not None and place.index < log.size and log.tree.leaf(place.index) == leaf_hash(leaf):
            return None
        if isinstance(item.proof, Proof):
            return pack(item.proof)
        return pack(Proof(opening=item.opening, size=head.size, path=item.proof, head=result.head))

    def _locate(self, item: Item, head: Head, now: int, result: Received) -> tuple[Place, Said] | None:
        """Where the message stands in its *author's* log, or None when that is not shown.

        Attack stopped: a message its author never said, put forward by the receiver of an earlier one.
        """
        checkpoint = item.proof.head if isinstance(item.proof, Proof) else result.head
        try:
            entry = read_entry(item.opening)
            if not isinstance(entry, Said) or name_of(item.message) != entry.what:
                return None
            if isinstance(item.proof, Proof):
                author = self.trust.check_head(item.proof.head)
                if item.proof.opening != item.opening or author.size != item.proof.size:
                    return None
                head, path = author, item.proof.path
            else:
                path = item.proof
            leaf = Log(self.id, head.party, head.epoch).leaf(item.opening)
            verify_inclusion(leaf, entry.i, head.size, path, head.root)
        except Remote:
            return None
        log = self.logs.get((head.party, head.epoch))
        if log is not None and head.party != self.me:
            same = head.size > log.size or log.tree.root(head.size) == head.root
            if not same or (entry.i < log.size and log.tree.leaf(entry.i) != leaf_hash(leaf)):
                there = LeafThere(entry.i, leaf, path) if entry.i < log.size < head.size else None
                self._differ(log, head, checkpoint, now, result, there)
                if not isinstance(item.proof, Proof):
                    return None  # its author says it again in a new epoch, where it can be proven
                # Sent in the stead of its author, who has lost it: another history than ours, and its word all the same.
        return Place(head.party, head.epoch, entry.i), entry
