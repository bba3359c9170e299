"""`detente words` of one party alone: browse the scheme, keep one's own readings, lay two sides' side by side."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

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
    party_of,
    party_option,
    resolve,
    sheets_of,
    tell,
    write_pages,
)
from detente.codec.errors import Local
from detente.codec.text import clean_text
from detente.locale import text
from detente.locale import words as said
from detente.node import homework as kept
from detente.store.homework import Kept
from detente.vocabulary import current
from detente.words.diverging import Divergence, register
from detente.words.mapping import List
from detente.words.reading import MOST, Compared, Reading, Sheet, compare, read_sheet, sheet_bytes, sheet_of

SUBJECT = "word"


def known_lists(ctx: click.Context, file: str | None) -> dict[str, List]:
    """Mappings that count here; a file with a mistake is named and affects no other."""
    found, wrong = kept.lists(homework_path(ctx, file).parent / "mappings")
    for error in wrong:
        tell(error)
    return found


def readings_of(rows: dict[str, Kept]) -> dict[str, Reading]:
    return {name: msgspec.convert(row.body, Reading) for name, row in rows.items()}


def own_readings(ctx: click.Context, file: str | None) -> dict[str, Reading]:
    return readings_of(kept_rows(ctx, file, SUBJECT))


@click.command()
@click.argument("code", nargs=-1)
@click.option("--area", type=click.Choice(["A", "B", "C", "M", "X"]))
@click.option("--search", "find", metavar="TEXT")
@click.option("--diverging", is_flag=True)
@click.option("--marked", is_flag=True)
@file_option
@json_option
@lang_option
@click.pass_context
def show(
    ctx: click.Context,
    code: tuple[str, ...],
    area: str | None,
    find: str | None,
    diverging: bool,
    marked: bool,
    file: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    reader = language(lang)
    words, ours, parted = current(), own_readings(ctx, file), register()
    codes = [resolve(one, list({**words.concepts, **ours})) for one in code] or [
        one
        for one, row in words.concepts.items()
        if (area is None or row["area"] == area)
        and (find is None or find.casefold() in " ".join(str(value) for value in row.values()).casefold())
        and (not diverging or one in parted)
        and (not marked or one in ours)
    ]
    if not code and not area and not diverging:
        codes += [one for one in ours if one not in words.concepts and (find is None or find in one)]
    matches = known_lists(ctx, file)
    if as_json:
        console.as_json(
            {"vocabulary": words.digest.hex(), "words": [_plain(one, ours, parted, matches) for one in codes]}
        )
        return
    if not code:
        for line in said.listed(codes, ours, parted, reader):
            console.out(line)
        console.err(text("words.list-next", reader, count=len(codes)))
        return
    for one in codes:
        for line in said.whole(one, ours.get(one), parted.get(one), matches, reader):
            console.out(line)
        console.out("")


def _plain(
    code: str, ours: dict[str, Reading], parted: dict[str, Divergence], lists: dict[str, List]
) -> dict[str, Any]:
    words = current()
    return {
        "code": code,
        **words.concepts.get(code, {}),
        "broader": words.broader.get(code),
        "divergence": msgspec.to_builtins(parted[code]) if code in parted else None,
        "reading": msgspec.to_builtins(ours[code]) if code in ours else None,
        "mappings": [
            {"to": name, **msgspec.to_builtins(row)}
            for name, one in lists.items()
            for row in one.rows
            if row.word == code
        ],
    }


@click.command()
@click.argument("code")
@click.option("--differs", "position", flag_value="differs")
@click.option("--ours", "position", flag_value="ours")
@click.option("--label")
@click.option("--define")
@click.option("--note")
@click.option("--in", "tongue", type=click.Choice(["en", "zh"]))
@click.option("--new", is_flag=True)
@click.option("--take-back", is_flag=True)
@who_option
@file_option
@json_option
@lang_option
@click.pass_context
def mark(
    ctx: click.Context,
    code: str,
    position: str | None,
    label: str | None,
    define: str | None,
    note: str | None,
    tongue: str | None,
    new: bool,
    take_back: bool,
    who: str | None,
    file: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    reader = language(lang)
    tongue = tongue or of_home(ctx, "language") or reader
    with homework(ctx, file) as opened:
        ours = readings_of(opened.counting(SUBJECT))
        one = code if new else resolve(code, list({**current().concepts, **ours}))
        row = opened.newest(SUBJECT, one)
        body: dict[str, Any] = {} if take_back else dict(row.body) if row else {}
        if not take_back:
            given = {tongue: label, f"define_{tongue}": define, "note": note}
            body |= {name: clean_text(value).strip() for name, value in given.items() if value}
            if position is None and not body.get("position"):
                position = "differs" if label or define else None
            if position is None and "position" not in body:
                raise Local("mark-how", word=one)
            body |= {"position": position or body["position"], "language": tongue}
            if body["position"] == "ours":
                body = {name: value for name, value in body.items() if name in ("position", "language", "note")}
            try:
                sheet_bytes(sheet_of("ours", current().digest, {one: msgspec.convert(body, Reading)}))
            except msgspec.ValidationError as error:
                raise Local("mark-shape", word=one[:64], why=str(error)) from error
        opened.keep(SUBJECT, one, body, me(who), began=row.entry if row else 0)
        found = readings_of(opened.counting(SUBJECT)).get(one)
    if as_json:
        console.as_json({"word": one, "reading": None if found is None else msgspec.to_builtins(found)})
        return
    console.err(text("words.kept", reader, word=one))
    for line in said.reading_lines(found, reader):
        console.out(line)


def own_sheet(ctx: click.Context, file: str | None, party: str | None) -> Sheet:
    readings = own_readings(ctx, file)
    if not readings:
        raise Local("words-unmarked", path=str(homework_path(ctx, file)))
    return sheet_of(party_of(ctx, party), current().digest, readings)


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@party_option
@file_option
@json_option
@lang_option
@click.pass_context
def sheet(ctx: click.Context, out: Path, party: str | None, file: str | None, as_json: bool, lang: str | None) -> None:
    made = own_sheet(ctx, file, party)
    data = sheet_bytes(made)
    write_file(out, data)
    if as_json:
        console.as_json({"file": str(out), "bytes": len(data), "readings": len(made.readings)})
        return
    console.err(text("words.sheet-written", language(lang), path=out, count=len(made.readings)))


@click.command(name="compare")
@partial(compare_options, least=False)
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
    from detente.locale import words_pages as pages

    reader = language(lang)
    read = sheets_of(sheets, read_sheet, MOST)
    first = read[0] if len(read) == 2 else own_sheet(ctx, file, party)
    second = read[-1] if read else None
    rows = compare(first, second or sheet_of("-", first.vocabulary, {}), current().concepts)
    names = (first.party, None if second is None else second.party)
    mark = said.MARK if example else ""
    written = write_pages(
        html,
        pdf,
        docx,
        lambda: pages.compared_html(rows, names, reader, mark),
        lambda: pages.compared_document(rows, names, reader, mark, paper),
    )
    if as_json:
        console.as_json({"parties": [name for name in names if name], "words": [_compared(row) for row in rows]})
    elif not written:
        for line in said.compared_lines(rows, names, reader):
            console.out(line)


def _compared(row: Compared) -> dict[str, Any]:
    return {
        "word": row.code,
        "standing": row.standing,
        "first": None if row.first is None else msgspec.to_builtins(row.first),
        "second": None if row.second is None else msgspec.to_builtins(row.second),
    }


@click.command(name="register")
@json_option
@lang_option
def register_(as_json: bool, lang: str | None) -> None:
    reader = language(lang)
    if as_json:
        console.as_json({"register": [msgspec.to_builtins(row) for row in register().values()]})
        return
    for line in said.register_lines(register(), reader):
        console.out(line)


@click.command()
@click.option("--to", "target", metavar="NAME")
@file_option
@json_option
@lang_option
@click.pass_context
def mappings(ctx: click.Context, target: str | None, file: str | None, as_json: bool, lang: str | None) -> None:
    reader = language(lang)
    lists = known_lists(ctx, file)
    chosen = {name: lists[name] for name in ([resolve(target, list(lists))] if target else lists)}
    if as_json:
        console.as_json({"mappings": [msgspec.to_builtins(one) for one in chosen.values()]})
        return
    for one in chosen.values():
        for line in said.mapping_lines(one, reader):
            console.out(line)
        console.out("")
