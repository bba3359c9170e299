"""The logs of a line as they are shown on open standards: heads, keys, and leaves. No opening, no message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.codec.errors import Local
from detente.line.log import Log
from detente.line.machine import Line
from detente.node.node import Node
from detente.proof.leaf import leaf_of
from detente.proof.tiles import verifier_keys

MOST_LEAVES = 65536  # at once


def logs(node: Node, line: Line) -> list[dict[str, Any]]:
    """Every log held under a signed head, in order of (party, epoch)."""
    found = []
    for _name, log in sorted(line.logs.items()):
        checkpoint = signed_head(node, log)
        if checkpoint is not None:
            found.append(
                {
                    "origin": log.origin,
                    "party": log.party,
                    "epoch": log.epoch,
                    "ours": log.party == node.me,
                    "size": log.size,
                    "root": log.tree.root(),
                    "checkpoint": checkpoint,
                    "vkeys": vkeys(line, log),
                }
            )
    return found


def signed_head(node: Node, log: Log) -> bytes | None:
    return node.checkpoint(log, log.size) if log.party == node.me else node.store.checkpoint(log.key)


def vkeys(line: Line, log: Log) -> list[str]:
    """The keys of the credential under which the log stands; before it has a head that says so, of the newest."""
    under = line.trust.under.get((log.party, log.epoch))
    keys = line.trust.log_keys(log.party)
    _digest, ed, ml = next((row for row in keys if row[0] == under), keys[0])
    return verifier_keys(log.origin, ed.pub, ml.pub)


def leaves(node: Node, line: Line, party: str, epoch: bytes, start: int, stop: int) -> Sequence[bytes]:
    """Leaves [start, stop) of one log, from its openings. `Local("proof-range")` beyond what is held."""
    log = line.logs.get((party, epoch))
    if log is None or not 0 <= start <= stop <= log.size or stop - start > MOST_LEAVES:
        raise Local("proof-range", index=stop, size=0 if log is None else log.size)
    return [leaf_of(log.origin, opening) for opening in node.store.openings(log.key, start, stop)]
