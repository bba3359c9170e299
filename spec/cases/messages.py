"""Sections, names of messages, possession, and the verdict on a message by every rule."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Any

from oracle import NULL, Key, cbor, cose, frame, fresh, possession, protected, salt, section, signature, tagged
from world import LIVE, START, VOCABULARY, notice_values, party, said_id

from cases import Edited, Vector, bad, good

TRUST = {"terms": LIVE.terms, "credentials": [LIVE.credential("heron"), LIVE.credential("ibis")]}
HERON = party("heron")
CONCEPTS = {"unexpected-model-behaviour": "A", "evaluation-gap": "A", "model-theft": "C"}  # concept: its area


def cases() -> Iterator[Vector]:
    yield from digests()
    yield from contents()
    yield from verdicts()


def digests() -> Iterator[Vector]:
    content_id, secret = fresh("an id"), fresh("a secret")
    value = cbor({"received": "received"})
    yield good(
        "section_salt",
        "HMAC-SHA-256(secret, name).",
        "section.salt",
        hmac.digest(secret, b"coded", "sha256").hex(),
        secret=secret,
        name="coded",
    )
    yield good(
        "section_digest",
        'H("section", content id, name, salt, value bytes).',
        "section.digest",
        section(content_id, secret, "coded", value).hex(),
        id=content_id,
        name="coded",
        salt=salt(secret, "coded"),
        value=value,
    )
    yield good(
        "section_null_is_absent",
        "An absent section commits to CBOR null.",
        "section.digest",
        section(content_id, secret, "system", NULL).hex(),
        id=content_id,
        name="system",
        salt=salt(secret, "system"),
        value=NULL,
    )
    yield good(
        "possession",
        'HMAC-SHA-256(secret, detCBOR(["heard", receiver])).',
        "message.possession",
        possession(secret, "ibis").hex(),
        secret=secret,
        receiver="ibis",
    )
    yield good(
        "possession_of_another_receiver",
        "Another receiver cannot repeat it.",
        "message.possession",
        possession(secret, "heron").hex(),
        secret=secret,
        receiver="heron",
    )
    signed = cbor(LIVE.notice["signed"])
    yield good(
        "said_id",
        'H("said", detCBOR(signed)): the whole object with its signatures.',
        "message.id",
        said_id(LIVE.notice).hex(),
        signed=signed,
    )
    payload = cbor(LIVE.content("heron", "notice", {}, "said id"))
    fewer = [cose("content", LIVE.line, payload, HERON.officers[:1]), []]
    more = [cose("content", LIVE.line, payload, HERON.officers[:2]), []]
    yield good(
        "said_id_one_signature",
        "The same content with one signature.",
        "message.id",
        tagged("said", cbor(fewer)).hex(),
        signed=cbor(fewer),
    )
    yield good(
        "said_id_two_signatures",
        "With two: another message.",
        "message.id",
        tagged("said", cbor(more)).hex(),
        signed=cbor(more),
    )
    yield good(
        "content_digest",
        'What a token signs as challenge: H("content", content bytes).',
        "content.digest",
        tagged("content", payload).hex(),
        content=payload,
    )


def contents() -> Iterator[Vector]:
    read = "content.read"
    plain = LIVE.content("heron", "acknowledgement", {}, "read", re=[fresh("named")])

    def signed(payload: bytes, tokens: list[Any] | None = None) -> bytes:
        return cbor([cose("content", LIVE.line, payload, HERON.officers[:1]), tokens or []])

    yield good(
        "content_minimal_read",
        "A content, read.",
        read,
        {"kind": "acknowledgement", "from": "heron"},
        signed=signed(cbor(plain)),
    )
    rows: list[tuple[str, str, str, dict[str, Any]]] = [
        ("content_version_2_refused", "Another version.", "shape", {"v": 2}),
        ("content_version_true_refused", "True is not 1.", "shape", {"v": True}),
        ("content_extra_member_refused", "A member nobody knows.", "shape", {"priority": 1}),
        ("content_wanted_4_refused", "A fifth urgency.", "shape", {"wanted": 4}),
        ("content_no_sections_refused", "A content that commits to nothing.", "shape", {"sections": {}}),
        ("content_re_empty_refused", "An empty list of messages named.", "shape", {"re": []}),
        ("content_id_short_refused", "An id of 31 bytes.", "shape", {"id": bytes(31)}),
        ("content_kind_upper_case_refused", "A kind in upper case.", "shape", {"kind": "Notice"}),
        ("content_kind_newline_refused", "A kind with a newline at its end.", "shape", {"kind": "notice\n"}),
        ("content_party_33_characters_refused", "A party id too long.", "shape", {"from": "h" * 33}),
        ("content_time_negative_refused", "A time before 1970.", "shape", {"composed": -1}),
        ("content_thread_null_refused", "An absent member spelled as null.", "shape", {"thread": None}),
    ]
    for name, what, code, other in rows:
        yield bad(name, what, read, code, signed=signed(cbor(plain | other)))
    payload = cbor(plain)
    floated = payload.replace(cbor("wanted") + b"\x00", cbor("wanted") + b"\xf9\x3c\x00")
    yield bad("content_float_refused", "A float where a number stands.", read, "cbor-type", signed=signed(floated))
    yield bad(
        "content_bidi_refused",
        "A right-to-left override in a party id.",
        read,
        "text-invisible",
        signed=signed(cbor(plain | {"from": "he\u202eron"})),
    )
    unsorted = payload[:1] + payload[4:] + payload[1:4]
    yield bad(
        "content_map_unsorted_refused", "Members in another order.", read, "cbor-not-canonical", signed=signed(unsorted)
    )
    yield bad(
        "signed_third_member_refused",
        "A third member beside frame and tokens.",
        read,
        "shape",
        signed=cbor([cose("content", LIVE.line, payload, HERON.officers[:1]), [], 0]),
    )
    token = {"key": b"\x02" * 16, "auth": bytes(37), "client": b"{}", "sig": bytes(64)}
    yield bad(
        "signed_tokens_unsorted_refused",
        "Two assertions in the wrong order.",
        read,
        "shape",
        signed=signed(payload, [token, token | {"key": b"\x01" * 16}]),
    )
    yield bad("signed_token_twice_refused", "One token twice.", read, "shape", signed=signed(payload, [token, token]))


def judged(
    name: str,
    what: str,
    message: dict[str, Any],
    verdict: str,
    reason: str | None = None,
    author: str = "heron",
    repeated: bool = False,
    spent: tuple[dict[str, int], dict[str, int]] | None = None,
    **entry: Any,
) -> Vector:
    """`spent`: quotas of the terms by class, and how many count already in the message's hour."""
    said = {"i": 3, **LIVE.said(LIVE.logs[author], message, START + 2000, [])} | entry
    return good(
        name,
        what,
        "message.judge",
        {"verdict": verdict, "reason": reason},
        author=author,
        said=cbor(said),
        message=thinned(cbor(message)),
        repeated=repeated,
        vocabularies={VOCABULARY.hex(): CONCEPTS},
        **({} if spent is None else {"quotas": spent[0], "used": spent[1]}),
        **TRUST,
    )


