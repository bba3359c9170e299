"""Introductions, words, terms, credentials, fields, founding files, succession, token releases."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from oracle import ED, ESP256, ML87, Key, cbor, cose, frame, fresh, signature, tagged, words
from world import (
    EXERCISE,
    LIVE,
    NO_LINE,
    PARTIES,
    START,
    drafted,
    founding,
    introduction,
    introduction_plain,
    party,
    shared,
)

from cases import Edited, Vector, bad, difference, good


def cases() -> Iterator[Vector]:
    yield from introductions()
    yield from terms()
    yield from credentials()
    yield from foundings()
    yield from successions()
    yield from tokens()


def roots_of(name: str) -> list[Key]:
    return [*party(name, "live").roots, *party(name, "exercise").roots]


def introductions() -> Iterator[Vector]:
    accept = "introduction.accept"
    yield good(
        "introduction_valid",
        "Signed by the four roots it names.",
        accept,
        {
            "party": "heron",
            "live": tagged("roots", introduction_plain("heron")["live"]["roots"]).hex(),
            "exercise": tagged("roots", introduction_plain("heron")["exercise"]["roots"]).hex(),
        },
        frame=introduction("heron"),
    )

    def made(
        plain: dict[str, Any], keys: list[Key], tag: str = "introduction", line: bytes = NO_LINE
    ) -> Edited | bytes:
        return difference("introduction-heron", introduction("heron"), cose(tag, line, cbor(plain), keys))

    plain, keys = introduction_plain("heron"), roots_of("heron")
    for key in keys:
        kind = "ml_dsa" if key.alg == ML87 else "ed25519"
        yield bad(
            f"introduction_{key.name.split()[1]}_{kind}_missing_refused",
            f"Without the signature of {key.name}.",
            accept,
            "signature-missing",
            frame=made(plain, [k for k in keys if k != key]),
        )
    yield bad(
        "introduction_other_signer_refused",
        "With one signature more, by a key it does not name.",
        accept,
        "signature-unknown-key",
        frame=made(plain, [*keys, Key("a stranger", "root")]),
    )
    yield bad(
        "introduction_other_tag_refused",
        "Signed as terms.",
        accept,
        "signature-invalid",
        frame=made(plain, keys, "terms"),
    )
    yield bad(
        "introduction_shared_root_refused",
        "One set of roots for live and exercise.",
        accept,
        "key-id-repeated",
        frame=made(plain | {"exercise": plain["live"]}, party("heron", "live").roots),
    )
    two = [party("heron", "live").roots[n].plain() for n in range(2) if party("heron", "live").roots[n].alg == ED]
    yield bad(
        "introduction_one_root_refused",
        "An Ed25519 root alone.",
        accept,
        "roots-not-hybrid",
        frame=made(plain | {"live": plain["live"] | {"roots": two}}, keys),
    )
    other_use = [row | {"use": "node"} if row["alg"] == ED else row for row in plain["live"]["roots"]]
    yield bad(
        "introduction_root_of_another_use_refused",
        "A root whose use is another.",
        accept,
        "key-use",
        frame=made(plain | {"live": plain["live"] | {"roots": other_use}}, keys),
    )
    weak = [row | {"pub": b"\x01" + bytes(31)} if row["alg"] == ED else row for row in plain["live"]["roots"]]
    yield bad(
        "introduction_root_of_small_order_refused",
        "A root that is the identity point.",
        accept,
        "key-small-order",
        frame=made(plain | {"live": plain["live"] | {"roots": weak}}, keys),
    )
    yield bad(
        "introduction_version_2_refused", "Another version.", accept, "shape", frame=frame(cbor(plain | {"v": 2}), [])
    )
    yield bad(
        "introduction_extra_field_refused",
        "A member nobody knows.",
        accept,
        "shape",
        frame=frame(cbor(plain | {"x": 1}), []),
    )
    yield bad(
        "introduction_party_name_refused",
        "A party id in upper case.",
        accept,
        "shape",
        frame=frame(cbor(plain | {"party": "Heron"}), []),
    )
    first, second = (cbor(introduction_plain(name)) for name in PARTIES)
    numbers = words(first, second)
    yield good(
        "words_two_introductions",
        "Twelve numbers over two introductions.",
        "words.numbers",
        numbers,
        introductions=[payload_of(first), payload_of(second)],
    )
    yield good(
        "words_either_way_round",
        "The same, whichever stands first.",
        "words.numbers",
        numbers,
        introductions=[payload_of(second), payload_of(first)],
    )
    changed = cbor(introduction_plain("ibis") | {"nonce": fresh("another nonce")})
    yield good(
        "words_another_nonce",
        "Another nonce gives other words.",
        "words.numbers",
        words(first, changed),
        introductions=[payload_of(first), payload_of(changed)],
    )


def payload_of(payload: bytes) -> Edited | bytes:
    """An introduction's payload, written as what is left of the signed one."""
    name = "introduction-heron" if payload == cbor(introduction_plain("heron")) else "introduction-ibis"
    return difference(name, shared()[name], payload)


