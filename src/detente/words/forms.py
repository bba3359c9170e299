"""The forms a scheme is written in and read from: one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.words import graph, rdf, tables, tbx
from detente.words.scheme import Scheme


@dataclass(frozen=True)
class Form:
    """`endings`: of a file's name, by which a form is told when nobody names it."""

    write: Callable[[Scheme], bytes]
    read: Callable[[bytes], Scheme]
    endings: tuple[str, ...]


FORMS: dict[str, Form] = {
    "csv": Form(tables.write, tables.read, (".csv",)),
    "skos-xl-ttl": Form(graph.turtle, lambda data: rdf.read(data, "turtle"), (".ttl",)),
    "skos-xl-jsonld": Form(graph.jsonld, lambda data: rdf.read(data, "json-ld"), (".jsonld", ".json")),
    "tbx": Form(tbx.write, tbx.read, (".tbx", ".xml")),
}
