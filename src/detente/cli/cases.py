"""Commands on a case: show, list, edit, close, and what is written down about it: note, passed, told, reply, attach."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from detente.cases.case import TIMES, read_case, stamp
from detente.cases.clocks import Row
from detente.cli import console
from detente.cli.casenew import more
from detente.cli.casework import (
    at_of,
    at_option,
    book,
    case_of,
    file_option,
    known,
    me,
    now,
    read_json,
    remarks,
    reminder,
    rows_of,
    who_option,
)
from detente.cli.common import json_option, language
from detente.codec.errors import Local
from detente.locale import cases as said
from detente.locale import text
from detente.locale.times import utc
from detente.node.casebook import regime_named
from detente.store.book import Book, Entry, Kept, Overtaken

MOST_FILE = 1 << 34


@click.command(name="list")
@file_option
@json_option
@click.pass_context
def listed(ctx: click.Context, file: str | None, as_json: bool) -> None:
    lang = language()
    with book(ctx, file) as opened:
        laws = known(ctx, file)
        rows = []
        for kept in opened.all():
            running = [row for row in rows_of(opened, kept, laws, now()) if row.status in ("running", "passed")]
            rows.append((kept, running))
        if as_json:
            console.as_json({"cases": [_brief(kept, running) for kept, running in rows]})
            return
        if not rows:
            console.err(text("case.list.none", lang, path=str(opened.path)))
        for kept, running in rows:
            case = case_of(kept)
            what = case.title or said.value(case, "class", lang) or case.plain[:60] or "—"
            state = text("case.list.closed" if kept.closed else "case.list.open", lang)
            console.out(f"{kept.id}  {state}  {what}")
            if kept.closed is None and running:
                first = min(running, key=lambda row: row.due or now())
                console.out(f"    {said.left(first, now(), lang)}  {first.regime.names[lang]}")
        if opened.draft() is not None:
            console.err(text("case.list.draft", lang))


def _brief(kept: Kept, running: list[Row]) -> dict[str, Any]:
    due = min((row.due for row in running if row.due is not None), default=None)
    return {
        "id": kept.id,
        "opened": kept.opened,
        "closed": kept.closed,
        "version": kept.version,
        "class": kept.body.get("class", ""),
        "running": len(running),
        "next_due": None if due is None else stamp(due),
    }


@click.command()
@click.argument("id")
@file_option
@json_option
@click.pass_context
def show(ctx: click.Context, id: str, file: str | None, as_json: bool) -> None:
    lang = language()
    with book(ctx, file) as opened:
        kept = opened.get(id)
        entries = opened.entries(kept.id)
        if as_json:
            console.as_json(whole(opened, kept))
            return
        case = case_of(kept)
        state = text("case.list.closed" if kept.closed else "case.list.open", lang)
        console.out(text("case.head", lang, id=kept.id, state=state, version=kept.version, at=utc(kept.opened, lang)))
        for name, value in said.show(case, lang):
            console.out(f"  {name}: {value}")
        for line in remarks(case, lang):
            console.err(line)
        for entry in entries:
            console.out(entry_line(entry, lang))
        reminder(console.out, lang)


def whole(opened: Book, kept: Kept) -> dict[str, Any]:
    """Everything of a case, for other programs."""
    versions = [{"version": v.entry, "at": v.at, "who": v.who, "body": v.body} for v in opened.versions(kept.id)]
    entries = [{"kind": e.kind, "at": e.at, "who": e.who, **e.body} for e in opened.entries(kept.id)]
    return {
        "id": kept.id,
        "version": kept.version,
        "opened": kept.opened,
        "closed": kept.closed,
        "closing": kept.closing,
        "case": kept.body,
        "versions": versions,
        "entries": entries,
    }


def entry_line(entry: Entry, lang: str) -> str:
    return "  " + said.entry(entry.kind, entry.at, entry.who, entry.body, lang)


# -- changing it -------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("id")
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE")
@click.option("--json", "path", default=None, metavar="FILE|-")
@click.option("--version", "began", type=int, default=None)
@file_option
@who_option
@click.pass_context
def edit(
    ctx: click.Context,
    id: str,
    settings: tuple[str, ...],
    path: str | None,
    began: int | None,
    file: str | None,
    who: str | None,
) -> None:
    lang = language()
    with book(ctx, file) as opened:
        kept = opened.get(id)
        if not settings and path is None:
            if not sys.stdin.isatty():
                raise Local("case-nobody")
            more(opened, kept.id, who, lang)
        else:
            base = kept
            if began is not None and began != kept.version:
                rows = {v.entry: v.body for v in opened.versions(kept.id)}
                if began not in rows:
                    raise Local("case-no-version", id=kept.id, version=began, newest=kept.version)
                base = Kept(kept.id, kept.opened, began, kept.closed, kept.closing, rows[began])
            changed = read_case(_changes(settings, path, base), case_of(base))
            try:
                opened.edit(kept.id, base.version, msgspec.to_builtins(changed), me(who))
            except Overtaken as error:
                _both(error, lang)
                raise
        kept = opened.get(id)
        console.err(text("case.edited", lang, id=kept.id, version=kept.version))
        for line in remarks(case_of(kept), lang):
            console.err(line)


def _changes(settings: tuple[str, ...], path: str | None, base: Kept) -> dict[str, Any]:
    """What --json and --set ask; `system.model=…` and `fields.cause=…` reach inside."""
    found = {} if path is None else read_json(path)
    for setting in settings:
        name, sign, value = setting.partition("=")
        if not sign:
            raise Local("case-setting", value=setting[:60])
        outer, dot, inner = name.strip().partition(".")
        if dot and outer in ("system", "fields"):
            found[outer] = {**base.body.get(outer, {}), **found.get(outer, {}), inner: value}
        elif outer in (*TIMES, "next_word_by"):
            found[outer] = stamp(at_of(value)) if value else ""
        else:
            found[outer] = value
    return found


def _both(error: Overtaken, lang: str) -> None:
    """What the other person wrote and what was to be written, side by side, for the fields that differ."""
    console.err(text("case.both", lang))
    for name in sorted({*error.theirs, *error.ours}):
        theirs, ours = error.theirs.get(name, ""), error.ours.get(name, "")
        if theirs != ours:
            console.err(text("case.both.row", lang, name=name, theirs=str(theirs), ours=str(ours)))


@click.command()
@click.argument("id")
@click.option("-m", "--message", "message", default="")
@click.option("--resolved", default=None, metavar="TIME")
@file_option
@who_option
@click.pass_context
def close(ctx: click.Context, id: str, message: str, resolved: str | None, file: str | None, who: str | None) -> None:
    lang = language()
    with book(ctx, file) as opened:
        kept = opened.get(id)
        case = case_of(kept)
        if resolved is not None or not case.resolved:
            when = at_of(resolved)
            opened.edit(kept.id, kept.version, msgspec.to_builtins(read_case({"resolved": stamp(when)}, case)), me(who))
        opened.finish(kept.id, message)
        kept = opened.get(id)
        console.err(text("case.closed", lang, id=kept.id))
        rows = [row for row in rows_of(opened, kept, known(ctx, file), now()) if row.status in ("running", "passed")]
        if rows:
            console.err(text("case.closed.still", lang))
            for row in rows:
                console.err(
                    f"  {said.left(row, now(), lang)}  {row.regime.names[lang]}: {row.clock.say[lang] if row.clock else ''}"
                )


# -- what is written down about it ---------------------------------------------------------------------------------------


@click.command()
@click.argument("id")
@click.argument("words")
@file_option
@who_option
@click.pass_context
def note(ctx: click.Context, id: str, words: str, file: str | None, who: str | None) -> None:
    _enter(ctx, file, id, "note", {"text": words}, who)


@click.command()
@click.argument("id")
@click.option("--to", required=True)
@click.option("--how", default="")
@click.option("-m", "--message", "message", default="")
@at_option
@file_option
@who_option
@click.pass_context
def passed(
    ctx: click.Context, id: str, to: str, how: str, message: str, at: str | None, file: str | None, who: str | None
) -> None:
    body = {"to": to, "how": how, "text": message, "at": stamp(at_of(at))}
    _enter(ctx, file, id, "passed", body, who)


@click.command()
@click.argument("id")
@click.argument("regime")
@click.option("--clock", "clock_id", default=None)
@click.option("--to", default=None)
@click.option("--how", default="")
@click.option("--receipt", default="")
@at_option
@file_option
@who_option
@click.pass_context
def told(
    ctx: click.Context,
    id: str,
    regime: str,
    clock_id: str | None,
    to: str | None,
    how: str,
    receipt: str,
    at: str | None,
    file: str | None,
    who: str | None,
) -> None:
    """What was told to whom under which law, when, and the number they gave: the clock it answers stops."""
    lang = language()
    with book(ctx, file) as opened:
        kept = opened.get(id)
        laws = known(ctx, file)
        law = regime_named(laws, regime)
        when = at_of(at)
        rows = [row for row in rows_of(opened, kept, laws, when) if row.regime.id == law.id and row.clock]
        running = [row for row in rows if row.status in ("running", "passed")]
        ids = [clock.id for clock in law.clocks]
        if clock_id is not None and clock_id not in ids:
            raise Local("case-clock-none", regime=law.id, clock=clock_id, known=ids)
        chosen = clock_id or (running[0].clock.id if running and running[0].clock else (ids[0] if ids else ""))
        forms = [entry for entry in opened.entries(kept.id, "form") if entry.body["regime"] == law.id]
        body = {
            "regime": law.id,
            "clock": chosen,
            "to": to or law.addressee[lang],
            "how": how,
            "receipt": receipt,
            "at": stamp(when),
            "form": forms[-1].body["form"] if forms else "",
            "version": kept.version,
        }
        opened.enter(kept.id, "told", body, me(who))
        case = case_of(kept)
        if not case.notified:
            opened.edit(kept.id, kept.version, msgspec.to_builtins(read_case({"notified": stamp(when)}, case)), me(who))
        console.err(text("case.told", lang, regime=law.names[lang], clock=chosen, at=said.moment(when, lang)))


@click.command()
@click.argument("id")
@click.option("--by", "how", type=click.Choice(["phone", "mail", "fax", "other"]), required=True)
@click.option("--from", "sender", required=True)
@click.option("-m", "--message", "message", required=True)
@click.option("--receipt", default="")
@at_option
@file_option
@who_option
@click.pass_context
def reply(
    ctx: click.Context,
    id: str,
    how: str,
    sender: str,
    message: str,
    receipt: str,
    at: str | None,
    file: str | None,
    who: str | None,
) -> None:
    """A reply that did not come signed over a line: kept as reported by us."""
    body = {
        "how": how,
        "from": sender,
        "text": message,
        "receipt": receipt,
        "at": stamp(at_of(at)),
        "standing": "reported-by-us",
    }
    _enter(ctx, file, id, "reply", body, who)
    console.err(text("case.reply.reported", language()))


@click.command()
@click.argument("id")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@file_option
@who_option
@click.pass_context
def attach(ctx: click.Context, id: str, paths: tuple[str, ...], file: str | None, who: str | None) -> None:
    from detente.cli.casein import summary_of

    for path in paths:
        body = digest_of(Path(path))
        summary = summary_of(Path(path))
        if summary is not None:
            body["summary"] = summary
        _enter(ctx, file, id, "file", body, who)


def digest_of(path: Path) -> dict[str, Any]:
    """A file by its name, size and SHA-256. The file stays where it is."""
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as opened:
            while part := opened.read(1 << 20):
                digest.update(part)
                size += len(part)
    except OSError as error:
        raise Local("file-missing", path=str(path)) from error
    return {"name": path.name, "size": size, "digest": digest.hexdigest()}


def _enter(ctx: click.Context, file: str | None, id: str, kind: str, body: dict[str, Any], who: str | None) -> None:
    lang = language()
    with book(ctx, file) as opened:
        kept = opened.get(id)
        opened.enter(kept.id, kind, body, me(who))
        console.err(entry_line(opened.entries(kept.id)[-1], lang).strip())
