"""The cases themselves, by subject. Each module yields vectors; `make_vectors.py` writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Vector:
    name: str
    what: str
    function: str
    given: dict[str, Any]
    expect: dict[str, Any]


def good(name: str, what: str, function: str, ok: Any = None, /, **given: Any) -> Vector:
    return Vector(name, what, function, given, {"ok": ok})


def bad(name: str, what: str, function: str, code: str, /, **given: Any) -> Vector:
    return Vector(name, what, function, given, {"refused": code})


def damaged(name: str, what: str, function: str, code: str, /, **given: Any) -> Vector:
    return Vector(name, what, function, given, {"refused": code, "fault": "damaged"})


@dataclass(frozen=True)
class Edited:
    """Bytes written as a shared value with changes: (at, bytes taken out, bytes put in, how often); places are the shared
    value's own. `recheck` renews the damage check at the end."""

    base: str
    edits: tuple[tuple[int, int, bytes, int], ...]
    recheck: bool = False


@dataclass(frozen=True)
class Cbor:
    """A value for the CBOR vectors, written with its types."""

    value: Any


def xor(base: str, data: bytes, at: int, bit: int = 1, recheck: bool = False) -> Edited:
    return Edited(base, ((at, 1, bytes([data[at] ^ bit]), 1),), recheck)


def difference(base: str, old: bytes, new: bytes, recheck: bool = False) -> Edited | bytes:
    """`new` as `old` with edits; as it is when that is not much shorter."""
    kept = 32 if recheck else 0  # the damage check
    edits = _edits(old[: len(old) - kept], new[: len(new) - kept])
    put = sum(len(edit[2]) for edit in edits)
    return Edited(base, edits, recheck) if put < len(new) * 3 // 4 or recheck else new


def _edits(old: bytes, new: bytes) -> tuple[tuple[int, int, bytes, int], ...]:
    """What stands between stretches that both have in the same order, found greedily from the left."""
    edits: list[tuple[int, int, bytes, int]] = []
    at_old = at_new = i = 0
    block = 24 if len(old) < 8000 else 200  # long enough not to be found by accident further on

    def note(to_old: int, to_new: int) -> None:
        if to_old > at_old or to_new > at_new:
            edits.append((at_old, to_old - at_old, new[at_new:to_new], 1))

    while i + block <= len(old):
        j = new.find(old[i : i + block], at_new)
        if j < 0:
            i += 1
            continue
        note(i, j)
        while i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
        at_old, at_new = i, j
    note(len(old), len(new))
    return tuple(edits)
