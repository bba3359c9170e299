"""Public texts: `detente readout scan`, `compare` and `timeline`. They need no home, no line and no server."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli import console
from detente.cli.common import json_option, lang_option, language, write_file
from detente.codec.errors import DetenteError, Local

if TYPE_CHECKING:
    from detente.readouts.scanning import Scan

BIG = 8 * 1024 * 1024  # bytes of plain text from which on it is read in pieces
Given = dict[str, Any]


def read(source: str, truncated: bool = False, given: Given | None = None) -> tuple[Scan, Given]:
    """The text, and what a report says about where it came from."""
    from detente.readouts.reading import document
    from detente.readouts.scanning import scan

    found = document(source)
    taken = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    about: Given = {"source": found.name, "taken": taken, "bytes_sha256": found.sha256, "kind": found.kind}
    about |= {"encoding": found.encoding, "notes": list(found.notes)}
    meta = {**found.meta, **{key: value for key, value in (given or {}).items() if value}}
    return scan(found.text, complete=found.complete and not truncated, meta=meta), about


def plain(scanned: Scan, about: Given) -> Given:
    """`Scan.plain` with where the text came from."""
    made = scanned.plain()
    return {**made, "text": {**made["text"], **about}}


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE…")
@click.option("--truncated", is_flag=True)
@click.option("--issuer")
@click.option("--date")
@click.option("--all", "everything", is_flag=True)
@json_option
@lang_option
@click.pass_context
def scan(
    ctx: click.Context,
    sources: tuple[str, ...],
    truncated: bool,
    issuer: str | None,
    date: str | None,
    everything: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    from detente.cli import readout_big
    from detente.locale import readouts

    reader, worst, several = language(lang), 0, as_json and len(sources) > 1
    if several:
        console.out('{"texts":[')
    for number, source in enumerate(sources):
        try:
            if readout_big.is_big(source, BIG):
                readout_big.scan(source, as_json, reader)
            else:
                made = plain(*read(source, truncated, {"issuer": issuer, "date": date}))
                if as_json:
                    console.as_json(made)
                else:
                    for line in readouts.scanned(made, reader, everything):
                        console.out(line)
        except DetenteError as error:
            if len(sources) == 1:
                raise
            from detente.cli.faults import report

            worst = max(worst, report(error, False))
            if as_json:
                console.as_json({"text": {"source": source}, "error": error.code})
        if several:
            console.out("," if number + 1 < len(sources) else "]}")
    ctx.exit(worst)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="A B…")
@click.option("--since", metavar="EARLIER")
@click.option("--same-issuer", is_flag=True)
@click.option("--issuers", metavar="A,B")
@click.option("--model", is_flag=True)
@click.option("--truncated", type=int, multiple=True, metavar="N")
@click.option("--html", type=click.Path(dir_okay=False))
@click.option("--markdown", type=click.Path(dir_okay=False))
@json_option
@lang_option
def compare(
    sources: tuple[str, ...],
    since: str | None,
    same_issuer: bool,
    issuers: str | None,
    model: bool,
    truncated: tuple[int, ...],
    html: str | None,
    markdown: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    from detente.locale import readouts, readouts_pages
    from detente.readouts.comparing import compare as compared

    every = (since, *sources) if since else sources
    if len(every) < 2 or (same_issuer and len(every) != 2):
        raise Local("readout-two")
    named = issuers.split(",") if issuers else []
    if named and len(named) != len(every):
        raise Local("readout-issuers", count=len(every))
    held = [
        read(source, number in truncated, {"issuer": named[number - 1]} if named else None)
        for number, source in enumerate(every, 1)
    ]
    if since or same_issuer:
        said = {scanned.meta["issuer"] for scanned, _ in held} - {None}
        if len(said) > 1:
            raise Local("readout-other-issuer", issuers=sorted(said))
    found = compared([scanned for scanned, _ in held], _proposer() if model else None)
    found["mode"] = "since" if since else "same-issuer" if same_issuer else "sides"
    found["texts"] = [{**text, **about} for text, (_, about) in zip(found["texts"], held, strict=True)]
    reader = language(lang)
    if html:
        write_file(Path(html), readouts_pages.page(found, [scanned for scanned, _ in held], reader).encode())
    if markdown:
        write_file(Path(markdown), readouts_pages.markdown(found, reader).encode())
    if as_json:
        console.as_json(found)
    elif not html and not markdown:
        for line in readouts.compared(found, reader):
            console.out(line)


def _proposer() -> Any:
    try:
        from detente.readouts.reading.model import propose
    except ImportError as error:
        raise Local("readout-extra", kind="align") from error
    return propose


@click.command()
@click.argument("dossier", type=click.Path())
@click.option("--since", metavar="YYYY-MM-DD")
@click.option("--svg", type=click.Path(dir_okay=False))
@click.option("--markdown", type=click.Path(dir_okay=False))
@click.option("--manifest", is_flag=True)
@json_option
@lang_option
def timeline(
    dossier: str,
    since: str | None,
    svg: str | None,
    markdown: str | None,
    manifest: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    from detente.cli.readout_dossier import gather
    from detente.locale import readouts_time
    from detente.readouts import timeline as times

    found = times.timeline(gather(Path(dossier), manifest), since)
    reader = language(lang)
    if svg:
        write_file(Path(svg), readouts_time.chart(found, reader).encode())
    if markdown:
        write_file(Path(markdown), readouts_time.monday(found, reader).encode())
    if as_json:
        console.as_json(found)
    elif not svg and not markdown:
        for line in readouts_time.lines(found, reader):
            console.out(line)
