#!/usr/bin/env python3
"""The tables of docs/terminology.md, made from the vocabulary and the glossary: `scripts/terminology.py [check]`.

Between `<!-- NAME -->` and `<!-- end -->` the page is written by this; everything else on it is written by people.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "terminology.md"
SCHEME = ROOT / "src" / "detente" / "vocabulary" / "scheme-1.json"
GLOSSARY = ROOT / "src" / "detente" / "locale" / "glossary.json"


def _table(*rows: list[str]) -> str:
    head, *body = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, *body]).replace(
        "|\n", "|\n" + "|---" * len(head) + "|\n", 1
    )


def tables() -> dict[str, str]:
    """Name → Markdown."""
    scheme = json.loads(SCHEME.read_text("utf-8"))
    glossary = json.loads(GLOSSARY.read_text("utf-8"))
    concepts, seen = scheme["concepts"], [c for c in scheme["concepts"] if c["zh_evidence"] == "seen"]
    codes = [(name, code) for name, rows in scheme["codes"].items() for code in rows]
    terms = glossary["terms"]
    reviewed = sum(term["review"] == "passed" for term in terms)
    return {
        "how many concepts": f"Of {len(concepts)} concepts, {len(seen)} are *seen*"
        f" ({'、'.join(c['zh'] for c in seen)}) and {len(concepts) - len(seen)} are in the table below.",
        "concepts": _table(
            ["id", "area", "中文", "English", "evidence"],
            *([f"`{c['id']}`", c["area"], c["zh"], c["en"], c["zh_evidence"]] for c in concepts if c not in seen),
        ),
        "areas": _table(["id", "中文", "English"], *([a["id"], a["zh"], a["en"]] for a in scheme["areas"])),
        "codes": _table(
            ["list", "id", "中文", "English"], *([name, f"`{c['id']}`", c["zh"], c["en"]] for name, c in codes)
        ),
        "fields": _table(["id", "中文", "English"], *([f"`{f['id']}`", f["zh"], f["en"]] for f in scheme["fields"])),
        "words": f"Of {len(terms)} terms, {reviewed} have been passed by a native terminologist of each language.\n\n"
        + _table(
            ["English", "中文", "never in English", "never in Chinese", "meaning", "含义", "review"],
            *(
                [
                    *(" · ".join(t["en"]), " · ".join(t["zh"]), ", ".join(t["never_en"]), "、".join(t["never_zh"])),
                    *(
                        " ".join(filter(None, (t["define_en"], t["note_en"]))),
                        t["define_zh"] + t["note_zh"],
                        t["review"],
                    ),
                ]
                for t in terms
            ),
        ),
    }


def page(text: str) -> str:
    """The page with its tables as they should be. `KeyError` for a mark that names no table, or a table without a mark."""
    made = tables()
    for name in re.findall(r"<!-- (.+?) -->\n", text):
        if name != "end":
            made.pop(name)
    if made:
        raise KeyError(f"no place on the page for: {', '.join(made)}")
    made = tables()
    return re.sub(
        r"(<!-- ((?!end).+?) -->\n)(?:.*?\n)??<!-- end -->",
        lambda found: f"{found[1]}{made[found[2]]}\n<!-- end -->",
        text,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    old = PAGE.read_text("utf-8")
    new = page(old)
    if sys.argv[1:] == ["check"]:
        sys.exit(0 if new == old else "docs/terminology.md is not what scripts/terminology.py would write")
    PAGE.write_text(new, "utf-8")
