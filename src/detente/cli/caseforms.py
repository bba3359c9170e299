"""`case form`: what a law's form asks, filled as far as known. `case export`: a case in the shapes of others."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import click

from detente.cases.exports import FORMATS
from detente.cases.forms import asked, differences
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
        case = case_of(kept)
        law = regime_named(known(ctx, file), regime)
        files = [entry.body for entry in opened.entries(kept.id, "file")]
        filled = asked(case, law, files)
        tongues = TONGUES[tongue] if tongue else law.languages
        lang = tongues[0]
        before = [entry.body for entry in opened.entries(kept.id, "form") if entry.body["regime"] == law.id]
        rows = papers.rows(filled, lang)
        last = before[-1] if before else None
        changed = differences(last["rows"], rows) if last and last["lang"] == lang else []
        if last is None or last["rows"] != rows:
            body = {
                "regime": law.id,
                "form": len(before) + 1,
                "version": kept.version,
                "lang": lang,
                "rows": rows,
                "digest": hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest(),
            }
            opened.enter(kept.id, "form", body, me(who))
            number = len(before) + 1
        else:
            number = last["form"]
            if len(before) > 1 and before[-2]["lang"] == lang:  # shown again: still against the report before it
                changed = differences(before[-2]["rows"], rows)
        told = [entry.body for entry in opened.entries(kept.id, "told") if entry.body["regime"] == law.id]
        lacking = papers.gaps(filled)
        if as_json:
            console.as_json(_plain(law, number, rows, [one.field.id for one in lacking], changed))
        elif not (pdf_path or docx_path):
            console.out(papers.as_text(law, filled, lang, number, changed))
        if pdf_path or docx_path:
            page = papers.form_page(case, law, filled, number, changed, told, ms(now()), tongues)
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
