"""What the hostile member tries with places, proofs, heads, envelopes and claims. See forgeries.py, which this adds to."""

from __future__ import annotations

import copy
from contextlib import suppress

from detente.codec.cbor import encode
from detente.codec.errors import Remote
from detente.codec.shape import to_plain
from detente.line.shelf import MessageKept
from detente.node import audit
from detente.proof.head import Head, Place
from detente.sim.forgeries import ACCEPTED, ANY, FORGERIES, UNHEARD, Follows, Tongue, decoded, dropped, forgery, refused
from detente.sim.member import SimNode
from detente.sim.words import a_notice


@forgery
def another_index(t: Tongue) -> tuple[bytes, Follows]:
    message = t.liar.message()
    t.liar.said(message, i=len(t.liar.openings) + 3)
    return t.send(), UNHEARD


@forgery
def a_number_skipped(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(entry={"n": 900})
    return t.send(), ACCEPTED


@forgery
def time_goes_back(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(entry={"at": 1})
    return t.send(), ANY


@forgery
def a_clock_far_ahead(t: Tongue) -> tuple[bytes, Follows]:
    """Flagged, and still heard."""
    draft = t.liar.draft()
    draft.content["expires"] = 2**50
    at = max(t.liar.start + 10**9, next(t.liar.times))  # an epoch opened since then may begin as far ahead
    t.liar.say(draft, entry={"at": at})
    t.liar.times = iter(range(at + 1, 2**52, 1000))  # type: ignore[assignment]
    return t.send(), ACCEPTED


@forgery
def an_entry_of_no_kind(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.place({"role": "rumour", "i": len(t.liar.openings)})
    t.message()
    return t.send(), ACCEPTED


@forgery
def a_second_first_entry(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.place({"role": "epoch", "i": 0, "at": next(t.liar.times), "reason": "restored", "reported": []})
    t.message()
    return t.send(), ACCEPTED


@forgery
def words_that_stand_nowhere(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    message, index = t.liar.items[-1]
    other = t.liar.message()
    return t.send(items=[[other, *t.liar.item(message, index)[1:]]]), UNHEARD


@forgery
def a_path_of_another_place(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    t.message()
    (_, other), (last, at) = t.liar.items[-2:]  # the last is what is looked for
    item = t.liar.item(last, at)
    return t.send(items=[[item[0], item[1], t.liar.item(last, other)[2]]]), UNHEARD


@forgery
def a_shorter_path(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    message, index = t.liar.items[-1]
    item = t.liar.item(message, index)
    return t.send(items=[[item[0], item[1], item[2][:-1]]]), UNHEARD


@forgery
def a_signature_taken_away(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    message, index = t.liar.items[-1]
    less = message | {"signed": [t.liar.sign(encode(t.liar.draft().content), uses=()).encode(), []]}
    return t.send(items=[[less, *t.liar.item(message, index)[1:]]]), UNHEARD


@forgery
def whole_proof_of_its_own(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    message, index = t.liar.items[-1]
    return t.send(items=[[message, t.liar.openings[index], t.liar.proof(index)]]), ACCEPTED


@forgery
def proof_with_another_size(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    message, index = t.liar.items[-1]
    proof = t.liar.proof(index) | {"size": len(t.liar.openings) + 1}
    return t.send(items=[[message, t.liar.openings[index], proof]]), UNHEARD


@forgery
def proof_with_another_opening(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    message, index = t.liar.items[-1]
    proof = t.liar.proof(index) | {"opening": t.liar.openings[0]}
    return t.send(items=[[message, t.liar.openings[index], proof]]), UNHEARD


@forgery
def in_a_third_members_mouth(t: Tongue) -> tuple[bytes, Follows]:
    """A head for another member's log, signed with the wrong keys."""
    others = [p for p in t.victim.line().others if p != t.liar.me]
    if not others:
        return honest_again(t)
    t.message()
    message, index = t.liar.items[-1]
    origin = t.liar.origin.replace(f"/{t.liar.me}/", f"/{others[0]}/")
    proof = t.liar.proof(index) | {"head": t.liar.checkpoint(origin=origin)}
    return t.send(items=[[message, t.liar.openings[index], proof]]), UNHEARD


def honest_again(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    return t.send(), ACCEPTED


@forgery
def a_head_signed_over_another_root(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    return t.send(head=t.liar.checkpoint(signed_root=bytes(32))), dropped("head-signature")


@forgery
def a_head_with_two_keys_changed_places(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    ours = t.exercise.keyring
    line = t.exercise.line().id
    keys = (ours.signer(line, "log", -19)[1], ours.signer(line, "log", -48)[1])
    return t.send(head=t.liar.checkpoint(keys=keys)), dropped("head-key", "head-signature")


@forgery
def a_head_of_the_victims_log(t: Tongue) -> tuple[bytes, Follows]:
    head = t.victim.checkpoint(t.victim.line().own, t.victim.line().own.size)
    return t.send(head=head), dropped("head-of-another-member")


@forgery
def a_mirror_of_other_leaves(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    bent_openings = copy.deepcopy(t.liar.openings)
    bent_openings[-1][0] = t.liar.random(32)
    return t.send(mirror=[0, bent_openings]), dropped("mirror-root")


@forgery
def a_mirror_with_a_gap(t: Tongue) -> tuple[bytes, Follows]:
    """Left aside; the message stands on its own path."""
    t.message()
    return t.send(mirror=[len(t.liar.openings) - 1, t.liar.openings[-1:]]), ACCEPTED


@forgery
def a_mirror_too_short(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    return t.send(mirror=[0, t.liar.openings[:-1]]), ACCEPTED


@forgery
def inside_is_for_somebody_else(t: Tongue) -> tuple[bytes, Follows]:
    return t.send(**{"to": t.liar.me}), dropped("envelope-misdirected")


@forgery
def inside_is_from_somebody_else(t: Tongue) -> tuple[bytes, Follows]:
    return t.send(**{"from": t.victim.me}), dropped("envelope-misdirected")


@forgery
def inside_is_of_another_line(t: Tongue) -> tuple[bytes, Follows]:
    return t.send(line=t.exercise.line().id), dropped("envelope-misdirected")


@forgery
def padding_that_carries(t: Tongue) -> tuple[bytes, Follows]:
    return t.liar.seal(pad=7), dropped("envelope-padding")


@forgery
def a_mailbox_nobody_gave(t: Tongue) -> tuple[bytes, Follows]:
    return t.liar.seal(outer=t.liar.outer(mailbox=t.liar.random(16))), dropped("mailbox-unknown")


@forgery
def a_layer_nobody_asked_for(t: Tongue) -> tuple[bytes, Follows]:
    layer = [9, t.liar.random(16), t.liar.random(32)]
    return t.liar.seal(outer=t.liar.outer(layers=[layer])), dropped("layer-missing")


@forgery
def another_header_shown(t: Tongue) -> tuple[bytes, Follows]:
    return t.liar.seal(shown=t.liar.outer(commit=bytes(31) + b"\x01")), dropped("sealed-unopenable")


@forgery
def no_size_class(t: Tongue) -> tuple[bytes, Follows]:
    return t.send()[:-1], dropped("envelope-size")


@forgery
def the_exercise_on_the_live_line(t: Tongue) -> tuple[bytes, Follows]:
    """What its own office released for the drill, placed in its live log."""
    node, line = t.exercise, t.exercise.line()
    kept = node.say(line, node.write(line, "notice", a_notice("EXAMPLE in the drill.", t.liar.start), 1))
    carried = node.store.message(line.id, kept.what)
    t.liar.said(decoded(carried or b""))
    return t.send(), refused("wrong-line")


@forgery
def a_receipt_for_nothing_said(t: Tongue) -> tuple[bytes, Follows]:
    place = to_plain(Place(t.victim.me, t.victim.line().own.epoch, t.victim.line().own.size + 9))
    entry = {"role": "heard", "i": len(t.liar.openings), "at": next(t.liar.times), "from": place}
    t.liar.place(entry | {"what": bytes(32), "verdict": "accepted"})
    return t.send(), ANY


@forgery
def a_receipt_without_possession(t: Tongue) -> tuple[bytes, Follows]:
    kept = _last_said(t.victim)
    if kept is not None:
        t.liar.heard(kept, None)
    return t.send(), ANY


def _last_said(node: SimNode) -> MessageKept | None:
    rows = [kept for kept, _ in audit.judged_again(node, node.line()) if kept.place.party == node.me]
    return rows[-1] if rows else None


@forgery
def claims_to_hold_more_of_our_log(t: Tongue) -> tuple[bytes, Follows]:
    """It costs one epoch an hour, and no message."""
    own = t.victim.line().own
    lie = to_plain(Head(t.victim.me, own.epoch, own.size + 40, t.liar.random(32)))
    t.message()
    return t.send(have=[lie]), ACCEPTED


@forgery
def has_seen_more_of_our_log(t: Tongue) -> tuple[bytes, Follows]:
    own = t.victim.line().own
    lie = to_plain(Head(t.victim.me, own.epoch, own.size + 7, t.liar.random(32)))
    t.liar.say(entry={"seen": [lie]})
    return t.send(), ACCEPTED


@forgery
def could_not_open(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    return t.send(cannot=[[bytes(32), "key-gone"]]), ACCEPTED


@forgery
def payload_of_another_form(t: Tongue) -> tuple[bytes, Follows]:
    return t.send(items={}), dropped("shape", "payload-unreadable")


@forgery
def two_histories(t: Tongue) -> tuple[bytes, Follows]:
    """Both heads are kept as evidence, nothing of the second is heard, and the next word is."""
    other = t.liar.other_history()
    t.message()
    t.victim.receive(t.send())
    other.say(other.draft("EXAMPLE the opposite."))
    try:
        t.victim.receive(other.send())
    except Remote:
        return t.send(), Follows("any", ("fork-refused",))
    return t.send(), Follows("fork")


def _longer(t: Tongue, start: int) -> tuple[bytes, Follows]:
    """A second history that is longer than the one held: both heads are kept, however little of it is shown again."""
    other = t.liar.other_history()
    t.message()
    t.victim.receive(t.send())
    for _ in range(2):
        other.say(other.draft("EXAMPLE the opposite, at length."))
    kept = len(t.victim.store.differences(t.victim.line().id))
    with suppress(Remote):
        t.victim.receive(other.send(mirror=[start, other.openings[start:]]))
    grown = len(t.victim.store.differences(t.victim.line().id)) > kept
    return t.send(), Follows("fork") if grown else Follows("evidence", ("of a longer history",))


@forgery
def a_longer_history(t: Tongue) -> tuple[bytes, Follows]:
    return _longer(t, 0)


@forgery
def the_end_of_a_longer_history(t: Tongue) -> tuple[bytes, Follows]:
    return _longer(t, 1)


ALL = FORGERIES  # with those registered here
