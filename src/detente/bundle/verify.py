"""Whether a bundle proves what it shows. Offline, from the bytes alone; nothing of this machine is trusted or asked.

Order: the damage check (`Damaged`), then everything else (`Remote`, a refusal with its code). What is shown as proven:
who the members are, that they signed these terms, that each message was released as its author's credential asks,
stands in its author's log under a head with both signatures, shows only sections its author committed to, and which
members' logs say that their nodes have it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any

from detente.bundle.destructions import DESTRUCTION, destroyed
from detente.bundle.order import LogName, Spot, heard_at, receipted, record_order, stands_at, untrue_of
from detente.bundle.shapes import DAMAGE_CHECK, Bundle, LogPart
from detente.bundle.trusting import check_ends, counting, shown_trust
from detente.codec.cbor import NULL, again
from detente.codec.errors import Damaged, Remote
from detente.codec.faults import named
from detente.codec.limits import MAX_BUNDLE, MAX_SECTION
from detente.codec.shape import unpack
from detente.kinds import TABLE
from detente.kinds.kind import Kind
from detente.line.content import read_signed, said_id, section_digest
from detente.line.log import Log, read_entry
from detente.line.shapes import Content, Entry, Heard, Said, Shown
from detente.proof.head import Head
from detente.proof.receipt import Opening
from detente.proof.tree import Tree, verify_inclusion
from detente.trust.decisions import LineTrust, accept_fields
from detente.trust.statements import roots_digest


@dataclass(frozen=True)
class Told:
    """What a message says, as far as it is opened: `sections` by name, None for one left empty by its author."""

    content: Content
    kind: Kind | None
    sections: dict[str, Any]
    withheld: list[str]


@dataclass(frozen=True)
class Proven:
    """One message that is proven. `name` is its kind, `area` of what its coded section is about, where that says so.

    `sections` holds those opened. `destroyed`: sections that all members agreed to destroy, and when (ms UTC); one that stands
    in `sections` too was kept by whoever made the bundle, and proves what it says. `withheld`: the others that are not opened.
    """

    spot: Spot
    what: bytes
    said: Said
    name: str
    area: str | None
    told: Callable[[], Told]
    destroyed: dict[str, int] = field(default_factory=dict)
    circular: bool = False  # of its author's claims of what came before, one came round to itself and was left out
    receipts: dict[str, Heard] = field(default_factory=dict)

    @property
    def author(self) -> str:
        return self.spot[0]

    @property
    def content(self) -> Content:
        return self.told().content

    @property
    def kind(self) -> Kind | None:
        return self.told().kind

    @property
    def sections(self) -> dict[str, Any]:
        return self.told().sections

    @property
    def withheld(self) -> list[str]:
        return [name for name in self.told().withheld if name not in self.destroyed]


Row = tuple[int, str, str | None]  # a message looked at elsewhere: its place among those said, its kind, its area


@dataclass(frozen=True)
class Looking:
    """The messages of a bundle whose logs and members are proven, each to be looked at by itself: here, or elsewhere."""

    trust: LineTrust
    said: dict[Spot, Said]
    by_what: dict[tuple[str, bytes], Spot]
    shown: list[Shown]

    def here(self, start: int, stop: int) -> list[Proven]:
        return [_message(self.trust, self.said, self.by_what, shown) for shown in self.shown[start:stop]]

    def rows(self, start: int, stop: int) -> list[Row]:
        """The same for another process to be told."""
        numbers = {spot: number for number, spot in enumerate(self.said)}
        return [(numbers[one.spot], one.name, one.area) for one in self.here(start, stop)]

    def elsewhere(self, start: int, rows: list[Row]) -> list[Proven]:
        """What `rows` gave in another process, which found no fault in them."""
        spots, found = list(self.said), []
        for (number, name, area), shown in zip(rows, self.shown[start : start + len(rows)], strict=True):
            said = self.said[spots[number]]
            found.append(Proven(spots[number], said.what, said, name, area, lru_cache(1)(partial(_read_again, shown))))
        return found


Spread = Callable[[Looking], list[Proven]]  # has all messages looked at; the first that is at fault is the one named


@dataclass(frozen=True)
class Report:
    trust: LineTrust
    fields: dict[str, bytes]
    heads: list[Head]
    messages: list[Proven]

    @property
    def parties(self) -> list[tuple[str, str]]:
        """(party, fingerprint of its roots), the fingerprint in hexadecimal."""
        return [
            (party, roots_digest(root_set.roots).hex()) for party, root_set in sorted(self.trust.terms.parties.items())
        ]

    @property
    def successions(self) -> list[tuple[str, int, str]]:
        """(party, number, case) of every credential after the first."""
        return [(p, n, case) for p, cases in sorted(self.trust.cases.items()) for n, case in enumerate(cases, 1)]

    def receipted(self, message: Proven) -> bool:
        """Whether the logs shown say that every other member's node has it."""
        return {p for p in self.trust.members if p != message.author} == set(message.receipts)


