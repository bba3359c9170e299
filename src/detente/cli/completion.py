"""`detente completion bash|zsh|fish`: the option parser's own script, to be read by the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from detente.cli import console

VARIABLE = "_DETENTE_COMPLETE"  # what click looks for when it is run under the name `detente`


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    made = get_completion_class(shell)
    assert made is not None
    console.out(made.source_template % made(ctx.find_root().command, {}, "detente", VARIABLE).source_vars())
