"""New keys for a home and its pair, as persons do it: with the recovery sheet at hand and nobody serving the homes.

Three of the four cases (trust/succession.py); the fourth, roots lost, is `init` anew and a new line (docs/keys.md). Each
gives, for every line of both homes, what is to be carried to the others: their nodes take it with the next envelope, and as a
file it can be given by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.codec.errors import Local
from detente.codec.shape import pack
from detente.node.found import CONTEXTS, Pair, own_introduction
from detente.node.home import write_private
from detente.node.keyring import Roots, create_next, move_up, open_roots
from detente.node.node import Node
from detente.node.succession import succeed
from detente.trust.decisions import NO_LINE, accept_introduction
from detente.trust.signing import sign
from detente.trust.statements import Introduction, RootSet, roots_digest
from detente.trust.succession import Succession

Codes = Mapping[str, Mapping[str, str]]  # context → "roots", "next-roots" → recovery code


@dataclass(frozen=True)
class Done:
    """One line's succession."""

    context: str
    line: bytes
    carried: Succession


def renew(pair: Pair, codes: Codes, emergency: bool = False) -> list[Done]:
    """New office, node and log keys on every line of both homes, signed by the roots. `emergency`: the ones before are no
    longer only ours, and are to count for nothing."""
    opened = {context: open_roots(pair.nodes[context].home, codes[context]["roots"]) for context in CONTEXTS}
    done: list[Done] = []
    for context in CONTEXTS:
        node = pair.nodes[context]
        for key in sorted(node.founded):
            done.append(Done(context, key, succeed(node, node.lines[key], opened[context], emergency)))
    return done


def change_roots(pair: Pair, codes: Codes, keep: Callable[[Codes], None]) -> list[Done]:
    """The next roots take the place of the roots, on every line and in the introduction; new ones are made to come next.

    `keep` is given the codes of the new recovery sheet before anything rests on them. After a stop between lines it is done
    again with both sheets: `later-roots` among the codes is what `keep` was given as `next-roots`; the lines left are done.
    """
    old, new, later = {}, {}, {}
    sheet: dict[str, dict[str, str]] = {}
    for context in CONTEXTS:
        home = pair.nodes[context].home
        old[context] = open_roots(home, codes[context]["roots"])
        new[context] = open_roots(home, codes[context]["next-roots"], "next-roots")
        later[context], code = _later(pair.nodes[context], new[context], codes[context].get("later-roots"))
        sheet[context] = {"roots": codes[context]["next-roots"], "next-roots": code}
    keep(sheet)
    done: list[Done] = []
    for context in CONTEXTS:
        node = pair.nodes[context]
        after = RootSet(roots=new[context].keys, next=roots_digest(later[context].keys))
        for key in sorted(node.founded):
            line = node.lines[key]
            if line.trust.root_set(node.me) != after:
                carried = succeed(node, line, old[context], after=(after, new[context]))
                done.append(Done(context, key, carried))
    _introduce_anew(pair, new, {c: roots_digest(later[c].keys) for c in CONTEXTS})
    for context in CONTEXTS:
        move_up(pair.nodes[context].home)
    return done


def _later(node: Node, new: Roots, code: str | None) -> tuple[Roots, str]:
    """The roots after the next: those a stopped change left, when a line rests on them already, or new ones."""
    if code is not None:
        return open_roots(node.home, code, "later-roots"), code
    begun = [node.lines[key].trust.root_set(node.me) for key in node.founded]
    if any(root_set.roots == new.keys for root_set in begun):
        raise Local("roots-change-begun")
    return create_next(node.home, node.random)


def _introduce_anew(pair: Pair, roots: Mapping[str, Roots], following: Mapping[str, bytes]) -> None:
    """Our introduction with the new roots, for whoever founds a line with us from now on."""
    live = pair.nodes["live"]
    before = accept_introduction(own_introduction(live.home))
    sets = {c: RootSet(roots=roots[c].keys, next=following[c]) for c in CONTEXTS}
    after = Introduction(
        v=1, party=before.party, names=before.names, nonce=live.random(32), live=sets["live"], exercise=sets["exercise"]
    )
    signers = {**roots["live"].signers, **roots["exercise"].signers}
    frame = sign("introduction", NO_LINE, pack(after), signers).encode()
    for context in CONTEXTS:
        write_private(pair.nodes[context].home.path / "introduction.detente", frame)
