"""Pages as PDF/A-2u, set by Typst. The same document is the same bytes, wherever the fonts of this package suffice."""

from __future__ import annotations

import datetime
import json
from importlib import resources
from typing import Any

from detente.codec.errors import Local
from detente.documents import measure
from detente.documents.measure import BULLET, PAPERS, Settled, coded, rules, settled, tick_words
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

OURS = "Forms Sans SC"
# Where a character is in none of our fonts, these of a machine are asked in this order; then any other.
OTHERS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "SimSun")
RULE = "place(top, dy: DY, line(length: 100%, stroke: (thickness: 0.7pt, dash: (0.7pt, 3pt))))"
GAP = '"   "'  # spaces, so that a line may break there and none is left at its end
# The frame of every page; lengths come from measure.py.
HEAD = """
#set text(font: FONTS, size: 9pt, lang: "en", features: ("pwid",), top-edge: 0.8em, bottom-edge: -0.2em, hyphenate: false)
#set par(leading: LEADpt, spacing: LEADpt, justify: false, linebreaks: "simple")
#set table(stroke: 0.7pt, inset: (x: SIDEmm, y: PADmm))
#let zh(body) = text(lang: "zh", region: "cn", features: (pwid: 0), body)
#let en(body) = text(lang: "en", body)
#let two = 0.55em
#let tick(on) = box(width: 7.4pt, height: 7.4pt, stroke: 0.8pt, baseline: 0.7pt, if on {
  place(line(start: (0pt, 0pt), end: (100%, 100%), stroke: 1.5pt))
  place(line(start: (100%, 0pt), end: (0pt, 100%), stroke: 1.5pt))
})
#let option(on, body) = box({ tick(on); h(0.4em); if on { strong(body) } else { body } })
"""


def write(document: Document) -> bytes:
    """The whole file. `Local("font-missing")`, `Local("page-overflow")`, `Local("documents-missing")`."""
    try:
        import typst
    except ImportError as error:
        raise Local("documents-missing", package="typst") from error
    source = source_of(document).encode("utf-8")
    fonts = str(resources.files("detente.documents") / "fonts")
    options: dict[str, Any] = {
        "font_paths": [fonts],
        "format": "pdf",
        "pdf_standards": "a-2u",
        "timestamp": datetime.datetime.fromtimestamp(document.at / 1000, datetime.UTC),
    }
    try:
        return bytes(typst.compile(source, ignore_system_fonts=True, **options))
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    try:
        return bytes(typst.compile(source, ignore_system_fonts=False, **options))
    except typst.TypstError as error:
        said = str(error)
        if "could not be displayed" not in said:
            raise
        raise Local("font-missing", text=said.partition("text `")[2].partition("`")[0].strip('"')[:40]) from error


def source_of(document: Document) -> str:
    """The Typst source. Words stand in it only as string literals, so none of them is read as markup."""
    fonts = "(" + ", ".join(_string(name) for name in (OURS, *OTHERS)) + ")"
    lead = measure.PITCH - measure.SIZE
    head = HEAD.replace("FONTS", fonts).replace("LEAD", f"{lead:.2f}")
    head = head.replace("SIDE", str(measure.SIDE)).replace("PAD", str(measure.PAD))
    about = f"title: {_string(document.title)}, description: {_string(document.subject)}, date: auto"
    pages = [_sheet(number, sheet, document) for number, sheet in enumerate(document.sheets)]
    return f"#set document({about})\n{head}\n" + "\n".join(pages)


