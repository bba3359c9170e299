"""A node's record as a bundle file. Whether it may be shown is asked elsewhere (node/showing.py)."""

from __future__ import annotations

from collections.abc import Collection

from detente.bundle.export import Hides, LogSource, export
from detente.codec.errors import Local
from detente.kinds import TABLE
from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.node.audit import Keeper


def bundled(node: Keeper, line: Line, only: list[bytes] | None, withhold: Collection[str], hides: Hides) -> bytes:
    """The record of a line, or of some of its messages (see detente.bundle).

    `withhold` names sections not to open; `hides` says it of each.
    """
    known = {name for kind in TABLE.values() for name in kind.sections}
    unknown = sorted(set(withhold) - known)
    if unknown:
        raise Local("section-not-here", name=", ".join(unknown))
    row = next(r for r in node.store.lines() if r["id"] == line.id)
    sources = []
    for log in line.logs.values():
        own = log.party == node.me
        head = node.checkpoint(log, log.size) if own else node.store.checkpoint(log.key)
        if head is not None:
            sources.append(LogSource(log, head, log.size, node.store.openings(log.key, 0, log.size)))
    return export(
        line.id,
        row["terms"],
        {},  # fields of the terms are the parties' own business
        {c["party"]: c["frame"] for c in node.store.credentials(line.id)},
        sources,
        {m["what"]: m["message"] for m in node.store.messages(line.id) if m["verdict"] == ACCEPTED},
        only,
        lambda author, kind, section: section in withhold or hides(author, kind, section),
        [one for party in line.trust.members for one in line.successions.get(party, [])],
        line.trust.logs_over().keys(),
    )
