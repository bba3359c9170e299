"""What a file shown outside rests on: terms, first credentials, successions; and what of logs counts after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from detente.bundle.order import LogName, Spot
from detente.codec.cose import Signed, parse
from detente.codec.errors import Remote
from detente.line.over import named_sizes, names
from detente.line.shapes import Entry, Opened
from detente.proof.head import Head
from detente.trust.decisions import LineTrust, read_credential
from detente.trust.succession import Succession, author_of, examine, take


def shown_trust(terms: bytes, credentials: Sequence[bytes], successions: Sequence[Succession] | None) -> LineTrust:
    """The trust of a line from what a file shows of it. Each member's first credential, then what came after, in order of
    (party, number). An old record is verified without a clock, and an emergency without asking who compared its words:
    it takes nothing back that another member had named (`counting`)."""
    frames: dict[str, Signed] = {}
    for carried in credentials:
        frame = parse(carried)
        party = read_credential(frame.payload).party
        if frames and party <= max(frames):
            raise Remote("bundle-order", what="credentials")
        frames[party] = frame
    trust = LineTrust.found(parse(terms), frames, None)
    last = ("", 0)
    for succession in successions or []:
        name = author_of(succession)
        if name <= last:
            raise Remote("bundle-order", what="successions")
        last = name
        take(trust, examine(trust, succession))
    return trust


def counting(entries: Mapping[Spot, Entry], distrusted: Set[LogName]) -> dict[Spot, Entry]:
    """The entries that count: of a log whose keys were distrusted, those that another member's entry names.

    Attack stopped: entries written with stolen keys and dated back. What the others had named before stays proven.
    """
    if not distrusted:
        return dict(entries)
    upto = named_sizes(((spot[0], entry) for spot, entry in entries.items()), distrusted)
    return {s: e for s, e in entries.items() if s[:2] not in distrusted or s[2] < upto[s[:2]]}


def naming(entries: Mapping[Spot, Entry], distrusted: Set[LogName], shown: Set[Spot]) -> set[Spot]:
    """For each spot shown of a distrusted log, the first entry of another member that names so much of that log."""
    wanted = {log: max(i for p, e, i in shown if (p, e) == log) for log in {s[:2] for s in shown} & set(distrusted)}
    found: dict[LogName, Spot] = {}
    for spot, entry in entries.items():
        for log, size in names(entry):
            if spot[0] != log[0] and size > wanted.get(log, size) and spot < found.get(log, ("~", b"", 0)):
                found[log] = spot
    return set(found.values())


def ends(entries: Mapping[Spot, Entry], shown: Set[Spot]) -> set[Spot]:
    """The first entries of epochs that follow a log of which something is shown: they say where it ended."""
    logs = {spot[:2] for spot in shown}
    return {
        spot
        for spot, entry in entries.items()
        if isinstance(entry, Opened) and entry.follows and (entry.follows.party, entry.follows.epoch) in logs
    }


def check_ends(trust: LineTrust, heads: Sequence[Head], entries: Mapping[Spot, Entry]) -> None:
    """No log is shown beyond where the epoch under its member's next credential says that it ended."""
    size = {(head.party, head.epoch): head.size for head in heads}
    for (party, epoch, _index), entry in entries.items():
        follows = entry.follows if isinstance(entry, Opened) else None
        if follows is None or follows.party != party or size.get((party, follows.epoch), 0) <= follows.size:
            continue
        if trust.credential_at(party, follows.epoch)[0] != trust.credential_at(party, epoch)[0]:
            raise Remote("head-after-succession", party=party)
