"""Every binding of the verifier has a bundle in which that one thing is wrong, and everything else is made right again.

`faults.bindings` takes each check away, one at a time, in a copy of the sources, and sees that the attack named for it here is
noticed no more by what was expected: docs/bindings.md. An attack bends one step of `faults.forge` and says how it is refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.forge import Forge, Log, key

from detente.bundle.verify import Report, verify_bundle
from detente.codec.cbor import decode, encode, tagged_hash
from detente.codec.cose import ED25519, ML_DSA_44, Signature, Signed, parse, to_sign
from detente.codec.errors import DetenteError, Remote
from detente.crypto.webauthn import RP_ID_HASH
from detente.proof import head, note, tree
from detente.proof.receipt import Opening, Proof, check_proof
from detente.trust.decisions import LineTrust
from detente.trust.statements import Field, field_digest
from support import acknowledge, copy_homes, exchange, notify, start

Plain = dict[str, Any]
ATTACKS: dict[str, tuple[str, Callable[[Forge], None], str]] = {}
NOWHERE = bytes(32)


@pytest.fixture(scope="session")
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Two real exports of heron's: `whole`, and `one` message with its receipt. Made once for many processes, where asked."""
    shared = os.environ.get("DETENTE_BINDINGS_FROM")
    if shared and (Path(shared) / "one").exists():
        return {name: (Path(shared) / name).read_bytes() for name in ("whole", "one")}
    founded: Path = request.getfixturevalue("two_founded")
    homes = copy_homes(founded, tmp_path_factory.mktemp("bindings") / "homes")
    nodes = {party: start(home, name="bindings") for party, home in homes.items()}
    try:
        heron, otter = nodes["heron"], nodes["otter"]
        first = notify(heron, "EXAMPLE 示例 — the first.")
        exchange(heron, otter)
        acknowledge(otter, first)
        notify(otter, "EXAMPLE — the second.")
        for sender, receiver in ((otter, heron), (heron, otter), (otter, heron)):
            exchange(sender, receiver)
        made = {"whole": heron.export(heron.line()), "one": heron.export(heron.line(), [first.what])}
    finally:
        for node in nodes.values():
            node.close()
    if shared:
        for name, data in made.items():
            (Path(shared) / name).write_bytes(data)
    return made


def said(data: bytes) -> str:
    """How a bundle is refused: the code, and which of several checks with that code; `believed` when it is not."""
    try:
        verify_bundle(data)
    except DetenteError as error:
        return " ".join(
            [error.code, *(str(error.values[name]) for name in ("why", "alg", "what") if name in error.values)]
        )
    return "believed"


def attack(name: str, base: str, expected: str) -> Callable[[Callable[[Forge], None]], None]:
    def register(bend: Callable[[Forge], None]) -> None:
        assert name not in ATTACKS
        ATTACKS[name] = (base, bend, expected)

    return register


@pytest.mark.parametrize("base", ["whole", "one"])
def test_a_bundle_made_again_with_nothing_wrong_is_proven(exported: dict[str, bytes], base: str) -> None:
    """Else every refusal below would say nothing."""
    before, after = verify_bundle(exported[base]), verify_bundle(Forge(exported[base]).build())
    assert [(m.content.kind, m.spot, m.sections, sorted(m.receipts)) for m in before.messages] == [
        (m.content.kind, m.spot, m.sections, sorted(m.receipts)) for m in after.messages
    ]
    assert before.trust.line != after.trust.line


def test_every_attack_is_refused_for_its_reason(exported: dict[str, bytes]) -> None:
    """All of them at once, in one process: a refusal must not depend on what was refused before it."""
    found = {}
    for name, (base, bend, _) in ATTACKS.items():
        forge = Forge(exported[base])
        bend(forge)
        found[name] = said(forge.build())
    assert found == {name: expected for name, (_, _, expected) in ATTACKS.items()}


# -- message -----------------------------------------------------------------------------------------------------------


def at_notice(forge: Forge, step: str, change: Callable[..., Any]) -> None:
    """Bend a step of the first notice only."""
    which = forge.notice()
    forge.on[step] = lambda value, *where: change(value) if where[-1] == which else value


def notice_of(forge: Forge) -> Plain:
    return forge.messages[forge.notice()]