def terms() -> Iterator[Vector]:
    accept = "terms.accept"
    ok = {"line": LIVE.line.hex(), "digest": LIVE.terms_digest.hex()}
    yield good("terms_valid", "Signed by every root of every member, in time.", accept, ok, frame=LIVE.terms, now=START)
    yield good("terms_old_record", "An old record is verified without a clock.", accept, ok, frame=LIVE.terms, now=None)
    yield bad(
        "terms_sign_by_passed_refused",
        "One millisecond late.",
        accept,
        "terms-sign-by-passed",
        frame=LIVE.terms,
        now=LIVE.terms_plain()["sign-by"] + 1,
    )

    def made(keys: list[Key] | None = None, **other: Any) -> Edited | bytes:
        payload = cbor({k: v for k, v in LIVE.terms_plain(**other).items() if v is not None})
        whole = cose("terms", tagged("line", payload), payload, LIVE.roots if keys is None else keys)
        return difference("terms", LIVE.terms, whole)

    for key in LIVE.roots:
        kind = "ml_dsa" if key.alg == ML87 else "ed25519"
        yield bad(
            f"terms_{key.name.split()[0]}_{kind}_root_missing_refused",
            f"Without the signature of {key.name}.",
            accept,
            "signature-missing",
            frame=made([k for k in LIVE.roots if k != key]),
            now=None,
        )
    yield bad("terms_unsigned_refused", "Nobody has signed.", accept, "signature-missing", frame=made([]), now=None)
    payload = LIVE.terms_payload
    rows = [signature("terms", LIVE.line, payload, key) for key in sorted(LIVE.roots, key=lambda k: k.id)]
    rows[0] = [rows[0][0], {}, rows[0][2][:-1] + bytes([rows[0][2][-1] ^ 1])]
    yield bad(
        "terms_one_signature_bent_refused",
        "One bit of one signature changed.",
        accept,
        "signature-invalid",
        frame=difference("terms", LIVE.terms, frame(payload, rows)),
        now=None,
    )
    elsewhere = [signature("terms", bytes(32), payload, min(LIVE.roots, key=lambda k: k.id)), *rows[1:]]
    yield bad(
        "terms_signed_for_another_line_refused",
        "A root's signature under another line id.",
        accept,
        "signature-invalid",
        frame=difference("terms", LIVE.terms, frame(payload, elsewhere)),
        now=None,
    )
    for name, what, code, other in (
        ("terms_seq_1_refused", "Terms that found nothing.", "terms-not-founding", {"seq": 1}),
        ("terms_prev_refused", "Founding terms that follow others.", "terms-not-founding", {"prev": bytes(32)}),
        ("terms_suite_sim_refused", "The suite that protects nothing.", "suite-not-real", {"suites": [0]}),
        ("terms_suite_unknown_refused", "A suite nobody knows.", "suite-unknown", {"suites": [1, 9]}),
        ("terms_one_party_refused", "A line with oneself.", "shape", {"parties": {"heron": party("heron").root_set()}}),
        ("terms_no_fields_refused", "No fields.", "shape", {"fields": {}}),
        ("terms_context_unknown_refused", "A third context.", "shape", {"context": "drill"}),
        ("terms_nonce_short_refused", "A nonce of 31 bytes.", "shape", {"nonce": bytes(31)}),
        (
            "terms_roots_shared_refused",
            "Two members with one set of roots.",
            "key-id-repeated",
            {"parties": {"heron": party("heron").root_set(), "ibis": party("heron").root_set()}},
        ),
    ):
        yield bad(name, what, accept, code, frame=made([], **other), now=None)
    null = cbor(LIVE.terms_plain() | {"prev": None})
    yield bad(
        "terms_null_member_refused",
        "An absent member spelled as null.",
        accept,
        "shape",
        frame=frame(null, []),
        now=None,
    )
    committed = LIVE.terms_plain()["fields"]
    fields = LIVE.fields
    yield good("fields_open", "Fields that open their commitments.", "fields.accept", committed=committed, shown=fields)
    yield good(
        "fields_withheld",
        "A field may be left out.",
        "fields.accept",
        committed=committed,
        shown={"name": fields["name"]},
    )
    yield bad(
        "fields_other_salt_refused",
        "Another salt.",
        "fields.accept",
        "field-not-committed",
        committed=committed,
        shown={"name": [bytes(32), fields["name"][1]]},
    )
    yield bad(
        "fields_swapped_refused",
        "The value of one under the name of another.",
        "fields.accept",
        "field-not-committed",
        committed=committed,
        shown={"name": fields["nature"]},
    )
    yield bad(
        "fields_uncommitted_refused",
        "A field nobody committed to.",
        "fields.accept",
        "field-not-committed",
        committed=committed,
        shown={"colour": fields["name"]},
    )
    yield good(
        "field_digest",
        'H("field", name, salt, value).',
        "field.digest",
        tagged("field", "name", *fields["name"]).hex(),
        name="name",
        salt=fields["name"][0],
        value=fields["name"][1],
    )
    roots = party("heron").root_set()["roots"]
    yield good(
        "roots_digest",
        'H("roots", keys): the fingerprint a person sees.',
        "roots.digest",
        tagged("roots", roots).hex(),
        roots=difference("terms", LIVE.terms, cbor(roots)),
    )


