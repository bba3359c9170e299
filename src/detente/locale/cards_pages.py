"""Cards on pages: to answer by hand, with one side's answers, and two sheets side by side; HTML, and documents."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from detente.cards.card import SOON, TELL, UNDECIDED, Card
from detente.cards.comparing import FIELDS, Compared
from detente.cards.sheet import Answer
from detente.documents import (
    Both,
    Document,
    Field,
    Grid,
    Heading,
    Prose,
    Sheet,
    Table,
    Tick,
    Ticks,
    Title,
    Written,
)
from detente.documents.model import Block, Languages, Paper, Row
from detente.locale.cards import question, said, summary, titled
from detente.locale.pages import both, order, page, row, spans
from detente.vocabulary import current

MARK = "EXAMPLE 示例"
FLAG = Both("≠", "≠")


def _case(card: Card) -> Both:
    return Both(card.case.en, card.case.zh)


def _known(card: Card) -> Both:
    return Both(*("\n".join(f"· {getattr(one, tongue)}" for one in card.known) for tongue in ("en", "zh")))


def _sources(card: Card) -> Both:
    made = []
    for tongue in ("en", "zh"):
        parts = [
            f"{getattr(event.what, tongue)} ({event.source}; {event.date}; {getattr(both(f'cards.grade.{event.grade}'), tongue)})"
            for event in card.inspired_by
        ]
        made.append(" ".join([getattr(both("cards.inspired"), tongue), *parts]))
    return Both(*made)


# -- one side's cards --------------------------------------------------------------------------------------------------


def _ticks(field: str, codes: tuple[str, ...], chosen: str | None) -> Ticks:
    return Ticks(tuple(Tick(both(f"cards.{field}.{code}"), on=code == chosen) for code in codes))


def _classes(card: Card, chosen: str | None) -> Ticks:
    concepts = current().concepts
    codes = [*card.classes, *([chosen] if chosen and chosen not in card.classes and chosen in concepts else [])]
    ticks = [Tick(Both(concepts[code]["en"], concepts[code]["zh"]), on=code == chosen) for code in codes]
    return Ticks((*ticks, Tick(both("cards.another"))), apart=True)


def card_sheet(card: Card, answer: Answer | None, party: str, note_in: str | None) -> Sheet:
    """One card on one page, with room for the answer."""
    note = Written(answer.note, "zh" if note_in == "zh" else "en") if answer is not None and answer.note else None
    rows: tuple[Row, ...] = (
        (Field(both("cards.party"), value=Written(party)) if party else Field(both("cards.party")),),
        (
            Field(
                question("tell"),
                value=_ticks("tell", (*reversed(TELL), UNDECIDED), answer.tell if answer else None),
                below=True,
            ),
        ),
        (Field(question("class"), value=_classes(card, answer.class_ if answer else None), below=True),),
        (
            Field(
                question("soon"),
                value=_ticks("soon", tuple(reversed(SOON)), answer.soon if answer else None),
                below=True,
            ),
        ),
        (
            Field(both("cards.note"), value=note, below=True, lines=6)
            if note
            else Field(both("cards.note"), below=True, lines=8, grow=1),
        ),
    )
    blocks: tuple[Block, ...] = (
        Title(
            Both(card.title.en.removeprefix("EXAMPLE "), card.title.zh.removeprefix("示例 ")),
            card.area,
            None,
            MARK,
        ),
        Prose(both("cards.under")),
        Prose(_case(card)),
        Prose(both("cards.known"), bold=True),
        Prose(_known(card)),
        *((Prose(Both(card.asks.en, card.asks.zh), bold=True),) if card.asks else ()),
        Grid(rows),
        Prose(_sources(card)),
    )
    return Sheet(
        blocks, (both("cards.title"), Both(card.id, card.id), Both(card.digest().hex()[:16], card.digest().hex()[:16]))
    )


def cards_document(
    cards: Mapping[str, Card], answers: Mapping[str, Answer], party: str, note_in: str, reader: str, paper: Paper = "a4"
) -> Document:
    sheets = tuple(card_sheet(card, answers.get(id), party, note_in) for id, card in cards.items())
    return Document(both("cards.title").en, sheets, order(reader), paper, "cards")


def cards_html(cards: Mapping[str, Card], answers: Mapping[str, Answer], party: str, reader: str) -> str:
    languages = order(reader)
    body = [f'<p class="under">{spans(both("cards.under"), languages)}</p>']
    for id, card in cards.items():
        answer = answers.get(id)
        body.append(f'<section id="{escape(id)}"><h2>{card.area} · {spans(titled(card), languages)}</h2>')
        body.append(_told(card, languages) + "<table>")
        body += [row([question(field), said(answer, field)], languages) for field in FIELDS]
        body.append(row([both("cards.note"), answer.note if answer and answer.note else "—"], languages))
        body.append(f'</table><p class="under">{spans(_sources(card), languages)}</p></section>')
    title = both("cards.title")
    return page(Both(f"{title.en} · {party}", f"{title.zh} · {party}") if party else title, body, languages, MARK)


def _told(card: Card, languages: Languages) -> str:
    made = []
    for tongue in languages:
        tag = "zh-Hans" if tongue == "zh" else "en"
        known = "".join(f"<li>{escape(getattr(one, tongue))}</li>" for one in card.known)
        hard = f"<p><strong>{escape(getattr(card.asks, tongue))}</strong></p>" if card.asks else ""
        made.append(f'<div lang="{tag}"><p>{escape(getattr(card.case, tongue))}</p><ul>{known}</ul>{hard}</div>')
    return "".join(made)


# -- two sheets side by side -------------------------------------------------------------------------------------------


def _marked(one: Compared, field: str) -> Both:
    asked = question(field)
    return Both(f"≠ {asked.en}", f"≠ {asked.zh}") if one.apart.get(field) else asked


def _notes(one: Compared) -> list[Both | str] | None:
    notes = [answer.note if answer is not None and answer.note else "—" for answer in (one.first, one.second)]
    return [both("cards.note"), *notes] if set(notes) != {"—"} else None


def _table(one: Compared) -> list[tuple[bool, list[Both | str]]]:
    """(differs, question and both answers), row by row."""
    found: list[tuple[bool, list[Both | str]]] = [
        (bool(one.apart.get(field)), [_marked(one, field), said(one.first, field), said(one.second, field)])
        for field in FIELDS
    ]
    notes = _notes(one)
    return found if notes is None else [*found, (False, notes)]


def compared_html(rows: list[Compared], names: tuple[str, str], reader: str, mark: str = "") -> str:
    languages = order(reader)
    body = [f"<p>{spans(summary(rows), languages)}</p>"]
    standing = ""
    for one in rows:
        if one.standing != standing:
            standing = one.standing
            body.append(f"<h2>{spans(both(f'cards.standing.{standing}'), languages)}</h2>")
        body.append(f"<section><h2>{one.card.area} · {spans(titled(one.card), languages)}</h2>")
        if one.standing != "neither":
            body.append(_told(one.card, languages) if one.standing != "same" else "")
            body.append("<table>" + row([both("cards.question"), *names], languages, head=True))
            body += [row(cells, languages, "apart" if differs else "") for differs, cells in _table(one)]
            body.append("</table>")
        body.append("</section>")
    return page(both("cards.compare-title", first=names[0], second=names[1]), body, languages, mark)


def compared_document(
    rows: list[Compared], names: tuple[str, str], reader: str, mark: str = "", paper: Paper = "a4"
) -> Document:
    """First every card on one page, then card by card what was said, the furthest apart first."""
    languages = order(reader)
    footer = (both("cards.compare-title", first=names[0], second=names[1]),)
    heads = (both("cards.card"), *(Both(name, name) for name in names))
    blocks: list[Block] = [
        Title(both("cards.compare-title", first=names[0], second=names[1]), "", None, mark),
        Prose(both("cards.compare-under")),
        Prose(summary(rows)),
        Table(
            (Both("", ""), heads[0], both("cards.standing-head"), *heads[1:]),
            tuple(_overview(one) for one in rows),
            (1, 9, 6, 8, 8),
        ),
    ]
    sheets = [Sheet(tuple(blocks), footer)]
    blocks, standing = [], ""
    for one in rows:
        if one.standing == "neither":
            continue
        if one.standing != standing:
            standing = one.standing
            blocks.append(Title(both(f"cards.standing.{standing}")))
        blocks += [Heading(titled(one.card), one.card.area), Prose(_case(one.card))]
        if one.standing != "same":
            blocks.append(Prose(_known(one.card)))
        if one.standing != "same" and one.card.asks:
            blocks.append(Prose(Both(one.card.asks.en, one.card.asks.zh), bold=True))
        blocks.append(
            Table((both("cards.question"), *heads[1:]), tuple(tuple(cells) for _, cells in _table(one)), (4, 5, 5))
        )
    if blocks:
        sheets.append(Sheet(tuple(blocks), footer))
    return Document(footer[0].en, tuple(sheets), languages, paper, "cards compared")


def _overview(one: Compared) -> tuple[Both | str, ...]:
    title = titled(one.card)
    apart = [field for field in FIELDS if one.apart.get(field)]
    if apart:
        named = [both(f"cards.short.{field}") for field in apart]
        what = Both("≠ " + ", ".join(one.en for one in named), "≠ " + "、".join(one.zh for one in named))
    else:
        what = both(f"cards.short.{one.standing}")
    return (one.card.area, title, what, _brief(one.first), _brief(one.second))


def _brief(answer: Answer | None) -> Both:
    """Whether and how soon, in a line."""
    tell, soon = said(answer, "tell"), said(answer, "soon")
    if answer is None or answer.soon is None:
        return tell
    return Both(f"{tell.en}; {soon.en}", f"{tell.zh}；{soon.zh}")
