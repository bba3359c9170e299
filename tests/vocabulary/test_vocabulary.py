"""The words two parties may both sign: what every label, definition, note and example keeps to."""

import json
import re
import unicodedata
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import terminology_tool

import support

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DURATION = re.compile(r"([+-])P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def read(package: str, name: str) -> Any:
    return json.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))


SCHEME = read("detente.vocabulary", "scheme-1.json")
CONCEPTS = {c["id"]: c for c in SCHEME["concepts"]}
CODES = {field: {c["id"] for c in codes} for field, codes in SCHEME["codes"].items()}
NOTICES = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in (ROOT / "examples/notices").glob("*.json")}
STEMS = sorted({name.split(".")[0] for name in NOTICES})

# Concepts of the draft that may not come back under their old id: they accuse, name one side, or say
# one thing in English and another in Chinese.
WITHDRAWN = {
    "cbrn-uplift",
    "biological-uplift",
    "chemical-uplift",
    "radiological-nuclear-uplift",
    "capability-uplift",
    "cyber-uplift",
    "autonomous-platform-incursion",
    "unintended-engagement",
    "affected-third-state",
    "weight-theft",
    "proxy-actor",
    "unsafe-encounter",
    "ai-hazard",
    "severity-1",
    "severity-2",
    "severity-3",
    "severity-4",
    "severity-5",
    "unauthorised-distillation",
    "model-diversion",
    "nbcm-knowledge-proliferation",
    "notification-mechanism",
    "superintelligence",
    "unacceptable-autonomous-weapon",
    "containment-breach",
    "autonomous-cyberattack",
}
# ... and the Chinese words those corrections took out.
WITHDRAWN_ZH = (
    "能力提升",
    "误入",
    "闯入",
    "交战",
    "指控",
    "第三国",
    "安保",
    "窃取模型",
    "隐患",
    "未遂",
    "特别重大",
    "重大",
    "较大",
    "国家支持",
)
# A word on a never list that is part of a correct term: (word, the text it stands in) -> why.
# None is needed today.
ALLOWED: dict[tuple[str, str], str] = {}


def texts() -> Iterator[tuple[str, str]]:
    """Every string a person may read from the vocabulary, with the place it stands in; no ids, no sources."""
    for part in ("areas", "fields", "concepts"):
        for item in SCHEME[part]:
            for key, value in item.items():
                if key not in {"id", "area", "sources", "zh_evidence"}:
                    yield f"{part}/{item['id']}/{key}", value
    for field, codes in SCHEME["codes"].items():
        for code in codes:
            for key, value in code.items():
                if key != "id":
                    yield f"codes/{field}/{code['id']}/{key}", value


def example_texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"source", "coded", "times"}:
                yield from example_texts(inner, f"{where}/{key}")
    elif isinstance(value, str):
        yield where, value


def never_words(where: str, text: str) -> list[str]:
    bare = text
    for _, context in ALLOWED:
        bare = bare.replace(context, "")
    found = support.never_words(bare) + [w for w in WITHDRAWN_ZH if w in bare]
    return [f"{where}: {w}" for w in found]


def minutes(duration: str) -> int:
    match = DURATION.fullmatch(duration)
    assert match and any(match.groups()[1:]), duration
    days, hours, mins = (int(x or 0) for x in match.groups()[1:])
    return (days * 1440 + hours * 60 + mins) * (1 if match[1] == "+" else -1)


# --- the vocabulary


def test_the_vocabulary_says_which_it_is() -> None:
    assert (SCHEME["scheme"], SCHEME["version"]) == ("detente", 1)
    assert [a["id"] for a in SCHEME["areas"]] == ["A", "B", "C", "M"]


def test_there_are_at_most_sixty_concepts() -> None:
    assert 0 < len(SCHEME["concepts"]) <= 60


def test_no_id_stands_twice() -> None:
    lists = [SCHEME["areas"], SCHEME["concepts"], SCHEME["fields"], *SCHEME["codes"].values()]
    for items in lists:
        ids = [item["id"] for item in items]
        assert len(ids) == len(set(ids)), sorted(i for i in set(ids) if ids.count(i) > 1)


def test_no_label_stands_for_two_concepts() -> None:
    for language in ("en", "zh"):
        labels = [c[language].casefold() for c in SCHEME["concepts"]]
        assert len(labels) == len(set(labels)), sorted(x for x in set(labels) if labels.count(x) > 1)


def test_ids_of_concepts_are_plain() -> None:
    assert not [i for i in CONCEPTS if not KEBAB.fullmatch(i) or len(i) > 64]