def credentials() -> Iterator[Vector]:
    accept = "credential.accept"
    yield good(
        "credential_valid",
        "Signed by both roots of its party.",
        accept,
        {"party": "heron", "digest": LIVE.credential_digest("heron").hex()},
        frame=LIVE.credential("heron"),
        terms=LIVE.terms,
    )
    heron = party("heron")

    def made(signers: list[Key] | None = None, **other: Any) -> Edited | bytes:
        plain = {k: v for k, v in LIVE.credential_plain("heron", **other).items() if v is not None}
        whole = cose("credential", LIVE.line, cbor(plain), heron.roots if signers is None else signers)
        return difference("credential-heron", LIVE.credential("heron"), whole)

    ed, ml = sorted(heron.roots, key=lambda key: -key.alg)
    plain = LIVE.credential_plain("heron")["keys"]
    office = [key.id for key in heron.officers]
    release = LIVE.credential_plain("heron")["release"]

    def without(keep: Any) -> list[dict[str, Any]]:
        return [row for row in plain if keep(row)]

    log_ed, log_ml = heron.log_keys
    rows: list[tuple[str, str, str, dict[str, Any]]] = [
        ("credential_ml_dsa_root_missing_refused", "The Ed25519 root alone.", "signature-missing", {"signers": [ed]}),
        (
            "credential_ed25519_root_missing_refused",
            "The ML-DSA-87 root alone.",
            "signature-missing",
            {"signers": [ml]},
        ),
        (
            "credential_other_roots_refused",
            "Signed by the other party's roots.",
            "signature-unknown-key",
            {"signers": party("ibis").roots},
        ),
        ("credential_of_another_line_refused", "Another line.", "credential-not-of-this-line", {"line": bytes(32)}),
        (
            "credential_of_a_stranger_refused",
            "A party the terms do not name.",
            "credential-not-of-this-line",
            {"party": "stork"},
        ),
        ("credential_seq_1_refused", "Not the first.", "credential-not-first", {"seq": 1}),
        (
            "credential_emergency_first_refused",
            "A first one that says emergency.",
            "credential-not-first",
            {"emergency": True},
        ),
        (
            "credential_two_node_keys_refused",
            "Two node keys.",
            "credential-keys",
            {"keys": [*plain, Key("another node", "node").plain()]},
        ),
        (
            "credential_no_officer_refused",
            "Nobody who can release.",
            "credential-keys",
            {"keys": without(lambda row: row["use"] != "officer")},
        ),
        (
            "credential_log_keys_not_hybrid_refused",
            "No ML-DSA-44 log key.",
            "log-keys-not-hybrid",
            {"keys": without(lambda row: row["id"] != log_ml.id)},
        ),
        (
            "credential_key_id_repeated_refused",
            "One id for two keys.",
            "key-id-repeated",
            {"keys": [*without(lambda row: row["id"] != log_ed.id), log_ed.plain() | {"id": log_ml.id}]},
        ),
        (
            "credential_key_two_uses_refused",
            "One key as officer and as node.",
            "key-used-twice",
            {
                "keys": [
                    *without(lambda row: row["id"] != heron.node.id),
                    heron.node.plain() | {"pub": heron.officers[0].public},
                ]
            },
        ),
        (
            "credential_root_as_officer_refused",
            "A root used as an officer's key.",
            "key-used-twice",
            {"keys": [*plain, heron.key("root ed", "officer").plain() | {"id": fresh("x", 16)}]},
        ),
        (
            "credential_root_use_refused",
            "A key of use root.",
            "key-use",
            {"keys": [*plain, Key("third", "root").plain()]},
        ),
        (
            "credential_officer_ml_dsa_refused",
            "An algorithm its use does not allow.",
            "key-algorithm-for-use",
            {"keys": [*plain, Key("officer ml", "officer", ML87).plain()]},
        ),
        (
            "credential_officer_key_torsion_refused",
            "An officer's key of small order.",
            "key-small-order",
            {"keys": [*plain, Key("weak", "officer").plain() | {"pub": b"\x01" + bytes(31)}]},
        ),
        (
            "credential_use_unknown_refused",
            "A use nobody knows.",
            "shape",
            {"keys": [*plain, Key("x", "spare").plain()]},
        ),
        (
            "credential_no_machine_rule_refused",
            "No rule for machine kinds.",
            "release-rule-missing",
            {"release": {"default": release["default"]}},
        ),
        (
            "credential_no_default_rule_refused",
            "No rule for the other kinds.",
            "release-rule-missing",
            {"release": {"machine": release["machine"]}},
        ),
        (
            "credential_rule_of_none_refused",
            "A rule that asks for nobody.",
            "release-rule",
            {"release": release | {"notice": [0, *office]}},
        ),
        (
            "credential_rule_of_too_many_refused",
            "A rule that cannot be met.",
            "release-rule",
            {"release": release | {"notice": [4, *office]}},
        ),
        (
            "credential_rule_repeats_a_key_refused",
            "One officer counted twice.",
            "release-rule",
            {"release": release | {"notice": [2, office[0], office[0]]}},
        ),
        (
            "credential_rule_names_the_node_refused",
            "The node may not speak for the office.",
            "release-rule",
            {"release": release | {"notice": [1, heron.node.id]}},
        ),
        (
            "credential_machine_rule_names_an_officer_refused",
            "An officer in the machine's rule.",
            "release-rule",
            {"release": release | {"machine": [1, office[0]]}},
        ),
        ("credential_rule_empty_refused", "An empty rule.", "release-rule", {"release": release | {"notice": []}}),
        ("credential_null_prev_refused", "An absent member spelled as null.", "shape", {"null": True}),
    ]
    for name, what, code, other in rows:
        signers = other.pop("signers", None)
        null = other.pop("null", False)
        data: Edited | bytes = made(signers, **other)
        if null:
            data = frame(cbor(LIVE.credential_plain("heron") | {"prev": None}), [])
        yield bad(name, what, accept, code, frame=data, terms=LIVE.terms)
    live, exercise = (world.credential_payload("heron") for world in (LIVE, EXERCISE))
    yield good(
        "pair_of_credentials",
        "A live and an exercise credential without a common key.",
        "pair.accept",
        live=difference("founding", shared()["founding"], live),
        exercise=difference("founding", shared()["founding"], exercise),
    )
    both = EXERCISE.credential_plain("heron")
    both["keys"] = [row if row["use"] != "node" else row | {"pub": party("heron").node.public} for row in both["keys"]]
    yield bad(
        "pair_shares_a_key_refused",
        "One node key in both: a drill could speak live.",
        "pair.accept",
        "key-in-both-contexts",
        live=difference("founding", shared()["founding"], live),
        exercise=difference("founding", shared()["founding"], cbor(both)),
    )


