"""What the hostile member of a simulated line tries, each with what must follow. A new one is one function.

It speaks to each victim in an epoch of its own making (`Tongue`), so that one lie does not spoil the next. An attack gives
an envelope and what must become of it: `heard` (verdict and reason of its last message), `unheard`, or `dropped` with one of
some codes. What it says that nobody may accept is accepted by nobody: promises.py looks at that again at the end.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from detente.codec.cbor import decode, encode
from detente.codec.errors import Remote
from detente.codec.shape import to_plain
from detente.line.content import said_id
from detente.line.shelf import MessageKept
from detente.node import records
from detente.proof.head import Head, Place
from detente.sim.hostile import Hostile
from detente.sim.member import SimNode
from detente.sim.words import a_notice


@dataclass(frozen=True)
class Follows:
    """`verdict` is "accepted", "refused", "not-understood", "unheard", "dropped" or "any"."""

    verdict: str
    reasons: tuple[str, ...] = ()


ACCEPTED = Follows("accepted")
UNHEARD = Follows("unheard")
ANY = Follows("any")


def refused(*reasons: str) -> Follows:
    return Follows("refused", reasons)


def dropped(*codes: str) -> Follows:
    return Follows("dropped", codes)


@dataclass
class Tongue:
    """The hostile member as one victim hears it, in an epoch it opened for that victim."""

    liar: Hostile
    victim: SimNode
    chance: Random
    known: list[bytes]  # said ids of others' messages
    exercise: SimNode  # its own node on the exercise line

    def message(self, **lies: Any) -> None:
        self.liar.say(self.liar.draft("EXAMPLE a lie.", **lies))

    def send(self, **lies: Any) -> bytes:
        return self.liar.send(**lies)


Forgery = Callable[[Tongue], tuple[bytes, Follows]]
FORGERIES: dict[str, Forgery] = {}


def forgery(work: Forgery) -> Forgery:
    FORGERIES[work.__name__.replace("_", "-")] = work
    return work


def bent(name: str, follows: Follows, **lies: Any) -> None:
    """A message whose content says something else than an honest one."""

    def work(t: Tongue) -> tuple[bytes, Follows]:
        t.message(**lies)
        return t.send(), follows

    FORGERIES[name] = work


bent("honest", ACCEPTED)
bent("other-line", refused("wrong-line"), line=bytes(31) + b"\x07")
bent("other-context", refused("wrong-context"), context="exercise")
bent("other-terms", refused("wrong-terms"), terms=bytes(31) + b"\x08")
bent("unknown-kind", Follows("not-understood", ("kind",)), kind="weather-report")
bent("unknown-schema", Follows("not-understood", ("kind",)), schema=77)
bent("unknown-words", Follows("not-understood", ("vocabulary",)), vocab=bytes(31) + b"\x09")
bent("no-sections", refused("content"), sections={})
bent("strange-version", refused("content"), v=2)
bent("wanted-beyond", refused("content"), wanted=4)
bent("extra-field", refused("content"), addressee="otter")


@forgery
def another_author(t: Tongue) -> tuple[bytes, Follows]:
    t.message(**{"from": t.victim.me})
    return t.send(), refused("wrong-author")


@forgery
def another_credential(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(entry={"cred": t.liar.random(32)})
    return t.send(), refused("wrong-credential")


@forgery
def the_node_speaks(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(uses=("node",))
    return t.send(), refused("not-released")


@forgery
def nobody_signs(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(uses=())
    return t.send(), refused("not-released", "content")


@forgery
def the_log_signs_along(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(uses=("officer", "log"))
    return t.send(), refused("not-released")


@forgery
def signed_as_something_else(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(tag="terms")
    return t.send(), refused("not-released")


@forgery
def signed_for_another_line(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(line=bytes(32))
    return t.send(), refused("not-released")


@forgery
def the_office_announces_keys(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(t.liar.of_kind("keys", {"keys": encode({"sealing": [], "mailboxes": {}, "routes": []})}))
    return t.send(), refused("not-released")


@forgery
def placed_late(t: Tongue) -> tuple[bytes, Follows]:
    t.message(composed=1, expires=2)
    return t.send(), refused("expired")


@forgery
def placed_at_its_last_moment(t: Tongue) -> tuple[bytes, Follows]:
    at = next(t.liar.times)
    t.liar.say(t.liar.draft(expires=at), entry={"at": at})
    return t.send(), ACCEPTED


@forgery
def said_twice(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft("EXAMPLE said once.")
    message = t.liar.message(draft)
    t.liar.said(message)
    t.liar.said(message)
    return t.send(), refused("sequenced-twice")


@forgery
def other_words_under_one_id(t: Tongue) -> tuple[bytes, Follows]:
    first = t.liar.draft("EXAMPLE first words.")
    second = t.liar.draft("EXAMPLE other words.", id=first.content["id"])
    t.liar.say(first)
    t.liar.say(second)
    return t.send(), refused("sequenced-twice")


@forgery
def a_section_more(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    draft.content["sections"]["extra"] = bytes(32)
    t.liar.say(draft)
    return t.send(), refused("sections")


@forgery
def a_section_less(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    del draft.content["sections"]["harm"]
    t.liar.say(draft)
    return t.send(), refused("sections")


@forgery
def another_text_for_one(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    draft.values["prose"] = encode({"language": "en", "plain": "EXAMPLE another text."})
    t.liar.say(draft)
    return t.send(), refused("not-readable")


@forgery
def a_value_nobody_committed_to(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    draft.values["weather"] = encode("EXAMPLE")
    t.liar.say(draft)
    return t.send(), refused("not-readable", "message-form")


@forgery
def null_spelled_out(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    draft.values["harm"] = encode(None)
    t.liar.say(draft)
    return t.send(), refused("not-readable")


@forgery
def a_wrong_secret(t: Tongue) -> tuple[bytes, Follows]:
    message = t.liar.message()
    message["secret"] = t.liar.random(32)
    t.liar.said(message)
    return t.send(), refused("not-readable")


@forgery
def a_required_section_left_out(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(t.liar.of_kind("notice", {}))
    return t.send(), refused("body")


@forgery
def a_value_of_another_shape(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(t.liar.of_kind("acknowledgement", {"coded": encode({"received": "perhaps"})}, re=[bytes(32)]))
    return t.send(), refused("body")


@forgery
def two_acknowledged_at_once(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(t.liar.acknowledgement([bytes(32), bytes(31) + b"\x01"]))
    return t.send(), refused("acknowledgement-names-one-message")


@forgery
def a_word_never_agreed(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    coded = {**_decoded(draft.values["coded"]), "class": "bad-weather"}
    t.liar.say(t.liar.of_kind("notice", draft.values | {"coded": encode(coded)}))
    return t.send(), refused("concept-unknown")


@forgery
def asks_nothing_and_something(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    coded = {**_decoded(draft.values["coded"]), "asks": ["nothing", "information"]}
    t.liar.say(t.liar.of_kind("notice", draft.values | {"coded": encode(coded)}))
    return t.send(), refused("notice-asks")


def _decoded(value: bytes) -> dict[str, Any]:
    found: dict[str, Any] = decode(value, len(value))
    return found


@forgery
def content_that_is_none(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(frame=b"\x00")
    return t.send(), refused("content")


@forgery
def a_message_of_another_form(t: Tongue) -> tuple[bytes, Follows]:
    message = t.liar.message() | {"more": 1}
    t.liar.said(message)
    return t.send(), refused("message-form")


@forgery
def between_good_ones(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(uses=("node",))
    t.message()
    return t.send(), ACCEPTED


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
    t.liar.say(draft, entry={"at": t.liar.start + 10**9})
    t.liar.times = iter(range(t.liar.start + 10**9 + 1, 2**52, 1000))  # type: ignore[assignment]
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
    (first, at), (_, other) = t.liar.items[-2:]
    item = t.liar.item(first, at)
    return t.send(items=[[item[0], item[1], t.liar.item(first, other)[2]]]), UNHEARD


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
    t.liar.said(_decoded(carried or b""))
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
    rows = [kept for kept, _ in records.judged_again(node, node.line()) if kept.place.party == node.me]
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


def names_of(t: Tongue) -> dict[str, Any]:
    """Where the last message stands, for looking it up at the victim's."""
    if not t.liar.items:
        return {}
    message, index = t.liar.items[-1]
    signed = message.get("signed")
    what = said_id(signed) if isinstance(signed, list) else b""
    return {"index": index, "what": what}
