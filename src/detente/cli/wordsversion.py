"""`detente words version`: the vocabulary messages are written in, what agreed words would change in it; and proposing that."""

from __future__ import annotations

from typing import Any

import click

from detente.cli import console, messages
from detente.cli.acts import wait_option, why_option
from detente.cli.common import client, json_option, lang_option, language
from detente.codec.errors import Local
from detente.locale import text
from detente.locale.dialogue import subject
from detente.locale.times import utc
from detente.locale.together import own
from detente.vocabulary import current


@click.command()
@click.option("--propose", "proposed", is_flag=True)
@why_option
@wait_option
@json_option
@lang_option
@click.pass_context
def version(
    ctx: click.Context, proposed: bool, our_words: str | None, wait: float, as_json: bool, lang: str | None
) -> None:
    api, lang = client(ctx), language(lang)
    found = api.get("/v1/dialogue/version")
    if not proposed:
        if as_json:
            console.as_json(found)
            return
        _show(found, lang)
        return
    draft = found["next"]
    if draft is None:
        raise Local("version-nothing")
    if our_words is not None:
        draft["prose"] = {"language": api.home.settings.language, "plain": our_words}
    messages.told(api, api.post("/v1/dialogue/propose", {"draft": draft, "wait": wait}), as_json)


def _show(found: dict[str, Any], lang: str) -> None:
    words = current()
    console.out(text("version.written", lang, number=found["number"], digest=found["digest"][:12]))
    if found["since"] is not None:
        console.out(text("version.since", lang, at=utc(found["since"], lang)))
    for code, row in sorted((found["words"] or {"concepts": {}})["concepts"].items()):
        if row is None:
            console.out("  " + text("version.gone", lang, word=code))
            continue
        for one, other in (("en", "zh"), ("define_en", "define_zh")):
            before = words.concepts[code]
            if (row[one], row[other]) != (before[one], before[other]):
                console.out(
                    "  " + text("version.changed", lang, word=code, said=own({"en": row[one], "zh": row[other]}, lang))
                )
    for row in found["open"]:
        name = found["names"].get(row["what"], row["what"][:12])
        console.out(text("version.open", lang, name=name, state=text(f"dialogue.state.{row['state']}", lang)))
    if not found["changes"]:
        console.out(text("version.no-change", lang))
        return
    console.out("")
    console.out(text("version.next", lang, number=found["number"] + 1))
    for row in found["changes"]:
        said = own(row["wording"], lang) if row.get("wording") else text("dialogue.status.retired", lang)
        console.out(f"  {subject(row, words, lang)}: {said}")
    console.out(text("version.propose", lang))
