"""A message as people read it, in either language from the same bytes.

Coded parts are rendered with the words of the vocabulary the message names. Prose is never translated: it stands in its
author's language, and says which that is. Shapes: a rendering is a list of `Part`s, each with labelled lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.locale import linekeys, roster, text, together
from detente.locale.due import stored as stored_time
from detente.locale.due import waiting
from detente.locale.times import span, utc
from detente.locale.translations import courtesy_title
from detente.vocabulary import Vocabulary, bare, current, overlaid, vocabularies

TIMES = {
    *("detected", "next_word_by", "occurred_from", "occurred_to", "confirmed", "reply_by"),
    *("begins", "ends", "ended", "stop_ordered", "stop_verified", "due", "next_begins"),
}
CODES = {
    "going_on": "ternary",
    "touches": "ternary",
    "public": "ternary",
    "of": "language",
}
# Sections with a form of their own: name → its rows.
SPELLED: dict[str, Callable[[dict[str, Any], Vocabulary, str], list[tuple[str, str]]]] = {
    "offices": roster.offices,
    "calendar": roster.calendar,
    "keys": linekeys.announced,
    "wording": together.wording,
    "readings": together.readings,
    "areas": together.areas,
    "meeting": together.meeting,
    "minutes": together.minutes,
    "cards": together.cards,
    "answers": together.answers,
}
PROSE_SECTIONS = {"prose", "courtesy", "system", "measures", "harm"}
CODED_TEXT = {"weights", "cause"}  # coded values that stand among prose


@dataclass
class Part:
    """One section: a title, and (label, value) rows. `prose` marks words in their author's own language, `courtesy` those of the
    author's own translation."""

    title: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    prose: bool = False
    courtesy: bool = False


Names = Mapping[str, Mapping[str, str]]  # party → language → the name in the line's terms


def party_name(party: str, names: Names, language: str) -> str:
    """`heron · Office of Heron`: the id that is signed, and the name the terms give it."""
    name = names.get(party, {}).get(language)
    return f"{party} · {name}" if name else party


def words_of(message: dict[str, Any]) -> Vocabulary:
    """The vocabulary the message names; what this node does not know it has not accepted."""
    return words_named(message["content"]["vocab"], message.get("words"))


def words_written(state: dict[str, Any]) -> Vocabulary:
    """The version that a line's status says new messages are written in; a node of a build before versions says none."""
    said = state.get("vocabulary")
    return current() if said is None else words_named(said["digest"], said["words"])


def words_named(digest: bytes | str, agreed: Mapping[str, Any] | None = None) -> Vocabulary:
    """The version with that digest; `agreed`: what members changed in it (node/versions.py `told`). Where it is neither, codes
    stand for themselves: a word of another version would say what nobody said."""
    digest = bytes.fromhex(digest) if isinstance(digest, str) else digest
    if agreed is not None:
        return overlaid(current(), agreed["number"], digest, agreed["concepts"])
    return vocabularies().get(digest) or bare(digest)


def headline(message: dict[str, Any], names: Names, language: str) -> str:
    """One line: what kind, from whom, what it is about."""
    words = words_of(message)
    coded = message["sections"].get("coded", {})
    about = words.concept(coded["class"], language) if "class" in coded else ""
    if "activity" in coded:
        about = words.code("activity", coded["activity"], language)
    if "subject" in coded:
        about = f"{words.code('subject', coded['subject'], language)} {coded['name']}"
    if not about and "area" in coded:
        about = words.area(coded["area"], language)
    kind = words.code("kind", message["kind"], language)
    return text(
        "render.headline", language, kind=kind, party=party_name(message["party"], names, language), about=about
    ).rstrip(" :：")


def render(message: dict[str, Any], names: Names, language: str) -> list[Part]:
    """Every section of a message as the API gives it, in the order of its kind."""
    words = words_of(message)
    parts = [_placing(message, words, names, language)]
    for name, value in message["sections"].items():
        parts.append(section(name, value, words, language, _author_language(message)))
    for name, at in message.get("destroyed", {}).items():
        gone = Part(section_name(name, words, language))
        gone.rows.append((gone.title, text("render.destroyed", language, at=utc(at, language))))
        parts.append(gone)
    return parts


def section_name(name: str, words: Vocabulary, language: str) -> str:
    """What a section is called; its own name for one that this vocabulary has no word for."""
    base = name.split("-")[0] if name.startswith("support") else "harm_section" if name == "harm" else name
    if base not in words.fields:
        return name
    number = name.removeprefix("support-")
    return words.field(base, language) + (f" {number}" if number.isdigit() else "")


def preview(sections: dict[str, Any], wanted: int, language: str, words: Vocabulary | None = None) -> list[Part]:
    """What readers will see of a message that is not yet signed, with the words it would be written in."""
    words = words or current()
    author = sections.get("prose", {}).get("language")
    first = Part(text("render.placing", language))
    first.rows.append((words.field("wanted", language), words.code("wanted", wanted, language)))
    return [first, *(section(name, value, words, language, author) for name, value in sections.items())]


def said_plainly(message: dict[str, Any], language: str) -> list[str]:
    """A message in a line or two: what its code says (`in part`, `more please`), and its author's own words."""
    words, coded = words_of(message), message["sections"].get("coded", {})
    lines = []
    for name in ("answer", "follow_up", "reason", "outcome", "extent", "activity", "form", "stance", "progress"):
        if name in coded:
            lines.append(f"{words.field(name, language)}: {words.code(name, coded[name], language)}")
    times = message["sections"].get("times", {})
    for name in ("begins", "ends", "next_word_by"):
        if name in times and message["kind"] != "notice":
            lines.append(f"{words.field(name, language)}: {utc(times[name], language)}")
    prose = message["sections"].get("prose", {})
    if "plain" in prose:
        lines.append(set_apart(prose["plain"]))
    return lines


