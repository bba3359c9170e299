"""What a bundle shows to have been destroyed by agreement: of which messages, which sections, and when that was agreed.

A section that is not opened is withheld, unless the bundle itself proves that every member of the line agreed to destroy it:
the proposal and each consent are messages of the bundle, with `coded` opened. Whether somebody had declined before is judged
by the entries shown; a bundle is what somebody chose to show, so it proves the agreement and not that nobody took it back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from detente.bundle.order import Spot
from detente.kinds.kind import Kind
from detente.line.agreement import Witnesses, Word, standing
from detente.line.shapes import Content, Entry, Said
from detente.proof.head import Place
from detente.trust.disclosure import destroyable

DESTRUCTION = "destruction"  # the kind that proposes; without one of it nothing was destroyed


class Message(Protocol):
    """A proven message, as far as it matters here."""

    @property
    def spot(self) -> Spot: ...
    @property
    def what(self) -> bytes: ...
    @property
    def said(self) -> Said: ...
    @property
    def content(self) -> Content: ...
    @property
    def kind(self) -> Kind | None: ...
    @property
    def sections(self) -> dict[str, Any]: ...


def destroyed(
    members: Collection[str], messages: Iterable[Message], entries: Mapping[Spot, Entry]
) -> dict[tuple[bytes, str], int]:
    """(message, section) → when (ms UTC) the last member agreed, by its own clock, that it be destroyed."""

    def history(party: str, epoch: bytes, stop: int) -> Iterable[Entry | None]:
        return [entry for spot, entry in sorted(entries.items()) if spot[:2] == (party, epoch) and spot[2] < stop]

    proposals: dict[bytes, Message] = {}
    answers: dict[bytes, list[Word]] = {}
    kinds: dict[bytes, Content] = {}
    for message in messages:
        if message.kind is not None:
            kinds[message.what] = message.content
        re = message.content.re or []
        coded = message.sections.get("coded")
        if coded is None or len(re) != 1:
            continue
        if message.content.kind == DESTRUCTION:
            proposals[message.what] = message
        elif message.content.kind == "consent":
            agreed = getattr(coded, "consent", None) == "agreed"
            answers.setdefault(re[0], []).append(_word(message, agreed))
    found: dict[tuple[bytes, str], int] = {}
    for proposal in proposals.values():
        [target] = proposal.content.re or []
        words = answers.get(proposal.what, [])
        stands = standing(members, _word(proposal, True), words, Witnesses(history, lambda _seen, _proposal: False))
        content = kinds.get(target)
        if not stands.complete or stands.at is None or content is None:
            continue
        named = set(proposal.sections["coded"].sections)
        for name in named & set(destroyable(content.kind, content.sections)):
            found[(target, name)] = min(stands.at, found.get((target, name), stands.at))
    return found


def _word(message: Message, agreed: bool) -> Word:
    return Word(Place(*message.spot), message.what, message.said.at, agreed)
