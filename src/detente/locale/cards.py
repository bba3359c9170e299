"""Cards, answers and two sheets of them in words: lines for a terminal. Pages are made in cards_pages.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.cards.card import Card
from detente.cards.comparing import FIELDS, Compared
from detente.cards.sheet import Answer
from detente.documents import Both
from detente.locale import text
from detente.locale.pages import both
from detente.vocabulary import current

WIDE = 26  # columns of a terminal that a value of one side gets


def said(answer: Answer | None, field: str) -> Both:
    """What an answer says to one question, in both languages."""
    if answer is None:
        return both("cards.not-answered")
    value = {"tell": answer.tell, "class": answer.class_, "soon": answer.soon}[field]
    if value is None:
        return both("cards.left-open")
    if field == "class":
        row = current().concepts.get(value)
        return Both(value, value) if row is None else Both(row["en"], row["zh"])
    return both(f"cards.{field}.{value}")


def question(field: str) -> Both:
    return both(f"cards.ask.{field}")


def titled(card: Card) -> Both:
    return Both(card.title.en, card.title.zh)


def pick(words: Any, reader: str) -> str:
    """One language of something that has `en` and `zh`."""
    return str(words.zh if reader == "zh" else words.en)


def card_lines(card: Card, answer: Answer | None, reader: str, both_languages: bool = True) -> list[str]:
    """A card whole: in the reader's language, then in the other."""
    other = "en" if reader == "zh" else "zh"
    found: list[str] = [f"{card.id}  ({card.area})"]
    for tongue in (reader, other) if both_languages else (reader,):
        found += ["", pick(card.title, tongue), "", pick(card.case, tongue), ""]
        found += [text("cards.known", tongue), *(f"  · {pick(one, tongue)}" for one in card.known)]
        if card.asks is not None:
            found += ["", f"{text('cards.hard', tongue)} {pick(card.asks, tongue)}"]
    found += ["", text("cards.inspired", reader)]
    for event in card.inspired_by:
        grade = text(f"cards.grade.{event.grade}", reader)
        found.append(f"  · {pick(event.what, reader)} ({event.source}; {event.date}; {grade})")
    found += ["", text("cards.classes", reader)]
    found += [f"  {code}  {current().concept(code, reader)}" for code in card.classes]
    found += ["", text("cards.our-answer", reader)]
    return found + answer_lines(answer, reader)


def answer_lines(answer: Answer | None, reader: str) -> list[str]:
    if answer is None:
        return ["  " + text("cards.not-answered", reader)]
    found = [f"  {pick(question(field), reader)} {pick(said(answer, field), reader)}" for field in FIELDS]
    if answer.note:
        found.append(f"  {text('cards.note', reader)} {answer.note}")
    return found


def listed(cards: Mapping[str, Card], answers: Mapping[str, Answer], reader: str) -> list[str]:
    """One line a card, with what we answered."""
    found = []
    for id, card in cards.items():
        answer = answers.get(id)
        state = text("cards.not-answered", reader)
        if answer is not None:
            state = text("list.separator", reader).join(pick(said(answer, field), reader) for field in FIELDS)
            if answer.card != card.digest():
                state += f" ({text('cards.case-changed', reader)})"
        found += [f"{id:<18} {pick(card.title, reader)}", f"    {state}"]
    return found


def summary(rows: list[Compared]) -> Both:
    """How many differ, are the same, are answered by one side only, by neither, or were other cases."""
    count = {
        standing: sum(row.standing == standing for row in rows)
        for standing in ("differ", "same", "one-side", "neither")
    }
    other = sum(row.standing == "other-card" for row in rows)
    return both("cards.summary", **{name.replace("-", "_"): number for name, number in count.items()}, other=other)


def compared_lines(rows: list[Compared], names: tuple[str, str], reader: str) -> list[str]:
    """Differences first, side by side."""
    found = [pick(summary(rows), reader)]
    standing = ""
    for one in rows:
        if one.standing != standing:
            standing = one.standing
            found += ["", text(f"cards.standing.{standing}", reader), ""]
        found.append(f"{one.card.area}  {pick(titled(one.card), reader)}")
        if one.standing in ("neither",):
            continue
        for field in FIELDS:
            mark = "≠" if one.apart.get(field) else " "
            first, second = (pick(said(answer, field), reader) for answer in (one.first, one.second))
            found.append(f"  {mark} {pick(question(field), reader)}")
            found += [f"      {names[0]}: {first}", f"      {names[1]}: {second}"]
        for name, answer in zip(names, (one.first, one.second), strict=True):
            if answer is not None and answer.note:
                found.append(f"      {name}: “{answer.note}”")
    return found
