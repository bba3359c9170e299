"""Sheets that one side fills alone and hands over as a file: one encoding, written as strictly as it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from detente.codec.errors import Remote
from detente.codec.shape import Shape, pack, unpack

S = TypeVar("S", bound=Shape)


def _nothing(_sheet: Shape) -> None:
    """The shape says it all, and the encoding itself takes no text that may not be signed (codec/text.py)."""


def written(sheet: S, most: int, code: str, check: Callable[[S], None] = _nothing) -> bytes:
    """The one encoding, at most so many bytes (else `code` is raised, as `Remote`); what would not be read is not written.

    `check` raises for what the shape alone does not refuse.
    """
    check(sheet)
    data = pack(sheet)
    if len(data) > most:
        raise Remote(code, size=len(data), limit=most)
    unpack(type(sheet), data, most)
    return data


def read_as(kind: type[S], data: bytes, most: int, check: Callable[[S], None] = _nothing) -> S:
    """Inverse of `written`, for a file of the other side too: errors as `unpack`, and those of `check`."""
    sheet = unpack(kind, data, most)
    check(sheet)
    return sheet
