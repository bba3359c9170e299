"""Successions as they are carried on a line and shown in bundles: each case, and each rule bent."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from oracle import ED, Key, cbor, checkpoint, cose, tagged
from succeeded import EMERGENCY, ROOT_CHANGE, ROUTINE, Succeeded, roots_after
from world import LIVE, START, notice_values, opened, party, shared, with_check

from cases import Edited, Vector, bad, difference, good

ACCEPT, VERIFY = "succession.accept", "bundle.verify"
TRUST = {"terms": LIVE.terms, "credentials": [LIVE.credential("heron"), LIVE.credential("ibis")]}


def cases() -> Iterator[Vector]:
    yield from carried()
    yield from bent()
    yield from bundles()
    yield from other_context()


def given(*made: dict[str, Any]) -> dict[str, Any]:
    return {**TRUST, "successions": [cbor(one) for one in made]}


def carried() -> Iterator[Vector]:
    for case in (ROUTINE, EMERGENCY, ROOT_CHANGE):
        made = Succeeded(case)
        yield good(
            f"succession_carried_{case.replace('-', '_')}",
            f"A succession of the case {case}, as it is carried.",
            ACCEPT,
            [{"party": "heron", "seq": 1, "case": case, "digest": tagged("credential", made.payload).hex()}],
            **given(made.carried),
        )
    first = Succeeded(ROOT_CHANGE)
    second = Succeeded(ROUTINE)
    keys = [Key("heron live officer last", "officer", ED, "node"), Key("heron live node last", "node")]
    keys += [Key("heron live log ed last", "log"), Key("heron live log ml last", "log", -48)]
    plain = second.plain | {
        "seq": 2,
        "prev": tagged("credential", first.payload),
        "keys": [key.plain() for key in sorted(keys, key=lambda key: key.id)],
        "release": {"default": [1, keys[0].id], "machine": [1, keys[1].id]},
    }
    roots = party("heron").next_roots
    frame = cose("credential", LIVE.line, cbor(plain), [*roots, first.node])
    yield good(
        "succession_after_a_root_change",
        "The one after a root change is signed by the new roots.",
        ACCEPT,
        [
            {"party": "heron", "seq": 1, "case": ROOT_CHANGE, "digest": tagged("credential", first.payload).hex()},
            {"party": "heron", "seq": 2, "case": ROUTINE, "digest": tagged("credential", cbor(plain)).hex()},
        ],
        **given(first.carried, {"v": 1, "credential": frame, "fields": {}}),
    )
    frame = cose("credential", LIVE.line, cbor(plain), [*party("heron").roots, first.node])
    yield bad(
        "succession_after_a_root_change_by_the_old_roots_refused",
        "Signed by roots that are over.",
        ACCEPT,
        "signature-unknown-key",
        **given(first.carried, {"v": 1, "credential": frame, "fields": {}}),
    )


def bent() -> Iterator[Vector]:
    heron = party("heron")
    routine = Succeeded(ROUTINE)
    yield bad(
        "succession_repeated_refused",
        "The same one twice: the second is not the next.",
        ACCEPT,
        "credential-not-next",
        **given(routine.carried, routine.carried),
    )
    yield bad("succession_version_2_refused", "Another version.", ACCEPT, "shape", **given(routine.carried | {"v": 2}))
    for name, what, code, made in (
        ("by_roots_alone", "Without the outgoing node key.", "signature-missing", Succeeded(ROUTINE, heron.roots)),
        (
            "by_the_new_node",
            "By the incoming node key in place of the outgoing.",
            "signature-unknown-key",
            Succeeded(ROUTINE, [*heron.roots, routine.node]),
        ),
        (
            "emergency_by_the_node_too",
            "An emergency signed by the key that is no longer trusted.",
            "signature-unknown-key",
            Succeeded(EMERGENCY, [*heron.roots, heron.node]),
        ),
        ("carried_gap", "A number left out.", "credential-not-next", Succeeded(ROUTINE, seq=2)),
        (
            "of_another_before",
            "It names another credential before it.",
            "credential-not-next",
            Succeeded(ROUTINE, prev=LIVE.credential_digest("ibis")),
        ),
        (
            "root_change_by_the_old",
            "The new roots have not signed.",
            "signature-missing",
            Succeeded(ROOT_CHANGE, heron.roots),
        ),
    ):
        yield bad(f"succession_{name}_refused", what, ACCEPT, code, **given(made.carried))
    kept = [*routine.plain["keys"]]
    ed_root = next(key for key in heron.roots if key.alg == ED).plain()
    own = [key for key in kept if key["use"] != "node"]
    for name, what, key in (
        ("keeps_the_node_key", "The node key stays.", heron.node.plain()),
        ("takes_the_others_node_key", "The other member's node key.", party("ibis").node.plain()),
        ("takes_a_root", "A root as node key.", ed_root | {"use": "node"}),
    ):
        keys = sorted([*own, key], key=lambda row: row["id"])
        rule = routine.plain["release"] | {"machine": [1, key["id"]]}
        yield bad(
            f"succession_{name}_refused",
            what,
            ACCEPT,
            "key-used-twice",
            **given(_carried(_with(routine, keys, rule))),
        )
    officer = heron.officers[0].plain()
    keys = sorted([*(k for k in kept if k["use"] != "officer"), officer], key=lambda row: row["id"])
    rule = routine.plain["release"] | {"default": [1, officer["id"]]}
    stays = _with(routine, keys, rule)
    yield good(
        "succession_keeps_an_officer",
        "An officer's key may stay as it is.",
        ACCEPT,
        [{"party": "heron", "seq": 1, "case": ROUTINE, "digest": tagged("credential", stays["payload"]).hex()}],
        **given(_carried(stays)),
    )
    change = Succeeded(ROOT_CHANGE)
    yield bad(
        "succession_roots_field_left_out_refused",
        "The new roots sign and are not shown.",
        ACCEPT,
        "signature-unknown-key",
        **given(change.carried | {"fields": {}}),
    )
    name, (salt, value) = "roots", change.fields["roots"]
    yield bad(
        "succession_roots_field_bent_refused",
        "Other roots than were committed to.",
        ACCEPT,
        "field-not-committed",
        **given(change.carried | {"fields": {name: [salt, value[:-1] + bytes([value[-1] ^ 1])]}}),
    )
    strangers = {"roots": [k.plain() for k in roots_after()], "next": bytes(32)}
    row = [salt, cbor(strangers)]
    made = Succeeded(ROOT_CHANGE, [*heron.roots, *roots_after()], fields={name: tagged("field", name, *row)})
    yield bad(
        "succession_roots_of_nobody_refused",
        "Roots whose digest was not published.",
        ACCEPT,
        "roots-not-announced",
        **given(made.carried | {"fields": {name: row}}),
    )
    made = Succeeded(EMERGENCY, fields={name: tagged("field", name, *change.fields[name])})
    yield bad(
        "succession_emergency_with_roots_refused",
        "An emergency that names new roots.",
        ACCEPT,
        "roots-not-announced",
        **given(made.carried | {"fields": change.fields}),
    )


def _with(routine: Succeeded, keys: list[dict[str, Any]], rule: dict[str, Any]) -> dict[str, Any]:
    payload = cbor(routine.plain | {"keys": keys, "release": rule})
    frame = cose("credential", LIVE.line, payload, routine.signers)
    return {"v": 1, "credential": frame, "fields": {}, "payload": payload}


def _carried(made: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if name != "payload"}


def bundles() -> Iterator[Vector]:
    whole = shared()["bundle-succeeded"]

    def edited(plain: dict[str, Any]) -> Edited | bytes:
        return difference("bundle-succeeded", whole, with_check(cbor(plain)), recheck=True)

    for case in (ROUTINE, EMERGENCY, ROOT_CHANGE):
        made = Succeeded(case)
        yield good(
            f"bundle_after_{case.replace('-', '_')}",
            "Messages under the keys before and the keys after.",
            VERIFY,
            {"parties": made.parties(), "messages": made.rows(), "successions": [["heron", 1, case]]},
            bundle=edited(made.bundle()),
        )
    made = Succeeded(ROUTINE)
    before = {"logs": LIVE.bundle()["logs"], "messages": LIVE.bundle()["messages"]}
    yield good(
        "bundle_before_with_the_succession",
        "Nothing of the new log is shown: what was said before still stands.",
        VERIFY,
        {"parties": made.parties(), "messages": made.rows()[:4], "successions": [["heron", 1, ROUTINE]]},
        bundle=edited(made.bundle(**before)),
    )
    yield bad(
        "bundle_after_without_the_succession_refused",
        "The new log, and nothing that vouches for its keys.",
        VERIFY,
        "head-key",
        bundle=edited({k: v for k, v in made.bundle().items() if k != "successions"}),
    )
    yield bad(
        "bundle_succession_twice_refused",
        "One succession twice.",
        VERIFY,
        "bundle-order",
        bundle=edited(made.bundle(successions=[made.carried] * 2)),
    )
    yield bad(
        "bundle_successions_none_refused",
        "A list of none in place of no list.",
        VERIFY,
        "shape",
        bundle=edited(made.bundle(successions=[])),
    )
    swapped = [made.whole(made.logs["heron"]), *made.bundle()["logs"][1:]]
    swapped[0] = {"head": made.head(made.logs["heron"], None, made.log_keys), "all": made.logs["heron"].openings}
    yield bad(
        "bundle_old_log_under_new_keys_refused",
        "Messages that name the credential before, in a log under the one after.",
        VERIFY,
        "bundle-message-place",
        bundle=edited(made.bundle(logs=swapped)),
    )
    made = Succeeded(ROUTINE)
    old = made.logs["heron"]
    forged = LIVE.message("heron", "notice", notice_values(), "notice forged", wanted=1)
    at = LIVE.say(old, forged, START + 6500, [])
    yield bad(
        "bundle_old_log_goes_on_refused",
        "An entry in the old log after the new one says that it ended.",
        VERIFY,
        "head-after-succession",
        bundle=edited(made.bundle()),
    )
    made = Succeeded(EMERGENCY)
    old = made.logs["heron"]
    base = made.bundle()
    index = LIVE.say(old, forged, START + 6500, [])
    assert index == at
    shown = {"signed": forged["signed"], "open": {"coded": opened(forged, "coded")}}
    logs = [made.whole(old), made.whole(made.logs["ibis"])]
    yield bad(
        "bundle_emergency_entry_nobody_named_refused",
        "After an emergency, an entry of the old log that no other member has named: it proves nothing.",
        VERIFY,
        "bundle-message-not-said",
        bundle=edited(base | {"logs": logs, "messages": [shown]}),
    )
    LIVE.hear(made.logs["ibis"], old, index, forged, START + 9000)
    logs = [made.whole(old), made.whole(made.logs["ibis"])]
    row = {
        "id": tagged("said", cbor(forged["signed"])).hex(),
        "kind": "notice",
        "author": "heron",
        "withheld": sorted(set(forged["values"]) - {"coded"} | set(base_sections()) - {"coded"}),
        "receipted": True,
    }
    yield good(
        "bundle_emergency_entry_named_by_another",
        "The same, named by the other member: what the other had before the emergency stays proven.",
        VERIFY,
        {"parties": made.parties(), "messages": [row], "successions": [["heron", 1, EMERGENCY]]},
        bundle=edited(base | {"logs": logs, "messages": [shown]}),
    )


def other_context() -> Iterator[Vector]:
    """A message of the other context that stands in this line's log all the same."""
    heron = copy.deepcopy(LIVE.logs["heron"])
    astray = LIVE.message("heron", "notice", notice_values(), "notice astray", context="exercise")
    LIVE.say(heron, astray, START + 6500, [])
    shown = {"signed": astray["signed"], "open": {}}
    _party, _epoch, size, top = heron.head()
    log = {"head": checkpoint(heron.origin, size, top, *party("heron").log_keys), "all": heron.openings}
    plain = LIVE.bundle(logs=[log], messages=[shown])
    yield bad(
        "bundle_message_of_the_other_context_refused",
        "A message of the exercise in the live log.",
        VERIFY,
        "bundle-message-line",
        bundle=difference("bundle", shared()["bundle"], with_check(cbor(plain)), recheck=True),
    )


def base_sections() -> list[str]:
    return list(LIVE.content("heron", "notice", {}, "sections")["sections"])
