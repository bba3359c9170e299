"""The sheet that a secretariat would circulate, as pages: what members keep together, in both languages side by side.

The words are those of the screen and of the HTML sheet (`locale/dialogue.py`); where the HTML has a chart, the pages have its
figures. Written as PDF or DOCX by `detente.documents`.
"""

from __future__ import annotations

import re
from textwrap import wrap
from typing import Any

from detente.documents import Both, Document, Heading, Prose, Sheet, Table, Title
from detente.documents.model import Block, Languages, Paper
from detente.locale import text
from detente.locale.dialogue import page
from detente.locale.times import utc

HEX = re.compile(r"\b[0-9a-f]{33,}\b")
ENGLISH, CHINESE = Both("English", "英文"), Both("Chinese", "中文")


def document(
    found: dict[str, Any], mark: str = "", languages: Languages = ("en", "zh"), paper: Paper = "a4"
) -> Document:
    """`found`: the state at a cut, as the desk's API gives it; `mark` stands above it (`EXAMPLE 示例`)."""
    title = _both("dialogue.title")
    blocks: list[Block] = [Title(title, mark=mark, under=_both("dialogue.same-cut"))]
    in_order = {"en": 0, "zh": 1}
    pages = [page(found, language) for language in ("en", "zh")]
    for parts in zip(*pages, strict=True):
        blocks.append(Heading(Both(parts[0].title, parts[1].title)))
        rows = []
        for pair in zip(parts[0].rows, parts[1].rows, strict=True):
            cells: list[str] = []
            for language in languages:
                cells += map(_breaking, pair[in_order[language]])
            rows.append(tuple(cells))
        heads = [head for language in languages for head in (Both("", ""), (ENGLISH, CHINESE)[in_order[language]])]
        blocks.append(Table(tuple(heads), tuple(rows), widths=(2, 4) * len(languages)))
        if parts[0].title == text("dialogue.terms", "en") and found["over_time"]:
            blocks += _over_time(found["over_time"])
    return Document(title.en, (Sheet(tuple(blocks), footer=(title,)),), languages, paper)


def _over_time(rows: list[list[int]]) -> list[Block]:
    heads = (_both("dialogue.over.at"), _both("dialogue.over.agreed"), _both("dialogue.over.differ"))
    table = tuple((utc(at, "en"), str(agreed), str(differ)) for at, agreed, differ in rows)
    return [Prose(_both("dialogue.over")), Table(heads, table, widths=(4, 4, 4))]


def _breaking(words: str) -> str:
    """A digest in groups of sixteen digits: a column of a page is narrower than it."""
    return HEX.sub(lambda found: " ".join(wrap(found[0], 16)), words)


def _both(msgid: str) -> Both:
    return Both(text(msgid, "en"), text(msgid, "zh"))
