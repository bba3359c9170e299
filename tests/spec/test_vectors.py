"""Every file of `spec/vectors/` holds for this implementation. The expectations are the files', never computed here."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detente.bundle.delivery import verify_delivery
from detente.bundle.differing import verify_differ
from detente.bundle.order import record_order
from detente.bundle.verify import verify_bundle
from detente.codec import text
from detente.codec.cbor import decode, encode, tagged_hash
from detente.codec.cose import merge, parse, to_sign
from detente.codec.errors import Damaged, DetenteError, Local, Remote
from detente.codec.limits import MAX_ENVELOPE, MAX_MESSAGE
from detente.codec.shape import pack, read, unpack
from detente.crypto import seal
from detente.crypto.suites import check_public, require_real, signer, verify
from detente.crypto.webauthn import Assertion, verify_assertion
from detente.line import callwords, envelope, quota, spoken
from detente.line.content import possession, read_signed, said_id, salt, section_digest
from detente.line.duty import duty_of
from detente.line.founding import check_pair, founded_trust, read_founding
from detente.line.judge import Carried, judge
from detente.line.log import Log, read_entry
from detente.line.shapes import Payload, Said
from detente.proof import head, leaf, tree
from detente.proof.receipt import Opening, Proof, check_proof
from detente.trust import decisions, succession
from detente.trust.deadlines import accept_deadlines
from detente.trust.paper import check_paper
from detente.trust.statements import Field, Key, field_digest, roots_digest
from detente.trust.words import numbers
from detente.views.dialogue import digest as dialogue_digest
from detente.views.moves import deposit_digest
from detente.vocabulary import Change, Vocabulary, revised

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "vectors"
SHARED = json.loads((FOLDER / "shared.json").read_text("ascii"))
FILES = sorted(path for path in FOLDER.glob("*.json") if path.name != "shared.json")

Given = dict[str, Any]
FUNCTIONS: dict[str, Callable[[Given], Any]] = {}


def function(name: str) -> Callable[[Callable[[Given], Any]], Callable[[Given], Any]]:
    def register(run: Callable[[Given], Any]) -> Callable[[Given], Any]:
        FUNCTIONS[name] = run
        return run

    return register


# --- reading a vector -----------------------------------------------------------------------------


@cache
def shared(name: str) -> bytes:
    return bytes.fromhex(SHARED[name])


def raw(value: Any) -> bytes:
    """Hexadecimal, a shared value by its name, or a shared value with edits."""
    if isinstance(value, dict):
        data = raw(value["base"])
        for at, taken, put, times in reversed(value["edits"]):  # from the end, so that places stay those of the base
            data = data[:at] + bytes.fromhex(put) * times + data[at + taken :]
        return data[:-32] + hashlib.sha256(data[:-32]).digest() if value.get("recheck") else data
    return shared(value[1:]) if value.startswith("@") else bytes.fromhex(value)


def typed(value: Any) -> Any:
    """A CBOR value out of its JSON form."""
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"]) if "hex" in value else {typed(k): typed(v) for k, v in value["map"]}
    return value


def untyped(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, list):
        return [untyped(item) for item in value]
    if isinstance(value, dict):
        return {"map": [[untyped(k), untyped(v)] for k, v in value.items()]}
    return value


# --- codec ----------------------------------------------------------------------------------------


@function("cbor.encode")
def _(given: Given) -> Any:
    return encode(typed(given["value"])).hex()


@function("cbor.decode")
def _(given: Given) -> Any:
    return untyped(decode(raw(given["bytes"]), MAX_ENVELOPE))


@function("cbor.tagged")
def _(given: Given) -> Any:
    return tagged_hash(given["tag"], *typed(given["values"])).hex()


@function("text.check")
def _(given: Given) -> Any:
    value = given["text"]
    return text.check_text(value if isinstance(value, str) else value[0] * value[1])


@function("text.from_base32")
def _(given: Given) -> Any:
    return text.from_base32(given["text"]).hex()


@function("text.from_base64")
def _(given: Given) -> Any:
    return text.from_base64(given["text"]).hex()


@function("text.from_decimal")
def _(given: Given) -> Any:
    return text.from_decimal(given["text"], given["limit"])


@function("text.from_hex")
def _(given: Given) -> Any:
    return text.from_hex(given["text"], given["size"]).hex()


@function("cose.to_sign")
def _(given: Given) -> Any:
    return to_sign(given["tag"], raw(given["line"]), given["alg"], raw(given["kid"]), raw(given["payload"])).hex()


@function("cose.parse")
def _(given: Given) -> Any:
    data = raw(given["bytes"])
    frame = parse(data)
    assert frame.encode() == data
    rows = [[s.alg, s.kid.hex(), s.value.hex()] for s in frame.signatures]
    return {"payload": frame.payload.hex(), "signatures": rows}


@function("cose.merge")
def _(given: Given) -> Any:
    return merge([parse(raw(frame)) for frame in given["frames"]]).encode().hex()


# --- keys -----------------------------------------------------------------------------------------


@function("key.check")
def _(given: Given) -> Any:
    check_public(given["alg"], raw(given["public"]))


@function("key.from_seed")
def _(given: Given) -> Any:
    return signer(given["alg"], raw(given["seed"])).public.hex()


@function("signature.verify")
def _(given: Given) -> Any:
    return verify(given["alg"], raw(given["public"]), raw(given["data"]), raw(given["signature"]))


@function("suite.require")
def _(given: Given) -> Any:
    require_real(given["suite"])


@function("sealing.public")
def _(given: Given) -> Any:
    return seal.sealing_public(raw(given["seed"])).hex()


@function("sealing.check")
def _(given: Given) -> Any:
    seal.check_sealing_public(raw(given["public"]))


@function("sealing.open")
def _(given: Given) -> Any:
    return seal.open_sealed(raw(given["seed"]), raw(given["info"]), raw(given["sealed"])).hex()


@function("webauthn.verify")
def _(given: Given) -> Any:
    assertion = Assertion(**{name: raw(given[name]) for name in ("key", "auth", "client", "sig")})
    verify_assertion(assertion, given["alg"], raw(given["public"]), raw(given["challenge"]))


# --- trust ----------------------------------------------------------------------------------------


@function("introduction.accept")
def _(given: Given) -> Any:
    found = decisions.accept_introduction(raw(given["frame"]))
    return {
        "party": found.party,
        "live": roots_digest(found.live.roots).hex(),
        "exercise": roots_digest(found.exercise.roots).hex(),
    }


@function("words.numbers")
def _(given: Given) -> Any:
    first, second = map(raw, given["introductions"])
    return numbers((first, second))


@function("terms.accept")
def _(given: Given) -> Any:
    frame = parse(raw(given["frame"]))
    decisions.accept_founding_terms(frame, given["now"])
    return {
        "line": decisions.line_id(frame.payload).hex(),
        "digest": decisions.terms_digest(frame.payload).hex(),
    }


@function("fields.accept")
def _(given: Given) -> Any:
    shown = {name: Field(raw(row[0]), raw(row[1])) for name, row in given["shown"].items()}
    decisions.accept_fields({name: raw(digest) for name, digest in given["committed"].items()}, shown)


@function("field.digest")
def _(given: Given) -> Any:
    return field_digest(given["name"], Field(raw(given["salt"]), raw(given["value"]))).hex()


@function("roots.digest")
def _(given: Given) -> Any:
    return roots_digest(keys_of(given["roots"])).hex()


def keys_of(value: Any) -> list[Key]:
    return [read(Key, row) for row in decode(raw(value), MAX_MESSAGE)]


@function("credential.accept")
def _(given: Given) -> Any:
    terms = parse(raw(given["terms"]))
    frame = parse(raw(given["frame"]))
    line = decisions.line_id(terms.payload)
    found = decisions.accept_first_credential(frame, line, decisions.read_terms(terms.payload))
    return {"party": found.party, "digest": decisions.credential_digest(frame.payload).hex()}


@function("credential.succession")
def _(given: Given) -> Any:
    terms = parse(raw(given["terms"]))
    old = raw(given["old"])
    return decisions.succession(
        decisions.line_id(terms.payload),
        (before := decisions.read_credential(old)),
        decisions.credential_digest(old),
        parse(raw(given["new"])),
        keys_of(given["roots"]),
        (known := decisions.read_terms(terms.payload)).parties[before.party],
        known,
    )


@function("succession.accept")
def _(given: Given) -> Any:
    frames = [parse(raw(frame)) for frame in given["credentials"]]
    named = {decisions.read_credential(frame.payload).party: frame for frame in frames}
    trust = decisions.LineTrust.found(parse(raw(given["terms"])), named, None)
    found = []
    for data in given["successions"]:
        step = succession.examine(trust, succession.read_succession(raw(data)))
        succession.take(trust, step)
        row = {"party": step.credential.party, "seq": step.credential.seq, "case": step.case}
        found.append(row | {"digest": step.digest.hex()})
    return found


@function("pair.accept")
def _(given: Given) -> Any:
    decisions.accept_pair(*(decisions.read_credential(raw(given[name])) for name in ("live", "exercise")))


@function("founding.accept")
def _(given: Given) -> Any:
    data = raw(given["bytes"])
    founding = read_founding(data)
    assert pack(founding) == data
    trusts = {context: founded_trust(line, given["now"]) for context, line in founding.lines.items()}
    check_pair(founding)
    return {context: trust.line.hex() for context, trust in trusts.items()}


def trust_of(given: Given) -> decisions.LineTrust:
    return founded(raw(given["terms"]), *map(raw, given["credentials"]))


@cache
def founded(terms: bytes, *credentials: bytes) -> decisions.LineTrust:
    frames = [parse(credential) for credential in credentials]
    by_party = {decisions.read_credential(frame.payload).party: frame for frame in frames}
    return decisions.LineTrust.found(parse(terms), by_party, None)


@function("paper.check")
def _(given: Given) -> Any:
    signer, notice = check_paper(trust_of(given), raw(given["frame"]))
    return [signer, hashlib.sha256(notice).hexdigest()]


# --- logs -----------------------------------------------------------------------------------------


@function("merkle.root")
def _(given: Given) -> Any:
    return tree.Tree(map(raw, given["leaves"])).root().hex()


@function("merkle.inclusion")
def _(given: Given) -> Any:
    path = [raw(item) for item in given["path"]]
    tree.verify_inclusion(raw(given["leaf"]), given["index"], given["size"], path, raw(given["root"]))


@function("merkle.range")
def _(given: Given) -> Any:
    leaves, outside = ([raw(item) for item in given[name]] for name in ("leaves", "outside"))
    tree.verify_range(leaves, given["start"], given["size"], outside, raw(given["root"]))


@function("merkle.consistency")
def _(given: Given) -> Any:
    path = [raw(item) for item in given["path"]]
    tree.verify_consistency(given["old"], raw(given["old_root"]), given["new"], raw(given["new_root"]), path)


@function("log.origin")
def _(given: Given) -> Any:
    return head.origin(raw(given["line"]), given["party"], raw(given["epoch"]))


@function("log.parse_origin")
def _(given: Given) -> Any:
    line, party, epoch = head.parse_origin(given["text"])
    return [line.hex(), party, epoch.hex()]


@function("log.leaf")
def _(given: Given) -> Any:
    return leaf.leaf(given["origin"], raw(given["blind"]), decode(raw(given["entry"]), MAX_MESSAGE)).hex()


@function("log.admit")
def _(given: Given) -> Any:
    log = Log(raw(given["line"]), given["party"], raw(given["epoch"]))
    broken = [log.admit(unpack(Opening, raw(opening), MAX_MESSAGE))[1] for opening in given["openings"]]
    return {"broken": broken, "root": log.tree.root().hex()}


@function("head.body")
def _(given: Given) -> Any:
    return head.body(given["origin"], given["size"], raw(given["root"]))


@function("head.ml_dsa_44_message")
def _(given: Given) -> Any:
    return head.ml_dsa_44_message(given["origin"], given["size"], raw(given["root"])).hex()


@function("head.check")
def _(given: Given) -> Any:
    found = trust_of(given).check_head(raw(given["checkpoint"]))
    return [found.party, found.epoch.hex(), found.size, found.root.hex()]


@function("receipt.check")
def _(given: Given) -> Any:
    trust = trust_of(given)
    proof = unpack(Proof, raw(given["proof"]), MAX_MESSAGE)
    found = trust.check_head(proof.head)
    _digest, ed, ml = trust.log_keys(found.party)[0]
    return encode(check_proof(proof, head.parse_checkpoint(proof.head, ed.pub, ml.pub))).hex()


# --- messages -------------------------------------------------------------------------------------


@function("section.salt")
def _(given: Given) -> Any:
    return salt(raw(given["secret"]), given["name"]).hex()


@function("section.digest")
def _(given: Given) -> Any:
    return section_digest(raw(given["id"]), given["name"], raw(given["salt"]), raw(given["value"])).hex()


@function("deposit.digest")
def _(given: Given) -> Any:
    values = (raw(given[name]) for name in ("line", "exchange"))
    return deposit_digest(*values, given["author"], raw(given["nonce"]), raw(given["answers"])).hex()


@function("dialogue.digest")
def _(given: Given) -> Any:
    return dialogue_digest(decode(raw(given["state"]), MAX_MESSAGE)).hex()


@function("message.possession")
def _(given: Given) -> Any:
    return possession(raw(given["secret"]), given["receiver"]).hex()


@function("message.id")
def _(given: Given) -> Any:
    return said_id(decode(raw(given["signed"]), MAX_MESSAGE)).hex()


@function("content.digest")
def _(given: Given) -> Any:
    return tagged_hash("content", raw(given["content"])).hex()


@function("content.read")
def _(given: Given) -> Any:
    content, _frame, _tokens = read_signed(decode(raw(given["signed"]), MAX_MESSAGE))
    return {"kind": content.kind, "from": content.author}


@function("message.judge")
def _(given: Given) -> Any:
    said = unpack(Said, raw(given["said"]), MAX_MESSAGE)
    known = {raw(digest): areas for digest, areas in given["vocabularies"].items()}
    trust, used = trust_of(given), given.get("used")
    if used is not None:
        trust = replace(trust, quotas={int(wanted): count for wanted, count in given["quotas"].items()})
    counted = None if used is None else lambda wanted: used.get(str(wanted), 0)
    found = judge(trust, given["author"], said, Carried.kept(raw(given["message"])), given["repeated"], known, counted)
    return {"verdict": found.verdict, "reason": found.reason}


@function("terms.quotas")
def _(given: Given) -> Any:
    field = Field(bytes(32), raw(given["value"]))
    return {str(wanted): count for wanted, count in decisions.accept_quotas({"quotas": field}).items()}


@function("terms.deadlines")
def _(given: Given) -> Any:
    found = accept_deadlines({"deadlines": Field(bytes(32), raw(given["value"]))})
    assert found is not None
    return [found.profile, found.over]


@function("duty.add")
def _(given: Given) -> Any:
    reached = duty_of(raw(given["calendar"])).add(given["at"], given["span"], given["over"])
    return {"at": reached.at, "basis": reached.basis}


@function("duty.opens")
def _(given: Given) -> Any:
    reached = duty_of(raw(given["calendar"])).opens(given["at"], given["over"])
    return {"at": reached.at, "basis": reached.basis}


@function("quota.hour")
def _(given: Given) -> Any:
    content = SimpleNamespace(composed=given["composed"])
    return quota.counting_hour(content, 0, given["now"])  # type: ignore[arg-type]


@function("run.digest")
def _(given: Given) -> Any:
    return quota.run_digest([raw(name) for name in given["names"]]).hex()


# --- envelopes ------------------------------------------------------------------------------------


@function("envelope.commit")
def _(given: Given) -> Any:
    return envelope.commitment(raw(given["nonce"]), [raw(item) for item in given["leaves"]]).hex()


@function("envelope.open")
def _(given: Given) -> Any:
    data = raw(given["envelope"])
    outer, sealed = envelope.read_outer(data)
    secrets = {bytes.fromhex(key): raw(secret) for key, secret in given["secrets"].items()}
    payload = envelope.open_envelope(
        outer, sealed, raw(given["seed"]), raw(given["line"]), given["from"], given["to"], given["layers"], secrets
    )
    packed = hashlib.sha256(pack(payload)).hexdigest()
    return {"outer": pack(outer).hex(), "payload-sha256": packed, "size": len(data)}


@function("envelope.class")
def _(given: Given) -> Any:
    payload = unpack(Payload, raw(given["payload"]), MAX_ENVELOPE)
    names = (payload.line, payload.author, payload.to)
    address = envelope.Address(*names, raw(given["mailbox"]), raw(given["key"]), raw(given["public"]), 1)
    return len(envelope.close(payload, address, []))


@function("payload.read")
def _(given: Given) -> Any:
    data = raw(given["payload"])
    assert pack(unpack(Payload, data, MAX_ENVELOPE)) == data


@function("layers.remove")
def _(given: Given) -> Any:
    refs = [seal.LayerRef(row[0], raw(row[1]), raw(row[2])) for row in given["layers"]]
    secrets = {bytes.fromhex(key): raw(secret) for key, secret in given["secrets"].items()}
    outer = decode(raw(given["outer"]), MAX_MESSAGE)
    return seal.remove_layers(raw(given["layered"]), refs, secrets, given["from"], given["to"], outer).hex()


@function("layer.keys")
def _(given: Given) -> Any:
    outer = decode(raw(given["outer"]), MAX_MESSAGE)
    names = (given["layer"], given["from"], given["to"])
    return [part.hex() for part in seal.layer_key(raw(given["secret"]), raw(given["salt"]), *names, outer)]


@function("layer.remove")
def _(given: Given) -> Any:
    return seal.remove_layer(raw(given["layered"]), raw(given["key"]), raw(given["commitment"])).hex()


# --- records --------------------------------------------------------------------------------------


def said_at(given: Given) -> dict[tuple[str, bytes, int], Said]:
    entries = {}
    for party, epoch, index, packed in given["entries"]:
        entry = read_entry(Opening(bytes(32), decode(raw(packed), MAX_MESSAGE)))
        assert isinstance(entry, Said)
        entries[(party, raw(epoch), index)] = entry
    return entries


@function("order.record")
def _(given: Given) -> Any:
    return [[party, epoch.hex(), index] for party, epoch, index in record_order(said_at(given)).spots]


@function("order.circular")
def _(given: Given) -> Any:
    return [[party, epoch.hex(), index] for party, epoch, index in sorted(record_order(said_at(given)).circular)]


@function("bundle.verify")
def _(given: Given) -> Any:
    report = verify_bundle(raw(given["bundle"]))
    messages = [
        {
            "id": m.what.hex(),
            "kind": m.content.kind,
            "author": m.content.author,
            "withheld": sorted(m.withheld),
            "receipted": report.receipted(m),
        }
        | ({"destroyed": m.destroyed} if m.destroyed else {})
        for m in report.messages
    ]
    found = {"parties": [list(row) for row in report.parties], "messages": messages}
    steps = [list(row) for row in report.successions]
    return found | ({"successions": steps} if steps else {})


@function("differ.verify")
def _(given: Given) -> Any:
    shown = verify_differ(raw(given["file"]))
    heads = [[head.epoch.hex(), head.size, head.root.hex()] for head in shown.heads]
    return {"party": shown.party, "form": shown.form, "heads": heads, "index": shown.index}


@function("vocabulary.revised")
def _(given: dict[str, Any]) -> Any:
    changes = [Change(word, part, (text[0], text[1]) if text else None) for word, part, *text in given["changes"]]
    return revised(Vocabulary.of(given["base"]), changes).digest.hex()


@function("delivery.verify")
def _(given: Given) -> Any:
    report = verify_delivery(raw(given["file"]))
    members = []
    for member in report.members:
        found = member.finding
        members.append(
            {
                "party": member.party,
                "state": str(found.state),
                "by": found.by,
                "basis": member.basis,
                "stored": None if found.heard is None else found.heard[0].index,
                "acknowledged": None if found.acknowledged is None else found.acknowledged.place.index,
                "late": found.late,
            }
        )
    return {
        "message": report.message.what.hex(),
        "writer": report.writer,
        "members": members,
        "explanations": [one.content.author for one in report.explanations],
    }


# --- what people say on the telephone ---------------------------------------------------------------


@function("reference.spell")
def _(given: Given) -> Any:
    epoch = None if given["epoch"] is None else spoken.epoch_digits(raw(given["epoch"]))
    return spoken.spell(spoken.Spoken(given["member"], given["n"], epoch))


@function("reference.read")
def _(given: Given) -> Any:
    try:
        found = spoken.understand(given["text"])
    except Local as error:
        return error.code.removeprefix("reference-")
    return None if found is None else [found.member, found.n, found.epoch]


@function("callwords.call")
def _(given: Given) -> Any:
    line, secrets = raw(given["line"]), {party: raw(secret) for party, secret in given["secrets"].items()}
    key = callwords.root(line, secrets)
    call = callwords.call(key, line, given["context"], given["day"], given["caller"], given["callee"], given["row"])
    return {"sheet": callwords.sheet(key, line), "challenge": call.challenge, "reply": call.reply}


@function("callwords.counted")
def _(given: Given) -> Any:
    announced = [callwords.Announcement(at, raw(what), bytes(32)) for at, what in given["announced"]]
    found = callwords.latest(announced, given["day"])
    return None if found is None else found.what.hex()


# --- promises -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_vector_holds(path: Path) -> None:
    vector = json.loads(path.read_text("ascii"))
    assert vector.keys() == {"what", "function", "input", "expect"}
    run, expect = FUNCTIONS[vector["function"]], vector["expect"]
    if "ok" in expect:
        assert expect.keys() == {"ok"}
        assert run(vector["input"]) == expect["ok"]
        return
    fault = Damaged if expect.get("fault") == "damaged" else Remote
    with pytest.raises(DetenteError) as caught:
        run(vector["input"])
    assert (caught.value.code, type(caught.value)) == (expect["refused"], fault)


def test_every_function_is_called_by_some_vector() -> None:
    called = {json.loads(path.read_text("ascii"))["function"] for path in FILES}
    assert called == set(FUNCTIONS)
    assert len(FILES) >= 80


def test_what_is_shared_is_used() -> None:
    texts = "".join(path.read_text("ascii") for path in FILES)
    assert [name for name in SHARED if f'"@{name}"' not in texts] == []


def test_the_vectors_stay_small() -> None:
    assert (
        sum(path.stat().st_size for path in FOLDER.iterdir()) < 4_900_000
    )  # each succession carries two ML-DSA-87 signatures


@pytest.mark.slow
def test_the_vectors_are_made_again_byte_for_byte(tmp_path: Path) -> None:
    script = FOLDER.parent / "make_vectors.py"
    subprocess.run([sys.executable, script, "--all", "--out", tmp_path], check=True, timeout=600)
    assert {p.name: p.read_bytes() for p in tmp_path.glob("*.json")} == {
        p.name: p.read_bytes() for p in FOLDER.glob("*.json")
    }


# -- what there is a vector for ------------------------------------------------------------------------------------------


def listed(heading: str, pattern: str, text: str) -> list[Any]:
    return re.findall(pattern, text.split(heading, 1)[1].split("\n## ", 1)[0], re.M)


def test_the_review_counts_what_is_there() -> None:
    table = listed("## Reviewed", r"^\| `([a-z]+)` \| ([0-9]+) \|", (FOLDER / "README.md").read_text("utf-8"))
    counted: dict[str, int] = {}
    for path in FOLDER.glob("*.json"):
        if path.stem != "shared":
            group = json.loads(path.read_text("ascii"))["function"].partition(".")[0]
            counted[group] = counted.get(group, 0) + 1
    assert {group: int(number) for group, number in table} == counted


def test_every_refusal_of_the_specification_has_a_vector_or_is_said_to_have_none() -> None:
    page = (FOLDER.parent / "protocol.md").read_text("utf-8")
    codes = set(listed("## 22 Error codes", r"^\| `([a-z0-9-]+)` \| (?:refused|damaged) \|", page))
    expected: set[str] = set()
    for path in FOLDER.glob("*.json"):
        expect = {} if path.stem == "shared" else json.loads(path.read_text("ascii"))["expect"]
        expected.add(expect.get("refused"))
        if isinstance(expect.get("ok"), dict):
            expected.add(expect["ok"].get("reason"))
    text = (FOLDER / "README.md").read_text("utf-8")
    without = text.split("**Codes of section 22 that no file expects**", 1)[1].split("A test compares", 1)[0]
    assert codes - expected == set(re.findall("`([a-z0-9-]+)`", without))


def test_no_two_vectors_ask_the_same() -> None:
    asked = [
        json.dumps([vector["function"], vector["input"]], sort_keys=True)
        for path in FOLDER.glob("*.json")
        if path.stem != "shared"
        for vector in [json.loads(path.read_text("ascii"))]
    ]
    assert len(set(asked)) == len(asked) > 900