def foundings() -> Iterator[Vector]:
    data = cbor(founding())
    accept = "founding.accept"
    yield good(
        "founding_valid",
        "A founding file signed by all.",
        accept,
        {"live": LIVE.line.hex(), "exercise": EXERCISE.line.hex()},
        bytes=data,
        now=START,
    )
    yield bad(
        "founding_lines_empty_refused", "No lines in it.", accept, "shape", bytes=cbor({"v": 1, "lines": {}}), now=START
    )

    draft = shared()["draft"]

    def file(live: dict[str, Any], exercise: dict[str, Any], base: str = "draft") -> Edited | bytes:
        whole = cbor({"v": 1, "lines": {"live": live, "exercise": exercise}})
        return difference(base, shared()[base], whole)

    yield bad(
        "founding_unsigned_refused",
        "A draft: readable, not founded.",
        accept,
        "signature-missing",
        bytes=draft,
        now=START,
    )
    yield bad(
        "founding_contexts_swapped_refused",
        "The exercise terms in the live place.",
        accept,
        "founding-contexts",
        bytes=file(drafted(EXERCISE), drafted(LIVE)),
        now=START,
    )
    other = cbor(EXERCISE.terms_plain(pair=fresh("another pair", 16)))
    yield bad(
        "founding_not_a_pair_refused",
        "Two lines of different pairs.",
        accept,
        "founding-not-a-pair",
        bytes=file(drafted(LIVE), drafted(EXERCISE, terms=frame(other, []))),
        now=START,
    )
    same = cbor(EXERCISE.terms_plain(parties={p.name: p.root_set() for p in LIVE.parties}))
    yield bad(
        "founding_same_roots_refused",
        "Live roots on the exercise line.",
        accept,
        "key-in-both-contexts",
        bytes=file(drafted(LIVE), drafted(EXERCISE, terms=frame(same, []))),
        now=START,
    )
    fewer = {"name": LIVE.fields["name"]}
    yield bad(
        "founding_field_withheld_refused",
        "A founding file shows every field.",
        accept,
        "field-not-committed",
        bytes=file(drafted(LIVE, fields=fewer), drafted(EXERCISE)),
        now=START,
    )
    stranger = {"credential": b"", "fields": {}, "items": [], "mirror": [0, []], "head": b""}
    yield bad(
        "founding_member_unknown_refused",
        "A part by somebody the terms do not name.",
        accept,
        "founding-member-unknown",
        bytes=file(drafted(LIVE, members={"stork": stranger}), drafted(EXERCISE)),
        now=START,
    )
    lacking = LIVE.founded_line() | {"members": {"heron": LIVE.part("heron")}}
    yield bad(
        "founding_part_missing_refused",
        "All signatures, and one member's part lacking.",
        accept,
        "founding-member-missing",
        bytes=file(lacking, EXERCISE.founded_line(), "founding"),
        now=START,
    )


