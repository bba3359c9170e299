"""Pages: both writers print the same rows in the same order, the same bytes each time, and nothing is lost on the way."""

from __future__ import annotations

import dataclasses
import io
import re

import docx as python_docx
import pypdfium2
import pytest
from docx.table import _Cell

from detente.codec.errors import Local
from detente.documents import (
    Band,
    Both,
    Box,
    Document,
    Field,
    Gap,
    Grid,
    Heading,
    Prose,
    Sheet,
    Table,
    Tick,
    Ticks,
    Title,
    Written,
    docx,
    pdf,
)
from detente.documents.model import Language, Paper

YES, NO = Tick(Both("yes", "是"), "yes", on=True), Tick(Both("no", "否"), "no")
SHEET = Sheet(
    (
        Title(Both("Report", "报告"), "R1", Both("of one office", "一个办公室"), "EXAMPLE 示例"),
        Grid(
            (
                (Band(Both("The event", "事件"), "coded"),),
                (
                    Field(Both("when", "时间"), "detected", Written("2026-10-01 08:00 UTC"), 6),
                    Field(Both("still going on?", "是否仍在持续"), "going_on", Ticks((YES, NO)), 6),
                ),
                (
                    Field(
                        Both("plain statement", "情况简述"),
                        "plain",
                        Written("Said “plainly”.\nTwice.", "en"),
                        below=True,
                    ),
                ),
                (Field(Both("version", "版本"), value=Gap(Both("not known yet", "尚不清楚"))),),
                (Field(Both("by hand", "手写"), below=True, lines=3, grow=1),),
            )
        ),
        Heading(Both("Codes", "代码"), "T1"),
        Table((Both("code", "代码"), Both("words", "用语")), (("A", Both("first", "第一")), ("B", "second")), (2, 10)),
        Prose(Both("A paragraph.", "一段文字。")),
        Box(Both("Received, no position implied.", "已收悉，不代表任何立场。")),
    ),
    footer=(Both("Form R1", "表 R1"),),
    fit=True,
)
DOCUMENT = Document("Report R1", (SHEET,))


def pages(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


def rows(data: bytes) -> list[str]:
    made = python_docx.Document(io.BytesIO(data))
    return ["|".join(_Cell(c, row._parent).text for c in row._tr.tc_lst) for t in made.tables for row in t.rows]


def signs(words: str) -> str:
    """Without spaces, joiners and boxes, which the two writers make in their own ways."""
    return re.sub(r"[\s\u00a0\u2060☐☒|]", "", words).replace("\u2011", "-")


@pytest.mark.parametrize("write", [pdf.write, docx.write])
def test_the_same_document_is_the_same_bytes(write: object) -> None:
    assert callable(write)
    assert write(DOCUMENT) == write(DOCUMENT)
    assert write(dataclasses.replace(DOCUMENT, languages=("zh", "en"))) != write(DOCUMENT)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_sheet_that_is_to_fit_is_one_page_whose_size_is_the_papers(paper: Paper) -> None:
    made = pypdfium2.PdfDocument(pdf.write(dataclasses.replace(DOCUMENT, paper=paper)))
    assert len(made) == 1
    assert [round(side) for side in made[0].get_size()] == {"a4": [595, 842], "letter": [612, 792]}[paper]


def test_both_writers_print_every_row_in_the_same_order() -> None:
    (printed,) = pages(pdf.write(DOCUMENT))
    at = -1
    for row in rows(docx.write(DOCUMENT)):
        for cell in row.split("|"):
            found = signs(printed).find(signs(cell), 0)
            assert found >= 0, cell
            if cell and signs(cell) not in ("B", "A"):
                assert found > at or "EXAMPLE" in cell or "Report" in cell, cell
                at = max(at, found)


@pytest.mark.parametrize(
    ("languages", "first", "second"), [(("en", "zh"), "Report", "报告"), (("zh", "en"), "报告", "Report")]
)
def test_each_order_of_the_languages_prints_the_same_words(
    languages: tuple[Language, ...], first: str, second: str
) -> None:
    (printed,) = pages(pdf.write(dataclasses.replace(DOCUMENT, languages=languages)))
    assert printed.index(first) < printed.index(second)
    other = pages(pdf.write(DOCUMENT))[0]
    assert sorted(signs(printed)) == sorted(signs(other))


def test_one_language_alone_prints_nothing_of_the_other() -> None:
    (printed,) = pages(pdf.write(dataclasses.replace(DOCUMENT, languages=("zh",))))
    assert "报告" in printed and "Report" not in printed and "page" not in printed


def test_what_does_not_fit_is_refused_and_never_cut_off() -> None:
    long = Field(Both("plain", "简述"), value=Written("word " * 4000, "en"), below=True)
    sheet = dataclasses.replace(SHEET, blocks=(Grid(((long,),)),))
    for write in (pdf.write, docx.write):
        with pytest.raises(Local) as refused:
            write(dataclasses.replace(DOCUMENT, sheets=(sheet,)))
        assert refused.value.code == "page-overflow"
    flowing = dataclasses.replace(sheet, blocks=(Prose("word " * 4000, "en"),), fit=False)
    printed = pages(pdf.write(dataclasses.replace(DOCUMENT, sheets=(flowing,))))
    assert len(printed) > 1 and sum(page.count("word") for page in printed) == 4000
    assert f"page {len(printed)} of {len(printed)}" in printed[-1]


def test_words_are_never_read_as_markup() -> None:
    odd = '#let x = 1 *bold* _it_ $x$ <label> @ref \\ "quoted" `raw` // no comment'
    sheet = Sheet((Prose(odd, "en"), Grid(((Field(Both(odd, odd), odd, Written(odd)),),))))
    (printed,) = pages(pdf.write(Document(odd, (sheet,))))
    assert signs(printed).count(signs(odd)) == 3  # the paragraph; the code, which is its own label; the value
    assert odd in rows(docx.write(Document(odd, (sheet,))))[0]


def test_a_character_that_no_font_holds_is_named() -> None:
    with pytest.raises(Local) as refused:
        pdf.write(Document("x", (Sheet((Prose("a \U00017000 b", "en"),)),)))
    assert refused.value.code == "font-missing" and "\U00017000" in str(refused.value.values["text"])


def test_a_name_that_takes_two_lines_has_the_room_of_two() -> None:
    """A row of fixed height cut the second line of a long name off, under whatever program opened the file."""
    long = Both(
        "A guide of many words on emergency response for services", "一份名称很长的服务安全应急响应指南及其附件目录"
    )
    for name, lines in ((Both("Short", "短"), 1), (long, 2)):
        made = python_docx.Document(io.BytesIO(docx.write(Document("", (Sheet((Title(name), Prose(name))),)))))
        [height] = made.tables[0].rows[0]._tr.xpath("./w:trPr/w:trHeight/@w:val")
        assert (int(height) / 20 >= 17 * lines + 5) and (lines == 2 or int(height) / 20 < 2 * 17)


def test_pages_of_one_sheet_are_counted_by_whatever_program_opens_them() -> None:
    """LibreOffice has no count of a section's pages: a form of two pages said `page 2 of 1`."""
    for sheets, code in ((1, "NUMPAGES"), (2, "SECTIONPAGES")):
        made = python_docx.Document(io.BytesIO(docx.write(Document("", (Sheet((Prose("x", "en"),)),) * sheets))))
        asked = [one.text for one in made.sections[0].footer.paragraphs[0]._p.xpath(".//w:instrText")]
        assert asked == ["PAGE", code] * 2  # in either language
