"""`detente scope` of one party alone: which areas we would take in, with what is left out, and two sides' drafts side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click
import msgspec

from detente.cards.scope import AREAS, MOST, STANDS, Compared, Draft, Sheet, compare, read_sheet, sheet_bytes, sheet_of
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
    sheets_of,
    write_pages,
)
from detente.codec.errors import Local
from detente.codec.text import clean_text
from detente.locale import scope as said
from detente.locale import text

SUBJECT = "area"


def own_draft(ctx: click.Context, file: str | None) -> dict[str, Draft]:
    return {name: msgspec.convert(row.body, Draft) for name, row in kept_rows(ctx, file, SUBJECT).items()}


def own_sheet(ctx: click.Context, file: str | None, party: str | None, reader: str) -> Sheet:
    """`Local("scope-unmarked")` when no area has been marked."""
    areas = own_draft(ctx, file)
    if not areas:
        raise Local("scope-unmarked", path=str(homework_path(ctx, file)))
    return sheet_of(party_of(ctx, party), cast(Any, of_home(ctx, "language") or reader), areas)


@click.command()
@click.argument("area", type=click.Choice(AREAS))
@click.argument("stand", type=click.Choice(STANDS))
@click.option("--except", "exclusion", multiple=True, nargs=2, metavar="EN ZH")
@click.option("--note")
@who_option
@file_option
@json_option
@lang_option
@click.pass_context
def mark(
    ctx: click.Context,
    area: str,
    stand: str,
    exclusion: tuple[tuple[str, str], ...],
    note: str | None,
    who: str | None,
    file: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    reader = language(lang)
    body: dict[str, Any] = {"stand": stand}
    if exclusion:
        body["exclusions"] = [{"en": clean_text(en).strip(), "zh": clean_text(zh).strip()} for en, zh in exclusion]
    if note:
        body["note"] = clean_text(note).strip()
    try:
        sheet_bytes(sheet_of("ours", "en", {area: msgspec.convert(body, Draft)}))
    except msgspec.ValidationError as error:
        raise Local("mark-shape", word=area, why=str(error)) from error
    with homework(ctx, file) as opened:
        opened.keep(SUBJECT, area, body, me(who))
    if as_json:
        console.as_json({"area": area, "draft": body})
        return
    console.err(text("words.kept", reader, word=area))


@click.command()
@file_option
@json_option
@lang_option
@click.pass_context
def ours(ctx: click.Context, file: str | None, as_json: bool, lang: str | None) -> None:
    areas = own_draft(ctx, file)
    if as_json:
        console.as_json({"areas": {area: msgspec.to_builtins(draft) for area, draft in areas.items()}})
        return
    for area in AREAS:
        for line in said.area_lines(area, areas.get(area), language(lang)):
            console.out(line)


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@party_option
@file_option
@json_option
@lang_option
@click.pass_context
def sheet(ctx: click.Context, out: Path, party: str | None, file: str | None, as_json: bool, lang: str | None) -> None:
    made = own_sheet(ctx, file, party, language(lang))
    data = sheet_bytes(made)
    write_file(out, data)
    if as_json:
        console.as_json({"file": str(out), "bytes": len(data), "areas": len(made.areas)})
        return
    console.err(text("homework.written", language(lang), path=out))


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
    reader = language(lang)
    read = sheets_of(sheets, read_sheet, MOST)
    first, second = read if len(read) == 2 else (own_sheet(ctx, file, party, reader), read[0])
    rows, names = compare(first, second), (first.party, second.party)
    mark_ = "EXAMPLE 示例" if example else ""
    written = write_pages(
        html,
        pdf,
        docx,
        lambda: said.compared_html(rows, names, reader, mark_),
        lambda: said.compared_document(rows, names, reader, mark_, paper),
    )
    if as_json:
        console.as_json({"parties": list(names), "areas": [_plain(row) for row in rows]})
    elif not written:
        for line in said.compared_lines(rows, names, reader):
            console.out(line)


def _plain(row: Compared) -> dict[str, Any]:
    return {
        "area": row.area,
        "standing": row.standing,
        "first": None if row.first is None else msgspec.to_builtins(row.first),
        "second": None if row.second is None else msgspec.to_builtins(row.second),
    }
