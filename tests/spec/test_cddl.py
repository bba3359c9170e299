"""`spec/detente.cddl` and the code say the same: over what nodes really make, and over every way to bend it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2
import pycddl
import pytest

from detente.bundle.deliveryshapes import Apart, Carried, Delivery, Range, ShownRow
from detente.bundle.deliveryshapes import Part as DeliveryPart
from detente.bundle.shapes import Bundle
from detente.codec.cbor import decode, encode
from detente.codec.cose import parse
from detente.codec.errors import DetenteError, Remote
from detente.codec.limits import MAX_BUNDLE, MAX_MEMBERS, MAX_MESSAGE, MAX_SECTION
from detente.codec.shape import pack, read, unpack
from detente.crypto.webauthn import Assertion
from detente.kinds import LATEST, TABLE
from detente.kinds.deposit import Coded as Deposited
from detente.kinds.explanation import Coded as Explained
from detente.kinds.kind import Courtesy, Words
from detente.kinds.notice import Support
from detente.kinds.opening import Answer, Answers
from detente.kinds.opening import Coded as OpeningCoded
from detente.kinds.progress import Coded as Progressed
from detente.kinds.proposal import Action, Areas, Both, Cards, Meeting, Minutes, Reading, Readings, Version
from detente.kinds.proposal import Coded as Proposed
from detente.kinds.roster import Names
from detente.kinds.stance import Coded as Stance
from detente.line.content import pack_sections
from detente.line.envelope import open_envelope, read_outer
from detente.line.founding import FoundedLine, Founding, Part, read_founding
from detente.line.log import read_entry
from detente.line.shapes import (
    Cannot,
    Content,
    Erased,
    Heard,
    Item,
    Message,
    Mirror,
    Open,
    Opened,
    Outer,
    Payload,
    Said,
    Shown,
    Stated,
)
from detente.line.shelf import Differ
from detente.node import delivering, giving, records
from detente.node import dialogue as talking
from detente.node.node import Node
from detente.node.roster import roster_sections
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening, Proof
from detente.trust.statements import Credential, Field, Introduction, Key, RootSet, Terms
from detente.views.dialogue import compared
from support import acknowledge, exchange, notify

SPEC = Path(__file__).resolve().parents[2] / "spec"
SHARED = json.loads((SPEC / "vectors" / "shared.json").read_text("ascii"))
CDDL = (SPEC / "detente.cddl").read_text("utf-8")


def schema(rule: str) -> pycddl.Schema:
    return pycddl.Schema(f"start-here = {rule}\n{CDDL}")


def fits(rule: pycddl.Schema, data: bytes) -> bool:
    try:
        rule.validate_cbor(data)
    except BaseException as error:  # the checker panics on some arrays that are too short
        if not isinstance(error, pycddl.ValidationError) and type(error).__name__ != "PanicException":
            raise
        return False
    return True


def dialogue(now: int) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Every kind of what members keep together, every section of each filled: (kind, sections, whether it names a message)."""
    names, both = Names(en="EXAMPLE office", zh="示例办公室"), Both(en="EXAMPLE", zh="示例")
    prose = {
        "prose": Words(language="en", plain="EXAMPLE"),
        "courtesy": Courtesy(language="zh", plain="示例", by="person"),
    }
    areas = Areas(inside=["A"], outside=["M"], undecided=["C"], exclusions=[names])
    readings = [Reading(party=f"party-{n:02}", en="EXAMPLE", zh="示例") for n in range(MAX_MEMBERS)]
    meeting = Meeting(
        group="one", begins=now, ends=now + 1, chair="otter", office=names, round=2, agenda=[names], place=names
    )
    action = Action(name="a-1", party="heron", office=names, due=now, to_do=names)
    minutes = Minutes(begins=now, ends=now + 1, decisions=[names], actions=[action], next="set", next_begins=now + 2)
    cards = Cards(deck=names, digest=bytes(32), cards=["card-1"])
    for subject, form, said in (
        ("definition", "differ", {"readings": Readings(readings=readings, common=both), **prose}),
        ("scope", "text", {"areas": areas}),
        ("meeting", "text", {"meeting": meeting}),
        ("minutes", "text", {"minutes": minutes}),
        ("exchange", "text", {"wording": both, "cards": cards}),
        ("vocabulary", "text", {"version": Version(base=bytes(32), texts=[bytes(32)], digest=bytes(32))}),
    ):
        yield (
            "proposal",
            {"coded": Proposed(subject=subject, name=subject if subject == "vocabulary" else "one", form=form), **said},
            False,
        )  # type: ignore[arg-type]
    yield "stance", {"coded": Stance(stance="ad-referendum", round=2), **prose}, True
    yield "progress", {"coded": Progressed(progress="done", action="a-1"), **prose}, True
    readout = Support(title="EXAMPLE", media_type="text/html", digest=bytes(32), size=1)
    yield "progress", {"coded": Progressed(progress="readout"), "readout": readout}, True
    yield "deposit", {"coded": Deposited(deposit=bytes(32))}, True
    answer = Answer(card=bytes(32), tell="notice", what="model-theft", soon="within-4h", note="EXAMPLE")
    answers = Answers(
        v=1, sheet="cards", party="heron", language="en", vocabulary=bytes(32), answers={"card-1": answer}
    )
    yield "opening", {"coded": OpeningCoded(nonce=bytes(32)), "answers": answers}, True


