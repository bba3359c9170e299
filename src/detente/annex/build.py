"""Documents of the annex: one form, blank or with a message on it; the code tables; the whole annex."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from detente.annex.forms import FORMS, Form
from detente.annex.paper import Head, after, before, digest, digests, footer, grouped, title
from detente.annex.places import Filled, both, field_of, label, word
from detente.codec.errors import Local
from detente.documents import Both, Document, Grid, Heading, Prose, Sheet, Table, Title
from detente.documents.measure import settled
from detente.documents.model import Block, Languages, Paper, Row
from detente.vocabulary import current

MARK = "EXAMPLE 示例"
ISSUED = 1_796_083_200_000  # ms UTC, 2026-12-01: the date in the properties of a blank form; no form shows it
LONG = 60  # characters from which a text may be moved to a continuation sheet


def sheet(form: Form, head: Head | None = None, filled: Filled | None = None, mark: str = "") -> Sheet:
    """The form on one page."""
    rows: tuple[Row, ...] = tuple(tuple(field_of(form, place, filled) for place in row) for row in form.rows)
    blocks = (title(form, mark), Grid((*before(form, head), *rows, *after(form))))
    return Sheet(blocks, footer(form), fit=True)


def document(
    form: Form,
    head: Head | None = None,
    filled: Filled | None = None,
    mark: str = "",
    languages: Languages = ("en", "zh"),
    paper: Paper = "a4",
) -> Document:
    """The form as a file. Texts that its page has no room for, the longest first, stand whole on a continuation sheet."""
    first = sheet(form, head, filled, mark)
    name = f"{form.number} {title(form, '').text.en}"
    about = f"annex {form.number} version {form.version} {grouped(digest(form))}"
    made = Document(name, (first,), languages, paper, about, ISSUED)
    moved: list[tuple[str, str]] = []
    held: dict[str, dict[str, Any]] = {section: dict(values) for section, values in (filled or {}).items()}
    while True:
        try:
            settled(first, made)
            break
        except Local as error:
            if error.code != "page-overflow" or filled is None:
                raise
            longest = _longest(held)
            if longest is None:
                raise
            section, field = longest
            moved.append((f"{section}.{field}", held[section][field]))
            held[section][field] = "  ".join(said for _, said in both("annex.continued").chosen(languages))
            first = sheet(form, head, held, mark)
    sheets = (first, _continued(form, moved, head, mark)) if moved else (first,)
    return dataclasses.replace(made, sheets=sheets)


def _longest(held: Mapping[str, Mapping[str, Any]]) -> tuple[str, str] | None:
    texts = [
        (len(value), section, field)
        for section, values in held.items()
        for field, value in values.items()
        if isinstance(value, str) and len(value) > LONG and section != "coded"
    ]
    return max(texts)[1:] if texts else None


def _continued(form: Form, moved: Sequence[tuple[str, str]], head: Head | None, mark: str) -> Sheet:
    """Texts that the form's page had no room for, whole, in the order of the form."""
    words = current()
    name = both("annex.continuation")
    blocks: list[Block] = [Title(name, form.number, Both(head.number, head.number) if head else None, mark)]
    for path, said in moved:
        field = path.partition(".")[2]
        blocks += [Heading(label(field, words), path), Prose(said)]
    return Sheet(tuple(blocks), footer(form))


def tables(kind: str = "") -> Sheet:
    """Every code that a form has no room to print with its words: areas, classes of event, activities."""
    words = current()
    code, both_labels = both("annex.code"), both("annex.label")
    areas = tuple((code_, word(words.areas, code_)) for code_ in words.areas)
    classes = tuple((row["area"], one, Both(str(row["en"]), str(row["zh"]))) for one, row in words.concepts.items())
    activities = words.codes["activity"]
    blocks: tuple[Block, ...] = (
        Title(both("annex.tables"), "T", both("annex.of")),
        Heading(label("area", words), "T1"),
        Table((code, both_labels), areas, (1, 11)),
        Heading(label("class", words), "T2"),
        Prose(both("annex.tables.class")),
        Table((label("area", words), code, both_labels), classes, (2, 10, 19)),
        Heading(label("activity", words), "T3"),
        Table((code, both_labels), tuple((one, word(activities, one)) for one in activities), (3, 9)),
    )
    return Sheet(blocks, (both("annex.title"), *digests(None)))


def cover() -> Sheet:
    """What the annex is, how a form is filled in, and which forms there are with their digests."""
    words = current()
    kinds = words.codes["kind"]
    listed = tuple(
        (
            form.number,
            Both(
                "; ".join(str(kinds[k]["en"]) for k in form.kinds), "；".join(str(kinds[k]["zh"]) for k in form.kinds)
            ),
            str(form.version),
            grouped(digest(form)),
        )
        for form in FORMS
    )
    rules = tuple(
        Prose(Both(f"{number}  {rule.en}", f"{number}  {rule.zh}"))
        for number in range(1, 8)
        for rule in (both(f"annex.rule.{number}"),)
    )
    heads = (both("annex.form"), both("annex.carries"), both("annex.version"), both("annex.digest"))
    blocks: tuple[Block, ...] = (
        Title(both("annex.title"), "", both("annex.under")),
        *rules,
        Heading(both("annex.forms")),
        Table(heads, listed, (2, 12, 2, 5)),
    )
    return Sheet(blocks, (both("annex.title"), *digests(None)))


def whole(examples: Mapping[str, tuple[Head, Filled]], languages: Languages, paper: Paper) -> Document:
    """Cover, every form blank and (where there is one) with its example, and the code tables: one file."""
    sheets: list[Sheet] = [cover()]
    for form in FORMS:
        sheets.append(sheet(form))
        if form.number in examples:
            head, filled = examples[form.number]
            sheets.append(sheet(form, head, filled, MARK))
    sheets.append(tables())
    return Document(both("annex.title").en, tuple(sheets), languages, paper, "annex", ISSUED)
