"""Plain text of any length, read in pieces that end where a paragraph or a sentence does, so that memory stays flat."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from detente.readouts.reading import encodings

PIECE = 1 << 20  # characters
_ENDS = ("\n\n", "\n", "。", ". ", "；", "，", " ")


def pieces(file: BinaryIO) -> Iterator[tuple[int, str, int]]:
    """(offset of the piece in the text, its text, bytes in it that could not be read)."""
    head = file.read(encodings.SAMPLE)
    encoding, _ = encodings.detect(head)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    held, offset = decoder.decode(head), 0
    while True:
        data = file.read(PIECE)
        held += decoder.decode(data, final=not data)
        while len(held) > PIECE or (not data and held):
            cut = len(held) if len(held) <= PIECE else _cut(held)
            piece, held = held[:cut], held[cut:]
            yield offset, piece, piece.count("\ufffd")
            offset += len(piece)
        if not data:
            return


def _cut(text: str) -> int:
    for end in _ENDS:
        at = text.rfind(end, PIECE // 2, PIECE)
        if at >= 0:
            return at + len(end)
    return PIECE
