"""What commands share: the home, the language, the client."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli import console
from detente.codec.errors import Damaged, Local
from detente.node.home import Home

if TYPE_CHECKING:
    from detente.api.client import Client

json_option = click.option("--json", "as_json", is_flag=True, help="JSON")
lang_option = click.option("--lang", type=click.Choice(["en", "zh"]), help="en | zh")


def home_path(ctx: click.Context) -> Path:
    """The home named by --home or DETENTE_HOME. `Local("home-unnamed")` when neither is there."""
    root = ctx.find_root().obj
    if not root:
        raise Local("home-unnamed")
    return Path(root)


def open_home(ctx: click.Context) -> Home:
    """The home; its language becomes this run's unless one was asked for."""
    home = Home.open(home_path(ctx))
    os.environ.setdefault("DETENTE_LANG", home.settings.language)
    return home


def client(ctx: click.Context) -> Client:
    from detente.api.client import Client

    return Client(open_home(ctx))


def language(lang: str | None = None) -> str:
    return lang or console.language()


def read_file(path: str, limit: int) -> bytes:
    """A file's bytes, or standard input for `-`; never more than `limit`."""
    try:
        if path == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise Local("file-missing", path=path) from error
    except OSError as error:
        raise Damaged("file-unreadable", path=path, why=error.strerror) from error
    if len(data) > limit:
        raise Damaged("file-too-large", path=path, limit=limit)
    return data


def write_file(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    from detente.node.home import write_private

    try:
        write_private(path, data)
    except OSError as error:
        raise Local("file-unwritable", path=str(path), why=error.strerror) from error


def name_in(names: Mapping[Any, Any], lang: str) -> str:
    return str(names.get(lang) or names.get("en") or "")
