"""Bundles and delivery records, bent, for two verifiers to look at: how one is bent follows from a source of chance.

A file is read into a tree of items; byte strings that hold CBOR themselves are read on, so that a mutation reaches the inside
of terms, signed content and section values. Some are mended afterwards (`mend.py`): signed again, hashed again, put under a
new head, so that what is bent is looked at by the last rule as well as by the first.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from detente.crypto import ed25519

UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)
LONG = 64  # bytes; the same strings in many places are worth splicing, larger ones are not


@dataclass
class Item:
    """One CBOR item. `value`: a number, bytes, a list of items, a list of [key, item], or the item inside a byte string."""

    kind: int
    value: Any
    number: int = 0  # of a tag
    spelled: bytes | None = None  # in place of what it would be encoded to
    wide: int = 0  # steps by which the head is longer than it need be
    inside: Item | None = field(default=None)  # what a byte string holds


def head(kind: int, number: int, wide: int = 0) -> bytes:
    if number < 24 and not wide:
        return bytes((kind << 5 | number,))
    steps = [(24, 0), (1 << 8, 1), (1 << 16, 2), (1 << 32, 4), (1 << 64, 8)]
    at = min(next(n for n, (limit, _) in enumerate(steps) if number < limit) + wide, 4)
    size = steps[at][1]
    low = number if size == 0 else 23 + at
    return bytes([kind << 5 | low]) + (number.to_bytes(size, "big") if size else b"")


def write(item: Item) -> bytes:
    if item.spelled is not None:
        return item.spelled
    if item.kind in (UINT, NEGATIVE):
        return head(item.kind, item.value, item.wide)
    if item.kind in (BYTES, TEXT):
        data = write(item.inside) if item.inside is not None else item.value
        return head(item.kind, len(data), item.wide) + data
    if item.kind == ARRAY:
        return head(ARRAY, len(item.value), item.wide) + b"".join(map(write, item.value))
    if item.kind == MAP:
        return head(MAP, len(item.value), item.wide) + b"".join(write(k) + write(v) for k, v in item.value)
    if item.kind == TAG:
        return head(TAG, item.number, item.wide) + write(item.value)
    return bytes([SIMPLE << 5 | item.value])


def read(data: bytes) -> Item:
    """Canonical CBOR as a tree."""
    item, end = _read(data, 0)
    if end != len(data):
        raise ValueError("more than one item")
    return item


def _read(data: bytes, at: int) -> tuple[Item, int]:
    kind, low = data[at] >> 5, data[at] & 31
    size = 0 if low < 24 else 1 << (low - 24)
    if low > 27 or at + 1 + size > len(data):
        raise ValueError("no head")
    number = int.from_bytes(data[at + 1 : at + 1 + size], "big") if size else low
    at += 1 + size
    if kind in (BYTES, TEXT):
        value = data[at : at + number]
        if len(value) != number:
            raise ValueError("cut short")
        return Item(kind, value, inside=_inside(value) if kind == BYTES else None), at + number
    if kind == ARRAY:
        items = []
        for _ in range(number):
            item, at = _read(data, at)
            items.append(item)
        return Item(ARRAY, items), at
    if kind == MAP:
        pairs = []
        for _ in range(number):
            key, at = _read(data, at)
            value, at = _read(data, at)
            pairs.append([key, value])
        return Item(MAP, pairs), at
    if kind == TAG:
        inner, at = _read(data, at)
        return Item(TAG, inner, number), at
    return Item(kind, number), at


def _inside(value: bytes) -> Item | None:
    if len(value) < 3 or value[0] >> 5 not in (ARRAY, MAP, TAG):
        return None
    try:
        item = read(value)
    except (ValueError, IndexError, RecursionError):
        return None
    return item if write(item) == value else None


def walk(item: Item) -> list[Item]:
    """Every item of a tree, each before what is in it."""
    found, left = [], [item]
    while left:
        one = left.pop()
        found.append(one)
        if one.inside is not None:
            left.append(one.inside)
        elif one.kind == ARRAY:
            left.extend(reversed(one.value))
        elif one.kind == MAP:
            left.extend(part for pair in reversed(one.value) for part in reversed(pair))
        elif one.kind == TAG:
            left.append(one.value)
    return found


def text(word: str) -> Item:
    return Item(TEXT, word.encode())


def get(item: Item, name: str) -> Item | None:
    """The member of a structure, or None."""
    if item.kind != MAP:
        return None
    return next((value for key, value in item.value if key.kind == TEXT and key.value == name.encode()), None)


# --- single changes -------------------------------------------------------------------------------------------------------

NUMBERS = (0, 1, 2, 3, 23, 24, 255, 256, 2**16, 2**32, 2**40, 2**40 + 1, 2**53 - 2, 2**53 - 1, 2**53, 2**64 - 1)
TEXTS = ("", "a", "A",
         "live", "exercise", "notice", "machine", "default", "heron", "ibis", "\u202e", "e\u0301", "\x07", "x" * 65537,
         "\ufeff", "\u00a0", "-", "accepted", "a\n", "中")  # fmt: skip
SPELLED = (b"\xf6",
           b"\xf5", b"\xf4", b"\xf7", b"\xf9\x3c\x00", b"\xf8\x20", b"\xf8\x00", b"\xc1\x00", b"\xd8\x62\x80", b"\x9f\xff",
           b"\x5f\xff", b"\x1c", b"\xff", b"\x80", b"\xa0", b"\x20", b"\x40", b"\x60", b"\x61\xff", b"\x81" * 13 + b"\x80",
           b"\xa2\x00\x00\x00\x00", b"\xa2\x01\x00\x00\x00", b"\xa2\x00\x00\x61\x61\x00", b"")  # fmt: skip
NAMES = ("v", "thread", "re", "reason", "has", "run", "follows", "zz", "prev", "emergency")
SMALL_ORDER = ("01" + "00" * 31, "00" * 32, "ec" + "ff" * 30 + "7f", "00" * 31 + "80", "ed" + "ff" * 30 + "7f",
               "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "01" + "00" * 30 + "80",
               "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")  # fmt: skip


def _number(rng: random.Random, item: Item) -> None:
    item.value = rng.choice([*NUMBERS, item.value + 1, max(0, item.value - 1), item.value ^ (1 << rng.randrange(42))])
    if rng.random() < 0.1:
        item.kind = NEGATIVE if item.kind == UINT else UINT


def torsioned(point: bytes, rng: random.Random) -> bytes:
    """A point with one of small order added: another encoding that some verifiers take for the same."""
    small = ed25519.decode(bytes.fromhex(rng.choice(SMALL_ORDER[5:8:2])))
    return ed25519.encode(ed25519.add(ed25519.decode(point), small))


def _bytes(rng: random.Random, item: Item) -> None:
    data = bytearray(write(item.inside)) if item.inside is not None else bytearray(item.value)
    item.inside = None
    choice = rng.random()
    if choice < 0.5 and data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif choice < 0.6:
        del data[len(data) - 1 - rng.randrange(max(1, len(data))) :]
    elif choice < 0.7:
        data += rng.randbytes(rng.choice((1, 1, 2, 32)))
    elif choice < 0.75:
        data = bytearray(len(data))
    elif len(data) in (32, 64):
        data = _curve(rng, data)
    elif data:
        at = rng.randrange(len(data))
        data[at : at + 8] = rng.randbytes(len(data[at : at + 8]))
    item.value = bytes(data)


def _curve(rng: random.Random, data: bytearray) -> bytearray:
    """An Ed25519 key, or a signature's R or S, in a form that libraries disagree about."""
    first, rest = bytes(data[:32]), bytes(data[32:])
    if rest and rng.random() < 0.4:
        scalar = int.from_bytes(rest, "little") + ed25519.L * rng.choice((1, 2, 8))
        return bytearray(first + (scalar % 2**256).to_bytes(32, "little"))
    try:
        first = torsioned(first, rng) if rng.random() < 0.6 else bytes.fromhex(rng.choice(SMALL_ORDER))
    except Exception:  # not a point: any will do
        first = bytes.fromhex(rng.choice(SMALL_ORDER))
    return bytearray(first + (bytes(32) if rest and rng.random() < 0.2 else rest))


