"""How much room words take, so that both writers lay out the same rows. Lengths are millimetres; type is 9 pt.

The widths are those of the fonts of this package, a little widened: DOCX is set in whatever fonts its reader has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.codec.errors import Local
from detente.documents.model import (
    COLUMNS,
    Band,
    Blank,
    Both,
    Box,
    Document,
    Field,
    Gap,
    Grid,
    Heading,
    Languages,
    Prose,
    Row,
    Sheet,
    Table,
    Tick,
    Ticks,
    Title,
    Written,
)

MM = 25.4 / 72  # of a point
SIZE = 9.0  # pt of type
PITCH = 11.6  # pt from line to line
LINE = PITCH * MM
HAND = 6.6  # mm for a line written by hand
WIDTH = 190.0  # of the text, on A4 and on Letter
PAD = 0.7  # above and below the words of a cell
SIDE = 1.2  # left and right of them
# Page height, head margin and foot margin; the foot holds two lines of footer.
PAPERS = {"a4": (210.0, 297.0, 12.0, 15.5), "letter": (215.9, 279.4, 9.5, 14.5)}
TITLE = 13.0
TICK = 1.25  # em: a box and the space after it
BETWEEN = 1.0  # em between two boxes, and between a label and what follows
_SLACK = 1.05
# fmt: off
_ASCII = (224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555, 555, 555,
          555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742,
          633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620, 554, 325, 564,
          607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555)
# fmt: on


def ems(words: str, bold: bool = False) -> float:
    """The width of words on one line, in units of the type's size."""
    wide = 0.0
    for sign in words:
        point = ord(sign)
        if point < 0x7F:
            wide += _ASCII[max(point, 32) - 32] / 1000
        else:
            wide += 0.6 if point < 0x2000 else 1.0
    return wide * (1.04 if bold else 1.0)


def pieces(words: str) -> list[str]:
    """Where a line may break: after a space, and between any two Han characters."""
    found: list[str] = []
    word = ""
    for sign in words:
        if ord(sign) >= 0x2E80:
            found += [word, sign] if word else [sign]
            word = ""
        elif sign == " ":
            found.append(word + sign)
            word = ""
        else:
            word += sign
    return [*found, word] if word else found


def wrapped(units: list[float], width: float) -> int:
    """How many lines of `width` em the units take, none of them broken unless it is longer than a line."""
    lines, at = 1, 0.0
    for unit in units:
        if at and at + unit > width:
            lines, at = lines + 1, 0.0
        while unit > width:
            lines, unit = lines + 1, unit - width
        at += unit
    return lines


def prose_lines(words: str, width: float) -> int:
    """Lines of a text in `width` mm."""
    room = width / (SIZE * MM) / _SLACK
    return sum(wrapped([ems(piece) for piece in pieces(line)], room) for line in words.split("\n"))


def label_words(field: Field | Band, languages: Languages) -> list[str]:
    return [*([field.code] if field.code else []), *(words for _, words in field.label.chosen(languages))]


def tick_words(tick: Tick, languages: Languages) -> list[str]:
    """Code and labels; a code that is the English label already, and English being printed, stands once."""
    words = [said for _, said in tick.label.chosen(languages)]
    plain = tick.code.replace("-", " ").replace(":", " ").casefold()
    same = any(plain == said.replace("-", " ").replace(":", " ").casefold() for said in words)
    return words if same or not tick.code else [tick.code, *words]


