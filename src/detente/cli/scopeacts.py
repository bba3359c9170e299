"""`detente scope propose|counter` and `detente meeting group`: which areas are talked about, and in which working group."""

from __future__ import annotations

from typing import Any

import click

from detente.cli.acts import both, en_option, file_option, pairs, propose, wait_option, why_option, zh_option
from detente.cli.common import json_option

AREA = click.Choice(["A", "B", "C", "M"])
inside_option = click.option("--in", "inside", type=AREA, multiple=True)


def _areas(
    inside: tuple[str, ...], outside: tuple[str, ...], undecided: tuple[str, ...], exclude: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    return {
        "inside": list(inside),
        "outside": list(outside),
        "undecided": list(undecided),
        "exclusions": pairs(exclude),
    }


def _command(name: str, counters: bool) -> click.Command:
    @click.command(name=name)
    @inside_option
    @click.option("--out", "outside", type=AREA, multiple=True)
    @click.option("--undecided", type=AREA, multiple=True)
    @click.option("--exclude", nargs=2, multiple=True, metavar="EN ZH")
    @why_option
    @file_option
    @wait_option
    @json_option
    @click.pass_context
    def made(
        ctx: click.Context,
        inside: tuple[str, ...],
        outside: tuple[str, ...],
        undecided: tuple[str, ...],
        exclude: tuple[tuple[str, str], ...],
        our_words: str | None,
        file: str | None,
        wait: float,
        as_json: bool,
        name: str | None = None,
    ) -> None:
        sections = {"areas": _areas(inside, outside, undecided, exclude)}
        coded = {"subject": "scope", "name": "scope", "form": "text"}
        propose(ctx, coded, sections, file, our_words, name, wait, as_json)

    if counters:
        made.params.insert(0, click.Argument(["name"]))
    return made


propose_, counter = _command("propose", False), _command("counter", True)


@click.command()
@click.argument("name")
@en_option
@zh_option
@inside_option
@click.option("--end", is_flag=True)
@why_option
@wait_option
@json_option
@click.pass_context
def group(
    ctx: click.Context,
    name: str,
    en: str | None,
    zh: str | None,
    inside: tuple[str, ...],
    end: bool,
    our_words: str | None,
    wait: float,
    as_json: bool,
) -> None:
    coded = {"subject": "group", "name": name, "form": "retire" if end else "text"}
    sections = {} if end else {"wording": both(en, zh), "areas": _areas(inside, (), (), ())}
    propose(ctx, coded, sections, None, our_words, None, wait, as_json)
