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
    Language,
    Languages,
    Parts,
    Pattern,
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
PITCH = 10.6  # pt from line to line
LINE = PITCH * MM
RULED = 7.2  # from line to line where there is room for more than one
HAND = 5.3  # mm for a line written by hand
WIDTH = 196.0  # of the text, on A4 and on Letter
EASE = 2.4  # mm that every row of a page gets where there is room
PAD = 0.5  # above and below the words of a cell
PAD_OF_TABLE = 0.8  # the same in a listing
SIDE = 1.2  # left and right of them
# Page height, head margin and foot margin; the foot holds one line of footer, or two.
PAPERS = {"a4": (210.0, 297.0, 9.0, 12.0), "letter": (215.9, 279.4, 6.5, 10.0)}
TITLE = 9.5
TITLE_SIZE, TITLE_PITCH = 13.0, 17.0  # pt of type, and from line to line
TICK = 1.25  # em: a box and the space after it
BULLET = "▪ "  # before each of several fields in one cell
SPACE = 0.224  # em
BETWEEN = 3 * SPACE  # between two boxes, and between a label and what follows
_SLACK = 1.01
# fmt: off
_ASCII = (224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555, 555, 555,
          555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742,
          633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620, 554, 325, 564,
          607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555)
# fmt: on


Unit = tuple[float, float]  # what is not broken, and the space after it, which may hang over the end of a line; em


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


def wrapped(units: list[Unit], width: float) -> int:
    """How many lines of `width` em the units take, none of them broken unless it is longer than a line."""
    lines, at = 1, 0.0
    for unit, gap in units:
        if at and at + unit > width:
            lines, at = lines + 1, 0.0
        while unit > width:
            lines, unit = lines + 1, unit - width
        at += unit + gap
    return lines


def title_height(title: Title, languages: Languages) -> float:
    """Of the head of a sheet, in mm: a name in two languages may take more than one line, and bold type is wider."""
    width = WIDTH * (COLUMNS - (2 if title.number else 0) - (3 if title.mark else 0)) / COLUMNS - 2 * SIDE
    said = "  ".join(words for _, words in title.text.chosen(languages))
    return TITLE + (prose_lines(said, width, 1.06 * TITLE_SIZE) - 1) * TITLE_PITCH * MM


def prose_lines(words: str, width: float, size: float = SIZE) -> int:
    """Lines of a text of `size` pt in `width` mm."""
    room = width / (size * MM) / _SLACK
    return sum(wrapped(_pieces(line), room) for line in words.split("\n"))


def _folded(words: str) -> str:
    return words.replace("-", " ").replace("_", " ").replace(":", " ").replace("+", " ").casefold()


def coded(code: str, label: Both, languages: Languages) -> list[tuple[Language | None, str]]:
    """A code (no language) and its labels, as printed. A label that only says the code again is left to the code:
    `status 核实状态`, not `status status 核实状态`."""
    said = label.chosen(languages)
    if not code:
        return list(said)
    same = {_folded(code), _folded(code.rpartition(".")[2])}
    return [(None, code), *((one, words) for one, words in said if _folded(words) not in same)]


def tick_words(tick: Tick, languages: Languages) -> list[tuple[Language | None, str]]:
    return coded(tick.code, tick.label, languages)


def _pieces(words: str, bold: bool = False) -> list[Unit]:
    found = []
    for piece in pieces(words):
        bare = piece.rstrip(" ")
        found.append((ems(bare, bold), ems(piece[len(bare) :])))
    return found


def _units(parts: list[tuple[Language | None, str]], bold: bool = False) -> list[Unit]:
    """What a line may hold of these, piece by piece; two spaces between one and the next."""
    found: list[Unit] = []
    for number, (one, words) in enumerate(parts):
        found += [(0.0, 2 * SPACE)] if number else []
        found += _pieces(words, bold or one is None)
    return found


def _ticks(value: Ticks, languages: Languages) -> list[Unit]:
    each = [(tick_words(tick, languages), tick.on) for tick in value.options]
    return [(sum(map(sum, _units(words, on))) + TICK, BETWEEN) for words, on in each]


