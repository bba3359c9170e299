"""RFC 9942 receipts, read by a verifier written apart: `cbor2` and `cryptography`, and nothing of Detente."""

from __future__ import annotations

import hashlib
import importlib
import json
from pathlib import Path
from typing import Any

import cbor2
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from detente.codec.errors import Local
from detente.node import receipting, records
from detente.node.node import Node
from support import notify, turn

SPEC = Path(__file__).resolve().parents[2] / "spec"
CASES = json.loads((SPEC / "cose-receipts.json").read_text("ascii"))["cases"]


class Refused(Exception):
    pass


def require(holds: bool) -> None:
    if not holds:
        raise Refused


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.3.2, step by step."""
    require(index < size)
    fn, sn, r = index, size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for p in path:
        require(sn != 0)
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0)
    return r


def check_consistency(first: int, second: int, first_hash: bytes, second_hash: bytes, path: list[bytes]) -> None:
    """RFC 9162 section 2.1.4.2, step by step."""
    require(0 < first < second and len(path) > 0)
    if first & (first - 1) == 0:
        path = [first_hash, *path]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        require(sn != 0)
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0 and fr == first_hash and sr == second_hash)


def check(
    data: bytes,
    alg: int,
    public: bytes,
    origin: str,
    leaf: bytes | None = None,
    old_root: bytes | None = None,
    new_root: bytes | None = None,
) -> None:
    """RFC 9942: raises `Refused` unless the receipt proves what it is given for."""
    tag = cbor2.loads(data)
    require(isinstance(tag, cbor2.CBORTag) and tag.tag == 18 and len(tag.value) == 4)
    protected, unprotected, payload, signature = tag.value
    header = cbor2.loads(protected)
    require(header[1] == alg and header[395] == 1 and header[15][1] == origin and payload is None)
    proofs = unprotected[396]
    if leaf is not None:
        [carried] = proofs[-1]
        size, index, path = cbor2.loads(carried)
        top = root_from(leaf, index, size, list(path))
    else:
        assert old_root is not None and new_root is not None
        [carried] = proofs[-2]
        old, new, path = cbor2.loads(carried)
        check_consistency(old, new, old_root, new_root, list(path))
        top = new_root
    signed = cbor2.dumps(["Signature1", protected, b"", top])
    key: Any = (Ed25519PublicKey if alg == -19 else MLDSA44PublicKey).from_public_bytes(public)
    try:
        key.verify(signature, signed)
    except InvalidSignature as error:
        raise Refused from error


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_published_receipt_is_taken_or_refused_as_it_says(case: dict[str, Any]) -> None:
    given = {k: bytes.fromhex(case[k]) for k in ("leaf", "old_root", "new_root") if k in case}
    arguments = bytes.fromhex(case["receipt"]), case["alg"], bytes.fromhex(case["public"]), case["origin"]
    if case["valid"]:
        check(*arguments, **given)
    else:
        with pytest.raises(Refused):
            check(*arguments, **given)


def test_the_published_receipts_are_what_their_maker_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SPEC))
    maker = importlib.import_module("make_receipts")
    assert maker.text() == (SPEC / "cose-receipts.json").read_text("ascii")


def test_receipts_of_a_message_prove_where_it_stands_and_that_the_log_was_only_added_to(
    heron: Node, otter: Node
) -> None:
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    notify(heron, "EXAMPLE 示例, another")
    for of in (heron, otter):  # ours as said, theirs as heard
        line = of.line()
        row = next(item for item in of.store.items(line.id) if item["what"] == kept.what)
        made = receipting.receipts(of, line, row)
        about, files = made["about"], made["files"]
        entry = cbor2.loads(files["entry.cbor"])[1]
        assert entry["what"] == kept.what and entry["role"] == ("said" if of is heron else "heard")
        keys = {key.alg: key.pub for key in line.trust.credentials[of.me].keys if key.use == "log"}
        top = {"old_root": about["old_root"], "new_root": about["root"]}
        for alg, name in ((-19, "ed25519"), (-48, "ml-dsa-44")):
            check(files[f"inclusion.{name}.cose"], alg, keys[alg], about["origin"], files["leaf"])
            with pytest.raises(Refused):
                check(files[f"inclusion.{name}.cose"], alg, keys[alg], about["origin"], bytes(32))
            if of is heron:
                check(files[f"consistency.{name}.cose"], alg, keys[alg], about["origin"], None, **top)
        leaf = hashlib.sha256(
            cbor2.dumps(["detente/1/leaf", about["origin"], *cbor2.loads(files["entry.cbor"])], canonical=True)
        )
        assert leaf.digest() == files["leaf"], "the leaf follows from the entry"


def test_a_message_of_no_log_of_ours_has_no_receipt(heron: Node, otter: Node) -> None:
    turn(heron, otter)
    with pytest.raises(Local, match="receipts-nowhere"):
        receipting.receipts(heron, heron.line(), {"what": bytes(32)})
    kept = notify(heron)
    row = records.row(heron, heron.line(), "heron", kept.what)
    with pytest.raises(Local, match="proof-range"):
        receipting.receipts(heron, heron.line(), row, heron.line().own.size + 1)
