"""What a page of the desk shows of the record, read for that page alone and at a fixed number of queries: five at most.

Read-only, plain data. A row of a list is a row of `node/dealings.py` with its message opened (`content`, `sections`). What does
not change between pages (terms, and the hours by which due times are computed) is kept here while no roster comes. Where times
run over duty hours, the place of each message that waits is looked up once; after that it is known.
"""

from __future__ import annotations

import re
from typing import Any

from detente.line.judge import ACCEPTED
from detente.line.machine import Line
from detente.node import alive, dealings, differing, records
from detente.node.due import Dues
from detente.node.node import Node
from detente.node.spoken import meant, spoken_of
from detente.store.paging import OVER
from detente.views import matters

PAGE = 20  # rows of a list
NEWEST = 5  # of what is over, on the front page
MOST_READ = 2048  # messages that are held opened
MOST = 100  # messages of a matter on one page: what opened it and the newest
_REFERENCE = re.compile(r"([a-z0-9-]{1,32})-(?:([1-9][0-9]{0,3})\.)?([1-9][0-9]{0,14})", re.ASCII)

Row = dict[str, Any]


class Pages:
    """Of one node."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._dues: dict[bytes, tuple[int, Dues]] = {}
        self._read: dict[tuple[bytes, int], Row] = {}  # messages opened lately, by name and bytes

    def dues(self, line: Line) -> Dues:
        rosters = self.node.store.stamp.rosters
        held = self._dues.get(line.id)
        if held is None or held[0] != rosters:
            fresh = Dues(self.node, line)
            _ = fresh.deadlines, fresh.rosters  # read here, so that every copy has them
            held = self._dues[line.id] = (rosters, fresh)
        return held[1].again(line)

    # -- lists -----------------------------------------------------------------------------------------------------------

    def front(self, line: Line) -> dict[str, Any]:
        """`lists`: group → rows, by what is wanted first and due first; `more`: the groups that have more than a page, and the
        place after which it goes on."""
        heads = self.node.store.heads(line.id, {"needs-us": PAGE + 1, "waiting": PAGE + 1, "closed": NEWEST})
        more = {
            group: tuple(heads[group][PAGE - 1][name] for name in ("wanted", "heard_at", "party", "epoch", "i"))
            for group in ("needs-us", "waiting")
            if len(heads[group]) > PAGE
        }
        listed = [row for group, rows in heads.items() for row in rows[:PAGE]]
        lists: dict[str, list[Row]] = {group: [] for group in heads}
        for row in self._rows(line, listed):
            lists[row["group"]].append(row)
        for group, rows in lists.items():
            rows.sort(key=lambda row: urgency(row, group))
        return {"lists": lists, "more": more}

    def open(self, line: Line, group: str, after: tuple[int, int, str, bytes, int] | None) -> dict[str, Any]:
        """A page of a group that is open, from after a place on: `rows`, and the place after which the next begins, or None."""
        listed = self.node.store.open(line.id, group, PAGE + 1, after)
        last = listed[PAGE - 1] if len(listed) > PAGE else None
        following = (
            None if last is None else tuple(last[name] for name in ("wanted", "heard_at", "party", "epoch", "i"))
        )
        rows = self._rows(line, listed[:PAGE])
        return {"rows": sorted(rows, key=lambda row: urgency(row, group)), "next": following}

    def over(self, line: Line, group: str, before: tuple[int, str, bytes, int] | None) -> dict[str, Any]:
        """A page of what is over, the newest first, from before a place on: `rows`, and the place of the next page or None."""
        listed = self.node.store.over(line.id, group, PAGE + 1, before)
        last = listed[PAGE - 1] if len(listed) > PAGE else None
        after = None if last is None else (last["heard_at"], last["party"], last["epoch"], last["i"])
        rows = self._rows(line, listed[:PAGE])
        return {"rows": sorted(rows, key=lambda row: urgency(row, group)), "next": after}

    def of_names(self, line: Line, whats: list[bytes]) -> list[Row]:
        """Some messages opened, by their names; by time heard."""
        return [self._opened(line, row) for row in self._named(line, whats)[0]]

    def _named(self, line: Line, whats: list[bytes]) -> tuple[list[Row], dict[bytes, Row]]:
        """Rows of some messages, and the threads they stand in."""
        store = self.node.store
        items = store.whole_rows(line.id, whats)
        threads = store.threads(line.id, list(dict.fromkeys(item["thread"] or item["what"] for item in items)))
        spoken = {
            thread: spoken_of(line, *found["first"]) for thread, found in threads.items() if found["first"] is not None
        }
        for item in items:  # where what opened it is not here, it is spoken of by itself
            if item["thread"] is not None and item["thread"] not in spoken:
                spoken[item["thread"]] = spoken_of(line, item["party"], item["epoch"], item["n"])
        return records.rows(self.node, line, items, self.dues(line), spoken), threads

    def _rows(self, line: Line, listed: list[Row]) -> list[Row]:
        kept = {(row["party"], row["what"]): row for row in listed}
        found, threads = self._named(line, list(dict.fromkeys(row["what"] for row in listed)))
        rows = []
        for row in found:
            listing = kept.get((row["party"], row["what"]))
            if listing is None:
                continue
            matter = threads[row["thread"] or row["what"]]
            opener = matter["opener"] if row["verdict"] == ACCEPTED else None
            row["matter"] = {
                "reference": row["reference"] if opener is None else records.reference(line, *opener),
                "closed": matter["closed_by"] >= set(line.trust.members),
            }
            row["group"], row["word_due"] = listing["grp"], listing["word_due"]
            rows.append(self._opened(line, row))
        return rows

    def _opened(self, line: Line, row: Row) -> Row:
        """What a message says does not change, but for sections that are destroyed: then its bytes are others."""
        data = row.pop("message")
        if data is None or row["run"]:
            return {**row, "content": {}, "sections": {}, "destroyed": {}, "stored": [], "re": []}
        key = (row["what"], hash(data))
        said = self._read.pop(key, None)
        if said is None:
            whole = records.opened(line, row, data)
            said = {name: whole[name] for name in ("content", "sections", "destroyed", "stored", "re")}
        self._read[key] = said  # the newest stands last
        if len(self._read) > MOST_READ:
            del self._read[next(iter(self._read))]
        return {**row, **said}

    # -- a matter ----------------------------------------------------------------------------------------------------------

    def thread(self, line: Line, name: str) -> bytes:
        """What opened the matter in which a message stands, by any name of it. `Local("message-unknown")`."""
        found = self._numbered(line, name)
        if len(found) == 1:
            return found[0]
        row = records.find(self.node, line, name)
        thread: bytes = row["thread"] or row["what"]
        return thread

    def _numbered(self, line: Line, name: str) -> list[bytes]:
        """By a reference, as written or as spoken; nothing where it is neither, or not of one message."""
        said = meant(line, name)
        if said is not None:
            party, n, epochs = said
        else:
            parts = _REFERENCE.fullmatch(name)
            if parts is None:
                return []
            party, n = parts[1], int(parts[3])
            epochs = [e for (who, e) in line.logs if who == party and records.reference(line, who, e, n) == name]
        rows = self.node.store.numbered_at(line.id, party, n)
        return list(dict.fromkeys(thread or what for epoch, what, thread in rows if epoch in epochs))

    def matter(self, line: Line, name: str) -> dict[str, Any]:
        """As `dealings.matter` has it, with `shown` and `working` on each message, of at most MOST messages: what opened it, and
        the newest. `left_out` says that there are more. Where the time of a receipt is disputed, its proof says so.
        """
        store, thread = self.node.store, self.thread(line, name)
        items = store.whole_thread(line.id, thread, MOST + 1)
        left_out = len(items) > MOST
        if left_out:
            items.remove(next(item for item in items if item["what"] != thread))
        first = [(item["party"], item["epoch"], item["n"]) for item in items if item["what"] == thread]
        spoken = {thread: spoken_of(line, *first[-1])} if first else {}
        opened = [self._opened(line, row) for row in records.rows(self.node, line, items, self.dues(line), spoken)]
        working = store.workings(line.id, [row["what"] for row in opened]) if opened else {}
        known = {row["what"]: row for row in opened}
        within = [dealings.ordered(line, row) for row in opened if row["verdict"] == ACCEPTED]
        for row in opened:
            row["working"] = working.get(row["what"], [])
            row |= self._placed(line, row, known)
            row["re"] = [known[what]["reference"] if what in known else what.hex()[:12] for what in row["re"]]
        opener = known.get(thread)
        return {
            "thread": thread,
            "reference": None if opener is None else opener["reference"],
            "opened": None if opener is None else {n: opener[n] for n in ("party", "kind", "said_at", "area")},
            "messages": opened,
            "left_out": left_out,
            **matters.state(line.trust.members, within),
        }

    def _placed(self, line: Line, row: Row, known: dict[bytes, Row]) -> Row:
        """`effect` and `crossed`, as `dealings.placed` has them, from what is on the page."""
        if row["verdict"] != ACCEPTED:
            return {"effect": None, "crossed": []}
        effect: str | None = None
        for what in row["re"][:1]:
            target = known.get(what)
            if target is None:
                return dealings.placed(self.node, line, row, list(known.values()))
            taken = target["verdict"] == ACCEPTED
            author, kind = (target["party"], target["kind"]) if taken else (None, None)
            effect = matters.effect(row["kind"], row["party"], author, kind)
        if row["thread"] is not None and effect is None and row["thread"] not in known:
            effect = "unanchored"
        closes = [one for one in known.values() if one["kind"] == "close" and one["party"] != row["party"]]
        crossed = (
            {c["party"] for c in closes if dealings.concurrent(self.node, line, row, c)}
            if row["kind"] in dealings.OPENERS
            else set()
        )
        return {"effect": effect, "crossed": sorted(crossed)}


def urgency(row: Row, group: str) -> tuple[int, int, int]:
    """What is wanted at once first, and of that what is due first; of what is over, the newest first."""
    if group in OVER:
        return (0, 0, -row["heard_at"])
    dues = [due["at"] for due in row["dues"] if due["at"] is not None]
    return (-(row["wanted"] or 0), min(dues, default=row["heard_at"]), row["heard_at"])


def amiss(node: Node, line: Line, now: int) -> dict[str, Any]:
    """What is amiss with the line and what a person may do for it; members whose records differ."""
    return {
        "alarms": alive.alarms(node, line, now),
        "reminders": alive.reminders(node, line, now),
        "differ": sorted({one.party for one in differing.differences(node, line) if one.settled is None}),
    }
