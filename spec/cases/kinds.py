"""Every kind of message: the least it may say, everything it may say, and each of its rules broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oracle import fresh
from world import LIVE, START

from cases import Vector
from cases.messages import judged

DAY = 86_400_000
PLAIN = {"language": "en", "plain": "EXAMPLE. A plain statement."}
COURTESY = {"language": "zh", "plain": "示例。简要说明。", "by": "person"}
THREAD, OTHER = fresh("a thread"), fresh("another message")
REASON = {"reply_by": START + DAY}
SUPPORT = {"title": "EXAMPLE report", "media_type": "application/pdf", "size": 1024, "digest": bytes(32)}
LABEL = {"subject": "label", "name": "model-theft", "form": "text"}
BOTH = {"en": "EXAMPLE label", "zh": "示例术语"}
NAMES = {"en": "EXAMPLE office", "zh": "示例办公室"}

# kind → (sections it needs, sections it may have beside, what its content names)
LEAST: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "suspend": (
        {"coded": {"categories": ["question"]}, "times": {"begins": START}},
        {"times": {"begins": START, "ends": START + DAY}, "prose": PLAIN},
        {},
    ),
    "resume": ({"coded": {"resumed": "all-named"}}, {"prose": PLAIN}, {"re": [OTHER]}),
    "withdraw": ({"coded": {"withdraws": "from-line"}, "times": {"begins": START + DAY}}, {"prose": PLAIN}, {}),
    "update": (
        {"prose": PLAIN},
        {
            "coded": {
                "status": "confirmed",
                "severity": 2,
                "going_on": "no",
                "touches": "unknown",
                "public": "no",
                "also": ["model-theft"],
                "confidence": "low",
                "development": "contained",
                "realisation": "actual",
            },
            "times": {"next_word_by": START + DAY, "stop_ordered": START, "stop_verified": START + 1},
            "system": {"weights": "open"},
            "measures": {"taken": "EXAMPLE"},
            "harm": {"cause": "established"},
            "support-2": SUPPORT,
        },
        {"thread": THREAD},
    ),
    "correction": (
        {"coded": {"extent": "whole", "correcting": "sent-in-error"}, "prose": PLAIN},
        {"prose": {**PLAIN, "was": "EXAMPLE. As said before."}},
        {"thread": THREAD, "re": [OTHER]},
    ),
    "close": (
        {"coded": {"outcome": "resolved"}},
        {
            "coded": {"outcome": "other", "severity": 1, "cause": "established"},
            "prose": {**PLAIN, "root_cause": "EXAMPLE", "lessons": "EXAMPLE"},
            "times": {"ended": START},
        },
        {"thread": THREAD},
    ),
    "advance-notice": (
        {
            "coded": {
                "area": "A",
                "activity": "large-run",
                "directed": "not-directed",
                "public": "no",
                "handling": "parties-only",
            },
            "prose": PLAIN,
            "times": {"begins": START + DAY, "ends": START + 2 * DAY},
        },
        {
            "coded": {
                "area": "A",
                "activity": "test",
                "directed": "not-directed",
                "public": "yes",
                "handling": "tlp-green",
                "class": "evaluation-gap",
            },
            "prose": {**PLAIN, "where": "EXAMPLE", "contact": "EXAMPLE duty office"},
        },
        {},
    ),
    "informal-contact": (
        {"coded": {"area": "C", "counted": "not-counted", "handling": "parties-only"}, "prose": PLAIN},
        {},
        {},
    ),
    "inquiry": (
        {
            "coded": {
                "area": "B",
                "seen": "public-report",
                "position": "none-implied",
                "handling": "parties-only",
            },
            "prose": PLAIN,
        },
        {"times": {"detected": START, **REASON}},
        {},
    ),
    "read-back": (
        {"coded": {"read_back": "as-understood"}},
        {
            "coded": {
                "read_back": "as-understood",
                "class": "model-theft",
                "going_on": "no",
                "asks": ["hold"],
            },
            "prose": PLAIN,
        },
        {"re": [OTHER]},
    ),
    "holding-reply": ({"times": {"next_word_by": START + DAY}}, {"prose": PLAIN}, {"re": [OTHER]}),
    "decline": ({"coded": {"reason": "not-stated"}}, {"prose": PLAIN}, {"re": [OTHER]}),
    "explanation": (
        {"coded": {"explains": ["delay"]}, "prose": PLAIN},
        {"coded": {"explains": ["equipment", "duty-hours", "other"]}},
        {"re": [OTHER, THREAD]},
    ),
    "question": (
        {"coded": {"about": "facts"}, "prose": PLAIN},
        {"coded": {"about": "meaning"}, "prose": {**PLAIN, "reading": "EXAMPLE"}, "times": REASON},
        {"thread": THREAD},
    ),
    "answer": (
        {"coded": {"answer": "full"}, "prose": PLAIN},
        {"coded": {"answer": "partial"}, "times": {"next_word_by": START + DAY}, "support-1": SUPPORT},
        {"re": [OTHER], "thread": THREAD},
    ),
    "follow-up": ({"coded": {"follow_up": "noted"}}, {"prose": PLAIN}, {"re": [OTHER]}),
    "confirm-request": (
        {"coded": {"position": "none-implied"}, "prose": {**PLAIN, "facts": ["EXAMPLE: it began on Monday."]}},
        {"times": REASON},
        {},
    ),
    "proposal": (
        {"coded": LABEL, "wording": BOTH},
        {"prose": PLAIN},
        {},
    ),
    "stance": (
        {"coded": {"stance": "agreed"}},
        {"coded": {"stance": "reserved", "round": 3}, "prose": PLAIN},
        {"re": [OTHER]},
    ),
    "progress": (
        {"coded": {"progress": "done", "action": "send-list"}},
        {"coded": {"progress": "readout"}, "readout": SUPPORT, "prose": PLAIN},
        {"re": [OTHER]},
    ),
    "assistance-request": (
        {"coded": {"area": "C", "help": ["information"]}, "prose": PLAIN},
        {"coded": {"area": "C", "help": ["contact", "other"]}, "times": REASON},
        {},
    ),
}


def said(kind: str, label: str, change: dict[str, Any] | None = None, **names: Any) -> dict[str, Any]:
    """A message of `kind` by heron: the least it may say, with `change` in its sections and `names` in its content."""
    least, _more, named = LEAST[kind]
    values = {name: value for name, value in (least | (change or {})).items() if value is not None}
    return LIVE.message("heron", kind, values, f"{kind} {label}", **(named | names))


def cases() -> Iterator[Vector]:
    for kind, (_least, more, named) in LEAST.items():
        name = kind.replace("-", "_")
        yield judged(f"{name}_minimal_valid", "The least it may say.", said(kind, "least"), "accepted")
        prose = more.get("prose") or _least.get("prose")
        full = more | ({"prose": prose, "courtesy": COURTESY} if prose else {"prose": PLAIN, "courtesy": COURTESY})
        yield judged(f"{name}_full_valid", "Everything it may say.", said(kind, "full", full), "accepted")
        for section in LEAST[kind][0]:
            if (kind, section) == ("proposal", "wording"):
                continue  # another subject says it otherwise (cases/dialogue.py)
            yield judged(
                f"{name}_without_{section}_refused",
                "A section that it needs is absent.",
                said(kind, f"without {section}", {section: None}),
                "refused",
                "body",
            )
        if named.get("re") and kind != "explanation":
            none = {"re": None}
            yield judged(
                f"{name}_of_nothing_refused", "It names no message.", said(kind, "of nothing", **none), "refused",
                "names-one-message",
            )  # fmt: skip
            yield judged(
                f"{name}_of_two_refused",
                "It names two messages.",
                said(kind, "of two", re=[OTHER, THREAD]),
                "refused",
                "names-one-message",
            )
    yield from rules()


def rules() -> Iterator[Vector]:
    for kind in ("update", "correction", "close"):
        message = said(kind, "no thread", thread=None)
        yield judged(f"{kind}_without_matter_refused", "It names no matter.", message, "refused", "names-no-matter")
    for kind in ("suspend", "withdraw", "close"):
        message = said(kind, "names", re=[OTHER])
        yield judged(f"{kind}_of_a_message_refused", "It names a message.", message, "refused", "names-no-message")
    for name, what, names, reason in (
        ("explanation_of_nothing_refused", "It names no message.", None, "explanation-of-nothing"),
        ("explanation_of_one_twice_refused", "It names one message twice.", [OTHER, OTHER], "said-twice"),
    ):
        yield judged(name, what, said("explanation", name, re=names), "refused", reason)
    for name, what, kind, change, reason in (
        (
            "explanation_repeated_refused",
            "It explains one thing twice.",
            "explanation",
            {"coded": {"explains": ["delay", "delay"]}},
            "said-twice",
        ),
        (
            "courtesy_without_prose_refused",
            "A translation of nothing.",
            "decline",
            {"courtesy": COURTESY},
            "courtesy-language",
        ),
        (
            "courtesy_same_language_refused",
            "A translation into the language of the original.",
            "question",
            {"courtesy": COURTESY | {"language": "en"}},
            "courtesy-language",
        ),
        (
            "question_reading_of_facts_refused",
            "A reading to be confirmed, in a question about facts.",
            "question",
            {"prose": {**PLAIN, "reading": "EXAMPLE"}},
            "reading-of-meaning",
        ),
        (
            "suspend_category_twice_refused",
            "One category twice.",
            "suspend",
            {"coded": {"categories": ["question", "question"]}},
            "said-twice",
        ),
        (
            "suspend_notice_refused",
            "What belongs to the minimum cannot be suspended.",
            "suspend",
            {"coded": {"categories": ["notice"]}},
            "body",
        ),
        (
            "suspend_ends_first_refused",
            "It ends before it begins.",
            "suspend",
            {"times": {"begins": START, "ends": START - 1}},
            "window-ends-first",
        ),
        (
            "advance_notice_ends_first_refused",
            "It ends before it begins.",
            "advance-notice",
            {"times": {"begins": START, "ends": START - 1}},
            "window-ends-first",
        ),
        (
            "advance_notice_directed_refused",
            "An advance notice says that it is not directed at the reader, or is none.",
            "advance-notice",
            {"coded": LEAST["advance-notice"][0]["coded"] | {"directed": "directed"}},
            "body",
        ),
        (
            "advance_notice_concept_other_area_refused",
            "A class of another area.",
            "advance-notice",
            {"coded": LEAST["advance-notice"][0]["coded"] | {"class": "model-theft"}},
            "concept-unknown",
        ),
        (
            "assistance_request_twice_refused",
            "One help twice.",
            "assistance-request",
            {"coded": {"area": "C", "help": ["contact", "contact"]}},
            "said-twice",
        ),
        (
            "read_back_concept_unknown_refused",
            "A class the vocabulary does not have.",
            "read-back",
            {"coded": {"read_back": "as-understood", "class": "no-such-concept"}},
            "concept-unknown",
        ),
        (
            "update_also_unknown_refused",
            "A further concept the vocabulary does not have.",
            "update",
            {"coded": {"also": ["no-such-concept"]}},
            "concept-unknown",
        ),
    ):
        yield judged(name, what, said(kind, name, change), "refused", reason)
