"""The words of a day for a voice on the telephone, as a person reads them aloud: the reader's language first, then the other."""

from __future__ import annotations

import datetime
from typing import Any

from detente.locale import text
from detente.trust.words import as_words
from detente.vocabulary import current

_FIRST = datetime.date(1970, 1, 1)


def day(found: dict[str, Any], one: dict[str, Any], lang: str) -> list[str]:
    """The words of one day, both directions; or who has not announced what they follow from."""
    date = (_FIRST + datetime.timedelta(days=one["day"])).isoformat()
    if one["lacks"]:
        lacks = text("list.separator", lang).join(one["lacks"])
        return [text("callwords.lacks", lang, date=date, parties=lacks)]
    context = current().code("context", found["context"], lang)
    named = {"us": found["party"], "them": found["with"], "context": context}
    lines = [text("callwords.title", lang, date=date, sheet=one["sheet"], **named)]
    for caller, title in ((found["party"], "callwords.out"), (found["with"], "callwords.in")):
        lines.append("  " + text(title, lang))
        for call in (row for row in one["calls"] if row["caller"] == caller):
            both = {part: _both(call[part], lang) for part in ("challenge", "reply")}
            lines.append("    " + text("callwords.row", lang, row=call["row"], **both))
    return lines


def _both(numbers: list[int], lang: str) -> str:
    """The words in the reader's language, then in the other: both lists have the same places."""
    first, second = ("zh", "en") if lang == "zh" else ("en", "zh")
    own, other = " ".join(as_words(numbers, first)), " ".join(as_words(numbers, second))
    return f"{own}（{other}）" if lang == "zh" else f"{own} ({other})"
