"""`detente inbox`: needs us, waiting on them, closed; what is wanted first stands first, and nothing leaves a list unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from detente.api.client import Client
from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, name_in
from detente.locale import text
from detente.locale.announced import announcements
from detente.locale.availability import alarm, reminder
from detente.locale.inbox import not_taken, state
from detente.locale.times import utc
from detente.node.node import clock
from detente.vocabulary import current

GROUPS = ("needs-us", "waiting", "closed", "not-taken")


@click.command()
@click.option("--all", "everything", is_flag=True)
@json_option
@lang_option
@click.pass_context
def inbox(ctx: click.Context, everything: bool, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    items = api.get("/v1/queue", **({"all": "1"} if everything else {}))["items"]
    if as_json:
        console.as_json({"items": items})
        return
    lang, now = language(lang), clock()
    status = api.get("/v1/status")
    console.out(where(status, lang))
    for words in (words for line in status["lines"] for words in announcements(line["announced"], lang)):
        console.out("  " + words)
    for line in lines(items, now, lang, [*amiss(api, lang), *differ(status, lang)]):
        console.out(line)


def amiss(api: Client, lang: str) -> list[str]:
    """What is amiss with the line, and what a person may do for it: it needs us, and nothing of it is a message."""
    found = api.get("/v1/alarms")
    return [*(alarm(row, lang) for row in found["alarms"]), *(reminder(row, lang) for row in found["reminders"])]


def differ(status: dict[str, Any], lang: str) -> list[str]:
    """Members whose records differ, as long as it is not settled."""
    return [text("status.differ", lang, party=party) for line in status["lines"] for party in line["records_differ"]]


def lines(items: list[dict[str, Any]], now: int, lang: str, beside: Sequence[str] = ()) -> list[str]:
    """The list as it is printed at `now` (ms UTC), in a language. `beside`: what needs us and is no message."""
    found: list[str] = []
    for name in GROUPS:
        rows = [item for item in items if item["group"] == name]
        if not rows and name == "not-taken":
            continue
        found.append(text(f"inbox.{name}", lang))
        found += [f"  {line}" for line in beside if name == "needs-us"]
        for item in sorted(rows, key=lambda item: urgency(item, name)):
            found.append(_row(item, lang))
            found += [f"  {'':<12} {line}" for line in state(item, now, lang)]
        if not rows and not (beside and name == "needs-us"):
            found.append("  " + text("inbox.empty", lang))
    return found


def urgency(item: dict[str, Any], group: str) -> tuple[int, int, int]:
    """What is wanted at once first, and of that what is due first; of what is over, the newest first."""
    if group in ("closed", "not-taken"):
        return (0, 0, -item["heard_at"])
    dues = [due["at"] for due in item["dues"] if due["at"] is not None]
    return (-(item["wanted"] or 0), min(dues, default=item["heard_at"]), item["heard_at"])


def where(state: dict[str, Any], lang: str) -> str:
    """Which line this is, live or exercise, in so many words: never to be guessed."""
    context = current().code("context", state["context"], lang)
    names = [name_in(line["terms"]["name"], lang) for line in state["lines"]]
    return text("inbox.where", lang, party=state["party"], context=context, line=", ".join(names))


def _row(item: dict[str, Any], lang: str) -> str:
    if item["verdict"] != "accepted":
        return not_taken(item, lang)
    words = current()
    kind = words.code("kind", item["kind"], lang)
    area = f" {item['area']}" if item["area"] else ""
    line = f"  {item['reference']:<12} {item['spoken']:<8} {utc(item['said_at'], lang)}  {kind}{area}"
    line += f"  [{words.code('wanted', item['wanted'], lang)}]"
    if item["matter"]["reference"] != item["reference"]:
        line += "  " + text("inbox.in-matter", lang, reference=item["matter"]["reference"])
    return line
