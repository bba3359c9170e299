"""What members keep together: proposals by subject and form, deposits and openings, and each of their rules broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oracle import cbor, fresh, tagged
from world import LIVE, START

from cases import Vector, good
from cases.kinds import BOTH, COURTESY, DAY, LABEL, NAMES, OTHER, PLAIN, THREAD
from cases.messages import judged

HOUR = DAY // 24
READINGS = {"readings": [{"party": "heron", **BOTH}, {"party": "ibis", "en": "EXAMPLE other", "zh": "示例另一理解"}]}
AREAS = {"inside": ["A", "B"], "outside": ["M"], "undecided": ["C"], "exclusions": [NAMES]}
MEETING = {
    "group": "models",
    "begins": START + DAY,
    "ends": START + DAY + HOUR,
    "chair": "ibis",
    "office": NAMES,
    "round": 2,
    "agenda": [NAMES],
}
ACTION = {"name": "send-list", "party": "heron", "office": NAMES, "due": START + 2 * DAY, "to_do": NAMES}
MINUTES = {
    "begins": START + DAY,
    "ends": START + DAY + HOUR,
    "decisions": [NAMES],
    "actions": [ACTION],
    "next": "set",
    "next_begins": START + 9 * DAY,
}
FEW = {"inside": ["A"], "outside": [], "undecided": [], "exclusions": []}
LAST = {name: value for name, value in MINUTES.items() if name != "next_begins"} | {"next": "none"}
CARDS = {"deck": NAMES, "digest": fresh("cards"), "cards": ["card-1", "card-2"]}
ANSWERS = {
    "v": 1,
    "sheet": "cards",
    "party": "heron",
    "language": "en",
    "vocabulary": fresh("a vocabulary"),
    "answers": {"card-1": {"card": fresh("card 1"), "tell": "notice", "class": "model-theft", "soon": "within-4h"}},
}
VERSION = {
    "base": fresh("a vocabulary"),
    "texts": sorted([fresh("one text"), fresh("a text")]),
    "digest": fresh("another"),
}
NONCE, EXCHANGE = fresh("a nonce"), fresh("an exchange")


def about(subject: str, form: str = "text") -> dict[str, Any]:
    return {"subject": subject, "name": subject if subject in ("scope", "vocabulary") else "models", "form": form}


def proposed(label: str, coded: dict[str, Any], sections: dict[str, Any] | None = None, **names: Any) -> dict[str, Any]:
    return LIVE.message("heron", "proposal", {"coded": coded, **(sections or {})}, f"proposal {label}", **names)


SMALL = {
    "scheme": "example",
    "version": 1,
    "areas": [{"id": "A", "en": "EXAMPLE area", "zh": "示例领域"}],
    "concepts": [
        {"id": "one", "area": "A", "en": "EXAMPLE one", "zh": "示例一", "define_en": "EXAMPLE.", "define_zh": "示例。"},
        {"id": "two", "area": "A", "en": "EXAMPLE two", "zh": "示例二", "define_en": "EXAMPLE.", "define_zh": "示例。"},
    ],
    "fields": [],
    "codes": {},
    "broader": {"two": "one"},
    "sources": {},
}


def versions() -> Iterator[Vector]:
    """What comes of a version, from a small one before it: `changes` are [concept, part, English, Chinese] or [concept, part]."""
    one, two = SMALL["concepts"]
    label = SMALL | {"version": 2, "concepts": [one | {"en": "EXAMPLE first", "zh": "示例之一"}, two]}
    yield good(
        "vocabulary_label_changed", "A label in both languages.", "vocabulary.revised", tagged("vocabulary", label).hex(),
        base=SMALL, changes=[["one", "label", "EXAMPLE first", "示例之一"]],
    )  # fmt: skip
    defined = SMALL | {"version": 2, "concepts": [one, two | {"define_en": "EXAMPLE 2.", "define_zh": "示例二。"}]}
    yield good(
        "vocabulary_definition_changed", "A definition.", "vocabulary.revised", tagged("vocabulary", defined).hex(),
        base=SMALL, changes=[["two", "definition", "EXAMPLE 2.", "示例二。"]],
    )  # fmt: skip
    yield good(
        "vocabulary_word_retired", "A word that is used no more goes, and what stood below it or above.",
        "vocabulary.revised", tagged("vocabulary", SMALL | {"version": 2, "concepts": [two], "broader": {}}).hex(),
        base=SMALL, changes=[["one", "label"]],
    )  # fmt: skip


def cases() -> Iterator[Vector]:
    yield from texts()
    yield from versions()
    yield from broken()
    yield from closed()
    yield from compared()


def texts() -> Iterator[Vector]:
    for name, coded, sections in (
        ("definition", about("definition"), {"wording": BOTH}),
        ("definition_differ", about("definition", "differ"), {"readings": READINGS}),
        ("label_differ_with_common", about("label", "differ"), {"readings": READINGS | {"common": BOTH}}),
        ("label_retire", about("label", "retire"), {}),
        ("scope", about("scope"), {"areas": AREAS, "prose": PLAIN, "courtesy": COURTESY}),
        ("group", about("group"), {"wording": BOTH, "areas": FEW}),
        ("group_retire", about("group", "retire"), {}),
        ("meeting", about("meeting"), {"meeting": MEETING}),
        ("meeting_at_a_place", about("meeting"), {"meeting": MEETING | {"place": NAMES}}),
        ("meeting_called_off", about("meeting", "retire"), {}),
        ("minutes", about("minutes"), {"minutes": MINUTES}),
        ("minutes_no_next_meeting", about("minutes"), {"minutes": LAST}),
        ("exchange", about("exchange"), {"wording": BOTH, "cards": CARDS}),
        ("vocabulary", about("vocabulary"), {"version": VERSION}),
    ):  # fmt: skip
        yield judged(f"proposal_{name}_valid", "As it is proposed.", proposed(name, coded, sections), "accepted")
    everybody = {"readings": [{"party": f"party-{n:02}", **BOTH} for n in range(16)], "common": BOTH}
    sixteen = proposed("sixteen readings", about("definition", "differ"), {"readings": everybody})
    yield judged("proposal_sixteen_readings_valid", "A reading of each of sixteen members.", sixteen, "accepted")
    counter = proposed("counter", LABEL, {"wording": BOTH}, re=[OTHER], thread=THREAD)
    yield judged("proposal_counter_valid", "It takes the place of another text.", counter, "accepted")


def broken() -> Iterator[Vector]:
    once = {"wording": BOTH}
    form = "proposal-form"
    for name, what, coded, sections, names, reason in (
        ("without_its_section", "A label without wording.", LABEL, {}, {}, form),
        ("with_another_section", "A label with areas beside.", LABEL, once | {"areas": AREAS}, {}, form),
        ("scope_differ", "A scope cannot be kept apart.", about("scope", "differ"), {"readings": READINGS}, {}, form),
        ("minutes_retire", "What was held was held.", about("minutes", "retire"), {}, {}, form),
        ("retire_with_wording", "An end with a text.", about("label", "retire"), once, {}, form),
        (
            "replaces_one_twice",
            "It takes the place of one text twice.",
            LABEL,
            once,
            {"re": [OTHER, OTHER]},
            "said-twice",
        ),
        (
            "replaces_nine",
            "It takes the place of more texts than there can be.",
            LABEL,
            once,
            {"re": [fresh(f"text {n}") for n in range(9)]},
            "proposal-replaces",
        ),
        (
            "version_of_another_name",
            "There is one vocabulary.",
            about("vocabulary") | {"name": "words"},
            {"version": VERSION},
            {},
            form,
        ),
        (
            "version_texts_not_in_order",
            "The texts of a version in another order.",
            about("vocabulary"),
            {"version": VERSION | {"texts": VERSION["texts"][::-1]}},
            {},
            "names-not-in-order",
        ),
        (
            "area_twice",
            "An area both in and out.",
            about("scope"),
            {"areas": AREAS | {"outside": ["A"]}},
            {},
            "said-twice",
        ),
        (
            "readings_not_in_order",
            "Readings in another order.",
            about("label", "differ"),
            {"readings": {"readings": READINGS["readings"][::-1]}},
            {},
            "names-not-in-order",
        ),
        (
            "one_reading",
            "One reading alone.",
            about("label", "differ"),
            {"readings": {"readings": READINGS["readings"][:1]}},
            {},
            "body",
        ),
        (
            "seventeen_readings",
            "More readings than a line has members.",
            about("label", "differ"),
            {"readings": {"readings": [{"party": f"party-{n:02}", **BOTH} for n in range(17)]}},
            {},
            "body",
        ),
        (
            "meeting_ends_first",
            "It ends when it begins.",
            about("meeting"),
            {"meeting": MEETING | {"ends": MEETING["begins"]}},
            {},
            "window-ends-first",
        ),
        (
            "minutes_end_first",
            "It ended before it began.",
            about("minutes"),
            {"minutes": MINUTES | {"ends": START}},
            {},
            "window-ends-first",
        ),
        (
            "minutes_date_open_and_set",
            "The next date is open, and set.",
            about("minutes"),
            {"minutes": MINUTES | {"next": "open"}},
            {},
            "minutes-next",
        ),
        (
            "action_twice",
            "Two actions of one name.",
            about("minutes"),
            {"minutes": MINUTES | {"actions": [ACTION, ACTION]}},
            {},
            "said-twice",
        ),
        (
            "card_twice",
            "One card twice.",
            about("exchange"),
            {"wording": BOTH, "cards": CARDS | {"cards": ["card-1", "card-1"]}},
            {},
            "said-twice",
        ),
        (
            "wording_in_one_language",
            "A text in one language.",
            LABEL,
            {"wording": {"en": "EXAMPLE"}},
            {},
            "body",
        ),
        (
            "wording_too_long",
            "More than 4000 characters.",
            LABEL,
            {"wording": {"en": "x" * 4001, "zh": "示例"}},
            {},
            "body",
        ),
        ("of_nothing_known", "A subject that does not exist.", about("treaty"), once, {}, "body"),
    ):
        message = proposed(name, coded, sections, **names)
        yield judged(f"proposal_{name}_refused", what, message, "refused", reason)
    for name, what, sections in (
        ("done_without_action", "An action done, and which is not said.", {"coded": {"progress": "done"}}),
        (
            "done_with_readout",
            "An action done, and a readout beside.",
            {
                "coded": {"progress": "done", "action": "send-list"},
                "readout": {"title": "EXAMPLE", "media_type": "text/html", "size": 1, "digest": bytes(32)},
            },
        ),
        ("readout_without_it", "A readout that is not there.", {"coded": {"progress": "readout"}}),
    ):
        message = LIVE.message("heron", "progress", sections, f"progress {name}", re=[OTHER])
        yield judged(f"progress_{name}_refused", what, message, "refused", "progress-form")
    perhaps = LIVE.message("heron", "stance", {"coded": {"stance": "perhaps"}}, "stance perhaps", re=[OTHER])
    yield judged("stance_perhaps_refused", "A position that does not exist.", perhaps, "refused", "body")


def compared() -> Iterator[Vector]:
    """What two members compare at a cut."""
    epochs = {"heron": fresh("epoch of heron")[:16], "ibis": fresh("epoch of ibis")[:16]}
    cut = [[party, epoch, 7] for party, epoch in sorted(epochs.items())]
    said = [{"of": "heron", "how": "agreed"}, {"of": "ibis", "how": "agreed"}]
    minutes, progress = fresh("minutes"), fresh("a progress")
    full = {
        "absent": 0,
        "crossed": [fresh("late")],
        "cut": cut,
        "done": [[minutes, "send-list", progress]],
        "exchanges": [
            {
                "exchange": EXCHANGE,
                "members": [{"of": "heron", "how": "deposited"}, {"of": "ibis", "how": "waiting"}],
            }
        ],
        "line": LIVE.line,
        "readouts": [[minutes, "ibis", fresh("a readout")]],
        "texts": sorted(
            [
                {"text": minutes, "how": "stands", "said": said},
                {"text": OTHER, "how": "open", "said": [said[0], {"of": "ibis", "how": "reserved"}]},
            ],
            key=lambda text: text["text"],
        ),
    }
    none: dict[str, Any] = {key: [] for key in ("crossed", "cut", "done", "exchanges", "readouts", "texts")}
    none |= {"absent": 0, "line": LIVE.line}
    behind = full | {"cut": [cut[0], [*cut[1][:2], 6]]}
    for name, what, state in (
        ("of_nothing", "Nothing looked at, nothing said.", none),
        ("full", "Every member of the map.", full),
        ("at_another_cut", "The same state at another cut is another digest.", behind),
    ):
        yield good(
            f"dialogue_digest_{name}", what, "dialogue.digest", tagged("dialogue", state).hex(), state=cbor(state)
        )


def closed() -> Iterator[Vector]:
    """Deposits and openings."""
    answers = cbor(ANSWERS)
    for name, what, author, nonce in (
        ("deposit_digest", 'H("deposit", line, exchange, author, nonce, answers).', "heron", NONCE),
        ("deposit_digest_of_another", "The same answers and nonce by another member.", "ibis", NONCE),
        ("deposit_digest_of_another_nonce", "The same answers with another nonce.", "heron", bytes(32)),
    ):
        yield good(
            name,
            what,
            "deposit.digest",
            tagged("deposit", LIVE.line, EXCHANGE, author, nonce, answers).hex(),
            line=LIVE.line,
            exchange=EXCHANGE,
            author=author,
            nonce=nonce,
            answers=answers,
        )
    deposit = {"coded": {"deposit": tagged("deposit", LIVE.line, EXCHANGE, "heron", NONCE, answers)}}
    opening = {"coded": {"nonce": NONCE}, "answers": ANSWERS}
    none: dict[str, Any] = ANSWERS | {"answers": {}}
    perhaps: dict[str, Any] = ANSWERS | {"answers": {"card-1": {"card": fresh("card 1"), "tell": "perhaps"}}}
    spelled: dict[str, Any] = ANSWERS | {"answers": {"Card 1": {"card": fresh("card 1"), "tell": "no"}}}
    for name, kind, values, names, reason in (
        ("deposit_valid", "deposit", deposit, {"re": [OTHER]}, None),
        ("deposit_of_nothing_refused", "deposit", deposit, {}, "names-one-message"),
        ("deposit_short_refused", "deposit", {"coded": {"deposit": bytes(31)}}, {"re": [OTHER]}, "body"),
        ("opening_valid", "opening", opening, {"re": [OTHER]}, None),
        ("opening_of_two_refused", "opening", opening, {"re": [OTHER, THREAD]}, "names-one-message"),
        ("opening_without_answers_refused", "opening", {"coded": {"nonce": NONCE}}, {"re": [OTHER]}, "body"),
        ("opening_no_answers_refused", "opening", opening | {"answers": none}, {"re": [OTHER]}, "body"),
        ("opening_tell_perhaps_refused", "opening", opening | {"answers": perhaps}, {"re": [OTHER]}, "body"),
        ("opening_card_spelled_refused", "opening", opening | {"answers": spelled}, {"re": [OTHER]}, "body"),
    ):
        message = LIVE.message("heron", kind, values, f"{kind} {name}", **names)
        what = "As it is said." if reason is None else "A rule of its kind is broken."
        yield judged(name, what, message, "accepted" if reason is None else "refused", reason)
