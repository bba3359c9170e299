"""What comes in: another book's case, a case as JSON, logs of evaluations as supporting material."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from detente.cases.case import from_others
from detente.cases.inspect import summary
from detente.cli import console
from detente.cli.casework import book, file_option, me, read_json, remarks, who_option
from detente.cli.common import language
from detente.codec.errors import Local
from detente.locale import text


def summary_of(path: Path) -> dict[str, Any] | None:
    """The summary of a log of Inspect; None for any other file."""
    if path.suffix not in (".eval", ".json"):
        return None
    try:
        with path.open("rb") as file:
            return summary(file, path.name)
    except FileNotFoundError as error:
        raise Local("file-missing", path=str(path)) from error


def summary_lines(found: dict[str, Any], lang: str) -> list[str]:
    """A summary, in words and figures."""
    samples = found["samples"]
    lines = [
        text("case.inspect.task", lang, task=found["task"], model=found["model"], status=found["status"] or "—"),
        text("case.inspect.samples", lang, **samples),
    ]
    for score in found["scores"]:
        lines.append(f"  {score['name']}: " + ", ".join(f"{k} {v}" for k, v in score["metrics"].items()))
    if found["error"]:
        lines.append(text("case.inspect.error", lang, error=found["error"].splitlines()[0][:200]))
    return lines


@click.command(name="import")
@click.argument("path")
@click.option("--to", "id", default=None, metavar="ID")
@file_option
@who_option
@click.pass_context
def take_in(ctx: click.Context, path: str, id: str | None, file: str | None, who: str | None) -> None:
    lang = language()
    found = None if path == "-" else summary_of(Path(path))
    if found is not None:
        for line in summary_lines(found, lang):
            console.out(line)
        if id is not None:
            from detente.cli.cases import digest_of

            with book(ctx, file) as opened:
                kept = opened.get(id)
                opened.enter(kept.id, "file", digest_of(Path(path)) | {"summary": found}, me(who))
            console.err(text("case.inspect.attached", lang, id=kept.id))
        else:
            console.err(text("case.inspect.not-attached", lang))
        return
    value = read_json(path)
    came = value.get("case") if isinstance(value.get("case"), dict) else value
    assert isinstance(came, dict)
    case = from_others(came)
    with book(ctx, file) as opened:
        made = opened.open(msgspec.to_builtins(case), me(who))
        for entry in value.get("entries", []) if came is not value else []:
            if isinstance(entry, dict) and entry.get("kind") in (
                "note",
                "passed",
                "told",
                "reply",
                "file",
                "form",
                "sent",
            ):
                body = {k: v for k, v in entry.items() if k not in ("kind", "at_ms", "who")}
                opened.enter(made, str(entry["kind"]), body | {"imported": True}, str(entry.get("who", ""))[:80])
        console.as_json({"id": made})
        for line in remarks(case, lang):
            console.err(line)