def at_entry(forge: Forge, wanted: Callable[[Log, Plain], bool], **changes: Any) -> None:
    """Bend the entries that `wanted` picks; at least one is there."""

    def change(entry: Plain, log: Log, _index: int) -> Plain:
        return entry | changes if wanted(log, entry) else entry

    assert any(wanted(log, entry) for log in forge.logs for _, entry in log.rows.values())
    forge.on["entry"] = change


def says_notice(forge: Forge) -> Callable[[Log, Plain], bool]:
    was = notice_of(forge)["was"]
    return lambda log, entry: entry["role"] == "said" and entry["what"] in (was, forge.names.get(was))


def hears_notice(forge: Forge) -> Callable[[Log, Plain], bool]:
    was = notice_of(forge)["was"]
    return lambda log, entry: entry["role"] == "heard" and entry["what"] in (was, forge.names.get(was))


@attack("message-said-nowhere", "one", "bundle-message-not-said")
def _(forge: Forge) -> None:
    def other(shown: Plain) -> Plain:
        content = notice_of(forge)["content"] | {"line": forge.line, "terms": forge.terms_digest, "wanted": 0}
        frame = forge.sign_content("content", forge.line, content, forge.signers("heron", "officer"))
        return shown | {"signed": [frame.encode(), []]}

    at_notice(forge, "message", other)


@attack("message-said-by-another-member", "whole", "bundle-message-not-said")
def _(forge: Forge) -> None:
    def change(entry: Plain, log: Log, _index: int) -> Plain:
        if entry["role"] != "said" or entry["n"] == 1:
            return entry
        if log.party == "heron":
            return entry | {"what": NOWHERE}
        return entry | {"what": forge.names[notice_of(forge)["was"]], "cred": forge.digests["heron"]}

    forge.on["entry"] = change
    which = forge.notice()
    forge.on["bundle"] = lambda bundle: bundle | {"messages": [bundle["messages"][which]]}


# -- receipts: they count for one message, at one place ------------------------------------------------------------------


def receipts(data: bytes) -> list[str]:
    [found] = [m for m in verify_bundle(data).messages if m.content.kind == "notice" and m.content.author == "heron"]
    return sorted(found.receipts)


def test_a_receipt_made_again_counts(exported: dict[str, bytes]) -> None:
    assert receipts(Forge(exported["whole"]).build()) == ["otter"]


def test_a_receipt_that_names_another_message_counts_for_none(exported: dict[str, bytes]) -> None:
    forge = Forge(exported["whole"])
    at_entry(forge, hears_notice(forge), what=NOWHERE)
    assert receipts(forge.build()) == []


@pytest.mark.parametrize("which", ["party", "epoch", "index"])
def test_a_receipt_of_another_place_counts_for_none(exported: dict[str, bytes], which: str) -> None:
    forge = Forge(exported["whole"])
    log = next(log for log in forge.logs if log.party == "heron")
    [place] = [i for i, (_, entry) in log.rows.items() if says_notice(forge)(log, entry)]
    other: dict[str, list[Any]] = {
        "party": ["stork", log.epoch, place],
        "epoch": ["heron", bytes(16), place],
        "index": ["heron", log.epoch, place + 1],
    }
    at_entry(forge, hears_notice(forge), **{"from": other[which]})
    assert receipts(forge.build()) == []


def test_an_authors_own_receipt_counts_for_nothing(exported: dict[str, bytes]) -> None:
    forge = Forge(exported["whole"])
    log = next(log for log in forge.logs if log.party == "heron")
    [place] = [i for i, (_, entry) in log.rows.items() if says_notice(forge)(log, entry)]
    last = max(i for i, (_, entry) in log.rows.items() if entry["role"] == "heard")
    forge.on["entry"] = lambda entry, of, index: (
        entry | {"from": ["heron", log.epoch, place], "what": forge.names[notice_of(forge)["was"]]}
        if of is log and index == last
        else entry
    )
    assert receipts(forge.build()) == ["otter"]


# -- field ---------------------------------------------------------------------------------------------------------------


@attack("field-with-another-value", "one", "field-not-committed")
def _(forge: Forge) -> None:
    forge.fields["name"] = [b"\x05" * 32, encode("EXAMPLE")]
    forge.on["bundle"] = lambda b: b | {"fields": {"name": [b["fields"]["name"][0], encode("other")]}}


@attack("field-under-another-name", "one", "field-not-committed")
def _(forge: Forge) -> None:
    row = forge.fields["nature"] = forge.fields["name"] = [b"\x05" * 32, encode("EXAMPLE")]

    def change(terms: Plain) -> Plain:
        terms["fields"]["nature"] = field_digest("name", Field(*row))
        return terms

    forge.on["terms"] = change


