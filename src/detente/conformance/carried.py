"""Checks of the kit's own: what an honest member may rely on, receipts it gives, logs it shows, and answers to strangers."""

from __future__ import annotations

from detente.codec.cbor import encode
from detente.codec.cose import ML_DSA_44
from detente.codec.limits import SIZE_CLASSES
from detente.codec.shape import pack, to_plain
from detente.conformance.check import Became, Outcome, check
from detente.conformance.kit import ANSWERED, DROPPED, UNHEARD, Kit
from detente.conformance.peer import Answer, Owed
from detente.kinds.test import Coded as Tested
from detente.line.content import said_id
from detente.line.quota import HOUR
from detente.line.shapes import Opened
from detente.proof.head import Head, body, ed25519_message, encode_checkpoint, ml_dsa_44_message
from detente.routes.https import PATH
from detente.sim.words import about, opening

BAD = "Decision 4, a refusal is a receipt"
ACCEPTED = Became("accepted")
MINIMUM = ("acknowledgement", "notice", "test")
LEAVES = ("withdraw", "suspend", "disclosure")  # said for a check, they would stand on this line afterwards


def _counted(kit: Kit, answer: Answer, count: int, right: int, must: str) -> Outcome:
    came = Became("counted", f"{right}/{count}")
    return kit.looked(answer, Became(must), came=came, kept=right == count)


@check("words", "16", BAD)
def every_kind_has_a_verdict(kit: Kit) -> Outcome:
    """A kind of the least that terms ask for is accepted; another is, or is not understood."""
    speaker = kit.voice(fresh=True)
    speaker.say()
    first, told = said_id(speaker.items[0][0]["signed"]), [("notice", 1)]
    rows = [opening(n, "EXAMPLE 示例 — conformance.", speaker.start) for n in range(12)]
    for kind, sections in rows:
        if kind in LEAVES:
            continue
        values = {name: pack(value) for name, value in sections.items()}
        speaker.say(speaker.of_kind(kind, values), uses=("node",) if kind == "test" else ("officer",))
        told.append((kind, speaker.last))
    for number in (0, 5, 11, 17, 23):
        kind, sections, names = about(number, speaker.start)
        values = {name: pack(value) for name, value in sections.items()}
        speaker.say(speaker.of_kind(kind, values, thread=first, re=[first] if names else None))
        told.append((kind, speaker.last))
    answer = kit.send(speaker.send())
    became = {kind: kit.place(speaker.epoch, index) for kind, index in told}
    fine = {Became("accepted")}, {Became("accepted"), Became("not-understood", "kind")}
    wrong = [f"{kind}: {one.what} {one.why}" for kind, one in became.items() if one not in fine[kind not in MINIMUM]]
    return kit.looked(answer, ACCEPTED, came=Became("others", "; ".join(wrong)) if wrong else ACCEPTED)


@check("words", "13/6", "Decision 3, one line, one audience")
def other_context(kit: Kit) -> Outcome:
    """All but its context is of this line."""
    speaker = kit.voice()
    other = "live" if speaker.trust.terms.context == "exercise" else "exercise"
    speaker.say(speaker.draft(context=other))
    answer = kit.send(speaker.send())
    return kit.looked(answer, Became("refused", "wrong-context"), came=kit.place(speaker.epoch, speaker.last))


@check("words", "15/4", BAD)
def many_under_one_head(kit: Kit) -> Outcome:
    speaker = kit.voice(fresh=True)
    for number in range(40):
        speaker.said(speaker.message(speaker.draft(f"EXAMPLE 示例 {number}")))
    tree, size = speaker.tree(), len(speaker.openings)
    items = [[message, speaker.openings[index], tree.path(index, size)] for message, index in speaker.items]
    answer = kit.send(speaker.send(items=items))
    right = sum(kit.place(speaker.epoch, index) == ACCEPTED for index in range(1, 41))
    return _counted(kit, answer, 40, right, "all-accepted")


