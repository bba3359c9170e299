"""Handover by exception: what the incoming office must know, and its signature that it was shown. Local: never on the line.

`prepare` shows the exceptions and keeps what was shown; `take` signs it with the office's key, if it still is so: had the
record moved on, or a time passed, or a call been made, somebody would sign for what they did not see. Order: one commit, after
the signature; stopped before it, nothing was taken over and it is shown again.

    report    = {v: 1, line, party, context, at: ms, head, needs_us, past, held, trouble, called: [...]}
    digest    = H("handover", report without `at`)
    statement = {v: 1, line, party, context, desk: text, n: uint, ? prev: H("handover-statement", statement before),
                 shown: digest, shown-at: ms, head: [party, epoch, size, root], at: ms}     ; COSE_Sign, tag "handover"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.cbor import decode, encode, tagged_hash
from detente.codec.cose import parse
from detente.codec.errors import DetenteError, Local, Remote
from detente.codec.limits import MAX_BUNDLE
from detente.codec.shape import Digest, Millis, Party, Shape, Uint, pack, to_plain, unpack
from detente.codec.text import clean_text
from detente.line.desk import HandoverShown, HandoverTaken
from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.node import dealings, records
from detente.node.alive import alarms
from detente.node.calling import waits
from detente.node.node import Node
from detente.node.spoken import epochs
from detente.proof.head import Head
from detente.trust.signing import is_valid, sign
from detente.views import matters

TAG = "handover"
MAX_DESK = 64  # characters of a desk's name


class Statement(Shape, frozen=True):
    """What the incoming office signs."""

    v: Literal[1]
    line: Digest
    party: Party
    context: str
    desk: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_DESK)]
    n: Uint
    shown: Digest
    shown_at: Millis = msgspec.field(name="shown-at")
    head: Head
    at: Millis
    prev: Digest | None = None


Routes = Sequence[Mapping[str, Any]]  # of the carriers: {peer, failing_since, why}, where a node serves the home


def report(node: Node, line: Line, routes: Routes = ()) -> dict[str, Any]:
    """The exceptions at this moment; everything else is as it should be."""
    now = node.now()
    rows, held = _open(node, line) if len(line.trust.members) == 2 else _whole(node, line)
    taken = node.store.handovers(line.id, 1)
    since = taken[0]["at"] if taken else 0
    return {
        "v": 1,
        "line": line.id,
        "party": node.me,
        "context": line.trust.terms.context,
        "at": now,
        "head": to_plain(line.own.head()),
        "needs_us": [
            _named(row) | {"due": due, "passed": due is not None and due < now, "wants": wants}
            for row in rows
            if (wants := _wants(node, row))
            for due in (min((at for party, at in _dues(row) if party == node.me), default=None),)
        ],
        "past": [
            _named(row) | {"due": min(at for _, at in theirs), "waiting_for": sorted({party for party, _ in theirs})}
            for row in rows
            if (theirs := [(party, at) for party, at in _dues(row) if party != node.me and at < now])
        ],
        "held": [one | {"passed": one["by"] < now} for one in held],
        "trouble": _trouble(node, line, routes, now),
        "called": [
            {name: row[name] for name in ("what", "step", "who", "way", "tries", "begun", "ended", "outcome")}
            for row in node.store.called(line.id, since)
        ],
    }


def _named(row: dict[str, Any]) -> dict[str, Any]:
    names = ("what", "party", "kind", "wanted", "said_at", "heard_at")
    return {name: row[name] for name in names} | {"reference": row["spoken"], "number": row["reference"]}


def _dues(row: dict[str, Any]) -> list[tuple[str, int]]:
    """Of whom an acknowledgement or an answer is awaited by a time that the terms and calendars give (ms UTC)."""
    answers = [one["answer"] for one in row["asked"] if one["answer"] is not None]
    return [(due["party"], int(due["at"])) for due in (*row["dues"], *answers) if due["at"] is not None]


def _wants(node: Node, row: dict[str, Any]) -> list[str]:
    """What a message wants of us still, beyond being known: `acknowledgement`, `answer`."""
    wants = {"acknowledgement": bool(row["wanted"]) and waits(node, row), "answer": node.me in row["unanswered"]}
    return [name for name, wanted in wants.items() if wanted]


Rows = list[dict[str, Any]]


def _open(node: Node, line: Line) -> tuple[Rows, Rows]:
    """Of a line of two: the rows that are open, by time heard, and the next words promised. What it costs grows with what is
    open, not with the record: what one of two owes is open for both."""
    rows = dealings.desk_rows(node, line, node.store.listed(line.id, dealings.OPEN))
    promised: dict[
        tuple[bytes, str], dict[str, Any]
    ] = {}  # where what opened a matter is not here, each row of it says so
    for row in rows:
        if row["word_due"] is not None:
            promised.setdefault((row["thread"] or row["what"], row["party"]), row)
    found = [_named(row) | {"by": row["word_due"], "from": row["party"]} for row in promised.values()]
    return rows, _by_time(_of_replies(rows) + found)


def _whole(node: Node, line: Line) -> tuple[Rows, Rows]:
    """Of a line of more: what members owe each other is open for them and not for us, and is found in the whole record."""
    rows = records.queue(node, line)
    return rows, _held(line, rows)


def _of_replies(rows: Rows) -> Rows:
    return [
        _named(row) | {"by": one["next_by"], "from": one["party"]}
        for row in rows
        for one in row["standing"]
        if one["next_by"] is not None
    ]


def _by_time(found: Rows) -> Rows:
    return sorted(found, key=lambda one: (one["by"], one["what"], one["from"]))


def _held(line: Line, rows: Rows) -> Rows:
    """Next words promised by a member that have not come: of a matter by its notice or updates, of a question by a reply."""
    found = _of_replies(rows)
    threads: dict[bytes, list[dict[str, Any]]] = {}
    for row in rows:
        if row["verdict"] == ACCEPTED:
            order = (epochs(line, row["party"]).index(row["epoch"]), row["i"])
            threads.setdefault(row["thread"] or row["what"], []).append(row | {"order": order})
    for matter in threads.values():
        for party, by in matters.state(line.trust.members, matter)["next_by"].items():
            found.append(_named(matter[0]) | {"by": by, "from": party})
    return _by_time(found)


def _trouble(node: Node, line: Line, routes: Routes, now: int) -> list[dict[str, Any]]:
    """What keeps the line from working as it should: a code, a party, a number (of messages, ms apart, or ms UTC since when)."""
    failing = [(str(route["peer"]), route["failing_since"]) for route in routes if route["failing_since"] is not None]
    found = [{"code": "route", "party": party, "count": since} for party, since in sorted(failing)]
    state = records.status(node, line)
    for member in state["members"]:
        if member["not_receipted"]:
            found.append({"code": "not-receipted", "party": member["party"], "count": member["not_receipted"]})
    found += [{"code": "records-differ", "party": party, "count": 1} for party in state["records_differ"]]
    found += [
        {"code": "clock", "party": party, "count": abs(apart)} for party, apart in state["clocks"]["theirs"].items()
    ]
    if state["clocks"]["ours_behind"]:
        found.append({"code": "clock", "party": node.me, "count": state["clocks"]["ours_behind"]})
    found += [{"code": row["code"], "party": row["party"], "count": row["since"]} for row in alarms(node, line, now)]
    return found


def digest_of(shown: dict[str, Any]) -> bytes:
    """Of everything but the time it was shown at."""
    return tagged_hash(TAG, {name: value for name, value in shown.items() if name != "at"})


def prepare(node: Node, line: Line, routes: Routes = ()) -> dict[str, Any]:
    """The exceptions, kept as shown; `code` is the beginning of their digest."""
    shown = report(node, line, routes)
    digest = digest_of(shown)
    node.commit([HandoverShown(line.id, shown["at"], digest, encode(shown))])
    return shown | {"digest": digest, "code": digest.hex()[:8]}


def take(node: Node, line: Line, desk: str, code: str | None = None, routes: Routes = ()) -> dict[str, Any]:
    """Sign what was shown last. `Local("handover-not-shown")`, `Local("handover-moved-on")`, `Local("handover-desk")`."""
    desk = clean_text(desk).strip()
    if not 1 <= len(desk) <= MAX_DESK or not desk.isprintable():
        raise Local("handover-desk")
    kept = node.store.handover_shown(line.id)
    if kept is None:
        raise Local("handover-not-shown")
    now = digest_of(report(node, line, routes))
    if kept["digest"] != now or not now.hex().startswith((code or "").lower()):
        raise Local("handover-moved-on")
    before, at = node.store.handovers(line.id, 1), node.now()
    statement = Statement(
        v=1,
        line=line.id,
        party=node.me,
        context=line.trust.terms.context,
        desk=desk,
        n=before[0]["n"] + 1 if before else 1,
        prev=_name(before[0]["frame"]) if before else None,
        shown=kept["digest"],
        shown_at=kept["at"],
        head=line.own.head(),
        at=at,
    )
    kid, signer = node.keyring.signer(line.id, "officer")
    frame = sign(TAG, line.id, pack(statement), {kid: signer}).encode()
    node.commit([HandoverTaken(line.id, statement.n, at, frame, kept["report"])])
    return shown(node, line, statement.n)


def _name(frame: bytes) -> bytes:
    return tagged_hash("handover-statement", parse(frame).payload)


def listed(node: Node, line: Line, newest: int = -1) -> list[dict[str, Any]]:
    """Every takeover, or the newest so many, the newest first."""
    found = []
    for row in node.store.handovers(line.id, newest):
        statement = unpack(Statement, parse(row["frame"]).payload, MAX_BUNDLE)
        found.append({"n": row["n"], "desk": statement.desk, "at": statement.at, "shown_at": statement.shown_at})
    return found


def shown(node: Node, line: Line, n: int) -> dict[str, Any]:
    """One takeover with what was shown. `Local("handover-unknown")`."""
    row = _row(node, line, n)
    statement = unpack(Statement, parse(row["frame"]).payload, MAX_BUNDLE)
    told: dict[str, Any] = decode(row["report"], MAX_BUNDLE)
    return {"statement": to_plain(statement), "report": told, "frame": row["frame"]}


def _row(node: Node, line: Line, n: int) -> dict[str, Any]:
    found = node.store.handover(line.id, n) if 0 < n < 2**53 else None
    if found is None:
        raise Local("handover-unknown", number=n)
    return found


def verify(node: Node, line: Line, n: int) -> dict[str, Any]:
    """Check one takeover against the office's keys, our log and the takeover before.

    `Remote("handover-signature"|"handover-report"|"handover-head"|"handover-chain")` names the first fault.
    """
    row = _row(node, line, n)
    try:
        frame = parse(row["frame"])
        statement = unpack(Statement, frame.payload, MAX_BUNDLE)
        told = decode(row["report"], MAX_BUNDLE)
    except DetenteError as error:
        raise Remote("handover-signature") from error
    keys = {key.id: key for key in line.trust.credentials[node.me].keys if key.use == "officer"}
    signed = [s for s in frame.signatures if s.kid in keys]
    if not signed or not all(is_valid(TAG, line.id, frame.payload, s, keys[s.kid]) for s in signed):
        raise Remote("handover-signature")
    if (statement.line, statement.party, statement.n) != (line.id, node.me, n):
        raise Remote("handover-signature")
    if statement.shown != digest_of(told):
        raise Remote("handover-report")
    log = line.logs.get((statement.head.party, statement.head.epoch))
    if log is None or statement.head.size > log.size or log.tree.root(statement.head.size) != statement.head.root:
        raise Remote("handover-head")
    before = node.store.handover(line.id, n - 1)
    if statement.prev != (_name(before["frame"]) if before is not None else None):
        raise Remote("handover-chain")
    return {"verdict": "proven", "n": n, "desk": statement.desk, "at": statement.at, "head": to_plain(statement.head)}
