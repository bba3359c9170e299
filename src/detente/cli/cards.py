"""`detente cards`: threshold cards, answered alone: would you tell them, as which word, how soon? Two sheets side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import click

from detente.cards.card import SOON, TELL, UNDECIDED, Card
from detente.cards.comparing import Compared, compare, not_here
from detente.cards.sheet import MOST, MOST_NOTE, Answer, Sheet, read_sheet, sheet_bytes, sheet_of
from detente.cli import console
from detente.cli.casework import me, who_option
from detente.cli.common import json_option, lang_option, language, write_file
from detente.cli.homework import (
    compare_options,
    file_option,
    homework,
    homework_path,
    kept_rows,
    of_home,
    page_options,
    party_of,
    party_option,
    resolve,
    sheets_of,
    tell,
    write_pages,
)
from detente.codec.errors import Local
from detente.codec.text import clean_text
from detente.locale import cards as words
from detente.locale import text
from detente.node import homework as kept
from detente.store.homework import Kept
from detente.vocabulary import current

SUBJECT = "card"


def known(ctx: click.Context, file: str | None) -> dict[str, Card]:
    """Cards that count here. A file with a mistake is named with its line, on standard error, and affects no other."""
    found, wrong = kept.cards(homework_path(ctx, file).parent / "cards")
    for error in wrong:
        tell(error)
    return found


def answers_of(rows: dict[str, Kept]) -> dict[str, Answer]:
    found = {}
    for name, row in rows.items():
        body = row.body
        found[name] = Answer(
            card=bytes.fromhex(body["card"]),
            tell=body["tell"],
            class_=body.get("class"),
            soon=body.get("soon"),
            note=body.get("note"),
        )
    return found


def own_answers(ctx: click.Context, file: str | None) -> dict[str, Answer]:
    return answers_of(kept_rows(ctx, file, SUBJECT))


def answer_plain(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {
        "card": answer.card.hex(),
        "tell": answer.tell,
        "class": answer.class_,
        "soon": answer.soon,
        "note": answer.note,
    }


@click.command()
@click.argument("id", required=False)
@file_option
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, id: str | None, file: str | None, as_json: bool, lang: str | None) -> None:
    reader = language(lang)
    cards, answers = known(ctx, file), own_answers(ctx, file)
    chosen = {one: cards[one] for one in ([resolve(id, list(cards))] if id else cards)}
    if as_json:
        console.as_json({"cards": [_plain(card, answers.get(one)) for one, card in chosen.items()]})
        return
    lines = words.card_lines(cards[next(iter(chosen))], answers.get(next(iter(chosen))), reader) if id else None
    for line in lines or words.listed(chosen, answers, reader):
        console.out(line)
    if not id:
        console.err(text("cards.list-next", reader))


def _plain(card: Card, answer: Answer | None) -> dict[str, Any]:
    import msgspec

    return {**msgspec.to_builtins(card), "digest": card.digest().hex(), "answer": answer_plain(answer)}


@click.command()
@click.argument("id")
@click.option("--tell", "whether", type=click.Choice([*TELL, UNDECIDED]))
@click.option("--class", "word", metavar="CODE")
@click.option("--soon", type=click.Choice(SOON))
@click.option("--note")
@click.option("--take-back", is_flag=True)
@who_option
@file_option
@json_option
@lang_option
@click.pass_context
def answer(
    ctx: click.Context,
    id: str,
    whether: str | None,
    word: str | None,
    soon: str | None,
    note: str | None,
    take_back: bool,
    who: str | None,
    file: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    reader = language(lang)
    cards = known(ctx, file)
    card = cards[resolve(id, list(cards))]
    with homework(ctx, file) as opened:
        row = opened.newest(SUBJECT, card.id)
        body: dict[str, Any] = dict(row.body) if row else {}
        given = {
            "tell": whether,
            "class": None if word is None else resolve(word, list(current().concepts)),
            "soon": soon,
            "note": None if note is None else _note(note),
        }
        if take_back:
            body = {}
        else:
            if not any(given.values()):
                for line in words.card_lines(card, answers_of(opened.counting(SUBJECT)).get(card.id), reader):
                    console.err(line)
                given = _asked(card, body, reader)
            body |= {name: value for name, value in given.items() if value}
            body["card"] = card.digest().hex()
            if "tell" not in body:
                raise Local("card-tell-first", card=card.id)
        opened.keep(SUBJECT, card.id, body, me(who), began=row.entry if row else 0)
        found = answers_of(opened.counting(SUBJECT)).get(card.id)
    if as_json:
        console.as_json({"card": card.id, "answer": answer_plain(found)})
        return
    console.err(text("cards.kept", reader, card=card.id))
    for line in words.answer_lines(found, reader):
        console.out(line)


def _note(note: str) -> str:
    said = clean_text(note).strip()
    if len(said) > MOST_NOTE:
        raise Local("note-too-long", size=len(said), limit=MOST_NOTE)
    return said


def _asked(card: Card, body: Mapping[str, Any], reader: str) -> dict[str, str | None]:
    """The three questions and a note, at the keyboard; what stood before is the default."""
    found: dict[str, str | None] = {}
    found["tell"] = click.prompt(
        words.pick(words.question("tell"), reader),
        type=click.Choice([*reversed(TELL), UNDECIDED]),
        default=body.get("tell"),
        err=True,
    )
    found["class"] = resolve(
        click.prompt(
            words.pick(words.question("class"), reader),
            default=body.get("class") or (card.classes or [""])[0],
            err=True,
        ),
        list(current().concepts),
    )
    found["soon"] = click.prompt(
        words.pick(words.question("soon"), reader),
        type=click.Choice(list(reversed(SOON))),
        default=body.get("soon"),
        err=True,
    )
    note = click.prompt(text("cards.note", reader), default=body.get("note") or "", show_default=False, err=True)
    found["note"] = _note(note) if note.strip() else None
    return found


@click.command(name="print")
@click.argument("id", nargs=-1)
@click.option("--blank", is_flag=True)
@party_option
@page_options
@file_option
@lang_option
@click.pass_context
def print_(
    ctx: click.Context,
    id: tuple[str, ...],
    blank: bool,
    party: str | None,
    html: str | None,
    pdf: str | None,
    docx: str | None,
    paper: Any,
    file: str | None,
    lang: str | None,
) -> None:
    from detente.locale import cards_pages as pages

    reader = language(lang)
    cards = known(ctx, file)
    chosen = {one: cards[one] for one in ([resolve(each, list(cards)) for each in id] or cards)}
    answers = {} if blank else own_answers(ctx, file)
    name = "" if blank else party or of_home(ctx, "party") or ""
    written = write_pages(
        html,
        pdf,
        docx,
        lambda: pages.cards_html(chosen, answers, name, reader),
        lambda: pages.cards_document(chosen, answers, name, of_home(ctx, "language") or reader, reader, paper),
    )
    if not written:
        for one, card in chosen.items():
            for line in words.card_lines(card, answers.get(one), reader):
                console.out(line)
            console.out("")


def own_sheet(ctx: click.Context, file: str | None, party: str | None, reader: str) -> Sheet:
    """This side's answers as a sheet. `Local("cards-unanswered")` when there are none."""
    answers = own_answers(ctx, file)
    if not answers:
        raise Local("cards-unanswered", path=str(homework_path(ctx, file)))
    tongue = cast(Any, of_home(ctx, "language") or reader)
    return sheet_of(party_of(ctx, party), tongue, current().digest, answers)


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@party_option
@file_option
@json_option
@lang_option
@click.pass_context
def sheet(ctx: click.Context, out: Path, party: str | None, file: str | None, as_json: bool, lang: str | None) -> None:
    import hashlib

    made = own_sheet(ctx, file, party, language(lang))
    data = sheet_bytes(made)
    write_file(out, data)
    digest = hashlib.sha256(data).hexdigest()
    if as_json:
        console.as_json({"file": str(out), "bytes": len(data), "sha256": digest, "answers": len(made.answers)})
        return
    console.err(text("cards.sheet-written", language(lang), path=out, count=len(made.answers), digest=digest[:16]))


