"""What simulated officers say."""

from __future__ import annotations

from detente.codec.shape import Shape
from detente.kinds import acknowledgement, answer, close, decline, notice, question, update
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


def a_question(text: str) -> dict[str, Shape]:
    return {"coded": question.Coded(about="facts"), "prose": question.Text(language="en", plain=text)}


def about(number: int) -> tuple[str, dict[str, Shape], bool]:
    """The kind and sections of something said about an earlier message, mostly that it was received; whether `re` names it."""
    words = Words(language="en", plain=f"EXAMPLE simulated words {number}.")
    match number % 24:
        case 5:
            return "update", {"coded": update.Coded(status="confirmed"), "prose": words}, False
        case 11:
            return "answer", {"coded": answer.Coded(answer="full"), "prose": words}, True
        case 17:
            return "decline", {"coded": decline.Coded(reason="not-now")}, True
        case 23:
            return "close", {"coded": close.Coded(outcome="resolved")}, False
    return "acknowledgement", {"coded": acknowledgement.Coded(received="received")}, True
