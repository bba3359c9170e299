"""`detente dialogue show`: one page of what members keep together, the same on every side at the same cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, write_file
from detente.cli.messages import print_parts
from detente.locale import text
from detente.locale.dialogue import page


@click.command()
@click.option("--print", "printed", type=click.Path(), default=None, metavar="FILE")
@click.option("--chart", type=click.Path(), default=None, metavar="FILE")
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, printed: str | None, chart: str | None, as_json: bool, lang: str | None) -> None:
    found: dict[str, Any] = client(ctx).get("/v1/dialogue")
    reader = language(lang)
    if printed is not None or chart is not None:
        from detente.locale import dialogue_sheet

        marks = ("EXAMPLE 示例",) if found["context"] == "exercise" else ()
        if printed is not None:
            write_file(Path(printed), _printed(found, marks, Path(printed).suffix.lower(), reader))
        if chart is not None:
            write_file(Path(chart), dialogue_sheet.chart(found["over_time"]).encode())
    if as_json:
        console.as_json(found)
        return
    if printed is not None or chart is not None:
        for path in (printed, chart):
            if path is not None:
                console.err(text("dialogue.written", reader, path=path))
        return
    print_parts(page(found, reader))


def _printed(found: dict[str, Any], marks: tuple[str, ...], suffix: str, reader: str) -> bytes:
    """PDF or DOCX where the name of the file asks for it, HTML otherwise; the reader's language stands first on a page."""
    if suffix not in (".pdf", ".docx"):
        from detente.locale import dialogue_sheet

        return dialogue_sheet.sheet(found, marks).encode()
    from detente.annex.dialogue import document
    from detente.documents import docx, pdf

    made = document(found, " ".join(marks), ("zh", "en") if reader == "zh" else ("en", "zh"))
    return pdf.write(made) if suffix == ".pdf" else docx.write(made)
