"""What is found in public texts, where, and why; and what is not said to be absent."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.readouts import scan
from detente.readouts.lexicon import concepts
from detente.readouts.normal import normalise

TUNED = Path(__file__).parent / "tuned"
ROWS = [json.loads(line) for line in (TUNED / "sentences.jsonl").read_text("utf-8").splitlines()]


def found(text: str) -> set[str]:
    return {one.concept for one in scan(text).findings}


def test_every_offset_leads_back_to_the_words_of_the_original() -> None:
    text = "標題\n\n雙方就人 工 智\u200b 慧失控風險交換意見。\r\n"
    text += "The two sides agreed on a channel of\ncommunication for AI inci\u00addents."
    scanned = scan(text)
    said = {one.concept: text[one.start : one.end] for one in scanned.findings}
    assert said["loss-of-control"].startswith("人 工 智") and said["loss-of-control"].endswith("失控")
    assert said["communication-channel"] == "channel of\ncommunication"
    assert said["ai-incident"] == "AI inci\u00addents"
    for one in scanned.findings:
        assert text[one.start : one.end] == one.said and one.said in scanned.sentence(one.index)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("⻛险", "风险"),
        ("⼈⼯智能", "人工智能"),
        ("人 工 智 能", "人工智能"),
        ("飛彈", "飞弹"),
        ("ＡＩ", "AI"),
        ("“x”", "“x”"),
    ],
)
def test_radicals_spacing_traditional_and_wide_forms_are_read_as_one(written: str, read: str) -> None:
    assert normalise(written).cased == read


def test_a_text_broken_by_width_is_joined_and_paragraphs_stay_apart() -> None:
    wrapped = "双方就人工智能问题交换了意见，并同意继续就人工智\n能失控风险保持沟通，双方还讨论了其他"
    wrapped += "共同关心的若干\n问题并商定下一步安排。\n\n下一段。"
    assert "loss-of-control" in found(wrapped)
    assert normalise(wrapped).cased.count("\n") == 1


def test_a_title_and_a_date_are_not_joined_to_what_follows_in_a_text_broken_by_width() -> None:
    text = "Heron and Tern hold AI talks in Oslo\n2026-03-03 10:15\nThe two sides exchanged views on AI risks and\n"
    text += "agreed to keep the channel of communication open between their capitals and\ntheir institutes."
    scanned = scan(text)
    assert scanned.normal.wrapped
    said = [scanned.sentence(index) for index in range(len(scanned.sentences))]
    assert said[:2] == ["Heron and Tern hold AI talks in Oslo", "2026-03-03 10:15"] and len(said) == 3
    assert (scanned.meta["title"], scanned.meta["date"]) == ("Heron and Tern hold AI talks in Oslo", "2026-03-03")


@pytest.mark.parametrize("row", [row for row in ROWS if row["trap"]], ids=lambda row: f"{row['id']} {row['trap']}")
def test_a_word_with_two_meanings_is_told_by_what_stands_beside_it(row: dict[str, object]) -> None:
    want = {concept for concept in row["concepts"] if concept != "ai-system"}  # type: ignore[attr-defined]
    assert found(str(row["text"])) - {"ai-system"} == want


def test_general_purpose_ai_or_agi_is_left_to_a_person_where_nothing_decides() -> None:
    scanned = scan("报告讨论了通用人工智能。")
    assert not {"general-purpose-ai", "artificial-general-intelligence"} & {one.concept for one in scanned.findings}
    assert scanned.not_claimed["general-purpose-ai"] == "trap:general:needs-a-person"
    assert "artificial-general-intelligence" in scanned.not_claimed


def test_strengthening_ai_governance_is_no_strong_ai() -> None:
    assert "artificial-general-intelligence" not in found("双方同意加强人工智能治理。")


def test_every_finding_says_form_rule_and_sentence() -> None:
    plain = scan("The two sides agreed to open a channel for AI incidents.").plain()
    assert plain["findings"]
    for one in plain["findings"]:
        assert one["form"] and one["rule"] and one["said"] in one["sentence"] and one["concept"] in concepts()


def test_absence_names_forms_and_characters_and_is_refused_for_a_part_of_a_text() -> None:
    text = "The two sides discussed trade."
    claims = scan(text).plain()["not_found"]
    claim = next(one for one in claims if one["concept"] == "hotline")
    assert "热线" in claim["forms"]["zh"] and claim["characters"] == len(text) and claim["complete"] is True
    assert scan(text, complete=False).plain()["not_found"] == []


def test_nothing_is_claimed_absent_in_a_language_that_is_not_read() -> None:
    text = "Les deux parties ont discuté de la question de l'intelligence artificielle et des armes nucléaires. " * 4
    assert scan(text).plain()["not_found"] == []


def test_a_rejected_word_and_scattered_words_keep_absence_from_being_claimed() -> None:
    scanned = scan(
        "台湾问题是中美关系中第一条不可逾越的红线。The weights of the models were, he said, an object of theft."
    )
    assert scanned.not_claimed["ai-red-line"] == "other-sense"
    assert "weight-theft" not in scanned.not_found


def test_no_labelled_concept_is_ever_claimed_to_be_absent() -> None:
    wrong = [row["id"] for row in ROWS if set(row["concepts"]) & set(scan(row["text"]).not_found)]
    assert not wrong


def test_the_line_never_loads_the_lexicon() -> None:
    code = (
        "import importlib, pkgutil, sys, detente\n"
        "for room in ('codec', 'vocabulary', 'kinds', 'trust', 'line', 'views', 'bundle', 'store', 'node', 'api', 'locale'):\n"
        "    package = importlib.import_module('detente.' + room)\n"
        "    for one in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not one.name.startswith('detente.locale.readouts'):\n"
        "            importlib.import_module(one.name)\n"
        "print([name for name in sys.modules if name.startswith('detente.readouts')])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_concept_of_the_lexicon_has_forms_in_both_languages_and_a_known_broader_one() -> None:
    from detente.readouts.absence import searched

    for concept in concepts().values():
        assert concept.broader is None or concept.broader in concepts()
        if concept.scheme:
            assert searched()[concept.id]["en"] and searched()[concept.id]["zh"], concept.id


def test_a_neighbour_of_what_was_found_is_unclaimed_and_what_nothing_speaks_of_is_still_claimed() -> None:
    scanned = scan("The two sides agreed to set up a notification mechanism for AI incidents.")
    assert scanned.not_claimed["hotline"] == "kin-found"
    assert {"hotline", "communication-channel"}.isdisjoint(scanned.not_found)
    assert {"deepfake-escalation", "nc3-cyber-intrusion", "sensor-spoofing"} <= set(scanned.not_found)


def test_a_head_word_of_a_concept_without_a_form_makes_it_unclaimed_with_its_reason() -> None:
    scanned = scan("The envoy spoke about distillates of models and about channels.")
    assert "communication-channel" not in scanned.not_found
    assert scanned.not_claimed["communication-channel"] in ("head-word", "words-apart", "needs:ai-incident", "needs:ai")


@pytest.mark.parametrize(
    ("said", "concept"),
    [
        (
            "The minister warned that the most capable AI systems might slip out of their makers' control.",
            "loss-of-control",
        ),
        ("A human must always be kept in the loop.", "human-in-the-loop"),
        (
            "There should be no human out of the loop; weapons without a person in the loop are opposed.",
            "human-out-of-the-loop",
        ),
        ("Such tools might help groups to make chemical, biological or nuclear weapons.", "cbrn-uplift"),
        ("有人用合成语音冒充国家元首。", "leader-impersonation"),
        ("该无人艇的指控链路一度中断。", "command-link-loss"),
        ("模型察觉自己正在接受测试。", "evaluation-awareness"),
    ],
)
def test_words_in_another_order_or_joined_by_and_are_found(said: str, concept: str) -> None:
    assert concept in found(said)


@pytest.mark.parametrize(
    "said",
    [
        "China opposes overstretching the concept of national security and abusing export controls on AI chips.",
        "美方应停止滥用出口管制，停止对华人工智能企业无理打压。",
        "The AI talks were suspended because of the tariffs.",
        "The AI model contains errors.",
        "消费者投诉热线周一开通。",
        "Two men were caught after a jailbreak in the north.",
    ],
)
def test_a_wide_form_is_not_found_where_it_is_about_something_else(said: str) -> None:
    assert found(said) <= {"ai-system"}