@pytest.fixture
def made(two_founded: Path, heron: Node, otter: Node) -> dict[str, list[bytes]]:
    """Bytes of every structure, by rule, from two nodes that founded a line and spoke."""
    notice = notify(heron)
    exchange(heron, otter)
    acknowledge(otter, notice)
    exchange(otter, heron)
    explained = {"coded": Explained(explains=["other"]), "prose": Words(language="en", plain="EXAMPLE")}
    heron.say(heron.line(), heron.write(heron.line(), "explanation", explained, 0, re=[notice.what]))
    giving.give(heron, heron.line(), "otter", [notice.what], "https", "otter.invalid")
    heron.commit([Differ(heron.line().id, "otter", b"", heron.checkpoint(heron.line().own, 1))])
    notify(heron, "EXAMPLE, once more")
    sections = roster_sections({"calendar": "example-lakeside"}, {"en": "EXAMPLE", "zh": "示例"})
    heron.say(heron.line(), heron.write(heron.line(), "roster", sections, 0))
    for kind, spoken, named in dialogue(heron.now()):
        heron.say(heron.line(), heron.write(heron.line(), kind, spoken, 0, re=[notice.what] if named else None))
    line, row = heron.line(), heron.store.lines()[0]
    envelope = heron.outgoing(line, "otter")
    outer, sealed = read_outer(envelope)
    seed = otter.keyring.sealing[outer.key].seed
    payload = open_envelope(outer, sealed, seed, line.id, "heron", "otter")
    introduction = (two_founded / "heron" / "introduction.detente").read_bytes()
    terms = parse(row["terms"])
    credentials = [parse(row["frame"]) for row in heron.store.credentials(line.id)]
    frames = [terms, *credentials, parse(introduction)]
    messages = [heron.store.message(line.id, m["what"]) or b"" for m in heron.store.messages(line.id)]
    openings = [o for log in line.logs.values() for o in heron.store.openings(log.key, 0, log.size)]
    founding = bytes.fromhex(SHARED["founding"])
    bundle = heron.export(line)[:-32]
    [row_of] = [r for r in records.queue(heron, line) if r["what"] == notice.what]
    record = delivering.delivery(heron, line, row_of)[:-32]
    log = line.own
    proof = Proof(
        opening=unpack(Opening, openings[0], MAX_MESSAGE),
        size=log.size,
        path=log.tree.path(0, log.size),
        head=heron.checkpoint(log, log.size),
    )
    found: dict[str, list[bytes]] = {
        "introduction-file": [introduction],
        "introduction": [parse(introduction).payload],
        "terms-file": [row["terms"]],
        "terms": [terms.payload],
        "credential-file": [row["frame"] for row in heron.store.credentials(line.id)],
        "credential": [frame.payload for frame in credentials],
        "cose-header": [cbor2.dumps({1: s.alg, 4: s.kid}, canonical=True) for f in frames for s in f.signatures],
        "message": messages,
        "opening": openings,
        "entry": [cbor2.dumps(cbor2.loads(o)[1], canonical=True) for o in openings],
        "proof": [pack(proof)],
        "checkpoint": [cbor2.dumps(proof.head)],
        "outer": [pack(outer)],
        "envelope": [envelope],
        "payload": [pack(payload)],
        "head": [pack(head) for head in payload.have],
        "founding": [pack(read_founding(founding))],
        "bundle": [bundle],
        "delivery-record": [record],
        "delivery-file": [decode(record, MAX_BUNDLE)[1]],
        "delivery": [parse(decode(record, MAX_BUNDLE)[1], MAX_BUNDLE).payload],
        "dialogue-state": [encode(compared(talking.table(heron, line)))],
        "content": [],
        "content-file": [],
        "signed": [],
    }
    for packed in messages:
        message = unpack(Message, packed, MAX_MESSAGE)
        frame = parse(message.signed[0])
        content = unpack(Content, frame.payload, MAX_MESSAGE)
        found["content-file"].append(message.signed[0])
        found["content"].append(frame.payload)
        found["signed"].append(cbor2.dumps(message.signed, canonical=True))
        for name, value in message.values.items():
            found.setdefault(section_rule(content.kind, content.schema, name), []).append(value)
    return found


