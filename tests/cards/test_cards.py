"""Cards as data, and two sheets side by side."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import support
from detente.cards.card import SOON, TELL, UNDECIDED, Card, read_card, read_cards
from detente.cards.comparing import ORDER, compare, not_here
from detente.cards.sheet import Answer, sheet_of
from detente.codec.errors import Local
from detente.node.homework import cards as known
from detente.vocabulary import current

CARDS, _ = known()
GOOD = (resources.files("detente.cards") / "set" / "a-copies.yaml").read_bytes()


def texts(card: Card) -> list[str]:
    both = [
        card.title,
        card.case,
        *card.known,
        *(event.what for event in card.inspired_by),
        *([card.asks] if card.asks else []),
    ]
    return [said for one in both for said in (one.en, one.zh)]


def test_twelve_cards_are_shipped_three_of_each_area_and_none_has_a_mistake() -> None:
    found, wrong = known()
    assert not wrong
    assert [card.area for card in found.values()] == [*"AAABBBCCCMMM"]
    for card in found.values():
        assert card.title.en.startswith("EXAMPLE ") and card.title.zh.startswith("示例 ")
        assert card.inspired_by and all(event.source for event in card.inspired_by)
        assert len(card.classes) >= 2 and set(card.classes) <= set(current().concepts)


def test_no_card_holds_a_word_of_the_never_lists() -> None:
    bad = {
        card.id: support.never_words(said)
        for card in CARDS.values()
        for said in texts(card)
        if support.never_words(said)
    }
    assert not bad


def test_a_card_changed_by_one_letter_is_another_case() -> None:
    other = read_card(GOOD.replace(b"nine hours", b"ten hours"), "a-copies.yaml")
    assert other.digest() != CARDS["a-copies"].digest() == read_card(GOOD, "a-copies.yaml").digest()


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("area: A", "area: Q", 3, "Invalid enum value"),
        ("area: A", "area: A\narea: B", 1, "stands twice"),
        ("v: 1", "v: 2", 1, "Invalid enum value"),
        ("  en: EXAMPLE Copies", "  en: Copies", 4, "EXAMPLE"),
        ("  zh: 示例 租用机器上的副本", "  zh: EXAMPLE Copies", 6, "mixed up"),
        ("[autonomous-replication", "[no-such-word", 0, "no-such-word"),
        ("id: a-copies", "id: a-copy", 2, "not called"),
        ("id: a-copies", "id: a-copies\nmore: 1", 1, "unknown field"),
        ("v: 1", "v: &x 1\nw: *x", 0, ""),
    ],
)
def test_a_mistake_in_a_card_is_named_with_its_line(old: str, new: str, line: int, why: str) -> None:
    text = GOOD.decode()
    assert old in text
    with pytest.raises(Local) as raised:
        read_card(text.replace(old, new, 1).encode(), "a-copies.yaml")
    assert raised.value.code == "card-bad"
    assert why in str(raised.value.values["why"])
    assert not line or raised.value.values["line"] == line


def test_a_mistake_in_one_card_affects_no_other() -> None:
    found, wrong = read_cards({"a-copies.yaml": GOOD, "b.yaml": b"\xff\xfe", "c.yaml": b"x" * 65_000})
    assert list(found) == ["a-copies"] and len(wrong) == 2


def answer(id: str, **given: Any) -> Answer:
    return Answer(card=CARDS[id].digest(), **given)


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        id: st.builds(
            Answer,
            card=st.sampled_from([card.digest()] * 6 + [bytes(32)]),
            tell=st.sampled_from([*TELL, UNDECIDED]),
            class_=st.none() | st.sampled_from(sorted(current().concepts)),
            soon=st.none() | st.sampled_from(SOON),
        )
        for id, card in CARDS.items()
    },
)


@given(ANSWERS, ANSWERS)
@settings(max_examples=60, deadline=None)
def test_exchanging_the_sides_exchanges_the_columns_and_nothing_else(
    one: dict[str, Answer], other: dict[str, Answer]
) -> None:
    first, second = (
        sheet_of(party, "en", current().digest, given) for party, given in (("heron", one), ("otter", other))
    )
    here, there = compare(first, second, CARDS), compare(second, first, CARDS)
    assert [(row.card.id, row.standing, row.apart) for row in here] == [(r.card.id, r.standing, r.apart) for r in there]
    assert [(row.first, row.second) for row in here] == [(row.second, row.first) for row in there]
    assert {row.card.id for row in here} == set(CARDS), "every card stands once"
    standings = [ORDER.index(row.standing) for row in here]
    assert standings == sorted(standings), "differences first"
    for row in here:
        same = row.first is not None and row.first == row.second and row.first.card == row.card.digest()
        assert (row.standing == "same") == same


def test_the_furthest_apart_stands_at_the_top() -> None:
    first = {
        "a-copies": answer("a-copies", tell="notice", class_="autonomous-replication", soon="within-24h"),
        "m-picture": answer("m-picture", tell="notice", class_="ai-market-disturbance", soon="within-1h"),
        "c-notebook": answer("c-notebook", tell="no"),
        "b-adrift": answer("b-adrift", tell="undecided"),
        "m-orders": answer("m-orders", tell="notice", soon="within-4h"),
    }
    second = {
        "a-copies": answer("a-copies", tell="notice", class_="self-exfiltration", soon="within-24h"),
        "m-picture": answer("m-picture", tell="notice", class_="ai-market-disturbance", soon="within-15d"),
        "c-notebook": answer("c-notebook", tell="notice"),
        "b-adrift": answer("b-adrift", tell="notice"),
        "m-orders": answer("m-orders", tell="notice", soon="within-4h"),
        "a-errand": answer("a-errand", tell="no"),
    }
    rows = compare(sheet_of("heron", "en", bytes(32), first), sheet_of("otter", "zh", bytes(32), second), CARDS)
    assert [row.card.id for row in rows][:6] == [
        "c-notebook",
        "b-adrift",
        "m-picture",
        "a-copies",
        "a-errand",
        "m-orders",
    ]
    assert [row.standing for row in rows][3:7] == ["differ", "one-side", "same", "neither"]


def test_answers_to_another_text_of_a_case_are_never_called_the_same() -> None:
    ours = sheet_of("heron", "en", bytes(32), {"a-copies": Answer(card=bytes(32), tell="no")})
    theirs = sheet_of(
        "otter",
        "en",
        bytes(32),
        {"a-copies": Answer(card=bytes(32), tell="no"), "z": Answer(card=bytes(32), tell="no")},
    )
    [row] = [row for row in compare(ours, theirs, CARDS) if row.card.id == "a-copies"]
    assert row.standing == "other-card" and not row.apart
    assert not_here((ours, theirs), CARDS) == ["z"]
