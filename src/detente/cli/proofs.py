"""The record on open standards: `record export --tiles` and `record receipts`. docs/open-standards.md says what each file is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, write_file
from detente.codec.errors import Local
from detente.locale import text
from detente.node.logs import MOST_LEAVES
from detente.node.tiling import Source, write_tree
from detente.proof.tree import SIZE


def write_tiles(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """One tree a log. Exit 1 when a tree that is there names another history than our record."""
    api, lang, rows = client(ctx), language(), []
    for log in api.get("/v1/logs")["logs"]:
        try:
            done = write_tree(folder, _source(api, log))
        except OSError as error:
            raise Local("file-unwritable", path=str(folder), why=error.strerror) from error
        rows.append(
            {
                "origin": log["origin"],
                "vkeys": log["vkeys"],
                "state": done.state,
                "size": done.size,
                "files": done.files,
            }
        )
    if as_json:
        console.as_json({"folder": str(folder), "logs": rows})
    else:
        for row in rows:
            console.out(text(f"tiles.{row['state']}", lang, **row))
        console.err(text("tiles.where", lang, path=folder, logs=len(rows)))
    if any(row["state"] == "differs" for row in rows):
        ctx.exit(1)


def _source(api: Any, log: dict[str, Any]) -> Source:
    def leaves(start: int, stop: int) -> list[bytes]:
        found: list[bytes] = []
        while start < stop:
            upto = min(start + MOST_LEAVES, stop)
            data = api.bytes(f"/v1/logs/{log['party']}/{log['epoch']}/leaves", start=str(start), stop=str(upto))
            found += [data[at : at + SIZE] for at in range(0, len(data), SIZE)]
            start = upto
        return found

    witnessed = log.get("witnessed")
    return Source(
        log["origin"],
        log["size"],
        bytes.fromhex(log["root"]),
        bytes.fromhex(log["checkpoint"]),
        log["vkeys"],
        leaves,
        None if witnessed is None else bytes.fromhex(witnessed),
    )


@click.command()
@click.argument("name")
@click.option("-o", "--output", type=click.Path(file_okay=False), required=True)
@click.option("--since", type=click.IntRange(min=1), default=None, help="412")
@json_option
@lang_option
@click.pass_context
def receipts(ctx: click.Context, name: str, output: str, since: int | None, as_json: bool, lang: str | None) -> None:
    lang = language(lang)
    made = client(ctx).get(f"/v1/receipts/{name}", since="" if since is None else str(since))
    for file, data in made["files"].items():
        write_file(Path(output) / file, bytes.fromhex(data))
    if as_json:
        console.as_json({"folder": output, "files": sorted(made["files"]), **made["about"]})
        return
    console.out(text("receipts.made", lang, **made["about"]))
    console.err(text("receipts.where", lang, path=output, files=len(made["files"])))
