"""Announcing how this node is reached: sealing keys, mailboxes, routes, in a `keys` message of its own.

Said when a line is founded, and again before a sealing key ends or when the address changes. The mailbox a member was given
stays the same. The outgoing key is announced beside the new one until it ends, so nothing under way is lost.
"""

from __future__ import annotations

from detente.kinds.keys import Announced, Route, SealingKey
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node.node import DAY, Node
from detente.node.tls import certificate_der

SEALING_LIFE = 90 * DAY
RENEW_BEFORE = 30 * DAY


def announcement(node: Node, line: bytes, others: list[str]) -> Announced:
    """A new sealing key beside those not yet ended. The private half is on the disk before this returns.

    A home restored from a backup has no sealing key; the mailboxes it gave stand in its record, and stay the same.
    """
    now = node.now()
    held = [f for f in node.keyring.sealing.values() if f.line == line]
    before = None if held else node.announced(line)
    if held:
        mailboxes = dict(held[-1].mailboxes)
    elif before is not None:
        mailboxes = dict(before.mailboxes)
    else:
        mailboxes = {party: node.random(16) for party in others}
    node.keyring.create_sealing(line, node.random, now - DAY, now + SEALING_LIFE, mailboxes)
    current = [f for f in node.keyring.sealing.values() if f.line == line and f.until > now]
    current.sort(key=lambda f: (f.start, f.id))
    keys = [
        SealingKey(id=f.id, suite=1, pub=node.keyring.sealing_public(f), start=f.start, until=f.until)
        for f in current[-4:]
    ]
    return Announced(sealing=keys, mailboxes=mailboxes, routes=routes(node))


def routes(node: Node) -> list[Route]:
    listen = node.home.settings.listen
    return [Route("https", listen.address, certificate_der(node.home, node.random))] if listen.address else []


def renew(node: Node, line: Line) -> bool:
    """Announce again if the newest sealing key ends within thirty days or our route is not the one we announced."""
    held = [f.until for f in node.keyring.sealing.values() if f.line == line.id]
    own = node.announced(line.id)
    told = own is not None and own.routes == routes(node)
    if held and max(held) > node.now() + RENEW_BEFORE and told:
        return False
    announce(node, line)
    return True


def announce(node: Node, line: Line) -> MessageKept:
    """Say a new sealing key now."""
    kept = node.say(line, node.write(line, "keys", {"keys": announcement(node, line.id, line.others)}, 0))
    node.index_mailboxes()
    return kept
