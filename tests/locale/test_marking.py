"""Words of the glossary and the vocabulary are found where they stand in prose, in either language, and only there."""

from __future__ import annotations

import itertools

import pytest

from detente.locale.glossary import glossary
from detente.locale.marking import in_message, look_up, marks, plain
from detente.vocabulary import current


def found(text: str) -> list[tuple[str, list[str]]]:
    return [(mark.said, [meaning.id for meaning in mark.meanings]) for mark in marks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We notified you of an incident.", [("notified", "notice"), ("incident", "incident")]),
        ("Two Incidents; both parties' desks", [("Incidents", "incident"), ("parties", "party")]),
        (
            "A loss of control of an AI system is no prompt injection.",
            [("loss of control of an AI system", "loss-of-control"), ("prompt injection", "prompt-injection")],
        ),
        ("Prompt\ninjections were seen", [("Prompt\ninjections", "prompt-injection")]),
        ("acknowledging or acknowledged", [("acknowledging", "acknowledge"), ("acknowledged", "acknowledge")]),
        ("我方已就智能体越权行为作情况通报。", [("智能体越权行为", "unauthorised-agent-action"), ("情况通报", "notice")]),
        ("模型提示注入引发事件", [("提示注入", "prompt-injection"), ("事件", "incident")]),
        ("该 incident 属于恶意使用", [("incident", "incident"), ("恶意使用", "malicious-use")]),
    ],
)  # fmt: skip
def test_words_are_found_in_either_language_and_in_both_mixed(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == [(said, [ident]) for said, ident in expected]


@pytest.mark.parametrize(
    "text",
    [
        "We noticed the coincidental incidence.",
        "Close the window; the decline of markets; a line of text; test it.",
        "prompt. Injection follows",
        "",
        "\n\t  ",
        "12345 —— ……",
        "🛰️" * 50,
    ],
)
def test_what_only_resembles_a_word_is_left_alone(text: str) -> None:
    assert marks(text) == []


def test_offsets_are_code_points_and_cut_out_exactly_what_is_said() -> None:
    text = "🛰️🛰️ 提示注入 — Incident"
    for mark in marks(text):
        assert text[mark.start : mark.end] == mark.said
    assert [(mark.start, mark.end) for mark in marks(text)] == [(5, 9), (12, 20)]


def test_the_longest_word_counts_and_none_overlap() -> None:
    text = "涉核指挥控制环节人类控制存疑，智能体越权行为；AI assistance in acquiring or using biological weapons"
    hits = marks(text)
    assert [m.said for m in hits] == [
        "涉核指挥控制环节人类控制存疑",
        "智能体越权行为",
        "AI assistance in acquiring or using biological weapons",
    ]
    assert all(a.end <= b.start for a, b in itertools.pairwise(hits))


def test_one_word_with_two_meanings_shows_both() -> None:
    [mark] = marks("与安全有关")
    assert {meaning.id for meaning in mark.meanings} == {"security", "safety"}


def test_every_label_of_every_concept_is_found_whole_in_both_languages() -> None:
    for code, row in current().concepts.items():
        for label in (row["en"], row["zh"]):
            before = "see " if label.isascii() else "见"
            assert any(code == m.id for mark in marks(f"{before}{label}.") for m in mark.meanings), label


def test_every_word_marked_has_a_definition_in_both_languages() -> None:
    for term in glossary().terms:
        for form in term.in_prose:
            [mark] = [m for m in marks(form) if (m.start, m.end) == (0, len(form))]
            assert all(meaning.define_en and meaning.define_zh for meaning in mark.meanings), form


def test_the_same_text_gives_the_same_marks_whoever_asks() -> None:
    text = "Our incident, your incident: 我方事件，贵方事件。"
    swapped = "Your incident, our incident: 贵方事件，我方事件。"
    assert [m.meanings for m in marks(text)] == [m.meanings for m in marks(swapped)]


def test_the_largest_text_of_nothing_but_beginnings_of_words_has_no_marks() -> None:
    for text in ("loss of control of an AI " * 2600, "人工智能失" * 4300, "涉核指挥控制环节人类控制存" * 1600):
        assert marks(text) == []


def test_marks_of_a_message_are_of_its_prose_and_never_of_its_codes() -> None:
    message = {
        "content": {"vocab": current().digest},
        "sections": {
            "coded": {"class": "prompt-injection", "asks": ["information"]},
            "prose": {"language": "en", "plain": "An incident.", "why": "No word here."},
            "courtesy": {"language": "zh", "plain": "一起事件。", "by": "person"},
        },
    }
    assert [(f.section, f.field, [m.said for m in f.marks]) for f in in_message(message)] == [
        ("prose", "plain", ["incident"]),
        ("courtesy", "plain", ["事件"]),
    ]


def test_marks_as_json_name_the_word_and_both_definitions() -> None:
    [row] = plain(marks("an incident"))
    assert (row["start"], row["end"], row["said"]) == (3, 11, "incident")
    [meaning] = row["meanings"]
    assert meaning["en"] == "incident" and meaning["zh"] == "事件" and meaning["define_zh"].endswith("。")


@pytest.mark.parametrize("word", ["notice", "Notified", "情况通报", "通报", "NOTICES"])
def test_a_word_is_looked_up_by_any_form_in_either_language(word: str) -> None:
    assert "notice" in [meaning.id for meaning in look_up(word)]


def test_a_part_of_a_word_finds_every_word_that_holds_it_and_nonsense_finds_none() -> None:
    assert {m.id for m in look_up("译文")} == {"courtesy-translation", "working-translation"}
    assert look_up("qqq") == [] and look_up("  ") == []
