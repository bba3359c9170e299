"""A form for a message of any kind: its fields in the order a person is asked, and what was typed read back into a draft.

A field's name is `SECTION.FIELD`; a time may be chosen as a span in `SECTION.FIELD~span` instead of typed. What no field of a
form can hold (supporting items of a draft that was cleared elsewhere) stays beside, as JSON, in `beside`. The eight questions
of a notice come first and are all that must be answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from detente.codec.errors import Local
from detente.kinds import LATEST
from detente.node.casebook import ms, of_ms, typed
from detente.node.compose import WANTED, moment
from detente.node.drafting import DEFAULTS, bare, fixed
from detente.vocabulary import current

Typed = Mapping[str, Sequence[str]]
Widget = Literal["one", "several", "concept", "concepts", "time", "line", "words", "lines"]
EIGHT = (
    *("coded.class", "prose.plain", "times.detected", "coded.going_on", "coded.touches", "coded.public"),
    *("coded.asks", "times.next_word_by"),
)
# What stands first in a form beside what a kind needs, in this order.
FIRST: dict[str, tuple[str, ...]] = {
    "notice": EIGHT,
    "advance-notice": (
        *("coded.activity", "coded.area", "times.begins", "times.ends", "prose.plain", "prose.where"),
        *("prose.contact", "coded.public"),
    ),
    "informal-contact": ("coded.area", "prose.plain"),
    "inquiry": ("coded.area", "prose.plain", "coded.seen", "times.detected", "times.reply_by"),
    "question": ("coded.about", "prose.plain", "times.reply_by"),
    "answer": ("coded.answer", "prose.plain", "times.next_word_by"),
    "update": ("prose.plain", "coded.going_on", "coded.status", "coded.severity", "times.next_word_by"),
    "correction": ("coded.extent", "coded.correcting", "prose.plain", "prose.was"),
    "close": ("coded.outcome", "prose.plain", "times.ended", "coded.severity"),
}
LAST = ("coded.handling",)  # beside what is wanted of the reader, and what the node may hold
PAST = {"detected", "occurred_from", "occurred_to", "confirmed", "ended", "stop_ordered", "stop_verified"}
SPANS = (0, 30, 60, 120, 180, 360, 720, 1440)  # minutes
NOT_TYPED = ("language",)
ALONE = ("example", "wanted")
_PER_MINUTE = 60_000
_NO_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2} )?\d{1,2}:\d{2}(:\d{2})?", re.ASCII)
_LONG = 400  # characters of what is asked in one line


@dataclass(frozen=True)
class Field:
    """One question. `table`: the vocabulary's table of its codes, where it has some."""

    section: str
    name: str
    widget: Widget
    codes: tuple[str, ...] = ()
    needed: bool = False
    default: str = ""

    @property
    def key(self) -> str:
        return f"{self.section}.{self.name}"

    @property
    def past(self) -> bool:
        return self.name in PAST


def fields(kind: str) -> tuple[list[Field], list[Field]]:
    """What is asked first, and what may be said beside."""
    known = LATEST[kind]
    found: dict[str, Field] = {}
    for section, shape in known.sections.items():
        if section.startswith("support-"):
            continue
        about = msgspec.inspect.type_info(shape)
        assert isinstance(about, msgspec.inspect.StructType)
        for one in about.fields:
            made = _field(kind, section, one, section in known.required)
            if made is not None:
                found[made.key] = made
    first = [found.pop(key) for key in FIRST.get(kind, ()) if key in found]
    first += [found.pop(key) for key in list(found) if found[key].needed and not found[key].default and key not in LAST]
    return first, [one for key, one in found.items() if key not in LAST]


def last(kind: str) -> list[Field]:
    """What stands beside the button: the handling mark, where the kind has one."""
    coded = LATEST[kind].sections.get("coded")
    if coded is None:
        return []
    about = msgspec.inspect.type_info(coded)
    assert isinstance(about, msgspec.inspect.StructType)
    made = [_field(kind, "coded", one, True) for one in about.fields if f"coded.{one.encode_name}" in LAST]
    return [one for one in made if one is not None]


def _field(kind: str, section: str, one: Any, of_needed: bool) -> Field | None:
    name, of = one.encode_name, bare(one.type)
    several = isinstance(of, msgspec.inspect.ListType)
    inner = bare(of.item_type) if isinstance(of, msgspec.inspect.ListType) else of
    if name in NOT_TYPED or fixed(inner) is not None:
        return None
    area = kind == "notice" and name == "area"  # of a notice the class says it
    needed = one.required and of_needed and not area and section != "courtesy"
    default = DEFAULTS.get(kind, {}).get(name, "")
    made = Field(section, name, "line", needed=needed, default=default)
    if area:
        return None
    if name in ("class", "also"):
        return _as(made, "concepts" if several else "concept")
    if isinstance(inner, msgspec.inspect.LiteralType):
        return _as(made, "several" if several else "one", _ordered(name, [str(value) for value in inner.values]))
    if section == "times":
        return _as(made, "time")
    if isinstance(inner, msgspec.inspect.IntType):
        return _as(made, "one", tuple(str(n) for n in range(6)))
    if not isinstance(inner, msgspec.inspect.StrType):
        return None
    if several:
        return _as(made, "lines")
    long = inner.max_length is None or inner.max_length > _LONG
    return _as(made, "words" if long else "line")


