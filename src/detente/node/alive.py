"""Tests that keep a line alive, at a node: saying them, replying, what became of them, and what is amiss now.

Rules and folds are pure (`line/alive.py`, `views/availability.py`); here they meet the record, the clock and the keys.
`alarms` is what other rooms hook on: plain rows, by `now`, from the record alone.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from detente.codec.errors import Local
from detente.codec.limits import MAX_STATEMENT
from detente.codec.shape import unpack
from detente.kinds.test import Coded
from detente.line.alive import DAY, Cadence, affordable, cadence, due, next_due, offset, turn
from detente.line.log import read_entry
from detente.line.machine import Line
from detente.line.quota import counting_hour
from detente.line.state import Received
from detente.node import announced, records
from detente.node.node import Node
from detente.proof.receipt import Opening
from detente.trust.statements import roots_digest
from detente.views.availability import Pause, Trial, days, not_back, outcome, paused, pauses

LOOK_BACK = (
    31 * DAY
)  # how far tests are looked at for what is amiss now: longer than any interval a setting may ask for
Row = dict[str, Any]


def cadence_of(node: Node, line: Line) -> Cadence:
    own = node.home.settings.tests
    asked = {name: value for name in ("machine", "window", "person") if (value := getattr(own, name)) is not None}
    return cadence(records.terms_fields(node, line)["deadlines"], asked)


def planned(node: Node, line: Line, *parties: str) -> list[Pause]:
    """Planned pauses of these members."""
    return [p for party in parties for p in pauses(node.store.tests_since(line.id, "service", party, 0))]


# -- saying ----------------------------------------------------------------------------------------------------


def last_composed(node: Node, line: Line) -> int:
    """When our last machine's test was composed; before any, when our log was begun: a new line has its first within the hour."""
    last = node.store.last_test(line.id, "test", node.me)
    return int(records.begun(node, line)["at"] if last is None else last["composed"])


def say_due(node: Node, line: Line, since: int | None) -> bool:
    """Say a machine's test if one is due and nothing speaks against it; whether one was said. `since`: see `line.alive.due`.

    Not in a pause we planned, not when nobody is left on the line to reply or we have left it, and not out of the half of the
    hour's quota that is people's: the next look finds it due again.
    """
    now, pace = node.now(), cadence_of(node, line)
    at = offset(line.own.epoch, pace.machine) if pace.machine else 0
    if not due(now, last_composed(node, line), since, pace.machine, at):
        return False
    if paused(planned(node, line, node.me), now, now) or not _affordable(node, line, now) or _alone(node, line):
        return False
    say_test(node, line)
    return True


def next_look(node: Node, line: Line, since: int | None) -> int | None:
    """When the next machine's test is due, if the clock runs evenly; None when this node says none."""
    pace = cadence_of(node, line)
    at = offset(line.own.epoch, pace.machine) if pace.machine else 0
    return next_due(node.now(), last_composed(node, line), since, pace.machine, at)


def say_test(node: Node, line: Line) -> bytes:
    """Say a machine's test now; its name."""
    return node.say(line, node.write(line, "test", {"coded": Coded(tester="machine")}, 0)).what


def _alone(node: Node, line: Line) -> bool:
    """We have left the line, or every other member has."""
    left = announced.gone(node, line)
    return node.me in left or left >= set(line.others)


def _affordable(node: Node, line: Line, now: int) -> bool:
    return affordable(line.trust.quotas.get(0), node.store.spent(line.id, node.me, 0, counting_hour(None, 0, now)))


def reply_due(node: Node, line: Line) -> int:
    """Reply to the newest test of each member that has no reply of ours; how many were said.

    To the newest alone: after a long cut that is enough to show that we are there, and no flood of tests makes one of replies.
    """
    said = 0
    for party in line.others:
        test = node.store.last_test(line.id, "test", party)
        if test is None or any(reply["party"] == node.me for reply in node.store.replies_to(line.id, test["what"])):
            continue
        if not _affordable(node, line, node.now()):
            node.counted["test-reply-held-back"] += 1
            continue
        node.say(line, node.write(line, "test-reply", {"coded": Coded(tester="machine")}, 0, re=[test["what"]]))
        said += 1
    return said


