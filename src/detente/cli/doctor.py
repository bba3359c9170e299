"""`detente doctor`: is all well with this home? One screen, one row a part, and what to do about what is not well."""

from __future__ import annotations

from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language
from detente.locale import text
from detente.locale.doctor import screen


@click.command()
@json_option
@lang_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    found: dict[str, Any] = client(ctx).get("/v1/doctor")
    if as_json:
        console.as_json(found)
    else:
        lang = language(lang)
        console.out(text("doctor.head", lang, party=found["facts"]["party"]))
        for words in screen(found["rows"], lang):
            console.out(words)
    if any(row["mark"] == "act" for row in found["rows"]):
        ctx.exit(1)
