"""The conformance kit: `conformance prepare`, `conformance URL`, `conformance rules`. docs/conformance.md says how it is used."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import click

from detente.cli import console
from detente.cli.common import home_path, json_option, lang_option, language, write_file
from detente.codec.errors import Local
from detente.locale import text
from detente.locale.conformance import any_of, became, named, unshown, where
from detente.locale.times import span
from detente.node import found
from detente.node.home import Home, Listen
from detente.vocabulary import current

NAMES = {"en": "EXAMPLE conformance kit", "zh": "示例一致性检验工具"}


@click.command()
@click.argument("directory", type=click.Path(file_okay=False))
@click.option("--party", default="kit", show_default=True)
@click.option("-o", "--output", type=click.Path(), default=None)
@json_option
@click.pass_context
def prepare(ctx: click.Context, directory: str, party: str, output: str | None, as_json: bool) -> None:
    from detente.cli.founding import recovery_sheet

    home, lang = Path(directory), language()
    listens = {context: Listen(address="") for context in found.CONTEXTS}  # it sends, and listens nowhere
    sheet = home.with_name(home.name + "-recovery-sheet.txt")
    if sheet.exists():
        raise Local("sheet-exists", path=str(sheet))
    codes = found.init_pair(home, party, dict(NAMES), lang, listens, os.urandom)  # type: ignore[arg-type]
    write_file(sheet, recovery_sheet(party, codes).encode("utf-8"))
    path = Path(output or f"{party}-introduction.detente")
    write_file(path, found.own_introduction(Home.open(home)))
    told = {"live": str(home), "exercise": f"{home}-exercise", "path": str(path)}
    if as_json:
        console.as_json({"party": party, "sheet": str(sheet), "introduction": str(path), **told})
        return
    console.err(text("conformance.prepared", lang, **told))
    console.err(text("init.sheet", lang, path=sheet))
    console.err(text("conformance.prepared-next", lang, party=party, live=home))


@click.command()
@click.argument("url")
@click.option("--home", type=click.Path(file_okay=False), default=None)
@click.option("--context", type=click.Choice(found.CONTEXTS), default="exercise", show_default=True)
@click.option("--only", multiple=True)
@click.option("--seconds", type=click.IntRange(1, 3600), default=600, show_default=True)
@click.option("--every", is_flag=True)
@json_option
@lang_option
@click.pass_context
def run(
    ctx: click.Context,
    url: str,
    home: str | None,
    context: str,
    only: tuple[str, ...],
    seconds: int,
    every: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    from detente.conformance.check import CHECKS, GROUPS
    from detente.conformance.kit import open_kit
    from detente.conformance.run import run as running

    lang = language(lang)
    for name in only:
        if name not in CHECKS and name not in GROUPS:
            raise Local("conformance-unknown", value=name)
    kit = open_kit(Path(home) if home else home_path(ctx), url, context)
    began, rows = time.monotonic(), []
    try:
        line = kit.node.line()
        about = {"url": url, "party": kit.peer.party, "line": line.id.hex(), "context": context}
        shown = {**about, "context": current().code("context", context, lang), "line": about["line"][:12]}
        console.err(text("conformance.begin", lang, **shown))
        group = ""
        for found_row in running(kit, only, seconds):
            row = plain(found_row)
            rows.append(row)
            if row["group"] != group:
                group = row["group"]
                (console.err if as_json else console.out)(text(f"conformance.group.{group}", lang))
            if not as_json:
                for words in told(row, lang, every):
                    console.out(words)
        exchanges = kit.wire.exchanges
    finally:
        kit.close()
    counts = {v: sum(row["verdict"] == v for row in rows) for v in ("holds", "does-not-hold", "not-shown")}
    if as_json:
        console.as_json({**about, "counts": counts, "exchanges": exchanges, "checks": rows})
    took = span(round((time.monotonic() - began) * 1000), lang)
    console.err(
        text(
            "conformance.sum",
            lang,
            holds=counts["holds"],
            unshown=counts["not-shown"],
            exchanges=exchanges,
            span=took,
            **{"not": counts["does-not-hold"]},
        )
    )
    if counts["holds"] != len(rows):
        ctx.exit(1)


def plain(row: Any) -> dict[str, Any]:
    """One check with what came of it, as `--json` shows it."""
    check, outcome = row.check, row.outcome
    return {
        "name": check.name,
        "group": check.group,
        "section": check.section,
        "rule": check.rule,
        "verdict": outcome.verdict,
        "must": [{"what": one.what, "why": one.why} for one in outcome.must],
        "came": {"what": outcome.came.what, "why": outcome.came.why},
        "not_shown": outcome.unshown or None,
    }


def told(row: dict[str, Any], lang: str, every: bool) -> list[str]:
    """A check as lines of text; what holds takes one, unless all are asked for."""
    head = f"  {text('conformance.verdict.' + row['verdict'], lang)}  {named(row['name'], lang)}"
    if row["verdict"] == "holds" and not every:
        return [head]
    found = [head, _line("rule", where(row["section"], row["rule"], lang), lang)]
    if row["must"]:
        found.append(_line("must", any_of(row["must"], lang), lang))
    if row["not_shown"]:
        return [*found, _line("why", unshown(row["not_shown"], lang), lang)]
    return [*found, _line("came", became(row["came"], lang), lang)]


def _line(key: str, words: str, lang: str) -> str:
    return f"      {text('conformance.' + key, lang)}{text('list.colon', lang)}{words}"


@click.command()
@json_option
@lang_option
def rules(as_json: bool, lang: str | None) -> None:
    from detente.conformance.run import order

    lang, group = language(lang), ""
    if as_json:
        rows = [{"name": c.name, "group": c.group, "section": c.section, "rule": c.rule} for c in order()]
        console.as_json({"checks": rows})
        return
    for check in order():
        if check.group != group:
            group = check.group
            console.out(text(f"conformance.group.{group}", lang))
        console.out(f"  {check.name}: {named(check.name, lang)}")
        console.out(_line("rule", where(check.section, check.rule, lang), lang))
    sys.stdout.flush()
