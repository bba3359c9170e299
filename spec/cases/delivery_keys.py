"""Delivery records after an emergency: what was named by another member stays proven, and nothing else of the old log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from delivered import BY, Story, answered_then_stolen, no_word_after, none_by, stolen
from world import shared

from cases import Vector, bad, difference, good
from cases.delivery import shows


def cases() -> Iterator[Vector]:
    yield valid(
        "emergency_answer_named_valid", "An acknowledgement under keys that are over, which the other member's entry names.",
        answered_then_stolen(named=True), shows("acknowledged", acknowledged=4),
    )  # fmt: skip
    closed = answered_then_stolen(named=False)
    closed.closed = {("ibis", 4)}
    yield valid(
        "emergency_answer_nobody_named_not_opened",
        "The same, and no entry shown names it: it proves nothing, and that there was none is not said.",
        closed, shows("not-opened"),
    )  # fmt: skip
    opened = answered_then_stolen(named=False)
    yield refused(
        "emergency_message_nobody_named_refused", "The same with its message beside an entry that proves nothing.", opened,
        "delivery-row",
    )  # fmt: skip
    beyond = answered_then_stolen(named=True)
    ibis = beyond.logs["ibis"]
    ibis.add(role="heard", at=BY, what=bytes(32), verdict="refused", reason="content", **{"from": ibis.place(0)})
    yield refused(
        "emergency_old_log_goes_on_refused", "The old log shown beyond where the next one says that it ended.", beyond,
        "head-after-succession",
    )  # fmt: skip
    author = stolen("heron", none_by())
    author.writer = "ibis"
    yield valid(
        "emergency_of_the_author_receipted_valid",
        "The message stands under keys that are over; the receipt of the other member that is shown names it.",
        author, shows("none-by") | {"writer": "ibis"},
    )  # fmt: skip
    alone = stolen("heron", no_word_after())
    alone.writer, alone.shown, alone.by = "ibis", [("ibis", 0, 3)], (BY, "asked")
    alone.closed = {("heron", 3)}
    yield refused(
        "emergency_of_the_author_nobody_named_refused", "The same without any entry that names it.", alone,
        "bundle-message-not-said",
    )  # fmt: skip


def valid(name: str, what: str, story: Story, shown: dict[str, Any]) -> Vector:
    data = difference("delivery-emergency", shared()["delivery-emergency"], story.file(), recheck=True)
    return good(f"delivery_{name}", what, "delivery.verify", shown, file=data)


def refused(name: str, what: str, story: Story, code: str) -> Vector:
    data = difference("delivery-emergency", shared()["delivery-emergency"], story.file(), recheck=True)
    return bad(f"delivery_{name}", what, "delivery.verify", code, file=data)
