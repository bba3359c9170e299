"""The node under test as it shows itself on the wire: its log, what it says, and every rule it breaks while it answers.

`Peer.take` reads one reply the way an honest member would, and notes each rule of conduct (`CONDUCT`) that it kept or broke.
Nothing here looks inside the node.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from detente.codec.errors import Damaged, DetenteError, Remote
from detente.codec.limits import MAX_ENVELOPE, MAX_FOUNDING, SIZE_CLASSES
from detente.codec.shape import pack, unpack
from detente.conformance.wire import Reply
from detente.kinds.keys import Announced
from detente.line.content import name_of, possession, read_kept
from detente.line.envelope import Address, close, commitment, open_envelope, read_outer
from detente.line.judge import ACCEPTED, Carried, judge
from detente.line.log import Log
from detente.line.quota import places_of
from detente.line.shapes import Entry, Heard, Item, Message, Opened, Outer, Payload, Said
from detente.node.node import Node, Routes
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening, Proof
from detente.proof.tree import leaf_hash, verify_inclusion
from detente.routes.https import CONTENT_TYPE
from detente.vocabulary import concept_areas

UNOPENED = ("not-readable", "message-form", "content", "sections")  # refusals that show no possession (section 10)


@dataclass
class Spoken:
    """What the kit placed at one place: the messages by name, each with the secret an opener learns."""

    secrets: dict[bytes, bytes | None] = field(default_factory=dict)


@dataclass
class Owed:
    """A message of the node's that came to us, and stands receipted or not."""

    place: Place
    what: bytes
    secret: bytes | None
    kind: str


@dataclass(frozen=True)
class Answer:
    """`state`: "answered", "dropped", or why nothing can be said (`unreachable`, `unavailable`, `unreadable`, `no-mirror`, …)."""

    state: str
    payload: Payload | None = None
    entries: tuple[Entry, ...] = ()
    items: tuple[Owed, ...] = ()


