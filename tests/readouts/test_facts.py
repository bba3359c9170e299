"""Numbers, dates, names and negations that disagree inside a pair, in the spellings that real announcements use."""

from __future__ import annotations

import pytest

from detente.readouts import compare, scan

APART = [
    ("number", "Forty percent of the AI experts are civilians.", "六成人工智能专家为文职人员。"),
    ("number", "百分之四十的人工智能专家为文职人员。", "六成人工智能专家为文职人员。"),
    ("number", "Twenty-five experts joined the AI dialogue.", "三十五名专家参加了人工智能对话。"),
    ("number", "The AI dialogue lasted half a day.", "人工智能对话持续两天。"),
    ("date", "The two sides agreed to hold AI talks next month.", "双方同意于明年举行人工智能对话。"),
    ("date", "The two sides agreed to hold AI talks in 2027.", "双方同意于二〇二八年举行人工智能对话。"),
    ("name", "The AI dialogue will be held in Geneva and Vienna.", "人工智能对话将在日内瓦和北京举行。"),
    ("negation", "The two sides agreed on a joint statement on AI.", "双方未就人工智能联合声明达成一致。"),
]
ALIKE = [
    ("Sixty percent of the AI experts are civilians.", "六成人工智能专家为文职人员。"),
    ("Thirty-five experts joined the AI dialogue.", "三十五名专家参加了人工智能对话。"),
    ("The AI dialogue lasted half a day.", "人工智能对话持续半天。"),
    ("The two sides agreed to hold AI talks next year.", "双方同意于明年举行人工智能对话。"),
    ("The two sides agreed to hold AI talks next year.", "双方同意于2027年举行人工智能对话。"),
    ("The two sides agreed to hold AI talks in 2028.", "双方同意于二〇二八年举行人工智能对话。"),
    ("The AI dialogue will be held in Geneva and Vienna.", "人工智能对话将在日内瓦举行。"),
    ("The two sides set up 3 AI teams.", "双方成立三个人工智能小组。"),
]


def kinds(one: str, other: str) -> set[str]:
    return {row["type"] for row in compare([scan(one), scan(other)])["differences"]}


@pytest.mark.parametrize(("kind", "one", "other"), APART)
def test_what_disagrees_is_said(kind: str, one: str, other: str) -> None:
    assert kind in kinds(one, other)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_agrees_in_another_spelling_is_no_difference(one: str, other: str) -> None:
    assert not kinds(one, other) & {"number", "date", "name", "negation"}
