"""`case send`: on a line where there is one; else on paper and by mail, with what is signed and what is not said plainly."""

from __future__ import annotations

import datetime
import email.policy
import hashlib
import html
import json
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cases.case import Case, stamp
from detente.cases.clocks import rules
from detente.cases.draft import notice_draft
from detente.cli import console
from detente.cli.casework import book, case_of, file_option, known, me, now, who_option
from detente.cli.common import client, json_option, language, read_file, write_file
from detente.cli.messages import confirm
from detente.codec.errors import Local
from detente.codec.limits import MAX_MESSAGE
from detente.documents import Document, pdf
from detente.documents.model import Field, Grid, Written
from detente.locale import casepapers as papers
from detente.locale import text
from detente.node.casebook import ms

if TYPE_CHECKING:
    from detente.api.client import Client

WAIT = 15.0


@click.command()
@click.argument("id")
@click.option("--paper", type=click.Path(), default=None, metavar="FOLDER")
@click.option("--to", "address", default="", metavar="ADDRESS")
@click.option("--yes", is_flag=True)
@file_option
@who_option
@json_option
@click.pass_context
def send(
    ctx: click.Context,
    id: str,
    paper: str | None,
    address: str,
    yes: bool,
    file: str | None,
    who: str | None,
    as_json: bool,
) -> None:
    lang = language()
    with book(ctx, file) as opened:
        kept = opened.get(id)
        case = case_of(kept)
        draft = notice_draft(case, now())
        for rule, _ in rules(case, known(ctx, file)):
            console.err(text("send.rule", lang, name=rule.names[lang], say=rule.say[lang], section=rule.section))
        line = has_line(ctx)
        on_line = paper is None and line
        if paper is None and not on_line:
            raise Local("send-nowhere")
        if on_line:
            api = client(ctx)
            confirm(ctx, api, "notice", draft, yes)
            done = api.post("/v1/say", {"kind": "notice", "draft": draft, "wait": WAIT})
            body = {"name": done["reference"], "how": "line", "at": stamp(now()), "version": kept.version}
        else:
            assert paper is not None
            for label, value in cells(papers.notice_page(case, kept.id, "…", "unsigned", ms(now()), lang)):
                console.err(f"  {label}: {value}")
            if not yes and not click.confirm(text("send.confirm.paper", lang), default=False, err=True):
                console.err(text("notify.cancelled", lang))
                ctx.exit(1)
            sealer = client(ctx) if line else None
            done = packet(case, kept.id, draft, Path(paper), address, now(), lang, sealer)
            body = {"name": done["eml"], "how": "paper", "at": stamp(now()), "version": kept.version, **done}
        opened.enter(kept.id, "sent", body, me(who))
        if as_json:
            console.as_json({"how": body["how"], "name": body["name"], **({} if on_line else done)})
        elif on_line:
            console.err(text("send.said", lang, reference=done["reference"]))
        else:
            console.err(text("send.written", lang, folder=paper))
            if "pdf" not in done:
                console.err(text("send.without-pdf", lang))
            console.err(text("send.signed" if done["signed_by"] else "send.unsigned", lang, party=done["signed_by"]))


def has_line(ctx: click.Context) -> bool:
    """Whether the home that was named has a line to speak on."""
    root = ctx.find_root().obj
    if not root or not (Path(root) / "home.json").exists():
        return False
    return bool(client(ctx).get("/v1/status")["lines"])


