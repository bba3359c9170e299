"""Commands for what needs every member, and for showing the record: destroy, disclose, record export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, write_file
from detente.cli.messages import WAIT
from detente.cli.proofs import write_tiles
from detente.codec.errors import Local
from detente.locale import text
from detente.locale.render import section_name
from detente.locale.times import utc
from detente.vocabulary import current

LIST = "list"  # no reference is spelled so: those end in a number


@click.command()
@click.argument("name")
@click.argument("sections", nargs=-1)
@click.option("--reason", default="")
@click.option("--agree", is_flag=True)
@click.option("--decline", is_flag=True)
@click.option("--yes", is_flag=True)
@click.option("--wait", type=float, default=WAIT, show_default=True)
@json_option
@lang_option
@click.pass_context
def destroy(
    ctx: click.Context,
    name: str,
    sections: tuple[str, ...],
    reason: str,
    agree: bool,
    decline: bool,
    yes: bool,
    wait: float,
    as_json: bool,
    lang: str | None,
) -> None:
    api, lang = client(ctx), language(lang)
    if name == LIST:
        _list(api, "destruction", as_json, lang)
        return
    if bool(sections) + agree + decline != 1:
        raise Local("destroy-what")
    if sections or agree:
        for line in _warnings(api.get("/v1/proposals"), lang):
            console.err(line)
        if not yes and not click.confirm(text("destroy.confirm", lang), default=False, err=True):
            console.err(text("notify.cancelled", lang))
            ctx.exit(1)
    if sections:
        said = api.post("/v1/destroy", {"name": name, "sections": list(sections), "reason": reason, "wait": wait})
    else:
        said = api.post("/v1/consent", {"name": name, "agreed": agree, "wait": wait})
    if as_json:
        console.as_json(said)
        return
    key = "destroy.proposed" if sections else "consent.agreed" if agree else "consent.declined"
    console.err(text(key, lang, reference=said["reference"], at=utc(said["said_at"], lang)))
    for row in api.get("/v1/proposals")["proposals"]:
        if row["kind"] == "destruction" and name in (row["reference"], *row["about"]):
            console.err(_stands(row, lang))


@click.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--to", default="")
@click.option("--reason", default="")
@click.option("--withhold", default="", help="system,measures")
@click.option("--agree", is_flag=True)
@click.option("--decline", is_flag=True)
@click.option("--wait", type=float, default=WAIT, show_default=True)
@json_option
@lang_option
@click.pass_context
def disclose(
    ctx: click.Context,
    names: tuple[str, ...],
    to: str,
    reason: str,
    withhold: str,
    agree: bool,
    decline: bool,
    wait: float,
    as_json: bool,
    lang: str | None,
) -> None:
    api, lang = client(ctx), language(lang)
    if names == (LIST,):
        _list(api, "disclosure", as_json, lang)
        return
    if agree or decline:
        if agree == decline or len(names) != 1:
            raise Local("destroy-what")
        said = api.post("/v1/consent", {"name": names[0], "agreed": agree, "wait": wait})
    else:
        asked = {"names": list(names), "withhold": withhold, "to": to, "reason": reason, "wait": wait}
        said = api.post("/v1/disclose", asked)
    if as_json:
        console.as_json(said)
        return
    key = "consent.agreed" if agree else "consent.declined" if decline else "disclose.asked"
    console.err(text(key, lang, reference=said["reference"], at=utc(said["said_at"], lang)))


@click.command()
@click.option("-o", "--output", type=click.Path(), default=None)
@click.option("--tiles", type=click.Path(file_okay=False), default=None)
@click.option("--only", default="", help="heron-2")
@click.option("--withhold", default="", help="system,measures")
@click.option("--for", "audience", type=click.Choice(["members", "outside"]), default="members", show_default=True)
@click.option("--under", default="", help="heron-7")
@click.option("--unilateral", default="")
@click.option("--to", default="")
@json_option
@click.pass_context
def export(
    ctx: click.Context,
    output: str | None,
    tiles: str | None,
    only: str,
    withhold: str,
    audience: str,
    under: str,
    unilateral: str,
    to: str,
    as_json: bool,
) -> None:
    if (output is None) == (tiles is None):
        raise Local("export-where")
    if tiles is not None:
        if only or withhold or under or unilateral or to or audience != "members":
            raise Local("export-tiles-alone")
        write_tiles(ctx, Path(tiles), as_json)
        return
    assert output is not None
    if audience == "members" and (under or unilateral or to):
        raise Local("disclosure-for-members")
    api, lang = client(ctx), language()
    asked = {"only": only, "withhold": withhold, "for": audience, "under": under, "unilateral": unilateral, "to": to}
    data = api.made("/v1/show", asked)
    write_file(Path(output), data)
    if as_json:
        console.as_json({"file": output, "size": len(data)})
        return
    console.err(text("record.exported", lang, path=output, size=len(data)))
    if unilateral:
        console.err(text("record.unilateral", lang))
    elif audience == "outside":
        console.err(text("record.by-rule", lang))


def _list(api: Any, kind: str, as_json: bool, lang: str) -> None:
    found = api.get("/v1/proposals")
    rows = [row for row in found["proposals"] if row["kind"] == kind]
    if as_json:
        console.as_json({**found, "proposals": rows})
        return
    if not rows:
        console.out(text("proposals.none", lang))
    for row in rows:
        about = text("list.separator", lang).join(row["about"]) or text("proposals.record", lang)
        sections = text("list.separator", lang).join(section_name(name, current(), lang) for name in row["sections"])
        at = utc(row["said_at"], lang)
        console.out(text("proposals.row", lang, reference=row["reference"], at=at, about=about, sections=sections))
        console.out("  " + _stands(row, lang))
        for party, said_at in sorted(row["destroyed"].items()):
            console.out("  " + text("proposals.done", lang, party=party, at=utc(said_at, lang)))
    if kind == "destruction":
        for line in _warnings(found, lang):
            console.out(line)


def _stands(row: dict[str, Any], lang: str) -> str:
    """How a proposal stands, in one sentence, and whose answer crossed it."""
    separator = text("list.separator", lang)
    values = {
        "at": utc(row["agreed_at"], lang),
        "parties": separator.join(sorted(row["declined"]) if row["state"] == "declined" else row["waiting_for"]),
    }
    shown = text(f"proposals.{row['kind']}.{row['state']}", lang, **values)
    if row["crossed"]:
        shown += text("proposals.crossed", lang, parties=separator.join(row["crossed"]))
    return shown


def _warnings(found: dict[str, Any], lang: str) -> list[str]:
    """What erasing does not reach, by name as far as this home knows it."""
    lines = [text("destroy.not-reached", lang)]
    if found["copies"]:
        lines.append(text("destroy.copies", lang, files=text("list.separator", lang).join(found["copies"])))
    if not found["scrubbed"]:
        lines.append(text("destroy.not-scrubbed", lang))
    return lines
