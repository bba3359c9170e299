"""What must follow from an attack, for tests: what is refused, what trace is left, and that the next good message counts.

The hostile member itself and the statements it bends are the simulated world's (detente.sim.hostile, detente.sim.bent); here
their signatures and seals are real.
"""

from __future__ import annotations

from typing import Any

from detente.codec.cbor import decode
from detente.codec.errors import DetenteError, Remote
from detente.codec.limits import MAX_MESSAGE
from detente.line.content import said_id
from detente.node.audit import audit
from detente.node.node import Node
from detente.sim import bent
from detente.sim import hostile as sim
from detente.sim.bent import Member, key, line_of, seed, signed
from support import LATER, Seeded, fold, tables

__all__ = ["Founders", "Hostile", "Member", "key", "line_of", "refusal", "seed", "signed"]


class Hostile(sim.Hostile):
    """With times and chance that repeat exactly."""

    def __init__(self, node: Node, victim: str) -> None:
        super().__init__(node, victim, LATER, Seeded(f"hostile/{node.me}"))


class Founders(bent.Founders):
    def __init__(self, *parties: str, context: str = "live") -> None:
        super().__init__(*parties, context=context, sign_by=LATER)


def refusal(call: Any, *args: Any) -> str:
    """The code of the typed error that `call` ends in."""
    try:
        call(*args)
    except DetenteError as error:
        return error.code
    raise AssertionError("not refused")


def dropped(victim: Node, envelope: bytes, *codes: str) -> None:
    """The envelope is refused with one of `codes`, counted once, and leaves nothing else in the store or in memory."""
    before, sizes = tables(victim), log_sizes(victim)
    counted = dict(victim.counted)
    try:
        victim.receive(envelope)
    except Remote as error:
        assert error.code in codes, error
        assert victim.counted[error.code] == counted.get(error.code, 0) + 1
    else:
        raise AssertionError("not refused")
    assert tables(victim) == before
    assert log_sizes(victim) == sizes


def log_sizes(node: Node) -> dict[tuple[str, bytes], int]:
    return {key: log.size for key, log in node.line().logs.items() if log.size}


def recorded(victim: Node, hostile: Hostile, verdict: str, reason: str | None, **lies: Any) -> dict[str, Any]:
    """The last message placed is heard, once, with this verdict; the record shows it; a receipt says so to both sides."""
    before = len(victim.store.messages(hostile.line.id))
    own = victim.line().own.size
    message, index = hostile.items[-1]
    victim.receive(hostile.send(**lies))
    rows = victim.store.messages(hostile.line.id)
    assert len(rows) == before + 1
    [row] = [r for r in rows if (r["party"], r["epoch"], r["i"]) == (hostile.me, hostile.epoch, index)]
    assert (row["verdict"], row["reason"]) == (verdict, reason)
    heard = decode(bytes(victim.store.openings(victim.line().own.key, own, own + 1)[0]), MAX_MESSAGE)[1]
    assert (heard["role"], heard["verdict"], heard.get("reason")) == ("heard", verdict, reason)
    assert heard["from"] == [hostile.me, hostile.epoch, index] and heard["what"] == said_id(message["signed"])
    if verdict != "accepted":
        [item] = [r for r in victim.store.items(hostile.line.id) if (r["party"], r["i"]) == (row["party"], index)]
        assert item["area"] is None and item["wanted"] is None, "what is refused has no effect on a view"
    return heard


def goes_on(victim: Node, hostile: Hostile) -> None:
    """The next good message is accepted and receipted as if nothing had been."""
    hostile.items = []
    hostile.say()
    recorded(victim, hostile, "accepted", None)
    reopened(victim)


def reopened(victim: Node) -> None:
    """What is in the store is whole: read back, it gives the same logs, the same view, and every verdict again."""
    view, sizes = fold(victim), log_sizes(victim)
    roots = {key: log.tree.root() for key, log in victim.line().logs.items() if log.size}
    victim._load()
    assert log_sizes(victim) == sizes
    assert {key: log.tree.root() for key, log in victim.line().logs.items() if log.size} == roots
    assert fold(victim) == view
    audit(victim, victim.line())