def inline(field: Field, languages: Languages) -> list[Unit]:
    """A field's label and, beside it, its value."""
    label = [*_units(coded(field.code, field.label, languages)), (0.0, BETWEEN)]
    match field.value:
        case Ticks():
            return [*label, *_ticks(field.value, languages)]
        case Written(text):
            return [*label, *_pieces(text, bold=True)]
        case Pattern(text):
            return [*label, (ems(text), 0.0)]
        case Gap(missing):
            return [*label, (4.0, SPACE), *_units(list(missing.chosen(languages)))]
        case Parts(fields):
            inside = [unit for one in fields for unit in (*_whole(one, languages), (0.0, BETWEEN))]
            return [*label, *inside] if field.code or field.label.chosen(languages) else inside
        case Blank():
            return label


def _whole(field: Field, languages: Languages) -> list[Unit]:
    """As `inline`, the bullet and the label never broken."""
    bare = replace(field, value=Blank())
    label = inline(bare, languages)
    return [(ems(BULLET) + sum(map(sum, label)) - BETWEEN, BETWEEN), *inline(field, languages)[len(label) :]]


def cell_lines(field: Field | Band, width: float, languages: Languages) -> int:
    """Printed lines of a cell `width` mm wide (its edges not counted)."""
    room = width / (SIZE * MM) / _SLACK
    label = _units(coded(field.code, field.label, languages))
    if isinstance(field, Band):
        note = [] if field.note is None else _units(list(field.note.chosen(languages)))
        return wrapped([*label, (0.0, 1.0), *note], room)
    match field.value:
        case Ticks(_, True):
            return wrapped(label, room) + sum(wrapped([one], room) for one in _ticks(field.value, languages))
        case Ticks() if field.below:
            return wrapped(label, room) + wrapped(_ticks(field.value, languages), room)
        case Written(text) if field.below:
            return wrapped(label, room) + prose_lines(text, width)
    return wrapped(inline(field, languages), room)


def row_height(row: Row, languages: Languages) -> float:
    """The least height of a row: its words, or the lines to be written by hand, whatever needs more."""
    tall = 0.0
    for field in row:
        width = WIDTH * field.span / COLUMNS - 2 * SIDE
        least = cell_lines(field, width, languages) * LINE + 2 * PAD
        if isinstance(field, Field) and not isinstance(field.value, Ticks):
            least = max(least, _by_hand(field, width, languages))
        tall = max(tall, least)
    return tall


def rules(field: Field, tall: float, languages: Languages) -> list[float]:
    """How far below the top of its cell (mm) the lines to write on stand in a field `tall` mm high; none for a line or two."""
    if not (field.below and isinstance(field.value, Blank)) and not isinstance(field.value, Parts):
        return []
    if isinstance(field.value, Parts) and (
        field.lines == 0 or any(isinstance(f.value, Written) for f in field.value.fields)
    ):
        return []
    width = WIDTH * field.span / COLUMNS - 2 * SIDE
    label = cell_lines(field, width, languages) * LINE + PAD
    room = tall - label
    number = max(int(room / RULED), min(field.lines, int(room / HAND)))
    return [label + room * at / number for at in range(1, number)] if number > 1 else []


def _by_hand(field: Field, width: float, languages: Languages) -> float:
    if isinstance(field.value, Parts):  # what is filled in already needs no line to write on
        filled = any(isinstance(one.value, Written) for one in field.value.fields)
        return 0.0 if filled else cell_lines(field, width, languages) * LINE + field.lines * HAND + PAD
    if field.below:
        label = cell_lines(replace(field, value=Blank()), width, languages)
        return label * LINE + field.lines * HAND + PAD
    return field.lines * HAND + 0.4


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
            return title_height(block, languages)
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
    return most * LINE + 2 * PAD_OF_TABLE


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
        rows_in_all = sum(map(len, heights))
        ease = (
            min(EASE, spare * 0.4 / rows_in_all) if rows_in_all else 0.0
        )  # every row a little, before some get the rest
        heights = [[tall + ease for tall in rows] for rows in heights]
        spare -= ease * rows_in_all
        shares = [[max((f.grow for f in row if isinstance(f, Field)), default=0) for row in g.rows] for g in grids]
        total = sum(map(sum, shares))
        if total:
            heights = [
                [tall + spare * share / total for tall, share in zip(rows, given, strict=True)]
                for rows, given in zip(heights, shares, strict=True)
            ]
    return [Settled(grid, tuple(rows)) for grid, rows in zip(grids, heights, strict=True)]
