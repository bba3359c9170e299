#!/usr/bin/env python3
"""The fonts of printed forms: `src/detente/documents/fonts/`, cut from Noto Sans SC (Version 2.004, SIL OFL 1.1).

    scripts/forms_font.py REGULAR.ttf BOLD.ttf     the whole fonts, as Noto publishes them

Kept: Latin, punctuation, full-width forms and the hanzi of GB 2312 (bold: those of its first level), which is what running text
of today is written in; what lies outside is set in a font of the machine (docs/decisions/0027-annex-of-formats.md). The family
is renamed, so that a font of the machine is never taken for this one. Needs `fonttools`, which set-up does not install: this is
run once a font, not at build time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TO = Path(__file__).resolve().parent.parent / "src" / "detente" / "documents" / "fonts"
FAMILY = "Forms Sans SC"
SPANS = (
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x370, 0x400),
    (0x400, 0x460),
    (0x2010, 0x2040),
    (0x2190, 0x21A0),
    (0x2200, 0x2270),
)
MORE = ((0x2460, 0x2474), (0x3000, 0x3020), (0xFF01, 0xFF5F), (0xFFE0, 0xFFE7), (0x25A0, 0x25D0))


def hanzi(rows: range) -> set[int]:
    """The characters of these rows of GB 2312."""
    found = set()
    for row in rows:
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def cut(source: str, weight: str, rows: range) -> None:
    wanted = hanzi(rows).union(*(range(*span) for span in SPANS + MORE))
    options = subset.Options()
    options.layout_features = ["ccmp", "locl", "kern", "pwid"]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    font: TTFont = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 16):
            names.setName(FAMILY, record.nameID, record.platformID, record.platEncID, record.langID)
        elif record.nameID in (3, 4, 6):
            given = f"{FAMILY} {weight}" if record.nameID != 6 else f"{FAMILY.replace(' ', '')}-{weight}"
            names.setName(given, record.nameID, record.platformID, record.platEncID, record.langID)
    subset.save_font(font, str(TO / f"FormsSansSC-{weight}.ttf"), options)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    cut(sys.argv[1], "Regular", range(0xB0, 0xF8))
    cut(sys.argv[2], "Bold", range(0xB0, 0xD8))
