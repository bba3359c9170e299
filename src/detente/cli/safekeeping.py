"""`detente backup` and `detente restore`.

The code never stands on the command line, where other users of the machine could read it: it is shown once, or kept in a
file, or asked for without showing it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from detente.cli import console
from detente.cli.common import client, json_option, language, read_file, write_file
from detente.codec.errors import Local
from detente.codec.shape import readable
from detente.crypto.keystore import ENTROPY_SIZE, parse_recovery_code, recovery_code
from detente.locale import text
from detente.locale.times import utc
from detente.node.doctor import backed_up
from detente.node.home import Home, sync_directory
from detente.vocabulary import current

T = TypeVar("T")


@click.command()
@click.argument("file")
@click.option("--code-file", type=click.Path(), default=None)
@json_option
@click.pass_context
def backup(ctx: click.Context, file: str, code_file: str | None, as_json: bool) -> None:
    from detente.node.backup import check

    speaking = client(ctx)
    lang = language()
    held, size, code = keep(Path(file), code_file, speaking.backup, check)
    backed_up(speaking.home.path, held.made)
    if as_json:
        shown = {} if code_file else {"code": code}
        left = {"left_out": held.left_out} if held.left_out else {}
        console.as_json({"path": file, "size": size, "made": held.made, "context": held.context, **left, **shown})
        return
    console.err(text("backup.done", lang, path=file, size=size, **_whose(held, lang)))
    for name in held.left_out:
        console.err(text("backup.left-out", lang, name=name))
    tell_code(code, code_file, lang)


def keep(
    to: Path, code_file: str | None, parts: Callable[[str], Iterator[bytes]], check: Callable[[Path, bytes], T]
) -> tuple[T, int, str]:
    """A backup at `to`, made of `parts(code)` and read through by `check` before it has its name: what that says, the size in
    bytes, and the code. `Local("backup-exists")`, `Local("file-unwritable")`."""
    if to.exists():
        raise Local("backup-exists", path=str(to))
    kept = code_file is not None and Path(code_file).exists()
    code = read_code(code_file) if kept and code_file else recovery_code(os.urandom(ENTROPY_SIZE))
    if code_file and not kept:  # before the file it opens: a backup without its code is none
        write_file(Path(code_file), f"{code}\n".encode())
    part = to.with_name(to.name + ".part")
    try:
        _write(part, parts(code))
        held = check(part, parse_recovery_code(code))  # as a restore would read it
        os.replace(part, to)
        sync_directory(to.absolute().parent)
    except OSError as error:
        raise Local("file-unwritable", path=str(to), why=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)
    return held, to.stat().st_size, code


def tell_code(code: str, code_file: str | None, lang: str) -> None:
    """Where the code is, or the code, once."""
    if code_file:
        console.err(text("backup.code-file", lang, path=code_file))
    else:
        console.err(text("backup.code", lang))
        console.err(f"\n    {code}\n")


def code_of(path: str, code_file: str | None, lang: str) -> bytes:
    """The code for a backup that is there: from its file, or asked for. `Local("file-missing")` before anybody types one."""
    if not Path(path).exists():
        raise Local("file-missing", path=path)
    return parse_recovery_code(read_code(code_file) if code_file else asked(lang))


def _write(part: Path, parts: Iterator[bytes]) -> None:
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for data in parts:
            out.write(data)
        out.flush()
        os.fsync(out.fileno())


@click.command()
@click.argument("file")
@click.argument("path")
@click.option("--code-file", type=click.Path(), default=None)
@json_option
def restore(file: str, path: str, code_file: str | None, as_json: bool) -> None:
    from detente.node import backup as kept

    lang = language()
    kept.room_for(Path(path))  # before anybody types a code
    held = kept.restore(Path(file), Path(path), code_of(file, code_file, lang))
    home = Home.open(Path(path))
    os.environ.setdefault("DETENTE_LANG", home.settings.language)
    begun: dict[str, Any] = kept.begin(home)
    if as_json:
        console.as_json(
            readable({"home": path, "party": held.party, "context": held.context, "made": held.made, **begun})
        )
        return
    lang = language()
    console.err(text("restore.done", lang, path=path, **_whose(held, lang), **begun))
    console.err(text("restore.next", lang, path=path))
    for party in begun["unreachable"]:
        console.err(text("restore.unreachable", lang, party=party))


def _whose(held: Any, lang: str) -> dict[str, str]:
    words = current().code("context", held.context, lang)
    return {"party": held.party, "context": words, "made": utc(held.made, lang)}


def asked(lang: str) -> str:
    """The code, typed without showing it; from standard input where nobody can type."""
    if sys.stdin.isatty():
        return str(click.prompt(text("restore.ask", lang), hide_input=True, err=True))
    return read_code("-")


def read_code(path: str) -> str:
    return read_file(path, 4096).decode("utf-8", "replace").strip()