def successions() -> Iterator[Vector]:
    heron = party("heron")
    old = LIVE.credential_payload("heron")
    new = LIVE.credential_plain("heron", seq=1, prev=tagged("credential", old))
    succeed = "credential.succession"
    whole, signed_terms = LIVE.credential("heron"), LIVE.terms
    given = {"old": difference("credential-heron", whole, old), "terms": LIVE.terms}

    def made(plain: dict[str, Any], keys: list[Key]) -> Edited | bytes:
        return difference("credential-heron", whole, cose("credential", LIVE.line, cbor(plain), keys))

    def claimed(keys: list[Key]) -> Edited | bytes:
        return difference("terms", signed_terms, cbor([key.plain() for key in keys]))

    yield good(
        "succession_routine",
        "The roots and the outgoing node key.",
        succeed,
        "routine",
        new=made(new, [*heron.roots, heron.node]),
        roots=claimed(heron.roots),
        **given,
    )
    yield bad(
        "succession_node_key_missing_refused",
        "The roots alone, without saying emergency.",
        succeed,
        "signature-missing",
        new=made(new, heron.roots),
        roots=claimed(heron.roots),
        **given,
    )
    yield good(
        "succession_emergency",
        "The roots alone, and it says so.",
        succeed,
        "emergency",
        new=made(new | {"emergency": True}, heron.roots),
        roots=claimed(heron.roots),
        **given,
    )
    yield good(
        "succession_root_change",
        "The old roots and the next ones, whose digest the terms hold.",
        succeed,
        "root-change",
        new=made(new, [*heron.roots, *heron.next_roots]),
        roots=claimed(heron.next_roots),
        **given,
    )
    strangers = [Key("unannounced ed", "root"), Key("unannounced ml", "root", ML87)]
    yield bad(
        "succession_roots_not_announced_refused",
        "Roots nobody announced.",
        succeed,
        "roots-not-announced",
        new=made(new, [*heron.roots, *strangers]),
        roots=claimed(strangers),
        **given,
    )
    yield bad(
        "succession_gap_refused",
        "A number left out.",
        succeed,
        "credential-not-next",
        new=made(new | {"seq": 2}, [*heron.roots, heron.node]),
        roots=claimed(heron.roots),
        **given,
    )


