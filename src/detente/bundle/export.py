"""Making a bundle from a record. Pure: what goes in is read by the node."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.bundle.order import record_order, stands_at
from detente.bundle.shapes import Bundle, LogPart, Opened, OpenedAt, Shown
from detente.codec.cbor import NULL
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import pack, unpack
from detente.line.content import read_message, read_signed, salt
from detente.line.log import Log, read_entry
from detente.line.shapes import Heard, Said
from detente.proof.receipt import Opening
from detente.trust.statements import Field

NEVER_SHOWN = {"keys"}  # kinds whose sections are capabilities between members, and never leave them


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
    withhold: Iterable[str] = (),
) -> bytes:
    """A bundle file of the whole record, or of the messages `only` (said ids) with their receipts.

    `messages` maps said ids to packed messages that were accepted; `withhold` names sections not to open.
    """
    chosen = set(messages) if only is None else set(only) & set(messages)
    hidden = set(withhold)
    parts: list[tuple[tuple[str, bytes], LogPart]] = []
    said: dict[tuple[str, bytes, int], Said] = {}
    heard: set[tuple[str, bytes, int]] = set()
    for source in logs:
        opened = [unpack(Opening, data, MAX_MESSAGE) for data in source.openings[: source.size]]
        entries = [(opening, _entry(opening, index)) for index, opening in enumerate(opened)]
        for _opening, entry in entries:
            if isinstance(entry, Said) and entry.what in chosen:
                said.setdefault((source.log.party, source.log.epoch, entry.i), entry)
            elif isinstance(entry, Heard):
                heard.add((entry.place.party, entry.place.epoch, entry.place.index))
        part = LogPart(head=source.checkpoint, all=opened)
        if only is not None:
            kept = [
                OpenedAt(opening, source.log.tree.path(entry.i, source.size))
                for opening, entry in entries
                if isinstance(entry, Said | Heard) and entry.what in chosen
            ]
            part = LogPart(head=source.checkpoint, some=kept)
            if not kept:
                continue
        parts.append(((source.log.party, source.log.epoch), part))
    by_author = {spot: entry for spot, entry in said.items() if spot[0] == _author(messages[entry.what])}
    spots = {spot: said[spot] for spot in stands_at(by_author, heard).values()}
    shown = [_shown(messages[spots[spot].what], hidden) for spot in record_order(spots)]
    bundle = Bundle(
        v=1,
        line=line,
        terms=terms,
        fields=dict(fields),
        credentials=[credentials[party] for party in sorted(credentials)],
        logs=[part for _key, part in sorted(parts, key=lambda row: row[0])],
        messages=shown,
    )
    return seal_file(pack(bundle))


def seal_file(body: bytes) -> bytes:
    """The body with its damage check."""
    return body + hashlib.sha256(body).digest()


def _entry(opening: Opening, index: int) -> Said | Heard | None:
    """What says something of a message, at the index it names itself; an entry that lies about it is nobody's proof."""
    try:
        entry = read_entry(opening)
    except Exception:
        return None
    return entry if isinstance(entry, Said | Heard) and entry.i == index else None


def _author(message: bytes) -> str:
    return read_signed(read_message(message).signed)[0].author


def _shown(packed: bytes, hidden: set[str]) -> Shown:
    message = read_message(packed)
    content = read_signed(message.signed)[0]
    opened = {}
    if content.kind not in NEVER_SHOWN:
        for name in content.sections:
            if name not in hidden:
                opened[name] = Opened(salt(message.secret, name), message.values.get(name, NULL))
    return Shown(signed=message.signed, open=opened)
