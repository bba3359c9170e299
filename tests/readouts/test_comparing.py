"""Texts beside each other: planted differences are found, nothing else is alarmed about, and the ladder says what earned it."""

import json
from pathlib import Path

import pytest
from bench.readout_scores import answers

from detente.locale import readouts, readouts_pages
from detente.readouts import compare, scan

TUNED = Path(__file__).parent / "tuned"
PAIRS = sorted(path.parent for path in TUNED.glob("*/labels.json"))


def texts(folder: Path) -> tuple[str, str]:
    return (folder / "a.txt").read_text("utf-8"), (folder / "b.txt").read_text("utf-8")


@pytest.mark.parametrize("folder", PAIRS, ids=lambda path: path.name)
def test_what_was_planted_in_a_pair_is_found_with_at_most_one_false_alarm(folder: Path) -> None:
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    a, b = texts(folder)
    found = compare([scan(a), scan(b)])
    answered = [[row for row in found["differences"] if answers(one, row, (a, b))] for one in labels["planted"]]
    assert all(answered)
    assert sum(1 for row in found["differences"] if not any(row in rows for rows in answered)) <= 1
    if "ladder" in labels:
        assert found["ladder"]["rung"] == labels["ladder"]["rung"]


@pytest.mark.parametrize("folder", PAIRS, ids=lambda path: path.name)
def test_exchanging_the_texts_exchanges_the_differences(folder: Path) -> None:
    a, b = (scan(text) for text in texts(folder))
    one, other = compare([a, b])["differences"], compare([b, a])["differences"]
    words = ("different-word", "same-word-different-thing")  # of these, the first text names the concept

    def kinds(rows: list[dict[str, object]]) -> list[tuple[object, object]]:
        return sorted((row["type"], row["certain"]) for row in rows if row["type"] not in words)

    assert kinds(one) == kinds(other)
    assert compare([a, b])["ladder"]["rung"] == compare([b, a])["ladder"]["rung"]


def test_two_texts_that_say_the_same_differ_in_nothing() -> None:
    text = texts(PAIRS[0])[0]
    assert compare([scan(text), scan(text)])["differences"] == []


def test_nothing_is_said_by_one_only_where_the_other_text_is_a_part() -> None:
    a = scan("The two sides agreed to a hotline on AI.")
    assert any(row["type"] == "said-by-one" for row in compare([a, scan("The two sides met.")])["differences"])
    cut = compare([a, scan("The two sides met.", complete=False)])
    assert not any(row["type"] == "said-by-one" for row in cut["differences"])
    assert not any(side["claimed"] for row in cut["matrix"] for side in row["sides"] if side["act"] == "not-found")


def test_every_rung_stands_on_a_sentence_of_the_text() -> None:
    a = "The two sides agreed to hold the next round of talks on AI loss of control in March 2027. They agreed to a hotline."
    found = compare([scan(a), scan("双方讨论了人工智能。")])["ladder"]
    assert found["rung"] == "talks-one"
    assert found["sides"][0]["rung"] == "channel"
    assert all(one["sentence"] in a for one in found["sides"][0]["earned"].values())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_needs_nothing_else_and_marks_every_finding_once(language: str) -> None:
    a, b = (scan(text, meta={"title": "<b>EXAMPLE</b> & 示例"}) for text in texts(PAIRS[1]))
    found = {**compare([a, b]), "mode": "sides"}
    found["texts"] = [
        {**about, "source": "a.txt", "taken": "2026-01-01", "bytes_sha256": "00"} for about in found["texts"]
    ]
    page = readouts_pages.page(found, [a, b], language)
    assert "http" not in page and "<script" not in page and "<b>EXAMPLE" not in page
    assert (
        page.count("<mark")
        == len(readouts_pages.highlighted(a, language).split("<mark"))
        - 1
        + len(readouts_pages.highlighted(b, language).split("<mark"))
        - 1
    )
    for one in a.findings:
        assert one.said in page
    assert found["differences"][0]["a"]["sentence"] in readouts_pages.markdown(found, language)
    assert any("agreed" in line for line in readouts.compared(found, "en"))
