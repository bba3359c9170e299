"""A notice that travels on paper or by mail, signed by the office's key of a line, and checked by whoever is on the same line.

    frame = COSE_Sign over the message's bytes, tag "paper", external_aad = detCBOR(["paper", line])

It is no message of the line: it is in no log and nobody's receipt names it. It proves one thing: that an office of this line,
whose key it was at the time of checking, signed these bytes.
"""

from __future__ import annotations

import hashlib
from typing import Any

from detente.codec.cose import parse
from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_MESSAGE
from detente.line.machine import Line
from detente.node.node import Node
from detente.trust.signing import is_valid, sign

TAG = "paper"


def seal(node: Node, line: Line, data: bytes) -> dict[str, Any]:
    """The frame over `data`, and who signed. `Local("paper-too-large")` for more than a message may hold."""
    if not 0 < len(data) <= MAX_MESSAGE:
        raise Local("paper-too-large", limit=MAX_MESSAGE)
    kid, signer = node.keyring.signer(line.id, "officer")
    return {"frame": sign(TAG, line.id, data, {kid: signer}).encode(), "party": node.me}


def check(node: Node, line: Line, frame: bytes) -> dict[str, Any]:
    """Which member's office signed, and what. `Remote("paper-signature")` when none did; `Remote("cose-…")` for other bytes."""
    signed = parse(frame, MAX_MESSAGE + 4096)
    for party, credential in sorted(line.trust.credentials.items()):
        keys = {key.id: key for key in credential.keys if key.use == "officer"}
        for one in signed.signatures:
            if one.kid in keys and is_valid(TAG, line.id, signed.payload, one, keys[one.kid]):
                digest = hashlib.sha256(signed.payload).hexdigest()
                return {
                    "verdict": "proven",
                    "party": party,
                    "digest": digest,
                    "message": signed.payload.decode("utf-8", "replace"),
                }
    raise Remote("paper-signature")