@check("places", "15/3", "Decision 1, sequenced once")
def an_envelope_sent_again_adds_nothing(kit: Kit) -> Outcome:
    """At least once on the wire, exactly once in the record, and the receipt is given again to who asks for it."""
    speaker = kit.voice()
    speaker.say()
    envelope, index = speaker.send(), speaker.last
    kit.send(envelope)
    answer = kit.send(envelope)
    times = len(kit.peer.heard.get((speaker.epoch, index), []))
    return kit.looked(answer, Became("once"), came=Became("once" if times == 1 else "times", str(times)))


@check("places", "15/2", "Mirror, contiguous, in any order", fresh=True)
def late_openings_join_on(kit: Kit) -> Outcome:
    """A range that leaves a gap is left aside; given whole later, it is taken, and the message of the gap is heard then."""
    speaker = kit.renew()
    kit.voice()
    speaker.say()
    missed = speaker.items[0]
    speaker.items = []
    speaker.say()
    last = speaker.last
    kit.send(speaker.send(mirror=[last, speaker.openings[last:]]))
    answer = kit.send(speaker.send(items=[speaker.item(*missed)]))
    return kit.looked(answer, ACCEPTED, came=kit.place(speaker.epoch, missed[1]))


@check("places", "18", "Restore and fork, evidence", fresh=True)
def two_histories(kit: Kit) -> Outcome:
    """Nothing of the second is heard, and the first goes on (which the next good message shows)."""
    speaker = kit.voice()
    other = speaker.other_history()
    other.items = []
    speaker.say()
    kit.send(speaker.send())
    other.say(other.draft("EXAMPLE 示例 — the opposite."))
    what = said_id(other.items[0][0]["signed"])
    answer = kit.send(other.send())
    rows = kit.peer.heard.get((speaker.epoch, speaker.last), [])
    heard = [row for row in rows if row.what == what]
    return kit.looked(answer, UNHEARD, DROPPED, came=Became(heard[0].verdict) if heard else UNHEARD)


@check("heads", "11", "Decision 5, hybrid roots and heads")
def a_head_with_one_signature(kit: Kit) -> Outcome:
    """Half of the head is signed over another root: first the Ed25519 half is right, then the ML-DSA half."""
    speaker = kit.voice()
    speaker.say()
    size, root, origin = len(speaker.openings), speaker.tree().root(), speaker.origin
    ed, ml = speaker.keys["log"][1], kit.node.keyring.signer(speaker.line.id, "log", ML_DSA_44)[1]
    speaker.checkpoint()  # it is the head of this log; what is wrong is half of its signatures
    answers = []
    for one, two in ((root, bytes(32)), (bytes(32), root)):
        signed = ed.sign(ed25519_message(body(origin, size, one))), ml.sign(ml_dsa_44_message(origin, size, two))
        head = encode_checkpoint(origin, size, root, ed.public, signed[0], ml.public, signed[1])
        answers.append(kit.send(speaker.send(head=head)))
    states = [answer.state for answer in answers]
    if all(state == "dropped" for state in states):
        return kit.looked(answers[0], DROPPED)
    taken = next(answer for answer in answers if answer.state != "dropped")
    return kit.looked(taken, DROPPED, came=Became("answered"))


@check("envelopes", "14", "Sealing, keys end")
def a_key_that_is_gone(kit: Kit) -> Outcome:
    """An envelope to a sealing key it does not have is answered, and named back by its commitment."""
    speaker = kit.voice()
    speaker.say()
    outer = speaker.outer(key=kit.random(16), commit=kit.random(32))
    answer = kit.send(speaker.seal(outer=outer))
    named = answer.payload is not None and [outer["commit"], "key-gone"] in [
        to_plain(row) for row in answer.payload.cannot
    ]
    return kit.looked(answer, Became("key-gone"), came=Became("key-gone" if named else "answered"))


