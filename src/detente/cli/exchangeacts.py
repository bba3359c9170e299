"""`detente exchange propose|deposit|open`: cards answered alone, deposited closed, and opened once every member has deposited."""

from __future__ import annotations

import hashlib
from typing import Any

import click

from detente.cards.sheet import MOST, read_sheet
from detente.cli import messages
from detente.cli.acts import both, en_option, propose, wait_option, why_option, zh_option
from detente.cli.cards import known
from detente.cli.common import client, json_option, read_file
from detente.codec.errors import Local
from detente.codec.shape import readable, to_plain


@click.command(name="propose")
@click.argument("name")
@en_option
@zh_option
@click.option("--card", "cards", multiple=True)
@why_option
@wait_option
@json_option
@click.pass_context
def propose_(
    ctx: click.Context,
    name: str,
    en: str | None,
    zh: str | None,
    cards: tuple[str, ...],
    our_words: str | None,
    wait: float,
    as_json: bool,
) -> None:
    here = known(ctx, None)
    chosen = list(cards) or sorted(here)
    unknown = [card for card in chosen if card not in here]
    if unknown:
        raise Local("card-unknown", card=", ".join(unknown))
    digest = hashlib.sha256(b"".join(here[card].digest() for card in chosen)).hexdigest()
    title = both(en, zh)
    sections = {"wording": title, "cards": {"deck": title, "digest": digest, "cards": chosen}}
    coded = {"subject": "exchange", "name": name, "form": "text"}
    propose(ctx, coded, sections, None, our_words, None, wait, as_json)


@click.command()
@click.argument("name")
@click.argument("sheet", type=click.Path())
@wait_option
@json_option
@click.pass_context
def deposit(ctx: click.Context, name: str, sheet: str, wait: float, as_json: bool) -> None:
    api = client(ctx)
    answers: dict[str, Any] = readable(to_plain(read_sheet(read_file(sheet, MOST))))
    said = api.post("/v1/dialogue/deposit", {"name": name, "answers": answers, "wait": wait})
    messages.told(api, said, as_json)


@click.command(name="open")
@click.argument("name")
@wait_option
@json_option
@click.pass_context
def open_(ctx: click.Context, name: str, wait: float, as_json: bool) -> None:
    api = client(ctx)
    messages.told(api, api.post("/v1/dialogue/open", {"name": name, "wait": wait}), as_json)
