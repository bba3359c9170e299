"""Errors for people: what happened, what is safe, what to do next, in the reader's language; with --json, one object."""

from __future__ import annotations

from detente.cli import console
from detente.cli.console import language
from detente.codec.shape import readable
from detente.locale import text
from detente.locale.errors import explain
from detente.node.disk import plain


def report(error: Exception, as_json: bool) -> int:
    """Print an error raised on purpose, or the disk's, and return its exit code; anything else is a defect: raised again."""
    found = plain(error)
    if found is None:
        raise error
    error = found
    what, safe, then = explain(error.code, error.values, language())
    if as_json:
        values = {
            name: readable(value) if isinstance(value, bytes) else str(value) for name, value in error.values.items()
        }
        console.as_json({"error": {"code": error.code, "values": values, "what": what, "safe": safe, "next": then}})
    console.err(text("cli.error", language(), what=what, safe=safe, next=then))
    return error.exit_code