def test_every_label_and_definition_stands_in_both_languages() -> None:
    bad = []
    for where, text in texts():
        key = where.rsplit("/", 1)[1]
        if key.startswith("note_") and not text:
            continue
        if not text or text != text.strip():
            bad.append(f"{where}: {text!r}")
        elif key in {"zh", "define_zh", "note_zh"} and not HAN.search(text):
            bad.append(f"{where}: no Chinese in {text!r}")
        elif key in {"en", "define_en"} and HAN.search(text):
            bad.append(f"{where}: Chinese in {text!r}")
    assert not bad, "\n".join(bad)


def test_a_usage_note_stands_in_both_languages_or_in_neither() -> None:
    assert not [i for i, c in CONCEPTS.items() if bool(c["note_en"]) != bool(c["note_zh"])]


def test_a_definition_is_one_sentence() -> None:
    bad = []
    for where, text in texts():
        if where.endswith("/define_en") and (not text.endswith(".") or re.search(r"\. [A-Z]", text)):
            bad.append(where)
        if where.endswith("/define_zh") and (not text.endswith("。") or text.count("。") != 1):
            bad.append(where)
    assert not bad, bad


def test_all_text_is_normalised_and_free_of_look_alike_characters() -> None:
    for package, name in (("detente.vocabulary", "scheme-1.json"), ("detente.locale", "glossary.json")):
        raw = resources.files(package).joinpath(name).read_text(encoding="utf-8")
        assert raw == unicodedata.normalize("NFC", raw), name
        odd = {c for c in raw if "\u2e80" <= c <= "\u2fdf" or unicodedata.category(c) in {"Cf", "Co", "Cn"}}
        assert not odd, (name, [hex(ord(c)) for c in odd])


def test_every_concept_says_how_its_labels_were_reviewed() -> None:
    for ident, concept in CONCEPTS.items():
        assert concept["same"].startswith("Both labels "), ident
        assert concept["zh_evidence"] in {"seen", "known", "proposed"}, ident
        assert concept["area"] in {"A", "B", "C", "M", "X"}, ident


def test_every_source_cited_is_named_in_full() -> None:
    cited = {s for c in CONCEPTS.values() for s in c["sources"]}
    assert all(c["sources"] for c in CONCEPTS.values())
    assert cited == set(SCHEME["sources"]), cited ^ set(SCHEME["sources"])


@pytest.mark.parametrize("area", ["A", "B", "C", "M"])
def test_a_word_under_discussion_never_delays_a_notice(area: str) -> None:
    other = CONCEPTS[f"other-{area.lower()}"]
    assert other["area"] == area
    assert "described in text" in other["en"] and "见文字说明" in other["zh"]


def test_unauthorised_agent_action_is_no_loss_of_control() -> None:
    assert SCHEME["broader"]["unauthorised-agent-action"] == "unexpected-model-behaviour"


def test_broader_concepts_exist_and_make_no_ring() -> None:
    broader = SCHEME["broader"]
    assert set(broader) | set(broader.values()) <= set(CONCEPTS)
    for start in broader:
        seen, here = {start}, start
        while here in broader:
            here = broader[here]
            assert here not in seen, start
            seen.add(here)


def test_no_withdrawn_concept_is_back() -> None:
    assert not WITHDRAWN & set(CONCEPTS)


def test_no_word_on_a_never_list_stands_in_the_vocabulary() -> None:
    found = [x for where, text in texts() for x in never_words(where, text)]
    assert not found, "\n".join(found)


def test_every_allowed_exception_is_still_needed() -> None:
    everything = "\n".join(text for _, text in texts())
    assert not [context for _, context in ALLOWED if context not in everything]


def test_loss_of_control_is_never_written_without_its_subject() -> None:
    assert not [w for w, t in texts() if "失控" in t.replace("人工智能失控", "")]


@pytest.mark.parametrize(
    ("field", "ids"),
    [
        ("wanted", "0 1 2 3"),
        ("status", "suspected confirmed ruled-out"),
        ("severity", "0 1 2 3 4 5"),
        ("confidence", "not-stated low moderate high"),
        ("ternary", "yes no unknown"),
        ("development", "contained ongoing worsening unknown"),
        ("realisation", "hazard near-miss actual unknown"),
        ("asks", "nothing information not-directed hold assist"),
        ("admission", "none author-states"),
        ("attribution", "not-asserted asserted-in-text"),
        ("handling", "tlp-clear tlp-green tlp-amber tlp-amber-strict tlp-red parties-only"),
        ("weights", "open closed unknown"),
        ("cause", "assumed established unknown"),
        ("received", "received"),
        ("verdict", "accepted not-understood refused"),
        ("consent", "agreed declined"),
        ("ground", "unilateral asked"),
        ("scope", "record messages"),
        ("context", "live exercise"),
        ("language", "en zh"),
    ],
)
def test_a_code_list_holds_its_codes_in_order(field: str, ids: str) -> None:
    assert [c["id"] for c in SCHEME["codes"][field]] == ids.split()


def test_first_kinds_of_message_have_a_name() -> None:
    assert {"notice", "acknowledgement", "keys"} <= CODES["kind"]