@attack("section-with-another-value", "one", "section-not-committed")
def _(forge: Forge) -> None:
    def change(shown: Plain) -> Plain:
        shown["open"]["prose"] = [shown["open"]["prose"][0], b"\xf6"]
        return shown

    at_notice(forge, "message", change)


@attack("section-with-another-salt", "one", "section-not-committed")
def _(forge: Forge) -> None:
    def change(shown: Plain) -> Plain:
        shown["open"]["prose"] = [bytes(32), shown["open"]["prose"][1]]
        return shown

    at_notice(forge, "message", change)


@attack("section-of-another-message", "whole", "section-not-committed")
def _(forge: Forge) -> None:
    committed: list[bytes] = []
    first = forge.notice()
    [second] = [at for at, one in enumerate(forge.messages) if one["content"]["kind"] == "notice" and at != first]
    forge.messages[second]["open"]["prose"] = forge.messages[first]["open"]["prose"]

    def change(content: Plain, at: int) -> Plain:
        if at == first:
            committed.append(content["sections"]["prose"])
        if at == second:
            content["sections"]["prose"] = committed[0]
        return content

    forge.on["content"] = change


@attack("section-under-another-name", "one", "section-not-committed")
def _(forge: Forge) -> None:
    shown = notice_of(forge)["open"]
    shown["support-2"] = shown["support-1"]

    def change(content: Plain) -> Plain:
        content["sections"]["support-2"] = content["sections"]["support-1"]
        return content

    at_notice(forge, "content", change)


@attack("section-of-the-kind-left-out", "one", "sections")
def _(forge: Forge) -> None:
    del notice_of(forge)["open"]["courtesy"]

    def change(content: Plain) -> Plain:
        del content["sections"]["courtesy"]
        return content

    at_notice(forge, "content", change)


@attack("section-of-another-shape", "one", "shape Text")
def _(forge: Forge) -> None:
    notice_of(forge)["open"]["prose"][1] = encode({"words": "EXAMPLE"})


# -- leaf ----------------------------------------------------------------------------------------------------------------


def at_log(forge: Forge, step: str, change: Callable[..., Any], party: str = "heron") -> None:
    """Bend a step of one member's log only."""
    forge.on[step] = lambda value, *where: change(value) if where[-1].party == party else value


def of_heron(forge: Forge) -> Log:
    return next(log for log in forge.logs if log.party == "heron")


@attack("leaf-changed-in-a-part", "one", "proof-not-included")
def _(forge: Forge) -> None:
    def change(part: Plain) -> Plain:
        part["some"][0][0][0] = bytes(32)
        return part

    at_log(forge, "part", change)


@attack("leaf-changed-in-a-whole-log", "whole", "bundle-log-root")
def _(forge: Forge) -> None:
    def change(part: Plain) -> Plain:
        part["all"][2][0] = bytes(32)
        return part

    at_log(forge, "part", change)


# -- index ---------------------------------------------------------------------------------------------------------------


@attack("index-not-its-own-in-a-whole-log", "whole", "bundle-message-not-said")
def _(forge: Forge) -> None:
    at_entry(forge, says_notice(forge), i=9)


@attack("index-not-its-own-in-a-part", "one", "proof-not-included")
def _(forge: Forge) -> None:
    """The place beside its own, which has as many steps."""
    [index] = of_heron(forge).rows
    at_entry(forge, says_notice(forge), i=index ^ 1)


@attack("index-beyond-the-head", "one", "proof-path-shape")
def _(forge: Forge) -> None:
    """A walk of no steps from index 8 at size 5, under a head that its own author signed over just that leaf."""
    at_entry(forge, says_notice(forge), i=8)

    def change(part: Plain) -> Plain:
        log = of_heron(forge)
        [[opening, _path]] = part["some"]
        [index] = log.rows
        return {"head": forge.checkpoint(log, 5, tree.leaf_hash(log.leaves[index])), "some": [[opening, []]]}

    at_log(forge, "part", change)


@attack("index-twice-in-a-part", "one", "bundle-order openings")
def _(forge: Forge) -> None:
    at_log(forge, "part", lambda part: part | {"some": part["some"] * 2})


# -- size ----------------------------------------------------------------------------------------------------------------


