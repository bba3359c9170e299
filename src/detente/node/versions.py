"""Versions of the vocabulary that members of a line agreed on: which one node knows, and which it writes in.

A version is a text about the subject `vocabulary`: a version before it, the agreed texts that change it, and the digest of what
comes of that. So whoever holds the texts makes the same version from them, and nobody is sent a vocabulary.

A node *knows* a version from its own word for it on: the proposal, or `agreed`. Its log says when that was, so every verdict
it gave can be reached again (spec/protocol.md section 16). In which it writes: node/versioning.py. Attack stopped: one member
that changes what another's code means by saying so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from detente.codec.errors import Local
from detente.kinds import TABLE
from detente.kinds.proposal import VOCABULARY
from detente.kinds.proposal import Version as Proposed
from detente.line.content import read_kept, read_signed, typed_sections
from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.line.shapes import Content
from detente.line.shelf import MessageKept
from detente.store.sqlite import Store
from detente.vocabulary import Change, Vocabulary, current, differing, revised, vocabularies

SUBJECTS = ("label", "definition")
SPEAK = ("proposal", "stance")  # kinds that may be our word for a version


class Holds(Protocol):
    """Of a node, what is asked here."""

    @property
    def me(self) -> str: ...

    @property
    def store(self) -> Store: ...


def known(line: Line) -> dict[bytes, Vocabulary]:
    """Every version that is known on a line, by digest: of this build, and those agreed on there."""
    return {**vocabularies(), **line.versions}


def recall(node: Holds, line: Line) -> None:
    """The versions our own log agreed to, after a start: in the order of that log."""
    logs = [epoch for party, epoch in line.logs if party == node.me]
    own = [row for row in node.store.accepted(line.id, SPEAK) if row["party"] == node.me and row["epoch"] in logs]
    for row in sorted(own, key=lambda row: (logs.index(row["epoch"]), row["i"])):
        _learn(node, line, row["what"])


def learn(node: Holds, line: Line, kept: MessageKept) -> None:
    """Our own message was recorded: if it is our word for a version, that version is known from now on."""
    if kept.judged.kind is not None and kept.judged.kind.name in SPEAK:
        _learn(node, line, kept.what)


def _learn(node: Holds, line: Line, what: bytes) -> None:
    found = agreed_by(node, line, what)
    if found is not None:
        line.versions[found.digest] = found
        line.vocabularies = {**line.vocabularies, found.digest: found.concept_areas}


def agreed_by(
    node: Holds, line: Line, what: bytes, among: Mapping[bytes, Vocabulary] | None = None
) -> Vocabulary | None:
    """The version that our message `what` is our word for; None when it is about something else, or nothing comes of it."""
    content, sections = _read(node, line, what)
    if content is None:
        return None
    if content.kind == "stance":
        if sections["coded"].stance != "agreed" or not content.re:
            return None
        content, sections = _read(node, line, content.re[0])
    if content is None or content.kind != "proposal" or sections["coded"].subject != VOCABULARY:
        return None
    try:
        return made(node, line, sections["version"], known(line) if among is None else among)
    except Local:
        return None


def made(node: Holds, line: Line, version: Proposed, among: Mapping[bytes, Vocabulary]) -> Vocabulary:
    """The version that a proposal describes, from the texts it names. `Local`: `version-base` for one that follows a version not
    known here, `version-text` for a text that is not here or no text of a word, `version-word`, `version-twice`,
    `version-differs` when its digest is another's."""
    base = among.get(version.base)
    if base is None:
        raise Local("version-base", digest=version.base.hex()[:12])
    found = revised(base, [_change(node, line, what) for what in version.texts])
    if found.digest != version.digest:
        raise Local("version-differs", digest=version.digest.hex()[:12])
    return found


def _change(node: Holds, line: Line, what: bytes) -> Change:
    content, sections = _read(node, line, what)
    if content is None or content.kind != "proposal":
        raise Local("version-text", name=what.hex()[:12])
    coded, wording = sections["coded"], sections.get("wording")
    if (
        coded.subject not in SUBJECTS
        or coded.form == "differ"
        or (coded.form, coded.subject) == ("retire", "definition")
    ):
        raise Local("version-text", name=what.hex()[:12])
    return Change(coded.name, coded.subject, None if wording is None else (wording.en, wording.zh))


def _read(node: Holds, line: Line, what: bytes) -> tuple[Content | None, Mapping[str, Any]]:
    """An accepted message of ours or of theirs with its sections; None when there is none."""
    rows = [row for row in node.store.items_of(line.id, what) if row["verdict"] == ACCEPTED]
    data = node.store.message(line.id, what) if rows else None
    if data is None:
        return None, {}
    message = read_kept(data)
    content = read_signed(message.signed)[0]
    kind = TABLE.get((content.kind, content.schema))
    if kind is None or content.kind not in SPEAK:
        return None, {}
    return content, typed_sections(message.values, kind, frozenset())


def told(words: Vocabulary) -> dict[str, Any] | None:
    """What a reader in another process needs beside this build's own version: number, and what differs. None for that version."""
    if words.digest in vocabularies():
        return None
    return {"number": words.version, "concepts": differing(current(), words)}
