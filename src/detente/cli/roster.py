"""Commands on offices and their hours: roster announce, show, calendars; due; terms profiles."""

from __future__ import annotations

import re
import sys
from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, name_in
from detente.cli.drafts import read_draft
from detente.cli.messages import WAIT, print_parts
from detente.codec.errors import Local
from detente.codec.shape import to_plain
from detente.line.duty import Duty
from detente.locale import text
from detente.locale.render import party_name, preview, render
from detente.locale.times import local, span, utc
from detente.node.compose import moment
from detente.node.found import published_profiles
from detente.node.node import clock
from detente.node.roster import read_calendar, roster_sections, shipped
from detente.vocabulary import current

_SPAN = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?", re.ASCII)
_UNITS = (86_400_000, 3_600_000, 60_000, 1000)
calendar_option = click.option(
    "--calendar", "calendar_name", default=None, metavar="NAME", help="mainland-china, us-federal …"
)


@click.command()
@click.argument("file", required=False)
@calendar_option
@click.option("--yes", is_flag=True)
@click.option("--wait", type=float, default=WAIT, show_default=True)
@json_option
@click.pass_context
def announce(
    ctx: click.Context, file: str | None, calendar_name: str | None, yes: bool, wait: float, as_json: bool
) -> None:
    if file is None and calendar_name is None:
        raise Local("roster-none")
    api = client(ctx)
    lang = language()
    draft = {} if file is None else read_draft(file)
    if calendar_name is not None:
        draft["calendar"] = calendar_name
    sections = roster_sections(draft, api.home.settings.names)
    if not yes and not as_json:
        plain = {name: to_plain(value) for name, value in sections.items()}
        for reader in ("en", "zh"):
            print_parts(preview(plain, 0, reader), console.err)
        console.err(text("roster.persons", lang))
        if not sys.stdin.isatty() or not click.confirm(text("roster.confirm", lang), default=False, err=True):
            console.err(text("roster.not-said", lang))
            ctx.exit(1)
    said = api.post("/v1/roster", {"roster": draft, "wait": wait})
    if as_json:
        console.as_json(said)
    else:
        console.err(text("roster.said", lang, reference=said["reference"], at=utc(said["said_at"], lang)))


@click.command()
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    found = api.get("/v1/roster")
    if as_json:
        console.as_json(found)
        return
    lang = language(lang)
    names = api.get("/v1/status")["lines"][0]["terms"].get("members", {})
    for row in found["rosters"]:
        named, said = party_name(row["party"], names, lang), row["roster"]
        if said is None:
            console.out(text("roster.none", lang, party=named))
            continue
        console.out(text("roster.of", lang, party=named, at=utc(said["said_at"], lang), reference=said["reference"]))
        console.out("  " + _now(row["office"], lang))
        print_parts(render(said, names, lang)[1:])
        console.out("")


def _now(office: dict[str, Any], lang: str) -> str:
    if office["until"] is None:
        return text("roster.now-open-always", lang)
    key = "roster.now-open" if office["open"] else "roster.now-closed"
    return text(key, lang, at=utc(office["until"], lang), span=span(office["until"] - office["at"], lang))


@click.command()
@json_option
@lang_option
def calendars(as_json: bool, lang: str | None) -> None:
    if as_json:
        console.as_json({"calendars": shipped()})
        return
    lang = language(lang)
    for name, row in shipped().items():
        console.out(f"{name}: {name_in(row['names'], lang)}")
        console.out(f"  {name_in(row['about'], lang)}")
        for source in row["sources"]:
            console.out(f"  {text('roster.source', lang)}: {text('roster.checked', lang, **source)}")
        console.out("")


@click.command()
@calendar_option
@click.option("--file", default=None, metavar="FILE")
@click.option("--at", "at_text", default="+PT0S", help="2026-11-25T10:00:00+08:00")
@click.option("--span", "span_text", default=None, help="PT4H")
@click.option("--over", type=click.Choice(["duty", "duty-and-on-call", "always"]), default="duty", show_default=True)
@json_option
@lang_option
def due(
    calendar_name: str | None,
    file: str | None,
    at_text: str,
    span_text: str | None,
    over: Any,
    as_json: bool,
    lang: str | None,
) -> None:
    if calendar_name is None and file is None:
        raise Local("roster-none")
    calendar = read_calendar(calendar_name if file is None else read_draft(file).get("calendar"))
    duty, start = Duty(calendar), moment(at_text, clock(), "at")
    length = None if span_text is None else span_of(span_text)
    opens = duty.opens(start, over)
    reached = None if length is None else duty.add(start, length, over)
    if as_json:
        found = {
            "at": start,
            "open": duty.is_open(start, over),
            "opens": opens.at,
            "basis": opens.basis,
            "span": length,
        }
        if reached is not None:
            found |= {"due": reached.at, "basis": reached.basis}
        console.as_json(found)
        return
    lang = language(lang)

    def both(at: int | None) -> str:
        if at is None:
            return utc(at, lang)
        label = name_in(to_plain(calendar.label), lang)
        return f"{utc(at, lang)} ({label} {local(at, duty.offset(at) // 60_000)})"

    if reached is None or length is None:
        if duty.is_open(start, over):
            console.out(text("due.asked-open", lang, at=both(start)))
        else:
            then = "" if opens.at is None else span(opens.at - start, lang)
            console.out(text("due.asked-closed", lang, at=both(start), then=both(opens.at), span=then))
    else:
        over_words = text(f"terms.over.{over}", lang)
        spelled = span(length, lang, days=over == "always")
        if reached.at is None:
            console.out(text("due.asked-beyond", lang, span=spelled, over=over_words, start=both(start)))
        else:
            console.out(
                text("due.reached", lang, span=spelled, over=over_words, start=both(start), at=both(reached.at))
            )
    if "plain-weeks" in (opens.basis, reached.basis if reached else ""):
        console.out(text("due.plain-weeks", lang))


def span_of(words: str) -> int:
    """ms of an ISO 8601 length. `Local("span-unreadable")`."""
    found = _SPAN.fullmatch(words)
    if found is None or not any(found.groups()):
        raise Local("span-unreadable", value=words[:40])
    return sum(int(count) * unit for count, unit in zip(found.groups(), _UNITS, strict=True) if count)


@click.command()
@json_option
@lang_option
def profiles(as_json: bool, lang: str | None) -> None:
    if as_json:
        console.as_json({"profiles": published_profiles()})
        return
    lang, words = language(lang), current()
    for name, row in published_profiles().items():
        deadlines = row["deadlines"]
        days = deadlines["over"] == "always"
        over = text(f"terms.over.{deadlines['over']}", lang)
        console.out(text("profile.row", lang, name=name_in(row["names"], lang), id=name, over=over))
        console.out("  " + name_in(row["about"], lang))
        console.out("    " + text("profile.receipt", lang, within=span(deadlines["receipt"], lang)))
        for wanted in ("3", "2", "1", "0"):
            within = deadlines["acknowledge"][wanted]
            spelled = text("terms.no-time", lang) if within is None else span(within, lang, days=days)
            console.out("    " + text("terms.ack", lang, wanted=words.code("wanted", wanted, lang), within=spelled))
        for key in ("holding", "answer"):
            console.out("    " + text(f"profile.{key}", lang, within=span(deadlines[key], lang, days=days)))
