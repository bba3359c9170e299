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
- **a member shows two histories?** Both heads are kept as evidence; nothing of the second is taken. (`_mirror`)
- **others hold more of our log than we do?** `Received.lost` says so, and the node opens a new epoch; what was not
  receipted is said again there, and receipts that stand in the closed log are given again when asked for. (`open_epoch`)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.codec.cbor import decode
from detente.codec.errors import Local, Remote
from detente.codec.limits import AHEAD, MAX_ENVELOPE, MAX_LOG, MAX_MESSAGE
from detente.codec.shape import pack, unpack
from detente.line.content import name_of, possession, read_message, said_id, secret_of
from detente.line.judge import ACCEPTED, Carried, Verdict, judge
from detente.line.log import Log, next_time, opened, read_entry
from detente.line.quota import HOUR, OVER_QUOTA, Excess, Spent, Tally, counting_hour, refusal, runs
from detente.line.shapes import Entry, Heard, Item, Message, Mirror, Payload, Said
from detente.line.shelf import (
    Appended,
    BodyKept,
    Change,
    Counted,
    ExcessKept,
    HeadKept,
    HeardAgain,
    LogKept,
    MessageKept,
    Queued,
)
from detente.line.state import Received, State
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening, Proof
from detente.proof.tree import leaf_hash, verify_inclusion

Blinds = Callable[[], bytes]  # fresh 32 random bytes a call

MIRROR_BYTES = 1024 * 1024  # openings in one payload
PAYLOAD_BYTES = 1900 * 1024  # openings and items: stays inside the largest size class


