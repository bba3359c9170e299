"""`detente ladder show|check|test|now`: the call-up ladder of our own side."""

from __future__ import annotations

import asyncio
from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, open_home
from detente.codec.errors import Local
from detente.locale import text
from detente.locale.errors import explain
from detente.locale.times import span, utc
from detente.node import ways
from detente.node.calling import test_facts
from detente.node.compose import moment
from detente.node.home import Home
from detente.node.ladder import DAYS, NAME, Ladder, Step, read_ladder, would_call, zone_offset
from detente.node.node import clock
from detente.vocabulary import current


def _ladder(home: Home) -> Ladder:
    ladder = read_ladder(home.path)
    if ladder is None:
        raise Local("ladder-none", path=str(home.path / NAME))
    return ladder


def _plain(step: Step) -> dict[str, Any]:
    """A step as JSON: what a way needs to be kept secret stands in a file and is not in it."""
    return {
        "id": step.id,
        "who": step.who,
        "way": step.way.kind,
        "after": step.after,
        "wanted": sorted(step.wanted),
        "hours": None
        if step.hours is None
        else {
            "days": [DAYS[day] for day in sorted(step.hours.days)],
            "from": _clock(step.hours.start),
            "to": _clock(step.hours.stop),
            "zone": zone_offset(step.hours.zone, clock()),
        },
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _shown(step: Step, lang: str) -> str:
    wanted = text("list.separator", lang).join(current().code("wanted", one, lang) for one in sorted(step.wanted))
    hours = ""
    if step.hours is not None:
        days = " ".join(text(f"weekday.{DAYS[day]}", lang) for day in sorted(step.hours.days))
        zone = zone_offset(step.hours.zone, clock())
        hours = text(
            "ladder.hours", lang, days=days, start=_clock(step.hours.start), stop=_clock(step.hours.stop), zone=zone
        )
    way = text(f"ladder.way.{step.way.kind}", lang)
    after = span(step.after, lang)
    key = "ladder.step" if step.after else "ladder.step-now"
    return text(key, lang, step=step.id, who=step.who, way=way, after=after, wanted=wanted, hours=hours)


def _outcome(outcome: str | None, lang: str) -> str:
    if outcome in (None, "done"):
        return text("ladder.outcome.done" if outcome else "ladder.outcome.open", lang)
    return explain(str(outcome), {}, lang)[0]


def _mark(home: Home) -> None:
    """An exercise says so, in both languages, before anything else."""
    mark = ways.MARKS[home.settings.context]
    if mark:
        console.out(mark)


@click.command()
@json_option
@lang_option
@click.pass_context
def show(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    api = client(ctx)
    ladder = read_ladder(api.home.path)
    calls = api.get("/v1/ladder")["calls"]
    if as_json:
        steps = [] if ladder is None else [_plain(step) for step in ladder.steps]
        console.as_json({"context": api.home.settings.context, "steps": steps, "calls": calls})
        return
    lang = language(lang)
    _mark(api.home)
    if ladder is None:
        console.out(text("ladder.none", lang, path=str(api.home.path / NAME)))
    for step in ladder.steps if ladder else ():
        console.out(_shown(step, lang))
    console.out(text("ladder.record", lang))
    for row in calls[:50]:
        outcome = _outcome(row["outcome"], lang)
        named = {name: row[name] for name in ("reference", "who", "step", "tries")}
        console.out("  " + text("ladder.call", lang, at=utc(row["begun"], lang), outcome=outcome, **named))
    if not calls:
        console.out("  " + text("handover.none", lang))


@click.command()
@json_option
@lang_option
@click.pass_context
def check(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    home = open_home(ctx)
    ladder = _ladder(home)
    found = {step.id: ways.missing(step.way, home.path) for step in ladder.steps}
    if as_json:
        console.as_json({"steps": [_plain(step) | {"lacks": found[step.id]} for step in ladder.steps]})
    else:
        lang = language(lang)
        _mark(home)
        for step in ladder.steps:
            console.out(_shown(step, lang))
            why = found[step.id]
            ready = text("ladder.ready", lang) if why is None else text("ladder.lacks", lang, why=_outcome(why, lang))
            console.out("  " + ready)
    if any(found.values()):
        ctx.exit(1)


@click.command()
@click.option("--step", default=None)
@json_option
@lang_option
@click.pass_context
def test(ctx: click.Context, step: str | None, as_json: bool, lang: str | None) -> None:
    home = open_home(ctx)
    steps = [one for one in _ladder(home).steps if step in (None, one.id)]
    if not steps:
        raise Local("ladder-step", name=step)
    lang, rows = language(lang), []
    for one in steps:
        facts = test_facts(home.settings.context, one, clock())
        outcome = asyncio.run(ways.call(one.way, facts, home.path)) or "done"
        rows.append({"step": one.id, "who": one.who, "outcome": outcome})
        if not as_json:
            console.out(text("ladder.tested", lang, step=one.id, who=one.who, outcome=_outcome(outcome, lang)))
    if as_json:
        console.as_json({"steps": rows})
    if any(row["outcome"] != "done" for row in rows):
        ctx.exit(1)


@click.command()
@click.option("--wanted", type=click.IntRange(0, 3), default=3, show_default=True)
@click.option("--at", "when", default=None, help="RFC 3339 | +PT2H")
@json_option
@lang_option
@click.pass_context
def now(ctx: click.Context, wanted: int, when: str | None, as_json: bool, lang: str | None) -> None:
    home = open_home(ctx)
    since = clock() if when is None else moment(when, clock(), "at")
    found = would_call(_ladder(home), wanted, since)
    if as_json:
        rows = [{"at": at, "step": step.id, "who": step.who, "way": step.way.kind} for at, step in found]
        console.as_json({"wanted": wanted, "since": since, "calls": rows})
        return
    lang = language(lang)
    _mark(home)
    named = current().code("wanted", wanted, lang)
    console.out(text("ladder.would-head", lang, wanted=named, since=utc(since, lang)))
    for at, step in found:
        way = text(f"ladder.way.{step.way.kind}", lang)
        console.out("  " + text("ladder.would", lang, at=utc(at, lang), who=step.who, step=step.id, way=way))
    if not found:
        console.out("  " + text("ladder.would-nobody", lang))
