"""The first fault of bytes that are not the one encoding of anything: which one, so that every verifier names the same.

`cbor.decode` says quickly *whether* bytes are canonical; of several faults it names the one its library meets. This reads them
slowly from the first byte to the last, as spec/protocol.md section 20 ("Which fault is named") has it, and is asked only about
bytes that were refused, by whoever verifies a file and owes its reader the same reason as another program's.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.codec.errors import DetenteError, Remote
from detente.codec.limits import MAX_DEPTH, MAX_INT
from detente.codec.text import check_text

UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)
_LEAST = (0, 24, 1 << 8, 1 << 16, 1 << 32)  # the smallest number that a head with 0, 1, 2, 4, 8 bytes more may hold


class _Fault(Exception):
    pass


@dataclass
class _Open:
    """An array or map that is open: items (of a map: pairs) to come, and a map's last key and the type of its keys."""

    left: int
    is_map: bool
    kind: int = -1
    last: bytes = b""


def first_fault(data: bytes, tag: int | None = None) -> str | None:
    """The code of the first fault in `data`, or None where there is none. With `tag`, one item that this tag stands before."""
    try:
        _Walk(data).run(tag)
    except _Fault as fault:
        return str(fault)
    return None


def named(error: DetenteError) -> Remote:
    """A refusal of bytes that a file carries, by the first fault in them; any other error as it is."""
    if error.read is None:
        return Remote(error.code, **error.values)
    return Remote(first_fault(*error.read) or error.code)


class _Walk:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def run(self, tag: int | None) -> None:
        if tag is not None:
            kind, number, _low = self.head()
            if (kind, number) != (TAG, tag):
                raise _Fault("cbor-tag")
        opened: list[_Open] = []
        while True:
            while opened and opened[-1].left == 0:
                opened.pop()
                if not opened:
                    return self.end()
            if opened:
                opened[-1].left -= 1
                if opened[-1].is_map:
                    self.key(opened[-1])
            kind, number, low = self.head()
            if kind == TAG:
                raise _Fault("cbor-tag")
            if kind in (ARRAY, MAP):
                if len(opened) == MAX_DEPTH:
                    raise _Fault("cbor-depth")
                opened.append(_Open(number, kind == MAP))
                continue
            self.leaf(kind, number, low)
            if not opened:
                return self.end()

    def end(self) -> None:
        if self.at != len(self.data):
            raise _Fault("cbor-not-canonical")

    def head(self) -> tuple[int, int, int]:
        """Type, number and low five bits of the head that stands here."""
        if self.at >= len(self.data):
            raise _Fault("cbor-unreadable")
        kind, low = self.data[self.at] >> 5, self.data[self.at] & 31
        size = 0 if low < 24 else 1 << (low - 24)
        if low > 27 or self.at + 1 + size > len(self.data):
            raise _Fault("cbor-unreadable")
        number = int.from_bytes(self.data[self.at + 1 : self.at + 1 + size], "big") if size else low
        self.at += 1 + size
        if kind != SIMPLE and size and number < _LEAST[size.bit_length()]:
            raise _Fault("cbor-not-canonical")
        return kind, number, low

    def leaf(self, kind: int, number: int, low: int) -> None:
        if (kind == UINT and number > MAX_INT) or (kind == NEGATIVE and number >= MAX_INT):
            raise _Fault("cbor-integer-range")
        if kind in (BYTES, TEXT):
            if number > len(self.data) - self.at:
                raise _Fault("cbor-unreadable")
            self.at += number
        if kind == TEXT:
            _text(self.data[self.at - number : self.at])
        if kind == SIMPLE and not 20 <= low <= 22:
            raise _Fault("cbor-unreadable" if low == 24 and number < 32 else "cbor-type")

    def key(self, inside: _Open) -> None:
        start = self.at
        kind, number, low = self.head()
        if kind not in (UINT, BYTES, TEXT) or inside.kind not in (-1, kind):
            raise _Fault("cbor-key-type")
        self.leaf(kind, number, low)
        spelled = self.data[start : self.at]
        if inside.kind != -1 and spelled <= inside.last:
            raise _Fault("cbor-unreadable" if spelled == inside.last else "cbor-not-canonical")
        inside.kind, inside.last = kind, spelled


def _text(data: bytes) -> None:
    try:
        check_text(data.decode())
    except UnicodeDecodeError as error:
        raise _Fault("cbor-unreadable") from error
    except Remote as error:
        raise _Fault(error.code) from error