@attack("size-of-more-than-is-shown", "whole", "bundle-log-length")
def _(forge: Forge) -> None:
    at_log(forge, "head", lambda head: (head[0] + 1, head[1]))


@attack("size-asks-for-a-shorter-path", "one", "proof-path-shape")
def _(forge: Forge) -> None:
    def change(part: Plain) -> Plain:
        part["some"][0][1].append(bytes(32))
        return part

    at_log(forge, "part", change)


def proof_of(forge: Forge, **changes: Any) -> tuple[Proof, head.Checkpoint]:
    """The proof of heron's notice as it is handed on, and its head."""
    forge.build()
    log = of_heron(forge)
    [index] = log.rows
    checkpoint = forge.checkpoint(log, log.size, log.tree.root())
    keys = {one.alg: one for one in forge.signers("heron", "log").values()}
    blind, entry = log.rows[index]
    given = {
        "opening": Opening(blind, entry),
        "size": log.size,
        "path": log.tree.path(index, log.size),
        "head": checkpoint,
    }
    return Proof(**given | changes), head.parse_checkpoint(checkpoint, keys[ED25519].public, keys[ML_DSA_44].public)


def test_a_proof_names_the_size_of_its_head(exported: dict[str, bytes]) -> None:
    forge = Forge(exported["one"])
    assert check_proof(*proof_of(forge))["role"] == "said"
    proof, checkpoint = proof_of(Forge(exported["one"]), size=of_heron(forge).size + 1)
    with pytest.raises(Remote, match="proof-size"):
        check_proof(proof, checkpoint)


def test_a_proof_of_an_entry_beyond_its_head_is_refused(exported: dict[str, bytes]) -> None:
    forge = Forge(exported["one"])
    at_entry(forge, says_notice(forge), i=2**30)
    with pytest.raises(Remote, match="proof-index"):
        check_proof(*proof_of(forge))


# -- head ----------------------------------------------------------------------------------------------------------------


def bare_head(
    forge: Forge,
    name: str,
    size: int,
    root: bytes,
    spelled: str = "",
    ed_size: int = 0,
    ml_size: int = 0,
    time: bytes = bytes(8),
    line_name: str = "",
    more: bool = False,
    id_of: bytes = b"",
    ed_use: str = "log",
) -> bytes:
    """A checkpoint of heron's, written out by hand, so that any part of it can be another one."""
    keys = {one.alg: one for one in forge.signers("heron", "log").values()}
    [ed] = [one for one in forge.signers("heron", ed_use).values() if one.alg == ED25519]
    ml, spelled = keys[ML_DSA_44], spelled or name
    body = head.body(name, size, root).replace(name, spelled)
    ed_signed = ed.sign(head.body(name, ed_size or size, root).replace(name, spelled).encode())
    message = head.ml_dsa_44_message(name, ml_size or size, root).replace(name.encode(), spelled.encode())
    ids = [note.key_id(spelled, 1, id_of or ed.public), note.key_id(spelled, 6, ml.public)]
    lines = [note.Line(line_name or spelled, ids[0], ed_signed), note.Line(spelled, ids[1], time + ml.sign(message))]
    return note.render(body, [*lines, *(lines[:1] if more else [])])


def at_head(forge: Forge, **other: Any) -> None:
    forge.on["checkpoint"] = lambda name, size, root, _keys, log: (
        bare_head(forge, name, size, root, **other) if log.party == "heron" else None
    )


@attack("head-written-by-hand-with-nothing-wrong", "one", "believed")
def _(forge: Forge) -> None:
    at_head(forge)


@attack("head-ed25519-over-another-size", "one", "head-signature Ed25519")
def _(forge: Forge) -> None:
    at_head(forge, ed_size=7)


@attack("head-ml-dsa-over-another-size", "one", "head-signature ML-DSA-44")
def _(forge: Forge) -> None:
    at_head(forge, ml_size=7)


@attack("head-key-id-of-another-key", "one", "head-key")
def _(forge: Forge) -> None:
    at_head(forge, id_of=bytes(32))


@attack("head-with-a-third-line", "one", "head-lines")
def _(forge: Forge) -> None:
    at_head(forge, more=True)


# -- origin --------------------------------------------------------------------------------------------------------------


@attack("origin-not-the-name-of-a-line", "one", "head-lines")
def _(forge: Forge) -> None:
    at_head(forge, line_name="heron")