def thinned(data: bytes) -> Edited | bytes:
    """`data` with long stretches of zero bytes written as how many they are."""
    stretches = [found.span() for found in re.finditer(b"\x00{1000,}", data)]
    base, edits, gone = data, [], 0
    for start, end in stretches:
        base = base[: start - gone] + base[end - gone :]
        edits.append((start - gone, 0, b"\x00", end - start))
        gone += end - start
    return Edited(base.hex(), tuple(edits)) if edits else data


def notice(label: str, keys: list[Key] | None = None, drop: str | None = None, **other: Any) -> dict[str, Any]:
    members = {
        key: other.pop(key) for key in list(other) if key in ("coded", "prose", "times", "system", "measures", "harm")
    }
    values = notice_values(**members)
    if drop is not None:
        del values[drop]
    return LIVE.message("heron", "notice", values, label, keys, **other)


def verdicts() -> Iterator[Vector]:
    yield judged(
        "notice_minimal_valid", "The eight things asked of a notice, released by two officers.", LIVE.notice, "accepted"
    )
    yield judged(
        "acknowledgement_valid", "Received, no position implied.", LIVE.acknowledgement, "accepted", author="ibis"
    )
    yield judged(
        "keys_valid", "Sealing keys and mailboxes, signed by the node.", LIVE.keys_message("heron"), "accepted"
    )
    full = notice(
        "full",
        coded={"also": ["evaluation-gap"], "confidence": "moderate", "development": "contained"},
        prose={"why": "EXAMPLE", "reference": "EX-1"},
        times={"occurred_from": START - 9, "occurred_to": START - 8},
        system={"developer": "EXAMPLE", "weights": "open"},
        measures={"taken": "EXAMPLE"},
        harm={"cause": "unknown"},
    )
    yield judged("notice_more_sections_valid", "A notice with optional members and sections.", full, "accepted")
    three = notice("token", HERON.officers)
    yield judged("notice_three_officers_valid", "More signatures than needed, all by named keys.", three, "accepted")
    yield from wrong_places()
    yield from over_quota()
    yield from not_released()
    yield from sections()
    yield from bodies()


