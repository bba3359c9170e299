"""What a node can say about its record: messages with their proofs, what is wanted, due times, and whether all of it holds.

Read-only. Shapes are plain data (bytes as bytes); `codec.shape.readable` makes them JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.codec.cbor import decode
from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_FOUNDING, MAX_SECTION, MAX_STATEMENT
from detente.codec.shape import to_plain, unpack
from detente.kinds import TABLE
from detente.line.content import open_sections, read_message, read_signed
from detente.line.judge import ACCEPTED, Carried, judge
from detente.line.log import Log, read_entry
from detente.line.machine import AHEAD, Line
from detente.line.shapes import Heard, Opened, Said
from detente.line.shelf import MessageKept
from detente.node.node import Node
from detente.proof.head import Place
from detente.proof.receipt import Opening
from detente.trust.statements import Field, roots_digest


def reference(line: Line, party: str, epoch: bytes, n: int) -> str:
    """What people say on the phone: the author and the number in its log; after a new epoch, which one: `heron-2.1`."""
    epochs = [of for (who, of) in line.logs if who == party]
    ordinal = epochs.index(epoch) + 1 if epoch in epochs else len(epochs) + 1
    return f"{party}-{n}" if ordinal == 1 else f"{party}-{ordinal}.{n}"


def terms_fields(node: Node, line: Line) -> dict[str, Any]:
    """The opened fields of a line's terms, as values."""
    row = next(r for r in node.store.lines() if r["id"] == line.id)
    fields = unpack(dict[str, Field], row["fields"], MAX_FOUNDING)
    return {name: decode(field.value, MAX_STATEMENT) for name, field in fields.items()}


def due(fields: dict[str, Any], wanted: int | None, heard_at: int) -> dict[str, Any]:
    """When an acknowledgement is due: `at` ms UTC for terms that count every hour; over duty hours the calendar decides."""
    deadlines = fields["deadlines"]
    span = deadlines["acknowledge"].get(str(wanted))
    if span is None:
        return {"within": None, "over": deadlines["over"], "at": None}
    return {"within": span, "over": deadlines["over"], "at": heard_at + span if deadlines["over"] == "always" else None}


def queue(node: Node, line: Line) -> list[dict[str, Any]]:
    """Every message except keys, by time recorded here, with who has it, who acknowledged it and when that is due."""
    fields = terms_fields(node, line)
    rows = []
    for item in node.store.items(line.id):
        if item["kind"] == "keys":
            continue
        # What a new epoch said again may be receipted twice: one line a member, the first time it had it.
        by_time = sorted(item["receipts"], key=lambda receipt: receipt["at"], reverse=True)
        item["receipts"] = sorted({r["peer"]: r for r in by_time}.values(), key=lambda receipt: str(receipt["peer"]))
        for receipt in item["receipts"]:
            receipt["behind"] = _apart(item["said_at"] - receipt["at"])
        item["ahead"] = _apart(item["said_at"] - item["heard_at"])
        item["reference"] = reference(line, item["party"], item["epoch"], item["n"])
        item["ours"] = item["party"] == node.me
        waits = item["kind"] not in ("acknowledgement", None) and item["verdict"] == ACCEPTED
        item["waiting_for"] = (
            [p for p in line.trust.members if p != item["party"] and p not in {a["party"] for a in item["answers"]}]
            if waits
            else []
        )
        heard = [r["at"] for r in item["receipts"]] if item["ours"] else [item["heard_at"]]
        item["due"] = due(fields, item["wanted"], min(heard)) if heard and item["waiting_for"] else None
        rows.append(item)
    # What a new epoch said again is one message: the last place counts.
    last = {(row["party"], row["what"]): index for index, row in enumerate(rows)}
    return [row for index, row in enumerate(rows) if last[(row["party"], row["what"])] == index]


def _apart(span: int) -> int | None:
    """A difference of two clocks in ms, when it is more than the way and ordinary clocks explain."""
    return span if span > AHEAD else None


