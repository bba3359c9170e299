"""What commands on cases share: the book, who writes, the regimes, reading JSON, and the page's last line."""

from __future__ import annotations

import datetime
import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from detente.cases.case import Case, disorder, unread
from detente.cases.regime import Any_
from detente.cli import console
from detente.cli.common import language, read_file
from detente.codec.errors import Local
from detente.codec.limits import MAX_MESSAGE
from detente.locale import cases as said
from detente.locale import text
from detente.locale.errors import explain
from detente.node.casebook import case_of as case_of
from detente.node.casebook import of_ms, open_book, place, regimes, typed
from detente.node.casebook import rows_of as rows_of
from detente.node.node import clock
from detente.store.book import Book

file_option = click.option("--file", "file", type=click.Path(), help="FILE")
who_option = click.option("--who", default=None, help="NAME")
at_option = click.option("--at", "at", default=None, metavar="TIME")


def book_path(ctx: click.Context, file: str | None) -> Path:
    return Path(file) if file else place(ctx.find_root().obj)


@contextmanager
def book(ctx: click.Context, file: str | None, create: bool = True) -> Iterator[Book]:
    """The book, closed whatever happens."""
    opened = open_book(book_path(ctx, file), create=create)
    try:
        yield opened
    finally:
        opened.close()


def me(who: str | None) -> str:
    """Who writes, kept beside every row: --who, or this user's name on this machine. It signs nothing."""
    if who:
        return who[:80]
    try:
        return getpass.getuser()[:80]
    except (OSError, KeyError, ImportError):
        return "-"


def now() -> datetime.datetime:
    return of_ms(clock())


def at_of(at: str | None) -> datetime.datetime:
    return now() if at is None else typed(at, now(), "at")


def known(ctx: click.Context, file: str | None) -> dict[str, Any_]:
    """Regimes that count here. A file with a mistake is named with its line, on standard error, and affects nothing else."""
    found, wrong, _ = regimes(book_path(ctx, file).parent / "regimes")
    for error in wrong:
        what, safe, then = explain(error.code, error.values, language())
        console.err(text("cli.error", language(), what=what, safe=safe, next=then))
    return found


def read_json(path: str) -> dict[str, Any]:
    """A JSON object from a file or standard input. `Local("case-json")` otherwise."""
    data = read_file(path, MAX_MESSAGE)
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Local("case-json", path=path, why=str(error)[:120]) from error
    if not isinstance(value, dict):
        raise Local("case-json", path=path, why=type(value).__name__)
    return value


def remarks(case: Case, lang: str) -> list[str]:
    """What a person should look at again: times that cannot all be right, words that no rule reads."""
    found = said.faults(disorder(case, now()), lang)
    strange = unread(case)
    if strange:
        found.append(text("case.unread", lang, words=said.joined(strange, lang)))
    return found


def reminder(out: Callable[[str], None], lang: str) -> None:
    out(text("case.reminder", lang))
