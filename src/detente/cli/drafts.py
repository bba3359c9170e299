"""A message written elsewhere and cleared there: a file, read as `detente.node.draft_text` says."""

from __future__ import annotations

from typing import Any

from detente.cli.common import read_file
from detente.codec.limits import MAX_MESSAGE
from detente.node.draft_text import draft_in


def read_draft(path: str) -> dict[str, Any]:
    """The draft in a file, or on standard input for `-`. `Local("draft-unreadable")`, with the line where that is known."""
    return draft_in(read_file(path, MAX_MESSAGE), path)
