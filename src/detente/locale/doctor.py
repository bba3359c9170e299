"""Rows of `detente doctor` in words, on 80 columns; a Chinese character takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from detente.locale import sentence, text
from detente.locale.errors import explain
from detente.locale.times import span, utc
from detente.vocabulary import current

Row = Mapping[str, Any]
COLUMNS = 80


def width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def screen(rows: Iterable[Row], language: str) -> list[str]:
    """A line for each row, and under one that is not well what to do next."""
    found = []
    for row in rows:
        mark, part = text(f"doctor.mark.{row['mark']}", language), text(f"doctor.part.{row['part']}", language)
        begin = f"{_padded(mark, 5)}{_padded(part, 9)}"
        found += _wrapped(begin + told(row, language), 14)
        if row["mark"] != "ok":
            found += _wrapped(" " * 5 + "-> " + text(f"doctor.next.{row['part']}.{row['code']}", language), 8)
    return found


def _wrapped(words: str, indent: int) -> list[str]:
    """Lines of at most `COLUMNS`; those after the first begin at `indent`. Broken at a blank, or after a Chinese character."""
    lines, line = [], words
    while width(line) > COLUMNS:
        end = next(n for n in range(len(line), 0, -1) if width(line[:n]) <= COLUMNS)
        at = next((n for n in range(end, indent + 1, -1) if line[n] == " " or width(line[n - 1]) == 2), end)
        lines.append(line[:at].rstrip())
        line = " " * indent + line[at:].lstrip()
    return [*lines, line]


def told(row: Row, language: str) -> str:
    return text(f"doctor.{row['part']}.{row['code']}", language, **_values(row["values"], language))


def _padded(words: str, columns: int) -> str:
    return words + " " * max(1, columns - width(words))


def _values(values: Mapping[str, Any], language: str) -> dict[str, str]:
    shown = {name: str(value) for name, value in values.items()}
    for name, value in values.items():
        if name == "renew" and value is not None:
            shown[name] = utc(value, language)[:10]
        elif name == "at" and value is not None:
            shown[name] = utc(value, language)[:16] + " UTC"
        elif name == "span":
            shown[name] = span(value, language)
        elif name in ("free", "database"):
            shown[name] = _size(value)
        elif name == "parties":
            shown[name] = text("list.separator", language).join(value)
        elif name == "context":
            shown[name] = current().code("context", value, language)
        elif name == "why":
            known = sentence(f"route.{value}", language)
            shown[name] = (known or _why(str(value), language)).rstrip(".。")
    return shown


def _why(why: str, language: str) -> str:
    return explain(why, {}, language)[0] if sentence(f"error.{why}.what", language) else why


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GiB" if count >= 1 << 30 else f"{count / (1 << 20):.1f} MiB"
