"""What a member would send to another now: its log after what the peer said it has, and the messages it has not receipted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from detente.codec.cbor import decode
from detente.codec.errors import Remote
from detente.codec.limits import MAX_ENVELOPE, MAX_MEMBERS, MAX_MESSAGE
from detente.codec.shape import unpack
from detente.line.content import name_of
from detente.line.log import Log
from detente.line.shapes import Item, Mirror, Payload
from detente.line.succeeding import Succeeding
from detente.proof.head import Head, Place
from detente.proof.leaf import leaf_of
from detente.proof.receipt import Opening, Proof

MIRROR_BYTES = 1024 * 1024  # openings in one payload
MIRROR_MOST = 8192  # openings looked at for one payload: more than fit, and no more of a long log than that
MAX_HAVE = MAX_MEMBERS * 4  # heads in one payload (spec/detente.cddl)
OFFERED = 16  # times a member may say that it holds no more of a log that ended before it is offered no more
MAX_SHOWN = 16  # heads named in `have` because messages came under them
PAYLOAD_BYTES = 1900 * 1024  # openings and items: stays inside the largest size class


def nothing(_whats: list[bytes]) -> None:
    """Nobody is told what an envelope carries."""


@dataclass
class Sending(Succeeding):
    """`payload` and what it rests on. Nothing here changes the state."""

    def lacks(self, peer: str) -> tuple[int, int]:
        """What `peer` lacks of ours, as far as it has said: entries of our logs, messages it has not receipted."""
        has, tail = self.peer_has.get(peer), self._tail(peer)
        entries = self.own.size - (has.size if has is not None else 0)
        return entries + (0 if tail is None else tail[0].size - tail[1]), self.shelf.waiting(self.id, peer)

    def handed_over(self) -> list[Log]:
        """Our logs that a succession ended with their keys still ours, in the order they were opened: what stands in them
        counts to the end, and only their last heads can still be shown."""
        if not self.successions.get(self.me):
            return []
        own = [log for (party, _), log in self.logs.items() if party == self.me]
        under = [self.trust.credential_at(self.me, log.epoch)[0] for log in own]
        return [
            log
            for log, here, following in zip(own, under, under[1:], strict=False)
            if here != following and here not in self.trust.distrusted
        ]

    def _tail(self, peer: str) -> tuple[Log, int] | None:
        """The first of these that `peer` says it holds only in part, and how far.

        Without its end a member could read what stands there, each message with its own proof, and show it to nobody.
        """
        for log in self.handed_over():
            size, _most, times = self.peer_had.get((peer, log.epoch), (log.size, log.size, 0))
            if size < log.size <= size + MIRROR_MOST and times < OFFERED:
                return log, size
        return None

    def _ending(
        self, to: str, nonce: bytes, checkpoint: Callable[[Log, int], bytes]
    ) -> tuple[Payload, list[bytes], list[bytes]] | None:
        """The rest of a log that ended with a succession, if `to` lacks it and it fits: under its last head, and nothing else."""
        tail = self._tail(to)
        if tail is None:
            return None
        log, start = tail
        openings = self.shelf.openings(log.key, start, log.size)
        if sum(len(carried) + 8 for carried in openings) > PAYLOAD_BYTES:
            return None
        mirror = Mirror(start, [unpack(Opening, carried, MAX_MESSAGE) for carried in openings])
        return self._payload(to, nonce, [], mirror, checkpoint(log, log.size)), [], []

    def owes(self, peer: str) -> bool:
        return self.lacks(peer) != (0, 0)

    def payload(
        self,
        to: str,
        nonce: bytes,
        checkpoint: Callable[[Log, int], bytes],
        aboard: Callable[[list[bytes]], None] = nothing,
    ) -> tuple[Payload, list[bytes], list[bytes]]:
        """What to send `to` now: payload, the leaves its `commit` covers, and the said ids it carries.

        `checkpoint(log, size)` gives the signed head of that size; `aboard` is told the said ids before the newest head is
        signed. Contiguous openings after what the peer last said it has, as many as fit; every message it has not
        receipted, oldest first, as many as fit.
        """
        ending = self._ending(to, nonce, checkpoint)
        if ending is not None:
            return ending
        log = self.own
        has = self.peer_has.get(to)
        start = has.size if has is not None and has.epoch == log.epoch else 0
        used = 0
        fits: list[bytes] = []
        for carried in self.shelf.openings(log.key, start, min(start + MIRROR_MOST, log.size)):
            used += len(carried) + 8
            if used > MIRROR_BYTES and fits:
                break
            fits.append(carried)
        openings = [unpack(Opening, carried, MAX_MESSAGE) for carried in fits]
        end = start + len(openings)
        items: list[Item] = []
        leaves: list[bytes] = []
        whats: list[bytes] = []
        for index, message in self.shelf.unreceipted(self.id, to, 1024):
            if index >= end:
                break
            if index >= start:
                carried, opening = fits[index - start], openings[index - start]
            else:  # it has the entry and not the message
                [carried] = self.shelf.openings(log.key, index, index + 1)
                opening = unpack(Opening, carried, MAX_MESSAGE)
            path = log.tree.path(index, end)
            used += len(message) + len(carried) + 34 * len(path) + 16
            if used > PAYLOAD_BYTES and items:
                break
            items.append(Item(decode(message, MAX_ENVELOPE), opening, path))
            leaves.append(leaf_of(log.origin, carried))
            whats.append(opening.entry["what"])
        for item, leaf in self._elsewhere(to, checkpoint, used):
            items.append(item)
            leaves.append(leaf)
            whats.append(item.opening.entry["what"])
        aboard(whats)
        payload = self._payload(to, nonce, items, Mirror(start, openings), checkpoint(log, end))
        return payload, leaves, whats

    def _payload(self, to: str, nonce: bytes, items: list[Item], mirror: Mirror, head: bytes) -> Payload:
        shown = self._shown(to)
        have = [*shown, *(self.logs[key].head() for key in self._foremost(MAX_HAVE - len(shown), to))]
        return Payload(
            line=self.id,
            author=self.me,
            to=to,
            nonce=nonce,
            items=items,
            mirror=mirror,
            have=have,
            cannot=[],
            head=head,
            pad=b"",
            # Its heads say nothing to whoever does not know the keys they are signed with.
            credentials=(self.successions.get(self.me) or None) if self.peer_has.get(to) is None else None,
        )

    def _foremost(
        self, most: int, first: str | None = None, among: Collection[tuple[str, bytes]] | None = None
    ) -> list[tuple[str, bytes]]:
        """Of the other members' logs (`among` some of them) at most `most`, in order of (party, epoch): of `first` those
        begun last, then every member's last one, then the rest, the newest first.

        Attack stopped: epochs without end, until nothing this member sends or says keeps its shape any more.
        """
        newest = [key for key in reversed(self.logs if among is None else list(among)) if key[0] != self.me]
        if len(newest) <= most:
            return sorted(newest)
        last = dict.fromkeys(next(key for key in newest if key[0] == party) for party, _ in newest)
        own = dict.fromkeys(key for key in newest if key[0] == first)
        chosen = dict.fromkeys([*list(own)[: max(0, most - len(last))], *last, *own, *newest])
        return sorted(list(chosen)[:most])

    def _shown(self, to: str) -> list[Head]:
        """Heads of `to` that came with messages we keep apart, and whose log is not what we hold of it. Each stands before
        what we do hold of that log, so that it asks for nothing.

        A member put back to before such a head does not know it, and we hold no log that would tell it so: it would go on in
        that log, and what it lost would never reach a third member.
        """
        found: dict[Head, None] = {}
        for place, what in self.shelf.apart(self.id, to):
            head = self.apart.get((place, what))
            if head is None:
                proof = unpack(Proof, self.shelf.proof(self.id, place, what) or b"", MAX_ENVELOPE)
                try:
                    head = self.apart[(place, what)] = self.trust.check_head(proof.head)
                except Remote:  # under keys that are over: it asks for nothing any more
                    continue
            found[head] = None
        return [head for head in list(found)[-MAX_SHOWN:] if self._is_elsewhere(to, head)]

    def _is_elsewhere(self, to: str, head: Head) -> bool:
        log = self.logs.get((to, head.epoch))
        if log is None:
            # Named alone it would say that we hold this log: only when that is not the one `to` speaks in now. One that ended
            # with a succession is known to whoever has the keys after it, and is asked for by not being named.
            over = self.trust.credential_at(to, head.epoch)[0] != self.trust.credential_digests[to]
            return not over and self.speaks.get(to, head.epoch) != head.epoch
        return head.size > log.size or log.tree.root(head.size) != head.root

    def _elsewhere(self, to: str, checkpoint: Callable[[Log, int], bytes], used: int) -> Iterator[tuple[Item, bytes]]:
        """What `to` lacks and does not stand in our current log, each with its author's own proof.

        Ours from a closed epoch, whose receipts `to` lost; another member's, which that member lost and we hold.
        """
        for place, data in self.shelf.owed_elsewhere(self.id, to, 256):
            message = decode(data, MAX_ENVELOPE)
            proof = self.proof(place, name_of(message), checkpoint)
            if proof is None:
                continue
            used += len(data) + len(proof.head) + 34 * 48 + 1024
            if used > PAYLOAD_BYTES:
                return
            leaf = Log(self.id, place.party, place.epoch).leaf(proof.opening)
            yield Item(message, proof.opening, proof), leaf

    def proof(self, place: Place, what: bytes | None, checkpoint: Callable[[Log, int], bytes]) -> Proof | None:
        """That a message stands at its place: from the log we hold, or as it was shown to us."""
        kept = None if what is None else self.shelf.proof(self.id, place, what)
        if kept is not None:
            return unpack(Proof, kept, MAX_ENVELOPE)
        log = self.logs.get((place.party, place.epoch))
        if log is None or place.index >= log.size:
            return None
        head = checkpoint(log, log.size) if place.party == self.me else self.shelf.checkpoint(log.key)
        if head is None:
            return None
        [carried] = self.shelf.openings(log.key, place.index, place.index + 1)
        opening = unpack(Opening, carried, MAX_MESSAGE)
        if opening.entry.get("what") != what:
            return None
        return Proof(opening=opening, size=log.size, path=log.tree.path(place.index, log.size), head=head)
