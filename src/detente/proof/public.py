"""Proofs about a Merkle tree for callers who have nothing else of this project: hashes, numbers and a root in, nothing out.

The arguments stand as in other implementations of RFC 9162: an inclusion proof begins with the *hash* of the leaf, and two
empty trees are consistent with each other only as far as there is something to compare, that is never.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.codec.errors import Remote
from detente.proof import tree


class ProofError(Remote):
    """A proof that does not show what it is said to show. `code` says why: as the functions of `proof.tree`."""


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """`ProofError` unless the Merkle leaf `leaf_hash` (32 bytes) stands at `index` of the tree of `size` with `root`."""
    _whole(index, size)
    if not _hashes(leaf_hash, root):
        raise ProofError("proof-path-shape")
    try:
        reached = tree.root_from_hash(leaf_hash, index, size, proof)
    except Remote as error:
        raise ProofError(error.code, **error.values) from error
    if reached != root:
        raise ProofError("proof-not-included")


def verify_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """`ProofError` unless the tree of `size2` with `root2` begins with the tree of `size1` with `root1`; from one leaf on."""
    _whole(size1, size2)
    if not _hashes(root1, root2):
        raise ProofError("proof-not-consistent")
    try:
        tree.verify_consistency(size1, root1, size2, root2, proof)
    except Remote as error:
        raise ProofError(error.code, **error.values) from error


def _whole(*numbers: int) -> None:
    if any(type(number) is not int for number in numbers):
        raise ProofError("proof-path-shape")


def _hashes(*values: bytes) -> bool:
    return all(len(value) == tree.SIZE for value in values)
