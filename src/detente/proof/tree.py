"""The Merkle tree of RFC 9162 section 2.1 (the same hashing as RFC 6962), over 32-byte leaves.

    Merkle leaf = SHA-256(0x00 || leaf)    node = SHA-256(0x01 || left || right)    empty root = SHA-256("")

`Tree` keeps the hash of every *complete* subtree, one `bytearray` a level: about 64 bytes a leaf, never
changed once written. The root of any earlier size and every proof follow from them with few hashes.
The checking functions at the end hold no tree: they need a root that somebody signed and the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_LOG

SIZE = 32  # bytes of a leaf and of a hash
MAX_PATH = MAX_LOG.bit_length() - 1  # elements of the longest inclusion path
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The Merkle leaf; its prefix keeps a node from being passed off as a leaf (RFC 9162 section 2.1.1)."""
    return sha256(b"\x00" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """An append-only tree in memory. Not for several threads."""

    __slots__ = ("_levels", "_size")

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        # _levels[d] is the concatenation of the hashes of all complete subtrees of 2^d leaves.
        self._levels: list[bytearray] = [bytearray()]
        self._size = 0
        self.extend(leaves)

    @property
    def size(self) -> int:
        return self._size

    def append(self, leaf: bytes) -> int:
        """Add one leaf; its index."""
        if len(leaf) != SIZE:
            raise Local("proof-leaf-size", size=len(leaf))
        return self._grow(sha256(b"\x00" + leaf).digest())

    def _grow(self, node: bytes) -> int:
        levels = self._levels
        level = levels[0]
        level += node
        index = rest = self._size
        self._size = index + 1
        depth = 0
        while rest & 1:  # the new node is a right child: its parent is complete now
            node = sha256(b"\x01" + level[-2 * SIZE :]).digest()
            depth += 1
            if depth == len(levels):
                levels.append(bytearray())
            level = levels[depth]
            level += node
            rest >>= 1
        return index

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add many leaves, level by level: the same tree as one by one. All are added or none."""
        added = list(leaves)
        for leaf in added:
            if len(leaf) != SIZE:
                raise Local("proof-leaf-size", size=len(leaf))
        levels = self._levels
        levels[0] += b"".join([sha256(b"\x00" + leaf).digest() for leaf in added])
        self._size += len(added)
        depth = 0
        while True:
            start = len(levels[depth + 1]) * 2 if depth + 1 < len(levels) else 0
            pairs = bytes(levels[depth][start : len(levels[depth]) & -2 * SIZE])
            if not pairs:
                return
            if depth + 1 == len(levels):
                levels.append(bytearray())
            starts = range(0, len(pairs), 2 * SIZE)
            levels[depth + 1] += b"".join([sha256(b"\x01" + pairs[at : at + 2 * SIZE]).digest() for at in starts])
            depth += 1

    def truncate(self, size: int) -> None:
        """Take back leaves added in trust of a head that turned out not to be over them."""
        self._check(0, size)
        for depth, level in enumerate(self._levels):
            del level[SIZE * (size >> depth) :]
        self._size = size

    def leaf(self, index: int) -> bytes:
        """The Merkle leaf (the hash, not the leaf itself) at `index`."""
        if not 0 <= index < self._size:
            raise Local("proof-range", index=index, size=self._size)
        return bytes(self._levels[0][SIZE * index : SIZE * (index + 1)])

    def row(self, depth: int, start: int, stop: int) -> bytes:
        """The roots of the complete subtrees of 2^depth leaves from `start` to before `stop`, one after another."""
        if not 0 <= start <= stop <= self._size >> depth:
            raise Local("proof-range", index=stop, size=self._size)
        return bytes(self._levels[depth][SIZE * start : SIZE * stop]) if stop > start else b""

    def root(self, size: int | None = None) -> bytes:
        """The root now, or when the tree had `size` leaves."""
        if size is None:
            size = self._size
        self._check(0, size)
        return self._span(0, size) if size else EMPTY_ROOT

    def path(self, index: int, size: int) -> list[bytes]:
        """The inclusion path of leaf `index` at `size` (RFC 9162 section 2.1.3.1), from the leaf upwards."""
        self._check(0, size)
        if not 0 <= index < size:
            raise Local("proof-range", index=index, size=size)
        path = []
        at, last, depth = index, size - 1, 0
        while last:
            sibling = at ^ 1
            if sibling < last:
                path.append(bytes(self._levels[depth][SIZE * sibling : SIZE * (sibling + 1)]))
            elif sibling == last:  # may not be complete at this size; beyond `last` the node rises alone
                path.append(self._span(sibling << depth, min(last + 1 << depth, size)))
            at, last, depth = at >> 1, last >> 1, depth + 1
        return path

    def consistency(self, old: int, new: int) -> list[bytes]:
        """That the tree at `new` begins with the tree at `old` (RFC 9162 section 2.1.4.1); empty if equal."""
        self._check(1, old)
        self._check(old, new)
        path = []
        low, high = 0, new
        # Narrow [low, high) until it ends at `old`, noting from the top what stands beside it.
        while high != old:
            middle = low + (1 << (high - low - 1).bit_length() - 1)  # the largest power of two below the span
            if old <= middle:
                path.append(self._span(middle, high))
                high = middle
            else:
                path.append(self._span(low, middle))
                low = middle
        if low:  # from 0 the span is the old tree, whose root the verifier has
            path.append(self._span(low, high))
        path.reverse()
        return path

    def around(self, start: int, stop: int, size: int) -> list[bytes]:
        """What `verify_range` needs beside leaves [start, stop) to reach the root at `size`: from left to right."""
        self._check(0, size)
        if not 0 <= start < stop <= size:
            raise Local("proof-range", index=start, size=size)
        return [self._span(low, high) for low, high in _outside(0, size, start, stop)]

    def _check(self, least: int, size: int) -> None:
        if not least <= size <= self._size:
            raise Local("proof-range", size=size, held=self._size)

    def _span(self, start: int, end: int) -> bytes:
        """The hash of leaves [start, end), a subtree of the tree at size `end`."""
        count = end - start
        node = b""
        for depth in range(count.bit_length()):
            if count >> depth & 1:
                at = SIZE * ((end >> depth) - 1)
                complete = bytes(self._levels[depth][at : at + SIZE])
                node = _node(complete, node) if node else complete
        return node


def _outside(low: int, high: int, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The subtrees of [low, high) that hold nothing of [start, stop), as large as they are, from left to right."""
    if high <= start or stop <= low:
        yield low, high
    elif not (start <= low and high <= stop):
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        yield from _outside(low, middle, start, stop)
        yield from _outside(middle, high, start, stop)


def _steps(index: int, size: int) -> Iterator[bool]:
    """For each element of the inclusion path, whether it stands to the left (RFC 9162 section 2.1.3.2)."""
    at, last = index, size - 1
    while last:
        if at & 1:
            yield True
        elif at < last:
            yield False
        at, last = at >> 1, last >> 1


def _all_hashes(path: Sequence[object]) -> bool:
    return all(isinstance(item, bytes) and len(item) == SIZE for item in path)


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that `path` leads to from `leaf` at `index` of `size` (RFC 9162 section 2.1.3.2). Raises as `root_from_hash`."""
    return root_from_hash(leaf_hash(leaf), index, size, path)


def root_from_hash(node: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """`root_from_path` for a Merkle leaf that is hashed already.

    Raises `Remote("proof-path-shape")` when index and size do not fit each other or the path has not exactly
    the length they ask for. Anyone can compute such a root: it proves something only when it is a signed one.
    """
    if not 0 <= index < size <= MAX_LOG or not _all_hashes(path):
        raise Remote("proof-path-shape")
    steps = list(_steps(index, size))
    if len(steps) != len(path):
        raise Remote("proof-path-shape")
    for left, item in zip(steps, path, strict=True):
        node = _node(item, node) if left else _node(node, item)
    return node


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raises `Remote("proof-not-included")` unless `leaf` is at `index` of the tree with `root`."""
    if root_from_path(leaf, index, size, path) != root:
        raise Remote("proof-not-included")


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Raises `Remote("proof-not-consistent")` unless `new` begins with `old` (RFC 9162 section 2.1.4.2).

    An old size of zero is refused: nothing is ever said about an empty epoch.
    """
    if not 0 < old <= new <= MAX_LOG or not _all_hashes(path):
        raise Remote("proof-not-consistent")
    if not _consistent(old, old_root, new, new_root, path):
        raise Remote("proof-not-consistent")


def _consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    if old == new:
        return not path and old_root == new_root
    # A power of two: the old tree is itself a complete subtree, so the proof leaves its root out.
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = hashes[0]
    for item in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = _node(item, first), _node(item, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = _node(second, item)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def verify_range(leaves: Sequence[bytes], start: int, size: int, outside: Sequence[bytes], root: bytes) -> None:
    """Raises `Remote("proof-range-not-included")` unless `leaves` are *all* that stands from `start` on, up to as many as
    they are, in the tree with `root`.

    `outside` are the hashes of the largest subtrees beside the range, from left to right: exactly as many as start,
    number and size ask for, else `Remote("proof-range-shape")`. A leaf left out, added or moved leads to another root.
    """
    stop = start + len(leaves)
    if not 0 <= start < stop <= size <= MAX_LOG or not _all_hashes(outside):
        raise Remote("proof-range-shape")
    if len(outside) != sum(1 for _ in _outside(0, size, start, stop)):
        raise Remote("proof-range-shape")
    beside = iter(outside)

    def node(low: int, high: int) -> bytes:
        if high <= start or stop <= low:
            return next(beside)
        if high - low == 1:
            return leaf_hash(leaves[low - start])
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        left = node(low, middle)
        return _node(left, node(middle, high))

    if node(0, size) != root:
        raise Remote("proof-range-not-included")