def _sheet(number: int, sheet: Sheet, document: Document) -> str:
    wide, tall, top, foot = PAPERS[document.paper]
    side = (wide - measure.WIDTH) / 2
    grids = iter(settled(sheet, document))
    blocks = "\n".join(_block(block, document.languages, grids) for block in sheet.blocks)
    said = f"; {GAP}; ".join(_both(piece, document.languages) for piece in sheet.footer)
    # Pages are counted within the sheet; its end is marked, and the footer asks what page that is.
    footer = (
        f"block(width: 100%, stroke: (top: 0.7pt), inset: (top: 0.8mm))[#{{{said}}}#h(1fr)#context {{"
        f" let first = counter(page).at(<s{number}>).first(); let last = counter(page).at(<e{number}>).first();"
        f" let n = str(here().page() - first + 1); let m = str(last - first + 1); {_pages(document.languages)} }}]"
    )
    return (
        f"#page(width: {wide}mm, height: {tall}mm, margin: (x: {side}mm, top: {top}mm, bottom: {foot}mm),"
        f" footer-descent: 1.2mm, footer: {footer})[\n#metadata(0)<s{number}>\n{blocks}\n#metadata(0)<e{number}>\n]"
    )


def _pages(languages: Languages) -> str:
    said = {
        "en": 'en("page " + n + " of " + m)',
        "zh": 'zh("第 " + n + " 页，共 " + m + " 页")',
    }
    return "; h(two); ".join(said[one] for one in languages)


def _block(block: Any, languages: Languages, grids: Any) -> str:
    match block:
        case Title():
            return _title(block, languages)
        case Heading(text, number):
            start = f"strong({_string(number)}); h(two); " if number else ""
            words = f"{{{start}strong({{{_both(text, languages)}}})}}"
            return f"#block(above: 4mm, below: 1.6mm, sticky: true, text(size: 11pt, {words}))"
        case Prose(text, language, bold):
            said = _said(text, language) if isinstance(text, str) else _paragraphs(text, languages)
            said = f"strong({{{said}}})" if bold else said
            return f"#block(above: 1.2mm, below: 1.5mm, {{{said}}})"
        case Box(text):
            return (
                f"#block(above: 1.2mm, below: 1.5mm, width: 100%, stroke: 0.7pt, inset: (x: {measure.SIDE}mm,"
                f" y: {measure.PAD}mm), {{{_paragraphs(text, languages)}}})"
            )
        case Grid():
            return _grid(next(grids), languages)
        case Table():
            return _table(block, languages)
    raise TypeError(block)


def _title(title: Title, languages: Languages) -> str:
    number = f"text(size: 20pt, weight: 700, {_string(title.number)}), " if title.number else ""
    columns = "(auto, 1fr, auto)" if title.number else "(1fr, auto)"
    under = f"linebreak(); text(size: 9pt, {{{_both(title.under, languages)}}})" if title.under else ""
    mark = (
        f"box(stroke: 1.2pt, inset: 1.6mm, text(size: 11pt, weight: 700, {_string(title.mark)}))" if title.mark else ""
    )
    height = f"{measure.title_height(title, languages):.3f}mm"
    return (
        f"#block(height: {height}, above: 0pt, below: 0pt, width: 100%, grid(columns: {columns},"
        f" column-gutter: 4mm, align: horizon, {number}{{text(size: 13pt, weight: 700, {{{_both(title.text, languages)}}});"
        f" {under}}}, {{{mark}}}))"
    )


def _grid(made: Settled, languages: Languages) -> str:
    cells = []
    for row, tall in zip(made.grid.rows, made.heights, strict=True):
        for field in row:
            lines = rules(field, tall, languages) if isinstance(field, Field) else []
            ruled = "".join(RULE.replace("DY", f"{at - measure.PAD:.2f}mm") + "; " for at in lines)
            thick = ", stroke: (top: 1.4pt, rest: 0.7pt)" if isinstance(field, Band) else ""
            cells.append(f"table.cell(colspan: {field.span}{thick}, {{{ruled}{_cell(field, languages)}}})")
    rows = ", ".join(f"{tall:.3f}mm" for tall in made.heights)
    return (
        f"#block(above: 0pt, below: 0pt, table(columns: (1fr,) * {COLUMNS}, rows: ({rows},), align: left + horizon,"
        f" stroke: 0.7pt,\n{', '.join(cells)}))"
    )


