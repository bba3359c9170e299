"""Tests by a person: the pool of dull texts, the next of them, its translation, and both side by side.

The texts were written for Detente and stand under its licence; a file `test-texts.json` of the same form in the home takes their
place. Nothing in them is meant, so that nobody minds what becomes of them.
"""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

from detente.codec.errors import Local, Remote
from detente.codec.text import clean_text
from detente.kinds.kind import Words
from detente.kinds.test_person import Coded
from detente.kinds.test_person_reply import ReplyCoded
from detente.line.alive import choose
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node import records
from detente.node.announced import allowed
from detente.node.home import Home
from detente.node.node import Node

OTHER = {"en": "zh", "zh": "en"}
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


def pool(home: Home) -> dict[str, list[str]]:
    """Texts by language: the home's own, or those that came with the software. `Local("test-texts-unreadable")`."""
    own = home.path / "test-texts.json"
    try:
        data = own.read_bytes() if own.exists() else (resources.files("detente.node") / "test-texts.json").read_bytes()
        found = {language: [clean_text(text) for text in texts] for language, texts in json.loads(data).items()}
    except (OSError, ValueError, AttributeError, TypeError, Remote, Local) as error:
        raise Local("test-texts-unreadable", path=str(own)) from error
    if (
        set(found) - set(OTHER)
        or not all(found.get(language) for language in OTHER)
        or not all(map(all, found.values()))
    ):
        raise Local("test-texts-unreadable", path=str(own))
    return found


def next_text(node: Node, line: Line) -> dict[str, str]:
    """The text a test by a person of this office would carry now, in the office's language."""
    language = node.home.settings.language
    used = [_prose(node, line, row) for row in node.store.tests_since(line.id, "test-person", node.me, 0)]
    return {"language": language, "text": choose(pool(node.home)[language], [prose["plain"] for prose in used])}


def say(node: Node, line: Line, text: str) -> MessageKept:
    """A test by a person: what its officer has read and released."""
    allowed(node, line, "test-person", "test")
    language = node.home.settings.language
    sections = {"coded": Coded(tester="person", task="translate"), "prose": _words(language, text)}
    return node.say(line, node.write(line, "test-person", sections, 0))


def reply(node: Node, line: Line, name: str, text: str) -> MessageKept:
    """The translation of another member's test. `Local("test-reply-…")` for what cannot be replied to so."""
    row = records.find(node, line, name)
    test = node.store.tested(line.id, row["what"], ("test-person",))
    if test is None or row["ours"]:
        raise Local("test-reply-to-what", name=name)
    if any(reply["party"] == node.me for reply in node.store.replies_to(line.id, row["what"])):
        raise Local("test-replied-already", name=row["reference"])
    allowed(node, line, "test-person-reply")
    of: Any = _prose(node, line, test)["language"]
    sections = {"coded": ReplyCoded(tester="person", of=of), "prose": _words(OTHER[of], text)}
    return node.say(line, node.write(line, "test-person-reply", sections, 0, re=[row["what"]], thread=row["what"]))


def sides(node: Node, line: Line, count: int) -> list[dict[str, Any]]:
    """The newest tests by a person on a line, each text with its translations, the newest first."""
    rows = [r for p in line.trust.members for r in node.store.tests_since(line.id, "test-person", p, 0)]
    found: dict[bytes, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row["at"], row["party"], row["i"]), reverse=True):
        if row["what"] not in found and len(found) < count:
            replies = {r["what"]: _side(node, line, r) for r in row["replies"]}
            found[row["what"]] = _side(node, line, row) | {"replies": list(replies.values())}
    return list(found.values())


def _side(node: Node, line: Line, row: dict[str, Any]) -> dict[str, Any]:
    prose = _prose(node, line, row)
    name = records.row(node, line, row["party"], row["what"])["reference"]
    return {"name": name, "by": row["party"], "at": row["at"], "language": prose["language"], "text": prose["plain"]}


def _prose(node: Node, line: Line, row: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = records.message(node, line, records.row(node, line, row["party"], row["what"]))["sections"][
        "prose"
    ]
    return found


def _words(language: str, text: str) -> Words:
    """`Local("test-text-language")` for a text that is plainly in another language than it should be."""
    plain = clean_text(text).strip()
    han, latin = len(_HAN.findall(plain)), len(_LATIN.findall(plain))
    if not plain or (han == 0 if language == "zh" else latin <= han):
        raise Local("test-text-language", language=language)
    return Words(language=language, plain=plain)  # type: ignore[arg-type]
