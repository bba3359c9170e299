"""Write `spec/cose-receipts.json`: RFC 9942 receipts, valid and not, made by hand of the RFC. `python spec/make_receipts.py`

Nothing imports `detente`. Ed25519 and deterministic ML-DSA-44, so that every byte repeats. Anybody may use them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from oracle import Key, cbor, consistency, fresh, origin, path, root

HERE = Path(__file__).resolve().parent
ED25519, ML_DSA_44 = -19, -48
LEAVES = [fresh(f"receipt leaf {n}") for n in range(13)]
ORIGIN = origin(fresh("receipt line"), "heron", fresh("receipt epoch", 16))


def receipt(key: Key, proof: list[Any], top: bytes, kind: int, **other: Any) -> bytes:
    protected = cbor({1: key.alg, 4: key.id, 15: {1: other.get("origin", ORIGIN)}, 395: other.get("vds", 1)})
    signed = cbor([other.get("context", "Signature1"), protected, b"", top])
    beside = bytes.fromhex("a119018ca1") + bytes([0x1F - kind]) + b"\x81" + cbor(cbor(proof))
    return b"\xd2\x84" + cbor(protected) + beside + b"\xf6" + cbor(key.sign(signed))


def case(name: str, what: str, key: Key, data: bytes, valid: bool, **given: Any) -> dict[str, Any]:
    shown = {k: v.hex() if isinstance(v, bytes) else v for k, v in given.items()}
    row = {"name": name, "what": what, "alg": key.alg, "public": key.public.hex(), "origin": ORIGIN}
    return {**row, "receipt": data.hex(), **shown, "valid": valid}


def cases() -> list[dict[str, Any]]:
    found = []
    for alg, spelled in ((ED25519, "ed25519"), (ML_DSA_44, "ml_dsa_44")):
        key = Key(f"receipt {spelled}", "log", alg)
        for index, size in ((0, 1), (0, 2), (4, 5), (5, 8), (12, 13)):
            data = receipt(key, [size, index, path(index, LEAVES[:size])], root(LEAVES[:size]), -1)
            what = f"Leaf {index} of {size}."
            found.append(case(f"inclusion_{spelled}_{index}_of_{size}", what, key, data, True, leaf=LEAVES[index]))
        for old, new in ((1, 2), (3, 7), (4, 8), (6, 13)):
            top = root(LEAVES[:new])
            data = receipt(key, [old, new, consistency(old, LEAVES[:new])], top, -2)
            given = {"old_root": root(LEAVES[:old]), "new_root": top}
            found.append(
                case(f"consistency_{spelled}_{old}_to_{new}", f"From {old} to {new}.", key, data, True, **given)
            )
    key, size, index = Key("receipt ed25519", "log", ED25519), 8, 5
    top, way = root(LEAVES[:size]), path(index, LEAVES[:size])
    whole = receipt(key, [size, index, way], top, -1)
    leaf, between = LEAVES[index], consistency(3, LEAVES[:7])
    whose = {"leaf": leaf}

    def bent(proof: list[Any], signed: bytes = top, **other: Any) -> bytes:
        return receipt(key, proof, signed, -1, **other)

    for name, what, data, given in (
        ("inclusion_other_leaf", "Another leaf.", whole, {"leaf": LEAVES[4]}),
        ("inclusion_other_index", "Another index.", bent([size, 4, way]), whose),
        ("inclusion_other_size", "Another size.", bent([size + 8, index, way]), whose),
        ("inclusion_beyond", "An index beyond the size.", bent([size, 8, way]), whose),
        ("inclusion_path_short", "A hash left out.", bent([size, index, way[:-1]]), whose),
        ("inclusion_other_root", "Signed over another root.", bent([size, index, way], bytes(32)), whose),
        ("inclusion_other_structure", "Another structure (395: 2).", bent([size, index, way], vds=2), whose),
        ("inclusion_other_origin", "Of another log.", bent([size, index, way], origin="example.org/log"), whose),
        ("inclusion_context", "Signed as COSE_Sign.", bent([size, index, way], context="Signature"), whose),
        ("inclusion_signature", "A bit of the signature.", whole[:-1] + bytes([whole[-1] ^ 1]), whose),
        ("consistency_other_old_root", "From another root.", receipt(key, [3, 7, between], root(LEAVES[:7]), -2),
         {"old_root": bytes(32), "new_root": root(LEAVES[:7])}),
        ("consistency_backwards", "From the newer to the older.", receipt(key, [7, 3, between], root(LEAVES[:3]), -2),
         {"old_root": root(LEAVES[:7]), "new_root": root(LEAVES[:3])}),
    ):  # fmt: skip
        found.append(case(f"{name}_refused", what, key, data, False, **given))
    return found


def text() -> str:
    about = (
        "RFC 9942 receipts over an RFC 9162 tree. With `leaf` (the entry's 32 bytes): inclusion; with `old_root` and "
        "`new_root`: consistency. The protected header names the log as issuer (15: {1: origin})."
    )
    return json.dumps({"about": about, "cases": cases()}, indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    (HERE / "cose-receipts.json").write_text(text(), encoding="ascii")
