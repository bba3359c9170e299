"""`detente serve`."""

from __future__ import annotations

import asyncio
from typing import Any

import click

from detente.api.serve import serve as serving
from detente.cli import console
from detente.cli.common import json_option, language, open_home
from detente.locale import text
from detente.vocabulary import current


@click.command()
@click.argument("path", required=False)
@click.option("--fd", type=int, default=None, help="listening socket to take over")
@json_option
@click.pass_context
def serve(ctx: click.Context, path: str | None, fd: int | None, as_json: bool) -> None:
    if path:
        ctx.find_root().obj = path
    home = open_home(ctx)
    lang = language()

    def ready(state: dict[str, Any]) -> None:
        host, port = state["listening"]
        if as_json:
            console.as_json(state)
        else:
            context = current().code("context", home.settings.context, lang)
            console.err(
                text(
                    "serve.ready",
                    lang,
                    party=state["party"],
                    host=host,
                    port=port,
                    context=context,
                    lines=state["lines"],
                )
            )

    asyncio.run(serving(home, fd, ready))
    console.err(text("serve.stopped", lang))
