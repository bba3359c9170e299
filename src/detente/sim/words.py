"""What simulated officers say."""

from __future__ import annotations

from detente.codec.shape import Shape
from detente.kinds import (
    acknowledgement,
    advance_notice,
    answer,
    assistance_request,
    close,
    confirm_request,
    correction,
    decline,
    disclosure,
    explanation,
    follow_up,
    holding_reply,
    informal_contact,
    inquiry,
    notice,
    question,
    read_back,
    resume,
    service,
    suspend,
    test,
    test_person,
    test_person_reply,
    update,
    withdraw,
)
from detente.kinds.kind import Words
from detente.node.node import HOUR


def a_notice(text: str, now: int, severity: int = 2) -> dict[str, Shape]:
    """The sections of a plain notice."""
    return {
        "coded": notice.Coded(
            area="A",
            what="unexpected-model-behaviour",
            status="suspected",
            severity=severity,
            going_on="unknown",
            touches="unknown",
            public="no",
            asks=["information"],
            admission="none",
            attribution="not-asserted",
            handling="parties-only",
        ),
        "prose": notice.Text(language="en", plain=text),
        "times": notice.Times(detected=now, next_word_by=now + HOUR),
    }


def opening(number: int, text: str, now: int) -> tuple[str, dict[str, Shape]]:
    """Something that opens a matter, or stands by itself, of every kind that does but a notice."""
    words = Words(language="en", plain=text)
    made: list[tuple[str, dict[str, Shape]]] = [
        ("question", {"coded": question.Coded(about="facts"), "prose": question.Text(language="en", plain=text)}),
        (
            "advance-notice",
            {
                "coded": advance_notice.Coded(
                    area="A", activity="exercise", directed="not-directed", public="no", handling="parties-only"
                ),
                "prose": advance_notice.Text(language="en", plain=text),
                "times": advance_notice.Window(begins=now, ends=now + HOUR),
            },
        ),
        (
            "inquiry",
            {
                "coded": inquiry.Coded(area="B", seen="not-stated", position="none-implied", handling="parties-only"),
                "prose": words,
            },
        ),
        (
            "informal-contact",
            {
                "coded": informal_contact.Coded(area="C", counted="not-counted", handling="parties-only"),
                "prose": words,
            },
        ),
        (
            "confirm-request",
            {
                "coded": confirm_request.Coded(position="none-implied"),
                "prose": confirm_request.Text(language="en", plain=text, facts=["EXAMPLE one", "EXAMPLE two"]),
            },
        ),
        ("assistance-request", {"coded": assistance_request.Coded(area="C", help=["information"]), "prose": words}),
        (
            "service",
            {
                "coded": service.Coded(plan="maintenance", pauses="desk"),
                "times": service.Times(begins=now + HOUR, ends=now + 2 * HOUR),
            },
        ),
        ("suspend", {"coded": suspend.Coded(categories=["test"]), "times": suspend.Times(begins=now, ends=now + HOUR)}),
        ("test-person", {"coded": test_person.Coded(tester="person", task="translate"), "prose": words}),
        ("test", {"coded": test.Coded(tester="machine")}),
        (
            "disclosure",
            {
                "coded": disclosure.Coded(ground="unilateral", scope="record", messages=[], sections=[]),
                "prose": disclosure.Text(language="en", to="EXAMPLE an outside reader", plain=text),
            },
        ),
        (
            "withdraw",
            {"coded": withdraw.Coded(withdraws="from-line"), "times": withdraw.Times(begins=now + 90 * 24 * HOUR)},
        ),
    ]
    return made[number % len(made)]


def about(number: int, now: int) -> tuple[str, dict[str, Shape], bool]:
    """The kind and sections of something said about an earlier message, mostly that it was received; whether `re` names it."""
    words = Words(language="en", plain=f"EXAMPLE simulated words {number}.")
    round_about = number // 24
    match number % 24:
        case 5:
            return _said_of(round_about, words, now)
        case 11:
            return _replied(round_about, words, now)
        case 17:
            return "decline", {"coded": decline.Coded(reason="not-now")}, True
        case 23:
            return "close", {"coded": close.Coded(outcome="resolved")}, False
    return "acknowledgement", {"coded": acknowledgement.Coded(received="received")}, True


def _said_of(number: int, words: Words, now: int) -> tuple[str, dict[str, Shape], bool]:
    corrected = correction.Text(language="en", plain=words.plain)
    made: list[tuple[str, dict[str, Shape], bool]] = [
        ("update", {"coded": update.Coded(status="confirmed"), "prose": words}, False),
        ("correction", {"coded": correction.Coded(extent="part", why="mistake"), "prose": corrected}, True),
        ("explanation", {"coded": explanation.Coded(explains=["equipment"]), "prose": words}, True),
        ("resume", {"coded": resume.Coded(resumed="all-named")}, True),
    ]
    return made[number % len(made)]


def _replied(number: int, words: Words, now: int) -> tuple[str, dict[str, Shape], bool]:
    other = Words(language="zh", plain="示例：模拟的译文。")
    made: list[tuple[str, dict[str, Shape], bool]] = [
        ("answer", {"coded": answer.Coded(answer="full"), "prose": words}, True),
        ("holding-reply", {"times": holding_reply.Times(next_word_by=now + HOUR)}, True),
        ("read-back", {"coded": read_back.Coded(read_back="as-understood"), "prose": words}, True),
        ("follow-up", {"coded": follow_up.Coded(follow_up="more-please")}, True),
        ("test-person-reply", {"coded": test_person_reply.ReplyCoded(tester="person", of="en"), "prose": other}, True),
        ("test-reply", {"coded": test.Coded(tester="machine")}, True),
    ]
    return made[number % len(made)]
