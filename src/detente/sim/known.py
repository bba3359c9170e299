"""What has been worked out once from the same bytes is not worked out again: in a simulation, and in no node.

Two to five members and the last look ask the same questions of the same bytes ten times over. Each function here depends
on nothing but its arguments, and its answer is never changed by whoever has it. What depends on a member (its logs, its
record, the quotas, whose place it is, who released it) is never remembered. `forget` at the start of every world; every
`AFRESH`-th world remembers nothing at all, so that it is seen whether that makes a difference.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from detente.codec import cbor, shape
from detente.line import content, judge, log

AFRESH = 9
MOST = 2**17  # answers of one kind: what a large world asks, within some hundred megabytes

_ON = [False]
_TABLES: list[dict[Any, Any]] = []


def forget(seed: int) -> None:
    """A new world begins."""
    for table in _TABLES:
        table.clear()
    _ON[0] = seed % AFRESH != 0


def _table() -> dict[Any, Any]:
    table: dict[Any, Any] = {}
    _TABLES.append(table)
    return table


def _keep(table: dict[Any, Any], key: Any, value: Any) -> Any:
    if _ON[0] and len(table) < MOST:
        table[key] = value
    return value


def _of_bytes(work: Callable[..., Any]) -> Callable[..., Any]:
    """`work` over byte strings and texts."""
    table = _table()

    @functools.wraps(work)
    def known(*args: Any) -> Any:
        found = table.get(args)
        return _keep(table, args, work(*args)) if found is None else found

    return known


def _decode(work: Callable[..., Any]) -> Callable[..., Any]:
    """Bytes found to be the one encoding of something are that the next time too; they are read anew each time."""
    table = _table()

    @functools.wraps(work)
    def known(data: bytes, value: Any, inner: Any) -> None:
        key = (data, value is inner)  # whether it was asked for behind a tag
        if key not in table:
            work(data, value, inner)
            _keep(table, key, True)

    return known


def _unpack(work: Callable[..., Any]) -> Callable[..., Any]:
    table = _table()

    @functools.wraps(work)
    def known(kind: Any, data: bytes, limit: int) -> Any:
        key = (kind, data)
        found = table.get(key)
        if found is None or len(data) > limit:
            return _keep(table, key, work(kind, data, limit))
        return found

    return known


def _read(work: Callable[..., Any]) -> Callable[..., Any]:
    """By the value itself, which `_unpack` gives again as the same object."""
    table = _table()

    @functools.wraps(work)
    def known(kind: Any, plain: Any) -> Any:
        found = table.get(id(plain))
        if found is not None and found[0] is plain and found[1] is kind:
            return found[2]
        return _keep(table, id(plain), (plain, kind, work(kind, plain)))[2]

    return known


def _came(work: Callable[..., Any]) -> Callable[..., Any]:
    table = _table()

    def known(cls: type, plain: Any) -> Any:
        packed = cbor.encode(plain)
        found = table.get(packed)
        return _keep(table, packed, work(plain)) if found is None else found

    return known


def _understood(work: Callable[..., Any]) -> Callable[..., Any]:
    """Rules 7 to 9: of a message, and of nobody."""
    table = _table()

    @functools.wraps(work)
    def known(trust: Any, said: Any, message: Any, vocabularies: Mapping[bytes, Any]) -> Any:
        key = (trust.terms_digest, id(said), id(message), *vocabularies)
        found = table.get(key)
        if found is not None and found[0] is said and found[1] is message:
            return found[2]
        return _keep(table, key, (said, message, work(trust, said, message, vocabularies)))[2]

    return known


@functools.cache
def install() -> None:
    cbor._one_encoding = _decode(cbor._one_encoding)
    shape._unpacked = _unpack(shape._unpacked)
    content.salt, content.section_digest = _of_bytes(content.salt), _of_bytes(content.section_digest)
    log.read = _read(log.read)  # type: ignore[attr-defined]
    judge._understood = _understood(judge._understood)
    judge.Carried.came = classmethod(_came(judge.Carried.came))  # type: ignore[method-assign,assignment]
