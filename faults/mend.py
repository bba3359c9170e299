"""What was bent, signed and hashed again by the invented parties of the vectors: only the rule that was broken is then broken.

Keys follow from names (spec/oracle.py, spec/world.py), so anything of theirs can be signed. What cannot be mended is left.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path
from typing import Any

from detente.codec.cbor import tagged_hash
from detente.codec.cose import to_sign
from detente.crypto.suites import signer
from faults.bent import ARRAY, BYTES, MAP, TAG, Item, get, read, write

SPEC = Path(__file__).resolve().parent.parent / "spec"
sys.path.append(str(SPEC))  # the vectors' own world

import oracle  # noqa: E402
import world  # noqa: E402


@cache
def keys() -> dict[bytes, Any]:
    """Every key of both parties in both contexts, by its id."""
    found = {}
    for name in world.PARTIES:
        for context in world.CONTEXTS:
            one = world.Party(name, context)
            for key in (*one.roots, *one.next_roots, *one.officers, one.node, *one.log_keys):
                found[key.id] = key
    return found


@cache
def _signer(key: Any) -> Any:
    return key if key.alg == oracle.ESP256 else signer(key.alg, key.seed)


@cache
def sign(key: Any, data: bytes) -> bytes:
    signature: bytes = _signer(key).sign(data)
    return signature


def _bytes(item: Item) -> bytes:
    return write(item.inside) if item.inside is not None else bytes(item.value)


def resign(frame: Item, tag: str, line: bytes) -> None:
    """Every signature of a COSE_Sign item by a key known here, over its payload as it is now."""
    rows = frame.value.value if frame.kind == TAG and frame.value.kind == ARRAY else []
    if len(rows) != 4 or rows[2].kind != BYTES or rows[3].kind != ARRAY:
        return
    for row in rows[3].value:
        header = read(_bytes(row.value[0])) if row.kind == ARRAY and len(row.value) == 3 else None
        if header is None or header.kind != MAP or len(header.value) != 2:
            continue
        key = keys().get(header.value[1][1].value)
        if key is not None:
            row.value[2] = Item(BYTES, sign(key, to_sign(tag, line, key.alg, key.id, _bytes(rows[2]))))


def _payload(frame: Item | None) -> bytes:
    return b"" if frame is None or frame.kind != TAG else _bytes(frame.value.value[2])


def mend(tree: Item, was: Item) -> None:
    """A bundle's tree, with signatures, names, leaves and heads that fit. `was`: before it was bent."""
    line = _bytes(get(tree, "line") or Item(BYTES, b""))
    renamed: dict[bytes, bytes] = {}
    terms = (get(tree, "terms") or Item(BYTES, b"")).inside
    if terms is not None and _payload(terms) != _payload((get(was, "terms") or Item(BYTES, b"")).inside):
        resign(terms, "terms", tagged_hash("line", _payload(terms)))
    before, after = get(was, "credentials"), get(tree, "credentials")
    if before is not None and after is not None and after.kind == ARRAY:
        for old, new in zip(before.value, after.value, strict=False):
            if new.inside is not None and _payload(new.inside) != _payload(old.inside):
                resign(new.inside, "credential", line)
                renamed[tagged_hash("credential", _payload(old.inside))] = tagged_hash(
                    "credential", _payload(new.inside)
                )
    before, after = get(was, "messages"), get(tree, "messages")
    if before is not None and after is not None and after.kind == ARRAY:
        for old, new in zip(before.value, after.value, strict=False):
            _rename(old, new, line, renamed)
    logs = get(tree, "logs")
    for log in logs.value if logs is not None and logs.kind == ARRAY else []:
        _head(log, renamed)


def _rename(old: Item, new: Item, line: bytes, renamed: dict[bytes, bytes]) -> None:
    was, now = get(old, "signed"), get(new, "signed")
    if was is None or now is None or write(was) == write(now):
        return
    if now.kind == ARRAY and now.value and now.value[0].inside is not None:
        resign(now.value[0].inside, "content", line)
    renamed[tagged_hash("said", write(was))] = tagged_hash("said", write(now))


def _head(log: Item, renamed: dict[bytes, bytes]) -> None:
    """A whole log's entries with new names, and a head over them as they are now."""
    head, openings = get(log, "head"), get(log, "all")
    if head is None or openings is None or openings.kind != ARRAY:
        return
    lines = _bytes(head).split(b"\n")
    name = lines[0].decode("utf-8", "replace")
    key = next((k for k in keys().values() if k.name.endswith("log ed") and k.name.split()[0] in name.split("/")), None)
    if key is None or "/" not in name or len(name) > 255:
        return
    for opening in openings.value:
        entry = opening.value[1] if opening.kind == ARRAY and len(opening.value) == 2 else None
        for field in ("what", "cred"):
            named = get(entry, field) if entry is not None else None
            if named is not None and named.kind == BYTES:
                named.value = renamed.get(named.value, named.value)
    if all(one.kind == ARRAY and len(one.value) == 2 for one in openings.value):
        live = world.Party(key.name.split()[0], key.name.split()[1])
        blinds = [(_bytes(one.value[0]), write(one.value[1])) for one in openings.value]
        head.value, head.inside = _checkpoint(name, tuple(blinds), live), None


@cache
def _checkpoint(name: str, openings: tuple[tuple[bytes, bytes], ...], party: Any) -> bytes:
    start = b"\x84" + oracle.cbor("detente/1/leaf") + oracle.cbor(name)
    leaves = [hashlib.sha256(start + oracle.cbor(blind) + entry).digest() for blind, entry in openings]
    size, root = len(leaves), oracle.root(leaves)
    ed, ml = party.log_keys
    text = oracle.body(name, size, root)
    first = oracle.note_line(name, 1, ed.public, sign(ed, text.encode()))
    second = oracle.note_line(name, 6, ml.public, bytes(8) + sign(ml, oracle.ml_dsa_44_message(name, size, root)))
    return (text + "\n" + first + second).encode()
