"""Showing a record: to members, or outside by the terms' rule, or beyond it once that is said on the line.

Order of a unilateral disclosure: it is said, durably, in our own log; then the file is made. A stop between the two leaves a
disclosure on the record that was not made, never one that was made and is not on the record.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.codec.errors import Local
from detente.codec.text import clean_text
from detente.kinds import TABLE
from detente.kinds.disclosure import MAX_NAMED, Coded, Text
from detente.node.destroying import Proposal, proposals, target
from detente.node.records import terms_fields
from detente.trust.disclosure import BY_AGREEMENT, NEVER_SHOWN, may_show, require_leave, rule_of

if TYPE_CHECKING:
    from detente.line.machine import Line
    from detente.line.shelf import MessageKept
    from detente.node.node import Node

Ground = Literal["unilateral", "asked"]


@dataclass(frozen=True)
class Part:
    """What of a record is shown: `only` these messages (said ids), or all; without the sections `withhold`, by name."""

    only: list[bytes] | None
    withhold: Collection[str] = ()


def rule(node: Node, line: Line) -> str:
    """The line's rule on showing its record outside."""
    return rule_of(terms_fields(node, line).get("disclosure"))


def to_members(node: Node, line: Line, part: Part) -> bytes:
    """A bundle for members of the line: every section open but those withheld by name."""
    return node.export(line, _whole(node, line, part.only), part.withhold)


def outside(node: Node, line: Line, part: Part, under: Proposal | None = None) -> bytes:
    """A bundle for somebody outside, by the terms' rule. `Local("disclosure-…")` when it gives no leave.

    `under`: a disclosure that was asked for; where every other member has agreed, it names what is shown, and nothing else is.
    """
    allowed = rule(node, line)
    if under is None:
        require_leave(allowed, False)
        only = _whole(node, line, part.only)
        return node.export(
            line, only, part.withhold, lambda author, kind, name: not may_show(allowed, node.me, author, kind, name)
        )
    if under.kind != "disclosure" or under.author != node.me:
        raise Local("disclosure-not-asked")
    require_leave(BY_AGREEMENT, under.stands.complete)
    named = list(under.coded.messages)
    shown = set(under.coded.sections) - set(part.withhold)
    own = {under.what, *(word.what for word in under.answers)}

    def hides(author: str, kind: str, section: str) -> bool:
        return section not in shown and not (
            section == "coded" and may_show(BY_AGREEMENT, node.me, author, kind, section)
        )

    return node.export(line, [*(_whole(node, line, named) or []), *own], part.withhold, hides)


def beyond(node: Node, line: Line, part: Part, said: MessageKept) -> bytes:
    """A bundle for somebody outside beyond the terms' rule, with the disclosure `said` that stands on the record for it."""
    only = None if part.only is None else [*(_whole(node, line, part.only) or []), said.what]
    return node.export(line, only, part.withhold)


def disclose(
    node: Node, line: Line, part: Part, ground: Ground, to: str, reason: str, language: Literal["en", "zh"]
) -> MessageKept:
    """Say on the line what is shown, to whom and why; or ask the others whether it may be."""
    if ground == "asked" and part.only is None:
        raise Local("disclosure-names-messages")
    only = sorted(set(part.only or []))
    if len(only) > MAX_NAMED:
        raise Local("disclosure-too-many", limit=MAX_NAMED)
    if not to.strip() or not reason.strip():
        raise Local("disclosure-to-whom")
    coded = Coded(
        ground=ground,
        scope="messages" if only else "record",
        messages=only,
        sections=sorted(_sections(node, line, only) - set(part.withhold)),
    )
    text = Text(language=language, to=clean_text(to), plain=clean_text(reason))
    return node.say(line, node.write(line, "disclosure", {"coded": coded, "prose": text}, 1))


def _sections(node: Node, line: Line, only: Sequence[bytes]) -> set[str]:
    """The names of the sections that the messages `only` have; of the whole record, those that any kind has."""
    if not only:
        return {name for kind in TABLE.values() if kind.name not in NEVER_SHOWN for name in kind.sections}
    return {name for what in only for name in target(node, line, what)[1].sections}


def _whole(node: Node, line: Line, only: list[bytes] | None) -> list[bytes] | None:
    """`only`, with what shows that sections of these messages were destroyed by agreement."""
    if only is None:
        return None
    more: list[bytes] = []
    for proposal in proposals(node, line):
        if proposal.kind == "destruction" and (proposal.content.re or [b""])[0] in only and proposal.stands.complete:
            more += [word.what for word in [*proposal.words, *proposal.answers]]
    return list(dict.fromkeys([*only, *more]))
