"""A scheme as SKOS-XL (W3C, SKOS reference of 18 August 2009, appendix B): triples, and Turtle and JSON-LD written from them.

Every label is a node of its own (`skosxl:Label`), so that something can be said of a label; the plain SKOS labels that follow
from them stand beside them for readers that know no SKOS-XL. An exact or close match also stands as the SKOS property it is;
*sounds alike* and *none* have none in SKOS and are notes of our own. What we add is under `urn:x-detente:`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from detente.words.scheme import Area, Match, Scheme, Source, Target, Word

SKOS = "http://www.w3.org/2004/02/skos/core#"
XL = "http://www.w3.org/2008/05/skos-xl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCT = "http://purl.org/dc/terms/"
OURS = "urn:x-detente:term:"
BASE = "urn:x-detente:"
PREFIXES = {"rdf": RDF, "skos": SKOS, "skosxl": XL, "dct": DCT, "d": OURS}
TAGS = {"en": "en", "zh": "zh-Hans"}
# What our relation is in SKOS, when the entry has an address.
RELATIONS = {
    "exact": "exactMatch",
    "broader": "broadMatch",
    "narrower": "narrowMatch",
    "partial": "relatedMatch",
}
SCHEME = BASE + "scheme"
# Field of a word → property, for texts in both languages and for those in neither.
SAID = {"define": "skos:definition", "note": "skos:scopeNote"}
PLAIN = {
    "asserts": "d:asserts",
    "evidence": "d:evidence",
    "status": "d:status",
    "reason": "d:reason",
}


@dataclass(frozen=True, order=True)
class Iri:
    value: str


@dataclass(frozen=True, order=True)
class Text:
    value: str
    tag: str = ""


Triple = tuple[Iri, Iri, Iri | Text]


def name(short: str) -> Iri:
    prefix, _, rest = short.partition(":")
    return Iri(PREFIXES[prefix] + rest)


def word_iri(code: str) -> Iri:
    return Iri(f"{BASE}word:{code}")


def triples(scheme: Scheme) -> list[Triple]:
    """All of it, each once, in one order."""
    found: list[Triple] = [
        (Iri(SCHEME), name("rdf:type"), name("skos:ConceptScheme")),
        (Iri(SCHEME), name("dct:title"), Text(scheme.name)),
        (Iri(SCHEME), name("d:version"), Text(scheme.version)),
        (Iri(SCHEME), name("dct:identifier"), Text(scheme.digest)),
    ]
    for kind, things in (("area", scheme.areas), ("source", scheme.sources), ("target", scheme.targets)):
        for thing in things:
            found += _thing(kind, thing)
    for area in scheme.areas:
        where = Iri(f"{BASE}area:{area.code}")
        found.append((where, name("rdf:type"), name("skos:Collection")))
        found += [(where, name("skos:member"), word_iri(word.code)) for word in scheme.words if word.area == area.code]
    for word in scheme.words:
        found += _word(word)
    return list(dict.fromkeys(triple for triple in found if not isinstance(triple[2], Text) or triple[2].value))


def _thing(kind: str, thing: Area | Source | Target) -> Iterator[Triple]:
    plain = msgspec.structs.asdict(thing)
    where = Iri(f"{BASE}{kind}:{plain.get('code') or plain['id']}")
    yield (where, name("rdf:type"), Iri(OURS + kind.capitalize()))
    for field, value in plain.items():
        yield (where, Iri(OURS + field), Text(value, TAGS.get(field, "")))


def _word(word: Word) -> Iterator[Triple]:
    where = word_iri(word.code)
    yield (where, name("rdf:type"), name("skos:Concept"))
    yield (where, name("skos:inScheme"), Iri(SCHEME))
    yield (where, name("skos:notation"), Text(word.code))
    yield (where, name("d:area"), Text(word.area))
    for tongue, tag in TAGS.items():
        label, said = Iri(f"{BASE}label:{word.code}:{tongue}"), getattr(word, tongue)
        yield (where, name("skosxl:prefLabel"), label)
        yield (label, name("rdf:type"), name("skosxl:Label"))
        yield (label, name("skosxl:literalForm"), Text(said, tag))
        yield (where, name("skos:prefLabel"), Text(said, tag))
        for field, short in SAID.items():
            if value := getattr(word, f"{field}_{tongue}"):
                yield (where, name(short), Text(value, tag))
    for field, short in PLAIN.items():
        yield (where, name(short), Text(getattr(word, field)))
    if word.broader:
        yield (where, name("skos:broader"), word_iri(word.broader))
    if word.replaced_by:
        yield (where, name("dct:isReplacedBy"), word_iri(word.replaced_by))
    for source in word.sources:
        yield (where, name("dct:source"), Iri(f"{BASE}source:{source}"))
    for number, match in enumerate(word.matches):
        yield from _match(word, number, match)


def _match(word: Word, number: int, match: Match) -> Iterator[Triple]:
    where = Iri(f"{BASE}match:{word.code}:{number}")
    yield (word_iri(word.code), name("d:match"), where)
    yield (where, name("rdf:type"), name("d:Match"))
    for field, value in msgspec.structs.asdict(match).items():
        tag = TAGS.get(field.removeprefix("why_"), "") if field.startswith("why_") else ""
        property = "why" if tag else field
        if value:
            yield (where, Iri(OURS + property), Text(value, tag))
    if match.url and match.relation in RELATIONS:
        yield (word_iri(word.code), Iri(SKOS + RELATIONS[match.relation]), Iri(match.url))


# -- Turtle ------------------------------------------------------------------------------------------------------------


def turtle(scheme: Scheme) -> bytes:
    """RDF 1.1 Turtle; the same scheme is the same bytes."""
    said = [f"@prefix {prefix}: <{whole}> ." for prefix, whole in PREFIXES.items()]
    for subject, pairs in _by_subject(triples(scheme)).items():
        lines = [f"{_turtle(property)} {', '.join(map(_turtle, values))}" for property, values in pairs.items()]
        said.append(f"\n{_turtle(subject)}\n  " + " ;\n  ".join(lines) + " .")
    return ("\n".join(said) + "\n").encode("utf-8")


def _by_subject(found: list[Triple]) -> dict[Iri, dict[Iri, list[Iri | Text]]]:
    grouped: dict[Iri, dict[Iri, list[Iri | Text]]] = {}
    for subject, property, value in found:
        grouped.setdefault(subject, {}).setdefault(property, []).append(value)
    return grouped


def _turtle(node: Iri | Text) -> str:
    if isinstance(node, Text):
        return _quoted(node.value) + (f"@{node.tag}" if node.tag else "")
    for prefix, whole in PREFIXES.items():
        rest = node.value.removeprefix(whole)
        if rest != node.value and rest.isascii() and rest.replace("_", "").isalnum():
            return "a" if (prefix, rest) == ("rdf", "type") else f"{prefix}:{rest}"
    return (
        "<"
        + "".join(_escaped(sign) if sign in '<>"{}|^`\\' or ord(sign) <= 0x20 else sign for sign in node.value)
        + ">"
    )


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04X}"


def _quoted(value: str) -> str:
    """A string of one line: what Turtle's short form may not hold is escaped."""
    said = (
        value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return '"' + "".join(_escaped(sign) if ord(sign) < 0x20 or sign == "\x7f" else sign for sign in said) + '"'


# -- JSON-LD -----------------------------------------------------------------------------------------------------------


def jsonld(scheme: Scheme) -> bytes:
    """JSON-LD 1.1, flattened, with its whole context inside: nothing is to be fetched to read it."""
    nodes = []
    for subject, pairs in _by_subject(triples(scheme)).items():
        node: dict[str, object] = {"@id": subject.value}
        for property, values in pairs.items():
            if property == name("rdf:type"):
                node["@type"] = [_short(one) for one in values if isinstance(one, Iri)]
                continue
            node[_short(property)] = [_json(one) for one in values]
        nodes.append(node)
    return (json.dumps({"@context": PREFIXES, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _json(node: Iri | Text) -> object:
    if isinstance(node, Iri):
        return {"@id": node.value}
    return {"@value": node.value, "@language": node.tag} if node.tag else {"@value": node.value}


def _short(node: Iri) -> str:
    said = _turtle(node)
    return "rdf:type" if said == "a" else node.value if said.startswith("<") else said
