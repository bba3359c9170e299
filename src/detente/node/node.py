"""One node: it owns a home's lock, clock, randomness, keys and store, and runs the lines over them.

Synchronous and for one thread. `serve` runs it in the one thread that owns SQLite; a command opens it directly when
nobody serves the home. There is no second write path.

Order, always (PROTOCOL: the crash order): commit entries and the exact checkpoint body, durably; then sign that body; then
send. A crash before the commit loses nothing that was acknowledged; a crash after it signs the same body again.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from copy import copy
from dataclasses import dataclass

import msgspec

from detente.bundle.export import Hides, hides_nothing
from detente.codec.cose import ED25519, ML_DSA_44, parse
from detente.codec.errors import Damaged, DetenteError, Local, Remote
from detente.codec.limits import MAX_FOUNDING
from detente.codec.shape import Shape, unpack
from detente.crypto.suites import DETENTE_1, require_real
from detente.kinds.keys import Announced
from detente.line.content import read_message
from detente.line.envelope import Address, close, commitment, open_envelope, read_outer
from detente.line.judge import ACCEPTED
from detente.line.log import Log
from detente.line.machine import Line
from detente.line.sending import nothing
from detente.line.shapes import Cannot, Message
from detente.line.shelf import Change, Counted, MessageKept
from detente.line.state import Received
from detente.node.audit import rebuild
from detente.node.destroying import after, at_start
from detente.node.exporting import bundled
from detente.node.home import Home, Lock
from detente.node.keyring import Keyring
from detente.node.mark import Mark, recognise
from detente.node.succession import closed_head, settle_keys
from detente.node.versions import learn, recall
from detente.node.writing import signed, unsigned
from detente.proof.head import body, ed25519_message, encode_checkpoint, ml_dsa_44_message
from detente.store.sqlite import Store
from detente.trust.decisions import LineTrust, accept_first_credential, read_terms
from detente.trust.statements import Field, credential_digest, line_id, terms_digest
from detente.vocabulary import concept_areas

HOUR = 3_600_000
SEALED_KNOWN = 256  # envelopes whose key is remembered, in case it is gone at the other end
DAY = 24 * HOUR


def clock() -> int:
    """Milliseconds UTC."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Routes:
    """How a member is reached, as its last accepted `keys` message announced it."""

    announced: Announced
    said_at: int


