"""What the fingerprint word list promises to the two people reading it aloud."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files

LINES = (files("detente.trust") / "words.tsv").read_bytes().decode("utf-8").split("\n")
PAIRS = [tuple(line.split("\t")) for line in LINES[:-1]]
ENGLISH = [pair[0] for pair in PAIRS]
CHINESE = [pair[-1] for pair in PAIRS]


def repeated(items: Iterable[str]) -> list[str]:
    return sorted(item for item, times in Counter(items).items() if times > 1)


def test_there_is_a_word_for_every_eleven_bit_index() -> None:
    assert len(PAIRS) == 2048


def test_the_file_ends_with_one_newline_and_has_no_carriage_returns() -> None:
    assert LINES[-1] == ""
    assert not [line for line in LINES if "\r" in line]


def test_every_line_is_one_english_word_and_one_chinese_word() -> None:
    assert [pair for pair in PAIRS if len(pair) != 2] == []


def test_english_words_use_only_lowercase_letters_and_are_three_to_eight_long() -> None:
    assert [word for word in ENGLISH if not re.fullmatch("[a-z]{3,8}", word)] == []


def test_no_english_word_appears_twice() -> None:
    assert repeated(ENGLISH) == []


def test_no_two_english_words_share_their_first_four_letters() -> None:
    assert repeated(word[:4] for word in ENGLISH) == []


def test_chinese_words_are_exactly_two_han_characters() -> None:
    assert [word for word in CHINESE if not re.fullmatch("[\u4e00-\u9fff]{2}", word)] == []


def test_no_chinese_word_appears_twice() -> None:
    assert repeated(CHINESE) == []


def test_the_list_is_in_english_alphabetical_order() -> None:
    assert sorted(ENGLISH) == ENGLISH


def test_no_word_carries_an_unlucky_or_forbidden_character() -> None:
    assert [word for word in CHINESE if set(word) & set("死四战敌党军")] == []
    assert not {"热线", "对手", "承认", "警告", "缓和"} & set(CHINESE)
