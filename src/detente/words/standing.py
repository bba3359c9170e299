"""What members have agreed of words, laid over a scheme: the wording that stands, and how each word stands.

Rows are those of a dialogue's state (views/wording.py): one a label or definition, with `name`, `subject`, `status`, `text`. A
word stands as the firmest of its two rows does; one that members made and the scheme has not comes in when both its rows stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from detente.words.scheme import Scheme, Status, Word, ordered

# Status of a row → of a word, the firmest first.
FIRMNESS: dict[str, Status] = {
    "retired": "retired",
    "differ": "agreed-to-differ",
    "agreed": "agreed",
    "ad-referendum": "agreed-ad-referendum",
    "reserved": "reserved",
    "crossed": "bracketed",
    "waiting": "bracketed",
    "receipts": "bracketed",
    "proposed": "proposed",
}
BOUND: tuple[Status, ...] = ("agreed", "agreed-ad-referendum", "agreed-to-differ")
FIELDS = {"label": ("en", "zh"), "definition": ("define_en", "define_zh")}


def laid_over(scheme: Scheme, rows: Iterable[Mapping[str, Any]]) -> Scheme:
    """The scheme as members have it now."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(str(row["name"]), {})[str(row["subject"])] = row
    words = {word.code: word for word in scheme.words}
    for code, subjects in found.items():
        now = words.get(code) or Word(code, "X", "", "", "", "")
        new = msgspec.structs.replace(now, status=_status(subjects.values()), **_texts(subjects))
        if new.en and new.zh and new.define_en and new.define_zh:
            words[code] = new
    return ordered(msgspec.structs.replace(scheme, words=tuple(words.values())))


def _status(rows: Iterable[Mapping[str, Any]]) -> Status:
    said = {str(row["status"]) for row in rows}
    return next((status for name, status in FIRMNESS.items() if name in said), "")


def _texts(subjects: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The wording that stands; of a row without one nothing."""
    found: dict[str, str] = {}
    for subject, (english, chinese) in FIELDS.items():
        text = subjects.get(subject, {}).get("text")
        if text:
            found |= {english: str(text["en"]), chinese: str(text["zh"])}
    return found
