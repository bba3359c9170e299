"""The kit: a member's two homes, one node under test, and what is done with it: say, send, look at what came back."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from detente.codec.cbor import decode
from detente.codec.errors import Local
from detente.codec.limits import BACK, MAX_ENVELOPE
from detente.conformance.check import Became, Outcome
from detente.conformance.peer import Answer, Peer, Spoken
from detente.conformance.speaker import Speaker, Victim, tongue
from detente.conformance.wire import Reply, Wire
from detente.line.content import secret_of
from detente.line.log import Log
from detente.line.quota import HOUR
from detente.line.shapes import Heard, Opened
from detente.node.home import Home
from detente.node.node import Node, clock
from detente.sim.forgeries import Follows, Forgery, Tongue, names_of

DROPPED, UNHEARD, ANSWERED = Became("dropped"), Became("unheard"), "answered"
LONG = 30  # entries of the kit's in one epoch: then it opens another


class Kit:
    """Owns both homes of the kit while it runs. `Local("conformance-…")` when they have no line for this."""

    def __init__(self, home: Home, url: str, now: Callable[[], int] = clock) -> None:
        self.now, self.random = now, os.urandom
        self.node = Node(home)
        try:
            self.drill = Node(Home.open(home.other))
        except BaseException:
            self.node.close()
            raise
        try:
            line = self.node.line()
            if len(line.others) != 1:
                raise Local("conformance-members", members=len(line.trust.members))
            [party] = line.others
            routes = self.node.routes.get((line.id, party))
            https = [] if routes is None else routes.announced.routes
            if not https:
                raise Local("route-unknown", party=party)
            self.wire = Wire(url, https[0].certificate)
            self.peer = Peer(self.node, party)
            self._founded(line.own)
        except BaseException:
            self.close()
            raise
        self.began = self.now()
        self.speaker = Speaker(self.peer, self.began, self.random)
        self.last_head = b""
        self.good: list[tuple[str, Became]] = []  # after each check, what became of the next good message
        self.dropped: list[tuple[str, set[tuple[bytes, int]]]] = []  # and what was placed in what was dropped

    def close(self) -> None:
        self.node.close()
        self.drill.close()

    def _founded(self, log: Log) -> None:
        """What both sides hold since the founding: the kit's own first entries."""
        for size in range(1, log.size + 1):
            self.peer.given.setdefault((log.epoch, size), set()).add(log.tree.root(size))
        for index, names in self.node.store.kept(log.key, 0, log.size).items():
            shown = {what: self.node.store.message(self.node.line().id, what) for what in names}
            known = {what: secret_of(decode(data or b"\xa0", MAX_ENVELOPE)) for what, data in shown.items()}
            self.peer.spoken[(log.epoch, index)] = Spoken(known)

    # -- speaking ------------------------------------------------------------------------------------------------

    def renew(self) -> Speaker:
        """An epoch of its own for what comes next."""
        self.speaker = Speaker(self.peer, self.now(), self.random)
        return self.speaker

    def voice(self, fresh: bool = False) -> Speaker:
        """Ready for one check: its messages count in an hour of the last days that is drawn, so that no quota is used up."""
        if fresh or len(self.speaker.openings) > LONG:
            self.renew()
        speaker = self.speaker
        speaker.items = []
        speaker.start = self.now()
        speaker.hour = speaker.start - secrets.randbelow(BACK - 4 * HOUR) - HOUR
        return speaker

    def tongue(self) -> Tongue:
        return tongue(self.speaker, Victim(self.peer, self.last_head, self.send), self.drill)

    # -- sending -------------------------------------------------------------------------------------------------

    def send(self, envelope: bytes) -> Answer:
        """Its answer. Where it begins a new log with it, the receipts stand in the one before: so they are asked for again."""
        answer = self._taken(self.wire.post(envelope))
        if self.peer.base or not any(isinstance(entry, Opened) for entry in answer.entries):
            return answer
        again = self._taken(self.wire.post(envelope))
        return replace(again, entries=answer.entries + again.entries, items=answer.items + again.items)

    def _taken(self, reply: Reply) -> Answer:
        answer = self.peer.take(reply)
        if answer.payload is not None:
            self.last_head = answer.payload.head
        return answer

    def first(self) -> Answer:
        """Hear all that is there before anything is asked: its whole log, in as many answers as it takes."""
        answer = Answer("")
        for _ in range(64):
            before = self.peer.current.size if self.peer.current else 0
            self.voice().say()
            answer = self.send(self.speaker.send())
            if answer.state != ANSWERED or (self.peer.current and self.peer.current.size <= before + 8):
                break
        self.peer.base = False
        return answer

    def place(self, epoch: bytes, index: int, what: bytes = b"") -> Became:
        """What the node's receipts, so far, say of what we placed there."""
        rows = self.peer.heard.get((epoch, index), [])
        exact = [row for row in rows if row.what == what] or rows
        return Became(exact[-1].verdict, exact[-1].reason or "") if exact else UNHEARD

    def looked(self, answer: Answer, *must: Became, came: Became | None = None, kept: bool | None = None) -> Outcome:
        """An outcome, or that nothing was shown: no way there, no answer to be read, an hour's quota used up."""
        if answer.state == "dropped":
            came = DROPPED
        elif answer.state != ANSWERED:
            return Outcome(must, Became(answer.state), answer.state)
        came = came or Became("answered")
        if came.why == "over-quota" and not any(one.why == "over-quota" for one in must):
            return Outcome(must, came, "over-quota")
        return Outcome(must, came, kept=kept)

    def tried(self, forgery: Forgery) -> Outcome:
        """One forgery of the simulated world, told to the node on the wire."""
        t = self.tongue()
        envelope, follows = forgery(t)
        answer = self.send(envelope)
        named: dict[str, Any] = names_of(t)
        came = self.place(t.liar.epoch, named["index"], named["what"]) if named else UNHEARD
        if follows.verdict == UNHEARD.what:  # wherever it may have been taken to stand
            rows = [entry for entry in answer.entries if isinstance(entry, Heard) and entry.place.epoch == t.liar.epoch]
            came = Became(rows[0].verdict, rows[0].reason or "") if rows else UNHEARD
        return self.looked(answer, *_must(follows), came=came)

    def goes_on(self, name: str) -> None:
        """The next good message is accepted, whatever came before it; and what the node said meanwhile is receipted."""
        self.speaker.items = []
        for owed in [one for what, one in self.peer.known.items() if what not in self.peer.receipted]:
            self.speaker.receipt(owed)
        self.speaker.say()
        epoch, index = self.speaker.epoch, self.speaker.last
        answer = self.send(self.speaker.send())
        if answer.state == "dropped":
            self.good.append((name, DROPPED))
        elif answer.state == ANSWERED:
            self.good.append((name, self.place(epoch, index)))


def _must(follows: Follows) -> tuple[Became, ...]:
    """What must become of a forgery: a verdict with one of some reasons; of what is dropped, no reason crosses the wire."""
    if follows.verdict == "dropped":
        return (DROPPED,)
    if not follows.reasons:
        return (Became(follows.verdict),)
    return tuple(Became(follows.verdict, reason) for reason in follows.reasons)


def open_kit(path: Path, url: str, context: str) -> Kit:
    """The kit's home of one context, from either home of its pair."""
    home = Home.open(path)
    if home.settings.context != context:
        home = Home.open(home.other)
    return Kit(home, url)
