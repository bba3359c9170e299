"""What the commands of a dialogue share: saying a text or a position, and telling what was recorded."""

from __future__ import annotations

from typing import Any

import click

from detente.cli import messages
from detente.cli.common import client, json_option
from detente.cli.drafts import read_draft
from detente.codec.errors import Local

wait_option = click.option("--wait", type=float, default=messages.WAIT, show_default=True)
why_option = click.option("-m", "--text", "our_words", default=None)
file_option = click.option("-f", "--file", "file", type=click.Path(), default=None)
en_option = click.option("--en", default=None)
zh_option = click.option("--zh", default=None)


def both(en: str | None, zh: str | None) -> dict[str, str]:
    """A text in both languages. `Local("both-languages")` where one is missing."""
    if not en or not zh:
        raise Local("both-languages")
    return {"en": en, "zh": zh}


def pairs(values: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"en": en, "zh": zh} for en, zh in values]


def propose(
    ctx: click.Context,
    coded: dict[str, str],
    sections: dict[str, Any],
    file: str | None,
    our_words: str | None,
    counters: str | None,
    wait: float,
    as_json: bool,
) -> None:
    """Say a text: sections as options made them, or a file in the shape of the kind (`coded` may be left out of it)."""
    api = client(ctx)
    if file is not None:
        sections = read_draft(file)
    draft = {"coded": coded, **{name: value for name, value in sections.items() if name != "wanted"}}
    if our_words is not None:
        draft["prose"] = {"language": api.home.settings.language, "plain": our_words}
    asked = {"draft": draft, "counters": counters, "wanted": sections.get("wanted", 1), "wait": wait}
    messages.told(api, api.post("/v1/dialogue/propose", asked), as_json)


def subject_of(ctx: click.Context, name: str) -> dict[str, str]:
    """What a text is about, from its reference or id: so that a counter need not say it again."""
    found = client(ctx).get(f"/v1/dialogue/texts/{name}")
    return {"subject": found["subject"], "name": found["name"]}


def stance(
    ctx: click.Context, name: str, said: str, our_words: str | None, count: int | None, wait: float, as_json: bool
) -> None:
    api = client(ctx)
    words = None if our_words is None else {"language": api.home.settings.language, "plain": our_words}
    asked = {"name": name, "stance": said, "words": words, "round": count, "wait": wait}
    messages.told(api, api.post("/v1/dialogue/stance", asked), as_json)


@click.command()
@click.argument("name")
@click.option("--ad-referendum", is_flag=True)
@click.option("--round", "count", type=click.IntRange(1, 9999), default=None)
@why_option
@wait_option
@json_option
@click.pass_context
def agree(
    ctx: click.Context,
    name: str,
    ad_referendum: bool,
    count: int | None,
    our_words: str | None,
    wait: float,
    as_json: bool,
) -> None:
    stance(ctx, name, "ad-referendum" if ad_referendum else "agreed", our_words, count, wait, as_json)


@click.command()
@click.argument("name")
@why_option
@wait_option
@json_option
@click.pass_context
def decline(ctx: click.Context, name: str, our_words: str | None, wait: float, as_json: bool) -> None:
    stance(ctx, name, "declined", our_words, None, wait, as_json)


@click.command()
@click.argument("name")
@why_option
@wait_option
@json_option
@click.pass_context
def reserve(ctx: click.Context, name: str, our_words: str | None, wait: float, as_json: bool) -> None:
    stance(ctx, name, "reserved", our_words, None, wait, as_json)
