"""`detente keys`: show, renew, emergency, roots, take, compare. Changing our own takes the recovery sheet and a home that
nobody serves; the others' are taken by the node that is running."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, language, open_home, read_file, write_file
from detente.cli.founding import recovery_sheet
from detente.codec.errors import Local
from detente.codec.limits import MAX_STATEMENT
from detente.codec.shape import pack
from detente.locale import text
from detente.locale.times import utc
from detente.node import keys, rootkeys
from detente.node.found import CONTEXTS, Pair
from detente.trust.succession import author_of
from detente.vocabulary import current

NAMES = ("roots", "next-roots")
recovery_option = click.option("--recovery", type=click.Path(), default=None)
output_option = click.option("-o", "--output", type=click.Path(file_okay=False), default=".", show_default=True)


def _codes(sheet: str | None, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Recovery codes by context: from a sheet, or asked for without showing them."""
    if sheet is None:
        asked = {c: {n: click.prompt(f"{c} {n}", hide_input=True, err=True) for n in names} for c in CONTEXTS}
        return asked
    words = read_file(sheet, MAX_STATEMENT).decode("utf-8", "replace")
    found: dict[str, dict[str, str]] = {c: {} for c in CONTEXTS}
    for context, name, code in re.findall(r"^(live|exercise) (roots|next-roots): (.+)$", words, re.M):
        found[context][name] = code
    if any(name not in found[context] for context in CONTEXTS for name in names):
        raise Local("sheet-unreadable", path=sheet)
    return found


@click.command()
@recovery_option
@output_option
@json_option
@click.pass_context
def renew(ctx: click.Context, recovery: str | None, output: str, as_json: bool) -> None:
    _changed(ctx, recovery, output, as_json, emergency=False)


@click.command()
@recovery_option
@output_option
@json_option
@click.pass_context
def emergency(ctx: click.Context, recovery: str | None, output: str, as_json: bool) -> None:
    _changed(ctx, recovery, output, as_json, emergency=True)


def _changed(ctx: click.Context, recovery: str | None, output: str, as_json: bool, emergency: bool) -> None:
    home = open_home(ctx)
    codes = _codes(recovery, ("roots",))
    with Pair(home) as pair:
        if not any(node.founded for node in pair.nodes.values()):
            raise Local("line-none")
        unheard = _unheard(pair) if emergency else {}
        done = rootkeys.renew(pair, codes, emergency)
        rows = [_row(pair, one, Path(output), emergency) for one in done]
    _told(rows, as_json, {"not_receipted": unheard} if emergency else {})


def _unheard(pair: Pair) -> dict[str, int]:
    """How many of our messages each member has not receipted yet, on live lines."""
    node = pair.nodes["live"]
    found: dict[str, int] = {}
    for line in (node.lines[key] for key in node.founded):
        for party in line.others:
            found[party] = found.get(party, 0) + node.store.waiting(line.id, party)
    return found


def _row(pair: Pair, one: rootkeys.Done, folder: Path, emergency: bool) -> dict[str, Any]:
    node = pair.nodes[one.context]
    party, seq = author_of(one.carried)
    path = folder / f"{party}-{one.context}-{one.line.hex()[:8]}-keys-{seq}.detente"
    write_file(path, pack(one.carried))
    line = node.lines[one.line]
    row = {"context": one.context, "line": one.line.hex(), "seq": seq, "path": str(path)}
    row["case"] = line.trust.cases[party][-1]
    return row | ({"words": keys.waiting(node, line, party)} if emergency else {})