@attack("origin-spelled-another-way", "one", "head-origin")
def _(forge: Forge) -> None:
    """52 letters hold 260 bits, a line id has 256: fifteen other last letters stand for the same line."""

    def change(name: str, size: int, root: bytes, _keys: Any, log: Log) -> bytes | None:
        line = name.split("/")[1]
        letters = "abcdefghijklmnopqrstuvwxyz234567"
        other = line[:-1] + letters[letters.index(line[-1]) + 1]
        return bare_head(forge, name, size, root, spelled=name.replace(line, other)) if log.party == "heron" else None

    forge.on["checkpoint"] = change


@attack("origin-of-another-log-in-a-leaf", "whole", "bundle-log-root")
def _(forge: Forge) -> None:
    at_log(forge, "leaf-origin", lambda name: name[:-32] + "0" * 32)


# -- epoch, and every order ------------------------------------------------------------------------------------------------


@attack("epoch-shown-twice", "one", "bundle-order logs")
def _(forge: Forge) -> None:
    forge.on["bundle"] = lambda b: b | {"logs": [b["logs"][0], *b["logs"]]}


@attack("epoch-of-another-log", "whole", "bundle-log-root")
def _(forge: Forge) -> None:
    """The leaves of one epoch, under a head of another that the same keys signed."""
    at_log(forge, "origin", lambda name: name[:-32] + "f" * 32)


@attack("logs-in-another-order", "whole", "bundle-order logs")
def _(forge: Forge) -> None:
    forge.on["bundle"] = lambda b: b | {"logs": b["logs"][::-1]}


@attack("credentials-in-another-order", "one", "bundle-order credentials")
def _(forge: Forge) -> None:
    forge.on["bundle"] = lambda b: b | {"credentials": b["credentials"][::-1]}


@attack("messages-in-another-order", "whole", "bundle-order messages")
def _(forge: Forge) -> None:
    forge.on["bundle"] = lambda b: b | {"messages": b["messages"][::-1]}


# -- key -----------------------------------------------------------------------------------------------------------------


def with_signature(frame: Signed, *more: Signature) -> Signed:
    return Signed(frame.payload, tuple(sorted([*frame.signatures, *more], key=lambda one: one.kid)))


def resigned(tag: str, line: bytes, frame: Signed, alg: int) -> Signed:
    """The signature of the algorithm `alg`, made by a stranger's key under the same key id."""
    return Signed(
        frame.payload,
        tuple(
            Signature(s.alg, s.kid, key(s.alg, "stranger").sign(to_sign(tag, line, s.alg, s.kid, frame.payload)))
            if s.alg == alg
            else s
            for s in frame.signatures
        ),
    )


@attack("key-of-a-stranger-beside-the-roots", "one", "signature-unknown-key")
def _(forge: Forge) -> None:
    def change(frame: Signed) -> Signed:
        signed = key(ED25519, "stranger").sign(to_sign("terms", forge.line, ED25519, bytes(16), frame.payload))
        return with_signature(frame, Signature(ED25519, bytes(16), signed))

    forge.on["terms-frame"] = change


@attack("key-of-a-root-missing", "one", "signature-missing")
def _(forge: Forge) -> None:
    forge.on["terms-frame"] = lambda frame: Signed(frame.payload, frame.signatures[1:])


@attack("key-of-a-stranger-for-a-root", "one", "signature-invalid")
def _(forge: Forge) -> None:
    forge.on["terms-frame"] = lambda frame: resigned("terms", forge.line, frame, ED25519)


@attack("terms-not-signed", "one", "signature-missing")
def _(forge: Forge) -> None:
    forge.on["terms-frame"] = lambda frame: Signed(frame.payload, ())


@attack("credential-not-signed", "one", "signature-missing")
def _(forge: Forge) -> None:
    forge.on["credential-frame"] = lambda frame, party: Signed(frame.payload, ()) if party == "heron" else frame


@attack("key-algorithm-not-the-keys", "one", "not-released signature-invalid")
def _(forge: Forge) -> None:
    at_notice(
        forge,
        "content-frame",
        lambda frame: Signed(frame.payload, tuple(Signature(ML_DSA_44, s.kid, s.value) for s in frame.signatures)),
    )


@attack("key-of-another-credential", "one", "bundle-message-place")
def _(forge: Forge) -> None:
    at_entry(forge, says_notice(forge), cred=bytes(32))


