"""Where records differ, on a line: what was kept of it, whether it is settled, and the file that shows it to others.

Two sources: heads that contradicted what we hold, kept when they came (the store's `differ`), and two epochs of one member
that follow one log, which stand in the logs we hold. Nothing here accuses: a disk put back does all of it.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from typing import Any

from detente.bundle.differing import (
    Differ,
    LeafAt,
    Leaves,
    Prefix,
    are_two,
    in_order,
    named,
    seal_differ,
    verify_differ,
)
from detente.bundle.shapes import OpenedAt
from detente.codec.errors import DetenteError, Local, Remote
from detente.codec.limits import MAX_DIFFER, MAX_MESSAGE
from detente.codec.shape import unpack
from detente.line.log import Log
from detente.line.machine import Line
from detente.line.shapes import Opened
from detente.line.shelf import LeafThere
from detente.line.state import read_carried
from detente.node.logs import signed_head
from detente.node.node import Node
from detente.proof.head import Head
from detente.proof.leaf import leaf_of
from detente.proof.receipt import Opening
from detente.trust.succession import Succession

NAME = 8  # digits by which a difference is called here


@dataclass(frozen=True)
class Found:
    """`file` None: kept, and what would show it to others was not. `settled`: the epoch of the member that settled it."""

    name: str
    party: str
    form: str
    heads: list[Head]
    at: int | None
    settled: bytes | None
    file: bytes | None

    def plain(self) -> dict[str, Any]:
        heads = [{"epoch": head.epoch, "size": head.size, "root": head.root} for head in self.heads]
        shown = {"name": self.name, "party": self.party, "form": self.form, "heads": heads, "at": self.at}
        return shown | {"settled": self.settled, "portable": self.file is not None}


def differences(node: Node, line: Line) -> list[Found]:
    """Every difference of the line, by member, in the order found."""
    opened = {party: _opened(node, line, party) for party in line.trust.members}
    found = [_of_heads(node, line, row, opened[row["party"]]) for row in node.store.differences(line.id)]
    for party, epochs in opened.items():
        for (one, first), (two, second) in itertools.combinations(sorted(epochs.items()), 2):
            if are_two(party, {one: first, two: second}):
                found.append(_of_epochs(node, line, party, one, two, epochs))
    return sorted(found, key=lambda one: (one.party, one.at or 0, one.name))


def find(node: Node, line: Line, name: str) -> bytes:
    """The file of the difference called `name`. `Local("difference-unknown")`, `Local("difference-not-portable")`."""
    for one in differences(node, line):
        if one.name == name:
            if one.file is None:
                raise Local("difference-not-portable", name=name)
            return one.file
    raise Local("difference-unknown", name=name[:40])


def standing(node: Node, line: Line) -> list[str]:
    """Members of whose records a difference is not settled, each once."""
    return sorted({one.party for one in differences(node, line) if one.settled is None})


def _opened(node: Node, line: Line, party: str) -> dict[bytes, Opened]:
    found = {}
    for (whose, epoch), log in line.logs.items():
        for carried in node.store.openings(log.key, 0, 1) if whose == party else ():
            entry = read_carried(carried)
            if isinstance(entry, Opened) and entry.i == 0:
                found[epoch] = entry
    return found


def _settled(party: str, opened: dict[bytes, Opened], of: set[bytes]) -> bytes | None:
    """An epoch of `party`, not one of `of`, that names all of them, itself or through the epochs that it names."""
    for epoch, entry in opened.items():
        reached: set[bytes] = set()
        ahead = set() if epoch in of else named(entry, party)
        while ahead:
            one = ahead.pop()
            if one not in reached:
                reached.add(one)
                ahead |= named(opened[one], party) if one in opened else set()
        if of <= reached:
            return epoch
    return None


def _of_heads(node: Node, line: Line, row: dict[str, Any], opened: dict[bytes, Opened]) -> Found:
    party, theirs = row["party"], line.trust.check_head(row["theirs"])
    heads, form, file = [theirs], "kept", None
    if row["ours"]:
        ours = line.trust.check_head(row["ours"])
        heads = [ours, theirs]
        differ = _shown(node, line, (ours, row["ours"]), (theirs, row["theirs"]), row["there"])
        if differ is not None:
            file = seal_differ(differ)
            try:
                shown = verify_differ(file)
            except DetenteError:  # what is kept does not show it: it is marked all the same
                file = None
            else:
                heads, form = list(shown.heads), shown.form
    name = _name(party, heads)
    return Found(name, party, form, heads, row["at"], _settled(party, opened, {theirs.epoch}), file)


def _shown(
    node: Node, line: Line, ours: tuple[Head, bytes], theirs: tuple[Head, bytes], there: bytes | None
) -> Differ | None:
    head, log = ours[0], line.logs.get((ours[0].party, ours[0].epoch))
    if log is None or log.size < head.size or head.epoch != theirs[0].epoch:
        return None
    (one, _), (two, _) = rows = in_order(ours, theirs)
    if one.size == two.size:
        return _differ(node, line, rows)
    if there is not None:
        other = unpack(LeafThere, there, MAX_DIFFER)
        if other.index >= min(one.size, two.size):
            return None
        mine = LeafAt(_leaf(node, log, other.index), log.tree.path(other.index, head.size))
        pair = {head: mine, theirs[0]: LeafAt(other.leaf, other.path)}
        return _differ(node, line, rows, leaves=Leaves(other.index, pair[one], pair[two]))
    if two != head:
        return None
    prefix = Prefix(log.tree.root(one.size), log.tree.consistency(one.size, two.size))
    return _differ(node, line, rows, prefix=prefix)


def _of_epochs(node: Node, line: Line, party: str, one: bytes, two: bytes, opened: dict[bytes, Opened]) -> Found:
    rows, parts = [], []
    for epoch in (one, two):
        log = line.logs[(party, epoch)]
        checkpoint = signed_head(node, log)
        if checkpoint is None:
            raise Remote("head-not-a-member", party=party)  # an epoch is never held without its head
        head = line.trust.check_head(checkpoint)
        [carried] = node.store.openings(log.key, 0, 1)
        rows.append((head, checkpoint))
        parts.append(OpenedAt(unpack(Opening, carried, MAX_MESSAGE), log.tree.path(0, head.size)))
    file = seal_differ(_differ(node, line, rows, epochs=parts))
    heads = [head for head, _ in rows]
    at = max(opened[one].at, opened[two].at)
    return Found(
        _name(party, heads, whole=False), party, "epochs", heads, at, _settled(party, opened, {one, two}), file
    )


def _differ(node: Node, line: Line, rows: list[tuple[Head, bytes]], **beside: Any) -> Differ:
    kept = next(row for row in node.store.lines() if row["id"] == line.id)
    credentials = {row["party"]: row["frame"] for row in node.store.credentials(line.id)}
    return Differ(
        v=1,
        line=line.id,
        terms=kept["terms"],
        credentials=[credentials[party] for party in sorted(credentials)],
        heads=[checkpoint for _, checkpoint in rows],
        successions=_successions(line, [head for head, _ in rows]) or None,
        **beside,
    )


def _successions(line: Line, heads: list[Head]) -> list[Succession]:
    """Those of the member up to the credential that either head stands under; a later emergency takes nothing from them."""
    party = heads[0].party
    digests = [digest for digest, _ed, _ml in line.trust.log_keys(party)][::-1]
    last = max(digests.index(line.trust.credential_at(party, head.epoch)[0]) for head in heads)
    return list(line.successions.get(party, []))[:last]


def _leaf(node: Node, log: Log, index: int) -> bytes:
    [carried] = node.store.openings(log.key, index, index + 1)
    return leaf_of(log.origin, carried)


def _name(party: str, heads: list[Head], whole: bool = True) -> str:
    """What a difference is called here: the same as long as it is the same, so two epochs by their ids alone."""
    parts = [head.epoch + (head.root if whole else b"") for head in heads]
    return hashlib.sha256(party.encode() + b"".join(parts)).hexdigest()[:NAME]