def clocks(node: Node, line: Line) -> dict[str, Any]:
    """Clocks that stand apart by more than two minutes, as the record shows it, in ms; None or absent when they do not.

    `ours_behind`: our clock against our own last entry, whose time our entries keep until it has caught up. `theirs`: a
    member's times against ours, positive when ahead, by its newest message or, behind, its newest receipt. Which of the two
    is wrong, no record can tell. Nothing is refused for it.
    """
    now, items = node.now(), node.store.items(line.id)
    theirs = {}
    for party in line.others:
        last = max((log.at for (who, _), log in line.logs.items() if who == party), default=now)
        said = [item["said_at"] - item["heard_at"] for item in items if item["party"] == party][-1:]
        heard = [(r["at"], i["said_at"]) for i in items for r in i["receipts"] if r["peer"] == party]
        ahead = _apart(max([last - now, *said]))
        behind = _apart(max(heard)[1] - max(heard)[0]) if heard else None
        if ahead or behind:
            theirs[party] = ahead or -(behind or 0)
    return {"ours_behind": _apart(line.own.at - now), "theirs": theirs}


def begun(node: Node, line: Line) -> dict[str, Any]:
    """Why and when (ms UTC) our current log on a line was begun, and how many heads of ours others hold were reported."""
    [first] = node.store.openings(line.own.key, 0, 1)
    entry = read_entry(unpack(Opening, first, MAX_STATEMENT))
    assert isinstance(entry, Opened)
    return {"reason": entry.reason, "at": entry.at, "reported": len(entry.reported)}


def find(node: Node, line: Line, name: str) -> dict[str, Any]:
    """A queue row by reference (`heron-2`) or by the beginning of its id in hexadecimal (at least six digits)."""
    rows = queue(node, line)
    found = [r for r in rows if r["reference"] == name]
    if not found and len(name) >= 6:
        found = [r for r in rows if r["what"].hex().startswith(name.lower())]
    if len(found) != 1:
        raise Local("message-unknown" if not found else "message-which", name=name)
    return found[0]


def message(node: Node, line: Line, row: dict[str, Any]) -> dict[str, Any]:
    """A queue row with everything its message says, section by section (absent ones left out)."""
    carried = node.store.message(line.id, row["what"])
    if carried is None:
        raise Local("message-unknown", name=row["reference"])
    packed = read_message(carried)
    content = read_signed(packed.signed)[0]
    names = {r["what"]: r["reference"] for r in queue(node, line)} if content.re else {}
    full = {
        **row,
        "content": to_plain(content),
        "sections": {},
        "re": [names.get(w, w.hex()) for w in content.re or []],
    }
    kind = TABLE.get((content.kind, content.schema))
    if kind is not None and row["verdict"] == ACCEPTED:
        opened = open_sections(content, packed.secret, packed.values, kind)
        full["sections"] = {name: to_plain(value) for name, value in opened.items()}
    else:
        full["sections"] = {n: decode(v, MAX_SECTION) for n, v in packed.values.items()}
    return full


def status(node: Node, line: Line) -> dict[str, Any]:
    """A line's terms, members and how far each side holds the other's log."""
    row = next(r for r in node.store.lines() if r["id"] == line.id)
    members = []
    for party in line.trust.members:
        logs = [log for (who, _), log in line.logs.items() if who == party]
        has = line.peer_has.get(party)
        members.append(
            {
                "party": party,
                "fingerprint": roots_digest(line.trust.terms.parties[party].roots),
                "entries": logs[-1].size if logs else 0,
                "epochs": len(logs),
                "messages": sum(log.said for log in logs),
                "last": max((log.at for log in logs), default=None),
                "holds_ours": has.size if has is not None else 0,
                "not_receipted": len(node.store.unreceipted(line.id, party, 4096)) if party != node.me else 0,
            }
        )
    return {
        "line": line.id,
        "context": line.trust.terms.context,
        "founded": row["founded"],
        "us": node.me,
        "terms": terms_fields(node, line),
        "members": members,
        "begun": begun(node, line),
        "clocks": clocks(node, line),
        "records_differ": [d["party"] for d in node.store.differences(line.id)],
        "counters": node.store.counters() | dict(node.counted),
    }


