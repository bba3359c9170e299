"""Pages to print, mail, fax and fill in by hand: a small description of a page, and two writers, PDF and DOCX.

How to use it:

    from detente.documents import Band, Both, Document, Field, Gap, Grid, Prose, Sheet, Tick, Ticks, Title, Written

    sheet = Sheet(
        blocks=(
            Title(Both("Report", "报告"), number="R1"),
            Grid((
                (Band(Both("The event", "事件")),),
                (Field(Both("when", "时间"), value=Written("2026-10-01 08:00 UTC"), span=6),
                 Field(Both("still going on?", "是否仍在持续"), code="going_on", span=6,
                       value=Ticks((Tick(Both("yes", "是"), on=True), Tick(Both("no", "否")))))),
                (Field(Both("what happened", "情况"), value=Written("An agent …", "en"), below=True, lines=5),),
                (Field(Both("weight of the model", "模型规模"), value=Gap(Both("not known yet", "尚不清楚"))),),
            )),
            Prose("A paragraph in one language only.", "en"),
            Table((Both("code", "代码"), Both("words", "用语")), (("A", Both("…", "…")),), widths=(2, 10)),
        ),
        footer=(Both("Form R1", "表 R1"),),
    )
    data = pdf.write(Document("Report R1", (sheet,), languages=("zh", "en"), paper="a4"))
    data = docx.write(Document(…))

- `Both` is one label in both languages; `Document.languages` says which are printed and which stands first: ("en", "zh"),
  ("zh", "en"), ("zh",). A party prints its own language first, as in the alternat of treaties; nothing else differs.
- A `Sheet` begins on a new page and counts its own pages in its footer. `fit=True`: the sheet is exactly one page, and the rows
  marked `grow` share what room is left. If it cannot fit, `Local("page-overflow")` says by how much; nothing is cut off.
- A `Grid` has twelve columns; the spans of a row's fields add up to 12. A `Field` without a value is left to be written by hand:
  `lines` is how many lines of handwriting it holds. `code` is the name of the field in a draft and stands before its label.
- `Pattern` is places for digits; `Parts` are several small fields in one cell that share the lines under them.
- `Gap` marks what is still missing, so that nobody takes an empty place for an answer. `Ticks` are boxes; one that is `on` is
  crossed, and set bold, so that a fax shows it.
- Nothing here knows messages, regimes or sentences: whoever builds a page brings its words from the catalogue or from data.
- Same input, same bytes (PDF/A-2u and DOCX), with the fonts of this package. A character these do not hold is set in a font of
  the machine; if there is none, `pdf.write` raises `Local("font-missing", text=…)`. `Local("documents-missing")`: the packages
  of the extra `documents` are not installed. No greys, no rule thinner than 0.6 pt, no type below 9 pt: a fax keeps it.
"""

from __future__ import annotations

from detente.documents.model import (
    Band,
    Blank,
    Both,
    Box,
    Document,
    Field,
    Gap,
    Grid,
    Heading,
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

__all__ = [
    "Band",
    "Blank",
    "Both",
    "Box",
    "Document",
    "Field",
    "Gap",
    "Grid",
    "Heading",
    "Parts",
    "Pattern",
    "Prose",
    "Sheet",
    "Table",
    "Tick",
    "Ticks",
    "Title",
    "Written",
]
