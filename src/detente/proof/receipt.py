"""Proof that an entry stands in a log: of a *said* entry, authorship; of a *heard* entry, the receipt.

    opening = [blind: b32, entry]
    proof   = {opening: opening, size: uint, path: [* digest], head: checkpoint}

Nothing beside the entry says where it stands: its own "i" is the index walked with. A Merkle walk alone leads
to the same root for many (index, size) pairs, so an index carried beside the entry would be the choice of
whoever shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from detente.codec.errors import Remote
from detente.codec.limits import MAX_CHECKPOINT
from detente.codec.shape import B32, Digest, Row, Shape
from detente.proof.head import Checkpoint, Size
from detente.proof.leaf import leaf
from detente.proof.tree import MAX_PATH, verify_inclusion

Path = Annotated[list[Digest], msgspec.Meta(max_length=MAX_PATH)]


class Opening(Row, frozen=True):
    """What lets a member see the entry behind a leaf."""

    blind: B32
    entry: dict[str, Any]


class Proof(Shape, frozen=True):
    """An opened entry and its path to a signed head. `head` holds the checkpoint's bytes, verbatim."""

    opening: Opening
    size: Size
    path: Path
    head: Annotated[bytes, msgspec.Meta(max_length=MAX_CHECKPOINT)]


def check_opening(opening: Opening, path: Sequence[bytes], checkpoint: Checkpoint) -> dict[str, Any]:
    """The entry, when it stands in the log of `checkpoint` at the index it names itself.

    Raises `Remote`: `proof-index` (no index of its own, or one beyond the head), `proof-path-shape`,
    `proof-not-included`. The origin is the checkpoint's: an entry of another line, party or epoch is refused.
    """
    index = opening.entry.get("i")
    if type(index) is not int or not 0 <= index < checkpoint.size:
        raise Remote("proof-index")
    stands = leaf(checkpoint.origin, opening.blind, opening.entry)
    verify_inclusion(stands, index, checkpoint.size, path, checkpoint.root)
    return opening.entry


def check_proof(proof: Proof, checkpoint: Checkpoint) -> dict[str, Any]:
    """The entry that `proof` shows; `checkpoint` is its `head`, parsed and with *both* signatures verified.

    Raises `Remote("proof-size")` when the proof names another size than its head, else as `check_opening`.
    """
    if proof.size != checkpoint.size:
        raise Remote("proof-size", size=proof.size, head=checkpoint.size)
    return check_opening(proof.opening, proof.path, checkpoint)