@dataclass
class Line(State):
    """One member's line: `say`, `receive`, `payload`, over the state it has of itself and of the others."""

    # -- speaking ------------------------------------------------------------------------------------------------

    def open_epoch(
        self, epoch: bytes, now: int, blind: Blinds, reason: str, reported: Sequence[Head] = ()
    ) -> list[Change]:
        """The first entry of a new own log. Needs no permission; names the last own head known and those others report.

        What somebody has not receipted is said again here, the same signed object: the closed log may be one that the
        others hold otherwise, and can never be given what it now says.
        """
        follows = None if self.own_epoch is None else self.own.head()
        at = now if self.own_epoch is None else next_time(self.own, now)
        waiting: dict[int, tuple[bytes, list[str]]] = {}
        for peer in self.others if self.own_epoch is not None else []:
            for index, message in self.shelf.unreceipted(self.id, peer, MAX_LOG):
                waiting.setdefault(index, (message, []))[1].append(peer)
        log = Log(self.id, self.me, epoch)
        self.logs[(self.me, epoch)] = log
        self.own_epoch = epoch
        self.peer_has.clear()
        changes = self._place(log, [opened(at, reason, follows, list(reported))], blind)
        for _, (message, peers) in sorted(waiting.items()):
            try:
                _, again = self._say(read_message(message), now, blind, True, peers)
            except Local:  # its time to be placed has passed meanwhile: it stays where it stands, and is shown so
                again = [Counted("not-said-again")]
            changes += again
        return changes

    def say(self, message: Message, now: int, blind: Blinds) -> tuple[MessageKept, list[Change]]:
        """Place an own message. It is judged as the others will judge it; what they would refuse is not recorded."""
        return self._say(message, now, blind, False, self.others)

    def _say(
        self, message: Message, now: int, blind: Blinds, again: bool, to: Sequence[str]
    ) -> tuple[MessageKept, list[Change]]:
        """`again`: said before, and said again in a new epoch; it counts where it counted already."""
        log, carried = self.own, Carried.of(message)
        content, used, spent = carried.content, None, None
        repeated = not again and bool(self.shelf.content_places(self.id, self.me, carried.content_id))
        if not again and content is not None:
            spent = Spent(content.wanted, counting_hour(content, content.wanted, now))
            used = Tally(self.shelf, self.id).of(self.me, content, now)
        said = Said(
            i=log.size,
            n=log.said + 1,
            at=next_time(log, now),
            what=said_id(message.signed),
            cred=self.trust.credential_digests[self.me],
            seen=self._unnamed(),
        )
        judged = judge(self.trust, self.me, said, carried, repeated, self.vocabularies, used)
        if judged.verdict != ACCEPTED:
            when = max((spent.hour + 1) * HOUR, now) if spent and judged.reason == OVER_QUOTA else None
            raise Local("would-be-refused", reason=judged.reason, why=judged.why, when=when)
        kept = MessageKept(
            self.id,
            Place(self.me, log.epoch, said.i),
            said.what,
            carried.content_id,
            said,
            carried.packed,
            judged,
            said.at,
            log.epoch,
            spent,
        )
        changes = self._place(log, [said], blind)
        for head in said.seen:
            self.named[(head.party, head.epoch)] = head.size
            changes.append(self._log_kept(self.logs[(head.party, head.epoch)]))
        return kept, [*changes, kept, *(Queued(self.id, peer, kept.place) for peer in to)]

    def _unnamed(self) -> list[Head]:
        """Heads of the others that changed since we last named them."""
        return [
            log.head()
            for (party, epoch), log in sorted(self.logs.items())
            if party != self.me and log.size > self.named.get((party, epoch), 0)
        ]

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
        known = self.logs.get((head.party, head.epoch))
        old = known is not None and head.size < known.size  # overtaken on the way, or sent again by somebody
        if self._mirror(payload, head, now, result):
            self._hear_items(payload.items, head, now, blind, result)
        for theirs in payload.have:
            self._peer_has(payload.author, theirs, old, now, result)
        result.changes += [Counted("could-not-open") for _ in payload.cannot]
        return result

    def _mirror(self, payload: Payload, head: Head, now: int, result: Received) -> bool:
        """Take the openings that join on to what we hold. False when the head contradicts what we hold."""
        key = (head.party, head.epoch)
        log = self.logs.get(key) or Log(self.id, head.party, head.epoch)
        openings, start, before = payload.mirror.openings, payload.mirror.start, log.size
        if head.size <= before:
            if log.tree.root(head.size) != head.root:
                return self._differ(log, head, payload.head, result)
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
                whole.extend([*self.shelf.openings(log.key, 0, start), *(pack(opening) for opening in openings)])
            if whole.size == head.size and whole.tree.root() == head.root:
                return self._differ(
                    log, head, payload.head, result
                )  # a whole other history, under their own signatures
            raise Remote("mirror-root")  # the openings are not those of the head: that shows nothing about the record
        self.logs[key] = log
        entries = [log.check(opening, index) for index, opening in enumerate(joined, before)]
        result.changes.append(Appended(log.key, before, carried, leaves))
        result.changes.append(self._log_kept(log))
        result.changes.append(HeadKept(log.key, head.size, payload.head))
        for index, (entry, broken) in enumerate(entries, before):
            if entry is None:
                result.changes.append(Counted(f"irregular-{broken}"))
            else:
                self._read_entry(head.party, Place(head.party, head.epoch, index), entry, result)
                if entry.at > now + AHEAD:
                    result.changes.append(Counted("clock-ahead"))  # flagged, and taken all the same
            if isinstance(entry, Said):  # heard before on its own path, across a gap: it must be the same message
                what = self.shelf.place_of(log.key, index)
                if what is not None and what != entry.what:
                    self._differ(log, head, payload.head, result)
        return True

    def _hear_items(self, items: Sequence[Item], head: Head, now: int, blind: Blinds, result: Received) -> None:
        """A verdict on every message not yet heard, in the order they come; then one extension of our own log."""
        log = self.own
        before = log.size
        heard: list[MessageKept] = []
        entries: list[Entry] = []
        excess: list[Excess] = []
        tally = Tally(self.shelf, self.id)
        placed: set[tuple[str, bytes, int]] = set()
        for item in items:
            found = self._locate(item, head, result)
            if found is None:
                result.changes.append(Counted("item-not-included"))
                continue
            place, said = found
            spot = (place.party, place.epoch, place.index)
            if spot in placed or place.party == self.me:
                continue
            placed.add(spot)
            if self.shelf.is_heard(self.id, place):
                before_this = self.shelf.heard_elsewhere(self.id, place, log.epoch)
                if before_this is None:
                    continue
                # Its receipt stands in a log of ours that is closed, and they ask again: the same verdict, once more.
                verdict, reason = before_this
                readable = Verdict(verdict, reason).readable
                at = next_time(log, now)
                result.changes.append(HeardAgain(self.id, place, log.epoch))
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
        earlier = {
            p: self.shelf.place_of((self.id, p.party, p.epoch), p.index)
            for p in (self.shelf.content_places(self.id, place.party, content_id) if content_id else ())
        }
        earlier |= {k.place: k.what for k in batch if k.content_id == content_id and k.place.party == place.party}
        # The same signed object in another epoch of its author is the same message, said again.
        repeated = bool(content_id) and any(
            p != place and not (p.epoch != place.epoch and what == said.what) for p, what in earlier.items()
        )
        again = not repeated and any(p != place for p in earlier)
        used = None if again else tally.of(place.party, carried.content, now)
        judged = judge(self.trust, place.party, said, carried, repeated, self.vocabularies, used)
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

    def _locate(self, item: Item, head: Head, result: Received) -> tuple[Place, Said] | None:
        """Where the message stands in its *author's* log, or None when that is not shown.

        Attacks stopped: a message its author never said, put forward by the receiver of an earlier one; a message of
        another history than the one we hold.
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
                self._differ(log, head, checkpoint, result)
                return None
        return Place(head.party, head.epoch, entry.i), entry

    # -- sending -------------------------------------------------------------------------------------------------

    def lacks(self, peer: str) -> tuple[int, int]:
        """What `peer` lacks of ours, as far as it has said: entries of our log, messages it has not receipted."""
        has = self.peer_has.get(peer)
        return self.own.size - (has.size if has is not None else 0), self.shelf.waiting(self.id, peer)

    def owes(self, peer: str) -> bool:
        return self.lacks(peer) != (0, 0)

    def payload(
        self, to: str, nonce: bytes, checkpoint: Callable[[Log, int], bytes]
    ) -> tuple[Payload, list[bytes], list[bytes]]:
        """What to send `to` now: payload, the leaves its `commit` covers, and the said ids it carries.

        `checkpoint(log, size)` gives the signed head of that size. Contiguous openings after what the peer last said it
        has, as many as fit; every message it has not receipted, oldest first, as many as fit.
        """
        log = self.own
        has = self.peer_has.get(to)
        start = has.size if has is not None and has.epoch == log.epoch else 0
        used = 0
        openings: list[Opening] = []
        for carried in self.shelf.openings(log.key, start, log.size):
            used += len(carried) + 8
            if used > MIRROR_BYTES and openings:
                break
            openings.append(unpack(Opening, carried, MAX_MESSAGE))
        end = start + len(openings)
        items: list[Item] = []
        leaves: list[bytes] = []
        whats: list[bytes] = []
        for index, message in self.shelf.unreceipted(self.id, to, 1024):
            if index >= end:
                break
            [carried] = self.shelf.openings(log.key, index, index + 1)
            path = log.tree.path(index, end)
            used += len(message) + len(carried) + 34 * len(path) + 16
            if used > PAYLOAD_BYTES and items:
                break
            opening = unpack(Opening, carried, MAX_MESSAGE)
            items.append(Item(decode(message, MAX_ENVELOPE), opening, path))
            leaves.append(log.leaf(opening))
            whats.append(opening.entry["what"])
        have = [self.logs[key].head() for key in sorted(self.logs) if key[0] != self.me]
        payload = Payload(
            line=self.id,
            author=self.me,
            to=to,
            nonce=nonce,
            items=items,
            mirror=Mirror(start, openings),
            have=have,
            cannot=[],
            head=checkpoint(log, end),
            pad=b"",
        )
        return payload, leaves, whats
