"""Deterministic CBOR (RFC 8949 section 4.2.1) over a small set of types, and the tagged hash.

Allowed: integers within ±(2^53-1), byte strings, text (`text.check_text`), arrays, maps with keys of one
type (text, byte string or unsigned integer), booleans, null, and tag 98 (COSE_Sign, RFC 9052).
Refused: floats, every other tag and simple value, indefinite lengths, duplicate keys, non-minimal integers,
unsorted maps; tag 98 anywhere but outermost. `decode` re-encodes and compares, so whatever it returns has exactly one encoding.

cbor2's canonical order is by length and then bytes (RFC 7049); for maps with keys of one allowed type that is
the bytewise order of RFC 8949, because a longer key of the same type has a larger head.
"""

from __future__ import annotations

import hashlib
from typing import Any, NoReturn

import cbor2

from detente.codec.errors import Damaged, Remote
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


def _check_text(value: str) -> None:
    if not (value.isascii() and value.isprintable() and len(value) < 1024):  # nothing to object to in most strings
        check_text(value)


def _check(value: object, depth: int) -> None:
    kind = type(value)
    if kind is bytes or kind is bool or value is None:
        return
    if kind is str:
        _check_text(value)  # type: ignore[arg-type]
        return
    if kind is int:
        if not -MAX_INT <= value <= MAX_INT:  # type: ignore[operator]
            raise Remote("cbor-integer-range")
        return
    if depth <= 0:
        raise Remote("cbor-depth", limit=MAX_DEPTH)
    if kind is list or kind is tuple:
        for item in value:  # type: ignore[attr-defined]
            if type(item) is not bytes:
                _check(item, depth - 1)
        return
    if kind is dict or kind is cbor2.frozendict:  # cbor2 decodes what stands inside a tag as immutable
        kinds = {type(key) for key in value}  # type: ignore[attr-defined]
        if len(kinds) > 1 or not kinds <= {str, bytes, int}:
            raise Remote("cbor-key-type")
        for key, item in value.items():  # type: ignore[attr-defined]
            if type(key) is int and key < 0:
                raise Remote("cbor-key-type")
            if type(key) is str:
                _check_text(key)
            else:
                _check(key, 0)
            if type(item) is not bytes:
                _check(item, depth - 1)
        return
    raise Remote("cbor-type", type=kind.__name__)


def _check_top(value: object, tag: int | None) -> None:
    """Tag 98 may stand outermost, where it is asked for, and nowhere else."""
    if tag is not None:
        if not isinstance(value, cbor2.CBORTag) or value.tag != tag:
            raise Remote("cbor-tag")
        value = value.value
    _check(value, MAX_DEPTH)


def encode(value: object, tag: int | None = None) -> bytes:
    """The one encoding of `value`. Raises `Remote` for a type, text or number outside the allowed set."""
    _check(value, MAX_DEPTH)
    return cbor2.dumps(value if tag is None else cbor2.CBORTag(tag, value), canonical=True)


def decode(data: bytes, limit: int, tag: int | None = None) -> Any:
    """The value whose one encoding is `data` (at most `limit` bytes); with `tag`, the value that tag stands before.

    Raises `Damaged("cbor-unreadable")` when it is not CBOR at all, `Remote("cbor-not-canonical")` when it is
    CBOR but not the one encoding, `Remote("too-large")` before looking at anything too long.
    """
    if len(data) > limit:
        raise Remote("too-large", size=len(data), limit=limit)
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
    _check_top(value, tag)
    if cbor2.dumps(value, canonical=True) != data:
        raise Remote("cbor-not-canonical")
    return value if tag is None else value.value


def tagged_hash(tag: str, *values: object) -> bytes:
    """H(tag, x...) = SHA-256(detCBOR(["detente/1/" + tag, x...])): 32 bytes; no two tags share a preimage."""
    # What is hashed was decoded or is about to be encoded, so it is not walked a second time here.
    return hashlib.sha256(cbor2.dumps(["detente/1/" + tag, *values], canonical=True)).digest()