def audit(node: Node, line: Line) -> dict[str, Any]:
    """Check the record as it lies: every leaf, root, head, and every verdict, reached again from the kept bytes.

    `Remote("record-root"|"record-head"|"record-verdict")` names the first fault.
    """
    entries = 0
    for log in line.logs.values():
        again = Log(log.line, log.party, log.epoch)
        again.extend(node.store.openings(log.key, 0, log.size))
        if again.size != log.size or again.tree.root() != log.tree.root():
            raise Remote("record-root", party=log.party)
        head = node.checkpoint(log, log.size) if log.party == node.me else node.store.checkpoint(log.key)
        if head is None or line.trust.check_head(head) != again.head():
            raise Remote("record-head", party=log.party)
        entries += again.size
    messages = 0
    for kept, row in judged_again(node, line):
        if (kept.judged.verdict, kept.judged.reason) != (row["verdict"], row["reason"]):
            raise Remote("record-verdict", party=kept.place.party)
        messages += 1
    return {"line": line.id, "entries": entries, "messages": messages, "members": line.trust.members}


def judged_again(node: Node, line: Line) -> Iterator[tuple[MessageKept, dict[str, Any]]]:
    """Every message with the verdict its bytes lead to now, beside its row in the store; in the order recorded."""
    rows = {Place(r["party"], r["epoch"], r["i"]): r for r in node.store.messages(line.id)}
    placed: dict[tuple[str, bytes], list[tuple[Place, bytes]]] = {}
    for place in dict.fromkeys(order_recorded(node, line)):  # a receipt given again is the same message
        row = rows.pop(place, None)
        if row is None:
            raise Remote("record-entry", party=place.party, index=place.index)
        carried = Carried.of(read_message(row["message"]))
        said = unpack(Said, row["said"], MAX_STATEMENT)
        _stands(node, line, place, said)
        earlier = placed.setdefault((place.party, carried.content_id), [])
        repeated = bool(carried.content_id) and any(
            not (p.epoch != place.epoch and what == row["what"]) for p, what in earlier
        )
        earlier.append((place, row["what"]))
        judged = judge(line.trust, place.party, said, carried, repeated, line.vocabularies)
        yield (
            MessageKept(
                line.id,
                place,
                row["what"],
                carried.content_id,
                said,
                carried.packed,
                judged,
                row["heard_at"],
                row["heard_in"],
            ),
            row,
        )
    if rows:
        raise Remote("record-entry", party=next(iter(rows)).party, index=next(iter(rows)).index)


def order_recorded(node: Node, line: Line) -> Iterator[Place]:
    """The places of all messages in the order our own logs recorded them: what we said, and what we heard."""
    own = [log for (party, _), log in line.logs.items() if party == node.me]
    for log in own:
        for index, carried in enumerate(node.store.openings(log.key, 0, log.size)):
            entry = read_entry(unpack(Opening, carried, MAX_STATEMENT))
            if isinstance(entry, Said):
                yield Place(node.me, log.epoch, index)
            elif isinstance(entry, Heard):
                yield entry.place


def _stands(node: Node, line: Line, place: Place, said: Said) -> None:
    """The log holds this entry at this place, as far as it is mirrored. `Remote("record-entry")` when it holds another."""
    openings = node.store.openings((line.id, place.party, place.epoch), place.index, place.index + 1)
    if openings and read_entry(unpack(Opening, openings[0], MAX_STATEMENT)) != said:
        raise Remote("record-entry", party=place.party, index=place.index)


def rebuild(node: Node, line: Line) -> int:
    """Drop the views and fold them again from the messages, in one transaction; how many messages."""
    kept = [message for message, _row in judged_again(node, line)]
    node.store.refold(line.id, kept)
    return len(kept)
