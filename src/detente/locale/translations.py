"""How translations stand beside an original: which they are, who made them, who checked them, and that the original prevails."""

from __future__ import annotations

from typing import Any

from detente.locale import text
from detente.locale.times import utc
from detente.vocabulary import Vocabulary, current


def courtesy_title(value: dict[str, Any], words: Vocabulary, language: str) -> str:
    """The heading of an author's own translation: part of the message, signed with it, and never its wording."""
    return text(
        "translation.courtesy",
        language,
        language=words.code("language", value["language"], language),
        by=words.code("by", value["by"], language),
    )


def working_title(kept: dict[str, Any], language: str) -> str:
    """The heading of a translation made here: who made it, who checked it."""
    return text(
        "translation.working",
        language,
        language=current().code("language", kept["language"], language),
        made=made(kept, language),
        at=utc(kept["at"], language),
    )


def made(kept: dict[str, Any], language: str) -> str:
    """By whom a translation was made, and who checked it."""
    office = kept["checked_by"]
    by = text(f"translation.by-{kept['made_by']}", language)
    if office is None:
        return text("translation.not-checked", language, by=by)
    return text("translation.checked", language, by=by, office=office)
