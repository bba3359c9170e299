"""Write `spec/worked.md`: one small message from content to receipt, with the bytes of every step; then a change of keys."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

from oracle import (
    ED,
    body,
    cbor,
    checkpoint,
    leaf,
    ml_dsa_44_message,
    path,
    protected,
    root,
    salt,
    section,
    signature,
    tagged,
    to_sign,
)
from succeeded import ROOT_CHANGE, Succeeded, roots_after
from world import LIVE, party, said_id

HERE = Path(__file__).resolve().parent
IBIS = party("ibis")
OFFICER = IBIS.officers[0]


def hexed(data: bytes) -> str:
    text = data.hex()
    return "\n".join(text[at : at + 96] for at in range(0, len(text), 96)) or "(nothing)"


LONG = 128  # bytes: a post-quantum key is told by its length and digest


def notation(value: Any, depth: int = 0) -> str:
    """CBOR diagnostic notation (RFC 8949 section 8), with members in the order of their bytes."""
    inner, outer = "  " * (depth + 1), "  " * depth
    match value:
        case bytes() if len(value) > LONG:
            return f"h'{value[:16].hex()}…' / {len(value)} bytes, SHA-256 {hashlib.sha256(value).hexdigest()} /"
        case bytes():
            return f"h'{value.hex()}'"
        case str():
            return f'"{value}"'
        case dict() if value:
            rows = sorted(value.items(), key=lambda item: cbor(item[0]))
            return "{\n" + "".join(f"{inner}{notation(k)}: {notation(v, depth + 1)},\n" for k, v in rows) + outer + "}"
        case dict():
            return "{}"
        case list() | tuple():
            return "[" + ", ".join(notation(item, depth + 1) for item in value) + "]"
    return str(value).lower()


def step(title: str, *parts: str) -> str:
    return f"## {title}\n\n" + "\n\n".join(parts) + "\n"


def code(text: str) -> str:
    return f"```\n{text}\n```"


def digest(data: bytes) -> str:
    return f"SHA-256 `{hashlib.sha256(data).hexdigest()}`"


def worked() -> str:
    message = LIVE.acknowledgement
    secret, value = message["secret"], message["values"]["coded"]
    notice = said_id(LIVE.notice)
    content = LIVE.content("ibis", "acknowledgement", message["values"], "ack live", re=[notice], thread=notice)
    payload = cbor(content)
    content_id = content["id"]
    frame, _tokens = message["signed"]
    [_, _, officers] = signature("content", LIVE.line, payload, OFFICER)
    signed = cbor(message["signed"])
    what = said_id(message)
    log, heron = LIVE.logs["ibis"], LIVE.logs["heron"]
    blind, entry = log.openings[4]
    leaves = log.leaves
    size, top = len(leaves), root(leaves)
    ed, ml = IBIS.log_keys
    text, message44 = body(log.origin, size, top), ml_dsa_44_message(log.origin, size, top)
    head = LIVE.checkpoint("ibis")
    receipt = heron.openings[5 - 1]
    parts = [
        "# Worked bytes\n\nThe acknowledgement that ibis says in answer to heron's notice, from what it says to where it stands "
        "and who has it. Made by `make_worked.py`; the same message is in the vector `bundle_valid`. EXAMPLE 示例: keys and "
        "secrets follow from names and protect nothing. Numbers of sections are those of [protocol.md](protocol.md).\n",
        step(
            "1. The section (9)",
            "An acknowledgement has one section, `coded`. Its value:",
            code(notation({"received": "received"}) + "\n\n" + hexed(value)),
            "Secret of the message and salt = HMAC-SHA-256(secret, `coded`):",
            code(hexed(secret) + "\n" + hexed(salt(secret, "coded"))),
            'Commitment H("section", content id, "coded", salt, value): what is hashed, and the digest.',
            code(
                hexed(cbor(["detente/1/section", content_id, "coded", salt(secret, "coded"), value]))
                + "\n\n"
                + hexed(section(content_id, secret, "coded", value))
            ),
        ),
        step(
            "2. The content (9)",
            "Times are ms UTC; `re` and `thread` name the notice.",
            code(notation(content)),
            f"{len(payload)} bytes:",
            code(hexed(payload)),
            'Its digest H("content", these bytes), which a token would sign as challenge:',
            code(hexed(tagged("content", payload))),
        ),
        step(
            "3. The signature (3)",
            f"ibis's rule for this kind is `default`: one officer. Key id `{OFFICER.id.hex()}`, Ed25519, public key and seed:",
            code(hexed(OFFICER.public) + "\n" + hexed(OFFICER.seed)),
            "Protected header {1: -19, 4: kid}:",
            code(hexed(protected(OFFICER.alg, OFFICER.id))),
            'external_aad = detCBOR(["content", line]):',
            code(hexed(cbor(["content", LIVE.line]))),
            "Sig_structure, which is signed:",
            code(hexed(to_sign("content", LIVE.line, OFFICER.alg, OFFICER.id, payload))),
            "Signature:",
            code(hexed(officers)),
            f"The COSE_Sign frame, {len(frame)} bytes:",
            code(hexed(frame)),
        ),
        step(
            "4. Its name (9)",
            f'`signed` = [frame, []], {len(signed)} bytes, {digest(signed)}. said id = H("said", these bytes):',
            code(hexed(what)),
        ),
        step(
            "5. The entry (10)",
            f"Origin of ibis's log: `{log.origin}`",
            f"The entry stands at index 4, the second thing ibis says. It has seen heron's log up to size {entry['seen'][0][2]}.",
            code(notation(entry)),
            code(hexed(cbor(entry))),
            'Blind, and leaf = H("leaf", origin, blind, entry):',
            code(hexed(blind) + "\n" + hexed(leaves[4])),
        ),
        step(
            "6. The tree (10)",
            "The five leaves of ibis's log, and the root over them:",
            code("\n".join(hexed(item) for item in leaves) + "\n\n" + hexed(top)),
            "The path of the entry:",
            code("\n".join(hexed(item) for item in path(4, leaves))),
        ),
        step(
            "7. The head (11)",
            "The body, which Ed25519 signs, and the signature:",
            code(text + "\n" + hexed(ed.sign(text.encode()))),
            "`cosigned_message`, which ML-DSA-44 signs:",
            code(hexed(message44)),
            f"ML-DSA-44 is signed deterministically here, so that it repeats: {len(ml.sign(message44))} bytes, "
            + digest(ml.sign(message44))
            + f". The checkpoint has {len(head)} bytes, {digest(head)}. Its first lines:",
            code("\n".join(head.decode().split("\n")[:5]) + "\n" + head.decode().split("\n")[5][:140] + "…"),
        ),
        step(
            "8. The receipt (12)",
            'heron hears it. The entry in heron\'s log, with possession = HMAC-SHA-256(secret, detCBOR(["heard", "heron"])):',
            code(notation(receipt[1])),
            "Its leaf:",
            code(hexed(heron.leaves[4])),
        ),
    ]
    return "\n".join([*parts, *succession()])


def succession() -> list[str]:
    """heron changes its roots: the case with the most in it. ML-DSA signs deterministically here, so that it repeats."""
    made = Succeeded(ROOT_CHANGE)
    after = [key.plain() for key in roots_after()]
    root_set = {"roots": [key.plain() for key in made.who.next_roots], "next": tagged("roots", after)}
    salted = made.fields["roots"]
    assert salted[1] == cbor(root_set)
    carried, entry, said = cbor(made.carried), made.later.openings[0], made.later.openings[1][1]
    size = len(made.later.leaves)
    head = checkpoint(made.later.origin, size, root(made.later.leaves), *made.log_keys).decode().split("\n")
    signers = [
        f"- `{key.id.hex()}`, {'Ed25519' if key.alg == ED else 'ML-DSA-87'}, {whose}: "
        + (f"`{sig.hex()}`" if len(sig) <= LONG else f"{len(sig)} bytes, {digest(sig)}")
        for key, whose, sig in (
            (key, "a root before" if key in made.who.roots else "a root from now on", signed_by(key, made))
            for key in sorted(made.signers, key=lambda key: key.id)
        )
    ]
    return [
        step(
            "9. A succession: the credential (4, 7)",
            "Later heron changes its roots, and with them its keys. The roots that come were announced by digest in its "
            "introduction. The same succession is in the vector `succession_carried_root_change`. The field `roots` is "
            'a `root-set` (the roots from now on, and H("roots", …) of those that may come after). Its value, its salt, '
            "and how long the value is:",
            code(notation(root_set)),
            code(hexed(salted[0]) + f"\n\n({len(salted[1])} bytes, SHA-256 {hashlib.sha256(salted[1]).hexdigest()})"),
            'Its commitment H("field", "roots", salt, value):',
            code(hexed(tagged("field", "roots", *salted))),
            "The credential:",
            code(notation(made.plain)),
            f"{len(made.payload)} bytes, {digest(made.payload)}. Its digest "
            'H("credential", these bytes), which entries name as `cred`:',
            code(hexed(tagged("credential", made.payload))),
        ),
        step(
            "10. A succession: its signatures (3, 4)",
            'external_aad = detCBOR(["credential", line]):',
            code(hexed(cbor(["credential", LIVE.line]))),
            "A root change is signed by exactly the roots before and the roots from now on. Each signs the Sig_structure "
            "with its own protected header:",
            "\n".join(signers),
            f"The COSE_Sign frame has {len(made.frame)} bytes, {digest(made.frame)}; what is carried, "
            f"{{v, credential, fields}}, {len(carried)} bytes, {digest(carried)}.",
        ),
        step(
            "11. A succession: the log that follows (10, 11, 18)",
            f"Origin: `{made.later.origin}`. Its first entry says where the log before it ended:",
            code(notation(entry[1])),
            code(hexed(cbor(entry[1]))),
            "Its blind and leaf:",
            code(hexed(entry[0]) + "\n" + hexed(leaf(made.later.origin, *entry))),
            "The next entry is a notice; its `cred` is the digest above:",
            code(notation(said)),
            "The head is signed by the new log keys, which the key hashes in its signature lines name:",
            code("\n".join(head[:5]) + "\n" + head[5][:140] + "…"),
        ),
    ]


def signed_by(key: Any, made: Succeeded) -> bytes:
    found: bytes = key.sign(to_sign("credential", LIVE.line, key.alg, key.id, made.payload))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE / "worked.md")
    parser.parse_args().out.write_text(worked(), encoding="utf-8")
