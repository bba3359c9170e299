"""What a node can say about its record: messages with their proofs, what is wanted, due times, and whether all of it holds.

Read-only. Shapes are plain data (bytes as bytes); `codec.shape.readable` makes them JSON.
"""

from __future__ import annotations

import re
from typing import Any

from detente.codec.cbor import decode
from detente.codec.errors import Damaged, Local, Remote
from detente.codec.limits import AHEAD, MAX_FOUNDING, MAX_SECTION, MAX_STATEMENT
from detente.codec.shape import to_plain, unpack
from detente.kinds import LATEST, TABLE
from detente.line.content import open_sections
from detente.line.destroyed import destroyed_at, open_left
from detente.line.judge import ACCEPTED, Carried
from detente.line.log import read_entry
from detente.line.machine import Line
from detente.line.shapes import Erased, Opened
from detente.node import differing
from detente.node.due import Dues
from detente.node.node import Node
from detente.node.spoken import meant, spoken_of
from detente.node.versions import known, told
from detente.proof.receipt import Opening
from detente.trust.statements import Field, roots_digest
from detente.views import matters

_REFERENCE = re.compile(r"([a-z0-9-]{1,32})-(?:[1-9][0-9]{0,3}\.)?([1-9][0-9]{0,14})", re.ASCII)
MACHINE = tuple(sorted(kind.name for kind in LATEST.values() if kind.machine))
ANSWER = ("re", "party", "what", "kind", "at", "mark", "next_by")
_HEX = re.compile("[0-9a-f]{6,64}", re.ASCII)


def reference(line: Line, party: str, epoch: bytes, n: int) -> str:
    """What people say on the phone: the author and the number in its log; after a new epoch, which one: `heron-2.1`."""
    which = ordinal(line, party, epoch)
    return f"{party}-{n}" if which == 1 else f"{party}-{which}.{n}"


def ordinal(line: Line, party: str, epoch: bytes) -> int:
    epochs = [of for (who, of) in line.logs if who == party]
    return epochs.index(epoch) + 1 if epoch in epochs else len(epochs) + 1


def terms_fields(node: Node, line: Line) -> dict[str, Any]:
    """The opened fields of a line's terms, as values."""
    row = next(r for r in node.store.lines() if r["id"] == line.id)
    fields = unpack(dict[str, Field], row["fields"], MAX_FOUNDING)
    return {name: decode(field.value, MAX_STATEMENT) for name, field in fields.items()}


def queue(node: Node, line: Line) -> list[dict[str, Any]]:
    """Every message but what nodes say by themselves, by time recorded here, with who has it, who acknowledged it and when
    that is due. What a node said and was not taken is there: something is amiss."""
    return rows(node, line, node.store.items(line.id, MACHINE))


def row(node: Node, line: Line, party: str, what: bytes) -> dict[str, Any]:
    """The queue's row of one message, looked up: what it costs does not grow with the record."""
    found = [r for r in rows(node, line, node.store.items_of(line.id, what)) if r["party"] == party]
    if not found:
        raise Local("message-unknown", name=what.hex()[:12])
    return found[0]


