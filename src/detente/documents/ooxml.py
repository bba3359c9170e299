"""Small things of Office Open XML that python-docx leaves to whoever needs them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

BEGUN = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say


def steady(data: bytes) -> bytes:
    """The same parts in the same order, with no time of their making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, BEGUN)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            new.writestr(part, old.read(name))
    return out.getvalue()


def element(tag: str, **values: object) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def small(paragraph: Any) -> None:
    """An empty paragraph as low as one can be."""
    paragraph.paragraph_format.line_spacing = points(1)
    mark = element("rPr")
    mark.append(element("sz", val=2))
    about = paragraph._p.get_or_add_pPr()
    end = about.find(qn("w:sectPr"))
    if end is None:
        about.append(mark)
    else:
        end.addprevious(mark)


def qn(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def cells(row: Any) -> list[Any]:
    """The cells as they are in the file, a merged one once."""
    from docx.table import _Cell

    return [_Cell(cell, row._parent) for cell in row._tr.tc_lst]


def han(words: str) -> bool:
    return any(ord(sign) >= 0x2E80 for sign in words)


def points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def mm(size: float) -> Any:
    from docx.shared import Mm

    return Mm(size)


def right() -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT
