"""A mutator that knows the format: it changes the tree behind the bytes and writes it again as canonical CBOR.

A byte string that is itself CBOR (a COSE frame, its payload, a section's value) is opened and changed inside; the damage check
at the end of a file is computed again. What is left to the fuzzer's own mutator (about a quarter) changes bytes blindly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from random import Random
from typing import Any

import cbor2

CHECK = 32  # bytes of the damage check
_INTEGERS = (
    0,
    1,
    2,
    3,
    23,
    24,
    255,
    256,
    65535,
    65536,
    2**32 - 1,
    2**32,
    2**40,
    2**40 + 1,
    2**53 - 1,
    2**53,
    2**64 - 1,
)
_TEXTS = (
    "",
    "heron",
    "ibis",
    "live",
    "exercise",
    "said",
    "heard",
    "epoch",
    "machine",
    "default",
    "a" * 33,
    "é",
    "e\u0301",
)
_TEXTS += (
    "\u202e",
    "\x00",
    "notice",
    "acknowledgement",
    "accepted",
    "refused",
    "over-quota",
    "coded",
    "prose",
    "root",
    "log",
)
Tree = Any


class Inside:
    """A byte string that holds CBOR; `data` is how it is written, as long as nothing in it is changed."""

    __slots__ = ("data", "value")

    def __init__(self, value: Tree, data: bytes | None) -> None:
        self.value, self.data = value, data


def opened(value: Tree, depth: int = 0) -> Tree:
    """The tree with byte strings opened where they are CBOR, lists and dicts mutable."""
    if isinstance(value, cbor2.CBORTag):
        return [_TAG, value.tag, opened(value.value, depth + 1)]
    if isinstance(value, list | tuple):
        return [opened(item, depth + 1) for item in value]
    if isinstance(value, dict | cbor2.frozendict):
        return {key: opened(item, depth + 1) for key, item in value.items()}
    if isinstance(value, bytes) and len(value) > 8 and depth < 12 and value[0] >> 5 in (4, 5, 6):
        try:
            inner = cbor2.loads(value)
            if cbor2.dumps(inner, canonical=True) == value:
                return Inside(opened(inner, depth + 1), value)
        except Exception:
            return value
    return value


_TAG = "tag"  # [_TAG, number, value] stands for a tagged value: a list, so that it can be changed in place


MOST_NODES = 100_000  # of a tree that is written: changes can make one that holds a part of itself again and again


class TooManyNodes(Exception):
    """A tree that would take too long to write."""


def closed(value: Tree) -> Tree:
    """The tree as it is written: what stands inside byte strings encoded, tags as tags."""
    left = MOST_NODES

    def close(value: Tree) -> Tree:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooManyNodes
        kind = type(value)
        if kind is Inside:
            return value.data if value.data is not None else cbor2.dumps(close(value.value), canonical=True)
        if kind is list:
            if len(value) == 3 and value[0] is _TAG and type(value[1]) is int and value[1] >= 0:
                return cbor2.CBORTag(value[1], close(value[2]))
            return [close(item) for item in value]
        if kind is dict:
            return {key: close(item) for key, item in value.items()}
        return value

    return close(value)


# Where something stands: its container, its key there (None: it is what stands in an `Inside`), the `Inside`s around it.
Spot = tuple[Tree, Any, tuple[Inside, ...]]


def _spots(value: Tree, around: tuple[Inside, ...] = ()) -> Iterator[Spot]:
    """Everything below."""
    if isinstance(value, Inside):
        within = (*around, value)
        yield value, None, within
        yield from _spots(value.value, within)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield value, index, around
            yield from _spots(item, around)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield value, key, around
            yield from _spots(item, around)


class Read:
    """A tree that is changed, written and put back as it was."""

    def __init__(self, data: bytes) -> None:
        self.tree = [opened(cbor2.loads(data))]
        self.spots = list(_spots(self.tree))
        self._before: list[tuple[Tree, Tree]] = []

    def touch(self, spot: Spot) -> None:
        """Note how a place and what stands there are before they are changed."""
        for inside in spot[2]:
            if inside.data is not None:
                self._before.append((inside, inside.data))
                inside.data = None
        for value in (spot[0], _get(spot)):
            if isinstance(value, Inside):
                self._before.append((value, [value.value]))
            elif isinstance(value, list | dict):
                self._before.append((value, value.copy()))

    def back(self) -> None:
        for value, was in reversed(self._before):
            if isinstance(value, Inside):
                if isinstance(was, bytes):
                    value.data = was
                else:
                    value.value = was[0]
            elif isinstance(value, list):
                value[:] = was
            else:
                value.clear()
                value.update(was)
        self._before.clear()


def _get(spot: Spot) -> Tree:
    container, key = spot[:2]
    return container.value if key is None else container[key]


def _put(spot: Spot, new: Tree) -> None:
    container, key = spot[:2]
    if key is not None:
        container[key] = new
    elif isinstance(container, Inside):
        container.value = new


def _bytes(old: bytes, chance: Random) -> bytes:
    data = bytearray(old)
    kind = chance.randrange(7)
    if kind == 0 or not data:
        return chance.randbytes(chance.choice((0, 1, 16, 31, 32, 33, 64, len(old))))
    at = chance.randrange(len(data))
    if kind == 1:
        data[at] ^= 1 << chance.randrange(8)
    elif kind == 2:
        data[at] = chance.randrange(256)
    elif kind == 3:
        del data[at : at + chance.choice((1, 1, 2, 32))]
    elif kind == 4:
        data[at:at] = chance.choice((b"\n", b" ", b"\0", b"0", b"=", chance.randbytes(1), chance.randbytes(32)))
    elif kind == 5:  # as text of lines, which is what a checkpoint is
        lines = old.split(b"\n")
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
        if chance.random() < 0.5:
            lines.insert(b, lines[a]) if chance.random() < 0.5 else lines.pop(a)
        return b"\n".join(lines)
    else:
        return bytes(len(data))
    return bytes(data)


def _leaf(old: Tree, chance: Random) -> Tree:
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return chance.choice((old + 1, old - 1, -old, chance.choice(_INTEGERS), old ^ 1 << chance.randrange(44)))
    if isinstance(old, bytes):
        return _bytes(old, chance)
    if isinstance(old, str):
        return chance.choice((chance.choice(_TEXTS), old[:-1], old + chance.choice("a-0\n "), old.upper()))
    return chance.choice((0, b"", "", [], {}, None, True, False, bytes(32)))


def _change(read: Read, pool: list[Read], chance: Random) -> None:
    """One change somewhere; its root can be changed too. A place that an earlier change took away is left alone."""
    spot = chance.choice(read.spots)
    container, key = spot[:2]
    try:
        old = _get(spot)
    except (LookupError, TypeError):
        return
    read.touch(spot)
    kind = chance.randrange(10)
    if kind < 4 and not isinstance(old, list | dict | Inside):
        _put(spot, _leaf(old, chance))
    elif kind == 4 and key is not None and len(container) > 1:
        del container[key]
    elif kind == 5 and isinstance(container, list):
        container.insert(chance.randrange(len(container) + 1), old)
    elif kind == 6 and isinstance(container, list):
        other = chance.randrange(len(container))
        container[key], container[other] = container[other], container[key]
    elif kind == 6 and isinstance(container, dict):
        other = chance.choice(list(container))
        container[key], container[other] = container[other], container[key]
    elif kind == 7:  # something else of this tree in its place
        _put(spot, _get(chance.choice(read.spots)))
    elif kind == 8:  # something of another tree, if there is any at the same kind of place
        theirs = chance.choice(pool).spots
        few = [chance.choice(theirs) for _ in range(16)]
        alike = [one for one in few if one[1] == key and key is not None] or few
        _put(spot, _get(alike[0]))
    elif isinstance(old, dict):
        old[chance.choice((*_TEXTS, 1, 4, -1, b"\0"))] = chance.choice((None, 0, b"", "x", [], {}, True))
    elif isinstance(old, list):
        old.append(chance.choice((None, 0, b"", "x", [], bytes(32))))
    else:
        _put(spot, chance.choice((None, 0, b"", "", [], {}, [old], old)))


def structured(read: Read, pool: list[Read], chance: Random, checked: bool) -> bytes | None:
    """The tree with one to three changes, written; None when that cannot be written."""
    try:
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            _change(read, pool, chance)
        made = cbor2.dumps(closed(read.tree[0]), canonical=True)
    except Exception:  # a tree that holds itself, keys that cannot stand in a map: nothing to try
        return None
    finally:
        read.back()
    return made + hashlib.sha256(made).digest() if checked else made


def mutator(
    seeds: list[bytes], checked: bool, size_class: int | None, blind: Callable[[bytes, int], bytes]
) -> Callable[[bytes, int, int], bytes]:
    """What the fuzzer calls: (data, at most so many bytes, seed) → data. `size_class`: envelopes are filled up to it."""

    @lru_cache(256)
    def read(data: bytes) -> Read | None:
        try:
            return Read(data[:-CHECK] if checked else data)
        except Exception:  # no CBOR: it is there for its bytes
            return None

    pool = [one for one in map(read.__wrapped__, seeds) if one is not None]

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        made = None
        if pool and chance.random() < 0.75:
            tree = read(data)
            made = None if tree is None else structured(tree, pool, chance, checked)
        if made is None or len(made) > most:
            made = blind(data, most)
            if checked and chance.random() < 0.9:
                body = made[:-CHECK]
                made = body + hashlib.sha256(body).digest()
        if size_class is not None and chance.random() < 0.9:
            made = _filled(made, size_class)
        return made[:most]

    return mutate


def _filled(data: bytes, size: int) -> bytes:
    try:
        rows = cbor2.loads(data)
        rows[1] = (rows[1] + bytes(size))[: len(rows[1]) + size - len(data)]
        return cbor2.dumps(rows, canonical=True)
    except Exception:
        return (data + bytes(size))[:size]
