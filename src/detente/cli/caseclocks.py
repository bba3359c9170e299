"""`case clocks`: which clocks run, until when, by which sentence; once, watched, as a calendar, as a feed, or to a command."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from detente.cases.case import stamp
from detente.cases.clocks import Row
from detente.cases.regime import Any_, Regime, Rule
from detente.cli import console
from detente.cli.casework import at_of, at_option, book, case_of, file_option, known, now, remarks, rows_of
from detente.cli.common import json_option, lang_option, language, write_file
from detente.codec.errors import Local
from detente.locale import cases as said
from detente.locale import text
from detente.store.book import Book, Kept

LIVE = ("running", "passed", "told")


@click.command()
@click.argument("id", required=False)
@at_option
@click.option("--watch", is_flag=True)
@click.option("--every", type=click.FloatRange(0.1), default=1.0, show_default=True)
@click.option("--times", type=click.IntRange(1), default=None)
@click.option("--ics", type=click.Path(), default=None, metavar="FILE")
@click.option("--feed", type=click.Path(), default=None, metavar="FILE")
@click.option("--hook", multiple=True, metavar="COMMAND")
@file_option
@json_option
@lang_option
@click.pass_context
def clocks(
    ctx: click.Context,
    id: str | None,
    at: str | None,
    watch: bool,
    every: float,
    times: int | None,
    ics: str | None,
    feed: str | None,
    hook: tuple[str, ...],
    file: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    if lang:
        os.environ["DETENTE_LANG"] = lang
    lang = language()
    with book(ctx, file) as opened:
        laws = known(ctx, file)
        kept = opened.get(id) if id else None
        chosen = [kept] if kept else [one for one in opened.all() if one.closed is None]
        if not chosen:
            raise Local("case-none", id="", known=[])
        if watch:
            _watch(opened, [one.id for one in chosen], laws, hook, every, times, lang)
            return
        when = at_of(at)
        found = [(one, rows_of(opened, one, laws, when)) for one in chosen]
        if as_json:
            console.as_json(plain(found[0][0], found[0][1], when, lang) if kept else feed_of(found, when, lang))
        if ics:
            write_file(Path(ics), calendar(found, when, lang))
            console.err(text("case.written", lang, path=ics))
        if feed:
            write_file(Path(feed), json.dumps(feed_of(found, when, lang), ensure_ascii=False, indent=1).encode())
            console.err(text("case.written", lang, path=feed))
        for command in hook:
            _hook(command, feed_of(found, when, lang), lang)
        if as_json or ics or feed or hook:
            return
        for one, rows in found:
            console.out(f"{one.id}  {said.value(case_of(one), 'class', lang)}")
            for line in said.clock_lines(rows, when, lang):
                console.out(line)
            for line in remarks(case_of(one), lang):
                console.err(line)


def plain(kept: Kept, rows: Sequence[Row], at: datetime.datetime, lang: str) -> dict[str, Any]:
    """The contract's object: `clocks`: what runs, and a row for each regime of which nothing does; `would_start`: the rest."""
    live = [row for row in rows if row.status in LIVE]
    has = {row.regime.id for row in live}
    main = [*live, *_one_each([row for row in rows if row.regime.id not in has])]
    others = [row for row in rows if row.status == "waiting" and row not in main]
    return {
        "case": kept.id,
        "version": kept.version,
        "at": stamp(at.astimezone(datetime.UTC)),
        "clocks": [row_json(row, at, lang) for row in main],
        "would_start": [row_json(row, at, lang) for row in others],
        "reminder": text("case.reminder", lang),
    }


def _one_each(rows: Sequence[Row]) -> list[Row]:
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.regime.id, row)
    return list(found.values())


def row_json(row: Row, at: datetime.datetime, lang: str) -> dict[str, Any]:
    live = row.status in LIVE
    due = None if row.due is None else stamp(row.due.astimezone(datetime.UTC))
    source = row.regime
    return {
        "regime": row.regime.id,
        "clock": None if row.clock is None else row.clock.id,
        "status": row.status,
        "from": row.start or None,
        "from_at": None if row.start_at is None else stamp(row.start_at.astimezone(datetime.UTC)),
        "due": due if live else None,
        "left_seconds": round((row.due - at).total_seconds()) if row.due and row.status != "told" and live else None,
        "would_be_due": due if not live else None,
        "basis": None if row.clock is None else f"{row.clock.section}: {row.clock.basis[lang]}",
        "addressee": row.addressee[lang],
        "why": said.why(row, lang),
        "assumes": [say[lang] for say in row.assumes],
        "told_at": None if row.told_at is None else stamp(row.told_at.astimezone(datetime.UTC)),
        "law": source.law,
        "law_status": source.status.kind,
        "checked_on": source.checked_on().isoformat(),
        "source_grade": source.weakest(),
    }


def feed_of(found: Sequence[tuple[Kept, Sequence[Row]]], at: datetime.datetime, lang: str) -> dict[str, Any]:
    return {
        "at": stamp(at.astimezone(datetime.UTC)),
        "cases": [plain(kept, rows, at, lang) for kept, rows in found],
        "reminder": text("case.reminder", lang),
    }


