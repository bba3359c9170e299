"""A difference of records in words: which two statements, of which log, both signed; never how it came about or whose fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.locale import text
from detente.locale.times import utc

SHORT = 12  # hexadecimal digits of an id or root on a screen


def statements(shown: Mapping[str, Any], lang: str) -> list[str]:
    """`shown`: party, form, heads as [{epoch, size, root}], index; ids in hexadecimal."""
    values: dict[str, Any] = {"party": shown["party"], "index": shown.get("index")}
    for name, head in zip(("one", "two"), shown["heads"], strict=False):
        values |= {name: head["size"], f"{name}_root": head["root"][:SHORT], f"{name}_epoch": head["epoch"][:SHORT]}
    found = [text(f"differ.{shown['form']}", lang, **values)]
    return [*found, text("differ.both-signed", lang, party=shown["party"])] if len(shown["heads"]) == 2 else found


def listed(row: Mapping[str, Any], lang: str) -> list[str]:
    """One row of `record differences`."""
    at = text("differ.time-unknown", lang) if row["at"] is None else utc(row["at"], lang)
    found = [text("differ.row", lang, name=row["name"], party=row["party"], at=at)]
    found += ["  " + line for line in statements(row, lang)]
    if row["settled"] is None:
        found.append("  " + text("differ.stands", lang, party=row["party"]))
    else:
        found.append("  " + text("differ.settled", lang, epoch=row["settled"][:SHORT]))
    found.append("  " + text("differ.export" if row["portable"] else "differ.not-portable", lang, name=row["name"]))
    return found
