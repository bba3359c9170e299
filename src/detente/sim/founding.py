"""Founding in the simulated world: introductions, terms, credentials and first parts by the real code, files passed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from detente.codec.cose import ED25519, ML_DSA_87
from detente.codec.shape import pack, unpack
from detente.crypto.suites import SIM_0, signer
from detente.line.founding import Founding, check_pair, founded_trust, merge_founding, missing, read_founding
from detente.node import found
from detente.node.keyring import Roots
from detente.sim.member import Member, SimNode
from detente.trust.decisions import NO_LINE, accept_introduction
from detente.trust.signing import sign
from detente.trust.statements import Introduction, Key, RootSet, roots_digest

LIMIT = 2**20


def make_roots(random: Callable[[int], bytes]) -> Roots:
    made = {random(16): signer(alg, random(32)) for alg in (ED25519, ML_DSA_87)}
    return Roots([Key(id=kid, use="root", alg=s.alg, pub=s.public) for kid, s in sorted(made.items())], made)


class Founders:
    """The roots of every party, for both lines of the pair, and their introductions as the others have accepted them."""

    def __init__(self, parties: list[str], chance: Random) -> None:
        self.random = chance.randbytes
        self.roots: dict[tuple[str, str], Roots] = {}
        self.next_roots: dict[tuple[str, str], Roots] = {}
        self.frames: dict[str, bytes] = {}
        self.introductions: dict[str, Introduction] = {}
        for party in parties:
            sets = {}
            for context in found.CONTEXTS:
                self.roots[(party, context)] = own = make_roots(self.random)
                self.next_roots[(party, context)] = following = make_roots(self.random)
                sets[context] = RootSet(roots=own.keys, next=roots_digest(following.keys))
            introduction = Introduction(
                v=1,
                party=party,
                names={"en": party.title(), "zh": "示例方"},
                nonce=self.random(32),
                live=sets["live"],
                exercise=sets["exercise"],
            )
            signers = {k: s for c in found.CONTEXTS for k, s in self.roots[(party, c)].signers.items()}
            self.frames[party] = sign("introduction", NO_LINE, pack(introduction), signers).encode()
            self.introductions[party] = accept_introduction(self.frames[party])

    def draft(self, profile: str, sign_by: int, quotas: Mapping[str, int]) -> Founding:
        names = {"en": "EXAMPLE simulated line", "zh": "示例通道"}
        return found.drafted(self.introductions, profile, names, sign_by, self.random, quotas, SIM_0)


def found_pair(
    members: Mapping[tuple[str, str], Member],
    founders: Founders,
    chance: Random,
    sign_by: int,
    quotas: Mapping[str, int],
) -> None:
    """Both lines between all members; files go round in a random order and are merged in another."""
    founding = founders.draft(chance.choice(["watch", "on-call", "office"]), sign_by, quotas)
    parties = sorted({party for party, _ in members})
    copies = []
    for party in chance.sample(parties, len(parties)):
        lines: dict[Any, Any] = {}
        for context in found.CONTEXTS:
            node: SimNode = members[(party, context)].up
            lines[context] = found.signed_line(node, founding.lines[context], founders.roots[(party, context)])  # type: ignore[index]
        copies.append(merge_founding([founding, Founding(v=1, lines=lines)]))
    chance.shuffle(copies)
    whole = read_founding(pack(unpack(Founding, pack(merge_founding(copies)), LIMIT)))
    assert not missing(whole)
    check_pair(whole)
    for (_party, context), member in members.items():
        line = whole.lines[context]  # type: ignore[index]
        found.found_on(member.up, line, founded_trust(line, member.up.now()))