def _all_here(looking: Looking) -> list[Proven]:
    return looking.here(0, len(looking.shown))


def verify_bundle(data: bytes, spread: Spread = _all_here) -> Report:
    """What `data` proves. Raises `Damaged` (exit 2) or `Remote` (exit 1: refused)."""
    if len(data) <= DAMAGE_CHECK or hashlib.sha256(data[:-DAMAGE_CHECK]).digest() != data[-DAMAGE_CHECK:]:
        raise Damaged("damaged")
    try:
        bundle = unpack(Bundle, data[:-DAMAGE_CHECK], MAX_BUNDLE)
        return _check(bundle, spread)
    except (Damaged, Remote) as error:  # the bytes are whole but not of this format: that too is a refusal
        raise named(error) from error


def _check(bundle: Bundle, spread: Spread) -> Report:
    trust = shown_trust(bundle.terms, bundle.credentials, bundle.successions)
    over, trust.distrusted = trust.distrusted, set()  # what still counts of them is seen when all is read
    if trust.line != bundle.line:
        raise Remote("bundle-line")
    accept_fields(trust.terms.fields, bundle.fields)
    entries: dict[Spot, Entry] = {}
    heads: list[Head] = []
    trees: dict[LogName, Tree] = {}
    for part in bundle.logs:
        head = trust.check_head(part.head)
        if heads and (head.party, head.epoch) <= (heads[-1].party, heads[-1].epoch):
            raise Remote("bundle-order", what="logs")
        heads.append(head)
        for index, entry in _entries(trust.line, head, part, trees):
            entries[(head.party, head.epoch, index)] = entry
    trust.distrusted = over
    check_ends(trust, heads, entries)
    entries = counting(entries, trust.logs_over().keys())
    said = {spot: e for spot, e in entries.items() if isinstance(e, Said)}
    receipts = list(receipted(entries))
    heard = heard_at(said, receipts)
    by_what = stands_at(said, heard)
    messages = spread(Looking(trust, said, by_what, bundle.messages))
    whole = {log: (tree, tree.size) for log, tree in trees.items()}
    order = record_order({m.spot: m.said for m in messages}, untrue_of(whole))
    if [m.spot for m in messages] != order.spots:
        raise Remote("bundle-order", what="messages")
    gone = destroyed(trust.members, messages, entries) if any(m.name == DESTRUCTION for m in messages) else {}
    messages = [_completed(m, m.spot in order.circular, gone) for m in messages]
    _add_receipts(receipts, {m.spot: m for m in messages})
    return Report(trust, {name: f.value for name, f in bundle.fields.items()}, heads, messages)