@dataclass
class Peer:
    """`spoken`: what we placed, by (epoch, index). `given`: roots of our logs, by (epoch, size)."""

    node: Node
    party: str
    spoken: dict[tuple[bytes, int], Spoken] = field(default_factory=dict)
    given: dict[tuple[bytes, int], set[bytes]] = field(default_factory=dict)
    logs: dict[bytes, Log] = field(default_factory=dict)
    epoch: bytes | None = None
    base: bool = True  # the first exchanges: the log tells of lines before this run
    looked: Counter[str] = field(default_factory=Counter)
    broken: dict[str, list[str]] = field(default_factory=dict)
    heard: dict[tuple[bytes, int], list[Heard]] = field(default_factory=dict)  # receipts of what we said, by place
    content_ids: dict[bytes, bytes] = field(default_factory=dict)
    known: dict[bytes, Owed] = field(default_factory=dict)
    receipted: set[bytes] = field(default_factory=set)  # of those, what we gave a receipt for
    begun: list[int] = field(default_factory=list)  # when each epoch of its own that we saw began (ms UTC)
    before: set[bytes] = field(default_factory=set)  # epochs of ours that an earlier run opened

    # -- notes ---------------------------------------------------------------------------------------------------

    def see(self, rule: str, kept: bool, detail: str) -> bool:
        self.looked[rule] += 1
        if not kept:
            self.broken.setdefault(rule, []).append(detail)
        return kept

    @property
    def current(self) -> Log | None:
        return None if self.epoch is None else self.logs[self.epoch]

    def have(self) -> list[Head]:
        """Heads of all we hold of its logs, the newest last."""
        return [log.head() for log in self.logs.values() if log.size][-16:]

    # -- one reply -----------------------------------------------------------------------------------------------

    def take(self, reply: Reply) -> Answer:
        if reply.status == 0:
            return Answer(reply.why)
        if reply.status == 503:
            return Answer("unavailable")
        if reply.status == 400:
            self.see("answers-in-form", reply.body == b"", "refusal-with-body")
            return Answer("dropped")
        if reply.status == 204:
            return Answer("no-answer")
        form = reply.status == 200 and reply.kind == CONTENT_TYPE and len(reply.body) in SIZE_CLASSES
        if not self.see("answers-in-form", form, f"status-{reply.status}"):
            return Answer("unreadable")
        payload = self._open(reply.body)
        return Answer("unreadable") if payload is None else self._payload(payload)

    def _open(self, envelope: bytes) -> Payload | None:
        line = self.node.line()
        try:
            outer, sealed = read_outer(envelope)
            file = self.node.keyring.sealing.get(outer.key)
            if file is None or outer.mailbox != file.mailboxes.get(self.party):
                raise Remote("mailbox-unknown")
            layers = line.trust.terms.layers
            payload = open_envelope(outer, sealed, file.seed, line.id, self.party, self.node.me, layers)
        except (Remote, Damaged) as error:
            self.see("answers-open", False, error.code)
            return None
        self.see("answers-open", outer.commit == commitment(payload.nonce, self._leaves(payload)), "commit")
        self.see("smallest-size", self._smallest(outer, payload) == len(envelope), f"size-{len(envelope)}")
        return payload

    def _leaves(self, payload: Payload) -> list[bytes]:
        leaves = []
        for item in payload.items:
            try:
                carried = item.proof.head if isinstance(item.proof, Proof) else payload.head
                head = self.node.line().trust.check_head(carried)
            except (Remote, Damaged):
                continue
            leaves.append(Log(payload.line, head.party, head.epoch).leaf(item.opening))
        return leaves

    def _smallest(self, outer: Outer, payload: Payload) -> int:
        """The size this payload has in the smallest class that its padding can fill."""
        file = self.node.keyring.sealing[outer.key]
        public = self.node.keyring.sealing_public(file)
        address = Address(payload.line, payload.author, payload.to, outer.mailbox, outer.key, public, outer.suite)
        return len(close(msgspec.structs.replace(payload, pad=b""), address, []))

    def _payload(self, payload: Payload) -> Answer:
        try:
            head = self.node.line().trust.check_head(payload.head)
            signed = head.party == self.party
        except (Remote, Damaged) as error:
            self.see("heads-signed", False, error.code)
            return Answer("unreadable")
        if not self.see("heads-signed", signed, "head-of-another-member"):
            return Answer("unreadable")
        for ours in payload.have:
            self._named(ours)
        entries = self._mirror(payload, head)
        items = tuple(found for item in payload.items if (found := self._item(item, payload.head, head)))
        log = self.current
        if entries is None or log is None or log.size < head.size:
            return Answer("no-mirror", payload, (), items)
        return Answer("answered", payload, tuple(entries), items)

    # -- its log -------------------------------------------------------------------------------------------------

    def _mirror(self, payload: Payload, head: Head) -> list[Entry] | None:
        """What it newly shows of its log; None when that cannot be read on from what is held."""
        new = head.epoch not in self.logs
        log = self.logs.get(head.epoch) or Log(payload.line, head.party, head.epoch)
        start, openings = payload.mirror.start, payload.mirror.openings
        joins = start <= log.size and start + len(openings) == max(head.size, start)
        if not self.see("mirror-joins", joins or head.size <= log.size, "gap"):
            return None
        if head.size <= log.size:
            same = log.tree.root(head.size) == head.root
            self.see("one-history", same, f"size-{head.size}")
            self._shown_again(log, start, openings)
            return [] if same else None
        self._shown_again(log, start, openings)
        before, joined = log.size, openings[log.size - start :]
        log.extend([pack(opening) for opening in joined])
        if log.tree.root() != head.root:
            log.tree.truncate(before)
            self.see("one-history" if before else "mirror-joins", False, "mirror-root")
            return None
        self.see("one-history", True, "")
        self.logs[head.epoch], self.epoch = log, head.epoch
        if new and not self.base:
            self.see("own-log-in-order", bool(openings) and "reason" in openings[0].entry, "entry-index")
        return [entry for at, opening in enumerate(joined, before) if (entry := self._entry(log, opening, at))]

    def _shown_again(self, log: Log, start: int, openings: list[Opening]) -> None:
        for index, opening in enumerate(openings[: max(0, log.size - start)], start):
            self.see("one-history", log.tree.leaf(index) == leaf_hash(log.leaf(opening)), f"leaf-{index}")

    def _entry(self, log: Log, opening: Opening, index: int) -> Entry | None:
        entry, broken = log.check(opening, index)
        self.see("own-log-in-order", broken is None, str(broken))
        if isinstance(entry, Heard):
            self._receipt(entry)
        elif isinstance(entry, Said):
            for head in entry.seen:
                self._named(head)
        elif isinstance(entry, Opened):
            if entry.reason != "founded":
                self.begun.append(entry.at)
            for head in [*entry.reported, *([entry.follows] if entry.follows else [])]:
                self._own_head(head, head is entry.follows)
        return entry

    def _own_head(self, head: Head, follows: bool) -> None:
        """A head of a log of its own that its new log names: as one that it goes on from, or one that it does not hold."""
        log = self.logs.get(head.epoch)
        if head.party == self.party and log is not None and head.size <= log.size:
            shown = log.tree.root(head.size) == head.root
            self.see("one-history", shown == follows, "follows-another" if follows else "does-not-hold-what-it-signed")

    def _named(self, head: Head) -> None:
        """A head of ours that it names is one we gave it."""
        if head.party != self.node.me:
            return
        if head.epoch not in {epoch for epoch, _ in self.given}:
            if self.base:
                self.before.add(head.epoch)
            self.see("heads-named-truly", head.epoch in self.before, "unknown-epoch")
            return
        roots = self.given.get((head.epoch, head.size), set())
        self.see("heads-named-truly", head.root in roots, f"size-{head.size}")

    def _receipt(self, entry: Heard) -> None:
        if entry.place.party != self.node.me:
            self.see("receipts-name", False, "another-member")
            return
        for index in places_of(entry):
            place = (entry.place.epoch, index)
            self.heard.setdefault(place, []).append(entry)
            spoken = self.spoken.get(place)
            if spoken is None:
                if not self.base:  # what an earlier run said is receipted in what is there already
                    self.see("receipts-name", False, "nothing-stands-there")
                continue
            if index != entry.place.index:
                continue
            known = entry.what in spoken.secrets
            if self.see("receipts-name", known, "another-name"):
                self._possession(entry, spoken.secrets[entry.what])
        if entry.run is None:
            same = [one for one in self.heard[(entry.place.epoch, entry.place.index)] if one.what == entry.what]
            self.see("heard-once", len(same) == 1, f"index-{entry.place.index}")

    def _possession(self, entry: Heard, secret: bytes | None) -> None:
        if entry.reason in UNOPENED or secret is None:
            self.see("possession", entry.has is None, f"{entry.reason}")
        else:
            self.see("possession", entry.has == possession(secret, self.party), f"{entry.reason or entry.verdict}")

    # -- what it says --------------------------------------------------------------------------------------------

    def _item(self, item: Item, checkpoint: bytes, head: Head) -> Owed | None:
        """A message of the node's, when it stands where it says; it must be one that we would accept."""
        trust = self.node.line().trust
        try:
            proof = item.proof
            if isinstance(proof, Proof):
                head, path = trust.check_head(proof.head), proof.path
            else:
                path = proof
            log = Log(self.node.line().id, head.party, head.epoch)
            entry = msgspec.convert(item.opening.entry, Said)
            verify_inclusion(log.leaf(item.opening), entry.i, head.size, path, head.root)
            if name_of(item.message) != entry.what:
                raise Remote("proof-not-included")
        except (DetenteError, msgspec.ValidationError) as error:
            self.see("says-what-is-right", False, getattr(error, "code", "entry-shape"))
            return None
        carried = Carried.came(item.message)
        earlier = self.content_ids.setdefault(carried.content_id, entry.what)
        repeated = earlier != entry.what
        judged = judge(trust, self.party, entry, carried, repeated, concept_areas(), None, head.epoch)
        self.see("says-what-is-right", judged.verdict == ACCEPTED, str(judged.reason))
        message = carried.message
        secret = message.secret if isinstance(message, Message) else None
        kind = "" if carried.content is None else carried.content.kind
        owed = Owed(Place(head.party, head.epoch, entry.i), entry.what, secret, kind)
        self.known[entry.what] = owed
        if kind == "keys" and judged.verdict == ACCEPTED:
            self._learn(read_kept(carried.packed).values, entry.at)
        return owed

    def _learn(self, values: Mapping[str, bytes], at: int) -> None:
        """How it is reached from now on; the kit writes to nobody that is not announced."""
        key = (self.node.line().id, self.party)
        held = self.node.routes.get(key)
        if held is None or at >= held.said_at:
            self.node.routes[key] = Routes(unpack(Announced, values["keys"], min(MAX_FOUNDING, MAX_ENVELOPE)), at)
