"""Keys of this home after keys: a new credential on a line, signed by the roots, and a new log under it.

Order, and what a stop between two steps means:

 1. keys        new ones on the disk. Nobody was told of them; they lie there and sign nothing (`settle_keys`).
 2. commit      the last head of every own log, signed with the keys before; the succession; the new epoch, and in it the
                announcement of how this node is reached. One commit.
 3. destroy     the signing keys before, from the disk. A stop before it: the next start does it (`settle_keys`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from detente.codec.cbor import encode
from detente.codec.errors import Damaged, Local
from detente.codec.shape import pack, to_plain
from detente.line.log import Log
from detente.line.machine import EMERGENCY, SUCCESSION, Line
from detente.line.shelf import Change, HeadKept, Unqueued
from detente.node.keyring import Roots
from detente.trust.signing import sign
from detente.trust.statements import DEFAULT, MACHINE, Credential, Field, RootSet, field_digest
from detente.trust.succession import ROOTS, Succession, examine

if TYPE_CHECKING:
    from detente.node.node import Node


def key_ids(credential: Credential) -> set[bytes]:
    return {key.id for key in credential.keys}


def settle_keys(node: Node, line: Line) -> None:
    """When a line was read back: sign with the keys of the credential in force; those of earlier ones go from the disk.

    `Damaged("keys-before-succession")` for a home put back from before its last succession: it could only speak with keys
    that are over.
    """
    line.recall_epochs()
    credential = line.trust.credentials[node.me]
    if line.successions.get(node.me) and node.keyring.lacks(line.id, key_ids(credential)):
        raise Damaged("keys-before-succession", line=line.id.hex()[:12])
    node.keyring.select(line.id, key_ids(credential))
    over = {kid for held in line.trust.held(node.me)[:-1] for kid in key_ids(held)} - key_ids(credential)
    node.keyring.destroy(line.id, over)


def closed_head(node: Node, log: Log) -> bytes | None:
    """The last head of an own log under a credential that is over: its keys are gone, so it was kept."""
    line = node.lines.get(log.line)
    if line is None or line.trust.credential_at(log.party, log.epoch)[0] == line.trust.credential_digests[log.party]:
        return None
    return node.store.checkpoint(log.key)


def succeed(
    node: Node, line: Line, roots: Roots, emergency: bool = False, after: tuple[RootSet, Roots] | None = None
) -> Succession:
    """A new credential of ours on a line, in effect here when this returns, and what is to be carried to the others.

    `after`: the new root set, and its keys, when roots change. `Local("roots-not-current")` when `roots` are not ours.
    """
    from detente.node.announce import announcement  # it says what it announces through the node

    me = node.me
    if roots.keys != line.trust.root_set(me).roots:
        raise Local("roots-not-current", line=line.id.hex()[:12])
    old, kept_heads = line.trust.credentials[me], _last_heads(node, line)
    before_node = None if emergency or after else node.keyring.signer(line.id, "node")
    unheard = {party: node.store.waiting(line.id, party) for party in line.others} if emergency else {}
    keys = node.keyring.create(line.id, node.random)
    fields = {} if after is None else {ROOTS: Field(node.random(32), encode(to_plain(after[0])))}
    credential = Credential(
        v=1,
        line=line.id,
        party=me,
        seq=old.seq + 1,
        keys=keys,
        release=_release(old, keys),
        fields={name: field_digest(name, field) for name, field in fields.items()},
        prev=line.trust.credential_digests[me],
        emergency=True if emergency else None,
    )
    signers = dict(roots.signers) | ({} if after is None else after[1].signers)
    signers |= {} if before_node is None else dict([before_node])
    carried = Succession(v=1, credential=sign("credential", line.id, pack(credential), signers).encode(), fields=fields)
    with node.whole(Exception):
        changes: list[Change] = [*kept_heads, *_in_effect(node, line, carried, emergency)]
        message = node.write(line, "keys", {"keys": announcement(node, line.id, line.others)}, 0)
        _kept, said = line.say(message, node.now(), node.blind)
        changes += said
        changes += [Unqueued(line.id, peer, me, epoch, None) for peer in unheard for epoch in _over(line)]
    node.commit(changes)
    node.index_mailboxes()
    node.keyring.destroy(line.id, key_ids(old) - key_ids(credential))
    return carried


def _in_effect(node: Node, line: Line, carried: Succession, emergency: bool) -> list[Change]:
    now = node.now()
    changes = line.succeed(carried, examine(line.trust, carried), now, {})
    node.keyring.select(line.id, key_ids(line.trust.credentials[node.me]))
    reason = EMERGENCY if emergency else SUCCESSION
    return [*changes, *line.open_epoch(node.random(16), now, node.blind, reason)]


def _own(line: Line) -> list[bytes]:
    return [epoch for party, epoch in line.logs if party == line.me]


def _over(line: Line) -> list[bytes]:
    """Our logs under keys that are declared stolen. One under keys before those still proves what stands in it."""
    return [epoch for epoch in _own(line) if line.is_over((line.id, line.me, epoch))]


def _last_heads(node: Node, line: Line) -> list[Change]:
    """The last head of every own log that stands under the credential in force, signed while its keys are here."""
    found: list[Change] = []
    for epoch in _own(line):
        log = line.logs[(line.me, epoch)]
        if node.store.checkpoint(log.key) is None:
            found.append(HeadKept(log.key, log.size, node.checkpoint(log, log.size)))
    return found


def _release(old: Credential, keys: Iterable[Any]) -> dict[str, list[int | bytes]]:
    """The release rules as they were, with the new keys in the place of the old of their use."""
    new: Mapping[str, list[bytes]] = {use: [k.id for k in keys if k.use == use] for use in ("officer", "node")}
    rules: dict[str, list[int | bytes]] = {}
    for name in old.release:
        ids = new["node" if name == MACHINE else "officer"]
        count = min(int(old.release[name][0]), len(ids))
        rules[name] = [count, *ids]
    return rules or {DEFAULT: [1, *new["officer"]], MACHINE: [1, *new["node"]]}