def calendar(found: Sequence[tuple[Kept, Sequence[Row]]], at: datetime.datetime, lang: str) -> bytes:
    """iCalendar: an event at each running clock's end, with an alarm an hour before and at a quarter of the time left."""
    try:
        import icalendar
    except ImportError as error:
        raise Local("extra-missing", extra="documents", package="icalendar") from error
    book_ = icalendar.Calendar()
    book_.add("prodid", "-//Detente//case clocks//EN")
    book_.add("version", "2.0")
    for kept, rows in found:
        for row in rows:
            if row.status not in ("running", "passed") or row.clock is None or row.due is None:
                continue
            event = icalendar.Event()
            event.add("uid", f"{kept.id}.{row.regime.id}.{row.clock.id}@detente.invalid".lower())
            event.add("dtstamp", at.astimezone(datetime.UTC))
            event.add("dtstart", row.due.astimezone(datetime.UTC))
            event.add("dtend", row.due.astimezone(datetime.UTC))
            event.add("summary", f"{kept.id} · {row.regime.names[lang]}: {row.clock.say[lang]}")
            parts = [
                text("case.clock.due", lang, at=said.moment(row.due, lang), to=row.addressee[lang]),
                said.started(row, lang),
                f"{row.clock.section}: {row.clock.basis[lang]}",
                text("case.reminder", lang),
            ]
            event.add("description", "\n".join(parts))
            event.add("url", row.regime.sources[0].url) if row.regime.sources[0].url else None
            for before in {datetime.timedelta(hours=1), max(datetime.timedelta(), (row.due - at) / 4)}:
                alarm = icalendar.Alarm()
                alarm.add("action", "DISPLAY")
                alarm.add("description", f"{row.regime.names[lang]}: {row.clock.say[lang]}")
                alarm.add("trigger", -datetime.timedelta(seconds=int(before.total_seconds())))
                event.add_component(alarm)
            book_.add_component(event)
    return bytes(book_.to_ical())


def _hook(command: str, facts: dict[str, Any], lang: str) -> None:
    """Run a program, by its path and without a shell, with the feed on its standard input; it has twenty seconds."""
    path = Path(command)
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise Local("hook-program", path=command)
    data = json.dumps(facts, ensure_ascii=True).encode()
    try:
        done = subprocess.run([str(path.resolve())], input=data, timeout=20, stdout=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired as error:
        raise Local("hook-time") from error
    if done.returncode:
        raise Local("hook-failed", status=done.returncode)
    console.err(text("case.hooked", lang, path=command))


def _watch(
    opened: Book,
    ids: list[str],
    laws: dict[str, Any_],
    hook: tuple[str, ...],
    every: float,
    times: int | None,
    lang: str,
) -> None:
    """Again and again until Ctrl-C. A hook is called when a clock changes its state or comes within an hour of its end."""
    before: dict[str, str] = {}
    seen = 0
    while times is None or seen < times:
        at = now()
        found = [(kept, rows_of(opened, kept, laws, at)) for kept in map(opened.get, ids)]
        if sys.stdout.isatty():
            sys.stdout.write("\x1b[H\x1b[2J")
        for kept, rows in found:
            console.out(f"{kept.id}  {said.value(case_of(kept), 'class', lang)}  {said.moment(at, lang)}")
            for row in rows:
                if row.status in LIVE and row.clock and row.due:
                    console.out(f"  {said.left(row, at, lang):<24} {row.regime.names[lang]}: {row.clock.say[lang]}")
        console.out(text("case.reminder", lang))
        states = {f"{k.id}/{r.regime.id}/{r.clock.id if r.clock else ''}": _state(r, at) for k, r in _flat(found)}
        if before and states != before:
            for command in hook:
                _hook(command, feed_of(found, at, lang), lang)
        before = states
        seen += 1
        if times is None or seen < times:
            time.sleep(every)


def _flat(found: Sequence[tuple[Kept, Sequence[Row]]]) -> list[tuple[Kept, Row]]:
    return [(kept, row) for kept, rows in found for row in rows]


def _state(row: Row, at: datetime.datetime) -> str:
    soon = row.due is not None and row.status == "running" and row.due - at < datetime.timedelta(hours=1)
    return "soon" if soon else row.status


# -- the laws themselves -------------------------------------------------------------------------------------------------


@click.command(name="laws")
@click.argument("regime", required=False)
@file_option
@json_option
@click.pass_context
def laws(ctx: click.Context, regime: str | None, file: str | None, as_json: bool) -> None:
    lang = language()
    found = known(ctx, file)
    if regime is not None:
        fit = [law for law in found.values() if law.id.startswith(regime)]
        if len(fit) != 1:
            raise Local("regime-none", name=regime[:40], known=sorted(found))
        found = {fit[0].id: fit[0]}
    if as_json:
        import msgspec

        console.as_json({"laws": [msgspec.to_builtins(law) for law in found.values()]})
        return
    for law in found.values():
        for line in law_lines(law, lang, whole=regime is not None):
            console.out(line)
    console.out(text("case.reminder", lang))


def law_lines(law: Regime | Rule, lang: str, whole: bool) -> list[str]:
    lines = [f"{law.id}  {law.names[lang]} ({law.status.say[lang]})"]
    if not whole:
        return lines
    lines.append("  " + said.checked(law, lang))
    if isinstance(law, Rule):
        return [*lines, "  " + law.say[lang]]
    lines.append("  " + law.trigger[lang])
    for clock in law.clocks:
        lines.append(
            f"  {said.within(clock.within, lang)}: {clock.say[lang]} → {(clock.addressee or law.addressee)[lang]}"
        )
        lines.append(f"      {clock.section}: {clock.basis[lang]}")
    lines += [f"  {extra[lang]}" for extra in (law.amend, law.close, law.note) if extra]
    for source in law.sources:
        grade = text(f"case.source.{source.grade}", lang)
        lines.append(f"  {source.checked_on} {grade}: {source.title} {source.url} ({source.how})")
    return lines