def section_rule(kind: str, number: int, section: str) -> str:
    return f"{kind}-{number}-{re.sub('-[0-9]+$', '', section)}"


def test_what_nodes_make_fits_the_schema(made: dict[str, list[bytes]]) -> None:
    for rule, samples in made.items():
        assert samples, rule
        checked = schema(rule)
        for data in samples:
            checked.validate_cbor(data)
    kinds = {(rule.split("-1-")[0]) for rule in made if "-1-" in rule}
    talk = {"proposal", "stance", "progress", "deposit", "opening"}
    assert kinds == {"keys", "roster", "notice", "acknowledgement", "explanation"} | talk
    for kind in talk:
        number = LATEST[kind].schema
        assert all(section_rule(kind, number, section) in made for section in LATEST[kind].sections), kind
    reals = [read_entry(unpack(Opening, o, MAX_MESSAGE)) for o in made["opening"]]
    assert {type(entry) for entry in reals} == {Said, Heard, Opened}


def test_a_section_longer_than_a_section_may_be_is_not_written_whatever_rows_make_it_so() -> None:
    """Sixteen readings of four thousand characters each are within every row's own bound (protocol.md section 21)."""
    proposed = Proposed(subject="definition", name="one", form="differ")

    def written(length: int) -> dict[str, bytes]:
        text = "示" * length
        readings = [Reading(party=f"party-{n:02}", en=text, zh=text) for n in range(MAX_MEMBERS)]
        said = {"coded": proposed, "readings": Readings(readings=readings, common=Both(en=text, zh=text))}
        return pack_sections(LATEST["proposal"], said)

    assert len(written(950)["readings"]) < MAX_SECTION
    with pytest.raises(Remote, match="too-large"):
        written(4000)


def test_every_section_of_every_kind_has_a_rule() -> None:
    rules = set(re.findall(r"^([a-z0-9-]+) = ", CDDL, re.M))
    for kind in TABLE.values():
        for section in kind.sections:
            assert section_rule(kind.name, kind.schema, section) in rules


