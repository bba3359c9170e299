"""`detente record differences`: where records differ, the file that shows it to others, and what `verify` says of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, write_file
from detente.codec.errors import Local
from detente.locale import text
from detente.locale.differing import listed, statements
from detente.vocabulary import current

if TYPE_CHECKING:
    from detente.bundle.differing import Shown


@click.command()
@click.argument("name", required=False)
@click.option("-o", "--output", type=click.Path(), default=None)
@json_option
@lang_option
@click.pass_context
def differences(ctx: click.Context, name: str | None, output: str | None, as_json: bool, lang: str | None) -> None:
    api, lang = client(ctx), language(lang)
    if (name is None) != (output is None):
        raise Local("differences-name-and-file")
    if name is not None and output is not None:
        data = api.bytes(f"/v1/differences/{name}/file")
        write_file(Path(output), data)
        if as_json:
            console.as_json({"file": output, "size": len(data)})
        else:
            console.err(text("differ.exported", lang, path=output, size=len(data)))
        return
    rows = api.get("/v1/differences")["differences"]
    if as_json:
        console.as_json({"differences": rows})
        return
    if not rows:
        console.out(text("differ.none", lang))
    for row in rows:
        for line in listed(row, lang):
            console.out(line)


def print_shown(shown: Shown, lang: str) -> None:
    from detente.bundle.telling import differing

    about = differing(shown)
    context = current().code("context", about["context"], lang)
    console.out(text("differ.shown", lang, party=shown.party, context=context))
    for line in statements(about, lang):
        console.out("  " + line)
    console.out(text("differ.shows-not", lang))
    for party, key in shown.parties:
        console.out(text("verify.fingerprint", lang, party=party, key=key))
