"""What commands on homework share: the file it is kept in, who it is of, where pages go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from detente.cli import console
from detente.cli.common import json_option, lang_option, language, read_file, write_file
from detente.codec.errors import DetenteError, Local
from detente.documents import Document
from detente.locale import text
from detente.locale.errors import explain
from detente.node.homework import open_homework, place
from detente.store.homework import Homework, Kept

S = TypeVar("S")
file_option = click.option("--file", "file", type=click.Path(), help="FILE")
party_option = click.option("--party", default=None, metavar="NAME")


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where a page goes besides the terminal."""
    for name in ("--docx", "--pdf", "--html"):
        command = click.option(name, type=click.Path(dir_okay=False))(command)
    return click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4")(command)


def homework_path(ctx: click.Context, file: str | None) -> Path:
    return Path(file) if file else place(ctx.find_root().obj)


def kept_rows(ctx: click.Context, file: str | None, subject: str) -> dict[str, Kept]:
    """What this side has kept of a subject, by name; nothing where there is no homework yet, and none is made by looking."""
    if not homework_path(ctx, file).exists():
        return {}
    with homework(ctx, file, create=False) as opened:
        return opened.counting(subject)


def compare_options(command: Callable[..., Any], least: bool = True) -> Callable[..., Any]:
    """Two sheets, or one beside what is kept here (or, with `least` false, that alone); where the page goes."""
    for option in (click.pass_context, lang_option, json_option, file_option, page_options, party_option):
        command = option(command)
    command = click.option("--example", is_flag=True)(command)
    return click.argument("sheets", nargs=-1, required=least, type=click.Path())(command)


def sheets_of(paths: tuple[str, ...], read: Callable[[bytes], S], most: int) -> list[S]:
    """One or two sheets from files."""
    if len(paths) > 2:
        raise click.UsageError(text("cards.two-sheets", language()))
    return [read(read_file(path, most)) for path in paths]


@contextmanager
def homework(ctx: click.Context, file: str | None, create: bool = True) -> Iterator[Homework]:
    """The file, closed whatever happens."""
    opened = open_homework(homework_path(ctx, file), create=create)
    try:
        yield opened
    finally:
        opened.close()


def of_home(ctx: click.Context, name: str) -> str | None:
    """A setting of the home, where there is one: its party, its language."""
    root = ctx.find_root().obj
    try:
        said = json.loads((Path(root) / "home.json").read_text("utf-8"))[name] if root else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return said if isinstance(said, str) else None


def party_of(ctx: click.Context, party: str | None) -> str:
    """--party, or the home's. `Local("party-unnamed")` when there is neither."""
    said = party or of_home(ctx, "party")
    if not said:
        raise Local("party-unnamed")
    return said


def tell(error: DetenteError) -> None:
    """A mistake in a file that affects nothing else: said, and gone on."""
    what, safe, then = explain(error.code, error.values, language())
    console.err(text("cli.error", language(), what=what, safe=safe, next=then))


def write_pages(
    html: str | None, pdf: str | None, docx: str | None, page: Callable[[], str], document: Callable[[], Document]
) -> bool:
    """Every page that was asked for; whether any was."""
    if html:
        write_file(Path(html), page().encode())
    if pdf:
        from detente.documents import pdf as pdf_of

        write_file(Path(pdf), pdf_of.write(document()))
    if docx:
        from detente.documents import docx as docx_of

        write_file(Path(docx), docx_of.write(document()))
    made = [path for path in (html, pdf, docx) if path]
    for path in made:
        console.err(text("homework.written", language(), path=path))
    return bool(made)


def resolve(typed: str, codes: list[str], code: str = "") -> str:
    """A code of `codes`, or any beginning that only one of them has. `Local("word-none")` otherwise."""
    wanted = typed.strip().lower()
    fit = [one for one in codes if one.startswith(wanted)] if wanted else []
    exact = [one for one in fit if one == wanted]
    if len(exact or fit) == 1:
        return (exact or fit)[0]
    near = fit or [one for one in codes if wanted and any(part in one for part in wanted.split("-") if len(part) > 3)]
    raise Local("word-none", word=typed[:64], like=near[:6] or codes[:6])
