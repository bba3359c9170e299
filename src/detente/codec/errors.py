"""What goes wrong, by whose fault it is. The core raises a code with values, never a sentence.

The sentences, in English and Chinese, live in the catalogue (`detente/locale`); a code without a
sentence there fails a test. Exit codes for the command: `Local` 64, `Remote` 1, `Damaged` 2.
"""

from __future__ import annotations


class DetenteError(Exception):
    """Base of every error raised on purpose. `code` is a catalogue key, `values` fill its sentence."""

    exit_code = 1
    read: tuple[bytes, int | None] | None = None  # bytes that are not CBOR as it must be, and the tag asked for

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return self.code + ("" if not self.values else " " + repr(self.values))


class Local(DetenteError):
    """This side asked for something that cannot be done. Nothing was sent and nothing was changed."""

    exit_code = 64


class Remote(DetenteError):
    """What arrived does not keep the protocol. `code` is the coded reason a refusal carries."""

    exit_code = 1


class Damaged(DetenteError):
    """Bytes that cannot be read at all: cut short, flipped, or not of this format."""

    exit_code = 2
