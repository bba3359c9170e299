"""Attacks on what is said: text changed, carried over, replayed, or spoken for somebody else.

The author's log is real and its head is valid: the entry is authenticated, so each of these is *heard* and refused, with
a reason both sides see, and never blocks the next message.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from attacks.hostile import Hostile, goes_on, key, recorded
from detente.codec.cbor import NULL, decode, encode, tagged_hash
from detente.codec.cose import ED25519, ML_DSA_44, Signature, Signed, to_sign
from detente.codec.limits import MAX_MESSAGE
from detente.crypto.webauthn import RP_ID_HASH
from detente.kinds import TABLE
from detente.line.content import said_id
from detente.node import records
from detente.node.node import Node
from support import LATER, count, tables, verdicts


@pytest.fixture
def hostile(otter: Node) -> Hostile:
    return Hostile(otter, "heron")


def refused(heron: Node, hostile: Hostile, reason: str) -> None:
    recorded(heron, hostile, "refused", reason)
    goes_on(heron, hostile)


def test_a_good_message_is_accepted(heron: Node, hostile: Hostile) -> None:
    """The ground the attacks stand on."""
    hostile.say()
    recorded(heron, hostile, "accepted", None)
    goes_on(heron, hostile)


# -- five decisions, 3 and 4; Terms -------------------------------------------------------------------------------


def test_a_message_of_another_line_is_refused(heron: Node, hostile: Hostile) -> None:
    """One line, one audience: what was said to others is not said here."""
    hostile.say(hostile.draft(line=bytes(32)))
    refused(heron, hostile, "wrong-line")


def test_a_signature_made_for_another_line_does_not_release_here(heron: Node, hostile: Hostile) -> None:
    """Encoding: external_aad holds the line, so a signature does not cross."""
    hostile.say(hostile.draft(), line=bytes(32))
    refused(heron, hostile, "not-released")


def test_a_signature_over_terms_does_not_release_a_message(heron: Node, hostile: Hostile) -> None:
    """Encoding: external_aad holds the tag, so a signature is for one sort of statement."""
    hostile.say(hostile.draft(), tag="terms")
    refused(heron, hostile, "not-released")


@pytest.mark.parametrize("shown", [1, 3])
def test_an_exercise_message_shown_as_live_is_refused(heron: Node, hostile: Hostile, shown: int) -> None:
    """Terms, Homes: the context stands in the content and is the line's."""
    hostile.say(hostile.draft(context="exercise", wanted=shown))
    refused(heron, hostile, "wrong-context")


def test_a_message_under_other_terms_is_refused(heron: Node, hostile: Hostile) -> None:
    """Terms: deadlines and limits are those of the terms the content names, and those are this line's."""
    hostile.say(hostile.draft(terms=bytes(32)))
    refused(heron, hostile, "wrong-terms")


def test_a_message_in_another_authors_name_is_refused(heron: Node, hostile: Hostile) -> None:
    """Authorship: the author is the party whose log it stands in."""
    hostile.say(hostile.draft(**{"from": "heron"}))
    refused(heron, hostile, "wrong-author")


def test_an_entry_under_an_old_credential_is_refused(heron: Node, hostile: Hostile) -> None:
    """Keys: validity is by place; the entry names the credential in force."""
    hostile.say(entry={"cred": tagged_hash("credential", b"an old one")})
    refused(heron, hostile, "wrong-credential")


# -- Release -----------------------------------------------------------------------------------------------------


def test_a_node_does_not_speak_for_an_office(heron: Node, hostile: Hostile) -> None:
    """Release: only an office signature leaves as the office's word."""
    hostile.say(uses=("node",))
    refused(heron, hostile, "not-released")


def test_a_node_does_not_speak_for_an_office_in_a_kind_nobody_knows(heron: Node, hostile: Hostile) -> None:
    """Release: a kind not known here may be a machine's, whatever it is called; it is heard and has no effect."""
    draft = hostile.draft()
    draft.content["kind"] = "machine"
    hostile.say(draft, uses=("node",))
    recorded(heron, hostile, "not-understood", "kind")


def test_an_office_key_does_not_announce_keys(heron: Node, hostile: Hostile) -> None:
    """Keys: each key has one use."""
    announced = hostile.node.store.messages(hostile.line.id)
    [own] = [m for m in announced if m["party"] == "otter"]
    values = decode(bytes(own["message"]), MAX_MESSAGE)["values"]
    hostile.say(hostile.of_kind("keys", values))
    refused(heron, hostile, "not-released")


