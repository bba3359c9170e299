"""Due times of a line, computed from its record: the terms' spans over the calendar each party announced.

The calendar in force for a message is the last roster that its reader had said, in the order of the reader's own log, before the
entry by which it heard the message. What the reader announces later changes nothing that is due already, and a roster in
entries that a later epoch of its author leaves out is not in force any more. Any member computes the same, now and years
later; `now` is asked only for whether an office is open at this moment.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from detente.codec.errors import Remote
from detente.codec.limits import AHEAD, MAX_FOUNDING, MAX_MESSAGE
from detente.codec.shape import to_plain, unpack
from detente.line.content import read_kept
from detente.line.duty import MINUTE, NO_CALENDAR, Duty, Reached, duty_of
from detente.line.judge import ACCEPTED
from detente.line.log import Log, read_entry
from detente.line.machine import Line
from detente.line.shapes import Entry, Heard, Opened, Said
from detente.node.node import Node
from detente.proof.head import Place
from detente.proof.receipt import Opening
from detente.trust.deadlines import Deadlines, accept_deadlines
from detente.trust.statements import Field

MOST_PLACES = 10_000  # kept between questions
WIDE = 7_200_000  # ms: two hourly tests apart. A receipt whose time the record bounds no closer is shown as disputed

# Where an entry stands among all of its author's: how many epochs come before its own, and its index. No time: whoever writes
# a log could put a roster dated before a receipt after it.
Key = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """An accepted roster, and where it stands; its calendar is read when it is asked."""

    key: Key
    place: Place
    what: bytes
    packed: Callable[[], bytes]

    @property
    def duty(self) -> Duty:
        return duty_of(self.packed())


class Dues:
    """Due times of one line, for as long as one question is answered: what it has read it does not read again."""

    def __init__(self, node: Node, line: Line) -> None:
        self.node, self.line = node, line
        self._depths: dict[tuple[str, bytes], int] = {}
        self._packed: dict[bytes, bytes] = {}
        self._places: dict[tuple[str, bytes, int, int], Place] = {}

    def again(self, line: Line) -> Dues:
        """For another question, where no roster has come since: what was read is not read again, and the moment is new."""
        fresh = copy(self)
        fresh.line = line
        fresh.__dict__.pop("now", None)
        if len(self._places) > MOST_PLACES:
            self._places.clear()
        return fresh

    @cached_property
    def deadlines(self) -> Deadlines | None:
        row = next(r for r in self.node.store.lines() if r["id"] == self.line.id)
        return accept_deadlines(unpack(dict[str, Field], row["fields"], MAX_FOUNDING))

    @cached_property
    def now(self) -> int:
        """One moment for all that is asked here: two rows of a list never disagree about whether an office is open."""
        return self.node.now()

    @cached_property
    def rosters(self) -> dict[str, list[Standing]]:
        """Party → its accepted rosters, in the order of its logs."""
        found: dict[str, list[Standing]] = {}
        for item in self.node.store.items_of_kind(self.line.id, "roster"):
            place = Place(item["party"], item["epoch"], item["i"])
            if item["verdict"] != ACCEPTED or self.line.given_up(place):
                continue
            found.setdefault(place.party, []).append(
                Standing(self._key(place), place, item["what"], partial(self._calendar, item["what"]))
            )
        return {party: sorted(rows, key=lambda row: row.key) for party, rows in found.items()}

    def _calendar(self, what: bytes) -> bytes:
        if what not in self._packed:
            self._packed[what] = read_kept(self.node.store.message(self.line.id, what) or b"").values["calendar"]
        return self._packed[what]

    def current(self, party: str) -> Standing | None:
        """The last roster of a party, whatever is due by earlier ones."""
        rows = self.rosters.get(party)
        return rows[-1] if rows else None

    def in_force(self, party: str, item: dict[str, Any], heard_at: int) -> Standing | None:
        """The calendar by which `party` reads the message of a queue row, which it heard at `heard_at` of its clock."""
        rows = self.rosters.get(party, [])
        known = (party, item["what"], heard_at, len(self.line.logs))
        place = self._places.get(known) or (self.heard_place(party, item, heard_at) if rows else None)
        if place is None:
            return None
        self._places[known] = place  # where a log has an entry, it stays
        key = self._key(place)
        before = [row for row in rows if row.key < key]
        return before[-1] if before else None

    # -- what is due -------------------------------------------------------------------------------------------------

    def of(self, item: dict[str, Any]) -> list[dict[str, Any]]:
        """For each party whose acknowledgement a queue row waits for and whose receipt is known here: when that is due."""
        spans = None if self.deadlines is None else self.deadlines.acknowledge
        within = None if spans is None else spans.get(str(item["wanted"]))  # type: ignore[call-overload]
        heard = self._heard(item)
        return [self.due(item, party, heard[party], within) for party in item["waiting_for"] if party in heard]

    def asked(self, item: dict[str, Any]) -> list[dict[str, Any]]:
        """For each party whose answer it waits for and whose receipt is known here: when the `answer` is due, and the `holding`
        reply, unless a next word is promised (`standing`) or the terms say nothing of either."""
        heard, held = self._heard(item), {row["party"] for row in item["standing"] if row["next_by"] is not None}
        if self.deadlines is None:
            return []
        return [
            {
                "party": party,
                "answer": self.due(item, party, heard[party], self.deadlines.answer),
                "holding": None if party in held else self.due(item, party, heard[party], self.deadlines.holding),
            }
            for party in item["unanswered"]
            if party in heard
        ]

    def _heard(self, item: dict[str, Any]) -> dict[str, int]:
        """Party → when it heard a message, by its own clock, where its entry is known here."""
        if item["ours"]:
            return {receipt["peer"]: receipt["at"] for receipt in item["receipts"]}
        return {self.node.me: item["heard_at"]}

    def due(self, item: dict[str, Any], party: str, since: int, within: int | None) -> dict[str, Any]:
        """When a span of `party`'s agreed hours that began at `since` is over. `at` None where no time can be computed."""
        over = "always" if self.deadlines is None else self.deadlines.over
        standing = None if over == "always" or within is None else self.in_force(party, item, since)
        if within is None:
            reached: Reached | None = None
        elif over == "always":
            reached = Reached(since + within, "always")
        else:
            reached = NO_CALENDAR if standing is None else standing.duty.add(since, within, over)
        at = None if reached is None else reached.at
        return {
            "party": party,
            "ours": party == self.node.me,
            "since": since,
            "within": within,
            "over": over,
            "at": at,
            "basis": None if reached is None else reached.basis,
            "roster": None if standing is None else standing.what,
            "clocks": self.clocks(at, party, item["party"]),
            "office": self.office(party),
        }

    def receipt_due(self, item: dict[str, Any]) -> int | None:
        """When a receipt of our own message is due: every hour counts, since a machine gives it."""
        return item["said_at"] + self.deadlines.receipt if item["ours"] and self.deadlines is not None else None

    def clocks(self, at: int | None, *parties: str) -> list[dict[str, Any]]:
        """Our own local time and that of others at an instant, by the calendars each has announced last."""
        found = []
        for who in dict.fromkeys([self.node.me, *parties]):
            standing = self.current(who)
            if at is not None and standing is not None:
                label = to_plain(standing.duty.calendar.label)
                found.append({"party": who, "label": label, "offset": standing.duty.offset(at) // MINUTE})
        return found

    def office(self, party: str) -> dict[str, Any] | None:
        """Whether the office of `party` is open at this moment, and when it opens or closes next; None with no calendar."""
        standing = self.current(party)
        if standing is None:
            return None
        now, duty = self.now, standing.duty
        over = self.deadlines.over if self.deadlines is not None else "duty"
        hours = "duty" if over == "always" else over
        opened = duty.is_open(now, hours)
        then = duty.closes(now, hours) if opened else duty.opens(now, hours)
        return {"open": opened, "at": now, "until": then.at, "basis": then.basis}

    # -- where it was heard --------------------------------------------------------------------------------------------

    def heard_place(self, party: str, item: dict[str, Any], heard_at: int) -> Place | None:
        """Where `party`'s own log holds the entry by which it heard the message of a queue row at `heard_at`, or None.

        The store knows where a receipt was given last. One given again in a later epoch was given first in an earlier one; it is
        looked for by its time, which in a log that keeps its rules never goes back.
        """
        if party != self.node.me:
            known = self.node.store.receipt_places(self.line.id, item["epoch"], item["i"]).get(party)
            log = None if known is None else self.line.logs.get((party, known.epoch))
            if known is not None and log is not None and known.index < log.size:
                entry = self._entry(log, known.index)
                if entry is not None and entry.at == heard_at:
                    return known
        for log in [log for (who, _), log in self.line.logs.items() if who == party]:
            index = self._first_at(log, heard_at)
            while index < log.size:
                entry = self._entry(log, index)
                if entry is None or entry.at != heard_at:
                    break
                if isinstance(entry, Heard) and entry.what == item["what"]:
                    return Place(party, log.epoch, index)
                index += 1
        return None

    def stored(self, item: dict[str, Any]) -> list[dict[str, Any]]:
        """What bounds the time at which a message was heard, for each reader known here.

        `stated` is the reader's own word. By the author's log it was not before `not_before`, when it was said, and not after
        `not_after`, when the author said something in knowledge of it (None while it has not). *Disputed* when the word lies
        outside by more than two clocks explain, or the bounds lie wide apart.
        """
        found = []
        for party, stated in self._heard(item).items():
            first, last = item["said_at"], self._named_at(party, item, stated)
            outside = stated < first - AHEAD or (last is not None and stated > last + AHEAD)
            found.append(
                {
                    "party": party,
                    "stated": stated,
                    "not_before": first,
                    "not_after": last,
                    "disputed": outside or (last is not None and last - first > WIDE),
                }
            )
        return found

    def _named_at(self, party: str, item: dict[str, Any], heard_at: int) -> int | None:
        """When the author of a message next said something that names the head of `party`'s log over its receipt."""
        place = self.heard_place(party, item, heard_at)
        log = self.line.logs.get((item["party"], item["epoch"]))
        if place is None or log is None:
            return None
        for index in range(item["i"] + 1, log.size):
            entry = self._entry(log, index)
            if isinstance(entry, Said) and any(
                (head.party, head.epoch) == (party, place.epoch) and head.size > place.index for head in entry.seen
            ):
                return entry.at
        return None

    def _entry(self, log: Log, index: int) -> Entry | None:
        [carried] = self.node.store.openings(log.key, index, index + 1)
        try:
            return read_entry(unpack(Opening, carried, MAX_MESSAGE))
        except Remote:  # an entry its author shaped wrongly is kept, and says nothing
            return None

    def _first_at(self, log: Log, at: int) -> int:
        """The first index of a log whose entry is not before `at`, where its times never go back."""
        low, high = 0, log.size
        while low < high:
            middle = (low + high) // 2
            entry = self._entry(log, middle)
            if entry is not None and entry.at < at:
                low = middle + 1
            else:
                high = middle
        return low

    def _key(self, place: Place) -> Key:
        return self._depth(place.party, place.epoch), place.index

    def _depth(self, party: str, epoch: bytes) -> int:
        """How many epochs of its author an epoch comes after, as far as they are held: by what each says it follows."""
        if (party, epoch) not in self._depths:
            seen: list[bytes] = []
            at: bytes | None = epoch
            while (
                at is not None and at not in seen and (log := self.line.logs.get((party, at))) is not None and log.size
            ):
                seen.append(at)
                entry = self._entry(log, 0)
                at = entry.follows.epoch if isinstance(entry, Opened) and entry.follows is not None else None
            self._depths[(party, epoch)] = len(seen)
        return self._depths[(party, epoch)]
