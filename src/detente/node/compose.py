"""From what a person wrote (a file, options, answers) to sections. Times may be RFC 3339 or offsets from now (ISO 8601)."""

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
from detente.vocabulary import Vocabulary, current

# How urgent a message of a kind is when its author does not say; a notice must say. 0 for information … 3 at once.
WANTED = {
    "notice": -1,
    "advance-notice": 1,
    "inquiry": 1,
    "question": 1,
    "confirm-request": 1,
    "assistance-request": 2,
    "update": 1,
    "correction": 2,
    "suspend": 1,
    "withdraw": 1,
}
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


def sections_of(
    kind_name: str, draft: Mapping[str, Any], now: int, words: Vocabulary | None = None
) -> tuple[dict[str, Shape], int]:
    """The sections of a message of a kind and how urgent it is, from its JSON form; `words`: the version it is written in.

    `Local("draft-…")` names what is wrong; `Local("next-word-past")` and `Local("window-past")` what is over before it is said.
    """
    kind = LATEST[kind_name]
    known = set(kind.sections) | {"example", "wanted"}
    unknown = sorted(set(draft) - known)
    if unknown:
        raise Local("draft-unknown", field=", ".join(unknown))
    wanted = draft.get("wanted", WANTED.get(kind_name, 0))
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
    words = words or current()
    for concept, area in kind.concepts(sections):
        if concept not in words.concepts:
            raise Local("draft-concept", value=concept)
        if area is not None and words.concepts[concept]["area"] != area:
            raise Local("draft-concept-area", value=concept, area=area)
    _not_yet_over(sections.get("times"), now)
    return sections, wanted


def _not_yet_over(times: Any, now: int) -> None:
    """What a time promises or plans must still lie ahead when it is written: a receiver only shows that it does not."""
    promised, ends = getattr(times, "next_word_by", None), getattr(times, "ends", None)
    if promised is not None and promised < now:
        raise Local("next-word-past")
    if ends is not None and ends < now:
        raise Local("window-past")