def test_a_log_key_does_not_release(heron: Node, hostile: Hostile) -> None:
    """Keys: each key has one use."""
    hostile.say(uses=("log",))
    refused(heron, hostile, "not-released")


def test_a_message_nobody_signed_is_refused(heron: Node, hostile: Hostile) -> None:
    """Release: standing in the log is not release."""
    hostile.say(uses=())
    refused(heron, hostile, "not-released")


def test_an_extra_signer_in_the_object_refuses_the_whole(heron: Node, hostile: Hostile) -> None:
    """Encoding: the required set is policy's, never the object's; nothing rides along."""
    stranger, signer = key("stranger", "officer", ED25519)
    hostile.say(also={stranger.id: signer})
    refused(heron, hostile, "not-released")


def test_a_key_of_the_objects_own_is_no_key(heron: Node, hostile: Hostile) -> None:
    """Keys: unknown keys never count."""
    stranger, signer = key("stranger", "officer", ED25519)
    hostile.say(uses=(), also={stranger.id: signer})
    refused(heron, hostile, "not-released")


def test_the_algorithm_is_never_taken_from_the_object(heron: Node, hostile: Hostile) -> None:
    """Encoding: the algorithm is the key's in the credential. A valid ML-DSA signature under an Ed25519 key's name is none."""
    kid, _ = hostile.keys["officer"]
    _, post_quantum = key("stranger", "log", ML_DSA_44)
    hostile.say(uses=(), also={kid: post_quantum})
    refused(heron, hostile, "not-released")


def test_a_changed_word_under_an_old_signature_is_refused(heron: Node, hostile: Hostile) -> None:
    """Authorship, Release: the signature is over these bytes."""
    honest, changed = hostile.draft(), hostile.draft()
    frame = hostile.sign(encode(honest.content))
    hostile.say(changed, frame=Signed(encode(changed.content), frame.signatures).encode())
    refused(heron, hostile, "not-released")


def assertion(payload: bytes, kid: bytes, flags: int = 0x05) -> dict[str, bytes]:
    """A web browser's part of a release, with a signature by nobody."""
    challenge = base64.urlsafe_b64encode(tagged_hash("content", payload)).rstrip(b"=").decode()
    client = json.dumps(
        {"type": "webauthn.get", "challenge": challenge, "origin": "https://desk.detente.invalid", "crossOrigin": False}
    )
    return {"key": kid, "auth": RP_ID_HASH + bytes([flags]) + bytes(4), "client": client.encode(), "sig": bytes(64)}


def test_a_token_assertion_by_an_unknown_key_is_refused(heron: Node, hostile: Hostile) -> None:
    """Release: an assertion counts under a key the credential's rule names, and no other."""
    draft = hostile.draft()
    message = hostile.message(draft, uses=())
    message["signed"][1] = [assertion(encode(draft.content), bytes(16))]
    hostile.said(message)
    refused(heron, hostile, "not-released")


def test_an_invalid_assertion_beside_a_valid_signature_refuses_the_whole(heron: Node, hostile: Hostile) -> None:
    """Release: an invalid signature is never just ignored; one key does not count twice."""
    draft = hostile.draft()
    message = hostile.message(draft)
    message["signed"][1] = [assertion(encode(draft.content), hostile.keys["officer"][0])]
    hostile.said(message)
    refused(heron, hostile, "not-released")


# -- sequenced once, never after `expires` -------------------------------------------------------------------------


def test_a_content_id_placed_again_is_refused(heron: Node, hostile: Hostile) -> None:
    """Decision 1: a content id is sequenced once. Attack: an old release said again later."""
    message = hostile.say()
    recorded(heron, hostile, "accepted", None)
    hostile.said(message)
    refused(heron, hostile, "sequenced-twice")


def test_a_content_id_placed_twice_in_one_envelope_is_refused_the_second_time(heron: Node, hostile: Hostile) -> None:
    """Decision 1, within one batch."""
    message = hostile.say()
    hostile.said(message)
    heron.receive(hostile.send())
    assert verdicts(heron, "otter") == [("accepted", None), ("refused", "sequenced-twice")]
    goes_on(heron, hostile)


