"""Signed notes (c2sp.org/signed-note): a text and, below its last empty line, who signed it.

    TEXT, ending in a newline
    (empty line)
    — NAME base64(key id || signature)        one or more such lines, each ending in a newline

Here only the form: `parse` proves nothing about a signature. It is strict, so what parses is rendered back to
the same bytes, and a note cannot carry anything beside its text and its signature lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from detente.codec.errors import Remote
from detente.codec.limits import MAX_CHECKPOINT
from detente.codec.text import base64_text, from_base64

MAX_LINES = 16  # the specification asks verifiers to accept this many
_DASH = "\u2014 "
# Every control but newline, C1 too: a terminal obeys some of them.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One signature line: key name, 4-byte key id, and the bytes after the key id."""

    name: str
    key_id: bytes
    signature: bytes


def key_id(name: str, type_byte: int, public: bytes) -> bytes:
    """SHA-256(name || newline || signature type || public key)[:4]: which key to try. It proves nothing."""
    return sha256(name.encode() + b"\n" + bytes([type_byte]) + public).digest()[:4]


def render(text: str, lines: Iterable[Line]) -> bytes:
    """The note's bytes. What `parse` would not read back unchanged is refused with its reason."""
    ordered = tuple(lines)
    body = "".join(f"{_DASH}{line.name} {base64_text(line.key_id + line.signature)}\n" for line in ordered)
    data = f"{text}\n{body}".encode("utf-8", "surrogatepass")  # a surrogate is refused as not UTF-8 below
    if parse(data) != (text, ordered):
        raise Remote("note-form")
    return data


def parse(data: bytes, limit: int = MAX_CHECKPOINT) -> tuple[str, tuple[Line, ...]]:
    """The text, with its last newline, and the signature lines in their order. `limit`: bytes looked at.

    Raises `Remote`: `note-too-large`, `note-not-utf8`, `note-control`, `note-form` (no text, no empty line,
    no signature, or something else below it), `note-too-many-lines`, `note-name`, `note-signature`.
    """
    if len(data) > limit:
        raise Remote("note-too-large", size=len(data), limit=limit)
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Remote("note-not-utf8") from error
    # The text may hold empty lines itself: the last one parts it from the signatures.
    above, parted, below = whole.rpartition("\n\n")
    if not parted or not below.endswith("\n"):
        raise Remote("note-form")
    if _CONTROL.search(above):
        raise Remote("note-control")
    rows = below[:-1].split("\n")
    if len(rows) > MAX_LINES:
        raise Remote("note-too-many-lines", limit=MAX_LINES)
    return above + "\n", tuple(map(_line, rows))


def _line(row: str) -> Line:
    match row.removeprefix(_DASH).split(" "):
        case [name, signature] if row.startswith(_DASH):
            pass
        case _:
            raise Remote("note-form")
    if not name or "+" in name or _CONTROL.search(name) or any(map(str.isspace, name)):
        raise Remote("note-name")
    try:
        value = from_base64(signature)
    except Remote as error:
        raise Remote("note-signature") from error
    if len(value) < 5:  # a key id and at least one byte
        raise Remote("note-signature")
    return Line(name, value[:4], value[4:])