class Node:
    """See the module. `close` gives the home back. `heard`: called with what was heard and recorded."""

    heard: tuple[Callable[[Line, Received], None], ...] = ()

    def __init__(self, home: Home, now: Callable[[], int] = clock, random: Callable[[int], bytes] = os.urandom) -> None:
        self.home = home
        self.now = now
        self.random = random
        require_real(DETENTE_1)  # a process with stand-in signatures may not open a home
        self.unread = True
        with ExitStack() as held:  # given back in the other order, and when any of it fails
            held.callback(Lock(home.path).close)
            self.keyring = Keyring(home)
            self.mark = held.enter_context(closing(Mark(home.path)))
            begun = bool(self.mark.heads) or not self.keyring.empty
            self.store = held.enter_context(closing(Store(home.database, create=not begun)))
            self.counted: Counter[str] = Counter()
            self._sealed: dict[bytes, bytes] = {}  # the commit of an envelope sent lately → the key it was sealed to
            self.unsettled: set[bytes] = set()  # lines on which something agreed waits for what is not here yet
            self._gone: set[bytes] = set()  # keys their owner says it no longer has
            self._unopened: Counter[tuple[bytes, str]] = Counter()  # by sender: what we could not open, in a row
            self.aboard: list[bytes] = []  # said ids of the messages in the envelope made last (detente.node.giving)
            try:
                self._load()
            except (Remote, Damaged) as error:  # what was checked when it was kept, and is now something else
                raise error if error.code.startswith("store-") else Damaged("store-damaged", why=error.code) from error
            for (
                stale
            ) in self.store.stale():  # a newer form of the database folds its views anew; a crash here does it again
                rebuild(self, self.lines[stale])
            recognise(self)
            at_start(self)
            self._give_back: Callable[[], None] = held.pop_all().close

    def close(self) -> None:
        self._give_back()

    @property
    def me(self) -> str:
        return self.home.settings.party

    # -- loading -------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Lines from the store. The same after a start, and after a commit that failed.

        They are read apart and then take the old ones' place: others look at them meanwhile. If even that fails, the old ones
        stay to be looked at, and `unread` says that they must not be acted on.
        """
        self.unread = True
        fresh = copy(self)
        fresh._read()
        for name in ("lines", "founded", "routes", "_heads", "_mailboxes"):
            setattr(self, name, getattr(fresh, name))
        self.unread = False

    def _read(self) -> None:
        self.lines: dict[bytes, Line] = {}
        self.founded: dict[bytes, int] = {}
        self.routes: dict[tuple[bytes, str], Routes] = {}
        self._heads: dict[tuple[str, int], bytes] = {}
        self._mailboxes: dict[bytes, tuple[bytes, str]] = {}
        for row in self.store.lines():
            self._load_line(
                row["id"], row["terms"], unpack(dict[str, Field], row["fields"], MAX_FOUNDING), row["founded"]
            )
        self.index_mailboxes()

    def _load_line(self, line_bytes: bytes, terms: bytes, fields: Mapping[str, Field], founded: int | None) -> None:
        credentials = {row["party"]: parse(row["frame"]) for row in self.store.credentials(line_bytes)}
        frame = parse(terms)
        if founded is not None:
            trust = LineTrust.found(frame, credentials, None, fields)
            self.founded[line_bytes] = founded
        else:  # signed by us, not yet by all: own entries only
            own = credentials[self.me]
            known = read_terms(frame.payload)
            credential = accept_first_credential(own, line_bytes, known)
            trust = LineTrust(
                line_id(frame.payload),
                known,
                terms_digest(frame.payload),
                {self.me: credential},
                {self.me: credential_digest(own.payload)},
            )
        line = self.make_line(trust)
        line.recall(self.store.successions(line_bytes))
        for log, named, own_log in self.store.logs(line_bytes):
            line.logs[(log.party, log.epoch)] = log
            line.named[(log.party, log.epoch)] = named
            if own_log:
                line.own_epoch = log.epoch
        settle_keys(self, line)
        line.peer_has = {
            peer: head for peer, head in self.store.peers(line_bytes, self.me).items() if head.epoch == line.own_epoch
        }
        self.lines[line_bytes] = line
        recall(self, line)
        for item in self.store.items_of_kind(line_bytes, "keys"):
            if item["verdict"] == ACCEPTED and item["party"] != self.me:
                message = read_message(self.store.message(line_bytes, item["what"]) or b"")
                self._learn_routes(line_bytes, item["party"], message.values, item["said_at"])

    def make_line(self, trust: LineTrust) -> Line:
        return Line(self.me, trust, self.store, concept_areas())

    def index_mailboxes(self) -> None:
        """Which sender and line each mailbox we gave stands for."""
        self._mailboxes = {
            mailbox: (file.line, sender)
            for file in self.keyring.sealing.values()
            for sender, mailbox in file.mailboxes.items()
        }

    def sender(self, mailbox: bytes) -> tuple[bytes, str] | None:
        """The line and the sender that a mailbox of ours stands for."""
        return self._mailboxes.get(mailbox)

    def _learn_routes(self, line: bytes, party: str, values: Mapping[str, bytes], said_at: int) -> None:
        held = self.routes.get((line, party))
        if held is None or said_at >= held.said_at:
            self.routes[(line, party)] = Routes(unpack(Announced, values["keys"], MAX_FOUNDING), said_at)

    def announced(self, line: bytes) -> Announced | None:
        """What we last announced on a line."""
        said = [i for i in self.store.items_of_kind(line, "keys") if i["party"] == self.me]
        if not said:
            return None
        last = max(said, key=lambda item: (item["said_at"], item["i"]))
        values = read_message(self.store.message(line, last["what"]) or b"").values
        return unpack(Announced, values["keys"], MAX_FOUNDING)

    # -- the one write path --------------------------------------------------------------------------------------

    def commit(self, changes: Iterable[Change]) -> None:
        """Durably, all or nothing. If it fails, memory is thrown away and read back from the store."""
        changes = list(changes)
        counts = [Counted(name) for name, times in self.counted.items() for _ in range(times)]
        with self.whole(DetenteError):
            self.store.commit([*changes, *counts])
        self.counted.clear()
        self.mark.reach(changes)

    def refresh(self) -> None:
        """Read memory back if that failed before; whoever shares a node calls it before every step."""
        if self.unread:
            self._load()

    @contextmanager
    def whole(self, *also: type[Exception]) -> Iterator[None]:
        """What a line has begun and could not end is thrown away. Memory that ran ahead of the store would sign, and leave
        gaps: after whatever is no refusal (those change nothing), and after `also`, it is read back."""
        try:
            yield
        except BaseException as error:
            if not isinstance(error, Local | Remote) or isinstance(error, also):
                self._load()
            raise

    def held(self, line: Line) -> Line:
        """The line as it is held now: after a commit that failed, an object taken before it is not."""
        return self.lines.get(line.id, line)

    def blind(self) -> bytes:
        return self.random(32)

    def checkpoint(self, log: Log, size: int) -> bytes:
        """The signed head of an own log at `size`. What it says was committed before; signing it again says the same."""
        key = (log.origin, size)
        held = self._heads.get(key) or closed_head(self, log)
        if held is None:
            self.mark.settle()
            head = log.head(size)
            _, ed = self.keyring.signer(log.line, "log", ED25519)
            _, ml = self.keyring.signer(log.line, "log", ML_DSA_44)
            text = body(log.origin, size, head.root)
            held = encode_checkpoint(
                log.origin,
                size,
                head.root,
                ed.public,
                ed.sign(ed25519_message(text)),
                ml.public,
                ml.sign(ml_dsa_44_message(log.origin, size, head.root)),
            )
            self._heads = {k: v for k, v in self._heads.items() if k[0] != log.origin} | {key: held}
        return held

    # -- speaking ------------------------------------------------------------------------------------------------

    def line(self, line: bytes | None = None) -> Line:
        """A founded line; the only one when none is named. `Local("line-…")` otherwise."""
        founded = [self.lines[key] for key in self.founded]
        if line is not None:
            if line not in self.founded:
                raise Local("line-unknown", line=line.hex()[:12])
            return self.lines[line]
        if len(founded) != 1:
            raise Local("line-none" if not founded else "line-which")
        return founded[0]

    def write(
        self,
        line: Line,
        kind_name: str,
        sections: Mapping[str, Shape],
        wanted: int,
        re: list[bytes] | None = None,
        thread: bytes | None = None,
    ) -> Message:
        """A message composed and signed by the office (or, for machine kinds, the node); not recorded yet."""
        return signed(self, line, unsigned(self, line, kind_name, sections, wanted, re, thread))

    def say(self, line: Line, message: Message) -> MessageKept:
        """Record an own message, durably. It leaves when something carries `outgoing`."""
        [kept] = self.say_many(line, [message])
        return kept

    def say_many(self, line: Line, messages: Sequence[Message]) -> list[MessageKept]:
        """Record own messages in one durable commit, under one head: all of them, or `Local` and none."""
        with self.whole():
            kept, changes = self.held(line).say_many(messages, self.now(), self.blind)
        self.commit(changes)
        for one in kept:
            learn(self, line, one)
        after(self, line.id, kept)
        return kept

    # -- carrying ------------------------------------------------------------------------------------------------

    def address(self, line: Line, to: str) -> Address:
        """Where `to` is written to, and with which of its keys: of those in their time the one that began last.

        When the clock says that none has begun yet, it is more likely wrong than the key: the first to begin is used, since
        whoever announced it can open it. `Local("route-unknown")`, `Local("sealing-key-ended")`.
        """
        if to in line.pending:  # whoever has its old keys may open what is sealed to them
            raise Local("credential-not-compared", party=to)
        routes, now = self.routes.get((line.id, to)), self.now()
        mailbox = None if routes is None else routes.announced.mailboxes.get(self.me)
        if routes is None or mailbox is None:
            raise Local("route-unknown", party=to)
        keys = sorted((k for k in routes.announced.sealing if now < k.until), key=lambda k: (k.start, k.id))
        # A home put back to before its newest key says so of each envelope; an older one that it announced beside may still open.
        keys = [k for k in keys if k.id not in self._gone] or keys
        if not keys:
            raise Local("sealing-key-ended", party=to)
        usable = [k for k in keys if k.start <= now] or keys[:1]
        # Whose envelopes we cannot open, because our key is gone, may have lost its own too: then each says so under a key that
        # the other lost. So of its keys each is tried in turn, as long as nothing of it can be opened.
        key = usable[-1 - max(0, self._unopened[(line.id, to)] - 1) % len(usable)]
        return Address(line.id, self.me, to, mailbox, key.id, key.pub, key.suite)

    def outgoing(
        self, line: Line, to: str, cannot: list[Cannot] | None = None, aboard: Callable[[list[bytes]], None] = nothing
    ) -> bytes:
        """One sealed envelope with what `to` lacks. `Local("route-unknown")` before its keys are known.

        `aboard` is told which messages are in it (said ids) before its head is signed.
        """
        address = self.address(line, to)
        line = self.held(line)
        payload, leaves, self.aboard = line.payload(to, self.random(32), self.checkpoint, aboard)
        if cannot:
            payload = msgspec.structs.replace(payload, cannot=cannot)
        self._sealed[commitment(payload.nonce, leaves)] = address.key
        while len(self._sealed) > SEALED_KNOWN:
            del self._sealed[next(iter(self._sealed))]
        return close(payload, address, leaves)

    def receive(self, envelope: bytes) -> bytes:
        """Take an envelope and answer it. What does not authenticate raises `Remote` and leaves a counter only.

        No bytes when its sender has left us no way to answer: what it said is recorded all the same.
        """
        line, sender, result, cannot = self._open(envelope)
        if result is not None and result.changes:
            self.commit(result.changes)
            self._after(line, result)
            self._tell(line, result)
        try:
            return self.outgoing(line, sender, cannot)
        except Local as error:
            self.counted[error.code] += 1
            return b""

    def owed(self, line: Line, to: str, aboard: Callable[[list[bytes]], None] = nothing) -> bytes | None:
        """An envelope for `to`, if it lacks anything of ours and has told us how it is reached."""
        return self.outgoing(line, to, aboard=aboard) if self.held(line).owes(to) else None

    def answered(self, line: Line, by: str, envelope: bytes) -> bool:
        """Take an answer; whether it brought anything forward. If not, it must not be repeated without a pause."""
        before = self.held(line).lacks(by)
        result = self.take(envelope)
        progress = self.lines[line.id].lacks(by) != before
        self._tell(
            line, result
        )  # only now: what is said because of it is owed anew, and must not look like no progress
        return progress

    def take(self, envelope: bytes) -> Received:
        """Take an answer to our own envelope: the same path, without answering it again."""
        line, _sender, result, _cannot = self._open(envelope)
        if result is None:
            self.counted["sealed-unopenable"] += 1
            raise Remote("sealed-unopenable")
        if result.changes:
            self.commit(result.changes)
            self._after(line, result)
        return result

    def _open(self, envelope: bytes) -> tuple[Line, str, Received | None, list[Cannot]]:
        try:
            outer, sealed = read_outer(envelope)
            found = self._mailboxes.get(outer.mailbox)
            if found is None or found[0] not in self.founded:
                raise Remote("mailbox-unknown")  # before any secret is used
            line, sender = self.lines[found[0]], found[1]
            file = self.keyring.sealing.get(outer.key)
            if file is None or file.line != line.id:
                self._unopened[(line.id, sender)] += 1
                return line, sender, None, [Cannot(outer.commit, "key-gone")]
            payload = open_envelope(outer, sealed, file.seed, line.id, sender, self.me, line.trust.terms.layers)
            if payload.credentials and (told := line.hear_successions(payload.credentials, self.now())):
                self.commit(told)  # by itself: the head may be one of keys that wait for their words
            with self.whole():
                result = line.receive(payload, self.now(), self.blind)
            del self._unopened[(line.id, sender)]
            self._gone |= {key for row in payload.cannot if (key := self._sealed.get(row.commit)) is not None}
        except DetenteError as error:
            self.counted[error.code] += 1
            raise
        return line, sender, result, []

    def _after(self, line: Line, result: Received) -> None:
        for kept in result.heard:
            if kept.judged.kind is not None and kept.judged.kind.name == "keys" and kept.judged.verdict == ACCEPTED:
                values = read_message(kept.message).values
                self._learn_routes(line.id, kept.place.party, values, kept.said.at)
        if result.lost:
            # Others hold more of this log than we do: it was restored or copied. It is never continued.
            with self.whole():
                changes = line.open_epoch(self.random(16), self.now(), self.blind, "lost-entries", result.lost)
            self.commit(changes)
        after(self, line.id, result.heard)

    def _tell(self, line: Line, result: Received) -> None:
        for hook in self.heard:
            hook(self.held(line), result)

    # -- showing to others ---------------------------------------------------------------------------------------

    def export(
        self, line: Line, only: list[bytes] | None = None, withhold: Collection[str] = (), hides: Hides = hides_nothing
    ) -> bytes:
        """The record of a line, or of some of its messages, as a bundle file (node/exporting.py)."""
        return bundled(self, line, only, withhold, hides)