@check("envelopes", "14", "Padding")
def every_size_class(kit: Kit) -> Outcome:
    speaker = kit.voice()
    right, answer = 0, Answer("")
    for size in SIZE_CLASSES:
        speaker.items = []
        speaker.say()
        answer = kit.send(speaker.seal(size=size))
        right += kit.place(speaker.epoch, speaker.last) == ACCEPTED
    return _counted(kit, answer, len(SIZE_CLASSES), right, "all-accepted")


@check("envelopes", "15", "Floods, unknown mailbox, sizes")
def a_stranger_learns_nothing(kit: Kit) -> Outcome:
    """Bytes of a class size that are none, bytes of no class, other paths: answered with no word."""
    asked = [
        kit.wire.post(bytes(SIZE_CLASSES[0])),
        kit.wire.post(encode([{"v": 1}, b""])),
        kit.wire.ask("GET", PATH),
        kit.wire.ask("GET", "/"),
        kit.wire.ask("POST", "/v1/status", b"{}"),
    ]
    if any(reply.status in (0, 503) for reply in asked):
        return Outcome((DROPPED,), Became("unreachable"), "unreachable")
    said = [f"{reply.status}: {len(reply.body)} B" for reply in asked if reply.body or not 400 <= reply.status < 500]
    right = not said and [reply.status for reply in asked[:2]] == [400, 400]
    return Outcome((DROPPED,), DROPPED if right else Became("told", "; ".join(said)))


# -- receipts that the kit gives ---------------------------------------------------------------------------------------


def _asked(kit: Kit) -> tuple[Answer, Owed | None]:
    """A test said by the kit's node, and the node's reply to it: a message of its own that waits for our receipt."""
    speaker = kit.voice(fresh=True)
    speaker.say(speaker.of_kind("test", {"coded": pack(Tested(tester="machine"))}), uses=("node",))
    answer = kit.send(speaker.send())
    replies = [owed for owed in answer.items if owed.kind == "test-reply"] or list(answer.items)
    return answer, replies[-1] if replies else None


def _still(kit: Kit, owed: Owed) -> tuple[Answer, bool]:
    """Whether it is carried to us again."""
    kit.speaker.items = []
    answer = kit.send(kit.speaker.send())
    return answer, owed.what in {one.what for one in answer.items}


@check("receipts", "16", BAD)
def a_test_is_replied_to(kit: Kit) -> Outcome:
    answer, owed = _asked(kit)
    return kit.looked(answer, Became("test-reply"), came=Became(owed.kind if owed else "nothing"))


@check("receipts", "15", BAD)
def what_is_not_receipted_is_sent_again(kit: Kit) -> Outcome:
    """Its message comes again until we have receipted it, and then no more."""
    answer, owed = _asked(kit)
    if owed is None:
        return _nothing(answer, "until-receipted")
    answer, before = _still(kit, owed)
    kit.speaker.receipt(owed)
    answer, after = _still(kit, owed)
    return kit.looked(answer, Became("until-receipted"), came=Became(_came(before, after)))


def _nothing(answer: Answer, must: str) -> Outcome:
    """It says nothing of its own by itself: what it does with our receipts cannot be seen."""
    why = "nothing-said" if answer.state == ANSWERED else answer.state
    return Outcome((Became(must),), Became("nothing"), why)


def _came(before: bool, after: bool) -> str:
    return ("until-receipted" if before else "not-again") if not after else "after-the-receipt"


def _wrong(kit: Kit, **lies: object) -> Outcome:
    """A receipt with something wrong in it is a receipt of nothing: the message is carried again."""
    answer, owed = _asked(kit)
    if owed is None:
        return _nothing(answer, "sent-again")
    kit.speaker.receipt(owed, **lies)
    answer, again = _still(kit, owed)
    outcome = kit.looked(answer, Became("sent-again"), came=Became("sent-again" if again else "taken-for-receipted"))
    kit.speaker.receipt(owed)
    _still(kit, owed)
    return outcome


