"""What messages do to each other: who has replied to what, what is still awaited, and where a matter stands.

Pure, over rows of the views (views/items.py); no clock enters, and no order of arrival. Of two replies of one party the one that
stands later in its own log counts; an epoch begun later stands later.

A row of `named` says that one accepted message names another: {re, party, epoch, i, what, kind, at, mark, next_by}, beside it
`order`: (ordinal of its epoch, index), its place among all its author has said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from detente.kinds import LATEST
from detente.line.judge import ACCEPTED

Row = Mapping[str, Any]
Effect = Literal["own-message", "not-own", "awaits-nothing", "unanchored"]


def awaits(kind: str | None) -> frozenset[str]:
    """What a message of this kind awaits of every other member: `acknowledgement`, `answer`."""
    known = LATEST.get(kind or "")
    return frozenset() if known is None else known.awaits


def replies(kind: str | None) -> str | None:
    known = LATEST.get(kind or "")
    return None if known is None else known.replies


def answers_to(author: str, kind: str | None, named: Iterable[Row]) -> list[Row]:
    """The replies that count for a message of `author`: by others, of kinds that reply, to a kind that awaits something."""
    return [
        row
        for row in named
        if row["party"] != author
        and replies(row["kind"]) is not None
        and effect(row["kind"], row["party"], author, kind) is None
    ]


def effect(kind: str, party: str, author: str | None, of: str | None) -> Effect | None:
    """Why a message of `kind` by `party` has no effect on the message it names (`author`, kind `of`); None when it has.

    `author` None: what it names is not here.
    """
    reply = replies(kind)
    if reply is None and kind not in ("correction", "resume"):
        return None
    if author is None:
        return "unanchored"
    if LATEST[
        kind
    ].own:  # also an author's own: it takes a proposal back (line/agreement.py), or is a deposit of its own
        return None
    if reply is None:
        return None if party == author and (kind == "correction" or of == "suspend") else "not-own"
    if party == author:
        return "own-message"
    if reply == "follow-up":
        return None if of == "answer" else "awaits-nothing"
    if reply == "test-reply":
        return None if of == "test-person" else "awaits-nothing"
    return None if awaits(of) else "awaits-nothing"


def standing(party: str, counting: Sequence[Row], followed: Sequence[Row]) -> dict[str, Any]:
    """How `party` stands to a message that awaits something of it.

    `counting`: all its replies that count (`answers_to`); `followed`: the follow-ups to those. Gives `acknowledged` (ms UTC, the
    earliest of its replies, or None: whoever replies has it), `read_back` and `answered` (ms UTC or None), `answer` (`full`,
    `partial`, `cannot`, `declined`, or None), `next_by` (the next word it promised last, ms UTC, unless an answer came after).
    """
    own = sorted((row for row in counting if row["party"] == party), key=lambda row: row["order"])
    final = [row for row in own if row["kind"] in ("answer", "decline")]
    more = {row["re"] for row in followed if row["mark"] == "more-please"}
    last = final[-1] if final else None
    if last is not None and last["what"] in more:
        last = None  # more was asked for after that answer, and nothing has come since
    promised = [row for row in own if row["next_by"] is not None]
    held = promised[-1] if promised else None
    if held is not None and last is not None and last["order"] > held["order"]:
        held = None
    back = [row for row in own if row["kind"] == "read-back"]
    return {
        "party": party,
        "acknowledged": min((row["at"] for row in own), default=None),
        "read_back": back[0]["at"] if back else None,
        "answered": None if last is None else last["at"],
        "answer": None if last is None else "declined" if last["kind"] == "decline" else last["mark"],
        "next_by": None if held is None else held["next_by"],
    }


def waits(kind: str | None, stands: Iterable[Row]) -> tuple[list[str], list[str]]:
    """Of whom an acknowledgement is awaited, and of whom an answer."""
    wanted, rows = awaits(kind), list(stands)
    acknowledge = [r["party"] for r in rows if "acknowledgement" in wanted and r["acknowledged"] is None]
    answer = [r["party"] for r in rows if "answer" in wanted and r["answered"] is None]
    return acknowledge, answer


def stands(item: Row, members: Iterable[str], named: Sequence[Row], followed: Sequence[Row]) -> dict[str, Any]:
    """How every other member stands to a message: `answers` (the replies that count), `standing` (a row a member), and of whom
    an acknowledgement (`waiting_for`) or an answer (`unanswered`) is awaited."""
    taken = item["kind"] if item["verdict"] == ACCEPTED else None
    counting = answers_to(item["party"], taken, named) if taken is not None else []
    rows = [standing(party, counting, followed) for party in members if party != item["party"]]
    waiting_for, unanswered = waits(taken, rows)
    return {"answers": counting, "standing": rows, "waiting_for": waiting_for, "unanswered": unanswered}


def state(members: Sequence[str], rows: Iterable[Row]) -> dict[str, Any]:
    """Where a matter stands, from the items of its thread: `closed_by` (party → ms UTC, its first close), `closed` (every member
    has said so), `next_by` (party → the next word promised in its last notice or update, ms UTC, unless it has closed)."""
    closed: dict[str, int] = {}
    promised: dict[str, tuple[Any, int | None]] = {}
    for row in rows:
        if row["kind"] == "close":
            closed[row["party"]] = min(row["said_at"], closed.get(row["party"], row["said_at"]))
        if row["kind"] in ("notice", "update"):
            held = promised.get(row["party"])
            if held is None or row["order"] > held[0]:
                promised[row["party"]] = (row["order"], row["next_by"])
    return {
        "closed_by": closed,
        "closed": all(party in closed for party in members),
        "next_by": {party: at for party, (_, at) in promised.items() if at is not None and party not in closed},
    }


def group(row: Row, me: str) -> Literal["needs-us", "waiting", "closed", "not-taken"]:
    """Where a desk lists a queue row: what it owes, what it waits for, and everything else. Nobody owes anything for what is only
    for information; what the other side promised by itself is waited for."""
    if row["verdict"] != ACCEPTED:
        return "not-taken"
    asked = bool(row["wanted"])
    mine = [one["next_by"] for one in row["standing"] if one["party"] == me and one["next_by"] is not None]
    if (asked and me in row["waiting_for"]) or me in row["unanswered"] or mine or (row["ours"] and row["word_due"]):
        return "needs-us"
    theirs = [one["next_by"] for one in row["standing"] if one["party"] != me and one["next_by"] is not None]
    if row["ours"] and ((asked and row["waiting_for"]) or row["unanswered"] or theirs):
        return "waiting"
    return "waiting" if not row["ours"] and row["word_due"] else "closed"


def suspended(rows: Iterable[Row], resumed: Iterable[bytes], now: int) -> list[Row]:
    """The suspensions in force at `now`: begun, not ended, not resumed by their author (`resumed`: said ids it names)."""
    over = set(resumed)
    return [
        row
        for row in rows
        if row["what"] not in over and row["begins"] <= now and (row["ends"] is None or now <= row["ends"])
    ]