def test_other_words_under_a_used_content_id_are_refused(heron: Node, hostile: Hostile) -> None:
    """Decision 1: the id is what is sequenced once, not the bytes."""
    first = hostile.draft("EXAMPLE one")
    hostile.say(first)
    recorded(heron, hostile, "accepted", None)
    hostile.say(hostile.draft("EXAMPLE two", id=first.content["id"]))
    refused(heron, hostile, "sequenced-twice")


def test_a_message_placed_after_it_expired_is_refused(heron: Node, hostile: Hostile) -> None:
    """Decision 1: never after `expires`. Attack: a release kept back and placed when it means something else."""
    hostile.say(hostile.draft(expires=LATER - 1))
    refused(heron, hostile, "expired")


def test_a_message_heard_late_is_not_refused_for_it(heron: Node, hostile: Hostile) -> None:
    """Time: nothing is refused for being late; only its own place counts."""
    hostile.say(hostile.draft(expires=LATER + 2000), entry={"at": LATER + 2000})
    heron.now = lambda: LATER + 10**9
    recorded(heron, hostile, "accepted", None)


# -- not understood ----------------------------------------------------------------------------------------------


def test_an_unknown_kind_is_not_understood_and_receipted(heron: Node, hostile: Hostile) -> None:
    """Decision 4: a kind this node does not know is heard, has no effect, and does not block."""
    draft = hostile.draft()
    draft.content["kind"] = "telegram"
    hostile.say(draft)
    heard = recorded(heron, hostile, "not-understood", "kind")
    assert len(heard["has"]) == 32
    goes_on(heron, hostile)


def test_an_unknown_schema_is_not_understood(heron: Node, hostile: Hostile) -> None:
    """Decision 4: the same for a later schema of a kind it knows."""
    hostile.say(hostile.draft(schema=2))
    recorded(heron, hostile, "not-understood", "kind")
    goes_on(heron, hostile)


def test_words_of_an_unknown_vocabulary_are_not_understood(heron: Node, hostile: Hostile) -> None:
    """Terms: the vocabulary is named per content. Attack: the same code under another meaning."""
    hostile.say(hostile.draft(vocab=bytes(32)))
    recorded(heron, hostile, "not-understood", "vocabulary")
    goes_on(heron, hostile)


# -- Sections ------------------------------------------------------------------------------------------------------


def test_a_section_value_changed_after_signing_is_not_readable(heron: Node, hostile: Hostile) -> None:
    """Sections: a message whose commitments do not all open is refused. Attack: one member is shown another text."""
    draft = hostile.draft()
    message = hostile.message(draft)
    message["values"] = draft.values | {"prose": encode({"language": "en", "plain": "EXAMPLE — another text."})}
    hostile.said(message)
    heard = recorded(heron, hostile, "refused", "not-readable")
    assert "has" not in heard, "possession is not claimed of what was not read"
    goes_on(heron, hostile)


def test_a_section_held_back_from_one_member_is_not_readable(heron: Node, hostile: Hostile) -> None:
    """Sections: all are committed, so one left out of the envelope shows."""
    message = hostile.say()
    message["values"] = {name: value for name, value in message["values"].items() if name != "times"}
    refused(heron, hostile, "not-readable")


def test_a_section_added_after_signing_is_not_readable(heron: Node, hostile: Hostile) -> None:
    """Sections: an absent one commits to null, so nothing can be added later."""
    message = hostile.say()
    message["values"] = message["values"] | {"measures": encode({"taken": "EXAMPLE"})}
    refused(heron, hostile, "not-readable")


def test_a_section_nobody_committed_to_is_not_readable(heron: Node, hostile: Hostile) -> None:
    """Sections: only those committed to."""
    message = hostile.say()
    message["values"] = message["values"] | {"annex": encode({"taken": "EXAMPLE"})}
    refused(heron, hostile, "not-readable")


def test_null_is_not_a_second_spelling_of_absent(heron: Node, hostile: Hostile) -> None:
    """Sections, Encoding: an absent section is spelled by leaving it out."""
    message = hostile.say()
    message["values"] = message["values"] | {"measures": NULL}
    refused(heron, hostile, "not-readable")


def test_another_secret_than_committed_is_not_readable(heron: Node, hostile: Hostile) -> None:
    """Receipt: the secret is what possession is shown of, so it must be the one committed to."""
    message = hostile.say()
    message["secret"] = bytes(32)
    refused(heron, hostile, "not-readable")


