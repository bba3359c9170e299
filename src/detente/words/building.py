"""A scheme out of the parts that a reader found, whatever the form: shapes, limits, languages and codes are checked here."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from detente.codec.errors import Remote
from detente.codec.text import check_text
from detente.words.scheme import STATUSES, Area, Match, Scheme, Source, Target, Word, ordered

KINDS: dict[str, type[Any]] = {"area": Area, "source": Source, "target": Target, "word": Word, "match": Match}
LISTS = {"sources": " | "}  # fields of a word that hold several
MOST = 8 * 1024 * 1024  # bytes of one file
MOST_TEXT = 20_000  # characters of one text
MOST_WORDS = 4_000
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


def as_struct(kind: type[Any], plain: dict[str, Any]) -> Any:
    """Text by field into one of the structures; lists are parted, what is missing is empty. `Remote("words-shape")` otherwise."""
    for name in set(plain) & set(LISTS):
        plain[name] = [part for part in plain[name].split(LISTS[name].strip()) if part.strip()]
        plain[name] = [part.strip() for part in plain[name]]
    named = {field.name: field for field in msgspec.structs.fields(kind)}
    for name, field in named.items():
        if field.required and name not in plain and field.type is str:
            plain[name] = ""
    try:
        return msgspec.convert(plain, kind, strict=True)
    except msgspec.ValidationError as error:
        raise Remote("words-shape", word=plain.get("code", "?"), why=str(error)) from error


def assembled(head: dict[str, str], found: dict[str, list[Any]], matches: dict[str, list[Match]]) -> Scheme:
    """A whole scheme of its parts. `Remote`: `words-duplicate`, `words-no-word` for a match of a word that is not there."""
    words = []
    seen: set[str] = set()
    for word in found["word"]:
        if word.code in seen:
            raise Remote("words-duplicate", word=word.code)
        seen.add(word.code)
        words.append(msgspec.structs.replace(word, matches=tuple(matches.pop(word.code, []))))
    if matches:
        raise Remote("words-no-word", word=next(iter(matches)))
    if not words:
        raise Remote("words-none")
    if len(words) > MOST_WORDS:
        raise Remote("words-too-large", size=len(words), limit=MOST_WORDS)
    scheme = ordered(
        Scheme(
            head.get("name", ""),
            head.get("version", ""),
            head.get("digest", ""),
            tuple(found["area"]),
            tuple(found["source"]),
            tuple(found["target"]),
            tuple(words),
        )
    )
    for word in scheme.words:
        _check(word)
    return scheme


def _check(word: Word) -> None:
    if len(word.code) > 64 or not CODE.match(word.code):
        raise Remote("words-code", word=word.code[:64])
    if word.status and word.status not in STATUSES:
        raise Remote("words-shape", word=word.code, why=word.status)
    for name in ("en", "zh", "define_en", "define_zh"):
        if not getattr(word, name).strip():
            raise Remote("words-empty", word=word.code, field=name)
    for name, value in msgspec.structs.asdict(word).items():
        if isinstance(value, str):
            said_in(word.code, name, value)


def said_in(code: str, name: str, value: str) -> None:
    """`Remote`: `words-cell-too-long`, `words-language` for a text that stands in the other language's place, `text-…`."""
    if len(value) > MOST_TEXT:
        raise Remote("words-cell-too-long", word=code, column=name, size=len(value), limit=MOST_TEXT)
    try:
        check_text(value)
        if "\ufffe" in value or "\uffff" in value:  # no characters, and XML may not hold them
            raise Remote("text-control")
    except Remote as error:
        error.values = {"word": code, "field": name, **error.values}
        raise
    han, latin = len(_HAN.findall(value)), len(_LATIN.findall(value))
    english = name == "en" or name.endswith("_en")
    chinese = name == "zh" or name.endswith("_zh")
    if value and ((name == "en" and han) or (english and han > latin) or (chinese and not han)):
        raise Remote("words-language", word=code, field=name)
