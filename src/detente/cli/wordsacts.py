"""`detente words propose|counter|differ|retire`: a label or a definition, in both languages, put to every member.

`agree`, `decline` and `reserve` are the same for every text (cli/acts.py).
"""

from __future__ import annotations

import click

from detente.cli.acts import both, en_option, file_option, propose, subject_of, wait_option, why_option, zh_option
from detente.cli.common import json_option
from detente.codec.errors import Local

part_option = click.option("--part", type=click.Choice(["label", "definition"]), default="label", show_default=True)


@click.command(name="propose")
@click.argument("word")
@part_option
@en_option
@zh_option
@why_option
@file_option
@wait_option
@json_option
@click.pass_context
def propose_(
    ctx: click.Context,
    word: str,
    part: str,
    en: str | None,
    zh: str | None,
    our_words: str | None,
    file: str | None,
    wait: float,
    as_json: bool,
) -> None:
    sections = {} if file is not None else {"wording": both(en, zh)}
    propose(ctx, {"subject": part, "name": word, "form": "text"}, sections, file, our_words, None, wait, as_json)


@click.command()
@click.argument("name")
@en_option
@zh_option
@why_option
@file_option
@wait_option
@json_option
@click.pass_context
def counter(
    ctx: click.Context,
    name: str,
    en: str | None,
    zh: str | None,
    our_words: str | None,
    file: str | None,
    wait: float,
    as_json: bool,
) -> None:
    coded = {**subject_of(ctx, name), "form": "text"}
    sections = {} if file is not None else {"wording": both(en, zh)}
    propose(ctx, coded, sections, file, our_words, name, wait, as_json)


@click.command()
@click.argument("word")
@part_option
@click.option("--reading", "readings", nargs=3, multiple=True, metavar="PARTY EN ZH")
@click.option("--common", nargs=2, default=None, metavar="EN ZH")
@click.option("--counters", default=None, metavar="NAME")
@why_option
@file_option
@wait_option
@json_option
@click.pass_context
def differ(
    ctx: click.Context,
    word: str,
    part: str,
    readings: tuple[tuple[str, str, str], ...],
    common: tuple[str, str] | None,
    counters: str | None,
    our_words: str | None,
    file: str | None,
    wait: float,
    as_json: bool,
) -> None:
    rows = sorted(({"party": party, "en": en, "zh": zh} for party, en, zh in readings), key=lambda row: row["party"])
    if file is None and len(rows) < 2:
        raise Local("readings-each")
    said = {"readings": rows} | ({} if common is None else {"common": {"en": common[0], "zh": common[1]}})
    coded = {"subject": part, "name": word, "form": "differ"}
    propose(ctx, coded, {"readings": said}, file, our_words, counters, wait, as_json)


@click.command()
@click.argument("word")
@part_option
@why_option
@wait_option
@json_option
@click.pass_context
def retire(ctx: click.Context, word: str, part: str, our_words: str | None, wait: float, as_json: bool) -> None:
    propose(ctx, {"subject": part, "name": word, "form": "retire"}, {}, None, our_words, None, wait, as_json)
