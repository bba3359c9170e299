"""What the steps of a plan do, one function a step: officers, the network, machines, clocks. Each says whether it took effect.

The numbers of a step pick among what is there (`a % len(...)`), so a step always means something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from detente.codec.errors import DetenteError
from detente.node.announce import announcement
from detente.node.node import HOUR
from detente.sim.disk import FAULTS as COMMITS
from detente.sim.disk import Killed
from detente.sim.member import Member
from detente.sim.ruled import ALL as FORGERIES
from detente.sim.successions import compare, new_keys
from detente.sim.world import Flight, World

# What a lie must leave behind somewhere: it has no other effect, so a person can only learn of it by this count.
LEAVES = {
    "words-that-stand-nowhere": "item-not-included",
    "a-path-of-another-place": "item-not-included",
    "a-shorter-path": "item-not-included",
    "a-signature-taken-away": "item-not-included",
    "proof-with-another-size": "item-not-included",
    "proof-with-another-opening": "item-not-included",
    "a-number-skipped": "irregular-entry-number",
    "time-goes-back": "irregular-entry-time-went-back",
    "a-clock-far-ahead": "clock-ahead",
    "an-entry-of-no-kind": "irregular-entry-shape",
    "a-second-first-entry": "irregular-entry-index",
    "another-index": "irregular-entry-index",
    "could-not-open": "could-not-open",
    "a-receipt-for-nothing-said": "receipt-for-nothing-said",
}
LAST = {"a-clock-far-ahead", "a-number-skipped"}
HISTORIES = {"two-histories", "a-longer-history", "the-end-of-a-longer-history"}


def say(world: World, a: int, b: int, c: int) -> bool:
    return world.speak(world.member(a), b, c)


def burst(world: World, a: int, b: int, c: int) -> bool:
    member = world.member(a)
    return all([world.speak(member, b + i, c + 1) for i in range(2 + b % 39)])


def many(world: World, a: int, b: int, c: int) -> bool:
    """Up to four hundred messages in one commit, under one head."""
    return world.speak_many(world.member(a), 50 + b % 351, c)


def to_the_quota(world: World, a: int, b: int, c: int) -> bool:
    """All that a class leaves this hour, in one commit or two: the last one is recorded, and one more is not."""
    member = world.member(a)
    if not world.started(member):
        return False
    node, line, wanted = member.up, member.up.line(), b % 4
    now = node.now()
    left = line.trust.quotas[wanted] - node.store.spent(line.id, node.me, wanted, now // HOUR)
    if not 0 < left <= 64:
        return False
    first = c % left
    for count in (first, left - first):
        if count and not world.speak_many(member, count, b, wanted):
            return False
    return world.one_too_many(member, 1 + c % 3, wanted, (now // HOUR + 1) * HOUR)


def answer(world: World, a: int, b: int, c: int) -> bool:
    return world.speak(world.member(a), b, 1)


def renew(world: World, a: int, b: int, c: int) -> bool:
    member = world.member(a)
    if member.node is None:
        return False
    node, line = member.up, member.up.line()

    def announce() -> None:
        node.say(line, node.write(line, "keys", {"keys": announcement(node, line.id, line.others)}, 0))
        node.index_mailboxes()

    world.act(member, announce)
    world.story(f"{member.party} announces a new sealing key")
    return True


def send(world: World, a: int, b: int, c: int) -> bool:
    """One envelope of what is owed; one time in eight also when nothing is."""
    member = world.member(a)
    if member.node is None:
        return False
    to = world.peer(member, b)
    node, line = member.up, member.up.line()
    envelope = world.act(member, node.outgoing if c % 8 == 0 else node.owed, line, to)
    if envelope is None:
        return False
    world.fly(Flight(member.party, to, envelope, False))
    world.story(f"{member.party} → {to}: an envelope leaves")
    return True


def deliver(world: World, a: int, b: int, c: int) -> bool:
    return bool(world.flights) and world.arrive(world.flights.pop(a % len(world.flights)), b)


def exchange(world: World, a: int, b: int, c: int) -> bool:
    """An envelope and its answer go there and back at once, unless there is no way."""
    before = world.flights[-1:]
    if not send(world, a, b, c | 1) or world.flights[-1:] == before:
        return False
    there = world.flights.pop()
    if world.arrive(there) and world.flights and world.flights[-1].to == there.sender:
        world.arrive(world.flights.pop())
    return True


def lose(world: World, a: int, b: int, c: int) -> bool:
    if not world.flights:
        return False
    lost = world.flights.pop(a % len(world.flights))
    world.story(f"the envelope {lost.sender} → {lost.to} is lost")
    return True


def twice(world: World, a: int, b: int, c: int) -> bool:
    if not world.flights:
        return False
    world.flights.append(world.flights[a % len(world.flights)])
    world.story("an envelope is doubled")
    return True


def bend(world: World, a: int, b: int, c: int) -> bool:
    """One bit changed, or the end cut off."""
    if not world.flights:
        return False
    at = a % len(world.flights)
    flight = world.flights[at]
    data = bytearray(flight.data)
    if c % 5:
        # Mostly where something stands: the middle of an envelope is padding.
        where = (b * 7919 + c) % min(len(data), 4096 if c % 2 else len(data))
        data[where] ^= 1 << c % 8
    else:
        del data[b % len(data) :]
    world.flights[at] = Flight(flight.sender, flight.to, bytes(data), flight.answer, False)
    world.story(f"the envelope {flight.sender} → {flight.to} is damaged")
    return True


def astray(world: World, a: int, b: int, c: int) -> bool:
    """Handed to somebody else, or an answer as a request, or a request as an answer."""
    if not world.flights:
        return False
    at = a % len(world.flights)
    flight = world.flights[at]
    to = world.parties[b % len(world.parties)]
    world.flights[at] = Flight(flight.sender, to, flight.data, bool(c % 2), False)
    world.story(f"the envelope {flight.sender} → {flight.to} is handed to {to}")
    return True


def again(world: World, a: int, b: int, c: int) -> bool:
    """A hostile route sends again what it kept."""
    if not world.archive:
        return False
    old = world.archive[a % len(world.archive)]
    world.flights.append(Flight(old.sender, old.to, old.data, old.answer, False))
    world.story(f"an old envelope {old.sender} → {old.to} is sent again")
    return True


def cut(world: World, a: int, b: int, c: int) -> bool:
    one = world.members[world.parties[a % len(world.parties)]]
    pair = frozenset((one.party, world.peer(one, b)))
    if pair in world.parted:
        return False
    world.parted.add(pair)
    world.story(f"no way between {' and '.join(sorted(pair))}")
    return True


def mend(world: World, a: int, b: int, c: int) -> bool:
    if not world.parted:
        return False
    world.parted.remove(sorted(world.parted, key=sorted)[a % len(world.parted)])
    return True


def kill(world: World, a: int, b: int, c: int) -> bool:
    member = world.member(a)
    if member.node is None:
        return False
    member.kill()
    world.story(f"{member.party}'s machine dies")
    if b % 2:
        world.restart(member)
    return True


def kill_at_commit(world: World, a: int, b: int, c: int) -> bool:
    member = world.member(a)
    member.disk.arm(list(COMMITS)[b % len(COMMITS)], c % 3)
    return False  # counted when it happens


def fill(world: World, a: int, b: int, c: int) -> bool:
    member = world.member(a)
    member.disk.fill(True)
    world.story(f"{member.party}'s disk is full")
    return True


def room(world: World, a: int, b: int, c: int) -> bool:
    for member in world.members.values():
        member.disk.fill(False)
    return True


def snapshot(world: World, a: int, b: int, c: int) -> bool:
    member = world.members[world.parties[a % len(world.parties)]]
    member.images.append(member.disk.image())
    del member.images[:-4]
    return True


def rollback(world: World, a: int, b: int, c: int, whole: bool = True) -> bool:
    member = world.members[world.parties[a % len(world.parties)]]
    if not member.images:
        return False
    member.kill()
    member.disk.put(member.images[b % len(member.images)], whole)
    member.rolled_back = True
    world.story(f"{member.party}'s {'disk' if whole else 'database'} goes back to an older state")
    world.restart(member)
    return True


def rollback_database(world: World, a: int, b: int, c: int) -> bool:
    return rollback(world, a, b, c, whole=False)


def copy(world: World, a: int, b: int, c: int) -> bool:
    """Somebody runs a copy of a home beside it."""
    member = world.members[world.parties[a % len(world.parties)]]
    if member.party in world.copies:
        return False
    other = Member(member.party, "live", lambda: world.clock, Random(f"copy/{a}/{b}/{c}/{world.clock}"))
    other.disk.put(member.disk.image())
    if a // len(world.parties) % 2:  # as most copies; else one that nothing on it tells from the first
        other.disk.mark.was = "copied"
    other.skew, other.rolled_back = member.skew, True
    world.copies[member.party] = other
    world.started(other)
    world.story(f"a copy of {member.party}'s home starts beside it")
    return True


def copy_ends(world: World, a: int, b: int, c: int) -> bool:
    """One of the two is switched off for good."""
    if not world.copies:
        return False
    party = sorted(world.copies)[a % len(world.copies)]
    world.end_copy(party, bool(b % 2))
    return True


def skew(world: World, a: int, b: int, c: int) -> bool:
    """A clock is set: by seconds, by hours, or a day wrong."""
    member = world.member(a)
    member.skew = (b % 2001 - 1000) * (1, 60, 3600, 86_400)[c % 4]
    world.story(f"{member.party}'s clock is {member.skew / 1000:g} s off")
    return True


def wait(world: World, a: int, b: int, c: int) -> bool:
    world.clock += a % 1000 * (1, 60, 1000)[b % 3]
    return True


def forge(world: World, a: int, b: int, c: int) -> bool:
    """The hostile member tries one thing on one honest member, and what must follow follows."""
    liar, victim = world.members[world.hostile or ""], world.members[world.honest[a % len(world.honest)]]
    if not (world.started(liar) and world.started(victim)) or victim.party in world.copies:
        return False
    name = list(FORGERIES)[b % len(FORGERIES)]
    try:
        tongue = world.tongue(victim)
        tongue.liar.items = []
        envelope, follows = FORGERIES[name](tongue)
    except (Killed, DetenteError):  # a disk of the world's: no attack was made
        world.tongues.pop(victim.party, None)
        for member in (liar, victim):
            if member.disk.faults.total():
                member.kill()
        return False
    world.story(f"{liar.party} tries on {victim.party}: {name}")
    world.seen.counts["forgery " + name] += 1
    epoch, before = tongue.liar.epoch, victim.up.store.counters()
    whole = world.look(victim, tongue, envelope, follows, name)
    if whole and victim.running:
        a_lie_without_effect_is_counted(world, victim, name, world.tried[epoch], before)
    world.tried[epoch].add(name)
    return True


def a_lie_without_effect_is_counted(
    world: World, victim: Member, name: str, tried: set[str], before: Mapping[str, int]
) -> None:
    """It has no other effect, so a person can only learn of it by this count."""
    counter = LEAVES.get(name)
    if counter is None or tried & HISTORIES:
        return  # nothing that stands in a second history is taken, so it leaves nothing
    if name in LAST and tried & (LAST | {"another-index"}):
        return  # every entry after one of these in that epoch breaks the rule of times, or of numbers, before any other
    if victim.up.store.counters().get(counter, 0) <= before.get(counter, 0):
        world.violate("a-lie-is-counted", f"{name} was tried on {victim.party}, and it does not count {counter}")


EVENTS: dict[str, Callable[[World, int, int, int], bool]] = {
    work.__name__.replace("_", "-"): work
    for work in (
        say,
        many,
        burst,
        to_the_quota,
        answer,
        send,
        deliver,
        exchange,
        wait,
        renew,
        snapshot,
        lose,
        twice,
        bend,
        astray,
        again,
        cut,
        mend,
        kill,
        kill_at_commit,
        fill,
        room,
        rollback,
        rollback_database,
        copy,
        copy_ends,
        skew,
        forge,
        new_keys,
        compare,
    )
}
