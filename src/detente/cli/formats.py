"""`detente formats`: the annex of formats as files; one message, or a draft, on its form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from detente.cli import console
from detente.cli.common import client, json_option, language, name_in, write_file
from detente.cli.drafts import read_draft
from detente.codec.errors import Local
from detente.codec.shape import to_plain
from detente.locale import text
from detente.node.compose import sections_of

if TYPE_CHECKING:
    from detente.annex.forms import Form
    from detente.annex.paper import Head
    from detente.annex.places import Filled
    from detente.api.client import Client
    from detente.documents import Document
    from detente.documents.model import Languages, Paper

NOW = 1_796_119_200_000  # ms UTC, 2026-12-01 10:00: an example does not change with the day
ORDERS: dict[str, Languages] = {"en": ("en", "zh"), "zh": ("zh", "en")}
# Which kind a form that carries several shows in its example.
SHOWN = {"F5": "read-back"}


@click.command()
@click.argument("form", nargs=-1)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("build/formats"), show_default=True
)
@click.option("--blank", is_flag=True)
@click.option("--example", is_flag=True)
@click.option("--message")
@click.option("--draft", type=click.Path(allow_dash=True))
@click.option("--kind")
@click.option(
    "--examples", type=click.Path(file_okay=False, path_type=Path), default=Path("examples"), show_default=True
)
@click.option("--first", type=click.Choice(["en", "zh"]))
@click.option("--paper", type=click.Choice(["a4", "letter"]))
@click.option("--as", "written", type=click.Choice(["pdf", "docx"]))
@json_option
@click.pass_context
def formats(
    ctx: click.Context, /, form: tuple[str, ...], out: Path, written: str | None, as_json: bool, **asked: Any
) -> None:
    from detente.annex.forms import TABLE

    for number in form:
        if number not in TABLE:
            raise Local("form-unknown", form=number, forms=", ".join(TABLE))
    if asked["message"] and asked["draft"]:
        raise click.UsageError(text("formats.one-of-both", language()))
    made: list[str] = []
    for name, document in _documents(ctx, form, asked):
        for suffix in (written,) if written else ("pdf", "docx"):
            path = out / document.paper / f"{name}.{'-'.join(document.languages)}.{suffix}"
            save(document, path)
            made.append(path.as_posix())
    if as_json:
        console.as_json({"files": made})
        return
    console.err(text("formats.made", language(), count=len(made), out=out.as_posix()))


def save(document: Document, path: Path) -> None:
    """By the end of its name: `.docx`, or PDF."""
    from detente.documents import docx, pdf

    write_file(path, docx.write(document) if path.suffix == ".docx" else pdf.write(document))


def _documents(ctx: click.Context, numbers: tuple[str, ...], asked: dict[str, Any]) -> Iterator[tuple[str, Document]]:
    from detente.annex import build
    from detente.annex.forms import TABLE

    papers: tuple[Paper, ...] = (asked["paper"],) if asked["paper"] else ("a4", "letter")
    orders = [asked["first"]] if asked["first"] else list(ORDERS)
    if asked["message"] or asked["draft"]:
        form, head, filled = _one(ctx, numbers, asked)
        for first in orders[:1]:
            yield (
                f"{form.number}-{head.number or head.kind}",
                build.document(form, head, filled, "", ORDERS[first], papers[0]),
            )
        return
    both = asked["blank"] == asked["example"]
    for paper in papers:
        for first in orders:
            examples = {}
            for number in numbers or TABLE:
                form = TABLE[number]
                if both or asked["blank"]:
                    yield f"{number}-{form.kinds[0]}", build.document(form, languages=ORDERS[first], paper=paper)
                if both or asked["example"]:
                    head, filled = examples[number] = example(form, asked["examples"], first)
                    made = build.document(form, head, filled, build.MARK, ORDERS[first], paper)
                    yield f"{number}-{form.kinds[0]}.example", made
            if not numbers:
                yield "annex", build.whole(examples, ORDERS[first], paper)


def example(form: Form, folder: Path, first: str) -> tuple[Head, Filled]:
    """What the examples say, read as any draft is read; in the language printed first where there are two."""
    from detente.annex.paper import Head

    kind = SHOWN.get(form.number, form.kinds[0])
    own = folder / "forms" / f"{kind}.{first}.yaml"
    path = own if own.exists() else folder / "kinds" / f"{kind}.yaml"
    sections, wanted = sections_of(kind, read_draft(str(path)), NOW)
    head = Head(
        kind, wanted, "heron", "otter", "heron-7", "EXAMPLE 示例", "exercise", "2026-12-01 10:00 UTC", *_about(kind)
    )
    return head, {name: to_plain(value) for name, value in sections.items()}


def _about(kind: str) -> tuple[str, str]:
    """`re` and `thread` of an example, for the kinds that need them."""
    from detente.kinds import LATEST

    one = LATEST[kind]
    return ("otter-4" if one.names == "one" or one.replies else ""), ("heron-2" if one.thread else "")


def _one(ctx: click.Context, numbers: tuple[str, ...], asked: dict[str, Any]) -> tuple[Form, Head, Filled]:
    from detente.annex.forms import TABLE
    from detente.annex.message import form_of
    from detente.annex.paper import Head
    from detente.node.node import clock

    if asked["message"]:
        form, head, filled = of_message(client(ctx), asked["message"])
    else:
        kind = asked["kind"] or (TABLE[numbers[0]].kinds[0] if numbers else "notice")
        form = form_of(kind)
        sections, wanted = sections_of(kind, read_draft(asked["draft"]), clock())
        head, filled = Head(kind, wanted), {name: to_plain(value) for name, value in sections.items()}
    if numbers and numbers != (form.number,):
        raise Local("form-other", form=numbers[0], kind=head.kind, right=form.number)
    return form, head, filled


def of_message(api: Client, name: str) -> tuple[Form, Head, Filled]:
    """A message of the record and the form it goes on."""
    from detente.annex.message import filled, form_of, head_of

    said = api.get(f"/v1/messages/{quote(name, safe='')}")
    sections = filled(said)
    form = form_of(said["kind"])
    line = api.get("/v1/status")["lines"][0]
    if said["content"].get("thread"):
        said["matter"] = api.get(f"/v1/matters/{quote(name, safe='')}")
    members = [member["party"] for member in line["members"]]
    called = line["terms"]["name"]
    names = line["terms"].get("members", {})
    spoken = " ".join(dict.fromkeys(name_in(called, one) for one in ("en", "zh")))
    return form, head_of(said, names, members, spoken), sections


def show_on_form(api: Client, name: str, path: Path) -> None:
    """`detente show NAME --form FILE`: in the order of the office's own language, on A4."""
    from detente.annex import build

    form, head, filled = of_message(api, name)
    save(
        build.document(form, head, filled, "", ORDERS["zh" if api.home.settings.language == "zh" else "en"], "a4"), path
    )
