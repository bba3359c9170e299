"""What a node says of keys on a line, and what a person does about another member's."""

from __future__ import annotations

from typing import Any

from detente.codec.errors import Local
from detente.line.machine import Line
from detente.line.succeeding import digest_of
from detente.node.node import Node
from detente.trust.statements import roots_digest
from detente.trust.succession import EMERGENCY, author_of, read_succession
from detente.trust.words import as_words, numbers


def in_force(node: Node, line: Line) -> dict[str, Any]:
    """Each member's number of keys, since when they are in force here, its roots, and what waits."""
    since = {(kept.party, kept.seq): kept.taken for kept in node.store.successions(line.id)}
    members = []
    for party in line.trust.members:
        cases = line.trust.cases.get(party, [])
        members.append(
            {
                "party": party,
                "seq": len(cases),
                "cases": cases,
                "since": since.get((party, len(cases))),
                "credential": line.trust.credential_digests[party],
                "roots": roots_digest(line.trust.root_set(party).roots),
                "waits": party in line.pending,
            }
        )
    return {"line": line.id, "members": members}


def waiting(node: Node, line: Line, party: str) -> dict[str, Any]:
    """The twelve words of a member's emergency: of one that waits here, or of our own last one."""
    if party not in line.pending and not (party == node.me and line.trust.cases.get(party, [])[-1:] == [EMERGENCY]):
        raise Local("credential-none-waits", party=party)
    found = numbers(line.words_of(party))
    return {"party": party, "numbers": found, **{lang: as_words(found, lang) for lang in ("en", "zh")}}


def hear(node: Node, line: Line, data: bytes) -> dict[str, Any]:
    """A change of keys that came by hand. `known`: it changed nothing."""
    carried = read_succession(data)
    party, seq = author_of(carried)
    with node.whole():
        changes = line.hear_succession(carried, node.now())
    if changes:
        node.commit(changes)
    return {
        "party": party,
        "seq": seq,
        "credential": digest_of(carried),
        "known": not changes,
        "waits": party in line.pending,
    }


def compared(node: Node, line: Line, party: str) -> dict[str, Any]:
    with node.whole():
        changes = line.compared(party, node.now())
    node.commit(changes)
    return {"party": party, "seq": len(line.trust.cases[party]), "waits": False}
