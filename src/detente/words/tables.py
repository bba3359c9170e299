"""A scheme as CSV (RFC 4180, UTF-8 with a byte order mark, so that a spreadsheet reads Chinese), one row a thing.

`row` says what a row is: scheme, area, source, target, word, match. A text that a spreadsheet would take for a formula gets an
apostrophe before it, which reading takes away again; one that comes in without is refused, with its row and column.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec

from detente.codec.errors import Damaged, DetenteError, Remote
from detente.words.building import KINDS, LISTS, MOST, MOST_TEXT, as_struct, assembled
from detente.words.scheme import Area, Match, Scheme, Source, Target, Word

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS = 20_000


def columns() -> list[str]:
    """Every column, each once: `row`, the fields of a word, then of the other kinds; `of` is a match's word."""
    names = ["row"]
    for fields in (*(kind.__struct_fields__ for kind in (Word, Area, Source)), ("version", "digest", "of")):
        names += [name for name in fields if name not in (*names, "matches")]
    for kind in (Target, Match):
        names += [name for name in kind.__struct_fields__ if name not in names]
    return names


def write(scheme: Scheme) -> bytes:
    """The whole file; the same scheme is the same bytes."""
    held = io.StringIO(newline="")
    table = csv.DictWriter(held, columns(), restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerow(_row("scheme", {"name": scheme.name, "version": scheme.version, "digest": scheme.digest}))
    for kind, rows in (("area", scheme.areas), ("source", scheme.sources), ("target", scheme.targets)):
        for one in rows:
            table.writerow(_row(kind, msgspec.structs.asdict(one)))
    for word in scheme.words:
        plain = {name: value for name, value in msgspec.structs.asdict(word).items() if name != "matches"}
        table.writerow(_row("word", plain))
        for match in word.matches:
            table.writerow(_row("match", {"of": word.code, **msgspec.structs.asdict(match)}))
    return b"\xef\xbb\xbf" + held.getvalue().encode("utf-8")


def _row(kind: str, plain: dict[str, Any]) -> dict[str, str]:
    return {
        "row": kind,
        **{name: _guarded(LISTS[name].join(value) if name in LISTS else value) for name, value in plain.items()},
    }


def _guarded(value: str) -> str:
    return "'" + value if value.startswith((*FORMULA, "'")) else value


def text_of(data: bytes) -> str:
    """`Damaged("words-encoding")` when it is not UTF-8; `looks` is what it may be."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        looks = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "GB18030" if _is(data, "gb18030") else "?"
        raise Damaged("words-encoding", at=error.start, looks=looks) from error


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def read(data: bytes) -> Scheme:
    """Inverse of `write`, and of any table with the same columns in any order; `Remote("words-…")` says row and column."""
    if len(data) > MOST:
        raise Remote("words-too-large", size=len(data), limit=MOST)
    table = csv.reader(io.StringIO(text_of(data), newline=""), strict=True)
    old = csv.field_size_limit(MOST)
    try:
        rows = [row for row in table if row]
    except csv.Error as error:
        raise Damaged("words-unreadable", form="CSV", why=str(error)) from error
    finally:
        csv.field_size_limit(old)
    if not rows:
        raise Damaged("words-unreadable", form="CSV", why="an empty file")
    if len(rows) > MOST_ROWS:
        raise Remote("words-too-large", size=len(rows), limit=MOST_ROWS)
    heads = [cell.strip() for cell in rows[0]]
    strange = [head for head in heads if head not in columns()]
    if strange or len(set(heads)) != len(heads) or not {"row", "code"} <= set(heads):
        raise Remote("words-columns", columns=strange or heads)
    return _built([_cells(heads, row, number) for number, row in enumerate(rows[1:], 2)])


def _cells(heads: list[str], row: list[str], number: int) -> tuple[int, dict[str, str]]:
    if len(row) != len(heads):
        raise Remote("words-row", row=number, found=len(row), wanted=len(heads))
    found = {}
    for head, cell in zip(heads, row, strict=True):
        if len(cell) > MOST_TEXT:
            raise Remote("words-cell-too-long", row=number, column=head, size=len(cell), limit=MOST_TEXT)
        if cell.startswith(FORMULA):
            raise Remote("words-formula", row=number, column=head)
        if cell.startswith("'"):
            cell = cell[1:]
        if cell:
            found[head] = cell
    return number, found


def _built(rows: list[tuple[int, dict[str, str]]]) -> Scheme:
    head: dict[str, str] = {}
    found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    matches: dict[str, list[Match]] = {}
    for number, row in rows:
        kind = row.get("row", "")
        plain: dict[str, Any] = {name: value for name, value in row.items() if name not in ("row", "of")}
        if kind == "scheme":
            head = plain
            continue
        if kind not in KINDS:
            raise Remote("words-row-kind", row=number, found=kind)
        try:
            one = as_struct(KINDS[kind], plain)
        except DetenteError as error:
            error.values = {"row": number, **error.values}
            raise
        if kind == "match":
            matches.setdefault(row.get("of", ""), []).append(one)
        else:
            found[kind].append(one)
    return assembled(head, found, matches)
