"""Commands an officer uses: notify, ack, inbox, show."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from detente.api.client import Client
from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, name_in
from detente.cli.drafts import read_draft
from detente.codec.errors import Local
from detente.codec.shape import to_plain
from detente.locale import text
from detente.locale.availability import alarm, reminder
from detente.locale.render import Part, delivery, headline, preview, render, waiting
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
@click.option("--wait", type=float, default=WAIT, show_default=True)
@json_option
@click.pass_context
def notify(ctx: click.Context, file: str | None, yes: bool, wait: float, as_json: bool) -> None:
    api = client(ctx)
    lang = language()
    if file is None:
        draft = _eight_questions(lang, api.home.settings.language)
        confirm(ctx, api, "notice", draft, yes)
    else:
        draft = read_draft(file)
    said = api.post("/v1/say", {"kind": "notice", "draft": draft, "wait": wait})
    told(api, said, as_json)


def confirm(ctx: click.Context, api: Client, kind: str, draft: dict[str, Any], yes: bool) -> None:
    """What will be sent, to whom and on which line, in both languages, before it is signed. Ends the command if not wanted."""
    lang = language()
    state = api.get("/v1/status")
    console.err(_where(state, lang))
    console.err(text("notify.preview", lang, members=_members(state)))
    sections, wanted = sections_of(kind, draft, clock())
    plain = {name: to_plain(value) for name, value in sections.items()}
    for reader in ("en", "zh"):
        print_parts(preview(plain, wanted, reader), console.err)
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
    for receipt in said["receipts"]:
        console.err(text("notify.receipted", lang, peer=receipt["peer"], at=utc(receipt["at"], lang)))
    if not api.served:
        console.err(text("notify.not-served", lang))
    elif not said["receipts"]:
        console.err(text("notify.waiting", lang))


def _members(state: dict[str, Any]) -> str:
    return ", ".join(m["party"] for line in state["lines"] for m in line["members"] if m["party"] != state["party"])


def _where(state: dict[str, Any], lang: str) -> str:
    """Which line this is, live or exercise, in so many words: never to be guessed."""
    context = current().code("context", state["context"], lang)
    names = [name_in(line["terms"]["name"], lang) for line in state["lines"]]
    return text("inbox.where", lang, party=state["party"], context=context, line=", ".join(names))


def _eight_questions(lang: str, author: str) -> dict[str, Any]:
    """Class, statement, when noticed, going on, touches, public, asks, next word by; and how urgent."""
    if not sys.stdin.isatty():
        raise Local("draft-none")
    words = current()

    def ask(key: str, **options: Any) -> Any:
        return click.prompt(text(f"notify.q.{key}", lang), err=True, **options)

    area = ask("area", type=click.Choice(sorted(words.areas)))
    offered = [c for c, row in words.concepts.items() if row["area"] == area]
    for concept in offered:
        console.err(f"  {concept:<45} {words.concept(concept, lang)}")
    ternary = click.Choice(["yes", "no", "unknown"])
    return {
        "coded": {
            "area": area,
            "class": ask("class", type=click.Choice(offered), show_choices=False),
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
@json_option
@lang_option
@click.pass_context
def inbox(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    items = api.get("/v1/queue")["items"]
    if as_json:
        console.as_json({"items": items})
        return
    lang = language(lang)
    me = api.home.settings.party
    now = clock()
    groups = {
        "inbox.needs-us": [i for i in items if me in i["waiting_for"] and i["wanted"]],
        "inbox.waiting": [i for i in items if i["ours"] and i["waiting_for"]],
    }
    shown = {i["reference"] for group in groups.values() for i in group}
    groups["inbox.done"] = [i for i in items if i["reference"] not in shown]
    console.out(_where(api.get("/v1/status"), lang))
    lines = amiss(api, lang)
    for title, group in groups.items():
        console.out(text(title, lang))
        for line in lines if title == "inbox.needs-us" else []:
            console.out("  " + line)
        for item in sorted(group, key=lambda i: (-(i["wanted"] or 0), i["heard_at"])):
            console.out(_row(item, now, lang))
        if not group and not (lines and title == "inbox.needs-us"):
            console.out("  " + text("inbox.empty", lang))


def amiss(api: Client, lang: str) -> list[str]:
    """What is amiss with the line and what a person may do for it: nothing of it is a message."""
    found = api.get("/v1/alarms")
    return [*(alarm(row, lang) for row in found["alarms"]), *(reminder(row, lang) for row in found["reminders"])]


def _row(item: dict[str, Any], now: int, lang: str) -> str:
    words = current()
    if item["verdict"] != "accepted":
        reason = text(
            "inbox.not-taken", lang, verdict=words.code("verdict", item["verdict"], lang), reason=item["reason"]
        )
        if item["run"] > 1:
            reason += text("inbox.run", lang, count=item["run"])
        return f"  {item['reference']:<12} {utc(item['heard_at'], lang)}  {reason}"
    kind = words.code("kind", item["kind"], lang)
    area = f" {item['area']}" if item["area"] else ""
    line = f"  {item['reference']:<12} {utc(item['said_at'], lang)}  {kind}{area}"
    if item["kind"] != "acknowledgement":
        line += f"  [{words.code('wanted', item['wanted'], lang)}]"
    if item["waiting_for"]:
        line += "  " + waiting(item["due"], now, lang)
    return line


@click.command()
@click.argument("name")
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, name: str, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    said = api.get(f"/v1/messages/{name}")
    if as_json:
        console.as_json(said)
        return
    lang = language(lang)
    if said["verdict"] != "accepted":
        console.out(_row(said, clock(), lang))
        return
    names = api.get("/v1/status")["lines"][0]["terms"].get("members", {})
    console.out(headline(said, names, lang))
    print_parts([*render(said, names, lang), delivery(said, names, clock(), lang)])


def print_parts(parts: list[Part], write: Callable[[str], None] = console.out) -> None:
    for part in parts:
        if part.rows:
            write("")
            write(part.title)
        for label, value in part.rows:
            write(f"  {label}: {value}")
