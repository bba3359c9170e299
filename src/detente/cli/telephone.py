"""`detente call-words`: the day's words for a voice on the telephone, on screen and for paper."""

from __future__ import annotations

import datetime
from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language
from detente.codec.errors import Local
from detente.locale import callwords as told
from detente.locale import text
from detente.locale.times import utc
from detente.node.node import clock
from detente.node.telephone import MOST_DAYS
from detente.node.ways import MARKS
from detente.trust.words import as_words

_FIRST = datetime.date(1970, 1, 1)


@click.command()
@click.option("--with", "party", default="", help="otter")
@click.option("--date", default="", help="2026-11-25")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=None)
@click.option("--sheet", default="", help="0042")
@click.option("--begin", is_flag=True)
@json_option
@lang_option
@click.pass_context
def call_words(
    ctx: click.Context,
    party: str,
    date: str,
    days: int | None,
    sheet: str,
    begin: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    api = client(ctx)
    if begin:
        done = api.post("/v1/call-words", {})
        if as_json:
            console.as_json(done)
        else:
            console.err(text("callwords.begun", language(lang), at=utc(done["counts_from"], language(lang))))
        return
    asked = _days(date, days)
    found = api.get("/v1/call-words", days=",".join(map(str, asked)), sheet=sheet, **{"with": party})
    if as_json:
        for day in found["days"]:
            for call in day["calls"]:
                for part in ("challenge", "reply"):
                    call[part] = {"numbers": call[part], **{of: as_words(call[part], of) for of in ("en", "zh")}}
        console.as_json(found)
    else:
        _print(found, days, language(lang))
    if any(day["lacks"] for day in found["days"]):
        ctx.exit(1)


def _days(date: str, days: int | None) -> list[int]:
    """The days asked for, since 1970; none stands for today."""
    if not date and days is None:
        return []
    try:
        first = datetime.date.fromisoformat(date) if date else _FIRST + datetime.timedelta(milliseconds=clock())
    except ValueError as error:
        raise Local("time-unreadable", field="date", value=date[:40]) from error
    begins = (first - _FIRST).days
    return list(range(begins, begins + (days or 1)))


def _print(found: dict[str, Any], days: int | None, lang: str) -> None:
    mark = MARKS[found["context"]]
    for day in found["days"]:
        if mark and not day["lacks"]:
            console.out(mark)
        for line in told.day(found, day, lang):
            console.out(line)
    if any(day["calls"] for day in found["days"]):
        console.out(text("callwords.once", lang))
        console.out(text("callwords.means", lang))
    sheets = sorted({day["sheet"] for day in found["days"] if day["sheet"]})
    if days is not None and sheets:
        last = utc(found["days"][-1]["until"], lang)
        console.out(text("callwords.paper", lang, at=utc(clock(), lang), last=last, sheet=" ".join(sheets)))
