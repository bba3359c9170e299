"""Spoken references: one of a kind, the same for both sides, and one character heard wrongly is noticed."""

from __future__ import annotations

import itertools
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.errors import Local
from detente.line.spoken import LETTERS, Spoken, check_letter, epoch_digits, spell, understand

MEMBERS = st.integers(1, 16)
NUMBERS = st.integers(1, 10**9)
EPOCHS = st.none() | st.integers(0, 9999).map(lambda number: f"{number:04}")
SPOKEN = st.builds(Spoken, MEMBERS, NUMBERS, EPOCHS)


def heard(text: str) -> Spoken | str | None:
    try:
        return understand(text)
    except Local as error:
        assert error.code == "reference-misheard"
        return error.code


@given(SPOKEN)
def test_what_is_spelled_is_understood(spoken: Spoken) -> None:
    text = spell(spoken)
    assert understand(text) == spoken
    assert understand(text.lower().replace("-", " — ")) == spoken


@given(SPOKEN, SPOKEN)
def test_two_things_never_have_one_reference(a: Spoken, b: Spoken) -> None:
    assert (spell(a) == spell(b)) == (a == b)


def test_the_first_ten_thousand_matters_of_a_line_of_eight_are_all_different() -> None:
    assert len({spell(Spoken(member, n)) for member in range(1, 9) for n in range(1, 10_001)}) == 80_000


@settings(max_examples=300)
@given(SPOKEN)
def test_one_character_heard_as_another_is_always_noticed(spoken: Spoken) -> None:
    text = spell(spoken)
    for place, right in enumerate(text):
        if right == "-":
            continue
        for wrong in (string.ascii_uppercase + string.digits).replace(right, ""):
            found = heard(text[:place] + wrong + text[place + 1 :])
            assert found is None or found == "reference-misheard", (text, place, wrong)


@given(SPOKEN)
def test_two_neighbouring_digits_exchanged_are_always_noticed(spoken: Spoken) -> None:
    text = spell(spoken)
    places = [i for i, c in enumerate(text) if c.isdigit()]
    for a, b in itertools.pairwise(places):
        if text[a] != text[b]:
            changed = list(text)
            changed[a], changed[b] = text[b], text[a]
            assert heard("".join(changed)) in (None, "reference-misheard"), text


@given(MEMBERS, NUMBERS)
def test_spoken_without_its_dash_it_is_one_thing_only(member: int, n: int) -> None:
    """`K12-0042` and `K1-20042` are the same row of digits: only one of them has that check letter."""
    digits = f"{member}{n:04}"
    letter = check_letter(member, f"{n:04}", None)
    readings = [
        (int(digits[:cut]), int(digits[cut:]))
        for cut in (1, 2)
        if 1 <= int(digits[:cut]) <= 16 and len(digits) - cut >= 4 and (len(digits) - cut == 4 or digits[cut] != "0")
    ]
    right = [(m, number) for m, number in readings if check_letter(m, f"{number:04}", None) == letter]
    assert right == [(member, n)]


def test_no_letter_given_rhymes_with_another_or_looks_like_a_digit() -> None:
    alike = ["BCDEGPTVZ", "AJ", "FS", "MN", "IY", "QU", "SX", "HA", "KJA"]
    for group in alike:
        assert len(set(group) & set(LETTERS)) <= 1, group
    assert not set(LETTERS) & set("OISBZG")
    assert len(set(LETTERS)) == 11


@pytest.mark.parametrize(
    "text", ["", "heron-2", "K7", "K7-", "K7-0042-", "K7-0042-1", "KK-0042", "K0-0042", "K7-0042\n-1", "abcdef"]
)
def test_other_texts_are_no_reference(text: str) -> None:
    assert heard(text) is None


def test_digits_of_an_epoch_are_the_same_everywhere() -> None:
    assert epoch_digits(bytes(16)) == epoch_digits(bytes(16)) != epoch_digits(bytes(15) + b"\x01")
    assert len(epoch_digits(b"x" * 16)) == 4
