"""A second person's release, for whoever says something past the desk: by command, on the node that has the desk's rule.

The rule is the desk's (`detente desk release`) and stands in `officers.db` of the home. A command has no officer, so it cannot be
the second of two: what the rule names is refused here, unless it is wanted at once and its sayer asks to release it alone. That
is marked as on the desk: in the operator log, and as a note on the matter. Where there is no such file there is no rule; where
it cannot be read the line is carried all the same, and so are commands.

Order: recorded, durably; then marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from detente.codec.errors import Damaged, Local
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node import records, writing
from detente.node.node import Node
from detente.node.say import written
from detente.node.writing import signed
from detente.store.officers import NAME, Officers

AT_ONCE = 3
SAYER = "command"  # in the operator log, where an officer's name stands


def say_past_the_desk(
    node: Node, line: Line, kind: str, draft: Mapping[str, Any], name: str | None, alone: bool, note: str
) -> MessageKept:
    """Record a message as `say.say` does, by the desk's rule. `alone`: by one person, if it is wanted at once; then `note` is
    put on its matter.

    `Local("release-second-desk")` where a second person is needed.
    """
    message = written(node, line, kind, draft, name)
    with _officers(node) as officers:
        if officers is None or not officers.second(kind):
            return node.say(line, signed(node, line, message))
        if not alone or writing.shown(message)["wanted"] != AT_ONCE:
            raise Local("release-second-desk", kind=kind)
        kept = node.say(line, signed(node, line, message))
        row = records.row(node, line, node.me, kept.what)
        for act in (f"said-{kind}", "break-glass"):
            officers.did(SAYER, act, row["reference"])
        officers.note(line.id, row["thread"] or kept.what, "note", SAYER, note)
        return kept


@contextmanager
def _officers(node: Node) -> Iterator[Officers | None]:
    """The officers' file of this home, or None where there is none that can be read."""
    path = node.home.path / NAME
    try:
        found = Officers(path, node.now, create=False) if path.exists() else None
    except Damaged:
        found = None
    try:
        yield found
    finally:
        if found is not None:
            found.close()