def _ordered(name: str, values: list[str]) -> tuple[str, ...]:
    """As the vocabulary has them: what claims most or is asked for most comes where a reader expects it."""
    tables = current().codes
    order = list(tables.get(name) or tables["ternary"])
    return tuple(sorted(values, key=lambda value: order.index(value) if value in order else len(order)))


def _as(field: Field, widget: Widget, codes: tuple[str, ...] = ()) -> Field:
    return Field(field.section, field.name, widget, codes, field.needed, field.default)


def when(text: str, now: int, field: str) -> int:
    """ms UTC of a time as a person types it; UTC where no zone is typed. `Local("time-unreadable")` and its like."""
    try:
        return moment(text, now, field)
    except Local:
        pass
    zoned = f"{text} UTC" if _NO_ZONE.fullmatch(text) else text  # never this machine's own zone
    try:
        return ms(typed(zoned, of_ms(now), field))
    except Local as error:
        raise Local("time-unreadable", field=field, value=text[:40]) from error


def draft_of(kind: str, given: Typed, now: int, author: str) -> tuple[dict[str, Any], list[str]]:
    """The draft that was typed, and the names of needed fields with nothing in them. `Local` for what cannot be read."""
    draft: dict[str, Any] = json.loads((given.get("beside") or ["{}"])[0] or "{}")
    lacking = []
    first, more = fields(kind)
    for field in (*first, *more, *last(kind)):
        value = _value(field, given, now)
        if value is None and field.needed and field.default:
            value = _value(field, {field.key: [field.default]}, now)
        if value is not None:
            draft.setdefault(field.section, {})[field.name] = value
        elif field.needed:
            lacking.append(field.name)
    _completed(kind, draft, given, author)
    wanted = (given.get("wanted") or [""])[0]
    if wanted:
        draft["wanted"] = int(wanted) if wanted.isdecimal() and len(wanted) == 1 else -1
    elif WANTED.get(kind, 0) < 0:
        lacking.append("wanted")
    return draft, lacking


def _value(field: Field, given: Typed, now: int) -> Any:
    values = [value.strip() for value in given.get(field.key, ()) if value.strip()]
    if field.widget in ("several", "concepts"):
        return values or None
    if field.widget == "time":
        span = (given.get(f"{field.key}~span") or [""])[0]
        if values:
            return when(values[0], now, field.name)
        if not span.isdecimal() or len(span) > 5:
            return None
        return now + (-1 if field.past else 1) * int(span) * _PER_MINUTE
    if not values:
        return None
    if field.widget == "lines":
        return [line.strip() for line in values[0].split("\n") if line.strip()]
    return int(values[0]) if field.name == "severity" and values[0].isdecimal() else values[0]


def _completed(kind: str, draft: dict[str, Any], given: Typed, author: str) -> None:
    """What can have one value only, in sections that are there or must be; the language of the words; the area of a class."""
    known = LATEST[kind]
    for section, shape in known.sections.items():
        if section not in draft and section not in known.required:
            continue
        about = msgspec.inspect.type_info(shape)
        assert isinstance(about, msgspec.inspect.StructType)
        for one in about.fields:
            only = fixed(bare(one.type))
            if only is not None and one.required:
                draft.setdefault(section, {}).setdefault(one.encode_name, only)
    language = (given.get("prose.language") or [author])[0]
    if "prose" in draft:
        draft["prose"]["language"] = language
    if "plain" in draft.get("courtesy", {}):
        draft["courtesy"]["language"] = "en" if language == "zh" else "zh"
        draft["courtesy"].setdefault("by", "person")
    else:
        draft.pop("courtesy", None)
    row = current().concepts.get(draft.get("coded", {}).get("class", ""))
    if row is not None and kind == "notice":
        draft["coded"].setdefault("area", row["area"])


def typed_of(kind: str, draft: Mapping[str, Any]) -> dict[str, list[str]]:
    """A draft as it would have been typed: what a form is filled with after an import. `Local("draft-…")`."""
    known = {**LATEST[kind].sections}
    unknown = sorted(set(draft) - set(known) - set(ALONE))
    if unknown:
        raise Local("draft-unknown", field=", ".join(unknown))
    found: dict[str, list[str]] = {}
    beside: dict[str, Any] = {}
    first, more = fields(kind)
    offered = {field.key: field for field in (*first, *more, *last(kind))}
    for section, values in draft.items():
        if section == "wanted":
            found["wanted"] = [str(values)]
        elif section in ALONE or section.startswith("support-"):
            beside[section] = values
        elif not isinstance(values, dict):
            raise Local("draft-field", section=section, why=None)
        else:
            for name, value in values.items():
                key = f"{section}.{name}"
                if key in offered or name in NOT_TYPED:
                    several = [str(one) for one in value] if isinstance(value, list) else [str(value)]
                    of_lines = key in offered and offered[key].widget == "lines"
                    found[key] = ["\n".join(several)] if of_lines else several
                elif (kind, name) != ("notice", "area"):  # of a notice its class says it
                    beside.setdefault(section, {})[name] = value
    if beside:
        found["beside"] = [json.dumps(beside, ensure_ascii=False)]
    return found