def test_a_content_that_hides_that_a_section_exists_is_refused(heron: Node, hostile: Hostile) -> None:
    """Sections: all sections of the kind are committed to in every message."""
    draft = hostile.draft()
    del draft.content["sections"]["support-4"]
    hostile.say(draft)
    refused(heron, hostile, "sections")


def test_a_section_of_no_kind_is_refused(heron: Node, hostile: Hostile) -> None:
    """Sections: exactly the kind's."""
    draft = hostile.draft()
    draft.content["sections"]["annex"] = bytes(32)
    hostile.say(draft)
    refused(heron, hostile, "sections")


def test_a_notice_without_its_coded_part_is_refused(heron: Node, hostile: Hostile) -> None:
    """Five decisions, 4: what has not the kind's shape has no effect."""
    full = hostile.draft().values
    hostile.say(hostile.of_kind("notice", {name: value for name, value in full.items() if name != "coded"}))
    refused(heron, hostile, "body")


BODIES = {
    "unknown field": lambda v: v | {"prose": encode({"language": "en", "plain": "x", "hidden": "y"})},
    "null for absent": lambda v: v | {"prose": encode({"language": "en", "plain": "x", "why": None})},
    "bidi override": lambda v: v | {"prose": raw_text("EXAMPLE \u202e desrever")},
    "bidi isolate": lambda v: v | {"prose": raw_text("EXAMPLE \u2066 x")},
    "zero-width space": lambda v: v | {"prose": raw_text("EXA\u200bMPLE")},
    "zero-width joiner": lambda v: v | {"prose": raw_text("EXA\u200dMPLE")},
    "byte order mark": lambda v: v | {"prose": raw_text("\ufeffEXAMPLE")},
    "NUL": lambda v: v | {"prose": raw_text("EXAMPLE\x00")},
    "escape sequence": lambda v: v | {"prose": raw_text("EXAMPLE \x1b[2J")},
    "C1 control": lambda v: v | {"prose": raw_text("EXAMPLE \x9b2J")},
    "not NFC": lambda v: v | {"prose": raw_text("EXAMPLE e\u0301")},
    "surrogate": lambda v: v | {"prose": raw_bytes(b"EXAMPLE \xed\xa0\x80")},
    "not UTF-8": lambda v: v | {"prose": raw_bytes(b"EXAMPLE \xff")},
    "indefinite length": lambda v: v | {"prose": b"\xbf" + v["prose"][1:] + b"\xff"},
    "unsorted map": lambda v: v | {"prose": b"\xa2\x68language\x62en\x65plain\x61x"},
    "longer integer": lambda v: v | {"prose": b"\xb8\x02" + v["prose"][1:]},
    "trailing byte": lambda v: v | {"prose": v["prose"] + b"\x00"},
    "cut short": lambda v: v | {"prose": v["prose"][:-1]},
    "float": lambda v: v | {"prose": b"\xf9\x3c\x00"},
    "tag": lambda v: v | {"prose": b"\xd8\x62" + v["prose"]},
    "deep nesting": lambda v: v | {"prose": b"\x81" * 200 + b"\x00"},
    "deeper nesting": lambda v: v | {"prose": b"\x81" * 60_000 + b"\x00"},
    "empty": lambda v: v | {"prose": b""},
    "severity beyond the scale": lambda v: v | {"coded": encode(decode(v["coded"], 4096) | {"severity": 6})},
    "boolean for a number": lambda v: v | {"coded": encode(decode(v["coded"], 4096) | {"severity": True})},
    "huge integer": lambda v: v | {"times": encode({"detected": 1})[:-1] + b"\x1b" + b"\xff" * 8},
}


def raw_bytes(text: bytes) -> bytes:
    """A prose section no honest encoder would make."""
    head = bytes([0x60 + len(text)]) if len(text) < 24 else b"\x78" + bytes([len(text)])
    return b"\xa2\x65plain" + head + text + b"\x68language\x62en"


def raw_text(text: str) -> bytes:
    return raw_bytes(text.encode())


@pytest.mark.parametrize("attack", BODIES)
def test_a_section_value_that_is_not_strictly_of_its_shape_is_refused(
    heron: Node, hostile: Hostile, attack: str
) -> None:
    """Encoding: deterministic CBOR, no floats, NFC without bidi controls, zero-width characters or NUL; bounded."""
    hostile.say(hostile.of_kind("notice", BODIES[attack](hostile.draft().values)))
    refused(heron, hostile, "body")


