"""`detente meeting …`: dates proposed, countered, called off; minutes; actions done; our own readout; iCalendar."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Any

import click

from detente.cli import console, messages
from detente.cli.acts import file_option, pairs, propose, subject_of, wait_option, why_option
from detente.cli.common import client, json_option, lang_option, language, read_file, write_file
from detente.codec.errors import Local
from detente.locale import text
from detente.node.node import clock
from detente.node.zones import moment_in

MOST_READOUT = 16 * 1024 * 1024  # bytes


def _command(called: str, counters: bool) -> click.Command:
    @click.command(name=called)
    @click.argument("name")
    @click.option("--group", default=None)
    @click.option("--begins", default=None)
    @click.option("--ends", default=None)
    @click.option("--zone", default=None)
    @click.option("--ics", type=click.Path(), default=None)
    @click.option("--chair", default=None)
    @click.option("--office", nargs=2, default=None, metavar="EN ZH")
    @click.option("--round", "count", type=click.IntRange(1, 9999), default=None)
    @click.option("--agenda", nargs=2, multiple=True, metavar="EN ZH")
    @click.option("--place", nargs=2, default=None, metavar="EN ZH")
    @why_option
    @file_option
    @wait_option
    @json_option
    @click.pass_context
    def made(
        ctx: click.Context,
        /,
        name: str,
        our_words: str | None,
        file: str | None,
        wait: float,
        as_json: bool,
        **given: Any,
    ) -> None:
        coded = {**(subject_of(ctx, name) if counters else {"subject": "meeting", "name": name}), "form": "text"}
        sections = {} if file is not None else {"meeting": _meeting(given)}
        propose(ctx, coded, sections, file, our_words, name if counters else None, wait, as_json)

    return made


def _meeting(given: dict[str, Any]) -> dict[str, Any]:
    """The section, from options; what an iCalendar file says of the times comes before them."""
    now = clock()
    if given["ics"] is not None:
        from detente.cli.calendars import times_of

        begins, ends = times_of(given["ics"])
    else:
        missing = [f"--{name}" for name in ("begins", "ends") if given[name] is None]
        if missing:
            raise Local("draft-missing", field=", ".join(missing))
        begins = moment_in(given["begins"], given["zone"], now, "begins")
        ends = moment_in(given["ends"], given["zone"], now, "ends")
    missing = [f"--{name}" for name in ("group", "chair", "office") if given[name] is None]
    missing += ["--round"] if given["count"] is None else []
    if missing:
        raise Local("draft-missing", field=", ".join(missing))
    made = {
        "group": given["group"],
        "begins": begins,
        "ends": ends,
        "chair": given["chair"],
        "office": {"en": given["office"][0], "zh": given["office"][1]},
        "round": given["count"],
        "agenda": pairs(given["agenda"]),
    }
    return made if given["place"] is None else {**made, "place": pairs((given["place"],))[0]}


propose_, counter = _command("propose", False), _command("counter", True)


@click.command()
@click.argument("name")
@why_option
@wait_option
@json_option
@click.pass_context
def cancel(ctx: click.Context, name: str, our_words: str | None, wait: float, as_json: bool) -> None:
    propose(ctx, {"subject": "meeting", "name": name, "form": "retire"}, {}, None, our_words, None, wait, as_json)


@click.command()
@click.argument("name")
@click.argument("file", type=click.Path())
@click.option("--counters", default=None, metavar="NAME")
@why_option
@wait_option
@json_option
@click.pass_context
def held(
    ctx: click.Context, name: str, file: str, counters: str | None, our_words: str | None, wait: float, as_json: bool
) -> None:
    coded = {"subject": "minutes", "name": name, "form": "text"}
    propose(ctx, coded, {}, file, our_words, counters, wait, as_json)


@click.command()
@click.argument("name")
@click.argument("action")
@why_option
@wait_option
@json_option
@click.pass_context
def done(ctx: click.Context, name: str, action: str, our_words: str | None, wait: float, as_json: bool) -> None:
    _report(ctx, name, {"coded": {"progress": "done", "action": action}}, our_words, wait, as_json)


@click.command()
@click.argument("name")
@click.argument("file", type=click.Path())
@click.option("--title", default=None)
@why_option
@wait_option
@json_option
@click.pass_context
def readout(
    ctx: click.Context, name: str, file: str, title: str | None, our_words: str | None, wait: float, as_json: bool
) -> None:
    data = read_file(file, MOST_READOUT)
    held_by_us = {
        "title": title or Path(file).name,
        "media_type": mimetypes.guess_type(file)[0] or "application/octet-stream",
        "size": len(data),
        "digest": hashlib.sha256(data).hexdigest(),
    }
    _report(ctx, name, {"coded": {"progress": "readout"}, "readout": held_by_us}, our_words, wait, as_json)


def _report(
    ctx: click.Context, name: str, draft: dict[str, Any], our_words: str | None, wait: float, as_json: bool
) -> None:
    api = client(ctx)
    if our_words is not None:
        draft["prose"] = {"language": api.home.settings.language, "plain": our_words}
    messages.told(api, api.post("/v1/dialogue/report", {"name": name, "draft": draft, "wait": wait}), as_json)


@click.command()
@click.option("-o", "--output", type=click.Path(), required=True)
@json_option
@lang_option
@click.pass_context
def calendar(ctx: click.Context, output: str, as_json: bool, lang: str | None) -> None:
    from detente.cli.calendars import written

    found = client(ctx).get("/v1/dialogue")
    rows = [row for row in found["meetings"] if row["state"] in ("agreed", "proposed", "called-off", "held")]
    write_file(Path(output), written(rows, found["line"], clock()))
    if as_json:
        console.as_json({"file": output, "meetings": len(rows)})
        return
    console.err(text("meeting.calendar-written", language(lang), path=output, count=len(rows)))
