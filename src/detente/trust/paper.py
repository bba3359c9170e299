"""A notice that travels on paper or by mail, outside every log: who signed it (spec/protocol.md section 32).

frame = COSE_Sign over the notice's bytes, tag "paper", external_aad = detCBOR(["paper", line]), by one officer's key
"""

from __future__ import annotations

from detente.codec.cose import parse
from detente.codec.errors import Remote
from detente.codec.limits import MAX_MESSAGE
from detente.trust.decisions import LineTrust
from detente.trust.signing import is_valid

TAG = "paper"
MAX_FRAME = MAX_MESSAGE + 4096  # bytes


def check_paper(trust: LineTrust, frame: bytes) -> tuple[str, bytes]:
    """The member whose officer's key, of its credential in force, signed; and what. `Remote("paper-signature")` when none did,
    or when there is any other signature beside it. Attack stopped: a message or statement of a log shown as a paper, and the
    other way round; a frame that one reader takes for one office's and another for another's; a stolen key after an emergency,
    whose old keys are over at once and whose new ones count when their words were compared."""
    signed = parse(frame, MAX_FRAME)
    if len(signed.signatures) == 1:
        [one] = signed.signatures
        for party, credential in sorted(trust.credentials.items()):
            if trust.credential_digests[party] in trust.distrusted:
                continue
            key = next((key for key in credential.keys if key.use == "officer" and key.id == one.kid), None)
            if key is not None and is_valid(TAG, trust.line, signed.payload, one, key):
                return party, signed.payload
    raise Remote("paper-signature")
