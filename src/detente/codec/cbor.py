"""Deterministic CBOR (RFC 8949 section 4.2.1) over a small set of types, and the tagged hash.

Allowed: integers within ±(2^53-1), byte strings, text (`text.check_text`), arrays, maps with keys of one
type (text, byte string or unsigned integer), booleans, null, and tag 98 (COSE_Sign, RFC 9052).
Refused: floats, every other tag and simple value, indefinite lengths, duplicate keys, non-minimal integers,
unsorted maps; tag 98 anywhere but outermost. `decode` re-encodes and compares, so whatever it returns has exactly one encoding.

The order of a map's keys is that of RFC 8949: bytewise, as encoded. With keys of one allowed type that is by length and
then bytes (cbor2's canonical order, from RFC 7049), because a longer key of the same type has a larger head.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NoReturn

import cbor2

from detente.codec.errors import Damaged, DetenteError, Remote
from detente.codec.limits import MAX_DEPTH, MAX_INT
from detente.codec.text import check_text

COSE_SIGN = 98
NULL = b"\xf6"


def _refuse_tag(_decoder: object, *_rest: object) -> NoReturn:
    raise Remote("cbor-tag")


# Tags for which cbor2 has a decoder of its own: none may reach it.
_KNOWN_TAGS = (
    0,
    1,
    2,
    3,
    4,
    5,
    25,
    28,
    29,
    30,
    35,
    36,
    37,
    43000,
    52,
    54,
    100,
    1004,
    256,
    258,
    260,
    261,
    55799,
)
_SEMANTIC: dict[int, Any] = {tag: _refuse_tag for tag in _KNOWN_TAGS}


_KEYS = {str, bytes, int}


def _check(items: Iterable[Any], depth: int) -> bool:
    """Refuse what has no place in canonical bytes, in `items` and `depth` levels below. Most of them are leaves.

    Whether every map there has its keys in canonical order.
    """
    ordered = True
    for item in items:
        kind = type(item)
        if kind is bytes or kind is bool or item is None:
            continue
        if kind is str:
            # Nothing to object to, as in most strings; the others are looked at closely.
            if not (item.isascii() and item.isprintable() and len(item) < 1024):
                check_text(item)
        elif kind is int:
            if not -MAX_INT <= item <= MAX_INT:
                raise Remote("cbor-integer-range")
        elif depth <= 0:
            raise Remote("cbor-depth", limit=MAX_DEPTH)
        elif kind is list or kind is tuple:
            if item:
                ordered &= _check(item, depth - 1)
        elif kind is dict or kind is cbor2.frozendict:  # cbor2 decodes what stands inside a tag as immutable
            if item:
                ordered &= _check_keys(tuple(item))
                ordered &= _check(item.values(), depth - 1)
        else:
            raise Remote("cbor-tag" if kind is cbor2.CBORTag else "cbor-type", type=kind.__name__)
    return ordered


def _check_keys(keys: tuple[Any, ...]) -> bool:
    """Refuse keys that no map may have; whether these are in order (RFC 8949 section 4.2.1: by their encoded bytes)."""
    kinds = set(map(type, keys))
    if len(kinds) > 1 or not kinds <= _KEYS:
        raise Remote("cbor-key-type")
    if str in kinds:
        return _check_names(keys) if len(keys) < 64 else _check_names.__wrapped__(keys)
    if int in kinds:
        if min(keys) < 0:
            raise Remote("cbor-key-type")
        _check(keys, 0)
    return keys == tuple(sorted(keys)) if int in kinds else _by_length(keys)


@lru_cache(512)  # what is written has few shapes; what is refused is not remembered
def _check_names(keys: tuple[str, ...]) -> bool:
    _check(keys, 0)
    return _by_length(tuple(key.encode() for key in keys))


def _by_length(keys: tuple[bytes, ...]) -> bool:
    """Of one type: the shorter first, as its head is smaller."""
    return keys == tuple(sorted(sorted(keys), key=len))


def encode(value: object, tag: int | None = None) -> bytes:
    """The one encoding of `value`. Raises `Remote` for a type, text or number outside the allowed set."""
    ordered = _check((value,), MAX_DEPTH)
    return cbor2.dumps(value if tag is None else cbor2.CBORTag(tag, value), canonical=not ordered)


def decode(data: bytes, limit: int, tag: int | None = None) -> Any:
    """The value whose one encoding is `data` (at most `limit` bytes); with `tag`, the value that tag stands before.

    Raises `Damaged("cbor-unreadable")` when it is not CBOR at all, `Remote("cbor-not-canonical")` when it is
    CBOR but not the one encoding, `Remote("too-large")` before looking at anything too long.
    """
    if len(data) > limit:
        raise Remote("too-large", size=len(data), limit=limit)
    try:
        return _decoded(data, tag)
    except DetenteError as error:
        error.read = data, tag
        raise


def _decoded(data: bytes, tag: int | None) -> Any:
    try:
        value = cbor2.loads(
            data,
            max_depth=MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            semantic_decoders=_SEMANTIC,
        )
    except Remote:
        raise
    except Exception as error:  # cbor2 raises its own and, for hostile input, others: all mean "cannot be read"
        if isinstance(error.__cause__, Remote):
            raise error.__cause__ from None
        raise Damaged("cbor-unreadable") from error
    inner = value
    if tag is not None:  # tag 98 may stand outermost, where it is asked for, and nowhere else
        if not isinstance(value, cbor2.CBORTag) or value.tag != tag:
            raise Remote("cbor-tag")
        inner = value.value
    _one_encoding(data, value, inner)
    return inner


def _one_encoding(data: bytes, value: Any, inner: Any) -> None:
    """Refuse `data` unless it is how `value` is encoded, and `inner`, in it, has nothing but what is allowed."""
    # Maps keep the order they came in, so bytes written again in that order are `data` or `data` had another spelling.
    if not _check((inner,), MAX_DEPTH) or cbor2.dumps(value) != data:
        raise Remote("cbor-not-canonical")


def again(value: object) -> bytes:
    """The bytes of what `decode` gave: its maps are in order already, and nothing in it has to be looked at twice."""
    return cbor2.dumps(value)


def string(data: bytes) -> bytes:
    """A byte string's encoding, head and all (RFC 8949 section 3)."""
    size = len(data)
    if size < 24:
        return bytes((0x40 | size,)) + data
    if size < 256:
        return bytes((0x58, size)) + data
    return (b"\x59" + size.to_bytes(2) if size < 65536 else b"\x5a" + size.to_bytes(4)) + data


def tagged_hash(tag: str, *values: object) -> bytes:
    """H(tag, x...) = SHA-256(detCBOR(["detente/1/" + tag, x...])): 32 bytes; no two tags share a preimage."""
    # What is hashed was decoded or is about to be encoded, so it is not walked a second time here.
    return hashlib.sha256(cbor2.dumps(["detente/1/" + tag, *values], canonical=True)).digest()
