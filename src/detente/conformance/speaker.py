"""The kit's own voice on the line: an honest member's, or a lie's, in an epoch of its own making, with real signatures.

What is said, and every way of bending it, is the simulated world's (`detente.sim.hostile`); here it is told to a node on the
wire, so whatever is placed is remembered: the node's receipts are held against it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, cast

from detente.codec.shape import to_plain
from detente.conformance.peer import Answer, Owed, Peer, Spoken
from detente.line.content import said_id, secret_of
from detente.line.log import Log
from detente.line.shelf import MessageKept
from detente.sim.forgeries import Tongue
from detente.sim.hostile import Draft, Hostile


class Speaker(Hostile):
    """`hour`: when its messages were composed (ms UTC): each hour of the last days has a quota of its own."""

    def __init__(self, peer: Peer, now: int, random: Any) -> None:
        super().__init__(peer.node, peer.party, now, random)
        self.peer = peer
        self.hour = now
        self.epoch, self.openings, self.base = random(16), [], 0
        self.times = cast(Any, itertools.count(now + 1))  # never so far ahead that it would be flagged
        self.place({"role": "epoch", "i": 0, "at": now, "reason": "lost-entries", "reported": []})

    @property
    def last(self) -> int:
        """The index of what was placed last."""
        return len(self.openings) - 1

    def draft(self, text: str = "EXAMPLE 示例 — conformance.", kind: str = "notice", **lies: Any) -> Draft:
        lies.setdefault("composed", self.hour)
        return super().draft(text, kind, **lies)

    def said(self, message: dict[str, Any], **lies: Any) -> int:
        index = super().said(message, **lies)
        self._remember(index, message)
        return index

    def _remember(self, index: int, message: dict[str, Any]) -> None:
        spoken = self.peer.spoken.setdefault((self.epoch, index), Spoken())
        spoken.secrets[said_id(message["signed"])] = secret_of(message)

    def receipt(self, owed: Owed, **lies: Any) -> int:
        """A receipt for a message of the node's."""
        if not lies:
            self.peer.receipted.add(owed.what)
        kept = cast(MessageKept, owed)  # it asks for the place and the name alone
        return self.heard(kept, owed.secret, **lies)

    def checkpoint(self, *args: Any, **how: Any) -> bytes:
        size = how.get("size", args[0] if args else None) or len(self.openings)
        self.peer.given.setdefault((self.epoch, size), set()).add(self.tree(size).root(size))
        return super().checkpoint(*args, **how)

    def payload(self, **lies: Any) -> dict[str, Any]:
        lies.setdefault("have", [to_plain(head) for head in self.peer.have()])
        return super().payload(**lies)


class Victim:
    """What a forgery asks of the node it is tried on, from what the wire has shown."""

    def __init__(self, peer: Peer, checkpoint: bytes, send: Callable[[bytes], Answer]) -> None:
        self.me, self._peer, self._checkpoint, self._send = peer.party, peer, checkpoint, send

    def line(self) -> Any:
        return _Line(self._peer)

    def checkpoint(self, _log: Any, _size: int) -> bytes:
        """The last head it gave us."""
        return self._checkpoint

    def receive(self, envelope: bytes) -> None:
        self._send(envelope)


class _Line:
    def __init__(self, peer: Peer) -> None:
        self.trust, self.me = peer.node.line().trust, peer.party
        self.others = [peer.node.me]
        self.own = peer.current or Log(peer.node.line().id, peer.party, bytes(16))  # while it shows none
        self.logs = {(peer.party, epoch): log for epoch, log in peer.logs.items()}


def tongue(speaker: Speaker, victim: Victim, drill: Any) -> Tongue:
    """As the simulated world's: the liar, whom it lies to, and its node on the other line of the pair."""
    return Tongue(speaker, cast(Any, victim), cast(Any, None), [], drill)