def over_quota() -> Iterator[Vector]:
    quotas = {"3": 1, "2": 3, "1": 3, "0": 5}
    late = notice("over late", wanted=2, expires=START)
    rows: list[tuple[str, str, dict[str, Any], str, str | None, dict[str, int]]] = [
        ("quota_last_valid", "The last one its hour has room for.", notice("q", wanted=2), "accepted", None, {"2": 2}),
        ("quota_full_refused", "One more.", notice("q", wanted=2), "refused", "over-quota", {"2": 3}),
        (
            "quota_of_another_class_valid",
            "Classes count apart.",
            notice("q", wanted=2),
            "accepted",
            None,
            {"3": 1, "1": 3},
        ),
        ("quota_one_at_once_valid", "One at once is always within.", LIVE.notice, "accepted", None, {"2": 9, "4": 9}),
        ("quota_second_at_once_refused", "A second at once.", LIVE.notice, "refused", "over-quota", {"3": 1}),
        (
            "quota_refused_anyway_reason",
            "Refused anyway, and room for that.",
            late,
            "refused",
            "expired",
            {"2": 3, "4": 4},
        ),
        ("quota_refused_anyway_refused", "And none left.", late, "refused", "over-quota", {"4": 5}),
        (
            "order_quota_before_kind",
            "Over quota and of an unknown kind: over quota.",
            LIVE.message("heron", "weather", {"coded": {}}, "weather 3"),
            "refused",
            "over-quota",
            {"0": 5},
        ),
    ]
    for name, what, message, verdict, reason, used in rows:
        yield judged(name, what, message, verdict, reason, spent=(quotas, used))
    yield judged(
        "quota_none_valid",
        "Terms that name no quota for a class.",
        LIVE.notice,
        "accepted",
        spent=({"2": 0}, {"3": 99}),
    )
    for name, what, value, quotas in (
        ("terms_quotas", "Messages an hour by class.", {"3": 6, "0": 200}, {"3": 6, "0": 200}),
        ("terms_quotas_at_once_is_one_at_least", "None at once means one.", {"3": 0, "2": 0}, {"3": 1, "2": 0}),
    ):
        yield good(name, what, "terms.quotas", quotas, value=cbor(value))
    for name, what, value in (
        ("terms_quotas_class_unknown_refused", "A fifth class.", {"4": 1}),
        ("terms_quotas_negative_refused", "Less than none.", {"3": -1}),
        ("terms_quotas_not_a_map_refused", "A list.", [1, 2, 3, 4]),
    ):
        yield bad(name, what, "terms.quotas", "shape", value=cbor(value))
    hour, day = 3_600_000, 24 * 3_600_000
    now = START // hour * hour + 59 * 60_000  # a minute before the hour is over
    for name, what, composed, counts in (
        ("quota_hour_of_composing", "The hour in which it was composed.", now - 3 * hour, now // hour - 3),
        ("quota_hour_two_minutes_ahead", "Two minutes ahead: the next hour.", now + 120_000, now // hour + 1),
        ("quota_hour_far_ahead", "A year ahead: as two minutes ahead.", now + 365 * day, now // hour + 1),
        ("quota_hour_a_week_ago", "A week ago.", now - 7 * day, now // hour - 7 * 24),
        ("quota_hour_long_ago", "A year ago: as a week ago.", now - 365 * day, now // hour - 7 * 24),
    ):
        yield good(name, what, "quota.hour", counts, composed=composed, now=now)
    names = [fresh(f"name {n}") for n in range(3)]
    yield good("run_digest", 'H("run", names).', "run.digest", tagged("run", names).hex(), names=names)


def wrong_places() -> Iterator[Vector]:
    yield judged(
        "content_not_version_1_refused",
        "A content of another version is refused as a whole.",
        notice("v2", v=2),
        "refused",
        "content",
    )
    large = {"prose": bytes(128 * 1024 + 1)}
    for name, what, other in (
        ("message_section_too_large_refused", "A section beyond its limit.", {"values": large}),
        ("message_section_name_refused", "A section's name that may not be.", {"values": {"Prose": NULL}}),
        ("message_extra_member_refused", "A member nobody knows.", {"x": 1}),
        ("message_secret_short_refused", "A secret of 31 bytes.", {"secret": bytes(31)}),
        ("message_signed_of_three_refused", "A third member beside frame and tokens.", {"signed": [b"", [], 0]}),
    ):
        yield judged(name, what, notice("form") | other, "refused", "message-form")
    yield judged(
        "message_too_large_before_its_form_refused",
        "Two rules broken: the size comes first.",
        notice("form") | {"values": {f"filler-{n}": bytes(120_000) for n in range(3)}, "x": 1},
        "refused",
        "too-large",
    )
    yield judged(
        "notice_other_line_refused",
        "Carried over from another line.",
        notice("line", line=bytes(32)),
        "refused",
        "wrong-line",
    )
    yield judged(
        "notice_other_author_refused",
        "In heron's log, from ibis.",
        notice("author", **{"from": "ibis"}),
        "refused",
        "wrong-author",
    )
    yield judged(
        "notice_exercise_shown_as_live_refused",
        "An exercise message on the live line.",
        notice("context", context="exercise"),
        "refused",
        "wrong-context",
    )
    yield judged(
        "notice_other_terms_refused", "Under other terms.", notice("terms", terms=bytes(32)), "refused", "wrong-terms"
    )
    yield judged(
        "notice_other_credential_refused",
        "The entry names a credential that is not in force.",
        notice("cred"),
        "refused",
        "wrong-credential",
        cred=bytes(32),
    )
    yield judged(
        "notice_sequenced_twice_refused",
        "Its content id stands in the log already.",
        notice("twice"),
        "refused",
        "sequenced-twice",
        repeated=True,
    )
    yield judged(
        "notice_expired_refused",
        "Placed a millisecond after it expired.",
        notice("late", expires=START + 1999),
        "refused",
        "expired",
    )
    yield judged(
        "notice_at_expiry_valid",
        "Placed in the millisecond it expires.",
        notice("on time", expires=START + 2000),
        "accepted",
    )
    yield judged(
        "kind_unknown_not_understood",
        "A kind this node does not know, released by an officer.",
        LIVE.message("heron", "weather", {"coded": {}}, "weather"),
        "not-understood",
        "kind",
    )
    yield judged(
        "schema_unknown_not_understood",
        "A later schema of a known kind.",
        notice("schema", schema=2),
        "not-understood",
        "kind",
    )
    yield judged(
        "vocabulary_unknown_not_understood",
        "Words this node does not have.",
        notice("vocab", vocab=bytes(32)),
        "not-understood",
        "vocabulary",
    )
    yield judged(
        "order_author_before_context",
        "Two rules broken: the earlier one names the reason.",
        notice("two", **{"from": "ibis", "context": "exercise"}),
        "refused",
        "wrong-author",
    )
    yield judged(
        "order_release_before_kind",
        "Not released and of an unknown kind: not released.",
        LIVE.message("heron", "weather", {"coded": {}}, "weather 2", [party("ibis").officers[0]]),
        "refused",
        "not-released",
    )
    yield judged(
        "order_expired_before_kind",
        "Expired and of an unknown kind: expired.",
        LIVE.message("heron", "weather", {"coded": {}}, "weather 3", expires=START),
        "refused",
        "expired",
    )


def not_released() -> Iterator[Vector]:
    reason = ("refused", "not-released")
    yield judged(
        "release_one_of_two_refused", "One officer where two are needed.", notice("one", HERON.officers[:1]), *reason
    )
    yield judged("release_none_refused", "Nobody.", notice("none", []), *reason)
    yield judged("release_by_node_refused", "The node for the office.", notice("node", [HERON.node]), *reason)
    yield judged(
        "release_with_node_besides_refused",
        "Enough officers, and the node besides: every signature must count.",
        notice("besides", [*HERON.officers[:2], HERON.node]),
        *reason,
    )
    yield judged(
        "release_by_other_party_refused",
        "The other party's officers.",
        notice("theirs", party("ibis").officers[:2]),
        *reason,
    )
    yield judged(
        "release_keys_by_officer_refused",
        "A machine kind signed by an officer.",
        LIVE.message("heron", "keys", {"keys": LIVE.announced("heron")}, "officer keys", HERON.officers[:1]),
        *reason,
    )
    payload = cbor(LIVE.content("heron", "notice", {}, "bent release"))
    one, two = sorted(HERON.officers[:2], key=lambda key: key.id)
    rows = [signature("content", LIVE.line, payload, key) for key in (one, two)]

    def with_rows(rows: list[Any], label: str) -> dict[str, Any]:
        return {"signed": [frame(payload, rows), []], "secret": fresh(f"secret {label}"), "values": {}}

    bent = rows[1][2][:-1] + bytes([rows[1][2][-1] ^ 1])
    yield judged(
        "release_signature_bent_refused",
        "One bit of one signature.",
        with_rows([rows[0], [rows[1][0], {}, bent]], "bent release"),
        *reason,
    )
    yield judged(
        "release_signature_of_another_tag_refused",
        "An officer's signature over a credential of the same bytes.",
        with_rows([rows[0], signature("credential", LIVE.line, payload, two)], "bent release"),
        *reason,
    )
    relabelled = [protected(-8, two.id), {}, rows[1][2]]
    yield judged(
        "release_algorithm_from_object_refused",
        "The object names another algorithm than the credential.",
        with_rows([rows[0], relabelled], "bent release"),
        *reason,
    )
    yield judged(
        "release_credited_twice_refused",
        "A token's assertion by a key that has signed already.",
        notice("token twice", HERON.officers[:2])
        | {
            "signed": [
                cose("content", LIVE.line, payload, HERON.officers[:2]),
                [{"key": HERON.officers[0].id, "auth": bytes(37), "client": b"{}", "sig": bytes(64)}],
            ]
        },
        *reason,
    )
    token = HERON.officers[2]
    payload = cbor(LIVE.content("heron", "notice", {k: cbor(v) for k, v in notice_values().items()}, "by token"))
    with_token = notice("by token") | {
        "signed": [cose("content", LIVE.line, payload, HERON.officers[:1]), [assertion(token, payload)]]
    }
    yield judged(
        "release_officer_and_token_valid", "One officer's signature and one token's assertion.", with_token, "accepted"
    )
    other = with_token | {"signed": [with_token["signed"][0], [assertion(token, payload + b"x")]]}
    yield judged(
        "release_token_of_another_content_refused", "A token's assertion over another content.", other, *reason
    )
    stranger = with_token | {
        "signed": [with_token["signed"][0], [assertion(Key("lost token", "officer", -9), payload)]]
    }
    yield judged("release_token_unknown_refused", "A token the credential does not name.", stranger, *reason)


def assertion(key: Key, payload: bytes) -> dict[str, Any]:
    """What a token gives for the release of a content."""
    challenge = base64.urlsafe_b64encode(tagged("content", payload)).rstrip(b"=").decode()
    said = {"type": "webauthn.get", "challenge": challenge, "origin": "https://desk.detente.invalid"}
    client = json.dumps(said, separators=(",", ":")).encode()
    auth = hashlib.sha256(b"desk.detente.invalid").digest() + b"\x05" + bytes(4)
    return {"key": key.id, "auth": auth, "client": client, "sig": key.sign(auth + hashlib.sha256(client).digest())}


def sections() -> Iterator[Vector]:
    base = notice("sections")
    fewer = LIVE.content("heron", "notice", {}, "x")["sections"]
    yield judged(
        "sections_one_missing_refused",
        "A section of the kind that nothing commits to.",
        notice("fewer", sections={k: v for k, v in fewer.items() if k != "harm"}),
        "refused",
        "sections",
    )
    yield judged(
        "sections_one_more_refused",
        "A section the kind does not have.",
        notice("more", sections=fewer | {"colour": bytes(32)}),
        "refused",
        "sections",
    )
    values = base["values"]
    for name, what, other in (
        (
            "section_other_value_refused",
            "Another value than the one committed to.",
            {"prose": cbor({"language": "en", "plain": "other words"})},
        ),
        ("section_null_spelled_refused", "An absent section spelled as null instead of left out.", {"system": NULL}),
        ("section_unknown_value_refused", "A value for a section that is not there.", {"colour": NULL}),
    ):
        yield judged(name, what, base | {"values": values | other}, "refused", "not-readable")
    left_out = {k: v for k, v in values.items() if k != "prose"}
    yield judged(
        "section_left_out_refused",
        "A value kept back from one member.",
        base | {"values": left_out},
        "refused",
        "not-readable",
    )
    yield judged(
        "section_other_secret_refused",
        "Another secret: no salt fits.",
        base | {"secret": bytes(32)},
        "refused",
        "not-readable",
    )
    yield judged(
        "section_required_absent_refused",
        "A required section committed to null.",
        notice("no times", drop="times"),
        "refused",
        "body",
    )


def bodies() -> Iterator[Vector]:
    for name, what, members in (
        ("notice_severity_6_refused", "A severity that does not exist.", {"coded": {"severity": 6}}),
        ("notice_area_unknown_refused", "An area that does not exist.", {"coded": {"area": "X"}}),
        ("notice_public_missing_refused", "One of the eight things left out.", {"coded": {"public": None}}),
        ("notice_extra_member_refused", "A member nobody knows.", {"coded": {"mood": "calm"}}),
        ("notice_plain_empty_refused", "A plain statement of nothing.", {"prose": {"plain": ""}}),
        ("notice_time_text_refused", "A time as text.", {"times": {"detected": "2026-09-23"}}),
        ("notice_class_space_refused", "A code with a space.", {"coded": {"class": "two words"}}),
    ):
        yield judged(name, what, notice(name, **members), "refused", "body")
    raw = {k: cbor(v) for k, v in notice_values().items()}
    yield judged(
        "section_float_refused",
        "A float in a section.",
        LIVE.message("heron", "notice", raw | {"measures": b"\xa1\x65taken\xf9\x3c\x00"}, "float", packed=True),
        "refused",
        "body",
    )
    yield judged(
        "section_text_bidi_refused",
        "A right-to-left override in prose.",
        notice("bidi", prose={"plain": "a\u202eb"}),
        "refused",
        "body",
    )
    yield judged(
        "section_text_nfd_refused",
        "Prose that is not NFC.",
        notice("nfd", prose={"plain": "cafe\u0301"}),
        "refused",
        "body",
    )
    yield judged(
        "notice_asks_nothing_and_more_refused",
        "Nothing asked, and something.",
        notice("asks", coded={"asks": ["nothing", "hold"]}),
        "refused",
        "notice-asks",
    )
    yield judged(
        "notice_asks_repeated_refused",
        "One thing asked twice.",
        notice("asks 2", coded={"asks": ["hold", "hold"]}),
        "refused",
        "notice-asks",
    )
    yield judged(
        "notice_occurred_backwards_refused",
        "It ended before it began.",
        notice("times", times={"occurred_from": START, "occurred_to": START - 1}),
        "refused",
        "notice-times",
    )
    for name, what, coded in (
        ("notice_concept_unknown_refused", "A class the vocabulary does not have.", {"class": "no-such-concept"}),
        ("notice_concept_other_area_refused", "A class of another area than the notice's.", {"class": "model-theft"}),
        (
            "notice_also_unknown_refused",
            "A further concept the vocabulary does not have.",
            {"also": ["no-such-concept"]},
        ),
    ):
        yield judged(name, what, notice(name, coded=coded), "refused", "concept-unknown")
    yield judged(
        "notice_also_other_area_valid",
        "A further concept may be of any area.",
        notice("also", coded={"also": ["model-theft"]}),
        "accepted",
    )
    ack = {"coded": {"received": "received"}}
    yield judged(
        "acknowledgement_of_nothing_refused",
        "An acknowledgement that names no message.",
        LIVE.message("heron", "acknowledgement", ack, "ack none"),
        "refused",
        "acknowledgement-names-one-message",
    )
    yield judged(
        "acknowledgement_of_two_refused",
        "An acknowledgement that names two.",
        LIVE.message("heron", "acknowledgement", ack, "ack two", re=[bytes(32), fresh("r")]),
        "refused",
        "acknowledgement-names-one-message",
    )
    own = LIVE.announced("heron")
    one = own["sealing"][0]
    yield judged(
        "keys_mailbox_shared_refused",
        "One mailbox for two members.",
        LIVE.keys_message("heron", mailboxes={"ibis": bytes(16), "stork": bytes(16)}),
        "refused",
        "keys-mailbox-shared",
    )
    yield judged(
        "keys_ends_before_it_begins_refused",
        "A sealing key without a life.",
        LIVE.keys_message("heron", sealing=[one | {"until": one["from"]}]),
        "refused",
        "keys-sealing",
    )
    yield judged(
        "keys_id_repeated_refused",
        "Two sealing keys of one id.",
        LIVE.keys_message("heron", sealing=[one, one]),
        "refused",
        "keys-sealing",
    )
    yield judged(
        "keys_route_unknown_refused",
        "A way nobody knows.",
        LIVE.keys_message("heron", routes=[["pigeon", "roof", b""]]),
        "refused",
        "body",
    )
