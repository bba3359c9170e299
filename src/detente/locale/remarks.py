"""What a reader must know of a message that it does not say itself: that it has no effect, or that a close crossed it."""

from __future__ import annotations

from typing import Any

from detente.locale import text
from detente.locale.render import party_name


def remarks(message: dict[str, Any], names: Any, lang: str) -> list[str]:
    """What a reader must know of a message that it does not say itself."""
    found = []
    if message["effect"] is not None:
        found.append(text(f"matter.effect.{message['effect']}", lang))
    for party in message["crossed"]:
        found.append(text("matter.crossed", lang, party=party_name(party, names, lang)))
    return found
