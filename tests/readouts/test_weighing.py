"""The two axes: which words earn an act and a concreteness, and which do not."""

import pytest

from detente.readouts import scan
from detente.readouts.weighing import Weight


def weight(text: str, concept: str) -> Weight:
    return next(one.weight for one in scan(text).findings if one.concept == concept)


@pytest.mark.parametrize(
    ("text", "concept", "act"),
    [
        ("Both sides reached consensus on AI transparency.", "transparency", "principle"),
        ("双方就人工智能透明度达成共识。", "transparency", "principle"),
        ("双方原则上同意建立人工智能热线。", "hotline", "principle"),
        ("The two sides agreed to a hotline on AI.", "hotline", "agreed"),
        ("The two sides did not agree to a hotline on AI.", "hotline", "mentioned"),
        ("双方尚未就热线达成协议。", "hotline", "mentioned"),
        ("The two sides agreed to consider a hotline.", "hotline", "willingness"),
        ("If conditions permit, the two sides will open a hotline.", "hotline", "principle"),
        ("双方就热线问题坦诚交换了意见，同意建立沟通渠道。", "hotline", "exchanged-views"),
        ("双方就热线问题坦诚交换了意见，同意建立沟通渠道。", "communication-channel", "agreed"),
        ("Heron will open a hotline.", "hotline", "agreed"),
        ("The Heron side will open a hotline.", "hotline", "willingness"),
    ],
)
def test_an_act_is_what_the_main_verb_earns(text: str, concept: str, act: str) -> None:
    assert weight(text, concept).act == act


@pytest.mark.parametrize("words", ["in due course", "as soon as possible", "within the year", "later this year"])
def test_a_date_that_is_none_earns_no_date(words: str) -> None:
    held = weight(f"The two sides agreed to open a hotline {words}.", "hotline")
    assert held.concreteness == [] and held.not_dates == [words]


@pytest.mark.parametrize("words", ["适时", "尽快", "年内", "择期"])
def test_a_chinese_date_that_is_none_earns_no_date(words: str) -> None:
    held = weight(f"双方同意{words}建立热线。", "hotline")
    assert held.concreteness == [] and words in held.not_dates


def test_each_concreteness_names_the_words_that_earned_it() -> None:
    text = "The two sides agreed that a working group will report on AI incidents by 30 June 2027, with joint testing."
    held = weight(text, "ai-incident")
    assert held.concreteness == ["body", "date", "verification"]
    assert held.concrete_words["body"] == "working group" and "30 june" in held.concrete_words["date"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("The US side", "The Chinese side"), ("The Heron side", "The Tern side")],
)
def test_exchanging_the_sides_exchanges_nothing_but_who_speaks(one: str, other: str) -> None:
    said = "{} expressed concern about the theft of model weights."
    mine, theirs = weight(said.format(one), "weight-theft"), weight(said.format(other), "weight-theft")
    assert (mine.act, mine.concreteness) == (theirs.act, theirs.concreteness) and mine.who != theirs.who


def test_who_speaks_is_told_by_role_where_the_issuer_is_known() -> None:
    text = "The US side proposed a hotline. China called for a hotline on AI. Both sides agreed to a hotline."
    plain = scan(text, meta={"issuer": "us"}).plain()
    assert [one["role"] for one in plain["findings"] if one["concept"] == "hotline"] == ["issuer", "other-side", "both"]


def test_a_quotation_is_said_to_be_one() -> None:
    assert weight("The statement spoke of “a hotline” only.", "hotline").quoted
    assert not weight("The statement spoke of a hotline only.", "hotline").quoted


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("On 3 March 2027 the two sides agreed to set up a hotline for AI incidents.", set()),
        ("The two sides will open a hotline for AI incidents before the end of June.", {"date"}),
        ("The two sides met in Geneva on 14 May 2027 and exchanged views on the theft of model weights.", set()),
        ("双方回顾了2023年11月达成的关于模型权重窃取的共识。", set()),
        ("双方同意在3月底前开通人工智能事件热线。", {"date"}),
        ("The institutes will test frontier models together.", set()),
        ("They agreed to form a joint working group on AI safety.", {"body"}),
        ("代表团对模型权重窃取表示关切。", set()),
    ],
)
def test_a_day_that_is_over_and_a_ministry_that_only_speaks_make_nothing_concrete(said: str, kinds: set[str]) -> None:
    assert {kind for one in scan(said).findings for kind in one.weight.concreteness} == kinds


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("特使对将人工智能嵌入核指挥控制系统表示关切。", "concern"),
        ("双方将继续就模型权重窃取问题保持沟通。", "agreed"),
        ("The envoy expressed concerns over the theft of model weights.", "concern"),
        ("They oppose the use of AI by criminal groups.", "concern"),
        ("Both sides are committed to human control over the decision to use nuclear weapons.", "principle"),
    ],
)
def test_a_verb_in_the_plural_and_an_object_marker_earn_the_act_they_should(said: str, act: str) -> None:
    assert {one.weight.act for one in scan(said).findings} == {act}