def reply_at_once(node: Node, line: Line, result: Received) -> None:
    """For `Node.heard`: a reply leaves with the answer to the envelope its test came in.

    A crash before it is said leaves a test without a reply, which the next look finds. What a reply cannot do (a full disk)
    must not take the receipt from the test.
    """
    if any(k.judged.content is not None and k.judged.content.kind == "test" for k in result.heard):
        try:
            reply_due(node, line)
        except Local as error:
            node.counted[error.code] += 1


# -- what became of them -----------------------------------------------------------------------------------------


def tests(node: Node, line: Line, kind: str, tester: str, member: str, since: int) -> list[Trial]:
    """Tests of `tester`, in order, and what `member` did with each. One of the two is us: of others we do not hold enough."""
    found: dict[bytes, Trial] = {}
    for row in node.store.tests_since(line.id, kind, tester, since):
        if row["what"] in found:  # said again in a new epoch: it is one test, said when it was first said
            continue
        if tester == node.me:
            back = [reply["heard_at"] for reply in row["replies"] if reply["party"] == member]
            stored = [receipt["at"] for receipt in row["receipts"] if receipt["peer"] == member]
        else:
            ours = [reply for reply in row["replies"] if reply["party"] == node.me]
            back = [receipt["at"] for reply in ours for receipt in reply["receipts"] if receipt["peer"] == tester]
            stored = [row["heard_at"]]
        found[row["what"]] = Trial(row["what"], row["at"], min(back, default=None), min(stored, default=None))
    return list(found.values())


def alarms(node: Node, line: Line, now: int) -> list[Row]:
    """What is amiss with the line at `now`: a row for each member from whom our tests did not come back in their time.

    `code` `test-not-back`, or `test-stored-only` when its node has the newest and no reply came; `party`; `since` when the first
    of them was said; `tests` how many; `name` the reference of the newest, `due` when its time was over. Nothing while the
    member's machine, or ours, is in a planned pause, nor of one that has left the line. The row is gone with the first reply
    that is heard.
    """
    pace, rows, left = cadence_of(node, line), [], announced.gone(node, line)
    for party in line.others:
        if party in left or node.me in left:
            continue
        ours = tests(node, line, "test", node.me, party, now - LOOK_BACK)
        found = not_back(ours, pace.window, planned(node, line, party, node.me), now)
        if found is not None:
            rows.append(
                {
                    "code": "test-not-back" if found.last.stored is None else "test-stored-only",
                    "line": line.id,
                    "party": party,
                    "since": found.since,
                    "tests": found.tests,
                    "name": records.row(node, line, node.me, found.last.what)["reference"],
                    "due": found.last.at + pace.window,
                }
            )
    return rows


def reminders(node: Node, line: Line, now: int) -> list[Row]:
    """What a person may do for the line: `test-person-due` when this week's is due and it is our turn; `test-person-asked`
    for each member's newest test by a person that has no translation of ours. `name` is its reference, None where none is.
    None is due while a member has suspended tests in which persons take part, or when we or all others have left the line."""
    rows: list[Row] = []
    if _alone(node, line):
        return rows
    turns = persons_turn(node, line, now)
    if (
        turns["due"] is not None
        and turns["due"] <= now
        and turns["party"] == node.me
        and not suspended(node, line, "test")
    ):
        rows.append({"code": "test-person-due", "line": line.id, "party": node.me, "since": turns["due"], "name": None})
    for party in line.others:
        test = node.store.last_test(line.id, "test-person", party)
        if test is not None and not any(r["party"] == node.me for r in node.store.replies_to(line.id, test["what"])):
            name = records.row(node, line, party, test["what"])["reference"]
            rows.append(
                {"code": "test-person-asked", "line": line.id, "party": party, "since": test["heard_at"], "name": name}
            )
    return rows


