"""Sentences for what members have announced of themselves: categories suspended, and that they leave the line."""

from __future__ import annotations

from typing import Any

from detente.locale import text
from detente.locale.times import utc
from detente.vocabulary import current


def announcements(found: dict[str, list[dict[str, Any]]], lang: str) -> list[str]:
    """A line for each suspension in force and each member that leaves or has left; `found` as `node/announced.py` gives it."""
    return [
        *(_suspended(row, lang) for row in found["suspended"]),
        *(_withdrawn(row, lang) for row in found["withdrawn"]),
    ]


def _suspended(row: dict[str, Any], lang: str) -> str:
    words = current()
    names = ("、" if lang == "zh" else ", ").join(words.code("categories", name, lang) for name in row["categories"])
    key = "announced.suspended" if row["ends"] is None else "announced.suspended-until"
    ends = {} if row["ends"] is None else {"ends": utc(row["ends"], lang)}
    who = {"party": row["party"], "reference": row["reference"], "begins": utc(row["begins"], lang)}
    return text(key, lang, categories=names, **who, **ends)


def _withdrawn(row: dict[str, Any], lang: str) -> str:
    key = "announced.left" if row["gone"] else "announced.leaves"
    return text(key, lang, party=row["party"], reference=row["reference"], begins=utc(row["begins"], lang))