@click.command(name="compare")
@compare_options
def compare_(
    ctx: click.Context,
    sheets: tuple[str, ...],
    example: bool,
    party: str | None,
    html: str | None,
    pdf: str | None,
    docx: str | None,
    paper: Any,
    file: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    from detente.locale import cards_pages as pages

    reader = language(lang)
    read = sheets_of(sheets, read_sheet, MOST)
    first, second = read if len(read) == 2 else (own_sheet(ctx, file, party, reader), read[0])
    cards = known(ctx, file)
    rows = compare(first, second, cards)
    names = (first.party, second.party)
    unknown = not_here((first, second), cards)
    if unknown:
        console.err(text("cards.not-here", reader, cards=text("list.separator", reader).join(unknown)))
    mark = pages.MARK if example else ""
    written = write_pages(
        html,
        pdf,
        docx,
        lambda: pages.compared_html(rows, names, reader, mark),
        lambda: pages.compared_document(rows, names, reader, mark, paper),
    )
    if as_json:
        console.as_json({"parties": list(names), "cards": [_compared(one) for one in rows], "not_here": unknown})
    elif not written:
        for line in words.compared_lines(rows, names, reader):
            console.out(line)


def _compared(one: Compared) -> dict[str, Any]:
    return {
        "card": one.card.id,
        "standing": one.standing,
        "apart": one.apart,
        "first": answer_plain(one.first),
        "second": answer_plain(one.second),
    }