def cell_lines(field: Field | Band, width: float, languages: Languages) -> int:
    """Printed lines of a cell `width` mm wide (its edges not counted)."""
    room = width / (SIZE * MM) / _SLACK
    label = [ems(piece, bold=True) for words in label_words(field, languages) for piece in pieces(words + " ")]
    if isinstance(field, Band):
        note = [] if field.note is None else [words for _, words in field.note.chosen(languages)]
        return wrapped(label + [ems(piece) for words in note for piece in pieces(words + " ")], room)
    match field.value:
        case Ticks(options, apart):
            each = [ems(" ".join(tick_words(tick, languages)), tick.on) + TICK + BETWEEN for tick in options]
            if apart:
                return wrapped(label, room) + sum(wrapped([one], room) for one in each)
            return wrapped(label, room) + wrapped(each, room) if field.below else wrapped([*label, *each], room)
        case Written(text) if field.below:
            return wrapped(label, room) + prose_lines(text, width)
        case Written(text):
            return wrapped([*label, BETWEEN, *(ems(piece, bold=True) for piece in pieces(text))], room)
        case Gap(missing):
            said = [ems(piece) for _, words in missing.chosen(languages) for piece in pieces(words + " ")]
            return wrapped([*label, 3.0, *said], room)
        case Blank():
            return wrapped(label, room)


def row_height(row: Row, languages: Languages) -> float:
    """The least height of a row: its words, or the lines to be written by hand, whatever needs more."""
    tall = 0.0
    for field in row:
        width = WIDTH * field.span / COLUMNS - 2 * SIDE
        lines = cell_lines(field, width, languages)
        least = lines * LINE + 2 * PAD
        if isinstance(field, Field) and not isinstance(field.value, Ticks):
            hand = field.lines * HAND + (1.0 if not field.below else 0.0)
            if field.below:
                labels = cell_lines(replace(field, value=Blank()), width, languages)
                hand = labels * LINE + field.lines * HAND + PAD
            least = max(least, hand)
        tall = max(tall, least)
    return tall


@dataclass(frozen=True)
class Settled:
    """A grid and the height of each of its rows."""

    grid: Grid
    heights: tuple[float, ...]


def body_height(paper: str) -> float:
    _, tall, head, foot = PAPERS[paper]
    return tall - head - foot


def block_height(block: Title | Heading | Prose | Box | Grid | Table, languages: Languages) -> float:
    match block:
        case Title():
            return TITLE
        case Heading():
            return 2.0 * LINE
        case Prose(text) | Box(text):
            said = [text] if isinstance(text, str) else [words for _, words in text.chosen(languages)]
            width = WIDTH if isinstance(block, Prose) else WIDTH - 2 * SIDE
            gap = 2.7 if isinstance(block, Prose) else 2 * PAD + 2.7
            return sum(prose_lines(words, width) for words in said) * LINE + gap
        case Grid(rows):
            return sum(row_height(row, languages) for row in rows)
        case Table(heads, rows, widths):
            return sum(table_row(row, widths, languages) for row in (heads, *rows))


def table_row(row: tuple[Both | str, ...], widths: tuple[int, ...], languages: Languages) -> float:
    most = 1
    for cell, share in zip(row, widths, strict=True):
        width = WIDTH * share / sum(widths) - 2 * SIDE
        said = [cell] if isinstance(cell, str) else [words for _, words in cell.chosen(languages)]
        most = max(most, prose_lines(" ".join(said), width))
    return most * LINE + 2 * PAD


def settled(sheet: Sheet, document: Document) -> list[Settled]:
    """Row heights of every grid of a sheet; on a sheet that is to `fit`, what room is left is shared by the rows that grow.

    `Local("page-overflow")` when the sheet is to fit and does not: `over` is how many mm are missing.
    """
    languages = document.languages
    grids = [block for block in sheet.blocks if isinstance(block, Grid)]
    heights = [[row_height(row, languages) for row in grid.rows] for grid in grids]
    if sheet.fit:
        others = sum(block_height(block, languages) for block in sheet.blocks if not isinstance(block, Grid))
        spare = body_height(document.paper) - others - sum(map(sum, heights)) - 0.5
        if spare < 0:
            raise Local("page-overflow", over=round(-spare, 1), title=document.title)
        shares = [[max((f.grow for f in row if isinstance(f, Field)), default=0) for row in g.rows] for g in grids]
        total = sum(map(sum, shares))
        if total:
            heights = [
                [tall + spare * share / total for tall, share in zip(rows, given, strict=True)]
                for rows, given in zip(heights, shares, strict=True)
            ]
    return [Settled(grid, tuple(rows)) for grid, rows in zip(grids, heights, strict=True)]
