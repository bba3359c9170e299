"""Keys after keys in the simulated world: three of the four cases, by the real code, at any instant; persons compare words.

The fourth, roots lost, is a new line. Nobody's disk goes back here: a home from before its last succession is refused at its
start (`keys-before-succession`), which tests/node shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.codec.errors import DetenteError
from detente.node import keys
from detente.node.keyring import Roots
from detente.node.succession import key_ids, succeed
from detente.sim.founding import make_roots
from detente.trust.statements import RootSet, roots_digest
from detente.trust.succession import EMERGENCY

if TYPE_CHECKING:
    from detente.sim.member import Member
    from detente.sim.world import World

CASES = ("routine", "emergency", "root-change")


class Safes:
    """Every party's roots, as they lie in its safe: by the digest under which they were published, so that what took effect is
    found again after a machine died on the way."""

    def __init__(self) -> None:
        self.held: dict[bytes, Roots] = {}

    def keep(self, roots: Roots) -> bytes:
        digest = roots_digest(roots.keys)
        self.held[digest] = roots
        return digest


def new_keys(world: World, a: int, b: int, c: int) -> bool:
    """One member renews its keys, changes its roots, or declares that its keys are no longer only its own."""
    member = world.member(a)
    if not world.started(member):
        return False
    node, line = member.up, member.up.line()
    if len(line.trust.cases.get(member.party, [])) >= 12:
        return False  # enough to say in one world
    case = CASES[b % 3]
    root_set = line.trust.root_set(member.party)
    roots = world.safes.held[roots_digest(root_set.roots)]
    after = None
    if case == "root-change":
        new, later = world.safes.held[root_set.next], make_roots(world.chance.randbytes)
        after = (RootSet(roots=new.keys, next=world.safes.keep(later)), new)
    if case == "emergency":
        world.emergencies.add(member.party)
    done = world.act(member, succeed, node, line, roots, case == "emergency", after)
    world.story(f"{member.party} takes new keys: {case}{'' if done is not None else ', and is stopped on the way'}")
    if done is None:
        return False
    world.seen.counts[f"succession {case}"] += 1
    return True


def compare(world: World, a: int, b: int, c: int) -> bool:
    """Persons of one member compare the twelve words of whatever waits there."""
    member = world.member(a)
    return world.started(member) and compare_all(world, member)


def compare_all(world: World, member: Member) -> bool:
    node, line = member.up, member.up.line()
    compared = False
    for party in sorted(line.pending):
        author = world.members[party]
        if author.running:
            one_and_the_same_words(world, member, author)
        if world.act(member, keys.compared, node, node.held(line), party) is None:
            return compared
        world.story(f"{member.party} has compared the words of {party}'s new keys")
        world.seen.counts["succession compared"] += 1
        compared = True
    return compared


def one_and_the_same_words(world: World, member: Member, author: Member) -> None:
    """What both see is the same, unless the author has taken other keys since."""
    theirs, ours = author.up.line(), member.up.line()
    if len(theirs.trust.cases.get(author.party, [])) != len(ours.trust.cases.get(author.party, [])) + 1:
        return
    try:
        seen = [keys.waiting(one.up, one.up.line(), author.party)["numbers"] for one in (author, member)]
    except DetenteError as error:
        return world.violate("one-and-the-same-words", f"no words to compare about {author.party}: {error}")
    if seen[0] != seen[1]:
        world.violate("one-and-the-same-words", f"{member.party} and {author.party} see other words")


def everybody_knows_the_newest_keys_and_holds_no_others(world: World) -> None:
    """At rest: one credential of each member, in force everywhere, nothing waits, and keys that are over are gone."""
    parties = world.parties
    for party in parties:
        node = world.members[party].up
        line = node.line()
        if line.pending:
            world.violate("newest-keys", f"something waits at {party} after persons have compared it")
        for other in parties:
            theirs = world.members[other].up.line().trust.credential_digests[other]
            if line.trust.credential_digests[other] != theirs:
                world.violate("newest-keys", f"{party} does not know {other}'s newest keys")
        held = set(node.keyring._files)
        over = {kid for credential in line.trust.held(party)[:-1] for kid in key_ids(credential)}
        wanted = key_ids(line.trust.credentials[party])
        if held & (over - wanted) or wanted - held:
            world.violate("newest-keys", f"{party} holds keys that are over, or lacks one that is in force")


def cut_short(world: World, author: str, epoch: bytes) -> bool:
    """Whether a log stands under keys that its author declared stolen: what nobody had receipted of it is not sent any more, and
    what nobody had named counts for nothing. Its author writes it again."""
    trust = world.members[author].up.line().trust
    before = [number for number, case in enumerate(trust.cases.get(author, [])) if case == EMERGENCY]
    digests = [
        *(digest for digest, _credential, _roots in trust.earlier.get(author, [])),
        trust.credential_digests[author],
    ]
    return digests.index(trust.credential_at(author, epoch)[0]) in before
