"""When records differ: one file that shows it to anybody, by itself. Offline; nothing of this machine is trusted or asked.

    file   = detCBOR(["detente/1/differ", differ]) || SHA-256(all before)
    differ = {v: 1, line, terms, credentials, heads: [checkpoint, checkpoint],
              ? prefix: [root, path], ? leaves: [index, [leaf, path], [leaf, path]], ? epochs: [[opening, path], [opening, path]],
              ? successions: [+ succession]}

Nobody signs the file: both heads in it are signed, each by both keys of its log, and that is all it needs (protocol.md
section 20). It shows what was signed and nothing of how that came about, so what is told of it accuses nobody.

Attacks stopped: a difference claimed where there is none (heads of two lines, members or logs; the same head twice; a larger
head that does continue the smaller; a leaf that is the same in both; a later epoch that names the one before it); a head
with one of its two signatures; a file whose parts a reader could take for two different things.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from detente.bundle.shapes import DAMAGE_CHECK, OpenedAt, Successions
from detente.bundle.trusting import shown_trust
from detente.codec.cbor import decode, encode
from detente.codec.errors import Damaged, Remote
from detente.codec.faults import named as named_fault
from detente.codec.limits import MAX_CHECKPOINT, MAX_DIFFER, MAX_MEMBERS, MAX_STATEMENT
from detente.codec.shape import Digest, Index, Row, Shape, read, to_plain
from detente.line.log import Log, read_entry
from detente.line.shapes import Opened
from detente.proof.head import Head
from detente.proof.receipt import Path
from detente.proof.tree import verify_consistency, verify_inclusion
from detente.trust.decisions import LineTrust
from detente.trust.statements import roots_digest

MAGIC = "detente/1/differ"
BEGINS = b"\x82" + encode(MAGIC)
Form = Literal["one-size", "prefix", "leaves", "epochs"]
Checkpoint = Annotated[bytes, msgspec.Meta(max_length=MAX_CHECKPOINT)]


class Prefix(Row, frozen=True):
    """What the larger head's log had as its root at the smaller's size: it is another than the smaller names."""

    root: Digest
    path: Path


class LeafAt(Row, frozen=True):
    leaf: Digest
    path: Path


class Leaves(Row, frozen=True):
    """What either log has at one place."""

    index: Index
    first: LeafAt
    second: LeafAt


class Differ(Shape, frozen=True):
    v: Literal[1]
    line: Digest
    terms: Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]
    credentials: Annotated[
        list[Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]],
        msgspec.Meta(min_length=1, max_length=MAX_MEMBERS),
    ]
    heads: Annotated[list[Checkpoint], msgspec.Meta(min_length=2, max_length=2)]
    prefix: Prefix | None = None
    leaves: Leaves | None = None
    epochs: Annotated[list[OpenedAt], msgspec.Meta(min_length=2, max_length=2)] | None = None
    successions: Successions | None = None


@dataclass(frozen=True)
class Shown:
    """What such a file shows: two statements of one member. `opened`: the first entries, where two epochs are shown."""

    trust: LineTrust
    form: Form
    heads: tuple[Head, Head]
    index: int | None = None
    opened: tuple[Opened, Opened] | None = None

    @property
    def party(self) -> str:
        return self.heads[0].party

    @property
    def parties(self) -> list[tuple[str, str]]:
        return [(p, roots_digest(r.roots).hex()) for p, r in sorted(self.trust.terms.parties.items())]


def is_differ(data: bytes) -> bool:
    """Whether a file says that it shows a difference: by its first bytes, which nothing else begins with."""
    return data.startswith(BEGINS)


def seal_differ(differ: Differ) -> bytes:
    """The file, with its damage check."""
    body = encode([MAGIC, to_plain(differ)])
    return body + hashlib.sha256(body).digest()


def in_order(one: tuple[Head, bytes], two: tuple[Head, bytes]) -> list[tuple[Head, bytes]]:
    """Two heads with their checkpoints, in the one order a file has them."""
    return sorted((one, two), key=lambda row: (row[0].epoch, row[0].size, row[0].root))


def verify_differ(data: bytes) -> Shown:
    """What `data` shows. Raises `Damaged` (exit 2) or `Remote` (exit 1: refused)."""
    if len(data) > MAX_DIFFER:
        raise Remote("too-large", size=len(data), limit=MAX_DIFFER)
    if len(data) <= DAMAGE_CHECK or hashlib.sha256(data[:-DAMAGE_CHECK]).digest() != data[-DAMAGE_CHECK:]:
        raise Damaged("damaged")
    try:
        match decode(data[:-DAMAGE_CHECK], MAX_DIFFER):
            case [str(magic), plain] if magic == MAGIC:
                return _check(read(Differ, plain))
            case _:
                raise Remote("shape", what="differ")
    except (Damaged, Remote) as error:  # the bytes are whole but not of this format: that too is a refusal
        raise named_fault(error) from error


def _check(differ: Differ) -> Shown:
    trust = shown_trust(differ.terms, differ.credentials, differ.successions)
    if trust.line != differ.line:
        raise Remote("bundle-line")
    one, two = (trust.check_head(checkpoint) for checkpoint in differ.heads)
    if one.party != two.party:
        raise Remote("differ-heads")
    beside = [form for form in (differ.prefix, differ.leaves, differ.epochs) if form is not None]
    if len(beside) > 1 or (one.epoch == two.epoch) != (differ.epochs is None):
        raise Remote("differ-form")
    if one.epoch == two.epoch and (one.size == two.size) != (not beside):
        raise Remote("differ-form")
    if (one.epoch, one.size, one.root) > (two.epoch, two.size, two.root):
        raise Remote("bundle-order", what="heads")
    if differ.epochs is not None:
        return Shown(trust, "epochs", (one, two), None, _epochs(trust.line, one, two, differ.epochs))
    if differ.prefix is not None:
        verify_consistency(one.size, differ.prefix.root, two.size, two.root, differ.prefix.path)
        if differ.prefix.root == one.root:
            raise Remote("differ-heads")
        return Shown(trust, "prefix", (one, two))
    if differ.leaves is not None:
        return Shown(trust, "leaves", (one, two), _leaves(one, two, differ.leaves))
    if one.root == two.root:
        raise Remote("differ-heads")
    return Shown(trust, "one-size", (one, two))


def _leaves(one: Head, two: Head, leaves: Leaves) -> int:
    index = leaves.index
    for head, at in ((one, leaves.first), (two, leaves.second)):
        verify_inclusion(at.leaf, index, head.size, at.path, head.root)
    if leaves.first.leaf == leaves.second.leaf:
        raise Remote("differ-heads")
    return index


def _epochs(line: bytes, one: Head, two: Head, rows: list[OpenedAt]) -> tuple[Opened, Opened]:
    first, second = (_opened(line, head, row) for head, row in zip((one, two), rows, strict=True))
    if not are_two(one.party, {one.epoch: first, two.epoch: second}):
        raise Remote("differ-heads")
    return first, second


def _opened(line: bytes, head: Head, row: OpenedAt) -> Opened:
    entry = read_entry(row.opening)
    if not isinstance(entry, Opened) or entry.i != 0:
        raise Remote("differ-form")
    verify_inclusion(Log(line, head.party, head.epoch).leaf(row.opening), 0, head.size, row.path, head.root)
    return entry


def named(opened: Opened, party: str) -> set[bytes]:
    """The epochs of its own author that a first entry names."""
    heads = [*opened.reported, *([opened.follows] if opened.follows else [])]
    return {head.epoch for head in heads if head.party == party}


def are_two(party: str, opened: Mapping[bytes, Opened]) -> bool:
    """Whether two epochs of `party` follow one log, which is neither of them, and neither names the other."""
    (one, first), (two, second) = opened.items()
    if first.follows is None or second.follows is None:
        return False
    before = {first.follows.epoch, second.follows.epoch}
    if {first.follows.party, second.follows.party} != {party} or len(before) != 1 or before & {one, two}:
        return False
    return two not in named(first, party) and one not in named(second, party)
