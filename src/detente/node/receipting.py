"""RFC 9942 receipts for one message, signed with this node's log keys: of where it stands in our own log.

For a message of ours that is the entry which says it; for another's, the entry in which our node heard it. Another member's
log is another's to sign: ask that office.
"""

from __future__ import annotations

from typing import Any

from detente.codec.cose import ED25519, ML_DSA_44
from detente.codec.errors import Local
from detente.line.log import Log
from detente.line.machine import Line
from detente.line.shapes import Heard, Said
from detente.line.state import read_carried
from detente.node.logs import vkeys
from detente.node.node import Node
from detente.proof.cose_receipt import consistency, inclusion
from detente.proof.leaf import leaf_of

NAMES = {ED25519: "ed25519", ML_DSA_44: "ml-dsa-44"}


def receipts(node: Node, line: Line, row: dict[str, Any], since: int | None = None) -> dict[str, Any]:
    """What `record receipts` writes, by file name, and what it is of. `since`: an earlier size of the log (default: where the
    entry was placed), from which the consistency receipts lead to the present.

    `Local("receipts-nowhere")` when the message stands in no current log of ours; `Local("proof-range")` for a `since` beyond it.
    """
    log, index = _place(node, line, row)
    size, old = log.size, index + 1 if since is None else since
    if not 1 <= old <= size:
        raise Local("proof-range", index=old, size=size)
    node.checkpoint(log, size)  # only a head that is committed is signed, in whatever form
    [carried] = node.store.openings(log.key, index, index + 1)
    root = log.tree.root(size)
    files: dict[str, bytes] = {"entry.cbor": bytes(carried), "leaf": leaf_of(log.origin, carried)}
    for alg, name in NAMES.items():
        kid, signer = node.keyring.signer(line.id, "log", alg)
        path = log.tree.path(index, size)
        files[f"inclusion.{name}.cose"] = inclusion(log.origin, alg, kid, size, index, path, root, signer.sign)
        if old < size:
            between = log.tree.consistency(old, size)
            made = consistency(log.origin, alg, kid, old, size, between, root, signer.sign)
            files[f"consistency.{name}.cose"] = made
    files["vkeys"] = "".join(f"{key}\n" for key in vkeys(line, log)).encode()
    about = {
        "origin": log.origin,
        "index": index,
        "size": size,
        "since": old,
        "root": root,
        "old_root": log.tree.root(old),
    }
    return {"about": about, "files": files}


def _place(node: Node, line: Line, row: dict[str, Any]) -> tuple[Log, int]:
    """Our current log, and the last entry in it that says or heard the message."""
    log = line.own
    for index in range(log.size - 1, -1, -1):
        [carried] = node.store.openings(log.key, index, index + 1)
        entry = read_carried(carried)
        if isinstance(entry, Said | Heard) and entry.what == row["what"]:
            return log, index
    raise Local("receipts-nowhere")
