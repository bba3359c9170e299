"""What needs every member in a simulated world: members propose, agree, take back; and what must hold of it in the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from detente.kinds import disclosure
from detente.kinds.consent import Coded as Answer
from detente.kinds.destruction import Coded
from detente.line.content import read_kept, read_signed
from detente.line.machine import Line
from detente.line.shapes import Erased
from detente.line.shelf import MessageKept
from detente.node.destroying import proposals
from detente.node.node import Node

Violate = Callable[[str, str], None]


def word(node: Node, line: Line, number: int) -> MessageKept | None:
    """An answer to a proposal that waits for ours, or a proposal about some notice; None when there is nothing to say."""
    for proposal in proposals(node, line):
        ours = [one.agreed for one in [*proposal.words, *proposal.answers] if one.place.party == node.me]
        if not proposal.stands.complete and (not ours or number % 11 == 0) and False not in ours:
            answer: Literal["agreed", "declined"] = "declined" if number % 5 == 0 or ours else "agreed"
            return node.say(line, node.write(line, "consent", {"coded": Answer(consent=answer)}, 0, re=[proposal.what]))
    notices = [row for row in node.store.items_of_kind(line.id, "notice") if row["verdict"] == "accepted"]
    if not notices:
        return None
    what = notices[number % len(notices)]["what"]
    if number % 6 == 5:  # what may be shown when all agree stands agreed; what may be destroyed is destroyed at once
        asked = disclosure.Coded(ground="asked", scope="messages", messages=[what], sections=["coded"])
        text = disclosure.Text(language="en", to="EXAMPLE an outside reader", plain="EXAMPLE may this be shown?")
        return node.say(line, node.write(line, "disclosure", {"coded": asked, "prose": text}, 0))
    sections = [["prose"], ["measures", "prose"], ["coded"], ["system"]][number % 4]
    return node.say(line, node.write(line, "destruction", {"coded": Coded(sections=sections)}, 0, re=[what]))


def same_message(ours: bytes, theirs: bytes) -> bool:
    """Whether two kept forms are of one message: what both still have says the same."""
    if ours == theirs:
        return True
    one, other = read_kept(ours), read_kept(theirs)
    if not isinstance(one, Erased) and not isinstance(other, Erased):
        return False
    left = set(one.values) & set(other.values)
    return one.signed == other.signed and all(one.values[name] == other.values[name] for name in left)


def check(nodes: Mapping[str, Node], apart: set[str], violate: Violate) -> dict[str, int]:
    """What all agreed to destroy is gone, on every honest node; and they agree on what that is. Counts of what was seen.

    `apart`: members whose own record went back, or may differ: what they lack of their own words, they cannot count.
    """
    counts = {"destruction proposed": 0, "destruction agreed": 0, "sections destroyed": 0}
    complete: dict[str, set[bytes]] = {}
    for party, node in nodes.items():
        line = node.line()
        found = [proposal for proposal in proposals(node, line) if proposal.kind == "destruction"]
        complete[party] = {proposal.what for proposal in found if proposal.stands.complete}
        counts["destruction proposed"] += len(found)
        counts["destruction agreed"] += len(complete[party])
        for proposal in found:
            data = node.store.message(line.id, (proposal.content.re or [b""])[0])
            if data is None:
                continue
            message = read_kept(data)
            gone = _gone(message) & set(proposal.coded.sections)
            counts["sections destroyed"] += len(gone)
            if (
                proposal.stands.complete
                and "coded" not in proposal.coded.sections
                and gone != set(proposal.coded.sections)
            ):
                violate(
                    "what-all-agreed-to-destroy-is-gone", f"{party} still holds what {proposal.what.hex()[:6]} names"
                )
    held = {party: what for party, what in complete.items() if party not in apart}
    if len({frozenset(whats) for whats in held.values()}) > 1:
        violate("all-agree-on-what-is-agreed", f"{sorted(held)} differ on which proposals stand agreed")
    return counts


def _gone(message: Any) -> set[str]:
    sections = set(read_signed(message.signed)[0].sections)
    return sections - set(message.open) if isinstance(message, Erased) else set()
