"""What a node announces to the other nodes of a line, as people read it: until when its envelope keys serve, and its routes.

A mailbox is what lets its holder write to a node, so it is told by its first bytes alone.
"""

from __future__ import annotations

import hashlib
from typing import Any

from detente.locale import text
from detente.locale.times import utc
from detente.vocabulary import Vocabulary

Rows = list[tuple[str, str]]
SHOWN = 4  # bytes of a mailbox or of a key's name


def announced(value: dict[str, Any], _words: Vocabulary, language: str) -> Rows:
    """A row for each envelope key, each member's mailbox, and each route with the SHA-256 of its certificate."""
    rows: Rows = []
    for key in value["sealing"]:
        times = {"begins": utc(key["from"], language), "ends": utc(key["until"], language)}
        rows.append(
            (text("linekeys.key", language, name=_begins(key["id"])), text("linekeys.times", language, **times))
        )
    for party, mailbox in sorted(value["mailboxes"].items()):
        rows.append((text("linekeys.mailbox", language, party=party), f"{_begins(mailbox)}…"))
    for way, address, certificate in value["routes"]:
        shown = hashlib.sha256(_bytes(certificate)).hexdigest()
        rows.append((text("linekeys.route", language, way=way), address))
        rows.append((text("linekeys.certificate", language), shown))
    return rows


def _bytes(value: bytes | str) -> bytes:
    """As kept, or as JSON has it (`codec/shape.py`, readable)."""
    return value if isinstance(value, bytes) else bytes.fromhex(value)


def _begins(value: bytes | str) -> str:
    return _bytes(value)[:SHOWN].hex()
