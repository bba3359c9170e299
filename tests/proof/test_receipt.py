"""Opened entries and receipts: each test is an attempt to show an entry where it does not stand."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codec.cbor import encode
from detente.codec.errors import Local, Remote
from detente.codec.shape import pack, read, unpack
from detente.proof.head import Checkpoint, origin
from detente.proof.leaf import leaf
from detente.proof.receipt import Opening, Proof, check_opening, check_proof
from detente.proof.tree import Tree, root_from_path

LINE = sha256(b"line").digest()
EPOCH = sha256(b"epoch").digest()[:16]
ORIGIN = origin(LINE, "north", EPOCH)
SIZE = 11


def blind(index: int) -> bytes:
    return sha256(b"blind %d" % index).digest()


def entry(index: int) -> dict[str, Any]:
    return {"role": "said", "i": index, "n": index, "at": 1000 + index, "what": bytes(32), "seen": []}


def log(entries: list[dict[str, Any]], where: str = ORIGIN) -> Tree:
    return Tree(leaf(where, blind(index), what) for index, what in enumerate(entries))


TREE = log([entry(index) for index in range(SIZE)])


def checkpoint(tree: Tree = TREE, size: int | None = None, where: str = ORIGIN) -> Checkpoint:
    """As it stands once both signatures are verified."""
    size = tree.size if size is None else size
    return Checkpoint(where, size, tree.root(size), bytes(64), bytes(2420))


def proof(index: int, size: int = SIZE, **changed: Any) -> Proof:
    opening = Opening(changed.get("blind", blind(index)), changed.get("entry", entry(index)))
    return Proof(opening=opening, size=size, path=changed.get("path", TREE.path(index, size)), head=b"note")


def refused(code: str, shown: Proof, head: Checkpoint) -> None:
    with pytest.raises(Remote) as caught:
        check_proof(shown, head)
    assert caught.value.code == code


def test_an_entry_is_shown_under_every_head_that_holds_it() -> None:
    for size in range(1, SIZE + 1):
        for index in range(size):
            shown = proof(index, size)
            assert check_proof(shown, checkpoint(size=size)) == entry(index)
            assert check_opening(shown.opening, shown.path, checkpoint(size=size)) == entry(index)


def test_the_leaf_is_the_tagged_hash_of_origin_blind_and_entry() -> None:
    assert leaf(ORIGIN, blind(0), entry(0)) == (sha256(encode(["detente/1/leaf", ORIGIN, blind(0), entry(0)])).digest())
    with pytest.raises(Local, match="proof-blind-size"):
        leaf(ORIGIN, bytes(31), entry(0))


def test_a_walk_that_fits_another_place_does_not_move_the_entry() -> None:
    """The same leaf and path lead to the same root as (2 of 3) and as (1 of 2): only the entry says which."""
    three = log([entry(index) for index in range(3)])
    last, path = leaf(ORIGIN, blind(2), entry(2)), three.path(2, 3)
    assert root_from_path(last, 2, 3, path) == root_from_path(last, 1, 2, path) == three.root()
    honest = Proof(opening=Opening(blind(2), entry(2)), size=3, path=path, head=b"note")
    assert check_proof(honest, checkpoint(three)) == entry(2)
    # A party that signs the same root as a tree of two would have its third entry stand second.
    lying = Checkpoint(ORIGIN, 2, three.root(), bytes(64), bytes(2420))
    moved = Proof(opening=Opening(blind(2), entry(2)), size=2, path=path, head=b"note")
    refused("proof-index", moved, lying)
    refused("proof-size", honest, lying)


def test_an_entry_put_where_it_does_not_say_it_stands_is_refused() -> None:
    crooked = [entry(index) for index in range(SIZE)]
    crooked[4] = entry(7)
    tree = log(crooked)
    for index in range(SIZE):
        opening = Opening(blind(4), crooked[4])
        with pytest.raises(Remote, match=r"^proof-(not-included|path-shape)$"):
            check_opening(opening, tree.path(index, SIZE), checkpoint(tree))


@pytest.mark.parametrize("index", [None, -1, SIZE, 2**40, True, "0", b"0", [0], 1.0])
def test_an_entry_without_an_index_of_its_own_is_refused(index: object) -> None:
    what = entry(0) | {"i": index}
    refused("proof-index", proof(0, entry=what), checkpoint())
    del what["i"]
    refused("proof-index", proof(0, entry=what), checkpoint())


def test_an_entry_of_another_line_party_or_epoch_is_refused() -> None:
    for where in (
        origin(sha256(b"another line").digest(), "north", EPOCH),
        origin(LINE, "south", EPOCH),
        origin(LINE, "north", bytes(16)),
    ):
        assert TREE.leaf(0) != log([entry(0)], where).leaf(0)
        refused("proof-not-included", proof(3), checkpoint(where=where))


def test_a_changed_entry_or_blind_is_refused() -> None:
    refused("proof-not-included", proof(3, entry=entry(3) | {"at": 1}), checkpoint())
    refused("proof-not-included", proof(3, entry=entry(3) | {"extra": 1}), checkpoint())
    refused("proof-not-included", proof(3, blind=blind(4)), checkpoint())


def test_a_size_that_is_not_the_heads_is_refused() -> None:
    refused("proof-size", proof(3, 10), checkpoint())
    refused("proof-size", proof(3), checkpoint(size=10))


def test_a_path_of_another_size_or_entry_is_refused() -> None:
    refused("proof-path-shape", proof(3, path=TREE.path(3, 4)), checkpoint())
    refused("proof-path-shape", proof(3, path=[]), checkpoint())
    refused("proof-not-included", proof(3, path=TREE.path(2, SIZE)), checkpoint())


def test_a_proof_reads_back_to_the_same_bytes() -> None:
    shown = proof(3)
    data = pack(shown)
    assert unpack(Proof, data, 4096) == shown
    assert data == encode({"opening": [blind(3), entry(3)], "size": SIZE, "path": TREE.path(3, SIZE), "head": b"note"})


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 0},
        {"size": -1},
        {"path": [bytes(31)]},
        {"path": [bytes(32)] * 41},
        {"path": None},
        {"opening": [blind(3)]},
        {"opening": [blind(3), entry(3), 1]},
        {"opening": [blind(3)[1:], entry(3)]},
        {"opening": [blind(3), [1]]},
        {"opening": [blind(3), {1: 2}]},
        {"head": bytes(8193)},
        {"head": "text"},
        {"index": 3},
    ],
)
def test_a_misshapen_proof_is_refused(changed: dict[str, Any]) -> None:
    plain = {"opening": [blind(3), entry(3)], "size": SIZE, "path": TREE.path(3, SIZE), "head": b"note"}
    with pytest.raises(Remote, match="shape"):
        read(Proof, plain | changed)


@given(st.integers(0, SIZE - 1), st.integers(1, SIZE), st.integers(0, SIZE - 1))
def test_no_entry_is_shown_with_the_path_of_another(index: int, size: int, other: int) -> None:
    if max(index, other) >= size or index == other:
        return
    shown = proof(index, size, path=TREE.path(other, size))
    with pytest.raises(Remote, match=r"^proof-(index|not-included|path-shape)$"):
        check_proof(shown, checkpoint(size=size))
