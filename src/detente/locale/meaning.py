"""*Is this what you meant?*: a question to the author of a message, with our rendering of its words to confirm."""

from __future__ import annotations

from typing import Any

from detente.codec.errors import Local
from detente.locale import text
from detente.locale.translations import made


def question(said: dict[str, Any], draft: dict[str, Any], lang: str) -> dict[str, Any]:
    """The draft of a question about a message. The rendering is what the draft's prose says, else the working translation kept
    here; the question says who made it and who checked it. `Local("meant-own")`, `Local("meant-nothing")`.
    """
    if said["ours"]:
        raise Local("meant-own", name=said["reference"])
    prose = draft.get("prose", {})
    reading, tongue = prose.get("plain"), prose.get("language")
    how = text("meant.own-words", tongue or lang)
    if reading is None:
        if not said.get("working"):
            raise Local("meant-nothing", name=said["reference"])
        [kept, *_] = said["working"]
        reading, tongue = kept["text"], kept["language"]
        how = text("meant.translated", tongue, made=made(kept, tongue))
    plain = text("meant.question", tongue or lang, reference=said["reference"], how=how)
    coded = draft.get("coded", {}) | {"about": "meaning"}
    return draft | {"coded": coded, "prose": {"language": tongue, "plain": plain, "reading": reading}}
