"""Commands an officer uses: notify, ack, inbox, show."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from detente.cli import console
from detente.cli.choosing import Among
from detente.cli.common import client, json_option, lang_option, language
from detente.cli.drafts import read_draft
from detente.cli.inbox import where
from detente.cli.wording import marked_plain, print_marked, working_parts
from detente.codec.errors import Local
from detente.codec.shape import to_plain
from detente.locale import text
from detente.locale.inbox import not_taken
from detente.locale.render import Part, delivery, headline, preview, render, set_apart, words_written
from detente.locale.times import utc
from detente.node.compose import sections_of
from detente.node.node import clock
from detente.vocabulary import current

if TYPE_CHECKING:
    from detente.api.client import Client

WAIT = 15.0  # seconds a command waits for receipts when the node runs


@click.command()
@click.argument("file", required=False)
@click.option("--yes", is_flag=True)
@click.option("--break-glass", "alone", is_flag=True)
@click.option("--wait", type=float, default=WAIT, show_default=True)
@json_option
@click.pass_context
def notify(ctx: click.Context, file: str | None, yes: bool, alone: bool, wait: float, as_json: bool) -> None:
    api = client(ctx)
    lang = language()
    if file is None:
        draft = _eight_questions(lang, api.home.settings.language)
        confirm(ctx, api, "notice", draft, yes)
    else:
        draft = read_draft(file)
    said = api.post("/v1/say", {"kind": "notice", "draft": draft, "wait": wait, "alone": alone})
    told(api, said, as_json)


def confirm(ctx: click.Context, api: Client, kind: str, draft: dict[str, Any], yes: bool) -> None:
    """What will be sent, to whom and on which line, in both languages, before it is signed. Ends the command if not wanted."""
    lang = language()
    state = api.get("/v1/status")
    console.err(where(state, lang))
    console.err(text("notify.preview", lang, members=_members(state)))
    words = words_written(state)
    sections, wanted = sections_of(kind, draft, clock(), words)
    plain = {name: to_plain(value) for name, value in sections.items()}
    for reader in ("en", "zh"):
        print_parts(preview(plain, wanted, reader, words), console.err)
    if not yes and not click.confirm(text("notify.confirm", lang), default=False, err=True):
        console.err(text("notify.cancelled", lang))
        ctx.exit(1)


def told(api: Client, said: dict[str, Any], as_json: bool) -> None:
    """What was recorded, and who has it by now."""
    lang = language()
    if as_json:
        console.as_json(said)
        return
    console.err(text("notify.said", lang, reference=said["reference"], at=utc(said["said_at"], lang)))
    console.err(text("notify.spoken", lang, spoken=said["spoken"]))
    receipted(api, said, lang)


def receipted(api: Client, said: dict[str, Any], lang: str) -> None:
    """Who has a message by now, or why nobody has it yet."""
    for receipt in said["receipts"]:
        console.err(text("notify.receipted", lang, peer=receipt["peer"], at=utc(receipt["at"], lang)))
    if not api.served:
        console.err(text("notify.not-served", lang))
    elif not said["receipts"]:
        console.err(text("notify.waiting", lang))


def _members(state: dict[str, Any]) -> str:
    return ", ".join(m["party"] for line in state["lines"] for m in line["members"] if m["party"] != state["party"])


def _eight_questions(lang: str, author: str) -> dict[str, Any]:
    """Class, statement, when noticed, going on, touches, public, asks, next word by; and how urgent."""
    if not sys.stdin.isatty():
        raise Local("draft-none")
    words = current()

    def ask(key: str, **options: Any) -> Any:
        return click.prompt(text(f"notify.q.{key}", lang), err=True, **options)

    area = ask("area", type=Among(sorted(words.areas)))
    offered = [c for c, row in words.concepts.items() if row["area"] == area]
    for number, concept in enumerate(offered, 1):
        console.err(f"  {number:>2}  {concept:<45} {words.concept(concept, lang)}")
    ternary = Among(["yes", "no", "unknown"])
    return {
        "coded": {
            "area": area,
            "class": ask("class", type=Among(offered, numbered=True), show_choices=False),
            "status": "suspected",
            "severity": 0,
            "going_on": ask("going_on", type=ternary, show_choices=False),
            "touches": ask("touches", type=ternary, show_choices=False),
            "public": ask("public", type=ternary, show_choices=False),
            "asks": [part.strip() for part in ask("asks", default="information").split(",")],
            "admission": "none",
            "attribution": "not-asserted",
            "handling": "parties-only",
        },
        "prose": {"language": author, "plain": ask("plain")},
        "times": {"detected": ask("detected", default="-PT1H"), "next_word_by": ask("next", default="+PT6H")},
        "wanted": int(ask("wanted", type=click.Choice(["0", "1", "2", "3"]), default="2", show_choices=False)),
    }


@click.command()
@click.argument("name")
@click.option("--wait", type=float, default=WAIT, show_default=True)
@json_option
@lang_option
@click.pass_context
def ack(ctx: click.Context, name: str, wait: float, as_json: bool, lang: str | None) -> None:
    if lang:
        os.environ["DETENTE_LANG"] = lang
    draft = {"coded": {"received": "received"}}
    said = client(ctx).post("/v1/say", {"kind": "acknowledgement", "draft": draft, "name": name, "wait": wait})
    if as_json:
        console.as_json(said)
    else:
        lang = language()
        console.err(text("ack.said", lang, reference=said["reference"], at=utc(said["said_at"], lang)))


@click.command()
@click.argument("name")
@click.option("--words", "with_words", is_flag=True)
@click.option("--form", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, name: str, with_words: bool, form: Path | None, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    if form is not None:
        from detente.cli.formats import show_on_form

        show_on_form(api, name, form)
        console.err(text("show.on-form", language(lang), name=name, path=form.as_posix()))
        return
    said = api.get(f"/v1/messages/{quote(name, safe='')}", reader="" if as_json else "show")
    if as_json:
        console.as_json(said | {"words": marked_plain(said)} if with_words else said)
        return
    lang = language(lang)
    if said["verdict"] != "accepted":
        console.out(not_taken(said, lang))
        return
    names = api.get("/v1/status")["lines"][0]["terms"].get("members", {})
    console.out(headline(said, names, lang))
    print_parts([*render(said, names, lang), *working_parts(said, lang), delivery(said, names, clock(), lang)])
    if with_words:
        print_marked(said, lang)


def print_parts(parts: list[Part], write: Callable[[str], None] = console.out) -> None:
    for part in parts:
        if part.rows:
            write("")
            write(part.title)
        for label, value in part.rows:  # a row without a label goes on with the one above
            write(f"  {label}: {set_apart(value)}" if label else f"      {set_apart(value)}")
