"""Asking witnesses to sign our own heads: what is asked, and what of the answer is kept. `api/witnessing.py` does the asking.

A witness is optional and never a gate: nothing waits for one, nothing is refused for want of one, and what goes wrong with it
is shown and tried again later. It is sent our own checkpoint (origin, size, root, our signatures) and hashes that show it
continues the last one it signed: no entry, no message, no other member's head.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from detente.codec.cose import ED25519, ML_DSA_44
from detente.codec.errors import Damaged, Local, Remote
from detente.crypto.suites import check_public, verify
from detente.line.machine import Line
from detente.line.witness import Cosigned, WitnessGone, WitnessKept, WitnessTried
from detente.node.logs import vkeys
from detente.node.node import Node
from detente.proof.cosignature import (
    ED25519_V1,
    WitnessKey,
    joined,
    read_answer,
    read_size,
    read_vkey,
    request,
    signed_by,
)
from detente.proof.head import Head
from detente.proof.note import Line as NoteLine

FUTURE = 3600  # seconds that a witness's clock may be before ours
MOST = 16  # witnesses of a line


@dataclass(frozen=True)
class Asking:
    """One request: where to, and what of our log it is about."""

    line: bytes
    name: str
    url: str
    head: Head
    old: int
    body: bytes
    checkpoint: bytes


def add(node: Node, line: Line, url: str, keys: list[str]) -> dict[str, Any]:
    """`Local("witness-…")` for an address or key that cannot be a witness's."""
    check_address(url)
    read = [read_vkey(key) for key in keys]
    if not read or len({key.name for key in read}) != 1 or len({key.kind for key in read}) != len(read):
        raise Local("witness-vkey")
    for key in read:
        try:
            check_public(_alg(key), key.public)
        except (Remote, Damaged) as error:
            raise Local("witness-vkey") from error
    known = {row["name"] for row in node.store.witnesses(line.id)}
    if len(known | {read[0].name}) > MOST:
        raise Local("witness-most", most=MOST)
    node.commit([WitnessKept(line.id, read[0].name, url.rstrip("/"), "\n".join(keys), node.now())])
    return listed(node, line)


def remove(node: Node, line: Line, name: str) -> dict[str, Any]:
    if name not in {row["name"] for row in node.store.witnesses(line.id)}:
        raise Local("witness-unknown", name=name[:80])
    node.commit([WitnessGone(line.id, name)])
    return listed(node, line)


def check_address(url: str) -> None:
    """https anywhere, http on this machine alone. `Local("witness-address")`."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
        here = host == "localhost" or (not host.strip("0123456789.:abcdef") and ipaddress.ip_address(host).is_loopback)
    except ValueError as error:
        raise Local("witness-address") from error
    plain = not (parts.username or parts.password or parts.query or parts.fragment) and url.isascii()
    if not host or not plain or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
        raise Local("witness-address")


def listed(node: Node, line: Line) -> dict[str, Any]:
    """Every witness with what it last signed of our current log; and what its operator must be told of us."""
    log = line.own
    signed = {row["name"]: row for row in node.store.cosigned(line.id, log.epoch)}
    rows = []
    for row in node.store.witnesses(line.id):
        last = signed.get(row["name"])
        rows.append(
            {key: row[key] for key in ("name", "url", "added", "tried", "good", "why")}
            | {"size": None if last is None else last["size"], "at": None if last is None else last["at"] * 1000}
        )
    return {"witnesses": rows, "log": {"origin": log.origin, "size": log.size, "vkeys": vkeys(line, log)}}


def asking(node: Node, line: Line, name: str, old: int | None = None) -> Asking | None:
    """What to ask a witness now; None when it has signed our newest head. `old`: the size it says it has signed last.

    `Remote("witness-ahead")` when that is more than we hold: our record may have been put back.
    """
    row = next((row for row in node.store.witnesses(line.id) if row["name"] == name), None)
    if row is None or line.own_epoch is None:
        return None
    log = line.own
    if old is None:
        old = next((kept["size"] for kept in node.store.cosigned(line.id, log.epoch) if kept["name"] == name), 0)
        if old == log.size:
            return None
    if old > log.size:
        raise Remote("witness-ahead", theirs=old, ours=log.size)
    checkpoint = node.checkpoint(log, log.size)
    path = log.tree.consistency(old, log.size) if 0 < old < log.size else []
    return Asking(line.id, name, row["url"], log.head(), old, request(old, path, checkpoint), checkpoint)


def _refusal(status: int) -> Remote:
    """What a status of c2sp.org/tlog-witness other than 200 and 409 says."""
    match status:
        case 400:
            return Remote("witness-asked-wrongly", status=status)
        case 403:
            return Remote("witness-key", status=status)
        case 404:
            return Remote("witness-log-unknown", status=status)
        case 422:
            return Remote("witness-inconsistent", status=status)
    return Remote("witness-status", status=status)


def take(node: Node, asked: Asking, status: int, kind: str, data: bytes) -> int | None:
    """Keep what a witness answered. The size to ask again from, once, when it says that it signed another head last.

    `Remote("witness-…")` for what is no cosignature over the head it was asked about; nothing is kept then.
    """
    if status == 409:
        if kind.partition(";")[0].strip() != "text/x.tlog.size":
            raise Remote("witness-answer")
        return read_size(data)
    if status != 200:
        raise _refusal(status)
    row = next((row for row in node.store.witnesses(asked.line) if row["name"] == asked.name), None)
    if row is None:
        return None  # taken off the list meanwhile
    lines, times = cosignatures(asked, [read_vkey(key) for key in row["vkeys"].split("\n")], data, node.now())
    carried = joined(b"", lines)
    at = min(times)
    kept = Cosigned(asked.line, asked.name, asked.head.epoch, asked.head.size, at, asked.checkpoint, carried)
    node.commit([kept, WitnessTried(asked.line, asked.name, node.now(), None)])
    return None


def cosignatures(asked: Asking, keys: list[WitnessKey], data: bytes, now: int) -> tuple[list[NoteLine], list[int]]:
    """The lines of known keys, every one of them valid over this head and of a time that is one. At least one."""
    text = asked.checkpoint.partition(b"\n\n")[0].decode() + "\n"
    origin, head = text.partition("\n")[0], asked.head
    found = read_answer(data, keys)
    if not found:
        raise Remote("witness-other-key")
    for one in found:
        if not 0 < one.time <= now // 1000 + FUTURE:
            raise Remote("witness-time")
        message = signed_by(one.key, one.time, text, origin, head.size, head.root)
        if not verify(_alg(one.key), one.key.public, message, one.signature):
            raise Remote("witness-signature")
    return [one.line for one in found], [one.time for one in found]


def failed(node: Node, line: bytes, name: str, why: str) -> None:
    node.commit([WitnessTried(line, name, node.now(), why)])


def _alg(key: WitnessKey) -> int:
    return ED25519 if key.kind == ED25519_V1 else ML_DSA_44