def _entries(line: bytes, head: Head, part: LogPart, trees: dict[LogName, Tree]) -> Iterator[tuple[int, Entry]]:
    """Every opened entry with its index, its place proven under the head; the tree of a log that is shown whole.

    One bad entry in a whole log never takes the proof from the others: one without an entry's shape, or that names
    another index, says nothing here. A number skipped or a time going back is for people to see; it moves no entry.
    """
    log = Log(line, head.party, head.epoch)
    if part.all is not None and part.some is None:
        if len(part.all) != head.size:
            raise Remote("bundle-log-length")
        log.extend([again([opening.blind, opening.entry]) for opening in part.all])
        for index, opening in enumerate(part.all):
            entry = _entry(opening)
            if entry is not None and entry.i == index:
                yield index, entry
        if log.tree.root() != head.root:
            raise Remote("bundle-log-root")
        trees[(head.party, head.epoch)] = log.tree
    elif part.some is not None and part.all is None:
        last = -1
        for row in part.some:
            typed = read_entry(row.opening)
            if typed.i <= last:
                raise Remote("bundle-order", what="openings")
            last = typed.i
            verify_inclusion(log.leaf(row.opening), typed.i, head.size, row.path, head.root)
            yield typed.i, typed
    else:
        raise Remote("bundle-log-form")


def _entry(opening: Opening) -> Entry | None:
    try:
        return read_entry(opening)
    except Remote:
        return None


def _message(trust: LineTrust, said: dict[Spot, Said], by_what: dict[tuple[str, bytes], Spot], shown: Shown) -> Proven:
    what = said_id(shown.signed)
    content, frame, assertions = read_signed(shown.signed)
    spot = by_what.get((content.author, what))
    if spot is None:
        raise Remote("bundle-message-not-said")
    entry = said[spot]
    if content.line != trust.line or content.context != trust.terms.context or content.terms != trust.terms_digest:
        raise Remote("bundle-message-line")
    if entry.cred != trust.credential_at(content.author, spot[1])[0] or entry.at > content.expires:
        raise Remote("bundle-message-place")
    kind = TABLE.get((content.kind, content.schema))
    machine = None if kind is None else kind.machine
    trust.check_release(content.author, content.kind, machine, frame, assertions, spot[1])
    if kind is not None and set(kind.sections) != set(content.sections):
        raise Remote("sections", kind=content.kind)
    sections: dict[str, Any] = {}
    for name, opened in shown.open.items():
        committed = content.sections.get(name)
        if committed is None or section_digest(content.id, name, opened.salt, opened.value) != committed:
            raise Remote("section-not-committed", section=name)
        if kind is not None:
            shape = kind.sections[name]
            sections[name] = None if opened.value == NULL else unpack(shape, opened.value, MAX_SECTION)
    withheld = [name for name in (kind.sections if kind is not None else content.sections) if name not in shown.open]
    told = Told(content, kind, sections, withheld)
    return Proven(spot, what, entry, content.kind, getattr(sections.get("coded"), "area", None), lambda: told)


def _read_again(shown: Shown) -> Told:
    """What a message says that was proven elsewhere: read when somebody looks at it, and not checked a second time."""
    content, _frame, _assertions = read_signed(shown.signed)
    kind = TABLE.get((content.kind, content.schema))
    opened = shown.open if kind is not None else {}
    shapes = {} if kind is None else kind.sections
    sections = {n: None if o.value == NULL else unpack(shapes[n], o.value, MAX_SECTION) for n, o in opened.items()}
    return Told(content, kind, sections, [name for name in (shapes or content.sections) if name not in shown.open])


def _completed(message: Proven, circular: bool, gone: Mapping[tuple[bytes, str], int]) -> Proven:
    names = message.content.sections if gone else ()
    at = {name: gone[(message.what, name)] for name in names if (message.what, name) in gone}
    return replace(message, circular=circular, destroyed=at) if at or circular else message


def _add_receipts(receipts: list[tuple[Spot, Heard, Spot, bytes]], messages: dict[Spot, Proven]) -> None:
    for (party, _epoch, _index), entry, of, what in receipts:
        message = messages.get(of)
        if message is None or party == entry.place.party or what != message.what:
            continue  # one that names another message is a receipt of nothing, and takes nothing from the others
        message.receipts.setdefault(party, entry)
