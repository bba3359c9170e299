"""Commands that keep a line alive: line test, line tests, line availability, test-reply."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from detente.api.client import Client
from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, read_file
from detente.cli.messages import receipted
from detente.codec.errors import Local
from detente.codec.limits import MAX_TEXT
from detente.locale import availability as shown
from detente.locale import text
from detente.locale.times import utc

WAIT = 15.0  # seconds


@click.command()
@click.option("--person", is_flag=True)
@click.option("--yes", is_flag=True)
@click.option("--wait", type=float, default=WAIT, show_default=True)
@json_option
@lang_option
@click.pass_context
def test(ctx: click.Context, person: bool, yes: bool, wait: float, as_json: bool, lang: str | None) -> None:
    api, lang = client(ctx), _language(lang)
    asked: dict[str, Any] = {"wait": wait}
    if person:
        asked["text"] = api.get("/v1/tests/next")["text"]
        if not yes and not as_json:
            console.err(text("test.next", lang))
            console.err("  " + asked["text"])
            if not click.confirm(text("test.confirm", lang), default=False, err=True):
                console.err(text("test.not-said", lang))
                ctx.exit(1)
    said = api.post("/v1/tests", asked)
    if as_json:
        console.as_json(said)
        return
    console.err(text("test.said", lang, name=said["reference"], at=utc(said["said_at"], lang)))
    receipted(api, said, lang)


@click.command()
@click.argument("name")
@click.argument("file", required=False)
@click.option("--wait", type=float, default=WAIT, show_default=True)
@json_option
@lang_option
@click.pass_context
def reply(ctx: click.Context, name: str, file: str | None, wait: float, as_json: bool, lang: str | None) -> None:
    api, lang = client(ctx), _language(lang)
    if file is not None:
        try:
            words = read_file(file, MAX_TEXT).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Local("test-reply-unreadable", path=file) from error
    elif sys.stdin.isatty():
        for line in _sides(api, name, lang):
            console.err(line)
        words = click.prompt(text("test.translate", lang), err=True)
    else:
        raise Local("test-reply-none")
    said = api.post(f"/v1/tests/{name}/reply", {"text": words, "wait": wait})
    if as_json:
        console.as_json(said)
        return
    for line in _sides(api, said["re"][0], lang):
        console.out(line)
    receipted(api, said, lang)


@click.command()
@json_option
@lang_option
@click.pass_context
def tests(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    found = client(ctx).get("/v1/tests")
    if as_json:
        console.as_json(found)
        return
    lang = _language(lang)
    if not found["tests"]:
        console.out(text("availability.none", lang))
    for number, one in enumerate(found["tests"]):
        for line in ["", *shown.sides(one, lang)] if number else shown.sides(one, lang):
            console.out(line)


@click.command()
@click.option("--days", type=int, default=14, show_default=True)
@json_option
@lang_option
@click.pass_context
def availability(ctx: click.Context, days: int, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    found = api.get("/v1/availability", days=str(days))
    if as_json:
        console.as_json(found)
        return
    names = next(line for line in api.get("/v1/status")["lines"] if line["line"] == found["line"])["terms"]["members"]
    for line in shown.lines(found, names, _language(lang), sys.stdout.encoding or "utf-8"):
        console.out(line)


def _language(lang: str | None) -> str:
    if lang:
        os.environ["DETENTE_LANG"] = lang
    return language(lang)


def _sides(api: Client, name: str, lang: str) -> list[str]:
    found = [one for one in api.get("/v1/tests")["tests"] if one["name"] == name]
    return shown.sides(found[0], lang) if found else []
