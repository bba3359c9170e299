"""What stands on a page, as frozen values: no writer, no language and no paper is chosen here. Lengths are millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]
Languages = tuple[Language, ...]
Paper = Literal["a4", "letter"]
COLUMNS = 12


@dataclass(frozen=True)
class Both:
    """One label in both languages; the two say the same."""

    en: str
    zh: str

    def chosen(self, languages: Languages) -> list[tuple[Language, str]]:
        """(language, words) in the order printed; words that are the same in both stand once."""
        found: list[tuple[Language, str]] = []
        for one in languages:
            words = self.zh if one == "zh" else self.en
            if words and words not in [said for _, said in found]:
                found.append((one, words))
        return found


@dataclass(frozen=True)
class Blank:
    """Room to write in by hand."""


@dataclass(frozen=True)
class Written:
    """Words already filled in, in one language (None: names, numbers and times, which have none)."""

    text: str
    language: Language | None = None


@dataclass(frozen=True)
class Gap:
    """Something is missing here, and this says what."""

    note: Both


@dataclass(frozen=True)
class Tick:
    """A box to tick. `code` is what a draft would hold; where it is the English label, it stands once."""

    label: Both
    code: str = ""
    on: bool = False


@dataclass(frozen=True)
class Ticks:
    """Boxes side by side, broken only between two of them. `apart`: one below the other."""

    options: tuple[Tick, ...]
    apart: bool = False


@dataclass(frozen=True)
class Pattern:
    """Places for digits to write in by hand: `____-__-__ __:__ UTC`."""

    text: str


@dataclass(frozen=True)
class Parts:
    """Several small fields in one cell, one after the other, with room for handwriting they share under them."""

    fields: tuple[Field, ...]


Value = Blank | Written | Gap | Ticks | Pattern | Parts


@dataclass(frozen=True)
class Field:
    """One cell of a grid: the field's code, its label, and its value beside it or (`below`) under it.

    `lines`: how many lines of handwriting it has room for; `grow`: its share of the room a page has left (Sheet.fit).
    """

    label: Both
    code: str = ""
    value: Value = Blank()
    span: int = COLUMNS
    below: bool = False
    lines: int = 1
    grow: int = 0


@dataclass(frozen=True)
class Band:
    """A heading inside a grid, over its whole width. `code`: the section of a draft whose fields follow."""

    label: Both
    code: str = ""
    note: Both | None = None
    span: int = COLUMNS


Row = tuple[Field | Band, ...]


@dataclass(frozen=True)
class Grid:
    """Ruled rows of twelve columns."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Title:
    """The head of a sheet: its number, its name, a line under it, and a mark (`EXAMPLE 示例`) in a frame at the far end."""

    text: Both
    number: str = ""
    under: Both | None = None
    mark: str = ""


@dataclass(frozen=True)
class Heading:
    text: Both
    number: str = ""


@dataclass(frozen=True)
class Prose:
    """A paragraph: in one language (`str`), or in both, one after the other. Line ends in it are kept."""

    text: Both | str
    language: Language | None = None
    bold: bool = False


@dataclass(frozen=True)
class Box:
    """A statement in a frame."""

    text: Both


@dataclass(frozen=True)
class Table:
    """Columns under headings that are repeated on every page. `widths` are shares."""

    heads: tuple[Both, ...]
    rows: tuple[tuple[Both | str, ...], ...]
    widths: tuple[int, ...]


Block = Title | Heading | Prose | Box | Grid | Table


@dataclass(frozen=True)
class Sheet:
    """What begins on a new page. the pieces of `footer` stand in one line at the foot of each of
    its pages, before "page n of m"; `fit`: exactly one page."""

    blocks: tuple[Block, ...]
    footer: tuple[Both, ...] = ()
    fit: bool = False


@dataclass(frozen=True)
class Document:
    """One file. `title` and `subject` go into its properties; `at` (ms UTC) too: no clock is read here."""

    title: str
    sheets: tuple[Sheet, ...]
    languages: Languages = ("en", "zh")
    paper: Paper = "a4"
    subject: str = ""
    at: int = 0
