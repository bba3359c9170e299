"""`detente line witness add|list|remove|ask`: others who sign our heads. Optional; nothing waits for them."""

from __future__ import annotations

from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language
from detente.locale import text
from detente.locale.errors import explain
from detente.locale.times import utc


@click.command()
@click.argument("url")
@click.argument("vkeys", nargs=-1, required=True)
@json_option
@lang_option
@click.pass_context
def add(ctx: click.Context, url: str, vkeys: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    _show(client(ctx).post("/v1/witnesses", {"url": url, "vkeys": list(vkeys)}), as_json, language(lang))


@click.command()
@json_option
@lang_option
@click.pass_context
def listed(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    _show(client(ctx).get("/v1/witnesses"), as_json, language(lang))


@click.command()
@click.argument("name")
@json_option
@lang_option
@click.pass_context
def remove(ctx: click.Context, name: str, as_json: bool, lang: str | None) -> None:
    _show(client(ctx).post("/v1/witnesses", {"remove": name}), as_json, language(lang))


@click.command()
@json_option
@lang_option
@click.pass_context
def ask(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    found = client(ctx).post("/v1/witnesses/ask", {})
    _show(found, as_json, language(lang))
    if any(row["why"] is not None for row in found["asked"]):
        ctx.exit(1)


def _show(found: dict[str, Any], as_json: bool, lang: str) -> None:
    if as_json:
        console.as_json(found)
        return
    if not found["witnesses"]:
        console.out(text("witness.none", lang))
    for line in rows(found["witnesses"], found["log"]["size"], lang):
        console.out(line)
    console.out(text("witness.tell", lang, origin=found["log"]["origin"]))
    for key in found["log"]["vkeys"][:1]:  # of the Ed25519 key: the other is too long to read, and in --json
        console.out("  " + key)


def rows(witnesses: list[dict[str, Any]], size: int, lang: str) -> list[str]:
    """One line a witness, two where something is amiss."""
    found = []
    for row in witnesses:
        if row["size"] is None:
            found.append(text("witness.not-yet", lang, name=row["name"], url=row["url"]))
        else:
            at = utc(row["at"], lang)
            found.append(text("witness.signed", lang, name=row["name"], size=row["size"], of=size, at=at))
        if row["why"] is not None:
            why, at = explain(row["why"], {}, lang)[0], utc(row["tried"], lang)
            found.append("  " + text("witness.failed", lang, at=at, why=why))
    return found
