"""What members have announced of themselves, as a status and an inbox say it."""

from __future__ import annotations

from typing import Any

import pytest

from detente.locale.announced import announcements

NOON = 1_790_769_600_000  # 2026-09-30 12:00 UTC
HELD: dict[str, Any] = {"party": "otter", "reference": "otter-4", "begins": NOON, "categories": ["question", "test"]}
LEAVES: dict[str, Any] = {"party": "heron", "reference": "heron-9", "begins": NOON}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "otter has suspended since 2026-09-30 12:00:00 UTC: question, tests in which persons take part (otter-4)",
        ),
        ("zh", "otter 自 2026-09-30 12:00:00 UTC 起暂停：问题、有人员参与的测试（otter-4）"),
    ],
)
def test_a_suspension_names_its_author_its_categories_and_its_time(lang: str, words: str) -> None:
    assert announcements({"suspended": [{**HELD, "ends": None}], "withdrawn": []}, lang) == [words]
    [until] = announcements({"suspended": [{**HELD, "ends": NOON + 3_600_000}], "withdrawn": []}, lang)
    assert "13:00" in until and until != words


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_leaving_and_having_left_are_told_apart(lang: str) -> None:
    leaves, left = (
        announcements({"suspended": [], "withdrawn": [{**LEAVES, "gone": gone}]}, lang) for gone in (False, True)
    )
    assert leaves != left and all("heron-9" in line and "12:00" in line for line in leaves + left)
