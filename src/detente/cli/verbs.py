"""The commands that say something, one for each kind: `detente hold heron-2 --next-word-by +PT4H -m "…"`.

Their options are read off the kind's shapes, so that a command and what it sends cannot differ: each coded field is an option
with its codes, each time an option, and the author's words come with `-m`, from a file, or from standard input. A whole message
from elsewhere is a file in the shape of its kind (cli/drafts.py).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click
import msgspec

from detente.cli import messages  # by its own name: what is called like a verb here would stand before the verb
from detente.cli.common import client, json_option, lang_option, language
from detente.cli.drafts import read_draft
from detente.cli.wording import meant
from detente.codec.errors import Local
from detente.codec.limits import MAX_TEXT
from detente.kinds import LATEST
from detente.locale import text
from detente.node.drafting import DEFAULTS, bare, draft_of, fields, fixed
from detente.vocabulary import current

VERBS = {
    "advise": "advance-notice",
    "contact": "informal-contact",
    "inquire": "inquiry",
    "update": "update",
    "correct": "correction",
    "close": "close",
    "read-back": "read-back",
    "hold": "holding-reply",
    "decline": "decline",
    "explain": "explanation",
    "ask": "question",
    "answer": "answer",
    "followup": "follow-up",
    "confirm": "confirm-request",
    "assist": "assistance-request",
    "service": "service",
    "suspend": "suspend",
    "resume": "resume",
    "withdraw": "withdraw",
}
FLAGS = {"help": "assistance"}  # a field whose name every command has another use for
ASKED_BEFORE = ("withdraw", "suspend", "service")  # shown and confirmed first, as everything that opens a matter is


def _option(kind: str, name: str, of: msgspec.inspect.Type) -> click.Option:
    several = isinstance(of, msgspec.inspect.ListType)
    one = bare(of.item_type) if isinstance(of, msgspec.inspect.ListType) else of
    choice: click.ParamType[Any] = click.STRING
    if isinstance(one, msgspec.inspect.LiteralType):
        choice = click.Choice([str(value) for value in one.values])
    elif isinstance(one, msgspec.inspect.IntType) and name == "severity":
        choice = click.IntRange(0, 5)
    return click.Option(
        [f"--{FLAGS.get(name, name).replace('_', '-')}", name],
        type=choice,
        multiple=several,
        default=None if several else DEFAULTS.get(kind, {}).get(name),
        show_default=not several and name in DEFAULTS.get(kind, {}),
        help=current().field(name, language()),
    )


def _words(kind: str, message: str | None, lang: str) -> str | None:
    """What the author writes: as given, from standard input for `-`, or asked for at a terminal where the kind needs it."""
    if message == "-":
        data = sys.stdin.buffer.read(MAX_TEXT + 1)
        if len(data) > MAX_TEXT:
            raise Local("draft-too-long", limit=MAX_TEXT)
        try:
            return data.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            raise Local("draft-unreadable", path="-", why=f"byte {error.start}: not UTF-8") from error
    if message is None and "prose" in LATEST[kind].required and sys.stdin.isatty():
        asked: str = click.prompt(current().field("plain", lang), err=True)
        return asked
    return message


def command(verb: str) -> click.Command:
    """The command of a kind."""
    kind = VERBS[verb]
    known = LATEST[kind]
    named = known.names == "one" or known.thread
    params: list[click.Parameter] = []
    if known.names != "none" or known.thread:
        params.append(click.Argument(["name"], required=named))
    params += [
        click.Option(["-m", "--text", "message"], help=current().field("plain", language())),
        click.Option(["-f", "--file", "file"], type=click.Path(), help="JSON, YAML"),
        click.Option(["--wanted"], type=click.IntRange(0, 3), help=current().field("wanted", language())),
    ]
    if verb == "ask":
        params.append(click.Option(["--meant"], is_flag=True, help=text("cli.ask.meant", language())))
    offered = [(name, of) for _, name, of, needed in fields(kind) if not (needed and fixed(of) is not None)]
    params += [_option(kind, name, of) for name, of in offered]
    params += [
        click.Option(["--yes"], is_flag=True),
        click.Option(["--break-glass", "alone"], is_flag=True),
        click.Option(["--wait"], type=float, default=messages.WAIT, show_default=True),
    ]

    def run(**given: Any) -> None:
        _run(click.get_current_context(), kind, given)

    callback: Callable[..., None] = json_option(lang_option(run))
    made = click.command(verb)(callback)
    made.params = [*params, *made.params]
    return made


def _run(ctx: click.Context, kind: str, given: dict[str, Any]) -> None:
    api = client(ctx)
    lang = language(given.pop("lang"))
    if given["file"] is not None:
        draft = read_draft(given["file"])
    else:
        draft = draft_of(kind, api.home.settings.language, _words(kind, given["message"], lang), given)
    if given.get("meant"):
        draft = meant(api, given, draft, lang)
    if given["wanted"] is not None:
        draft["wanted"] = given["wanted"]
    if not given["yes"] and not given["as_json"] and sys.stdin.isatty():
        name = given.get("name")
        if (LATEST[kind].opens and name is None) or kind in ASKED_BEFORE or given.get("meant"):
            messages.confirm(ctx, api, kind, draft, yes=False)
    asked = {"kind": kind, "draft": draft, "name": given.get("name"), "wait": given["wait"], "alone": given["alone"]}
    said = api.post("/v1/say", asked)
    messages.told(api, said, given["as_json"])


def __getattr__(name: str) -> click.Command:
    """One command for each verb, made when it is asked for (cli/main.py looks them up by name)."""
    verb = name.replace("_", "-")
    if verb not in VERBS:
        raise AttributeError(name)
    return command(verb)
