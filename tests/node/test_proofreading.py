"""What a person wrote is looked at before it is signed: nothing unseen in it, and in the language it is said to be in."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

import support
from detente.codec.errors import Local
from detente.codec.limits import MAX_TEXT
from detente.locale.errors import explain
from detente.locale.marking import marks
from detente.node import records
from detente.node.compose import sections_of
from detente.node.node import Node
from detente.node.proofreading import check_language, cleaned
from support import exchange

EXAMPLE = json.loads((Path(__file__).parents[2] / "examples" / "notices" / "a-agent.en.json").read_text("utf-8"))


def composed(**prose: str) -> Any:
    draft = copy.deepcopy(EXAMPLE)
    draft["prose"] = prose
    return sections_of("notice", draft, support.START)[0]["prose"]


def refused(**prose: str) -> Local:
    with pytest.raises(Local) as error:
        composed(**prose)
    return error.value


# -- language


@pytest.mark.parametrize(
    ("language", "plain"),
    [
        ("zh", "This is English."),
        ("zh", "OK"),
        ("zh", "Ceci est du français."),
        ("en", "这是中文。"),
        ("en", "这是一段较长的中文说明，其中只有一个 word"),
        ("en", "\U00020000\U00020001\U00020002"),
    ],
)
def test_a_text_in_another_language_than_it_names_is_refused_with_what_to_do(language: str, plain: str) -> None:
    error = refused(language=language, plain=plain)
    assert error.code == "draft-language" and error.values["section"] == "prose"
    assert "language" in explain(error.code, error.values, "en")[2]
    assert "语种" in explain(error.code, error.values, "zh")[2]


@pytest.mark.parametrize(
    ("language", "plain"),
    [
        ("en", "EXAMPLE 示例 — the word 事件 is theirs."),
        ("en", "They wrote “此情况不针对贵方，谨请知悉”."),
        ("zh", "系统 Autonomous trading agent GPT-5.5 (model-x) 运行 OK"),
        ("zh", "〇"),
        ("zh", "2026-11-25, 14:00"),
        ("en", "⚠️ 14:00"),
        ("zh", "⚠️"),
    ],
)
def test_quotations_names_numbers_and_emblems_are_their_authors_affair(language: str, plain: str) -> None:
    assert composed(language=language, plain=plain).plain == plain


def test_fields_of_one_text_are_judged_together() -> None:
    assert composed(language="zh", plain="有情况。", reference="EXAMPLE-A1", why="N/A").why == "N/A"


def test_each_translation_is_judged_by_its_own_language() -> None:
    right = {
        "prose": {"language": "en", "plain": "One."},
        "courtesy": {"language": "zh", "plain": "一。", "by": "machine"},
    }
    check_language(right)
    with pytest.raises(Local) as error:
        check_language({**right, "courtesy": {"language": "zh", "plain": "One.", "by": "person"}})
    assert error.value.values["section"] == "courtesy"


def test_the_rule_is_the_same_for_both_parties() -> None:
    """English in a text said to be Chinese, Chinese in one said to be English: refused alike."""
    one, other = refused(language="zh", plain="Text"), refused(language="en", plain="文字")
    assert one.code == other.code and set(one.values) == set(other.values)


# -- characters nobody sees


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u200d", "U+200D ZERO WIDTH JOINER"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("\x1b", "U+001B"),
        ("\x00", "U+0000"),
    ],
)
def test_a_character_nobody_sees_is_refused_with_its_place_and_name(character: str, name: str) -> None:
    error = refused(language="en", plain=f"One\r\ntwo{character} three")
    assert error.code == "draft-character"
    assert error.values == {"where": "prose.plain", "place": 8, "character": name}
    for language in ("en", "zh"):
        what, safe, then = explain(error.code, error.values, language)
        assert name in what and "8" in what and "prose.plain" in what and character not in what + safe + then


def test_half_a_character_is_refused_and_not_mended() -> None:
    assert refused(language="en", plain="One \ud800 two").code == "text-surrogate"


def test_a_typed_text_is_brought_to_the_one_spelling_that_is_signed() -> None:
    assert composed(language="en", plain="cafe\u0301\r\nnext\rlast").plain == "café\nnext\nlast"
    assert cleaned({"a": ["e\u0301", 3, None]}, "x") == {"a": ["é", 3, None]}


# -- much of one thing


def test_sixty_four_kilobytes_of_emblems_are_carried_and_shown(heron: Node, otter: Node) -> None:
    """Accepted up to the limit and not a byte over; shown by both sides as it was written."""
    many = "🛰" * (MAX_TEXT // 4)
    draft = copy.deepcopy(EXAMPLE)
    draft["prose"] = {"language": "en", "plain": many}
    sections, wanted = sections_of("notice", draft, support.START)
    line = heron.line()
    kept = heron.say(line, heron.write(line, "notice", sections, wanted))
    exchange(heron, otter)
    for node in (heron, otter):
        [row] = [item for item in records.queue(node, node.line()) if item["what"] == kept.what]
        said = records.message(node, node.line(), row)
        assert row["verdict"] == "accepted" and said["sections"]["prose"]["plain"] == many
    assert marks(many) == []
    assert refused(language="en", plain=many + "🛰").code == "text-too-long"


def test_a_text_cannot_pass_for_a_line_of_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    from detente.cli.messages import print_parts
    from detente.locale.render import Part

    print_parts([Part("prose", [("plain", "One\n\nDelivery and answers\n  otter: stored there")])])
    shown = capsys.readouterr().out.splitlines()
    assert [line for line in shown if "Delivery" in line or "otter" in line] == [
        "      | Delivery and answers",
        "      |   otter: stored there",
    ]
