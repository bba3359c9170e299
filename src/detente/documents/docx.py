"""Pages as DOCX, for an office that fills them in on a screen: the same rows, heights and order as the PDF.

Type is named, not carried: Arial for Latin and Microsoft YaHei for Han, which Windows has in every language and LibreOffice and
macOS replace by what they have. Heights of rows are fixed, so a page stays a page whatever font takes their place.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from detente.codec.errors import Local
from detente.documents import measure
from detente.documents.measure import BULLET, PAPERS, Settled, coded, settled, tick_words
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
    Sheet,
    Table,
    Tick,
    Ticks,
    Title,
    Written,
)
from detente.documents.ooxml import cells, element, han, mm, points, qn, right, small, steady

SHORT = 30  # characters of a value that is not broken
LATIN, HAN, SIGNS = "Arial", "Microsoft YaHei", "MS Gothic"
TAGS = {"en": "en-US", "zh": "zh-CN"}
SIZE = 9.0
SPARE = 3.0  # mm of the foot margin given to the body: another program may need a little more height
TWIPS = 56.6929  # of a millimetre


def write(document: Document) -> bytes:
    """The whole file; the same document is the same bytes. `Local("page-overflow")`, `Local("documents-missing")`."""
    try:
        import docx
    except ImportError as error:
        raise Local("documents-missing", package="python-docx") from error
    made = docx.Document()
    body = made.element.body
    for old in list(body):
        if not old.tag.endswith("sectPr"):
            body.remove(old)
    _style(made)
    about = made.core_properties
    when = datetime.datetime.fromtimestamp(document.at / 1000, datetime.UTC).replace(tzinfo=None)
    about.title, about.subject, about.author, about.comments = document.title, document.subject, "", ""
    about.created = about.modified = when
    about.last_modified_by = ""
    for number, sheet in enumerate(document.sheets):
        page = made.sections[0] if number == 0 else made.add_section()
        _Pages(made, page, sheet, document).fill()
    for paragraph in made.paragraphs:
        if paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:sectPr")) is not None:
            small(paragraph)  # what ends a section needs no line of its own
    held = io.BytesIO()
    made.save(held)
    return steady(held.getvalue())


def _style(made: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(SIZE)
    fonts = normal.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), HAN)
    fonts.set(qn("w:cs"), LATIN)
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = Pt(measure.PITCH)


class _Pages:
    """One sheet into one section of the file."""

    def __init__(self, made: Any, page: Any, sheet: Sheet, document: Document) -> None:
        self.made, self.page, self.sheet = made, page, sheet
        self.languages: Languages = document.languages
        self.grids = iter(settled(sheet, document))
        self.paper = document.paper
        self.alone = len(document.sheets) == 1

    def fill(self) -> None:
        from docx.shared import Mm

        wide, tall, top, foot = PAPERS[self.paper]
        page = self.page
        page.page_width, page.page_height = Mm(wide), Mm(tall)
        page.left_margin = page.right_margin = Mm((wide - measure.WIDTH) / 2)
        page.top_margin, page.bottom_margin = Mm(top), Mm(foot - SPARE)
        page.header_distance, page.footer_distance = Mm(4), Mm(4)
        page.footer.is_linked_to_previous = False
        numbering = element("pgNumType", start=1)
        page._sectPr.append(numbering)
        self._footer()
        for block in self.sheet.blocks:
            self._block(block)

    def _footer(self) -> None:
        paragraph = self.page.footer.paragraphs[0]
        edge = element("pBdr")
        edge.append(element("top", val="single", sz=6, space=1, color="000000"))
        paragraph._p.get_or_add_pPr().append(edge)
        paragraph.style = self.made.styles["Normal"]
        for number, piece in enumerate(self.sheet.footer):
            self._run(paragraph, "   " if number else "")
            self._both(paragraph, piece)
        paragraph.paragraph_format.tab_stops.add_tab_stop(mm(measure.WIDTH), right())
        self._run(paragraph, "\t")
        for count, language in enumerate(self.languages):
            before, between, after = ("page ", " of ", "") if language == "en" else ("第 ", " 页，共 ", " 页")
            self._run(paragraph, ("  " if count else "") + before, language)
            self._number(paragraph, "PAGE")
            self._run(paragraph, between, language)
            # LibreOffice knows no count of a section's pages, and would print the 1 that stands in for it.
            self._number(paragraph, "NUMPAGES" if self.alone else "SECTIONPAGES")
            self._run(paragraph, after, language)

    def _number(self, paragraph: Any, code: str) -> None:
        for part in ("begin", None, "separate", "1", "end"):
            run = self._run(paragraph, "1" if part == "1" else "")
            if part is None:
                asked = element("instrText")
                asked.text = code
                run._r.append(asked)
            elif part != "1":
                run._r.append(element("fldChar", fldCharType=part))

    def _block(self, block: Any) -> None:
        match block:
            case Title():
                self._title(block)
            case Heading(text, number):
                paragraph = self._paragraph(before=4 * 2.83, after=1.6 * 2.83)
                paragraph.paragraph_format.keep_with_next = True
                if number:
                    self._run(paragraph, number + "  ", size=11, bold=True)
                self._both(paragraph, text, size=11, bold=True)
            case Prose(text, language, bold):
                said = [(language, text)] if isinstance(text, str) else text.chosen(self.languages)
                for count, (one, words) in enumerate(said):
                    paragraph = self._paragraph(after=4.25 if count == len(said) - 1 else 0)
                    self._run(paragraph, words, one, bold=bold)
            case Box(text):
                table = self._table(((COLUMNS,),), (COLUMNS,))
                self._cell_words(table.cell(0, 0), [(one, words) for one, words in text.chosen(self.languages)])
                self._paragraph(after=0).paragraph_format.line_spacing = points(3)
            case Grid():
                self._grid(next(self.grids))
            case Table():
                self._listed(block)

    def _title(self, title: Title) -> None:
        number, mark = 2 if title.number else 0, 3 if title.mark else 0
        spans = tuple(span for span in (number, COLUMNS - number - mark, mark) if span)
        table = self._table((spans,), (1,) * COLUMNS, edges=False)
        self._tall(table.rows[0], measure.title_height(title, self.languages))
        inside = cells(table.rows[0])
        if title.number:
            paragraph = inside.pop(0).paragraphs[0]
            paragraph.paragraph_format.line_spacing = points(24)
            self._run(paragraph, title.number, size=20, bold=True)
        paragraph = inside[0].paragraphs[0]
        paragraph.paragraph_format.line_spacing = points(measure.TITLE_PITCH)
        self._both(paragraph, title.text, size=measure.TITLE_SIZE, bold=True)
        if title.under:
            self._both(inside[0].add_paragraph(), title.under)
        if title.mark:
            paragraph = inside[1].paragraphs[0]
            paragraph.alignment = 2
            paragraph.paragraph_format.line_spacing = points(16)
            run = self._run(paragraph, f" {title.mark} ", size=11, bold=True)
            run._r.get_or_add_rPr().append(element("bdr", val="single", sz=10, space=0, color="000000"))

    def _grid(self, made: Settled) -> None:
        table = self._table(tuple(tuple(field.span for field in row) for row in made.grid.rows), (1,) * COLUMNS)
        for row, fields, tall in zip(table.rows, made.grid.rows, made.heights, strict=True):
            self._tall(row, tall)
            for cell, field in zip(cells(row), fields, strict=True):
                self._field(cell, field)

    def _field(self, cell: Any, field: Field | Band) -> None:
        paragraph = cell.paragraphs[0]
        if isinstance(field, Band):
            self._coded(paragraph, coded(field.code, field.label, self.languages), bold=True)
            self._edge(cell)
            if field.note:
                self._run(paragraph, "   ")
                self._both(paragraph, field.note)
            return
        match field.value:
            case Ticks(options, apart) if apart or field.below:
                self._coded(paragraph, coded(field.code, field.label, self.languages))
                for number, tick in enumerate(options):
                    if apart or number == 0:
                        paragraph = cell.add_paragraph()
                    else:
                        self._run(paragraph, "  ")
                    self._tick(paragraph, tick)
                return
            case Written(text, language) if field.below:
                cell.vertical_alignment = 0
                self._coded(paragraph, coded(field.code, field.label, self.languages))
                self._run(cell.add_paragraph(), text, language)
                return
            case (Pattern() | Written()) as value if len(value.text) < SHORT and self._broken(field):
                self._coded(paragraph, coded(field.code, field.label, self.languages))
                self._run(cell.add_paragraph(), value.text, bold=isinstance(value, Written))
                return
            case Blank() | Parts() if (
                field.below or field.lines > 1 or (isinstance(field.value, Parts) and field.lines)
            ):
                cell.vertical_alignment = 0
        self._inline(paragraph, field)

    def _broken(self, field: Field) -> bool:
        """Whether label and value take more than a line: a short value then stands whole on the next one."""
        return measure.cell_lines(field, measure.WIDTH * field.span / COLUMNS - 2 * measure.SIDE, self.languages) > 1

    def _inline(self, paragraph: Any, field: Field) -> None:
        self._coded(paragraph, coded(field.code, field.label, self.languages))
        match field.value:
            case Ticks(options):
                for tick in options:
                    self._run(paragraph, "   ")
                    self._tick(paragraph, tick)
            case Written(text, language):
                self._run(paragraph, "   ")
                self._run(paragraph, text, language, bold=True)
            case Pattern(text):
                self._run(paragraph, "   " + text.replace(" ", "\u00a0").replace("-", "\u2011"))
            case Gap(missing):
                self._run(paragraph, "   [　　]  ", bold=True)
                self._both(paragraph, missing)
            case Parts(fields):
                bare = not field.code and not field.label.chosen(self.languages)
                for number, one in enumerate(fields):
                    self._run(paragraph, "" if bare and number == 0 else "   ")
                    self._in_font(self._run(paragraph, BULLET.replace(" ", "\u00a0")), LATIN)
                    self._inline(paragraph, one)

    def _coded(self, paragraph: Any, parts: list[tuple[Language | None, str]], bold: bool = False) -> None:
        for number, (language, words) in enumerate(parts):
            self._run(paragraph, ("  " if number else "") + words, language, bold=bold or language is None)

    def _in_font(self, run: Any, font: str) -> None:
        """A sign that programs take for Latin in one place and for Han in another."""
        for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn(name), font)

    def _tick(self, paragraph: Any, tick: Tick) -> None:
        self._in_font(self._run(paragraph, "☒" if tick.on else "☐", bold=tick.on), SIGNS)
        for language, words in tick_words(tick, self.languages):  # a box stays with its words
            tied = words if han(words) else words.replace(" ", "\u00a0").replace("-", "\u2011")
            self._run(paragraph, "\u00a0" + tied, language, bold=tick.on or language is None)

    def _listed(self, block: Table) -> None:
        table = self._table(tuple(block.widths for _ in range(len(block.rows) + 1)), (1,) * sum(block.widths))
        for row, said in zip(table.rows, (block.heads, *block.rows), strict=True):
            row._tr.get_or_add_trPr().append(element("cantSplit"))
            for cell, held in zip(cells(row), said, strict=True):
                if isinstance(held, str):
                    self._run(cell.paragraphs[0], held)
                else:
                    self._both(cell.paragraphs[0], held, bold=said is block.heads)
        table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))

    def _table(self, spans: tuple[tuple[int, ...], ...], columns: tuple[int, ...], edges: bool = True) -> Any:
        """A table of fixed widths: one cell a span, so a merged cell is one cell to whoever reads the file."""
        from docx.table import Table as Made

        unit = measure.WIDTH * TWIPS / sum(columns)
        table = element("tbl")
        about = element("tblPr")
        about.append(element("tblW", w=round(measure.WIDTH * TWIPS), type="dxa"))
        about.append(element("tblInd", w=round(measure.SIDE * TWIPS), type="dxa"))
        if edges:
            lines = element("tblBorders")
            for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
                lines.append(element(side, val="single", sz=6, space=0, color="000000"))
            about.append(lines)
        about.append(element("tblLayout", type="fixed"))
        margins = element("tblCellMar")
        for side, wide in (("left", measure.SIDE), ("right", measure.SIDE)):
            margins.append(element(side, w=round(wide * TWIPS), type="dxa"))
        about.append(margins)
        table.append(about)
        grid = element("tblGrid")
        for share in columns:
            grid.append(element("gridCol", w=round(share * unit)))
        table.append(grid)
        for row in spans:
            line = element("tr")
            for span in row:
                cell, props = element("tc"), element("tcPr")
                props.append(element("tcW", w=round(span * unit), type="dxa"))
                props.append(element("gridSpan", val=span))
                props.append(element("vAlign", val="center"))
                cell.append(props)
                cell.append(element("p"))
                line.append(cell)
            table.append(line)
        self.made.element.body.insert_element_before(table, "w:sectPr")
        self._hidden()  # two tables without a paragraph between them would become one
        return Made(table, self.made._body)

    def _tall(self, row: Any, mm: float) -> None:
        row._tr.get_or_add_trPr().append(element("trHeight", val=int(mm * TWIPS), hRule="exact"))

    def _edge(self, cell: Any) -> None:
        lines = element("tcBorders")
        lines.append(element("top", val="single", sz=12, space=0, color="000000"))
        cell._tc.tcPr.insert(2, lines)

    def _paragraph(self, before: float = 0, after: float = 0) -> Any:
        paragraph = self.made.add_paragraph()
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = (
            points(before),
            points(after),
        )
        return paragraph

    def _hidden(self) -> None:
        small(self._paragraph())

    def _cell_words(self, cell: Any, said: list[tuple[Language, str]]) -> None:
        for number, (language, words) in enumerate(said):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            self._run(paragraph, words, language)

    def _both(self, paragraph: Any, text: Both, size: float = SIZE, bold: bool = False) -> None:
        for number, (language, words) in enumerate(text.chosen(self.languages)):
            self._run(paragraph, ("  " if number else "") + words, language, size, bold)

    def _run(
        self, paragraph: Any, words: str, language: Language | None = None, size: float = SIZE, bold: bool = False
    ) -> Any:
        shown = "".join(sign if sign.isprintable() or sign in "\n\t\u3000\u00a0" else "\ufffd" for sign in words)
        run = paragraph.add_run(shown)
        run.bold = bold or None
        if size != SIZE:
            run.font.size = points(size)
        if language:
            tag = element("lang", val="en-US", eastAsia="zh-CN")
            run._r.get_or_add_rPr().append(tag)
        return run