def test_no_rule_stands_for_nothing() -> None:
    rules = re.findall(r"^([a-z0-9-]+) = ", CDDL, re.M)
    assert len(rules) == len(set(rules))
    text = re.sub(r'"[^"\n]*"', "", CDDL)
    names = set(re.findall(r"[a-z][a-z0-9-]*", text))
    used = {rule for rule in rules if len(re.findall(rf"(?<![a-z0-9-]){re.escape(rule)}(?![a-z0-9-])", text)) > 1}
    loose = {rule for rule in set(rules) - used if "-1-" not in rule}
    assert names and loose == {"detente", "dialogue-state", "name-id"} - used, loose


# --- the same verdict as the code, on anything bent ------------------------------------------------------------

# Structure → rule. Where the code has no structure of its own there is nothing to compare with.
STRUCTURES: dict[str, type[Any]] = {
    "introduction": Introduction,
    "terms": Terms,
    "credential": Credential,
    "content": Content,
    "message": Message,
    "opening": Opening,
    "proof": Proof,
    "outer": Outer,
    "payload": Payload,
    "founding": Founding,
    "bundle": Bundle,
    "key": Key,
    "root-set": RootSet,
    "field": Field,
    "place": Place,
    "head": Head,
    "said": Said,
    "heard": Heard,
    "opened": Opened,
    "item": Item,
    "mirror": Mirror,
    "cannot": Cannot,
    "founded-line": FoundedLine,
    "part": Part,
    "shown": Shown,
    "stated": Stated,
    "destroyed-message": Erased,
    "open-section": Open,
    "delivery": Delivery,
    "delivery-part": DeliveryPart,
    "shown-range": Range,
    "shown-apart": Apart,
    "shown-row": ShownRow,
    "carried": Carried,
    "webauthn": Assertion,
}
STRANGE = [None, True, -1, 2**53, "", "Ä B", [], {}, {"x": 0}]
# Where the checker (the Rust crate `cddl` 0.9.5, under pycddl 0.6.4) is weaker than RFC 8610: it takes text for a `bstr .size`
# with a range, anything empty for an array with a least number, and one more in an array that has `any`. It takes nothing for a
# range of numbers that begins below 0, so that one stands as a comment, and reads a member's name that is a rule's as the rule.
# Byte strings are not tried: it takes them for a range of numbers, and panics where they stand for one of several texts.
WEAK = {
    ("proof", "head"),
    ("payload", "head"),
    ("part", "head"),
    ("field", 1),
    ("open-section", 1),
    ("message", "values"),
    ("opening", 1),
    ("item", "one more"),
    ("founded-line", "terms"),
    ("part", "credential"),
    ("webauthn", "client"),
    ("delivery", "terms"),
    ("delivery", "credentials"),
    ("delivery-part", "head"),
    ("bundle", "terms"),
    ("bundle", "credentials"),
    ("roster-1-calendar", "offset"),
    ("roster-1-calendar", "week"),
    ("roster-1-calendar", "on_call"),
}


def bends(plain: Any) -> Iterator[tuple[Any, Any]]:
    """(which member, the value bent there): left out, one more, and something strange in every place."""
    if isinstance(plain, dict):
        for name in plain:
            yield name, {k: v for k, v in plain.items() if k != name}
            for strange in STRANGE:
                yield name, plain | {name: strange}
        yield "one more", plain | {"zz": 0}
    else:
        for n in range(len(plain)):
            yield n, plain[:n] + plain[n + 1 :]
            for strange in STRANGE:
                yield n, [*plain[:n], strange, *plain[n + 1 :]]
        yield "one more", [*plain, 0]


