"""`detente delivery show` and `delivery export`: what can be shown of how a message was delivered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, write_file
from detente.cli.messages import print_parts
from detente.codec.shape import readable
from detente.locale import text
from detente.locale.delivery import parts, sentence, written
from detente.node.compose import moment
from detente.node.node import clock


def _asked(at: str | None) -> str:
    """ms UTC, as the API takes it; empty when no time was asked for."""
    return "" if at is None else str(moment(int(at) if at.isdigit() else at, clock(), "at"))


@click.command()
@click.argument("name")
@click.option("--at", default=None, help="2026-11-25T12:00:00Z | -PT3H")
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, name: str, at: str | None, as_json: bool, lang: str | None) -> None:
    told = client(ctx).get(f"/v1/delivery/{name}", at=_asked(at))
    if as_json:
        console.as_json({"delivery": told})
    else:
        print_delivery(told, language(lang))


@click.command()
@click.argument("name")
@click.option("-o", "--output", type=click.Path(), required=True)
@click.option("--at", default=None, help="2026-11-25T12:00:00Z | -PT3H")
@click.option("--withhold", default="", help="system,measures")
@click.pass_context
def export(ctx: click.Context, name: str, output: str, at: str | None, withhold: str) -> None:
    data = client(ctx).bytes(f"/v1/delivery/{name}/file", at=_asked(at), withhold=withhold)
    write_file(Path(output), data)
    console.err(text("delivery.exported", language(), path=output, size=len(data)))


def print_delivery(told: dict[str, Any], lang: str) -> None:
    told = readable(told)
    console.out(sentence(told, lang))
    print_parts(parts(told, lang))
    console.out("")
    console.out(written(told, lang))