def test_severity_is_about_harm_and_is_no_legal_classification() -> None:
    for code in SCHEME["codes"]["severity"][1:]:
        assert code["en"].startswith(f"S{code['id']} ") and code["zh"].startswith(f"S{code['id']} ")
        assert "no legal classification" in code["define_en"] and "不构成任何法律上的定级" in code["define_zh"]


def test_fixed_sentences_are_word_for_word() -> None:
    def labels(field: str, ident: str) -> tuple[str, str]:
        (code,) = (c for c in SCHEME["codes"][field] if c["id"] == ident)
        return code["en"], code["zh"]

    assert labels("asks", "not-directed") == ("not directed at you", "此情况不针对贵方，谨请知悉")
    assert labels("received", "received") == ("received, no position implied", "已收悉，不代表任何立场")
    assert [labels("wanted", i)[1] for i in "0123"] == ["供知悉", "一个工作日内", "数小时内", "即刻"]


# --- the page for terminologists


def test_every_string_is_listed_for_a_terminologist() -> None:
    page = (ROOT / "docs" / "terminology.md").read_text(encoding="utf-8")
    assert terminology_tool.page(page) == page, "run scripts/terminology.py"
    assert f"| `{SCHEME['fields'][-1]['id']}` | {SCHEME['fields'][-1]['zh']} |" in page


# --- the example notices


def test_there_is_an_example_for_each_area_in_both_languages() -> None:
    assert {NOTICES[f"{s}.en.json"]["coded"]["area"] for s in STEMS} >= {"A", "B", "C"}
    assert set(NOTICES) == {f"{s}.{language}.json" for s in STEMS for language in ("en", "zh")}


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_an_example_uses_only_words_of_the_vocabulary(name: str) -> None:
    notice = NOTICES[name]
    coded = notice["coded"]
    concept = CONCEPTS[coded["class"]]
    assert concept["area"] == coded["area"]
    assert set(coded["also"]) <= set(CONCEPTS) - {coded["class"]}
    assert str(notice["wanted"]) in CODES["wanted"] and str(coded["severity"]) in CODES["severity"]
    assert set(coded["asks"]) <= CODES["asks"] and coded["asks"]
    for field in (
        "status",
        "confidence",
        "development",
        "realisation",
        "admission",
        "attribution",
        "handling",
    ):
        assert coded[field] in CODES[field], field
    for field in ("going_on", "touches", "public"):
        assert coded[field] in CODES["ternary"], field
    assert notice["system"]["weights"] in CODES["weights"] and notice["harm"]["cause"] in CODES["cause"]
    fields = {f["id"] for f in SCHEME["fields"]}
    for section in ("coded", "prose", "times", "system", "measures", "harm"):
        assert set(notice[section]) <= fields, set(notice[section]) - fields


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_an_example_is_seen_to_be_one(name: str) -> None:
    notice = NOTICES[name]
    for field in ("plain", "why"):
        assert notice["prose"][field].startswith("EXAMPLE 示例 — ")
    assert notice["prose"]["reference"].startswith("EXAMPLE-")
    assert notice["example"]["inspired_by"] and notice["example"]["source"]
    assert notice["coded"]["admission"] == "none" and notice["coded"]["attribution"] == "not-asserted"


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_an_example_is_written_in_the_language_it_names(name: str) -> None:
    notice = NOTICES[name]
    language = name.split(".")[1]
    assert notice["prose"]["language"] == language
    for part in ("prose", "measures", "harm"):
        for key, text in notice[part].items():
            if key in {"language", "reference", "cause"}:
                continue
            assert bool(HAN.search(text.replace("EXAMPLE 示例", ""))) == (language == "zh"), f"{part}.{key}"


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_an_example_uses_no_word_on_a_never_list(name: str) -> None:
    found = [x for where, text in example_texts(NOTICES[name], name) for x in never_words(where, text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_the_times_of_an_example_follow_one_another(name: str) -> None:
    times = {key: minutes(value) for key, value in NOTICES[name]["times"].items()}
    order = [times[k] for k in ("occurred_from", "detected", "confirmed") if k in times]
    assert order == sorted(order) and order[-1] <= 0 < times["next_word_by"]
    assert times.get("occurred_to", 0) >= times["occurred_from"]
    assert times.get("occurred_to", -1) <= 0


@pytest.mark.parametrize("stem", STEMS)
def test_both_variants_of_an_example_say_the_same_in_codes(stem: str) -> None:
    en, zh = NOTICES[f"{stem}.en.json"], NOTICES[f"{stem}.zh.json"]
    for part in ("wanted", "coded", "times"):
        assert en[part] == zh[part], part
    assert en["example"]["source"] == zh["example"]["source"]
    assert set(en["system"]) == set(zh["system"]) and en["system"]["weights"] == zh["system"]["weights"]