def _cell(field: Field | Band, languages: Languages) -> str:
    label = _coded(coded(field.code, field.label, languages))
    if isinstance(field, Band):
        note = f"; h(1em); {_both(field.note, languages)}" if field.note else ""
        return f"strong({{{label}}}){note}"
    match field.value:
        case Ticks(options, apart) if field.below or apart:
            between = "; linebreak(); " if apart else f"; {GAP}; "
            return f"{label}; linebreak(); {between.join(_tick(tick, languages) for tick in options)}"
        case Written(text, language) if field.below:
            return f"set align(top); {label}; linebreak(); {_said(text, language)}"
        case Blank() | Parts() if field.below or field.lines > 1 or (isinstance(field.value, Parts) and field.lines):
            return f"set align(top); {_inline(field, languages)}"
    return _inline(field, languages)


def _inline(field: Field, languages: Languages, bullet: str = "") -> str:
    label = _coded(coded(field.code, field.label, languages))
    label = f"box({{{_string(bullet)}; {label}}})" if bullet else label
    match field.value:
        case Ticks(options):
            return f"; {GAP}; ".join([label, *(_tick(tick, languages) for tick in options)])
        case Written(text, language):
            return f"{label}; {GAP}; strong({{{_said(text, language)}}})"
        case Pattern(text):
            return f"{label}; {GAP}; box({_string(text)})"
        case Gap(missing):
            return f'{label}; {GAP}; strong("["); h(3em); strong("]"); h(two); {_both(missing, languages)}'
        case Parts(fields):
            head = [label] if field.code or field.label.chosen(languages) else []
            return f"; {GAP}; ".join([*head, *(_inline(one, languages, BULLET) for one in fields)])
    return label


def _coded(parts: list[tuple[Language | None, str]]) -> str:
    said = [f"strong({_string(words)})" if one is None else f"{one}({_string(words)})" for one, words in parts]
    return '; "  "; '.join(said) or '""'


def _tick(tick: Tick, languages: Languages) -> str:
    return f"option({'true' if tick.on else 'false'}, {{{_coded(tick_words(tick, languages))}}})"


def _table(table: Table, languages: Languages) -> str:
    columns = ", ".join(f"{share}fr" for share in table.widths)
    heads = ", ".join(f"strong({{{_both(one, languages)}}})" for one in table.heads)
    cells = ", ".join(
        f"{{{_said(one, _seen(one)) if isinstance(one, str) else _both(one, languages)}}}"
        for row in table.rows
        for one in row
    )
    inset = f"(x: {measure.SIDE}mm, y: {measure.PAD_OF_TABLE}mm)"
    return f"#table(columns: ({columns},), inset: {inset}, align: left + top, table.header({heads}), {cells})"


def _both(text: Both, languages: Languages) -> str:
    return "; h(two); ".join(f"{one}({_string(said)})" for one, said in text.chosen(languages)) or '""'


def _paragraphs(text: Both, languages: Languages) -> str:
    return "; linebreak(); ".join(f"{{{_said(said, one)}}}" for one, said in text.chosen(languages))


def _seen(words: str) -> Language | None:
    """The language of a text nobody names: Chinese where a Han character stands in it."""
    return "zh" if any("\u3400" <= sign <= "\u9fff" for sign in words) else None


def _said(words: str, language: Language | None) -> str:
    lines = "; linebreak(); ".join(_string(line) for line in words.split("\n"))
    return f"{language}({{{lines}}})" if language else lines


def _string(words: str) -> str:
    """A Typst string literal; what does not print is shown as U+FFFD."""
    shown = "".join(sign if sign.isprintable() or sign in "\u3000\u00a0" else "\ufffd" for sign in words)
    return json.dumps(shown, ensure_ascii=False)