def test_a_section_in_another_map_order_is_refused(heron: Node, hostile: Hostile) -> None:
    """Encoding: the raw section above is refused for its text, not for its keys."""
    hostile.say(hostile.of_kind("notice", hostile.draft().values | {"prose": raw_text("EXAMPLE plain enough")}))
    recorded(heron, hostile, "accepted", None)


def test_a_kinds_own_rule_refuses_with_its_reason(heron: Node, hostile: Hostile) -> None:
    """Decision 4: a coded reason. Attack: "we ask nothing" beside a request."""
    values = hostile.draft().values
    coded = decode(values["coded"], 4096) | {"asks": ["nothing", "assist"]}
    hostile.say(hostile.of_kind("notice", values | {"coded": encode(coded)}))
    refused(heron, hostile, "notice-asks")


def test_an_acknowledgement_of_everything_is_refused(heron: Node, hostile: Hostile) -> None:
    """Receipt: an acknowledgement names one message."""
    hostile.say(hostile.acknowledgement([bytes(32), bytes([1]) * 32]))
    refused(heron, hostile, "acknowledgement-names-one-message")


def test_an_acknowledgement_of_nothing_is_refused(heron: Node, hostile: Hostile) -> None:
    """The same, with none."""
    draft = hostile.acknowledgement([bytes(32)])
    del draft.content["re"]
    hostile.say(draft)
    refused(heron, hostile, "acknowledgement-names-one-message")


# -- what is not content at all ------------------------------------------------------------------------------------

CONTENTS = {
    "another version": {"v": 2},
    "no version": {"v": None},
    "a number, as if persons knew it": {"n": 7},
    "a head, as if persons knew it": {"head": bytes(32)},
    "an addressee": {"to": "heron"},
    "a context of its own": {"context": "drill"},
    "short id": {"id": bytes(31)},
    "kind in capitals": {"kind": "NOTICE"},
    "kind with a newline": {"kind": "notice\n"},
    "precedence above the scale": {"wanted": 4},
    "precedence as a boolean": {"wanted": True},
    "empty re": {"re": []},
    "explicit null": {"thread": ...},
    "party with a slash": {"from": "otter/heron"},
    "no sections": {"sections": {}},
}


@pytest.mark.parametrize("attack", CONTENTS)
def test_content_that_is_not_strictly_content_is_refused(heron: Node, hostile: Hostile, attack: str) -> None:
    """Decision 1, Encoding: exactly these fields. No number, no head, no addressee."""
    draft = hostile.draft(**{k: v for k, v in CONTENTS[attack].items() if v is not ...})
    if attack == "explicit null":
        draft.content["thread"] = None
    hostile.say(draft)
    heard = recorded(heron, hostile, "refused", "content")
    assert "has" not in heard
    goes_on(heron, hostile)


def two_signatures(hostile: Hostile, draft_payload: bytes) -> list[Signature]:
    _, officer = hostile.keys["officer"]
    kids = [hostile.keys["officer"][0], b"\xff" * 16]
    return [
        Signature(ED25519, kid, officer.sign(to_sign("content", hostile.line.id, ED25519, kid, draft_payload)))
        for kid in kids
    ]


