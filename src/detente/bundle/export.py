"""Making a bundle from a record. Pure: what goes in is read by the node."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from detente.bundle.order import LogName, Spot, heard_at, receipted, record_order, stands_at, untrue_of
from detente.bundle.shapes import Bundle, LogPart, OpenedAt
from detente.bundle.trusting import counting, ends, naming
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import pack, unpack
from detente.line.content import opened, read_kept, read_signed
from detente.line.log import Log, read_entry
from detente.line.shapes import Entry, Heard, Said, Shown
from detente.proof.receipt import Opening
from detente.trust.disclosure import NEVER_SHOWN
from detente.trust.statements import Field
from detente.trust.succession import Succession

Hides = Callable[[str, str, str], bool]  # author, kind, section → whether it is not to be opened


def hides_nothing(_author: str, _kind: str, _section: str) -> bool:
    return False


@dataclass(frozen=True)
class LogSource:
    """One log: its tree, the signed head to show it under, and its openings as carried, from index 0."""

    log: Log
    checkpoint: bytes
    size: int
    openings: Sequence[bytes]


def export(
    line: bytes,
    terms: bytes,
    fields: Mapping[str, Field],
    credentials: Mapping[str, bytes],
    logs: Iterable[LogSource],
    messages: Mapping[bytes, bytes],
    only: Iterable[bytes] | None = None,
    hides: Hides = hides_nothing,
    successions: Sequence[Succession] = (),
    distrusted: Set[LogName] = frozenset(),
) -> bytes:
    """A bundle file of the whole record, or of the messages `only` (said ids) with their receipts.

    `messages` maps said ids to packed messages that were accepted; `hides` says what not to open. Of the logs `distrusted`
    only what another member named is shown to be said.
    """
    chosen = set(messages) if only is None else set(only) & set(messages)
    sources = {(source.log.party, source.log.epoch): source for source in logs}
    carried = {
        log: [unpack(Opening, data, MAX_MESSAGE) for data in source.openings[: source.size]]
        for log, source in sources.items()
    }
    entries: dict[Spot, Entry] = {}
    for log, openings in carried.items():
        for index, opening in enumerate(openings):
            entry = _entry(opening, index)
            if entry is not None:
                entries[(*log, index)] = entry
    every, entries = entries, counting(entries, distrusted)
    receipts = list(receipted(entries))
    said = {spot: e for spot, e in entries.items() if isinstance(e, Said) and e.what in chosen}
    shown_at = _shown_at(entries, receipts, chosen)
    shown_at |= naming(every, distrusted, shown_at) | (ends(entries, shown_at) if successions else set())
    parts: list[LogPart] = []
    for log in sorted(sources):
        source = sources[log]
        part = LogPart(head=source.checkpoint, all=carried[log])
        if only is not None:
            kept = [
                OpenedAt(opening, source.log.tree.path(index, source.size))
                for index, opening in enumerate(carried[log])
                if (*log, index) in shown_at
            ]
            part = LogPart(head=source.checkpoint, some=kept)
            if not kept:
                continue
        parts.append(part)
    heard = heard_at(said, receipts)
    by_author = {spot: entry for spot, entry in said.items() if spot[0] == _author(messages[entry.what])}
    spots = {spot: said[spot] for spot in stands_at(by_author, heard).values()}
    whole = {log: (source.log.tree, source.size) for log, source in sources.items()} if only is None else {}
    order = record_order(spots, untrue_of(whole))
    shown = [_shown(messages[spots[spot].what], hides) for spot in order.spots]
    bundle = Bundle(
        v=1,
        line=line,
        terms=terms,
        fields=dict(fields),
        credentials=[credentials[party] for party in sorted(credentials)],
        logs=parts,
        messages=shown,
        successions=list(successions) or None,
    )
    return seal_file(pack(bundle))


def _shown_at(
    entries: Mapping[Spot, Entry], receipts: Sequence[tuple[Spot, Heard, Spot, bytes]], chosen: set[bytes]
) -> set[Spot]:
    """Which entries show the messages `chosen` with their receipts; a refused run is shown whole or it proves nothing."""
    found = {spot for spot, entry in entries.items() if isinstance(entry, Said | Heard) and entry.what in chosen}
    found |= {spot for spot, _entry, _of, what in receipts if what in chosen}
    return found | {of for spot, entry, of, _what in receipts if entry.run is not None and spot in found}


def seal_file(body: bytes) -> bytes:
    """The body with its damage check."""
    return body + hashlib.sha256(body).digest()


def _entry(opening: Opening, index: int) -> Entry | None:
    """What says something of a message, at the index it names itself; an entry that lies about it is nobody's proof."""
    try:
        entry = read_entry(opening)
    except Exception:
        return None
    return entry if entry.i == index else None


def _author(message: bytes) -> str:
    return read_signed(read_kept(message).signed)[0].author


def _shown(packed: bytes, hides: Hides) -> Shown:
    message = read_kept(packed)
    content = read_signed(message.signed)[0]
    shown = {}
    for name in content.sections:
        row = opened(message, name)
        if row is not None and content.kind not in NEVER_SHOWN and not hides(content.author, content.kind, name):
            shown[name] = row
    return Shown(signed=message.signed, open=shown)
