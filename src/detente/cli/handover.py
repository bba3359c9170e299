"""`detente handover prepare|take|list|show|verify`: handover by exception, signed by the incoming office."""

from __future__ import annotations

from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, name_in
from detente.locale import handover as told
from detente.locale import text
from detente.locale.times import utc
from detente.node.ways import MARKS


@click.command()
@json_option
@lang_option
@click.pass_context
def prepare(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    shown = api.post("/v1/handover/prepare", {})
    if as_json:
        console.as_json(shown)
        return
    lang = language(lang)
    _print(shown, _line_name(api, shown, lang), lang)
    console.out(text("handover.code", lang, code=shown["code"]))


@click.command()
@click.option("--desk", required=True)
@click.option("--shown", "code", default="")
@json_option
@lang_option
@click.pass_context
def take(ctx: click.Context, desk: str, code: str, as_json: bool, lang: str | None) -> None:
    done = client(ctx).post("/v1/handover/take", {"desk": desk, "code": code})
    if as_json:
        console.as_json(done)
        return
    lang, statement = language(lang), done["statement"]
    console.err(text("handover.taken", lang, n=statement["n"], desk=statement["desk"], at=utc(statement["at"], lang)))


@click.command()
@json_option
@lang_option
@click.pass_context
def listed(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    found = client(ctx).get("/v1/handover")
    if as_json:
        console.as_json(found)
        return
    lang = language(lang)
    for row in found["handovers"]:
        console.out(text("handover.listed", lang, n=row["n"], at=utc(row["at"], lang), desk=row["desk"]))
    if not found["handovers"]:
        console.out(text("handover.none", lang))


@click.command()
@click.argument("number", type=click.IntRange(1))
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, number: int, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    found = api.get(f"/v1/handover/{number}")
    if as_json:
        console.as_json(found)
        return
    lang, statement = language(lang), found["statement"]
    _print(found["report"], _line_name(api, found["report"], lang), lang)
    console.out(text("handover.taken", lang, n=statement["n"], desk=statement["desk"], at=utc(statement["at"], lang)))
    console.out(text("handover.by-hand", lang))


@click.command()
@click.argument("number", type=click.IntRange(1))
@json_option
@lang_option
@click.pass_context
def verify(ctx: click.Context, number: int, as_json: bool, lang: str | None) -> None:
    found = client(ctx).get(f"/v1/handover/{number}/verify")
    if as_json:
        console.as_json(found)
        return
    lang = language(lang)
    at, size = utc(found["at"], lang), found["head"][2]
    console.out(text("handover.proven", lang, n=found["n"], desk=found["desk"], at=at, size=size))


def _line_name(api: Any, shown: dict[str, Any], lang: str) -> str:
    lines = {line["line"]: line["terms"]["name"] for line in api.get("/v1/status")["lines"]}
    return name_in(lines[shown["line"]], lang)


def _print(shown: dict[str, Any], line: str, lang: str) -> None:
    """The exceptions, the same on screen and on paper."""
    if MARKS[shown["context"]]:
        console.out(MARKS[shown["context"]])
    for words in told.heading(shown, line, lang):
        console.out(words)
    for title, rows in told.parts(shown, lang):
        console.out(title)
        for row in rows or [text("handover.none", lang)]:
            console.out("  " + row)