def _told(rows: list[dict[str, Any]], as_json: bool, more: dict[str, Any]) -> None:
    if as_json:
        console.as_json({"changed": rows, **more})
        return
    lang = language()
    for row in rows:
        shown = row | {
            "line": row["line"][:12],
            "context": current().code("context", row["context"], lang),
            "case": text(f"keys.case.{row['case']}", lang),
        }
        console.err(text("keys.changed", lang, **{k: v for k, v in shown.items() if k != "words"}))
    for row in (row for row in rows if "words" in row):
        console.err(text("keys.next-emergency", lang) + f" ({current().code('context', row['context'], lang)})")
        _show_words(row["words"])
    for party, count in sorted(more.get("not_receipted", {}).items()):
        if count:
            console.err(text("keys.write-again", lang, party=party, count=count))
    if not rows:
        console.err(text("keys.none", lang))
    if "sheet" in more:
        console.err(text("keys.sheet", lang, path=more["sheet"]))
    console.err(text("keys.next", lang))


def _show_words(words: Mapping[str, Any]) -> None:
    for place, (number, en, zh) in enumerate(zip(words["numbers"], words["en"], words["zh"], strict=True), 1):
        console.err(f"  {place:2d}.  {en:<10}  {zh}   {number:4d}")


@click.command()
@recovery_option
@click.option("--sheet", type=click.Path(), required=True)
@output_option
@json_option
@click.pass_context
def roots(ctx: click.Context, recovery: str | None, sheet: str, output: str, as_json: bool) -> None:
    home = open_home(ctx)
    codes = _codes(recovery, NAMES)
    path = Path(sheet)
    begun = _codes(sheet, NAMES) if path.exists() and path.stat().st_size else None
    if begun is not None:  # written by a change that was stopped: its next roots are those to come
        codes = {c: codes[c] | {"later-roots": begun[c]["next-roots"]} for c in CONTEXTS}

    def keep(made: Mapping[str, Mapping[str, str]]) -> None:
        write_file(path, recovery_sheet(home.settings.party, made).encode("utf-8"))

    write = keep if begun is None else _nothing
    with Pair(home) as pair:
        done = rootkeys.change_roots(pair, codes, write)
        rows = [_row(pair, one, Path(output), emergency=False) for one in done]
    _told(rows, as_json, {"sheet": sheet})


_nothing: Callable[[Any], None] = lambda _made: None  # noqa: E731


@click.command()
@json_option
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    found = client(ctx).get("/v1/keys")
    if as_json:
        console.as_json(found)
        return
    lang = language()
    for member in found["members"]:
        key = "keys.member" if member["seq"] else "keys.first"
        at = utc(member["since"], lang) if member["since"] is not None else ""
        shown = {"party": member["party"], "seq": member["seq"], "fingerprint": member["roots"]}
        console.out(text(key, lang, at=at, **shown))
        if member["waits"]:
            console.out("  " + text("keys.waits", lang, party=member["party"]))


@click.command()
@click.argument("file")
@json_option
@click.pass_context
def take(ctx: click.Context, file: str, as_json: bool) -> None:
    data = read_file(file, 2 * MAX_STATEMENT)
    found = client(ctx).post("/v1/keys", {"succession": data.hex()})
    if as_json:
        console.as_json(found)
        return
    lang = language()
    key = "keys.waits" if found["waits"] else "keys.known" if found["known"] else "keys.taken"
    console.err(text(key, lang, party=found["party"], seq=found["seq"]))


@click.command()
@click.argument("party")
@click.option("--words-compared", is_flag=True)
@json_option
@click.pass_context
def compare(ctx: click.Context, party: str, words_compared: bool, as_json: bool) -> None:
    node = client(ctx)
    lang = language()
    words = node.get(f"/v1/keys/{party}")
    console.err(text("accept.compare", lang))
    _show_words(words)
    if not words_compared and not sys.stdin.isatty():
        raise Local("words-not-compared", party=party)
    same = words_compared or click.confirm(text("accept.ask", lang), default=False, err=True)
    done = node.post(f"/v1/keys/{party}", {"compared": True}) if same else None
    if as_json:
        console.as_json({**words, "taken": same})
    elif done is not None:
        console.err(text("keys.taken", lang, party=party, seq=done["seq"]))
    if not same:
        console.err(text("keys.not-taken", lang))
        ctx.exit(1)
