"""Tests of a line, their replies, and planned pauses: valid, each rule broken, and released by whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oracle import fresh
from world import LIVE, START, party

from cases import Vector
from cases.messages import judged

HOUR, DAY = 3_600_000, 24 * 3_600_000
NODE, OFFICE = [party("heron").node], party("heron").officers[:1]
MACHINE: dict[str, Any] = {"coded": {"tester": "machine"}}
TEXT = {"language": "en", "plain": "EXAMPLE. The ferry takes nine cars, or seven and a lorry."}
PERSON: dict[str, Any] = {"coded": {"tester": "person", "task": "translate"}, "prose": TEXT}
REPLY: dict[str, Any] = {
    "coded": {"tester": "person", "of": "en"},
    "prose": {"language": "zh", "plain": "示例。渡船可载九辆汽车，或七辆汽车加一辆卡车。"},
}
ONE, TWO = [fresh("a test")], [bytes(32), fresh("a test")]
PAUSE = {"begins": START + HOUR, "ends": START + 3 * HOUR}

# name, what, kind, values, re, keys, reason (None: accepted)
ROWS: list[tuple[str, str, str, dict[str, Any], list[bytes] | None, Any, str | None]] = [
    ("test_valid", "A node tries the line.", "test", MACHINE, None, NODE, None),
    ("test_by_officer_refused", "An office for the node.", "test", MACHINE, None, OFFICE, "not-released"),
    ("test_naming_a_message_refused", "A test that names a message.", "test", MACHINE, ONE, NODE, "names-no-message"),
    (
        "test_by_person_in_it_refused",
        "A node that says it is a person.",
        "test",
        {"coded": {"tester": "person"}},
        None,
        NODE,
        "body",
    ),
    (
        "test_with_prose_refused",
        "Prose in a machine's test.",
        "test",
        MACHINE | {"prose": TEXT},
        None,
        NODE,
        "not-readable",
    ),
    ("test_reply_valid", "A node replies.", "test-reply", MACHINE, ONE, NODE, None),
    ("test_reply_by_officer_refused", "An office for the node.", "test-reply", MACHINE, ONE, OFFICE, "not-released"),
    (
        *("test_reply_to_nothing_refused", "A reply that names no test.", "test-reply", MACHINE, None, NODE),
        "names-one-message",
    ),
    ("test_reply_to_two_refused", "One reply to two.", "test-reply", MACHINE, TWO, NODE, "names-one-message"),
    ("test_person_valid", "A person tries the line.", "test-person", PERSON, None, OFFICE, None),
    ("test_person_by_node_refused", "The node for a person.", "test-person", PERSON, None, NODE, "not-released"),
    ("test_person_naming_a_message_refused", "It names one.", "test-person", PERSON, ONE, OFFICE, "names-no-message"),
    (
        *("test_person_language_unknown_refused", "A third language.", "test-person"),
        *(PERSON | {"prose": TEXT | {"language": "la"}}, None, OFFICE, "body"),
    ),
    ("test_person_reply_valid", "The translation.", "test-person-reply", REPLY, ONE, OFFICE, None),
    ("test_person_reply_by_node_refused", "By the node.", "test-person-reply", REPLY, ONE, NODE, "not-released"),
    (
        *("test_person_reply_to_nothing_refused", "It names no test.", "test-person-reply", REPLY, None, OFFICE),
        "names-one-message",
    ),
    (
        *("test_person_reply_in_the_same_language_refused", "In the language of the text.", "test-person-reply"),
        *(REPLY | {"coded": {"tester": "person", "of": "zh"}}, ONE, OFFICE, "test-reply-language"),
    ),
]


def service(plan: str, times: dict[str, int] | None = None, **other: Any) -> dict[str, Any]:
    return {"coded": {"plan": plan, "pauses": "machine"} | other} | ({} if times is None else {"times": times})


LONG = PAUSE | {"ends": PAUSE["begins"] + 31 * DAY}
SERVICES: list[tuple[str, str, dict[str, Any], list[bytes] | None, str | None]] = [
    ("service_maintenance_valid", "A pause is planned.", service("maintenance", PAUSE), None, None),
    ("service_of_both_valid", "Of station and desk.", service("maintenance", PAUSE, pauses="both"), None, None),
    ("service_31_days_valid", "The longest pause there is.", service("maintenance", LONG), None, None),
    (
        *("service_longer_refused", "A millisecond longer.", service("maintenance", LONG | {"ends": LONG["ends"] + 1})),
        *(None, "service-times"),
    ),
    (
        *(
            "service_ends_as_it_begins_refused",
            "No time at all.",
            service("maintenance", PAUSE | {"ends": PAUSE["begins"]}),
        ),
        *(None, "service-times"),
    ),
    ("service_without_times_refused", "Planned for no time.", service("maintenance"), None, "service-times"),
    (
        "service_names_a_message_refused",
        "A new plan that names one.",
        service("maintenance", PAUSE),
        ONE,
        "service-names",
    ),
    ("service_moved_valid", "Moved to another time.", service("moved", PAUSE), ONE, None),
    ("service_moved_without_times_refused", "Moved to no time.", service("moved"), ONE, "service-times"),
    ("service_moved_names_none_refused", "Moved, not said which.", service("moved", PAUSE), None, "service-names"),
    ("service_cancelled_valid", "It will not take place.", service("cancelled"), ONE, None),
    ("service_cancelled_two_refused", "Two cancelled in one.", service("cancelled"), TWO, "service-names"),
    ("service_restored_valid", "It is over.", service("restored"), ONE, None),
    ("service_restored_with_times_refused", "Over, at a time.", service("restored", PAUSE), ONE, "service-times"),
    ("service_plan_unknown_refused", "A plan nobody knows.", service("strike", PAUSE), None, "body"),
]


def cases() -> Iterator[Vector]:
    for name, what, kind, values, re, keys, reason in ROWS:
        message = LIVE.message("heron", kind, values, name, keys, re=re)
        yield judged(name, what, message, "accepted" if reason is None else "refused", reason)
    for name, what, values, re, reason in SERVICES:
        message = LIVE.message("heron", "service", values, name, OFFICE, re=re)
        yield judged(name, what, message, "accepted" if reason is None else "refused", reason)