def _text(rng: random.Random, item: Item) -> None:
    if rng.random() < 0.5 and item.value:
        data = bytearray(item.value)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        item.value = bytes(data)
    else:
        item.value = rng.choice(TEXTS).encode()


def _rows(rng: random.Random, item: Item) -> None:
    rows = item.value
    choice = rng.randrange(5)
    if choice == 0 and rows:
        rows.pop(rng.randrange(len(rows)))
    elif choice == 1 and rows:
        rows.insert(rng.randrange(len(rows) + 1), rng.choice(rows))
    elif choice == 2 and len(rows) > 1:
        a, b = rng.sample(range(len(rows)), 2)
        rows[a], rows[b] = rows[b], rows[a]
    elif choice == 3:
        rows.reverse()
    else:
        rows.append(Item(UINT, 0) if item.kind == ARRAY else [text("zz"), Item(UINT, 0)])


def _pairs(rng: random.Random, item: Item) -> None:
    pairs = item.value
    if len(pairs) > 1 and rng.random() < 0.4:
        a, b = rng.sample(range(len(pairs)), 2)
        pairs[a][1], pairs[b][1] = pairs[b][1], pairs[a][1]
    elif pairs and rng.random() < 0.3:
        pairs[rng.randrange(len(pairs))][0] = text(
            rng.choice(("v", "thread", "re", "reason", "has", "run", "follows", "zz", "prev"))
        )
    else:
        _rows(rng, item)
    if rng.random() < 0.7:  # in its canonical place, so that something else is found wrong
        pairs.sort(key=lambda pair: write(pair[0]))


CHANGES: dict[int, Callable[[random.Random, Item], None]] = {
    **{UINT: _number, NEGATIVE: _number, BYTES: _bytes, TEXT: _text, ARRAY: _rows, MAP: _pairs},
}


def change(rng: random.Random, tree: Item) -> None:
    """One item of a tree, changed."""
    items = walk(tree)
    item = rng.choice(items)
    choice = rng.random()
    if choice < 0.05:
        item.spelled = rng.choice(SPELLED)
    elif choice < 0.1:
        item.wide = rng.choice((1, 2, 4))
    elif choice < 0.2:
        other = rng.choice([one for one in items if one.kind == item.kind])
        if len(write(other)) + len(write(item)) < 1 << 17:
            here, there = write(item), write(other)
            item.spelled, other.spelled = there, here
    elif item.kind in CHANGES:
        CHANGES[item.kind](rng, item)
    else:
        item.spelled = rng.choice(SPELLED)


def sealed(body: bytes) -> bytes:
    """A body with its damage check."""
    return body + hashlib.sha256(body).digest()