def tokens() -> Iterator[Vector]:
    challenge = tagged("content", b"EXAMPLE")
    rp = hashlib.sha256(b"desk.detente.invalid").digest()
    verify = "webauthn.verify"
    for alg, name in ((ESP256, "esp256"), (ED, "ed25519")):
        key = Key(f"vector token {name}", "officer", alg)

        def made(
            key: Key = key,
            rp: bytes = rp,
            flags: int = 0x05,
            more: bytes = b"",
            client: bytes | None = None,
            **other: Any,
        ) -> dict[str, Any]:
            said = {
                "type": "webauthn.get",
                "challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
                "origin": "https://desk.detente.invalid",
                "crossOrigin": False,
            } | other
            said = {k: v for k, v in said.items() if v is not None}
            if client is None:
                client = json.dumps(said, separators=(",", ":")).encode()
            auth = rp + bytes([flags]) + bytes(4) + more
            return {
                "key": key.id,
                "auth": auth,
                "client": client,
                "sig": key.sign(auth + hashlib.sha256(client).digest()),
                "alg": key.alg,
                "public": key.public,
                "challenge": challenge,
            }

        yield good(f"webauthn_{name}_valid", "A token's assertion over the digest of a content.", verify, **made())
        if alg == ED:
            continue
        yield good(
            "webauthn_port_valid",
            "The desk on another port.",
            verify,
            **made(origin="https://desk.detente.invalid:8443"),
        )
        yield good(
            "webauthn_cross_origin_absent_valid",
            "A browser that does not say crossOrigin.",
            verify,
            **made(crossOrigin=None),
        )
        yield good(
            "webauthn_extension_valid",
            "Extension outputs, announced.",
            verify,
            **made(flags=0x85, more=cbor({"x": True})),
        )
        twice = b'{"type":"webauthn.get","type":"webauthn.get"}'
        for suffix, what, code, given in (
            ("auth_short", "Authenticator data of 36 bytes.", "webauthn-size", made(rp=rp[:31])),
            ("client_long", "Client data of more than 2048 bytes.", "webauthn-size", made(more_said="x" * 2048)),
            ("type", "A registration.", "webauthn-type", made(type="webauthn.create")),
            ("challenge", "Another challenge.", "webauthn-challenge", made(challenge="AAAA")),
            (
                "challenge_padded",
                "The challenge with padding.",
                "webauthn-challenge",
                made(challenge=base64.urlsafe_b64encode(challenge).decode()),
            ),
            ("origin", "Another origin.", "webauthn-origin", made(origin="https://desk.detente.invalid.example")),
            ("origin_http", "Not https.", "webauthn-origin", made(origin="http://desk.detente.invalid")),
            ("cross_origin", "From within another site.", "webauthn-cross-origin", made(crossOrigin=True)),
            ("rp", "Another relying party.", "webauthn-rp", made(rp=bytes(32))),
            ("user_absent", "Nobody touched it.", "webauthn-user-absent", made(flags=0x04)),
            ("user_not_verified", "Touched, no PIN and no finger.", "webauthn-user-not-verified", made(flags=0x01)),
            (
                "extension_unannounced",
                "Bytes after the counter that no flag announces.",
                "webauthn-auth-form",
                made(more=b"\xa0"),
            ),
            ("attested", "Registration data.", "webauthn-auth-form", made(flags=0x45)),
            (
                "client_key_twice",
                "One member of the client data twice.",
                "webauthn-client-repeated-key",
                made(client=twice),
            ),
            ("client_not_json", "Client data that is not JSON.", "webauthn-client-unreadable", made(client=b"{")),
            ("client_nan", "NaN in the client data.", "webauthn-client-unreadable", made(client=b'{"a":NaN}')),
            (
                "signature",
                "A signature over something else.",
                "webauthn-signature",
                made() | {"sig": bytes(63) + b"\x01"},
            ),
            ("algorithm", "An algorithm no token release has.", "webauthn-algorithm", made() | {"alg": ML87}),
        ):
            yield bad(f"webauthn_{suffix}_refused", what, verify, code, **given)
