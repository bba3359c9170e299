"""The delivery record of one message, from what a node holds, signed by its node key. Nothing here writes to the record.

`delivery show` is the same file, made and verified in memory: what one side is shown is what the other can be shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from detente.bundle.delivering import Composing, Held, compose
from detente.bundle.delivery import EXPLANATION, TAG, is_answered, seal_delivery
from detente.bundle.deliveryshapes import By, Carried, Heads
from detente.bundle.export import LogSource
from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_FOUNDING
from detente.codec.shape import pack, unpack
from detente.kinds import TABLE
from detente.line.content import read_kept, read_signed
from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.node.due import Dues
from detente.node.node import Node
from detente.proof.head import Head
from detente.trust.signing import sign
from detente.trust.statements import Field

UNRECORDED = "unrecorded"  # said before routes were kept: nothing is stated


def delivery(
    node: Node, line: Line, row: dict[str, Any], at: int | None = None, withhold: Collection[str] = ()
) -> bytes:
    """The file about the message of a queue row. `at` (ms UTC) asks for a time; without it each member's due time is taken,
    or now where it has none yet or it is to come.

    `Local("delivery-kind")` for a message that nobody is asked to acknowledge, `Local("section-not-here")`,
    `Local("delivery-keys-over")` for one under keys declared stolen that nobody else's record names.
    """
    known = {name for kind in TABLE.values() for name in kind.sections}
    unknown = sorted(set(withhold) - known)
    if unknown:
        raise Local("section-not-here", name=", ".join(unknown))
    packed = node.store.message(line.id, row["what"]) if row["verdict"] == ACCEPTED else None
    message = None if packed is None else read_kept(packed)
    content = None if message is None else read_signed(message.signed)[0]
    if message is None or content is None or not is_answered(content):
        raise Local("delivery-kind", kind=row["kind"])
    composing = Composing(
        row["what"],
        message,
        content,
        logs(node, line),
        lambda what: node.store.message(line.id, what),
        frozenset(answer["what"] for answer in row["answers"] if answer["kind"] == "acknowledgement"),
        frozenset(_explanations(node, line, row["what"])),
        frozenset(withhold),
        frozenset(line.trust.logs_over()),
    )
    if not composing.said:
        raise Local("delivery-keys-over")
    kept = next(r for r in node.store.lines() if r["id"] == line.id)
    fields = unpack(dict[str, Field], kept["fields"], MAX_FOUNDING)
    shown = {name: one for name, one in fields.items() if name == "deadlines"}
    others = [party for party in line.trust.members if party != content.author]
    dues = Dues(node, line)
    by = {party: _by(node, composing, dues, row, party, at) for party in others}
    carried = _carried(node, line, row["what"], composing) if content.author == node.me else {}
    unsent = [party for party in others if carried.get(party) == [] and composing.receipt(party) is None]
    record = compose(
        line.id,
        node.me,
        node.now(),
        kept["terms"],
        shown,
        {c["party"]: c["frame"] for c in node.store.credentials(line.id)},
        composing,
        by,
        carried,
        _differ(node, line),
        unsent,
        [one for party in line.trust.members for one in line.successions.get(party, [])],
    )
    kid, signer = node.keyring.signer(line.id, "node")
    return seal_delivery(sign(TAG, line.id, pack(record), {kid: signer}).encode())


def logs(node: Node, line: Line) -> Mapping[tuple[str, bytes], Held]:
    """Every log that is held under a signed head."""
    found = {}
    for key, log in line.logs.items():
        own = log.party == node.me
        head = node.checkpoint(log, log.size) if own else node.store.checkpoint(log.key)
        if head is not None:
            found[key] = Held.of(LogSource(log, head, log.size, node.store.openings(log.key, 0, log.size)))
    return found


def _explanations(node: Node, line: Line, what: bytes) -> list[bytes]:
    found = []
    for item in node.store.items_of_kind(line.id, EXPLANATION):
        packed = node.store.message(line.id, item["what"]) if item["verdict"] == ACCEPTED else None
        if packed is not None and what in (read_signed(read_kept(packed).signed)[0].re or []):
            found.append(item["what"])
    return found


def _by(node: Node, composing: Composing, dues: Dues, row: dict[str, Any], party: str, at: int | None) -> By:
    """Which time a member's row is about. The roster by whose calendar it was counted is shown too."""
    now = node.now()
    if at is not None:
        return By(at, "asked")
    heard, deadlines = composing.receipt(party), dues.deadlines
    span = None if deadlines is None else deadlines.acknowledge.get(str(composing.content.wanted))  # type: ignore[call-overload]
    if heard is None or deadlines is None or span is None:
        return By(now, "asked")
    due = dues.due(row, party, heard.at, span)
    if due["at"] is None or (due["at"] > now and not composing.answered(party)):
        return By(now, "asked")  # what is answered already needs no waiting for its time
    if deadlines.over == "always":
        return By(due["at"], "due")
    composing.calendars.add(due["roster"])
    return By(due["at"], "calendar")


def _carried(node: Node, line: Line, what: bytes, composing: Composing) -> dict[str, list[Carried]]:
    """What this node kept of routes, by member; nothing is stated of one for whom that cannot be known.

    A record put back to a copy does not know what was sent after it: there the message stands in a closed log too.
    """
    found: dict[str, list[Carried]] = {}
    rows = node.store.carriage(line.id, what)
    certain = all(place.epoch == line.own_epoch for place in composing.said)
    for party in line.others:
        mine = [row for row in rows if row["peer"] == party]
        ways = [Carried(way=r["way"], first=r["first"], to=r["host"] or None) for r in mine if r["way"] != UNRECORDED]
        if ways or (certain and not mine):
            found[party] = ways
    return found


def _differ(node: Node, line: Line) -> dict[str, Heads]:
    """Members of whose logs two histories are held, with two heads of one size where that shows it."""
    found: dict[str, Heads] = {}
    for row in node.store.differences(line.id):
        heads = [
            (head, one) for one in (row["ours"], row["theirs"]) if one and (head := _standing(line, one)) is not None
        ]
        found.setdefault(row["party"], [])
        if len(heads) == 2:
            (first, one), (second, two) = sorted(heads, key=lambda head: head[0].root)
            if (first.epoch, first.size) == (second.epoch, second.size) and first.root != second.root:
                found[row["party"]] = [one, two]
    return found


def _standing(line: Line, checkpoint: bytes) -> Head | None:
    """The head, unless it is of a log whose keys were declared stolen: that can be said, and not shown."""
    try:
        head = line.trust.check_head(checkpoint)
    except Remote:  # beyond where that log ended; it was verified when it was kept
        return None
    return None if line.is_over((line.id, head.party, head.epoch)) else head
