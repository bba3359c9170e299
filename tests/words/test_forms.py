"""A scheme out and in again, exactly, in every form; and what readers that are not ours say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from detente.codec.errors import Remote
from detente.codec.text import check_text
from detente.node.homework import lists
from detente.vocabulary import current
from detente.words import building, graph
from detente.words.forms import FORMS
from detente.words.scheme import STATUSES, Area, Match, Scheme, Source, Target, Word, ordered, scheme_of

HERE = Path(__file__).parent
LISTS, WRONG = lists()
SHIPPED = scheme_of(current(), LISTS)
FEW = ("unexpected-model-behaviour", "loss-of-control", "prompt-injection")
SMALL = msgspec.structs.replace(SHIPPED, words=tuple(word for word in SHIPPED.words if word.code in FEW))
SHAPES = rdflib.Graph().parse(HERE / "skos-xl.shacl.ttl")
SKOS, XL = rdflib.Namespace(graph.SKOS), rdflib.Namespace(graph.XL)


def sayable(text: str) -> bool:
    try:
        check_text(text)
    except Remote:
        return False
    return "\ufffe" not in text and "\uffff" not in text


# Whatever may be signed may be exported: quotes, brackets, backslashes, line ends, formulas, markup of every form.
HARD = st.sampled_from(
    ["'", '"', "=1+1", "\\u0041", "\\", "\n", "\t", "@en", "<a>", "&amp;", "]]>", ", ", " | ", "{}", "-2", "  "]
)
ANY = st.text(max_size=20).filter(sayable) | HARD
LATIN = st.builds(
    lambda parts, word: f"{word} " + " ".join(parts),
    st.lists(st.sampled_from(["of", "a", "model"]) | HARD),
    st.just("Word"),
)
CHINESE = st.builds(
    lambda parts, word: word + "".join(parts), st.lists(st.sampled_from(["模型", "的"]) | HARD), st.just("用语")
)
NOTE_EN, NOTE_ZH = st.just("") | LATIN, st.just("") | CHINESE
CODES = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
PLAIN = {Area: {"en": NOTE_EN, "zh": NOTE_ZH}, Target: {}, Source: {}}


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    def made(kind: type[Any], key: str, codes: list[str]) -> list[Any]:
        fields = [name for name in kind.__struct_fields__ if name != key]
        return [kind(**{key: code}, **{name: draw(PLAIN[kind].get(name, ANY)) for name in fields}) for code in codes]

    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    sources = made(Source, "code", draw(st.lists(CODES, max_size=2, unique=True)))
    targets = made(Target, "id", draw(st.lists(CODES, max_size=2, unique=True)))
    areas = made(Area, "code", draw(st.lists(st.sampled_from("ABCM"), max_size=3, unique=True)))
    words = []
    for code in codes:
        matches = {
            one.code: one
            for one in draw(
                st.lists(
                    st.builds(
                        Match,
                        target=st.sampled_from([t.id for t in targets] or ["x"]),
                        relation=st.sampled_from(["exact", "broader", "narrower", "partial", "false-friend", "none"]),
                        code=ANY,
                        label=ANY,
                        section=ANY,
                        url=st.sampled_from(["", "https://example.org/a?b=<c>&d", "http://data.example/é"]),
                        why_en=NOTE_EN,
                        why_zh=NOTE_ZH,
                    ),
                    max_size=2,
                )
            )
        }
        others = st.sampled_from(["", *(other for other in codes if other != code)])
        words.append(
            Word(
                code,
                draw(st.sampled_from(["", "A", "X"])),
                "Word " + draw(st.sampled_from(["", '"x"', "(y)", "=", "a\\b"])),
                draw(CHINESE),
                draw(LATIN),
                draw(CHINESE),
                draw(ANY),
                draw(NOTE_EN),
                draw(NOTE_ZH),
                draw(st.sampled_from(["", "seen", "known", "proposed"])),
                draw(others),
                draw(st.sampled_from(["", *STATUSES])),
                draw(ANY),
                draw(others),
                tuple(draw(st.lists(st.sampled_from([s.code for s in sources] or ["s"]), max_size=2, unique=True))),
                tuple(matches.values()),
            )
        )
    return ordered(Scheme(draw(ANY), draw(ANY), draw(ANY), tuple(areas), tuple(sources), tuple(targets), tuple(words)))


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_shipped_scheme_with_every_mapping_goes_out_and_comes_in_exactly(form: str) -> None:
    assert not WRONG and len(LISTS) == 6
    data = FORMS[form].write(SHIPPED)
    assert FORMS[form].read(data) == SHIPPED
    assert FORMS[form].write(SHIPPED) == data, "the same scheme is the same bytes"


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(FORMS))
@given(scheme=schemes())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_scheme_goes_out_and_comes_in_exactly(form: str, scheme: Scheme) -> None:
    assert FORMS[form].read(FORMS[form].write(scheme)) == scheme


def parsed(form: str, scheme: Scheme) -> rdflib.Graph:
    return rdflib.Graph().parse(data=FORMS[form].write(scheme), format="turtle" if form.endswith("ttl") else "json-ld")


@pytest.mark.parametrize("form", ["skos-xl-ttl", "skos-xl-jsonld"])
def test_three_words_in_skos_xl_keep_the_shapes_of_the_standard(form: str) -> None:
    scheme = msgspec.structs.replace(SMALL, areas=SMALL.areas[:1])
    conforms, _, said = pyshacl.validate(parsed(form, scheme), shacl_graph=SHAPES, advanced=True)
    assert conforms, said


@pytest.mark.slow
@pytest.mark.parametrize("form", ["skos-xl-ttl", "skos-xl-jsonld"])
def test_skos_xl_is_read_by_rdflib_and_keeps_the_shapes_of_the_standard(form: str) -> None:
    found = parsed(form, SHIPPED)
    conforms, _, said = pyshacl.validate(found, shacl_graph=SHAPES, advanced=True)
    assert conforms, said
    words = list(found.subjects(rdflib.RDF.type, SKOS.Concept))
    assert len(words) == len(current().concepts)
    for word in words:
        forms = {
            str(x.language)[:2]: str(x)
            for label in found.objects(word, XL.prefLabel)
            for x in found.objects(label, XL.literalForm)
        }
        row = current().concepts[str(found.value(word, SKOS.notation))]
        assert forms == {"en": row["en"], "zh": row["zh"]}
    assert (
        rdflib.URIRef("urn:x-detente:word:prompt-injection"),
        SKOS.narrowMatch,
        rdflib.URIRef("https://atlas.mitre.org/techniques/AML.T0051"),
    ) in found


def test_turtle_and_json_ld_say_the_same_triples() -> None:
    turtle = rdflib.Graph().parse(data=graph.turtle(SHIPPED), format="turtle")
    linked = rdflib.Graph().parse(data=graph.jsonld(SHIPPED), format="json-ld")
    assert len(turtle) == len(linked) == len(graph.triples(SHIPPED)) and set(turtle) == set(linked)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda g, w, label: g.remove((label, XL.literalForm, None)),
        lambda g, w, label: g.add((label, XL.literalForm, rdflib.Literal("two", lang="en"))),
        lambda g, w, label: g.add((w, SKOS.prefLabel, rdflib.Literal("Another", lang="en"))),
        lambda g, w, label: g.remove((w, SKOS.inScheme, None)),
        lambda g, w, label: g.add((w, SKOS.broader, w)),
        lambda g, w, label: g.add((w, rdflib.RDF.type, SKOS.Collection)),
        lambda g, w, label: g.add((w, XL.altLabel, label)),
    ],
)
def test_the_shapes_refuse_what_the_standard_refuses(spoil: Any) -> None:
    found = parsed("skos-xl-ttl", msgspec.structs.replace(SMALL, areas=SMALL.areas[:1]))
    word = rdflib.URIRef("urn:x-detente:word:loss-of-control")
    spoil(found, word, next(found.objects(word, XL.prefLabel)))
    assert not pyshacl.validate(found, shacl_graph=SHAPES, advanced=True)[0]


def test_a_scheme_that_another_tool_has_written_again_is_read_the_same() -> None:
    found = rdflib.Graph().parse(data=graph.turtle(SHIPPED), format="turtle")
    for form, name in (("turtle", "skos-xl-ttl"), ("json-ld", "skos-xl-jsonld")):
        again = found.serialize(format=form, encoding="utf-8")
        assert again != FORMS[name].write(SHIPPED) and FORMS[name].read(again) == SHIPPED


def test_tbx_is_a_document_of_the_dialect() -> None:
    grammar = etree.RelaxNG(etree.parse(HERE / "tbx-basic.rng"))
    document = etree.fromstring(FORMS["tbx"].write(SHIPPED))
    assert grammar.validate(document), grammar.error_log
    assert len(document.findall(".//{*}conceptEntry")) == len(current().concepts)
    for change in (
        lambda d: d.set("type", "TBX-Other"),
        lambda d: d.find(".//{*}descrip").set("type", "anything"),
        lambda d: d.find(".//{*}ref").set("target", "w-not-there"),
        lambda d: d.find(".//{*}langSec").remove(d.find(".//{*}termSec")),
        lambda d: d.find(".//{*}conceptEntry").attrib.pop("id"),
    ):
        spoiled = etree.fromstring(FORMS["tbx"].write(SHIPPED))
        change(spoiled)
        assert not grammar.validate(spoiled)


@pytest.mark.slow
@given(scheme=schemes())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_scheme_is_tbx_of_the_dialect(scheme: Scheme) -> None:
    known = {word.code for word in scheme.words}
    assert {word.broader for word in scheme.words} <= {"", *known}
    grammar = etree.RelaxNG(etree.parse(HERE / "tbx-basic.rng"))
    assert grammar.validate(etree.fromstring(FORMS["tbx"].write(scheme))), grammar.error_log


def test_a_spreadsheet_finds_no_formula_in_a_table() -> None:
    word = msgspec.structs.replace(
        SHIPPED.words[0], note_en="=HYPERLINK(example) for a reader", asserts="'quoted", reason="+1"
    )
    scheme = ordered(msgspec.structs.replace(SHIPPED, words=(word,)))
    data = FORMS["csv"].write(scheme)
    assert data.startswith(b"\xef\xbb\xbf") and b",=HYPERLINK" not in data and b"'=HYPERLINK" in data
    assert FORMS["csv"].read(data) == scheme


def test_json_ld_carries_its_whole_context() -> None:
    context = json.loads(graph.jsonld(SHIPPED))["@context"]
    assert isinstance(context, dict) and all(isinstance(value, str) for value in context.values())
    assert len(graph.jsonld(SHIPPED)) * 10 < building.MOST, "room to grow"
