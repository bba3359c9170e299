"""Proposal: a text for what members keep together: words, a scope, a group, a meeting, its minutes, an exchange of answers.

It is its author's own agreement, and stands when every member has agreed to exactly it (`stance`). A text that takes the place of
others names them in `re`: so it counters what is still open, and amends what stands. Subject and name say what it is about; one
message is about one label, in both languages. What counts, and what has crossed: line/motions.py, spec/protocol.md section 16.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.limits import MAX_MEMBERS
from detente.codec.shape import B32, Millis, Party, Shape
from detente.kinds.kind import Area, Code, Courtesy, Kind, Words
from detente.kinds.opening import CardName
from detente.kinds.roster import Names

MAX_WORDING = 4000  # characters, of each language
MAX_TEXTS = 512  # agreed words in one version of the vocabulary
MAX_REPLACED = 8  # texts that one proposal takes the place of
Wording = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_WORDING)]
Round = Annotated[int, msgspec.Meta(ge=1, le=9999)]  # the how-manieth meeting it is, as one member counts
Subject = Literal["label", "definition", "scope", "group", "meeting", "minutes", "exchange", "vocabulary"]
Form = Literal["text", "differ", "retire"]


class Coded(Shape, frozen=True):
    """`form`: `differ` keeps each member's own reading, `retire` ends what stands: a word in use, a group, a meeting."""

    subject: Subject
    name: Code
    form: Form


class Both(Shape, frozen=True):
    """One text in both languages, each the original."""

    en: Wording
    zh: Wording


class Version(Shape, frozen=True):
    """A version of the vocabulary: `base` with the words that `texts` (said ids of proposals, in order) say; `digest` of it."""

    base: B32
    texts: Annotated[list[B32], msgspec.Meta(min_length=1, max_length=MAX_TEXTS)]
    digest: B32


class Reading(Shape, frozen=True):
    party: Party
    en: Wording
    zh: Wording


class Readings(Shape, frozen=True):
    """Each member's own reading, and what they have in common, if anything. As a section: within `MAX_SECTION`."""

    readings: Annotated[list[Reading], msgspec.Meta(min_length=2, max_length=MAX_MEMBERS)]
    common: Both | None = None


class Areas(Shape, frozen=True):
    inside: Annotated[list[Area], msgspec.Meta(max_length=4)]
    outside: Annotated[list[Area], msgspec.Meta(max_length=4)]
    undecided: Annotated[list[Area], msgspec.Meta(max_length=4)]
    exclusions: Annotated[list[Names], msgspec.Meta(max_length=16)]


class Meeting(Shape, frozen=True):
    """`chair` and `office`: who presides, by office. `round`: as the author counts; others say theirs when they answer."""

    group: Code
    begins: Millis
    ends: Millis
    chair: Party
    office: Names
    round: Round
    agenda: Annotated[list[Names], msgspec.Meta(max_length=16)]
    place: Names | None = None


class Action(Shape, frozen=True):
    name: Code
    party: Party
    office: Names
    due: Millis
    to_do: Names


class Minutes(Shape, frozen=True):
    """Of the meeting of the same name. `next`: its date is set, still open, or there is no next meeting."""

    begins: Millis
    ends: Millis
    decisions: Annotated[list[Names], msgspec.Meta(max_length=16)]
    actions: Annotated[list[Action], msgspec.Meta(max_length=16)]
    next: Literal["set", "open", "none"]
    next_begins: Millis | None = None


class Cards(Shape, frozen=True):
    """What is to be answered alone before anything is opened: cards by code, and the digest of their whole text."""

    deck: Names
    digest: B32
    cards: Annotated[list[CardName], msgspec.Meta(min_length=1, max_length=64)]


# Which sections say it, by subject and form. Nothing else may be proposed.
SAYS: dict[tuple[str, str], frozenset[str]] = {
    ("label", "text"): frozenset({"wording"}),
    ("label", "differ"): frozenset({"readings"}),
    ("label", "retire"): frozenset(),
    ("definition", "text"): frozenset({"wording"}),
    ("definition", "differ"): frozenset({"readings"}),
    ("definition", "retire"): frozenset(),
    ("scope", "text"): frozenset({"areas"}),
    ("group", "text"): frozenset({"wording", "areas"}),
    ("group", "retire"): frozenset(),
    ("meeting", "text"): frozenset({"meeting"}),
    ("meeting", "retire"): frozenset(),
    ("minutes", "text"): frozenset({"minutes"}),
    ("exchange", "text"): frozenset({"wording", "cards"}),
    ("vocabulary", "text"): frozenset({"version"}),
}
VOCABULARY = "vocabulary"  # the name of that subject
SPOKEN = frozenset({"coded", "prose", "courtesy"})


def rule(sections: Mapping[str, Any], re: list[bytes]) -> str | None:
    coded = sections["coded"]
    if SAYS.get((coded.subject, coded.form)) != frozenset(sections) - SPOKEN:
        return "proposal-form"
    if len(re) > MAX_REPLACED:
        return "proposal-replaces"
    if len(set(re)) != len(re):
        return "said-twice"
    version = sections.get("version")
    if version is not None and coded.name != VOCABULARY:
        return "proposal-form"  # there is one of them, and what takes its place names it
    if version is not None and not all(a < b for a, b in pairwise(version.texts)):
        return "names-not-in-order"
    areas, readings = sections.get("areas"), sections.get("readings")
    named = [] if areas is None else [*areas.inside, *areas.outside, *areas.undecided]
    if len(set(named)) != len(named):
        return "said-twice"
    parties = [] if readings is None else [one.party for one in readings.readings]
    if not all(a < b for a, b in pairwise(parties)):
        return "names-not-in-order"
    return dated_fault(sections)


def dated_fault(sections: Mapping[str, Any]) -> str | None:
    """What a meeting, its minutes or cards break of their rules, or None."""
    meeting, minutes, cards = sections.get("meeting"), sections.get("minutes"), sections.get("cards")
    for one in (meeting, minutes):
        if one is not None and one.ends <= one.begins:
            return "window-ends-first"
    if minutes is not None and (minutes.next == "set") != (minutes.next_begins is not None):
        return "minutes-next"
    codes = [one.name for one in minutes.actions] if minutes is not None else []
    codes = list(cards.cards) if cards is not None else codes
    return "said-twice" if len(set(codes)) != len(codes) else None


PROPOSAL = Kind(
    name="proposal",
    schema=1,
    sections={
        "coded": Coded,
        "wording": Both,
        "readings": Readings,
        "areas": Areas,
        "meeting": Meeting,
        "minutes": Minutes,
        "cards": Cards,
        "version": Version,
        "prose": Words,
        "courtesy": Courtesy,
    },
    required=frozenset({"coded"}),
    rule=rule,
    opens=True,
    awaits=frozenset({"acknowledgement"}),
)