@attack("key-outside-the-rule", "one", "not-released signature-unknown-key")
def _(forge: Forge) -> None:
    at_notice(forge, "signers", lambda signers: signers | forge.signers("heron", "node"))


@attack("key-of-a-stranger-for-an-officer", "one", "not-released signature-invalid")
def _(forge: Forge) -> None:
    at_notice(forge, "content-frame", lambda frame: resigned("content", forge.line, frame, ED25519))


@attack("key-of-nobody", "one", "not-released signature-missing")
def _(forge: Forge) -> None:
    at_notice(forge, "content-frame", lambda frame: Signed(frame.payload, ()))


def add_key(forge: Forge, party: str, use: str, pub: bytes, alg: int = ED25519, id: bytes = b"\x01" * 16) -> None:
    forge.credentials[party]["keys"].insert(0, {"id": id, "use": use, "alg": alg, "pub": pub})


@attack("key-id-twice", "one", "key-id-repeated")
def _(forge: Forge) -> None:
    [officer] = forge.signers("heron", "officer")
    add_key(forge, "heron", "relay", key(ED25519, "stranger").public, id=officer)


@attack("key-of-two-members-roots", "one", "key-used-twice")
def _(forge: Forge) -> None:
    for row in forge.terms["parties"]["otter"]["roots"]:
        if row["alg"] == ED25519:
            row["pub"] = key(ED25519, "heron", "root").public
    own = forge.signers
    forge.signers = lambda party, use: (  # type: ignore[method-assign]
        own(party, use)
        if (party, use) != ("otter", "root")
        else {kid: key(s.alg, "heron" if s.alg == ED25519 else "otter", "root") for kid, s in own(party, use).items()}
    )


@attack("key-of-two-members", "one", "key-used-twice")
def _(forge: Forge) -> None:
    for row in forge.credentials["otter"]["keys"]:
        if row["use"] == "node":
            row["pub"] = key(ED25519, "heron", "node").public


@attack("key-of-a-root-in-a-credential", "one", "key-used-twice")
def _(forge: Forge) -> None:
    add_key(forge, "otter", "relay", key(ED25519, "heron", "root").public)


@attack("key-of-small-order", "one", "key-small-order")
def _(forge: Forge) -> None:
    add_key(forge, "otter", "relay", b"\x01" + bytes(31))


@attack("roots-of-one-algorithm", "one", "roots-not-hybrid")
def _(forge: Forge) -> None:
    roots = forge.terms["parties"]["heron"]["roots"]
    roots[:] = [row for row in roots if row["alg"] == ED25519]


@attack("log-keys-of-one-algorithm", "one", "log-keys-not-hybrid")
def _(forge: Forge) -> None:
    keys = forge.credentials["otter"]["keys"]
    keys[:] = [row for row in keys if (row["use"], row["alg"]) != ("log", ML_DSA_44)]
    forge.logs = [log for log in forge.logs if log.party == "heron"]


@attack("two-node-keys", "one", "credential-keys")
def _(forge: Forge) -> None:
    add_key(forge, "otter", "node", key(ED25519, "stranger").public)


@attack("credential-missing", "one", "founding-member-missing")
def _(forge: Forge) -> None:
    forge.on["bundle"] = lambda b: b | {"credentials": b["credentials"][:1], "logs": b["logs"][:1]}


@attack("credential-not-the-first", "one", "credential-not-first")
def _(forge: Forge) -> None:
    forge.credentials["otter"]["seq"] = 1


@attack("credential-after-another", "one", "credential-not-first")
def _(forge: Forge) -> None:
    forge.credentials["otter"]["prev"] = bytes(32)


@attack("credential-of-an-emergency", "one", "credential-not-first")
def _(forge: Forge) -> None:
    forge.credentials["otter"]["emergency"] = True


# -- use of a key ----------------------------------------------------------------------------------------------------------


@attack("use-signed-as-something-else", "one", "not-released signature-invalid")
def _(forge: Forge) -> None:
    def change(frame: Signed) -> Signed:
        return forge.sign_content("credential", forge.line, decode_payload(frame), forge.signers("heron", "officer"))

    at_notice(forge, "content-frame", change)


def decode_payload(frame: Signed) -> Plain:
    found: Plain = decode(frame.payload, 2**20)
    return found


@attack("use-of-an-algorithm-not-for-it", "one", "key-algorithm-for-use -48")
def _(forge: Forge) -> None:
    add_key(forge, "otter", "officer", key(ML_DSA_44, "stranger").public, ML_DSA_44)


