"""`case form`: what a law's form asks, filled as far as known. `case export`: a case in the shapes of others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from detente.api.caseforms import filled
from detente.cases.exports import FORMATS
from detente.cases.regime import Regime
from detente.cli import console
from detente.cli.cases import whole
from detente.cli.casework import at_of, at_option, book, case_of, file_option, known, me, now, who_option
from detente.cli.common import json_option, language, write_file
from detente.documents import docx, pdf
from detente.documents.model import Languages
from detente.locale import casepapers as papers
from detente.locale import text
from detente.node.casebook import ms, regime_named

TONGUES: dict[str, Languages] = {"en": ("en",), "zh": ("zh",), "both": ("en", "zh")}


@click.command()
@click.argument("id")
@click.argument("regime")
@click.option("--pdf", "pdf_path", type=click.Path(), default=None, metavar="FILE")
@click.option("--docx", "docx_path", type=click.Path(), default=None, metavar="FILE")
@click.option("--in", "tongue", type=click.Choice(sorted(TONGUES)), default=None)
@file_option
@who_option
@json_option
@click.pass_context
def form(
    ctx: click.Context,
    id: str,
    regime: str,
    pdf_path: str | None,
    docx_path: str | None,
    tongue: str | None,
    file: str | None,
    who: str | None,
    as_json: bool,
) -> None:
    reader = language()
    with book(ctx, file) as opened:
        kept = opened.get(id)
        law = regime_named(known(ctx, file), regime)
        tongues = TONGUES[tongue] if tongue else law.languages
        lang = tongues[0]
        made = filled(opened, kept, law, lang, me(who))
        lacking = made.lacking
        if as_json:
            console.as_json(_plain(law, made.number, made.rows, [one.field.id for one in lacking], made.changed))
        elif not (pdf_path or docx_path):
            console.out(papers.as_text(law, made.asked, lang, made.number, made.changed))
        if pdf_path or docx_path:
            page = made.page(ms(now()), tongues)
            for path, writer in ((pdf_path, pdf.write), (docx_path, docx.write)):
                if path:
                    write_file(Path(path), writer(page))
                    console.err(text("case.written", reader, path=path))
        for one in lacking:
            console.err(text("form.lacking", reader, ask=one.field.ask[reader]))


def _plain(
    law: Regime, number: int, rows: list[dict[str, str]], lacking: list[str], changed: list[tuple[str, str, str]]
) -> dict[str, Any]:
    return {
        "regime": law.id,
        "form": number,
        "fields": rows,
        "gaps": lacking,
        "changed": [{"id": id, "was": was, "now": new} for id, was, new in changed],
        "reminder": text("case.reminder", language()),
    }


@click.command()
@click.argument("id")
@click.option("--as", "shape", type=click.Choice(["json", *FORMATS]), default="json", show_default=True)
@click.option("-o", "--output", type=click.Path(), default=None, metavar="FILE")
@at_option
@file_option
@click.pass_context
def export(ctx: click.Context, id: str, shape: str, output: str | None, at: str | None, file: str | None) -> None:
    lang = language()
    with book(ctx, file) as opened:
        kept = opened.get(id)
        if shape == "json":
            data = json.dumps(whole(opened, kept), ensure_ascii=False, indent=1).encode() + b"\n"
        else:
            laws = known(ctx, file)
            law = laws.get("oecd-crf")
            data = FORMATS[shape][0](case_of(kept), kept.id, at_of(at), law if isinstance(law, Regime) else None)
    if output is None:
        console.out(data.decode("utf-8").rstrip("\n"))
    else:
        write_file(Path(output), data)
        console.err(text("case.written", lang, path=output))