def set_apart(value: str) -> str:
    """A text for a screen. None of its lines begins where one of ours would, so none can pass for a heading or a receipt."""
    return value.replace("\n", "\n      | ")


def _author_language(message: dict[str, Any]) -> str | None:
    prose = message["sections"].get("prose")
    return prose.get("language") if isinstance(prose, dict) else None


def _placing(message: dict[str, Any], words: Vocabulary, names: Names, language: str) -> Part:
    content = message["content"]
    rows = [
        (words.field("kind", language), words.code("kind", message["kind"], language)),
        (words.field("context", language), words.code("context", content["context"], language)),
        (words.field("from", language), party_name(message["party"], names, language)),
        (words.field("number", language), message["reference"]),
        (text("render.spoken", language), message["spoken"]),
        (words.field("said_at", language), _stated(message, language)),
    ]
    if message.get("re"):
        rows.append((words.field("re", language), text("list.separator", language).join(message["re"])))
    if not message["ours"]:
        rows.append((text("render.stored-here", language), utc(message["heard_at"], language)))
        if message.get("shown"):
            rows.append((text("render.shown-here", language), utc(message["shown"]["at"], language)))
    if message["kind"] != "acknowledgement":
        rows.append((words.field("wanted", language), words.code("wanted", content["wanted"], language)))
    return Part(text("render.placing", language), rows)


def _stated(message: dict[str, Any], language: str) -> str:
    """The time a message bears, and how far it is ahead of the clock it was stored under, if it is."""
    at = utc(message["said_at"], language)
    ahead = message.get("ahead")
    return at if ahead is None else at + text("render.ahead", language, span=span(ahead, language))


def section(name: str, value: dict[str, Any], words: Vocabulary, language: str, author: str | None) -> Part:
    base = name.split("-")[0] if name.startswith("support") else "harm_section" if name == "harm" else name
    part = Part(words.field(base, language), prose=name in PROSE_SECTIONS)
    if name == "courtesy":
        part.title, part.courtesy = courtesy_title(value, words, language), True
        return _filled(part, {key: item for key, item in value.items() if key != "by"}, words, language)
    if part.prose and author is not None:
        part.title += text("render.as-written", language, language=words.code("language", author, language))
    if name in SPELLED:
        part.rows += SPELLED[name](value, words, language)
        return part
    return _filled(part, value, words, language)


def _filled(part: Part, value: dict[str, Any], words: Vocabulary, language: str) -> Part:
    for key, item in value.items():
        if key == "language" or item == []:
            continue
        part.rows.append((words.field(key, language), _value(key, item, words, language)))
    return part


def _value(key: str, item: Any, words: Vocabulary, language: str) -> str:
    if key in TIMES:
        return utc(item, language)
    if key == "area":
        return words.area(item, language)
    if key == "class":
        return words.concept(item, language)
    if key == "also":
        return text("list.separator", language).join(words.concept(code, language) for code in item)
    table = CODES.get(key, key)
    if key == "sections":
        return text("list.separator", language).join(section_name(name, words, language) for name in item)
    if table in words.codes:
        if isinstance(item, list):
            return text("list.separator", language).join(words.code(table, code, language) for code in item)
        return words.code(table, item, language)
    if isinstance(item, list):
        return " ".join(f"({number}) {one}" for number, one in enumerate(item, 1))
    return item.hex() if isinstance(item, bytes) else str(item)


def _replied(answer: dict[str, Any], language: str) -> str:
    at = utc(answer["at"], language)
    match answer["kind"]:
        case "read-back":
            return text("delivery.read-back", language, at=at)
        case "holding-reply":
            return text("delivery.holding", language, at=at, next=utc(answer["next_by"], language))
        case "decline":
            return text("delivery.declined", language, at=at)
        case "answer":
            return text(f"delivery.answer.{answer['mark']}", language, at=at)
    return text("delivery.acknowledged", language, at=at)


def delivery(message: dict[str, Any], names: Names, now: int, language: str) -> Part:
    """Who has it, who has acknowledged it, and what is due: never more than the record shows."""
    part = Part(text("render.delivery", language))
    for receipt in message["receipts"]:
        key = "delivery.stored" if receipt["verdict"] == "accepted" else "delivery.not-taken"
        stored = text(key, language, at=utc(receipt["at"], language))
        if receipt.get("behind") is not None:
            stored += text("delivery.behind", language, span=span(receipt["behind"], language))
        part.rows.append((party_name(receipt["peer"], names, language), stored))
    if message["ours"] and not message["receipts"]:
        part.rows.append((text("render.delivery", language), text("delivery.no-receipt-yet", language)))
    for answer in message["answers"]:
        named = party_name(answer["party"], names, language)
        part.rows.append((named, _replied(answer, language)))
    for party in message["waiting_for"]:
        due = next((row for row in message["dues"] if row["party"] == party), None)
        spelled = waiting(due, now, language, message["receipt_due"])
        part.rows.append((party_name(party, names, language), spelled))
    for asked in message["asked"]:
        named = party_name(asked["party"], names, language)
        if asked["holding"] is not None:
            part.rows.append((named, waiting(asked["holding"], now, language, what="holding")))
        part.rows.append((named, waiting(asked["answer"], now, language, what="answer")))
    for row in message.get("stored", []):
        disputed = stored_time(row, language)
        if disputed is not None:
            part.rows.append((party_name(row["party"], names, language), disputed))
    return part
