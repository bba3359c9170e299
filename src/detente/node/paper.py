"""A notice that travels on paper or by mail, signed by the office's key of a line, and checked by whoever is on the same line.

It is no message of the line: it is in no log and nobody's receipt names it. It proves one thing: that an office of this line,
whose key it was at the time of checking, signed these bytes.
"""

from __future__ import annotations

import hashlib
from typing import Any

from detente.codec.errors import Local
from detente.codec.limits import MAX_MESSAGE
from detente.line.machine import Line
from detente.node.node import Node
from detente.trust.paper import TAG, check_paper
from detente.trust.signing import sign


def seal(node: Node, line: Line, data: bytes) -> dict[str, Any]:
    """The frame over `data`, and who signed. `Local("paper-too-large")` for more than a message may hold."""
    if not 0 < len(data) <= MAX_MESSAGE:
        raise Local("paper-too-large", limit=MAX_MESSAGE)
    kid, signer = node.keyring.signer(line.id, "officer")
    return {"frame": sign(TAG, line.id, data, {kid: signer}).encode(), "party": node.me}


def check(node: Node, line: Line, frame: bytes) -> dict[str, Any]:
    """Which member's office signed, and what (trust/paper.py). `Remote("paper-signature")` when none did."""
    party, signed = check_paper(line.trust, frame)
    digest = hashlib.sha256(signed).hexdigest()
    return {"verdict": "proven", "party": party, "digest": digest, "message": signed.decode("utf-8", "replace")}