def rows(
    node: Node,
    line: Line,
    items: list[dict[str, Any]],
    dues: Dues | None = None,
    spoken: dict[bytes, str] | None = None,
) -> list[dict[str, Any]]:
    """Queue rows from rows of the view, in their order; `items` has every place of each message in it. `dues` and `spoken` (of
    matters, by what opened each) as known already."""
    dues = dues or Dues(node, line)
    found = []
    matter: dict[bytes, str] = spoken if spoken is not None else {}
    for item in items:
        if item["kind"] == "keys":
            continue
        # What a new epoch said again may be receipted twice: one line a member, the first time it had it.
        by_time = sorted(item["receipts"], key=lambda receipt: receipt["at"], reverse=True)
        item["receipts"] = sorted({r["peer"]: r for r in by_time}.values(), key=lambda receipt: str(receipt["peer"]))
        for receipt in item["receipts"]:
            receipt["behind"] = _apart(item["said_at"] - receipt["at"])
        item["ahead"] = _apart(item["said_at"] - item["heard_at"])
        item["reference"] = reference(line, item["party"], item["epoch"], item["n"])
        item["spoken"] = _spoken_of(node, line, item, matter)
        item["ours"] = item["party"] == node.me
        named = [_ordered(line, one) for one in item["named"]]
        item["named"] = [{name: one[name] for name in ANSWER} for one in named]
        followed = item.pop("followed")
        item |= matters.stands(item, line.trust.members, named, followed)
        item["answers"] = [{name: one[name] for name in ANSWER} for one in item["answers"]]
        item["dues"], item["asked"] = dues.of(item), dues.asked(item)
        item["due"] = min(item["dues"], key=lambda due: (due["at"] is None, due["at"] or 0), default=None)
        item["receipt_due"] = dues.receipt_due(item) if item["waiting_for"] or item["unanswered"] else None
        found.append(item)
    # What a new epoch said again is one message: the last place counts.
    last = {(row["party"], row["what"]): index for index, row in enumerate(found)}
    return [row for index, row in enumerate(found) if last[(row["party"], row["what"])] == index]


def _spoken_of(node: Node, line: Line, item: dict[str, Any], known: dict[bytes, str]) -> str:
    """The spoken reference of the matter a message belongs to; its own when it opens one, or what opened it is not here."""
    if item["thread"] is None:
        return spoken_of(line, item["party"], item["epoch"], item["n"])
    if item["thread"] not in known:
        places = node.store.numbered(line.id, item["thread"]) or [(item["party"], item["epoch"], item["n"])]
        known[item["thread"]] = spoken_of(line, *places[-1])
    return known[item["thread"]]


def _ordered(line: Line, row: dict[str, Any]) -> dict[str, Any]:
    """The row with its place among all that its author has said: which of its epochs, and the index there."""
    return {**row, "order": (ordinal(line, row["party"], row["epoch"]), row["i"])}


def _apart(span: int) -> int | None:
    """A difference of two clocks in ms, when it is more than the way and ordinary clocks explain."""
    return span if span > AHEAD else None


def clocks(node: Node, line: Line) -> dict[str, Any]:
    """Clocks that stand apart by more than two minutes, as the record shows it, in ms; None or absent when they do not.

    `ours_behind`: our clock against our own last entry, whose time our entries keep until it has caught up. `theirs`: a
    member's times against ours, positive when ahead, by its newest message or, behind, its newest receipt. Which of the two
    is wrong, no record can tell. Nothing is refused for it.
    """
    now = node.now()
    theirs = {}
    for party in line.others:
        last = max((log.at for (who, _), log in line.logs.items() if who == party), default=now)
        said = [said_at - heard_at for said_at, heard_at in node.store.newest_said(line.id, party)]
        heard = node.store.newest_receipts(line.id, party)
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


def of_kind(node: Node, line: Line, kind: str) -> list[dict[str, Any]]:
    """Every accepted message of a kind, whole."""
    items = [item for item in node.store.items_of_kind(line.id, kind) if item["verdict"] == ACCEPTED]
    return [message(node, line, row) for row in rows(node, line, items)]


def find(node: Node, line: Line, name: str) -> dict[str, Any]:
    """A queue row by reference (`heron-2`, or as spoken, `K1-0042`) or by the beginning of its id in hexadecimal.

    Of the id at least six digits. `Local("reference-misheard")` for a spoken one whose check letter is another.

    A message that a new epoch said again is found by its earlier reference too: people may have written that one down.
    """
    found = _spoken(node, line, name) or _referred(node, line, name) or _beginning(node, line, name)
    if len(found) != 1:
        raise Local("message-unknown" if not found else "message-which", name=name)
    return found[0]


def _spoken(node: Node, line: Line, name: str) -> list[dict[str, Any]]:
    said = meant(line, name)
    if said is None:
        return []
    party, n, epochs = said
    named = {item["what"] for item in node.store.items_numbered(line.id, party, n) if item["epoch"] in epochs}
    return [r for what in named for r in rows(node, line, node.store.items_of(line.id, what)) if r["party"] == party]


