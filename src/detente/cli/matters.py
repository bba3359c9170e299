"""`detente matter NAME`: everything said in a matter, what each message does, and where it stands."""

from __future__ import annotations

from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language
from detente.locale import text
from detente.locale.remarks import remarks
from detente.locale.render import headline, party_name, said_plainly
from detente.locale.times import utc


@click.command()
@click.argument("name")
@json_option
@lang_option
@click.pass_context
def matter(ctx: click.Context, name: str, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    found = api.get(f"/v1/matters/{name}")
    if as_json:
        console.as_json(found)
        return
    lang = language(lang)
    names = api.get("/v1/status")["lines"][0]["terms"].get("members", {})
    console.out(_title(found, lang))
    for party, at in sorted(found["closed_by"].items(), key=lambda row: (row[1], row[0])):
        console.out(text("matter.closed-by", lang, party=party_name(party, names, lang), at=utc(at, lang)))
    for party, at in sorted(found["next_by"].items()):
        console.out(text("matter.next-word", lang, party=party_name(party, names, lang), at=utc(at, lang)))
    for message in found["messages"]:
        console.out("")
        console.out(f"{message['reference']:<12} {utc(message['said_at'], lang)}  {headline(message, names, lang)}")
        for line in [*said_plainly(message, lang), *remarks(message, names, lang)]:
            console.out("  " + line)


def _title(found: dict[str, Any], lang: str) -> str:
    if found["opened"] is None:
        return text("matter.unanchored", lang, thread=found["thread"][:12])
    key = "matter.closed" if found["closed"] else "matter.open"
    return text(key, lang, reference=found["reference"])
