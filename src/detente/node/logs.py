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
            witnessed = None
            if log.party == node.me:
                checkpoint, witnessed = published(node, line, log.epoch, log.size, checkpoint)
            found.append(
                {
                    "origin": log.origin,
                    "party": log.party,
                    "epoch": log.epoch,
                    "ours": log.party == node.me,
                    "size": log.size,
                    "root": log.tree.root(),
                    "checkpoint": checkpoint,
                    "witnessed": witnessed,
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


def published(node: Node, line: Line, epoch: bytes, size: int, checkpoint: bytes) -> tuple[bytes, bytes | None]:
    """Our checkpoint with what witnesses signed of this very head; and the largest earlier one that any has signed."""
    rows = node.store.cosigned(line.id, epoch)
    whole = checkpoint + b"".join(row["lines"] for row in rows if row["size"] == size)
    earlier = [row for row in rows if row["size"] < size]
    if len(whole) > len(checkpoint) or not earlier:
        return whole, None
    last = earlier[0]["size"]
    signed = b"".join(row["lines"] for row in earlier if row["size"] == last)
    return whole, bytes(earlier[0]["checkpoint"]) + signed