def frames(hostile: Hostile, payload: bytes) -> dict[str, bytes]:
    """COSE objects that are almost COSE_Sign as we have it, by the name of the attack."""
    good = hostile.sign(payload)
    [s] = good.signatures
    protected = encode({1: s.alg, 4: s.kid})
    first, second = sorted(two_signatures(hostile, payload), key=lambda x: x.kid)
    row = [protected, {}, s.value]

    def tagged(value: object, tag: bytes = b"\xd8\x62") -> bytes:
        return tag + encode(value)

    return {
        "no tag": encode([b"", {}, payload, [row]]),
        "COSE_Sign1": tagged([protected, {}, payload, s.value], b"\xd2"),
        "tag 98 twice": b"\xd8\x62" + good.encode(),
        "self-described CBOR": b"\xd9\xd9\xf7" + good.encode(),
        "unprotected header of the body": tagged([b"", {4: s.kid}, payload, [row]]),
        "unprotected header of the signer": tagged([b"", {}, payload, [[protected, {1: s.alg}, s.value]]]),
        "protected header of the body": tagged([encode({1: s.alg}), {}, payload, [row]]),
        "empty map as protected header": tagged([b"\xa0", {}, payload, [row]]),
        "detached payload": tagged([b"", {}, None, [row]]),
        "algorithm left out": tagged([b"", {}, payload, [[encode({4: s.kid}), {}, s.value]]]),
        "a critical header": tagged([b"", {}, payload, [[encode({1: s.alg, 2: [4], 4: s.kid}), {}, s.value]]]),
        "algorithm as text": tagged([b"", {}, payload, [[encode({1: "EdDSA", 4: s.kid}), {}, s.value]]]),
        "short key id": tagged([b"", {}, payload, [[encode({1: s.alg, 4: s.kid[:8]}), {}, s.value]]]),
        "header in another spelling": tagged([b"", {}, payload, [[b"\xb8\x02" + protected[1:], {}, s.value]]]),
        "signatures out of order": Signed(payload, (second, first)).encode(),
        "one key signing twice": Signed(payload, (s, s)).encode(),
        "sixty-five signatures": Signed(
            payload, tuple(Signature(ED25519, bytes(14) + n.to_bytes(2, "big"), b"") for n in range(65))
        ).encode(),
        "indefinite array": b"\xd8\x62\x9f" + good.encode()[3:] + b"\xff",
        "longer length": b"\xd8\x62\x98\x04" + good.encode()[3:],
        "longer tag": b"\xd9\x00\x62" + good.encode()[2:],
        "trailing byte": good.encode() + b"\x00",
        "cut short": good.encode()[:-1],
        "empty": b"",
        "five members": tagged([b"", {}, payload, [row], None]),
        "payload as text": tagged([b"", {}, "content", [row]]),
    }


FRAMES = [
    "no tag", "COSE_Sign1", "tag 98 twice", "self-described CBOR", "unprotected header of the body",
    "unprotected header of the signer", "protected header of the body", "empty map as protected header",
    "detached payload", "algorithm left out", "a critical header", "algorithm as text", "short key id",
    "header in another spelling", "signatures out of order", "one key signing twice", "sixty-five signatures",
    "indefinite array", "longer length", "longer tag", "trailing byte", "cut short", "empty", "five members",
    "payload as text",
]  # fmt: skip


@pytest.mark.parametrize("attack", FRAMES)
def test_a_frame_that_is_not_strictly_cose_sign_is_refused(heron: Node, hostile: Hostile, attack: str) -> None:
    """Encoding: tag 98, unprotected maps empty, signatures in order, one encoding. Attack: one message, two names."""
    draft = hostile.draft()
    hostile.say(draft, frame=frames(hostile, encode(draft.content))[attack])
    refused(heron, hostile, "content")


def test_every_frame_attack_has_its_test(hostile: Hostile) -> None:
    """The table above is complete."""
    assert sorted(frames(hostile, b"")) == sorted(FRAMES)


def test_content_in_a_second_spelling_is_refused(heron: Node, hostile: Hostile) -> None:
    """Encoding: validly signed, but not the one encoding of what it says."""
    payload = encode(hostile.draft().content)
    assert payload[0] == 0xA0 + 13
    hostile.say(frame=hostile.sign(b"\xb8\x0d" + payload[1:]).encode())
    refused(heron, hostile, "content")


@pytest.mark.parametrize(
    "signed", [[b""], [b"", [], []], [[], b""], ["", []], [b"", [{}]], [b"", {}], [None, None], "EXAMPLE"], ids=repr
)
def test_signed_that_is_not_an_object_and_assertions_is_refused(heron: Node, hostile: Hostile, signed: object) -> None:
    """Encoding: `signed` is a pair. What has another length has not a message's form."""
    message = hostile.message()
    message["signed"] = signed
    hostile.said(message)
    refused(heron, hostile, "content" if isinstance(signed, list) and len(signed) == 2 else "message-form")


def test_too_many_assertions_are_refused(heron: Node, hostile: Hostile) -> None:
    """Encoding: everything is bounded."""
    draft = hostile.draft()
    message = hostile.message(draft)
    rows = [assertion(encode(draft.content), n.to_bytes(16, "big")) for n in range(17)]
    message["signed"] = [message["signed"][0], rows]
    hostile.said(message)
    refused(heron, hostile, "content")


@pytest.mark.parametrize("order", [[1, 0], [0, 0]])
def test_assertions_out_of_order_or_repeated_are_refused(heron: Node, hostile: Hostile, order: list[int]) -> None:
    """Encoding: a set of signatures has one encoding."""
    draft = hostile.draft()
    message = hostile.message(draft)
    message["signed"] = [
        message["signed"][0],
        [assertion(encode(draft.content), n.to_bytes(16, "big")) for n in order],
    ]
    hostile.said(message)
    refused(heron, hostile, "content")


