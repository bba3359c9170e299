"""One form of a text for matching, with a way back to every character of the original.

Characters are replaced one for one by a table (NFKC where one character stays one, CJK radicals, traditional script,
quotation marks, case), so most offsets stay as they are; what is taken out or put in (broken spacing, soft hyphens,
line breaks inside words, ligatures) is kept as a short list of shifts. Radicals of the CJK Radicals Supplement, which
NFKC leaves alone and official PDFs contain, are mapped by hand.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from detente.readouts.lexicon import characters

_CJK = "\u3400-\u9fff\uf900-\ufaff"
_NONE = "\u200b-\u200f\u2060\ufeff\u00ad"  # what has no width
_EDIT = re.compile(
    "[ \t]*\n[ \t\n]*"  # the end of a line or a paragraph
    f"|(?<=[{_CJK}])[ \t{_NONE}]+(?=[{_CJK}A-Za-z0-9“”‘’（）《》、，。；：])"
    f"|(?<=[A-Za-z0-9、，。；：（）《》“”])[ \t{_NONE}]+(?=[{_CJK}])"
    f"|[{_NONE}]+"
    "|[ \t]{2,}|…|[ﬀ-ﬆ]"
)
_SINGLE = {
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000\r\x0b\x0c", " "),
    **dict.fromkeys("‘’‛′＇", "'"),
    **dict.fromkeys("‐‑‒–—−－", "-"),
    **dict.fromkeys("；", "；"),
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "İ": "I",
    "ı": "i",
}
# Punctuation that NFKC would turn into its narrow form: sentences and clauses are told apart by it.
_KEPT = frozenset("，。；：！？（）、“”「」『』《》…％")
_END = ".。！？!?；;：:”」』）)"


class _Table(dict[int, int]):
    """Code point → code point, filled as characters are met."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        made = _SINGLE.get(char, char)
        simplified, radicals = characters()
        if made == char and char not in _KEPT:
            folded = radicals.get(char) or unicodedata.normalize("NFKC", char)
            made = folded if len(folded) == 1 else char
        made = simplified.get(made, made)
        self[code] = ord(made)
        return self[code]


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Normal:
    """`cased` and `text` (lower case) have equal offsets; `origin` turns one into an offset of the original."""

    cased: str
    text: str
    starts: list[int] = field(repr=False)
    shifts: list[int] = field(repr=False)
    wrapped: bool = False

    def origin(self, offset: int) -> int:
        """The offset in the original, in code points."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A half-open span of the original: it ends after the last character, not before the next."""
        starts, shifts = self.starts, self.shifts
        first = bisect_right(starts, start)
        if first == len(starts) or end <= starts[first]:  # no shift within it
            return start + shifts[first - 1], end + shifts[first - 1]
        return start + shifts[first - 1], end + shifts[bisect_right(starts, end - 1) - 1]


def _is_wrapped(text: str) -> bool:
    """Whether lines end by width and not by sense, as in text taken out of a PDF."""
    lines = text[:40_000].split("\n")
    longer = [(line, after) for line, after in itertools.pairwise(lines) if len(line) > 14 and after.strip()]
    broken = sum(1 for line, _ in longer if line.rstrip()[-1:] not in _END)
    return len(longer) >= 2 and broken * 2 > len(longer)


# A line that holds a day and nothing but: it ends what stands before it and itself.
_DAY = re.compile(
    r"[ \t]*(?:20\d\d-\d{1,2}-\d{1,2}|20\d\d年\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]+ 20\d\d|[A-Z][a-z]+ \d{1,2}, 20\d\d)"
    r"(?: ?\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?[ \t]*(?=\n|$)"
)
SHORT = 0.6  # of the usual width: a line this short that no small letter follows was ended, not wrapped


def _ended(text: str, start: int, end: int, width: int) -> bool:
    """Whether the line before a single line break is a title, a day or a heading, in a text broken by width."""
    begin = text.rfind("\n", 0, start) + 1
    if _DAY.match(text, begin, start) or _DAY.match(text, end):
        return True
    return start - begin < width * SHORT and not text[end : end + 1].islower()


def _width(text: str) -> int:
    """How long the longer lines are: nine in ten are no longer."""
    lengths = sorted(len(line) for line in text[:40_000].split("\n") if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def normalise(original: str) -> Normal:
    """A pure function of the text; linear in its length."""
    cased = original.replace("\r\n", " \n").translate(_TABLE)
    wrapped = "\n" in cased and _is_wrapped(cased)
    width = _width(cased) if wrapped else 0
    starts, shifts = [0], [0]
    pieces: list[str] = []
    done = shift = size = 0
    for found in _EDIT.finditer(cased):
        start, end = found.span()
        said = found[0]
        if width and said.count("\n") == 1 and _ended(cased, start, end, width):
            instead = "\n"
        else:
            instead = _instead(cased, said, start, end, wrapped)
        if instead == said:
            continue
        pieces += (cased[done:start], instead)
        size += start - done + len(instead)
        done = end
        shift += (end - start) - len(instead)
        starts.append(size)
        shifts.append(shift)
    if pieces:
        cased = "".join((*pieces, cased[done:]))
    return Normal(cased, cased.lower(), starts, shifts, wrapped)


def _instead(text: str, said: str, start: int, end: int, wrapped: bool) -> str:
    if "\n" in said:
        before, after = text[start - 1 : start], text[end : end + 1]
        if said.count("\n") == 1 and after.islower() and before not in _END and before.isascii():
            return "" if before == "-" and text[start - 2 : start - 1].isalpha() else " "
        if said.count("\n") > 1 or not wrapped or not before or not after or before in _END:
            return "\n" if not (wrapped and before in "；;：:，," and said.count("\n") == 1) else " "
        wide = before >= "\u3000" and after >= "\u3000"
        return "" if wide or (before == "-" and text[start - 2 : start - 1].isalpha() and after.islower()) else " "
    if said[0] in " \t":
        return "" if _beside(text, start, end) else " "
    if said[0] in "ﬀﬁﬂﬃﬄﬅﬆ…":
        return unicodedata.normalize("NFKC", said)
    return "" if said.strip(" \t") == said or _beside(text, start, end) else " "


def _beside(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] >= "\u3000" or text[end : end + 1] >= "\u3000"
