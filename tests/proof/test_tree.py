"""The Merkle tree: every small tree exhaustively, known answers, and a second implementation as oracle."""

from __future__ import annotations

import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_LOG
from detente.proof.tree import (
    EMPTY_ROOT,
    MAX_PATH,
    Tree,
    leaf_hash,
    root_from_path,
    verify_consistency,
    verify_inclusion,
)

LAST = 40
LEAVES = [sha256(b"leaf %d" % n).digest() for n in range(LAST)]
WHOLE = Tree(LEAVES)

# The eight-leaf vectors that Certificate Transparency implementations share (RFC 6962 section 2.1).
SHARED_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
SHARED_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def shared_tree() -> Tree:
    tree = Tree()
    for leaf in SHARED_LEAVES:  # not 32 bytes, so past the check that `append` makes
        tree._grow(leaf_hash(leaf))
    return tree


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1 word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def plain_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 9162 section 2.1.3.1 word for word."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*plain_path(m, leaves[:k]), plain_root(leaves[k:])]
    return [*plain_path(m - k, leaves[k:]), plain_root(leaves[:k])]


def plain_subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162 section 2.1.4.1 word for word."""
    if m == len(leaves):
        return [] if whole else [plain_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*plain_subproof(m, leaves[:k], whole), plain_root(leaves[k:])]
    return [*plain_subproof(m - k, leaves[k:], False), plain_root(leaves[:k])]


def test_the_roots_are_those_every_transparency_log_knows() -> None:
    tree = shared_tree()
    assert [tree.root(size).hex() for size in range(9)] == SHARED_ROOTS
    assert tree.root() == tree.root(8)
    assert Tree().root() == EMPTY_ROOT


def test_the_paths_are_those_every_transparency_log_knows() -> None:
    tree = shared_tree()
    assert [item.hex() for item in tree.path(5, 8)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [item.hex() for item in tree.consistency(6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [item.hex() for item in tree.consistency(2, 5)] == [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ]
    for size in range(1, 9):
        for index in range(size):
            verify_inclusion(SHARED_LEAVES[index], index, size, tree.path(index, size), tree.root(size))


def test_one_by_one_all_at_once_and_in_any_parts_is_the_same_tree() -> None:
    tree = Tree()
    for index, leaf in enumerate(LEAVES):
        assert tree.append(leaf) == index
        assert tree.size == index + 1
        assert tree.root() == WHOLE.root(index + 1) == plain_root(LEAVES[: index + 1])
        assert tree.leaf(index) == leaf_hash(leaf)
    assert tree._levels == WHOLE._levels
    for cut in range(LAST + 1):
        parts = Tree(LEAVES[:cut])
        parts.extend(iter(LEAVES[cut:]))
        assert parts._levels == WHOLE._levels
        mixed = Tree(LEAVES[:cut])
        for leaf in LEAVES[cut:]:
            mixed.append(leaf)
        assert mixed._levels == WHOLE._levels


def test_every_path_of_every_small_tree_is_the_one_the_rfc_defines() -> None:
    for size in range(1, LAST + 1):
        for index in range(size):
            path = WHOLE.path(index, size)
            assert path == plain_path(index, LEAVES[:size])
            verify_inclusion(LEAVES[index], index, size, path, WHOLE.root(size))


def test_every_consistency_path_of_every_small_tree_is_the_one_the_rfc_defines() -> None:
    for new in range(1, LAST + 1):
        for old in range(1, new + 1):
            path = WHOLE.consistency(old, new)
            assert path == plain_subproof(old, LEAVES[:new], True)
            verify_consistency(old, WHOLE.root(old), new, WHOLE.root(new), path)


def test_no_leaf_is_included_at_another_index() -> None:
    for size in range(1, LAST + 1):
        root = WHOLE.root(size)
        for index in range(size):
            path = WHOLE.path(index, size)
            for other in range(-1, size + 2):
                if other != index:
                    with pytest.raises(Remote, match=r"^proof-(path-shape|not-included)$"):
                        verify_inclusion(LEAVES[index], other, size, path, root)


def test_no_leaf_is_included_under_the_root_of_another_size() -> None:
    for size in range(1, LAST + 1):
        for index in range(size):
            path = WHOLE.path(index, size)
            for other in range(LAST + 1):
                if other != size:
                    with pytest.raises(Remote, match=r"^proof-(path-shape|not-included)$"):
                        verify_inclusion(LEAVES[index], index, other, path, WHOLE.root(other))


def test_no_other_leaf_is_included_by_the_same_path() -> None:
    for index in range(LAST):
        path = WHOLE.path(index, LAST)
        for other in range(LAST):
            if other != index:
                with pytest.raises(Remote, match="proof-not-included"):
                    verify_inclusion(LEAVES[other], index, LAST, path, WHOLE.root(LAST))


def test_a_path_too_long_too_short_out_of_order_or_of_odd_bytes_is_refused() -> None:
    root = WHOLE.root(LAST)
    for index in range(LAST):
        leaf, path = LEAVES[index], WHOLE.path(index, LAST)
        wrong = [
            path[:-1],
            path[1:],
            [*path, root],
            [root, *path],
            [*path, b""],
            [],
            [*path[:-1], path[-1][:31]],
        ]
        for bad in [*wrong, [*path[:-1], path[-1] + b"\0"], [*path[:-1], path[-1].hex()[:32]]]:
            with pytest.raises(Remote, match="proof-path-shape"):
                verify_inclusion(leaf, index, LAST, bad, root)  # type: ignore[arg-type]
        with pytest.raises(Remote, match="proof-not-included"):
            verify_inclusion(leaf, index, LAST, path[::-1], root)
        with pytest.raises(Remote, match="proof-not-included"):
            verify_inclusion(leaf, index, LAST, path, root[:-1] + bytes([root[-1] ^ 1]))


def test_an_inner_node_cannot_be_passed_off_as_a_leaf() -> None:
    left, right = WHOLE.leaf(0), WHOLE.leaf(1)
    for forged in (left + right, b"\x01" + left + right, WHOLE.root(2)):
        with pytest.raises(Remote):
            verify_inclusion(forged, 0, 2, WHOLE.path(0, 4)[1:], WHOLE.root(4))


def test_sizes_beyond_any_log_are_refused_without_walking_them() -> None:
    for index, size in ((0, 0), (-1, 1), (1, 1), (0, MAX_LOG + 1), (2**300, 2**301)):
        with pytest.raises(Remote, match="proof-path-shape"):
            root_from_path(LEAVES[0], index, size, [])
    assert len(root_from_path(LEAVES[0], MAX_LOG - 1, MAX_LOG, [bytes(32)] * MAX_PATH)) == 32
    with pytest.raises(Remote, match="proof-path-shape"):
        root_from_path(LEAVES[0], MAX_LOG - 1, MAX_LOG, [bytes(32)] * (MAX_PATH + 1))


def test_a_consistency_path_holds_for_no_other_pair_of_sizes() -> None:
    for new in range(1, LAST + 1):
        for old in range(1, new + 1):
            path = WHOLE.consistency(old, new)
            for other in range(-1, LAST + 1):
                if other != old and not (other == new and not path):
                    with pytest.raises(Remote, match="proof-not-consistent"):
                        verify_consistency(other, WHOLE.root(max(other, 0)), new, WHOLE.root(new), path)
                if other != new and not (other == old and not path):
                    with pytest.raises(Remote, match="proof-not-consistent"):
                        verify_consistency(old, WHOLE.root(old), other, WHOLE.root(max(other, 0)), path)


def test_a_rewritten_past_is_never_consistent() -> None:
    for new in range(1, LAST + 1):
        for old in range(1, new + 1):
            path, before, after = WHOLE.consistency(old, new), WHOLE.root(old), WHOLE.root(new)
            forged = Tree([sha256(b"another past").digest(), *LEAVES[1:new]])
            for first, second, proof in (
                (forged.root(old), after, path),
                (before, forged.root(new), path),
                (before, forged.root(new), forged.consistency(old, new)),
                (forged.root(old), after, forged.consistency(old, new)),
                (before, after, [*path, bytes(32)]),
                (before, after, [bytes(32), *path]),
                (before, after, path[1:] if path else [after]),
                (before, after, path[:-1] if path else [before]),
                (before, after, [*path[:-1], path[-1][:31]] if path else [b""]),
            ):
                with pytest.raises(Remote, match="proof-not-consistent"):
                    verify_consistency(old, first, new, second, proof)


def test_a_tree_proves_nothing_about_sizes_it_never_had() -> None:
    tree = Tree(LEAVES[:5])
    for asked in (
        lambda: tree.root(6),
        lambda: tree.root(-1),
        lambda: tree.path(0, 6),
        lambda: tree.path(5, 5),
        lambda: tree.path(-1, 5),
        lambda: tree.path(0, 0),
        lambda: tree.consistency(0, 5),
        lambda: tree.consistency(4, 6),
        lambda: tree.consistency(5, 4),
        lambda: tree.leaf(5),
        lambda: tree.leaf(-1),
    ):
        with pytest.raises(Local, match="proof-range"):
            asked()


def test_a_refused_leaf_changes_nothing() -> None:
    tree = Tree(LEAVES[:5])
    for bad in (b"", bytes(31), bytes(33)):
        with pytest.raises(Local, match="proof-leaf-size"):
            tree.append(bad)
        with pytest.raises(Local, match="proof-leaf-size"):
            tree.extend([LEAVES[5], bad])
    assert tree._levels == Tree(LEAVES[:5])._levels
    assert tree.size == 5


def test_leaves_taken_back_leave_the_tree_as_it_was() -> None:
    for size in range(LAST + 1):
        tree = Tree(LEAVES)
        tree.truncate(size)
        assert (tree.size, tree.root()) == (size, WHOLE.root(size))
        with pytest.raises(Local, match="proof-range"):
            tree.truncate(size + 1)
        grown = Tree(LEAVES)
        grown.truncate(size)
        grown.extend(LEAVES[size:])
        for leaf in LEAVES[size:]:
            tree.append(leaf)
        assert tree._levels == grown._levels == WHOLE._levels


def test_a_tree_takes_about_64_bytes_a_leaf() -> None:
    tree = Tree(LEAVES[0] for _ in range(100_000))
    assert sum(map(len, tree._levels)) <= 64 * tree.size
    assert sum(map(sys.getsizeof, tree._levels)) <= 80 * tree.size  # with what bytearrays keep in reserve


def test_a_second_implementation_agrees_on_every_root_and_path() -> None:
    pymerkle = pytest.importorskip("pymerkle")
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in LEAVES:
        oracle.append_entry(leaf)  # hashed there with the same 0x00 and 0x01 prefixes
    for size in range(1, LAST + 1):
        assert oracle.get_root(size) == WHOLE.root(size)
        for index in range(size):
            theirs = oracle.prove_inclusion(index + 1, size)  # counts from one; its path begins with the leaf's hash
            assert [bytes(item) for item in theirs.path] == [WHOLE.leaf(index), *WHOLE.path(index, size)]


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=300), st.data())
def test_any_tree_is_consistent_with_its_past_and_includes_its_leaves(leaves: list[bytes], data: st.DataObject) -> None:
    tree = Tree(leaves)
    new = data.draw(st.integers(0, len(leaves)))
    assert tree.root(new) == plain_root(leaves[:new])
    if new:
        old = data.draw(st.integers(1, new))
        verify_consistency(old, tree.root(old), new, tree.root(new), tree.consistency(old, new))
        index = data.draw(st.integers(0, new - 1))
        verify_inclusion(leaves[index], index, new, tree.path(index, new), tree.root(new))