@check("receipts", "10", "Receipt, own index, path, head", fresh=True)
def a_receipt_with_another_index(kit: Kit) -> Outcome:
    return _wrong(kit, i=kit.node.line().own.size + 900)


@check("receipts", "15/4", "Receipt, names what and where")
def a_receipt_of_another_message(kit: Kit) -> Outcome:
    return _wrong(kit, what=kit.random(32))


@check("receipts", "10", "Receipt, names what and where")
def a_receipt_of_a_run_of_other_names(kit: Kit) -> Outcome:
    return _wrong(kit, verdict="refused", reason="over-quota", run=[[2**30], kit.random(32)])


# -- its log ----------------------------------------------------------------------------------------------------------


@check("record", "18", "Restore, what was lost comes back")
def who_has_nothing_is_given_all(kit: Kit) -> Outcome:
    """An envelope whose `have` is empty is answered with the log from its first entry."""
    kit.voice().say()
    answer = kit.send(kit.speaker.send(have=[]))
    start = -1 if answer.payload is None else answer.payload.mirror.start
    return kit.looked(answer, Became("from-the-first"), came=Became("from-the-first" if start == 0 else "from-later"))


def _begun(kit: Kit, answer: Answer, lie: Head) -> Became:
    opened = [entry for entry in answer.entries if isinstance(entry, Opened)]
    if not opened:
        return Became("no-new-epoch")
    follows = opened[0].follows
    told = lie in opened[0].reported and follows is not None and follows.party == kit.peer.party
    return Became("new-epoch" if told else "new-epoch-untold")


@check("record", "18", "Restore and fork, new epoch", fresh=True)
def a_signed_head_it_does_not_hold_begins_an_epoch(kit: Kit) -> Outcome:
    """Named in `seen`, under our head: it must be able to find out by itself that it lost entries, and goes on at once."""
    speaker, log = kit.voice(), kit.peer.current
    if log is None:
        return Outcome((Became("new-epoch"),), Became("no-mirror"), "no-mirror")
    lie = Head(kit.peer.party, log.epoch, log.size + 7, kit.random(32))
    speaker.say(entry={"seen": [to_plain(lie)]})
    before = len(kit.peer.begun)
    answer = kit.send(speaker.send())
    del kit.peer.begun[before:]  # nobody has claimed anything: this head is signed
    return kit.looked(answer, Became("new-epoch"), came=_begun(kit, answer, lie))


@check("record", "18", "Restore and fork, new epoch", fresh=True)
def a_claim_costs_one_epoch_an_hour(kit: Kit) -> Outcome:
    """Two heads in `have`, which nobody signs, one after the other: the first begins an epoch, the second does not."""
    begun: list[Became] = []
    answer = Answer("")
    for _ in range(2):
        speaker, log = kit.voice(), kit.peer.current
        if log is None:
            return Outcome((Became("one-epoch"),), Became("no-mirror"), "no-mirror")
        lie = Head(kit.peer.party, log.epoch, log.size + 40, kit.random(32))
        speaker.say()
        answer = kit.send(speaker.send(have=[*map(to_plain, kit.peer.have()), to_plain(lie)]))
        begun.append(_begun(kit, answer, lie))
    first, second = (one.what for one in begun)
    if first == second == "no-new-epoch" and _lately(kit):
        return Outcome((Became("one-epoch"),), Became("no-new-epoch"), "claimed-lately")
    came = "one-epoch" if (first, second) == ("new-epoch", "no-new-epoch") else f"{first}, {second}"
    return kit.looked(answer, Became("one-epoch"), came=Became(came))


def _lately(kit: Kit) -> bool:
    """An epoch of its own was opened within the hour, perhaps for such a claim: by an earlier run, or as this one went."""
    return any(kit.now() - HOUR < at for at in kit.peer.begun)