def _referred(node: Node, line: Line, name: str) -> list[dict[str, Any]]:
    parts = _REFERENCE.fullmatch(name)
    if parts is None:
        return []
    party, n = parts[1], int(parts[2])
    items = node.store.items_numbered(line.id, party, n)
    named = {item["what"] for item in items if reference(line, party, item["epoch"], n) == name}
    return [r for what in named for r in rows(node, line, node.store.items_of(line.id, what)) if r["party"] == party]


def _beginning(node: Node, line: Line, name: str) -> list[dict[str, Any]]:
    digits = name.lower()
    if not _HEX.fullmatch(digits):
        return []
    start, stop = bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f"))
    whats = node.store.named_like(line.id, start, stop)
    return [r for what in whats for r in rows(node, line, node.store.items_of(line.id, what))]


def message(node: Node, line: Line, row: dict[str, Any]) -> dict[str, Any]:
    """A queue row with everything its message says, section by section (absent ones left out)."""
    if row["run"]:  # over quota: only where it stands is kept
        return {**row, "content": {}, "sections": {}, "destroyed": {}, "re": []}
    data = node.store.message(line.id, row["what"])
    if data is None:
        raise Local("message-unknown", name=row["reference"])
    full = opened(line, row, data)
    if full["content"]:
        places = [node.store.items_of(line.id, what) for what in full["content"].get("re") or []]
        names = {r["what"]: r["reference"] for items in places for r in rows(node, line, items)}
        full["re"] = [names.get(w, w.hex()) for w in full["content"].get("re") or []]
        full["stored"] = Dues(node, line).stored(row)
        full["working"] = node.store.working(line.id, row["what"])
    return full


def opened(line: Line, row: dict[str, Any], data: bytes) -> dict[str, Any]:
    """A queue row with what its message, as kept, says by itself; `re` is what it names, said ids."""
    carried = Carried.kept(data)
    packed, content = carried.message, carried.content
    if packed is None or content is None:  # refused as unreadable: there is nothing to show of it
        return {**row, "content": {}, "sections": {}, "destroyed": {}, "re": []}
    full = {**row, "content": to_plain(content), "sections": {}, "destroyed": {}, "stored": [], "re": content.re or []}
    version = known(line).get(content.vocab)
    words = None if version is None else told(version)
    if words is not None:
        full["words"] = words
    kind = TABLE.get((content.kind, content.schema))
    if kind is not None and row["verdict"] == ACCEPTED:
        if isinstance(packed, Erased):
            values, full["destroyed"] = open_left(line.trust, content, packed, kind), destroyed_at(packed)
        else:
            values = open_sections(content, packed.secret, packed.values, kind)
        full["sections"] = {name: to_plain(value) for name, value in values.items()}
    else:
        full["sections"] = {name: _value(value) for name, value in packed.values.items()}
    return full


def names(node: Node, line: Line, what: bytes) -> list[bytes]:
    """The said ids a message names in `re`."""
    data = node.store.message(line.id, what)
    content = None if data is None else Carried.kept(data).content
    return [] if content is None else list(content.re or [])


def _value(value: bytes) -> Any:
    """What a value says that was not taken; its bytes when they say nothing."""
    try:
        return decode(value, MAX_SECTION)
    except (Remote, Damaged):
        return value


def status(node: Node, line: Line) -> dict[str, Any]:
    """A line's terms, members and how far each side holds the other's log."""
    row = next(r for r in node.store.lines() if r["id"] == line.id)
    from detente.node.versioning import writes  # it looks at what was written, as this does

    words = writes(node, line)
    members, found = [], differing.differences(node, line)
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
                "not_receipted": node.store.waiting(line.id, party) if party != node.me else 0,
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
        "keys_wait": sorted(line.pending),
        "records_differ": sorted({one.party for one in found if one.settled is None}),
        "differences": [one.plain() for one in found],
        "counters": node.store.counters() | dict(node.counted),
        "vocabulary": {"digest": words.digest, "number": words.version, "words": told(words)},
    }
