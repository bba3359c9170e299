"""The version of the vocabulary an office writes in, and the next one it can propose.

It writes in the version that stands: then every member has heard from every other that it agreed, and so knows it
(node/versions.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.codec.errors import Local
from detente.kinds.proposal import MAX_TEXTS, VOCABULARY
from detente.kinds.proposal import Version as Proposed
from detente.line.machine import Line
from detente.node.dialogue import table
from detente.node.node import Node
from detente.node.versions import SUBJECTS, known, made
from detente.views.moves import Move, Table
from detente.vocabulary import Change, Vocabulary, current, revised


def writes(node: Node, line: Line) -> Vocabulary:
    """The version new messages are written in: the one that stands, else this build's. What stands is not undone, and another
    takes its place with our word alone, so it is looked for once."""
    if not line.versions:
        return current()
    if line.written == list(line.versions)[-1]:
        return line.versions[line.written]
    held = table(node, line)
    for move in held.proposals(VOCABULARY):
        if held.standing(move).state == "stands":
            line.written = move.sections["version"].digest
            return known(line).get(line.written) or current()
    return current()


def draft(held: Table, base: Vocabulary) -> dict[str, Any]:
    """The JSON form of a proposal: `base` with every word that stands otherwise, or retired. `Local("version-nothing")`."""
    texts = {move.what: change for move in changing(held, base) if (change := _of(move)) is not None}
    if not texts:
        raise Local("version-nothing")
    if len(texts) > MAX_TEXTS:
        raise Local("version-too-many", limit=MAX_TEXTS)
    digest = revised(base, [texts[what] for what in sorted(texts)]).digest
    version = {"base": base.digest.hex(), "texts": [what.hex() for what in sorted(texts)], "digest": digest.hex()}
    return {"coded": {"subject": VOCABULARY, "name": VOCABULARY, "form": "text"}, "version": version}


def changing(held: Table, base: Vocabulary) -> Iterator[Move]:
    """Of the words that stand agreed or retired, those that are otherwise in `base`; a word that `base` has not stays outside."""
    for move in held.proposals(*SUBJECTS):
        change, row = _of(move), base.concepts.get(move.sections["coded"].name)
        if held.standing(move).state != "stands" or change is None or row is None:
            continue
        names = ("en", "zh") if change.part == "label" else ("define_en", "define_zh")
        if change.text is None or change.text != tuple(row.get(name) for name in names):
            yield move


def _of(move: Move) -> Change | None:
    coded, wording = move.sections["coded"], move.sections.get("wording")
    if coded.form == "differ" or (coded.form == "retire" and coded.subject == "definition"):
        return None
    return Change(coded.name, coded.subject, None if wording is None else (wording.en, wording.zh))


def require_sound(node: Node, line: Line, held: Table, version: Proposed) -> None:
    """Before our office agrees to a version: it is what it says, and each text in it stands. Raises `Local`, as `made`, and
    `version-text` for one that does not stand."""
    sound = ("stands", "receipts", "before")
    standing = {move.what for move in held.proposals(*SUBJECTS) if held.standing(move).state in sound}
    for what in version.texts:
        if what not in standing:
            raise Local("version-text", name=what.hex()[:12])
    made(node, line, version, known(line))
