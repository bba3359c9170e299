"""`case backup` and `case restore`: the book alone in one encrypted file, for a desk without a home."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli import console
from detente.cli.casework import book_path, file_option
from detente.cli.common import language
from detente.cli.safekeeping import code_of, keep, tell_code
from detente.crypto.keystore import parse_recovery_code
from detente.locale import text
from detente.node import bookback


@click.command()
@click.argument("path")
@click.option("--code-file", type=click.Path(), default=None)
@file_option
@click.pass_context
def backup(ctx: click.Context, path: str, code_file: str | None, file: str | None) -> None:
    lang, book = language(), book_path(ctx, file)
    _, size, code = keep(
        Path(path), code_file, lambda code: bookback.sealed(book, parse_recovery_code(code)), bookback.check
    )
    console.err(text("case.backup.done", lang, path=path, size=size))
    tell_code(code, code_file, lang)


@click.command()
@click.argument("path")
@click.option("--code-file", type=click.Path(), default=None)
@file_option
@click.pass_context
def restore(ctx: click.Context, path: str, code_file: str | None, file: str | None) -> None:
    lang = language()
    to = book_path(ctx, file)
    bookback.room_for(to)  # before anybody types a code
    bookback.restore(Path(path), to, code_of(path, code_file, lang))
    console.err(text("case.restore.done", lang, path=str(to)))
