"""What is looked up a message costs the same in a short record and in a long one: no query walks a whole line."""

from __future__ import annotations

import re
import sqlite3

from detente.node import dealings, records
from detente.node.calling import CallUp
from detente.node.roster import roster_sections
from support import Node, acknowledge, exchange, notify

GROWS = ("message", "leaf", "item", "named", "receipt", "outbox", "listed")  # tables with a row a message, or an entry


def statements(node: Node) -> list[str]:
    """Filled with every statement the node's store runs from now on, values written out."""
    ran: list[str] = []
    node.store._db.set_trace_callback(ran.append)
    return ran


def walks(node: Node, ran: list[str]) -> list[str]:
    """The statements that read a growing table from end to end, or by the line alone."""
    found = []
    with sqlite3.connect(node.home.database) as db:
        for statement in dict.fromkeys(ran):
            if not re.match("SELECT|DELETE|UPDATE|INSERT", statement):
                continue
            for *_, step in db.execute("EXPLAIN QUERY PLAN " + statement):
                table = re.match(r"(?:SCAN|SEARCH) (\w+)", step)
                if (
                    table
                    and table[1] in GROWS
                    and ("=?" not in step.replace("(line=?)", "") or step.startswith("SCAN"))
                ):
                    found.append(f"{step}: {statement[:90]}")
    db.close()
    return found


def test_saying_hearing_and_receipting_walk_nothing(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    ran = [statements(node) for node in (heron, otter)]
    kept = notify(heron)
    exchange(heron, otter)
    acknowledge(otter, kept)
    exchange(otter, heron)
    exchange(heron, otter)
    assert sum(map(len, ran)) > 60
    assert walks(heron, ran[0]) == [] and walks(otter, ran[1]) == []


def test_finding_and_showing_one_message_walks_nothing(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    kept = notify(heron)
    exchange(heron, otter)
    answered = acknowledge(otter, kept)
    exchange(otter, heron)
    line, ran = heron.line(), statements(heron)
    row = records.row(heron, line, "heron", kept.what)
    assert records.find(heron, line, row["reference"]) == records.find(heron, line, kept.what.hex()[:8]) == row
    assert records.message(heron, line, records.row(heron, line, "otter", answered.what))["re"] == [row["reference"]]
    assert heron.store.receipted_by(line.id, kept.what) == ["otter"]
    assert walks(heron, ran) == []


def test_due_times_over_announced_calendars_walk_nothing(heron: Node, otter: Node) -> None:
    """Each row that waits asks for the roster in force and for whether the office is open."""
    for node in (heron, otter):
        sections = roster_sections({"calendar": "example-lakeside"}, {"en": "EXAMPLE", "zh": "示例"})
        node.say(node.line(), node.write(node.line(), "roster", sections, 0))
    exchange(heron, otter)
    kept = notify(heron)
    exchange(heron, otter)
    line, ran = heron.line(), statements(heron)
    message = records.message(heron, line, records.row(heron, line, "heron", kept.what))
    assert message["due"]["office"] is not None and message["stored"]
    assert walks(heron, ran) == []


def test_the_check_sees_a_walk(heron: Node) -> None:
    """The query that once ran for every receipt: by the primary key SQLite walks the line."""
    query = "SELECT message FROM message WHERE line=x'00' AND what=x'00'"
    assert [found.split(":")[0] for found in walks(heron, [query])] == ["SEARCH message USING PRIMARY KEY (line=?)"]


def test_a_desk_reads_what_is_open_and_no_more_of_the_record(heron: Node, otter: Node) -> None:
    exchange(heron, otter)
    kept = notify(heron)
    exchange(heron, otter)
    line, ran = otter.line(), statements(otter)
    [row] = dealings.desk(otter, line)
    assert (row["what"], row["group"], row["matter"]["closed"]) == (kept.what, "needs-us", False)
    assert list(CallUp(otter).waiting(line)) == [kept.what]
    assert walks(otter, ran) == []
