"""From what a person wrote (a file or eight answers) to a notice. Times may be RFC 3339 or offsets from now (ISO 8601)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from detente.codec.errors import Local
from detente.codec.shape import Shape
from detente.kinds import LATEST
from detente.node import proofreading
from detente.vocabulary import current

_OFFSET = re.compile(r"([+-])P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?)?\Z", re.ASCII)
_UNITS = (86_400_000, 3_600_000, 60_000, 1000)


def moment(text: object, now: int, field: str) -> int:
    """ms UTC of an RFC 3339 time with its offset, an ISO 8601 offset from `now` (`-PT3H`), or an integer of ms."""
    if isinstance(text, int) and not isinstance(text, bool):
        return text
    if isinstance(text, str):
        offset = _OFFSET.match(text)
        if offset and any(offset.groups()[1:]):
            span = sum(int(g) * u for g, u in zip(offset.groups()[1:], _UNITS, strict=True) if g)
            return now + (span if offset.group(1) == "+" else -span)
        try:
            when = datetime.datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            if when.tzinfo is not None:
                return int(when.timestamp() * 1000)
    raise Local("time-unreadable", field=field, value=str(text)[:40])


def notice_sections(draft: Mapping[str, Any], now: int) -> tuple[dict[str, Shape], int]:
    """The sections of a notice and how urgent it is, from its JSON form. `Local("draft-…")` names the field that is wrong."""
    kind = LATEST["notice"]
    known = set(kind.sections) | {"example", "wanted"}
    unknown = sorted(set(draft) - known)
    if unknown:
        raise Local("draft-unknown", field=", ".join(unknown))
    wanted = draft.get("wanted")
    if type(wanted) is not int or not 0 <= wanted <= 3:
        raise Local("draft-wanted")
    sections: dict[str, Shape] = {}
    for name, shape in kind.sections.items():
        if name not in draft:
            continue
        value = proofreading.cleaned(draft[name], name)
        proofreading.check_language({name: value})
        if name == "times" and isinstance(value, dict):
            value = {field: moment(text, now, field) for field, text in value.items()}
        try:
            sections[name] = msgspec.convert(value, shape, strict=True)
        except msgspec.ValidationError as error:
            raise Local("draft-field", section=name, why=str(error)) from error
    missing = sorted(kind.required - set(sections))
    if missing:
        raise Local("draft-missing", field=", ".join(missing))
    coded: Any = sections["coded"]
    words = current()
    for concept in [coded.what, *(coded.also or [])]:
        if concept not in words.concepts:
            raise Local("draft-concept", value=concept)
    if words.concepts[coded.what]["area"] != coded.area:
        raise Local("draft-concept-area", value=coded.what, area=coded.area)
    return sections, wanted
