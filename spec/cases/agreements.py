"""What needs every member: the four kinds, a message of which sections were destroyed, and a bundle that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oracle import NULL, cbor, fresh, tagged
from world import GONE, LIVE, Agreed, erased, opened, party, said_id, shared, with_check

from cases import Vector, bad, difference, good
from cases.messages import judged

OTHER = fresh("another message")
WORDS = {"language": "en", "plain": "EXAMPLE. It named a person."}
COURTESY = {"language": "zh", "plain": "示例。其中提及个人。", "by": "person"}
NOT_AGREED = "destruction-not-agreed"


def formed(name: str, what: str, message: dict[str, Any], verdict: str, reason: str | None = None) -> Vector:
    """A verdict on a message in its destroyed form, written as an honest one with edits."""
    vector = judged(name, what, message, verdict, reason)
    vector.given["message"] = difference("destroyed-message", shared()["destroyed-message"], cbor(message))
    return vector


def cases() -> Iterator[Vector]:
    yield from kinds()
    yield from forms()
    yield from bundles()


def kinds() -> Iterator[Vector]:
    asked = {"ground": "asked", "scope": "messages", "messages": [OTHER], "sections": ["coded", "prose"]}
    whole = {"ground": "unilateral", "scope": "record", "messages": [], "sections": []}
    why = {"language": "en", "to": "EXAMPLE parliament", "plain": "EXAMPLE"}
    for name, kind, values, names in (
        ("destruction_minimal_valid", "destruction", {"coded": {"sections": ["prose"]}}, {"re": [OTHER]}),
        (
            "destruction_full_valid",
            "destruction",
            {"coded": {"sections": ["measures", "prose"]}, "prose": WORDS, "courtesy": COURTESY},
            {"re": [OTHER]},
        ),
        ("consent_agreed_valid", "consent", {"coded": {"consent": "agreed"}}, {"re": [OTHER]}),
        ("consent_declined_valid", "consent", {"coded": {"consent": "declined"}}, {"re": [OTHER]}),
        ("destroyed_valid", "destroyed", {"coded": {"state": "destroyed"}}, {"re": [OTHER]}),
        ("disclosure_unilateral_valid", "disclosure", {"coded": whole, "prose": why}, {}),
        ("disclosure_asked_valid", "disclosure", {"coded": asked, "prose": why, "courtesy": COURTESY}, {}),
    ):
        yield judged(name, "As it is said.", LIVE.message("heron", kind, values, f"{kind} {name}", **names), "accepted")
    for name, what, kind, values, names, reason in (
        (
            "destruction_of_nothing_refused",
            "It names no message.",
            "destruction",
            {"coded": {"sections": ["prose"]}},
            {},
            "names-one-message",
        ),
        (
            "destruction_of_two_refused",
            "It names two messages.",
            "destruction",
            {"coded": {"sections": ["prose"]}},
            {"re": [OTHER, fresh("r")]},
            "names-one-message",
        ),
        (
            "destruction_section_twice_refused",
            "One section twice.",
            "destruction",
            {"coded": {"sections": ["prose", "prose"]}},
            {"re": [OTHER]},
            "names-not-in-order",
        ),
        (
            "consent_of_two_refused",
            "One answer to two proposals.",
            "consent",
            {"coded": {"consent": "agreed"}},
            {"re": [OTHER, fresh("r")]},
            "names-one-message",
        ),
        (
            "consent_perhaps_refused",
            "An answer that does not exist.",
            "consent",
            {"coded": {"consent": "perhaps"}},
            {"re": [OTHER]},
            "body",
        ),
        (
            "destroyed_of_nothing_refused",
            "It names no proposal.",
            "destroyed",
            {"coded": {"state": "destroyed"}},
            {},
            "names-one-message",
        ),
        (
            "disclosure_scope_refused",
            "The whole record, and messages by name.",
            "disclosure",
            {"coded": asked | {"scope": "record"}, "prose": why},
            {},
            "disclosure-scope",
        ),
        (
            "disclosure_not_in_order_refused",
            "Names of sections in another order.",
            "disclosure",
            {"coded": asked | {"sections": ["prose", "coded"]}, "prose": why},
            {},
            "names-not-in-order",
        ),
        (
            "disclosure_to_nobody_refused",
            "It does not say to whom.",
            "disclosure",
            {"coded": whole, "prose": {"language": "en", "plain": "EXAMPLE"}},
            {},
            "body",
        ),
    ):
        yield judged(name, what, LIVE.message("heron", kind, values, f"{kind} {name}", **names), "refused", reason)
    officer = [party("heron").officers[0]]
    yield judged(
        "destroyed_by_an_officer_refused",
        "What a node says of itself is not an officer's to say.",
        LIVE.message(
            "heron", "destroyed", {"coded": {"state": "destroyed"}}, "destroyed officer", keys=officer, re=[OTHER]
        ),
        "refused",
        "not-released",
    )


def forms() -> Iterator[Vector]:
    made = Agreed()
    proposal, answer = made.group
    yield formed(
        "destroyed_form_valid",
        "A message of which one section was destroyed by agreement, with the words of both members.",
        erased(made.group, GONE),
        "accepted",
    )
    both = Agreed(["measures", GONE])
    yield formed(
        "destroyed_form_twice_valid",
        "The same section agreed on twice, and another beside it.",
        erased(made.group, "measures", GONE, agreed=[made.group, both.group]),
        "accepted",
    )
    coded = Agreed(["coded", GONE])
    elsewhere = Agreed(re=OTHER)
    declined = Agreed(answer="declined")
    swapped = [proposal[0], answer[1]]
    other_word = [
        {**answer[0], "open": {"coded": [answer[0]["open"]["coded"][0], cbor({"consent": "declined"})]}},
        answer[1],
    ]
    with_more = [{**answer[0], "open": answer[0]["open"] | {"prose": [bytes(32), NULL]}}, answer[1]]
    walk = made.stated("ibis", made.answer, made.answered_at, made.answered_at - 1)
    for name, what, message in (
        ("more_left_out", "Another section is not there either.", erased(made.group, GONE, "system")),
        ("nothing_left_out", "Nothing was left out.", erased(made.group)),
        ("proposal_alone", "The proposal stands for the answer too.", erased([proposal, proposal], GONE)),
        ("answer_first", "In another order.", erased([answer, proposal], GONE)),
        ("answer_twice", "One answer more than there are members.", erased([*made.group, answer], GONE)),
        ("declined", "The other member did not agree.", erased(declined.group, GONE)),
        ("other_word", "Another word than the one committed to.", erased([proposal, other_word], GONE)),
        ("more_shown", "More of the answer than its coded part.", erased([proposal, with_more], GONE)),
        ("of_another_message", "What was agreed is about another message.", erased(elsewhere.group, GONE)),
        ("answer_to_another", "The answer is to another proposal.", erased([proposal, both.group[1]], GONE)),
        ("proof_of_another", "The proof is another message's.", erased([swapped, answer], GONE)),
        ("answer_not_in_log", "The answer does not stand in its author's log.", erased([proposal, walk], GONE)),
        ("coded_gone", "What is never destroyed, agreed on all the same.", erased(coded.group, "coded", GONE)),
    ):
        yield formed(f"destroyed_form_{name}_refused", what, message, "refused", NOT_AGREED)
    salt, value = opened(LIVE.notice, "times")
    for name, what, row in (
        ("salt_bent", "Another salt.", [bytes(32), value]),
        ("value_bent", "Another value.", [salt, value[:-1] + b"\0"]),
    ):
        message = erased(made.group, GONE)
        message["open"]["times"] = row
        yield formed(f"destroyed_form_{name}_refused", what, message, "refused", "not-readable")
    for name, what, message in (
        ("with_secret", "The secret is there after all.", erased(made.group, GONE, secret=LIVE.notice["secret"])),
        ("without_words", "Nobody's word.", erased([], GONE)),
    ):
        yield formed(f"destroyed_form_{name}_refused", what, message, "refused", "message-form")


def bundles() -> Iterator[Vector]:
    made, whole = Agreed(), shared()["bundle-destroyed"]
    parties = [[p.name, tagged("roots", p.root_set()["roots"]).hex()] for p in LIVE.parties]
    messages = [
        ("keys", "heron", LIVE.keys_message("heron")),
        ("keys", "ibis", LIVE.keys_message("ibis")),
        ("notice", "heron", LIVE.notice),
        ("acknowledgement", "ibis", LIVE.acknowledgement),
        ("destruction", "heron", made.proposal),
        ("consent", "ibis", made.answer),
    ]
    rows: list[dict[str, Any]] = [
        {
            "id": said_id(message).hex(),
            "kind": kind,
            "author": author,
            "withheld": ["keys"] if kind == "keys" else [],
            "receipted": True,
        }
        for kind, author, message in messages
    ]
    at = made.logs["ibis"].openings[made.answered_at][1]["at"]

    def row(**other: Any) -> list[dict[str, Any]]:
        return [*rows[:2], rows[2] | other, *rows[3:]]

    def edited(plain: dict[str, Any]) -> Any:
        return difference("bundle-destroyed", whole, with_check(cbor(plain)), recheck=True)

    yield good(
        "bundle_section_destroyed",
        "A section destroyed by agreement of all members, shown as that and not as withheld.",
        "bundle.verify",
        {"parties": parties, "messages": row(destroyed={GONE: at})},
        bundle=edited(made.bundle()),
    )
    shown = made.bundle()["messages"]
    yield good(
        "bundle_section_destroyed_without_the_answer_is_withheld",
        "That the other member agreed is not shown.",
        "bundle.verify",
        {"parties": parties, "messages": [*rows[:2], rows[2] | {"withheld": [GONE]}, *rows[3:5]]},
        bundle=edited(made.bundle(messages=shown[:-1])),
    )
    kept = [*shown[:2], {**shown[2], "open": shown[2]["open"] | {GONE: opened(LIVE.notice, GONE)}}, *shown[3:]]
    yield good(
        "bundle_section_destroyed_and_shown",
        "Somebody kept a copy: it proves itself, and is shown as agreed to be destroyed.",
        "bundle.verify",
        {"parties": parties, "messages": row(destroyed={GONE: at})},
        bundle=edited(made.bundle(messages=kept)),
    )
    put = [*shown[:2], {**shown[2], "open": shown[2]["open"] | {GONE: [bytes(32), NULL]}}, *shown[3:]]
    yield bad(
        "bundle_section_destroyed_filled_in_refused",
        "Something in the place of what was destroyed.",
        "bundle.verify",
        "section-not-committed",
        bundle=edited(made.bundle(messages=put)),
    )
    digest = LIVE.content("heron", "notice", LIVE.notice["values"], "notice live", wanted=3)["sections"][GONE]
    frame, tokens = shown[2]["signed"]
    assert digest in frame
    bent = frame.replace(digest, bytes([digest[0] ^ 1]) + digest[1:])
    altered = [*shown[:2], {**shown[2], "signed": [bent, tokens]}, *shown[3:]]
    yield bad(
        "bundle_section_destroyed_digest_altered_refused",
        "A bit of the commitment to what was destroyed.",
        "bundle.verify",
        "bundle-message-not-said",
        bundle=edited(made.bundle(messages=altered)),
    )
