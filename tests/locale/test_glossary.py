"""The product's own words: one term a meaning, in both languages, and none of the words that are never used."""

from __future__ import annotations

import re
from collections import Counter

import support
from detente.locale.glossary import Term, glossary
from detente.vocabulary import current

TERMS = {term.id: term for term in glossary().terms}
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def texts(term: Term) -> dict[str, str]:
    """Everything a person may read of a term but the words that are never used."""
    forms = {f"form/{form}": form for form in (*term.en, *term.zh)}
    return forms | {name: getattr(term, name) for name in ("define_en", "define_zh", "note_en", "note_zh")}


def test_no_term_stands_twice_and_no_form_has_two_meanings() -> None:
    assert len(TERMS) == len(glossary().terms) > 50
    for language in ("en", "zh"):
        forms = Counter(form.casefold() for term in TERMS.values() for form in getattr(term, language))
        assert not [form for form, times in forms.items() if times > 1]


def test_every_term_is_defined_in_one_sentence_in_each_language() -> None:
    for term in TERMS.values():
        assert term.define_en.endswith(".") and not re.search(r"\. [A-Z]", term.define_en), term.id
        assert term.define_zh.endswith("。") and term.define_zh.count("。") == 1, term.id
        assert HAN.search(term.define_zh) and not HAN.search(term.define_en), term.id
        assert bool(term.note_en) == bool(term.note_zh), term.id
        assert all(HAN.search(form) or form == "Detente" for form in term.zh), term.id
        assert not any(HAN.search(form) for form in term.en), term.id


def test_no_term_uses_a_word_that_is_never_used() -> None:
    bad = {
        (term.id, where): support.never_words(text) for term in TERMS.values() for where, text in texts(term).items()
    }
    assert not {where: words for where, words in bad.items() if words}


def test_the_never_lists_of_screens_are_those_of_the_terms() -> None:
    lists = glossary()
    for language in ("en", "zh"):
        whole = getattr(lists, f"screen_never_{language}")
        assert len(set(whole)) == len(whole) > 10
        assert {word for term in TERMS.values() for word in getattr(term, f"never_{language}")} == set(whole)


def test_what_is_said_of_a_form_is_said_of_a_form_the_term_has() -> None:
    for term in TERMS.values():
        assert set(term.in_prose) <= {*term.en, *term.zh}, term.id
        assert set(term.verbs_en) <= set(term.en), term.id


def test_every_kind_of_message_is_named_by_a_term() -> None:
    """A kind whose label is not in the glossary has no definition, no never list and no review: add a term to glossary.json."""
    named = {
        language: {f.casefold() for t in TERMS.values() for f in getattr(t, language)} for language in ("en", "zh")
    }
    missing = {
        code: (row["en"], row["zh"])
        for code, row in current().codes["kind"].items()
        if row["en"].casefold() not in named["en"] or row["zh"] not in named["zh"]
    }
    assert not missing


def test_no_term_counts_as_reviewed_before_a_terminologist_says_so() -> None:
    """Raise this number with the review, and write into docs/terminology.md who passed what."""
    assert [term.id for term in TERMS.values() if term.review == "passed"] == []
