"""A scheme out of SKOS-XL that a tool has read and written again: Turtle or JSON-LD, in any order, with any prefixes.

Reading needs `rdflib` (the extra `words`); writing does not. Nothing is ever fetched: a JSON-LD file that names a context at an
address is refused before it is read. Statements that no property of ours or of SKOS stands for are left in the file.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from detente.codec.errors import Damaged, Local, Remote
from detente.words.building import KINDS, MOST, as_struct, assembled
from detente.words.graph import BASE, OURS, PLAIN, SAID, TAGS, name
from detente.words.scheme import Scheme
from detente.words.tables import text_of

Form = Literal["turtle", "json-ld"]


def read(data: bytes, form: Form) -> Scheme:
    """Inverse of `graph.turtle` and `graph.jsonld`. `Local("words-extra")` without rdflib; `Damaged("words-unreadable")`."""
    try:
        import rdflib
    except ImportError as error:
        raise Local("words-extra", package="rdflib") from error
    if len(data) > MOST:
        raise Remote("words-too-large", size=len(data), limit=MOST)
    text = text_of(data)
    if form == "json-ld":
        _nothing_to_fetch(text)
    graph = rdflib.Graph()
    try:
        graph.parse(data=text, format=form, publicID=BASE)
    except RecursionError as error:
        raise Damaged("words-unreadable", form=form, why="nested too deep") from error
    except Exception as error:  # each of its parsers has exceptions of its own
        raise Damaged("words-unreadable", form=form, why=str(error).strip()[:160]) from error
    return _Reader(graph).scheme()


def _nothing_to_fetch(text: str) -> None:
    """`Remote("words-remote-context")` for a context that stands at an address; `Damaged` for what is no JSON."""
    try:
        value = json.loads(text)
        waiting: list[Any] = [value]
        while waiting:
            one = waiting.pop()
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                contexts = one.get("@context")
                for context in contexts if isinstance(contexts, list) else [contexts]:
                    if isinstance(context, str) or (isinstance(context, dict) and "@import" in context):
                        raise Remote("words-remote-context", context=str(context)[:120])
                waiting += one.values()
    except (ValueError, RecursionError) as error:
        raise Damaged("words-unreadable", form="json-ld", why=str(error)[:160]) from error


class _Reader:
    """A graph of rdflib, asked for what a scheme holds. Nodes are rdflib's: untyped here."""

    def __init__(self, graph: Any) -> None:
        import rdflib

        self.graph = graph
        self.iri = rdflib.URIRef

    def all(self, subject: Any, property: str) -> list[Any]:
        return list(self.graph.objects(subject, self.iri(name(property).value)))

    def one(self, subject: Any, property: str, code: str) -> str:
        """The text of a property that may stand once. `Remote("words-twice")` when there are two."""
        found = self.all(subject, property)
        if len(found) > 1:
            raise Remote("words-twice", word=code, field=property)
        return str(found[0]) if found else ""

    def in_tongue(self, values: list[Any], tongue: str, code: str, field: str) -> str:
        wanted = TAGS[tongue].partition("-")[0]
        found = {
            str(value) for value in values if (getattr(value, "language", None) or "").lower().split("-")[0] == wanted
        }
        if len(found) > 1:
            raise Remote("words-twice", word=code, field=f"{field}@{wanted}")
        return next(iter(found), "")

    def subjects(self, type: str) -> list[Any]:
        return sorted(self.graph.subjects(self.iri(name("rdf:type").value), self.iri(name(type).value)))

    def scheme(self) -> Scheme:
        head: dict[str, str] = {}
        for where in self.subjects("skos:ConceptScheme")[:1]:
            head = {
                "name": self.one(where, "dct:title", "scheme"),
                "version": self.one(where, "d:version", "scheme"),
                "digest": self.one(where, "dct:identifier", "scheme"),
            }
        found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        for kind in ("area", "source", "target"):
            for where in self.subjects(f"d:{kind.capitalize()}"):
                found[kind].append(as_struct(KINDS[kind], self.plain(where)))
        matches: dict[str, list[Any]] = {}
        for where in self.subjects("skos:Concept"):
            plain = self.word(where)
            found["word"].append(as_struct(KINDS["word"], plain))
            for match in self.all(where, "d:match"):
                plain_match = self.plain(match)
                for tongue in TAGS:
                    plain_match[f"why_{tongue}"] = self.in_tongue(
                        self.all(match, "d:why"), tongue, plain["code"], "why"
                    )
                plain_match.pop("why", None)
                matches.setdefault(plain["code"], []).append(as_struct(KINDS["match"], plain_match))
        return assembled(head, found, matches)

    def plain(self, where: Any) -> dict[str, Any]:
        """Our own properties of a node, by their short names."""
        return {
            str(property).removeprefix(OURS): str(value)
            for property, value in self.graph.predicate_objects(where)
            if str(property).startswith(OURS)
        }

    def word(self, where: Any) -> dict[str, Any]:
        code = self.one(where, "skos:notation", str(where)) or _last(where)
        plain: dict[str, Any] = {"code": code, "area": self.one(where, "d:area", code)}
        labels = [
            form for label in self.all(where, "skosxl:prefLabel") for form in self.all(label, "skosxl:literalForm")
        ]
        labels = labels or self.all(where, "skos:prefLabel")
        for tongue in TAGS:
            plain[tongue] = self.in_tongue(labels, tongue, code, "prefLabel")
            for field, short in SAID.items():
                plain[f"{field}_{tongue}"] = self.in_tongue(self.all(where, short), tongue, code, short)
        for field, short in PLAIN.items():
            plain[field] = self.one(where, short, code)
        plain["broader"] = self.at(where, "skos:broader", code)
        plain["replaced_by"] = self.at(where, "dct:isReplacedBy", code)
        plain["sources"] = " | ".join(_last(source) for source in self.all(where, "dct:source"))
        return plain

    def at(self, where: Any, property: str, code: str) -> str:
        said = self.one(where, property, code)
        return _last(said) if said else ""


def _last(iri: Any) -> str:
    """The last part of an address: of our own, the code."""
    return str(iri).replace("#", "/").replace(":", "/").rstrip("/").rpartition("/")[2]
