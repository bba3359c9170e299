"""`case backup` and `case restore`: the book alone in one encrypted file, for a desk without a home."""

from __future__ import annotations

import os
from pathlib import Path

import click

from detente.cli import console
from detente.cli.casework import book_path, file_option
from detente.cli.common import language, write_file
from detente.cli.safekeeping import asked, read_code, write_parts
from detente.codec.errors import Local
from detente.crypto.keystore import ENTROPY_SIZE, parse_recovery_code, recovery_code
from detente.locale import text
from detente.node import bookback
from detente.node.home import sync_directory


@click.command()
@click.argument("path")
@click.option("--code-file", type=click.Path(), default=None)
@file_option
@click.pass_context
def backup(ctx: click.Context, path: str, code_file: str | None, file: str | None) -> None:
    lang = language()
    to = Path(path)
    if to.exists():
        raise Local("backup-exists", path=path)
    kept = code_file is not None and Path(code_file).exists()
    code = read_code(code_file) if kept and code_file else recovery_code(os.urandom(ENTROPY_SIZE))
    if code_file and not kept:  # before the file it opens
        write_file(Path(code_file), f"{code}\n".encode())
    part = to.with_name(to.name + ".part")
    entropy = parse_recovery_code(code)
    try:
        write_parts(part, bookback.sealed(book_path(ctx, file), entropy))
        bookback.check(part, entropy)  # as putting it back would read it
        os.replace(part, to)
        sync_directory(to.absolute().parent)
    except OSError as error:
        raise Local("file-unwritable", path=path, why=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)
    console.err(text("case.backup.done", lang, path=path, size=to.stat().st_size))
    if code_file:
        console.err(text("backup.code-file", lang, path=code_file))
    else:
        console.err(text("backup.code", lang))
        console.err(f"\n    {code}\n")


@click.command()
@click.argument("path")
@click.option("--code-file", type=click.Path(), default=None)
@file_option
@click.pass_context
def restore(ctx: click.Context, path: str, code_file: str | None, file: str | None) -> None:
    lang = language()
    to = book_path(ctx, file)
    bookback.room_for(to)  # before anybody types a code
    if not Path(path).exists():
        raise Local("file-missing", path=path)
    bookback.restore(Path(path), to, parse_recovery_code(read_code(code_file) if code_file else asked(lang)))
    console.err(text("case.restore.done", lang, path=str(to)))
