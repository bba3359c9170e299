"""What the code finds one way is found again another way, by calculations that share nothing with it.

Due times (duties.py), delivery records (deliveries.py), agreements (agreements.py), call words, spoken references and tests of
the line (alike.py), sizes at their edges (bounds.py), what is left of a message that was destroyed (erasures.py): each is
asked of values drawn from the world's seed, and of its members as they are at rest.
"""

from __future__ import annotations

from random import Random

from detente.sim import agreements, alike, bounds, deliveries, duties, erasures
from detente.sim.plan import NUMBERS
from detente.sim.world import World


def check_again(world: World) -> None:
    """Not in worlds for numbers, where each costs more than it shows."""
    if world.plan.weather in NUMBERS:
        return
    seed = world.plan.seed
    for promise, found in (
        ("due-times", duties.wrong(seed)),
        ("delivery-records", deliveries.wrong(seed)),
        ("agreements", agreements.wrong(seed)),
        ("two-desks-find-the-same", alike.wrong(seed)),
        ("bounds-are-kept", bounds.wrong(seed)),
        ("what-is-destroyed-is-proven", erasures.wrong(seed)),
    ):
        for sentence in found:
            world.violate(promise, sentence)
    as_they_are(world)


def as_they_are(world: World) -> None:
    """Members that are honest and lost nothing: whoever computes from the one record finds the same as all others."""
    nodes = {party: world.members[party].up for party in world.honest}
    if any(world.members[party].rolled_back for party in nodes):
        return
    for sentence in alike.between(nodes):
        world.violate("two-desks-find-the-same", sentence)
    for a in sorted(nodes):
        for b in sorted(nodes):
            for sentence in alike.telephone(nodes[a], nodes[b], world.clock // alike.DAY) if a < b else ():
                world.violate("two-desks-find-the-same", sentence)
    if world.hostile or any(node.store.excess(node.line().id) for node in nodes.values()):
        return  # what is over quota is kept by nobody but its author, so one record shows less than another
    for sentence in deliveries.between(nodes, Random(f"detente/delivered/{world.plan.seed}"), world.emergencies):
        world.violate("delivery-records", sentence)
    if world.apart_for_good:
        return
    for sentence in agreements.between(nodes):
        world.violate("agreements", sentence)
