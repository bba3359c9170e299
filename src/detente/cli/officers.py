"""`detente desk officer|ceiling|log`: who may sign in at the desk, what its node is approved to hold, and what was done there.

Run by whoever may read the home: the administrator of the machine. A password is asked for at a terminal, or read as one line
from standard input; it is never an argument, where others would see it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import click

from detente.cli import console
from detente.cli.common import json_option, lang_option, language, open_home
from detente.codec.errors import Local
from detente.kinds import LATEST
from detente.locale import LANGUAGES, text
from detente.locale.inbox import act, acted_on
from detente.locale.times import utc
from detente.node.node import clock
from detente.node.say import NOT_SAID_SO
from detente.store.officers import ALONE, KEPT_DAYS, NAME, RELEASE_TWO, ROLES, Officers
from detente.vocabulary import current

MOST_LINE = 1024
RELEASED = {name for name, kind in LATEST.items() if not kind.machine} - NOT_SAID_SO - ALONE


@contextmanager
def _officers(ctx: click.Context) -> Iterator[Officers]:
    home = open_home(ctx)
    found = Officers(home.path / NAME, clock)
    try:
        yield found
    finally:
        found.close()


def _signing() -> ModuleType:
    """What hashes passwords, where it is installed. `Local("extra-missing")`."""
    try:
        from detente.desk import signing
    except ModuleNotFoundError as error:
        raise Local("extra-missing", extra="desk", package="detente[desk]") from error
    return signing


def _password(lang: str) -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt(
            text("officer.password", lang),
            hide_input=True,
            confirmation_prompt=text("officer.password-again", lang),
            err=True,
        )
        return asked
    return sys.stdin.readline(MOST_LINE).rstrip("\r\n")


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="officer", show_default=True)
@click.option("--language", "speaks", type=click.Choice(LANGUAGES), default=None)
@json_option
@lang_option
@click.pass_context
def add(ctx: click.Context, name: str, role: str, speaks: str | None, as_json: bool, lang: str | None) -> None:
    signing = _signing()
    signing.checked_name(name, role)
    with _officers(ctx) as officers:
        speaks = speaks or open_home(ctx).settings.language
        officers.add(name, role, speaks, signing.hashed(_password(language(lang))))
        officers.did("administrator", "officer-added", name)
    if as_json:
        console.as_json({"name": name, "role": role, "language": speaks})
    else:
        console.err(text("officer.added", language(lang), name=name))


@click.command()
@click.argument("name")
@json_option
@lang_option
@click.pass_context
def password(ctx: click.Context, name: str, as_json: bool, lang: str | None) -> None:
    signing = _signing()
    with _officers(ctx) as officers:
        officers.officer(name)
        officers.password(name, signing.hashed(_password(language(lang))))
        officers.did("administrator", "password-changed", name)
    _done("officer.changed", name, as_json, lang)


@click.command()
@click.argument("name")
@json_option
@lang_option
@click.pass_context
def close(ctx: click.Context, name: str, as_json: bool, lang: str | None) -> None:
    with _officers(ctx) as officers:
        officers.close_officer(name)
        officers.did("administrator", "officer-closed", name)
    _done("officer.closed", name, as_json, lang)


def _done(key: str, name: str, as_json: bool, lang: str | None) -> None:
    if as_json:
        console.as_json({"name": name})
    else:
        console.err(text(key, language(lang), name=name))


@click.command()
@json_option
@lang_option
@click.pass_context
def listed(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    with _officers(ctx) as officers:
        rows = [
            {
                "name": one.name,
                "role": one.role,
                "language": one.language,
                "added": one.added,
                "closed": one.closed,
                "passkeys": len(officers.passkeys(one.name)),
            }
            for one in officers.officers()
        ]
    if as_json:
        console.as_json({"officers": rows})
        return
    lang = language(lang)
    for row in rows:
        said = text("officer.row", lang, name=row["name"], role=text(f"officer.role.{row['role']}", lang))
        if row["closed"] is not None:
            said += text("officer.row-closed", lang, at=utc(int(str(row["closed"])), lang))
        console.out(said)
    if not rows:
        console.out(text("officer.none", lang))


@click.command()
@click.option("--en", "english", required=True)
@click.option("--zh", "chinese", required=True)
@json_option
@lang_option
@click.pass_context
def ceiling(ctx: click.Context, english: str, chinese: str, as_json: bool, lang: str | None) -> None:
    said = {"en": english.strip(), "zh": chinese.strip()}
    if any(not value or len(value) > 200 or not value.isprintable() for value in said.values()):
        raise Local("ceiling-text")
    with _officers(ctx) as officers:
        for tongue, value in said.items():
            officers.set(f"ceiling-{tongue}", value)
        officers.did("administrator", "ceiling-set", english.strip())
    if as_json:
        console.as_json(said)
    else:
        console.err(text("officer.ceiling", language(lang)))


@click.command()
@click.option("--two", "two", type=click.Choice(sorted(RELEASED)), multiple=True)
@click.option("--one", is_flag=True)
@json_option
@lang_option
@click.pass_context
def release(ctx: click.Context, two: tuple[str, ...], one: bool, as_json: bool, lang: str | None) -> None:
    """Kinds that a second person releases: set with --two, taken back with --one, and told."""
    with _officers(ctx) as officers:
        if two or one:
            officers.set(RELEASE_TWO, ",".join(sorted(set(two))))
            officers.did("administrator", "release-set", " ".join(sorted(set(two))))
        kinds = [kind for kind in officers.setting(RELEASE_TWO).split(",") if kind]
    lang = language(lang)
    if as_json:
        console.as_json({"two": kinds})
    elif kinds:
        named = text("list.separator", lang).join(current().code("kind", kind, lang) for kind in kinds)
        console.out(text("officer.release-two", lang, kinds=named))
    else:
        console.out(text("officer.release-one", lang))


@click.command()
@click.option("--newest", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--keep-days", type=click.IntRange(1, 36_500), default=None)
@click.option("--hold", type=click.Choice(["on", "off"]), default=None)
@json_option
@lang_option
@click.pass_context
def log(
    ctx: click.Context, newest: int, keep_days: int | None, hold: str | None, as_json: bool, lang: str | None
) -> None:
    with _officers(ctx) as officers:
        if keep_days is not None:
            officers.set("log-days", str(keep_days))
            officers.did("administrator", "log-days", str(keep_days))
        if hold is not None:
            officers.set("log-held", "1" if hold == "on" else "")
            officers.did("administrator", "log-held", hold)
        rows = officers.log(newest)
        days, held = int(officers.setting("log-days") or KEPT_DAYS), bool(officers.setting("log-held"))
    if as_json:
        console.as_json({"log": rows, "days": days, "held": held})
        return
    lang = language(lang)
    for row in rows:
        done = f"{act(row['act'], lang)}  {acted_on(row['act'], row['about'], lang)}"
        console.out(f"{utc(row['at'], lang)}  {row['officer']}  {done}".rstrip())
    console.err(text("officer.log-held" if held else "officer.log-kept", lang, days=days))
