"""A delivery record: what can be shown of how one message was delivered, in a file that is verified offline.

    file     = detCBOR(["detente/1/delivery", frame]) || SHA-256(all before)      ; the damage check proves nothing
    frame    = bstr .cbor COSE_Sign<delivery>, signed by the writer's node key alone, tag `delivery`
    (shapes: detente.bundle.deliveryshapes)

The writer's signature makes what no log can show its own statement: for which time it asks, which routes its node used, that it
holds two histories. All else is proven by itself, whoever wrote the file. Rules, each with what it stops:

1. Frame, terms, credentials, heads as in a bundle; `by` names exactly the members but the message's author.
   Of a log whose keys an emergency ended, an entry that no entry shown of another member names proves nothing: entries dated
   back with stolen keys. It stands closed in its range, and a message among such is one not shown, so that leaving out what names
   it makes nobody's answer into none.
2. A range is *every* entry from its start on, by one proof for all (detente.proof.tree): a range that leaves one entry out, or
   another member's range under this head.
3. A row's `signed` is what its entry names; `open` opens what it commits to. Rows of other messages show no section.
4. The message stands as *said* in its author's log, of this line, context, terms and credential, released, and is one that a
   person answers. Explanations (kind `explanation`, naming it) stand in their author's log in the same way.
5. `due` is computed again: the member's receipt shown, plus the terms' time; `calendar` over the duty hours of the calendar that
   stands in the member's own roster, which is shown.
6. `carried` is the author's statement alone: nobody else's node knows. Two heads in `differ` are of one size and differ.
7. What all this shows of each member is decided by detente.line.delivery and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.bundle.deliveryshapes import Basis, Carried, Delivery, ShownRow
from detente.bundle.ranges import ShownLog, entry_at, shown_logs
from detente.bundle.shapes import DAMAGE_CHECK
from detente.bundle.trusting import check_ends, counting, shown_trust
from detente.codec.cbor import NULL, decode, encode
from detente.codec.cose import parse
from detente.codec.errors import Damaged, Remote
from detente.codec.faults import named
from detente.codec.limits import MAX_BUNDLE, MAX_SECTION
from detente.codec.shape import unpack
from detente.kinds import TABLE
from detente.kinds.kind import Kind
from detente.kinds.roster import calendar_fault
from detente.line.content import read_signed, said_id, section_digest
from detente.line.delivery import About, Finding, Meaning, Named, Stretch, decide
from detente.line.delivery import Row as Read
from detente.line.delivery import named as named_by
from detente.line.duty import Duty, Over
from detente.line.shapes import Content, Said
from detente.proof.head import Head, Place
from detente.trust.deadlines import accept_deadlines
from detente.trust.decisions import LineTrust, accept_fields
from detente.trust.signing import require_exactly
from detente.trust.statements import Field, roots_digest

MAGIC = "detente/1/delivery"
TAG = "delivery"  # of the writer's signature
BEGINS = b"\x82" + encode(MAGIC)
EXPLANATION = "explanation"
ROSTER, CALENDAR = "roster", "calendar"  # the kind, and its one section that may be open
SHOWN_OF_OTHERS = {"acknowledgement", EXPLANATION}  # kinds whose sections may be open where they name the message


@dataclass(frozen=True)
class Statement:
    """A message that is proven, with the sections opened; None for one that its author left empty."""

    place: Place
    what: bytes
    said: Said
    content: Content
    sections: dict[str, Any]
    withheld: list[str]


@dataclass(frozen=True)
class Member:
    """What is shown of one other member. `carried` None: nothing is stated; [] : given to no route."""

    party: str
    basis: Basis
    finding: Finding
    bounds: Named | None  # of the acknowledgement, else of the last entry shown
    carried: list[Carried] | None
    differ: bool


@dataclass(frozen=True)
class Report:
    trust: LineTrust
    writer: str
    made: int
    fields: dict[str, bytes]
    message: Statement
    members: list[Member]
    explanations: list[Statement] = field(default_factory=list)

    @property
    def parties(self) -> list[tuple[str, str]]:
        return [(p, roots_digest(r.roots).hex()) for p, r in sorted(self.trust.terms.parties.items())]

    @property
    def receipted(self) -> bool:
        return all(member.finding.heard is not None for member in self.members)


def is_delivery(data: bytes) -> bool:
    """Whether a file says that it is a delivery record: by its first bytes, which nothing else begins with."""
    return data.startswith(BEGINS)


def seal_delivery(frame: bytes) -> bytes:
    """The file of a signed frame, with its damage check."""
    body = encode([MAGIC, frame])
    return body + hashlib.sha256(body).digest()


def verify_delivery(data: bytes) -> Report:
    """What `data` shows. Raises `Damaged` (exit 2) or `Remote` (exit 1: refused)."""
    if len(data) <= DAMAGE_CHECK or hashlib.sha256(data[:-DAMAGE_CHECK]).digest() != data[-DAMAGE_CHECK:]:
        raise Damaged("damaged")
    try:
        match decode(data[:-DAMAGE_CHECK], MAX_BUNDLE):
            case [str(magic), bytes(carried)] if magic == MAGIC:
                return _check(carried)
            case _:
                raise Remote("shape", what="delivery")
    except (Damaged, Remote) as error:  # the bytes are whole but not of this format: that too is a refusal
        raise named(error) from error


def _check(carried: bytes) -> Report:
    frame = parse(carried, MAX_BUNDLE)
    delivery = unpack(Delivery, frame.payload, MAX_BUNDLE)
    trust = shown_trust(delivery.terms, delivery.credentials, delivery.successions)
    if trust.line != delivery.line:
        raise Remote("bundle-line")
    accept_fields(trust.terms.fields, delivery.fields)
    writer = trust.credentials.get(delivery.writer)
    if writer is None:
        raise Remote("delivery-members")
    require_exactly(TAG, trust.line, frame, [key for key in writer.keys if key.use == "node"])
    return _Reading(trust, delivery).report()


class _Reading:
    """The parts of one record, read one after another."""

    def __init__(self, trust: LineTrust, delivery: Delivery) -> None:
        self.trust, self.delivery = trust, delivery
        self.stretches: dict[str, list[Stretch]] = {}
        self.said: dict[Place, tuple[Said, ShownRow]] = {}
        self.calendars: dict[str, list[tuple[int, bytes, int, Duty]]] = {}
        shown = shown_logs(trust, delivery.logs)
        rows = [(spot, entry_at(row.entry, spot[2])) for log in shown for spot, row in log.spots()]
        entries = {spot: entry for spot, entry in rows if entry is not None}
        check_ends(trust, [log.head for log in shown], entries)
        self.counts = counting(entries, trust.logs_over().keys())
        for log in shown:
            self._read(log)

    def _read(self, log: ShownLog) -> None:
        if log.rows:
            rows = [self._row(log.head, index, row) for index, row in enumerate(log.rows, log.start)]
            self.stretches.setdefault(log.head.party, []).append(Stretch(log.head, log.start, rows))
        for index, row in log.apart.items():
            if self._row(log.head, index, row).meaning == "acknowledges":
                raise Remote("delivery-part")  # it belongs among all the entries before it

    def _row(self, head: Head, index: int, row: ShownRow) -> Read:
        """One leaf at its proven index. What has not an entry's shape, or names another index, says nothing, as on a line."""
        place = Place(head.party, head.epoch, index)
        entry = self.counts.get((head.party, head.epoch, index))
        if row.signed is None:
            if row.open is not None:
                raise Remote("delivery-row")
            if not isinstance(entry, Said):
                closed = entry is None and isinstance(entry_at(row.entry, index), Said)  # under keys that are over
                return Read(entry, "not-shown" if closed else "other")
            self.said[place] = (entry, row)
            return Read(entry, "not-shown")
        if not isinstance(entry, Said) or said_id(row.signed) != entry.what:
            raise Remote("delivery-row")
        self.said[place] = (entry, row)
        return Read(entry, *self._meaning(place, entry, row))

    def _meaning(self, place: Place, said: Said, row: ShownRow) -> tuple[Meaning, str | None]:
        """What a message of theirs is to the one that the record is about; signatures are looked at only where it names it."""
        try:
            content = read_signed(row.signed or [])[0]
        except (Remote, Damaged):  # nobody could take it for a message: it has no effect
            if row.open is not None:
                raise
            return "other", None
        about = self.delivery.message in (content.re or [])
        roster = content.kind == ROSTER and set(row.open or ()) == {CALENDAR}
        shown = said.what == self.delivery.message or (about and content.kind in SHOWN_OF_OTHERS) or roster
        if row.open is not None and not shown:
            raise Remote("delivery-row")
        if row.open is not None and roster:
            calendar = self.statement(place, said, row).sections[CALENDAR]
            if calendar is not None and calendar_fault(calendar) is None:  # one that nobody accepts is not in force
                self.calendars.setdefault(place.party, []).append((said.at, place.epoch, place.index, Duty(calendar)))
        if not about:
            return "other", content.kind
        try:
            self._placed(place.party, place.epoch, said, row)
        except Remote:
            return "other", content.kind
        if content.kind != "acknowledgement" or content.re != [self.delivery.message]:
            return "names", content.kind
        if row.open is None or set(row.open) != set(content.sections):
            return "not-shown", content.kind
        try:
            received = self.statement(place, said, row).sections
        except (Remote, Damaged):
            return "other", content.kind
        return "other" if None in received.values() else "acknowledges", content.kind

    def _placed(self, party: str, epoch: bytes, said: Said, row: ShownRow) -> tuple[Content, Kind | None]:
        """A message of this line by `party`, released and placed as its credential asks."""
        trust = self.trust
        content, frame, assertions = read_signed(row.signed or [])
        if content.author != party:
            raise Remote("bundle-message-not-said")
        if content.line != trust.line or content.context != trust.terms.context or content.terms != trust.terms_digest:
            raise Remote("bundle-message-line")
        if said.cred != trust.credential_at(party, epoch)[0] or said.at > content.expires:
            raise Remote("bundle-message-place")
        kind = TABLE.get((content.kind, content.schema))
        trust.check_release(party, content.kind, None if kind is None else kind.machine, frame, assertions, epoch)
        return content, kind

    def statement(self, place: Place, said: Said, row: ShownRow) -> Statement:
        """The message with what is opened of it. Raises `Remote` for what a bundle would be refused for."""
        content, kind = self._placed(place.party, place.epoch, said, row)
        if kind is None or set(kind.sections) != set(content.sections):
            raise Remote("sections", kind=content.kind)
        sections: dict[str, Any] = {}
        for name, opened in (row.open or {}).items():
            committed = content.sections.get(name)
            if committed is None or section_digest(content.id, name, opened.salt, opened.value) != committed:
                raise Remote("section-not-committed", section=name)
            sections[name] = None if opened.value == NULL else unpack(kind.sections[name], opened.value, MAX_SECTION)
        withheld = [name for name in kind.sections if name not in sections]
        return Statement(place, said.what, said, content, sections, withheld)

    def report(self) -> Report:
        what = self.delivery.message
        places = {place: row for place, row in self.said.items() if row[0].what == what}
        shown = [(place, *row) for place, row in sorted(places.items(), key=_by_place) if row[1].signed is not None]
        if not shown:
            raise Remote("bundle-message-not-said")
        message = self.statement(*shown[0])
        author = message.content.author
        if any(place.party != author for place in places):
            raise Remote("bundle-message-not-said")
        if not is_answered(message.content):
            raise Remote("delivery-kind", kind=message.content.kind)
        if set(self.delivery.by) != set(self.trust.members) - {author}:
            raise Remote("delivery-members")
        if author in self.stretches:
            raise Remote("delivery-part")
        own = [said for place, (said, _row) in self.said.items() if place.party == author]
        about = About(
            what,
            message.content.composed,
            {place: said for place, (said, _row) in places.items()},
            [head for said in own for head in said.seen],
        )
        self._statements_of_the_writer(author)
        members = [self._member(party, message, about, own) for party in sorted(self.delivery.by)]
        explanations = [
            self.statement(place, said, row)
            for place, (said, row) in sorted(self.said.items(), key=_by_place)
            if row.open is not None and said.what != what and _kind(row) == EXPLANATION
        ]
        fields = {name: one.value for name, one in self.delivery.fields.items()}
        return Report(self.trust, self.delivery.writer, self.delivery.made, fields, message, members, explanations)

    def _statements_of_the_writer(self, author: str) -> None:
        carried, differ = self.delivery.carried, self.delivery.differ or {}
        if carried is not None and (self.delivery.writer != author or set(carried) - set(self.delivery.by)):
            raise Remote("delivery-carried")
        if set(differ) - set(self.trust.members):
            raise Remote("delivery-members")
        for party, checkpoints in differ.items():
            heads = [self.trust.check_head(checkpoint) for checkpoint in checkpoints]
            if heads and (
                len(heads) != 2
                or any(head.party != party for head in heads)
                or len({(head.epoch, head.size) for head in heads}) != 1
                or heads[0].root >= heads[1].root
            ):
                raise Remote("delivery-differ", party=party)

    def _member(self, party: str, message: Statement, about: About, own: list[Said]) -> Member:
        asked = self.delivery.by[party]
        carried = None if self.delivery.carried is None else self.delivery.carried.get(party)
        finding = decide(about, self.stretches.get(party, []), asked.at, carried == [])
        if asked.basis != "asked" and asked.at != self._due(party, message, finding, asked.basis):
            raise Remote("delivery-due", party=party)
        point = finding.acknowledged or finding.last
        bounds = None if point is None else named_by(point.place, own)
        return Member(party, asked.basis, finding, bounds, carried, party in (self.delivery.differ or {}))

    def _due(self, party: str, message: Statement, finding: Finding, basis: Basis) -> int | None:
        """When it is due by the terms: from the receipt shown, over every hour, or the last calendar shown and said by then."""
        due, heard = due_of(self.delivery.fields, message.content.wanted), finding.heard
        if heard is None or due is None or (due[0] == "always") != (basis == "due"):
            return None
        since = heard[1].at
        if basis == "due":
            return since + due[1]
        place = heard[0]
        # In the log that heard it, a place says what came before; a time there could be dated back.
        said = [
            (epoch == place.epoch, at, index, duty)
            for at, epoch, index, duty in self.calendars.get(party, [])
            if (index < place.index if epoch == place.epoch else at <= since)
        ]
        if not said or due[0] == "always":
            return None
        last = max(said, key=lambda row: (row[0], row[2] if row[0] else row[1]))
        return last[3].add(since, due[1], due[0]).at


def is_answered(content: Content) -> bool:
    """Whether a person of the other members is asked to acknowledge such a message."""
    kind = TABLE.get((content.kind, content.schema))
    return kind is not None and "acknowledgement" in kind.awaits


def due_of(fields: Mapping[str, Field], wanted: int) -> tuple[Over, int] | None:
    """(which hours count, ms) until an acknowledgement is due by the terms; None where no time is agreed or shown."""
    deadlines = accept_deadlines(fields)
    span = None if deadlines is None else deadlines.acknowledge.get(str(wanted))  # type: ignore[call-overload]
    return None if deadlines is None or span is None else (deadlines.over, span)


def _kind(row: ShownRow) -> str:
    return read_signed(row.signed or [])[0].kind


def _by_place(item: tuple[Place, Any]) -> tuple[str, bytes, int]:
    return item[0].party, item[0].epoch, item[0].index
