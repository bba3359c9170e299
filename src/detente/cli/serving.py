"""`detente serve`: the node, and beside it the desk for officers' browsers where a port is asked for."""

from __future__ import annotations

import asyncio
import re
import socket
from typing import Any

import click

from detente.api.serve import Beside
from detente.api.serve import serve as serving
from detente.cli import console
from detente.cli.common import json_option, language, open_home
from detente.codec.errors import Local
from detente.locale import text
from detente.vocabulary import current

_ORIGIN = re.compile(r"https?://[a-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?\Z", re.ASCII)


@click.command()
@click.argument("path", required=False)
@click.option("--fd", type=int, default=None, help="listening socket to take over")
@click.option("--desk", "port", type=click.IntRange(0, 65535), default=None)
@click.option("--desk-origin", "origin", default=None)
@json_option
@click.pass_context
def serve(
    ctx: click.Context, path: str | None, fd: int | None, port: int | None, origin: str | None, as_json: bool
) -> None:
    if path:
        ctx.find_root().obj = path
    home = open_home(ctx)
    lang = language()
    beside = None if port is None else desk(port, origin)

    def ready(state: dict[str, Any]) -> None:
        host, port = state["listening"]
        if as_json:
            console.as_json(state)
            return
        context = current().code("context", home.settings.context, lang)
        known = {"party": state["party"], "host": host, "port": port, "context": context, "lines": state["lines"]}
        console.err(text("serve.ready", lang, **known))
        if "desk" in state:
            console.err(text("serve.desk", lang, url=state["desk"]))

    asyncio.run(serving(home, fd, ready, beside))
    console.err(text("serve.stopped", lang))


def desk(port: int, origin: str | None) -> Beside:
    """A listener on loopback (0: a port the system chooses) and the console for it. `origin`: what stands before it, if
    anything does: a proxy that ends TLS. `Local("extra-missing")`, `Local("listen-failed")`, `Local("desk-origin")`.
    """
    try:
        from detente.desk.app import Console
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("detente"):
            raise
        raise Local("extra-missing", extra="desk", package="detente[desk]") from error
    if origin is not None and not _ORIGIN.match(origin):
        raise Local("desk-origin", value=origin[:80])
    try:
        made = socket.create_server(("127.0.0.1", port), backlog=128)
    except OSError as error:
        raise Local("listen-failed", host="127.0.0.1", port=port, why=error.strerror) from error
    # Made anew of its descriptor it knows that it speaks TCP, and asyncio sends what is written at once (TCP_NODELAY).
    listener = socket.socket(fileno=made.detach())
    chosen = listener.getsockname()[1]
    # Passkeys are bound to a name, never to an address: so the desk is `localhost`, and the address works beside it.
    known = (f"http://localhost:{chosen}", f"http://127.0.0.1:{chosen}")
    origins = known if origin is None else (origin, *known)
    return Beside(listener, lambda api: Console(api, origins), f"{origins[0]}/")