def packet(
    case: Case,
    id: str,
    draft: dict[str, Any],
    folder: Path,
    address: str,
    at: datetime.datetime,
    lang: str,
    sealer: Client | None = None,
) -> dict[str, str]:
    """The notice as JSON, a page in both languages (PDF, HTML) and a mail that carries all; their names and the digest.

    With a line, the message is signed by the office's key beside it (`.cose`); the pages never are, and each says so. Without
    one nothing is signed: there is no key of an office. Where the package that makes a PDF is not installed, everything else
    is written: an incident does not wait for a package.
    """
    signed = sealer is not None
    message = {"detente": "case-notice", "v": 1, "id": id, "made": stamp(at), "signed": signed, "notice": draft}
    data = json.dumps(message, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    digest = hashlib.sha256(data).hexdigest()
    sealed = {} if sealer is None else sealer.post("/v1/paper/sign", {"data": data.hex()})
    party = str(sealed.get("party", ""))
    standing = "signed" if signed else "unsigned"
    page = papers.notice_page(case, id, digest, standing, ms(at), lang, party)
    said: dict[str, str] = {
        tongue: text(f"paper.standing.{standing}", tongue, digest=digest, party=party) for tongue in page.languages
    }
    files = {"json": data, "html": as_html(page, data, digest, said)}
    try:
        files["pdf"] = pdf.write(page)
    except Local as error:
        if error.code != "documents-missing":
            raise
    if signed:
        files["cose"] = bytes.fromhex(sealed["frame"])
    names = {kind: f"{id}.notice.{kind}" for kind in (*files, "eml")}
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in files.items():
        write_file(folder / names[kind], content)
    write_file(folder / names["eml"], mail(case, id, page, files, names, address, at, digest, said))
    return {**names, "digest": digest, "signed_by": party}


def as_html(page: Document, data: bytes, digest: str, said: dict[str, str]) -> bytes:
    """One file: the page in both languages, and the message itself inside it, byte for byte as base64."""
    import base64

    rows = []
    for label, value in cells(page):
        rows.append(f"<tr><th>{html.escape(label)}</th><td>{html.escape(value).replace(chr(10), '<br>')}</td></tr>")
    title = " ".join(f"{text('paper.title', lang)}" for lang in page.languages)
    standing = "<br>".join(html.escape(words) for words in said.values())
    reply = "<br>".join(html.escape(text("paper.reply", lang)) for lang in page.languages)
    body = (
        f'<!doctype html>\n<html lang="{page.languages[0]}"><meta charset="utf-8"><title>{html.escape(title)}</title>\n'
        "<style>body{font:15px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;"
        "width:100%}th,td{border:1px solid;padding:.4em;text-align:left;vertical-align:top}th{width:32%}"
        ".box{border:2px solid;padding:.6em;margin:1em 0;overflow-wrap:anywhere}</style>\n"
        f"<h1>{html.escape(title)}</h1>\n<table>{''.join(rows)}</table>\n<p class=box>{standing}</p>\n<p>{reply}</p>\n"
        f'<script type="application/json" id="notice" data-sha256="{digest}" data-encoding="base64">'
        f"{base64.b64encode(data).decode()}</script>\n</html>\n"
    )
    return body.encode("utf-8")


def cells(page: Document) -> list[tuple[str, str]]:
    """Labels and values of a page's grid, in its languages."""
    found = []
    for block in page.sheets[0].blocks:
        if isinstance(block, Grid):
            for field in (cell for row in block.rows for cell in row if isinstance(cell, Field)):
                label = " / ".join(dict.fromkeys(getattr(field.label, lang) for lang in page.languages))
                found.append((label, field.value.text if isinstance(field.value, Written) else ""))
    return found


def mail(
    case: Case,
    id: str,
    page: Document,
    files: dict[str, bytes],
    names: dict[str, str],
    address: str,
    at: datetime.datetime,
    digest: str,
    said: dict[str, str],
) -> bytes:
    """A mail ready to be opened in a mail program and sent from there: text in both languages, and the files."""
    made = EmailMessage(policy=email.policy.SMTP)
    title = " ".join(text("paper.title", lang) for lang in page.languages)
    made["Subject"] = f"{papers.MARK + ' ' if case.example else ''}{title} {id}"
    made["Date"] = at
    made["Message-ID"] = f"<{digest[:32]}@detente.invalid>"
    made["X-Unsent"] = "1"
    if address:
        made["To"] = address
    lines = [f"{label}: {value}" for label, value in cells(page)]
    lines += ["", *said.values()]
    lines += [text("paper.reply", lang) for lang in page.languages]
    made.set_content("\n".join(lines) + "\n")
    for kind in ("pdf", "html", "json", "cose"):
        if kind in files:
            above = "text" if kind == "html" else "application"
            made.add_attachment(files[kind], maintype=above, subtype=kind, filename=names[kind])
    return made.as_bytes()


@click.command()
@click.argument("path", type=click.Path())
@json_option
@click.pass_context
def verify(ctx: click.Context, path: str, as_json: bool) -> None:
    """A signed notice on paper, checked against the offices of our line."""
    lang = language()
    found = client(ctx).post("/v1/paper/check", {"frame": read_file(path, 2 * MAX_MESSAGE).hex()})
    if as_json:
        console.as_json(found)
        return
    console.out(found["message"].rstrip())
    console.err(text("case.verified", lang, party=found["party"], digest=found["digest"]))
