"""`detente handover prepare|take|list|show|verify`: handover by exception, signed by the incoming office."""

from __future__ import annotations

from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, name_in
from detente.locale import text
from detente.locale.errors import explain
from detente.locale.times import span, utc
from detente.node.ways import MARKS
from detente.vocabulary import current


@click.command()
@json_option
@lang_option
@click.pass_context
def prepare(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    shown = api.post("/v1/handover/prepare", {})
    if as_json:
        console.as_json(shown)
        return
    lang = language(lang)
    _print(shown, _line_name(api, shown, lang), lang)
    console.out(text("handover.code", lang, code=shown["code"]))


@click.command()
@click.option("--desk", required=True)
@click.option("--shown", "code", default="")
@json_option
@lang_option
@click.pass_context
def take(ctx: click.Context, desk: str, code: str, as_json: bool, lang: str | None) -> None:
    done = client(ctx).post("/v1/handover/take", {"desk": desk, "code": code})
    if as_json:
        console.as_json(done)
        return
    lang, statement = language(lang), done["statement"]
    console.err(text("handover.taken", lang, n=statement["n"], desk=statement["desk"], at=utc(statement["at"], lang)))


@click.command()
@json_option
@lang_option
@click.pass_context
def listed(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    found = client(ctx).get("/v1/handover")
    if as_json:
        console.as_json(found)
        return
    lang = language(lang)
    for row in found["handovers"]:
        console.out(text("handover.listed", lang, n=row["n"], at=utc(row["at"], lang), desk=row["desk"]))
    if not found["handovers"]:
        console.out(text("handover.none", lang))


@click.command()
@click.argument("number", type=click.IntRange(1))
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, number: int, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    found = api.get(f"/v1/handover/{number}")
    if as_json:
        console.as_json(found)
        return
    lang, statement = language(lang), found["statement"]
    _print(found["report"], _line_name(api, found["report"], lang), lang)
    console.out(text("handover.taken", lang, n=statement["n"], desk=statement["desk"], at=utc(statement["at"], lang)))
    console.out(text("handover.by-hand", lang))


@click.command()
@click.argument("number", type=click.IntRange(1))
@json_option
@lang_option
@click.pass_context
def verify(ctx: click.Context, number: int, as_json: bool, lang: str | None) -> None:
    found = client(ctx).get(f"/v1/handover/{number}/verify")
    if as_json:
        console.as_json(found)
        return
    lang = language(lang)
    at, size = utc(found["at"], lang), found["head"][2]
    console.out(text("handover.proven", lang, n=found["n"], desk=found["desk"], at=at, size=size))


def _line_name(api: Any, shown: dict[str, Any], lang: str) -> str:
    lines = {line["line"]: line["terms"]["name"] for line in api.get("/v1/status")["lines"]}
    return name_in(lines[shown["line"]], lang)


def _print(shown: dict[str, Any], line: str, lang: str) -> None:
    """The exceptions, the same on screen and on paper."""
    words = current()
    if MARKS[shown["context"]]:
        console.out(MARKS[shown["context"]])
    context = words.code("context", shown["context"], lang)
    console.out(text("handover.title", lang, party=shown["party"], line=line, context=context))
    console.out(text("handover.at", lang, at=utc(shown["at"], lang), size=shown["head"][2]))
    for part, row in (("needs_us", _row), ("past", _row), ("held", _held), ("trouble", _trouble), ("called", _called)):
        console.out(text(f"handover.{part.replace('_', '-')}", lang))
        for one in shown[part]:
            console.out("  " + row(one, lang))
        if not shown[part]:
            console.out("  " + text("handover.none", lang))


def _named(row: dict[str, Any], lang: str) -> dict[str, str]:
    return {
        "reference": row["reference"],
        "number": row["number"],
        "kind": current().code("kind", row["kind"], lang),
    }


def _row(row: dict[str, Any], lang: str) -> str:
    wanted = current().code("wanted", row["wanted"], lang)
    line = text("handover.row", lang, wanted=wanted, at=utc(row["heard_at"], lang), **_named(row, lang))
    for want in row.get("wants", ()):
        line += text(f"handover.wants-{want}", lang)
    if row["due"] is not None:
        line += text(
            "handover.row-passed" if row.get("passed", True) else "handover.row-due", lang, at=utc(row["due"], lang)
        )
    if row.get("waiting_for"):
        line += text("handover.row-for", lang, parties=text("list.separator", lang).join(row["waiting_for"]))
    return line


def _held(row: dict[str, Any], lang: str) -> str:
    key = "handover.held-passed" if row["passed"] else "handover.held-row"
    return text(key, lang, at=utc(row["by"], lang), party=row["from"], **_named(row, lang))


def _trouble(row: dict[str, Any], lang: str) -> str:
    """`count` is a number of messages, ms of a clock, or since when: each sentence takes the one it shows."""
    values = {"party": row["party"], "count": row["count"], "span": span(row["count"], lang)}
    if row["code"] in ("route", "test-not-back", "test-stored-only"):
        values["at"] = utc(row["count"], lang)
    return text(f"handover.trouble.{row['code']}", lang, **values)


def _called(row: dict[str, Any], lang: str) -> str:
    outcome = row["outcome"]
    if outcome in (None, "done"):
        told = text("ladder.outcome.done" if outcome else "ladder.outcome.open", lang)
    else:
        told = explain(outcome, {}, lang)[0]
    named = {name: row[name] for name in ("who", "step", "tries")}
    return text("handover.call", lang, at=utc(row["begun"], lang), outcome=told, **named)
