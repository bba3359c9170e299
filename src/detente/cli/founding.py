"""Commands that found a line: init, introduce, accept, terms draft, terms sign, terms show."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

from detente.cli import console
from detente.cli.common import home_path, json_option, language, name_in, open_home, read_file, write_file
from detente.codec.cbor import decode
from detente.codec.cose import parse
from detente.codec.errors import Local
from detente.codec.limits import MAX_FOUNDING, MAX_STATEMENT
from detente.codec.shape import pack, readable
from detente.codec.text import clean_text
from detente.line.founding import Founding, field_values, merge_founding, missing, read_founding, terms_of
from detente.locale import text
from detente.locale.render import party_name
from detente.locale.times import span, utc
from detente.node import found
from detente.node.home import Listen
from detente.node.node import DAY, clock
from detente.trust.disclosure import PARTIES_ONLY, RULES, rule_of
from detente.trust.statements import line_id, roots_digest
from detente.trust.words import as_words
from detente.vocabulary import current


@click.command()
@click.argument("path", required=False)
@click.option("--party", required=True, help="a-z 0-9 -")
@click.option("--name-en", required=True)
@click.option("--name-zh", required=True)
@click.option("--language", "home_language", type=click.Choice(["en", "zh"]), required=True)
@click.option("--listen", default="127.0.0.1:8440", show_default=True, help="HOST:PORT")
@click.option("--exercise-listen", default=None, help="HOST:PORT")
@click.option("--address", default=None, help="https://HOST:PORT")
@click.option("--exercise-address", default=None, help="https://HOST:PORT")
@click.option("--sheet", type=click.Path(), default=None)
@json_option
@click.pass_context
def init(
    ctx: click.Context,
    path: str | None,
    party: str,
    name_en: str,
    name_zh: str,
    home_language: str,
    listen: str,
    exercise_listen: str | None,
    address: str | None,
    exercise_address: str | None,
    sheet: str | None,
    as_json: bool,
) -> None:
    where = Path(path) if path else home_path(ctx)
    if not re.fullmatch(r"[a-z0-9-]{1,32}", party):
        raise Local("party-name", party=party)
    live = _listen(listen, address)
    exercise = _listen(exercise_listen or f"{live.host}:{live.port + 1}", None)
    if exercise_address or address:  # the same host as others are told, unless another is named
        told = exercise_address or f"{live.address.rpartition(':')[0]}:{exercise.port}"
        exercise = Listen(exercise.host, exercise.port, told)
    names: dict[Literal["en", "zh"], str] = {"en": clean_text(name_en), "zh": clean_text(name_zh)}
    listens = {"live": live, "exercise": exercise}
    sheet_path = Path(sheet) if sheet else where.with_name(where.name + "-recovery-sheet.txt")
    if sheet_path.exists():
        raise Local("sheet-exists", path=str(sheet_path))
    os.environ.setdefault("DETENTE_LANG", home_language)
    write_file(sheet_path, b"")  # before any key is made: a sheet that cannot be written would take the roots with it
    try:
        codes = found.init_pair(where, party, names, home_language, listens, os.urandom)
    except BaseException:
        sheet_path.unlink(missing_ok=True)
        raise
    write_file(sheet_path, recovery_sheet(party, codes).encode("utf-8"))
    if as_json:
        console.as_json({"party": party, "live": str(where), "exercise": f"{where}-exercise", "sheet": str(sheet_path)})
        return
    lang = language()
    console.err(text("init.done", lang, live=where, exercise=f"{where}-exercise", party=party))
    console.err(text("init.sheet", lang, path=sheet_path))
    console.err(text("init.next", lang))


def _listen(where: str, address: str | None) -> Listen:
    host, _, port = where.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise Local("listen-unreadable", value=where)
    return Listen(host, int(port), address or f"https://{host}:{port}")


def recovery_sheet(party: str, codes: Mapping[str, Mapping[str, str]]) -> str:
    """The recovery sheet, in both languages: it may be needed by somebody else, years later."""
    rows = []
    for lang in ("en", "zh"):
        rows += [text("sheet.title", lang), text("sheet.keep", lang), text("sheet.files", lang), ""]
    rows.append(f"party 参与方: {party}")
    for context in found.CONTEXTS:
        for name in ("roots", "next-roots"):
            label = " · ".join(
                text(f"sheet.{name}", lang, context=current().code("context", context, lang)) for lang in ("en", "zh")
            )
            rows += ["", label, f"{context} {name}: {codes[context][name]}"]
    return "\n".join(rows) + "\n"


def _codes(sheet: str | None) -> dict[str, str]:
    """The codes of the root keys: from a recovery sheet, or asked for on the terminal without showing them."""
    if sheet is None:
        return {c: click.prompt(f"{c} roots", hide_input=True) for c in found.CONTEXTS}
    words = read_file(sheet, MAX_STATEMENT).decode("utf-8", "replace")
    codes = dict(re.findall(r"^(live|exercise) roots: (.+)$", words, re.M))
    if set(codes) != set(found.CONTEXTS):
        raise Local("sheet-unreadable", path=sheet)
    return codes


@click.command()
@click.option("-o", "--output", type=click.Path(), default=None)
@click.pass_context
def introduce(ctx: click.Context, output: str | None) -> None:
    home = open_home(ctx)
    path = Path(output or f"{home.settings.party}-introduction.detente")
    write_file(path, found.own_introduction(home))
    console.err(text("introduce.done", language(), path=path))


@click.command()
@click.argument("file")
@click.option("--words-compared", is_flag=True)
@json_option
@click.pass_context
def accept(ctx: click.Context, file: str, words_compared: bool, as_json: bool) -> None:
    home = open_home(ctx)
    data = read_file(file, MAX_STATEMENT)
    introduction = found.read_introduction(home, data)
    numbers = found.words_to_compare(home, data)
    both = {lang: as_words(numbers, lang) for lang in ("en", "zh")}
    lang = language()
    console.err(text("accept.who", lang, party=introduction.party, name=name_in(introduction.names, lang)))
    console.err(text("accept.compare", lang))
    for place, (number, en, zh) in enumerate(zip(numbers, both["en"], both["zh"], strict=True), 1):
        console.err(f"  {place:2d}.  {en:<10}  {zh}   {number:4d}")
    if not words_compared and not sys.stdin.isatty():
        raise Local("words-not-compared", party=introduction.party)
    kept = words_compared or click.confirm(text("accept.ask", lang), default=False, err=True)
    if kept:
        found.accept(home, data)
    console.err(text("accept.kept" if kept else "accept.not-kept", lang, party=introduction.party))
    if as_json:
        console.as_json({"party": introduction.party, "numbers": numbers, **both, "kept": kept})
    if not kept:
        ctx.exit(1)


@click.command()
@click.option("--with", "members", multiple=True, required=True)
@click.option("--profile", type=click.Choice(["watch", "on-call", "office"]), required=True)
@click.option("--name-en", required=True)
@click.option("--name-zh", required=True)
@click.option(
    "--quotas",
    default=",".join(str(found.QUOTAS[wanted]) for wanted in "3210"),
    show_default=True,
    help="messages an hour: at once, within hours, within a working day, for information",
)
@click.option("--disclosure", type=click.Choice(RULES), default=PARTIES_ONLY, show_default=True)
@click.option("--sign-within", "days", type=click.IntRange(1, 365), default=30, show_default=True)
@click.option("-o", "--output", type=click.Path(), default="terms.detente", show_default=True)
@click.pass_context
def draft(
    ctx: click.Context,
    members: tuple[str, ...],
    profile: str,
    name_en: str,
    name_zh: str,
    quotas: str,
    disclosure: str,
    days: int,
    output: str,
) -> None:
    home = open_home(ctx)
    names = {"en": clean_text(name_en), "zh": clean_text(name_zh)}
    counts = re.fullmatch(r"(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})", quotas, re.ASCII)
    if counts is None or int(counts[4]) < 1:
        raise Local("quotas-unreadable", value=quotas)
    hourly = {wanted: int(count) for wanted, count in zip("3210", counts.groups(), strict=True)}
    founding = found.draft(home, list(members), profile, names, clock() + days * DAY, os.urandom, hourly, disclosure)
    write_file(Path(output), pack(founding))
    console.err(text("terms.drafted", language(), path=output))


@click.command()
@click.argument("file")
@click.option("--recovery", type=click.Path(), default=None)
@json_option
@click.pass_context
def sign(ctx: click.Context, file: str, recovery: str | None, as_json: bool) -> None:
    home = open_home(ctx)
    founding = read_founding(read_file(file, MAX_FOUNDING))
    lang = language()
    with found.Pair(home) as pair:
        if home.settings.party in missing(founding):
            founding = pair.sign(founding, _codes(recovery))
            write_file(Path(file), pack(founding))
        waiting = missing(founding)
        if not waiting:
            pair.found(founding)
    line = line_id(parse(founding.lines["live"].terms).payload).hex()
    if as_json:
        console.as_json({"line": line, "missing": waiting, "founded": not waiting})
    elif waiting:
        console.err(text("terms.signed", lang, missing=", ".join(waiting), path=file))
    else:
        console.err(text("terms.founded", lang, line=line[:12], path=file))


@click.command()
@click.argument("files", nargs=-1, required=True)
@json_option
@click.pass_context
def show(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    founding = merge_founding([read_founding(read_file(file, MAX_FOUNDING)) for file in files])
    waiting = missing(founding)
    shown = {context: _terms(founding, context) for context in found.CONTEXTS}
    if as_json:
        console.as_json(readable({"missing": waiting, "lines": shown}))
        return
    lang = language()
    for context, terms in shown.items():
        console.out("\n".join(terms_rows(terms, context, lang)))
        console.out("")
    console.out(f"{text('terms.waiting', lang)}: {', '.join(waiting) or text('terms.nobody', lang)}")


def _terms(founding: Founding, context: str) -> dict[str, Any]:
    line = founding.lines[context]  # type: ignore[index]
    terms = terms_of(line)
    return {
        "line": line_id(parse(line.terms).payload),
        "members": sorted(terms.parties),
        "sign_by": terms.sign_by,
        "fingerprints": {party: roots_digest(member.roots) for party, member in terms.parties.items()},
        "fields": {n: decode(v, MAX_STATEMENT) for n, v in field_values(line.fields).items()},
    }


def terms_rows(terms: dict[str, Any], context: str, lang: str) -> list[str]:
    """Terms as lines of text."""
    words, fields = current(), terms["fields"]
    deadlines = fields["deadlines"]
    rows = [
        text("terms.context", lang, context=words.code("context", context, lang), line=terms["line"].hex()[:12]),
        f"  {text('terms.name', lang)}: {name_in(fields['name'], lang)}",
        f"  {text('terms.members', lang)}: {', '.join(party_name(p, fields['members'], lang) for p in terms['members'])}",
        f"  {text('terms.sign-by', lang)}: {utc(terms['sign_by'], lang)}",
        "  "
        + text(
            "terms.deadlines",
            lang,
            profile=text(f"terms.profile.{deadlines['profile']}", lang),
            over=text(f"terms.over.{deadlines['over']}", lang),
        ),
    ]
    for wanted in ("3", "2", "1", "0"):
        within = deadlines["acknowledge"].get(wanted)
        spelled = text("terms.no-time", lang) if within is None else span(within, lang)
        rows.append("    " + text("terms.ack", lang, wanted=words.code("wanted", wanted, lang), within=spelled))
    rows.append(
        f"  {text('terms.disclosure', lang)}: {text('terms.disclosure.' + rule_of(fields.get('disclosure')), lang)}"
    )
    counts = {w: fields.get("quotas", {}).get(w, text("terms.no-quota", lang)) for w in ("3", "2", "1", "0")}
    quotas = ", ".join(f"{words.code('wanted', w, lang)} {count}" for w, count in counts.items())
    rows.append(f"  {text('terms.quotas', lang)}: {quotas}")
    for party, key in sorted(terms["fingerprints"].items()):
        rows.append("  " + text("verify.fingerprint", lang, party=party, key=key.hex()))
    rows.append("  " + text("terms.nature", lang))
    return rows
