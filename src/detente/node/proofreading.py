"""What is looked at in a person's words before they are signed: characters nobody sees, and the language they are said to be in.

Both are refused with the place and what to do, and neither is mended in silence: what is signed is what was written. A text
without any letter (a number, an emblem) is of every language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from detente.codec.errors import Local, Remote
from detente.codec.text import clean_text

LANGUAGES = ("en", "zh")
# Values that are no prose of their author, whatever section they stand in.
_CODED = ("language", "by")


def cleaned(value: Any, where: str) -> Any:
    """Every text in a draft, as it may be signed (NFC, one kind of line end).

    `Local("draft-character")` names the place of a character that may not stand there; `Local("text-…")` what else is wrong.
    """
    if isinstance(value, str):
        try:
            return clean_text(value)
        except Remote as error:
            if error.code in ("text-invisible", "text-control"):
                raise _character(value, where) from error
            raise Local(error.code, **error.values) from error
    if isinstance(value, dict):
        return {key: cleaned(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list):
        return [cleaned(item, where) for item in value]
    return value


def _character(value: str, where: str) -> Local:
    """The first character that is refused, by number and name, and how many stand before it."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    for place, character in enumerate(value, 1):
        try:
            clean_text(character)
        except Remote:
            name = unicodedata.name(character, "")
            return Local(
                "draft-character", where=where, place=place, character=f"U+{ord(character):04X} {name}".strip()
            )
    raise AssertionError("a text was refused and none of its characters is")


def check_language(sections: Mapping[str, Any]) -> None:
    """Prose is in the language it names: `Local("draft-language")` for Chinese without a Chinese character, and for English of
    whose letters more than three quarters are Chinese. Everything between is its author's affair: a sentence of theirs quoted
    in one's own language must never be stopped."""
    for name, section in sections.items():
        language = section.get("language") if isinstance(section, Mapping) else None
        if language not in LANGUAGES:
            continue
        texts = [value for key, value in section.items() if key not in _CODED and isinstance(value, str)]
        letters = [c for text in texts for c in text if c.isalpha()]
        han = sum(_han(c) for c in letters)
        if letters and (han == 0 if language == "zh" else 4 * han > 3 * len(letters)):
            raise Local("draft-language", section=name, language=language)


def _han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff" or character == "\u3007"
