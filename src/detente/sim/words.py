"""What simulated officers say."""

from __future__ import annotations

from detente.codec.shape import Shape
from detente.kinds import notice
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