@attack("use-of-the-node-key-in-an-offices-rule", "one", "release-rule")
def _(forge: Forge) -> None:
    [node] = forge.signers("heron", "node")
    forge.credentials["heron"]["release"]["notice"] = [1, node]
    at_notice(forge, "signers", lambda _: forge.signers("heron", "node"))


@attack("use-of-the-node-key-for-a-notice", "one", "not-released signature-unknown-key")
def _(forge: Forge) -> None:
    at_notice(forge, "signers", lambda _: forge.signers("heron", "node"))


@attack("use-of-the-node-key-for-a-head", "one", "head-key")
def _(forge: Forge) -> None:
    """Of two Ed25519 keys the last would be taken: the node's in heron's credential, the log's in otter's."""
    forge.credentials["heron"]["keys"].sort(key=lambda row: row["use"] == "node")
    forge.credentials["otter"]["keys"].sort(key=lambda row: row["use"] == "log")
    at_head(forge, ed_use="node")


@attack("use-of-a-root-in-a-credential", "one", "key-use")
def _(forge: Forge) -> None:
    add_key(forge, "otter", "root", key(ED25519, "stranger").public)


@attack("use-of-a-log-key-as-a-root", "one", "key-use")
def _(forge: Forge) -> None:
    own = forge.signers

    def signers(party: str, use: str) -> Any:
        rows = forge.terms["parties"][party]["roots"]
        return {row["id"]: key(row["alg"], party, "root") for row in rows} if use == "root" else own(party, use)

    forge.signers = signers  # type: ignore[method-assign]
    forge.terms["parties"]["heron"]["roots"][0]["use"] = "log"


# -- terms, line, context ----------------------------------------------------------------------------------------------------


@attack("terms-of-another-line", "one", "bundle-message-line")
def _(forge: Forge) -> None:
    at_notice(forge, "content", lambda content: content | {"terms": bytes(32)})


@attack("terms-not-the-first", "one", "terms-not-founding")
def _(forge: Forge) -> None:
    forge.terms["seq"] = 1


@attack("terms-after-others", "one", "terms-not-founding")
def _(forge: Forge) -> None:
    forge.terms["prev"] = bytes(32)


@attack("terms-of-a-suite-that-protects-nothing", "one", "suite-not-real")
def _(forge: Forge) -> None:
    forge.terms["suites"] = [0]


@attack("line-not-that-of-the-terms", "one", "bundle-line")
def _(forge: Forge) -> None:
    forge.on["bundle"] = lambda b: b | {"line": bytes(32)}


@attack("line-of-a-message", "one", "bundle-message-line")
def _(forge: Forge) -> None:
    at_notice(forge, "content", lambda content: content | {"line": bytes(32)})


@attack("line-that-a-signature-is-for", "one", "not-released signature-invalid")
def _(forge: Forge) -> None:
    at_notice(
        forge,
        "content-frame",
        lambda frame: forge.sign_content(
            "content", bytes(32), decode_payload(frame), forge.signers("heron", "officer")
        ),
    )


@attack("line-of-a-head", "one", "head-of-another-line")
def _(forge: Forge) -> None:
    at_log(forge, "origin", lambda name: head.origin(bytes(32), *head.parse_origin(name)[1:]))


@attack("line-of-a-credential", "one", "credential-not-of-this-line")
def _(forge: Forge) -> None:
    forge.on["credential"] = lambda credential, party: credential | ({"line": bytes(32)} if party == "otter" else {})


@attack("context-of-a-message", "one", "bundle-message-line")
def _(forge: Forge) -> None:
    at_notice(forge, "content", lambda content: content | {"context": "exercise"})


# -- time ----------------------------------------------------------------------------------------------------------------


@attack("time-after-a-message-expired", "one", "bundle-message-place")
def _(forge: Forge) -> None:
    at_notice(forge, "content", lambda content: content | {"expires": content["composed"] - 1})


@attack("time-in-a-signature-of-a-head", "one", "head-time")
def _(forge: Forge) -> None:
    at_head(forge, time=bytes(7) + b"\x01")


