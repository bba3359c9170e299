"""What every form has besides the fields of its kinds: who, to whom, when, which message; who received it; what form it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.annex.forms import Form
from detente.annex.places import DIGITS, both, label, shapes, word
from detente.codec.cbor import tagged_hash
from detente.documents import Band, Both, Field, Parts, Pattern, Tick, Ticks, Title, Written
from detente.documents.model import Row, Value
from detente.kinds import LATEST
from detente.vocabulary import current


@dataclass(frozen=True)
class Head:
    """What a message is besides its sections, already spelled; an empty string is left to be written in."""

    kind: str
    wanted: int
    party: str = ""
    to: str = ""
    number: str = ""
    line: str = ""
    context: str = ""
    said_at: str = ""
    re: str = ""
    thread: str = ""
    expires: str = ""


def _value(said: str) -> Value:
    return Written(said) if said else Field(Both("", "")).value


def title(form: Form, mark: str) -> Title:
    names = [word(current().codes["kind"], kind) for kind in form.titled or form.kinds]
    named = Both(" · ".join(name.en.capitalize() for name in names), " · ".join(name.zh for name in names))
    return Title(named, form.number, both("annex.of"), mark)


def before(form: Form, head: Head | None) -> tuple[Row, ...]:
    """From, to, number, line; which kind where a form carries several; when; how urgent; what it refers to."""
    words = current()

    def one(name: str, span: int, said: str) -> Field:
        return Field(label(name, words), name, _value(said), span, below=name in ("from", "number", "re"))

    blank = head or Head(form.kinds[0], -1)
    contexts = words.codes["context"]
    context = Ticks(tuple(Tick(word(contexts, code), code, code == blank.context) for code in contexts))
    said_at: Value = Written(blank.said_at) if blank.said_at else Pattern(DIGITS)
    rows: list[Row] = [
        (
            one("from", 3, blank.party),
            Field(both("annex.to"), "", _value(blank.to), 3, below=True),
            one("number", 3, blank.number),
            one("re", 3, blank.re),
        ),
        (
            one("line", 3, blank.line),
            one("thread", 3, blank.thread),
            Field(label("said_at", words), "said_at", said_at, 6),
        ),
    ]
    asked = [Field(label("context", words), "context", context)]
    if len(form.kinds) > 1:
        kinds = words.codes["kind"]
        ticks = tuple(Tick(word(kinds, kind), kind, head is not None and head.kind == kind) for kind in form.kinds)
        rows.append((Field(label("kind", words), "kind", Ticks(ticks)),))
    if any(not LATEST[kind].machine and LATEST[kind].replies != "acknowledgement" for kind in form.kinds):
        urgent = words.codes["wanted"]
        ticks = tuple(Tick(word(urgent, code), code, code == str(blank.wanted)) for code in urgent)
        asked.append(Field(label("wanted", words), "wanted", Ticks(ticks)))
    rows.append((Field(Both("", ""), value=Parts(tuple(asked)), lines=0),))
    return tuple(rows)


def after(form: Form) -> tuple[Row, ...]:
    """Who sent it; and, where the kind waits for an acknowledgement, the receiving office's own part: no position implied."""
    rows: list[Row] = [
        (Field(both("annex.sent-by"), span=9), Field(both("annex.pages"), span=3)),
    ]
    if any("acknowledgement" in LATEST[kind].awaits for kind in form.kinds):
        received = word(current().codes["received"], "received")
        rows += [
            (Band(both("annex.receiver"), note=Both(received.en.capitalize() + ".", received.zh + "。")),),
            (Field(both("annex.received-by"), span=7), Field(both("annex.received-at"), span=5)),
        ]
    return tuple(rows)


def _shape(of: Any) -> Any:
    """A type as plain data, for the digest: what a field may hold and nothing of how it is written here."""
    name = type(of).__name__
    inside = getattr(of, "item_type", None)
    if inside is not None:
        return [name, of.min_length, of.max_length, _shape(inside)]
    if hasattr(of, "values"):
        return [name, *map(str, of.values)]
    if hasattr(of, "types"):
        return [name, *map(_shape, of.types)]
    limits = ("ge", "le", "min_length", "max_length", "pattern")
    return [name, *(str(getattr(of, limit)) for limit in limits if getattr(of, limit, None) is not None)]


def digest(form: Form) -> bytes:
    """Of what a form asks: its number and version, every field with what it may hold and the vocabulary its labels are from."""
    fields = [
        [section, field, [_shape(of) for of in types]]
        for section, named in shapes(form).items()
        for field, types in named.items()
    ]
    kinds = [[kind, LATEST[kind].schema] for kind in form.kinds]
    return tagged_hash("annex-form", form.number, form.version, kinds, fields, current().digest)


def grouped(of: bytes) -> str:
    """The first 64 bits, in fours: to be compared by eye or read out."""
    shown = of.hex()[:16]
    return " ".join(shown[at : at + 4] for at in range(0, 16, 4))


def footer(form: Form) -> tuple[Both, ...]:
    """Number and version, and both digests: of the fields, and of the words their labels are from."""
    return (
        Both(form.number, form.number),
        both("annex.footer.form", version=form.version),
        *digests(form),
    )


def digests(form: Form | None) -> tuple[Both, ...]:
    """Each once, after its name in both languages."""
    found: list[Both] = []
    for key, of in ([("annex.footer.fields", digest(form))] if form else []) + [
        ("annex.footer.words", current().digest)
    ]:
        found += [both(key), Both(grouped(of), grouped(of))]
    return tuple(found)
