"""Sections of what members keep together, as rows: each text in both languages, whichever is read first."""

from __future__ import annotations

from typing import Any

from detente.locale import text
from detente.locale.times import utc
from detente.vocabulary import Vocabulary

Rows = list[tuple[str, str]]


def both(value: dict[str, str], language: str) -> str:
    """Both languages of one text, the reader's own first."""
    first, second = ("zh", "en") if language == "zh" else ("en", "zh")
    return f"{value[first]} · {value[second]}"


def own(value: dict[str, str], language: str) -> str:
    return value["zh" if language == "zh" else "en"]


def wording(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    return [(words.field(name, language), value[name]) for name in ("en", "zh")]


def readings(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows: Rows = []
    for one in value["readings"]:
        rows += [(f"{one['party']} · {words.field(name, language)}", one[name]) for name in ("en", "zh")]
    common = value.get("common")
    return [
        *rows,
        (words.field("common", language), both(common, language) if common else text("dialogue.empty", language)),
    ]


def areas(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows: Rows = []
    for name in ("inside", "outside", "undecided"):
        named = text("list.separator", language).join(words.area(code, language) for code in value[name])
        rows.append((words.field(name, language), named or "–"))
    rows += [(words.field("exclusions", language), both(one, language)) for one in value["exclusions"]]
    return rows


def meeting(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows = [
        (words.field("group", language), value["group"]),
        (words.field("begins", language), utc(value["begins"], language)),
        (words.field("ends", language), utc(value["ends"], language)),
        (words.field("chair", language), f"{value['chair']} · {both(value['office'], language)}"),
        (words.field("round", language), str(value["round"])),
    ]
    rows += [(words.field("agenda", language), both(one, language)) for one in value["agenda"]]
    if value.get("place"):
        rows.append((words.field("place", language), both(value["place"], language)))
    return rows


def minutes(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows = [
        (words.field("begins", language), utc(value["begins"], language)),
        (words.field("ends", language), utc(value["ends"], language)),
    ]
    rows += [(words.field("decisions", language), both(one, language)) for one in value["decisions"]]
    for one in value["actions"]:
        due = utc(one["due"], language)
        rows.append(
            (
                f"{words.field('action', language)} {one['name']}",
                f"{one['party']} · {own(one['office'], language)} · {due}",
            )
        )
        rows.append((words.field("to_do", language), both(one["to_do"], language)))
    said = words.code("next", value["next"], language)
    if value.get("next_begins") is not None:
        said += f" · {utc(value['next_begins'], language)}"
    return [*rows, (words.field("next", language), said)]


def cards(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    digest = value["digest"]
    return [
        (words.field("deck", language), both(value["deck"], language)),
        (words.field("cards", language), text("list.separator", language).join(value["cards"])),
        (words.field("digest", language), digest.hex() if isinstance(digest, bytes) else str(digest)),
    ]


def answers(value: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    return [
        (f"{words.field('card', language)} {name}", answered(one, words, language))
        for name, one in sorted(value["answers"].items())
    ]


def answered(one: dict[str, Any], words: Vocabulary, language: str) -> str:
    """One answer in a row. A word that this vocabulary does not have stays as it is spelled."""
    said = [words.code("tell", one["tell"], language)]
    if "class" in one:
        said.append(words.concept(one["class"], language) if one["class"] in words.concepts else one["class"])
    said += [words.code("soon", one["soon"], language)] if "soon" in one else []
    return " · ".join([*said, one["note"]] if "note" in one else said)