def test_a_line_is_not_founded_after_its_terms_sign_by(exported: dict[str, bytes]) -> None:
    def frames(forge: Forge) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        forge.on["bundle"] = lambda b: kept.update(b) or b
        forge.build()
        return kept

    made = frames(Forge(exported["one"]))
    terms = parse(made["terms"])
    credentials = dict(zip(("heron", "otter"), map(parse, made["credentials"]), strict=True))
    until = decode_payload(terms)["sign-by"]
    assert LineTrust.found(terms, credentials, until).line == made["line"]
    with pytest.raises(Remote, match="terms-sign-by-passed"):
        LineTrust.found(terms, credentials, until + 1)


# -- the form of the file ----------------------------------------------------------------------------------------------------


def test_the_damage_check_is_over_everything_before_it(exported: dict[str, bytes]) -> None:
    data = Forge(exported["one"]).build()
    assert said(data) == "believed"
    assert said(data[:-1] + bytes([data[-1] ^ 1])) == "damaged"


@attack("log-in-both-forms", "whole", "bundle-log-form")
def _(forge: Forge) -> None:
    at_log(forge, "part", lambda part: part | {"some": [[part["all"][0], []]]})


# -- a token's release -------------------------------------------------------------------------------------------------------


def by_token(
    forge: Forge,
    content: bytes = b"",
    type: str = "webauthn.get",
    origin: str = "https://desk.detente.invalid",
    rp: bytes = RP_ID_HASH,
    flags: int = 5,
    cross: bool = False,
    stranger: bool = False,
    outside: bool = False,
) -> None:
    """The notice is released by a token that signs with Ed25519, not by the office's key."""
    token, kid = key(ED25519, "heron", "token"), b"\x02" * 16
    forge.credentials["heron"]["keys"].append(
        {"id": kid, "use": "officer", "alg": ED25519, "pub": token.public, "held": "token"}
    )
    if not outside:
        forge.credentials["heron"]["release"]["notice"] = [1, kid]
    which = forge.notice()
    forge.on["signers"] = lambda signers, _at: {id: one for id, one in signers.items() if id != kid}
    forge.on["content-frame"] = lambda frame, at: Signed(frame.payload, ()) if at == which and not outside else frame

    def tokens(_rows: list[Any], frame: Signed, at: int) -> list[Any]:
        if at != which:
            return []
        challenge = base64.urlsafe_b64encode(tagged_hash("content", content or frame.payload)).rstrip(b"=").decode()
        client = json.dumps({"type": type, "challenge": challenge, "origin": origin, "crossOrigin": cross}).encode()
        auth = rp + bytes([flags]) + bytes(4)
        signed = (key(ED25519, "stranger") if stranger else token).sign(auth + hashlib.sha256(client).digest())
        return [{"key": kid, "auth": auth, "client": client, "sig": signed}]

    forge.on["tokens"] = tokens


TOKENS: dict[str, tuple[Plain, str]] = {
    "token-with-nothing-wrong": ({}, "believed"),
    "message-that-a-token-did-not-release": ({"content": b"other"}, "not-released webauthn-challenge"),
    "use-of-a-token-for-something-else": ({"type": "webauthn.create"}, "not-released webauthn-type"),
    "origin-of-a-tokens-release": ({"origin": "https://example.invalid"}, "not-released webauthn-origin"),
    "origin-of-a-token-in-a-frame": ({"cross": True}, "not-released webauthn-cross-origin"),
    "origin-of-a-tokens-name": ({"rp": bytes(32)}, "not-released webauthn-rp"),
    "key-of-a-token-nobody-touched": ({"flags": 4}, "not-released webauthn-user-absent"),
    "key-of-a-token-nobody-unlocked": ({"flags": 1}, "not-released webauthn-user-not-verified"),
    "key-of-another-token": ({"stranger": True}, "not-released webauthn-signature"),
    "key-of-a-token-outside-the-rule": ({"outside": True}, "not-released signature-unknown-key"),
}
for _name, (_changes, _expected) in TOKENS.items():
    attack(_name, "one", _expected)(lambda forge, changes=_changes: by_token(forge, **changes))


# Last, so that every attack above stands in the table.
@pytest.mark.parametrize("name", ATTACKS)
def test_attack(exported: dict[str, bytes], name: str) -> None:
    base, bend, expected = ATTACKS[name]
    forge = Forge(exported[base])
    bend(forge)
    assert said(forge.build()) == expected


def test_reports_of_the_two_exports_differ(exported: dict[str, bytes]) -> None:
    reports: list[Report] = [verify_bundle(data) for data in exported.values()]
    assert [len(report.messages) for report in reports] == [5, 1]