def structures(made: dict[str, list[bytes]]) -> Iterator[tuple[str, type[Any], Any]]:
    samples = {rule: decode(data[-1], MAX_BUNDLE) for rule, data in made.items() if not rule.endswith("-file")}
    terms, payload, founding = samples["terms"], samples["payload"], samples["founding"]
    samples["key"] = samples["credential"]["keys"][0]
    samples["root-set"] = next(iter(terms["parties"].values()))
    live = founding["lines"]["live"]
    samples["founded-line"], samples["part"] = live, next(iter(live["members"].values()))
    samples["field"] = next(iter(live["fields"].values()))
    samples["item"], samples["mirror"] = payload["items"][0], payload["mirror"]
    samples["cannot"] = [bytes(32), "key-gone"]
    samples["shown"] = samples["bundle"]["messages"][-1]
    samples["destroyed-message"] = decode(bytes.fromhex(SHARED["destroyed-message"]), MAX_MESSAGE)
    samples["stated"] = samples["destroyed-message"]["agreed"][0][0]
    samples["open-section"] = samples["destroyed-message"]["open"]["coded"]
    delivery = samples["delivery"]
    author, reader = delivery["logs"] if "range" in delivery["logs"][1] else reversed(delivery["logs"])
    samples["delivery-part"], samples["shown-range"] = reader, reader["range"]
    samples["shown-apart"], samples["carried"] = author["apart"][0], delivery["carried"]["otter"][0]
    samples["shown-row"] = next(row for row, _path in author["apart"] if "open" in row)
    entries = [decode(data, MAX_MESSAGE) for data in made["entry"]]
    for role, rule in (("said", "said"), ("heard", "heard"), ("epoch", "opened")):
        samples[rule] = next(entry for entry in entries if entry["role"] == role)
    samples["place"] = samples["heard"]["from"]
    samples["run"] = [[5, 7], bytes(32)]
    samples["webauthn"] = {"key": bytes(16), "auth": bytes(37), "client": b"{}", "sig": bytes(64)}
    for rule, kind in STRUCTURES.items():
        yield rule, kind, samples[rule]
    for (name, number), known in TABLE.items():
        for section, shape in known.sections.items():
            rule = section_rule(name, number, section)
            if rule in samples:
                yield rule, shape, samples[rule]


def accepted(kind: type[Any], plain: Any) -> bool:
    try:
        read(kind, plain)
    except DetenteError:
        return False
    return True


def test_the_schema_and_the_code_refuse_the_same(made: dict[str, list[bytes]]) -> None:
    differ = []
    compared = 0
    for rule, kind, plain in structures(made):
        checked = schema(rule)
        assert accepted(kind, plain), rule
        for where, bent in bends(copy.deepcopy(plain)):
            try:
                data = cbor2.dumps(bent, canonical=True)
            except cbor2.CBOREncodeError:
                continue
            compared += 1
            mine, theirs = accepted(kind, bent), fits(checked, data)
            if mine != theirs and (mine or (rule, where) not in WEAK):
                value = bent[where] if where != "one more" and len(bent) == len(plain) else "left out or one more"
                differ.append(f"{rule}.{where} = {value!r}: code {mine}, schema {theirs}")
    assert compared > 1000
    assert not differ, "\n".join(differ)


# What CDDL itself defines (RFC 8610, appendix D), and the operators that look like names.
PRELUDE = {
    "bool",
    "bstr",
    "int",
    "nil",
    "null",
    "tstr",
    "uint",
    "true",
    "false",
    "any",
    "cbor",
    "size",
    "regexp",
    "le",
    "lt",
    "ge",
}


def test_every_name_that_the_grammar_uses_is_defined_there() -> None:
    """A parser reads the parts one by one, and does not look at a part that no sample is checked against."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', re.sub(r"^ *;.*$| ;.*$", "", CDDL, flags=re.M))
    defined = set(re.findall(r"^([a-z$][a-z0-9-]*)(?:<[^>]*>)? *(?:/?/?=)", bare, re.M))
    generic = set(re.findall(r"<([a-z, -]+)>(?= *=)", bare))
    values = re.sub(
        r"[?*+0-9 ]*[A-Za-z_][A-Za-z0-9_-]* *(?::|=>)", lambda found: " " if ":" in found[0] else found[0], bare
    )
    used = set(re.findall(r"(?<![A-Za-z0-9_.-])([a-z][a-z0-9-]*)(?![A-Za-z0-9_-]* *[:=])", values))
    assert used - defined - generic - PRELUDE == set()
