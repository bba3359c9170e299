"""Typed structures to and from canonical CBOR. A structure is a frozen msgspec `Struct`.

Reading is strict: unknown fields, missing fields, wrong types and explicit nulls for absent optional fields are
refused with `Remote("shape")`, so a structure that is read packs to the bytes it came from.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec

from detente.codec.cbor import decode, encode
from detente.codec.errors import Remote
from detente.codec.limits import MAX_INT, MAX_LOG

B16 = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
B32 = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Digest = B32
Millis = Annotated[int, msgspec.Meta(ge=0, le=MAX_INT)]  # milliseconds since 1970-01-01T00:00:00Z
Uint = Annotated[int, msgspec.Meta(ge=0, le=MAX_INT)]
Index = Annotated[int, msgspec.Meta(ge=0, le=MAX_LOG)]
Party = Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]{1,32}\\Z")]
Name = Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]{1,48}\\Z")]

T = TypeVar("T")


class Shape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of map-shaped structures: text keys, optional fields absent rather than null."""


class Row(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Base of array-shaped structures."""


def to_plain(value: object) -> Any:
    """Dicts, lists and scalars as they are encoded."""
    return msgspec.to_builtins(value, builtin_types=(bytes,))


def read(kind: type[T], plain: object) -> T:
    """`plain` is what `decode` gave. A decoded value as `kind`; `Remote("shape")` names the first place that does not fit."""
    try:
        value: T = msgspec.convert(plain, kind, strict=True, builtin_types=(bytes,))
    except (msgspec.ValidationError, UnicodeError) as error:
        raise Remote("shape", what=getattr(kind, "__name__", str(kind)), where=str(error)) from error
    if to_plain(value) != plain:
        raise Remote("shape", what=getattr(kind, "__name__", str(kind)), where="explicit null")
    return value


def pack(value: object) -> bytes:
    """Canonical CBOR of a structure."""
    return encode(to_plain(value))


def unpack(kind: type[T], data: bytes, limit: int) -> T:
    """Inverse of `pack`: errors as `cbor.decode` and `read`."""
    return _unpacked(kind, data, limit)


def _unpacked(kind: type[T], data: bytes, limit: int) -> T:
    return read(kind, decode(data, limit))


def readable(value: object) -> Any:
    """For JSON and for people: byte strings as lower-case hexadecimal, everything else as it is."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key.hex() if isinstance(key, bytes) else key: readable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [readable(item) for item in value]
    return value