def suspended(node: Node, line: Line, category: str, party: str | None = None) -> bool:
    """Whether a member (or `party`) has a suspension of this category in force."""
    return any(category in held["categories"] for held in announced.suspended(node, line, party))


def persons_turn(node: Node, line: Line, now: int) -> Row:
    """Whose turn the next test by a person is, and from when it is due (ms UTC; None when this node's setting has none)."""
    pace = cadence_of(node, line)
    said = {party: node.store.last_test(line.id, "test-person", party) for party in line.trust.members}
    last = {party: None if row is None else row["at"] for party, row in said.items()}
    roots = {party: roots_digest(line.trust.terms.parties[party].roots) for party in line.trust.members}
    newest = max((at for at in last.values() if at is not None), default=None)
    begun = _begun(node, line) if newest is None else newest + pace.person
    return {"party": turn(line.id, last, roots), "due": begun if pace.person else None}


def _begun(node: Node, line: Line) -> int:
    """When every member had opened its first log (ms UTC): what both sides hold since the founding."""
    first: dict[str, Any] = {}
    for (party, _), log in line.logs.items():
        first.setdefault(party, log)
    openings = [node.store.openings(log.key, 0, 1)[0] for log in first.values()]
    return max(read_entry(unpack(Opening, data, MAX_STATEMENT)).at for data in openings)


def health(node: Node, line: Line, now: int) -> Row:
    """For `line status`: cadence, the newest good test with each member and in each direction, what is amiss, the next."""
    pace, members = cadence_of(node, line), []
    for party in line.others:
        ours = tests(node, line, "test", node.me, party, now - LOOK_BACK)
        heard = tests(node, line, "test", party, node.me, now - LOOK_BACK)
        last = ours[-1] if ours else None
        between = planned(node, line, party, node.me)
        members.append(
            {
                "party": party,
                "last_good": max((t.back for t in ours if t.back is not None), default=None),
                "last_said": None if last is None else last.at,
                "state": "not-tested" if last is None else outcome(last, pace.window, between, now),
                "last_heard": heard[-1].stored if heard else None,
            }
        )
    return {
        "cadence": asdict(pace),
        "members": members,
        "alarms": alarms(node, line, now),
        "reminders": reminders(node, line, now),
        "person": persons_turn(node, line, now),
        "pauses": [asdict(p) for p in planned(node, line, *line.trust.members) if p.ends > now],
    }


def availability(node: Node, line: Line, now: int, count: int) -> Row:
    """The last `count` days (UTC) with each other member: machine tests both ways by hour, persons' tests apart.

    The same on both sides, times of both being those of the tester's log, where the time to come back is the terms'.
    """
    pace, since, found = cadence_of(node, line), (now // DAY - count + 1) * DAY, []
    begun = _begun(node, line)
    for party in line.others:
        between = planned(node, line, party, node.me)
        machine = {}
        for way, tester, member in (("ours", node.me, party), ("theirs", party, node.me)):
            said = tests(node, line, "test", tester, member, since)
            machine[way] = [asdict(day) for day in days(said, pace.window, between, now, count, begun)]
        persons = []
        for tester, member in ((node.me, party), (party, node.me)):
            for test in tests(node, line, "test-person", tester, member, since):
                came = outcome(test, pace.person, planned(node, line, member), now, "desk")
                row = {"by": tester, "to": member, "at": test.at, "back": test.back, "outcome": came}
                persons.append(row | {"name": records.row(node, line, tester, test.what)["reference"]})
        persons.sort(key=lambda row: (row["at"], row["name"]))
        found.append({"party": party, "machine": machine, "persons": persons})
    return {"line": line.id, "from": since, "to": now, "window": pace.window, "members": found}
