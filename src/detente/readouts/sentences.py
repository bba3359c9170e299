"""Sentences and clauses of a normalised text, as offsets into it."""

from __future__ import annotations

import re

_END = re.compile("[。！？!?]+[”’」』）)\"']*|\n|\\.+[\"'”’)\\]]*(?=\\s+[\"'“‘(\\[]*[A-Z0-9\u3400-\u9fff])")
_SHORT = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|gen|lt|col|adm|sen|rep|gov|amb|no|vs|etc|inc|jan|feb|mar|apr|jun|jul|aug|sept?|oct"
    r"|nov|dec)|\b[a-z]|\b[a-z]\.[a-z])$",
    re.IGNORECASE,
)
LONGEST = 4_000  # characters; longer ones (a list of a hundred lines, a single line of 100 MB) are cut at a comma
CLAUSE = re.compile(r"[,;，；:：]|\s-\s|\b(?:and|but|while|whereas|although|which)\b|[（(）)]")


def sentences(cased: str) -> list[tuple[int, int]]:
    """Half-open spans, in order, without the white space at either end."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(cased):
        if end[0][0] == "." and _SHORT.search(cased, max(start, end.start() - 8), end.start()):
            continue
        _add(found, cased, start, end.end())
        start = end.end()
    _add(found, cased, start, len(cased))
    return found


def _add(found: list[tuple[int, int]], cased: str, start: int, end: int) -> None:
    while start < end and cased[start].isspace():
        start += 1
    while end > start and cased[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = max(cased.rfind(mark, start, start + LONGEST) for mark in "，,；; ")
        cut = start + LONGEST if cut <= start else cut + 1
        found.append((start, cut))
        start = cut
    if end > start:
        found.append((start, end))
