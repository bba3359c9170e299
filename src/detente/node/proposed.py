"""Proposals that need every member as an office sees them: by name, and in one list. Read-only."""

from __future__ import annotations

from typing import Any

from detente.codec.errors import Local
from detente.line.content import read_kept, read_signed
from detente.line.machine import Line
from detente.line.shapes import Erased
from detente.node import records
from detente.node.destroying import Proposal, proposals
from detente.node.node import Node
from detente.trust.disclosure import destroyable


def find(node: Node, line: Line, name: str) -> Proposal:
    """A proposal by its reference (`heron-5`) or the beginning of its id. `Local("proposal-unknown")`."""
    what = records.find(node, line, name)["what"]
    for proposal in proposals(node, line):
        if proposal.what == what:
            return proposal
    raise Local("proposal-unknown", name=name)


def listed(node: Node, line: Line) -> dict[str, Any]:
    """Every proposal as rows, and the copies in this home that still hold what was destroyed.

    `state`: `open`, `declined`, `agreed` (and of a destruction not carried out here yet), `destroyed` (here), `not-possible`.
    """
    found = proposals(node, line)
    rows = []
    for proposal in found:
        own = records.row(node, line, proposal.author, proposal.what)
        stands = proposal.stands
        agreed = {party: word.at for party, word in stands.agreed.items()}
        declined = {word.place.party: word.at for word in stands.declined}
        missing = [party for party in line.trust.members if party not in agreed]
        rows.append(
            {
                "reference": own["reference"],
                "what": proposal.what,
                "kind": proposal.kind,
                "author": proposal.author,
                "about": [_reference(node, line, what) for what in _targets(proposal)],
                "sections": list(proposal.coded.sections),
                "said_at": own["said_at"],
                "agreed": agreed,
                "declined": declined,
                "waiting_for": [] if stands.complete or declined else missing,
                "crossed": sorted(declined) if stands.complete else [],
                "agreed_at": stands.at,
                "destroyed": dict(proposal.done),
                "state": _state(node, line, proposal),
            }
        )
    return {"proposals": rows, "copies": copies(node), "scrubbed": node.store.scrubbed()}


def _reference(node: Node, line: Line, what: bytes) -> str:
    rows = node.store.items_of(line.id, what)
    if not rows:
        return what.hex()[:12]
    return records.reference(line, rows[-1]["party"], rows[-1]["epoch"], rows[-1]["n"])


def _targets(proposal: Proposal) -> list[bytes]:
    return list(proposal.content.re or []) if proposal.kind == "destruction" else list(proposal.coded.messages)


def _state(node: Node, line: Line, proposal: Proposal) -> str:
    if not proposal.stands.complete:
        return "declined" if proposal.stands.declined else "open"
    if proposal.kind != "destruction":
        return "agreed"
    [what] = proposal.content.re or []
    data = node.store.message(line.id, what)
    if data is None:
        return "agreed"
    message = read_kept(data)
    content = read_signed(message.signed)[0]
    if set(proposal.coded.sections) - set(destroyable(content.kind, content.sections)):
        return "not-possible"
    gone = isinstance(message, Erased) and not set(message.open) & set(proposal.coded.sections)
    return "destroyed" if gone else "agreed"


def copies(node: Node) -> list[str]:
    """Copies of the record that this home knows of: those an upgrade left, and backups being made. Others it cannot know."""
    found = [*node.home.path.glob(f"{node.home.database.name}.v*.copy"), *node.home.path.glob("backup-*.part")]
    return sorted(path.name for path in found)
