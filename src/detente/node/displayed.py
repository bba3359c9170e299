"""When a message was first displayed on this side: kept here, never on the line."""

from __future__ import annotations

import re
from typing import Any

from detente.codec.errors import DetenteError
from detente.line.desk import Shown
from detente.line.machine import Line
from detente.node import records
from detente.node.node import Node

_READER = re.compile(r"[a-z0-9-]{1,32}\Z", re.ASCII)


def displayed(node: Node, line: Line, name: str, reader: str | None) -> dict[str, Any]:
    """A message in full, `shown` saying when and by which reader it was first displayed here ({at, by}, or None).

    With a `reader` (a command that shows it to a person) this is such a time. Our own messages are not counted.
    """
    row = records.find(node, line, name)
    found = records.message(node, line, row)
    if reader is not None and _READER.match(reader) and not row["ours"]:
        before = node.store.first_shown(line.id, row["what"])
        if before is None:
            try:
                node.commit([Shown(line.id, row["what"], node.now(), reader)])
            except DetenteError as error:  # a full disk keeps nobody from reading what is there
                node.counted[error.code] += 1
    return found | {"shown": node.store.first_shown(line.id, row["what"])}