def test_a_message_larger_than_the_limit_is_refused_and_the_next_is_not(heron: Node, hostile: Hostile) -> None:
    """Floods, Encoding: bound everything."""
    message = hostile.say()
    message["values"] = {f"filler-{n}": bytes(120_000) for n in range(3)}
    recorded(heron, hostile, "refused", "too-large")
    goes_on(heron, hostile)


MALFORMED: dict[str, dict[str, Any]] = {
    "a section larger than the limit": {"values": {"prose": bytes(128 * 1024 + 1)}},
    "a section by a name that is none": {"values": {"Prose\n": b"\xf6"}},
    "values that are no bytes": {"values": {"prose": "EXAMPLE"}},
    "values that are no map": {"values": []},
    "no values": {"values": None},
    "a secret too short": {"secret": bytes(31)},
    "no secret": {"secret": None},
    "a member nobody knows": {"priority": 3},
}


@pytest.mark.parametrize("attack", MALFORMED)
def test_one_malformed_message_spoils_only_itself(heron: Node, hostile: Hostile, attack: str) -> None:
    """Decision 4, Encoding: it is refused and receipted like any other; those beside it in the envelope are taken."""
    hostile.say()
    message = hostile.say()
    hostile.say()
    message |= MALFORMED[attack]
    for name in [name for name, value in message.items() if value is None]:
        del message[name]
    heron.receive(hostile.send())
    assert verdicts(heron, "otter") == [("accepted", None), ("refused", "message-form"), ("accepted", None)]
    heard = [decode(bytes(o), MAX_MESSAGE)[1] for o in heron.store.openings(heron.line().own.key, 2, 99)]
    [receipt] = [e for e in heard if e.get("reason") == "message-form"]
    assert receipt["what"] == said_id(message["signed"]) and "has" not in receipt
    shown = records.find(heron, heron.line(), "otter-3")
    assert records.message(heron, heron.line(), shown)["sections"] == {}
    before = tables(heron)
    heron.receive(hostile.send())
    assert tables(heron) == before, "sent again, it is known"
    goes_on(heron, hostile)


@pytest.mark.parametrize("carried", [None, 5, [], {}, {"values": {}}, {"signed": "EXAMPLE"}], ids=repr)
def test_what_is_no_message_at_all_is_not_heard_and_spoils_nothing(heron: Node, hostile: Hostile, carried: Any) -> None:
    """Authorship: without the name that the entry names there is nothing to be heard."""
    hostile.say()
    hostile.say()
    (first, i), (_, j) = hostile.items
    heron.receive(hostile.send(items=[[carried, *hostile.item(first, j)[1:]], hostile.item(first, i)]))
    assert count(heron, "item-not-included") == 1
    assert verdicts(heron, "otter") == [("accepted", None)]
    hostile.items = hostile.items[1:]
    recorded(heron, hostile, "accepted", None)
    goes_on(heron, hostile)


def test_a_refused_message_whose_values_say_nothing_can_still_be_shown(heron: Node, hostile: Hostile) -> None:
    """Decision 4: everything recorded is shown, also what nobody can read."""
    draft = hostile.draft()
    draft.values = {**draft.values, "prose": b"\xff\xff"}
    del draft.content["sections"]
    hostile.say(hostile.commit(draft, TABLE[("notice", 1)].sections))
    recorded(heron, hostile, "refused", "body")
    shown = records.message(heron, heron.line(), records.find(heron, heron.line(), "otter-2"))
    assert shown["sections"]["prose"] == b"\xff\xff"


def test_one_bad_message_among_good_ones_blocks_none_of_them(heron: Node, hostile: Hostile) -> None:
    """Decision 4: in whatever order they come, each is judged on its own."""
    hostile.say()
    hostile.say(hostile.draft(context="exercise"))
    hostile.say(frame=b"")
    hostile.say()
    heron.receive(hostile.send())
    expected = [("accepted", None), ("refused", "wrong-context"), ("refused", "content"), ("accepted", None)]
    assert verdicts(heron, "otter") == expected
    assert hashlib.sha256(b"").digest() not in [m["what"] for m in heron.store.messages(heron.line().id)]
    goes_on(heron, hostile)
