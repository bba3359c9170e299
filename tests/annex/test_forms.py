"""The annex says on paper what the kinds say in bytes: every field, every code, both languages, one page, the same each time."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import docx as python_docx
import pypdfium2
import pytest
from docx.table import _Cell

from detente.annex import build, places
from detente.annex.forms import FORMS, OF_KIND, SUPPORT, TABLE, Form
from detente.annex.paper import digest, footer, grouped
from detente.annex.places import choices, placed, shapes, wanting
from detente.cli.formats import ORDERS, example
from detente.documents import docx, pdf
from detente.documents.measure import MM, PAPERS, TITLE, WIDTH, settled
from detente.documents.model import Language, Paper
from detente.kinds import LATEST
from detente.kinds.kind import Kind
from detente.locale.render import CODES
from detente.vocabulary import current

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NUMBERS = tuple(TABLE)


def signs(words: str) -> str:
    return re.sub(r"[\s\u00a0☐☒▪|]", "", words).replace("\u2011", "-").replace("\ufffe", "-")


@cache
def printed(number: str, first: Language = "en", paper: Paper = "a4", filled: bool = False) -> tuple[str, ...]:
    form = TABLE[number]
    said = example(form, EXAMPLES, first) if filled else (None, None)
    made = build.document(form, *said, build.MARK if filled else "", ORDERS[first], paper)
    return tuple(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf.write(made)))


def test_the_annex_is_f1_to_f12_and_each_kind_stands_on_one_form() -> None:
    assert tuple(f"F{number}" for number in range(1, 13)) == NUMBERS
    kinds = [kind for form in FORMS for kind in form.kinds]
    assert len(kinds) == len(set(kinds)) == len(OF_KIND) and set(kinds) <= set(LATEST)


@pytest.mark.parametrize("form", FORMS, ids=NUMBERS)
def test_every_field_of_every_kind_has_one_place_and_every_place_a_field(form: Form) -> None:
    assert not wanting(form)
    assert len(placed(form)) == len(set(placed(form)))
    names = [path if path.startswith("courtesy.") else path.partition(".")[2] for path in placed(form)]
    assert len(names) == len(set(names)), "two fields of a form are printed under one name"


def test_a_field_that_a_kind_gains_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    notice = LATEST["notice"]
    wider = Kind(**{**vars(notice), "sections": {**notice.sections, "measures": notice.sections["times"]}})
    monkeypatch.setitem(LATEST, "notice", wider)
    shapes.cache_clear()
    try:
        missed = wanting(TABLE["F1"])
    finally:
        monkeypatch.undo()
        shapes.cache_clear()
    assert {"measures.detected", "measures.taken"} <= missed


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("first", "paper"), [("en", "a4"), ("zh", "letter")])
def test_every_form_is_exactly_one_page_blank_and_with_its_example(number: str, first: Language, paper: Paper) -> None:
    assert len(printed(number, first, paper)) == 1
    assert len(printed(number, first, paper, True)) == 1
    assert "EXAMPLE 示例" in printed(number, first, paper, True)[0].replace("\u00a0", " ")
    assert "EXAMPLE" not in printed(number, first, paper)[0]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("first", ["en", "zh"])
def test_every_code_and_both_labels_of_every_field_and_choice_are_on_the_page(number: str, first: Language) -> None:
    words, form = current(), TABLE[number]
    (page,) = printed(number, first)
    have = signs(page).casefold()
    folded = re.sub(r"[-_:+]", "", have)
    for section, fields in shapes(form).items():
        for name, types in fields.items():
            row = words.fields[name]
            assert name in have, (section, name)
            assert signs(row["zh"]) in have, (section, name)
            assert re.sub(r"[-_:+]", "", signs(row["en"]).casefold()) in folded, (section, name)
            if name == "area":
                continue  # its letters are on the form, their labels in table T1
            table = words.codes["language" if name == "of" else CODES.get(name, name)] if choices(types) else {}
            for code in choices(types):
                assert code in have, (name, code)
                assert signs(table[code]["zh"]).casefold() in have, (name, code)
                assert re.sub(r"[-_:+]", "", signs(table[code]["en"]).casefold()) in folded, (name, code)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_two_prints_differ_only_in_which_language_stands_first(number: str) -> None:
    one, other = printed(number, "en")[0], printed(number, "zh")[0]
    assert sorted(signs(one)) == sorted(signs(other)) and one != other


@pytest.mark.parametrize("number", NUMBERS)
def test_docx_holds_the_same_words_as_the_pdf(number: str) -> None:
    form = TABLE[number]
    for head, filled in ((None, None), example(form, EXAMPLES, "en")):
        made = build.document(form, head, filled, build.MARK if head else "")
        file = python_docx.Document(io.BytesIO(docx.write(made)))
        cells = [_Cell(c, row._parent).text for table in file.tables for row in table.rows for c in row._tr.tc_lst]
        (page,) = printed(number, "en", "a4", head is not None)
        shown = signs(page)
        for cell in cells:
            assert signs(cell) in shown, cell


@pytest.mark.parametrize("number", NUMBERS)
def test_a_forms_file_is_the_same_bytes_each_time(number: str) -> None:
    made = build.document(TABLE[number])
    assert pdf.write(made) == pdf.write(build.document(TABLE[number]))
    assert docx.write(made) == docx.write(build.document(TABLE[number]))


def test_the_foot_of_a_form_says_which_form_it_is_and_changes_with_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    for form in FORMS:
        assert grouped(digest(form)) in printed(form.number)[0].replace("\u00a0", " ")
        assert any(grouped(current().digest) == piece.en for piece in footer(form))
    assert len({digest(form) for form in FORMS}) == len(FORMS)
    before = digest(TABLE["F4"])
    close = LATEST["close"]
    coded = LATEST["correction"].sections["coded"]
    monkeypatch.setitem(LATEST, "close", Kind(**{**vars(close), "sections": {**close.sections, "coded": coded}}))
    shapes.cache_clear()
    try:
        assert digest(TABLE["F4"]) != before
    finally:
        monkeypatch.undo()
        shapes.cache_clear()


@pytest.mark.parametrize("number", NUMBERS)
def test_the_receiving_office_has_its_lines_where_the_kind_waits_for_an_acknowledgement(number: str) -> None:
    form = TABLE[number]
    waits = any("acknowledgement" in LATEST[kind].awaits for kind in form.kinds)
    assert ("received at (UTC)" in printed(number)[0]) == waits
    if waits:
        assert (
            "Received, no position implied." in printed(number)[0] and "已收悉，不代表任何立场。" in printed(number)[0]
        )


def test_an_example_says_on_its_form_what_its_draft_says() -> None:
    for form in FORMS:
        _, filled = example(form, EXAMPLES, "en")
        have = signs(printed(form.number, "en", "a4", True)[0])
        for section, values in filled.items():
            for name, value in values.items():
                if isinstance(value, str) and name not in ("language", "by"):
                    assert signs(value) in have, (form.number, section, name)


def test_a_text_without_room_stands_whole_on_a_continuation_sheet_and_nothing_is_lost() -> None:
    form = TABLE["F1"]
    head, filled = example(form, EXAMPLES, "zh")
    sections: dict[str, dict[str, Any]] = {name: dict(values) for name, values in filled.items()}
    sections["prose"]["plain"] = "甲" * 3000
    sections["prose"]["why"] = "ferry " * 500
    made = build.document(form, head, sections, "", ("zh", "en"), "letter")
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf.write(made))]
    assert len(pages) > 1 and "见续页" in pages[0]
    rest = "".join(pages[1:])
    assert rest.count("甲") == 3000 and rest.count("ferry") == 500
    assert "续页" in pages[1] and head.number in pages[1]


def test_supporting_items_stand_beside_one_another() -> None:
    item = {"title": "EXAMPLE log", "media_type": "text/plain", "size": 12, "digest": bytes(range(32)).hex()}
    head, filled = example(TABLE["F7"], EXAMPLES, "en")
    held = {**filled, **{name: {**item, "title": f"EXAMPLE {name}"} for name in SUPPORT}}
    made = build.document(TABLE["F7"], head, held)
    (page,) = pypdfium2.PdfDocument(pdf.write(made))
    words = signs(page.get_textpage().get_text_bounded())
    assert all(f"EXAMPLE{name}" in words for name in SUPPORT) and words.count(item["digest"]) == len(SUPPORT)


def test_the_code_tables_hold_every_area_class_and_activity_with_both_labels() -> None:
    made = build.whole({}, ("en", "zh"), "a4")
    tables = build.Document("T", (made.sheets[-1],))
    text = signs("".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf.write(tables))))
    words = current()
    for table in (words.areas, words.concepts, words.codes["activity"]):
        for code, row in table.items():
            assert code in text and signs(row["en"]) in text and signs(row["zh"]) in text, code


def test_the_whole_annex_is_one_file_whose_list_names_every_form_and_its_digest() -> None:
    made = pypdfium2.PdfDocument(pdf.write(build.whole({}, ("zh", "en"), "letter")))
    first = made[0].get_textpage().get_text_bounded().replace("\u00a0", " ")
    for form in FORMS:
        assert form.number in first and grouped(digest(form)) in first
    assert len(made) >= len(FORMS) + 2


def test_no_form_is_narrower_than_a_fax_needs() -> None:
    source = pdf.source_of(build.whole({}, ("en", "zh"), "a4"))
    sizes = [float(size) for size in re.findall(r"size: ([0-9.]+)pt", source)]
    strokes = [float(wide) for wide in re.findall(r"(?:stroke: |thickness: |top: |rest: )([0-9.]+)pt", source)]
    assert min(sizes) >= 9 and min(strokes) >= 0.6
    assert not re.search(r"luma|gray|rgb|fill:", source)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("first", "paper"), [("en", "letter"), ("zh", "a4")])
@pytest.mark.parametrize("filled", [False, True], ids=["blank", "example"])
def test_no_words_cross_a_rule_or_the_edge_of_the_page(
    number: str, first: Language, paper: Paper, filled: bool
) -> None:
    said = example(TABLE[number], EXAMPLES, first) if filled else (None, None)
    made = build.document(TABLE[number], *said, "", ORDERS[first], paper)
    (grid,) = settled(made.sheets[0], made)
    wide, tall, top, _foot = PAPERS[paper]
    at = top + TITLE
    rules = [at, *(at := at + height for height in grid.heights)]
    page = pypdfium2.PdfDocument(pdf.write(made))[0]
    text = page.get_textpage()
    edge = (wide - WIDTH) / 2
    for index in range(text.count_chars()):
        left, bottom, right, upper = (side * MM for side in text.get_charbox(index))
        if right <= left:
            continue  # a space
        sign = text.get_text_range(index, 1)
        assert edge <= left and right <= wide - edge + 0.3, (sign, index)
        assert not [y for y in rules if tall - upper < y - 0.1 and tall - bottom > y + 0.1], (sign, index)
    assert rules[-1] <= tall - _foot


def test_a_number_in_a_draft_is_printed_as_the_author_wrote_it() -> None:
    assert places.spelled(12) == "12" and places.spelled(b"\x01") == "01"
    assert "unauthorised-agent-action" in places.spelled("unauthorised-agent-action")


def typed_in(data: bytes) -> dict[str, list[str]]:
    """What somebody reads off a form: field → the codes crossed, by the names printed on it."""
    found: dict[str, list[str]] = {}
    for table in python_docx.Document(io.BytesIO(data)).tables:
        for row in table.rows:
            for cell in row._tr.tc_lst:
                for part in re.split("▪\u00a0", _Cell(cell, row._parent).text):
                    crossed = [code.replace("\u2011", "-") for code in re.findall("☒\u00a0([\\w\u2011]+)", part)]
                    if crossed:
                        found[part.split()[0]] = crossed
    return found


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("first", ["en", "zh"])
def test_what_is_crossed_on_a_form_is_typed_in_as_the_draft_it_was_filled_from(number: str, first: Language) -> None:
    form = TABLE[number]
    head, filled = example(form, EXAMPLES, first)
    names = typed_in(docx.write(build.document(form, head, filled, build.MARK, ORDERS[first])))
    assert names.pop("context") == [head.context] and names.pop("wanted") == [str(head.wanted)]
    assert names.pop("kind", [head.kind]) == [head.kind]
    coded: dict[str, Any] = {}
    for section, values in filled.items():
        for name, value in values.items():
            if choices(shapes(form)[section][name]):
                coded[f"courtesy.{name}" if section == "courtesy" else name] = value
    expected = {
        name: [str(v) for v in (value if isinstance(value, list) else [value])] for name, value in coded.items()
    }
    assert names == expected
